// What is written with the SDK is what `sandtable pipeline from-python` reads in the same written in Python.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { isDeepStrictEqual } from "node:util";

import * as pl from "../src/frames/index.js";
import host, { stepsOf } from "../src/host/native-frames.js";
import { json } from "../src/frames/node.js";
import { ask, compact, hasSandtable } from "./support.js";

const calls = JSON.parse(readFileSync(new URL("fixtures/calls.json", import.meta.url), "utf8"));
const CHUNK = 250;

// A required argument that takes objects is given by position here: by name, it could not be told from one.
const BY_POSITION_ALONE = /\.(replace\(\{old: |cast\(\{dtypes: |match_to_schema\(\{schema: )/;

const doors = (Kind, door) => new Proxy({}, { get: (_, name) => new Kind(host.Frame.fromInput({ name: `${door}_${name}` })) });
const [F, D] = [doors(pl.LazyFrame, "F"), doors(pl.DataFrame, "D")];
const run = (call) => new Function("pl", "col", "lit", "cs", "F", "D", `return ${call};`)(pl, pl.col, pl.lit, pl.cs, F, D);

/** What the call makes: steps for a frame, an expression's object else. */
function made(call) {
  const given = run(call);
  if (given instanceof pl.Frame) return { steps: stepsOf(given.handle) };
  if (given instanceof pl.Expr) return { expr: JSON.parse(json(given.toJSON())) };
  return undefined;
}

/** In a document, text that begins with a dollar has another one before it, for it is no variable; frames know none. */
function asFramesHaveIt(_, value) {
  return typeof value === "string" && value.startsWith("$") ? value.slice(1) : value;
}

/** What Python's text means: the steps, by the number of the call. What cannot be read is left out, and told. */
function read(statements) {
  const inputs = [...new Set(statements.flatMap(({ text }) => text.match(/\b[FD]_\w+/g) ?? []))];
  const head = ["import polars as pl", "import polars.selectors as cs", 'base = pl.scan_csv("base.csv")'];
  head.push(...inputs.map((name) => `${name} = pl.${name.startsWith("F") ? "scan" : "read"}_csv("${name}.csv")`));
  const refused = [];
  let left = statements;
  for (;;) {
    try {
      const text = [...head, ...left.map(({ at, text }) => `s${at} = ${text}`)].join("\n");
      const { steps } = JSON.parse(ask(["pipeline", "from-python", "-"], text), asFramesHaveIt);
      return { steps: split(steps.filter(({ dataframe_out }) => dataframe_out !== "base" && !inputs.includes(dataframe_out))), refused };
    } catch (error) {
      const lines = new Set([...String(error.stderr).matchAll(/line (\d+),/g)].map(([, line]) => Number(line) - head.length - 1));
      assert.ok(lines.size > 0, String(error.stderr ?? error.stack).slice(0, 2000));
      refused.push(...left.filter((_, at) => lines.has(at)));
      left = left.filter((_, at) => !lines.has(at));
    }
  }
}

/** Steps by the call that they belong to: the last of each gives the frame of its number. */
function split(steps) {
  const byCall = new Map();
  let own = [];
  for (const [at, step] of steps.entries()) {
    own.push(step);
    const [, number] = /^s(\d+)$/.exec(step.dataframe_out) ?? [];
    const goesOn = steps[at + 1]?.dataframe_out === step.dataframe_out;
    if (number === undefined || goesOn) continue;
    byCall.set(Number(number), own);
    own = [];
  }
  return byCall;
}

/** Steps with frames named by their first appearance, for each side calls those in between as it likes. */
function anonymous(steps) {
  const names = new Map();
  const given = new Set(steps.flatMap(({ dataframe_in, dataframe_out }) => [dataframe_in, dataframe_out]).filter((name) => name !== undefined));
  const current = new Map();
  const nameOf = (name) => current.get(name) ?? name;
  const renamed = (value) => {
    if (typeof value === "string") return given.has(value) ? nameOf(value) : value;
    if (Array.isArray(value)) return value.map(renamed);
    if (typeof value !== "object" || value === null || "expr" in value) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, renamed(item)]));
  };
  return steps.map(({ operation, args = [], kwargs = {}, dataframe_in, dataframe_out }, at) => {
    const step = { operation, on: nameOf(dataframe_in), args: renamed(args), kwargs: renamed(kwargs) };
    current.set(dataframe_out, `step ${at}`);
    names.set(at, dataframe_out);
    return compact(step);
  });
}

test("the SDK writes what is read in Python", { skip: !hasSandtable && "there is no sandtable command" }, () => {
  const told = calls.map(([python, javascript], at) => {
    try {
      const here = made(javascript);
      return { at, python, javascript, here, text: here?.expr ? `base.select(${python})` : python };
    } catch (error) {
      return { at, python, javascript, error };
    }
  });
  const failed = told.filter(({ error }) => error);
  const notHere = failed.filter(({ error }) => !(error instanceof TypeError && /is not a function/.test(error.message)));
  assert.deepEqual(notHere.map(({ javascript, error }) => `${javascript}: ${error.message}`), []);
  // Operations that frames do not take, such as those that run code, have no method here.
  assert.ok(failed.length < 20, failed.map(({ javascript }) => javascript).join("\n"));

  const [compared, refused, differ] = [[], [], []];
  const all = told.filter(({ here, javascript }) => here && !BY_POSITION_ALONE.test(javascript));
  for (let at = 0; at < all.length; at += CHUNK) {
    const part = all.slice(at, at + CHUNK);
    const answer = read(part);
    refused.push(...answer.refused);
    for (const call of part) {
      const steps = answer.steps.get(call.at);
      if (steps === undefined) continue;
      compared.push(call);
      const [here, there] = call.here.expr ? [compact(call.here.expr), compact(steps.at(-1).args[0])] : [anonymous(call.here.steps), anonymous(steps)];
      if (!isDeepStrictEqual(here, there)) differ.push(`${call.javascript}\n  here:      ${JSON.stringify(here)}\n  in Python: ${JSON.stringify(there)}`);
    }
  }
  assert.equal(differ.join("\n"), "");
  console.log(`${compared.length} calls compared, ${refused.length} not read in Python, ${failed.length} not in frames`);
  assert.ok(compared.length > 2000, `${compared.length} compared; refused:\n${refused.map(({ python }) => python).join("\n")}`);
});
