// Runs a program's modules. The engine reads modules from files alone, and a component has none: each is run as a function
// with its imports before it, and gives its exports.
//
// An imported name is what it was when the module that exports it had run, and modules that import each other are refused.

import { readModule } from "./module_text.js";
import { BUNDLED, dotted } from "./program.js";
import { placeOf, Unreadable } from "./tokens.js";

/** An error in the text of a module, with its place. */
export class BadModule extends SyntaxError {
  /** @param module the module @param {number} line from 1 @param {number} column from 1 */
  constructor(message, module, line, column) {
    super(message);
    this.name = "SyntaxError";
    this.module = module;
    this.place = { line, column };
  }
}

// Each module's code is at lines of its own, since the engine gives all of them one file name.
const LINES_BEFORE = 1;
// As the engine names what was evaluated, and as Node.js does.
const PLACE = /(?:<input>|<anonymous>):(\d+):(\d+)/;

export class Linker {
  /** @param program as `readProgram` gives it @param {Record<string, object>} bundled modules by name */
  constructor(program, bundled) {
    this.program = program;
    this.bundled = bundled;
    this.made = new Map();
    this.running = [];
    this.pieces = [];
    this.next = 0;
    /** Bundled modules that the program has imported. */
    this.used = new Set();
  }

  /** Runs the program, and gives its exports: also a `transform` that it declares and does not export. */
  run() {
    return this.exportsOf(this.program.script);
  }

  /** The module and the line of a line that the engine names, or nothing when it is no line of the program's. */
  locate(line, column) {
    const piece = this.pieces.find(({ first, last }) => line >= first && line <= last);
    if (piece === undefined) return undefined;
    return { module: piece.module, line: line - piece.first + 1, column };
  }

  /** The place in a line of a stack, or nothing when it is none of the program's. */
  placeIn(text) {
    const [, line, column] = PLACE.exec(text) ?? [];
    return line === undefined ? undefined : this.locate(Number(line), Number(column));
  }

  exportsOf(module) {
    if (this.made.has(module)) return this.made.get(module);
    if (this.running.includes(module)) {
      const names = [...this.running.slice(this.running.indexOf(module)), module].map(({ file }) => file);
      throw new ReferenceError(`modules import each other, which is not supported: ${names.join(", ")}`);
    }
    this.running.push(module);
    const made = this.evaluate(module);
    this.running.pop();
    this.made.set(module, made);
    return made;
  }

  evaluate(module) {
    const read = reading(module);
    const imported = read.imports.map(({ from, at }) => this.resolve(module, from, at));
    const passed = read.passed.map(({ from, at }) => this.resolve(module, from, at));
    read.imports.forEach(({ from, at, names }, index) => names.forEach(([name]) => this.check(module, imported[index], from, name, at)));
    const run = this.compile(module, read);
    const commonjs = { exports: {} };
    const require = (name) => this.required(module, name);
    const [own, declared] = run(imported, require, commonjs, commonjs.exports);
    read.passed.forEach((entry, index) => this.pass(module, own, passed[index], entry));
    const made = read.isModule ? own : fromCommonjs(own, commonjs);
    // A script need not export its transform.
    if (module === this.program.script && !("transform" in made) && declared() !== undefined) withGetter(made, "transform", declared);
    return made;
  }

  /** The module's function. Its text begins at a line that no other has. */
  compile(module, { imports, exports, text, awaits }) {
    const own = freshName(module.source);
    const declared = imports.flatMap(({ names, all }, index) => [
      ...names.map(([name, here]) => `${here} = ${own}[${index}][${JSON.stringify(name)}]`),
      ...(all === null ? [] : [`${all} = ${own}[${index}]`]),
    ]);
    const getters = exports.map(([name, here]) => `get ${JSON.stringify(name)}() { return ${here}; },`);
    const head = `(function (${own}, require, module, exports) { "use strict"; return (function () { ${declared.length > 0 ? `const ${declared.join(", ")};` : ""}`;
    const tail = `\n;return [{ __proto__: null, ${getters.join(" ")} }, () => (typeof transform === "undefined" ? undefined : transform)];\n})(); })`;
    const first = this.next + LINES_BEFORE + 1;
    const last = first + module.lines.length - 1;
    this.pieces.push({ module, first, last });
    const code = `${"\n".repeat(this.next)}${head}\n${text}${tail}`;
    this.next = last + 3;
    try {
      return (0, eval)(code);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      throw this.unreadable(error, module, awaits);
    }
  }

