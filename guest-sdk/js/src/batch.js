// Rows of a table: a schema, and one column a field.

import { badTable, Column } from "./columns/column.js";
import { Fixed } from "./columns/fixed.js";
import { build, inferType, read } from "./columns/kinds.js";
import { Failure } from "./failure.js";
import { objectOf, valuesOf } from "./objects.js";
import { Schema } from "./schema.js";
import { Field, typeOf, types } from "./types.js";

const INTEGERS = /^u?int(8|16|32|64)$/;

/** A column of values of any kind: a Column as it is, a typed array without copying, else one value after the other. */
export function column(values, type) {
  const wanted = type === undefined ? undefined : typeOf(type);
  if (values instanceof Column) {
    if (wanted === undefined || values.type.equals(wanted)) return values;
    return column(values.toArray(), wanted);
  }
  const items = Array.isArray(values) || ArrayBuffer.isView(values) ? values : Array.from(values);
  return build(wanted ?? inferType(items), items);
}

/** Some rows. It never changes: what changes it gives another one, which shares the columns that stay. */
export class Batch {
  /** @param {Schema} schema @param {Column[]} columns one a field @param {number} [length] how many rows, where there is no column to tell */
  constructor(schema, columns, length = columns[0]?.length ?? 0) {
    if (columns.length !== schema.fields.length) throw badTable(`there are ${columns.length} columns for ${schema.fields.length} fields`);
    columns.forEach((column, at) => {
      if (column.length !== length) throw badTable(`column '${schema.fields[at].name}' has ${column.length} rows instead of ${length}`);
    });
    this.schema = schema;
    this.columns = columns;
    this.length = length;
  }

  /**
   * From an object of columns: arrays of values, typed arrays or Columns. Without a schema the types are those of the
   * values (see `column`); with one, its columns are taken, and others are refused.
   */
  static of(columns, schema) {
    const names = Object.keys(columns);
    if (schema === undefined) {
      const made = names.map((name) => named(name, () => column(columns[name])));
      return new Batch(new Schema(names.map((name, at) => new Field(name, made[at].type))), made);
    }
    refuseOthers(names, schema);
    const made = schema.fields.map(({ name, type }) => {
      if (!Object.hasOwn(columns, name)) throw new Failure("bad-column", `there is no column '${name}'; there are: ${names.join(", ")}`);
      return named(name, () => column(columns[name], type));
    });
    return new Batch(schema, made);
  }

  /** From row objects. A name that a row lacks is null there. The schema as in `of`; without one, all names that occur. */
  static ofRows(rows, schema) {
    let names = schema?.names ?? [];
    let { arrays, others } = valuesOf(rows, names);
    if (others.length > 0) {
      if (schema !== undefined) refuseOthers(others, schema);
      names = others;
      ({ arrays } = valuesOf(rows, names));
    }
    const columns = names.map((name, at) => named(name, () => column(arrays[at], schema?.fields[at].type)));
    const full = schema ?? new Schema(names.map((name, at) => new Field(name, columns[at].type)));
    return new Batch(full, columns, rows.length);
  }

  /** Several batches of one schema as one. */
  static concat(batches, schema = batches[0]?.schema) {
    if (schema === undefined) throw new Failure("bad-table", "there is no batch, and no schema");
    if (batches.length === 1) return batches[0];
    const length = batches.reduce((sum, batch) => sum + batch.length, 0);
    const columns = schema.fields.map(({ type }, at) => concatenated(type, batches.map((batch) => batch.columns[at]), length));
    return new Batch(schema, columns, length);
  }

  /** From a batch of the contract. */
  static fromWire(schema, wire) {
    const arrays = wire.arrays.values();
    const columns = schema.fields.map(({ name, type }) => named(name, () => read(type, arrays)));
    if (!arrays.next().done) throw badTable("a batch has more arrays than its schema has fields");
    return new Batch(schema, columns, wire.rows);
  }

  /** As the contract has it. */
  toWire() {
    const arrays = [];
    this.columns.forEach((column, at) => {
      const { name, nullable } = this.schema.fields[at];
      if (!nullable && column.nullCount > 0) throw new Failure("bad-value", `column '${name}' takes no nulls, and there are ${column.nullCount}`);
      column.toWire(arrays);
    });
    return { rows: this.length, arrays };
  }

  /** @throws {Failure} `bad-column`, naming those that there are */
  column(name) {
    return this.columns[this.schema.indexOf(name)];
  }

