"""`np.datetime64` and `np.timedelta64`: counts of nanoseconds."""

from __future__ import annotations

import datetime
from typing import Any

from . import _dtypes as types
from ._dtypes import NAT
from ._scalars import bool_, generic, signedinteger

_UNITS = {"ns": 1, "us": 10**3, "ms": 10**6, "s": 10**9, "m": 60 * 10**9, "h": 3600 * 10**9, "D": 86400 * 10**9, "W": 7 * 86400 * 10**9}
_EPOCH = datetime.datetime(1970, 1, 1)


class _Moment:
    __slots__ = ()

    def __hash__(self) -> int:
        return hash(self._value)

    def __eq__(self, other: Any) -> Any:
        if isinstance(other, type(self)):
            return bool_(self._value == other._value and self._value != NAT)
        return NotImplemented

    def __ne__(self, other: Any) -> Any:
        found = self.__eq__(other)
        return found if found is NotImplemented else bool_(not found)

    def _order(self, other: Any, test: Any) -> Any:
        if not isinstance(other, type(self)):
            return NotImplemented
        return bool_(NAT not in (self._value, other._value) and test(self._value, other._value))

    def __lt__(self, other: Any) -> Any:
        return self._order(other, lambda a, b: a < b)

    def __le__(self, other: Any) -> Any:
        return self._order(other, lambda a, b: a <= b)

    def __gt__(self, other: Any) -> Any:
        return self._order(other, lambda a, b: a > b)

    def __ge__(self, other: Any) -> Any:
        return self._order(other, lambda a, b: a >= b)


class datetime64(_Moment, generic):
    """A time without a zone."""

    __slots__ = ("_value",)
    __module__ = "numpy"
    _dtype = types.DATETIME

    def __new__(cls, value: Any = None, unit: str | None = None) -> Any:
        made = object.__new__(cls)
        made._value = _count(value, unit)
        return made

    def item(self) -> Any:
        """Nanoseconds since 1970, as numpy gives them for this unit."""
        return None if self._value == NAT else self._value

    def astype(self, to: Any) -> Any:
        """The count, or the time."""
        if to in ("datetime64[ns]", datetime64):
            return self
        from ._scalars import box

        if to in (int, "int64", "i8"):
            return box(self._value, types.INT64)
        raise NotImplementedError(f"np.datetime64.astype({to!r}) is not there in the sandbox; use pandas.Timestamp")

    def __sub__(self, other: Any) -> Any:
        if isinstance(other, datetime64):
            return timedelta64(NAT if NAT in (self._value, other._value) else self._value - other._value)
        return datetime64(NAT if NAT in (self._value, other._value) else self._value - other._value) if isinstance(other, timedelta64) else NotImplemented

    def __add__(self, other: Any) -> Any:
        return datetime64(NAT if NAT in (self._value, other._value) else self._value + other._value) if isinstance(other, timedelta64) else NotImplemented

    def __str__(self) -> str:
        if self._value == NAT:
            return "NaT"
        seconds, nanos = divmod(self._value, 10**9)
        return f"{(_EPOCH + datetime.timedelta(seconds=seconds)).isoformat()}.{nanos:09}"

    def __repr__(self) -> str:
        return f"np.datetime64('{self}')"


class timedelta64(_Moment, signedinteger):
    """A span of time."""

    __slots__ = ("_value",)
    __module__ = "numpy"
    _dtype = types.TIMEDELTA

    def __new__(cls, value: Any = 0, unit: str | None = None) -> Any:
        made = object.__new__(cls)
        if isinstance(value, datetime.timedelta):
            made._value = value // datetime.timedelta(microseconds=1) * 1000
        elif isinstance(value, timedelta64):
            made._value = value._value
        else:
            made._value = NAT if value in (None, "NaT") else int(value) * (_UNITS[unit] if unit is not None else 1)
        return made

    def item(self) -> Any:
        """Nanoseconds."""
        return None if self._value == NAT else self._value

    def __truediv__(self, other: Any) -> Any:
        from ._scalars import float64

        if isinstance(other, timedelta64):
            return float64(self._value / other._value)
        return timedelta64(int(self._value / other))

    def __add__(self, other: Any) -> Any:
        return timedelta64(self._value + other._value) if isinstance(other, timedelta64) else NotImplemented

    def __sub__(self, other: Any) -> Any:
        return timedelta64(self._value - other._value) if isinstance(other, timedelta64) else NotImplemented

    def __neg__(self) -> Any:
        return timedelta64(-self._value)

    def __bool__(self) -> bool:
        return self._value != 0

    def __str__(self) -> str:
        return "NaT" if self._value == NAT else f"{self._value} nanoseconds"

    def __repr__(self) -> str:
        return f"np.timedelta64({self._value},'ns')" if self._value != NAT else "np.timedelta64('NaT')"


def _count(value: Any, unit: str | None) -> int:
    if value is None or (isinstance(value, str) and value == "NaT"):
        return NAT
    if isinstance(value, datetime64):
        return value._value
    if isinstance(value, str):
        text = value + "-01" * (2 - value.count("-")) if "T" not in value and " " not in value else value
        value = datetime.datetime.fromisoformat(text)
    if isinstance(value, datetime.datetime):
        return getattr(value, "value", None) or (value.replace(tzinfo=None) - _EPOCH) // datetime.timedelta(microseconds=1) * 1000
    if isinstance(value, datetime.date):
        return (datetime.datetime(value.year, value.month, value.day) - _EPOCH) // datetime.timedelta(microseconds=1) * 1000
    return int(value) * (_UNITS[unit] if unit is not None else 1)


types.DATETIME.type, types.TIMEDELTA.type = datetime64, timedelta64
