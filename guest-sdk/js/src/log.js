// What a transform may say to its host.

import host from "#host";

import { wellFormed } from "./utf8.js";

const say = (level) => (...parts) => host.log(level, wellFormed(parts.map(textOf).join(" ")));

/**
 * Writes a line to the log of this call: `log.info("rows:", 3)`. Objects are written as JSON. What is beyond the call's
 * limit on its log is dropped, and the drop is reported.
 */
export const log = { trace: say("trace"), debug: say("debug"), info: say("info"), warn: say("warn"), error: say("error") };

/** Tells how far a long call has come, in a unit of your choosing; `total` where it is known. */
export function progress(done, total) {
  host.progress(done, total ?? undefined);
}

/** One part of a line of the log. */
export function textOf(part) {
  if (typeof part !== "object" || part === null) return String(part);
  if (part instanceof Error) return part.stack ? `${part}\n${part.stack}` : String(part);
  try {
    return JSON.stringify(part, (_, value) => (typeof value === "bigint" ? String(value) : value));
  } catch {
    return String(part);
  }
}
