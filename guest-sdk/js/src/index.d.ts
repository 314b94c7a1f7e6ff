// The types of README.md's pages.

/** A type's name, as the host's answers have it. `timestamp` and `duration` alone are in microseconds. */
export type TypeName =
  | "null" | "boolean" | "int8" | "int16" | "int32" | "int64" | "uint8" | "uint16" | "uint32" | "uint64" | "float16" | "float32" | "float64"
  | "string" | "binary" | "date" | "time" | "timestamp" | "timestamp_tz" | "duration";
/** What a column may be asked for without naming one type. */
export type TypeClass = "any" | "integer" | "number" | "temporal";
export type TimeUnit = "ms" | "us" | "ns";

/** A type. */
export class DataType {
  private constructor();
  /** As the host's answers have it: `int64`, `timestamp_tz`, `list`, `struct` … */
  readonly name: TypeName | "decimal" | "list" | "struct";
  /** The format string of Arrow's C data interface. */
  readonly format: string;
  /** The fields inside a list (one) or a struct. */
  readonly children: readonly Field[];
  /** Of decimals. */
  readonly precision?: number;
  readonly scale?: number;
  /** Of times. */
  readonly unit?: TimeUnit;
  readonly zone?: string | null;
  /** Of lists that all have as many items. */
  readonly size?: number;
  equals(other: DataType): boolean;
  toString(): string;
}

/** A column's name and type. */
export class Field {
  constructor(name: string, type: DataType | TypeName, more?: { nullable?: boolean; metadata?: [string, string][] });
  readonly name: string;
  readonly type: DataType;
  readonly nullable: boolean;
  readonly metadata: readonly [string, string][];
  with(change: { name?: string; type?: DataType | TypeName; nullable?: boolean; metadata?: [string, string][] }): Field;
}
export type Fields = readonly Field[] | Record<string, DataType | TypeName | Field>;

/** The types, by name; those with parameters are functions. */
export const types: {
  readonly [name in Exclude<TypeName, "timestamp" | "timestamp_tz" | "duration">]: DataType;
} & {
  /** Of 1 to 38 digits, `scale` of them behind the point. */
  decimal(precision: number, scale?: number): DataType;
  /** A moment since 1970, with a zone such as `UTC` or without; microseconds unless said otherwise. */
  timestamp(unit?: TimeUnit, zone?: string | null): DataType;
  duration(unit?: TimeUnit): DataType;
  /** Lists of any length, or of `size` items each. */
  list(item: DataType | TypeName | Field, size?: number): DataType;
  struct(fields: Fields): DataType;
};

/** All columns of a table. */
export class Schema {
  constructor(fields: Fields);
  readonly fields: readonly Field[];
  readonly names: string[];
  has(name: string): boolean;
  /** Where the column stands, from 0. @throws {Failure} `bad-column` */
  indexOf(name: string): number;
  /** @throws {Failure} `bad-column` */
  field(name: string): Field;
  /** With a column more at the end, or with another type in its place. */
  with(name: string, type: DataType | TypeName | Field, more?: { nullable?: boolean; metadata?: [string, string][] }): Schema;
  select(names: string[]): Schema;
  without(...names: string[]): Schema;
  /** Whether names and types are the same, in the same order. */
  equals(other: Schema): boolean;
  toString(): string;
}

/** A value of a column: see the table in README.md. */
export type Value = null | boolean | number | bigint | string | Date | Uint8Array | Decimal | Value[] | { [name: string]: Value };
/** Values by name. */
export type Row = Record<string, any>;
export type TypedArray =
  | Float64Array | Float32Array | BigInt64Array | BigUint64Array | Int32Array | Uint32Array | Int16Array | Uint16Array | Int8Array | Uint8Array;
/** What a column can be made of. */
export type Values = Column | Iterable<unknown> | TypedArray;

/** A column of one batch. It never changes. */
export class Column<T = any> implements Iterable<T | null> {
  private constructor();
  readonly type: DataType;
  readonly length: number;
  readonly nullCount: number;
  /** A bitmap, bit 0 of byte 0 for row 0; null when no value is null. */
  readonly validity: Uint8Array | null;
  /** Of numbers, dates and times: what stands in the buffer, under nulls too. */
  readonly values: any;
  isNull(row: number): boolean;
  get(row: number): T | null;
  [Symbol.iterator](): Iterator<T | null>;
  toArray(): (T | null)[];
  slice(from: number, to?: number): Column<T>;
  /** The rows of these numbers, in their order; -1 gives null. */
  take(rows: ArrayLike<number>): Column<T>;
  /** Of structs: the column of a member. */
  member(name: string): Column;
  /** Of strings and binary: the bytes of a value, in place. */
  bytes(row: number): Uint8Array;
  /** Of decimals: the whole number of the last place. */
  unscaled(row: number): bigint;
}
/** A column of float64. */
export interface NumberColumn extends Column<number> {
  readonly values: Float64Array;
}

