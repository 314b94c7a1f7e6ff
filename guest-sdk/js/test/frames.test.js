import assert from "node:assert/strict";
import { test } from "node:test";

import { defineTable, Failure } from "../src/index.js";
import * as pl from "../src/frames/index.js";
import { json } from "../src/frames/node.js";
import { runTable } from "../src/testing.js";
import { ask, hasSandtable } from "./support.js";

const { col, cs, Frame, lit, when } = pl;
const text = (expr) => json(expr.toJSON());
const refusal = (body) => {
  try {
    body();
  } catch (error) {
    assert.ok(error instanceof Failure && error.code === "bad-arguments", error.stack);
    return error.message;
  }
  assert.fail("it was not refused");
};

test("methods make expression objects", () => {
  assert.equal(text(col("a").str.head(3).gt("x")), '{"expr":"gt","on":{"expr":"str.head","on":{"expr":"col","args":["a"]},"args":[3]},"args":["x"]}');
  assert.equal(text(col("a").sort({ descending: true })), '{"expr":"sort","on":{"expr":"col","args":["a"]},"kwargs":{"descending":true}}');
  assert.equal(text(lit(2n ** 63n)), '{"expr":"lit","args":[9223372036854775808]}');
  assert.equal(text(when({ a: 1 }).then("b").otherwise(null)), '{"expr":"otherwise","on":{"expr":"then","on":{"expr":"when","kwargs":{"a":1}},"args":["b"]},"args":[null]}');
  assert.equal(text(col("a").pipe((expr, n) => expr.add(n), 2)), '{"expr":"add","on":{"expr":"col","args":["a"]},"args":[2]}');
});

test("data types are names, and objects where a name would be a column", () => {
  assert.equal(text(col("a").cast(pl.List(pl.Datetime("ms")))), '{"expr":"cast","on":{"expr":"col","args":["a"]},"args":[{"expr":"List","args":[{"expr":"Datetime","args":["ms"]}]}]}');
  assert.equal(text(col("a").cast(pl.Datetime)), '{"expr":"cast","on":{"expr":"col","args":["a"]},"args":["Datetime"]}');
  assert.equal(text(col(pl.Int64, pl.String)), '{"expr":"col","args":[{"expr":"Int64"},{"expr":"String"}]}');
  assert.equal(text(col(pl.Datetime)), '{"expr":"selectors.by_dtype","args":["Datetime"]}');
  assert.equal(text(col(["a", "b"])), '{"expr":"col","args":[["a","b"]]}');
});

test("an object at the end is the keyword arguments, but where one must be given", () => {
  assert.equal(text(col("a").replace({ x: 1 }, { return_dtype: pl.Int8 })), '{"expr":"replace","on":{"expr":"col","args":["a"]},"args":[{"x":1}],"kwargs":{"return_dtype":"Int8"}}');
  assert.equal(text(pl.struct("a", { b: 1 })), '{"expr":"struct","args":["a"],"kwargs":{"b":1}}');
  assert.equal(text(col("a").str.replace_many({ a: "b" })), '{"expr":"str.replace_many","on":{"expr":"col","args":["a"]},"args":[{"a":"b"}]}');
});

test("operators between selectors give selectors", () => {
  assert.ok(cs.numeric().sub(cs.by_name("a")) instanceof pl.Selector);
  assert.ok(!(cs.numeric().sub(1) instanceof pl.Selector));
  assert.ok(cs.numeric().exclude("a") instanceof pl.Selector);
});

test("arguments are checked at once, in Python's words", () => {
  assert.equal(refusal(() => col("a").sort({ descendin: true })), "sort() got an unexpected keyword argument 'descendin'; allowed: descending, nulls_last");
  assert.equal(refusal(() => col("a").abs(1)), "abs() takes 0 positional arguments but 1 were given");
  assert.equal(refusal(() => col("a").gt()), "gt() is missing the argument 'other'");
  assert.equal(refusal(() => col("a").head(1, { n: 2 })), "head() got multiple values for argument 'n'");
  assert.equal(refusal(() => col("a").clip(undefined, 2)), "clip() got undefined as argument 1; null is none");
  assert.equal(refusal(() => col("a", pl.Int8)), "col() takes names of columns, or data types");
  assert.match(refusal(() => col("a").gt(NaN)), /^NaN is none in JSON/);
  assert.match(refusal(() => col("a").gt(new Date())), /^a Date says no time zone: write date/);
  assert.match(refusal(() => col("a").gt(() => 1)), /^a function cannot be an argument/);
  assert.match(refusal(() => col("a").gt(Symbol("s"))), /^Symbol\(s\) cannot be an argument/);
});

