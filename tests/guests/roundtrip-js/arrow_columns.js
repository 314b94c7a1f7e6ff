// Arrow columns as JavaScript values, and JavaScript values as Arrow columns.
//
// A table crosses into a guest as Arrow's C data interface spelled in WIT: a schema is a depth-first list of fields, a
// batch the arrays of those fields in the same order. `Schema` reads such a list once and then translates batches:
//
//     const schema = new Schema(table.schema());
//     const columns = schema.decode(batch);               // one array of values a column, null for null
//     const batch = schema.encode(columns, batch.rows);   // fresh buffers
//
// | Arrow                                                          | JavaScript                                    |
// |----------------------------------------------------------------|-----------------------------------------------|
// | null                                                           | null                                          |
// | boolean                                                        | boolean                                       |
// | integers and dates and times (in their own unit) of to 32 bits | number                                        |
// | the same of 64 bits                                            | BigInt                                        |
// | floats                                                         | number                                        |
// | decimal                                                        | BigInt, unscaled: 1.25 of scale 2 is 125n     |
// | string, binary                                                 | string, Uint8Array                            |
// | list, fixed-size list                                          | Array                                         |
// | struct                                                         | object without a prototype, so any name works |
//
// Buffers come with no promise of alignment, and typed arrays want it: hence the `slice()` of every buffer that is
// viewed as one. WebAssembly is little-endian, as Arrow is.

import { decodeUtf8, encodeUtf8 } from "./utf8.js";

/** Arrays that do not fit their schema, or values that do not fit their column. */
export class ArrowError extends Error {}

/** All columns of a table. */
export class Schema {
  constructor(fields) {
    this.fields = fields;
    const rest = fields.values();
    this.columns = [];
    for (const field of rest) this.columns.push(columnOf(field, rest));
  }

  /** One array of `batch.rows` values for each column. */
  decode(batch) {
    const arrays = batch.arrays.values();
    const columns = this.columns.map((column) => {
      const values = column.decode(arrays);
      column.expect("rows", values.length, batch.rows);
      return values;
    });
    if (!arrays.next().done) {
      throw new ArrowError(`the batch has ${batch.arrays.length} arrays, its schema ${this.fields.length} fields`);
    }
    return columns;
  }

  /** A batch of `rows` rows; `columns` as `decode` gives them. */
  encode(columns, rows) {
    if (columns.length !== this.columns.length) {
      throw new ArrowError(`${columns.length} columns for a schema of ${this.columns.length}`);
    }
    const arrays = [];
    this.columns.forEach((column, index) => {
      column.expect("rows", columns[index].length, rows);
      column.encode(columns[index], arrays);
    });
    return { rows, arrays };
  }
}

// Stands where an array must have a slot and there is no value, because the row above is null: a null where the column
// is nullable, anything at all where it is not.
const HOLE = Symbol("hole");

/** One field and its children. Knows what all arrays have in common: length, null count and validity. */
class Column {
  /** How many buffers an array has, its validity included. */
  buffers = 1;
  /** What is written where there is no value. */
  filler = null;

  constructor(field, children) {
    this.field = field;
    this.children = children;
  }

  decode(arrays) {
    const { value: array, done } = arrays.next();
    if (done) throw this.error("has no array");
    this.expect("buffers", array.buffers.length, this.buffers);
    const values = this.read(array, arrays);
    this.expect("values", values.length, array.length);
    if (this.buffers === 0 || array.buffers[0].length === 0) return values;
    const validity = this.readBits(array.buffers[0], array.length);
    this.expect("nulls", validity.filter((valid) => !valid).length, array.nullCount);
    return values.map((value, row) => (validity[row] ? value : null));
  }

  encode(values, arrays) {
    const validity = values.map((value) => value !== null && value !== HOLE);
    let nullCount = validity.filter((valid) => !valid).length;
    let bits = new Uint8Array(0);
    if (nullCount > 0 && this.field.nullable) {
      bits = writeBits(validity);
    } else if (nullCount > 0) {
      if (values.includes(null)) throw this.error(`takes no nulls, yet row ${values.indexOf(null)} is null`);
      nullCount = 0;
    }
    const array = { length: values.length, nullCount, buffers: this.buffers > 0 ? [bits] : [] };
    arrays.push(array);
    this.write(values.map((value, row) => (validity[row] ? value : this.filler)), array, arrays);
  }

  /** All values, those under nulls too; takes the children's arrays from `arrays`. */
  read(_array, _arrays) {
    throw new Error("every kind of column has its own");
  }

  /** Adds buffers to `array` and the children's arrays to `arrays`; `filler` stands for nulls. */
  write(_values, _array, _arrays) {
    throw new Error("every kind of column has its own");
  }

