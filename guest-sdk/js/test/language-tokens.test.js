// Tokens, imports and exports, as the language `javascript` reads them.

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { readModule } from "../language/module_text.js";
import { placeOf, tokensOf } from "../language/tokens.js";

const texts = (source) => tokensOf(source).map(({ text }) => text);
const ofKind = (source, kind) => tokensOf(source).filter((token) => token.kind === kind).map(({ text }) => text);

test("a slash divides, or opens a regular expression or a comment", () => {
  for (const [source, regexps] of [
    ["a / b / c", []],
    ["a = /b/g", ["/b/g"]],
    ["(a) / b / c", []],
    ["if (a) /b/.test(c)", ["/b/"]],
    ["while (a()) /b/.test(c)", ["/b/"]],
    ["x.if (a) / b / c", []],
    ["return /[/]/u", ["/[/]/u"]],
    ["a.return / b / c", []],
    ["[1] / 2 / 3", []],
    ["f(/a\\/b/, /c/)", ["/a\\/b/", "/c/"]],
    ["{}\n/a/.test(b)", ["/a/"]],
    ["x = {} / 1 / 2", []],
    ["x = { a: {} / 1 / 2 }", []],
    ["a ? /b/ : /c/", ["/b/", "/c/"]],
    ["a ? {} / 1 / 2 : 3", []],
    ["() => {}\n/a/.test(b)", ["/a/"]],
    ["`${a / b}` / c / d", []],
    ["`${/a/}`", ["/a/"]],
    ["a++ / b / c", []],
    ["typeof /a/", ["/a/"]],
    ["// a /b/\n/* c /d/ */ /e/", ["/e/"]],
    ["case /a/: b", ["/a/"]],
  ]) {
    assert.deepEqual(ofKind(source, "regexp"), regexps, source);
  }
});

test("texts and templates end where they end", () => {
  assert.deepEqual(texts("'a\\'b' + \"c\\\"d\""), ["'a\\'b'", "+", '"c\\"d"']);
  assert.deepEqual(texts("`a${b}c`"), ["`a${", "b", "}c`"]);
  assert.deepEqual(texts("`a${`${{ b: `}` }.b}`}c` + d"), ["`a${", "`${", "{", "b", ":", "`}`", "}", ".", "b", "}`", "}c`", "+", "d"]);
  assert.deepEqual(texts("`\\`$\\{$`"), ["`\\`$\\{$`"]);
  assert.deepEqual(texts("größe + \\u0061b + #x in y"), ["größe", "+", "\\u0061b", "+", "#x", "in", "y"]);
  assert.deepEqual(texts("1_000.5e-3 + .5 + 0xffn + a?.b + c?.5:1"), ["1_000.5e-3", "+", ".5", "+", "0xffn", "+", "a", "?.", "b", "+", "c", "?", ".5", ":", "1"]);
});

test("what cannot be read is told with its place", () => {
  for (const [source, message, line, column] of [
    ["a\n 'b", "unterminated string", 2, 2],
    ["`a\n${b", "'${' is never closed", 2, 1],
    ["`a", "unterminated template", 1, 1],
    ["/* a", "unterminated comment", 1, 1],
    ["x = /a", "unterminated regular expression", 1, 5],
    ["f(a]", "unexpected ']'", 1, 4],
    ["f(", "'(' is never closed", 1, 2],
    ["a\r\n  €", "unexpected character '€'", 2, 3],
  ]) {
    assert.throws(() => tokensOf(source), (error) => {
      assert.deepEqual([error.message, placeOf(source, error.at)], [message, { line, column }]);
      return error instanceof SyntaxError;
    });
  }
});

const typescript = fileURLToPath(new URL("../node_modules/typescript/lib/typescript.js", import.meta.url));
test("the compiler of TypeScript sees the same regular expressions and templates in itself", { skip: !existsSync(typescript) && "typescript is not installed" }, () => {
  const ts = createRequire(import.meta.url)(typescript);
  const source = readFileSync(typescript.replace("typescript.js", "_tsc.js"), "utf8");
  const wanted = new Map();
  const visit = (node) => {
    if (node.kind === ts.SyntaxKind.RegularExpressionLiteral) wanted.set(node.getStart(), "regexp");
    else if (node.kind === ts.SyntaxKind.NoSubstitutionTemplateLiteral || (node.kind >= ts.SyntaxKind.TemplateHead && node.kind <= ts.SyntaxKind.TemplateTail)) wanted.set(node.getStart(), "template");
    else if (node.kind === ts.SyntaxKind.StringLiteral) wanted.set(node.getStart(), "string");
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile("a.js", source, ts.ScriptTarget.Latest, true));
  const found = new Map(tokensOf(source).filter(({ kind }) => ["regexp", "template", "string"].includes(kind)).map(({ at, kind }) => [at, kind]));
  assert.ok(found.size > 10_000);
  assert.deepEqual([...found].sort(([a], [b]) => a - b), [...wanted].sort(([a], [b]) => a - b));
});

