import assert from "node:assert/strict";
import { test } from "node:test";

import { runRows } from "sandtable-guest/testing";
import * as transform from "./index.js";

test("nulls stay", () => {
  const { columns } = runRows(transform, { x: [2000, 3, null] }, { column: "x" });
  assert.deepEqual(columns.large, [true, false, null]);
});
