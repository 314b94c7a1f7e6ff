// What a program finds besides the language: `console`, and random numbers of its own call.

import { log } from "../src/index.js";

const LEVELS = { log: "info", info: "info", debug: "debug", trace: "debug", dir: "info", warn: "warn", error: "error" };

/** A `console` whose lines go to the log of the call; `told` makes text of an error. */
export function makeConsole(told) {
  const made = {};
  for (const [name, level] of Object.entries(LEVELS)) made[name] = (...parts) => log[level](...parts.map((part) => (part instanceof Error ? told(part) : part)));
  made.assert = (holds, ...parts) => {
    if (!holds) log.error("Assertion failed:", ...parts);
  };
  made.table = (rows) => {
    for (const row of rows) log.info(row);
  };
  return made;
}

/**
 * A `Math.random` that begins anew: the engine's own goes on from where it was when the component was made, the same in all
 * instances. xoshiro128**, begun from the clock that the host gives; nothing that is secret is made of it.
 */
export function makeRandom(seed) {
  let mixed = BigInt(Math.trunc(seed)) & 0xffff_ffff_ffff_ffffn;
  const state = new Uint32Array(4);
  for (let at = 0; at < 4; at++) {
    // splitmix64
    mixed = (mixed + 0x9e37_79b9_7f4a_7c15n) & 0xffff_ffff_ffff_ffffn;
    let value = mixed;
    value = ((value ^ (value >> 30n)) * 0xbf58_476d_1ce4_e5b9n) & 0xffff_ffff_ffff_ffffn;
    value = ((value ^ (value >> 27n)) * 0x94d0_49bb_1331_11ebn) & 0xffff_ffff_ffff_ffffn;
    state[at] = Number((value ^ (value >> 31n)) & 0xffff_ffffn);
  }
  const rotated = (value, by) => (value << by) | (value >>> (32 - by));
  const next = () => {
    const result = Math.imul(rotated(Math.imul(state[1], 5), 7), 9) >>> 0;
    const shifted = state[1] << 9;
    state[2] ^= state[0];
    state[3] ^= state[1];
    state[1] ^= state[2];
    state[0] ^= state[3];
    state[2] ^= shifted;
    state[3] = rotated(state[3], 11);
    return result;
  };
  return function random() {
    return ((next() >>> 5) * 67_108_864 + (next() >>> 6)) / 9_007_199_254_740_992;
  };
}
