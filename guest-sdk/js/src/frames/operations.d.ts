// Written by scripts/guest-js-operations from the table of operations: not by hand.

import type { ChainedThen, ChainedWhen, DataFrame, DataTypeExpr, DynamicGroupBy, Expr, Frame, GroupBy, Integer, IntoDtype, IntoExpr, IntoExprs, IntoSelector, IntoSelectors, LazyFrame, LazyGroupBy, RollingGroupBy, SchemaDefinition, Selector, Then } from "./index.js";

export interface ExprMethods {
  /** Compute absolute values. */
  abs(): Expr;
  /** Method equivalent of addition operator `expr + other`. */
  add(other: any): Expr;
  /** Get the group indexes of the group by operation. */
  agg_groups(): Expr;
  /** Rename the expression. */
  alias(name: string): Expr;
  /** Return whether all values in the column are `True`. */
  all(options?: { ignore_nulls?: boolean }): Expr;
  /** Method equivalent of bitwise "and" operator `expr & other & ...`. */
  and_(...others: (any)[]): Expr;
  /** Return whether any of the values in the column are `True`. */
  any(options?: { ignore_nulls?: boolean }): Expr;
  /** Append expressions. */
  append(other: IntoExpr | null, options?: { upcast?: boolean }): Expr;
  /** Approximate count of unique values. */
  approx_n_unique(): Expr;
  /** Compute the element-wise value for the inverse cosine. */
  arccos(): Expr;
  /** Compute the element-wise value for the inverse hyperbolic cosine. */
  arccosh(): Expr;
  /** Compute the element-wise value for the inverse sine. */
  arcsin(): Expr;
  /** Compute the element-wise value for the inverse hyperbolic sine. */
  arcsinh(): Expr;
  /** Compute the element-wise value for the inverse tangent. */
  arctan(): Expr;
  /** Compute the element-wise value for the inverse hyperbolic tangent. */
  arctanh(): Expr;
  /** Get the index of the maximal value. */
  arg_max(): Expr;
  /** Get the index of the minimal value. */
  arg_min(): Expr;
  /** Get the index values that would sort this column. */
  arg_sort(options?: { descending?: boolean; nulls_last?: boolean }): Expr;
  /** Return indices where expression evaluates `True`. */
  arg_true(): Expr;
  /** Get index of first unique value. */
  arg_unique(): Expr;
  /** Fill missing values with the next non-null value. */
  backward_fill(limit?: Integer | null | { limit?: Integer | null }, options?: { limit?: Integer | null }): Expr;
  /** Perform an aggregation of bitwise ANDs. */
  bitwise_and(): Expr;
  /** Evaluate the number of set bits. */
  bitwise_count_ones(): Expr;
  /** Evaluate the number of unset bits. */
  bitwise_count_zeros(): Expr;
  /** Evaluate the number most-significant set bits before seeing an unset bit. */
  bitwise_leading_ones(): Expr;
  /** Evaluate the number most-significant unset bits before seeing a set bit. */
  bitwise_leading_zeros(): Expr;
  /** Perform an aggregation of bitwise ORs. */
  bitwise_or(): Expr;
  /** Evaluate the number least-significant set bits before seeing an unset bit. */
  bitwise_trailing_ones(): Expr;
  /** Evaluate the number least-significant unset bits before seeing a set bit. */
  bitwise_trailing_zeros(): Expr;
  /** Perform an aggregation of bitwise XORs. */
  bitwise_xor(): Expr;
  /** Return the `k` smallest elements. */
  bottom_k(k?: IntoExpr | { k?: IntoExpr }, options?: { k?: IntoExpr }): Expr;
  /** Return the elements corresponding to the `k` smallest elements of the `by` column(s). */
  bottom_k_by(by: IntoExprs | null, k?: IntoExpr | { k?: IntoExpr; reverse?: boolean | boolean[] }, options?: { k?: IntoExpr; reverse?: boolean | boolean[] }): Expr;
  /** Cast between data types. */
  cast(dtype: IntoDtype, options?: { strict?: boolean; wrap_numerical?: boolean }): Expr;
  /** Compute the cube root of the elements. */
  cbrt(): Expr;
  /** Rounds up to the nearest integer value. */
  ceil(): Expr;
  /** Set values outside the given boundaries to the boundary value. */
  clip(lower_bound?: IntoExpr | null | { lower_bound?: IntoExpr | null; upper_bound?: IntoExpr | null }, upper_bound?: IntoExpr | null | { lower_bound?: IntoExpr | null; upper_bound?: IntoExpr | null }, options?: { lower_bound?: IntoExpr | null; upper_bound?: IntoExpr | null }): Expr;
  /** Compute the element-wise value for the cosine. */
  cos(): Expr;
  /** Compute the element-wise value for the hyperbolic cosine. */
  cosh(): Expr;
  /** Compute the element-wise value for the cotangent. */
  cot(): Expr;
  /** Return the number of non-null elements in the column. */
  count(): Expr;
  /** Return the cumulative count of the non-null values in the column. */
  cum_count(options?: { reverse?: boolean }): Expr;
  /** Get an array with the cumulative max computed at every element. */
  cum_max(options?: { reverse?: boolean }): Expr;
  /** Get an array with the cumulative min computed at every element. */
  cum_min(options?: { reverse?: boolean }): Expr;
  /** Get an array with the cumulative product computed at every element. */
  cum_prod(options?: { reverse?: boolean }): Expr;
  /** Get an array with the cumulative sum computed at every element. */
  cum_sum(options?: { reverse?: boolean }): Expr;
  /** Run an expression over a sliding window that increases `1` slot every iteration. */
  cumulative_eval(expr: IntoExpr, options?: { min_samples?: Integer }): Expr;
  /** Bin continuous values into discrete categories. */
  cut(breaks: number | number[], options?: { labels?: string | string[] | null; left_closed?: boolean; include_breaks?: boolean }): Expr;
  /** Convert from radians to degrees. */
  degrees(): Expr;
  /** Calculate the first discrete difference between shifted items. */
  diff(n?: IntoExpr | null | { n?: IntoExpr | null; null_behavior?: "ignore" | "drop" }, null_behavior?: "ignore" | "drop" | { n?: IntoExpr | null; null_behavior?: "ignore" | "drop" }, options?: { n?: IntoExpr | null; null_behavior?: "ignore" | "drop" }): Expr;
  /** Compute the dot/inner product between two Expressions. */
  dot(other: IntoExpr): Expr;
  /** Drop all floating point NaN values. */
  drop_nans(): Expr;
  /** Drop all null values. */
  drop_nulls(): Expr;
  /** Computes the entropy. */
  entropy(base?: number | { base?: number; normalize?: boolean }, options?: { base?: number; normalize?: boolean }): Expr;
  /** Method equivalent of equality operator `expr == other`. */
  eq(other: any): Expr;
  /** Method equivalent of equality operator `expr == other` where `None == None`. */
  eq_missing(other: any): Expr;
  /** Compute exponentially-weighted moving average. */
  ewm_mean(options?: { com?: number | null; span?: number | null; half_life?: number | null; alpha?: number | null; adjust?: boolean; min_samples?: Integer; ignore_nulls?: boolean }): Expr;
  /** Compute time-based exponentially weighted moving average. */
  ewm_mean_by(by: IntoExpr | null, options: { half_life: string }): Expr;
  /** Compute exponentially-weighted moving standard deviation. */
  ewm_std(options?: { com?: number | null; span?: number | null; half_life?: number | null; alpha?: number | null; adjust?: boolean; bias?: boolean; min_samples?: Integer; ignore_nulls?: boolean }): Expr;
  /** Compute exponentially-weighted moving sum. */
  ewm_sum(options?: { com?: number | null; span?: number | null; half_life?: number | null; alpha?: number | null; min_samples?: Integer; ignore_nulls?: boolean }): Expr;
  /** Compute time-based exponentially-weighted moving sum. */
  ewm_sum_by(by: IntoExpr | null, options: { half_life: string }): Expr;
  /** Compute exponentially-weighted moving variance. */
  ewm_var(options?: { com?: number | null; span?: number | null; half_life?: number | null; alpha?: number | null; adjust?: boolean; bias?: boolean; min_samples?: Integer; ignore_nulls?: boolean }): Expr;
  /** Exclude columns from a multi-column expression. */
  exclude(columns: string | string[], ...more_columns: (string)[]): Expr;
  /** Compute the exponential, element-wise. */
  exp(): Expr;
  /** Explode a list expression. */
  explode(options?: { empty_as_null?: boolean; keep_nulls?: boolean }): Expr;
  /** Extremely fast method for extending the Series with 'n' copies of a value. */
  extend_constant(value: IntoExpr | null, n: IntoExpr): Expr;
  /** Fill floating point NaN value with a fill value. */
  fill_nan(value: IntoExpr | null): Expr;
  /** Fill null values using the specified value or strategy. */
  fill_null(value?: IntoExpr | null | { value?: IntoExpr | null; strategy?: "forward" | "backward" | "min" | "max" | "mean" | "zero" | "one" | null; limit?: Integer | null }, strategy?: "forward" | "backward" | "min" | "max" | "mean" | "zero" | "one" | null | { value?: IntoExpr | null; strategy?: "forward" | "backward" | "min" | "max" | "mean" | "zero" | "one" | null; limit?: Integer | null }, limit?: Integer | null | { value?: IntoExpr | null; strategy?: "forward" | "backward" | "min" | "max" | "mean" | "zero" | "one" | null; limit?: Integer | null }, options?: { value?: IntoExpr | null; strategy?: "forward" | "backward" | "min" | "max" | "mean" | "zero" | "one" | null; limit?: Integer | null }): Expr;
  /** Filter the expression based on one or more predicate expressions. */
  filter(...predicates: (IntoExprs)[]): Expr;
  filter(...predicates: [...(IntoExprs)[], { [name: string]: any }]): Expr;
  /** Get the first value. */
  first(options?: { ignore_nulls?: boolean }): Expr;
  /**
   * Flatten a list or string column.
   * @deprecated by Polars
   */
  flatten(): Expr;
  /** Rounds down to the nearest integer value. */
  floor(): Expr;
  /** Method equivalent of integer division operator `expr // other`. */
  floordiv(other: any): Expr;
  /** Fill missing values with the last non-null value. */
  forward_fill(limit?: Integer | null | { limit?: Integer | null }, options?: { limit?: Integer | null }): Expr;
  /** Take values by index. */
  gather(indices: IntoExpr | null, options?: { null_on_oob?: boolean }): Expr;
  /** Take every nth value in the Series and return as a new Series. */
  gather_every(n: Integer, offset?: Integer | { offset?: Integer }, options?: { offset?: Integer }): Expr;
  /** Method equivalent of "greater than or equal" operator `expr >= other`. */
  ge(other: any): Expr;
  /** Return a single value by index. */
  get(index: IntoExpr, options?: { null_on_oob?: boolean }): Expr;
  /** Method equivalent of "greater than" operator `expr > other`. */
  gt(other: any): Expr;
  /** Check whether the expression contains one or more null values. */
  has_nulls(): Expr;
  /** Hash the elements in the selection. */
  hash(seed?: Integer | { seed?: Integer; seed_1?: Integer | null; seed_2?: Integer | null; seed_3?: Integer | null }, seed_1?: Integer | null | { seed?: Integer; seed_1?: Integer | null; seed_2?: Integer | null; seed_3?: Integer | null }, seed_2?: Integer | null | { seed?: Integer; seed_1?: Integer | null; seed_2?: Integer | null; seed_3?: Integer | null }, seed_3?: Integer | null | { seed?: Integer; seed_1?: Integer | null; seed_2?: Integer | null; seed_3?: Integer | null }, options?: { seed?: Integer; seed_1?: Integer | null; seed_2?: Integer | null; seed_3?: Integer | null }): Expr;
  /** Get the first `n` rows. */
  head(n?: IntoExpr | { n?: IntoExpr }, options?: { n?: IntoExpr }): Expr;
  /** Bin values into buckets and count their occurrences. */
  hist(bins?: IntoExpr | null | { bins?: IntoExpr | null; bin_count?: Integer | null; include_category?: boolean; include_breakpoint?: boolean }, options?: { bins?: IntoExpr | null; bin_count?: Integer | null; include_category?: boolean; include_breakpoint?: boolean }): Expr;
  /** Aggregate values into a list. */
  implode(options?: { maintain_order?: boolean }): Expr;
  /** Get the index of the first occurrence of a value, or ``None`` if it's not found. */
  index_of(element: IntoExpr | null): Expr;
  /** Interpolate intermediate values. */
  interpolate(method?: "linear" | "nearest" | { method?: "linear" | "nearest" }, options?: { method?: "linear" | "nearest" }): Expr;
  /** Fill null values using interpolation based on another column. */
  interpolate_by(by: IntoExpr | null): Expr;
  /** Check if this expression is between the given lower and upper bounds. */
  is_between(lower_bound: IntoExpr | null, upper_bound: IntoExpr | null, closed?: "left" | "right" | "both" | "none" | { closed?: "left" | "right" | "both" | "none" }, options?: { closed?: "left" | "right" | "both" | "none" }): Expr;
  /** Check if this expression is close, i.e. almost equal, to the other expression. */
  is_close(other: IntoExpr | null, options?: { abs_tol?: number; rel_tol?: number; nans_equal?: boolean }): Expr;
  /** Return a boolean mask indicating duplicated values. */
  is_duplicated(): Expr;
  /** Return whether the column is empty. */
  is_empty(options?: { ignore_nulls?: boolean }): Expr;
  /** Returns a boolean Series indicating which values are finite. */
  is_finite(): Expr;
  /** Return a boolean mask indicating the first occurrence of each distinct value. */
  is_first_distinct(): Expr;
  /** Check if elements of this expression are present in the other Series. */
  is_in(other: IntoExpr, options?: { nulls_equal?: boolean }): Expr;
  /** Returns a boolean Series indicating which values are infinite. */
  is_infinite(): Expr;
  /** Return a boolean mask indicating the last occurrence of each distinct value. */
  is_last_distinct(): Expr;
  /** Returns a boolean Series indicating which values are NaN. */
  is_nan(): Expr;
  /** Returns a boolean Series indicating which values are not NaN. */
  is_not_nan(): Expr;
  /** Returns a boolean Series indicating which values are not null. */
  is_not_null(): Expr;
  /** Returns a boolean Series indicating which values are null. */
  is_null(): Expr;
  /** Checks if an expression is sorted. */
  is_sorted(options?: { descending?: boolean | null; nulls_last?: boolean | null }): Expr;
  /** Get mask of unique values. */
  is_unique(): Expr;
  /** Get the single value. */
  item(options?: { allow_empty?: boolean }): Expr;
  /** Compute the kurtosis (Fisher or Pearson) of a dataset. */
  kurtosis(options?: { fisher?: boolean; bias?: boolean }): Expr;
  /** Get the last value. */
  last(options?: { ignore_nulls?: boolean }): Expr;
  /** Method equivalent of "less than or equal" operator `expr <= other`. */
  le(other: any): Expr;
  /** Return the number of elements in the column. */
  len(): Expr;
  /** Get the first `n` rows (alias for :func:`Expr.head`). */
  limit(n?: IntoExpr | { n?: IntoExpr }, options?: { n?: IntoExpr }): Expr;
  /** Compute the logarithm to a given base. */
  log(base?: IntoExpr | null | { base?: IntoExpr | null }, options?: { base?: IntoExpr | null }): Expr;
  /** Compute the base 10 logarithm of the input array, element-wise. */
  log10(): Expr;
  /** Compute the natural logarithm of each element plus one. */
  log1p(): Expr;
  /** Calculate the lower bound. */
  lower_bound(): Expr;
  /** Method equivalent of "less than" operator `expr < other`. */
  lt(other: any): Expr;
  /** Get maximum value. */
  max(): Expr;
  /** Get maximum value, ordered by another expression. */
  max_by(by: IntoExpr | null): Expr;
  /** Get mean value. */
  mean(): Expr;
  /** Get median value using linear interpolation. */
  median(): Expr;
  /** Get minimum value. */
  min(): Expr;
  /** Get minimum value, ordered by another expression. */
  min_by(by: IntoExpr | null): Expr;
  /** Method equivalent of modulus operator `expr % other`. */
  mod(other: any): Expr;
  /** Compute the most occurring value(s). */
  mode(options?: { maintain_order?: boolean }): Expr;
  /** Method equivalent of multiplication operator `expr * other`. */
  mul(other: any): Expr;
  /** Count unique values. */
  n_unique(): Expr;
  /** Get maximum value, but propagate/poison encountered NaN values. */
  nan_max(): Expr;
  /** Get minimum value, but propagate/poison encountered NaN values. */
  nan_min(): Expr;
  /** Method equivalent of inequality operator `expr != other`. */
  ne(other: any): Expr;
  /** Method equivalent of equality operator `expr != other` where `None == None`. */
  ne_missing(other: any): Expr;
  /** Method equivalent of unary minus operator `-expr`. */
  neg(): Expr;
  /** Method equivalent of bitwise "not" operator `~expr`. */
  not_(): Expr;
  /** Count null values. */
  null_count(): Expr;
  /** Method equivalent of bitwise "or" operator `expr | other | ...`. */
  or_(...others: (any)[]): Expr;
  /** Compute expressions over the given groups. */
  over(partition_by?: IntoExprs | null, ...more_exprs: (IntoExpr | null)[]): Expr;
  over(partition_by?: IntoExprs | null, ...more_exprs: [...(IntoExpr | null)[], { partition_by?: IntoExprs | null; order_by?: IntoExprs | null; descending?: boolean; nulls_last?: boolean; mapping_strategy?: "group_to_rows" | "join" | "explode" }]): Expr;
  /** Computes percentage change between values. */
  pct_change(n?: IntoExpr | { n?: IntoExpr }, options?: { n?: IntoExpr }): Expr;
  /** Get a boolean mask of the local maximum peaks. */
  peak_max(): Expr;
  /** Get a boolean mask of the local minimum peaks. */
  peak_min(): Expr;
  /** Method equivalent of exponentiation operator `expr ** exponent`. */
  pow(exponent: IntoExpr): Expr;
  /** Compute the product of an expression. */
  product(): Expr;
  /** Bin continuous values into discrete categories based on their quantiles. */
  qcut(quantiles: number | number[], options?: { labels?: string | string[] | null; left_closed?: boolean; allow_duplicates?: boolean; include_breaks?: boolean }): Expr;
  /** Get quantile value. */
  quantile(quantile: IntoExpr, interpolation?: "nearest" | "higher" | "lower" | "midpoint" | "linear" | "equiprobable" | { interpolation?: "nearest" | "higher" | "lower" | "midpoint" | "linear" | "equiprobable" }, options?: { interpolation?: "nearest" | "higher" | "lower" | "midpoint" | "linear" | "equiprobable" }): Expr;
  /** Convert from degrees to radians. */
  radians(): Expr;
  /** Assign ranks to data, dealing with ties appropriately. */
  rank(method?: "average" | "min" | "max" | "dense" | "ordinal" | "random" | { method?: "average" | "min" | "max" | "dense" | "ordinal" | "random"; descending?: boolean; seed?: Integer | null }, options?: { method?: "average" | "min" | "max" | "dense" | "ordinal" | "random"; descending?: boolean; seed?: Integer | null }): Expr;
  /** Create a single chunk of memory for this Series. */
  rechunk(): Expr;
  /** Reinterpret the underlying bits as a signed/unsigned integer or float. */
  reinterpret(options?: { signed?: boolean | null; dtype?: IntoDtype | null }): Expr;
  /** Repeat the elements in this Series as specified in the given expression. */
  repeat_by(by: IntoExpr): Expr;
  /** Replace the given values by different values of the same data type. */
  replace(old: any, new_?: any | { new?: any; default?: IntoExpr | null; return_dtype?: IntoDtype | null }, options?: { new?: any; default?: IntoExpr | null; return_dtype?: IntoDtype | null }): Expr;
  /** Replace all values by different values. */
  replace_strict(old: any, new_?: any | { new?: any; default?: IntoExpr | null; return_dtype?: IntoDtype | null }, options?: { new?: any; default?: IntoExpr | null; return_dtype?: IntoDtype | null }): Expr;
  /** Reshape this Expr to a flat column or an Array column. */
  reshape(dimensions: Integer | Integer[]): Expr;
  /** Reverse the selection. */
  reverse(): Expr;
  /** Compress the column data using run-length encoding. */
  rle(): Expr;
  /** Get a distinct integer ID for each run of identical values. */
  rle_id(): Expr;
  /** Create rolling groups based on a temporal or integer column. */
  rolling(index_column: IntoExpr, options: { period: string; offset?: string | null; closed?: "left" | "right" | "both" | "none" }): Expr;
  /** Compute a rolling kurtosis. */
  rolling_kurtosis(window_size: Integer, options?: { fisher?: boolean; bias?: boolean; min_samples?: Integer | null; center?: boolean }): Expr;
  /** Apply a rolling max (moving max) over the values in this array. */
  rolling_max(window_size: Integer, weights?: number | number[] | null | { weights?: number | number[] | null; min_samples?: Integer | null; center?: boolean }, options?: { weights?: number | number[] | null; min_samples?: Integer | null; center?: boolean }): Expr;
  /** Apply a rolling max based on another column. */
  rolling_max_by(by: IntoExpr | null, window_size: string, options?: { min_samples?: Integer; closed?: "left" | "right" | "both" | "none" }): Expr;
  /** Apply a rolling mean (moving mean) over the values in this array. */
  rolling_mean(window_size: Integer, weights?: number | number[] | null | { weights?: number | number[] | null; min_samples?: Integer | null; center?: boolean }, options?: { weights?: number | number[] | null; min_samples?: Integer | null; center?: boolean }): Expr;
  /** Apply a rolling mean based on another column. */
  rolling_mean_by(by: IntoExpr | null, window_size: string, options?: { min_samples?: Integer; closed?: "left" | "right" | "both" | "none" }): Expr;
  /** Compute a rolling median. */
  rolling_median(window_size: Integer, weights?: number | number[] | null | { weights?: number | number[] | null; min_samples?: Integer | null; center?: boolean }, options?: { weights?: number | number[] | null; min_samples?: Integer | null; center?: boolean }): Expr;
  /** Compute a rolling median based on another column. */
  rolling_median_by(by: IntoExpr | null, window_size: string, options?: { min_samples?: Integer; closed?: "left" | "right" | "both" | "none" }): Expr;
  /** Apply a rolling min (moving min) over the values in this array. */
  rolling_min(window_size: Integer, weights?: number | number[] | null | { weights?: number | number[] | null; min_samples?: Integer | null; center?: boolean }, options?: { weights?: number | number[] | null; min_samples?: Integer | null; center?: boolean }): Expr;
  /** Apply a rolling min based on another column. */
  rolling_min_by(by: IntoExpr | null, window_size: string, options?: { min_samples?: Integer; closed?: "left" | "right" | "both" | "none" }): Expr;
  /** Compute a rolling quantile. */
  rolling_quantile(quantile: number, interpolation?: "nearest" | "higher" | "lower" | "midpoint" | "linear" | "equiprobable" | { interpolation?: "nearest" | "higher" | "lower" | "midpoint" | "linear" | "equiprobable"; window_size?: Integer; weights?: number | number[] | null; min_samples?: Integer | null; center?: boolean }, window_size?: Integer | { interpolation?: "nearest" | "higher" | "lower" | "midpoint" | "linear" | "equiprobable"; window_size?: Integer; weights?: number | number[] | null; min_samples?: Integer | null; center?: boolean }, weights?: number | number[] | null | { interpolation?: "nearest" | "higher" | "lower" | "midpoint" | "linear" | "equiprobable"; window_size?: Integer; weights?: number | number[] | null; min_samples?: Integer | null; center?: boolean }, options?: { interpolation?: "nearest" | "higher" | "lower" | "midpoint" | "linear" | "equiprobable"; window_size?: Integer; weights?: number | number[] | null; min_samples?: Integer | null; center?: boolean }): Expr;
  /** Compute a rolling quantile based on another column. */
  rolling_quantile_by(by: IntoExpr | null, window_size: string, options: { quantile: number; interpolation?: "nearest" | "higher" | "lower" | "midpoint" | "linear" | "equiprobable"; min_samples?: Integer; closed?: "left" | "right" | "both" | "none" }): Expr;
  /** Compute a rolling rank. */
  rolling_rank(window_size: Integer, method?: "average" | "min" | "max" | "dense" | "ordinal" | "random" | { method?: "average" | "min" | "max" | "dense" | "ordinal" | "random"; seed?: Integer | null; min_samples?: Integer | null; center?: boolean }, options?: { method?: "average" | "min" | "max" | "dense" | "ordinal" | "random"; seed?: Integer | null; min_samples?: Integer | null; center?: boolean }): Expr;
  /** Compute a rolling rank based on another column. */
  rolling_rank_by(by: IntoExpr | null, window_size: string, method?: "average" | "min" | "max" | "dense" | "ordinal" | "random" | { method?: "average" | "min" | "max" | "dense" | "ordinal" | "random"; seed?: Integer | null; min_samples?: Integer; closed?: "left" | "right" | "both" | "none" }, options?: { method?: "average" | "min" | "max" | "dense" | "ordinal" | "random"; seed?: Integer | null; min_samples?: Integer; closed?: "left" | "right" | "both" | "none" }): Expr;
  /** Compute a rolling skew. */
  rolling_skew(window_size: Integer, options?: { bias?: boolean; min_samples?: Integer | null; center?: boolean }): Expr;
  /** Compute a rolling standard deviation. */
  rolling_std(window_size: Integer, weights?: number | number[] | null | { weights?: number | number[] | null; min_samples?: Integer | null; center?: boolean; ddof?: Integer }, options?: { weights?: number | number[] | null; min_samples?: Integer | null; center?: boolean; ddof?: Integer }): Expr;
  /** Compute a rolling standard deviation based on another column. */
  rolling_std_by(by: IntoExpr | null, window_size: string, options?: { min_samples?: Integer; closed?: "left" | "right" | "both" | "none"; ddof?: Integer }): Expr;
  /** Apply a rolling sum (moving sum) over the values in this array. */
  rolling_sum(window_size: Integer, weights?: number | number[] | null | { weights?: number | number[] | null; min_samples?: Integer | null; center?: boolean }, options?: { weights?: number | number[] | null; min_samples?: Integer | null; center?: boolean }): Expr;
  /** Apply a rolling sum based on another column. */
  rolling_sum_by(by: IntoExpr | null, window_size: string, options?: { min_samples?: Integer; closed?: "left" | "right" | "both" | "none" }): Expr;
  /** Compute a rolling variance. */
  rolling_var(window_size: Integer, weights?: number | number[] | null | { weights?: number | number[] | null; min_samples?: Integer | null; center?: boolean; ddof?: Integer }, options?: { weights?: number | number[] | null; min_samples?: Integer | null; center?: boolean; ddof?: Integer }): Expr;
  /** Compute a rolling variance based on another column. */
  rolling_var_by(by: IntoExpr | null, window_size: string, options?: { min_samples?: Integer; closed?: "left" | "right" | "both" | "none"; ddof?: Integer }): Expr;
  /** Round underlying floating point data by `decimals` digits. */
  round(decimals?: Integer | { decimals?: Integer; mode?: "half_to_even" | "half_away_from_zero" | "to_zero" }, mode?: "half_to_even" | "half_away_from_zero" | "to_zero" | { decimals?: Integer; mode?: "half_to_even" | "half_away_from_zero" | "to_zero" }, options?: { decimals?: Integer; mode?: "half_to_even" | "half_away_from_zero" | "to_zero" }): Expr;
  /** Round to a number of significant figures. */
  round_sig_figs(digits: Integer): Expr;
  /** Sample from this expression. */
  sample(n?: IntoExpr | null | { n?: IntoExpr | null; fraction?: IntoExpr | null; with_replacement?: boolean; shuffle?: boolean | null; seed?: Integer | null }, options?: { n?: IntoExpr | null; fraction?: IntoExpr | null; with_replacement?: boolean; shuffle?: boolean | null; seed?: Integer | null }): Expr;
  /** Find indices where elements should be inserted to maintain order. */
  search_sorted(element: IntoExpr | null, side?: "any" | "left" | "right" | { side?: "any" | "left" | "right"; descending?: boolean }, options?: { side?: "any" | "left" | "right"; descending?: boolean }): Expr;
  /** Flags the expression as 'sorted'. */
  set_sorted(options?: { descending?: boolean; nulls_last?: boolean }): Expr;
  /** Shift values by the given number of indices. */
  shift(n?: IntoExpr | { n?: IntoExpr; fill_value?: IntoExpr | null }, options?: { n?: IntoExpr; fill_value?: IntoExpr | null }): Expr;
  /**
   * Shrink numeric columns to the minimal required datatype.
   * @deprecated by Polars
   */
  shrink_dtype(): Expr;
  /** Shuffle the contents of this expression. */
  shuffle(seed?: Integer | null | { seed?: Integer | null }, options?: { seed?: Integer | null }): Expr;
  /** Compute the element-wise sign function on numeric types. */
  sign(): Expr;
  /** Compute the element-wise value for the sine. */
  sin(): Expr;
  /** Compute the element-wise value for the hyperbolic sine. */
  sinh(): Expr;
  /** Compute the sample skewness of a data set. */
  skew(options?: { bias?: boolean }): Expr;
  /** Get a slice of this expression. */
  slice(offset: IntoExpr, length?: IntoExpr | null | { length?: IntoExpr | null }, options?: { length?: IntoExpr | null }): Expr;
  /** Sort this column. */
  sort(options?: { descending?: boolean; nulls_last?: boolean }): Expr;
  /** Sort this column by the ordering of other columns. */
  sort_by(by: IntoExprs | null, ...more_by: (IntoExpr | null)[]): Expr;
  sort_by(by: IntoExprs | null, ...more_by: [...(IntoExpr | null)[], { descending?: boolean | boolean[]; nulls_last?: boolean | boolean[]; multithreaded?: boolean; maintain_order?: boolean }]): Expr;
  /** Compute the square root of the elements. */
  sqrt(): Expr;
  /** Get standard deviation. */
  std(ddof?: Integer | { ddof?: Integer }, options?: { ddof?: Integer }): Expr;
  /** Method equivalent of subtraction operator `expr - other`. */
  sub(other: any): Expr;
  /** Get sum value. */
  sum(): Expr;
  /** Get the last `n` rows. */
  tail(n?: IntoExpr | { n?: IntoExpr }, options?: { n?: IntoExpr }): Expr;
  /** Compute the element-wise value for the tangent. */
  tan(): Expr;
  /** Compute the element-wise value for the hyperbolic tangent. */
  tanh(): Expr;
  /** Cast to physical representation of the logical dtype. */
  to_physical(): Expr;
  /** Return the `k` largest elements. */
  top_k(k?: IntoExpr | { k?: IntoExpr }, options?: { k?: IntoExpr }): Expr;
  /** Return the elements corresponding to the `k` largest elements of the `by` column(s). */
  top_k_by(by: IntoExprs | null, k?: IntoExpr | { k?: IntoExpr; reverse?: boolean | boolean[] }, options?: { k?: IntoExpr; reverse?: boolean | boolean[] }): Expr;
  /** Method equivalent of float division operator `expr / other`. */
  truediv(other: any): Expr;
  /** Truncate numeric data toward zero to `decimals` number of decimal places. */
  truncate(decimals?: Integer | { decimals?: Integer }, options?: { decimals?: Integer }): Expr;
  /** Get unique values of this expression. */
  unique(options?: { maintain_order?: boolean }): Expr;
  /** Return a count of the unique values in the order of appearance. */
  unique_counts(): Expr;
  /** Calculate the upper bound. */
  upper_bound(): Expr;
  /** Count the occurrence of unique values. */
  value_counts(options?: { sort?: boolean; parallel?: boolean; name?: string | null; normalize?: boolean }): Expr;
  /** Get variance. */
  var(ddof?: Integer | { ddof?: Integer }, options?: { ddof?: Integer }): Expr;
  /**
   * Filter a single column.
   * @deprecated by Polars
   */
  where(predicate: IntoExpr): Expr;
  /** Method equivalent of bitwise exclusive-or operator `expr ^ other`. */
  xor(other: any): Expr;
  readonly str: StrNamespace;
  readonly dt: DtNamespace;
  readonly list: ListNamespace;
  readonly arr: ArrNamespace;
  readonly struct: StructNamespace;
  readonly cat: CatNamespace;
  readonly bin: BinNamespace;
  readonly name: NameNamespace;
  readonly meta: MetaNamespace;
  readonly ext: ExtNamespace;
}

