"""The heavy work over columns: order, groups, duplicates, joins. `native` does some of it in the host, for many rows."""

from __future__ import annotations

import bisect as _bisect
from collections.abc import Sequence
from itertools import repeat
from typing import Any

from . import columns as cols
from .missing import is_missing

MISSING = ("sandtable", "missing")
"""The key of a missing value."""


def bisect(data: Any, key: Any, side: str) -> int:
    """Where a key goes among sorted ones."""
    return (_bisect.bisect_left if side == "left" else _bisect.bisect_right)(data, key)


def keys(col: Any) -> Any:
    """Values that are equal and hash as pandas has them equal: what is missing is one value."""
    data = col._data
    if col.dtype.kind in "CMmiub" or not cols.has_missing(col):
        return data
    return [MISSING if flag else value for value, flag in zip(data, cols.flags_missing(col))]


def row_keys(columns: Sequence[Any]) -> Any:
    """One key for each row of several columns."""
    if len(columns) == 1:
        return keys(columns[0])
    return list(zip(*map(keys, columns)))


def first_rows(values: Any) -> list[int]:
    """The first row of each value, in the order that they come."""
    found = dict(zip(reversed(values), range(len(values) - 1, -1, -1)))
    return sorted(found.values())


def duplicated(values: Any, keep: Any) -> bytearray:
    """1 for each value that comes before (`first`) or again (`last`); for all of them where keep is False."""
    flags = bytearray(len(values))
    if keep not in ("first", "last", False):
        raise ValueError('keep must be either "first", "last" or False')
    if keep is False:
        counts: dict[Any, int] = {}
        for value in values:
            counts[value] = counts.get(value, 0) + 1
        return bytearray([1 if counts[value] > 1 else 0 for value in values])
    seen: set[Any] = set()
    rows = range(len(values)) if keep == "first" else range(len(values) - 1, -1, -1)
    for row in rows:
        value = values[row]
        if value in seen:
            flags[row] = 1
        else:
            seen.add(value)
    return flags


def as_they_stand(rows: Sequence[int], size: int) -> bool:
    """Whether these are all of so many rows, in their order."""
    return rows == range(size) if isinstance(rows, range) else rows == list(range(size))


def argsort(columns: Sequence[Any], ascending: Sequence[bool], na_position: str = "last") -> Sequence[int]:
    """The rows in the order of their values, those of the first column first; equal ones stay as they were.

    Missing values are last, or first, however the rest is sorted. Raises `TypeError` for values that have no order.
    """
    if na_position not in ("first", "last"):
        raise ValueError(f"invalid na_position: {na_position}")
    from . import native

    found = native.argsort(columns, ascending, na_position)
    if found is not None:
        return found
    rows = list(range(len(columns[0])))
    for col, up in list(zip(columns, ascending))[::-1]:
        col = _ordered_labels(col) if len(columns) > 1 else col
        rows = _sorted(rows, col, up, na_position)
    return rows


def _sorted(rows: list[int], col: Any, up: bool, na_position: str) -> list[int]:
    data = sortable(col)
    absent: list[int] = []
    if cols.has_missing(col):
        flags = cols.flags_missing(col)
        absent = [row for row in rows if flags[row]]
        rows = [row for row in rows if not flags[row]]
    if up:
        rows.sort(key=data.__getitem__)
    else:
        # Turned round twice, equal ones stay as they were.
        rows.reverse()
        rows.sort(key=data.__getitem__)
        rows.reverse()
    return absent + rows if na_position == "first" else rows + absent


def sortable(col: Any) -> Any:
    """Raw values in the order that boxed ones have."""
    if col.dtype.kind == "V":
        return [one if is_missing(one) else one.ordinal if hasattr(one, "ordinal") else (one.left, one.right) for one in col._data]
    return col._data


def factorize(col: Any, sort: bool = False, dropna: bool = True) -> tuple[list[int], list[int]]:
    """A number for each value, -1 for what is missing, and the row where each number was first."""
    values = keys(col)
    try:
        found = dict(zip(dict.fromkeys(values), range(len(values))))
    except TypeError:
        unhashable = next(value for value in values if type(value).__hash__ is None)
        raise TypeError(f"unhashable type: '{type(unhashable).__name__}'") from None
    numbers = list(map(found.__getitem__, values))
    first = first_of(numbers, len(found))
    absent = _missing_number(col, found)
    if absent is not None and dropna:
        numbers = [-1 if number == absent else number - (number > absent) for number in numbers]
        first.pop(absent)
        absent = None
    if sort:
        order = _order_of_labels(cols.take(col, first)) if first else []
        place = [0] * len(order)
        for at, number in enumerate(order):
            place[number] = at
        place.append(-1)
        numbers = [place[number] for number in numbers]
        first = [first[number] for number in order]
    return numbers, first


def _missing_number(col: Any, found: dict[Any, int]) -> int | None:
    if col.dtype.kind in "Mm":
        return found.get(-(2**63))
    if col.dtype.kind == "C":
        return found.get(-1)
    return found.get(MISSING)


def _ordered_labels(col: Any) -> Any:
    """A column of objects that have no order together as numbers that have one."""
    if col.dtype.kind != "O" or len(set(map(type, col._data)) - {type(None), float}) < 2:
        return col
    numbers, _ = factorize(col, sort=True)
    from numpy._dtypes import FLOAT64

    return cols.of(cols.store([cols.nan if number < 0 else float(number) for number in numbers], FLOAT64), FLOAT64)


