import assert from "node:assert/strict";
import { test } from "node:test";

import { Batch, context, defineRows, defineTable, Failure, log, progress, Schema, types } from "../src/index.js";
import { runRows, runTable } from "../src/testing.js";

const table = (run, more = {}) => defineTable({ name: "t", version: "1.0.0", run, ...more });
const rows = (more) => defineRows({ name: "r", version: "1.0.0", ...more });

/** What a call gave up with. */
function failure(body) {
  try {
    body();
  } catch (error) {
    assert.ok(error instanceof Failure, error.stack);
    return { code: error.code, message: error.message, context: error.context };
  }
  assert.fail("it did not fail");
}

test("a description follows from the definition", () => {
  const { metadata } = table(() => [], {
    summary: "counts",
    inputs: { flights: { description: "one a row", columns: { delay: { type: "number", description: "minutes", required: false } } }, planes: "all of them" },
    params: { by: { type: "string" }, minutes: { type: "integer", default: 15 }, note: { type: "string", optional: true } },
    output: { n: "int64", at: types.timestamp("ns", "UTC") },
  });
  const { params, ...rest } = metadata.describe();
  assert.deepEqual(JSON.parse(params), {
    type: "object",
    properties: { by: { type: "string" }, minutes: { type: "integer", default: 15 }, note: { type: "string" } },
    required: ["by"],
    additionalProperties: false,
  });
  const spec = (name, type, required = true, description = "") => ({ name, type, required, description });
  assert.deepEqual(rest, {
    name: "t",
    version: "1.0.0",
    summary: "counts",
    inputs: [
      { name: "flights", description: "one a row", columns: [spec("delay", "number", false, "minutes")] },
      { name: "planes", description: "all of them", columns: [] },
    ],
    output: [spec("n", "int64"), spec("at", "timestamp_tz")],
    features: [],
    extra: [["language", "javascript"]],
  });
});

test("a definition that cannot work is refused where it is written", () => {
  assert.match(failure(() => defineTable({ name: "t", version: "1" })).message, /`run` must be a function/);
  assert.match(failure(() => rows({})).message, /either `map` or `apply`/);
  assert.match(failure(() => rows({ map() {}, output: { x: "number" } })).message, /`output` must name each new column with its type/);
  assert.match(failure(() => table(() => {}, { version: undefined }).metadata.describe()).message, /version is missing/);
});

const input = [{ a: 1, b: "x" }, { a: 2, b: null }];
const given = {
  "row objects": () => input,
  "an object of columns": () => ({ a: new Float64Array([1, 2]), b: ["x", null] }),
  "a batch": ({ table }) => table.read(),
  "the input's batches": ({ table }) => table,
  "a generator of all of these": function* ({ table }) {
    const [first, second] = [...table.rows()];
    yield Batch.ofRows([first]);
    yield [second];
    yield { a: [], b: [] };
  },
  "what is pushed": ({ table }, _, output) => {
    for (const batch of table.batches(1)) output.push(batch);
  },
};
for (const [what, run] of Object.entries(given)) {
  test(`a transform gives ${what}`, () => {
    const outcome = runTable(table(run), { table: input });
    assert.deepEqual(outcome.rows, input);
    assert.equal(String(outcome.schema), "a: float64, b: string");
  });
}

test("the definition's columns are those of the output, whatever the values are", () => {
  const output = { n: "int64", s: types.string };
  assert.equal(String(runTable(table(() => [{ n: 1, s: "x" }], { output }), { table: input }).schema), "n: int64, s: string");
  assert.equal(String(runTable(table(() => [], { output }), { table: input }).schema), "n: int64, s: string");
  assert.equal(failure(() => runTable(table(() => [{ n: 1.5 }], { output }), { table: input })).message, "column 'n': a column of type int64 cannot hold 1.5 (row 0)");
  assert.equal(failure(() => runTable(table(() => [{ m: 1 }], { output }), { table: input })).message, "there is a column 'm', and the schema has only: n, s");
});

test("rows after the first batch are written as its types", () => {
  const run = (_, __, output) => {
    output.push(Batch.of({ n: [1n] }));
    output.push([{ n: 2 }]);
    output.push({ n: new Float64Array([3]) });
  };
  const { schema, columns } = runTable(table(run), { table: input });
  assert.equal(String(schema), "n: int64");
  assert.deepEqual(columns, { n: [1, 2, 3] });
});