export interface StrNamespace {
  /**
   * Vertically concatenate the string values in the column to a single string value.
   * @deprecated by Polars
   */
  concat(delimiter?: string | null | { delimiter?: string | null; ignore_nulls?: boolean }, options?: { delimiter?: string | null; ignore_nulls?: boolean }): Expr;
  /** Check if the string contains a substring that matches a pattern. */
  contains(pattern: IntoExpr, options?: { literal?: boolean; strict?: boolean }): Expr;
  /** Use the Aho-Corasick algorithm to find matches. */
  contains_any(patterns: IntoExpr | null, options?: { ascii_case_insensitive?: boolean }): Expr;
  /** Count all successive non-overlapping regex matches. */
  count_matches(pattern: IntoExpr, options?: { literal?: boolean }): Expr;
  /** Decode values using the provided encoding. */
  decode(encoding: "hex" | "base64", options?: { strict?: boolean }): Expr;
  /** Encode values using the provided encoding. */
  encode(encoding: "hex" | "base64"): Expr;
  /** Check if string values end with a substring. */
  ends_with(suffix: IntoExpr): Expr;
  /** Returns string values with all regular expression meta characters escaped. */
  escape_regex(): Expr;
  /**
   * Returns a column with a separate row for every string character.
   * @deprecated by Polars
   */
  explode(): Expr;
  /** Extract the target capture group from provided patterns. */
  extract(pattern: IntoExpr, group_index?: Integer | { group_index?: Integer }, options?: { group_index?: Integer }): Expr;
  /** Extract all matches for the given regex pattern. */
  extract_all(pattern: IntoExpr): Expr;
  /** Extract all capture groups for the given regex pattern. */
  extract_groups(pattern: string): Expr;
  /** Use the Aho-Corasick algorithm to extract many matches. */
  extract_many(patterns: IntoExpr | null, options?: { ascii_case_insensitive?: boolean; overlapping?: boolean; leftmost?: boolean }): Expr;
  /** Return the bytes offset of the first substring matching a pattern. */
  find(pattern: IntoExpr, options?: { literal?: boolean; strict?: boolean }): Expr;
  /** Use the Aho-Corasick algorithm to find many matches. */
  find_many(patterns: IntoExpr | null, options?: { ascii_case_insensitive?: boolean; overlapping?: boolean; leftmost?: boolean }): Expr;
  /** Return the first n characters of each string in a String Series. */
  head(n: IntoExpr): Expr;
  /** Vertically concatenate the string values in the column to a single string value. */
  join(delimiter?: string | { delimiter?: string; ignore_nulls?: boolean }, options?: { delimiter?: string; ignore_nulls?: boolean }): Expr;
  /** Parse string values as JSON. */
  json_decode(dtype: IntoDtype, options?: { infer_schema_length?: Integer | null }): Expr;
  /** Extract the first match from a JSON string using the provided JSONPath. */
  json_path_match(json_path: IntoExpr): Expr;
  /** Return the length of each string as the number of bytes. */
  len_bytes(): Expr;
  /** Return the length of each string as the number of characters. */
  len_chars(): Expr;
  /** Returns the Unicode normal form of the string values. */
  normalize(form?: "NFC" | "NFKC" | "NFD" | "NFKD" | { form?: "NFC" | "NFKC" | "NFD" | "NFKD" }, options?: { form?: "NFC" | "NFKC" | "NFD" | "NFKD" }): Expr;
  /** Pad the end of the string until it reaches the given length. */
  pad_end(length: IntoExpr, fill_char?: string | { fill_char?: string }, options?: { fill_char?: string }): Expr;
  /** Pad the start of the string until it reaches the given length. */
  pad_start(length: IntoExpr, fill_char?: string | { fill_char?: string }, options?: { fill_char?: string }): Expr;
  /** Replace first matching regex/literal substring with a new string value. */
  replace(pattern: IntoExpr, value: IntoExpr, options?: { literal?: boolean; n?: Integer }): Expr;
  /** Replace all matching regex/literal substrings with a new string value. */
  replace_all(pattern: IntoExpr, value: IntoExpr, options?: { literal?: boolean }): Expr;
  /** Use the Aho-Corasick algorithm to replace many matches. */
  replace_many(patterns: IntoExpr | null, replace_with?: IntoExpr | null | { replace_with?: IntoExpr | null; ascii_case_insensitive?: boolean; leftmost?: boolean }, options?: { replace_with?: IntoExpr | null; ascii_case_insensitive?: boolean; leftmost?: boolean }): Expr;
  /** Returns string values in reversed order. */
  reverse(): Expr;
  /** Extract a substring from each string value. */
  slice(offset: IntoExpr, length?: IntoExpr | null | { length?: IntoExpr | null }, options?: { length?: IntoExpr | null }): Expr;
  /** Split the string by a substring. */
  split(by: IntoExpr | null, options?: { inclusive?: boolean; literal?: boolean; strict?: boolean }): Expr;
  /** Split the string by a substring using `n` splits. */
  split_exact(by: IntoExpr | null, n: Integer, options?: { inclusive?: boolean }): Expr;
  /** Split the string by a substring, restricted to returning at most `n` items. */
  splitn(by: IntoExpr | null, n: Integer): Expr;
  /** Check if string values start with a substring. */
  starts_with(prefix: IntoExpr): Expr;
  /** Remove leading and trailing characters. */
  strip_chars(characters?: IntoExpr | null | { characters?: IntoExpr | null }, options?: { characters?: IntoExpr | null }): Expr;
  /** Remove trailing characters. */
  strip_chars_end(characters?: IntoExpr | null | { characters?: IntoExpr | null }, options?: { characters?: IntoExpr | null }): Expr;
  /** Remove leading characters. */
  strip_chars_start(characters?: IntoExpr | null | { characters?: IntoExpr | null }, options?: { characters?: IntoExpr | null }): Expr;
  /** Remove prefix. */
  strip_prefix(prefix: IntoExpr | null): Expr;
  /** Remove suffix. */
  strip_suffix(suffix: IntoExpr | null): Expr;
  /** Convert a String column into a Date/Datetime/Time column. */
  strptime(dtype: IntoDtype, format?: string | null | { format?: string | null; strict?: boolean; exact?: boolean; cache?: boolean; ambiguous?: IntoExpr }, options?: { format?: string | null; strict?: boolean; exact?: boolean; cache?: boolean; ambiguous?: IntoExpr }): Expr;
  /** Return the last n characters of each string in a String Series. */
  tail(n: IntoExpr): Expr;
  /** Convert a String column into a Date column. */
  to_date(format?: string | null | { format?: string | null; strict?: boolean; exact?: boolean; cache?: boolean }, options?: { format?: string | null; strict?: boolean; exact?: boolean; cache?: boolean }): Expr;
  /** Convert a String column into a Datetime column. */
  to_datetime(format?: string | null | { format?: string | null; time_unit?: "ns" | "us" | "ms" | null; time_zone?: string | null; strict?: boolean; exact?: boolean; cache?: boolean; ambiguous?: IntoExpr }, options?: { format?: string | null; time_unit?: "ns" | "us" | "ms" | null; time_zone?: string | null; strict?: boolean; exact?: boolean; cache?: boolean; ambiguous?: IntoExpr }): Expr;
  /** Convert a String column into a Decimal column. */
  to_decimal(options: { scale: Integer }): Expr;
  /** Convert a String column into an Int64 column with base radix. */
  to_integer(options?: { base?: IntoExpr; dtype?: IntoDtype; strict?: boolean }): Expr;
  /** Modify strings to their lowercase equivalent. */
  to_lowercase(): Expr;
  /** Convert a String column into a Time column. */
  to_time(format?: string | null | { format?: string | null; strict?: boolean; cache?: boolean }, options?: { format?: string | null; strict?: boolean; cache?: boolean }): Expr;
  /** Modify strings to their titlecase equivalent. */
  to_titlecase(): Expr;
  /** Modify strings to their uppercase equivalent. */
  to_uppercase(): Expr;
  /** Pad the start of the string with zeros until it reaches the given length. */
  zfill(length: IntoExpr): Expr;
}

