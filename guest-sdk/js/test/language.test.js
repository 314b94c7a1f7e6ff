// Programs in JavaScript: what they take, what they give, what goes wrong.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { Linker } from "../language/linker.js";
import { argumentsOf } from "../language/parameters.js";
import { readProgram } from "../language/program.js";
import { makeRandom } from "../language/surroundings.js";
import * as sdk from "../src/index.js";
import { describe, failure, run } from "./support-language.js";

const ORDERS = [{ id: 1, customer: 1, amount: 5 }, { id: 2, customer: 2, amount: 7.5 }, { id: 3, customer: 1, amount: null }];
const CUSTOMERS = [{ customer: 1, name: "Ann" }, { customer: 2, name: "Bob" }];
const rows = { options: { tables: "rows" } };

test("inputs are frames, by the names of the arguments", () => {
  const source = "function transform(orders, customers, params) { return orders.join(customers, { on: 'customer' }).limit(params.n); }";
  const told = describe(source);
  assert.deepEqual(told.inputs.map(({ name }) => name), ["orders", "customers"]);
  assert.deepEqual([told.features, told.extra], [["frames"], [["language", "javascript"]]]);
  const { plans } = run(source, { inputs: { customers: CUSTOMERS, orders: ORDERS }, params: { n: 2 } });
  assert.deepEqual(plans[0].map(({ operation, args }) => [operation, args]), [["join", ["customers"]], ["limit", [2]]]);
});

test("an option, or the program, says what an argument gets", () => {
  const source = "function transform(orders) { return [...orders].length === 3 ? orders : [{ kind: orders.constructor.name }]; }";
  assert.equal(run(source, { inputs: { orders: ORDERS }, ...rows }).rows.length, 3);
  assert.deepEqual(run(source, { inputs: { orders: ORDERS }, options: { tables: "table" } }).rows, [{ kind: "Input" }]);
  assert.deepEqual(run(`export const tables = "rows";\n${source}`, { inputs: { orders: ORDERS } }).rows.length, 3);
  assert.deepEqual(describe(`export const tables = "rows";\n${source}`).features, []);
  assert.equal(failure(`export const tables = 5;\n${source}`, { inputs: { orders: ORDERS } }).message, "tables is 5; allowed: frame, table, rows");
});

test("a transform is found however it is written", () => {
  for (const source of [
    "function transform() { return [{ a: 1 }]; }",
    "export function transform() { return [{ a: 1 }]; }",
    "export default () => [{ a: 1 }];",
    "export default function () { return [{ a: 1 }]; }\n(function () {})();",
    "const transform = () => [{ a: 1 }];",
    "let f = () => [{ a: 1 }]; export { f as transform };",
    "export const transform = function* () { yield [{ a: 1 }]; };",
    "module.exports = { transform: () => [{ a: 1 }] };",
    "exports.transform = () => ({ a: [1] });",
    "#!/usr/bin/env node\n\ufefffunction transform() { return { a: Int32Array.of(1) }; }",
    "import { Batch } from 'sandtable-guest';\nfunction transform() { return Batch.of({ a: [1] }); }",
    "import { defineTable } from 'sandtable-guest';\nexport const transform = defineTable({ name: 'a', version: '1.0.0', inputs: [], run: () => [{ a: 1 }] });",
    "import { defineTable } from 'sandtable-guest';\nexport const { metadata, tableTransform } = defineTable({ name: 'a', version: '1.0.0', inputs: [], run: () => [{ a: 1 }] });",
    "export * from './t.js';",
    "export { other as transform } from 't';",
  ]) {
    assert.deepEqual(run(source, { library: { t: "export function transform() { return [{ a: 1 }]; }\nexport { transform as other };" } }).rows, [{ a: 1 }], source);
  }
});

test("a definition of the SDK says what it is", () => {
  const source = "import { defineRows } from 'sandtable-guest';\nexport const transform = defineRows({ name: 'twice', version: '2.0.0', input: { name: 'orders' }, params: { by: { type: 'number', default: 2 } }, output: { twice: 'float64' }, map: ({ amount }, { by }) => ({ twice: amount === null ? null : amount * by }) });";
  const told = describe(source);
  assert.deepEqual([told.name, told.version, told.features, told.inputs[0].name], ["twice", "2.0.0", [], "orders"]);
  assert.deepEqual(run(source, { inputs: { orders: ORDERS }, params: { by: 3 } }).rows.map(({ id, twice }) => [id, twice]), [[1, 15], [2, 22.5], [3, null]]);
});

