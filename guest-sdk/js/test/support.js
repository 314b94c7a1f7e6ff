// What several tests share.

import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";

const cache = process.env.XDG_CACHE_HOME ?? path.join(homedir(), ".cache");
const built = path.join(process.env.CARGO_TARGET_DIR ?? path.join(cache, "sandtable", "target"), "release", "sandtable");

/** The `sandtable` command; scripts/test-js makes sure that there is one. */
export const sandtable = process.env.SANDTABLE_BIN ?? built;

/** Whether it is there: without it, what compares with it is not run. */
export const hasSandtable = existsSync(sandtable);

/** What the command says, given a text as its input. */
export function ask(args, input) {
  return execFileSync(sandtable, args, { input, encoding: "utf8", stdio: ["pipe", "pipe", "pipe"], maxBuffer: 1 << 30 });
}

/** Without the empty `args` and `kwargs` that a reader of Python leaves in, which mean nothing. */
export function compact(value) {
  if (Array.isArray(value)) return value.map(compact);
  if (typeof value !== "object" || value === null) return value;
  const isEmpty = ([key, item]) => (key === "args" || key === "kwargs") && typeof item === "object" && item !== null && Object.keys(item).length === 0;
  const isCall = "expr" in value || "operation" in value;
  return Object.fromEntries(Object.entries(value).filter((entry) => !(isCall && isEmpty(entry))).map(([key, item]) => [key, compact(item)]));
}
