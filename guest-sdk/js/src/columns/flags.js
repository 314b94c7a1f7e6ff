// Columns of booleans, one bit each, and columns of nothing.

import { bit, bitmap } from "../bits.js";
import { badTable, cannotHold, Column, exactly, nullsOfValues, nullsOfWire } from "./column.js";

export class Flags extends Column {
  static buffers = 2;

  /** @param {Uint8Array} bits a bitmap */
  constructor(type, length, nulls, bits) {
    super(type, length, nulls);
    this.bits = bits;
  }

  static read(type, array) {
    return new Flags(type, array.length, nullsOfWire(this, array), exactly(array.buffers[1], (array.length + 7) >> 3));
  }

  static build(type, values) {
    const { bytes } = bitmap(values.length, (row) => {
      const value = values[row];
      if (typeof value !== "boolean" && value !== null && value !== undefined) throw cannotHold(type, value, row);
      return value === true;
    });
    return new Flags(type, values.length, nullsOfValues(values), bytes);
  }

  value(row) {
    return bit(this.bits, row);
  }

  taken(rows, nulls) {
    return new Flags(this.type, rows.length, nulls, bitmap(rows.length, (at) => rows[at] >= 0 && bit(this.bits, rows[at])).bytes);
  }

  wireBuffers() {
    return [this.bits];
  }
}

/** All values are null, and there are no buffers. */
export class Nulls extends Column {
  static buffers = 0;

  constructor(type, length) {
    super(type, length, { validity: null, nullCount: length });
  }

  static read(type, array) {
    if (array.buffers.length !== 0) throw badTable(`an array of nulls has ${array.buffers.length} buffers instead of none`);
    return new Nulls(type, array.length);
  }

  static build(type, values) {
    for (let row = 0; row < values.length; row++) {
      if (values[row] !== null && values[row] !== undefined) throw cannotHold(type, values[row], row);
    }
    return new Nulls(type, values.length);
  }

  isNull() {
    return true;
  }

  allValues() {
    return new Array(this.length).fill(null);
  }

  take(rows) {
    return new Nulls(this.type, rows.length);
  }

  toWire(arrays) {
    arrays.push({ length: this.length, nullCount: this.length, buffers: [] });
  }
}
