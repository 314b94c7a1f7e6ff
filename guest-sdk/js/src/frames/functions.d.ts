// Written by scripts/guest-js-operations from the table of operations: not by hand.

import type { DataFrame, DataTypeExpr, Expr, Frame, Integer, IntoDtype, IntoExpr, IntoExprs, IntoSelectors, SchemaDefinition, When } from "./index.js";

/** Align a sequence of frames using common values from one or more columns as a key. */
export declare function align_frames(...frames: [...(Frame | Frame[])[], { on: IntoExprs; how?: "inner" | "left" | "right" | "full" | "semi" | "anti" | "cross" | "outer"; select?: IntoExprs | null; descending?: boolean | boolean[] }]): Frame[];
/** Either return an expression representing all columns, or evaluate a bitwise AND operation. */
export declare function all(...names: (string)[]): Expr;
export declare function all(...names: [...(string)[], { ignore_nulls?: boolean }]): Expr;
/** Compute the logical AND horizontally across columns. */
export declare function all_horizontal(...exprs: (IntoExprs)[]): Expr;
/** Evaluate a bitwise OR operation. */
export declare function any(...names: (string)[]): Expr;
export declare function any(...names: [...(string)[], { ignore_nulls?: boolean }]): Expr;
/** Compute the logical OR horizontally across columns. */
export declare function any_horizontal(...exprs: (IntoExprs)[]): Expr;
/** Approximate count of unique values. */
export declare function approx_n_unique(...columns: (string)[]): Expr;
/** Generate a range of integers. */
export declare function arange(start?: IntoExpr | { start?: IntoExpr; end?: IntoExpr | null; step?: Integer; dtype?: IntoDtype; eager?: boolean }, end?: IntoExpr | null | { start?: IntoExpr; end?: IntoExpr | null; step?: Integer; dtype?: IntoDtype; eager?: boolean }, step?: Integer | { start?: IntoExpr; end?: IntoExpr | null; step?: Integer; dtype?: IntoDtype; eager?: boolean }, options?: { start?: IntoExpr; end?: IntoExpr | null; step?: Integer; dtype?: IntoDtype; eager?: boolean }): Expr;
/** Compute two argument arctan in radians. */
export declare function arctan2(y: IntoExpr, x: IntoExpr): Expr;
/**
 * Compute two argument arctan in degrees.
 * @deprecated by Polars
 */
