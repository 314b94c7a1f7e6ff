"""Native Polars, by Polars' names. Written by scripts/python-face from the table of operations; not by hand."""

import builtins
from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Literal, TypeVar

from ..dtypes import (
    Array as Array,
    Binary as Binary,
    Boolean as Boolean,
    Categorical as Categorical,
    DataType as DataType,
    Date as Date,
    Datetime as Datetime,
    Decimal as Decimal,
    Duration as Duration,
    Enum as Enum,
    Float16 as Float16,
    Float32 as Float32,
    Float64 as Float64,
    Int8 as Int8,
    Int16 as Int16,
    Int32 as Int32,
    Int64 as Int64,
    Int128 as Int128,
    List as List,
    Null as Null,
    String as String,
    Struct as Struct,
    Time as Time,
    UInt8 as UInt8,
    UInt16 as UInt16,
    UInt32 as UInt32,
    UInt64 as UInt64,
    UInt128 as UInt128,
    Unknown as Unknown,
    Utf8 as Utf8,
)
from . import selectors as selectors
from .expr import DataTypeExpr as DataTypeExpr, Expr as Expr, Selector as Selector, Then as Then, When as When
from .frame import (
    AnyFrame as AnyFrame,
    DataFrame as DataFrame,
    DynamicGroupBy as DynamicGroupBy,
    Frame as Frame,
    GroupBy as GroupBy,
    LazyGroupBy as LazyGroupBy,
    RollingGroupBy as RollingGroupBy,
    sql as sql,
)
from .into import IntoExpr, IntoExprs, IntoSchema, IntoSelector, IntoSelectors, IntoType, OneOrMany
from .refusal import Refusal as Refusal
from .series import Series as Series

LazyFrame = Frame
POLARS: builtins.str
AnyFrameT = TypeVar("AnyFrameT", Frame, DataFrame)

class _Col:
    def __call__(self, name: Any, *more_names: Any) -> Expr: ...
    def __getattr__(self, name: builtins.str) -> Expr: ...

col: _Col
def align_frames(*frames: AnyFrameT, on: IntoExprs, how: Literal["inner", "left", "right", "full", "semi", "anti", "cross", "outer"] = ..., select: IntoExprs = ..., descending: OneOrMany[builtins.bool] = ...) -> builtins.list[AnyFrameT]:
    """Align a sequence of frames using common values from one or more columns as a key."""
def all(*names: builtins.str, ignore_nulls: builtins.bool = ...) -> Expr:
    """Either return an expression representing all columns, or evaluate a bitwise AND operation."""
def all_horizontal(*exprs: IntoExprs) -> Expr:
    """Compute the logical AND horizontally across columns."""
def any(*names: builtins.str, ignore_nulls: builtins.bool = ...) -> Expr:
    """Evaluate a bitwise OR operation."""
def any_horizontal(*exprs: IntoExprs) -> Expr:
    """Compute the logical OR horizontally across columns."""
def approx_n_unique(*columns: builtins.str) -> Expr:
    """Approximate count of unique values."""
def arange(start: IntoExpr = ..., end: IntoExpr = ..., step: builtins.int = ..., *, dtype: IntoType = ..., eager: builtins.bool = ...) -> Expr:
    """Generate a range of integers."""
def arctan2(y: IntoExpr, x: IntoExpr) -> Expr:
    """Compute two argument arctan in radians."""
def arctan2d(y: IntoExpr, x: IntoExpr) -> Expr:
    """Compute two argument arctan in degrees. Old: Polars has another name for it."""
def arg_sort_by(exprs: IntoExprs, *more_exprs: IntoExpr, descending: OneOrMany[builtins.bool] = ..., nulls_last: OneOrMany[builtins.bool] = ..., multithreaded: builtins.bool = ..., maintain_order: builtins.bool = ...) -> Expr:
    """Return the row indices that would sort the column(s)."""
def arg_where(condition: IntoExpr, *, eager: builtins.bool = ...) -> Expr:
    """Return indices where `condition` evaluates `True`."""
def business_day_count(start: IntoExpr, end: IntoExpr, *, week_mask: OneOrMany[builtins.bool] = ..., holidays: IntoExpr = ...) -> Expr:
    """Count the number of business days between `start` and `end` (not including `end`)."""
def coalesce(exprs: IntoExprs, *more_exprs: IntoExpr, eager: builtins.bool = ...) -> Expr:
    """Folds the columns from left to right, keeping the first non-null value."""
