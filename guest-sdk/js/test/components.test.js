// Transforms as components, run by the `sandtable` command.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";

import { buildComponent } from "../bin/build.js";
import { hasSandtable, sandtable } from "./support.js";

const skip = !hasSandtable ? "there is no sandtable command" : !process.env.SANDTABLE_COMPONENTIZE_QJS && "there is no componentize-qjs";
const folder = mkdtempSync(path.join(tmpdir(), "sandtable-components-"));
after(() => rmSync(folder, { recursive: true }));
const at = (name) => path.join(folder, name);
const source = (name) => fileURLToPath(new URL(`components/src/${name}.js`, import.meta.url));

function run(...args) {
  return execFileSync(sandtable, args, { encoding: "utf8", stdio: "pipe", env: { ...process.env, SANDTABLE_DATA_DIR: at("data") } });
}
const build = (name) => buildComponent({ entry: source(name), output: at(`${name}.wasm`) });

test("values of every type cross into a component and out of it", { skip }, async () => {
  const { world } = await build("gives");
  assert.equal(world, "table");
  await build("passes");
  assert.equal(run("check", at("gives.wasm")).trim(), `${at("gives.wasm")} is acceptable`);
  writeFileSync(at("one.csv"), "a\n1\n");
  run("run", at("gives.wasm"), "-i", at("one.csv"), "-o", at("given.arrow"), "-q");
  const given = run("run", at("gives.wasm"), "-i", at("one.csv"), "--format", "jsonl", "-q");
  assert.equal(given.trim().split("\n").length, 6);
  for (const how of ["rows", "columns", "batches"]) {
    run("run", at("passes.wasm"), "-i", at("given.arrow"), "-p", `how=${how}`, "-o", at(`${how}.arrow`), "-q");
    assert.equal(run("run", at("passes.wasm"), "-i", at(`${how}.arrow`), "-p", "how=batches", "--format", "jsonl", "-q"), given, how);
    assert.deepEqual(readFileSync(at(`${how}.arrow`)), readFileSync(at("given.arrow")), how);
  }
});

test("rows are mapped in a component", { skip }, async () => {
  const { world } = await build("passes-rows");
  assert.equal(world, "rows");
  writeFileSync(at("two.csv"), "a,b\n1,x\n,y\n");
  assert.equal(run("run", at("passes-rows.wasm"), "-i", at("two.csv"), "--format", "csv", "-q"), "a,b,length\n1,x,2\n,y,2\n");
});

test("a failure is told with its code and context", { skip }, async () => {
  await build("passes");
  writeFileSync(at("one.csv"), "a\n1\n");
  assert.throws(() => run("run", at("passes.wasm"), "-i", at("one.csv"), "-p", "how=fails", "-q"), (error) => {
    assert.equal(error.status, 1, error.stderr);
    assert.match(error.stderr, /as asked/);
    assert.match(error.stderr, /asked-to-fail/);
    return true;
  });
});

test("what cannot be built is told in one line", { skip }, async () => {
  const entry = (name, text) => {
    mkdirSync(at("project/src"), { recursive: true });
    writeFileSync(at("project/package.json"), '{"type": "module"}');
    writeFileSync(at(`project/src/${name}.js`), text);
    return { entry: at(`project/src/${name}.js`), output: at("out.wasm") };
  };
  await assert.rejects(buildComponent({ entry: at("nowhere.js") }), { message: `${at("nowhere.js")} is not there` });
  await assert.rejects(buildComponent(entry("nothing", "export const x = 1;")), /must export what one of these gives/);
  await assert.rejects(buildComponent(entry("frames", 'import "sandtable-guest/frames"; import { defineRows } from "sandtable-guest"; export const { metadata, rowTransform } = defineRows({ name: "x", version: "1.0.0", map() {}, output: { x: "int8" } });')), /transforms of rows cannot/);
  await assert.rejects(buildComponent(entry("node", 'import "node:fs"; import { defineTable } from "sandtable-guest"; export const { metadata, tableTransform } = defineTable({ name: "x", version: "1.0.0", run() {} });')), /componentize-qjs failed: .*node:fs/s);
});