test("an output without rows needs columns", () => {
  assert.equal(failure(() => runTable(table(() => {}), { table: input })).message, "nothing was written, and the columns are not known: call output.start(schema)");
  const { schema, batches } = runTable(table((_, __, output) => output.start({ a: "date" })), { table: input });
  assert.equal(String(schema), "a: date");
  assert.equal(batches.length, 0);
});

test("what cannot be written is named", () => {
  assert.match(failure(() => runTable(table(() => 5), { table: input })).message, /number cannot be written/);
  assert.match(failure(() => runTable(table(async () => []), { table: input })).message, /`run` is async/);
});

test("parameters that are not given have their defaults", () => {
  const params = { minutes: { type: "integer", default: 15 }, by: { type: "string" } };
  const run = (_, { minutes, by }) => [{ minutes, by }];
  assert.deepEqual(runTable(table(run, { params }), { table: input }, { by: "x" }).rows, [{ minutes: 15, by: "x" }]);
  assert.deepEqual(runTable(table(run, { params: { type: "object", properties: params } }), { table: input }, { by: "x", minutes: 1 }).rows, [{ minutes: 1, by: "x" }]);
});

test("failures carry their code and context, other errors where they were thrown", () => {
  const run = () => context("reading", () => context("row 3", () => { throw new Failure("bad-row", "no name"); }));
  assert.deepEqual(failure(() => runTable(table(run), { table: input })), { code: "bad-row", message: "no name", context: ["reading", "row 3"] });
  const odd = failure(() => runTable(table(() => null.x), { table: input }));
  assert.equal(odd.code, "exception");
  assert.match(odd.message, /^TypeError: Cannot read properties of null/);
  assert.match(odd.context[0], /^at .*transforms\.test\.js/);
  assert.equal(failure(() => runTable(table(() => { throw "text"; }), { table: input })).message, "text");
});

test("logs and progress reach the host", () => {
  const { logs, progress: told } = runTable(table(({ table }) => {
    log.info("rows:", table.length, { big: 1n });
    progress(1, table.length);
    progress(2);
    return table;
  }), { table: input });
  assert.deepEqual(logs, [{ level: "info", message: 'rows: 2 {"big":"1"}' }]);
  assert.deepEqual(told, [{ done: 1, total: 2 }, { done: 2, total: null }]);
});

test("rows are mapped, and other columns go along", () => {
  const transform = rows({
    input: { columns: { a: "number" } },
    output: { twice: "float64", b: "string" },
    map: (row, { by }) => (row.a > 1 ? { twice: row.a * by, b: Object.keys(row).join() } : { b: "small" }),
    params: { by: { type: "number", default: 2 } },
  });
  const outcome = runRows(transform, [Batch.ofRows(input), Batch.ofRows([{ a: 5, b: "y" }])], { by: 3 });
  assert.deepEqual(outcome.rows, [{ a: 1, b: "small", twice: null }, { a: 2, b: "a", twice: 6 }, { a: 5, b: "a", twice: 15 }]);
  assert.equal(String(outcome.schema), "a: float64, b: string, twice: float64");
});

test("columns are applied, with what was prepared", () => {
  const transform = rows({
    output: { n: "int64" },
    prepare: (schema, params) => schema.names.length + Object.keys(params).length,
    apply: (batch, _, state) => ({ n: new BigInt64Array(batch.length).fill(BigInt(state)) }),
  });
  assert.deepEqual(runRows(transform, input).columns.n, [2, 2]);
});

test("rows may have another schema altogether, and always as many rows", () => {
  const schema = () => new Schema({ c: "string" });
  const swap = rows({ schema, apply: (batch) => Batch.of({ c: batch.column("b").toArray() }) });
  assert.deepEqual(runRows(swap, [{ b: "x" }]).rows, [{ c: "x" }]);
  const fewer = rows({ schema, apply: () => Batch.of({ c: ["x"] }) });
  assert.equal(failure(() => runRows(fewer, input)).message, "2 rows went in, 1 came out; there must be one for each");
  const short = rows({ output: { c: "string" }, apply: () => ({ c: ["x"] }) });
  assert.equal(failure(() => runRows(short, input)).message, "column 'c' has 1 rows instead of 2");
  assert.match(failure(() => runRows(rows({ output: { c: "string" }, map: () => "x" }), input)).message, /map returned string/);
});
