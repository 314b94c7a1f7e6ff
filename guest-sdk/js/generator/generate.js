// Writes the operations and functions of src/frames, and their types, from the table of operations.
//
//     node generator/generate.js           writes them
//     node generator/generate.js --check   fails when they are not what they would be

import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { code, functions } from "./code.js";
import { declarations, functionDeclarations } from "./declarations.js";
import { operations } from "./operations.js";

const all = operations();
const files = {
  "../src/frames/operations.js": code(all),
  "../src/frames/operations.d.ts": declarations(all),
  "../src/frames/functions.js": functions(all),
  "../src/frames/functions.d.ts": functionDeclarations(all),
};

for (const [name, text] of Object.entries(files)) {
  const path = fileURLToPath(new URL(name, import.meta.url));
  if (!process.argv.includes("--check")) writeFileSync(path, text);
  else if (readFileSync(path, "utf8") !== text) {
    console.error(`${name.slice(3)} is not what the table of operations gives; scripts/guest-js-operations writes it anew`);
    process.exitCode = 1;
  }
}