test("imports are read, whatever they look like", () => {
  const { imports } = readModule("import 'a';\nimport b from \"b\"\nimport c, { d, e as f, default as g, 'h i' as j, } from 'c'; import * as k from 'k'\nimport l, * as m from 'l';\nimport {} from 'n'");
  assert.deepEqual(
    imports.map(({ from, names, all }) => [from, names, all]),
    [
      ["a", [], null],
      ["b", [["default", "b"]], null],
      ["c", [["default", "c"], ["d", "d"], ["e", "f"], ["default", "g"], ["h i", "j"]], null],
      ["k", [], "k"],
      ["l", [["default", "l"]], "m"],
      ["n", [], null],
    ],
  );
});

test("exports are read, whatever they look like", () => {
  const read = (source) => readModule(source).exports;
  assert.deepEqual(read("export const a = 1, b = { c: [2, 3], d: (4, 5) }\nexport let e\nnext()"), [["a", "a"], ["b", "b"], ["e", "e"]]);
  assert.deepEqual(read("export const { a, b: c, d = f(1, 2), [x]: { y }, 'k': z = 1, ...rest } = o, [g, , h = [1, 2], ...[i]] = p"), ["a", "c", "d", "y", "z", "rest", "g", "h", "i"].map((name) => [name, name]));
  assert.deepEqual(read("export const f = () => {\n  return 1\n}\nvar no = 1, neither = 2"), [["f", "f"]]);
  assert.deepEqual(read("export const a = b\n/ c, d\n, e = typeof\nf, g\n++h\nlet i"), [["a", "a"], ["d", "d"], ["e", "e"], ["g", "g"]]);
  assert.deepEqual(read("export function a() {}\nexport async function b() {}\nexport function* c() {}\nexport class d extends e {}"), ["a", "b", "c", "d"].map((name) => [name, name]));
  assert.deepEqual(read("export { a, b as c, d as default, e as 'f g' };"), [["a", "a"], ["c", "b"], ["default", "d"], ["f g", "e"]]);
  assert.deepEqual(read("export default class A {}"), [["default", "A"]]);
  assert.deepEqual(read("export default async function* a() {}"), [["default", "a"]]);
  assert.equal(read("export default 1 + 2")[0][0], "default");
  assert.deepEqual(readModule("export * from 'a'; export * as b from 'b'\nexport { c, d as e } from 'c'").passed.map(({ from, names, as }) => [from, names, as]), [
    ["a", null, null],
    ["b", null, "b"],
    ["c", [["c", "c"], ["e", "d"]], null],
  ]);
});

test("what only looks like an import or an export is none", () => {
  for (const source of ["a.import('b')", "({ import: 1, export: 2 })", "class A { import() {} export() {} }", "'import a from \"b\"'", "`export ${1} default`", "// import a from 'b'", "x = { import(y) { } }"]) {
    const { imports, exports, isModule } = readModule(source);
    assert.deepEqual([imports, exports, isModule], [[], [], false], source);
  }
});

test("lines and columns stay where they are", () => {
  const source = "import {\n  a,\n} from 'a'; b;\nexport const c = 1;\nexport default function d() {} e;\nexport {\n  c as f\n}\ng";
  const { text } = readModule(source);
  assert.equal(text.split("\n").length, source.split("\n").length);
  for (const name of ["b;", "c = 1", "d()", "e;", "g"]) assert.equal(text.lastIndexOf(name), source.lastIndexOf(name), name);
});

test("what is not supported is refused by name and place", () => {
  for (const [source, message, line] of [
    ["a\nconst b = () => import('c')", "import(…) is not supported", 2],
    ["a(import.meta.url)", "import.meta is not supported", 1],
    ["import a from 'a' with { type: 'json' }", "import attributes are not supported", 1],
    ["import a b from 'c'", "unexpected 'b'; 'from' is wanted", 1],
    ["import { a from 'c' }", "unexpected 'from'; ',' is wanted", 1],
    ["export 5", "unexpected '5' after export", 1],
    ["import", "unexpected end", 1],
    ["export { a", "'{' is never closed", 1],
    ["export const 5", "unexpected '5' in a declaration", 1],
  ]) {
    assert.throws(() => readModule(source), (error) => {
      assert.ok(error.message.startsWith(message), `${source}: ${error.message}`);
      assert.equal(placeOf(source, error.at).line, line);
      return true;
    });
  }
});
