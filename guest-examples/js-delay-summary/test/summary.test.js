import assert from "node:assert/strict";
import { test } from "node:test";

import { Failure } from "sandtable-guest";
import { runTable } from "sandtable-guest/testing";
import * as summary from "../src/index.js";

const flights = [
  { carrier: "UA", dep_delay: 20, hour: 5 },
  { carrier: "AA", dep_delay: -5, hour: 5 },
  { carrier: "UA", dep_delay: null, hour: 6 },
  { carrier: "UA", dep_delay: 10, hour: 6 },
  { carrier: null, dep_delay: null, hour: 7 },
];

test("delays are counted by carrier, the largest first", () => {
  const { rows, logs } = runTable(summary, { flights });
  assert.deepEqual(rows, [
    { group: "UA", flights: 3, cancelled: 1, mean_delay: 15, late_share: 0.5 },
    { group: "AA", flights: 1, cancelled: 0, mean_delay: -5, late_share: 0 },
    { group: null, flights: 1, cancelled: 1, mean_delay: null, late_share: null },
  ]);
  assert.deepEqual(logs, [{ level: "info", message: "5 flights in 3 groups" }]);
});

test("from when on a flight is late is a parameter", () => {
  const { rows } = runTable(summary, { flights }, { late_after: 10 });
  assert.equal(rows[0].late_share, 1);
});

test("a column that is missing, or holds no strings, is named", () => {
  const code = (by) => {
    try {
      runTable(summary, { flights }, { by });
    } catch (error) {
      assert.ok(error instanceof Failure);
      return `${error.code}: ${error.message}`;
    }
  };
  assert.equal(code("airline"), "bad-column: there is no column 'airline'; there are: carrier, dep_delay, hour");
  assert.equal(code("hour"), "bad-column: column 'hour' is float64; one of strings is needed");
});
