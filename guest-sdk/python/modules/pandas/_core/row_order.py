"""Rows in an order: that of their labels, or of the least and greatest values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from . import columns as cols
from . import kernels


def index_order(index: Any, level: Any, ascending: Any, na_position: str, key: Any) -> Sequence[int]:
    """The rows in the order of their labels."""
    if index.nlevels > 1:
        levels = list(range(index.nlevels))
        first = levels if level is None else [index._level(one) for one in (level if isinstance(level, (list, tuple)) else [level])]
        order = first + [at for at in levels if at not in first]
        ups = list(ascending) if isinstance(ascending, (list, tuple)) else [ascending] * len(first)
        ups += [ups[-1] if len(set(ups)) == 1 else True] * (len(order) - len(ups))
        columns = [index._arrays[at] if key is None else cols.column(key(index.get_level_values(at))) for at in order]
        return kernels.argsort(columns, ups, na_position)
    up = ascending[0] if isinstance(ascending, (list, tuple)) else ascending
    return index._order(up, na_position, key)


def extreme_rows(columns: list[Any], n: int, keep: str, least: bool) -> list[int]:
    """The rows of the least or greatest values, the missing ones not among them."""
    for col in columns:
        if col.dtype.kind in "OC":
            raise TypeError(f"Cannot use method '{'nsmallest' if least else 'nlargest'}' with dtype {col.dtype}")
    if keep not in ("first", "last", "all"):
        raise ValueError('keep must be either "first", "last" or "all"')
    if n <= 0:
        return []
    rows = list(range(len(columns[0])))
    flags = cols.flags_missing(columns[0])
    good = [row for row in rows if not flags[row]]
    absent = [row for row in rows if flags[row]]
    if keep == "last":
        good.reverse()
    for col in columns[::-1]:
        good = kernels._sorted(good, col, least, "last")
    found = good[:n]
    if keep == "all" and len(good) > n:
        last = [col._data[found[-1]] for col in columns]
        found += [row for row in good[n:] if [col._data[row] for col in columns] == last]
    return found + absent[: max(0, n - len(found))]
