// A program's transform: a function, or what the SDK made.

import { Failure } from "../src/index.js";
import { features } from "../src/describe.js";
import { Frame } from "../src/frames/index.js";
import { Input } from "../src/input.js";
import { Output } from "../src/output.js";
import { argumentsOf, checkParams, schemaOf, valuesFor } from "./parameters.js";
import { kindOf } from "./program.js";
import { tableOf } from "./results.js";

const VERSION = "0.1.0";

/**
 * What the program's exports say: `describe()` and `run(inputs, params, output)`.
 *
 * @throws {Failure} `no-transform`, `bad-signature`
 */
export function transformOf(exports, program, used) {
  const given = exports.transform ?? exports.default;
  const defined = [given, exports].find((found) => found?.metadata && (found.tableTransform || found.rowTransform));
  features.clear();
  if (used.has("sandtable-guest/frames")) features.add("frames");
  if (defined) return new Defined(defined);
  if (typeof given !== "function") throw new Failure("no-transform", "User script must define a 'transform()' function");
  return new Written(given, program.tables ?? kindOf(exports.tables, "bad-signature") ?? "frame");
}

/** What `defineTable` or `defineRows` gave. */
class Defined {
  constructor({ metadata, tableTransform, rowTransform }) {
    Object.assign(this, { metadata, tableTransform, rowTransform });
  }

  describe() {
    return this.metadata.describe();
  }

  run(inputs, params, output) {
    const tables = byName(inputs, this.describe().inputs.map(({ name }) => name));
    if (this.tableTransform) return this.tableTransform.run(Object.entries(tables), params, output);
    const [table] = Object.values(tables);
    output.start(this.rowTransform.prepare(table.schema(), params));
    for (let batch; (batch = table.next(0) ?? null) !== null; ) output.push(this.rowTransform.apply(batch));
    return undefined;
  }
}

/** A function that somebody wrote. */
class Written {
  constructor(given, kind) {
    this.given = given;
    this.kind = kind;
    if (given.constructor?.name !== "Function" && /^async\b/.test(Function.prototype.toString.call(given))) {
      throw new Failure("bad-signature", "transform is async: nothing here is waited for; write it without");
    }
    this.arguments = argumentsOf(given);
    if (kind === "frame" && this.arguments.inputs.length > 0) features.add("frames");
  }

  describe() {
    const inputs = this.arguments.inputs.map((name) => ({ name, description: "", columns: [] }));
    return {
      name: "transform", version: VERSION, summary: "", inputs, params: schemaOf(this.arguments), output: [],
      features: [...features], extra: [["language", "javascript"]],
    };
  }

  run(inputs, text, output) {
    const handles = byName(inputs, this.arguments.inputs);
    const params = JSON.parse(text.trim() || "{}");
    checkParams(schemaOf(this.arguments), params);
    const tables = Object.fromEntries(Object.entries(handles).map(([name, handle]) => [name, this.table(name, handle)]));
    const { given } = this;
    const result = tableOf(given(...valuesFor(this.arguments, tables, params)));
    const out = new Output(output);
    out.write(result);
    out.finish();
  }

  table(name, handle) {
    const input = new Input(name, handle);
    if (this.kind === "frame") return Frame.from_input(input);
    return this.kind === "rows" ? [...input.rows()] : input;
  }
}

/** @throws {Failure} `bad-input` unless the inputs are those that are wanted */
function byName(inputs, wanted) {
  const given = inputs.map(([name]) => name);
  if (given.length !== wanted.length || new Set(given).size !== given.length || !wanted.every((name) => given.includes(name))) {
    throw new Failure("bad-input", `'transform' takes the inputs ${wanted.join(", ") || "none"}; given: ${given.join(", ") || "none"}`);
  }
  const tables = Object.fromEntries(inputs);
  return Object.fromEntries(wanted.map((name) => [name, tables[name]]));
}
