"""Frames. Written by scripts/python-face from the table of operations; not by hand."""

import builtins
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any, Literal, TypeVar

from ..batch import Batch
from ..boundary import HostInput
from ..dtypes import DataType
from ..schema import Schema
from ..table import Table
from .into import IntoExpr, IntoExprs, IntoSchema, IntoSelector, IntoSelectors, IntoType, OneOrMany
from .series import Series

T = TypeVar("T")
AnyFrame = Frame | DataFrame | Series

def make(name: builtins.str, args: tuple[Any, ...], kwargs: Mapping[builtins.str, Any]) -> Any: ...
def sql(query: builtins.str, *, eager: builtins.bool = ..., **frames: AnyFrame) -> Any: ...

class Plan:
    """A handle of the host's: what frames and groups have in common."""
    def __init__(self, handle: Any, kind: builtins.str | None = None) -> None: ...
    def __sandtable_frame__(self) -> Any: ...
    def explain(self) -> builtins.str: ...

class Frame(Plan):
    """A plan, lazy as a `LazyFrame` of Polars: its rows stay in the host."""
    def __init__(self, data: Any = ..., schema: IntoSchema | None = ...) -> None: ...
    @classmethod
    def from_input(cls, resource: HostInput) -> Frame: ...
    @property
    def schema(self) -> Schema: ...
    @property
    def columns(self) -> builtins.list[builtins.str]: ...
    @property
    def dtypes(self) -> builtins.list[DataType]: ...
    @property
    def width(self) -> builtins.int: ...
    def collect_schema(self) -> Schema: ...
    def pipe(self, function: Callable[..., T], *args: Any, **kwargs: Any) -> T: ...
    def to_table(self) -> Table[Any]: ...
    def batches(self, max_rows: builtins.int = ...) -> Iterator[Batch]: ...
    def approx_n_unique(self) -> Frame:
        """Approximate count of unique values. Old: Polars has another name for it."""
    def bottom_k(self, k: builtins.int, *, by: IntoExprs, reverse: OneOrMany[builtins.bool] = ...) -> Frame:
        """Return the `k` smallest rows."""
    def cache(self) -> Frame:
        """Cache the result once the execution of the physical plan hits this node."""
    def cast(self, dtypes: Any, *, strict: builtins.bool = ...) -> Frame:
        """Cast LazyFrame column(s) to the specified dtype(s)."""
    def clear(self, n: builtins.int = ...) -> Frame:
        """Create an empty copy of the current LazyFrame, with zero to 'n' rows."""
    def clone(self) -> Frame:
        """Create a copy of this LazyFrame."""
    def collect(self, *, type_coercion: builtins.bool = ..., predicate_pushdown: builtins.bool = ..., projection_pushdown: builtins.bool = ..., simplify_expression: builtins.bool = ..., slice_pushdown: builtins.bool = ..., comm_subplan_elim: builtins.bool = ..., comm_subexpr_elim: builtins.bool = ..., cluster_with_columns: builtins.bool = ..., collapse_joins: builtins.bool = ..., no_optimization: builtins.bool = ..., engine: Any = ..., background: builtins.bool = ..., optimizations: Any = ...) -> DataFrame:
        """Materialize this `LazyFrame` into a `DataFrame`."""
    def count(self) -> Frame:
        """Return the number of non-null elements for each column."""
    def describe(self, percentiles: OneOrMany[builtins.float] | None = ..., *, interpolation: Literal["nearest", "higher", "lower", "midpoint", "linear", "equiprobable"] = ...) -> DataFrame:
        """Creates a summary of statistics for a LazyFrame, returning a DataFrame."""
    def drop(self, *columns: IntoSelectors, strict: builtins.bool = ...) -> Frame:
        """Remove columns from the DataFrame."""
    def drop_nans(self, subset: IntoSelectors | None = ...) -> Frame:
        """Drop all rows that contain one or more NaN values."""
    def drop_nulls(self, subset: IntoSelectors | None = ...) -> Frame:
        """Drop all rows that contain one or more null values."""
    def explode(self, columns: IntoSelectors, *more_columns: IntoSelector, empty_as_null: builtins.bool | None = ..., keep_nulls: builtins.bool = ...) -> Frame:
        """Explode the DataFrame to long format by exploding the given columns."""
    def fetch(self, n_rows: builtins.int = ..., **kwargs: Any) -> DataFrame:
        """Collect a small number of rows for debugging purposes. Old: Polars has another name for it."""
    def fill_nan(self, value: IntoExpr) -> Frame:
        """Fill floating point NaN values."""
    def fill_null(self, value: IntoExpr = ..., strategy: Literal["forward", "backward", "min", "max", "mean", "zero", "one"] | None = ..., limit: builtins.int | None = ..., *, matches_supertype: builtins.bool = ...) -> Frame:
        """Fill null values using the specified value or strategy."""
    def filter(self, *predicates: IntoExprs, **constraints: Any) -> Frame:
        """Filter rows in the LazyFrame based on a predicate expression."""
    def first(self) -> Frame:
        """Get the first row of the DataFrame."""
    def gather(self, indices: Any, *, null_on_oob: builtins.bool = ...) -> Frame:
        """Selects rows from this LazyFrame at the given indices."""
    def gather_every(self, n: builtins.int, offset: builtins.int = ...) -> Frame:
        """Take every nth row in the LazyFrame and return as a new LazyFrame."""
    def group_by(self, *by: IntoExprs, maintain_order: builtins.bool = ..., **named_by: IntoExpr) -> LazyGroupBy:
        """Start a group by operation."""
    def group_by_dynamic(self, index_column: IntoExpr, *, every: builtins.str | timedelta, period: builtins.str | timedelta | None = ..., offset: builtins.str | timedelta | None = ..., include_boundaries: builtins.bool = ..., closed: Literal["left", "right", "both", "none"] = ..., label: Literal["left", "right", "datapoint"] = ..., group_by: IntoExprs = ..., start_by: Literal["window", "datapoint", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] = ...) -> LazyGroupBy:
        """Group based on a time value (or index value of type Int32, Int64)."""
    def head(self, n: builtins.int = ...) -> Frame:
        """Get the first `n` rows."""
    def interpolate(self) -> Frame:
        """Interpolate intermediate values. The interpolation method is linear."""
    def join(self, other: AnyFrame, on: IntoExprs = ..., how: Literal["inner", "left", "right", "full", "semi", "anti", "cross", "outer"] = ..., *, left_on: IntoExprs = ..., right_on: IntoExprs = ..., suffix: builtins.str = ..., validate: Literal["m:m", "m:1", "1:m", "1:1"] = ..., nulls_equal: builtins.bool = ..., coalesce: builtins.bool | None = ..., maintain_order: Literal["none", "left", "right", "left_right", "right_left"] | None = ..., build_side: Literal["auto", "prefer_left", "prefer_right", "force_left", "force_right"] = ..., allow_parallel: builtins.bool = ..., force_parallel: builtins.bool = ...) -> Frame:
        """Add a join operation to the Logical Plan."""
    def join_asof(self, other: AnyFrame, *, left_on: IntoExpr = ..., right_on: IntoExpr = ..., on: IntoExpr = ..., by_left: OneOrMany[builtins.str] | None = ..., by_right: OneOrMany[builtins.str] | None = ..., by: OneOrMany[builtins.str] | None = ..., strategy: Literal["backward", "forward", "nearest"] = ..., suffix: builtins.str = ..., tolerance: Any = ..., allow_parallel: builtins.bool = ..., force_parallel: builtins.bool = ..., coalesce: builtins.bool = ..., allow_exact_matches: builtins.bool = ..., check_sortedness: builtins.bool = ...) -> Frame:
        """Perform an asof join."""
    def join_where(self, other: AnyFrame, *predicates: IntoExprs, suffix: builtins.str = ...) -> Frame:
        """Perform a join based on one or multiple (in)equality predicates."""
    def last(self) -> Frame:
        """Get the last row of the DataFrame."""
    def lazy(self) -> Frame:
        """Return lazy representation, i.e. itself."""
    def limit(self, n: builtins.int = ...) -> Frame:
        """Get the first `n` rows."""
    def match_to_schema(self, schema: IntoSchema, *, missing_columns: Any = ..., missing_struct_fields: Any = ..., extra_columns: Literal["ignore", "raise"] = ..., extra_struct_fields: Any = ..., integer_cast: Any = ..., float_cast: Any = ...) -> Frame:
        """Match or evolve the schema of a LazyFrame into a specific schema."""
    def max(self) -> Frame:
        """Aggregate the columns in the LazyFrame to their maximum value."""
    def mean(self) -> Frame:
        """Aggregate the columns in the LazyFrame to their mean value."""
    def median(self) -> Frame:
        """Aggregate the columns in the LazyFrame to their median value."""
    def melt(self, id_vars: IntoSelectors | None = ..., value_vars: IntoSelectors | None = ..., variable_name: builtins.str | None = ..., value_name: builtins.str | None = ..., *, streamable: builtins.bool = ...) -> Frame:
        """Unpivot a DataFrame from wide to long format. Old: Polars has another name for it."""
    def merge_sorted(self, other: AnyFrame, key: OneOrMany[builtins.str], *, maintain_order: builtins.bool = ...) -> Frame:
        """Take two sorted DataFrames and merge them by the sorted key."""
    def min(self) -> Frame:
        """Aggregate the columns in the LazyFrame to their minimum value."""
    def null_count(self) -> Frame:
        """Aggregate the columns in the LazyFrame as the sum of their null value count."""
    def pivot(self, on: IntoSelectors, on_columns: Any, *, index: IntoSelectors | None = ..., values: IntoSelectors | None = ..., aggregate_function: IntoExpr = ..., maintain_order: builtins.bool = ..., separator: builtins.str = ..., column_naming: Literal["auto", "combine"] = ...) -> Frame:
        """Create a spreadsheet-style pivot table as a DataFrame."""
    def quantile(self, quantile: IntoExpr, interpolation: Literal["nearest", "higher", "lower", "midpoint", "linear", "equiprobable"] = ...) -> Frame:
        """Aggregate the columns in the LazyFrame to their quantile value."""
    def remove(self, *predicates: IntoExprs, **constraints: Any) -> Frame:
        """Remove rows, dropping those that match the given predicate expression(s)."""
    def rename(self, mapping: Any, *, strict: builtins.bool = ...) -> Frame:
        """Rename column names."""
    def reverse(self) -> Frame:
        """Reverse the DataFrame."""
    def rolling(self, index_column: IntoExpr, *, period: builtins.str | timedelta, offset: builtins.str | timedelta | None = ..., closed: Literal["left", "right", "both", "none"] = ..., group_by: IntoExprs = ...) -> LazyGroupBy:
        """Create rolling groups based on a temporal or integer column."""
    def select(self, *exprs: IntoExprs, **named_exprs: IntoExpr) -> Frame:
        """Select columns from this LazyFrame."""
    def select_seq(self, *exprs: IntoExprs, **named_exprs: IntoExpr) -> Frame:
        """Select columns from this LazyFrame."""
    def set_sorted(self, column: OneOrMany[builtins.str], *more_columns: builtins.str, descending: OneOrMany[builtins.bool] = ..., nulls_last: OneOrMany[builtins.bool] = ...) -> Frame:
        """Flag a column as sorted."""
    def shift(self, n: IntoExpr = ..., *, fill_value: IntoExpr = ...) -> Frame:
        """Shift values by the given number of indices."""
    def slice(self, offset: builtins.int, length: builtins.int | None = ...) -> Frame:
        """Get a slice of this DataFrame."""
    def sort(self, by: IntoExprs, *more_by: IntoExpr, descending: OneOrMany[builtins.bool] = ..., nulls_last: OneOrMany[builtins.bool] = ..., maintain_order: builtins.bool = ..., multithreaded: builtins.bool = ...) -> Frame:
        """Sort the LazyFrame by the given columns."""
    def sql(self, query: builtins.str, *, table_name: builtins.str = ...) -> Frame:
        """Execute a SQL query against the LazyFrame."""
    def std(self, ddof: builtins.int = ...) -> Frame:
        """Aggregate the columns in the LazyFrame to their standard deviation value."""
    def sum(self) -> Frame:
        """Aggregate the columns in the LazyFrame to their sum value."""
    def tail(self, n: builtins.int = ...) -> Frame:
        """Get the last `n` rows."""
    def top_k(self, k: builtins.int, *, by: IntoExprs, reverse: OneOrMany[builtins.bool] = ...) -> Frame:
        """Return the `k` largest rows."""
    def unique(self, subset: IntoExprs = ..., *, keep: Literal["first", "last", "any", "none"] = ..., maintain_order: builtins.bool = ...) -> Frame:
        """Drop duplicate rows from this LazyFrame."""
    def unnest(self, columns: IntoSelectors | None = ..., *more_columns: IntoSelector, separator: builtins.str | None = ...) -> Frame:
        """Decompose struct columns into separate columns for each of their fields."""
    def unpivot(self, on: IntoSelectors | None = ..., *, index: IntoSelectors | None = ..., variable_name: builtins.str | None = ..., value_name: builtins.str | None = ..., streamable: builtins.bool = ...) -> Frame:
        """Unpivot a DataFrame from wide to long format."""
    def update(self, other: AnyFrame, on: OneOrMany[builtins.str] | None = ..., how: Literal["left", "inner", "full"] = ..., *, left_on: OneOrMany[builtins.str] | None = ..., right_on: OneOrMany[builtins.str] | None = ..., include_nulls: builtins.bool = ..., maintain_order: Literal["none", "left", "right", "left_right", "right_left"] | None = ...) -> Frame:
        """Update the values in this `LazyFrame` with the values in `other`."""
    def var(self, ddof: builtins.int = ...) -> Frame:
        """Aggregate the columns in the LazyFrame to their variance value."""
    def with_columns(self, *exprs: IntoExprs, **named_exprs: IntoExpr) -> Frame:
        """Add columns to this LazyFrame."""
    def with_columns_seq(self, *exprs: IntoExprs, **named_exprs: IntoExpr) -> Frame:
        """Add columns to this LazyFrame."""
    def with_context(self, other: Iterable[AnyFrame]) -> Frame:
        """Add an external context to the computation graph. Old: Polars has another name for it."""
    def with_row_count(self, name: builtins.str = ..., offset: builtins.int = ...) -> Frame:
        """Add a column at index 0 that counts the rows. Old: Polars has another name for it."""
    def with_row_index(self, name: builtins.str = ..., offset: builtins.int = ...) -> Frame:
        """Add a row index as the first column in the LazyFrame."""