export interface DtNamespace {
  /** Offset by `n` business days. */
  add_business_days(n: IntoExpr | null, options?: { week_mask?: boolean | boolean[]; holidays?: IntoExpr; roll?: "raise" | "forward" | "backward" }): Expr;
  /** Base offset from UTC. */
  base_utc_offset(): Expr;
  /** Cast the underlying data to another time unit. This may lose precision. */
  cast_time_unit(time_unit: "ns" | "us" | "ms"): Expr;
  /** Extract the century from underlying representation. */
  century(): Expr;
  /** Create a naive Datetime from an existing Date/Datetime expression and a Time. */
  combine(time: IntoExpr, time_unit?: "ns" | "us" | "ms" | { time_unit?: "ns" | "us" | "ms" }, options?: { time_unit?: "ns" | "us" | "ms" }): Expr;
  /** Convert to given time zone for an expression of type Datetime. */
  convert_time_zone(time_zone: string): Expr;
  /** Extract date from date(time). */
  date(): Expr;
  /**
   * Return datetime.
   * @deprecated by Polars
   */
  datetime(): Expr;
  /** Extract day from underlying Date representation. */
  day(): Expr;
  /** Extract the number of days in the month from the underlying Date representation. */
  days_in_month(): Expr;
  /** Additional offset currently in effect (typically due to daylight saving time). */
  dst_offset(): Expr;
  /** Get the time passed since the Unix EPOCH in the give time unit. */
  epoch(time_unit?: "ns" | "us" | "ms" | "s" | "d" | { time_unit?: "ns" | "us" | "ms" | "s" | "d" }, options?: { time_unit?: "ns" | "us" | "ms" | "s" | "d" }): Expr;
  /** Extract hour from underlying DateTime representation. */
  hour(): Expr;
  /** Determine whether each day lands on a business day. */
  is_business_day(options?: { week_mask?: boolean | boolean[]; holidays?: IntoExpr }): Expr;
  /** Determine whether the year of the underlying date is a leap year. */
  is_leap_year(): Expr;
  /** Extract ISO year from underlying Date representation. */
  iso_year(): Expr;
  /** Extract microseconds from underlying DateTime representation. */
  microsecond(): Expr;
  /** Extract the millennium from underlying representation. */
  millennium(): Expr;
  /** Extract milliseconds from underlying DateTime representation. */
  millisecond(): Expr;
  /** Extract minutes from underlying DateTime representation. */
  minute(): Expr;
  /** Extract month from underlying Date representation. */
  month(): Expr;
  /** Roll forward to the last day of the month. */
  month_end(): Expr;
  /** Roll backward to the first day of the month. */
  month_start(): Expr;
  /** Extract nanoseconds from underlying DateTime representation. */
  nanosecond(): Expr;
  /** Offset this date by a relative time offset. */
  offset_by(by: IntoExpr): Expr;
  /** Extract ordinal day from underlying Date representation. */
  ordinal_day(): Expr;
  /** Extract quarter from underlying Date representation. */
  quarter(): Expr;
  /** Replace time unit. */
  replace(options?: { year?: IntoExpr | null; month?: IntoExpr | null; day?: IntoExpr | null; hour?: IntoExpr | null; minute?: IntoExpr | null; second?: IntoExpr | null; microsecond?: IntoExpr | null; ambiguous?: IntoExpr }): Expr;
  /** Replace time zone for an expression of type Datetime. */
  replace_time_zone(time_zone: string | null, options?: { ambiguous?: IntoExpr; non_existent?: "raise" | "null" }): Expr;
  /** Divide the date/datetime range into buckets. */
  round(every: IntoExpr): Expr;
  /** Extract seconds from underlying DateTime representation. */
  second(options?: { fractional?: boolean }): Expr;
  /** Convert a Date/Time/Datetime column into a String column with the given format. */
  strftime(format: string): Expr;
  /** Extract time. */
  time(): Expr;
  /** Return a timestamp in the given time unit. */
  timestamp(time_unit?: "ns" | "us" | "ms" | { time_unit?: "ns" | "us" | "ms" }, options?: { time_unit?: "ns" | "us" | "ms" }): Expr;
  /** Convert a Date/Time/Datetime column into a String column with the given format. */
  to_string(format?: string | null | { format?: string | null }, options?: { format?: string | null }): Expr;
  /** Extract the total days from a Duration type. */
  total_days(options?: { fractional?: boolean }): Expr;
  /** Extract the total hours from a Duration type. */
  total_hours(options?: { fractional?: boolean }): Expr;
  /** Extract the total microseconds from a Duration type. */
  total_microseconds(options?: { fractional?: boolean }): Expr;
  /** Extract the total milliseconds from a Duration type. */
  total_milliseconds(options?: { fractional?: boolean }): Expr;
  /** Extract the total minutes from a Duration type. */
  total_minutes(options?: { fractional?: boolean }): Expr;
  /** Extract the total nanoseconds from a Duration type. */
  total_nanoseconds(options?: { fractional?: boolean }): Expr;
  /** Extract the total seconds from a Duration type. */
  total_seconds(options?: { fractional?: boolean }): Expr;
  /** Divide the date/datetime range into buckets. */
  truncate(every: IntoExpr): Expr;
  /** Extract the week from the underlying Date representation. */
  week(): Expr;
  /** Extract the week day from the underlying Date representation. */
  weekday(): Expr;
  /**
   * Set time unit of an expression of dtype Datetime or Duration.
   * @deprecated by Polars
   */
  with_time_unit(time_unit: "ns" | "us" | "ms"): Expr;
  /** Extract year from underlying Date representation. */
  year(): Expr;
}