def collect_all(lazy_frames: Iterable[AnyFrame], *, type_coercion: builtins.bool = ..., predicate_pushdown: builtins.bool = ..., projection_pushdown: builtins.bool = ..., simplify_expression: builtins.bool = ..., no_optimization: builtins.bool = ..., slice_pushdown: builtins.bool = ..., comm_subplan_elim: builtins.bool = ..., comm_subexpr_elim: builtins.bool = ..., cluster_with_columns: builtins.bool = ..., collapse_joins: builtins.bool = ..., optimizations: Any = ..., engine: Any = ..., lazy: builtins.bool = ...) -> builtins.list[DataFrame]:
    """Collect multiple LazyFrames at the same time."""
def concat(items: Iterable[AnyFrameT], *, how: Literal["vertical", "vertical_relaxed", "diagonal", "diagonal_relaxed", "horizontal", "horizontal_extend", "align", "align_full", "align_inner", "align_left", "align_right"] = ..., rechunk: builtins.bool = ..., parallel: builtins.bool = ..., strict: builtins.bool | None = ...) -> AnyFrameT:
    """Combine multiple DataFrames, LazyFrames, or Series into a single object."""
def concat_arr(exprs: IntoExprs, *more_exprs: IntoExpr) -> Expr:
    """Horizontally concatenate columns into a single array column."""
def concat_list(exprs: IntoExprs, *more_exprs: IntoExpr) -> Expr:
    """Horizontally concatenate columns into a single list column."""
def concat_str(exprs: IntoExprs, *more_exprs: IntoExpr, separator: builtins.str = ..., ignore_nulls: builtins.bool = ...) -> Expr:
    """Horizontally concatenate columns into a single string column."""
def corr(a: IntoExpr, b: IntoExpr, *, method: Literal["pearson", "spearman"] = ..., ddof: builtins.int | None = ..., propagate_nans: builtins.bool = ..., eager: builtins.bool = ...) -> Expr:
    """Compute the Pearson's or Spearman rank correlation between two columns."""
def count(*columns: builtins.str) -> Expr:
    """Return the number of non-null values in the column."""
def cov(a: IntoExpr, b: IntoExpr, *, ddof: builtins.int = ..., eager: builtins.bool = ...) -> Expr:
    """Compute the covariance between two columns/ expressions."""
def cum_count(*columns: builtins.str, reverse: builtins.bool = ...) -> Expr:
    """Return the cumulative count of the non-null values in the column."""
def cum_sum(*names: builtins.str) -> Expr:
    """Cumulatively sum all values."""
def cum_sum_horizontal(*exprs: IntoExprs) -> Expr:
    """Cumulatively sum all values horizontally across columns."""
def date(year: IntoExpr, month: IntoExpr, day: IntoExpr) -> Expr:
    """Create a Polars literal expression of type Date."""
def date_range(start: IntoExpr, end: IntoExpr, interval: builtins.str | timedelta = ..., *, closed: Literal["left", "right", "both", "none"] = ..., eager: builtins.bool = ...) -> Expr:
    """Generate a date range."""
def date_ranges(start: IntoExpr, end: IntoExpr, interval: builtins.str | timedelta = ..., *, closed: Literal["left", "right", "both", "none"] = ..., eager: builtins.bool = ...) -> Expr:
    """Create a column of date ranges."""
def datetime(year: IntoExpr, month: IntoExpr, day: IntoExpr, hour: IntoExpr = ..., minute: IntoExpr = ..., second: IntoExpr = ..., microsecond: IntoExpr = ..., *, time_unit: Literal["ns", "us", "ms"] = ..., time_zone: builtins.str | None = ..., ambiguous: IntoExpr = ...) -> Expr:
    """Create a Polars literal expression of type Datetime."""
def datetime_range(start: IntoExpr, end: IntoExpr, interval: builtins.str | timedelta = ..., *, closed: Literal["left", "right", "both", "none"] = ..., time_unit: Literal["ns", "us", "ms"] | None = ..., time_zone: builtins.str | None = ..., eager: builtins.bool = ...) -> Expr:
    """Generate a datetime range."""
def datetime_ranges(start: IntoExpr, end: IntoExpr, interval: builtins.str | timedelta = ..., *, closed: Literal["left", "right", "both", "none"] = ..., time_unit: Literal["ns", "us", "ms"] | None = ..., time_zone: builtins.str | None = ..., eager: builtins.bool = ...) -> Expr:
    """Create a column of datetime ranges."""
def dtype_of(col_or_expr: IntoExpr) -> DataTypeExpr:
    """Get a lazily evaluated :class:`DataType` of a column or expression."""
