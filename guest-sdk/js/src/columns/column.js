// What all columns have in common: a type, a length, and which values are null.

import { bit, bitmap } from "../bits.js";
import { Failure } from "../failure.js";

export const EMPTY = new Uint8Array(0);

/**
 * A column of one batch. It never changes. `get`, iteration and `toArray` give JavaScript values, null for null; typed
 * arrays over the values themselves stand in `values` where there are any.
 */
export class Column {
  /** How many buffers an array of this kind has, its validity included. */
  static buffers = 1;

  /**
   * @param {import("../types.js").DataType} type
   * @param {number} length
   * @param {{validity: Uint8Array | null, nullCount: number}} nulls `validity` is a bitmap; null when there are no nulls
   */
  constructor(type, length, { validity, nullCount }) {
    this.type = type;
    this.length = length;
    this.validity = nullCount > 0 ? validity : null;
    this.nullCount = nullCount;
  }

  /** Whether the value of that row is null. */
  isNull(row) {
    return this.validity !== null && !bit(this.validity, row);
  }

  /** The value of that row, from 0; null when it is null. */
  get(row) {
    return this.isNull(row) ? null : this.value(row);
  }

  // An array's iterator is the engine's own; a generator here would cost several times as much.
  [Symbol.iterator]() {
    return this.toArray()[Symbol.iterator]();
  }

  /** All values. */
  toArray() {
    const values = this.allValues();
    const { validity } = this;
    if (validity === null) return values;
    for (let byte = 0, row = 0; byte < validity.length; byte++, row += 8) {
      if (validity[byte] === 0xff) continue;
      for (let at = row; at < row + 8 && at < this.length; at++) if (!bit(validity, at)) values[at] = null;
    }
    return values;
  }

  /** An array of all values, with anything at all where a value is null. */
  allValues() {
    const values = new Array(this.length);
    for (let row = 0; row < this.length; row++) values[row] = this.isNull(row) ? null : this.value(row);
    return values;
  }

  /** The rows from `from` up to, and without, `to`. */
  slice(from, to = this.length) {
    const [first, end] = [Math.max(0, from), Math.min(this.length, to)];
    if (first === 0 && end === this.length) return this;
    return this.take(Uint32Array.from({ length: Math.max(0, end - first) }, (_, at) => first + at));
  }

  /** The rows of these numbers, in their order; -1 gives null. */
  take(rows) {
    const hasHoles = rows.some((row) => row < 0);
    const nulls = hasHoles || this.nullCount > 0 ? nullsOf(rows.length, (at) => rows[at] >= 0 && !this.isNull(rows[at])) : NO_NULLS;
    return this.taken(rows, nulls);
  }

  /** Adds its arrays, depth first, to a batch of the contract. */
  toWire(arrays) {
    arrays.push({ length: this.length, nullCount: this.nullCount, buffers: [this.validity ?? EMPTY, ...this.wireBuffers()] });
    this.wireChildren(arrays);
  }

  wireChildren() {}
}

export const NO_NULLS = Object.freeze({ validity: null, nullCount: 0 });

/** Validity of `count` values, each valid as `isValid(at)` says. */
export function nullsOf(count, isValid) {
  const { bytes, unset } = bitmap(count, isValid);
  return unset > 0 ? { validity: bytes, nullCount: unset } : NO_NULLS;
}

/** Validity of JavaScript values: null and undefined are null. */
export function nullsOfValues(values) {
  if (ArrayBuffer.isView(values)) return NO_NULLS;
  let bytes = null;
  let nullCount = 0;
  // The engine searches much faster than a loop does here.
  for (const none of [null, undefined]) {
    for (let row = values.indexOf(none); row >= 0; row = values.indexOf(none, row + 1)) {
      bytes ??= new Uint8Array((values.length + 7) >> 3).fill(0xff);
      bytes[row >> 3] &= ~(1 << (row & 7));
      nullCount++;
    }
  }
  if (bytes === null) return NO_NULLS;
  // Bits past the last row mean nothing, and are 0: equal values have equal buffers.
  if (values.length % 8 > 0) bytes[bytes.length - 1] &= (1 << (values.length & 7)) - 1;
  return { validity: bytes, nullCount };
}

/** Validity of an array of the contract, whose buffers are as many as `kind` says. */
export function nullsOfWire(kind, array) {
  if (array.buffers.length !== kind.buffers) throw badTable(`an array has ${array.buffers.length} buffers instead of ${kind.buffers}`);
  const validity = array.buffers[0];
  if (array.nullCount === 0 || validity.length === 0) return NO_NULLS;
  return { validity: exactly(validity, (array.length + 7) >> 3), nullCount: array.nullCount };
}

/** The first `bytes` bytes of a buffer. */
export function exactly(buffer, bytes) {
  if (buffer.length < bytes) throw badTable(`a buffer has ${buffer.length} bytes; at least ${bytes} are needed`);
  return buffer.length === bytes ? buffer : buffer.subarray(0, bytes);
}

/**
 * `count` values of a typed array's `kind` over the buffer, without copying it where it is aligned: the contract promises
 * no alignment.
 */
export function view(kind, buffer, count) {
  const size = kind.BYTES_PER_ELEMENT;
  const bytes = exactly(buffer, count * size);
  if (bytes.byteOffset % size !== 0) return new kind(bytes.slice().buffer, 0, count);
  return new kind(bytes.buffer, bytes.byteOffset, count);
}

/** The bytes of a typed array. */
export const bytesOf = (values) => new Uint8Array(values.buffer, values.byteOffset, values.byteLength);

/** A failure that says which value of which row cannot be held. */
export function cannotHold(type, value, row) {
  let shown;
  try {
    shown = typeof value === "bigint" ? `${value}n` : (JSON.stringify(value) ?? String(value));
  } catch {
    shown = String(value);
  }
  if (shown.length > 60) shown = `${shown.slice(0, 60)}…`;
  return new Failure("bad-value", `a column of type ${type} cannot hold ${shown} (row ${row})`);
}

export const badTable = (message) => new Failure("bad-table", message);