/** A column of values, whose type is theirs unless it is named. @throws {Failure} `bad-value` */
export function column(values: Values, type?: DataType | TypeName): Column;

/** Some rows. It never changes: what changes it gives another one. */
export class Batch implements Iterable<Row> {
  constructor(schema: Schema, columns: Column[], length?: number);
  /** From columns by name. @throws {Failure} `bad-column`, `bad-value` */
  static of(columns: Record<string, Values>, schema?: Schema): Batch;
  /** From row objects; what a row lacks is null. */
  static ofRows(rows: readonly Row[], schema?: Schema): Batch;
  static concat(batches: Batch[], schema?: Schema): Batch;
  readonly schema: Schema;
  readonly columns: Column[];
  /** How many rows there are. */
  readonly length: number;
  /** @throws {Failure} `bad-column` */
  column(name: string): Column;
  /** A column of numbers of any width as float64. @throws {Failure} `bad-column` when it is none of numbers */
  numbers(name: string): NumberColumn;
  row(at: number): Row;
  /** Row objects, with all columns or with those that are named. */
  rows(names?: string[]): Generator<Row, void, undefined>;
  [Symbol.iterator](): Iterator<Row>;
  toRows(): Row[];
  toColumns(): Record<string, any[]>;
  /** With a column more, or another one in its place. */
  with(name: string, values: Values, type?: DataType | TypeName): Batch;
  select(...names: string[]): Batch;
  without(...names: string[]): Batch;
  slice(from: number, to?: number): Batch;
  /** The rows of these numbers, in their order; -1 gives a row of nulls. */
  take(rows: ArrayLike<number>): Batch;
  filter(keeps: (row: number) => boolean): Batch;
  /** The same rows as the columns of `schema`. @throws {Failure} `bad-column`, `bad-value` */
  as(schema: Schema): Batch;
}

/** A table to read, once, batch by batch. */
export interface Input extends Iterable<Batch> {
  readonly name: string;
  readonly schema: Schema;
  /** How many rows there are in all, or null when that is not known beforehand. */
  readonly length: number | null;
  /** Batches of at most so many rows each; 0 leaves it to the host. */
  batches(maxRows?: number): Generator<Batch, void, undefined>;
  rows(names?: string[]): Generator<Row, void, undefined>;
  /** All rows at once. */
  read(): Batch;
}

/** What can be written at once. */
export type Table = Batch | readonly Row[] | Record<string, Values>;

/** The table to write. */
export interface Output {
  /** Null until the columns are told. */
  readonly schema: Schema | null;
  /** Says what the columns are: once, and only where neither the definition nor the first batch should. */
  start(schema: Schema | Fields): void;
  /** Writes rows. @throws {Failure} `bad-column`, `bad-value`, `bad-output` */
  push(rows: Table): void;
}

export type ColumnType = DataType | TypeName | TypeClass | "decimal" | "list" | "struct";
export type ColumnSpec = ColumnType | { type: ColumnType; required?: boolean; description?: string; nullable?: boolean };
export interface InputSpec {
  description?: string;
  /** The columns it reads. Others may be there too. */
  columns?: Record<string, ColumnSpec>;
}

/** A parameter's JSON Schema. One without a `default` must be given, unless it is `optional`. */
export interface ParamSpec {
  type?: "string" | "number" | "integer" | "boolean" | "array" | "object";
  enum?: readonly unknown[];
  default?: unknown;
  optional?: boolean;
  description?: string;
  [keyword: string]: unknown;
}
/** Parameters by name, or one JSON Schema of all of them. */
export type ParamsSpec = Record<string, ParamSpec> | { type: "object"; properties: Record<string, any>; [keyword: string]: any };

type ParamValue<S> = S extends { enum: readonly (infer E)[] } ? E
  : S extends { type: "string" } ? string
  : S extends { type: "number" | "integer" } ? number
  : S extends { type: "boolean" } ? boolean
  : S extends { type: "array" } ? any[]
  : any;
export type Params<P> = string extends keyof P ? Record<string, any>
  : P extends { type: "object"; properties: any } ? Record<string, any>
  : { [K in keyof P]: P[K] extends { optional: true } ? ParamValue<P[K]> | undefined : ParamValue<P[K]> };

type NumberName = "int8" | "int16" | "int32" | "int64" | "uint8" | "uint16" | "uint32" | "uint64" | "float16" | "float32" | "float64" | "integer" | "number";
type ValueOf<T> = T extends { type: infer U } ? (U extends string ? ValueOf<U> : any)
  : T extends NumberName ? number
  : T extends "string" ? string
  : T extends "boolean" ? boolean
  : T extends "date" ? Date
  : T extends "timestamp" | "timestamp_tz" ? Timestamp
  : T extends "binary" ? Uint8Array
  : any;
