#!/usr/bin/env node
// sandtable-guest build [FILE.js] [-o OUT.wasm] [--wit FOLDER]
//
// Makes a component of a transform in JavaScript: of FILE.js, or of what package.json calls `main`. See README.md.

import { existsSync, readFileSync } from "node:fs";

import { buildComponent } from "./build.js";

const USAGE = "usage: sandtable-guest build [FILE.js] [-o OUT.wasm] [--wit FOLDER]";

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
  options.entry ??= mainOf("package.json");
  return options;
}

function mainOf(file) {
  const { main } = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
  if (typeof main !== "string") throw new Error(`${USAGE}; without FILE.js, package.json must name it as "main"`);
  return main;
}

try {
  const { path, bytes, world, ms } = await buildComponent(readArguments(process.argv.slice(2)));
  console.log(`${path}: ${bytes} bytes, world ${world}, ${ms} ms`);
} catch (error) {
  console.error(`error: ${error.message}`);
  process.exitCode = 2;
}
