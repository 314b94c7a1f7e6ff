// What goes wrong in a program, as the host is told it: with the program's own lines.
//
// | code | message | context |
// |---|---|---|
// | `syntax` | `SyntaxError: expecting ';'` | the place, the line, the caret |
// | `exception` | `TypeError: x is not a function` | the place, the line, the caret, the stack |
// | that of a Failure | its message | what was being done, then the same |

import { Failure } from "../src/index.js";
import { textOf } from "../src/log.js";
import { wellFormed } from "../src/utf8.js";
import { BadModule } from "./linker.js";

const MOST_LINES = 100;
const LONGEST_LINE = 300;
const MOST_CAUSES = 10;

/** The `error` record of the contract for anything that can be thrown. */
export function told(error, linker) {
  if (error instanceof BadModule) {
    const message = `SyntaxError: ${error.message}`;
    return record("syntax", message, [...shown({ module: error.module, ...error.place }), message]);
  }
  if (error instanceof Failure) return record(error.code, error.message, [...error.context.flatMap((line) => ownLine(line, linker)), ...lines(error, linker, true)]);
  if (isRecord(error)) {
    // The SDK has made a record of it: its lines are those of a stack.
    const frames = error.context.flatMap((line) => ownLine(line, linker));
    const place = error.context.map((line) => linker?.placeIn(line)).find(Boolean);
    return record(error.code, error.message, place ? [...shown(place), ...(error.code === "exception" ? [error.message] : []), ...frames] : frames);
  }
  if (error instanceof Error) return record("exception", titleOf(error), lines(error, linker, false));
  return record("exception", `thrown: ${textOf(error)}`, []);
}

const text = (part) => wellFormed(String(part));
const record = (code, message, context) => ({ code: text(code), message: text(message), context: cut(context.map(text)) });

const isRecord = (error) => typeof error === "object" && error !== null && !(error instanceof Error) && typeof error.code === "string" && Array.isArray(error.context);

/** The type and the text of an error; only the type when there is no text. */
function titleOf(error) {
  const [name, message] = [String(error.name || "Error"), String(error.message ?? "")];
  return message === "" ? name : `${name}: ${message}`;
}

/** The place, the error and its stack, then what caused it. */
export function lines(error, linker, onlyWithPlace) {
  const frames = framesOf(error, linker);
  if (onlyWithPlace && frames.length === 0) return [];
  const found = [...(frames.length > 0 ? shown(frames[0]) : []), titleOf(error), ...frames.map(written)];
  let cause = error.cause;
  for (let count = 0; cause !== undefined && cause !== null && count < MOST_CAUSES; count++, cause = cause?.cause) {
    const isError = cause instanceof Error;
    found.push(`caused by ${isError ? titleOf(cause) : textOf(cause)}`, ...(isError ? framesOf(cause, linker).map(written) : []));
  }
  if (Array.isArray(error.errors)) for (const inner of error.errors.slice(0, MOST_CAUSES)) found.push(`with ${inner instanceof Error ? titleOf(inner) : textOf(inner)}`);
  return found;
}

/** The places of the program that an error came by. */
function framesOf(error, linker) {
  const frames = [];
  for (const line of String(error.stack ?? "").split("\n")) {
    const place = linker?.placeIn(line);
    if (place) frames.push({ ...place, name: /^\s*at (?:async )?(?:new )?(\S+) \(/.exec(line)?.[1] });
  }
  return frames;
}

function written({ module, line, column, name }) {
  const place = `${module.file}:${line}:${column}`;
  return name === undefined || name.startsWith("<") || name === "eval" ? `    at ${place}` : `    at ${name} (${place})`;
}

/** A line of a stack as the program's, or nothing when it is none of its; other lines as they are. */
function ownLine(line, linker) {
  if (!line.trimStart().startsWith("at ")) return [line];
  return framesOf({ stack: `    ${line.trimStart()}` }, linker).map(written);
}

/** File and line, the line itself, and where in it. */
function shown({ module, line, column }) {
  const shownLine = module.lines[line - 1] ?? "";
  if (shownLine.length > LONGEST_LINE) return [`${module.file}:${line}`];
  return [`${module.file}:${line}`, shownLine, `${shownLine.slice(0, Math.max(column - 1, 0)).replace(/[^\t]/g, " ")}^`];
}

function cut(all) {
  if (all.length <= MOST_LINES) return all;
  const last = MOST_LINES / 2 - 1;
  return [...all.slice(0, MOST_LINES / 2), `… ${all.length - MOST_LINES + 1} more lines …`, ...all.slice(-last)];
}
