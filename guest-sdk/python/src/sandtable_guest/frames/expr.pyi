"""Expressions. Written by scripts/python-face from the table of operations; not by hand."""

import builtins
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, Literal, TypeVar

from ..dtypes import DataType
from .into import IntoExpr, IntoExprs, IntoSchema, IntoSelector, IntoSelectors, IntoType, OneOrMany
from .series import Series

T = TypeVar("T")

def function(name: builtins.str, args: tuple[Any, ...], kwargs: Mapping[builtins.str, Any]) -> Any: ...
def selector(name: builtins.str, args: tuple[Any, ...], kwargs: Mapping[builtins.str, Any]) -> Selector: ...

class Node:
    """An expression object of the pipeline format: what expressions, selectors and data type expressions have in common."""
    def __init__(self, json: builtins.dict[builtins.str, Any]) -> None: ...
    def to_json(self) -> builtins.dict[builtins.str, Any]: ...

class Expr(Node):
    """An expression: what Polars calls `Expr`."""
    @property
    def str(self) -> Expr_str: ...
    @property
    def dt(self) -> Expr_dt: ...
    @property
    def list(self) -> Expr_list: ...
    @property
    def arr(self) -> Expr_arr: ...
    @property
    def struct(self) -> Expr_struct: ...
    @property
    def cat(self) -> Expr_cat: ...
    @property
    def bin(self) -> Expr_bin: ...
    @property
    def name(self) -> Expr_name: ...
    @property
    def meta(self) -> Expr_meta: ...
    @property
    def ext(self) -> Expr_ext: ...
    def pipe(self, function: Callable[..., T], *args: Any, **kwargs: Any) -> T: ...
    def __add__(self, other: IntoExpr) -> Expr: ...
    def __radd__(self, other: IntoExpr) -> Expr: ...
    def __sub__(self, other: IntoExpr) -> Expr: ...
    def __rsub__(self, other: IntoExpr) -> Expr: ...
    def __mul__(self, other: IntoExpr) -> Expr: ...
    def __rmul__(self, other: IntoExpr) -> Expr: ...
    def __truediv__(self, other: IntoExpr) -> Expr: ...
    def __rtruediv__(self, other: IntoExpr) -> Expr: ...
    def __floordiv__(self, other: IntoExpr) -> Expr: ...
    def __rfloordiv__(self, other: IntoExpr) -> Expr: ...
    def __mod__(self, other: IntoExpr) -> Expr: ...
    def __rmod__(self, other: IntoExpr) -> Expr: ...
    def __pow__(self, other: IntoExpr) -> Expr: ...
    def __rpow__(self, other: IntoExpr) -> Expr: ...
    def __and__(self, other: IntoExpr) -> Expr: ...
    def __rand__(self, other: IntoExpr) -> Expr: ...
    def __or__(self, other: IntoExpr) -> Expr: ...
    def __ror__(self, other: IntoExpr) -> Expr: ...
    def __xor__(self, other: IntoExpr) -> Expr: ...
    def __rxor__(self, other: IntoExpr) -> Expr: ...
    def __eq__(self, other: IntoExpr) -> Expr: ...  # type: ignore[override]
    def __ne__(self, other: IntoExpr) -> Expr: ...  # type: ignore[override]
    def __lt__(self, other: IntoExpr) -> Expr: ...
    def __le__(self, other: IntoExpr) -> Expr: ...
    def __gt__(self, other: IntoExpr) -> Expr: ...
    def __ge__(self, other: IntoExpr) -> Expr: ...
    def __neg__(self) -> Expr: ...
    def __pos__(self) -> Expr: ...
    def __invert__(self) -> Expr: ...
    def __abs__(self) -> Expr: ...
    def abs(self) -> Expr:
        """Compute absolute values."""
    def add(self, other: Any) -> Expr:
        """Method equivalent of addition operator `expr + other`."""
    def agg_groups(self) -> Expr:
        """Get the group indexes of the group by operation."""
    def alias(self, name: builtins.str) -> Expr:
        """Rename the expression."""
    def all(self, *, ignore_nulls: builtins.bool = ...) -> Expr:
        """Return whether all values in the column are `True`."""
    def and_(self, *others: Any) -> Expr:
        """Method equivalent of bitwise "and" operator `expr & other & ...`."""
    def any(self, *, ignore_nulls: builtins.bool = ...) -> Expr:
        """Return whether any of the values in the column are `True`."""
    def append(self, other: IntoExpr, *, upcast: builtins.bool = ...) -> Expr:
        """Append expressions."""
    def approx_n_unique(self) -> Expr:
        """Approximate count of unique values."""
    def arccos(self) -> Expr:
        """Compute the element-wise value for the inverse cosine."""
    def arccosh(self) -> Expr:
        """Compute the element-wise value for the inverse hyperbolic cosine."""
    def arcsin(self) -> Expr:
        """Compute the element-wise value for the inverse sine."""
    def arcsinh(self) -> Expr:
        """Compute the element-wise value for the inverse hyperbolic sine."""
    def arctan(self) -> Expr:
        """Compute the element-wise value for the inverse tangent."""
    def arctanh(self) -> Expr:
        """Compute the element-wise value for the inverse hyperbolic tangent."""
    def arg_max(self) -> Expr:
        """Get the index of the maximal value."""
    def arg_min(self) -> Expr:
        """Get the index of the minimal value."""
    def arg_sort(self, *, descending: builtins.bool = ..., nulls_last: builtins.bool = ...) -> Expr:
        """Get the index values that would sort this column."""
    def arg_true(self) -> Expr:
        """Return indices where expression evaluates `True`."""
    def arg_unique(self) -> Expr:
        """Get index of first unique value."""
    def backward_fill(self, limit: builtins.int | None = ...) -> Expr:
        """Fill missing values with the next non-null value."""
    def bitwise_and(self) -> Expr:
        """Perform an aggregation of bitwise ANDs."""
    def bitwise_count_ones(self) -> Expr:
        """Evaluate the number of set bits."""
    def bitwise_count_zeros(self) -> Expr:
        """Evaluate the number of unset bits."""
    def bitwise_leading_ones(self) -> Expr:
        """Evaluate the number most-significant set bits before seeing an unset bit."""
    def bitwise_leading_zeros(self) -> Expr:
        """Evaluate the number most-significant unset bits before seeing a set bit."""
    def bitwise_or(self) -> Expr:
        """Perform an aggregation of bitwise ORs."""
    def bitwise_trailing_ones(self) -> Expr:
        """Evaluate the number least-significant set bits before seeing an unset bit."""
    def bitwise_trailing_zeros(self) -> Expr:
        """Evaluate the number least-significant unset bits before seeing a set bit."""
    def bitwise_xor(self) -> Expr:
        """Perform an aggregation of bitwise XORs."""
    def bottom_k(self, k: IntoExpr = ...) -> Expr:
        """Return the `k` smallest elements."""
    def bottom_k_by(self, by: IntoExprs, k: IntoExpr = ..., *, reverse: OneOrMany[builtins.bool] = ...) -> Expr:
        """Return the elements corresponding to the `k` smallest elements of the `by` column(s)."""
    def cast(self, dtype: IntoType, *, strict: builtins.bool = ..., wrap_numerical: builtins.bool = ...) -> Expr:
        """Cast between data types."""
    def cbrt(self) -> Expr:
        """Compute the cube root of the elements."""
    def ceil(self) -> Expr:
        """Rounds up to the nearest integer value."""
    def clip(self, lower_bound: IntoExpr = ..., upper_bound: IntoExpr = ...) -> Expr:
        """Set values outside the given boundaries to the boundary value."""
    def cos(self) -> Expr:
        """Compute the element-wise value for the cosine."""
    def cosh(self) -> Expr:
        """Compute the element-wise value for the hyperbolic cosine."""
    def cot(self) -> Expr:
        """Compute the element-wise value for the cotangent."""
    def count(self) -> Expr:
        """Return the number of non-null elements in the column."""
    def cum_count(self, *, reverse: builtins.bool = ...) -> Expr:
        """Return the cumulative count of the non-null values in the column."""
    def cum_max(self, *, reverse: builtins.bool = ...) -> Expr:
        """Get an array with the cumulative max computed at every element."""
    def cum_min(self, *, reverse: builtins.bool = ...) -> Expr:
        """Get an array with the cumulative min computed at every element."""
    def cum_prod(self, *, reverse: builtins.bool = ...) -> Expr:
        """Get an array with the cumulative product computed at every element."""
    def cum_sum(self, *, reverse: builtins.bool = ...) -> Expr:
        """Get an array with the cumulative sum computed at every element."""
    def cumulative_eval(self, expr: IntoExpr, *, min_samples: builtins.int = ...) -> Expr:
        """Run an expression over a sliding window that increases `1` slot every iteration."""
    def cut(self, breaks: OneOrMany[builtins.float], *, labels: OneOrMany[builtins.str] | None = ..., left_closed: builtins.bool = ..., include_breaks: builtins.bool = ...) -> Expr:
        """Bin continuous values into discrete categories."""
    def degrees(self) -> Expr:
        """Convert from radians to degrees."""
    def diff(self, n: IntoExpr = ..., null_behavior: Literal["ignore", "drop"] = ...) -> Expr:
        """Calculate the first discrete difference between shifted items."""
    def dot(self, other: IntoExpr) -> Expr:
        """Compute the dot/inner product between two Expressions."""
    def drop_nans(self) -> Expr:
        """Drop all floating point NaN values."""
    def drop_nulls(self) -> Expr:
        """Drop all null values."""
    def entropy(self, base: builtins.float = ..., *, normalize: builtins.bool = ...) -> Expr:
        """Computes the entropy."""
    def eq(self, other: Any) -> Expr:
        """Method equivalent of equality operator `expr == other`."""
    def eq_missing(self, other: Any) -> Expr:
        """Method equivalent of equality operator `expr == other` where `None == None`."""
    def ewm_mean(self, *, com: builtins.float | None = ..., span: builtins.float | None = ..., half_life: builtins.float | None = ..., alpha: builtins.float | None = ..., adjust: builtins.bool = ..., min_samples: builtins.int = ..., ignore_nulls: builtins.bool = ...) -> Expr:
        """Compute exponentially-weighted moving average."""
    def ewm_mean_by(self, by: IntoExpr, *, half_life: builtins.str | timedelta) -> Expr:
        """Compute time-based exponentially weighted moving average."""
    def ewm_std(self, *, com: builtins.float | None = ..., span: builtins.float | None = ..., half_life: builtins.float | None = ..., alpha: builtins.float | None = ..., adjust: builtins.bool = ..., bias: builtins.bool = ..., min_samples: builtins.int = ..., ignore_nulls: builtins.bool = ...) -> Expr:
        """Compute exponentially-weighted moving standard deviation."""
    def ewm_sum(self, *, com: builtins.float | None = ..., span: builtins.float | None = ..., half_life: builtins.float | None = ..., alpha: builtins.float | None = ..., min_samples: builtins.int = ..., ignore_nulls: builtins.bool = ...) -> Expr:
        """Compute exponentially-weighted moving sum."""
    def ewm_sum_by(self, by: IntoExpr, *, half_life: builtins.str | timedelta) -> Expr:
        """Compute time-based exponentially-weighted moving sum."""
    def ewm_var(self, *, com: builtins.float | None = ..., span: builtins.float | None = ..., half_life: builtins.float | None = ..., alpha: builtins.float | None = ..., adjust: builtins.bool = ..., bias: builtins.bool = ..., min_samples: builtins.int = ..., ignore_nulls: builtins.bool = ...) -> Expr:
        """Compute exponentially-weighted moving variance."""
    def exclude(self, columns: OneOrMany[builtins.str], *more_columns: builtins.str) -> Expr:
        """Exclude columns from a multi-column expression."""
    def exp(self) -> Expr:
        """Compute the exponential, element-wise."""
    def explode(self, *, empty_as_null: builtins.bool | None = ..., keep_nulls: builtins.bool = ...) -> Expr:
        """Explode a list expression."""
    def extend_constant(self, value: IntoExpr, n: IntoExpr) -> Expr:
        """Extremely fast method for extending the Series with 'n' copies of a value."""
    def fill_nan(self, value: IntoExpr) -> Expr:
        """Fill floating point NaN value with a fill value."""
    def fill_null(self, value: IntoExpr = ..., strategy: Literal["forward", "backward", "min", "max", "mean", "zero", "one"] | None = ..., limit: builtins.int | None = ...) -> Expr:
        """Fill null values using the specified value or strategy."""
    def filter(self, *predicates: IntoExprs, **constraints: Any) -> Expr:
        """Filter the expression based on one or more predicate expressions."""
    def first(self, *, ignore_nulls: builtins.bool = ...) -> Expr:
        """Get the first value."""
    def flatten(self) -> Expr:
        """Flatten a list or string column. Old: Polars has another name for it."""
    def floor(self) -> Expr:
        """Rounds down to the nearest integer value."""
    def floordiv(self, other: Any) -> Expr:
        """Method equivalent of integer division operator `expr // other`."""
    def forward_fill(self, limit: builtins.int | None = ...) -> Expr:
        """Fill missing values with the last non-null value."""
    def gather(self, indices: IntoExpr, *, null_on_oob: builtins.bool = ...) -> Expr:
        """Take values by index."""
    def gather_every(self, n: builtins.int, offset: builtins.int = ...) -> Expr:
        """Take every nth value in the Series and return as a new Series."""
    def ge(self, other: Any) -> Expr:
        """Method equivalent of "greater than or equal" operator `expr >= other`."""
    def get(self, index: IntoExpr, *, null_on_oob: builtins.bool = ...) -> Expr:
        """Return a single value by index."""
    def gt(self, other: Any) -> Expr:
        """Method equivalent of "greater than" operator `expr > other`."""
    def has_nulls(self) -> Expr:
        """Check whether the expression contains one or more null values."""
    def hash(self, seed: builtins.int = ..., seed_1: builtins.int | None = ..., seed_2: builtins.int | None = ..., seed_3: builtins.int | None = ...) -> Expr:
        """Hash the elements in the selection."""
    def head(self, n: IntoExpr = ...) -> Expr:
        """Get the first `n` rows."""
    def hist(self, bins: IntoExpr = ..., *, bin_count: builtins.int | None = ..., include_category: builtins.bool = ..., include_breakpoint: builtins.bool = ...) -> Expr:
        """Bin values into buckets and count their occurrences."""
    def implode(self, *, maintain_order: builtins.bool = ...) -> Expr:
        """Aggregate values into a list."""
    def index_of(self, element: IntoExpr) -> Expr:
        """Get the index of the first occurrence of a value, or ``None`` if it's not found."""
    def interpolate(self, method: Literal["linear", "nearest"] = ...) -> Expr:
        """Interpolate intermediate values."""
    def interpolate_by(self, by: IntoExpr) -> Expr:
        """Fill null values using interpolation based on another column."""
    def is_between(self, lower_bound: IntoExpr, upper_bound: IntoExpr, closed: Literal["left", "right", "both", "none"] = ...) -> Expr:
        """Check if this expression is between the given lower and upper bounds."""
    def is_close(self, other: IntoExpr, *, abs_tol: builtins.float = ..., rel_tol: builtins.float = ..., nans_equal: builtins.bool = ...) -> Expr:
        """Check if this expression is close, i.e. almost equal, to the other expression."""
    def is_duplicated(self) -> Expr:
        """Return a boolean mask indicating duplicated values."""
    def is_empty(self, *, ignore_nulls: builtins.bool = ...) -> Expr:
        """Return whether the column is empty."""
    def is_finite(self) -> Expr:
        """Returns a boolean Series indicating which values are finite."""
    def is_first_distinct(self) -> Expr:
        """Return a boolean mask indicating the first occurrence of each distinct value."""
    def is_in(self, other: IntoExpr, *, nulls_equal: builtins.bool = ...) -> Expr:
        """Check if elements of this expression are present in the other Series."""
    def is_infinite(self) -> Expr:
        """Returns a boolean Series indicating which values are infinite."""
    def is_last_distinct(self) -> Expr:
        """Return a boolean mask indicating the last occurrence of each distinct value."""
    def is_nan(self) -> Expr:
        """Returns a boolean Series indicating which values are NaN."""
    def is_not_nan(self) -> Expr:
        """Returns a boolean Series indicating which values are not NaN."""
    def is_not_null(self) -> Expr:
        """Returns a boolean Series indicating which values are not null."""
    def is_null(self) -> Expr:
        """Returns a boolean Series indicating which values are null."""
    def is_sorted(self, *, descending: builtins.bool | None = ..., nulls_last: builtins.bool | None = ...) -> Expr:
        """Checks if an expression is sorted."""
    def is_unique(self) -> Expr:
        """Get mask of unique values."""
    def item(self, *, allow_empty: builtins.bool = ...) -> Expr:
        """Get the single value."""
    def kurtosis(self, *, fisher: builtins.bool = ..., bias: builtins.bool = ...) -> Expr:
        """Compute the kurtosis (Fisher or Pearson) of a dataset."""
    def last(self, *, ignore_nulls: builtins.bool = ...) -> Expr:
        """Get the last value."""
    def le(self, other: Any) -> Expr:
        """Method equivalent of "less than or equal" operator `expr <= other`."""
    def len(self) -> Expr:
        """Return the number of elements in the column."""
    def limit(self, n: IntoExpr = ...) -> Expr:
        """Get the first `n` rows (alias for :func:`Expr.head`)."""
    def log(self, base: IntoExpr = ...) -> Expr:
        """Compute the logarithm to a given base."""
    def log10(self) -> Expr:
        """Compute the base 10 logarithm of the input array, element-wise."""
    def log1p(self) -> Expr:
        """Compute the natural logarithm of each element plus one."""
    def lower_bound(self) -> Expr:
        """Calculate the lower bound."""
    def lt(self, other: Any) -> Expr:
        """Method equivalent of "less than" operator `expr < other`."""
    def max(self) -> Expr:
        """Get maximum value."""
    def max_by(self, by: IntoExpr) -> Expr:
        """Get maximum value, ordered by another expression."""
    def mean(self) -> Expr:
        """Get mean value."""
    def median(self) -> Expr:
        """Get median value using linear interpolation."""
    def min(self) -> Expr:
        """Get minimum value."""
    def min_by(self, by: IntoExpr) -> Expr:
        """Get minimum value, ordered by another expression."""
    def mod(self, other: Any) -> Expr:
        """Method equivalent of modulus operator `expr % other`."""
    def mode(self, *, maintain_order: builtins.bool = ...) -> Expr:
        """Compute the most occurring value(s)."""
    def mul(self, other: Any) -> Expr:
        """Method equivalent of multiplication operator `expr * other`."""
    def n_unique(self) -> Expr:
        """Count unique values."""
    def nan_max(self) -> Expr:
        """Get maximum value, but propagate/poison encountered NaN values."""
    def nan_min(self) -> Expr:
        """Get minimum value, but propagate/poison encountered NaN values."""
    def ne(self, other: Any) -> Expr:
        """Method equivalent of inequality operator `expr != other`."""
    def ne_missing(self, other: Any) -> Expr:
        """Method equivalent of equality operator `expr != other` where `None == None`."""
    def neg(self) -> Expr:
        """Method equivalent of unary minus operator `-expr`."""
    def not_(self) -> Expr:
        """Method equivalent of bitwise "not" operator `~expr`."""
    def null_count(self) -> Expr:
        """Count null values."""
    def or_(self, *others: Any) -> Expr:
        """Method equivalent of bitwise "or" operator `expr | other | ...`."""
    def over(self, partition_by: IntoExprs = ..., *more_exprs: IntoExpr, order_by: IntoExprs = ..., descending: builtins.bool = ..., nulls_last: builtins.bool = ..., mapping_strategy: Literal["group_to_rows", "join", "explode"] = ...) -> Expr:
        """Compute expressions over the given groups."""
    def pct_change(self, n: IntoExpr = ...) -> Expr:
        """Computes percentage change between values."""
    def peak_max(self) -> Expr:
        """Get a boolean mask of the local maximum peaks."""
    def peak_min(self) -> Expr:
        """Get a boolean mask of the local minimum peaks."""
    def pow(self, exponent: IntoExpr) -> Expr:
        """Method equivalent of exponentiation operator `expr ** exponent`."""
    def product(self) -> Expr:
        """Compute the product of an expression."""
    def qcut(self, quantiles: OneOrMany[builtins.float], *, labels: OneOrMany[builtins.str] | None = ..., left_closed: builtins.bool = ..., allow_duplicates: builtins.bool = ..., include_breaks: builtins.bool = ...) -> Expr:
        """Bin continuous values into discrete categories based on their quantiles."""
    def quantile(self, quantile: IntoExpr, interpolation: Literal["nearest", "higher", "lower", "midpoint", "linear", "equiprobable"] = ...) -> Expr:
        """Get quantile value."""
    def radians(self) -> Expr:
        """Convert from degrees to radians."""
    def rank(self, method: Literal["average", "min", "max", "dense", "ordinal", "random"] = ..., *, descending: builtins.bool = ..., seed: builtins.int | None = ...) -> Expr:
        """Assign ranks to data, dealing with ties appropriately."""
    def rechunk(self) -> Expr:
        """Create a single chunk of memory for this Series."""
    def reinterpret(self, *, signed: builtins.bool | None = ..., dtype: IntoType | None = ...) -> Expr:
        """Reinterpret the underlying bits as a signed/unsigned integer or float."""
    def repeat_by(self, by: IntoExpr) -> Expr:
        """Repeat the elements in this Series as specified in the given expression."""
    def replace(self, old: Any, new: Any = ..., *, default: IntoExpr = ..., return_dtype: IntoType | None = ...) -> Expr:
        """Replace the given values by different values of the same data type."""
    def replace_strict(self, old: Any, new: Any = ..., *, default: IntoExpr = ..., return_dtype: IntoType | None = ...) -> Expr:
        """Replace all values by different values."""
    def reshape(self, dimensions: OneOrMany[builtins.int]) -> Expr:
        """Reshape this Expr to a flat column or an Array column."""
    def reverse(self) -> Expr:
        """Reverse the selection."""
    def rle(self) -> Expr:
        """Compress the column data using run-length encoding."""
    def rle_id(self) -> Expr:
        """Get a distinct integer ID for each run of identical values."""
    def rolling(self, index_column: IntoExpr, *, period: builtins.str | timedelta, offset: builtins.str | timedelta | None = ..., closed: Literal["left", "right", "both", "none"] = ...) -> Expr:
        """Create rolling groups based on a temporal or integer column."""
    def rolling_kurtosis(self, window_size: builtins.int, *, fisher: builtins.bool = ..., bias: builtins.bool = ..., min_samples: builtins.int | None = ..., center: builtins.bool = ...) -> Expr:
        """Compute a rolling kurtosis."""
    def rolling_max(self, window_size: builtins.int, weights: OneOrMany[builtins.float] | None = ..., *, min_samples: builtins.int | None = ..., center: builtins.bool = ...) -> Expr:
        """Apply a rolling max (moving max) over the values in this array."""
    def rolling_max_by(self, by: IntoExpr, window_size: builtins.str | timedelta, *, min_samples: builtins.int = ..., closed: Literal["left", "right", "both", "none"] = ...) -> Expr:
        """Apply a rolling max based on another column."""
    def rolling_mean(self, window_size: builtins.int, weights: OneOrMany[builtins.float] | None = ..., *, min_samples: builtins.int | None = ..., center: builtins.bool = ...) -> Expr:
        """Apply a rolling mean (moving mean) over the values in this array."""
    def rolling_mean_by(self, by: IntoExpr, window_size: builtins.str | timedelta, *, min_samples: builtins.int = ..., closed: Literal["left", "right", "both", "none"] = ...) -> Expr:
        """Apply a rolling mean based on another column."""
    def rolling_median(self, window_size: builtins.int, weights: OneOrMany[builtins.float] | None = ..., *, min_samples: builtins.int | None = ..., center: builtins.bool = ...) -> Expr:
        """Compute a rolling median."""
    def rolling_median_by(self, by: IntoExpr, window_size: builtins.str | timedelta, *, min_samples: builtins.int = ..., closed: Literal["left", "right", "both", "none"] = ...) -> Expr:
        """Compute a rolling median based on another column."""
    def rolling_min(self, window_size: builtins.int, weights: OneOrMany[builtins.float] | None = ..., *, min_samples: builtins.int | None = ..., center: builtins.bool = ...) -> Expr:
        """Apply a rolling min (moving min) over the values in this array."""
    def rolling_min_by(self, by: IntoExpr, window_size: builtins.str | timedelta, *, min_samples: builtins.int = ..., closed: Literal["left", "right", "both", "none"] = ...) -> Expr:
        """Apply a rolling min based on another column."""
    def rolling_quantile(self, quantile: builtins.float, interpolation: Literal["nearest", "higher", "lower", "midpoint", "linear", "equiprobable"] = ..., window_size: builtins.int = ..., weights: OneOrMany[builtins.float] | None = ..., *, min_samples: builtins.int | None = ..., center: builtins.bool = ...) -> Expr:
        """Compute a rolling quantile."""
    def rolling_quantile_by(self, by: IntoExpr, window_size: builtins.str | timedelta, *, quantile: builtins.float, interpolation: Literal["nearest", "higher", "lower", "midpoint", "linear", "equiprobable"] = ..., min_samples: builtins.int = ..., closed: Literal["left", "right", "both", "none"] = ...) -> Expr:
        """Compute a rolling quantile based on another column."""
    def rolling_rank(self, window_size: builtins.int, method: Literal["average", "min", "max", "dense", "ordinal", "random"] = ..., *, seed: builtins.int | None = ..., min_samples: builtins.int | None = ..., center: builtins.bool = ...) -> Expr:
        """Compute a rolling rank."""
    def rolling_rank_by(self, by: IntoExpr, window_size: builtins.str | timedelta, method: Literal["average", "min", "max", "dense", "ordinal", "random"] = ..., *, seed: builtins.int | None = ..., min_samples: builtins.int = ..., closed: Literal["left", "right", "both", "none"] = ...) -> Expr:
        """Compute a rolling rank based on another column."""
    def rolling_skew(self, window_size: builtins.int, *, bias: builtins.bool = ..., min_samples: builtins.int | None = ..., center: builtins.bool = ...) -> Expr:
        """Compute a rolling skew."""
    def rolling_std(self, window_size: builtins.int, weights: OneOrMany[builtins.float] | None = ..., *, min_samples: builtins.int | None = ..., center: builtins.bool = ..., ddof: builtins.int = ...) -> Expr:
        """Compute a rolling standard deviation."""
    def rolling_std_by(self, by: IntoExpr, window_size: builtins.str | timedelta, *, min_samples: builtins.int = ..., closed: Literal["left", "right", "both", "none"] = ..., ddof: builtins.int = ...) -> Expr:
        """Compute a rolling standard deviation based on another column."""
    def rolling_sum(self, window_size: builtins.int, weights: OneOrMany[builtins.float] | None = ..., *, min_samples: builtins.int | None = ..., center: builtins.bool = ...) -> Expr:
        """Apply a rolling sum (moving sum) over the values in this array."""
    def rolling_sum_by(self, by: IntoExpr, window_size: builtins.str | timedelta, *, min_samples: builtins.int = ..., closed: Literal["left", "right", "both", "none"] = ...) -> Expr:
        """Apply a rolling sum based on another column."""
    def rolling_var(self, window_size: builtins.int, weights: OneOrMany[builtins.float] | None = ..., *, min_samples: builtins.int | None = ..., center: builtins.bool = ..., ddof: builtins.int = ...) -> Expr:
        """Compute a rolling variance."""
    def rolling_var_by(self, by: IntoExpr, window_size: builtins.str | timedelta, *, min_samples: builtins.int = ..., closed: Literal["left", "right", "both", "none"] = ..., ddof: builtins.int = ...) -> Expr:
        """Compute a rolling variance based on another column."""
    def round(self, decimals: builtins.int = ..., mode: Literal["half_to_even", "half_away_from_zero", "to_zero"] = ...) -> Expr:
        """Round underlying floating point data by `decimals` digits."""
    def round_sig_figs(self, digits: builtins.int) -> Expr:
        """Round to a number of significant figures."""
    def sample(self, n: IntoExpr = ..., *, fraction: IntoExpr = ..., with_replacement: builtins.bool = ..., shuffle: builtins.bool | None = ..., seed: builtins.int | None = ...) -> Expr:
        """Sample from this expression."""
    def search_sorted(self, element: IntoExpr, side: Literal["any", "left", "right"] = ..., *, descending: builtins.bool = ...) -> Expr:
        """Find indices where elements should be inserted to maintain order."""
    def set_sorted(self, *, descending: builtins.bool = ..., nulls_last: builtins.bool = ...) -> Expr:
        """Flags the expression as 'sorted'."""
    def shift(self, n: IntoExpr = ..., *, fill_value: IntoExpr = ...) -> Expr:
        """Shift values by the given number of indices."""
    def shrink_dtype(self) -> Expr:
        """Shrink numeric columns to the minimal required datatype. Old: Polars has another name for it."""
    def shuffle(self, seed: builtins.int | None = ...) -> Expr:
        """Shuffle the contents of this expression."""
    def sign(self) -> Expr:
        """Compute the element-wise sign function on numeric types."""
    def sin(self) -> Expr:
        """Compute the element-wise value for the sine."""
    def sinh(self) -> Expr:
        """Compute the element-wise value for the hyperbolic sine."""
    def skew(self, *, bias: builtins.bool = ...) -> Expr:
        """Compute the sample skewness of a data set."""
    def slice(self, offset: IntoExpr, length: IntoExpr = ...) -> Expr:
        """Get a slice of this expression."""
    def sort(self, *, descending: builtins.bool = ..., nulls_last: builtins.bool = ...) -> Expr:
        """Sort this column."""
    def sort_by(self, by: IntoExprs, *more_by: IntoExpr, descending: OneOrMany[builtins.bool] = ..., nulls_last: OneOrMany[builtins.bool] = ..., multithreaded: builtins.bool = ..., maintain_order: builtins.bool = ...) -> Expr:
        """Sort this column by the ordering of other columns."""
    def sqrt(self) -> Expr:
        """Compute the square root of the elements."""
    def std(self, ddof: builtins.int = ...) -> Expr:
        """Get standard deviation."""
    def sub(self, other: Any) -> Expr:
        """Method equivalent of subtraction operator `expr - other`."""
    def sum(self) -> Expr:
        """Get sum value."""
    def tail(self, n: IntoExpr = ...) -> Expr:
        """Get the last `n` rows."""
    def tan(self) -> Expr:
        """Compute the element-wise value for the tangent."""
    def tanh(self) -> Expr:
        """Compute the element-wise value for the hyperbolic tangent."""
    def to_physical(self) -> Expr:
        """Cast to physical representation of the logical dtype."""
    def top_k(self, k: IntoExpr = ...) -> Expr:
        """Return the `k` largest elements."""
    def top_k_by(self, by: IntoExprs, k: IntoExpr = ..., *, reverse: OneOrMany[builtins.bool] = ...) -> Expr:
        """Return the elements corresponding to the `k` largest elements of the `by` column(s)."""
    def truediv(self, other: Any) -> Expr:
        """Method equivalent of float division operator `expr / other`."""
    def truncate(self, decimals: builtins.int = ...) -> Expr:
        """Truncate numeric data toward zero to `decimals` number of decimal places."""
    def unique(self, *, maintain_order: builtins.bool = ...) -> Expr:
        """Get unique values of this expression."""
    def unique_counts(self) -> Expr:
        """Return a count of the unique values in the order of appearance."""
    def upper_bound(self) -> Expr:
        """Calculate the upper bound."""
    def value_counts(self, *, sort: builtins.bool = ..., parallel: builtins.bool = ..., name: builtins.str | None = ..., normalize: builtins.bool = ...) -> Expr:
        """Count the occurrence of unique values."""
    def var(self, ddof: builtins.int = ...) -> Expr:
        """Get variance."""
    def where(self, predicate: IntoExpr) -> Expr:
        """Filter a single column. Old: Polars has another name for it."""
    def xor(self, other: Any) -> Expr:
        """Method equivalent of bitwise exclusive-or operator `expr ^ other`."""

