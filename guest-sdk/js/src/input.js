// A table to read.

import { Batch } from "./batch.js";
import { Failure } from "./failure.js";
import { Schema } from "./schema.js";

/** A table to read, once, batch by batch: iterate it. */
export class Input {
  #table;
  #schema;

  /** @param table the handle of the contract */
  constructor(name, table) {
    this.name = name;
    this.#table = table;
  }

  /** The columns; the same for every batch. */
  get schema() {
    this.#schema ??= Schema.fromWire(this.#handle().schema());
    return this.#schema;
  }

  /** How many rows there are in all, or null when that is not known beforehand. */
  get length() {
    return this.#handle().rows() ?? null;
  }

  /** Batches of at most so many rows each; 0 leaves it to the host. */
  *batches(maxRows = 0) {
    const { schema } = this;
    for (let wire; (wire = this.#handle().next(maxRows) ?? null) !== null; ) yield Batch.fromWire(schema, wire);
  }

  [Symbol.iterator]() {
    return this.batches();
  }

  /** Row objects, with all columns or with those that are named. */
  *rows(names) {
    for (const batch of this.batches()) yield* batch.rows(names);
  }

  /** All rows at once, as one batch: the memory for all of them. */
  read() {
    const batches = [...this.batches()];
    return batches.length > 0 ? Batch.concat(batches) : Batch.of(Object.fromEntries(this.schema.names.map((name) => [name, []])), this.schema);
  }

  /** The handle itself, which goes to another owner: the input is gone then. */
  release() {
    const table = this.#handle();
    this.#table = null;
    return table;
  }

  #handle() {
    if (this.#table === null) throw new Failure("bad-input", `input '${this.name}' is a frame now, and has no rows here`);
    return this.#table;
  }
}
