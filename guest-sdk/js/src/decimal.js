// Decimal numbers: whole numbers of a last place.

import { Failure } from "./failure.js";

/** An exact decimal number: `unscaled` of the last place, which stands `scale` places behind the point. */
export class Decimal {
  /** @param {bigint} unscaled @param {number} scale */
  constructor(unscaled, scale) {
    this.unscaled = unscaled;
    this.scale = scale;
    Object.freeze(this);
  }

  /**
   * From a text such as `-1.25`, a number (rounded to `scale` places) or a BigInt (a whole number).
   *
   * @throws {Failure} `bad-value` when it is none, or has more places than `scale`
   */
  static from(value, scale) {
    if (value instanceof Decimal) return value.rescaled(scale);
    if (typeof value === "bigint") return new Decimal(value * 10n ** BigInt(scale), scale);
    const text = typeof value === "number" && Number.isFinite(value) && Math.abs(value) < 1e21 ? value.toFixed(scale) : String(value);
    const found = /^([+-]?)(\d+)(?:\.(\d*))?$/.exec(text);
    if (!found || (typeof value !== "string" && typeof value !== "number")) throw new Failure("bad-value", `${text} is no decimal number`);
    const [, sign, whole, places = ""] = found;
    return new Decimal(BigInt(`${sign === "-" ? "-" : ""}${whole}${places}`), places.length).rescaled(scale);
  }

  /** The same number with another scale. Throws when that would lose a digit. */
  rescaled(scale) {
    if (scale === this.scale) return this;
    if (scale > this.scale) return new Decimal(this.unscaled * 10n ** BigInt(scale - this.scale), scale);
    const lost = 10n ** BigInt(this.scale - scale);
    if (this.unscaled % lost !== 0n) throw new Failure("bad-value", `${this} has more than ${scale} places behind the point`);
    return new Decimal(this.unscaled / lost, scale);
  }

  /** The nearest number, so that `+decimal` and comparisons do what they say. */
  valueOf() {
    return Number(this.toString());
  }

  toString() {
    const digits = String(this.unscaled < 0n ? -this.unscaled : this.unscaled).padStart(this.scale + 1, "0");
    const at = digits.length - this.scale;
    return `${this.unscaled < 0n ? "-" : ""}${digits.slice(0, at)}${this.scale > 0 ? `.${digits.slice(at)}` : ""}`;
  }

  toJSON() {
    return this.toString();
  }
}