class Expr_str:
    def concat(self, delimiter: builtins.str | None = ..., *, ignore_nulls: builtins.bool = ...) -> Expr:
        """Vertically concatenate the string values in the column to a single string value. Old: Polars has another name for it."""
    def contains(self, pattern: IntoExpr, *, literal: builtins.bool = ..., strict: builtins.bool = ...) -> Expr:
        """Check if the string contains a substring that matches a pattern."""
    def contains_any(self, patterns: IntoExpr, *, ascii_case_insensitive: builtins.bool = ...) -> Expr:
        """Use the Aho-Corasick algorithm to find matches."""
    def count_matches(self, pattern: IntoExpr, *, literal: builtins.bool = ...) -> Expr:
        """Count all successive non-overlapping regex matches."""
    def decode(self, encoding: Literal["hex", "base64"], *, strict: builtins.bool = ...) -> Expr:
        """Decode values using the provided encoding."""
    def encode(self, encoding: Literal["hex", "base64"]) -> Expr:
        """Encode values using the provided encoding."""
    def ends_with(self, suffix: IntoExpr) -> Expr:
        """Check if string values end with a substring."""
    def escape_regex(self) -> Expr:
        """Returns string values with all regular expression meta characters escaped."""
    def explode(self) -> Expr:
        """Returns a column with a separate row for every string character. Old: Polars has another name for it."""
    def extract(self, pattern: IntoExpr, group_index: builtins.int = ...) -> Expr:
        """Extract the target capture group from provided patterns."""
    def extract_all(self, pattern: IntoExpr) -> Expr:
        """Extract all matches for the given regex pattern."""
    def extract_groups(self, pattern: builtins.str) -> Expr:
        """Extract all capture groups for the given regex pattern."""
    def extract_many(self, patterns: IntoExpr, *, ascii_case_insensitive: builtins.bool = ..., overlapping: builtins.bool = ..., leftmost: builtins.bool = ...) -> Expr:
        """Use the Aho-Corasick algorithm to extract many matches."""
    def find(self, pattern: IntoExpr, *, literal: builtins.bool = ..., strict: builtins.bool = ...) -> Expr:
        """Return the bytes offset of the first substring matching a pattern."""
    def find_many(self, patterns: IntoExpr, *, ascii_case_insensitive: builtins.bool = ..., overlapping: builtins.bool = ..., leftmost: builtins.bool = ...) -> Expr:
        """Use the Aho-Corasick algorithm to find many matches."""
    def head(self, n: IntoExpr) -> Expr:
        """Return the first n characters of each string in a String Series."""
    def join(self, delimiter: builtins.str = ..., *, ignore_nulls: builtins.bool = ...) -> Expr:
        """Vertically concatenate the string values in the column to a single string value."""
    def json_decode(self, dtype: IntoType, *, infer_schema_length: builtins.int | None = ...) -> Expr:
        """Parse string values as JSON."""
    def json_path_match(self, json_path: IntoExpr) -> Expr:
        """Extract the first match from a JSON string using the provided JSONPath."""
    def len_bytes(self) -> Expr:
        """Return the length of each string as the number of bytes."""
    def len_chars(self) -> Expr:
        """Return the length of each string as the number of characters."""
    def normalize(self, form: Literal["NFC", "NFKC", "NFD", "NFKD"] = ...) -> Expr:
        """Returns the Unicode normal form of the string values."""
    def pad_end(self, length: IntoExpr, fill_char: builtins.str = ...) -> Expr:
        """Pad the end of the string until it reaches the given length."""
    def pad_start(self, length: IntoExpr, fill_char: builtins.str = ...) -> Expr:
        """Pad the start of the string until it reaches the given length."""
    def replace(self, pattern: IntoExpr, value: IntoExpr, *, literal: builtins.bool = ..., n: builtins.int = ...) -> Expr:
        """Replace first matching regex/literal substring with a new string value."""
    def replace_all(self, pattern: IntoExpr, value: IntoExpr, *, literal: builtins.bool = ...) -> Expr:
        """Replace all matching regex/literal substrings with a new string value."""
    def replace_many(self, patterns: IntoExpr, replace_with: IntoExpr = ..., *, ascii_case_insensitive: builtins.bool = ..., leftmost: builtins.bool = ...) -> Expr:
        """Use the Aho-Corasick algorithm to replace many matches."""
    def reverse(self) -> Expr:
        """Returns string values in reversed order."""
    def slice(self, offset: IntoExpr, length: IntoExpr = ...) -> Expr:
        """Extract a substring from each string value."""
    def split(self, by: IntoExpr, *, inclusive: builtins.bool = ..., literal: builtins.bool = ..., strict: builtins.bool = ...) -> Expr:
        """Split the string by a substring."""
    def split_exact(self, by: IntoExpr, n: builtins.int, *, inclusive: builtins.bool = ...) -> Expr:
        """Split the string by a substring using `n` splits."""
    def splitn(self, by: IntoExpr, n: builtins.int) -> Expr:
        """Split the string by a substring, restricted to returning at most `n` items."""
    def starts_with(self, prefix: IntoExpr) -> Expr:
        """Check if string values start with a substring."""
    def strip_chars(self, characters: IntoExpr = ...) -> Expr:
        """Remove leading and trailing characters."""
    def strip_chars_end(self, characters: IntoExpr = ...) -> Expr:
        """Remove trailing characters."""
    def strip_chars_start(self, characters: IntoExpr = ...) -> Expr:
        """Remove leading characters."""
    def strip_prefix(self, prefix: IntoExpr) -> Expr:
        """Remove prefix."""
    def strip_suffix(self, suffix: IntoExpr) -> Expr:
        """Remove suffix."""
    def strptime(self, dtype: IntoType, format: builtins.str | None = ..., *, strict: builtins.bool = ..., exact: builtins.bool = ..., cache: builtins.bool = ..., ambiguous: IntoExpr = ...) -> Expr:
        """Convert a String column into a Date/Datetime/Time column."""
    def tail(self, n: IntoExpr) -> Expr:
        """Return the last n characters of each string in a String Series."""
    def to_date(self, format: builtins.str | None = ..., *, strict: builtins.bool = ..., exact: builtins.bool = ..., cache: builtins.bool = ...) -> Expr:
        """Convert a String column into a Date column."""
    def to_datetime(self, format: builtins.str | None = ..., *, time_unit: Literal["ns", "us", "ms"] | None = ..., time_zone: builtins.str | None = ..., strict: builtins.bool = ..., exact: builtins.bool = ..., cache: builtins.bool = ..., ambiguous: IntoExpr = ...) -> Expr:
        """Convert a String column into a Datetime column."""
    def to_decimal(self, *, scale: builtins.int) -> Expr:
        """Convert a String column into a Decimal column."""
    def to_integer(self, *, base: IntoExpr = ..., dtype: IntoType = ..., strict: builtins.bool = ...) -> Expr:
        """Convert a String column into an Int64 column with base radix."""
    def to_lowercase(self) -> Expr:
        """Modify strings to their lowercase equivalent."""
    def to_time(self, format: builtins.str | None = ..., *, strict: builtins.bool = ..., cache: builtins.bool = ...) -> Expr:
        """Convert a String column into a Time column."""
    def to_titlecase(self) -> Expr:
        """Modify strings to their titlecase equivalent."""
    def to_uppercase(self) -> Expr:
        """Modify strings to their uppercase equivalent."""
    def zfill(self, length: IntoExpr) -> Expr:
        """Pad the start of the string with zeros until it reaches the given length."""

