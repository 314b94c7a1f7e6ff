// The same round trip, row by row: stateless but for the schema that `prepare` was given.
//
// Parameters: `fail` gives up with that message.

import host from "sandtable:transform/host@0.1.0";
import { Schema } from "./arrow_columns.js";
import { Failure, failing } from "./failure.js";

const PARAMS = {
  type: "object",
  properties: { fail: { type: "string", description: "fails with this message" } },
  additionalProperties: false,
};

let schema;

export const metadata = {
  describe() {
    return {
      name: "roundtrip-js-rows",
      version: "0.1.0",
      summary: "passes rows through JavaScript values, unchanged",
      inputs: [{ name: "table", description: "any table", columns: [] }],
      params: JSON.stringify(PARAMS),
      output: [],
      features: [],
      extra: [["language", "javascript"]],
    };
  },
};

export const rowTransform = {
  prepare(input, params) {
    return failing("reading the schema", () => {
      const { fail } = JSON.parse(params);
      if (fail !== undefined) throw new Failure("asked-to-fail", String(fail), ["reading the parameters"]);
      schema = new Schema(input);
      return schema.fields;
    });
  },

  apply(batch) {
    return failing("passing rows through", () => {
      host.log("debug", `roundtrip-js-rows: ${batch.rows} rows`);
      return schema.encode(schema.decode(batch), batch.rows);
    });
  },
};
