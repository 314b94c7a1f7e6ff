// Types of columns, and the format strings of Arrow's C data interface that spell them on the wire.

import { Failure } from "./failure.js";

/** A type. `name` is the one that the host's answers use: `int64`, `string`, `timestamp_tz`, `list`, `struct` … */
export class DataType {
  constructor(name, format, more = {}) {
    this.name = name;
    this.format = format;
    /** @type {Field[]} the fields inside a list (one) or a struct */
    this.children = more.children ?? [];
    Object.assign(this, more);
    Object.freeze(this);
  }

  /** Whether values of the one can be written as the other: same format, same children. */
  equals(other) {
    return (
      this.format === other.format &&
      this.children.length === other.children.length &&
      this.children.every((child, at) => child.name === other.children[at].name && child.type.equals(other.children[at].type))
    );
  }

  toString() {
    const inner = this.children.map((child) => (this.name === "struct" ? `${child.name}: ${child.type}` : `${child.type}`));
    const own = [this.precision, this.scale, this.unit, this.zone, this.size].filter((part) => part !== undefined && part !== null);
    const parts = [...own, ...inner];
    return parts.length > 0 ? `${this.name}(${parts.join(", ")})` : this.name;
  }
}

/** A column's name and type. */
export class Field {
  /**
   * @param {string} name
   * @param {DataType | string} type
   * @param {{nullable?: boolean, metadata?: [string, string][]}} [more] `nullable` is true unless given
   */
  constructor(name, type, { nullable = true, metadata = [] } = {}) {
    this.name = name;
    this.type = typeOf(type);
    this.nullable = nullable;
    this.metadata = metadata;
    Object.freeze(this);
  }

  /** The same under another name, or with another type. */
  with({ name = this.name, type = this.type, nullable = this.nullable, metadata = this.metadata }) {
    return new Field(name, type, { nullable, metadata });
  }
}

const PLAIN = {
  null: "n", boolean: "b", int8: "c", uint8: "C", int16: "s", uint16: "S", int32: "i", uint32: "I", int64: "l", uint64: "L",
  float16: "e", float32: "f", float64: "g", string: "U", binary: "Z", date: "tdD", time: "ttn",
};
const UNITS = { ms: "m", us: "u", ns: "n" };

function unit(name, given) {
  if (Object.hasOwn(UNITS, given)) return UNITS[given];
  throw new Failure("bad-type", `${name} has the unit ${JSON.stringify(given)}; allowed: ms, us, ns`);
}

/** The types, by the names of the host's answers; those that have parameters are functions. */
export const types = {
  ...Object.fromEntries(Object.entries(PLAIN).map(([name, format]) => [name, new DataType(name, format, timeUnit(name))])),

  /** Of 1 to 38 digits, `scale` of them behind the point. */
  decimal(precision, scale = 0) {
    if (!(Number.isInteger(precision) && Number.isInteger(scale) && 0 <= scale && scale <= precision && 1 <= precision && precision <= 38)) {
      throw new Failure("bad-type", `decimal(${precision}, ${scale}) is none: 1 to 38 digits, and a scale from 0 to that`);
    }
    return new DataType("decimal", `d:${precision},${scale}`, { precision, scale });
  },

  /** A moment, in `ms`, `us` or `ns` since 1970; with a zone such as `UTC` or without. */
  timestamp(of = "us", zone = null) {
    return new DataType(zone ? "timestamp_tz" : "timestamp", `ts${unit("timestamp", of)}:${zone ?? ""}`, { unit: of, zone });
  },

  /** A span of time, in `ms`, `us` or `ns`. */
  duration(of = "us") {
    return new DataType("duration", `tD${unit("duration", of)}`, { unit: of });
  },

  /** Lists of any length, or of `size` items each. */
  list(item, size) {
    const child = item instanceof Field ? item : new Field("item", item);
    return new DataType("list", size === undefined ? "+L" : `+w:${size}`, { children: [child], size });
  },

  /** Named values: an object of types, or a list of fields. */
  struct(fields) {
    return new DataType("struct", "+s", { children: fieldsOf(fields) });
  },
};

function timeUnit(name) {
  return name === "time" ? { unit: "ns" } : {};
}

/** The type that is meant by a type or its name; `timestamp` and `duration` alone are in microseconds. */
export function typeOf(type) {
  if (type instanceof DataType) return type;
  if (Object.hasOwn(types, type)) {
    const found = types[type];
    if (found instanceof DataType) return found;
    if (type === "timestamp" || type === "duration") return found();
  }
  if (type === "timestamp_tz") return types.timestamp("us", "UTC");
  throw new Failure("bad-type", `${JSON.stringify(type) ?? String(type)} is no type; allowed: ${Object.keys(types).join(", ")}`);
}

/** Fields from an object of types (or of fields), or a list of fields. */
export function fieldsOf(fields) {
  if (Array.isArray(fields)) return fields;
  return Object.entries(fields).map(([name, type]) => (type instanceof Field ? type.with({ name }) : new Field(name, type)));
}

const BY_FORMAT = new Map(Object.keys(PLAIN).map((name) => [PLAIN[name], types[name]]));
const UNIT_NAMES = { m: "ms", u: "us", n: "ns" };

/** The type of a format string and the fields below it. */
export function typeOfFormat(format, children) {
  const plain = BY_FORMAT.get(format);
  if (plain) return plain;
  const decimal = /^d:(\d+),(\d+)(?:,128)?$/.exec(format);
  if (decimal) return types.decimal(Number(decimal[1]), Number(decimal[2]));
  const timestamp = /^ts([mun]):(.*)$/.exec(format);
  if (timestamp) return types.timestamp(UNIT_NAMES[timestamp[1]], timestamp[2] || null);
  const duration = /^tD([mun])$/.exec(format);
  if (duration) return types.duration(UNIT_NAMES[duration[1]]);
  if (format === "+s") return types.struct(children);
  if (format === "+L" && children.length === 1) return types.list(children[0]);
  const fixed = /^\+w:(\d+)$/.exec(format);
  if (fixed && children.length === 1) return types.list(children[0], Number(fixed[1]));
  throw new Failure("bad-table", `the format '${format}' with ${children.length} children is not known here`);
}