class Expr_dt:
    def add_business_days(self, n: IntoExpr, *, week_mask: OneOrMany[builtins.bool] = ..., holidays: IntoExpr = ..., roll: Literal["raise", "forward", "backward"] = ...) -> Expr:
        """Offset by `n` business days."""
    def base_utc_offset(self) -> Expr:
        """Base offset from UTC."""
    def cast_time_unit(self, time_unit: Literal["ns", "us", "ms"]) -> Expr:
        """Cast the underlying data to another time unit. This may lose precision."""
    def century(self) -> Expr:
        """Extract the century from underlying representation."""
    def combine(self, time: IntoExpr, time_unit: Literal["ns", "us", "ms"] = ...) -> Expr:
        """Create a naive Datetime from an existing Date/Datetime expression and a Time."""
    def convert_time_zone(self, time_zone: builtins.str) -> Expr:
        """Convert to given time zone for an expression of type Datetime."""
    def date(self) -> Expr:
        """Extract date from date(time)."""
    def datetime(self) -> Expr:
        """Return datetime. Old: Polars has another name for it."""
    def day(self) -> Expr:
        """Extract day from underlying Date representation."""
    def days_in_month(self) -> Expr:
        """Extract the number of days in the month from the underlying Date representation."""
    def dst_offset(self) -> Expr:
        """Additional offset currently in effect (typically due to daylight saving time)."""
    def epoch(self, time_unit: Literal["ns", "us", "ms", "s", "d"] = ...) -> Expr:
        """Get the time passed since the Unix EPOCH in the give time unit."""
    def hour(self) -> Expr:
        """Extract hour from underlying DateTime representation."""
    def is_business_day(self, *, week_mask: OneOrMany[builtins.bool] = ..., holidays: IntoExpr = ...) -> Expr:
        """Determine whether each day lands on a business day."""
    def is_leap_year(self) -> Expr:
        """Determine whether the year of the underlying date is a leap year."""
    def iso_year(self) -> Expr:
        """Extract ISO year from underlying Date representation."""
    def microsecond(self) -> Expr:
        """Extract microseconds from underlying DateTime representation."""
    def millennium(self) -> Expr:
        """Extract the millennium from underlying representation."""
    def millisecond(self) -> Expr:
        """Extract milliseconds from underlying DateTime representation."""
    def minute(self) -> Expr:
        """Extract minutes from underlying DateTime representation."""
    def month(self) -> Expr:
        """Extract month from underlying Date representation."""
    def month_end(self) -> Expr:
        """Roll forward to the last day of the month."""
    def month_start(self) -> Expr:
        """Roll backward to the first day of the month."""
    def nanosecond(self) -> Expr:
        """Extract nanoseconds from underlying DateTime representation."""
    def offset_by(self, by: IntoExpr) -> Expr:
        """Offset this date by a relative time offset."""
    def ordinal_day(self) -> Expr:
        """Extract ordinal day from underlying Date representation."""
    def quarter(self) -> Expr:
        """Extract quarter from underlying Date representation."""
    def replace(self, *, year: IntoExpr = ..., month: IntoExpr = ..., day: IntoExpr = ..., hour: IntoExpr = ..., minute: IntoExpr = ..., second: IntoExpr = ..., microsecond: IntoExpr = ..., ambiguous: IntoExpr = ...) -> Expr:
        """Replace time unit."""
    def replace_time_zone(self, time_zone: builtins.str | None, *, ambiguous: IntoExpr = ..., non_existent: Literal["raise", "null"] = ...) -> Expr:
        """Replace time zone for an expression of type Datetime."""
    def round(self, every: IntoExpr) -> Expr:
        """Divide the date/datetime range into buckets."""
    def second(self, *, fractional: builtins.bool = ...) -> Expr:
        """Extract seconds from underlying DateTime representation."""
    def strftime(self, format: builtins.str) -> Expr:
        """Convert a Date/Time/Datetime column into a String column with the given format."""
    def time(self) -> Expr:
        """Extract time."""
    def timestamp(self, time_unit: Literal["ns", "us", "ms"] = ...) -> Expr:
        """Return a timestamp in the given time unit."""
    def to_string(self, format: builtins.str | None = ...) -> Expr:
        """Convert a Date/Time/Datetime column into a String column with the given format."""
    def total_days(self, *, fractional: builtins.bool = ...) -> Expr:
        """Extract the total days from a Duration type."""
    def total_hours(self, *, fractional: builtins.bool = ...) -> Expr:
        """Extract the total hours from a Duration type."""
    def total_microseconds(self, *, fractional: builtins.bool = ...) -> Expr:
        """Extract the total microseconds from a Duration type."""
    def total_milliseconds(self, *, fractional: builtins.bool = ...) -> Expr:
        """Extract the total milliseconds from a Duration type."""
    def total_minutes(self, *, fractional: builtins.bool = ...) -> Expr:
        """Extract the total minutes from a Duration type."""
    def total_nanoseconds(self, *, fractional: builtins.bool = ...) -> Expr:
        """Extract the total nanoseconds from a Duration type."""
    def total_seconds(self, *, fractional: builtins.bool = ...) -> Expr:
        """Extract the total seconds from a Duration type."""
    def truncate(self, every: IntoExpr) -> Expr:
        """Divide the date/datetime range into buckets."""
    def week(self) -> Expr:
        """Extract the week from the underlying Date representation."""
    def weekday(self) -> Expr:
        """Extract the week day from the underlying Date representation."""
    def with_time_unit(self, time_unit: Literal["ns", "us", "ms"]) -> Expr:
        """Set time unit of an expression of dtype Datetime or Duration. Old: Polars has another name for it."""
    def year(self) -> Expr:
        """Extract year from underlying Date representation."""