const routes = defineTable({
  name: "routes",
  version: "1.0.0",
  inputs: ["flights", "airports"],
  run(inputs) {
    const airports = Frame.from_input(inputs.airports).select("faa", "name");
    const known = Frame.from_batches([{ dest: "ATL" }]);
    const flights = Frame.from_input(inputs.flights).join(known, { on: "dest" });
    const counted = flights.group_by("dest").agg(pl.len().alias("flights"));
    return pl.concat([counted, counted.head(1)]).join(airports, { left_on: "dest", right_on: "faa", how: "left" });
  },
});

test("a plan is kept as a pipeline's steps, and asks for its feature", () => {
  assert.deepEqual(routes.metadata.describe().features, ["frames"]);
  const { plans } = runTable(routes, { flights: [{ dest: "ATL" }], airports: [{ faa: "ATL" }] });
  assert.deepEqual(plans[0].map(({ operation, dataframe_in }) => [operation, dataframe_in]), [
    ["from_batches", undefined],
    ["join", "flights"],
    ["group_by", "frame2"],
    ["agg", "frame3"],
    ["head", "frame4"],
    ["concat", undefined],
    ["select", "airports"],
    ["join", "frame6"],
  ]);
  assert.deepEqual(plans[0].at(-1).args, [plans[0].at(-2).dataframe_out]);
});

test("an input that became a frame has no rows any more", () => {
  const transform = defineTable({ name: "t", version: "1.0.0", run: ({ table }) => [Frame.from_input(table), ...table] });
  assert.throws(() => runTable(transform, { table: [{ a: 1 }] }), { code: "bad-input", message: "input 'table' is a frame now, and has no rows here" });
});

test("every operation that pipelines have is here, but those that frames refuse", { skip: !hasSandtable && "there is no sandtable command" }, () => {
  const { operations = [], ...rest } = JSON.parse(ask(["pipeline", "operations", "--json"]));
  const all = operations.length > 0 ? operations : Object.values(rest).flat();
  const homes = {
    expr: pl.Expr.prototype, when: pl.When.prototype, then: pl.Then.prototype, chained_when: pl.ChainedWhen.prototype, chained_then: pl.ChainedThen.prototype,
    dtype_expr: pl.DataTypeExpr.prototype, lazy_frame: pl.LazyFrame.prototype, data_frame: pl.DataFrame.prototype, lazy_group_by: pl.LazyGroupBy.prototype,
    group_by: pl.GroupBy.prototype, dynamic_group_by: pl.DynamicGroupBy.prototype, rolling_group_by: pl.RollingGroupBy.prototype, selector: cs, function: pl, dtype: pl,
  };
  const isHere = ({ kind, name }) => typeof name.split(".").reduce((at, part) => at?.[part] ?? Object.getOwnPropertyDescriptor(at ?? {}, part)?.get?.call({ node: {} }), homes[kind]) === "function";
  const missing = all.filter((operation) => !operation.unsupported && !isHere(operation)).map(({ kind, name }) => `${kind} ${name}`);
  const code = /(map_batches|map_elements|map_groups|map_columns|pipe|fold|reduce|cum_fold|cum_reduce|name\.map|name\.map_fields|transform)$/;
  const files = / (scan|read|sink|write)_/;
  const other = missing.filter((name) => !code.test(name) && !files.test(name));
  assert.deepEqual(other, ["lazy_frame collect_schema", "data_frame collect_schema"]);
  assert.ok(all.length > 850, `${all.length} operations`);
});
