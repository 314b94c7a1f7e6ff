// Data types as Polars names them. Those that take parameters are functions, and stand for all of their kind without.

import { DTYPE, Node, nodeOf } from "./node.js";
import * as operations from "./operations.js";
import { Signature } from "./signature.js";

/** A data type with its parameters, if it takes any. */
export class PolarsType extends Node {
  constructor(node) {
    super(node);
    // A name stands for itself: `"Int64"`.
    if (typeof node === "string") this.name = node;
  }
}

const plain = (name) => new PolarsType(name);

function withParameters(name) {
  const signature = new Signature(name, operations.dtype[name]);
  const make = (...given) => new PolarsType(nodeOf(name, undefined, signature.bind(given)));
  return Object.defineProperty(make, DTYPE, { value: name });
}

/** The type as an object, as `col` wants it: a name would be that of a column. Undefined where it is no type. */
export function typeObject(value) {
  if (value instanceof PolarsType) return typeof value.node === "string" ? { expr: value.node } : value.node;
  return undefined;
}

/** The name of a type that takes parameters and was given without, which stands for all of its kind. */
export const kindName = (value) => (typeof value === "function" ? value[DTYPE] : undefined);

export const Binary = plain("Binary");
export const Boolean = plain("Boolean");
export const Date = plain("Date");
export const Float16 = plain("Float16");
export const Float32 = plain("Float32");
export const Float64 = plain("Float64");
export const Int8 = plain("Int8");
export const Int16 = plain("Int16");
export const Int32 = plain("Int32");
export const Int64 = plain("Int64");
export const Int128 = plain("Int128");
export const Null = plain("Null");
export const String = plain("String");
export const Time = plain("Time");
export const UInt8 = plain("UInt8");
export const UInt16 = plain("UInt16");
export const UInt32 = plain("UInt32");
export const UInt64 = plain("UInt64");
export const UInt128 = plain("UInt128");
export const Unknown = plain("Unknown");
export const Utf8 = plain("Utf8");

export const Array = withParameters("Array");
export const Categorical = withParameters("Categorical");
export const Datetime = withParameters("Datetime");
export const Decimal = withParameters("Decimal");
export const Duration = withParameters("Duration");
export const Enum = withParameters("Enum");
export const List = withParameters("List");
export const Struct = withParameters("Struct");
