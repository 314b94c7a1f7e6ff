// Transforms that see one batch of rows at a time.

import { Batch } from "./batch.js";
import { describe, outputFields, readParams } from "./describe.js";
import { Failure, giving } from "./failure.js";
import { isPlain } from "./objects.js";
import { Schema } from "./schema.js";

/**
 * A transform of rows, one out for each one in. What it returns is what a component exports:
 *
 *     export const { metadata, rowTransform } = defineRows({ name, version, input, params, output, map });
 *
 * Either `map(row, params, state)` or `apply(batch, params, state)` is given. Both return the columns that are new or
 * changed, those of `output`: `map` as an object of values, `apply` as an object of columns or as a batch with all of
 * them. Other columns go along as they are. `map` sees the columns that `input` names, or all when it names none.
 *
 * `prepare(schema, params)` may check what is given before the first batch; what it returns is the `state`. `schema(input,
 * params)` gives the schema where it is not the input's with the columns of `output`.
 *
 * The host spreads batches over any number of instances, in any order: keep nothing from one to the next.
 *
 * @throws {Failure} `bad-definition`; what the functions throw is told to the caller
 */
export function defineRows(definition) {
  const { input = {}, output = {}, map, apply, prepare, schema: schemaOf } = definition;
  if ((typeof map === "function") === (typeof apply === "function")) throw new Failure("bad-definition", "either `map` or `apply` must be a function");
  const fields = outputFields(output);
  if (fields === undefined && schemaOf === undefined) throw new Failure("bad-definition", "`output` must name each new column with its type, or `schema` must give the schema");

  let call;
  const run = map ? (batch) => mapped(batch, map, call, names(input)) : (batch) => apply(batch, call.params, call.state);
  return {
    metadata: { describe: () => describe(definition, [[input.name ?? "table", input]]) },
    rowTransform: {
      prepare: (wire, text) =>
        giving(() => {
          const schema = Schema.fromWire(wire);
          const params = readParams(definition.params, text);
          const out = schemaOf ? schemaOf(schema, params) : fields.reduce((all, field) => all.with(field.name, field), schema);
          call = { schema, out, params, state: undefined };
          call.state = prepare?.(schema, params);
          return out.toWire();
        }),
      apply: (wire) => giving(() => merged(Batch.fromWire(call.schema, wire), run, call.out).toWire()),
    },
  };
}

const names = ({ columns }) => (columns && Object.keys(columns).length > 0 ? Object.keys(columns) : undefined);

/** The values that `map` returns, by column. */
function mapped(batch, map, { schema, out, params, state }, wanted) {
  const seen = wanted?.filter((name) => schema.has(name));
  const columns = new Map();
  let row = 0;
  for (const values of batch.rows(seen)) {
    const given = map(values, params, state);
    if (!isPlain(given)) throw new Failure("bad-output", `map returned ${given === null ? "null" : typeof given}; it must be an object of values`);
    for (const name of Object.keys(given)) {
      if (!columns.has(name)) columns.set(name, new Array(batch.length).fill(null));
      columns.get(name)[row] = given[name];
    }
    row++;
  }
  // What it never gave is null: the column is there all the same.
  for (const { name } of out.fields) if (!schema.has(name) && !columns.has(name)) columns.set(name, new Array(batch.length).fill(null));
  return Object.fromEntries(columns);
}

/** The batch with what `run` gave, as the columns that `prepare` promised. */
function merged(batch, run, out) {
  const given = run(batch);
  if (given instanceof Batch) return checked(given, batch).as(out);
  if (!isPlain(given)) throw new Failure("bad-output", `apply returned ${given === null ? "null" : typeof given}; it must be a batch or an object of columns`);
  let all = batch;
  for (const [name, values] of Object.entries(given)) all = all.with(name, values, out.has(name) ? out.field(name).type : undefined);
  return all.as(out);
}

function checked(given, batch) {
  if (given.length !== batch.length) throw new Failure("bad-output", `${batch.length} rows went in, ${given.length} came out; there must be one for each`);
  return given;
}