class DataFrame(Plan):
    """A frame with the methods of a `DataFrame` of Polars: its rows stay in the host until they are asked for."""
    def __init__(self, data: Any = ..., schema: IntoSchema | None = ...) -> None: ...
    @property
    def height(self) -> builtins.int: ...
    @property
    def shape(self) -> tuple[builtins.int, builtins.int]: ...
    def __len__(self) -> builtins.int: ...
    def __iter__(self) -> Iterator[Series]: ...
    def __getitem__(self, key: Any) -> Any: ...
    def is_empty(self) -> builtins.bool: ...
    def iter_rows(self, *, named: builtins.bool = ..., buffer_size: builtins.int = ...) -> Iterator[Any]: ...
    def rows(self, *, named: builtins.bool = ...) -> builtins.list[Any]: ...
    def row(self, index: builtins.int, *, named: builtins.bool = ...) -> Any: ...
    def to_dicts(self) -> builtins.list[builtins.dict[builtins.str, Any]]: ...
    def to_dict(self, *, as_series: builtins.bool = ...) -> builtins.dict[builtins.str, Any]: ...
    def item(self, row: builtins.int | None = ..., column: builtins.int | builtins.str | None = ...) -> Any: ...
    @property
    def schema(self) -> Schema: ...
    @property
    def columns(self) -> builtins.list[builtins.str]: ...
    @property
    def dtypes(self) -> builtins.list[DataType]: ...
    @property
    def width(self) -> builtins.int: ...
    def collect_schema(self) -> Schema: ...
    def pipe(self, function: Callable[..., T], *args: Any, **kwargs: Any) -> T: ...
    def to_table(self) -> Table[Any]: ...
    def batches(self, max_rows: builtins.int = ...) -> Iterator[Batch]: ...
    def approx_n_unique(self) -> DataFrame:
        """Approximate count of unique values. Old: Polars has another name for it."""
    def bottom_k(self, k: builtins.int, *, by: IntoExprs, reverse: OneOrMany[builtins.bool] = ...) -> DataFrame:
        """Return the `k` smallest rows."""
    def cast(self, dtypes: Any, *, strict: builtins.bool = ...) -> DataFrame:
        """Cast DataFrame column(s) to the specified dtype(s)."""
    def clear(self, n: builtins.int = ...) -> DataFrame:
        """Create an empty (n=0) or `n`-row null-filled (n>0) copy of the DataFrame."""
    def clone(self) -> DataFrame:
        """Create a copy of this DataFrame."""
    def corr(self, *, label: builtins.str | None = ..., **kwargs: Any) -> DataFrame:
        """Return pairwise Pearson product-moment correlation coefficients between columns."""
    def count(self) -> DataFrame:
        """Return the number of non-null elements for each column."""
    def describe(self, percentiles: OneOrMany[builtins.float] | None = ..., *, interpolation: Literal["nearest", "higher", "lower", "midpoint", "linear", "equiprobable"] = ...) -> DataFrame:
        """Summary statistics for a DataFrame."""
    def drop(self, *columns: IntoSelectors, strict: builtins.bool = ...) -> DataFrame:
        """Remove columns from the dataframe."""
    def drop_in_place(self, name: builtins.str) -> Series:
        """Drop a single column in-place and return the dropped column."""
    def drop_nans(self, subset: IntoSelectors | None = ...) -> DataFrame:
        """Drop all rows that contain one or more NaN values."""
    def drop_nulls(self, subset: IntoSelectors | None = ...) -> DataFrame:
        """Drop all rows that contain one or more null values."""
    def explode(self, columns: IntoSelectors, *more_columns: IntoSelector, empty_as_null: builtins.bool | None = ..., keep_nulls: builtins.bool = ...) -> DataFrame:
        """Explode the dataframe to long format by exploding the given columns."""
    def extend(self, other: AnyFrame) -> DataFrame:
        """Extend the memory backed by this `DataFrame` with the values from `other`."""
    def fill_nan(self, value: IntoExpr) -> DataFrame:
        """Fill floating point NaN values by an Expression evaluation."""
    def fill_null(self, value: IntoExpr = ..., strategy: Literal["forward", "backward", "min", "max", "mean", "zero", "one"] | None = ..., limit: builtins.int | None = ..., *, matches_supertype: builtins.bool = ...) -> DataFrame:
        """Fill null values using the specified value or strategy."""
    def filter(self, *predicates: IntoExprs, **constraints: Any) -> DataFrame:
        """Filter rows, retaining those that match the given predicate expression(s)."""
    def gather(self, indices: Any, *, null_on_oob: builtins.bool = ...) -> DataFrame:
        """Selects rows from this DataFrame at the given indices."""
    def gather_every(self, n: builtins.int, offset: builtins.int = ...) -> DataFrame:
        """Take every nth row in the DataFrame and return as a new DataFrame."""
    def get_column(self, name: builtins.str, *, default: Any = ...) -> Series:
        """Get a single column by name."""
    def group_by(self, *by: IntoExprs, maintain_order: builtins.bool = ..., **named_by: IntoExpr) -> GroupBy:
        """Start a group by operation."""
    def group_by_dynamic(self, index_column: IntoExpr, *, every: builtins.str | timedelta, period: builtins.str | timedelta | None = ..., offset: builtins.str | timedelta | None = ..., include_boundaries: builtins.bool = ..., closed: Literal["left", "right", "both", "none"] = ..., label: Literal["left", "right", "datapoint"] = ..., group_by: IntoExprs = ..., start_by: Literal["window", "datapoint", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] = ...) -> DynamicGroupBy:
        """Group based on a time value (or index value of type Int32, Int64)."""
    def hash_rows(self, seed: builtins.int = ..., seed_1: builtins.int | None = ..., seed_2: builtins.int | None = ..., seed_3: builtins.int | None = ...) -> Series:
        """Hash and combine the rows in this DataFrame."""
    def head(self, n: builtins.int = ...) -> DataFrame:
        """Get the first `n` rows."""
    def hstack(self, columns: Any, *, in_place: builtins.bool = ...) -> DataFrame:
        """Return a new DataFrame grown horizontally by stacking multiple Series to it."""
    def insert_column(self, index: builtins.int, column: Any) -> DataFrame:
        """Insert a Series (or expression) at a certain column index."""
    def interpolate(self) -> DataFrame:
        """Interpolate intermediate values. The interpolation method is linear."""
    def is_duplicated(self) -> Series:
        """Get a mask of all duplicated rows in this DataFrame."""
    def is_unique(self) -> Series:
        """Get a mask of all unique rows in this DataFrame."""
    def join(self, other: AnyFrame, on: IntoExprs = ..., how: Literal["inner", "left", "right", "full", "semi", "anti", "cross", "outer"] = ..., *, left_on: IntoExprs = ..., right_on: IntoExprs = ..., suffix: builtins.str = ..., validate: Literal["m:m", "m:1", "1:m", "1:1"] = ..., nulls_equal: builtins.bool = ..., coalesce: builtins.bool | None = ..., maintain_order: Literal["none", "left", "right", "left_right", "right_left"] | None = ..., build_side: Literal["auto", "prefer_left", "prefer_right", "force_left", "force_right"] = ...) -> DataFrame:
        """Join in SQL-like fashion."""
    def join_asof(self, other: AnyFrame, *, left_on: IntoExpr = ..., right_on: IntoExpr = ..., on: IntoExpr = ..., by_left: OneOrMany[builtins.str] | None = ..., by_right: OneOrMany[builtins.str] | None = ..., by: OneOrMany[builtins.str] | None = ..., strategy: Literal["backward", "forward", "nearest"] = ..., suffix: builtins.str = ..., tolerance: Any = ..., allow_parallel: builtins.bool = ..., force_parallel: builtins.bool = ..., coalesce: builtins.bool = ..., allow_exact_matches: builtins.bool = ..., check_sortedness: builtins.bool = ...) -> DataFrame:
        """Perform an asof join."""
    def join_where(self, other: AnyFrame, *predicates: IntoExprs, suffix: builtins.str = ...) -> DataFrame:
        """Perform a join based on one or multiple (in)equality predicates."""
    def lazy(self) -> Frame:
        """Start a lazy query from this point. This returns a `LazyFrame` object."""
    def limit(self, n: builtins.int = ...) -> DataFrame:
        """Get the first `n` rows."""
    def match_to_schema(self, schema: IntoSchema, *, missing_columns: Any = ..., missing_struct_fields: Any = ..., extra_columns: Literal["ignore", "raise"] = ..., extra_struct_fields: Any = ..., integer_cast: Any = ..., float_cast: Any = ...) -> DataFrame:
        """Match or evolve the schema of a LazyFrame into a specific schema."""
    def max(self) -> DataFrame:
        """Aggregate the columns of this DataFrame to their maximum value."""
    def max_horizontal(self) -> Series:
        """Get the maximum value horizontally across columns."""
    def mean(self) -> DataFrame:
        """Aggregate the columns of this DataFrame to their mean value."""
    def mean_horizontal(self, *, ignore_nulls: builtins.bool = ...) -> Series:
        """Take the mean of all values horizontally across columns."""
    def median(self) -> DataFrame:
        """Aggregate the columns of this DataFrame to their median value."""
    def melt(self, id_vars: IntoSelectors | None = ..., value_vars: IntoSelectors | None = ..., variable_name: builtins.str | None = ..., value_name: builtins.str | None = ...) -> DataFrame:
        """Unpivot a DataFrame from wide to long format. Old: Polars has another name for it."""
    def merge_sorted(self, other: AnyFrame, key: OneOrMany[builtins.str], *, maintain_order: builtins.bool = ...) -> DataFrame:
        """Take two sorted DataFrames and merge them by the sorted key."""
    def min(self) -> DataFrame:
        """Aggregate the columns of this DataFrame to their minimum value."""
    def min_horizontal(self) -> Series:
        """Get the minimum value horizontally across columns."""
    def null_count(self) -> DataFrame:
        """Create a new DataFrame that shows the null counts per column."""
    def pivot(self, on: IntoSelectors, on_columns: Any = ..., *, index: IntoSelectors | None = ..., values: IntoSelectors | None = ..., aggregate_function: IntoExpr = ..., maintain_order: builtins.bool = ..., sort_columns: builtins.bool = ..., separator: builtins.str = ..., column_naming: Literal["auto", "combine"] = ...) -> DataFrame:
        """Create a spreadsheet-style pivot table as a DataFrame."""
    def product(self) -> DataFrame:
        """Aggregate the columns of this DataFrame to their product values."""
    def quantile(self, quantile: builtins.float, interpolation: Literal["nearest", "higher", "lower", "midpoint", "linear", "equiprobable"] = ...) -> DataFrame:
        """Aggregate the columns of this DataFrame to their quantile value."""
    def rechunk(self) -> DataFrame:
        """Rechunk the data in this DataFrame to a contiguous allocation."""
    def remove(self, *predicates: IntoExprs, **constraints: Any) -> DataFrame:
        """Remove rows, dropping those that match the given predicate expression(s)."""
    def rename(self, mapping: Any, *, strict: builtins.bool = ...) -> DataFrame:
        """Rename column names."""
    def replace_column(self, index: builtins.int, column: Any) -> DataFrame:
        """Replace a column at an index location."""
    def reverse(self) -> DataFrame:
        """Reverse the DataFrame."""
    def rolling(self, index_column: IntoExpr, *, period: builtins.str | timedelta, offset: builtins.str | timedelta | None = ..., closed: Literal["left", "right", "both", "none"] = ..., group_by: IntoExprs = ...) -> RollingGroupBy:
        """Create rolling groups based on a temporal or integer column."""
    def sample(self, n: builtins.int | None = ..., *, fraction: builtins.float | None = ..., with_replacement: builtins.bool = ..., shuffle: builtins.bool | None = ..., seed: builtins.int | None = ...) -> DataFrame:
        """Sample from this DataFrame."""
    def select(self, *exprs: IntoExprs, **named_exprs: IntoExpr) -> DataFrame:
        """Select columns from this DataFrame."""
    def select_seq(self, *exprs: IntoExprs, **named_exprs: IntoExpr) -> DataFrame:
        """Select columns from this DataFrame."""
    def set_sorted(self, column: builtins.str, *, descending: builtins.bool = ..., nulls_last: builtins.bool = ...) -> DataFrame:
        """Flag a column as sorted."""
    def shift(self, n: builtins.int = ..., *, fill_value: IntoExpr = ...) -> DataFrame:
        """Shift values by the given number of indices."""
    def shrink_to_fit(self, *, in_place: builtins.bool = ...) -> DataFrame:
        """Shrink DataFrame memory usage."""
    def slice(self, offset: builtins.int, length: builtins.int | None = ...) -> DataFrame:
        """Get a slice of this DataFrame."""
    def sort(self, by: IntoExprs, *more_by: IntoExpr, descending: OneOrMany[builtins.bool] = ..., nulls_last: OneOrMany[builtins.bool] = ..., multithreaded: builtins.bool = ..., maintain_order: builtins.bool = ...) -> DataFrame:
        """Sort the dataframe by the given columns."""
    def sql(self, query: builtins.str, *, table_name: builtins.str = ...) -> DataFrame:
        """Execute a SQL query against the DataFrame."""
    def std(self, ddof: builtins.int = ...) -> DataFrame:
        """Aggregate the columns of this DataFrame to their standard deviation value."""
    def sum(self) -> DataFrame:
        """Aggregate the columns of this DataFrame to their sum value."""
    def sum_horizontal(self, *, ignore_nulls: builtins.bool = ...) -> Series:
        """Sum all values horizontally across columns."""
    def tail(self, n: builtins.int = ...) -> DataFrame:
        """Get the last `n` rows."""
    def to_dummies(self, columns: IntoSelectors | None = ..., *, separator: builtins.str = ..., drop_first: builtins.bool = ..., drop_nulls: builtins.bool = ...) -> DataFrame:
        """Convert categorical variables into dummy/indicator variables."""
    def to_series(self, index: builtins.int = ...) -> Series:
        """Select column as Series at index location."""
    def to_struct(self, name: builtins.str = ...) -> Series:
        """Convert a `DataFrame` to a `Series` of type `Struct`."""
    def top_k(self, k: builtins.int, *, by: IntoExprs, reverse: OneOrMany[builtins.bool] = ...) -> DataFrame:
        """Return the `k` largest rows."""
    def transpose(self, *, include_header: builtins.bool = ..., header_name: builtins.str = ..., column_names: OneOrMany[builtins.str] | None = ...) -> DataFrame:
        """Transpose a DataFrame over the diagonal."""
    def unique(self, subset: IntoExprs = ..., *, keep: Literal["first", "last", "any", "none"] = ..., maintain_order: builtins.bool = ...) -> DataFrame:
        """Drop duplicate rows from this DataFrame."""
    def unnest(self, columns: IntoSelectors | None = ..., *more_columns: IntoSelector, separator: builtins.str | None = ...) -> DataFrame:
        """Decompose struct columns into separate columns for each of their fields."""
    def unpivot(self, on: IntoSelectors | None = ..., *, index: IntoSelectors | None = ..., variable_name: builtins.str | None = ..., value_name: builtins.str | None = ...) -> DataFrame:
        """Unpivot a DataFrame from wide to long format."""
    def unstack(self, *, step: builtins.int, how: Literal["vertical", "horizontal"] = ..., columns: IntoSelectors | None = ..., fill_values: Any = ...) -> DataFrame:
        """Unstack a long table to a wide form without doing an aggregation."""
    def update(self, other: AnyFrame, on: OneOrMany[builtins.str] | None = ..., how: Literal["left", "inner", "full"] = ..., *, left_on: OneOrMany[builtins.str] | None = ..., right_on: OneOrMany[builtins.str] | None = ..., include_nulls: builtins.bool = ..., maintain_order: Literal["none", "left", "right", "left_right", "right_left"] | None = ...) -> DataFrame:
        """Update the values in this `DataFrame` with the values in `other`."""
    def upsample(self, time_column: builtins.str, *, every: builtins.str | timedelta, group_by: OneOrMany[builtins.str] | None = ..., maintain_order: builtins.bool = ...) -> DataFrame:
        """Upsample a DataFrame at a regular frequency."""
    def var(self, ddof: builtins.int = ...) -> DataFrame:
        """Aggregate the columns of this DataFrame to their variance value."""
    def vstack(self, other: AnyFrame, *, in_place: builtins.bool = ...) -> DataFrame:
        """Grow this DataFrame vertically by stacking a DataFrame to it."""
    def with_columns(self, *exprs: IntoExprs, **named_exprs: IntoExpr) -> DataFrame:
        """Add columns to this DataFrame."""
    def with_columns_seq(self, *exprs: IntoExprs, **named_exprs: IntoExpr) -> DataFrame:
        """Add columns to this DataFrame."""
    def with_row_count(self, name: builtins.str = ..., offset: builtins.int = ...) -> DataFrame:
        """Add a column at index 0 that counts the rows. Old: Polars has another name for it."""
    def with_row_index(self, name: builtins.str = ..., offset: builtins.int = ...) -> DataFrame:
        """Add a row index as the first column in the DataFrame."""

