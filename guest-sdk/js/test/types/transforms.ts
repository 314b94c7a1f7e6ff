// Compiled, never run: what the declarations allow, and, marked, what they refuse.

import { Batch, column, context, Decimal, defineRows, defineTable, Failure, log, progress, Schema, types } from "sandtable-guest";
import { runRows, runTable } from "sandtable-guest/testing";

const summary = defineTable({
  name: "summary",
  version: "1.0.0",
  inputs: { flights: { description: "flights", columns: { dep_delay: "number", carrier: { type: "string", required: false } } }, airlines: "airlines" },
  params: { by: { type: "string" }, minutes: { type: "integer", default: 15 }, how: { enum: ["mean", "sum"] }, note: { type: "string", optional: true } },
  output: { group: "string", flights: types.int64, share: { type: "float64", description: "from 0 to 1" } },
  run({ flights, airlines }, { by, minutes, how, note }, output) {
    const text: string = by;
    const number: number = minutes;
    const word: "mean" | "sum" = how;
    const perhaps: string | undefined = note;
    // @ts-expect-error: there is no such input
    const planes = { flights, airlines }.planes;
    for (const batch of flights) {
      const values: Float64Array = batch.numbers("dep_delay").values;
      const validity: Uint8Array | null = batch.column("carrier").validity;
      output.push({ group: [text, word, perhaps ?? null], flights: new BigInt64Array(3), share: values });
      progress(batch.length, flights.length);
      log.info("rows", batch.length, validity);
    }
    output.push([{ group: "a", flights: number }]);
    output.start(new Schema({ group: "string" }));
    return flights.read().filter((row) => row > 0).with("x", [1, null], types.decimal(10, 2));
  },
});

defineTable({
  name: "generates",
  version: "1.0.0",
  *run({ table }) {
    for (const batch of table.batches(1000)) yield batch.without("a");
    yield [{ a: 1 }];
  },
});

// @ts-expect-error: a version is missing
defineTable({ name: "x", run() {} });

const rows = defineRows({
  name: "rows",
  version: "1.0.0",
  input: { columns: { distance: "number", air_time: "number", carrier: "string" } },
  params: { per: { type: "number", default: 60 } },
  output: { mph: "float64" },
  map({ distance, air_time, carrier }, { per }) {
    const name: string | null = carrier;
    if (distance === null || air_time === null) return { mph: null };
    return { mph: (distance * per) / air_time + (name?.length ?? 0) };
  },
});

defineRows({
  name: "columns",
  version: "1.0.0",
  output: { doubled: "float64" },
  prepare: (schema) => ({ at: schema.indexOf("x") }),
  apply(batch, _params, { at }) {
    const place: number = at;
    return { doubled: batch.numbers("x").values.map((x) => x * place) };
  },
});

defineRows({
  name: "wrong",
  version: "1.0.0",
  output: { mph: "float64" },
  // @ts-expect-error: a text is no number
  map: () => ({ mph: "fast" }),
});

const { batches, logs } = runTable(summary, { flights: [{ dep_delay: 1 }], airlines: { carrier: ["a"] } }, { by: "a" });
const first: Batch | undefined = batches[0];
const message: string = runRows(rows, Batch.of({ distance: [1] })).logs.concat(logs)[0].message;
const unscaled: bigint = Decimal.from("1.25", 2).unscaled;
const length: number = context("counting", () => column([1n], "int64").length);
throw new Failure("code", `${first?.length} ${message} ${unscaled} ${length}`, ["doing"]);
