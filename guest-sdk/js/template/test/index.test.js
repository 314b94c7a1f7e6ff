import assert from "node:assert/strict";
import { test } from "node:test";

import { runRows } from "sandtable-guest/testing";
import * as transform from "../src/index.js";

test("x is multiplied, and null stays null", () => {
  const { rows } = runRows(transform, [{ x: 1.5 }, { x: null }], { by: 4 });
  assert.deepEqual(rows, [
    { x: 1.5, product: 6 },
    { x: null, product: null },
  ]);
});