export declare function arctan2d(y: IntoExpr, x: IntoExpr): Expr;
/** Return the row indices that would sort the column(s). */
export declare function arg_sort_by(exprs: IntoExprs | null, ...more_exprs: (IntoExpr | null)[]): Expr;
export declare function arg_sort_by(exprs: IntoExprs | null, ...more_exprs: [...(IntoExpr | null)[], { descending?: boolean | boolean[]; nulls_last?: boolean | boolean[]; multithreaded?: boolean; maintain_order?: boolean }]): Expr;
/** Return indices where `condition` evaluates `True`. */
export declare function arg_where(condition: IntoExpr, options?: { eager?: boolean }): Expr;
/** Count the number of business days between `start` and `end` (not including `end`). */
export declare function business_day_count(start: IntoExpr, end: IntoExpr, options?: { week_mask?: boolean | boolean[]; holidays?: IntoExpr }): Expr;
/** Folds the columns from left to right, keeping the first non-null value. */
export declare function coalesce(exprs: IntoExprs | null, ...more_exprs: (IntoExpr | null)[]): Expr;
export declare function coalesce(exprs: IntoExprs | null, ...more_exprs: [...(IntoExpr | null)[], { eager?: boolean }]): Expr;
/** Collect multiple LazyFrames at the same time. */
export declare function collect_all(lazy_frames: Frame[], options?: { type_coercion?: boolean; predicate_pushdown?: boolean; projection_pushdown?: boolean; simplify_expression?: boolean; no_optimization?: boolean; slice_pushdown?: boolean; comm_subplan_elim?: boolean; comm_subexpr_elim?: boolean; cluster_with_columns?: boolean; collapse_joins?: boolean; optimizations?: any; engine?: any; lazy?: boolean }): Frame[];
/** Combine multiple DataFrames, LazyFrames, or Series into a single object. */
export declare function concat<F extends Frame>(items: F[], options?: { how?: "vertical" | "vertical_relaxed" | "diagonal" | "diagonal_relaxed" | "horizontal" | "horizontal_extend" | "align" | "align_full" | "align_inner" | "align_left" | "align_right"; rechunk?: boolean; parallel?: boolean; strict?: boolean | null }): F;
/** Horizontally concatenate columns into a single array column. */
export declare function concat_arr(exprs: IntoExprs | null, ...more_exprs: (IntoExpr | null)[]): Expr;
/** Horizontally concatenate columns into a single list column. */
export declare function concat_list(exprs: IntoExprs | null, ...more_exprs: (IntoExpr | null)[]): Expr;
/** Horizontally concatenate columns into a single string column. */
export declare function concat_str(exprs: IntoExprs | null, ...more_exprs: (IntoExpr | null)[]): Expr;
export declare function concat_str(exprs: IntoExprs | null, ...more_exprs: [...(IntoExpr | null)[], { separator?: string; ignore_nulls?: boolean }]): Expr;
/** Compute the Pearson's or Spearman rank correlation between two columns. */
export declare function corr(a: IntoExpr | null, b: IntoExpr | null, options?: { method?: "pearson" | "spearman"; ddof?: Integer | null; propagate_nans?: boolean; eager?: boolean }): Expr;
/** Return the number of non-null values in the column. */
export declare function count(...columns: (string)[]): Expr;
/** Compute the covariance between two columns/ expressions. */
export declare function cov(a: IntoExpr | null, b: IntoExpr | null, options?: { ddof?: Integer; eager?: boolean }): Expr;
/** Return the cumulative count of the non-null values in the column. */
export declare function cum_count(...columns: (string)[]): Expr;
export declare function cum_count(...columns: [...(string)[], { reverse?: boolean }]): Expr;
/** Cumulatively sum all values. */
export declare function cum_sum(...names: (string)[]): Expr;
/** Cumulatively sum all values horizontally across columns. */
export declare function cum_sum_horizontal(...exprs: (IntoExprs)[]): Expr;
/** Create a Polars literal expression of type Date. */
export declare function date(year: IntoExpr, month: IntoExpr, day: IntoExpr): Expr;
/** Generate a date range. */
export declare function date_range(start: IntoExpr, end: IntoExpr, interval?: string | { interval?: string; closed?: "left" | "right" | "both" | "none"; eager?: boolean }, options?: { interval?: string; closed?: "left" | "right" | "both" | "none"; eager?: boolean }): Expr;
/** Create a column of date ranges. */
export declare function date_ranges(start: IntoExpr, end: IntoExpr, interval?: string | { interval?: string; closed?: "left" | "right" | "both" | "none"; eager?: boolean }, options?: { interval?: string; closed?: "left" | "right" | "both" | "none"; eager?: boolean }): Expr;
/** Create a Polars literal expression of type Datetime. */
export declare function datetime(year: IntoExpr | null, month: IntoExpr | null, day: IntoExpr | null, hour?: IntoExpr | null | { hour?: IntoExpr | null; minute?: IntoExpr | null; second?: IntoExpr | null; microsecond?: IntoExpr | null; time_unit?: "ns" | "us" | "ms"; time_zone?: string | null; ambiguous?: IntoExpr }, minute?: IntoExpr | null | { hour?: IntoExpr | null; minute?: IntoExpr | null; second?: IntoExpr | null; microsecond?: IntoExpr | null; time_unit?: "ns" | "us" | "ms"; time_zone?: string | null; ambiguous?: IntoExpr }, second?: IntoExpr | null | { hour?: IntoExpr | null; minute?: IntoExpr | null; second?: IntoExpr | null; microsecond?: IntoExpr | null; time_unit?: "ns" | "us" | "ms"; time_zone?: string | null; ambiguous?: IntoExpr }, microsecond?: IntoExpr | null | { hour?: IntoExpr | null; minute?: IntoExpr | null; second?: IntoExpr | null; microsecond?: IntoExpr | null; time_unit?: "ns" | "us" | "ms"; time_zone?: string | null; ambiguous?: IntoExpr }, options?: { hour?: IntoExpr | null; minute?: IntoExpr | null; second?: IntoExpr | null; microsecond?: IntoExpr | null; time_unit?: "ns" | "us" | "ms"; time_zone?: string | null; ambiguous?: IntoExpr }): Expr;
/** Generate a datetime range. */
export declare function datetime_range(start: IntoExpr, end: IntoExpr, interval?: string | { interval?: string; closed?: "left" | "right" | "both" | "none"; time_unit?: "ns" | "us" | "ms" | null; time_zone?: string | null; eager?: boolean }, options?: { interval?: string; closed?: "left" | "right" | "both" | "none"; time_unit?: "ns" | "us" | "ms" | null; time_zone?: string | null; eager?: boolean }): Expr;
/** Create a column of datetime ranges. */
export declare function datetime_ranges(start: IntoExpr, end: IntoExpr, interval?: string | { interval?: string; closed?: "left" | "right" | "both" | "none"; time_unit?: "ns" | "us" | "ms" | null; time_zone?: string | null; eager?: boolean }, options?: { interval?: string; closed?: "left" | "right" | "both" | "none"; time_unit?: "ns" | "us" | "ms" | null; time_zone?: string | null; eager?: boolean }): Expr;
/** Get a lazily evaluated :class:`DataType` of a column or expression. */
export declare function dtype_of(col_or_expr: IntoExpr): DataTypeExpr;
/** Create polars `Duration` from distinct time components. */
export declare function duration(options?: { weeks?: IntoExpr | null; days?: IntoExpr | null; hours?: IntoExpr | null; minutes?: IntoExpr | null; seconds?: IntoExpr | null; milliseconds?: IntoExpr | null; microseconds?: IntoExpr | null; nanoseconds?: IntoExpr | null; time_unit?: "ns" | "us" | "ms" | null }): Expr;
/** Alias for an element being evaluated in an `eval` or `filter` expression. */
export declare function element(): Expr;
/** Represent all columns except for the given columns. */
export declare function exclude(columns: string | string[], ...more_columns: (string)[]): Expr;
/** Select a field in the current `struct.with_fields` scope. */
export declare function field(name: string | string[]): Expr;
/** Get the first column or value. */
export declare function first(...columns: (string)[]): Expr;
/** Format expressions as a string. */
export declare function format(f_string: string, ...args: (IntoExpr | null)[]): Expr;
/** Construct a DataFrame from a dictionary of sequences. */
export declare function from_dict(data: any, schema?: SchemaDefinition | null | { schema?: SchemaDefinition | null; schema_overrides?: SchemaDefinition | null; strict?: boolean }, options?: { schema?: SchemaDefinition | null; schema_overrides?: SchemaDefinition | null; strict?: boolean }): DataFrame;
/** Construct a DataFrame from a sequence of dictionaries. This operation clones data. */
export declare function from_dicts(data: any, schema?: SchemaDefinition | null | { schema?: SchemaDefinition | null; schema_overrides?: SchemaDefinition | null; strict?: boolean; infer_schema_length?: Integer | null }, options?: { schema?: SchemaDefinition | null; schema_overrides?: SchemaDefinition | null; strict?: boolean; infer_schema_length?: Integer | null }): DataFrame;
/** Utility function that parses an epoch timestamp (or Unix time) to Polars Date(time). */
export declare function from_epoch(column: IntoExpr, time_unit?: "ns" | "us" | "ms" | "s" | "d" | { time_unit?: "ns" | "us" | "ms" | "s" | "d" }, options?: { time_unit?: "ns" | "us" | "ms" | "s" | "d" }): Expr;
/** Construct a DataFrame from a sequence of sequences. This operation clones data. */
export declare function from_records(data: any, schema?: SchemaDefinition | null | { schema?: SchemaDefinition | null; schema_overrides?: SchemaDefinition | null; strict?: boolean; orient?: "col" | "row" | null; infer_schema_length?: Integer | null }, options?: { schema?: SchemaDefinition | null; schema_overrides?: SchemaDefinition | null; strict?: boolean; orient?: "col" | "row" | null; infer_schema_length?: Integer | null }): DataFrame;
/** Syntactic sugar for `pl.col("foo").agg_groups()`. */
export declare function groups(column: string): Expr;
/** Get the first `n` rows. */
export declare function head(column: string, n?: Integer | { n?: Integer }, options?: { n?: Integer }): Expr;
/** Aggregate all column values into a list. */
export declare function implode(...columns: (string)[]): Expr;
export declare function implode(...columns: [...(string)[], { maintain_order?: boolean }]): Expr;
/** Generate a range of integers. */
export declare function int_range(start?: IntoExpr | { start?: IntoExpr; end?: IntoExpr | null; step?: Integer; dtype?: IntoDtype; eager?: boolean }, end?: IntoExpr | null | { start?: IntoExpr; end?: IntoExpr | null; step?: Integer; dtype?: IntoDtype; eager?: boolean }, step?: Integer | { start?: IntoExpr; end?: IntoExpr | null; step?: Integer; dtype?: IntoDtype; eager?: boolean }, options?: { start?: IntoExpr; end?: IntoExpr | null; step?: Integer; dtype?: IntoDtype; eager?: boolean }): Expr;
/** Generate a range of integers for each row of the input columns. */
export declare function int_ranges(start?: IntoExpr | { start?: IntoExpr; end?: IntoExpr | null; step?: IntoExpr; dtype?: IntoDtype; eager?: boolean }, end?: IntoExpr | null | { start?: IntoExpr; end?: IntoExpr | null; step?: IntoExpr; dtype?: IntoDtype; eager?: boolean }, step?: IntoExpr | { start?: IntoExpr; end?: IntoExpr | null; step?: IntoExpr; dtype?: IntoDtype; eager?: boolean }, options?: { start?: IntoExpr; end?: IntoExpr | null; step?: IntoExpr; dtype?: IntoDtype; eager?: boolean }): Expr;
/** Normalize semi-structured deserialized JSON data into a flat table. */
export declare function json_normalize(data: any, options?: { separator?: string; max_level?: Integer | null; schema?: SchemaDefinition | null; strict?: boolean; infer_schema_length?: Integer | null; encoder?: any }): DataFrame;
/** Get the last column or value. */
export declare function last(...columns: (string)[]): Expr;
/** Return the number of rows in the context. */
export declare function len(): Expr;
/** Create sequence of evenly-spaced points. */
export declare function linear_space(start: IntoExpr | null, end: IntoExpr | null, num_samples: IntoExpr | null, options?: { closed?: "left" | "right" | "both" | "none"; eager?: boolean }): Expr;
/** Generate a sequence of evenly-spaced values for each row between `start` and `end`. */
export declare function linear_spaces(start: IntoExpr, end: IntoExpr, num_samples: IntoExpr, options?: { closed?: "left" | "right" | "both" | "none"; as_array?: boolean; eager?: boolean }): Expr;
/** Collect columns into a list column, treating each expression's value as one element. */
export declare function list(exprs: IntoExprs | null, ...more_exprs: (IntoExpr | null)[]): Expr;
/** Return an expression representing a literal value. */
export declare function lit(value: any, dtype?: IntoDtype | null | { dtype?: IntoDtype | null; allow_object?: boolean }, options?: { dtype?: IntoDtype | null; allow_object?: boolean }): Expr;
/** Get the maximum value. */
export declare function max(...names: (string)[]): Expr;
/** Get the maximum value horizontally across columns. */
export declare function max_horizontal(...exprs: (IntoExprs)[]): Expr;
/** Get the mean value. */
export declare function mean(...columns: (string)[]): Expr;
/** Compute the mean of all values horizontally across columns. */
export declare function mean_horizontal(...exprs: (IntoExprs)[]): Expr;
export declare function mean_horizontal(...exprs: [...(IntoExprs)[], { ignore_nulls?: boolean }]): Expr;
/** Get the median value. */
export declare function median(...columns: (string)[]): Expr;
/** Merge multiple sorted DataFrames or LazyFrames by the sorted key. */
export declare function merge_sorted<F extends Frame>(items: F[], key: string | string[], options?: { maintain_order?: boolean }): F;
/** Get the minimum value. */
export declare function min(...names: (string)[]): Expr;
/** Get the minimum value horizontally across columns. */
export declare function min_horizontal(...exprs: (IntoExprs)[]): Expr;
/** Count unique values. */
export declare function n_unique(...columns: (string)[]): Expr;
/** Get the nth column(s) of the context. */
export declare function nth(...indices: (Integer | Integer[])[]): Expr;
export declare function nth(...indices: [...(Integer | Integer[])[], { strict?: boolean }]): Expr;
/** Construct a column of length `n` filled with ones. */
export declare function ones(n: IntoExpr, dtype?: IntoDtype | { dtype?: IntoDtype; eager?: boolean }, options?: { dtype?: IntoDtype; eager?: boolean }): Expr;
/** Syntactic sugar for `pl.col("foo").quantile(..)`. */
export declare function quantile(column: string, quantile: IntoExpr, interpolation?: "nearest" | "higher" | "lower" | "midpoint" | "linear" | "equiprobable" | { interpolation?: "nearest" | "higher" | "lower" | "midpoint" | "linear" | "equiprobable" }, options?: { interpolation?: "nearest" | "higher" | "lower" | "midpoint" | "linear" | "equiprobable" }): Expr;
/** Construct a column of length `n` filled with the given value. */
export declare function repeat(value: IntoExpr | null, n: IntoExpr, options?: { dtype?: IntoDtype | null; eager?: boolean }): Expr;
/** Compute the rolling correlation between two columns/ expressions. */
export declare function rolling_corr(a: IntoExpr, b: IntoExpr, options: { window_size: Integer; min_samples?: Integer | null; ddof?: Integer }): Expr;
/** Compute the rolling covariance between two columns/ expressions. */
export declare function rolling_cov(a: IntoExpr, b: IntoExpr, options: { window_size: Integer; min_samples?: Integer | null; ddof?: Integer }): Expr;
/** Generates a sequence of integers. */
export declare function row_index(name?: string | { name?: string }, options?: { name?: string }): Expr;
/** Run polars expressions without a context. */
export declare function select(...exprs: (IntoExprs)[]): DataFrame;
export declare function select(...exprs: [...(IntoExprs)[], { eager?: boolean; [name: string]: IntoExpr | undefined }]): DataFrame;
/** Get the dtype of `self` in `map_elements` and `map_batches`. */
export declare function self_dtype(): DataTypeExpr;
/** Parse one or more SQL expressions to Polars expression(s). */
export declare function sql_expr(sql: string | string[]): Expr;
/** Get the standard deviation. */
export declare function std(column: string, ddof?: Integer | { ddof?: Integer }, options?: { ddof?: Integer }): Expr;
/** Collect columns into a struct column. */
export declare function struct(...exprs: (IntoExprs)[]): Expr;
export declare function struct(...exprs: [...(IntoExprs)[], { schema?: SchemaDefinition | null; eager?: boolean; [name: string]: any }]): Expr;
/** Create a new datatype expression that represents a Struct datatype. */
export declare function struct_with_fields(mapping: any): DataTypeExpr;
/** Sum all values. */
export declare function sum(...names: (string)[]): Expr;
/** Sum all values horizontally across columns. */
export declare function sum_horizontal(...exprs: (IntoExprs)[]): Expr;
export declare function sum_horizontal(...exprs: [...(IntoExprs)[], { ignore_nulls?: boolean }]): Expr;
/** Get the last `n` rows. */
export declare function tail(column: string, n?: Integer | { n?: Integer }, options?: { n?: Integer }): Expr;
/** Create a Polars literal expression of type Time. */
export declare function time(hour?: IntoExpr | null | { hour?: IntoExpr | null; minute?: IntoExpr | null; second?: IntoExpr | null; microsecond?: IntoExpr | null }, minute?: IntoExpr | null | { hour?: IntoExpr | null; minute?: IntoExpr | null; second?: IntoExpr | null; microsecond?: IntoExpr | null }, second?: IntoExpr | null | { hour?: IntoExpr | null; minute?: IntoExpr | null; second?: IntoExpr | null; microsecond?: IntoExpr | null }, microsecond?: IntoExpr | null | { hour?: IntoExpr | null; minute?: IntoExpr | null; second?: IntoExpr | null; microsecond?: IntoExpr | null }, options?: { hour?: IntoExpr | null; minute?: IntoExpr | null; second?: IntoExpr | null; microsecond?: IntoExpr | null }): Expr;
/** Generate a time range. */
export declare function time_range(start?: IntoExpr | null | { start?: IntoExpr | null; end?: IntoExpr | null; interval?: string; closed?: "left" | "right" | "both" | "none"; eager?: boolean }, end?: IntoExpr | null | { start?: IntoExpr | null; end?: IntoExpr | null; interval?: string; closed?: "left" | "right" | "both" | "none"; eager?: boolean }, interval?: string | { start?: IntoExpr | null; end?: IntoExpr | null; interval?: string; closed?: "left" | "right" | "both" | "none"; eager?: boolean }, options?: { start?: IntoExpr | null; end?: IntoExpr | null; interval?: string; closed?: "left" | "right" | "both" | "none"; eager?: boolean }): Expr;
/** Create a column of time ranges. */
export declare function time_ranges(start?: IntoExpr | null | { start?: IntoExpr | null; end?: IntoExpr | null; interval?: string; closed?: "left" | "right" | "both" | "none"; eager?: boolean }, end?: IntoExpr | null | { start?: IntoExpr | null; end?: IntoExpr | null; interval?: string; closed?: "left" | "right" | "both" | "none"; eager?: boolean }, interval?: string | { start?: IntoExpr | null; end?: IntoExpr | null; interval?: string; closed?: "left" | "right" | "both" | "none"; eager?: boolean }, options?: { start?: IntoExpr | null; end?: IntoExpr | null; interval?: string; closed?: "left" | "right" | "both" | "none"; eager?: boolean }): Expr;
/** Combine multiple DataFrames, LazyFrames, or Series into a single object. */
export declare function union<F extends Frame>(items: F[], options?: { how?: "vertical" | "vertical_relaxed" | "diagonal" | "diagonal_relaxed" | "horizontal" | "horizontal_extend" | "align" | "align_full" | "align_inner" | "align_left" | "align_right"; strict?: boolean | null }): F;
/** Get the variance. */
declare function var_(column: string, ddof?: Integer | { ddof?: Integer }, options?: { ddof?: Integer }): Expr;
export { var_ as var };
/** Start a `when-then-otherwise` expression. */
export declare function when(...predicates: (IntoExprs)[]): When;
export declare function when(...predicates: [...(IntoExprs)[], { [name: string]: any }]): When;
/** Construct a column of length `n` filled with zeros. */
export declare function zeros(n: IntoExpr, dtype?: IntoDtype | { dtype?: IntoDtype; eager?: boolean }, options?: { dtype?: IntoDtype; eager?: boolean }): Expr;
