// The conformance suite's transforms of rows, in JavaScript. `src` and `transform.py` beside it are the same ones.

import { Batch, defineRows, types } from "sandtable-guest";

const HOUR_NS = 3_600_000_000_000n;
const DAY_US = 86_400_000_000n;

const TRANSFORMS = { derive, tag, times };

export const { metadata, rowTransform } = defineRows({
  name: "conformance-rows-js",
  version: "0.1.0",
  input: { name: "input" },
  params: {
    transform: { type: "string", enum: Object.keys(TRANSFORMS) },
    factor: { type: "number", default: 1 },
    above: { type: "integer", default: 0 },
    prefix: { type: "string", default: "" },
    needle: { type: "string", default: "" },
    days: { type: "integer", default: 0 },
  },
  schema: (schema, params) => TRANSFORMS[params.transform](emptyOf(schema), params).schema,
  apply: (batch, params) => TRANSFORMS[params.transform](batch, params),
});

/** Arithmetic: numbers of all widths, and what is true of them. */
function derive(batch, { factor, above }) {
  const [a, b] = [batch.numbers("a"), batch.column("b")];
  const weighted = Array.from(a, (a, row) => (a === null || b.isNull(row) ? null : a * factor + b.get(row)));
  return batch
    .with("weighted", weighted, "float64")
    .with("above", mapped(batch.column("a"), (a) => a > above), "boolean")
    .with("next", mapped(batch.column("count"), (count) => BigInt(count) + 1n), "uint64")
    .with("negated", mapped(batch.column("small"), (small) => -small), "int8")
    .with("halved", mapped(batch.column("single"), (single) => single / 2), "float32");
}

/** Text and bytes. */
function tag(batch, { prefix, needle }) {
  const text = batch.column("text");
  return batch
    .with("tagged", mapped(text, (text) => prefix + text), "string")
    .with("found", mapped(text, (text) => text.includes(needle)), "boolean")
    .with("length", mapped(text, (text) => [...text].length), "int64")
    .with("backwards", mapped(batch.column("bytes"), (bytes) => bytes.slice().reverse()), "binary");
}

/** Dates, times of day, moments with a zone and without, durations: as counts, so that no year and no unit is out of reach. */
function times(batch, { days }) {
  const [date, time, moment, local, span] = ["date", "time", "moment", "local", "span"].map((name) => batch.column(name));
  return batch
    .with("later", counted(date, (date) => date + days), date.type)
    .with("hour", counted(time, (time) => Number(time / HOUR_NS)), "int8")
    .with("day", counted(moment, (moment) => moment - modulo(moment, DAY_US)), moment.type)
    .with("rest", counted(moment, (moment) => modulo(moment, DAY_US)), types.duration("us"))
    .with("next", counted(local, (local) => local + 1n), local.type)
    .with("seconds", counted(span, (span) => Number(span) / 1e6), "float64");
}

const mapped = (column, change) => Array.from(column, (value) => (value === null ? null : change(value)));

/** Of what stands in the buffer: days are numbers there, all others BigInts. */
const counted = (column, change) => Array.from({ length: column.length }, (_, row) => (column.isNull(row) ? null : change(column.values[row])));

const modulo = (count, by) => ((count % by) + by) % by;

const emptyOf = (schema) => Batch.of(Object.fromEntries(schema.names.map((name) => [name, []])), schema);
