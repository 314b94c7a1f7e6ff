"""Polars as programs know it, `import polars as pl`: the SDK's frames under Polars' own name.

Plans run in the host's Polars. What is not there (files, functions of Python inside a plan, plots) says why.
"""

from __future__ import annotations

from typing import Any

from sandtable_guest import Schema
from sandtable_guest import dtypes as _dtypes
from sandtable_guest import frames as _frames
from sandtable_guest.frames import DataFrame, Expr, LazyFrame, Series, sql

from . import exceptions, selectors

__version__ = "1.43.2"
"""The version whose names these are."""

_INTEGERS = ("Int8", "Int16", "Int32", "Int64", "Int128")
_UNSIGNED = ("UInt8", "UInt16", "UInt32", "UInt64", "UInt128")

col = _frames.col
DataType = _dtypes.DataType
SIGNED_INTEGER_DTYPES = frozenset(getattr(_dtypes, name) for name in _INTEGERS)
UNSIGNED_INTEGER_DTYPES = frozenset(getattr(_dtypes, name) for name in _UNSIGNED)
INTEGER_DTYPES = SIGNED_INTEGER_DTYPES | UNSIGNED_INTEGER_DTYPES
FLOAT_DTYPES = frozenset(getattr(_dtypes, name) for name in ("Float16", "Float32", "Float64"))
NUMERIC_DTYPES = INTEGER_DTYPES | FLOAT_DTYPES


class _Config:
    """Settings of how frames are printed, `pl.Config.set_tbl_rows(20)`: taken, and without effect here."""

    def __call__(self, **_options: Any) -> _Config:
        return self

    def __enter__(self) -> _Config:
        return self

    def __exit__(self, *_what: object) -> None: ...

    def __getattr__(self, name: str) -> Any:
        if not name.startswith(("set_", "restore_", "activate_")):
            raise AttributeError(f"Config has no {name!r}")
        return lambda *_args, **_kwargs: self


Config = _Config()


class SQLContext:
    """Frames by name, for queries: `SQLContext(orders=frame).execute("select …")`."""

    def __init__(self, frames: dict[str, Any] | None = None, *, eager: bool = False, eager_execution: bool = False, **named: Any) -> None:
        self._frames = {**(frames or {}), **named}
        self._eager = eager or eager_execution

    def register(self, name: str, frame: Any) -> SQLContext:
        """Adds a frame."""
        self._frames[name] = frame
        return self

    def register_many(self, frames: dict[str, Any] | None = None, **named: Any) -> SQLContext:
        """Adds frames."""
        self._frames.update(frames or {}, **named)
        return self

    def unregister(self, names: str | list[str]) -> SQLContext:
        """Takes frames away."""
        for name in [names] if isinstance(names, str) else names:
            self._frames.pop(name, None)
        return self

    def tables(self) -> list[str]:
        """The names, in order."""
        return sorted(self._frames)

    def execute(self, query: str, *, eager: bool | None = None) -> Any:
        """The result of a query."""
        return sql(query, eager=self._eager if eager is None else eager, **self._frames)

    def __enter__(self) -> SQLContext:
        return self

    def __exit__(self, *_what: object) -> None: ...


def from_dict(data: Any, schema: Any = None, **_options: Any) -> DataFrame:
    """A frame of a dict of columns."""
    return DataFrame(data, schema)


def from_records(data: Any, schema: Any = None, **_options: Any) -> DataFrame:
    """A frame of rows."""
    return DataFrame(data, schema)


def from_pandas(data: Any, **_options: Any) -> DataFrame:
    """A frame of a data frame of pandas."""
    return DataFrame(list(data.__sandtable_batches__()))


def __getattr__(name: str) -> Any:
    # The SDK says of each name whether it is there and, if not, why.
    return getattr(_frames, name)


def __dir__() -> list[str]:
    return sorted({*globals(), *(name for name in dir(_frames) if not name.startswith("_"))})


__all__ = [
    "Config",
    "DataFrame",
    "DataType",
    "Expr",
    "LazyFrame",
    "SQLContext",
    "Schema",
    "Series",
    "col",
    "exceptions",
    "from_dict",
    "from_pandas",
    "from_records",
    "selectors",
    "sql",
]
