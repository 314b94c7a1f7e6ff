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

function mixed(value) {
  value = Math.imul(value ^ (value >>> 16), 0x85eb_ca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2_ae35);
  return (value ^ (value >>> 16)) >>> 0;
}

/**
 * A `Math.random` that begins anew: the engine's own goes on from where it was when the component was made, the same in all
 * instances. xoshiro128**, begun from the clock that the host gives; nothing that is secret is made of it.
 */
export function makeRandom(seed) {
  let low = Math.trunc(seed) >>> 0;
  let high = Math.trunc(seed / 2 ** 32) >>> 0;
  const state = new Uint32Array(4);
  for (let at = 0; at < 4; at++) {
    // Both halves of the seed through the finisher of MurmurHash3, which makes each bit of them count for all.
    low = mixed((low + 0x9e37_79b9) ^ high);
    high = mixed((high + 0x85eb_ca6b) ^ low);
    state[at] = high;
  }
  // All zeros would stay zeros.
  state[0] |= state[1] | state[2] | state[3] ? 0 : 1;
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

/** A function that is made when it is first called: most programs never do. */
export function startingLate(make) {
  let made;
  return function random() {
    made ??= make();
    return made();
  };
}
