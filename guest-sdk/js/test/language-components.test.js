// Programs in the component `javascript`, run by the `sandtable` command.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";

import { hasSandtable, sandtable } from "./support.js";

const languages = process.env.SANDTABLE_LANGUAGES;
const isThere = languages && existsSync(path.join(languages, "javascript.wasm"));
const skip = !hasSandtable ? "there is no sandtable command" : !isThere && "there is no component javascript: SANDTABLE_LANGUAGES names its folder";
const folder = mkdtempSync(path.join(tmpdir(), "sandtable-language-"));
after(() => rmSync(folder, { recursive: true }));
const at = (name) => path.join(folder, name);
writeFileSync(at("orders.jsonl"), '{"id":1,"customer":1,"amount":5.0}\n{"id":2,"customer":2,"amount":7.5}\n{"id":3,"customer":1,"amount":null}\n');
writeFileSync(at("customers.jsonl"), '{"customer":1,"name":"Ann"}\n{"customer":2,"name":"Bob"}\n');

/** Runs a program; a module of its library is NAME: source. */
function run(source, { inputs = [], library = {}, options = {}, params = {} } = {}) {
  writeFileSync(at("script.js"), source);
  const args = inputs.flatMap((name) => ["-i", `${name}=${at(`${name}.jsonl`)}`]);
  for (const [name, text] of Object.entries(library)) {
    writeFileSync(at(`${name}.lib`), text);
    args.push("--library", `${name}=${at(`${name}.lib`)}`);
  }
  for (const [name, value] of Object.entries(options)) args.push("--option", `${name}=${value}`);
  for (const [name, value] of Object.entries(params)) args.push("-p", `${name}=${value}`);
  const { status, stdout, stderr } = spawnSync(sandtable, ["run", at("script.js"), "--format", "jsonl", ...args], { encoding: "utf8", env: { ...process.env, SANDTABLE_DATA_DIR: at("data") } });
  return { status, stderr, rows: status === 0 ? stdout.split("\n").filter(Boolean).map((line) => JSON.parse(line)) : undefined };
}

for (const [what, source, more, rows] of [
  [
    "frames are joined in the host",
    "import { col, len } from 'sandtable-guest/frames';\nexport function transform(orders, customers) {\n  return orders.join(customers, { on: 'customer' }).group_by('name').agg(len().alias('n'), col('amount').sum()).sort('name');\n}",
    { inputs: ["orders", "customers"] },
    [{ name: "Ann", n: 2, amount: 5 }, { name: "Bob", n: 1, amount: 7.5 }],
  ],
  [
    "rows are mapped",
    "export const tables = 'rows';\nexport default (orders, { rate }) => orders.map(({ id, amount }) => ({ id, total: amount === null ? null : amount * rate }));",
    { inputs: ["orders"], params: { rate: 2 } },
    [{ id: 1, total: 10 }, { id: 2, total: 15 }, { id: 3, total: null }],
  ],
  [
    "batches stream",
    "function* transform(orders) { for (const batch of orders) yield batch.slice(0, 1); }",
    { inputs: ["orders"], options: { tables: "table" } },
    [{ id: 1, customer: 1, amount: 5 }],
  ],
  [
    "modules are linked",
    "import tax, { RATE } from './shop/tax.js';\nconst { up } = require('text');\nfunction transform() { return [{ tax: tax(10), rate: RATE, text: up('x') }]; }",
    { library: { "shop.tax": "export const RATE = 2;\nexport default (x) => x * RATE;", text: "exports.up = (s) => s.toUpperCase();" } },
    [{ tax: 20, rate: 2, text: "X" }],
  ],
  [
    "the engine's own library is there",
    "class Totals {\n  #sums = new Map();\n  add(key, value) { this.#sums.set(key, (this.#sums.get(key) ?? 0) + value); return this; }\n  *[Symbol.iterator]() { for (const [key, sum] of this.#sums) yield { key, sum }; }\n}\nfunction transform() {\n  const { groups } = /(?<year>\\d{4})-(?<month>\\d\\d)/u.exec('on 2024-05-01');\n  return [...new Totals().add(groups.year, 1).add(groups.month, 2), { key: JSON.stringify({ a: [1, 2].at(-1) }), sum: Number(2n ** 10n) }, { key: new Date(0).toISOString(), sum: structured([3, 1, 2]) }];\n}\nconst structured = (list) => list.toSorted()[0];",
    {},
    [{ key: "2024", sum: 1 }, { key: "05", sum: 2 }, { key: '{"a":2}', sum: 1024 }, { key: "1970-01-01T00:00:00.000Z", sum: 1 }],
  ],
  ["names and texts are any text", "function transform() { return [{ größe: 'ä😀', '\\ud800': '\\udfff', __proto__: null, ['__proto__']: 1 }]; }", {}, [{ größe: "ä😀", "\ufffd": "\ufffd", ["__proto__"]: 1 }]],
]) {
  test(what, { skip }, () => {
    const ran = run(source, more);
    assert.equal(ran.status, 0, ran.stderr);
    assert.deepEqual(ran.rows, rows);
  });
}