class Expr_list:
    def agg(self, expr: IntoExpr) -> Expr:
        """Run any polars aggregation expression against the lists' elements."""
    def all(self, *, ignore_nulls: builtins.bool = ...) -> Expr:
        """Evaluate whether all boolean values in a list are true."""
    def any(self, *, ignore_nulls: builtins.bool = ...) -> Expr:
        """Evaluate whether any boolean value in a list is true."""
    def arg_max(self) -> Expr:
        """Retrieve the index of the maximum value in every sublist."""
    def arg_min(self) -> Expr:
        """Retrieve the index of the minimal value in every sublist."""
    def concat(self, other: IntoExpr) -> Expr:
        """Concat the arrays in a Series dtype List in linear time."""
    def contains(self, item: IntoExpr, *, nulls_equal: builtins.bool = ...) -> Expr:
        """Check if sublists contain the given item."""
    def count_matches(self, element: IntoExpr) -> Expr:
        """Count how often the value produced by `element` occurs."""
    def diff(self, n: builtins.int = ..., null_behavior: Literal["ignore", "drop"] = ...) -> Expr:
        """Calculate the first discrete difference between shifted items of every sublist."""
    def drop_nulls(self) -> Expr:
        """Drop all null values in the list."""
    def eval(self, expr: IntoExpr, *, parallel: builtins.bool = ...) -> Expr:
        """Run any polars expression against the lists' elements."""
    def explode(self, *, empty_as_null: builtins.bool | None = ..., keep_nulls: builtins.bool = ...) -> Expr:
        """Returns a column with a separate row for every list element."""
    def filter(self, predicate: IntoExpr) -> Expr:
        """Filter elements in each list by a boolean expression."""
    def first(self) -> Expr:
        """Get the first value of the sublists."""
    def gather(self, indices: IntoExpr, *, null_on_oob: builtins.bool = ...) -> Expr:
        """Take sublists by multiple indices."""
    def gather_every(self, n: IntoExpr, offset: IntoExpr = ...) -> Expr:
        """Take every n-th value start from offset in sublists."""
    def get(self, index: IntoExpr, *, null_on_oob: builtins.bool = ...) -> Expr:
        """Get the value by index in the sublists."""
    def head(self, n: IntoExpr = ...) -> Expr:
        """Slice the first `n` values of every sublist."""
    def item(self, *, allow_empty: builtins.bool = ...) -> Expr:
        """Get the single value of the sublists."""
    def join(self, separator: IntoExpr, *, ignore_nulls: builtins.bool = ...) -> Expr:
        """Join all string items in a sublist and place a separator between them."""
    def last(self) -> Expr:
        """Get the last value of the sublists."""
    def len(self) -> Expr:
        """Return the number of elements in each list."""
    def max(self) -> Expr:
        """Compute the max value of the lists in the array."""
    def mean(self) -> Expr:
        """Compute the mean value of the lists in the array."""
    def median(self) -> Expr:
        """Compute the median value of the lists in the array."""
    def min(self) -> Expr:
        """Compute the min value of the lists in the array."""
    def n_unique(self) -> Expr:
        """Count the number of unique values in every sub-lists."""
    def reverse(self) -> Expr:
        """Reverse the arrays in the list."""
    def sample(self, n: IntoExpr = ..., *, fraction: IntoExpr = ..., with_replacement: builtins.bool = ..., shuffle: builtins.bool | None = ..., seed: builtins.int | None = ...) -> Expr:
        """Sample from this list."""
    def set_difference(self, other: IntoExpr) -> Expr:
        """Compute the SET DIFFERENCE between the elements in this list and the elements of `other`."""
    def set_intersection(self, other: IntoExpr) -> Expr:
        """Compute the SET INTERSECTION between the elements in this list and the elements of `other`."""
    def set_symmetric_difference(self, other: IntoExpr) -> Expr:
        """Compute the SET SYMMETRIC DIFFERENCE between the elements in this list and the elements of `other`."""
    def set_union(self, other: IntoExpr) -> Expr:
        """Compute the SET UNION between the elements in this list and the elements of `other`."""
    def shift(self, n: IntoExpr = ...) -> Expr:
        """Shift list values by the given number of indices."""
    def slice(self, offset: IntoExpr, length: IntoExpr = ...) -> Expr:
        """Slice every sublist."""
    def sort(self, *, descending: builtins.bool = ..., nulls_last: builtins.bool = ...) -> Expr:
        """Sort the lists in this column."""
    def std(self, ddof: builtins.int = ...) -> Expr:
        """Compute the std value of the lists in the array."""
    def sum(self) -> Expr:
        """Sum all the lists in the array."""
    def tail(self, n: IntoExpr = ...) -> Expr:
        """Slice the last `n` values of every sublist."""
    def to_array(self, width: builtins.int) -> Expr:
        """Convert a List column into an Array column with the same inner data type."""
    def to_struct(self, n_field_strategy: Literal["first_non_null", "max_width"] | None = ..., fields: OneOrMany[builtins.str] | None = ..., upper_bound: builtins.int | None = ...) -> Expr:
        """Convert the Series of type `List` to a Series of type `Struct`."""
    def unique(self, *, maintain_order: builtins.bool = ...) -> Expr:
        """Get the unique/distinct values in the list."""
    def var(self, ddof: builtins.int = ...) -> Expr:
        """Compute the var value of the lists in the array."""

