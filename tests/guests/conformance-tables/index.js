// The conformance suite's transforms of whole tables, in JavaScript. `src` and `transform.py` beside it are the same ones.

import { Batch, context, Decimal, defineTable, Failure, log, progress, Schema, types } from "sandtable-guest";

const TRANSFORMS = { explode, lookup, reverse, running, totals };

export const { metadata, tableTransform } = defineTable({
  name: "conformance-tables-js",
  version: "0.1.0",
  inputs: ["left", "right"],
  params: {
    transform: { type: "string", enum: Object.keys(TRANSFORMS) },
    strict: { type: "boolean", default: false },
  },
  run: (inputs, params, output) => TRANSFORMS[params.transform](inputs, params, output),
});

/** The last row first, whatever the columns are. */
function* reverse({ left }, _, output) {
  output.start(left.schema);
  for (const batch of [...left].reverse()) yield batch.take(Array.from({ length: batch.length }, (_, row) => batch.length - 1 - row));
}

/** Exact sums by key, in the order in which keys come first. */
function totals({ left }) {
  const groups = new Map();
  let done = 0;
  for (const batch of left) {
    const amounts = batch.column("amount");
    let row = 0;
    for (const key of batch.column("key")) {
      const group = groups.get(key) ?? { key, rows: 0, total: 0n };
      groups.set(key, group);
      group.rows += 1;
      group.total += amounts.isNull(row) ? 0n : amounts.unscaled(row);
      row += 1;
    }
    done += batch.length;
    progress(done, left.length);
  }
  log.info(`${groups.size} groups of ${done} rows`);
  if (groups.has(null)) log.warn(`${groups.get(null).rows} rows have no key`);
  const rows = Array.from(groups.values(), ({ key, rows, total }) => ({ key, rows, total: new Decimal(total, 4) }));
  return Batch.ofRows(rows, new Schema({ key: "string", rows: "int64", total: types.decimal(38, 4) }));
}

/** A column of another table, by key. */
function* lookup({ left, right }, { strict }, output) {
  const [name, price] = [right.schema.field("name"), right.schema.field("price")];
  const known = new Map();
  for (const row of right.rows(["key", "name", "price"])) if (row.key !== null && !known.has(row.key)) known.set(row.key, row);
  let done = 0;
  output.start(left.schema.with("name", name.type).with("price", price.type));
  for (const batch of left) {
    const found = Array.from(batch.column("key"), (key, row) => {
      if (strict && key !== null && !known.has(key)) {
        context(`looking up row ${done + row}`, () => { throw new Failure("unknown-key", `there is no key "${key}"`); });
      }
      return known.get(key) ?? { name: null, price: null };
    });
    yield batch.with("name", found.map(({ name }) => name), name.type).with("price", found.map(({ price }) => price), price.type);
    done += batch.length;
  }
}

/** A row for each item of a list of structs; one of nulls where there is none. */
function* explode({ left }, _, output) {
  output.start({ id: "int64", position: "int64", name: "string", score: "float64", x: "int64", tag: "int32" });
  for (const batch of left) {
    const rows = [];
    for (const { id, items, info, tags } of batch.rows(["id", "items", "info", "tags"])) {
      const [x, tag] = [info?.x ?? null, tags?.[0] ?? null];
      const given = items?.length > 0 ? items : [null];
      given.forEach((item, position) => {
        rows.push({ id, position: items?.length > 0 ? position : null, name: item?.name ?? null, score: item?.score ?? null, x, tag });
      });
    }
    yield rows;
  }
}

/** What has come so far, row by row over a whole table. */
function* running({ left }, _, output) {
  output.start({ n: "int64", total: "float64", seen: "int64" });
  let [total, seen] = [0, 0];
  for (const batch of left) {
    const x = batch.column("x");
    const [totals, counts] = [new Float64Array(batch.length), new BigInt64Array(batch.length)];
    for (let row = 0; row < batch.length; row += 1) {
      if (!x.isNull(row)) {
        total += x.values[row];
        seen += 1;
      }
      totals[row] = total;
      counts[row] = BigInt(seen);
    }
    yield Batch.of({ n: batch.column("n"), total: totals, seen: counts });
  }
}
