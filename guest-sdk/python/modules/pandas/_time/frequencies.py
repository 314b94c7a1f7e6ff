"""The names of frequencies: "D", "2h", "W-MON", "QE", "1D12h"."""

import datetime
import re

from .offsets import (
    MONTH_CODES,
    WEEKDAYS,
    BusinessDay,
    Day,
    Hour,
    Micro,
    Milli,
    Minute,
    MonthBegin,
    MonthEnd,
    Nano,
    QuarterBegin,
    QuarterEnd,
    Second,
    Tick,
    Week,
    YearBegin,
    YearEnd,
    _Anchored,
    BaseOffset,
)
from .timedelta import Timedelta

_FIXED = {"D": Day, "h": Hour, "min": Minute, "s": Second, "ms": Milli, "us": Micro, "ns": Nano}
_OLD = {
    "H": "h",
    "T": "min",
    "S": "s",
    "L": "ms",
    "U": "us",
    "N": "ns",
    "M": "ME",
    "Q": "QE",
    "Y": "YE",
    "A": "YE",
    "AS": "YS",
    "BM": "BME",
    "BQ": "BQE",
    "t": "min",
    "l": "ms",
    "u": "us",
    "n": "ns",
    "d": "D",
    "b": "B",
}
_CALENDAR = {"ME": MonthEnd, "MS": MonthBegin, "QE": QuarterEnd, "QS": QuarterBegin, "YE": YearEnd, "YS": YearBegin, "W": Week, "B": BusinessDay}
_REFUSED = ("BME", "BMS", "BQE", "BQS", "BYE", "BYS", "C", "CBME", "CBMS", "SME", "SMS", "WOM", "LWOM", "bh", "cbh", "REQ", "RE")
_PART = re.compile(r"\s*([+-]?\d*(?:\.\d+)?)\s*([A-Za-z]+)(?:-([A-Za-z]{3}))?\s*(?:[,+]|(?=[\d-])|$)")


def to_offset(freq):
    """The offset that a frequency names. Raises `ValueError` as pandas words it."""
    if freq is None or isinstance(freq, BaseOffset):
        return freq
    if isinstance(freq, datetime.timedelta):
        return of_nanos(Timedelta(freq).value)
    if isinstance(freq, tuple) and len(freq) == 2:
        return to_offset(freq[1]) * freq[0]
    if not isinstance(freq, str):
        raise TypeError(f"passed as freq: {freq!r}, type {type(freq).__name__} is not supported")
    place, found = 0, None
    while place < len(freq):
        part = _PART.match(freq, place)
        if not part or part.end() == place:
            raise invalid(freq)
        place = part.end()
        offset = one(part, freq)
        if found is not None and not (isinstance(found, Tick) and isinstance(offset, Tick)):
            raise invalid(freq)
        found = offset if found is None else found + offset
    if found is None:
        raise invalid(freq)
    return found


def one(part, freq):
    number, code, anchor = part.groups()
    code = _OLD.get(code, code)
    if code in _REFUSED:
        raise NotImplementedError(f"the frequency {freq!r} is not there in the sandbox; there are D h min s ms us ns W ME MS QE QS YE YS B")
    if code in _FIXED:
        if anchor is not None:
            raise invalid(freq)
        amount = 1.0 if number in ("", "+") else -1.0 if number == "-" else float(number)
        nanos = round(amount * _FIXED[code]._nanos)
        return _FIXED[code](int(amount)) if amount == int(amount) else of_nanos(nanos)
    if code not in _CALENDAR or "." in number:
        raise invalid(freq)
    return anchored(_CALENDAR[code], anchor, freq)._again(1 if number in ("", "+") else -1 if number == "-" else int(number))


def anchored(kind, anchor, freq):
    if kind is Week:
        if anchor is not None and anchor.upper() not in WEEKDAYS:
            raise invalid(freq)
        return Week(weekday=6 if anchor is None else WEEKDAYS.index(anchor.upper()))
    if issubclass(kind, _Anchored):
        if anchor is not None and anchor.upper() not in MONTH_CODES:
            raise invalid(freq)
        # By its name a frequency counts from the calendar year; a class counts quarters from March.
        default = {QuarterBegin: 1, QuarterEnd: 12}.get(kind, kind._default)
        return kind(**{kind._month_name: default if anchor is None else MONTH_CODES.index(anchor.upper()) + 1})
    if anchor is not None:
        raise invalid(freq)
    return kind()


def invalid(freq):
    upper = re.sub(r"[^A-Za-z]", "", freq).upper()
    return ValueError(
        f"Invalid frequency: {freq}, failed to parse with error message: "
        f"ValueError(\"Invalid frequency: {upper}, failed to parse with error message: KeyError('{upper}')\")"
    )


def of_nanos(nanos):
    """The coarsest fixed step of a length."""
    for kind in (Day, Hour, Minute, Second, Milli, Micro):
        if nanos % kind._nanos == 0:
            return kind(nanos // kind._nanos)
    return Nano(nanos)
