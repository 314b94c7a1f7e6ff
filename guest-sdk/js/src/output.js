// The table to write.

import { Batch } from "./batch.js";
import { Failure } from "./failure.js";
import { isPlain } from "./objects.js";
import { Schema } from "./schema.js";

// Rows that a generator gives one array after the other stay as they are; an array of many is written in pieces.
const ROWS_AT_ONCE = 65_536;

// What can be written beyond tables that the guest has: `frames.js` adds its own.
export const writers = [];

/** The table to write. What was written is with the host: nothing of it is kept here. */
export class Output {
  #output;
  #planned;
  #isStarted = false;

  /** @param output the handle of the contract @param {Schema} [planned] the columns that the definition names */
  constructor(output, planned) {
    this.#output = output;
    this.#planned = planned;
    /** @type {Schema | null} the columns, once they are told; of a frame that was pushed, the host knows them */
    this.schema = null;
  }

  /** The handle itself, for what the host writes. */
  get handle() {
    return this.#output;
  }

  /** Says what the columns are. Once, and only where the first batch should not say it. */
  start(schema) {
    if (this.#isStarted) throw new Failure("bad-output", "the output was started already");
    this.#isStarted = true;
    this.schema = schema instanceof Schema ? schema : new Schema(schema);
    this.#output.start(this.schema.toWire());
  }

  /** Notes that the host has started the output itself, with the columns of a frame. */
  started() {
    this.#isStarted = true;
  }

  /**
   * Writes rows: a batch, an array of row objects, or an object of columns. The first call says what the columns are,
   * unless `start` or the definition did; rows after it are written as its types.
   */
  push(given) {
    const schema = this.schema ?? (given instanceof Batch ? undefined : this.#planned);
    const batch = asBatch(given, schema);
    if (!this.#isStarted) this.start(schema ?? batch.schema);
    if (batch.length > 0) this.#output.push((this.schema === null ? batch : batch.as(this.schema)).toWire());
  }

  /** Writes what a transform returned: what `push` takes, or something that gives such when it is iterated. */
  write(given) {
    const writer = writers.find(({ takes }) => takes(given));
    if (writer) writer.write(given, this);
    else if (isRows(given)) for (let at = 0; at === 0 || at < given.length; at += ROWS_AT_ONCE) this.push(given.slice(at, at + ROWS_AT_ONCE));
    else if (given instanceof Batch || isPlain(given)) this.push(given);
    else if (typeof given?.[Symbol.iterator] === "function" && typeof given !== "string") for (const part of given) this.write(part);
    else throw new Failure("bad-output", `${typeof given} cannot be written; allowed: batches, arrays of row objects, objects of columns`);
  }

  /** Starts a table of no rows where nothing was written. */
  finish() {
    if (this.#isStarted) return;
    if (this.#planned === undefined) throw new Failure("bad-output", "nothing was written, and the columns are not known: call output.start(schema)");
    this.start(this.#planned);
  }
}

function asBatch(given, schema) {
  if (given instanceof Batch) return given;
  if (Array.isArray(given)) return Batch.ofRows(given, schema);
  if (isPlain(given)) return Batch.of(given, schema);
  throw new Failure("bad-output", `${typeof given} cannot be written; allowed: a batch, an array of row objects, an object of columns`);
}

const isRows = (given) => Array.isArray(given) && given.every((item) => isPlain(item) && !(item instanceof Batch));
