#!/usr/bin/env node
// sandtable-guest build FILE.js [-o OUT.wasm] [--wit FOLDER]
//
// Makes a component of a transform in JavaScript. See README.md.

import { buildComponent } from "./build.js";

const USAGE = "usage: sandtable-guest build FILE.js [-o OUT.wasm] [--wit FOLDER]";

function readArguments([command, ...rest]) {
  const options = {};
  if (command !== "build") throw new Error(USAGE);
  while (rest.length > 0) {
    const word = rest.shift();
    const name = { "-o": "output", "--output": "output", "--wit": "wit" }[word];
    if (name !== undefined && rest.length > 0) options[name] = rest.shift();
    else if (name === undefined && !word.startsWith("-") && options.entry === undefined) options.entry = word;
    else throw new Error(USAGE);
  }
  if (options.entry === undefined) throw new Error(USAGE);
  return options;
}

try {
  const { path, bytes, world, ms } = await buildComponent(readArguments(process.argv.slice(2)));
  console.log(`${path}: ${bytes} bytes, world ${world}, ${ms} ms`);
} catch (error) {
  console.error(`error: ${error.message}`);
  process.exitCode = 2;
}