test("what is written to the console is in the log", { skip }, () => {
  const { stderr } = run("console.log('top', { a: 1 });\nfunction transform() { console.error('inside'); console.warn(new Error('odd')); return [{ a: 1 }]; }");
  assert.match(stderr, /^info top \{"a":1\}$/m);
  assert.match(stderr, /^error inside$/m);
  assert.match(stderr, /^warn script\.js:2/m);
});

test("calls have random numbers of their own", { skip }, () => {
  const source = "function transform() { return [{ a: Math.random(), b: Math.random() }]; }";
  const [{ a, b }] = run(source).rows;
  const [again] = run(source).rows;
  assert.equal(new Set([a, b, again.a, again.b]).size, 4);
});

const page = readFileSync(new URL("../../../docs/guests/javascript.md", import.meta.url), "utf8");
writeFileSync(at("flights.jsonl"), [["UA", 70], ["UA", 90.5], ["AA", 61], ["B6", null], ["UA", 3]].map(([carrier, dep_delay]) => JSON.stringify({ carrier, dep_delay })).join("\n"));
writeFileSync(at("airlines.jsonl"), '{"carrier":"AA","name":"American"}\n{"carrier":"UA","name":"United"}\n');
for (const [name, inputs, rows] of [
  ["late.js", ["flights", "airlines"], [{ carrier: "UA", flights: 2, worst: 90.5, name: "United" }, { carrier: "AA", flights: 1, worst: 61, name: "American" }]],
  ["classes.js", ["flights"], [{ class: "late", flights: 3 }, { class: "unknown", flights: 1 }, { class: "on time", flights: 1 }]],
]) {
  test(`the page's script ${name} runs`, { skip }, () => {
    const [, source] = new RegExp(`^\`\`\`js\\n(// ${name}\\n.*?)^\`\`\``, "ms").exec(page);
    const ran = run(source, { inputs });
    assert.equal(ran.status, 0, ran.stderr);
    assert.deepEqual(ran.rows, rows);
  });
}

for (const [what, source, more, lines] of [
  [
    "an error names the program's own lines",
    "import { f } from './helpers.js';\nfunction transform() {\n  return f({});\n}",
    { library: { helpers: "\nexport function f(x) {\n  return x.y.z;\n}" } },
    ["helpers.js:3", "    return x.y.z;", "           ^", "TypeError: cannot read property 'z' of undefined", "      at f (helpers.js:3:10)", "      at transform (script.js:3:10)"],
  ],
  ["what cannot be read has a caret", "function transform() {\n  const a = ;\n}", {}, ["script.js:2", "    const a = ;", "              ^", "SyntaxError: unexpected token in expression: ';'"]],
  ["a module that cannot be read is named", "import './h.js';", { library: { h: "let a = 1;\nlet b = ];" } }, ["h.js:2", "  let b = ];", "          ^"]],
  ["nothing is waited for", "const x = await 5;", {}, ["script.js:1", "SyntaxError: await outside an async function: nothing here is waited for"]],
  ["what the host refuses has the line", "function transform(orders) {\n  return orders.select('nosuch').read();\n}", { inputs: ["orders"] }, ["there is no column \"nosuch\"", "at transform (script.js:2:17)"]],
  ["no transform is no transform", "const x = 1;", {}, ["User script must define a 'transform()' function"]],
]) {
  test(what, { skip }, () => {
    const { status, stderr } = run(source, more);
    assert.ok(status === 1 || status === 2, `${status}: ${stderr}`);
    for (const line of lines) assert.ok(stderr.includes(line), `${line} is not in\n${stderr}`);
  });
}