export interface ListNamespace {
  /** Run any polars aggregation expression against the lists' elements. */
  agg(expr: IntoExpr): Expr;
  /** Evaluate whether all boolean values in a list are true. */
  all(options?: { ignore_nulls?: boolean }): Expr;
  /** Evaluate whether any boolean value in a list is true. */
  any(options?: { ignore_nulls?: boolean }): Expr;
  /** Retrieve the index of the maximum value in every sublist. */
  arg_max(): Expr;
  /** Retrieve the index of the minimal value in every sublist. */
  arg_min(): Expr;
  /** Concat the arrays in a Series dtype List in linear time. */
  concat(other: IntoExpr): Expr;
  /** Check if sublists contain the given item. */
  contains(item: IntoExpr | null, options?: { nulls_equal?: boolean }): Expr;
  /** Count how often the value produced by `element` occurs. */
  count_matches(element: IntoExpr | null): Expr;
  /** Calculate the first discrete difference between shifted items of every sublist. */
  diff(n?: Integer | { n?: Integer; null_behavior?: "ignore" | "drop" }, null_behavior?: "ignore" | "drop" | { n?: Integer; null_behavior?: "ignore" | "drop" }, options?: { n?: Integer; null_behavior?: "ignore" | "drop" }): Expr;
  /** Drop all null values in the list. */
  drop_nulls(): Expr;
  /** Run any polars expression against the lists' elements. */
  eval(expr: IntoExpr, options?: { parallel?: boolean }): Expr;
  /** Returns a column with a separate row for every list element. */
  explode(options?: { empty_as_null?: boolean; keep_nulls?: boolean }): Expr;
  /** Filter elements in each list by a boolean expression. */
  filter(predicate: IntoExpr): Expr;
  /** Get the first value of the sublists. */
  first(): Expr;
  /** Take sublists by multiple indices. */
  gather(indices: IntoExpr, options?: { null_on_oob?: boolean }): Expr;
  /** Take every n-th value start from offset in sublists. */
  gather_every(n: IntoExpr, offset?: IntoExpr | { offset?: IntoExpr }, options?: { offset?: IntoExpr }): Expr;
  /** Get the value by index in the sublists. */
  get(index: IntoExpr, options?: { null_on_oob?: boolean }): Expr;
  /** Slice the first `n` values of every sublist. */
  head(n?: IntoExpr | { n?: IntoExpr }, options?: { n?: IntoExpr }): Expr;
  /** Get the single value of the sublists. */
  item(options?: { allow_empty?: boolean }): Expr;
  /** Join all string items in a sublist and place a separator between them. */
  join(separator: IntoExpr, options?: { ignore_nulls?: boolean }): Expr;
  /** Get the last value of the sublists. */
  last(): Expr;
  /** Return the number of elements in each list. */
  len(): Expr;
  /** Compute the max value of the lists in the array. */
  max(): Expr;
  /** Compute the mean value of the lists in the array. */
  mean(): Expr;
  /** Compute the median value of the lists in the array. */
  median(): Expr;
  /** Compute the min value of the lists in the array. */
  min(): Expr;
  /** Count the number of unique values in every sub-lists. */
  n_unique(): Expr;
  /** Reverse the arrays in the list. */
  reverse(): Expr;
  /** Sample from this list. */
  sample(n?: IntoExpr | null | { n?: IntoExpr | null; fraction?: IntoExpr | null; with_replacement?: boolean; shuffle?: boolean | null; seed?: Integer | null }, options?: { n?: IntoExpr | null; fraction?: IntoExpr | null; with_replacement?: boolean; shuffle?: boolean | null; seed?: Integer | null }): Expr;
  /** Compute the SET DIFFERENCE between the elements in this list and the elements of `other`. */
  set_difference(other: IntoExpr | null): Expr;
  /** Compute the SET INTERSECTION between the elements in this list and the elements of `other`. */
  set_intersection(other: IntoExpr | null): Expr;
  /** Compute the SET SYMMETRIC DIFFERENCE between the elements in this list and the elements of `other`. */
  set_symmetric_difference(other: IntoExpr | null): Expr;
  /** Compute the SET UNION between the elements in this list and the elements of `other`. */
  set_union(other: IntoExpr | null): Expr;
  /** Shift list values by the given number of indices. */
  shift(n?: IntoExpr | { n?: IntoExpr }, options?: { n?: IntoExpr }): Expr;
  /** Slice every sublist. */
  slice(offset: IntoExpr, length?: IntoExpr | null | { length?: IntoExpr | null }, options?: { length?: IntoExpr | null }): Expr;
  /** Sort the lists in this column. */
  sort(options?: { descending?: boolean; nulls_last?: boolean }): Expr;
  /** Compute the std value of the lists in the array. */
  std(ddof?: Integer | { ddof?: Integer }, options?: { ddof?: Integer }): Expr;
  /** Sum all the lists in the array. */
  sum(): Expr;
  /** Slice the last `n` values of every sublist. */
  tail(n?: IntoExpr | { n?: IntoExpr }, options?: { n?: IntoExpr }): Expr;
  /** Convert a List column into an Array column with the same inner data type. */
  to_array(width: Integer): Expr;
  /** Convert the Series of type `List` to a Series of type `Struct`. */
  to_struct(n_field_strategy?: "first_non_null" | "max_width" | null | { n_field_strategy?: "first_non_null" | "max_width" | null; fields?: string | string[] | null; upper_bound?: Integer | null }, fields?: string | string[] | null | { n_field_strategy?: "first_non_null" | "max_width" | null; fields?: string | string[] | null; upper_bound?: Integer | null }, upper_bound?: Integer | null | { n_field_strategy?: "first_non_null" | "max_width" | null; fields?: string | string[] | null; upper_bound?: Integer | null }, options?: { n_field_strategy?: "first_non_null" | "max_width" | null; fields?: string | string[] | null; upper_bound?: Integer | null }): Expr;
  /** Get the unique/distinct values in the list. */
  unique(options?: { maintain_order?: boolean }): Expr;
  /** Compute the var value of the lists in the array. */
  var(ddof?: Integer | { ddof?: Integer }, options?: { ddof?: Integer }): Expr;
}

export interface ArrNamespace {
  /** Run any polars aggregation expression against the arrays' elements. */
  agg(expr: IntoExpr): Expr;
  /** Evaluate whether all boolean values are true for every subarray. */
  all(options?: { ignore_nulls?: boolean }): Expr;
  /** Evaluate whether any boolean value is true for every subarray. */
  any(options?: { ignore_nulls?: boolean }): Expr;
  /** Retrieve the index of the maximum value in every sub-array. */
  arg_max(): Expr;
  /** Retrieve the index of the minimal value in every sub-array. */
  arg_min(): Expr;
  /** Check if sub-arrays contain the given item. */
  contains(item: IntoExpr | null, options?: { nulls_equal?: boolean }): Expr;
  /** Count how often the value produced by `element` occurs. */
  count_matches(element: IntoExpr | null): Expr;
  /** Run any polars expression against the arrays' elements. */
  eval(expr: IntoExpr, options?: { as_list?: boolean }): Expr;
  /** Returns a column with a separate row for every array element. */
  explode(options?: { empty_as_null?: boolean; keep_nulls?: boolean }): Expr;
  /** Get the first value of the sub-arrays. */
  first(): Expr;
  /** Get the value by index in the sub-arrays. */
  get(index: IntoExpr, options?: { null_on_oob?: boolean }): Expr;
  /** Get the first `n` elements of the sub-arrays. */
  head(n?: IntoExpr | { n?: IntoExpr; as_array?: boolean }, options?: { n?: IntoExpr; as_array?: boolean }): Expr;
  /** Join all string items in a sub-array and place a separator between them. */
  join(separator: IntoExpr, options?: { ignore_nulls?: boolean }): Expr;
  /** Get the last value of the sub-arrays. */
  last(): Expr;
  /** Return the number of elements in each array. */
  len(): Expr;
  /** Compute the max values of the sub-arrays. */
  max(): Expr;
  /** Compute the mean of the values of the sub-arrays. */
  mean(): Expr;
  /** Compute the median of the values of the sub-arrays. */
  median(): Expr;
  /** Compute the min values of the sub-arrays. */
  min(): Expr;
  /** Count the number of unique values in every sub-arrays. */
  n_unique(): Expr;
  /** Reverse the arrays in this column. */
  reverse(): Expr;
  /** Shift array values by the given number of indices. */
  shift(n?: IntoExpr | { n?: IntoExpr }, options?: { n?: IntoExpr }): Expr;
  /** Slice every subarray. */
  slice(offset: IntoExpr, length?: IntoExpr | null | { length?: IntoExpr | null; as_array?: boolean }, options?: { length?: IntoExpr | null; as_array?: boolean }): Expr;
  /** Sort the arrays in this column. */
  sort(options?: { descending?: boolean; nulls_last?: boolean }): Expr;
  /** Compute the std of the values of the sub-arrays. */
  std(ddof?: Integer | { ddof?: Integer }, options?: { ddof?: Integer }): Expr;
  /** Compute the sum values of the sub-arrays. */
  sum(): Expr;
  /** Slice the last `n` values of every sublist. */
  tail(n?: IntoExpr | { n?: IntoExpr; as_array?: boolean }, options?: { n?: IntoExpr; as_array?: boolean }): Expr;
  /** Convert an Array column into a List column with the same inner data type. */
  to_list(): Expr;
  /** Convert the Series of type `Array` to a Series of type `Struct`. */
  to_struct(fields?: string | string[] | null | { fields?: string | string[] | null }, options?: { fields?: string | string[] | null }): Expr;
  /** Get the unique/distinct values in the array. */
  unique(options?: { maintain_order?: boolean }): Expr;
  /** Compute the var of the values of the sub-arrays. */
  var(ddof?: Integer | { ddof?: Integer }, options?: { ddof?: Integer }): Expr;
}