class Expr_arr:
    def agg(self, expr: IntoExpr) -> Expr:
        """Run any polars aggregation expression against the arrays' elements."""
    def all(self, *, ignore_nulls: builtins.bool = ...) -> Expr:
        """Evaluate whether all boolean values are true for every subarray."""
    def any(self, *, ignore_nulls: builtins.bool = ...) -> Expr:
        """Evaluate whether any boolean value is true for every subarray."""
    def arg_max(self) -> Expr:
        """Retrieve the index of the maximum value in every sub-array."""
    def arg_min(self) -> Expr:
        """Retrieve the index of the minimal value in every sub-array."""
    def contains(self, item: IntoExpr, *, nulls_equal: builtins.bool = ...) -> Expr:
        """Check if sub-arrays contain the given item."""
    def count_matches(self, element: IntoExpr) -> Expr:
        """Count how often the value produced by `element` occurs."""
    def eval(self, expr: IntoExpr, *, as_list: builtins.bool = ...) -> Expr:
        """Run any polars expression against the arrays' elements."""
    def explode(self, *, empty_as_null: builtins.bool | None = ..., keep_nulls: builtins.bool = ...) -> Expr:
        """Returns a column with a separate row for every array element."""
    def first(self) -> Expr:
        """Get the first value of the sub-arrays."""
    def get(self, index: IntoExpr, *, null_on_oob: builtins.bool = ...) -> Expr:
        """Get the value by index in the sub-arrays."""
    def head(self, n: IntoExpr = ..., *, as_array: builtins.bool = ...) -> Expr:
        """Get the first `n` elements of the sub-arrays."""
    def join(self, separator: IntoExpr, *, ignore_nulls: builtins.bool = ...) -> Expr:
        """Join all string items in a sub-array and place a separator between them."""
    def last(self) -> Expr:
        """Get the last value of the sub-arrays."""
    def len(self) -> Expr:
        """Return the number of elements in each array."""
    def max(self) -> Expr:
        """Compute the max values of the sub-arrays."""
    def mean(self) -> Expr:
        """Compute the mean of the values of the sub-arrays."""
    def median(self) -> Expr:
        """Compute the median of the values of the sub-arrays."""
    def min(self) -> Expr:
        """Compute the min values of the sub-arrays."""
    def n_unique(self) -> Expr:
        """Count the number of unique values in every sub-arrays."""
    def reverse(self) -> Expr:
        """Reverse the arrays in this column."""
    def shift(self, n: IntoExpr = ...) -> Expr:
        """Shift array values by the given number of indices."""
    def slice(self, offset: IntoExpr, length: IntoExpr = ..., *, as_array: builtins.bool = ...) -> Expr:
        """Slice every subarray."""
    def sort(self, *, descending: builtins.bool = ..., nulls_last: builtins.bool = ...) -> Expr:
        """Sort the arrays in this column."""
    def std(self, ddof: builtins.int = ...) -> Expr:
        """Compute the std of the values of the sub-arrays."""
    def sum(self) -> Expr:
        """Compute the sum values of the sub-arrays."""
    def tail(self, n: IntoExpr = ..., *, as_array: builtins.bool = ...) -> Expr:
        """Slice the last `n` values of every sublist."""
    def to_list(self) -> Expr:
        """Convert an Array column into a List column with the same inner data type."""
    def to_struct(self, fields: OneOrMany[builtins.str] | None = ...) -> Expr:
        """Convert the Series of type `Array` to a Series of type `Struct`."""
    def unique(self, *, maintain_order: builtins.bool = ...) -> Expr:
        """Get the unique/distinct values in the array."""
    def var(self, ddof: builtins.int = ...) -> Expr:
        """Compute the var of the values of the sub-arrays."""

