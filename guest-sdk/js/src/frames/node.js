// Expression objects of the pipeline language: {expr, on, args, kwargs}.

import { Failure } from "../failure.js";
import { isPlain } from "../objects.js";

/** What stands for itself in JSON: an expression, a data type, a series. */
export class Node {
  /** @param {object} node */
  constructor(node) {
    this.node = Object.freeze(node);
  }

  /** The object that a pipeline has for it. */
  toJSON() {
    return this.node;
  }
}

/** An expression object without the parts that are empty. */
export function nodeOf(expr, on, { args, kwargs }) {
  const node = { expr };
  if (on !== undefined) node.on = on;
  if (args.length > 0) node.args = args.map((arg) => plain(arg));
  if (Object.keys(kwargs).length > 0) node.kwargs = plain(kwargs);
  return node;
}

// What has a frame's number in the call at hand.
const noFrames = () => {
  throw new Failure("bad-arguments", "a frame stands where an expression's argument is expected");
};

/** How data types that take parameters, and are functions here, are known when they are given without. */
export const DTYPE = Symbol("data type");

/**
 * A JavaScript value as JSON has it, BigInts as they are. `frame` says what stands for a frame.
 *
 * @throws {Failure} `bad-arguments` for what JSON has not
 */
export function plain(value, frame = noFrames) {
  if (value instanceof Node) return value.node;
  switch (typeof value) {
    case "string":
    case "boolean":
    case "bigint":
      return value;
    case "number":
      if (Number.isFinite(value)) return value;
      throw new Failure("bad-arguments", `${value} is none in JSON; write lit("${value}").cast(Float64)`);
    case "function":
      if (value[DTYPE]) return value[DTYPE];
      throw new Failure("bad-arguments", "a function cannot be an argument: the rows are in the host, and code is not");
    case "object":
      break;
    default:
      throw new Failure("bad-arguments", `${String(value)} cannot be an argument`);
  }
  if (value === null) return null;
  if (Array.isArray(value)) return value.map((item) => plain(item, frame));
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return Array.from(value, (item) => plain(item, frame));
  if (isPlain(value)) return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, plain(item, frame)]));
  if (value.isFrame) return frame(value);
  if (value instanceof Date) throw new Failure("bad-arguments", "a Date says no time zone: write date(2013, 1, 1), or datetime(2013, 1, 1, 5, {time_zone: \"UTC\"})");
  throw new Failure("bad-arguments", `${value.constructor?.name ?? "an object"} cannot be an argument`);
}

/** JSON, with BigInts as integers. */
export function json(value) {
  if (typeof value === "bigint") return String(value);
  if (Array.isArray(value)) return `[${value.map(json).join(",")}]`;
  if (typeof value === "object" && value !== null) return `{${Object.entries(value).map(([name, item]) => `${JSON.stringify(name)}:${json(item)}`).join(",")}}`;
  return JSON.stringify(value);
}
