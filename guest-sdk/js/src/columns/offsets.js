// Offsets of 64 bits, of which 32 are used: a batch is no larger than a guest's memory.

import { badTable, bytesOf, view } from "./column.js";

const ZERO = new Uint32Array(2);

/** Where each of `length` values begins, and the last one ends; all of it lies before `end`. */
export class Offsets {
  /** @param {Uint32Array} words two an offset, the low one first */
  constructor(words) {
    this.words = words;
  }

  static read(buffer, length, end) {
    // An array without values may leave its one offset out.
    const words = length === 0 && buffer.length === 0 ? ZERO : view(Uint32Array, buffer, 2 * (length + 1));
    const offsets = new Offsets(words);
    if (words[0] !== 0 || words[2 * length + 1] !== 0 || offsets.at(length) > end) {
      throw badTable(`offsets go from ${words[0]} to ${offsets.at(length)}; they begin at 0 and end at ${end} at most`);
    }
    return offsets;
  }

  /** Of `count` values that are as long as `lengthOf(at)` says. */
  static build(count, lengthOf) {
    const words = new Uint32Array(2 * (count + 1));
    for (let at = 0, end = 0; at < count; at++) words[2 * (at + 1)] = end += lengthOf(at);
    return new Offsets(words);
  }

  at(row) {
    return this.words[2 * row];
  }

  get end() {
    return this.words[this.words.length - 2];
  }

  get bytes() {
    return bytesOf(this.words);
  }
}