class Expr_struct:
    def field(self, name: OneOrMany[builtins.str], *more_names: builtins.str) -> Expr:
        """Retrieve one or multiple `Struct` field(s) as a new Series."""
    def json_encode(self) -> Expr:
        """Convert this struct to a string column with json values."""
    def rename_fields(self, names: OneOrMany[builtins.str]) -> Expr:
        """Rename the fields of the struct."""
    def unnest(self) -> Expr:
        """Expand the struct into its individual fields."""
    def with_fields(self, *exprs: IntoExprs, **named_exprs: IntoExpr) -> Expr:
        """Add or overwrite fields of this struct."""
    def __getitem__(self, name: builtins.str) -> Expr: ...

class Expr_cat:
    def ends_with(self, suffix: builtins.str) -> Expr:
        """Check if string representations of values end with a substring."""
    def get_categories(self) -> Expr:
        """Get the categories stored in this data type. Old: Polars has another name for it."""
    def len_bytes(self) -> Expr:
        """Return the byte-length of the string representation of each value."""
    def len_chars(self) -> Expr:
        """Return the number of characters of the string representation of each value."""
    def physical(self) -> Expr:
        """Get the physical values of a categorical or enum data type."""
    def slice(self, offset: builtins.int, length: builtins.int | None = ...) -> Expr:
        """Extract a substring from the string representation of each value."""
    def starts_with(self, prefix: builtins.str) -> Expr:
        """Check if string representations of values start with a substring."""
    def to(self, dtype: IntoType, *, strict: builtins.bool = ...) -> Expr:
        """Convert to a categorical or enum `dtype`."""

