// Gives a table with a column of every type, in two batches.

import { Batch, Decimal, defineTable, Schema, Timestamp, types } from "sandtable-guest";

const columns = {
  b: types.boolean, i8: types.int8, u8: types.uint8, i16: types.int16, u16: types.uint16, i32: types.int32, u32: types.uint32, i64: types.int64,
  u64: types.uint64, f32: types.float32, f64: types.float64, dec: types.decimal(38, 2), s: types.string, z: types.binary, d: types.date, t: types.time,
  ts: types.timestamp("us"), tz: types.timestamp("ns", "Europe/Paris"), dur: types.duration("ms"), l: types.list(types.string),
  p: types.list(types.int32, 2), st: types.struct({ a: "int64", b: types.list("boolean") }), n: types.null,
};
const row = {
  b: true, i8: -128, u8: 255, i16: -32768, u16: 65535, i32: -(2 ** 31), u32: 2 ** 32 - 1, i64: -(2n ** 63n), u64: 2n ** 64n - 1n, f32: 0.5, f64: 0.1,
  dec: new Decimal(-(10n ** 38n - 1n), 2), s: "Zürich 🚀", z: new Uint8Array([0, 255]), d: new Date("1901-12-31"), t: 86_399_999_999_999,
  ts: new Timestamp(-1, 999_000), tz: new Timestamp(1_700_000_000_000, 1), dur: -5, l: ["a", null, ""], p: [3, null], st: { a: 1, b: [true, null] }, n: null,
};
const nulls = Object.fromEntries(Object.keys(columns).map((name) => [name, null]));

export const { metadata, tableTransform } = defineTable({
  name: "gives",
  version: "1.0.0",
  *run(_, __, output) {
    const schema = new Schema(columns);
    output.start(schema);
    const batch = Batch.ofRows([row, nulls, row], schema);
    yield batch;
    yield batch.take([1, 0, -1]);
  },
});
