// One use of frames after the other, each told as what it gave.

import { Batch, defineTable, Failure } from "sandtable-guest";
import * as pl from "sandtable-guest/frames";

const { col, Frame, len } = pl;
const told = (body) => {
  try {
    return JSON.stringify(body(), (_, value) => (typeof value === "bigint" ? String(value) : value));
  } catch (error) {
    if (!(error instanceof pl.Refusal)) throw error;
    return `${error.name} ${error.code}: ${error.message} ${JSON.stringify(error.details)}`;
  }
};

const uses = {
  schema: (table) => String(table.with_columns(col("a").truediv(2).alias("half"), { s: pl.lit("x") }).schema),
  columns: (table) => table.drop("a").columns,
  rows: (table) => [...table.filter(col("a").gt(1)).sort("a").rows()],
  read: (table) => table.select(col("a").sum(), { big: pl.lit(2n ** 62n), n: len() }).read().toColumns(),
  empty: (table) => table.filter(col("a").gt(100)).read().length,
  batches: (table) => [...table.batches(1)].map((batch) => batch.length),
  explain: (table) => table.head(1).explain().length > 0,
  group: (table) => [...table.group_by("b", { maintain_order: true }).agg(col("a").sum().alias("a")).rows()],
  dynamic: (table) => [...table.with_columns({ i: pl.int_range(len()) }).group_by_dynamic("i", { every: "2i" }).agg(col("a").sum()).rows()],
  eager: (table) => table.collect().transpose({ include_header: true }).columns,
  given: () => [...Frame.from_batches([{ x: 1, y: "a" }, { x: 2, y: null }]).with_columns(col("x").mul(2)).rows()],
  several: (table) => pl.align_frames(table, table.head(1), { on: "a" }).map((frame) => frame.read().length),
  concat: (table) => [pl.concat([table, table.head(1)]).read().length, pl.concat([table, table.head(1)]).kind],
  join: (table) => [...table.join(table.select("a", col("b").alias("c")), { on: "a" }).sort("a").rows()],
  sql: (table) => [...pl.sql("select count(*) as n from frame0 join frame1 using (a)", [table, table]).rows()],
  twice: (table) => [...table.sql("select a from self where a = 2").rows()],
  types: (table) => String(table.select(col("a").cast(pl.Datetime("ms")).alias("t"), col("a").cast(pl.List(pl.Int8)).alias("l"), pl.struct("a", "b").alias("s")).schema),
  selectors: (table) => table.select(pl.cs.numeric(), pl.cs.all().sub(pl.cs.numeric()).name.suffix("_s")).columns,
  "no column": (table) => table.select("c").schema,
  "no argument": (table) => table.sort("a", { nulls_last: "x" }).schema,
  "no frame": (table) => table.join(table, { on: "c" }).read().length,
  "strict cast": (table) => table.with_columns(col("b").cast(pl.Int8)).read().length,
};

export const { metadata, tableTransform } = defineTable({
  name: "frames",
  version: "1.0.0",
  params: { push: { type: "boolean", default: false }, fail: { type: "boolean", default: false } },
  run({ table }, { push, fail }, output) {
    const frame = Frame.from_input(table);
    if (fail) return frame.select("c");
    if (push) {
      const rows = frame.head(2).push(output) + frame.tail(1).push(output);
      if (rows !== 3) throw new Failure("bad-count", `${rows} rows were written`);
      output.push(Batch.ofRows([{ a: 9, b: "z" }], frame.schema));
      return undefined;
    }
    return Object.entries(uses).map(([use, body]) => ({ use, told: told(() => body(frame)) }));
  },
});
