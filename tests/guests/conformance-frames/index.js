// The conformance suite's transforms by native frames, in JavaScript. `src` and `transform.py` beside it are the same ones.

import { Batch, defineTable, log, Schema } from "sandtable-guest";
import { col, Frame, len, lit, Refusal, when } from "sandtable-guest/frames";

export const { metadata, tableTransform } = defineTable({
  name: "conformance-frames-js",
  version: "0.1.0",
  inputs: ["left", "right"],
  params: {
    transform: { type: "string", enum: ["rank", "notes", "delays"] },
    least: { type: "number", default: 0 },
    later_than: { type: "integer", default: 0 },
  },
  run(inputs, { transform, least, later_than }) {
    const [left, right] = [Frame.from_input(inputs.left), Frame.from_input(inputs.right)];
    if (transform === "delays") return delays(left, right, later_than);
    return transform === "rank" ? rank(left, right, least) : notes(left);
  },
});

/** Filtered, joined, grouped and sorted, with strings, times and lists on the way. */
function rank(sales, shops, least) {
  return sales
    .filter(col("amount").ge(least))
    .with_columns({
      kind: when(col("amount").ge(100)).then(lit("large")).otherwise(lit("small")),
      sign: col("shop").str.to_uppercase(),
      hour: col("at").dt.hour(),
    })
    .join(shops, { on: "shop", how: "left" })
    .group_by("city", "kind")
    .agg({
      sales: len(),
      total: col("amount").sum(),
      first: col("at").min(),
      hours: col("hour").unique().sort(),
      sign: col("sign").max(),
    })
    .sort("city", "kind", { nulls_last: true });
}

/** Rows come in, go back as a frame, and stand beside rows of the guest's own; what is refused is handled. */
function* notes(sales) {
  const known = sales.select("shop", "amount").filter(col("amount").is_not_null());
  try {
    known.select("amuont");
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    log.info(`refused: ${error.code}`);
  }
  const best = [...known.sort("amount", { descending: true }).head(2).rows()];
  const schema = new Schema({ shop: "string", rank: "int64" });
  const own = Batch.of({ shop: best.map(({ shop }) => shop), rank: best.map((_, at) => at + 1) }, schema);
  log.info(`${own.length} shops`);
  yield known.select("shop").unique("shop").join(Frame.from_batches(own), { on: "shop", how: "inner" }).sort("rank");
  yield own;
}

/** The bench's: flights that left late enough, joined with the names of the airlines, grouped and sorted. */
function delays(flights, airlines, later_than) {
  return flights
    .filter(col("dep_delay").gt(later_than))
    .join(airlines, { on: "carrier", how: "inner" })
    .group_by("name")
    .agg({ flights: len(), dep_delay: col("dep_delay").mean(), arr_delay: col("arr_delay").mean(), worst: col("arr_delay").max() })
    .sort("name");
}
