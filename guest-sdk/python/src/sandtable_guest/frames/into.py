"""What the methods of frames and expressions take, for their stubs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar, Union

from ..dtypes import DataType

if TYPE_CHECKING:
    from .expr import DataTypeExpr, Expr

_T = TypeVar("_T")

IntoExpr: TypeAlias = Any
"""A column's name, an expression, or a value: a number, a text, a date, a list."""

IntoExprs: TypeAlias = Any
"""One of those, or several in a list."""

IntoType: TypeAlias = Union[DataType, "DataTypeExpr", type]
"""`pl.Int64`, `pl.List(pl.Int64)`, or a type of Python's."""

IntoSelector: TypeAlias = Union[str, "Expr"]
"""A column's name, or a selector."""

IntoSelectors: TypeAlias = Union[IntoSelector, Iterable[IntoSelector]]
"""One of those, or several."""

IntoSchema: TypeAlias = Union[Mapping[str, IntoType], Iterable[tuple[str, IntoType]]]
"""Names to data types."""

OneOrMany: TypeAlias = Union[_T, Iterable[_T]]
"""One, or several in a list."""
