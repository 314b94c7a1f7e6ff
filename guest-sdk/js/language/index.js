// The language `javascript`: a component that runs source code which it is given at each call, with the SDK beside it.
//
// | module | what |
// |---|---|
// | `program.js` | what the host hands over, checked |
// | `tokens.js`, `module_text.js`, `linker.js` | its modules, read, rewritten and run |
// | `parameters.js`, `transform.js` | its function `transform`: inputs, parameters, description, result |
// | `failures.js` | what goes wrong, with the program's own lines |
// | `surroundings.js` | `console` and random numbers |

import * as sdk from "../src/index.js";
import * as frames from "../src/frames/index.js";
import { lines, told } from "./failures.js";
import { Linker } from "./linker.js";
import { readProgram } from "./program.js";
import { makeConsole, makeRandom, startingLate } from "./surroundings.js";
import { transformOf } from "./transform.js";

const VERSION = "0.1.0";
const BUNDLED = { "sandtable-guest": sdk, "sandtable-guest/frames": frames };

// As many as an error is told with.
Error.stackTraceLimit = 100;
let linker;
globalThis.console ??= makeConsole((error) => lines(error, linker, false).join("\n"));

export const metadata = {
  describe: () => ({
    name: "javascript", version: VERSION, summary: "Runs source code in JavaScript", inputs: [], params: "", output: [],
    features: ["frames"], extra: [["language", "javascript"]],
  }),
};

export const sourceTransform = {
  describe: (program) => within(program, (transform) => transform.describe()),
  run: (program, inputs, params, output) => within(program, (transform) => void transform.run(inputs, params, output)),
};

/** What `use` makes of the program's transform; what is thrown is the record of the contract. */
function within(given, use) {
  linker = undefined;
  try {
    const program = readProgram(given);
    Math.random = startingLate(() => makeRandom(Date.now() * 4096 + (globalThis.performance?.now() ?? 0)));
    linker = new Linker(program, BUNDLED);
    return use(transformOf(linker.run(), program, linker.used));
  } catch (error) {
    throw safelyTold(error);
  }
}

/** The record for anything that is thrown: an error can be a trap of its own, and then is told without its parts. */
function safelyTold(error) {
  try {
    return told(error, linker);
  } catch {
    return { code: "exception", message: "an error that cannot be looked at", context: [] };
  }
}
