// Frames outside a component: plans are kept, and can be looked at as a pipeline's document. They do not run.

import { Failure } from "../failure.js";

const notHere = () => {
  throw new Failure("no-host", "frames run in the host alone: here a plan can only be looked at, with `planOf` of testing");
};

/** The contract's resource: how a frame came about. */
class Frame {
  /** @param made the operation and its arguments @param on what it was called on, or null @param frames those among the arguments */
  constructor(made, on, frames) {
    this.made = made;
    this.on = on;
    this.frames = frames;
  }

  static fromInput(table) {
    return new Frame({ operation: "from_input", input: table.name ?? "table" }, null, []);
  }

  static fromBatches(schema, rows) {
    return new Frame({ operation: "from_batches", columns: schema.map(({ name }) => name), rows: rows.reduce((sum, batch) => sum + batch.rows, 0) }, null, []);
  }

  static make(name, text, frames) {
    const made = new Frame({ operation: name, ...JSON.parse(text || "{}") }, null, frames);
    return name === "align_frames" || name === "collect_all" ? frames.map((_, at) => new Frame({ ...made.made, item: at }, null, frames)) : [made];
  }

  apply(operation, text, frames) {
    return new Frame({ operation, ...JSON.parse(text || "{}") }, this, frames);
  }

  schema() {
    return notHere();
  }

  collect() {
    return notHere();
  }

  explain() {
    return JSON.stringify(stepsOf(this), null, 2);
  }
}

/** The steps that a frame takes, in their order, as a pipeline has them. Inputs are frames of their own name. */
export function stepsOf(frame) {
  const steps = [];
  const names = new Map();
  const visit = (at) => {
    if (names.has(at)) return names.get(at);
    if (at.made.operation === "from_input") return names.set(at, at.made.input).get(at);
    const on = at.on && visit(at.on);
    const others = at.frames.map(visit);
    const name = `frame${names.size}`;
    names.set(at, name);
    const { args = [], kwargs = {}, ...made } = at.made;
    const step = { ...made, args: named(args, others), kwargs: named(kwargs, others), dataframe_out: name };
    steps.push(on ? { ...step, dataframe_in: on } : step);
    return name;
  };
  visit(frame);
  return steps;
}

/** With the names of frames where their numbers stand. */
function named(value, frames) {
  if (Array.isArray(value)) return value.map((item) => named(item, frames));
  if (typeof value !== "object" || value === null) return value;
  const keys = Object.keys(value);
  if (keys.length === 1 && keys[0] === "frame" && typeof value.frame === "number") return frames[value.frame];
  return Object.fromEntries(keys.map((key) => [key, named(value[key], frames)]));
}

export default {
  Frame,
  push(plan, output) {
    output.plans.push(stepsOf(plan));
    return 0;
  },
};
