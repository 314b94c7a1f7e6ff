// Passes a table through, value by value: what comes out was JavaScript values in between.
//
// Parameters: `batch_rows` asks the host for batches of at most so many rows; `fail` gives up with that message.

import host from "sandtable:transform/host@0.1.0";
import { Schema } from "./arrow_columns.js";
import { Failure, failing } from "./failure.js";

const PARAMS = {
  type: "object",
  properties: {
    batch_rows: { type: "integer", minimum: 0, maximum: 2 ** 32 - 1, description: "rows a batch; 0 leaves it to the host" },
    fail: { type: "string", description: "fails with this message" },
  },
  additionalProperties: false,
};

export const metadata = {
  describe() {
    return {
      name: "roundtrip-js",
      version: "0.1.0",
      summary: "passes a table through JavaScript values, unchanged",
      inputs: [{ name: "table", description: "any table", columns: [] }],
      params: JSON.stringify(PARAMS),
      output: [],
      features: [],
      extra: [["language", "javascript"]],
    };
  },
};

export const tableTransform = {
  run(inputs, params, output) {
    failing("passing the table through", () => transform(inputs, readParams(params), output));
  },
};

function transform(inputs, params, output) {
  const [[, table]] = inputs;
  const schema = new Schema(table.schema());
  output.start(schema.fields);
  const total = table.rows();
  let rows = 0;
  for (let batch; (batch = table.next(params.batch_rows ?? 0)) !== null; ) {
    output.push(schema.encode(schema.decode(batch), batch.rows));
    rows += batch.rows;
    host.progress(rows, total);
  }
  host.log("info", `roundtrip-js: ${rows} rows`);
}

function readParams(text) {
  const params = JSON.parse(text);
  const { batch_rows = 0, fail } = params;
  if (!Number.isInteger(batch_rows) || batch_rows < 0 || batch_rows >= 2 ** 32) {
    throw new Failure("bad-parameter", `batch_rows is ${JSON.stringify(batch_rows)}, not a whole number of 32 bits`);
  }
  if (fail !== undefined && typeof fail !== "string") {
    throw new Failure("bad-parameter", `fail is ${JSON.stringify(fail)}, not a string`);
  }
  if (fail !== undefined) throw new Failure("asked-to-fail", fail, ["reading the parameters"]);
  return params;
}
