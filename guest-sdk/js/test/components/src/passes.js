// Passes a table through, each value as JavaScript has it.

import { defineTable, Failure } from "sandtable-guest";

export const { metadata, tableTransform } = defineTable({
  name: "passes",
  version: "1.0.0",
  params: { how: { enum: ["rows", "columns", "batches", "fails"] } },
  *run({ table }, { how }, output) {
    output.start(table.schema);
    for (const batch of table) {
      if (how === "fails") throw new Failure("asked-to-fail", "as asked", ["passing"]);
      yield { rows: () => batch.toRows(), columns: () => batch.toColumns(), batches: () => batch }[how]();
    }
  },
});
