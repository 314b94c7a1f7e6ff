// How a transform says that it gives up, and how what it throws reaches the caller.

import { wellFormed } from "./utf8.js";

// Of the places where an error was thrown.
const MOST_LINES = 20;

/**
 * A reason to give up. Thrown anywhere in a transform it ends the call, and the caller sees all three parts.
 *
 *     throw new Failure("bad-parameter", "minutes is -1; 0 or more is allowed");
 */
export class Failure extends Error {
  /**
   * @param {string} code a short code of your own, such as `bad-parameter`
   * @param {string} message what was given, what was allowed, where
   * @param {string[]} [context] what was being done, outermost first
   */
  constructor(code, message, context = []) {
    super(message);
    this.name = "Failure";
    this.code = code;
    this.context = context;
  }
}

/**
 * What `body()` returns. What it throws is thrown on with `text` before its context, any error as a Failure of the code
 * `exception` when it has none of its own.
 */
export function context(text, body) {
  try {
    return body();
  } catch (error) {
    const failure = asFailure(error);
    failure.context.unshift(text);
    throw failure;
  }
}

/** Anything that can be thrown, as a Failure. */
export function asFailure(error) {
  if (error instanceof Failure) return error;
  const failure = new Failure("exception", error instanceof Error ? `${error.name}: ${error.message}` : String(error));
  const lines = String(error?.stack ?? "").split("\n");
  failure.context = lines.map((line) => line.trim()).filter((line) => line.startsWith("at ")).slice(0, MOST_LINES);
  return failure;
}

/**
 * What `body()` returns. What it throws becomes the `error` record of the contract: a plain object, since anything that
 * is not the record would end the call with a trap.
 */
export function giving(body) {
  try {
    return body();
  } catch (error) {
    const { code, message, context } = asFailure(error);
    const text = (part) => wellFormed(String(part));
    throw { code: text(code), message: text(message), context: context.map(text) };
  }
}
