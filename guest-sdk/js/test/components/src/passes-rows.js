// Passes rows through, each value as JavaScript has it, and numbers them within their batch.

import { defineRows } from "sandtable-guest";

export const { metadata, rowTransform } = defineRows({
  name: "passes-rows",
  version: "1.0.0",
  output: { length: "int32" },
  map: (row) => ({ ...row, length: Object.keys(row).length }),
});
