// Columns of strings and of bytes: offsets, and the bytes of all values one after the other.

import { badTable, cannotHold, Column, nullsOfValues, nullsOfWire } from "./column.js";
import { Offsets } from "./offsets.js";
import { decodeUtf8, encodeUtf8, isAscii, latin1 } from "../utf8.js";

// Text beyond this is not decoded as a whole, which would double it.
const MOST_AT_ONCE = 16 << 20;
// Columns repeat themselves; so many different texts are kept encoded.
const MOST_KEPT = 4096;

export class Bytes extends Column {
  static buffers = 3;

  /** @param {Offsets} offsets @param {Uint8Array} data */
  constructor(type, length, nulls, offsets, data) {
    super(type, length, nulls);
    this.offsets = offsets;
    this.data = data;
  }

  static read(type, array) {
    const [, offsets, data] = array.buffers;
    return new this(type, array.length, nullsOfWire(this, array), Offsets.read(offsets, array.length, data.length), data);
  }

  static build(type, values) {
    const pieces = new Array(values.length);
    for (let row = 0; row < values.length; row++) {
      const value = values[row];
      if (value !== null && value !== undefined && !(value instanceof Uint8Array)) throw cannotHold(type, value, row);
      pieces[row] = value ?? null;
    }
    return this.ofPieces(type, pieces, nullsOfValues(values));
  }

  /** Of Uint8Arrays, null for none. */
  static ofPieces(type, pieces, nulls) {
    const offsets = Offsets.build(pieces.length, (row) => pieces[row]?.length ?? 0);
    const data = new Uint8Array(offsets.end);
    for (let row = 0; row < pieces.length; row++) if (pieces[row] !== null) data.set(pieces[row], offsets.at(row));
    return new this(type, pieces.length, nulls, offsets, data);
  }

  /** The bytes of a value, in place. */
  bytes(row) {
    return this.data.subarray(this.offsets.at(row), this.offsets.at(row + 1));
  }

  value(row) {
    return this.bytes(row).slice();
  }

  taken(rows, nulls) {
    const pieces = Array.from(rows, (row) => (row < 0 ? null : this.bytes(row)));
    return this.constructor.ofPieces(this.type, pieces, nulls);
  }

  wireBuffers() {
    return [this.offsets.bytes, this.data];
  }
}

export class Strings extends Bytes {
  /** The whole text, when each of its bytes is a character; false when not. Found out at the first value that is read. */
  #text;

  static build(type, values) {
    const kept = new Map();
    const words = new Uint32Array(2 * (values.length + 1));
    let data = new Uint8Array(16 * values.length);
    let end = 0;
    for (let row = 0; row < values.length; row++) {
      const value = values[row];
      if (value !== null && value !== undefined) {
        let bytes = kept.get(value);
        if (bytes === undefined) {
          if (typeof value !== "string") throw cannotHold(type, value, row);
          bytes = encodeUtf8(value);
          if (kept.size < MOST_KEPT) kept.set(value, bytes);
        }
        if (end + bytes.length > data.length) data = grown(data, end + bytes.length);
        data.set(bytes, end);
        end += bytes.length;
      }
      words[2 * row + 2] = end;
    }
    return new this(type, values.length, nullsOfValues(values), new Offsets(words), data.subarray(0, end));
  }

  value(row) {
    this.#text ??= this.#ascii();
    if (this.#text !== false) return this.#text.substring(this.offsets.at(row), this.offsets.at(row + 1));
    try {
      return decodeUtf8(this.bytes(row));
    } catch (error) {
      throw error instanceof RangeError ? badTable(`row ${row} is ${error.message}`) : error;
    }
  }

  allValues() {
    this.#text ??= this.#ascii();
    if (this.#text === false) return super.allValues();
    const { words } = this.offsets;
    const text = this.#text;
    const values = new Array(this.length);
    for (let row = 0; row < this.length; row++) values[row] = text.substring(words[2 * row], words[2 * row + 2]);
    return values;
  }

  #ascii() {
    if (this.data.length > MOST_AT_ONCE) return false;
    const text = latin1(this.data);
    return isAscii(text) && text;
  }
}

function grown(data, least) {
  const larger = new Uint8Array(Math.max(2 * data.length, least));
  larger.set(data);
  return larger;
}
