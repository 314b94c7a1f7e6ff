"""What a key means: the rows that flags, labels and positions name."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy import ndarray

from . import columns as cols
from .construct import is_list_like
from .errors import IndexingError
from .index import Index


ALL = slice(None)


def is_flags(key: Any) -> bool:
    """Whether a key is a list of truth values."""
    inner = getattr(key, "_values", key)
    if isinstance(inner, ndarray):
        if inner.dtype.kind == "O" and len(inner) and all(isinstance(value, (bool, np.bool_)) or cols.is_missing(value) for value in inner._data):
            if any(map(cols.is_missing, inner._data)):
                if any(isinstance(value, (bool, np.bool_)) for value in inner._data):
                    raise ValueError("Cannot mask with non-boolean array containing NA / NaN values")
                return False
            return True
        return inner.dtype.kind == "b" or (inner.dtype.kind == "N" and inner.dtype.inner.kind == "b")
    return isinstance(key, list) and bool(key) and all(isinstance(flag, (bool, np.bool_)) for flag in key)


def flag_rows(key: Any, index: Any) -> list[int]:
    """The rows whose flag is set; a Series of flags goes by its labels."""
    if getattr(type(key), "_sandtable_ranked", False):
        if not key._index.equals(index):
            rows = key._index._indexer(index) if key._index.is_unique else None
            if rows is None or -1 in rows:
                raise IndexingError("Unalignable boolean Series provided as indexer (index of the boolean Series and of the indexed object do not match).")
            data = key._values._data
            return [at for at, row in enumerate(rows) if data[row] is True or data[row] == 1]
        flags: Any = key._values._data
    else:
        inner = getattr(key, "_values", key)
        flags = inner._data if isinstance(inner, ndarray) else key
    if len(flags) != len(index):
        raise (IndexError if not isinstance(key, list) else IndexError)(f"Boolean index has wrong length: {len(flags)} instead of {len(index)}")
    return [row for row, flag in enumerate(flags) if flag is True or (flag is not cols.NA and flag == 1)]


def label_rows(key: Any, index: Any, name: str = "index") -> tuple[Any, bool]:
    """Rows that labels name, and whether the key was one label of one row."""
    if isinstance(key, slice):
        for end in (key.start, key.stop):
            if isinstance(end, (list, ndarray)):
                raise TypeError("unhashable type")
        if index.nlevels > 1:
            return index._slice_range(key), False
        return range(len(index))[index._slice_rows(key)], False
    if callable(key) and not is_list_like(key):
        raise TypeError("a function is called before")
    if is_flags(key):
        return flag_rows(key, index), False
    if index.nlevels > 1:
        if isinstance(key, Index) and key.nlevels > 1:
            return list_rows(list(key), index), False
        return index._select(key)
    if is_list_like(key) and not isinstance(key, tuple):
        return list_rows(list(key), index), False
    if isinstance(key, tuple):
        found = index._locate(key)
        return ([found], True) if type(found) is int else (found, False)
    partial = _partial(key, index)
    if partial is not None:
        return partial, False
    found = index._locate(key)
    return ([found], True) if type(found) is int else (found, False)


def _partial(key: Any, index: Any) -> Any:
    """Rows of a part of a date: "2024-03" is all of March."""
    if index.dtype.kind != "M" or not isinstance(key, str):
        return None
    from .partial import bounds

    found = bounds(key, getattr(index.dtype, "tz", None))
    if found is None or found[0] == found[1]:
        return None
    rows = [row for row, value in enumerate(index._values._data) if found[0] <= value <= found[1]]
    exact = found[0] in index._engine() and _resolution(index) <= found[2]
    if exact:
        return None
    if not rows:
        raise KeyError(key)
    return rows


def _resolution(index: Any) -> int:
    """The finest unit that any label has: 0 for days, 1 hours, 2 minutes, 3 seconds, 4 less."""
    data = index._values._data
    for level, unit in ((0, 86400 * 10**9), (1, 3600 * 10**9), (2, 60 * 10**9), (3, 10**9)):
        if all(value % unit == 0 for value in data):
            return level
    return 4


def list_rows(labels: list[Any], index: Any) -> list[int]:
    """The rows of each label. Raises `KeyError` that names those that are not there."""
    rows: list[int] = []
    absent: list[Any] = []
    for label in labels:
        try:
            found = index._locate(label)
        except KeyError:
            absent.append(label)
            continue
        if type(found) is list:
            rows.extend(found)
        else:
            rows.append(found)
    if absent:
        raise KeyError(absent_text(labels, absent, index))
    return rows


def absent_text(labels: list[Any], absent: list[Any], index: Any) -> str:
    """What is said of labels that are not there."""
    if len(absent) == len(labels):
        shown = Index(labels) if not any(isinstance(label, tuple) for label in labels) else Index(labels)
        if index.dtype.kind == "M":
            try:
                shown = Index(labels, dtype="datetime64[ns]")
            except (ValueError, TypeError):
                pass
        return f"None of [{shown!r}] are in the [{AXIS}]"
    return f"{[label.item() if isinstance(label, np.generic) else label for label in absent]} not in index"


AXIS = "index"


def position_rows(key: Any, size: int, what: str) -> tuple[Any, bool]:
    """Rows that positions name, and whether it was one."""
    if isinstance(key, slice):
        for end in (key.start, key.stop, key.step):
            if end is not None and not isinstance(end, (int, np.integer)):
                raise TypeError(f"cannot do positional indexing on {what} with these indexers [{end}] of type {type(end).__name__}")
        return range(size)[slice(*(None if end is None else int(end) for end in (key.start, key.stop, key.step)))], False
    if isinstance(key, (int, np.integer)) and not isinstance(key, bool):
        at = int(key)
        if not -size <= at < size:
            raise IndexError("single positional indexer is out-of-bounds")
        return [at % size], True
    if is_flags(key):
        if getattr(type(key), "_sandtable_ranked", False):
            if key._index.dtype.kind in "iu":
                raise NotImplementedError("iLocation based boolean indexing on an integer type is not available")
            raise ValueError("iLocation based boolean indexing cannot use an indexable as a mask")
        inner = getattr(key, "_values", key)
        flags = inner._data if isinstance(inner, ndarray) else key
        if len(flags) != size:
            raise IndexError(f"Boolean index has wrong length: {len(flags)} instead of {size}")
        return [row for row, flag in enumerate(flags) if flag], False
    if is_list_like(key) and not isinstance(key, tuple):
        rows = []
        for at in key:
            if not isinstance(at, (int, np.integer)) or isinstance(at, bool):
                raise IndexError(f".iloc requires numeric indexers, got {_array_text(list(key))}")
            if not -size <= at < size:
                raise IndexError("positional indexers are out-of-bounds")
            rows.append(int(at) % size)
        return rows, False
    if isinstance(key, str) or isinstance(key, float):
        raise TypeError("Cannot index by location index with a non-integer key")
    raise ValueError(
        "Location based indexing can only have [integer, integer slice (START point is INCLUDED, END point is EXCLUDED), listlike of integers, boolean array] types"
    )


def _array_text(values: list[Any]) -> str:
    return str(np.array(values))
