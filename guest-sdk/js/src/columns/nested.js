// Columns of lists and structs: columns below columns.

import { Failure } from "../failure.js";
import { objectOf } from "../objects.js";
import { build, fillerOf, read } from "./kinds.js";
import { badTable, cannotHold, Column, nullsOfValues, nullsOfWire } from "./column.js";
import { Offsets } from "./offsets.js";

const isList = (value) => Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));

/** A child's column; nulls in one that takes none are refused by name. */
function buildChild(field, values) {
  const column = build(field.type, values);
  if (column.nullCount > 0 && !field.nullable) throw new Failure("bad-value", `'${field.name}' takes no nulls, and there are ${column.nullCount}`);
  return column;
}

export class Lists extends Column {
  static buffers = 2;

  /** @param {Offsets} offsets @param {Column} items those of all lists, one after the other */
  constructor(type, length, nulls, offsets, items) {
    super(type, length, nulls);
    this.offsets = offsets;
    this.items = items;
  }

  static read(type, array, rest) {
    const nulls = nullsOfWire(this, array);
    const items = read(type.children[0].type, rest);
    return new Lists(type, array.length, nulls, Offsets.read(array.buffers[1], array.length, items.length), items);
  }

  static build(type, values) {
    const items = [];
    const offsets = Offsets.build(values.length, (row) => {
      const value = values[row];
      if (value === null || value === undefined) return 0;
      if (!isList(value)) throw cannotHold(type, value, row);
      for (const item of value) items.push(item);
      return value.length;
    });
    return new Lists(type, values.length, nullsOfValues(values), offsets, buildChild(type.children[0], items));
  }

  value(row) {
    const [from, end] = [this.offsets.at(row), this.offsets.at(row + 1)];
    return Array.from({ length: end - from }, (_, at) => this.items.get(from + at));
  }

  taken(rows, nulls) {
    const lengthOf = (row) => (row < 0 ? 0 : this.offsets.at(row + 1) - this.offsets.at(row));
    const offsets = Offsets.build(rows.length, (at) => lengthOf(rows[at]));
    const inner = new Uint32Array(offsets.end);
    for (let at = 0, end = 0; at < rows.length; at++) {
      for (let item = 0; item < lengthOf(rows[at]); item++) inner[end++] = this.offsets.at(rows[at]) + item;
    }
    return new Lists(this.type, rows.length, nulls, offsets, this.items.take(inner));
  }

  wireBuffers() {
    return [this.offsets.bytes];
  }

  wireChildren(arrays) {
    this.items.toWire(arrays);
  }
}

/** Lists of `type.size` items each; a null has them too, and they mean nothing. */
export class FixedLists extends Column {
  constructor(type, length, nulls, items) {
    super(type, length, nulls);
    this.items = items;
  }

  static read(type, array, rest) {
    const nulls = nullsOfWire(this, array);
    const items = read(type.children[0].type, rest);
    if (items.length !== array.length * type.size) throw badTable(`${array.length} lists of ${type.size} have ${items.length} items`);
    return new FixedLists(type, array.length, nulls, items);
  }

  static build(type, values) {
    const [child] = type.children;
    const hole = child.nullable ? null : fillerOf(child.type);
    const items = [];
    for (let row = 0; row < values.length; row++) {
      const value = values[row];
      const isNull = value === null || value === undefined;
      if (!isNull && (!isList(value) || value.length !== type.size)) throw cannotHold(type, value, row);
      for (let at = 0; at < type.size; at++) items.push(isNull ? hole : value[at]);
    }
    return new FixedLists(type, values.length, nullsOfValues(values), buildChild(child, items));
  }

  value(row) {
    const { size } = this.type;
    return Array.from({ length: size }, (_, at) => this.items.get(row * size + at));
  }

  taken(rows, nulls) {
    const { size } = this.type;
    // Items of a row that is not there: those of any row do, if there is one.
    const inner = Int32Array.from({ length: rows.length * size }, (_, at) => {
      const row = rows[Math.floor(at / size)];
      return row < 0 ? -1 : row * size + (at % size);
    });
    return new FixedLists(this.type, rows.length, nulls, this.items.take(filled(this.type.children[0], inner)));
  }

  wireBuffers() {
    return [];
  }

  wireChildren(arrays) {
    this.items.toWire(arrays);
  }
}

export class Structs extends Column {
  /** @param {Column[]} members in the order of the type's children */
  constructor(type, length, nulls, members) {
    super(type, length, nulls);
    this.members = members;
    this.names = type.children.map((child) => child.name);
  }

  static read(type, array, rest) {
    const nulls = nullsOfWire(this, array);
    const members = type.children.map((child) => read(child.type, rest));
    if (members.some((member) => member.length !== array.length)) throw badTable("the members of a struct are not as long as it is");
    return new Structs(type, array.length, nulls, members);
  }

  static build(type, values) {
    for (let row = 0; row < values.length; row++) {
      const value = values[row];
      if (value !== null && value !== undefined && typeof value !== "object") throw cannotHold(type, value, row);
    }
    const members = type.children.map((child) => {
      const hole = child.nullable ? null : fillerOf(child.type);
      return buildChild(child, Array.from(values, (value) => (value === null || value === undefined ? hole : value[child.name])));
    });
    return new Structs(type, values.length, nullsOfValues(values), members);
  }

  /** The column of a member. */
  member(name) {
    const at = this.names.indexOf(name);
    if (at < 0) throw new Failure("bad-column", `there is no member '${name}'; there are: ${this.names.join(", ")}`);
    return this.members[at];
  }

  value(row) {
    return objectOf(this.names, (at) => this.members[at].get(row));
  }

  taken(rows, nulls) {
    const members = this.members.map((member, at) => member.take(filled(this.type.children[at], rows)));
    return new Structs(this.type, rows.length, nulls, members);
  }

  wireBuffers() {
    return [];
  }

  wireChildren(arrays) {
    for (const member of this.members) member.toWire(arrays);
  }
}

/** Rows for a child that takes no nulls: under a null parent its first row stands, for there must be a value. */
function filled(field, rows) {
  return field.nullable || !rows.some((row) => row < 0) ? rows : rows.map((row) => Math.max(row, 0));
}
