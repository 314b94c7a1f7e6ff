import assert from "node:assert/strict";
import { test } from "node:test";

import { Batch, column, Decimal, Failure, Field, Schema, Timestamp, types } from "../src/index.js";

const moment = new Timestamp(Date.UTC(2013, 0, 1, 5), 123_000);

// Every type that crosses, each with values whose middle one is null.
const VALUES = {
  null: [types.null, [null, null, null]],
  boolean: [types.boolean, [true, null, false]],
  int8: [types.int8, [-128, null, 127]],
  uint8: [types.uint8, [0, null, 255]],
  int16: [types.int16, [-32768, null, 32767]],
  uint16: [types.uint16, [0, null, 65535]],
  int32: [types.int32, [-(2 ** 31), null, 2 ** 31 - 1]],
  uint32: [types.uint32, [0, null, 2 ** 32 - 1]],
  int64: [types.int64, [-(2n ** 63n), null, 2 ** 53 - 1]],
  uint64: [types.uint64, [2n ** 64n - 1n, null, 0]],
  uint64_as_numbers: [types.uint64, [2 ** 53 - 1, null, 2 ** 32]],
  uint64_as_bigints: [types.uint64, [2n ** 53n, null, 2n ** 63n]],
  float16: [types.float16, [1.5, null, -Infinity]],
  float32: [types.float32, [0.5, null, NaN]],
  float64: [types.float64, [0.1, null, -0]],
  decimal: [types.decimal(38, 2), [new Decimal(-(10n ** 38n - 1n), 2), null, new Decimal(125n, 2)]],
  string: [types.string, ["", null, "Zürich 🚀"]],
  binary: [types.binary, [new Uint8Array([0, 255]), null, new Uint8Array()]],
  date: [types.date, [new Date("2013-01-01"), null, new Date("1901-12-31")]],
  time: [types.time, [0, null, 86_399_999_999_999]],
  timestamp: [types.timestamp("us"), [moment, null, new Timestamp(-1, 999_000)]],
  timestamp_ns: [types.timestamp("ns", "Europe/Paris"), [new Timestamp(0, 1), null, new Timestamp(-62_135_596, 999_999)]],
  duration: [types.duration("ms"), [-5, null, 2 ** 40]],
  list: [types.list(types.string), [["a", null], null, []]],
  pairs: [types.list(types.int32, 2), [[1, 2], null, [3, null]]],
  struct: [types.struct({ a: "int64", b: types.list("boolean") }), [{ a: 1, b: [true] }, null, { a: null, b: null }]],
};

/** A batch as it is after it crossed, with buffers at odd addresses: the contract promises no alignment. */
function crossed(batch) {
  const { rows, arrays } = batch.toWire();
  const moved = (buffer) => {
    const bytes = new Uint8Array(buffer.length + 1);
    bytes.set(buffer, 1);
    return bytes.subarray(1);
  };
  const wire = { rows, arrays: arrays.map((array) => ({ ...array, buffers: array.buffers.map(moved) })) };
  return Batch.fromWire(Schema.fromWire(batch.schema.toWire()), wire);
}

for (const [name, [type, values]] of Object.entries(VALUES)) {
  test(`${name} crosses as it is`, () => {
    const batch = Batch.of({ x: values }, new Schema({ x: type }));
    const back = crossed(batch);
    assert.deepEqual(back.column("x").toArray(), values);
    assert.equal(back.column("x").nullCount, values.filter((value) => value === null).length);
    assert.ok(back.schema.equals(batch.schema), `${back.schema} is ${batch.schema}`);
  });

  test(`${name} is taken and sliced by rows`, () => {
    const back = crossed(Batch.of({ x: values }, new Schema({ x: type })));
    assert.deepEqual(crossed(back.take([2, -1, 0, 2])).column("x").toArray(), [values[2], null, values[0], values[2]]);
    assert.deepEqual(crossed(back.slice(1)).column("x").toArray(), values.slice(1));
    assert.deepEqual(crossed(back.slice(3)).column("x").toArray(), []);
  });

  test(`${name} has tables of no rows`, () => {
    const batch = Batch.of({ x: [] }, new Schema({ x: type }));
    assert.deepEqual(crossed(batch).column("x").toArray(), []);
  });
}

test("the host's empty arrays may leave their one offset out", () => {
  const schema = new Schema({ s: "string", l: types.list("int8") });
  const empty = new Uint8Array();
  const arrays = [[empty, empty, empty], [empty, empty], [empty, empty]].map((buffers) => ({ length: 0, nullCount: 0, buffers }));
  assert.deepEqual(Batch.fromWire(schema, { rows: 0, arrays }).toColumns(), { s: [], l: [] });
});

test("equal values have equal buffers", () => {
  const [array] = Batch.of({ x: [null, 1, undefined] }).toWire().arrays;
  assert.deepEqual(array.buffers[0], new Uint8Array([0b010]));
  assert.equal(array.nullCount, 2);
});

test("numbers are typed arrays, not copied where they are aligned", () => {
  const values = new Float64Array([1, 2, 3]);
  const batch = Batch.of({ x: values });
  assert.equal(batch.column("x").type, types.float64);
  assert.equal(batch.column("x").values, values);
  assert.deepEqual(batch.slice(1).column("x").values, new Float64Array([2, 3]));
  assert.deepEqual(Batch.of({ n: new BigInt64Array([5n]) }).column("n").values, new BigInt64Array([5n]));
});

