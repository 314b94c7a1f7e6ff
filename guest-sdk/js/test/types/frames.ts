// Compiled, never run: what the declarations allow, and, marked, what they refuse.

import { defineTable } from "sandtable-guest";
import * as pl from "sandtable-guest/frames";
import { col, concat, cs, Frame, type DataFrame, type Expr, type LazyFrame, lit, Refusal, selectors, when } from "sandtable-guest/frames";

defineTable({
  name: "routes",
  version: "1.0.0",
  inputs: ["flights", "airports"],
  run(inputs, _params, output) {
    const flights: LazyFrame = Frame.from_input(inputs.flights);
    const airports = Frame.from_input(inputs.airports).select("faa", col("name").alias("airport"), { high: col("alt").gt(1000) });
    const late: Expr = col("dep_delay").fill_null(0).gt(15).and_(col("dest").is_not_null(), true);
    const grouped = flights
      .filter(late, { origin: "JFK" })
      .with_columns(col("distance").truediv(col("air_time")).mul(60).alias("mph"), { day: pl.date("year", "month", "day") })
      .group_by("dest", cs.by_name("origin"), { maintain_order: true })
      .agg(pl.len().alias("flights"), col("mph").mean(), { latest: col("day").max() });
    const joined = grouped.join(airports, { left_on: "dest", right_on: "faa", how: "left", validate: "m:1" }).sort("flights", "dest", { descending: [true, false] });
    const table: DataFrame = joined.collect().transpose({ include_header: true });
    const kinds: LazyFrame = concat([joined, joined.head(3).lazy()], { how: "vertical" });
    const texts = when(col("a").is_null()).then(lit("x")).when(col("b")).then(1).otherwise(null).cast(pl.List(pl.Int64), { strict: false });
    const parts = col("t").dt.truncate("1h").dt.replace_time_zone("UTC").sort_by("a", { descending: true });
    const sets = selectors.numeric().sub(cs.by_name("a")).or_(cs.string()).exclude("b");
    const frame = kinds.select(texts, parts, sets.name.suffix("_x"), col(pl.Datetime), col("s").str.head(3), pl.struct("a", { b: 1 }), pl.Series("v", [1]));
    try {
      for (const batch of frame.batches()) output.push(batch);
    } catch (error) {
      if (error instanceof Refusal) throw new Refusal(error.code, error.message, error.details.argument);
    }
    // @ts-expect-error: the word is none
    joined.join(airports, { on: "a", how: "outside" });
    // @ts-expect-error: there is no such method
    joined.where("a");
    // @ts-expect-error: a lazy frame has no `transpose`
    joined.transpose();
    // @ts-expect-error: `every` must be given
    flights.group_by_dynamic("day", { period: "1d" });
    flights.group_by_dynamic("day", { every: "1d" }).agg(col("a").sum());
    return pl.sql("select * from frame0", [table]);
  },
});
