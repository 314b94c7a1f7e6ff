// The table of operations that pipelines use, as far as frames take it.

import { readFileSync } from "node:fs";

const source = (name) => JSON.parse(readFileSync(new URL(`../../../host/pipeline/src/${name}`, import.meta.url), "utf8"));

// A frame of a transform reads and writes no files, and calls no other code: the host refuses these.
const NOT_IN_FRAMES = /^(scan|read|sink|write)_|^(map_batches|map_elements|map_groups|map_columns|map_rows|pipe|fold|reduce|cum_fold|cum_reduce|name\.map|name\.map_fields)$/;
// What Frame has itself.
const OWN = new Set(["lazy_frame collect_schema", "data_frame collect_schema"]);

/** Functions that `src/frames/by_hand.js` has, because their arguments are of another shape here. */
export const BY_HAND = new Set(["col", "sql"]);

/** Words of JavaScript, which a module can export under their name and not declare. */
export const RESERVED = new Set(["var", "function", "default", "in", "new", "with"]);

/** All operations that frames take: `{kind, name, doc, params, returns, deprecated, renamed}`. */
export function operations() {
  const { operations: all } = source("operations.json");
  const unsupported = source("unsupported.json");
  return all.filter(({ kind, name }) => unsupported[kind]?.[name] === undefined && !NOT_IN_FRAMES.test(name) && !OWN.has(`${kind} ${name}`));
}

/** Whether a function of the module gives frames. */
export const givesFrames = ({ returns }) => returns.includes("Frame") || returns === "PolarsType";

/** Whether it gives one for each that goes in. */
export const givesSeveral = ({ returns }) => returns.startsWith("list[");