export interface StructNamespace {
  /** Retrieve one or multiple `Struct` field(s) as a new Series. */
  field(name: string | string[], ...more_names: (string)[]): Expr;
  /** Convert this struct to a string column with json values. */
  json_encode(): Expr;
  /** Rename the fields of the struct. */
  rename_fields(names: string | string[]): Expr;
  /** Expand the struct into its individual fields. */
  unnest(): Expr;
  /** Add or overwrite fields of this struct. */
  with_fields(...exprs: (IntoExprs)[]): Expr;
  with_fields(...exprs: [...(IntoExprs)[], { [name: string]: IntoExpr | undefined }]): Expr;
}

export interface CatNamespace {
  /** Check if string representations of values end with a substring. */
  ends_with(suffix: string): Expr;
  /**
   * Get the categories stored in this data type.
   * @deprecated by Polars
   */
  get_categories(): Expr;
  /** Return the byte-length of the string representation of each value. */
  len_bytes(): Expr;
  /** Return the number of characters of the string representation of each value. */
  len_chars(): Expr;
  /** Get the physical values of a categorical or enum data type. */
  physical(): Expr;
  /** Extract a substring from the string representation of each value. */
  slice(offset: Integer, length?: Integer | null | { length?: Integer | null }, options?: { length?: Integer | null }): Expr;
  /** Check if string representations of values start with a substring. */
  starts_with(prefix: string): Expr;
  /** Convert to a categorical or enum `dtype`. */
  to(dtype: IntoDtype, options?: { strict?: boolean }): Expr;
}

export interface BinNamespace {
  /** Check if binaries in Series contain a binary substring. */
  contains(literal: IntoExpr | null): Expr;
  /** Decode values using the provided encoding. */
  decode(encoding: "hex" | "base64", options?: { strict?: boolean }): Expr;
  /** Encode a value using the provided encoding. */
  encode(encoding: "hex" | "base64"): Expr;
  /** Check if string values end with a binary substring. */
  ends_with(suffix: IntoExpr | null): Expr;
  /** Get the byte value at the given index. */
  get(index: IntoExpr | null, options?: { null_on_oob?: boolean }): Expr;
  /** Take the first `n` bytes of the binary values. */
  head(n?: IntoExpr | null | { n?: IntoExpr | null }, options?: { n?: IntoExpr | null }): Expr;
  /** Interpret bytes as another type. */
  reinterpret(options: { dtype: IntoDtype; endianness?: "little" | "big" }): Expr;
  /** Get the size of binary values in the given unit. */
  size(unit?: "b" | "kb" | "mb" | "gb" | "tb" | "bytes" | "kilobytes" | "megabytes" | "gigabytes" | "terabytes" | { unit?: "b" | "kb" | "mb" | "gb" | "tb" | "bytes" | "kilobytes" | "megabytes" | "gigabytes" | "terabytes" }, options?: { unit?: "b" | "kb" | "mb" | "gb" | "tb" | "bytes" | "kilobytes" | "megabytes" | "gigabytes" | "terabytes" }): Expr;
  /** Slice the binary values. */
  slice(offset: IntoExpr | null, length?: IntoExpr | null | { length?: IntoExpr | null }, options?: { length?: IntoExpr | null }): Expr;
  /** Check if values start with a binary substring. */
  starts_with(prefix: IntoExpr | null): Expr;
  /** Take the last `n` bytes of the binary values. */
  tail(n?: IntoExpr | null | { n?: IntoExpr | null }, options?: { n?: IntoExpr | null }): Expr;
}

export interface NameNamespace {
  /** Keep the original root name of the expression. */
  keep(): Expr;
  /** Add a prefix to the root column name of the expression. */
  prefix(prefix: string): Expr;
  /** Add a prefix to all field names of a struct. */
  prefix_fields(prefix: string): Expr;
  /** Replace matching regex/literal substring in the name with a new value. */
  replace(pattern: string, value: string, options?: { literal?: boolean }): Expr;
  /** Add a suffix to the root column name of the expression. */
  suffix(suffix: string): Expr;
  /** Add a suffix to all field names of a struct. */
  suffix_fields(suffix: string): Expr;
  /** Make the root column name lowercase. */
  to_lowercase(): Expr;
  /** Make the root column name uppercase. */
  to_uppercase(): Expr;
}

export interface MetaNamespace {
  /** Return the original expression. */
  as_expression(): Expr;
  /** Try to turn this expression in a selector. */
  as_selector(): Expr;
  /** Undo any renaming operation like `alias` or `name.keep`. */
  undo_aliases(): Expr;
}

export interface ExtNamespace {
  /** Get the storage values of an extension data type. */
  storage(): Expr;
}

export interface WhenMethods {
  /** Attach a statement to the corresponding condition. */
  then(statement: IntoExpr | null): Then;
}

export interface ThenMethods {
  /** Define a default for the `when-then-otherwise` expression. */
  otherwise(statement: IntoExpr | null): Expr;
  /** Add a condition to the `when-then-otherwise` expression. */
  when(...predicates: (IntoExprs)[]): ChainedWhen;
  when(...predicates: [...(IntoExprs)[], { [name: string]: any }]): ChainedWhen;
}

export interface ChainedWhenMethods {
  /** Attach a statement to the corresponding condition. */
  then(statement: IntoExpr | null): ChainedThen;
}

export interface ChainedThenMethods {
  /** Define a default for the `when-then-otherwise` expression. */
  otherwise(statement: IntoExpr | null): Expr;
  /** Add another condition to the `when-then-otherwise` expression. */
  when(...predicates: (IntoExprs)[]): ChainedWhen;
  when(...predicates: [...(IntoExprs)[], { [name: string]: any }]): ChainedWhen;
}

export interface DataTypeExprMethods {
  /** Get a default value of a specific type. */
  default_value(n?: Integer | { n?: Integer; numeric_to_one?: boolean; num_list_values?: Integer }, options?: { n?: Integer; numeric_to_one?: boolean; num_list_values?: Integer }): Expr;
  /** Get a formatted version of the output DataType. */
  display(): Expr;
  /** Get the inner DataType of a List or Array. */
  inner_dtype(): DataTypeExpr;
  /** Get whether the output DataType is matches a certain selector. */
  matches(selector: any): Expr;
  /** Get the signed integer version of the same bitsize. */
  to_signed_integer(): DataTypeExpr;
  /** Get the unsigned integer version of the same bitsize. */
  to_unsigned_integer(): DataTypeExpr;
  /** Get the DataType wrapped in an array. */
  wrap_in_array(options: { width: Integer }): DataTypeExpr;
  /** Get the DataType wrapped in a list. */
  wrap_in_list(): DataTypeExpr;
  readonly list: DtypeListNamespace;
  readonly arr: DtypeArrNamespace;
  readonly struct: DtypeStructNamespace;
}

export interface DtypeListNamespace {
  /** Get the inner DataType of list. */
  inner_dtype(): DataTypeExpr;
}

export interface DtypeArrNamespace {
  /** Get the inner DataType of array. */
  inner_dtype(): DataTypeExpr;
  /** Get the array shape. */
  shape(): Expr;
  /** Get the array width. */
  width(): Expr;
}

export interface DtypeStructNamespace {
  /** Get the DataType of field with a specific field name. */
  field_dtype(field_name: string): DataTypeExpr;
  /** Get the field names in a struct as a list. */
  field_names(): Expr;
}

