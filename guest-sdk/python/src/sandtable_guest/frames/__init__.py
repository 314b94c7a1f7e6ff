"""Native Polars, by Polars' names: `import sandtable_guest.frames as pl`.

Expressions are objects of the pipeline format, frames are handles of the host's: rows enter the component only when they
are asked for. All names are Polars' own; `__init__.pyi` lists them, and one that is not there says why.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .. import dtypes as _dtypes
from . import selectors
from ._operations import POLARS
from .expr import DataTypeExpr, Expr, Node, Selector, Then, When, function
from .frame import DataFrame, DynamicGroupBy, Frame, GroupBy, LazyGroupBy, RollingGroupBy, make, sql
from .refusal import Refusal
from .series import Series
from .signature import SIGNATURES, absent

LazyFrame = Frame
_FRAMES = ("Frame", "DataFrame", "Same", "ListOfSame", "ListOfDataFrame", "ByEager")


class _Col:
    """`col("a")`, and `col.a`."""

    def __call__(self, *args: Any, **kwargs: Any) -> Node:
        return function("col", args, kwargs)

    def __getattr__(self, name: str) -> Node:
        if name.startswith("__"):
            raise AttributeError(name)
        return function("col", (name,), {})


def _function(name: str) -> Callable[..., Any]:
    made_by = make if SIGNATURES["function"][name].result in _FRAMES else function

    def made(*args: Any, **kwargs: Any) -> Any:
        return made_by(name, args, kwargs)

    made.__name__ = made.__qualname__ = name
    made.__signature__ = SIGNATURES["function"][name].python()  # type: ignore[attr-defined]
    return made


globals().update({name: value for name, value in vars(_dtypes).items() if isinstance(value, _dtypes.DataType)})
globals().update({name: _function(name) for name in SIGNATURES["function"]})
DataType = _dtypes.DataType
col = _Col()


def __getattr__(name: str) -> Any:
    raise absent("function", name, "polars")


__all__ = [
    "POLARS",
    "DataFrame",
    "DataType",
    "DataTypeExpr",
    "DynamicGroupBy",
    "Expr",
    "Frame",
    "GroupBy",
    "LazyFrame",
    "LazyGroupBy",
    "Refusal",
    "RollingGroupBy",
    "Selector",
    "Series",
    "Then",
    "When",
    "col",
    "selectors",
    "sql",
]
