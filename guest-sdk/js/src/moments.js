// Dates and timestamps: counts of days, and of parts of a second, as JavaScript's dates.

const DAY_MS = 86_400_000;
const PER_MS = { ms: 1n, us: 1000n, ns: 1_000_000n };
// What a Date can hold.
const MOST_MS = 8_640_000_000_000_000n;

/** A Date that keeps what a column has below the millisecond, so that no value loses anything on its way through. */
export class Timestamp extends Date {
  /** @param {number} ms since 1970 @param {number} [nanos] beyond that, from 0 to 999,999 */
  constructor(ms, nanos = 0) {
    super(ms);
    this.nanos = nanos;
  }

  /** As Date has it, with six or nine digits of the second where they are needed. */
  toISOString() {
    const text = super.toISOString();
    if (this.nanos === 0) return text;
    const digits = String(this.nanos).padStart(6, "0");
    return `${text.slice(0, -1)}${digits.endsWith("000") ? digits.slice(0, 3) : digits}Z`;
  }

  toJSON() {
    return this.toISOString();
  }
}

/** The Date of a number of days, at midnight UTC; the number itself where no Date is that far away. */
export function dateOfDays(days) {
  const date = new Date(days * DAY_MS);
  return Number.isNaN(date.getTime()) ? days : date;
}

/** The days of a Date (its time of day is dropped) or of a number of days. */
export function daysOfDate(value) {
  if (value instanceof Date) return Math.floor(value.getTime() / DAY_MS);
  return typeof value === "number" ? value : undefined;
}

/** The Timestamp of a count in the type's unit; the count itself where no Date is that far away. */
export function timestampOf(count, { unit }) {
  const per = PER_MS[unit];
  let ms = count / per;
  let rest = count - ms * per;
  if (rest < 0n) {
    ms -= 1n;
    rest += per;
  }
  if (ms > MOST_MS || ms < -MOST_MS) return count;
  return new Timestamp(Number(ms), Number((rest * 1_000_000n) / per));
}

/** The count in the type's unit of a Date, or of a count. What is finer than the unit is dropped. */
export function countOf(value, { unit }) {
  if (typeof value === "bigint") return value;
  if (typeof value === "number") return Number.isSafeInteger(value) ? BigInt(value) : undefined;
  if (!(value instanceof Date) || Number.isNaN(value.getTime())) return undefined;
  const per = PER_MS[unit];
  return BigInt(value.getTime()) * per + (BigInt(value.nanos ?? 0) * per) / 1_000_000n;
}