export interface LazyFrameMethods {
  /**
   * Approximate count of unique values.
   * @deprecated by Polars
   */
  approx_n_unique(): LazyFrame;
  /** Return the `k` smallest rows. */
  bottom_k(k: Integer, options: { by: IntoExprs | null; reverse?: boolean | boolean[] }): LazyFrame;
  /** Cache the result once the execution of the physical plan hits this node. */
  cache(): LazyFrame;
  /** Cast LazyFrame column(s) to the specified dtype(s). */
  cast(dtypes: any, options?: { strict?: boolean }): LazyFrame;
  /** Create an empty copy of the current LazyFrame, with zero to 'n' rows. */
  clear(n?: Integer | { n?: Integer }, options?: { n?: Integer }): LazyFrame;
  /** Create a copy of this LazyFrame. */
  clone(): LazyFrame;
  /** Materialize this `LazyFrame` into a `DataFrame`. */
  collect(options?: { type_coercion?: boolean; predicate_pushdown?: boolean; projection_pushdown?: boolean; simplify_expression?: boolean; slice_pushdown?: boolean; comm_subplan_elim?: boolean; comm_subexpr_elim?: boolean; cluster_with_columns?: boolean; collapse_joins?: boolean; no_optimization?: boolean; engine?: any; background?: boolean; optimizations?: any }): DataFrame;
  /** Return the number of non-null elements for each column. */
  count(): LazyFrame;
  /** Creates a summary of statistics for a LazyFrame, returning a DataFrame. */
  describe(percentiles?: number | number[] | null | { percentiles?: number | number[] | null; interpolation?: "nearest" | "higher" | "lower" | "midpoint" | "linear" | "equiprobable" }, options?: { percentiles?: number | number[] | null; interpolation?: "nearest" | "higher" | "lower" | "midpoint" | "linear" | "equiprobable" }): DataFrame;
  /** Remove columns from the DataFrame. */
  drop(...columns: (IntoSelectors)[]): LazyFrame;
  drop(...columns: [...(IntoSelectors)[], { strict?: boolean }]): LazyFrame;
  /** Drop all rows that contain one or more NaN values. */
  drop_nans(subset?: IntoSelectors | null | { subset?: IntoSelectors | null }, options?: { subset?: IntoSelectors | null }): LazyFrame;
  /** Drop all rows that contain one or more null values. */
  drop_nulls(subset?: IntoSelectors | null | { subset?: IntoSelectors | null }, options?: { subset?: IntoSelectors | null }): LazyFrame;
  /** Explode the DataFrame to long format by exploding the given columns. */
  explode(columns: IntoSelectors, ...more_columns: (IntoSelector)[]): LazyFrame;
  explode(columns: IntoSelectors, ...more_columns: [...(IntoSelector)[], { empty_as_null?: boolean; keep_nulls?: boolean }]): LazyFrame;
  /**
   * Collect a small number of rows for debugging purposes.
   * @deprecated by Polars
   */
  fetch(n_rows?: Integer | { n_rows?: Integer; [name: string]: any }, options?: { n_rows?: Integer; [name: string]: any }): DataFrame;
  /** Fill floating point NaN values. */
  fill_nan(value: IntoExpr | null): LazyFrame;
  /** Fill null values using the specified value or strategy. */
  fill_null(value?: IntoExpr | null | { value?: IntoExpr | null; strategy?: "forward" | "backward" | "min" | "max" | "mean" | "zero" | "one" | null; limit?: Integer | null; matches_supertype?: boolean }, strategy?: "forward" | "backward" | "min" | "max" | "mean" | "zero" | "one" | null | { value?: IntoExpr | null; strategy?: "forward" | "backward" | "min" | "max" | "mean" | "zero" | "one" | null; limit?: Integer | null; matches_supertype?: boolean }, limit?: Integer | null | { value?: IntoExpr | null; strategy?: "forward" | "backward" | "min" | "max" | "mean" | "zero" | "one" | null; limit?: Integer | null; matches_supertype?: boolean }, options?: { value?: IntoExpr | null; strategy?: "forward" | "backward" | "min" | "max" | "mean" | "zero" | "one" | null; limit?: Integer | null; matches_supertype?: boolean }): LazyFrame;
  /** Filter rows in the LazyFrame based on a predicate expression. */
  filter(...predicates: (IntoExprs)[]): LazyFrame;
  filter(...predicates: [...(IntoExprs)[], { [name: string]: any }]): LazyFrame;
  /** Get the first row of the DataFrame. */
  first(): LazyFrame;
  /** Selects rows from this LazyFrame at the given indices. */
  gather(indices: any, options?: { null_on_oob?: boolean }): LazyFrame;
  /** Take every nth row in the LazyFrame and return as a new LazyFrame. */
  gather_every(n: Integer, offset?: Integer | { offset?: Integer }, options?: { offset?: Integer }): LazyFrame;
  /** Start a group by operation. */
  group_by(...by: (IntoExprs)[]): LazyGroupBy;
  group_by(...by: [...(IntoExprs)[], { maintain_order?: boolean; [name: string]: IntoExpr | undefined }]): LazyGroupBy;
  /** Group based on a time value (or index value of type Int32, Int64). */
  group_by_dynamic(index_column: IntoExpr | null, options: { every: string; period?: string | null; offset?: string | null; include_boundaries?: boolean; closed?: "left" | "right" | "both" | "none"; label?: "left" | "right" | "datapoint"; group_by?: IntoExprs | null; start_by?: "window" | "datapoint" | "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday" }): LazyGroupBy;
  /** Get the first `n` rows. */
  head(n?: Integer | { n?: Integer }, options?: { n?: Integer }): LazyFrame;
  /** Interpolate intermediate values. The interpolation method is linear. */
  interpolate(): LazyFrame;
  /** Add a join operation to the Logical Plan. */
  join(other: Frame, on?: IntoExprs | null | { on?: IntoExprs | null; how?: "inner" | "left" | "right" | "full" | "semi" | "anti" | "cross" | "outer"; left_on?: IntoExprs | null; right_on?: IntoExprs | null; suffix?: string; validate?: "m:m" | "m:1" | "1:m" | "1:1"; nulls_equal?: boolean; coalesce?: boolean | null; maintain_order?: "none" | "left" | "right" | "left_right" | "right_left" | null; build_side?: "auto" | "prefer_left" | "prefer_right" | "force_left" | "force_right"; allow_parallel?: boolean; force_parallel?: boolean }, how?: "inner" | "left" | "right" | "full" | "semi" | "anti" | "cross" | "outer" | { on?: IntoExprs | null; how?: "inner" | "left" | "right" | "full" | "semi" | "anti" | "cross" | "outer"; left_on?: IntoExprs | null; right_on?: IntoExprs | null; suffix?: string; validate?: "m:m" | "m:1" | "1:m" | "1:1"; nulls_equal?: boolean; coalesce?: boolean | null; maintain_order?: "none" | "left" | "right" | "left_right" | "right_left" | null; build_side?: "auto" | "prefer_left" | "prefer_right" | "force_left" | "force_right"; allow_parallel?: boolean; force_parallel?: boolean }, options?: { on?: IntoExprs | null; how?: "inner" | "left" | "right" | "full" | "semi" | "anti" | "cross" | "outer"; left_on?: IntoExprs | null; right_on?: IntoExprs | null; suffix?: string; validate?: "m:m" | "m:1" | "1:m" | "1:1"; nulls_equal?: boolean; coalesce?: boolean | null; maintain_order?: "none" | "left" | "right" | "left_right" | "right_left" | null; build_side?: "auto" | "prefer_left" | "prefer_right" | "force_left" | "force_right"; allow_parallel?: boolean; force_parallel?: boolean }): LazyFrame;
  /** Perform an asof join. */
  join_asof(other: Frame, options?: { left_on?: IntoExpr | null; right_on?: IntoExpr | null; on?: IntoExpr | null; by_left?: string | string[] | null; by_right?: string | string[] | null; by?: string | string[] | null; strategy?: "backward" | "forward" | "nearest"; suffix?: string; tolerance?: any; allow_parallel?: boolean; force_parallel?: boolean; coalesce?: boolean; allow_exact_matches?: boolean; check_sortedness?: boolean }): LazyFrame;
  /** Perform a join based on one or multiple (in)equality predicates. */
  join_where(other: Frame, ...predicates: (IntoExprs)[]): LazyFrame;
  join_where(other: Frame, ...predicates: [...(IntoExprs)[], { suffix?: string }]): LazyFrame;
  /** Get the last row of the DataFrame. */
  last(): LazyFrame;
  /** Return lazy representation, i.e. itself. */
  lazy(): LazyFrame;
  /** Get the first `n` rows. */
  limit(n?: Integer | { n?: Integer }, options?: { n?: Integer }): LazyFrame;
  /** Match or evolve the schema of a LazyFrame into a specific schema. */
  match_to_schema(schema: SchemaDefinition, options?: { missing_columns?: any; missing_struct_fields?: any; extra_columns?: "ignore" | "raise"; extra_struct_fields?: any; integer_cast?: any; float_cast?: any }): LazyFrame;
  /** Aggregate the columns in the LazyFrame to their maximum value. */
  max(): LazyFrame;
  /** Aggregate the columns in the LazyFrame to their mean value. */
  mean(): LazyFrame;
  /** Aggregate the columns in the LazyFrame to their median value. */
  median(): LazyFrame;
  /**
   * Unpivot a DataFrame from wide to long format.
   * @deprecated by Polars
   */
  melt(id_vars?: IntoSelectors | null | { id_vars?: IntoSelectors | null; value_vars?: IntoSelectors | null; variable_name?: string | null; value_name?: string | null; streamable?: boolean }, value_vars?: IntoSelectors | null | { id_vars?: IntoSelectors | null; value_vars?: IntoSelectors | null; variable_name?: string | null; value_name?: string | null; streamable?: boolean }, variable_name?: string | null | { id_vars?: IntoSelectors | null; value_vars?: IntoSelectors | null; variable_name?: string | null; value_name?: string | null; streamable?: boolean }, value_name?: string | null | { id_vars?: IntoSelectors | null; value_vars?: IntoSelectors | null; variable_name?: string | null; value_name?: string | null; streamable?: boolean }, options?: { id_vars?: IntoSelectors | null; value_vars?: IntoSelectors | null; variable_name?: string | null; value_name?: string | null; streamable?: boolean }): LazyFrame;
  /** Take two sorted DataFrames and merge them by the sorted key. */
  merge_sorted(other: Frame, key: string | string[], options?: { maintain_order?: boolean }): LazyFrame;
  /** Aggregate the columns in the LazyFrame to their minimum value. */
  min(): LazyFrame;
  /** Aggregate the columns in the LazyFrame as the sum of their null value count. */
  null_count(): LazyFrame;
  /** Create a spreadsheet-style pivot table as a DataFrame. */
  pivot(on: IntoSelectors, on_columns: any, options?: { index?: IntoSelectors | null; values?: IntoSelectors | null; aggregate_function?: IntoExpr | null; maintain_order?: boolean; separator?: string; column_naming?: "auto" | "combine" }): LazyFrame;
  /** Aggregate the columns in the LazyFrame to their quantile value. */
  quantile(quantile: IntoExpr, interpolation?: "nearest" | "higher" | "lower" | "midpoint" | "linear" | "equiprobable" | { interpolation?: "nearest" | "higher" | "lower" | "midpoint" | "linear" | "equiprobable" }, options?: { interpolation?: "nearest" | "higher" | "lower" | "midpoint" | "linear" | "equiprobable" }): LazyFrame;
  /** Remove rows, dropping those that match the given predicate expression(s). */
  remove(...predicates: (IntoExprs)[]): LazyFrame;
  remove(...predicates: [...(IntoExprs)[], { [name: string]: any }]): LazyFrame;
  /** Rename column names. */
  rename(mapping: any, options?: { strict?: boolean }): LazyFrame;
  /** Reverse the DataFrame. */
  reverse(): LazyFrame;
  /** Create rolling groups based on a temporal or integer column. */
  rolling(index_column: IntoExpr | null, options: { period: string; offset?: string | null; closed?: "left" | "right" | "both" | "none"; group_by?: IntoExprs | null }): LazyGroupBy;
  /** Select columns from this LazyFrame. */
  select(...exprs: (IntoExprs)[]): LazyFrame;
  select(...exprs: [...(IntoExprs)[], { [name: string]: IntoExpr | undefined }]): LazyFrame;
  /** Select columns from this LazyFrame. */
  select_seq(...exprs: (IntoExprs)[]): LazyFrame;
  select_seq(...exprs: [...(IntoExprs)[], { [name: string]: IntoExpr | undefined }]): LazyFrame;
  /** Flag a column as sorted. */
  set_sorted(column: string | string[], ...more_columns: (string)[]): LazyFrame;
  set_sorted(column: string | string[], ...more_columns: [...(string)[], { descending?: boolean | boolean[]; nulls_last?: boolean | boolean[] }]): LazyFrame;
  /** Shift values by the given number of indices. */
  shift(n?: IntoExpr | { n?: IntoExpr; fill_value?: IntoExpr | null }, options?: { n?: IntoExpr; fill_value?: IntoExpr | null }): LazyFrame;
  /** Get a slice of this DataFrame. */
  slice(offset: Integer, length?: Integer | null | { length?: Integer | null }, options?: { length?: Integer | null }): LazyFrame;
  /** Sort the LazyFrame by the given columns. */
  sort(by: IntoExprs | null, ...more_by: (IntoExpr | null)[]): LazyFrame;
  sort(by: IntoExprs | null, ...more_by: [...(IntoExpr | null)[], { descending?: boolean | boolean[]; nulls_last?: boolean | boolean[]; maintain_order?: boolean; multithreaded?: boolean }]): LazyFrame;
  /** Execute a SQL query against the LazyFrame. */
  sql(query: string, options?: { table_name?: string }): LazyFrame;
  /** Aggregate the columns in the LazyFrame to their standard deviation value. */
  std(ddof?: Integer | { ddof?: Integer }, options?: { ddof?: Integer }): LazyFrame;
  /** Aggregate the columns in the LazyFrame to their sum value. */
  sum(): LazyFrame;
  /** Get the last `n` rows. */
  tail(n?: Integer | { n?: Integer }, options?: { n?: Integer }): LazyFrame;
  /** Return the `k` largest rows. */
  top_k(k: Integer, options: { by: IntoExprs | null; reverse?: boolean | boolean[] }): LazyFrame;
  /** Drop duplicate rows from this LazyFrame. */
  unique(subset?: IntoExprs | null | { subset?: IntoExprs | null; keep?: "first" | "last" | "any" | "none"; maintain_order?: boolean }, options?: { subset?: IntoExprs | null; keep?: "first" | "last" | "any" | "none"; maintain_order?: boolean }): LazyFrame;
  /** Decompose struct columns into separate columns for each of their fields. */
  unnest(columns?: IntoSelectors | null, ...more_columns: (IntoSelector)[]): LazyFrame;
  unnest(columns?: IntoSelectors | null, ...more_columns: [...(IntoSelector)[], { columns?: IntoSelectors | null; separator?: string | null }]): LazyFrame;
  /** Unpivot a DataFrame from wide to long format. */
  unpivot(on?: IntoSelectors | null | { on?: IntoSelectors | null; index?: IntoSelectors | null; variable_name?: string | null; value_name?: string | null; streamable?: boolean }, options?: { on?: IntoSelectors | null; index?: IntoSelectors | null; variable_name?: string | null; value_name?: string | null; streamable?: boolean }): LazyFrame;
  /** Update the values in this `LazyFrame` with the values in `other`. */
  update(other: Frame, on?: string | string[] | null | { on?: string | string[] | null; how?: "left" | "inner" | "full"; left_on?: string | string[] | null; right_on?: string | string[] | null; include_nulls?: boolean; maintain_order?: "none" | "left" | "right" | "left_right" | "right_left" | null }, how?: "left" | "inner" | "full" | { on?: string | string[] | null; how?: "left" | "inner" | "full"; left_on?: string | string[] | null; right_on?: string | string[] | null; include_nulls?: boolean; maintain_order?: "none" | "left" | "right" | "left_right" | "right_left" | null }, options?: { on?: string | string[] | null; how?: "left" | "inner" | "full"; left_on?: string | string[] | null; right_on?: string | string[] | null; include_nulls?: boolean; maintain_order?: "none" | "left" | "right" | "left_right" | "right_left" | null }): LazyFrame;
  /** Aggregate the columns in the LazyFrame to their variance value. */
  var(ddof?: Integer | { ddof?: Integer }, options?: { ddof?: Integer }): LazyFrame;
  /** Add columns to this LazyFrame. */
  with_columns(...exprs: (IntoExprs)[]): LazyFrame;
  with_columns(...exprs: [...(IntoExprs)[], { [name: string]: IntoExpr | undefined }]): LazyFrame;
  /** Add columns to this LazyFrame. */
  with_columns_seq(...exprs: (IntoExprs)[]): LazyFrame;
  with_columns_seq(...exprs: [...(IntoExprs)[], { [name: string]: IntoExpr | undefined }]): LazyFrame;
  /**
   * Add an external context to the computation graph.
   * @deprecated by Polars
   */
  with_context(other: Frame[]): LazyFrame;
  /**
   * Add a column at index 0 that counts the rows.
   * @deprecated by Polars
   */
  with_row_count(name?: string | { name?: string; offset?: Integer }, offset?: Integer | { name?: string; offset?: Integer }, options?: { name?: string; offset?: Integer }): LazyFrame;
  /** Add a row index as the first column in the LazyFrame. */
  with_row_index(name?: string | { name?: string; offset?: Integer }, offset?: Integer | { name?: string; offset?: Integer }, options?: { name?: string; offset?: Integer }): LazyFrame;
}