test("arguments with a default, and those in braces, are parameters", () => {
  const source = "function transform(orders, least = 6, { prefix, suffix = '!', ...rest }) { return [{ text: prefix + orders.filter(o => o.amount >= least).map(o => o.id) + suffix, rest: Object.keys(rest).join() }]; }";
  assert.deepEqual(JSON.parse(describe(source, rows).params), { type: "object", properties: { least: {}, prefix: {}, suffix: {} }, required: ["prefix"], additionalProperties: true });
  assert.deepEqual(run(source, { inputs: { orders: ORDERS }, params: { prefix: "#", least: 1, x: 1 }, ...rows }).rows[0].text, "#1,2!");
  assert.equal(failure(source, { inputs: { orders: ORDERS }, ...rows }).message, "the parameter 'prefix' is missing");
  const closed = "export const transform = ({ orders, customers: c }, least = 1) => [{ n: orders.length }];";
  assert.deepEqual(describe(closed).inputs.map(({ name }) => name), ["orders", "customers"]);
  const found = failure(closed, { inputs: { orders: ORDERS, customers: CUSTOMERS }, params: { x: 1 }, ...rows });
  assert.deepEqual([found.code, found.message], ["bad-parameter", "there is no parameter 'x'; there are: least"]);
});

test("arguments are read however a function is written", () => {
  const inputs = (given) => argumentsOf(given).list.map(({ input, param, params }) => input ?? param ?? params);
  for (const given of [(a) => 1, (a) => ({ b: /[)(]/ }), function (a) {}, function* (a) {}, { m(a) { return (b) => b; } }.m, { ["x(y)"](a) {} }["x(y)"], { "x(y": (a) => 1 }["x(y"], async (a) => 1]) {
    assert.deepEqual(inputs(given), ["a"], String(given));
  }
  assert.deepEqual(inputs((a /* (b) */, c = [")", (1, 2)], params) => 1), ["a", "c", true]);
  for (const given of [Math.max, class { constructor(a) {} }]) assert.throws(() => argumentsOf(given), /its arguments cannot be read/);
});

test("whole numbers of a whole table are integers", () => {
  const types = (source) => run(source, rows).schema.fields.map(({ type }) => type.name);
  assert.deepEqual(types("function transform() { return [{ a: 1, b: 1.5, c: null, d: 'x' }, { a: null, b: 2, c: null, d: 'y' }]; }"), ["int64", "float64", "null", "string"]);
  assert.deepEqual(types("function transform() { return { a: [1, 2], b: Float64Array.of(1, 2), c: [NaN, 1], d: [2 ** 53, 1] }; }"), ["int64", "float64", "float64", "float64"]);
  assert.deepEqual(types("function* transform() { yield [{ a: 1 }]; yield [{ a: 1.5 }]; }"), ["float64"]);
});

test("modules of the library are imported", () => {
  const library = {
    "shop.tax": "import { base } from './base.js';\nimport * as up from '../top';\nexport const RATE = 2;\nexport let count = 1;\ncount = 5;\nexport default (x) => x * RATE + base + up.one;",
    "./shop/base.js": "const b = 1;\nexport { b as base };",
    top: "export const one = 1;",
    common: "exports.two = 2; exports.self = require('./common2');",
    common2: "module.exports = (x) => x + 1;",
    "folder.index": "export default 'index';",
  };
  const source = "import tax, { RATE, count as c } from './shop/tax.js';\nimport { two, self } from 'common';\nimport folder from './folder';\nconst add = require('common2');\nfunction transform() { return [{ a: tax(5), b: RATE, c, d: two, e: add(1), f: self(1), g: folder }]; }";
  assert.deepEqual(run(source, { library }).rows, [{ a: 12, b: 2, c: 5, d: 2, e: 2, f: 2, g: "index" }]);
});

test("the linker links the language itself, which then runs", async () => {
  const root = fileURLToPath(new URL("../language/", import.meta.url));
  const library = readdirSync(root).map((file) => [`language/${file}`, readFileSync(root + file, "utf8")]);
  const bundled = {};
  for (const [, text] of library) for (const [, from] of text.matchAll(/from "(\.\.\/src\/.*?)"/g)) bundled[from] ??= await import(new URL(from, new URL("../language/", import.meta.url)));
  const source = "export * as language from './language/index.js';\nexport * as tokens from './language/tokens.js';";
  const { language, tokens } = new Linker(readProgram({ source, library, options: [] }), bundled).run();
  assert.deepEqual(Object.keys(tokens).sort(), ["Unreadable", "isMember", "placeOf", "tokensOf"]);
  const given = { source: "export function transform(a, { b }) {}", library: [], options: [] };
  assert.deepEqual(language.sourceTransform.describe(given), describe(given.source));
});

