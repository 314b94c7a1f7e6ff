// All columns of a table: fields in a tree here, depth first on the wire.

import { Failure } from "./failure.js";
import { Field, fieldsOf, typeOfFormat } from "./types.js";
import { wellFormed } from "./utf8.js";

export class Schema {
  /** @param {Field[] | Record<string, import("./types.js").DataType | string | Field>} fields */
  constructor(fields) {
    this.fields = fieldsOf(fields);
    this.places = new Map();
    this.fields.forEach((field, at) => {
      if (this.places.has(field.name)) throw new Failure("bad-schema", `there are two columns '${field.name}'`);
      this.places.set(field.name, at);
    });
  }

  /** The names, in order. */
  get names() {
    return this.fields.map((field) => field.name);
  }

  /** Whether there is such a column. */
  has(name) {
    return this.places.has(name);
  }

  /**
   * Where the column stands, from 0.
   *
   * @throws {Failure} `bad-column`, naming those that there are
   */
  indexOf(name) {
    const at = this.places.get(name);
    if (at === undefined) throw new Failure("bad-column", `there is no column '${name}'; there are: ${this.names.join(", ")}`);
    return at;
  }

  /** The field of that name. Throws as `indexOf` does. */
  field(name) {
    return this.fields[this.indexOf(name)];
  }

  /** With a column more at the end, or with another type in its place when there is one of this name. */
  with(name, type, more) {
    const field = type instanceof Field ? type.with({ name }) : new Field(name, type, more);
    const fields = [...this.fields];
    fields[this.places.get(name) ?? fields.length] = field;
    return new Schema(fields);
  }

  /** Only these columns, in this order. */
  select(names) {
    return new Schema(names.map((name) => this.field(name)));
  }

  /** Without these columns. */
  without(...names) {
    names.forEach((name) => this.indexOf(name));
    return new Schema(this.fields.filter((field) => !names.includes(field.name)));
  }

  /** Whether names and types are the same, in the same order. */
  equals(other) {
    return (
      this.fields.length === other.fields.length &&
      this.fields.every((field, at) => field.name === other.fields[at].name && field.type.equals(other.fields[at].type))
    );
  }

  toString() {
    return this.fields.map((field) => `${field.name}: ${field.type}`).join(", ");
  }

  /** From the depth-first list of the contract. */
  static fromWire(wire) {
    const rest = wire.values();
    const read = (field) => {
      const children = Array.from({ length: field.children }, () => {
        const { value, done } = rest.next();
        if (done) throw new Failure("bad-table", `the schema ends before the children of '${field.name}'`);
        return read(value);
      });
      const { name, nullable, metadata } = field;
      return new Field(name, typeOfFormat(field.format, children), { nullable, metadata });
    };
    const fields = [];
    for (const field of rest) fields.push(read(field));
    return new Schema(fields);
  }

  /** The depth-first list of the contract. */
  toWire() {
    const wire = [];
    const write = ({ name, type, nullable, metadata }) => {
      wire.push({ name: wellFormed(name), format: type.format, nullable, children: type.children.length, metadata });
      type.children.forEach(write);
    };
    this.fields.forEach(write);
    return wire;
  }
}