  readBits(bytes, count) {
    this.expect("bytes of bits", bytes.length, Math.ceil(count / 8));
    return Array.from({ length: count }, (_, bit) => ((bytes[bit >> 3] >> (bit & 7)) & 1) === 1);
  }

  /** `count` numbers of a typed array's `kind`. */
  view(kind, bytes, count) {
    this.expect("bytes", bytes.length, count * kind.BYTES_PER_ELEMENT);
    return new kind(bytes.slice().buffer);
  }

  /** `array.length + 1` offsets that start at 0, never fall, and do not pass `end`. */
  readOffsets(kind, array, end) {
    if (array.length === 0 && array.buffers[1].length === 0) return [0];
    const offsets = Array.from(this.view(kind, array.buffers[1], array.length + 1), Number);
    const falls = offsets.some((offset, row) => row > 0 && offset < offsets[row - 1]);
    if (offsets[0] !== 0 || offsets.at(-1) > end || falls) {
      throw this.error(`has offsets that do not start at 0, fall, or pass the end (${end})`);
    }
    return offsets;
  }

  expect(what, given, expected) {
    if (given !== expected) throw this.error(`has ${given} ${what} instead of ${expected}`);
  }

  error(text) {
    return new ArrowError(`column '${this.field.name}' ${text}`);
  }
}

class Null extends Column {
  buffers = 0;

  read(array) {
    this.expect("nulls", array.nullCount, array.length);
    return new Array(array.length).fill(null);
  }

  write(_values, array) {
    array.nullCount = array.length;
  }
}

class Bool extends Column {
  buffers = 2;
  filler = false;

  read(array) {
    return this.readBits(array.buffers[1], array.length);
  }

  write(values, array) {
    array.buffers.push(writeBits(values));
  }
}

/** All fixed widths that there is a typed array for. */
class Numbers extends Column {
  buffers = 2;

  constructor(field, children, kind) {
    super(field, children);
    this.kind = kind;
    this.filler = kind === BigInt64Array || kind === BigUint64Array ? 0n : 0;
  }

  read(array) {
    return Array.from(this.view(this.kind, array.buffers[1], array.length));
  }

  write(values, array) {
    const written = this.kind.from(values);
    // A typed array wraps what it cannot hold. Floats only lose precision, and a NaN equals nothing.
    const wrapped = FLOATS.has(this.kind) ? -1 : values.findIndex((value, row) => written[row] !== value);
    if (wrapped !== -1) throw this.error(`cannot hold ${values[wrapped]} (row ${wrapped})`);
    array.buffers.push(new Uint8Array(written.buffer));
  }
}

class Decimal extends Column {
  buffers = 2;
  filler = 0n;

  constructor(field, children, bits) {
    super(field, children);
    this.bits = bits;
  }

  // As 32-bit words, lowest first: the narrowest decimal is one of them.
  read(array) {
    const count = this.bits / 32;
    const words = this.view(Uint32Array, array.buffers[1], array.length * count);
    return Array.from({ length: array.length }, (_, row) => {
      let value = 0n;
      for (let word = count - 1; word >= 0; word--) value = (value << 32n) | BigInt(words[row * count + word]);
      return BigInt.asIntN(this.bits, value);
    });
  }

  write(values, array) {
    const count = this.bits / 32;
    const words = new Uint32Array(values.length * count);
    values.forEach((value, row) => {
      if (BigInt.asIntN(this.bits, value) !== value) throw this.error(`cannot hold ${value} in ${this.bits} bits`);
      for (let word = 0; word < count; word++) words[row * count + word] = Number((value >> BigInt(32 * word)) & 0xffffffffn);
    });
    array.buffers.push(new Uint8Array(words.buffer));
  }
}

class Binary extends Column {
  buffers = 3;
  filler = new Uint8Array(0);

  constructor(field, children, offsets) {
    super(field, children);
    this.offsets = offsets;
  }

  read(array) {
    const data = array.buffers[2];
    const offsets = this.readOffsets(this.offsets, array, data.length);
    return Array.from({ length: array.length }, (_, row) => data.slice(offsets[row], offsets[row + 1]));
  }

  write(values, array) {
    const data = new Uint8Array(values.reduce((sum, value) => sum + value.length, 0));
    let end = 0;
    for (const value of values) {
      data.set(value, end);
      end += value.length;
    }
    array.buffers.push(writeOffsets(this.offsets, values), data);
  }
}

class Text extends Binary {
  filler = "";

  read(array) {
    try {
      return super.read(array).map(decodeUtf8);
    } catch (error) {
      if (error instanceof RangeError) throw this.error(`is ${error.message}`);
      throw error;
    }
  }

  write(values, array) {
    super.write(values.map(encodeUtf8), array);
  }
}

