// A program as the host hands it over, checked: its source, the modules that it may import, its options.

import { Failure } from "../src/index.js";

/** What an input can be given as. */
export const KINDS = ["frame", "table", "rows"];

const LONGEST_NAME = 255;
const NAME = /^[\p{ID_Start}$_@][\p{ID_Continue}$\-@]*([./][\p{ID_Continue}$\-@]+)*$/u;

// An engine that interprets patterns finds a plain text ten times sooner.
const OTHER_LINE_ENDS = ["\r", "\u2028", "\u2029"];

/** Modules that are there without being in a library. */
export const BUNDLED = ["sandtable-guest", "sandtable-guest/frames"];

/** A module in source code. */
export class Module {
  /** @param {string} name with dots between folders @param {string} file as errors name it */
  constructor(name, file, source) {
    this.name = name;
    this.file = file;
    // A mark at the beginning says that a file is UTF-8, and is no part of the text.
    this.source = source.charCodeAt(0) === 0xfeff ? source.slice(1) : source;
  }

  get lines() {
    this.split ??= this.source.split(OTHER_LINE_ENDS.some((end) => this.source.includes(end)) ? /\r\n|[\n\r\u2028\u2029]/ : "\n");
    return this.split;
  }
}

/**
 * @returns {{script: Module, library: Map<string, Module>, tables: string | undefined}}
 * @throws {Failure} `bad-option`, `bad-library`
 */
export function readProgram({ source, library, options }) {
  const given = new Map();
  for (const [name, value] of options) {
    if (name !== "filename" && name !== "tables") throw new Failure("bad-option", `there is no option '${name}'; allowed: filename, tables`);
    if (given.has(name)) throw new Failure("bad-option", `the option '${name}' is given twice`);
    given.set(name, value);
  }
  const file = given.get("filename") ?? "script.js";
  if (file === "" || file.length > LONGEST_NAME || /[\p{Cc}\p{Zl}\p{Zp}]/u.test(file) || file.startsWith("<")) {
    throw new Failure("bad-option", `filename is ${JSON.stringify(file.slice(0, LONGEST_NAME))}; allowed: 1 to ${LONGEST_NAME} printable characters, the first of them no '<'`);
  }
  const modules = readLibrary(library);
  for (const module of modules.values()) {
    if (module.file === file) throw new Failure("bad-option", `filename is '${file}', which is the library's module '${module.name}' too`);
  }
  return { script: new Module("script", file, source), library: modules, tables: kindOf(given.get("tables"), "bad-option") };
}

/** A kind of table, or nothing when none was named. */
export function kindOf(name, code) {
  if (name !== undefined && !KINDS.includes(name)) throw new Failure(code, `tables is ${JSON.stringify(name) ?? String(name)}; allowed: ${KINDS.join(", ")}`);
  return name;
}

/** The name of a module as the library has it: `shop.prices` for `./shop/prices.js` too. */
export function dotted(name) {
  return name.replace(/^\.\//, "").replace(/\.m?js$/, "").replaceAll("/", ".");
}

function readLibrary(library) {
  const modules = new Map();
  for (const [given, source] of library) {
    const name = dotted(given);
    if (given.length > LONGEST_NAME || !NAME.test(name)) {
      const shown = JSON.stringify(given.slice(0, LONGEST_NAME));
      throw new Failure("bad-library", `${shown} is no name of a module; allowed: names with dots between them, such as 'helpers' and 'shop.prices'`);
    }
    if (BUNDLED.includes(given) || BUNDLED.includes(name.replaceAll(".", "/"))) throw new Failure("bad-library", `'${given}' cannot be replaced: it is a module of the language's own`);
    if (modules.has(name)) throw new Failure("bad-library", `the module '${name}' is given twice`);
    modules.set(name, new Module(name, `${name.replaceAll(".", "/")}.js`, source));
  }
  return modules;
}