class Expr_bin:
    def contains(self, literal: IntoExpr) -> Expr:
        """Check if binaries in Series contain a binary substring."""
    def decode(self, encoding: Literal["hex", "base64"], *, strict: builtins.bool = ...) -> Expr:
        """Decode values using the provided encoding."""
    def encode(self, encoding: Literal["hex", "base64"]) -> Expr:
        """Encode a value using the provided encoding."""
    def ends_with(self, suffix: IntoExpr) -> Expr:
        """Check if string values end with a binary substring."""
    def get(self, index: IntoExpr, *, null_on_oob: builtins.bool = ...) -> Expr:
        """Get the byte value at the given index."""
    def head(self, n: IntoExpr = ...) -> Expr:
        """Take the first `n` bytes of the binary values."""
    def reinterpret(self, *, dtype: IntoType, endianness: Literal["little", "big"] = ...) -> Expr:
        """Interpret bytes as another type."""
    def size(self, unit: Literal["b", "kb", "mb", "gb", "tb", "bytes", "kilobytes", "megabytes", "gigabytes", "terabytes"] = ...) -> Expr:
        """Get the size of binary values in the given unit."""
    def slice(self, offset: IntoExpr, length: IntoExpr = ...) -> Expr:
        """Slice the binary values."""
    def starts_with(self, prefix: IntoExpr) -> Expr:
        """Check if values start with a binary substring."""
    def tail(self, n: IntoExpr = ...) -> Expr:
        """Take the last `n` bytes of the binary values."""

