// Programs run by the language as it is here, without a component.

import { sourceTransform } from "../language/index.js";
import { Batch, Schema } from "../src/index.js";
import { kept } from "../src/host/native.js";

const program = (source, { library = {}, options = {} } = {}) => ({ source, library: Object.entries(library), options: Object.entries(options) });

export const describe = (source, more) => sourceTransform.describe(program(source, more));

/** What a call gave: rows, the schema, logs, and the plans of frames, which do not run here. */
export function run(source, { inputs = {}, params = {}, ...more } = {}) {
  const output = { schema: null, batches: [], plans: [], start: (schema) => void (output.schema = Schema.fromWire(schema)), push: (batch) => void output.batches.push(Batch.fromWire(output.schema, batch)) };
  kept.logs.length = 0;
  sourceTransform.run(program(source, more), Object.entries(inputs).map(([name, table]) => [name, inputOf(name, table)]), JSON.stringify(params), output);
  const rows = output.batches.flatMap((batch) => batch.toRows());
  return { rows, schema: output.schema, plans: output.plans, logs: kept.logs.splice(0) };
}

/** The record of what goes wrong. */
export function failure(source, more) {
  try {
    run(source, more);
  } catch (error) {
    if (error instanceof Error) throw error;
    return error;
  }
  throw new Error("nothing went wrong");
}

function inputOf(name, table) {
  const batch = Array.isArray(table) ? Batch.ofRows(table) : Batch.of(table);
  let isTaken = false;
  return {
    name,
    schema: () => batch.schema.toWire(),
    rows: () => batch.length,
    next: () => {
      const wire = isTaken ? undefined : batch.toWire();
      isTaken = true;
      return wire;
    },
  };
}
