import { defineRows } from "sandtable-guest";

export const { metadata, rowTransform } = defineRows({
  name: "my-transform",
  version: "0.1.0",
  summary: "adds a column",
  input: { description: "one row each", columns: { x: "number" } },
  params: { by: { type: "number", default: 2, description: "what to multiply with" } },
  output: { product: { type: "float64", description: "x times as much" } },
  map({ x }, { by }) {
    return { product: x === null ? null : x * by };
  },
});
