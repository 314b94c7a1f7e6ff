// Columns of numbers, dates and times: one typed array of values.

import { fromHalf, toHalf } from "../half.js";
import * as moments from "../moments.js";
import { bytesOf, cannotHold, Column, nullsOfValues, nullsOfWire, view } from "./column.js";

const KINDS = {
  c: Int8Array, C: Uint8Array, s: Int16Array, S: Uint16Array, i: Int32Array, I: Uint32Array, l: BigInt64Array, L: BigUint64Array,
  e: Uint16Array, f: Float32Array, g: Float64Array, tdD: Int32Array,
};
const asIs = { toValue: (raw) => raw, fromValue: (value) => value };

// What stands in the buffer, as what JavaScript is given and gives.
const CONVERSIONS = {
  int64: { toValue: short, fromValue: big },
  uint64: { toValue: short, fromValue: big },
  time: { toValue: short, fromValue: big },
  duration: { toValue: short, fromValue: big },
  float16: { toValue: fromHalf, fromValue: (value) => toHalf(value) },
  date: { toValue: moments.dateOfDays, fromValue: moments.daysOfDate },
  timestamp: { toValue: moments.timestampOf, fromValue: moments.countOf },
  timestamp_tz: { toValue: moments.timestampOf, fromValue: moments.countOf },
};

// The types in 64 bits whose values are numbers where that is exact; one of them has no sign.
const SHORT = new Set(["int64", "uint64", "time", "duration"]);
const UNSIGNED = "uint64";

/** A 64-bit integer as a number where that is exact, else as it is. */
function short(raw) {
  const number = Number(raw);
  return Number.isSafeInteger(number) ? number : raw;
}

function big(value) {
  return typeof value === "bigint" ? value : Number.isSafeInteger(value) ? BigInt(value) : undefined;
}

/** The typed array of a type; of those in 64 bits, BigInt64Array. */
export const kindOf = (type) => KINDS[type.format] ?? BigInt64Array;

export class Fixed extends Column {
  static buffers = 2;

  /** @param values one of the typed arrays: what stands in the buffer, under nulls too */
  constructor(type, length, nulls, values) {
    super(type, length, nulls);
    this.values = values;
    this.conversion = CONVERSIONS[type.name] ?? asIs;
  }

  static read(type, array) {
    return new Fixed(type, array.length, nullsOfWire(this, array), view(kindOf(type), array.buffers[1], array.length));
  }

  /** Of a typed array of the very kind, which is not copied, or of values. */
  static build(type, values) {
    const kind = kindOf(type);
    if (values instanceof kind && type.name !== "float16") return new Fixed(type, values.length, nullsOfValues(values), values);
    const raws = new kind(values.length);
    if (kind === Float64Array || kind === Float32Array) fillFloats(type, values, raws);
    else if (SHORT.has(type.name)) fillLong(type, values, raws);
    else fill(type, values, raws, (CONVERSIONS[type.name] ?? asIs).fromValue);
    return new Fixed(type, values.length, nullsOfValues(values), raws);
  }

  allValues() {
    if (this.conversion === asIs) return Array.from(this.values);
    return SHORT.has(this.type.name) ? shortValues(this.values, this.type.name === UNSIGNED) : super.allValues();
  }

  value(row) {
    return this.conversion.toValue(this.values[row], this.type);
  }

  taken(rows, nulls) {
    const values = new this.values.constructor(rows.length);
    for (let at = 0; at < rows.length; at++) if (rows[at] >= 0) values[at] = this.values[rows[at]];
    return new Fixed(this.type, rows.length, nulls, values);
  }

  slice(from, to = this.length) {
    // Nothing is copied where no bitmap would have to be shifted.
    if (this.validity !== null) return super.slice(from, to);
    const values = this.values.subarray(Math.max(0, from), Math.min(this.length, to));
    return new Fixed(this.type, values.length, this, values);
  }

  wireBuffers() {
    return [bytesOf(this.values)];
  }
}

function fillFloats(type, values, raws) {
  for (let row = 0; row < values.length; row++) {
    const value = values[row];
    if (typeof value === "number") raws[row] = value;
    else if (typeof value === "bigint") raws[row] = Number(value);
    else if (value !== null && value !== undefined) throw cannotHold(type, value, row);
  }
}

const TWO_32 = 2 ** 32;
const words = (values) => new Int32Array(values.buffer, values.byteOffset, 2 * values.length);

/** As `short` has them, two words each: BigInts are slow. */
function shortValues(values, unsigned) {
  const halves = words(values);
  const all = new Array(values.length);
  const least = unsigned ? -1 : -0x20_0000;
  for (let row = 0; row < all.length; row++) {
    const high = halves[2 * row + 1];
    // Numbers are exact to 53 bits and a sign.
    all[row] = high < 0x20_0000 && high > least ? high * TWO_32 + (halves[2 * row] >>> 0) : short(values[row]);
  }
  return all;
}

function fillLong(type, values, raws) {
  const halves = words(raws);
  const least = type.name === UNSIGNED ? 0 : -(2 ** 31);
  for (let row = 0; row < values.length; row++) {
    const value = values[row];
    if (typeof value === "number" && (value | 0) === value && value >= least) {
      halves[2 * row] = value;
      halves[2 * row + 1] = value >> 31;
    } else if (value !== null && value !== undefined) {
      const raw = big(value);
      if (raw === undefined) throw cannotHold(type, value, row);
      raws[row] = raw;
      if (raws[row] !== raw) throw cannotHold(type, value, row);
    }
  }
}

function fill(type, values, raws, fromValue) {
  const wanted = typeof raws[0];
  for (let row = 0; row < values.length; row++) {
    const value = values[row];
    if (value === null || value === undefined) continue;
    const raw = fromValue(value, type);
    // A typed array wraps what it cannot hold, or throws a TypeError that names nothing.
    if (typeof raw !== wanted) throw cannotHold(type, value, row);
    raws[row] = raw;
    if (raws[row] !== raw) throw cannotHold(type, value, row);
  }
}
