"""The functions of the module."""

from __future__ import annotations

from typing import Any

from numpy import asarray, ndarray
from numpy._buffers import store
from numpy._dtypes import BOOL, INT64

from . import columns as cols
from . import kernels
from .errors import missing
from .index import Index
from .missing import is_missing


class Grouper:
    """A key of `groupby` by its name."""

    def __init__(self, key: Any = None, level: Any = None, freq: Any = None, axis: Any = None, sort: bool = False, **kwargs: Any) -> None:
        if kwargs:
            missing(f"Grouper with {next(iter(kwargs))}=")
        self.key, self.level, self.freq, self.sort = key, level, freq, sort


class NamedAgg(tuple):
    """A column and what is made of it."""

    __slots__ = ()

    def __new__(cls, column: Any, aggfunc: Any) -> NamedAgg:
        return super().__new__(cls, (column, aggfunc))

    column = property(lambda self: self[0])
    aggfunc = property(lambda self: self[1])


def isna(obj: Any) -> Any:
    """What is missing."""
    if getattr(type(obj), "_sandtable_column", False):
        return obj.isna()
    if isinstance(obj, ndarray):
        return ndarray.of(cols.flags_missing(obj), BOOL, obj.shape)
    if isinstance(obj, list):
        return isna(asarray(obj, object))
    return is_missing(obj)


isnull = isna


def notna(obj: Any) -> Any:
    """What is there."""
    found = isna(obj)
    return not found if isinstance(found, bool) else ~found


notnull = notna


def unique(values: Any) -> Any:
    """Each value once, in the order that they come."""
    from .series import Series

    if isinstance(values, Index):
        return values.unique()
    return (values if getattr(type(values), "_sandtable_ranked", False) else Series(values)).unique()


def factorize(values: Any, sort: bool = False, use_na_sentinel: bool = True, size_hint: Any = None) -> Any:
    """A number for each value, and the values."""
    from .extract import values_of

    col = cols.column(values)
    numbers, first = kernels.factorize(col, sort, use_na_sentinel)
    found = cols.take(col, first)
    made = Index._of(found) if getattr(type(values), "_sandtable_column", False) else values_of(found)
    return cols.of(store(numbers, INT64), INT64), made


def value_counts(values: Any, **kwargs: Any) -> Any:
    """How often each value is there."""
    from .series import Series

    return Series(values).value_counts(**kwargs)


def to_numeric(arg: Any, errors: str = "raise", downcast: Any = None, dtype_backend: Any = None) -> Any:
    """Texts as numbers."""
    from .numeric import to_numeric as made

    if dtype_backend is not None:
        missing("to_numeric with dtype_backend=", "astype")
    return made(arg, errors, downcast)


def melt(frame: Any, id_vars: Any = None, value_vars: Any = None, var_name: Any = None, value_name: Any = "value", col_level: Any = None, ignore_index: bool = True) -> Any:
    """Columns below each other."""
    return frame.melt(id_vars, value_vars, var_name, value_name, col_level, ignore_index)


def pivot_table(data: Any, *args: Any, **kwargs: Any) -> Any:
    """Groups by two sets of keys, one of them as columns."""
    return data.pivot_table(*args, **kwargs)


def pivot(data: Any, **kwargs: Any) -> Any:
    """Rows as columns, by the values of columns."""
    return data.pivot(**kwargs)


def array(data: Any, dtype: Any = None, copy: bool = True) -> Any:
    """A list of values of pandas' own type."""
    from .series import Series

    return Series(data, dtype=dtype).array


def option_context(*args: Any) -> Any:
    """Options for the time of a `with`."""
    from contextlib import contextmanager

    from .format import SETTINGS

    @contextmanager
    def context() -> Any:
        before = dict(SETTINGS)
        for name, value in zip(args[::2], args[1::2]):
            set_option(name, value)
        try:
            yield
        finally:
            SETTINGS.clear()
            SETTINGS.update(before)

    return context()


_OPTIONS = {"max_rows": 60, "min_rows": 10, "max_columns": 0, "max_colwidth": 50, "float_format": None, "width": 80}


def _option(name: str) -> str:
    short = name.removeprefix("display.")
    if short in _OPTIONS:
        return short
    if name.startswith("mode.") or name.startswith("future."):
        return ""
    missing(f"option {name!r}", "display.max_rows, min_rows, max_columns, max_colwidth and float_format are there")


def set_option(*args: Any) -> None:
    """Sets how tables are printed."""
    from .format import SETTINGS

    for name, value in zip(args[::2], args[1::2]):
        short = _option(name)
        if short == "width":
            if value is not None and value != 80:
                SETTINGS["width"] = value
        elif short == "" and value not in (None, "warn", True, False):
            missing(f"option {name!r}")
        elif short == "float_format":
            SETTINGS[short] = value
        elif short:
            SETTINGS[short] = value
            if short == "max_columns":
                SETTINGS["wide"] = True


def get_option(name: str) -> Any:
    """How tables are printed."""
    from .format import SETTINGS

    short = _option(name)
    return SETTINGS.get(short, _OPTIONS.get(short))


def reset_option(name: str) -> None:
    """Prints tables as before."""
    from .format import SETTINGS

    if name == "all":
        SETTINGS.clear()
        return
    SETTINGS.pop(_option(name), None)
    SETTINGS.pop("wide", None)