test("numbers of any width are read as float64, with their nulls", () => {
  const batch = Batch.of({ n: [1, null], d: ["1.5", "2"], s: ["a", "b"], z: [null, null] }, new Schema({ n: "int64", d: types.decimal(4, 1), s: "string", z: "null" }));
  assert.deepEqual(batch.numbers("n").values[0], 1);
  assert.deepEqual(batch.numbers("n").toArray(), [1, null]);
  assert.deepEqual(batch.numbers("d").toArray(), [1.5, 2]);
  assert.deepEqual(batch.numbers("z").toArray(), [null, null]);
  assert.throws(() => batch.numbers("s"), new Failure("bad-column", "column 's' is string, not numbers"));
});

test("types are those of the values", () => {
  const typed = (values) => String(column(values).type);
  assert.equal(typed([null, 1]), "float64");
  assert.equal(typed([1n]), "int64");
  assert.equal(typed(["a"]), "string");
  assert.equal(typed([true]), "boolean");
  assert.equal(typed([new Date()]), "timestamp_tz(ms, UTC)");
  assert.equal(typed([[1], null, ["a"].slice(1)]), "list(float64)");
  assert.equal(typed([{ a: 1 }, { b: "x" }]), "struct(a: float64, b: string)");
  assert.equal(typed([null]), "null");
  assert.equal(typed(new Int16Array(1)), "int16");
});

const refused = [
  ["a whole number that does not fit", () => column([1, 300], "uint8"), "a column of type uint8 cannot hold 300 (row 1)"],
  ["a negative number where none is", () => column([1, -1], "uint64"), "a column of type uint64 cannot hold -1 (row 1)"],
  ["a fraction in whole numbers", () => column([1.5], "int64"), "a column of type int64 cannot hold 1.5 (row 0)"],
  ["a text in numbers", () => column(["1"], "float64"), 'a column of type float64 cannot hold "1" (row 0)'],
  ["a number in texts", () => column([1], "string"), "a column of type string cannot hold 1 (row 0)"],
  ["a decimal with a digit too many", () => column(["1.255"], types.decimal(5, 2)), "1.255 has more than 2 places behind the point"],
  ["a decimal that is too large", () => column([1000], types.decimal(4, 2)), 'a column of type decimal(4, 2) cannot hold "1000" (row 0)'],
  ["a list of another size", () => column([[1]], types.list("int8", 2)), "a column of type list(2, int8) cannot hold [1] (row 0)"],
  ["an unknown type", () => column([1], "int65"), /"int65" is no type; allowed: null, boolean, int8/],
  ["a column that is not there", () => Batch.of({ a: [1] }).column("b"), "there is no column 'b'; there are: a"],
  ["columns of different length", () => Batch.of({ a: [1], b: [1, 2] }), "column 'b' has 2 rows instead of 1"],
  ["a null where none may be", () => Batch.of({ a: [null] }, new Schema([new Field("a", "int8", { nullable: false })])).toWire(), "column 'a' takes no nulls, and there are 1"],
];
for (const [what, body, message] of refused) {
  test(`refused: ${what}`, () => assert.throws(body, (error) => {
    assert.ok(error instanceof Failure, error.stack);
    if (message instanceof RegExp) assert.match(error.message, message);
    else assert.equal(error.message, message);
    return true;
  }));
}

test("members that take no nulls have values under a null struct", () => {
  const inner = types.struct([new Field("s", "string", { nullable: false }), new Field("p", types.list(new Field("item", "int8", { nullable: false }), 2), { nullable: false })]);
  const batch = Batch.of({ x: [null, { s: "a", p: [1, 2] }] }, new Schema({ x: inner }));
  const [, text, lists, items] = batch.toWire().arrays;
  assert.deepEqual([text.nullCount, lists.nullCount, items.nullCount, items.length], [0, 0, 0, 4]);
  assert.deepEqual(crossed(batch).take([0, -1, 1]).column("x").toArray(), [null, null, { s: "a", p: [1, 2] }]);
});

test("damaged batches are refused, not read beyond their end", () => {
  const schema = new Schema({ s: "string" });
  const offsets = new Uint8Array(new BigInt64Array([0n, 9n]).buffer);
  const array = (buffers, length = 1) => ({ rows: length, arrays: [{ length, nullCount: 0, buffers }] });
  const empty = new Uint8Array();
  const say = (wire, of = schema) => assert.throws(() => Batch.fromWire(of, wire), { name: "Failure", code: "bad-table" });
  say(array([empty, offsets, new Uint8Array(3)]));
  say(array([empty, offsets]));
  say(array([empty, new Uint8Array(8), empty]));
  say({ rows: 1, arrays: [] });
  say(array([empty, new Uint8Array(7)]), new Schema({ n: "int64" }));
  say({ rows: 2, arrays: [{ length: 1, nullCount: 0, buffers: [empty, new Uint8Array(8)] }] }, new Schema({ n: "int64" }));
});

test("names may be anything", () => {
  const batch = Batch.ofRows([JSON.parse('{"__proto__": 1, "constructor": "x"}')]);
  assert.deepEqual(batch.schema.names, ["__proto__", "constructor"]);
  assert.equal(JSON.stringify(crossed(batch).toRows()), '[{"__proto__":1,"constructor":"x"}]');
});