class List extends Column {
  buffers = 2;
  filler = [];

  constructor(field, children, offsets) {
    super(field, children);
    this.offsets = offsets;
  }

  read(array, arrays) {
    const items = this.children[0].decode(arrays);
    const offsets = this.readOffsets(this.offsets, array, items.length);
    return Array.from({ length: array.length }, (_, row) => items.slice(offsets[row], offsets[row + 1]));
  }

  write(values, array, arrays) {
    array.buffers.push(writeOffsets(this.offsets, values));
    this.children[0].encode(values.flat(), arrays);
  }
}

class FixedSizeList extends Column {
  constructor(field, children, size) {
    super(field, children);
    this.size = size;
    this.filler = new Array(size).fill(HOLE);
  }

  read(array, arrays) {
    const items = this.children[0].decode(arrays);
    this.children[0].expect("values", items.length, array.length * this.size);
    return Array.from({ length: array.length }, (_, row) => items.slice(row * this.size, (row + 1) * this.size));
  }

  write(values, _array, arrays) {
    for (const value of values) this.expect("items in a row", value.length, this.size);
    this.children[0].encode(values.flat(), arrays);
  }
}

class Struct extends Column {
  constructor(field, children) {
    super(field, children);
    this.filler = this.row(() => HOLE);
  }

  read(array, arrays) {
    const members = this.children.map((child) => {
      const values = child.decode(arrays);
      child.expect("values", values.length, array.length);
      return values;
    });
    return Array.from({ length: array.length }, (_, row) => this.row((member) => members[member][row]));
  }

  write(values, _array, arrays) {
    for (const child of this.children) child.encode(values.map((value) => value[child.field.name]), arrays);
  }

  row(valueOf) {
    const row = Object.create(null);
    this.children.forEach((child, member) => (row[child.field.name] = valueOf(member)));
    return row;
  }
}

const FLOATS = new Set([Float16Array, Float32Array, Float64Array]);

// Formats that name a width and nothing else.
const NUMBERS = {
  c: Int8Array, C: Uint8Array, s: Int16Array, S: Uint16Array, i: Int32Array, I: Uint32Array,
  l: BigInt64Array, L: BigUint64Array, e: Float16Array, f: Float32Array, g: Float64Array,
  tdD: Int32Array, tdm: BigInt64Array, tts: Int32Array, ttm: Int32Array, ttu: BigInt64Array, ttn: BigInt64Array,
  tDs: BigInt64Array, tDm: BigInt64Array, tDu: BigInt64Array, tDn: BigInt64Array,
};

/** The column of `field`; takes the fields of its children from `rest`. */
function columnOf(field, rest) {
  const children = [];
  while (children.length < field.children) {
    const { value: child, done } = rest.next();
    if (done) throw new ArrowError(`the schema ends before the children of '${field.name}'`);
    children.push(columnOf(child, rest));
  }
  const { format } = field;
  if (children.length === 0) {
    if (format === "n") return new Null(field, children);
    if (format === "b") return new Bool(field, children);
    if (format === "u") return new Text(field, children, Int32Array);
    if (format === "U") return new Text(field, children, BigInt64Array);
    if (format === "z") return new Binary(field, children, Int32Array);
    if (format === "Z") return new Binary(field, children, BigInt64Array);
    if (Object.hasOwn(NUMBERS, format)) return new Numbers(field, children, NUMBERS[format]);
    if (/^ts[smun]:/.test(format)) return new Numbers(field, children, BigInt64Array);
    const decimal = /^d:\d+,-?\d+(?:,(32|64|128|256))?$/.exec(format);
    if (decimal) return new Decimal(field, children, Number(decimal[1] ?? 128));
  }
  if (children.length === 1) {
    if (format === "+l") return new List(field, children, Int32Array);
    if (format === "+L") return new List(field, children, BigInt64Array);
    const fixed = /^\+w:(\d+)$/.exec(format);
    if (fixed) return new FixedSizeList(field, children, Number(fixed[1]));
  }
  if (format === "+s") return new Struct(field, children);
  throw new ArrowError(`column '${field.name}' has format '${format}' with ${children.length} children, which is not known here`);
}

function writeBits(values) {
  const bytes = new Uint8Array(Math.ceil(values.length / 8));
  values.forEach((value, bit) => (bytes[bit >> 3] |= Number(value) << (bit & 7)));
  return bytes;
}

function writeOffsets(kind, values) {
  const offsets = new kind(values.length + 1);
  const toOffset = kind === BigInt64Array ? BigInt : Number;
  let end = 0;
  values.forEach((value, row) => (offsets[row + 1] = toOffset((end += value.length))));
  return new Uint8Array(offsets.buffer);
}