test("console writes to the log, where the engine has none", async () => {
  const { makeConsole } = await import("../language/surroundings.js");
  const { kept } = await import("../src/host/native.js");
  const console = makeConsole((error) => `told ${error.message}`);
  console.log("a", 1, { b: [2] });
  console.info("\ud800");
  console.warn(new Error("e"));
  console.error("x");
  console.debug(null);
  console.assert(false, "no");
  console.table([{ a: 1 }]);
  assert.deepEqual(
    kept.logs.splice(0).map(({ level, message }) => [level, message]),
    [["info", 'a 1 {"b":[2]}'], ["info", "\ufffd"], ["warn", "told e"], ["error", "x"], ["debug", "null"], ["error", "Assertion failed: no"], ["info", '{"a":1}']],
  );
});

test("random numbers are those of a seed", () => {
  const [one, same, other] = [makeRandom(5), makeRandom(5), makeRandom(6)];
  const numbers = Array.from({ length: 1000 }, one);
  assert.deepEqual(Array.from({ length: 1000 }, same), numbers);
  assert.notDeepEqual(Array.from({ length: 1000 }, other), numbers);
  assert.ok(numbers.every((number) => number >= 0 && number < 1));
  const mean = numbers.reduce((sum, number) => sum + number) / 1000;
  assert.ok(mean > 0.45 && mean < 0.55, String(mean));
});

test("an error is told with the line, and what it came by", () => {
  const found = failure("function half(x) {\n  return x.y.z;\n}\nfunction transform() {\n  return half({});\n}");
  assert.deepEqual([found.code, found.message], ["exception", "TypeError: Cannot read properties of undefined (reading 'z')"]);
  assert.deepEqual(found.context.slice(0, 2), ["script.js:2", "  return x.y.z;"]);
  assert.deepEqual(found.context.slice(-2).map((line) => line.replace(/:\d+\)/, ")")), ["    at half (script.js:2)", "    at transform (script.js:5)"]);
  const inLibrary = failure("import { f } from './h.js';\nconst transform = () => f();", { library: { h: "\n\nexport const f = () => nosuch;" }, options: { filename: "reports/a.js" } });
  assert.equal(inLibrary.context[0], "h.js:3");
  assert.match(inLibrary.context.at(-1), /^    at transform \(reports\/a\.js:2:\d+\)$/);
});

test("causes, and what is no error, are told", () => {
  const found = failure("function transform() {\n  try { null.x; } catch (cause) { throw new RangeError('outer', { cause }); }\n}");
  assert.equal(found.message, "RangeError: outer");
  assert.ok(found.context.some((line) => line.startsWith("caused by TypeError: ")));
  assert.deepEqual(failure("function transform() { throw 'boom'; }"), { code: "exception", message: "thrown: boom", context: [] });
  assert.equal(failure("function transform() { throw null; }").message, "thrown: null");
  assert.equal(failure("function transform() { throw new Error(); }").message, "Error");
  assert.equal(failure("function transform() { throw new AggregateError([new Error('a'), 'b'], 'all'); }").context.at(-1), "with b");
});

test("an error that cannot be looked at is told", () => {
  for (const made of ["new Proxy({}, { get() { throw 1; }, getPrototypeOf() { throw 2; } })", "Object.defineProperty(new Error('x'), 'stack', { get() { throw 5; } })", "Object.assign(new Error('x'), { message: { toString() { throw 5; } } })"]) {
    assert.deepEqual(failure(`function transform() { throw ${made}; }`), { code: "exception", message: "an error that cannot be looked at", context: [] });
  }
});

test("a failure keeps its code, and has the line", () => {
  const found = failure("import { context, Failure } from 'sandtable-guest';\nfunction transform() {\n  context('counting', () => { throw new Failure('no-rows', 'none'); });\n}");
  assert.deepEqual([found.code, found.message, found.context.slice(0, 2)], ["no-rows", "none", ["counting", "script.js:3"]]);
  const inDefinition = failure("import { defineTable } from 'sandtable-guest';\nexport const transform = defineTable({ name: 'a', version: '1.0.0', inputs: [], run() {\n  null.x;\n} });");
  assert.equal(inDefinition.code, "exception");
  assert.match(inDefinition.context[0], /^script\.js:3$/);
});