def _order_of_labels(col: Any) -> list[int]:
    """The order of labels; where they have none, numbers come before texts."""
    try:
        return argsort([col], [True])
    except TypeError:
        if any(isinstance(value, tuple) for value in col._data):
            raise
        flags = cols.flags_missing(col)
        texts = [row for row, value in enumerate(col._data) if isinstance(value, str)]
        numbers = [row for row, value in enumerate(col._data) if not isinstance(value, str) and not flags[row]]
        texts.sort(key=col._data.__getitem__)
        numbers.sort(key=col._data.__getitem__)
        return numbers + texts + [row for row, flag in enumerate(flags) if flag]


def first_of(numbers: Sequence[int], size: int) -> list[int]:
    """The first row of each number."""
    found = dict(zip(reversed(numbers), range(len(numbers) - 1, -1, -1)))
    return [found[number] for number in range(size)]


def rows_by(numbers: Sequence[int], size: int) -> list[list[int]]:
    """The rows of each number; -1 is left out."""
    found: list[list[int]] = [[] for _ in range(size + 1)]
    for row, number in enumerate(numbers):
        found[number].append(row)
    found.pop()
    return found


def join(left: Any, right: Any, how: str, sort: bool = False) -> tuple[list[int], list[int]]:
    """The rows of both sides that go together, in pandas' order; -1 where a side has none.

    `left` and `right` are keys of rows. `inner` and `left` keep the order of the left, `right` that of the right, `outer`
    sorts by the key.
    """
    if how == "right":
        there, here = join(right, left, "left")
        return here, there
    single = dict(zip(right, range(len(right))))
    if len(single) == len(right) and how in ("inner", "left"):
        # Each key is there once: the rows of the left stay as they are, or go.
        matched = list(map(single.get, left))
        if None not in matched:
            return list(range(len(left))), matched
        if how == "left":
            return list(range(len(left))), [-1 if row is None else row for row in matched]
        return [row for row, found in enumerate(matched) if found is not None], [row for row in matched if row is not None]
    table: dict[Any, Any] = {}
    for row, key in enumerate(right):
        found = table.get(key)
        if found is None:
            table[key] = row
        elif type(found) is list:
            found.append(row)
        else:
            table[key] = [found, row]
    one: list[int] = []
    other: list[int] = []
    keep = how in ("left", "outer")
    get = table.get
    for row, key in enumerate(left):
        found = get(key)
        if found is None:
            if keep:
                one.append(row)
                other.append(-1)
        elif type(found) is list:
            one.extend(repeat(row, len(found)))
            other.extend(found)
        else:
            one.append(row)
            other.append(found)
    if how == "outer":
        known = set(left)
        more = [row for row, key in enumerate(right) if key not in known]
        one.extend(repeat(-1, len(more)))
        other.extend(more)
    return one, other


def cross(left: int, right: int) -> tuple[list[int], list[int]]:
    """Each row with each."""
    return [row for row in range(left) for _ in range(right)], list(range(right)) * left


def _as_many_as_left(left: Sequence[Any], one: Sequence[int], other: Sequence[int]) -> tuple[list[int], list[int]]:
    """Pairs in the order that pandas gives them where there are as many as rows on the left, though some rows have several.

    It takes the equal number for a sign that each row has one, and puts pairs that are grouped by key where rows would be.
    """
    known: dict[Any, int] = {}
    groups = [known.setdefault(key, len(known)) for key in row_keys(left)]
    if len(left) == 1:
        # What is missing is the last group of a single key.
        groups = [len(known) if gone else group for group, gone in zip(groups, cols.flags_missing(left[0]), strict=True)]
    ranked = sorted(range(len(groups)), key=groups.__getitem__)
    place = [0] * len(groups)
    for at, row in enumerate(ranked):
        place[row] = at
    grouped = sorted(range(len(one)), key=lambda pair: groups[one[pair]])
    return [one[grouped[at]] for at in place], [other[grouped[at]] for at in place]


def join_columns(left: Sequence[Any], right: Sequence[Any], how: str, sort: bool) -> tuple[Sequence[int], Sequence[int]]:
    """As `join`, of key columns. `outer`, and `sort`, give the rows in the order of their keys."""
    from . import native

    found = native.join(left, right, how) if not sort else None
    one, other = found if found is not None else join(row_keys(left), row_keys(right), how)
    if how == "inner" and not sort and left and len(one) == len(left[0]) and not isinstance(one, range) and len(set(one)) < len(one):
        return _as_many_as_left(left, one, other)
    if how != "outer" and not sort:
        return one, other
    merged = []
    for a, b in zip(left, right):
        to = cols.common_type([a.dtype, b.dtype]) if a.dtype != b.dtype else a.dtype
        both = cols.joined([a, b], to)
        size = len(a)
        merged.append(cols.take(both, [x if x >= 0 else size + y for x, y in zip(one, other)]))
    order = list(range(len(one)))
    for col in reversed(merged):
        # What no time is comes first among times, and what else is missing last.
        order = _sorted(order, _ordered_labels(col), True, "first" if col.dtype.kind in "Mm" else "last")
    return [one[row] for row in order], [other[row] for row in order]
