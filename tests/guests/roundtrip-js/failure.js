// How a transform says that it gives up.

import { ArrowError } from "./arrow_columns.js";

/** A reason to give up, to be thrown anywhere below `failing`. */
export class Failure extends Error {
  constructor(code, message, context = []) {
    super(message);
    this.code = code;
    this.context = context;
  }
}

/**
 * What `body()` returns. What it throws becomes the `error` record of the contract: a plain object, since an instance
 * of Error, or anything else that is not the record, would end the call with a trap.
 */
export function failing(context, body) {
  try {
    return body();
  } catch (error) {
    if (error instanceof Failure) throw { code: error.code, message: error.message, context: error.context };
    if (error instanceof ArrowError) throw { code: "bad-table", message: error.message, context: [context] };
    const lines = String(error?.stack ?? "").split("\n").filter((line) => line.trim() !== "");
    throw { code: "exception", message: String(error), context: [context, ...lines] };
  }
}
