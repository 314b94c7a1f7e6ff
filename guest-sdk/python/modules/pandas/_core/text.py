"""Values as texts, as `astype(str)` makes them."""

from __future__ import annotations

from typing import Any

from numpy._dtypes import NAT

from . import columns as cols
from .times import NaT

DAY = 86400 * 10**9


def text_of(value: Any) -> str:
    """One value."""
    return str(value)


def time_texts(col: Any) -> list[str]:
    """Times: dates alone where all are midnight, else with as many digits as all of them need."""
    zone = getattr(col.dtype, "tz", None)
    values = cols.boxed(col)
    if zone is None:
        counts = [value for value in col._data if value != NAT]
        if all(value % DAY == 0 for value in counts):
            return ["NaT" if value is NaT else value.strftime("%Y-%m-%d") if value.year > 999 else str(value)[:10] for value in values]
        digits = (
            0
            if all(value % 10**9 == 0 for value in counts)
            else 3
            if all(value % 10**6 == 0 for value in counts)
            else 6
            if all(value % 1000 == 0 for value in counts)
            else 9
        )
        made = []
        for value, count in zip(values, col._data):
            if value is NaT:
                made.append("NaT")
                continue
            text = f"{value.year:04}-{value.month:02}-{value.day:02} {value.hour:02}:{value.minute:02}:{value.second:02}"
            made.append(text + (f".{count % 10**9:09}"[: digits + 1] if digits else ""))
        return made
    plain = [value for value in values if value is not NaT]
    if plain and all(value == value.normalize() for value in plain):
        pass
    return [str(value) for value in values]


def texts(col: Any) -> list[str]:
    """Each value of a column."""
    kind = col.dtype.kind
    if kind in "iu":
        return list(map(str, col._data))
    if kind == "f":
        if col.dtype.itemsize == 4:
            from numpy._scalars import short32

            return [short32(value) for value in col._data]
        return list(map(repr, col._data.tolist()))
    if kind == "M":
        return time_texts(col)
    return [value if type(value) is str else str(value) for value in cols.boxed(col)]
