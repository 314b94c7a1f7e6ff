// Which kind of column a type has, and columns from what crosses and from JavaScript values.

import { types } from "../types.js";
import { Bytes, Strings } from "./bytes.js";
import { badTable } from "./column.js";
import { Decimals } from "./decimals.js";
import { Fixed, kindOf } from "./fixed.js";
import { Flags, Nulls } from "./flags.js";
import { FixedLists, Lists, Structs } from "./nested.js";
import { Decimal } from "../decimal.js";
import { Failure } from "../failure.js";
import { Field } from "../types.js";

function kindFor(type) {
  switch (type.name) {
    case "null": return Nulls;
    case "boolean": return Flags;
    case "string": return Strings;
    case "binary": return Bytes;
    case "decimal": return Decimals;
    case "struct": return Structs;
    case "list": return type.size === undefined ? Lists : FixedLists;
    default: return Fixed;
  }
}

/** The column of the next array, and of those of its children. */
export function read(type, arrays) {
  const { value: array, done } = arrays.next();
  if (done) throw badTable("a batch has fewer arrays than its schema has fields");
  return kindFor(type).read(type, array, arrays);
}

/** A column of JavaScript values, or of a typed array. */
export function build(type, values) {
  return kindFor(type).build(type, values);
}

/** A value that stands where there must be one and none is meant. */
export function fillerOf(type) {
  switch (type.name) {
    case "null": return null;
    case "boolean": return false;
    case "string": return "";
    case "binary": return new Uint8Array(0);
    case "struct": return Object.fromEntries(type.children.map((child) => [child.name, child.nullable ? null : fillerOf(child.type)]));
    case "list": return Array.from({ length: type.size ?? 0 }, () => (type.children[0].nullable ? null : fillerOf(type.children[0].type)));
    default: return 0;
  }
}

const TYPED = [
  [Float64Array, types.float64], [Float32Array, types.float32], [BigInt64Array, types.int64], [BigUint64Array, types.uint64],
  [Int32Array, types.int32], [Uint32Array, types.uint32], [Int16Array, types.int16], [Uint16Array, types.uint16], [Int8Array, types.int8],
  [Uint8Array, types.uint8],
];

/**
 * The type of JavaScript values: numbers are float64 whatever they are, BigInts int64, a Date is a timestamp in
 * milliseconds UTC. Of a typed array it is the array's own. Nothing but nulls is of type null.
 */
export function inferType(values) {
  if (ArrayBuffer.isView(values)) {
    const found = TYPED.find(([kind]) => values instanceof kind);
    if (found) return found[1];
  }
  const first = Array.prototype.find.call(values, (value) => value !== null && value !== undefined);
  switch (typeof first) {
    case "undefined": return types.null;
    case "number": return types.float64;
    case "bigint": return types.int64;
    case "boolean": return types.boolean;
    case "string": return types.string;
    default:
  }
  if (first instanceof Date) return types.timestamp("nanos" in first && first.nanos ? "ns" : "ms", "UTC");
  if (first instanceof Decimal) return types.decimal(38, first.scale);
  if (first instanceof Uint8Array) return types.binary;
  const given = Array.from(values).filter((value) => value !== null && value !== undefined);
  if (Array.isArray(first) || ArrayBuffer.isView(first)) return types.list(inferType(given.flatMap((value) => Array.from(value))));
  if (typeof first === "object") {
    const names = [...new Set(given.flatMap((value) => Object.keys(value)))];
    return types.struct(names.map((name) => new Field(name, inferType(given.map((value) => value[name])))));
  }
  throw new Failure("bad-value", `a ${typeof first} is no value of a column`);
}

export { kindOf };
