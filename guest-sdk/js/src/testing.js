// Runs transforms outside a component, under `node --test`. Parameters are not held to their schema, as a host would.

import { Batch } from "./batch.js";
import { Failure } from "./failure.js";
import { kept } from "./host/native.js";
import { Schema } from "./schema.js";

/** What a transform gave. */
export class Outcome {
  constructor(schema, batches, logs, progress, plans) {
    /** @type {Schema} */
    this.schema = schema;
    /** @type {Batch[]} as they were pushed */
    this.batches = batches;
    /** @type {{level: string, message: string}[]} */
    this.logs = logs;
    /** @type {{done: number, total: number | null}[]} */
    this.progress = progress;
    /** @type {object[][]} the steps of frames that were pushed, as pipelines have them: frames do not run here */
    this.plans = plans;
  }

  /** All rows as objects. */
  get rows() {
    return this.batches.flatMap((batch) => batch.toRows());
  }

  /** All columns as arrays of values. */
  get columns() {
    return Batch.concat(this.batches, this.schema).toColumns();
  }
}

/**
 * Runs a transform of whole tables.
 *
 * @param transform what `defineTable` returned, or the module that exports it
 * @param tables by input: a batch, an array of batches, an array of row objects, or an object of columns
 * @param params the parameters
 * @throws {Failure} what the transform throws
 */
export function runTable({ tableTransform }, tables, params = {}) {
  const output = new NativeOutput();
  const inputs = Object.entries(tables).map(([name, table]) => [name, new NativeInput(name, batchesOf(table))]);
  return outcome(output, () => tableTransform.run(inputs, JSON.stringify(params), output));
}

/** Runs a transform of rows, batch by batch. As `runTable`, with one table. */
export function runRows({ rowTransform }, table, params = {}) {
  const output = new NativeOutput();
  const batches = batchesOf(table);
  return outcome(output, () => {
    output.start(rowTransform.prepare(batches[0].schema.toWire(), JSON.stringify(params)));
    for (const batch of batches) output.push(rowTransform.apply(batch.toWire()));
  });
}

function outcome(output, run) {
  const [logs, progress] = [kept.logs.splice(0), kept.progress.splice(0)];
  try {
    run();
    return new Outcome(output.schema, output.batches, kept.logs.splice(0), kept.progress.splice(0), output.plans);
  } catch (error) {
    if (typeof error?.code !== "string" || !Array.isArray(error.context)) throw error;
    throw new Failure(error.code, error.message, error.context);
  } finally {
    // What was said before, or by a transform that failed, is none of the next one's.
    kept.logs.splice(0, Infinity, ...logs);
    kept.progress.splice(0, Infinity, ...progress);
  }
}

function batchesOf(table) {
  if (table instanceof Batch) return [table];
  if (!Array.isArray(table)) return [Batch.of(table)];
  return table.length > 0 && table.every((item) => item instanceof Batch) ? table : [Batch.ofRows(table)];
}

/** The contract's `input`, over batches that are there. */
class NativeInput {
  constructor(name, batches) {
    this.name = name;
    this.batches = batches;
    this.at = 0;
    this.row = 0;
  }

  schema() {
    return this.batches[0].schema.toWire();
  }

  rows() {
    return this.batches.reduce((sum, batch) => sum + batch.length, 0);
  }

  next(maxRows) {
    const batch = this.batches[this.at];
    if (batch === undefined) return undefined;
    const end = maxRows > 0 ? Math.min(this.row + maxRows, batch.length) : batch.length;
    const wire = copied(batch.slice(this.row, end).toWire());
    [this.at, this.row] = end === batch.length ? [this.at + 1, 0] : [this.at, end];
    return wire;
  }
}

/** The contract's `output`, kept. */
class NativeOutput {
  schema = null;
  batches = [];
  plans = [];

  start(schema) {
    if (this.schema !== null) throw new Error("the output was started twice");
    this.schema = Schema.fromWire(schema);
  }

  push(wire) {
    this.batches.push(Batch.fromWire(this.schema, copied(wire)));
  }
}

/** What crosses is copied: nothing that one side changes later is seen by the other. */
function copied({ rows, arrays }) {
  return { rows, arrays: arrays.map(({ length, nullCount, buffers }) => ({ length, nullCount, buffers: buffers.map((buffer) => buffer.slice()) })) };
}
