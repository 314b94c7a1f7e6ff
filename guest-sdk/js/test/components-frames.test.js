// Native frames, in a component that the `sandtable` command runs.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";

import { buildComponent } from "../bin/build.js";
import { hasSandtable, sandtable } from "./support.js";

const skip = !hasSandtable ? "there is no sandtable command" : !process.env.SANDTABLE_COMPONENTIZE_QJS && "there is no componentize-qjs";
const folder = mkdtempSync(path.join(tmpdir(), "sandtable-frames-"));
after(() => rmSync(folder, { recursive: true }));
const at = (name) => path.join(folder, name);

const run = (...params) =>
  execFileSync(sandtable, ["run", at("frames.wasm"), "-i", at("table.csv"), "--format", "jsonl", "-q", ...params], {
    encoding: "utf8",
    stdio: "pipe",
    env: { ...process.env, SANDTABLE_DATA_DIR: at("data") },
  }).trim().split("\n").map((line) => JSON.parse(line));

before(async () => {
  if (skip) return;
  writeFileSync(at("table.csv"), "a,b\n1,x\n2,y\n3,x\n");
  const entry = fileURLToPath(new URL("components/src/frames.js", import.meta.url));
  const { world } = await buildComponent({ entry, output: at("frames.wasm"), wit: process.env.SANDTABLE_WIT });
  assert.equal(world, "table-frames");
});

test("plans run, and give what Polars gives", { skip }, () => {
  const told = Object.fromEntries(run().map(({ use, told }) => [use, told]));
  const refused = Object.fromEntries(Object.entries(told).filter(([, text]) => text.startsWith("Refusal")));
  for (const use of Object.keys(refused)) delete told[use];
  assert.deepEqual(Object.fromEntries(Object.entries(told).map(([use, text]) => [use, JSON.parse(text)])), {
    schema: "a: int64, b: string, half: float64, s: string",
    columns: ["b"],
    rows: [{ a: 2, b: "y" }, { a: 3, b: "x" }],
    read: { a: [6], big: ["4611686018427387904"], n: [3] },
    empty: 0,
    batches: [1, 1, 1],
    explain: true,
    group: [{ b: "x", a: 4 }, { b: "y", a: 2 }],
    dynamic: [{ i: 0, a: 3 }, { i: 2, a: 3 }],
    eager: ["column", "column_0", "column_1", "column_2"],
    given: [{ x: 2, y: "a" }, { x: 4, y: null }],
    several: [3, 3],
    concat: [4, "LazyFrame"],
    join: [{ a: 1, b: "x", c: "x" }, { a: 2, b: "y", c: "y" }, { a: 3, b: "x", c: "x" }],
    sql: [{ n: 3 }],
    twice: [{ a: 2 }],
    types: "t: timestamp(ms), l: list(int8), s: struct(a: int64, b: string)",
    selectors: ["a", "b_s"],
  });
  assert.deepEqual(Object.keys(refused), ["no column", "no argument", "no frame", "strict cast"]);
  for (const text of Object.values(refused)) assert.match(text, /^Refusal VALIDATION_ERROR: .+ \{.*\}$/);
  assert.match(refused["no column"], /"columns":\["a","b"\]/);
  assert.match(refused["no argument"], /"argument":"kwargs\.nulls_last"/);
});

test("plans are pushed one after the other, and rows of the transform's own after them", { skip }, () => {
  assert.deepEqual(run("-p", "push=true"), [{ a: 1, b: "x" }, { a: 2, b: "y" }, { a: 3, b: "x" }, { a: 9, b: "z" }]);
});

test("a refusal that is not caught is the caller's error", { skip }, () => {
  assert.throws(() => run("-p", "fail=true"), (error) => {
    assert.equal(error.status, 1, error.stderr);
    assert.match(error.stderr, /VALIDATION_ERROR/);
    return true;
  });
});