type RowOf<C> = string extends keyof C ? Row : { [K in keyof C]: ValueOf<C[K]> | null };
type Given<C> = string extends keyof C ? Row : { [K in keyof C]?: ValueOf<C[K]> | null };

interface Definition<P> {
  name: string;
  version: string;
  /** One line for people. */
  summary?: string;
  params?: P;
  extra?: Record<string, string>;
}

export type Inputs = readonly string[] | Record<string, InputSpec | string>;
type InputsOf<I> = I extends readonly (infer N extends string)[] ? { [K in N]: Input } : { [K in keyof I]: Input };
/** What `run` may return; whatever can be iterated and gives such, too. */
export type Result = Table | { readonly isFrame: true } | Iterable<Batch | readonly Row[] | Record<string, Values>> | void | null | undefined;

export interface TableDefinition<I, P, O> extends Definition<P> {
  /** By name, with what is said of them, or names alone. Without it there is one, called `table`. */
  inputs?: I;
  /** The columns it gives, where they are known beforehand. */
  output?: O;
  run(inputs: InputsOf<I>, params: Params<P>, output: Output): Result;
}
/** What a component exports, and what tests run. */
export interface TableTransform {
  readonly metadata: { describe(): Description };
  readonly tableTransform: { run(inputs: [string, any][], params: string, output: any): void };
}
/** A transform of whole tables. @throws {Failure} `bad-definition` */
export function defineTable<const I extends Inputs = readonly ["table"], const P extends ParamsSpec = {}, const O extends Record<string, ColumnSpec> = {}>(
  definition: TableDefinition<I, P, O>,
): TableTransform;

export interface RowsDefinition<C, P, O, S> extends Definition<P> {
  input?: { name?: string; description?: string; columns?: C };
  /** The columns that are new or changed, with their types. */
  output?: O;
  /** Checks what is given, before the first batch; what it returns is the state. */
  prepare?(schema: Schema, params: Params<P>): S;
  /** The columns that come out, where they are not the input's with those of `output`. */
  schema?(input: Schema, params: Params<P>): Schema;
  /** The values of the columns of `output` for a row. */
  map?(row: RowOf<C>, params: Params<P>, state: S): Given<O>;
  /** The columns of `output` for a batch, or a batch of all columns. */
  apply?(batch: Batch, params: Params<P>, state: S): Batch | Record<string, Values>;
}
export interface RowTransform {
  readonly metadata: { describe(): Description };
  readonly rowTransform: { prepare(schema: any, params: string): any; apply(batch: any): any };
}
/** A transform of rows, one out for each one in: with either `map` or `apply`. @throws {Failure} `bad-definition` */
export function defineRows<const C extends Record<string, ColumnSpec> = {}, const P extends ParamsSpec = {}, const O extends Record<string, ColumnSpec> = {}, S = undefined>(
  definition: RowsDefinition<C, P, O, S>,
): RowTransform;

/** What a transform says of itself. */
export interface Description {
  name: string;
  version: string;
  summary: string;
  inputs: { name: string; description: string; columns: { name: string; type: string; required: boolean; description: string }[] }[];
  params: string;
  output: { name: string; type: string; required: boolean; description: string }[];
  features: string[];
  extra: [string, string][];
}

/** A reason to give up: ends the call, and the caller sees all three parts. */
export class Failure extends Error {
  constructor(code: string, message: string, context?: string[]);
  code: string;
  /** What was being done, outermost first. */
  context: string[];
}
/** What `body()` returns. What it throws gets `text` before its context. */
export function context<T>(text: string, body: () => T): T;

/** Writes lines to the log of this call. */
export const log: Record<"trace" | "debug" | "info" | "warn" | "error", (...parts: unknown[]) => void>;
/** Tells how far a long call has come, in a unit of your choosing. */
export function progress(done: number, total?: number | null): void;

/** A Date that keeps what a column has below the millisecond. */
export class Timestamp extends Date {
  constructor(ms: number, nanos?: number);
  /** Beyond the milliseconds, from 0 to 999,999. */
  nanos: number;
}

/** An exact decimal number. In arithmetic it is the nearest number. */
export class Decimal {
  constructor(unscaled: bigint, scale: number);
  /** @throws {Failure} `bad-value` when it is none, or has more places than `scale` */
  static from(value: string | number | bigint | Decimal, scale: number): Decimal;
  readonly unscaled: bigint;
  readonly scale: number;
  rescaled(scale: number): Decimal;
  valueOf(): number;
  toString(): string;
  toJSON(): string;
}