export interface DataFrameMethods {
  /**
   * Approximate count of unique values.
   * @deprecated by Polars
   */
  approx_n_unique(): DataFrame;
  /** Return the `k` smallest rows. */
  bottom_k(k: Integer, options: { by: IntoExprs | null; reverse?: boolean | boolean[] }): DataFrame;
  /** Cast DataFrame column(s) to the specified dtype(s). */
  cast(dtypes: any, options?: { strict?: boolean }): DataFrame;
  /** Create an empty (n=0) or `n`-row null-filled (n>0) copy of the DataFrame. */
  clear(n?: Integer | { n?: Integer }, options?: { n?: Integer }): DataFrame;
  /** Create a copy of this DataFrame. */
  clone(): DataFrame;
  /** Return pairwise Pearson product-moment correlation coefficients between columns. */
  corr(options?: { label?: string | null; [name: string]: any }): DataFrame;
  /** Return the number of non-null elements for each column. */
  count(): DataFrame;
  /** Summary statistics for a DataFrame. */
  describe(percentiles?: number | number[] | null | { percentiles?: number | number[] | null; interpolation?: "nearest" | "higher" | "lower" | "midpoint" | "linear" | "equiprobable" }, options?: { percentiles?: number | number[] | null; interpolation?: "nearest" | "higher" | "lower" | "midpoint" | "linear" | "equiprobable" }): DataFrame;
  /** Remove columns from the dataframe. */
  drop(...columns: (IntoSelectors)[]): DataFrame;
  drop(...columns: [...(IntoSelectors)[], { strict?: boolean }]): DataFrame;
  /** Drop a single column in-place and return the dropped column. */
  drop_in_place(name: string): DataFrame;
  /** Drop all rows that contain one or more NaN values. */
  drop_nans(subset?: IntoSelectors | null | { subset?: IntoSelectors | null }, options?: { subset?: IntoSelectors | null }): DataFrame;
  /** Drop all rows that contain one or more null values. */
  drop_nulls(subset?: IntoSelectors | null | { subset?: IntoSelectors | null }, options?: { subset?: IntoSelectors | null }): DataFrame;
  /** Explode the dataframe to long format by exploding the given columns. */
  explode(columns: IntoSelectors, ...more_columns: (IntoSelector)[]): DataFrame;
  explode(columns: IntoSelectors, ...more_columns: [...(IntoSelector)[], { empty_as_null?: boolean; keep_nulls?: boolean }]): DataFrame;
  /** Extend the memory backed by this `DataFrame` with the values from `other`. */
  extend(other: Frame): DataFrame;
  /** Fill floating point NaN values by an Expression evaluation. */
  fill_nan(value: IntoExpr | null): DataFrame;
  /** Fill null values using the specified value or strategy. */
  fill_null(value?: IntoExpr | null | { value?: IntoExpr | null; strategy?: "forward" | "backward" | "min" | "max" | "mean" | "zero" | "one" | null; limit?: Integer | null; matches_supertype?: boolean }, strategy?: "forward" | "backward" | "min" | "max" | "mean" | "zero" | "one" | null | { value?: IntoExpr | null; strategy?: "forward" | "backward" | "min" | "max" | "mean" | "zero" | "one" | null; limit?: Integer | null; matches_supertype?: boolean }, limit?: Integer | null | { value?: IntoExpr | null; strategy?: "forward" | "backward" | "min" | "max" | "mean" | "zero" | "one" | null; limit?: Integer | null; matches_supertype?: boolean }, options?: { value?: IntoExpr | null; strategy?: "forward" | "backward" | "min" | "max" | "mean" | "zero" | "one" | null; limit?: Integer | null; matches_supertype?: boolean }): DataFrame;
  /** Filter rows, retaining those that match the given predicate expression(s). */
  filter(...predicates: (IntoExprs)[]): DataFrame;
  filter(...predicates: [...(IntoExprs)[], { [name: string]: any }]): DataFrame;
  /** Selects rows from this DataFrame at the given indices. */
  gather(indices: any, options?: { null_on_oob?: boolean }): DataFrame;
  /** Take every nth row in the DataFrame and return as a new DataFrame. */
  gather_every(n: Integer, offset?: Integer | { offset?: Integer }, options?: { offset?: Integer }): DataFrame;
  /** Get a single column by name. */
  get_column(name: string, options?: { default?: any }): DataFrame;
  /** Return a dense preview of the DataFrame. */
  glimpse(options?: { max_items_per_column?: Integer; max_colname_length?: Integer; return_type?: "frame" | "self" | "string" | null }): DataFrame;
  /** Start a group by operation. */
  group_by(...by: (IntoExprs)[]): GroupBy;
  group_by(...by: [...(IntoExprs)[], { maintain_order?: boolean; [name: string]: IntoExpr | undefined }]): GroupBy;
  /** Group based on a time value (or index value of type Int32, Int64). */
  group_by_dynamic(index_column: IntoExpr | null, options: { every: string; period?: string | null; offset?: string | null; include_boundaries?: boolean; closed?: "left" | "right" | "both" | "none"; label?: "left" | "right" | "datapoint"; group_by?: IntoExprs | null; start_by?: "window" | "datapoint" | "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday" }): DynamicGroupBy;
  /** Hash and combine the rows in this DataFrame. */
  hash_rows(seed?: Integer | { seed?: Integer; seed_1?: Integer | null; seed_2?: Integer | null; seed_3?: Integer | null }, seed_1?: Integer | null | { seed?: Integer; seed_1?: Integer | null; seed_2?: Integer | null; seed_3?: Integer | null }, seed_2?: Integer | null | { seed?: Integer; seed_1?: Integer | null; seed_2?: Integer | null; seed_3?: Integer | null }, seed_3?: Integer | null | { seed?: Integer; seed_1?: Integer | null; seed_2?: Integer | null; seed_3?: Integer | null }, options?: { seed?: Integer; seed_1?: Integer | null; seed_2?: Integer | null; seed_3?: Integer | null }): DataFrame;
  /** Get the first `n` rows. */
  head(n?: Integer | { n?: Integer }, options?: { n?: Integer }): DataFrame;
  /** Return a new DataFrame grown horizontally by stacking multiple Series to it. */
  hstack(columns: any, options?: { in_place?: boolean }): DataFrame;
  /** Insert a Series (or expression) at a certain column index. */
  insert_column(index: Integer, column: any): DataFrame;
  /** Interpolate intermediate values. The interpolation method is linear. */
  interpolate(): DataFrame;
  /** Get a mask of all duplicated rows in this DataFrame. */
  is_duplicated(): DataFrame;
  /** Get a mask of all unique rows in this DataFrame. */
  is_unique(): DataFrame;
  /** Join in SQL-like fashion. */
  join(other: Frame, on?: IntoExprs | null | { on?: IntoExprs | null; how?: "inner" | "left" | "right" | "full" | "semi" | "anti" | "cross" | "outer"; left_on?: IntoExprs | null; right_on?: IntoExprs | null; suffix?: string; validate?: "m:m" | "m:1" | "1:m" | "1:1"; nulls_equal?: boolean; coalesce?: boolean | null; maintain_order?: "none" | "left" | "right" | "left_right" | "right_left" | null; build_side?: "auto" | "prefer_left" | "prefer_right" | "force_left" | "force_right" }, how?: "inner" | "left" | "right" | "full" | "semi" | "anti" | "cross" | "outer" | { on?: IntoExprs | null; how?: "inner" | "left" | "right" | "full" | "semi" | "anti" | "cross" | "outer"; left_on?: IntoExprs | null; right_on?: IntoExprs | null; suffix?: string; validate?: "m:m" | "m:1" | "1:m" | "1:1"; nulls_equal?: boolean; coalesce?: boolean | null; maintain_order?: "none" | "left" | "right" | "left_right" | "right_left" | null; build_side?: "auto" | "prefer_left" | "prefer_right" | "force_left" | "force_right" }, options?: { on?: IntoExprs | null; how?: "inner" | "left" | "right" | "full" | "semi" | "anti" | "cross" | "outer"; left_on?: IntoExprs | null; right_on?: IntoExprs | null; suffix?: string; validate?: "m:m" | "m:1" | "1:m" | "1:1"; nulls_equal?: boolean; coalesce?: boolean | null; maintain_order?: "none" | "left" | "right" | "left_right" | "right_left" | null; build_side?: "auto" | "prefer_left" | "prefer_right" | "force_left" | "force_right" }): DataFrame;
  /** Perform an asof join. */
  join_asof(other: Frame, options?: { left_on?: IntoExpr | null; right_on?: IntoExpr | null; on?: IntoExpr | null; by_left?: string | string[] | null; by_right?: string | string[] | null; by?: string | string[] | null; strategy?: "backward" | "forward" | "nearest"; suffix?: string; tolerance?: any; allow_parallel?: boolean; force_parallel?: boolean; coalesce?: boolean; allow_exact_matches?: boolean; check_sortedness?: boolean }): DataFrame;
  /** Perform a join based on one or multiple (in)equality predicates. */
  join_where(other: Frame, ...predicates: (IntoExprs)[]): DataFrame;
  join_where(other: Frame, ...predicates: [...(IntoExprs)[], { suffix?: string }]): DataFrame;
  /** Start a lazy query from this point. This returns a `LazyFrame` object. */
  lazy(): LazyFrame;
  /** Get the first `n` rows. */
  limit(n?: Integer | { n?: Integer }, options?: { n?: Integer }): DataFrame;
  /** Match or evolve the schema of a LazyFrame into a specific schema. */
  match_to_schema(schema: SchemaDefinition, options?: { missing_columns?: any; missing_struct_fields?: any; extra_columns?: "ignore" | "raise"; extra_struct_fields?: any; integer_cast?: any; float_cast?: any }): DataFrame;
  /** Aggregate the columns of this DataFrame to their maximum value. */
  max(): DataFrame;
  /** Get the maximum value horizontally across columns. */
  max_horizontal(): DataFrame;
  /** Aggregate the columns of this DataFrame to their mean value. */
  mean(): DataFrame;
  /** Take the mean of all values horizontally across columns. */
  mean_horizontal(options?: { ignore_nulls?: boolean }): DataFrame;
  /** Aggregate the columns of this DataFrame to their median value. */
  median(): DataFrame;
  /**
   * Unpivot a DataFrame from wide to long format.
   * @deprecated by Polars
   */
  melt(id_vars?: IntoSelectors | null | { id_vars?: IntoSelectors | null; value_vars?: IntoSelectors | null; variable_name?: string | null; value_name?: string | null }, value_vars?: IntoSelectors | null | { id_vars?: IntoSelectors | null; value_vars?: IntoSelectors | null; variable_name?: string | null; value_name?: string | null }, variable_name?: string | null | { id_vars?: IntoSelectors | null; value_vars?: IntoSelectors | null; variable_name?: string | null; value_name?: string | null }, value_name?: string | null | { id_vars?: IntoSelectors | null; value_vars?: IntoSelectors | null; variable_name?: string | null; value_name?: string | null }, options?: { id_vars?: IntoSelectors | null; value_vars?: IntoSelectors | null; variable_name?: string | null; value_name?: string | null }): DataFrame;
  /** Take two sorted DataFrames and merge them by the sorted key. */
  merge_sorted(other: Frame, key: string | string[], options?: { maintain_order?: boolean }): DataFrame;
  /** Aggregate the columns of this DataFrame to their minimum value. */
  min(): DataFrame;
  /** Get the minimum value horizontally across columns. */
  min_horizontal(): DataFrame;
  /** Create a new DataFrame that shows the null counts per column. */
  null_count(): DataFrame;
  /** Create a spreadsheet-style pivot table as a DataFrame. */
  pivot(on: IntoSelectors, on_columns?: any | { on_columns?: any; index?: IntoSelectors | null; values?: IntoSelectors | null; aggregate_function?: IntoExpr | null; maintain_order?: boolean; sort_columns?: boolean; separator?: string; column_naming?: "auto" | "combine" }, options?: { on_columns?: any; index?: IntoSelectors | null; values?: IntoSelectors | null; aggregate_function?: IntoExpr | null; maintain_order?: boolean; sort_columns?: boolean; separator?: string; column_naming?: "auto" | "combine" }): DataFrame;
  /** Aggregate the columns of this DataFrame to their product values. */
  product(): DataFrame;
  /** Aggregate the columns of this DataFrame to their quantile value. */
  quantile(quantile: number, interpolation?: "nearest" | "higher" | "lower" | "midpoint" | "linear" | "equiprobable" | { interpolation?: "nearest" | "higher" | "lower" | "midpoint" | "linear" | "equiprobable" }, options?: { interpolation?: "nearest" | "higher" | "lower" | "midpoint" | "linear" | "equiprobable" }): DataFrame;
  /** Rechunk the data in this DataFrame to a contiguous allocation. */
  rechunk(): DataFrame;
  /** Remove rows, dropping those that match the given predicate expression(s). */
  remove(...predicates: (IntoExprs)[]): DataFrame;
  remove(...predicates: [...(IntoExprs)[], { [name: string]: any }]): DataFrame;
  /** Rename column names. */
  rename(mapping: any, options?: { strict?: boolean }): DataFrame;
  /** Replace a column at an index location. */
  replace_column(index: Integer, column: any): DataFrame;
  /** Reverse the DataFrame. */
  reverse(): DataFrame;
  /** Create rolling groups based on a temporal or integer column. */
  rolling(index_column: IntoExpr | null, options: { period: string; offset?: string | null; closed?: "left" | "right" | "both" | "none"; group_by?: IntoExprs | null }): RollingGroupBy;
  /** Sample from this DataFrame. */
  sample(n?: Integer | null | { n?: Integer | null; fraction?: number | null; with_replacement?: boolean; shuffle?: boolean | null; seed?: Integer | null }, options?: { n?: Integer | null; fraction?: number | null; with_replacement?: boolean; shuffle?: boolean | null; seed?: Integer | null }): DataFrame;
  /** Select columns from this DataFrame. */
  select(...exprs: (IntoExprs)[]): DataFrame;
  select(...exprs: [...(IntoExprs)[], { [name: string]: IntoExpr | undefined }]): DataFrame;
  /** Select columns from this DataFrame. */
  select_seq(...exprs: (IntoExprs)[]): DataFrame;
  select_seq(...exprs: [...(IntoExprs)[], { [name: string]: IntoExpr | undefined }]): DataFrame;
  /** Flag a column as sorted. */
  set_sorted(column: string, options?: { descending?: boolean; nulls_last?: boolean }): DataFrame;
  /** Shift values by the given number of indices. */
  shift(n?: Integer | { n?: Integer; fill_value?: IntoExpr | null }, options?: { n?: Integer; fill_value?: IntoExpr | null }): DataFrame;
  /** Shrink DataFrame memory usage. */
  shrink_to_fit(options?: { in_place?: boolean }): DataFrame;
  /** Get a slice of this DataFrame. */
  slice(offset: Integer, length?: Integer | null | { length?: Integer | null }, options?: { length?: Integer | null }): DataFrame;
  /** Sort the dataframe by the given columns. */
  sort(by: IntoExprs | null, ...more_by: (IntoExpr | null)[]): DataFrame;
  sort(by: IntoExprs | null, ...more_by: [...(IntoExpr | null)[], { descending?: boolean | boolean[]; nulls_last?: boolean | boolean[]; multithreaded?: boolean; maintain_order?: boolean }]): DataFrame;
  /** Execute a SQL query against the DataFrame. */
  sql(query: string, options?: { table_name?: string }): DataFrame;
  /** Aggregate the columns of this DataFrame to their standard deviation value. */
  std(ddof?: Integer | { ddof?: Integer }, options?: { ddof?: Integer }): DataFrame;
  /** Aggregate the columns of this DataFrame to their sum value. */
  sum(): DataFrame;
  /** Sum all values horizontally across columns. */
  sum_horizontal(options?: { ignore_nulls?: boolean }): DataFrame;
  /** Get the last `n` rows. */
  tail(n?: Integer | { n?: Integer }, options?: { n?: Integer }): DataFrame;
  /** Convert categorical variables into dummy/indicator variables. */
  to_dummies(columns?: IntoSelectors | null | { columns?: IntoSelectors | null; separator?: string; drop_first?: boolean; drop_nulls?: boolean }, options?: { columns?: IntoSelectors | null; separator?: string; drop_first?: boolean; drop_nulls?: boolean }): DataFrame;
  /** Select column as Series at index location. */
  to_series(index?: Integer | { index?: Integer }, options?: { index?: Integer }): DataFrame;
  /** Convert a `DataFrame` to a `Series` of type `Struct`. */
  to_struct(name?: string | { name?: string }, options?: { name?: string }): DataFrame;
  /** Return the `k` largest rows. */
  top_k(k: Integer, options: { by: IntoExprs | null; reverse?: boolean | boolean[] }): DataFrame;
  /** Transpose a DataFrame over the diagonal. */
  transpose(options?: { include_header?: boolean; header_name?: string; column_names?: string | string[] | null }): DataFrame;
  /** Drop duplicate rows from this DataFrame. */
  unique(subset?: IntoExprs | null | { subset?: IntoExprs | null; keep?: "first" | "last" | "any" | "none"; maintain_order?: boolean }, options?: { subset?: IntoExprs | null; keep?: "first" | "last" | "any" | "none"; maintain_order?: boolean }): DataFrame;
  /** Decompose struct columns into separate columns for each of their fields. */
  unnest(columns?: IntoSelectors | null, ...more_columns: (IntoSelector)[]): DataFrame;
  unnest(columns?: IntoSelectors | null, ...more_columns: [...(IntoSelector)[], { columns?: IntoSelectors | null; separator?: string | null }]): DataFrame;
  /** Unpivot a DataFrame from wide to long format. */
  unpivot(on?: IntoSelectors | null | { on?: IntoSelectors | null; index?: IntoSelectors | null; variable_name?: string | null; value_name?: string | null }, options?: { on?: IntoSelectors | null; index?: IntoSelectors | null; variable_name?: string | null; value_name?: string | null }): DataFrame;
  /** Unstack a long table to a wide form without doing an aggregation. */
  unstack(options: { step: Integer; how?: "vertical" | "horizontal"; columns?: IntoSelectors | null; fill_values?: any }): DataFrame;
  /** Update the values in this `DataFrame` with the values in `other`. */
  update(other: Frame, on?: string | string[] | null | { on?: string | string[] | null; how?: "left" | "inner" | "full"; left_on?: string | string[] | null; right_on?: string | string[] | null; include_nulls?: boolean; maintain_order?: "none" | "left" | "right" | "left_right" | "right_left" | null }, how?: "left" | "inner" | "full" | { on?: string | string[] | null; how?: "left" | "inner" | "full"; left_on?: string | string[] | null; right_on?: string | string[] | null; include_nulls?: boolean; maintain_order?: "none" | "left" | "right" | "left_right" | "right_left" | null }, options?: { on?: string | string[] | null; how?: "left" | "inner" | "full"; left_on?: string | string[] | null; right_on?: string | string[] | null; include_nulls?: boolean; maintain_order?: "none" | "left" | "right" | "left_right" | "right_left" | null }): DataFrame;
  /** Upsample a DataFrame at a regular frequency. */
  upsample(time_column: string, options: { every: string; group_by?: string | string[] | null; maintain_order?: boolean }): DataFrame;
  /** Aggregate the columns of this DataFrame to their variance value. */
  var(ddof?: Integer | { ddof?: Integer }, options?: { ddof?: Integer }): DataFrame;
  /** Grow this DataFrame vertically by stacking a DataFrame to it. */
  vstack(other: Frame, options?: { in_place?: boolean }): DataFrame;
  /** Add columns to this DataFrame. */
  with_columns(...exprs: (IntoExprs)[]): DataFrame;
  with_columns(...exprs: [...(IntoExprs)[], { [name: string]: IntoExpr | undefined }]): DataFrame;
  /** Add columns to this DataFrame. */
  with_columns_seq(...exprs: (IntoExprs)[]): DataFrame;
  with_columns_seq(...exprs: [...(IntoExprs)[], { [name: string]: IntoExpr | undefined }]): DataFrame;
  /**
   * Add a column at index 0 that counts the rows.
   * @deprecated by Polars
   */
  with_row_count(name?: string | { name?: string; offset?: Integer }, offset?: Integer | { name?: string; offset?: Integer }, options?: { name?: string; offset?: Integer }): DataFrame;
  /** Add a row index as the first column in the DataFrame. */
  with_row_index(name?: string | { name?: string; offset?: Integer }, offset?: Integer | { name?: string; offset?: Integer }, options?: { name?: string; offset?: Integer }): DataFrame;
}

