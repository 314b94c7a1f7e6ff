// Passes a table through, value by value: what comes out was JavaScript values in between.

import { context, defineTable, Failure, log, progress } from "sandtable-guest";

export const { metadata, tableTransform } = defineTable({
  name: "roundtrip-js",
  version: "0.1.0",
  summary: "passes a table through JavaScript values, unchanged",
  inputs: { table: "any table" },
  params: {
    batch_rows: { type: "integer", default: 0, minimum: 0, maximum: 2 ** 32 - 1, description: "rows a batch; 0 leaves it to the host" },
    fail: { type: "string", optional: true, description: "fails with this message" },
  },
  run(inputs, { batch_rows, fail }, output) {
    if (fail !== undefined) context("reading the parameters", () => { throw new Failure("asked-to-fail", fail); });
    // Whatever it is called: tests of the sandbox know no description.
    const [table] = Object.values(inputs);
    output.start(table.schema);
    let rows = 0;
    for (const batch of table.batches(batch_rows)) {
      output.push(batch.toRows());
      rows += batch.length;
      progress(rows, table.length);
    }
    log.info(`roundtrip-js: ${rows} rows`);
  },
});