class Expr_name:
    def keep(self) -> Expr:
        """Keep the original root name of the expression."""
    def prefix(self, prefix: builtins.str) -> Expr:
        """Add a prefix to the root column name of the expression."""
    def prefix_fields(self, prefix: builtins.str) -> Expr:
        """Add a prefix to all field names of a struct."""
    def replace(self, pattern: builtins.str, value: builtins.str, *, literal: builtins.bool = ...) -> Expr:
        """Replace matching regex/literal substring in the name with a new value."""
    def suffix(self, suffix: builtins.str) -> Expr:
        """Add a suffix to the root column name of the expression."""
    def suffix_fields(self, suffix: builtins.str) -> Expr:
        """Add a suffix to all field names of a struct."""
    def to_lowercase(self) -> Expr:
        """Make the root column name lowercase."""
    def to_uppercase(self) -> Expr:
        """Make the root column name uppercase."""

class Expr_meta:
    def as_expression(self) -> Expr:
        """Return the original expression."""
    def as_selector(self) -> Selector:
        """Try to turn this expression in a selector."""
    def undo_aliases(self) -> Expr:
        """Undo any renaming operation like `alias` or `name.keep`."""

class Expr_ext:
    def storage(self) -> Expr:
        """Get the storage values of an extension data type."""

class Selector(Expr):
    """A set of columns: operators work on the set."""
    def __sub__(self, other: Any) -> Any: ...
    def __and__(self, other: Any) -> Any: ...
    def __or__(self, other: Any) -> Any: ...
    def __xor__(self, other: Any) -> Any: ...
    def __invert__(self) -> Selector: ...
    def as_expr(self) -> Expr: ...

class When(Node):
    def then(self, statement: IntoExpr) -> Then:
        """Attach a statement to the corresponding condition."""

class Then(Expr):
    def otherwise(self, statement: IntoExpr) -> Expr:
        """Define a default for the `when-then-otherwise` expression."""
    def when(self, *predicates: IntoExprs, **constraints: Any) -> When:
        """Add a condition to the `when-then-otherwise` expression."""

class DataTypeExpr(Node):
    @property
    def list(self) -> DataTypeExpr_list: ...
    @property
    def arr(self) -> DataTypeExpr_arr: ...
    @property
    def struct(self) -> DataTypeExpr_struct: ...
    def default_value(self, n: builtins.int = ..., *, numeric_to_one: builtins.bool = ..., num_list_values: builtins.int = ...) -> Expr:
        """Get a default value of a specific type."""
    def display(self) -> Expr:
        """Get a formatted version of the output DataType."""
    def inner_dtype(self) -> DataTypeExpr:
        """Get the inner DataType of a List or Array."""
    def matches(self, selector: Any) -> Expr:
        """Get whether the output DataType is matches a certain selector."""
    def to_signed_integer(self) -> DataTypeExpr:
        """Get the signed integer version of the same bitsize."""
    def to_unsigned_integer(self) -> DataTypeExpr:
        """Get the unsigned integer version of the same bitsize."""
    def wrap_in_array(self, *, width: builtins.int) -> DataTypeExpr:
        """Get the DataType wrapped in an array."""
    def wrap_in_list(self) -> DataTypeExpr:
        """Get the DataType wrapped in a list."""

class DataTypeExpr_list:
    def inner_dtype(self) -> DataTypeExpr:
        """Get the inner DataType of list."""

class DataTypeExpr_arr:
    def inner_dtype(self) -> DataTypeExpr:
        """Get the inner DataType of array."""
    def shape(self) -> Expr:
        """Get the array shape."""
    def width(self) -> Expr:
        """Get the array width."""

class DataTypeExpr_struct:
    def field_dtype(self, field_name: builtins.str) -> DataTypeExpr:
        """Get the DataType of field with a specific field name."""
    def field_names(self) -> Expr:
        """Get the field names in a struct as a list."""