test("an endless recursion is told in a hundred lines", () => {
  const found = failure("function down(n) { return down(n + 1) + 1; }\nfunction transform() { return down(0); }");
  assert.equal(found.code, "exception");
  assert.ok(found.context.length <= 101);
});

test("what is no transform, no table, no option or no module is refused", () => {
  for (const [source, code, message, more] of [
    ["const x = 1;", "no-transform", "User script must define a 'transform()' function"],
    ["const transform = 5;", "no-transform", "User script must define a 'transform()' function"],
    ["async function transform() {}", "bad-signature", "transform is async: nothing here is waited for; write it without"],
    ["const transform = async () => {};", "bad-signature", "transform is async"],
    ["function transform(...tables) {}", "bad-signature", "transform: '...tables' cannot be told to a caller: name each argument"],
    ["function transform([a]) {}", "bad-signature", "transform: '[' begins an argument"],
    ["function transform({ ...all }) {}", "bad-signature", "transform: '...all' cannot be told to a caller"],
    ["function transform(a) {} transform = transform.bind(null);", "bad-signature", "transform: its arguments cannot be read"],
    ["function transform() {}", "bad-result", "the transform returned undefined; allowed: a frame"],
    ["function transform() { return 5; }", "bad-result", "the transform returned number; allowed: a frame"],
    ["function transform() { return 'text'; }", "bad-result", "the transform returned string; allowed: a frame"],
    ["function transform() { return Promise.resolve(); }", "bad-result", "the transform returned a promise, and nothing here is waited for"],
    ["function transform() { return { a: 1 }; }", "bad-result", "column 'a' is number; allowed in an object of columns"],
    ["function transform() { return { a: 'text' }; }", "bad-result", "column 'a' is string; allowed in an object of columns"],
    ["function transform() { return [1]; }", "bad-result", "a row is number; allowed: an object of its values"],
    ["function transform(orders) {}", "bad-input", "'transform' takes the inputs orders; given: none"],
    ["function transform() {}", "bad-option", "there is no option 'x'; allowed: filename, tables", { options: { x: "1" } }],
    ["function transform() {}", "bad-option", "tables is \"pandas\"; allowed: frame, table, rows", { options: { tables: "pandas" } }],
    ["function transform() {}", "bad-option", "filename is \"<input>\"", { options: { filename: "<input>" } }],
    ["function transform() {}", "bad-library", "\"a b\" is no name of a module", { library: { "a b": "" } }],
    ["function transform() {}", "bad-library", "'sandtable-guest/frames' cannot be replaced", { library: { "sandtable-guest/frames": "" } }],
    ["function transform() {}", "bad-library", "the module 'a.b' is given twice", { library: { "a.b": "", "./a/b.js": "" } }],
    ["import fs from 'fs';", "syntax", "SyntaxError: there is no module 'fs'; there are: sandtable-guest, sandtable-guest/frames, h", { library: { h: "" } }],
    ["import { x } from 'h';", "syntax", "SyntaxError: the module 'h' has no export 'x'; it has: y", { library: { h: "export const y = 1;" } }],
    ["import 'a';", "exception", "ReferenceError: modules import each other, which is not supported: a.js, b.js, a.js", { library: { a: "import 'b';", b: "import 'a';" } }],
    ["import '../a';", "syntax", "SyntaxError: there is no module '../a'", { library: { a: "" } }],
    ["require('fs');", "exception", "Error: there is no module 'fs'"],
  ]) {
    const found = failure(source, more);
    assert.equal(found.code, code, `${source}: ${found.message}`);
    assert.ok(found.message.startsWith(message), found.message);
  }
});

test("what is not supported is told with its line and a caret", () => {
  assert.deepEqual(failure("let a = 1;\n  import('b');"), {
    code: "syntax",
    message: "SyntaxError: import(…) is not supported: write `import … from` at the top",
    context: ["script.js:2", "  import('b');", "  ^", "SyntaxError: import(…) is not supported: write `import … from` at the top"],
  });
});

test("the SDK is what a component would have", () => {
  assert.equal(run("import * as all from 'sandtable-guest';\nfunction transform() { return [{ names: Object.keys(all).sort().join() }]; }").rows[0].names, Object.keys(sdk).sort().join());
});