export interface LazyGroupByMethods {
  /** Compute aggregations for each group of a group by operation. */
  agg(...aggs: (IntoExprs)[]): LazyFrame;
  agg(...aggs: [...(IntoExprs)[], { [name: string]: IntoExpr | undefined }]): LazyFrame;
  /** Aggregate the groups into Series. */
  all(): LazyFrame;
  /**
   * Return the number of rows in each group.
   * @deprecated by Polars
   */
  count(): LazyFrame;
  /** Aggregate the first values in the group. */
  first(options?: { ignore_nulls?: boolean }): LazyFrame;
  /** Filter groups with a list of predicates after aggregation. */
  having(...predicates: (IntoExprs)[]): LazyFrame;
  /** Get the first `n` rows of each group. */
  head(n?: Integer | { n?: Integer }, options?: { n?: Integer }): LazyFrame;
  /** Aggregate the last values in the group. */
  last(options?: { ignore_nulls?: boolean }): LazyFrame;
  /** Return the number of rows in each group. */
  len(name?: string | null | { name?: string | null }, options?: { name?: string | null }): LazyFrame;
  /** Reduce the groups to the maximal value. */
  max(): LazyFrame;
  /** Reduce the groups to the mean values. */
  mean(): LazyFrame;
  /** Return the median per group. */
  median(): LazyFrame;
  /** Reduce the groups to the minimal value. */
  min(): LazyFrame;
  /** Count the unique values per group. */
  n_unique(): LazyFrame;
  /** Compute the quantile per group. */
  quantile(quantile: number, interpolation?: "nearest" | "higher" | "lower" | "midpoint" | "linear" | "equiprobable" | { interpolation?: "nearest" | "higher" | "lower" | "midpoint" | "linear" | "equiprobable" }, options?: { interpolation?: "nearest" | "higher" | "lower" | "midpoint" | "linear" | "equiprobable" }): LazyFrame;
  /** Reduce the groups to the sum. */
  sum(): LazyFrame;
  /** Get the last `n` rows of each group. */
  tail(n?: Integer | { n?: Integer }, options?: { n?: Integer }): LazyFrame;
}

export interface GroupByMethods {
  /** Compute aggregations for each group of a group by operation. */
  agg(...aggs: (IntoExprs)[]): DataFrame;
  agg(...aggs: [...(IntoExprs)[], { [name: string]: IntoExpr | undefined }]): DataFrame;
  /** Aggregate the groups into Series. */
  all(): DataFrame;
  /**
   * Return the number of rows in each group.
   * @deprecated by Polars
   */
  count(): DataFrame;
  /** Aggregate the first values in the group. */
  first(options?: { ignore_nulls?: boolean }): DataFrame;
  /** Filter groups with a list of predicates after aggregation. */
  having(...predicates: (IntoExprs)[]): DataFrame;
  /** Get the first `n` rows of each group. */
  head(n?: Integer | { n?: Integer }, options?: { n?: Integer }): DataFrame;
  /** Aggregate the last values in the group. */
  last(options?: { ignore_nulls?: boolean }): DataFrame;
  /** Return the number of rows in each group. */
  len(name?: string | null | { name?: string | null }, options?: { name?: string | null }): DataFrame;
  /** Reduce the groups to the maximal value. */
  max(): DataFrame;
  /** Reduce the groups to the mean values. */
  mean(): DataFrame;
  /** Return the median per group. */
  median(): DataFrame;
  /** Reduce the groups to the minimal value. */
  min(): DataFrame;
  /** Count the unique values per group. */
  n_unique(): DataFrame;
  /** Compute the quantile per group. */
  quantile(quantile: number, interpolation?: "nearest" | "higher" | "lower" | "midpoint" | "linear" | "equiprobable" | { interpolation?: "nearest" | "higher" | "lower" | "midpoint" | "linear" | "equiprobable" }, options?: { interpolation?: "nearest" | "higher" | "lower" | "midpoint" | "linear" | "equiprobable" }): DataFrame;
  /** Reduce the groups to the sum. */
  sum(): DataFrame;
  /** Get the last `n` rows of each group. */
  tail(n?: Integer | { n?: Integer }, options?: { n?: Integer }): DataFrame;
}

export interface DynamicGroupByMethods {
  /** Compute aggregations for each group of a group by operation. */
  agg(...aggs: (IntoExprs)[]): DataFrame;
  agg(...aggs: [...(IntoExprs)[], { [name: string]: IntoExpr | undefined }]): DataFrame;
  /** Filter groups with a list of predicates after aggregation. */
  having(...predicates: (IntoExprs)[]): DataFrame;
}

export interface RollingGroupByMethods {
  /** Compute aggregations for each group of a group by operation. */
  agg(...aggs: (IntoExprs)[]): DataFrame;
  agg(...aggs: [...(IntoExprs)[], { [name: string]: IntoExpr | undefined }]): DataFrame;
  /** Filter groups with a list of predicates after aggregation. */
  having(...predicates: (IntoExprs)[]): DataFrame;
}

export interface Selectors {
  /** Select all columns. */
  all(): Selector;
  /** Select all columns with alphabetic names (eg: only letters). */
  alpha(ascii_only?: boolean | { ascii_only?: boolean; ignore_spaces?: boolean }, options?: { ascii_only?: boolean; ignore_spaces?: boolean }): Selector;
  /** Select all columns with alphanumeric names (eg: only letters and the digits 0-9). */
  alphanumeric(ascii_only?: boolean | { ascii_only?: boolean; ignore_spaces?: boolean }, options?: { ascii_only?: boolean; ignore_spaces?: boolean }): Selector;
  /** Select all array columns. */
  array(inner?: IntoSelector | null | { inner?: IntoSelector | null; width?: Integer | null }, options?: { inner?: IntoSelector | null; width?: Integer | null }): Selector;
  /** Select all binary columns. */
  binary(): Selector;
  /** Select all boolean columns. */
  boolean(): Selector;
  /** Select all columns matching the given dtypes. */
  by_dtype(...dtypes: (IntoDtype | IntoDtype[])[]): Selector;
  /** Select all columns matching the given indices (or range objects). */
  by_index(...indices: (Integer | Integer[])[]): Selector;
  by_index(...indices: [...(Integer | Integer[])[], { require_all?: boolean }]): Selector;
  /** Select all columns matching the given names. */
  by_name(...names: (string | string[])[]): Selector;
  by_name(...names: [...(string | string[])[], { require_all?: boolean }]): Selector;
  /** Select all categorical columns. */
  categorical(): Selector;
  /** Select columns whose names contain the given literal substring(s). */
  contains(...substring: (string)[]): Selector;
  /** Select all date columns. */
  date(): Selector;
  /** Select all datetime columns, optionally filtering by time unit/zone. */
  datetime(time_unit?: any | { time_unit?: any; time_zone?: string | string[] | null }, time_zone?: string | string[] | null | { time_unit?: any; time_zone?: string | string[] | null }, options?: { time_unit?: any; time_zone?: string | string[] | null }): Selector;
  /** Select all decimal columns. */
  decimal(): Selector;
  /** Select all columns having names consisting only of digits. */
  digit(ascii_only?: boolean | { ascii_only?: boolean }, options?: { ascii_only?: boolean }): Selector;
  /** Select all duration columns, optionally filtering by time unit. */
  duration(time_unit?: any | { time_unit?: any }, options?: { time_unit?: any }): Selector;
  /** Select columns that end with the given substring(s). */
  ends_with(...suffix: (string)[]): Selector;
  /** Select all enum columns. */
  enum(): Selector;
  /** Select all columns except those matching the given columns, datatypes, or selectors. */
  exclude(columns: string | string[], ...more_columns: (string)[]): Selector;
  /** Select the first column in the current scope. */
  first(options?: { strict?: boolean }): Selector;
  /** Select all float columns. */
  float(): Selector;
  /** Select all integer columns. */
  integer(): Selector;
  /** Select the last column in the current scope. */
  last(options?: { strict?: boolean }): Selector;
  /** Select all list columns. */
  list(inner?: IntoSelector | null | { inner?: IntoSelector | null }, options?: { inner?: IntoSelector | null }): Selector;
  /** Select all columns that match the given regex pattern. */
  matches(pattern: string): Selector;
  /** Select all nested columns. */
  nested(): Selector;
  /** Select all numeric columns. */
  numeric(): Selector;
  /** Select all signed integer columns. */
  signed_integer(): Selector;
  /** Select columns that start with the given substring(s). */
  starts_with(...prefix: (string)[]): Selector;
  /** Select all String (and, optionally, Categorical) string columns. */
  string(options?: { include_categorical?: boolean }): Selector;
  /** Select all struct columns. */
  struct(): Selector;
  /** Select all temporal columns. */
  temporal(): Selector;
  /** Select all time columns. */
  time(): Selector;
  /** Select all unsigned integer columns. */
  unsigned_integer(): Selector;
}

