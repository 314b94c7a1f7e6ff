// The same round trip, row by row: each column's values and back.

import { Batch, context, defineRows, Failure, log } from "sandtable-guest";

export const { metadata, rowTransform } = defineRows({
  name: "roundtrip-js-rows",
  version: "0.1.0",
  summary: "passes rows through JavaScript values, unchanged",
  input: { description: "any table" },
  params: { fail: { type: "string", optional: true, description: "fails with this message" } },
  prepare(_, { fail }) {
    if (fail !== undefined) context("reading the parameters", () => { throw new Failure("asked-to-fail", fail); });
  },
  schema: (input) => input,
  apply(batch) {
    log.debug(`roundtrip-js-rows: ${batch.length} rows`);
    return Batch.of(batch.toColumns(), batch.schema);
  },
});
