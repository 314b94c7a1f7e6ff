// The types of frames. The methods stand in operations.d.ts and functions.d.ts, which are generated.

import type { Batch, Failure, Fields, Input, Output, Row, Schema, Table } from "../index.js";
import type {
  ChainedThenMethods, ChainedWhenMethods, DataFrameMethods, DataTypeExprMethods, DynamicGroupByMethods, ExprMethods, GroupByMethods, LazyFrameMethods,
  LazyGroupByMethods, RollingGroupByMethods, Selectors, ThenMethods, WhenMethods,
} from "./operations.js";

export * from "./functions.js";

/** A whole number; a BigInt where a number is not exact. */
export type Integer = number | bigint;
/** An expression, or what becomes one: text is the name of a column where a column is meant, all else a literal. */
export type IntoExpr = Expr | Series | string | number | bigint | boolean | null | readonly IntoExpr[];
export type IntoExprs = IntoExpr | readonly IntoExpr[];
export type IntoSelector = Selector | Expr | string;
export type IntoSelectors = IntoSelector | readonly IntoSelector[];
export type IntoDtype = PolarsType | PolarsTypeFunction | DataTypeExpr | string;
export type SchemaDefinition = Record<string, IntoDtype> | readonly (string | readonly [string, IntoDtype])[];

declare const kind: unique symbol;
/** What stands for itself in JSON. */
interface Node<K extends string> {
  readonly [kind]: K;
  readonly node: object;
  toJSON(): object;
}
interface Pipe {
  /** What `build(this, …args)` returns. */
  pipe<A extends unknown[], R>(build: (self: this, ...args: A) => R, ...args: A): R;
}

/** A column, or what is calculated from columns. */
export interface Expr extends ExprMethods, Pipe, Node<string> {}
/** A set of columns: these four work on the sets. */
export interface Selector extends Omit<Expr, "sub" | "and_" | "or_" | "xor" | "exclude"> {
  sub(other: Selector): Selector;
  sub(other: IntoExpr): Expr;
  and_(...others: Selector[]): Selector;
  and_(...others: IntoExpr[]): Expr;
  or_(...others: Selector[]): Selector;
  or_(...others: IntoExpr[]): Expr;
  xor(other: Selector): Selector;
  xor(other: IntoExpr): Expr;
  exclude(columns: IntoDtype | readonly IntoDtype[], ...more_columns: IntoDtype[]): Selector;
}
export interface When extends WhenMethods, Node<"when"> {}
export interface Then extends Omit<Expr, keyof ThenMethods>, ThenMethods {}
export interface ChainedWhen extends ChainedWhenMethods, Node<"when"> {}
export interface ChainedThen extends Omit<Expr, keyof ChainedThenMethods>, ChainedThenMethods {}
/** A data type that depends on a column. */
export interface DataTypeExpr extends DataTypeExprMethods, Node<"dtype"> {}
/** Some values that are no column of a frame. */
export interface Series extends Node<"series"> {}

/** The classes are there for `instanceof` alone. */
export declare const Expr: abstract new () => Expr;
export declare const Selector: abstract new () => Selector;
export declare const When: abstract new () => When;
export declare const Then: abstract new () => Then;
export declare const ChainedWhen: abstract new () => ChainedWhen;
export declare const ChainedThen: abstract new () => ChainedThen;
export declare const DataTypeExpr: abstract new () => DataTypeExpr;

/** `Series("a", [1, 2])`, or the values alone. */
export declare function Series(values: readonly unknown[]): Series;
export declare function Series(name: string, values: readonly unknown[], dtype?: IntoDtype): Series;

/** Columns by name, by `^pattern$` or by data type. */
export declare function col(...names: (IntoDtype | readonly IntoDtype[])[]): Expr;
/** Functions that give sets of columns, as `polars.selectors` has them. */
export declare const selectors: Selectors;
export { selectors as cs };

/** A query over frames: in its text the first is `frame0`, the next `frame1`, and so on. */
export declare function sql(query: string, frames?: readonly Frame[], options?: { eager?: boolean }): LazyFrame;

