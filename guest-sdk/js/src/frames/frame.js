// Frames: plans of the pipeline language that the host runs. Rows stay there until they are asked for.

import host from "#frames";

import { Batch } from "../batch.js";
import { Failure } from "../failure.js";
import { Input } from "../input.js";
import { isPlain } from "../objects.js";
import { Schema } from "../schema.js";
import { json, plain } from "./node.js";
import * as operations from "./operations.js";
import { Signature } from "./signature.js";

/** Why the host refused an operation. May be caught; what is thrown on reaches the caller. */
export class Refusal extends Failure {
  constructor(code, message, details) {
    super(code, message);
    this.name = "Refusal";
    /** For programs: `operation`, `argument`, `given`, `allowed`, `did_you_mean`, `columns`, where they apply. */
    this.details = details;
  }
}

/** What `body` gets from the host; a refusal of it is thrown as a Refusal. */
export function asking(body) {
  try {
    return body();
  } catch (error) {
    const record = error?.payload ?? error;
    if (record instanceof Error || typeof record?.code !== "string" || typeof record.details !== "string") throw error;
    throw new Refusal(record.code, record.message, detailsOf(record.details));
  }
}

function detailsOf(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

/** Calls the host with bound arguments as text and the frames that stand among them. */
export function call({ args, kwargs }, body) {
  const frames = [];
  const numbered = (frame) => {
    const known = frames.indexOf(frame);
    return { frame: known >= 0 ? known : frames.push(frame) - 1 };
  };
  const given = {};
  if (args.length > 0) given.args = plain(args, numbered);
  if (Object.keys(kwargs).length > 0) given.kwargs = plain(kwargs, numbered);
  const text = Object.keys(given).length > 0 ? json(given) : "";
  return asking(() => body(text, frames.map((frame) => frame.handle)));
}

/** A plan. It never changes: each method gives another one. */
export class Frame {
  static host = host.Frame;

  /** All rows of an input, which is gone then. Columns and rows that the plan does not need are not read. */
  static from_input(input) {
    if (!(input instanceof Input)) throw new Failure("bad-arguments", "from_input takes an input of the transform");
    return new LazyFrame(asking(() => host.Frame.fromInput(input.release())));
  }

  /** Rows that the transform has: a batch, several, an array of row objects, an object of columns. They are copied. */
  static from_batches(given, schema) {
    const batches = batchesOf(given, schema && !(schema instanceof Schema) ? new Schema(schema) : schema);
    const columns = schema ?? batches[0].schema;
    return new LazyFrame(asking(() => host.Frame.fromBatches(columns.toWire(), batches.map((batch) => batch.as(columns).toWire()))));
  }

  /** @param handle the resource of the contract */
  constructor(handle) {
    this.handle = handle;
  }

  get isFrame() {
    return true;
  }

  /** The columns that will come out. Nothing runs. */
  get schema() {
    return Schema.fromWire(asking(() => this.handle.schema()));
  }

  /** Their names. */
  get columns() {
    return this.schema.names;
  }

  /** The plan as Polars would run it, for people. Nothing runs. */
  explain() {
    return asking(() => this.handle.explain());
  }

  /** Runs the plan, and gives its rows batch by batch; they come into the transform then. */
  *batches(maxRows = 0) {
    yield* new Input("a frame", asking(() => this.handle.collect())).batches(maxRows);
  }

  /** Runs the plan, and gives row objects. */
  *rows(names) {
    for (const batch of this.batches()) yield* batch.rows(names);
  }

  /** Runs the plan, and gives all rows as one batch. */
  read() {
    const batches = [...this.batches()];
    return batches.length > 0 ? Batch.concat(batches) : Batch.of(Object.fromEntries(this.columns.map((name) => [name, []])), this.schema);
  }

  /** Runs the plan, and writes its rows to the output without their entering the transform. Says how many there were. */
  push(output) {
    const rows = asking(() => host.push(this.handle, output.handle));
    output.started();
    return rows;
  }

  /** What `build(this, …args)` returns. */
  pipe(build, ...args) {
    return build(this, ...args);
  }
}

/** A plan with the methods of Python's LazyFrame. */
export class LazyFrame extends Frame {
  get kind() {
    return "LazyFrame";
  }
}

/** A plan with the methods of Python's DataFrame: what `collect` gives. */
export class DataFrame extends Frame {
  get kind() {
    return "DataFrame";
  }
}

/** Stands for groups of rows; goes on with `agg` and its kin. */
class Groups {
  constructor(handle) {
    this.handle = handle;
  }
}
export class LazyGroupBy extends Groups {}
export class GroupBy extends Groups {}
export class DynamicGroupBy extends Groups {}
export class RollingGroupBy extends Groups {}

const KINDS = { LazyFrame, DataFrame, LazyGroupBy, GroupBy, DynamicGroupBy, RollingGroupBy };

/** A handle as what it stands for. */
export const ofKind = (kind, handle) => new KINDS[kind](handle);

for (const [owner, table] of [
  [LazyFrame, operations.lazy_frame], [DataFrame, operations.data_frame], [LazyGroupBy, operations.lazy_group_by], [GroupBy, operations.group_by],
  [DynamicGroupBy, operations.dynamic_group_by], [RollingGroupBy, operations.rolling_group_by],
]) {
  for (const [name, [text, kind]] of Object.entries(table)) {
    const signature = new Signature(name, text);
    const method = { [name](...given) {
      return ofKind(kind, call(signature.bind(given), (text, handles) => this.handle.apply(name, text, handles)));
    } }[name];
    Object.defineProperty(owner.prototype, name, { value: method, writable: true, configurable: true });
  }
}

function batchesOf(given, schema) {
  if (given instanceof Batch) return [given];
  if (Array.isArray(given)) return given.length > 0 && given.every((item) => item instanceof Batch) ? given : [Batch.ofRows(given, schema)];
  if (isPlain(given)) return [Batch.of(given, schema)];
  throw new Failure("bad-arguments", `${typeof given} is no table; allowed: batches, an array of row objects, an object of columns`);
}
