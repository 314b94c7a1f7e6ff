// Transforms that see one batch of rows at a time.

import { Batch } from "./batch.js";
import { describe, outputFields, readParams } from "./describe.js";
import { Failure, giving } from "./failure.js";
import { isPlain, valuesOf } from "./objects.js";
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
  const given = [];
  for (const row of batch.rows(wanted?.filter((name) => schema.has(name)))) {
    const values = map(row, params, state);
    if (!isPlain(values)) throw new Failure("bad-output", `map returned ${values === null ? "null" : typeof values}; it must be an object of values`);
    given.push(values);
  }
  // Columns that are new are there, with nulls, even where it never gives them; others only where it does.
  const added = out.names.filter((name) => !schema.has(name));
  const { arrays, others } = valuesOf(given, added);
  const all = [...added.map((name, at) => [name, arrays[at]]), ...others.map((name) => [name, changed(batch, given, name, schema)])];
  return Object.fromEntries(all);
}

/** A column that is not new: where a row does not say it, it stays. */
function changed(batch, given, name, schema) {
  const before = schema.has(name) ? batch.column(name) : undefined;
  return given.map((values, row) => (Object.hasOwn(values, name) ? values[name] : (before?.get(row) ?? null)));
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