/** A plan: rows that are not there yet. It never changes: each method gives another one. */
export declare abstract class Frame {
  /** All rows of an input, which is gone then. @throws {Refusal} when rows of it have been taken */
  static from_input(input: Input): LazyFrame;
  /** Rows that the transform has. They are copied. */
  static from_batches(rows: Table | readonly Batch[], schema?: Schema | Fields): LazyFrame;
  readonly isFrame: true;
  /** The columns that will come out. Nothing runs. */
  readonly schema: Schema;
  readonly columns: string[];
  /** The plan as Polars would run it, for people. Nothing runs. */
  explain(): string;
  /** Runs the plan; its rows come into the transform, batch by batch. */
  batches(maxRows?: number): Generator<Batch, void, undefined>;
  rows(names?: string[]): Generator<Row, void, undefined>;
  read(): Batch;
  /** Runs the plan, and writes its rows without their entering the transform. Says how many there were. */
  push(output: Output): number;
  /** What `build(this, …args)` returns. */
  pipe<A extends unknown[], R>(build: (self: this, ...args: A) => R, ...args: A): R;
}
export declare class LazyFrame extends Frame {
  private constructor();
}
export interface LazyFrame extends LazyFrameMethods {}
/** What `collect` gives: a plan with the methods of Python's DataFrame. */
export declare class DataFrame extends Frame {
  private constructor();
}
export interface DataFrame extends DataFrameMethods {}
/** Groups of rows. */
export declare abstract class LazyGroupBy {}
export interface LazyGroupBy extends LazyGroupByMethods {}
export declare abstract class GroupBy {}
export interface GroupBy extends GroupByMethods {}
export declare abstract class DynamicGroupBy {}
export interface DynamicGroupBy extends DynamicGroupByMethods {}
export declare abstract class RollingGroupBy {}
export interface RollingGroupBy extends RollingGroupByMethods {}

/** Why the host refused an operation. */
export declare class Refusal extends Failure {
  /** For programs: `operation`, `argument`, `given`, `allowed`, `did_you_mean`, `columns`, where they apply. */
  details: Record<string, any>;
}

/** A data type as Polars names it. */
export interface PolarsType extends Node<"type"> {
  readonly name?: string;
}
/** A data type that takes parameters; as it is, it stands for all of its kind. */
export interface PolarsTypeFunction<A extends unknown[] = any[]> {
  (...args: A): PolarsType;
}
export declare const Binary: PolarsType;
export declare const Boolean: PolarsType;
export declare const Date: PolarsType;
export declare const Float16: PolarsType;
export declare const Float32: PolarsType;
export declare const Float64: PolarsType;
export declare const Int8: PolarsType;
export declare const Int16: PolarsType;
export declare const Int32: PolarsType;
export declare const Int64: PolarsType;
export declare const Int128: PolarsType;
export declare const Null: PolarsType;
export declare const String: PolarsType;
export declare const Time: PolarsType;
export declare const UInt8: PolarsType;
export declare const UInt16: PolarsType;
export declare const UInt32: PolarsType;
export declare const UInt64: PolarsType;
export declare const UInt128: PolarsType;
export declare const Unknown: PolarsType;
export declare const Utf8: PolarsType;
export declare const Array: PolarsTypeFunction<[inner: IntoDtype, shape: number | number[]]>;
export declare const Categorical: PolarsTypeFunction<[]>;
export declare const Datetime: PolarsTypeFunction<[time_unit?: "ns" | "us" | "ms" | { time_zone?: string; time_unit?: "ns" | "us" | "ms" }, time_zone?: string | { time_zone?: string }]>;
export declare const Decimal: PolarsTypeFunction<[precision: number, scale?: number]>;
export declare const Duration: PolarsTypeFunction<[time_unit?: "ns" | "us" | "ms"]>;
export declare const Enum: PolarsTypeFunction<[categories: string[]]>;
export declare const List: PolarsTypeFunction<[inner: IntoDtype]>;
export declare const Struct: PolarsTypeFunction<[fields: SchemaDefinition]>;