def duration(*, weeks: IntoExpr = ..., days: IntoExpr = ..., hours: IntoExpr = ..., minutes: IntoExpr = ..., seconds: IntoExpr = ..., milliseconds: IntoExpr = ..., microseconds: IntoExpr = ..., nanoseconds: IntoExpr = ..., time_unit: Literal["ns", "us", "ms"] | None = ...) -> Expr:
    """Create polars `Duration` from distinct time components."""
def element() -> Expr:
    """Alias for an element being evaluated in an `eval` or `filter` expression."""
def exclude(columns: OneOrMany[builtins.str], *more_columns: builtins.str) -> Expr:
    """Represent all columns except for the given columns."""
def field(name: OneOrMany[builtins.str]) -> Expr:
    """Select a field in the current `struct.with_fields` scope."""
def first(*columns: builtins.str) -> Expr:
    """Get the first column or value."""
def format(f_string: builtins.str, *args: IntoExpr) -> Expr:
    """Format expressions as a string."""
def from_dict(data: Any, schema: IntoSchema | None = ..., *, schema_overrides: IntoSchema | None = ..., strict: builtins.bool = ...) -> DataFrame:
    """Construct a DataFrame from a dictionary of sequences."""
def from_dicts(data: Any, schema: IntoSchema | None = ..., *, schema_overrides: IntoSchema | None = ..., strict: builtins.bool = ..., infer_schema_length: builtins.int | None = ...) -> DataFrame:
    """Construct a DataFrame from a sequence of dictionaries. This operation clones data."""
def from_epoch(column: IntoExpr, time_unit: Literal["ns", "us", "ms", "s", "d"] = ...) -> Expr:
    """Utility function that parses an epoch timestamp (or Unix time) to Polars Date(time)."""
def from_records(data: Any, schema: IntoSchema | None = ..., *, schema_overrides: IntoSchema | None = ..., strict: builtins.bool = ..., orient: Literal["col", "row"] | None = ..., infer_schema_length: builtins.int | None = ...) -> DataFrame:
    """Construct a DataFrame from a sequence of sequences. This operation clones data."""
def groups(column: builtins.str) -> Expr:
    """Syntactic sugar for `pl.col("foo").agg_groups()`."""
def head(column: builtins.str, n: builtins.int = ...) -> Expr:
    """Get the first `n` rows."""
def implode(*columns: builtins.str, maintain_order: builtins.bool = ...) -> Expr:
    """Aggregate all column values into a list."""
def int_range(start: IntoExpr = ..., end: IntoExpr = ..., step: builtins.int = ..., *, dtype: IntoType = ..., eager: builtins.bool = ...) -> Expr:
    """Generate a range of integers."""
def int_ranges(start: IntoExpr = ..., end: IntoExpr = ..., step: IntoExpr = ..., *, dtype: IntoType = ..., eager: builtins.bool = ...) -> Expr:
    """Generate a range of integers for each row of the input columns."""
def json_normalize(data: Any, *, separator: builtins.str = ..., max_level: builtins.int | None = ..., schema: IntoSchema | None = ..., strict: builtins.bool = ..., infer_schema_length: builtins.int | None = ..., encoder: Any = ...) -> DataFrame:
    """Normalize semi-structured deserialized JSON data into a flat table."""
def last(*columns: builtins.str) -> Expr:
    """Get the last column or value."""
def len() -> Expr:
    """Return the number of rows in the context."""
def linear_space(start: IntoExpr, end: IntoExpr, num_samples: IntoExpr, *, closed: Literal["left", "right", "both", "none"] = ..., eager: builtins.bool = ...) -> Expr:
    """Create sequence of evenly-spaced points."""
def linear_spaces(start: IntoExpr, end: IntoExpr, num_samples: IntoExpr, *, closed: Literal["left", "right", "both", "none"] = ..., as_array: builtins.bool = ..., eager: builtins.bool = ...) -> Expr:
    """Generate a sequence of evenly-spaced values for each row between `start` and `end`."""
def list(exprs: IntoExprs, *more_exprs: IntoExpr) -> Expr:
    """Collect columns into a list column, treating each expression's value as one element."""
def lit(value: Any, dtype: IntoType | None = ..., *, allow_object: builtins.bool = ...) -> Expr:
    """Return an expression representing a literal value."""
def max(*names: builtins.str) -> Expr:
    """Get the maximum value."""
def max_horizontal(*exprs: IntoExprs) -> Expr:
    """Get the maximum value horizontally across columns."""
def mean(*columns: builtins.str) -> Expr:
    """Get the mean value."""
def mean_horizontal(*exprs: IntoExprs, ignore_nulls: builtins.bool = ...) -> Expr:
    """Compute the mean of all values horizontally across columns."""
def median(*columns: builtins.str) -> Expr:
    """Get the median value."""
