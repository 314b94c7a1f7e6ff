import assert from "node:assert/strict";
import { test } from "node:test";

import { runTable } from "sandtable-guest/testing";
import * as routes from "../src/index.js";

const tables = { flights: [], airlines: [] };
const operations = (params) => runTable(routes, tables, params).plans[0].map(({ operation, dataframe_in }) => `${dataframe_in}.${operation}`);

test("the plan groups before it joins", () => {
  assert.deepEqual(operations({}), [
    "flights.filter", "frame1.group_by", "frame2.agg", "frame3.filter", "airlines.select", "frame4.join", "frame7.sort", "frame8.select",
  ]);
});

test("an origin is one condition more", () => {
  const [plan] = runTable(routes, tables, { origin: "JFK" }).plans;
  assert.deepEqual(plan[1].kwargs, { origin: "JFK" });
});

test("native frames are asked for", () => {
  assert.deepEqual(routes.metadata.describe().features, ["frames"]);
});
