// Says of each row whether a number of it is large.

import { defineRows, Failure } from "sandtable-guest";

export const { metadata, rowTransform } = defineRows({
  name: "{{name}}",
  version: "0.1.0",
  summary: "says of each row whether a number of it is large",
  input: { name: "input", description: "any table with a column of numbers" },
  params: {
    column: { type: "string", description: "the column" },
    from: { type: "number", default: 1000, description: "from here on a number is large" },
  },
  output: { large: { type: "boolean", description: "whether the number is large; null where it is" } },

  prepare(schema, { column }) {
    if (!schema.has(column)) throw new Failure("bad-parameter", `there is no column '${column}'; there are: ${schema.names.join(", ")}`);
  },

  apply(batch, { column, from }) {
    const numbers = batch.numbers(column);
    return { large: Array.from(numbers, (number) => (number === null ? null : number >= from)) };
  },
});