  /**
   * A column of numbers of any width as one of float64, whose `values` are a Float64Array; an integer beyond 2^53 becomes
   * the nearest. A column of nothing is nulls.
   *
   * @throws {Failure} `bad-column` when it is not there, or no numbers
   */
  numbers(name) {
    const given = this.column(name);
    const { type } = given;
    if (type.name === "float64") return given;
    if (given instanceof Fixed && (INTEGERS.test(type.name) || type.name === "float32")) {
      const values = new Float64Array(given.length);
      for (let row = 0; row < given.length; row++) values[row] = Number(given.values[row]);
      return new Fixed(types.float64, given.length, given, values);
    }
    if (type.name !== "float16" && type.name !== "decimal" && type.name !== "null") throw new Failure("bad-column", `column '${name}' is ${type}, not numbers`);
    return build(types.float64, given.toArray().map((value) => (value === null ? null : Number(value))));
  }

  /** The values of a row, by name. */
  row(at) {
    return objectOf(this.schema.names, (place) => this.columns[place].get(at));
  }

  /** The rows as objects, with all columns or with those that are named. */
  *rows(names = this.schema.names) {
    const arrays = names.map((name) => this.column(name).toArray());
    const isPlain = !names.includes("__proto__");
    for (let row = 0; row < this.length; row++) {
      if (!isPlain) yield objectOf(names, (place) => arrays[place][row]);
      else {
        const object = {};
        for (let place = 0; place < names.length; place++) object[names[place]] = arrays[place][row];
        yield object;
      }
    }
  }

  [Symbol.iterator]() {
    return this.rows();
  }

  /** All rows as objects. */
  toRows() {
    return [...this.rows()];
  }

  /** All columns as arrays of values, by name. */
  toColumns() {
    return objectOf(this.schema.names, (at) => this.columns[at].toArray());
  }

  /** With a column more, or another one in its place. Without a type it is that of the values (see `column`). */
  with(name, values, type) {
    const made = named(name, () => column(values, type));
    const columns = [...this.columns];
    columns[this.schema.has(name) ? this.schema.indexOf(name) : columns.length] = made;
    return new Batch(this.schema.with(name, made.type), columns, this.schema.fields.length === 0 ? made.length : this.length);
  }

  /** Only these columns, in this order. */
  select(...names) {
    return new Batch(this.schema.select(names), names.map((name) => this.column(name)), this.length);
  }

  /** Without these columns. */
  without(...names) {
    const schema = this.schema.without(...names);
    return new Batch(schema, schema.names.map((name) => this.column(name)), this.length);
  }

  /** The rows from `from` up to, and without, `to`. */
  slice(from, to = this.length) {
    const length = Math.max(0, Math.min(this.length, to) - Math.max(0, from));
    return new Batch(this.schema, this.columns.map((column) => column.slice(from, to)), length);
  }

  /** The rows of these numbers, in their order; -1 gives a row of nulls. */
  take(rows) {
    return new Batch(this.schema, this.columns.map((column) => column.take(rows)), rows.length);
  }

  /** The rows that `keeps(row number)` is true for. */
  filter(keeps) {
    const rows = [];
    for (let row = 0; row < this.length; row++) if (keeps(row)) rows.push(row);
    return rows.length === this.length ? this : this.take(rows);
  }

  /**
   * The same rows with the columns of `schema`, in its order, their values written as its types.
   *
   * @throws {Failure} `bad-column` when one is missing or none of its, `bad-value` when a value cannot be written so
   */
  as(schema) {
    if (schema.equals(this.schema)) return new Batch(schema, this.columns, this.length);
    refuseOthers(this.schema.names, schema);
    return new Batch(schema, schema.fields.map(({ name, type }) => named(name, () => column(this.column(name), type))), this.length);
  }
}

function refuseOthers(names, schema) {
  const other = names.find((name) => !schema.has(name));
  if (other !== undefined) throw new Failure("bad-column", `there is a column '${other}', and the schema has only: ${schema.names.join(", ")}`);
}

/** What `body()` returns; what it throws names the column. */
function named(name, body) {
  try {
    return body();
  } catch (error) {
    if (error instanceof Failure && !error.message.startsWith("column '") && error.code !== "bad-column") error.message = `column '${name}': ${error.message}`;
    throw error;
  }
}

function concatenated(type, columns, length) {
  if (columns.every((column) => column instanceof Fixed && column.nullCount === 0) && columns.length > 0) {
    const values = new columns[0].values.constructor(length);
    let end = 0;
    for (const column of columns) {
      values.set(column.values, end);
      end += column.length;
    }
    return new Fixed(type, length, columns[0], values);
  }
  return build(type, columns.flatMap((column) => column.toArray()));
}