class LazyGroupBy(Plan):
    """Rows of a lazy frame in groups."""
    def agg(self, *aggs: IntoExprs, **named_aggs: IntoExpr) -> Frame:
        """Compute aggregations for each group of a group by operation."""
    def all(self) -> Frame:
        """Aggregate the groups into Series."""
    def count(self) -> Frame:
        """Return the number of rows in each group. Old: Polars has another name for it."""
    def first(self, *, ignore_nulls: builtins.bool = ...) -> Frame:
        """Aggregate the first values in the group."""
    def having(self, *predicates: IntoExprs) -> LazyGroupBy:
        """Filter groups with a list of predicates after aggregation."""
    def head(self, n: builtins.int = ...) -> Frame:
        """Get the first `n` rows of each group."""
    def last(self, *, ignore_nulls: builtins.bool = ...) -> Frame:
        """Aggregate the last values in the group."""
    def len(self, name: builtins.str | None = ...) -> Frame:
        """Return the number of rows in each group."""
    def max(self) -> Frame:
        """Reduce the groups to the maximal value."""
    def mean(self) -> Frame:
        """Reduce the groups to the mean values."""
    def median(self) -> Frame:
        """Return the median per group."""
    def min(self) -> Frame:
        """Reduce the groups to the minimal value."""
    def n_unique(self) -> Frame:
        """Count the unique values per group."""
    def quantile(self, quantile: builtins.float, interpolation: Literal["nearest", "higher", "lower", "midpoint", "linear", "equiprobable"] = ...) -> Frame:
        """Compute the quantile per group."""
    def sum(self) -> Frame:
        """Reduce the groups to the sum."""
    def tail(self, n: builtins.int = ...) -> Frame:
        """Get the last `n` rows of each group."""

