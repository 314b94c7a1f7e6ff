"""Times and decimals: counts to Python's own objects and back, exactly or not at all.

| type | Python |
|---|---|
| `Date` | `datetime.date` |
| `Time` | `datetime.time` |
| `Datetime`, without a zone | `datetime.datetime`, naive |
| `Datetime`, with a zone | `datetime.datetime` in UTC: a component holds no time zone database |
| `Duration` | `datetime.timedelta` |
| `Decimal` | `decimal.Decimal` |

Nanoseconds that are no whole microseconds, and years that Python does not have, raise `ValueError` or `OverflowError`.
"""

from __future__ import annotations

import datetime
import decimal
from collections.abc import Callable
from typing import Any

_EPOCH = datetime.datetime(1970, 1, 1)
_EPOCH_UTC = _EPOCH.replace(tzinfo=datetime.timezone.utc)
_EPOCH_DAY = datetime.date(1970, 1, 1).toordinal()
_PER_SECOND = {"s": 1, "m": 1_000, "u": 1_000_000, "n": 1_000_000_000}
_MICROSECOND = datetime.timedelta(microseconds=1)
# More digits than a decimal of 128 bits has, so that nothing is rounded on the way.
_EXACT = decimal.Context(prec=100, traps=[decimal.Inexact, decimal.InvalidOperation])

_Count = Callable[[int], int]
Converters = tuple[Callable[[Any], Any], Callable[[Any], Any]]
"""To Python, and from Python."""


def converters(format: str) -> Converters | None:
    """The two directions for a format; None for one whose counts are its values."""
    kind = format[:2]
    if format == "tdD":
        return (lambda days: datetime.date.fromordinal(days + _EPOCH_DAY)), lambda date: _day(date)
    if format == "tdm":
        return (lambda ms: datetime.date.fromordinal(ms // 86_400_000 + _EPOCH_DAY)), lambda date: _day(date) * 86_400_000
    if kind == "tt":
        return _time(_PER_SECOND[format[2]])
    if kind == "ts":
        return _timestamp(_PER_SECOND[format[2]], bool(format[4:]))
    if kind == "tD":
        return _duration(_PER_SECOND[format[2]])
    if format.startswith("d:"):
        return _decimal(int(format[2:].split(",")[1]))
    return None


def _microseconds(per_second: int) -> tuple[_Count, _Count]:
    """Counts to microseconds and back."""
    if per_second <= 1_000_000:
        factor = 1_000_000 // per_second
        return (lambda count: count * factor), lambda micros: _whole(micros, factor)
    factor = per_second // 1_000_000
    return (lambda count: _whole(count, factor)), lambda micros: micros * factor


def _whole(count: int, factor: int) -> int:
    whole, rest = divmod(count, factor)
    if rest:
        raise ValueError(f"{count} is finer than the type it should become")
    return whole


def _day(date: Any) -> int:
    if isinstance(date, datetime.datetime) or not isinstance(date, datetime.date):
        raise TypeError("a datetime.date is wanted")
    day: int = date.toordinal()
    return day - _EPOCH_DAY


def _time(per_second: int) -> Converters:
    to_micros, from_micros = _microseconds(per_second)

    def to_python(count: int) -> datetime.time:
        return (_EPOCH + to_micros(count) * _MICROSECOND).time()

    def from_python(time: datetime.time) -> Any:
        if not isinstance(time, datetime.time):
            raise TypeError("a datetime.time is wanted")
        return from_micros(((time.hour * 60 + time.minute) * 60 + time.second) * 1_000_000 + time.microsecond)

    return to_python, from_python


def _timestamp(per_second: int, zoned: bool) -> Converters:
    to_micros, from_micros = _microseconds(per_second)
    epoch = _EPOCH_UTC if zoned else _EPOCH

    def to_python(count: int) -> datetime.datetime:
        return epoch + to_micros(count) * _MICROSECOND

    def from_python(moment: datetime.datetime) -> Any:
        if not isinstance(moment, datetime.datetime):
            raise TypeError("a datetime.datetime is wanted")
        if (moment.tzinfo is not None) != zoned:
            raise ValueError(f"the column has {'a' if zoned else 'no'} time zone")
        return from_micros((moment - epoch) // _MICROSECOND)

    return to_python, from_python


def _duration(per_second: int) -> Converters:
    to_micros, from_micros = _microseconds(per_second)

    def from_python(span: datetime.timedelta) -> Any:
        if not isinstance(span, datetime.timedelta):
            raise TypeError("a datetime.timedelta is wanted")
        return from_micros(span // _MICROSECOND)

    return (lambda count: to_micros(count) * _MICROSECOND), from_python


def _decimal(scale: int) -> Converters:
    def from_python(value: Any) -> int:
        if isinstance(value, float):
            raise TypeError("a decimal.Decimal or an int is wanted")
        scaled = decimal.Decimal(value).scaleb(scale, _EXACT)
        if scaled != scaled.to_integral_value():
            raise ValueError(f"it has more than {scale} digits behind the point")
        return int(scaled)

    return (lambda unscaled: decimal.Decimal(f"{unscaled}E{-scale}")), from_python