  /** What the engine says of a text that it cannot read, at the module's own line. */
  unreadable(error, module, awaits) {
    const found = String(error.stack ?? "").split("\n").map((line) => this.placeIn(line)).find(Boolean);
    const { line, column } = found ?? { line: module.lines.length, column: 1 };
    const isAwait = awaits.some((at) => placeOf(module.source, at).line === line);
    return new BadModule(isAwait ? "await outside an async function: nothing here is waited for" : error.message, module, line, column);
  }

  /** The exports of the module that is called so. */
  resolve(from, name, at) {
    const found = this.find(from, name);
    if (found === undefined) throw this.missing(from, name, at);
    return found;
  }

  find(from, name) {
    if (Object.hasOwn(this.bundled, name)) {
      this.used.add(name);
      return this.bundled[name];
    }
    const base = name.startsWith(".") ? from.name.split(".").slice(0, -1) : [];
    const parts = [...base];
    for (const part of name.replace(/\.m?js$/, "").split("/")) {
      if (part === "..") {
        if (parts.length === 0) return undefined;
        parts.pop();
      } else if (part !== ".") parts.push(part);
    }
    const module = this.program.library.get(dotted(parts.join("/"))) ?? this.program.library.get([...parts, "index"].join("."));
    return module && this.exportsOf(module);
  }

  missing(from, name, at) {
    const there = [...BUNDLED, ...this.program.library.keys()].join(", ");
    const { line, column } = placeOf(from.source, at);
    return new BadModule(`there is no module '${name}'; there are: ${there}`, from, line, column);
  }

  required(from, name) {
    const found = this.find(from, String(name));
    if (found === undefined) throw new Error(`there is no module '${name}'; there are: ${[...BUNDLED, ...this.program.library.keys()].join(", ")}`);
    // What CommonJS gives is given as it is.
    return Object.hasOwn(found, COMMONJS) ? found.default : found;
  }

  check(module, exports, from, name, at) {
    if (name in exports) return;
    const there = Object.keys(exports);
    const { line, column } = placeOf(module.source, at);
    throw new BadModule(`the module '${from}' has no export '${name}'; it has: ${there.join(", ") || "none"}`, module, line, column);
  }

  pass(module, made, exports, { from, at, names, as }) {
    if (as !== null) withGetter(made, as, () => exports);
    else if (names === null) {
      for (const name of Object.keys(exports)) if (name !== "default" && !(name in made)) withGetter(made, name, () => exports[name]);
    } else {
      for (const [name, there] of names) {
        this.check(module, exports, from, there, at);
        withGetter(made, name, () => exports[there]);
      }
    }
  }
}

const COMMONJS = Symbol("commonjs");

function reading(module) {
  try {
    return readModule(module.source);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    const { line, column } = placeOf(module.source, error.at);
    throw new BadModule(error.message, module, line, column);
  }
}

/** The exports of a module that assigns to `module.exports`: all of it, and its properties by name. */
function fromCommonjs(made, { exports }) {
  const isObject = (typeof exports === "object" && exports !== null) || typeof exports === "function";
  if (typeof exports === "object" && isObject && Object.keys(exports).length === 0) return made;
  withGetter(made, "default", () => exports);
  if (isObject) for (const name of Object.keys(exports)) if (!(name in made)) withGetter(made, name, () => exports[name]);
  Object.defineProperty(made, COMMONJS, { value: true });
  return made;
}

function withGetter(object, name, get) {
  return Object.defineProperty(object, name, { get, enumerable: true, configurable: true });
}

/** A name that the source does not have. */
function freshName(source) {
  for (let number = 0; ; number++) if (!source.includes(`$imported${number}`)) return `$imported${number}`;
}
