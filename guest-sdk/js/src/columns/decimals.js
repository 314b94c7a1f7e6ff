// Columns of decimal numbers: 128 bits each.

import { Decimal } from "../decimal.js";
import { bytesOf, cannotHold, Column, nullsOfValues, nullsOfWire, view } from "./column.js";

export class Decimals extends Column {
  static buffers = 2;

  /** @param {BigUint64Array} words two a value, the low one first */
  constructor(type, length, nulls, words) {
    super(type, length, nulls);
    this.words = words;
  }

  static read(type, array) {
    return new Decimals(type, array.length, nullsOfWire(this, array), view(BigUint64Array, array.buffers[1], 2 * array.length));
  }

  static build(type, values) {
    const words = new BigUint64Array(2 * values.length);
    const most = 10n ** BigInt(type.precision);
    const nulls = nullsOfValues(values);
    for (let row = 0; row < values.length; row++) {
      if (values[row] === null || values[row] === undefined) continue;
      const { unscaled } = Decimal.from(values[row], type.scale);
      if (unscaled >= most || unscaled <= -most) throw cannotHold(type, String(values[row]), row);
      words[2 * row] = BigInt.asUintN(64, unscaled);
      words[2 * row + 1] = BigInt.asUintN(64, unscaled >> 64n);
    }
    return new Decimals(type, values.length, nulls, words);
  }

  /** The whole number of the last place: 125n for 1.25 of scale 2. */
  unscaled(row) {
    return (BigInt.asIntN(64, this.words[2 * row + 1]) << 64n) | this.words[2 * row];
  }

  value(row) {
    return new Decimal(this.unscaled(row), this.type.scale);
  }

  taken(rows, nulls) {
    const words = new BigUint64Array(2 * rows.length);
    for (let at = 0; at < rows.length; at++) {
      if (rows[at] < 0) continue;
      words[2 * at] = this.words[2 * rows[at]];
      words[2 * at + 1] = this.words[2 * rows[at] + 1];
    }
    return new Decimals(this.type, rows.length, nulls, words);
  }

  wireBuffers() {
    return [bytesOf(this.words)];
  }
}
