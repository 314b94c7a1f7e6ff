"""What is missing: None, NaN, NaT and `pd.NA`."""

from __future__ import annotations

import decimal
from typing import Any

from .times import NaT


class NAType:
    """The missing value of the nullable types: what is done with it is missing too."""

    _instance: NAType | None = None

    def __new__(cls) -> NAType:
        if cls._instance is None:
            cls._instance = super().__new__(cls)
        return cls._instance

    def __repr__(self) -> str:
        return "<NA>"

    def __bool__(self) -> bool:
        raise TypeError("boolean value of NA is ambiguous")

    def __hash__(self) -> int:
        return 2**61 - 1

    def __reduce__(self) -> str:
        return "NA"

    def __and__(self, other: Any) -> Any:
        return False if other is False else self

    __rand__ = __and__

    def __or__(self, other: Any) -> Any:
        return True if other is True else self

    __ror__ = __or__

    def __invert__(self) -> Any:
        return self

    def __neg__(self) -> Any:
        return self

    def __abs__(self) -> Any:
        return self


def _itself(self: NAType, other: Any) -> Any:
    if getattr(type(other), "_sandtable_column", False):
        return NotImplemented
    return self


for _op in ("add", "sub", "mul", "truediv", "floordiv", "mod", "eq", "ne", "lt", "le", "gt", "ge", "xor"):
    setattr(NAType, f"__{_op}__", _itself)
    if _op not in ("eq", "ne", "lt", "le", "gt", "ge"):
        setattr(NAType, f"__r{_op}__", _itself)
NA = NAType()


def is_missing(value: Any) -> bool:
    """Whether one value is missing."""
    if value is None or value is NaT or value is NA:
        return True
    if isinstance(value, float):
        return value != value
    kind = type(value)
    if kind is str or kind is int or kind is bool:
        return False
    if isinstance(value, decimal.Decimal):
        return value.is_nan()
    if kind.__module__ == "numpy" and kind.__name__ in ("datetime64", "timedelta64", "float32"):
        return bool(value != value) or str(value) == "NaT"
    return False