class GroupBy(Plan):
    """Rows of a `DataFrame` in groups."""
    def agg(self, *aggs: IntoExprs, **named_aggs: IntoExpr) -> DataFrame:
        """Compute aggregations for each group of a group by operation."""
    def all(self) -> DataFrame:
        """Aggregate the groups into Series."""
    def count(self) -> DataFrame:
        """Return the number of rows in each group. Old: Polars has another name for it."""
    def first(self, *, ignore_nulls: builtins.bool = ...) -> DataFrame:
        """Aggregate the first values in the group."""
    def having(self, *predicates: IntoExprs) -> GroupBy:
        """Filter groups with a list of predicates after aggregation."""
    def head(self, n: builtins.int = ...) -> DataFrame:
        """Get the first `n` rows of each group."""
    def last(self, *, ignore_nulls: builtins.bool = ...) -> DataFrame:
        """Aggregate the last values in the group."""
    def len(self, name: builtins.str | None = ...) -> DataFrame:
        """Return the number of rows in each group."""
    def max(self) -> DataFrame:
        """Reduce the groups to the maximal value."""
    def mean(self) -> DataFrame:
        """Reduce the groups to the mean values."""
    def median(self) -> DataFrame:
        """Return the median per group."""
    def min(self) -> DataFrame:
        """Reduce the groups to the minimal value."""
    def n_unique(self) -> DataFrame:
        """Count the unique values per group."""
    def quantile(self, quantile: builtins.float, interpolation: Literal["nearest", "higher", "lower", "midpoint", "linear", "equiprobable"] = ...) -> DataFrame:
        """Compute the quantile per group."""
    def sum(self) -> DataFrame:
        """Reduce the groups to the sum."""
    def tail(self, n: builtins.int = ...) -> DataFrame:
        """Get the last `n` rows of each group."""

class DynamicGroupBy(Plan):
    """Rows of a `DataFrame` in windows of time."""
    def agg(self, *aggs: IntoExprs, **named_aggs: IntoExpr) -> DataFrame:
        """Compute aggregations for each group of a group by operation."""
    def having(self, *predicates: IntoExprs) -> DynamicGroupBy:
        """Filter groups with a list of predicates after aggregation."""

class RollingGroupBy(Plan):
    """Rows of a `DataFrame` in windows that follow each row."""
    def agg(self, *aggs: IntoExprs, **named_aggs: IntoExpr) -> DataFrame:
        """Compute aggregations for each group of a group by operation."""
    def having(self, *predicates: IntoExprs) -> RollingGroupBy:
        """Filter groups with a list of predicates after aggregation."""

