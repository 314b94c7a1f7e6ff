// What a transform returned, as the output takes it.

import { Batch, Failure, types } from "../src/index.js";
import { isPlain } from "../src/objects.js";
import { writers } from "../src/output.js";

const ALLOWED = "a frame, an array of row objects, an object of columns, a batch, or something that gives such when it is iterated";

/**
 * A result that can be written. Of an array of rows and of an object of columns, columns of nothing but whole numbers are
 * integers; of what comes piece by piece the first piece would say so for all, and numbers stay floats.
 *
 * @throws {Failure} `bad-result` for what is no table
 */
export function tableOf(result) {
  if (result instanceof Batch || writers.some(({ takes }) => takes(result))) return result;
  if (Array.isArray(result)) return result.length > 0 && result.every(isRow) ? withIntegers(Batch.ofRows(result), []) : checkedItems(result);
  if (typeof result?.then === "function") throw new Failure("bad-result", `the transform returned a promise, and nothing here is waited for; allowed: ${ALLOWED}`);
  if (isPlain(result)) return columnsOf(result);
  if (typeof result !== "object" || typeof result?.[Symbol.iterator] !== "function") throw notTable(result);
  return result;
}

const isRow = (item) => isPlain(item);
const kindOf = (value) => (value === null ? "null" : typeof value);
const notTable = (result) => new Failure("bad-result", `the transform returned ${kindOf(result)}; allowed: ${ALLOWED}`);

function checkedItems(items) {
  const other = items.find((item) => !isRow(item) && !(item instanceof Batch) && !writers.some(({ takes }) => takes(item)));
  if (other !== undefined) throw new Failure("bad-result", `a row is ${Array.isArray(other) ? "an array" : kindOf(other)}; allowed: an object of its values`);
  return items;
}

function columnsOf(result) {
  const typed = [];
  for (const [name, values] of Object.entries(result)) {
    const isList = typeof values === "object" && values !== null && (Array.isArray(values) || ArrayBuffer.isView(values) || typeof values[Symbol.iterator] === "function");
    if (!isList) throw new Failure("bad-result", `column '${name}' is ${kindOf(values)}; allowed in an object of columns: an array of values for each`);
    // Its kind was chosen.
    if (!Array.isArray(values)) typed.push(name);
  }
  return withIntegers(Batch.of(result), typed);
}

function withIntegers(batch, typed) {
  let made = batch;
  for (const [at, { name, type }] of batch.schema.fields.entries()) {
    if (type.name !== "float64" || typed.includes(name)) continue;
    const column = batch.columns[at];
    // A null's own place holds a zero, or anything.
    if (column.values.every((value, row) => Number.isSafeInteger(value) || column.isNull(row))) made = made.with(name, column.toArray(), types.int64);
  }
  return made;
}
