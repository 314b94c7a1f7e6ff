"""Selectors: sets of columns by name, type and pattern. Written by scripts/python-face from the table of operations; not by hand."""

import builtins
from typing import Any

from .expr import Selector
from .into import IntoSelector, IntoType, OneOrMany

def all() -> Selector:
    """Select all columns."""
def alpha(ascii_only: builtins.bool = ..., *, ignore_spaces: builtins.bool = ...) -> Selector:
    """Select all columns with alphabetic names (eg: only letters)."""
def alphanumeric(ascii_only: builtins.bool = ..., *, ignore_spaces: builtins.bool = ...) -> Selector:
    """Select all columns with alphanumeric names (eg: only letters and the digits 0-9)."""
def array(inner: IntoSelector | None = ..., *, width: builtins.int | None = ...) -> Selector:
    """Select all array columns."""
def binary() -> Selector:
    """Select all binary columns."""
def boolean() -> Selector:
    """Select all boolean columns."""
def by_dtype(*dtypes: OneOrMany[IntoType]) -> Selector:
    """Select all columns matching the given dtypes."""
def by_index(*indices: OneOrMany[builtins.int], require_all: builtins.bool = ...) -> Selector:
    """Select all columns matching the given indices (or range objects)."""
def by_name(*names: OneOrMany[builtins.str], require_all: builtins.bool = ...) -> Selector:
    """Select all columns matching the given names."""
def categorical() -> Selector:
    """Select all categorical columns."""
def contains(*substring: builtins.str) -> Selector:
    """Select columns whose names contain the given literal substring(s)."""
def date() -> Selector:
    """Select all date columns."""
def datetime(time_unit: Any = ..., time_zone: OneOrMany[builtins.str] | None = ...) -> Selector:
    """Select all datetime columns, optionally filtering by time unit/zone."""
def decimal() -> Selector:
    """Select all decimal columns."""
def digit(ascii_only: builtins.bool = ...) -> Selector:
    """Select all columns having names consisting only of digits."""
def duration(time_unit: Any = ...) -> Selector:
    """Select all duration columns, optionally filtering by time unit."""
def ends_with(*suffix: builtins.str) -> Selector:
    """Select columns that end with the given substring(s)."""
def enum() -> Selector:
    """Select all enum columns."""
def exclude(columns: OneOrMany[builtins.str], *more_columns: builtins.str) -> Selector:
    """Select all columns except those matching the given columns, datatypes, or selectors."""
def first(*, strict: builtins.bool = ...) -> Selector:
    """Select the first column in the current scope."""
def float() -> Selector:
    """Select all float columns."""
def integer() -> Selector:
    """Select all integer columns."""
def last(*, strict: builtins.bool = ...) -> Selector:
    """Select the last column in the current scope."""
def list(inner: IntoSelector | None = ...) -> Selector:
    """Select all list columns."""
def matches(pattern: builtins.str) -> Selector:
    """Select all columns that match the given regex pattern."""
def nested() -> Selector:
    """Select all nested columns."""
def numeric() -> Selector:
    """Select all numeric columns."""
def signed_integer() -> Selector:
    """Select all signed integer columns."""
def starts_with(*prefix: builtins.str) -> Selector:
    """Select columns that start with the given substring(s)."""
def string(*, include_categorical: builtins.bool = ...) -> Selector:
    """Select all String (and, optionally, Categorical) string columns."""
def struct() -> Selector:
    """Select all struct columns."""
def temporal() -> Selector:
    """Select all temporal columns."""
def time() -> Selector:
    """Select all time columns."""
def unsigned_integer() -> Selector:
    """Select all unsigned integer columns."""