def merge_sorted(items: Iterable[AnyFrameT], key: OneOrMany[builtins.str], *, maintain_order: builtins.bool = ...) -> AnyFrameT:
    """Merge multiple sorted DataFrames or LazyFrames by the sorted key."""
def min(*names: builtins.str) -> Expr:
    """Get the minimum value."""
def min_horizontal(*exprs: IntoExprs) -> Expr:
    """Get the minimum value horizontally across columns."""
def n_unique(*columns: builtins.str) -> Expr:
    """Count unique values."""
def nth(*indices: OneOrMany[builtins.int], strict: builtins.bool = ...) -> Expr:
    """Get the nth column(s) of the context."""
def ones(n: IntoExpr, dtype: IntoType = ..., *, eager: builtins.bool = ...) -> Expr:
    """Construct a column of length `n` filled with ones."""
def quantile(column: builtins.str, quantile: IntoExpr, interpolation: Literal["nearest", "higher", "lower", "midpoint", "linear", "equiprobable"] = ...) -> Expr:
    """Syntactic sugar for `pl.col("foo").quantile(..)`."""
def repeat(value: IntoExpr, n: IntoExpr, *, dtype: IntoType | None = ..., eager: builtins.bool = ...) -> Expr:
    """Construct a column of length `n` filled with the given value."""
def rolling_corr(a: IntoExpr, b: IntoExpr, *, window_size: builtins.int, min_samples: builtins.int | None = ..., ddof: builtins.int = ...) -> Expr:
    """Compute the rolling correlation between two columns/ expressions."""
def rolling_cov(a: IntoExpr, b: IntoExpr, *, window_size: builtins.int, min_samples: builtins.int | None = ..., ddof: builtins.int = ...) -> Expr:
    """Compute the rolling covariance between two columns/ expressions."""
def row_index(name: builtins.str = ...) -> Expr:
    """Generates a sequence of integers."""
def select(*exprs: IntoExprs, eager: builtins.bool = ..., **named_exprs: IntoExpr) -> DataFrame:
    """Run polars expressions without a context."""
def self_dtype() -> DataTypeExpr:
    """Get the dtype of `self` in `map_elements` and `map_batches`."""
def sql_expr(sql: OneOrMany[builtins.str]) -> Expr:
    """Parse one or more SQL expressions to Polars expression(s)."""
def std(column: builtins.str, ddof: builtins.int = ...) -> Expr:
    """Get the standard deviation."""
def struct(*exprs: IntoExprs, schema: IntoSchema | None = ..., eager: builtins.bool = ..., **named_exprs: IntoExpr) -> Expr:
    """Collect columns into a struct column."""
def struct_with_fields(mapping: Any) -> DataTypeExpr:
    """Create a new datatype expression that represents a Struct datatype."""
def sum(*names: builtins.str) -> Expr:
    """Sum all values."""
def sum_horizontal(*exprs: IntoExprs, ignore_nulls: builtins.bool = ...) -> Expr:
    """Sum all values horizontally across columns."""
def tail(column: builtins.str, n: builtins.int = ...) -> Expr:
    """Get the last `n` rows."""
def time(hour: IntoExpr = ..., minute: IntoExpr = ..., second: IntoExpr = ..., microsecond: IntoExpr = ...) -> Expr:
    """Create a Polars literal expression of type Time."""
def time_range(start: IntoExpr = ..., end: IntoExpr = ..., interval: builtins.str | timedelta = ..., *, closed: Literal["left", "right", "both", "none"] = ..., eager: builtins.bool = ...) -> Expr:
    """Generate a time range."""
def time_ranges(start: IntoExpr = ..., end: IntoExpr = ..., interval: builtins.str | timedelta = ..., *, closed: Literal["left", "right", "both", "none"] = ..., eager: builtins.bool = ...) -> Expr:
    """Create a column of time ranges."""
def union(items: Iterable[AnyFrameT], *, how: Literal["vertical", "vertical_relaxed", "diagonal", "diagonal_relaxed", "horizontal", "horizontal_extend", "align", "align_full", "align_inner", "align_left", "align_right"] = ..., strict: builtins.bool | None = ...) -> AnyFrameT:
    """Combine multiple DataFrames, LazyFrames, or Series into a single object."""
def var(column: builtins.str, ddof: builtins.int = ...) -> Expr:
    """Get the variance."""
def when(*predicates: IntoExprs, **constraints: Any) -> When:
    """Start a `when-then-otherwise` expression."""
def zeros(n: IntoExpr, dtype: IntoType = ..., *, eager: builtins.bool = ...) -> Expr:
    """Construct a column of length `n` filled with zeros."""
