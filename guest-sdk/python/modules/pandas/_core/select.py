"""`loc`, `iloc`, `at` and `iat`: what a key means, what is read there, what is written there."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy import ndarray

from . import columns as cols
from .assign import put, write
from .construct import is_list_like
from .errors import IndexingError, InvalidIndexError, missing
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


class _Indexer:
    def __init__(self, owner: Any) -> None:
        self._owner = owner

    def _rows(self, key: Any, axis: int) -> tuple[Any, bool]:
        raise NotImplementedError

    def _split(self, key: Any) -> tuple[Any, Any]:
        """The key of the rows, and that of the columns."""
        owner = self._owner
        if callable(key) and not is_list_like(key):
            key = key(owner)
        if isinstance(key, tuple) and any(callable(part) and not is_list_like(part) for part in key):
            key = tuple(part(owner) if callable(part) and not is_list_like(part) else part for part in key)
        if owner.ndim == 1:
            if isinstance(key, tuple) and owner._index.nlevels == 1:
                if len(key) == 1:
                    return key[0], ALL
                if self._by_label and key in owner._index:
                    return key, ALL
                raise IndexingError("Too many indexers")
            return key, ALL
        if not isinstance(key, tuple):
            return key, ALL
        if self._by_label and owner._index.nlevels > 1 and not self._two(key):
            return key, ALL
        if len(key) > 2:
            raise IndexingError("Too many indexers")
        return (key[0], ALL) if len(key) == 1 else key

    def _two(self, key: tuple[Any, ...]) -> bool:
        """Whether a tuple is rows and columns, not a label of several levels."""
        if len(key) != 2:
            return len(key) == 1
        first, second = key
        if isinstance(first, (tuple, slice, list)) or is_flags(first) or isinstance(second, slice):
            return True
        columns = self._owner._columns
        if isinstance(second, (list, ndarray)) or hasattr(second, "_values"):
            return True
        try:
            if second in columns and not self._owner._index._has(key):
                return True
        except TypeError:
            return True
        return not self._owner._index._has(key)

    _by_label = True

    def __getitem__(self, key: Any) -> Any:
        owner = self._owner
        down, along = self._split(key)
        if owner.ndim == 1:
            rows, one = self._rows(down, 0)
            if one:
                return cols.box(owner._values, rows[0])
            if rows is ALL:
                return owner.copy()
            return self._level_dropped(owner._take_rows(rows), down)
        if isinstance(along, slice) and along == ALL:
            frame, picked, one_column = owner, None, False
        else:
            picked, one_column = self._rows(along, 1)
            frame = owner
        rows, one = (None, False) if isinstance(down, slice) and down == ALL else self._rows(down, 0)
        if one_column:
            series = owner._column(picked[0])
            if rows is None:
                return series
            if one:
                return cols.box(series._values, rows[0])
            return self._level_dropped(series._take_rows(rows), down)
        if picked is not None:
            frame = owner._pick_columns(picked)
            if self._by_label and owner._columns.nlevels > 1 and not isinstance(along, (slice, list)):
                frame = owner._drop_column_levels(frame, along)
        if one:
            return frame._row(rows[0])
        if rows is None:
            return frame if picked is not None else frame.copy()
        return self._level_dropped(frame._take_rows(rows), down)

    def _level_dropped(self, made: Any, key: Any) -> Any:
        if not self._by_label or made._index.nlevels == 1:
            return made
        return self._owner._index._dropped(made, key)

    def __setitem__(self, key: Any, value: Any) -> None:
        owner = self._owner
        down, along = self._split(key)
        if owner.ndim == 1:
            self._set_series(owner, down, value)
        else:
            self._set_frame(owner, down, along, value)

    def _set_series(self, owner: Any, key: Any, value: Any) -> None:
        try:
            rows, one = self._rows(key, 0)
        except KeyError:
            if not self._grows(key):
                raise
            owner._append_value(key, value)
            return
        rows = list(rows)
        if getattr(type(value), "_sandtable_ranked", False):
            if value.ndim == 1 and self._by_label:
                value = _aligned(value, owner._index._take(rows))
            elif value.ndim == 1:
                value = value._values
        if one and is_list_like(value) and owner.dtype.kind == "O":
            col = put(owner._values, rows, value)
        elif one and is_list_like(value):
            raise ValueError("setting an array element with a sequence.")
        else:
            col = write(owner._values, rows, value)
        owner._set_values(col)

    def _grows(self, key: Any) -> bool:
        """Whether a label that is not there may be added."""
        return self._by_label and not is_list_like(key) and not isinstance(key, slice)

    def _set_frame(self, owner: Any, down: Any, along: Any, value: Any) -> None:
        if getattr(type(down), "_sandtable_ranked", False) and down.ndim == 2:
            raise ValueError("Cannot index with multidimensional key")
        one_column = False
        if isinstance(along, slice) and along == ALL:
            picked: Any = range(len(owner._cols))
        else:
            try:
                picked, one_column = self._rows(along, 1)
            except KeyError:
                labels = along if is_list_like(along) and not isinstance(along, tuple) else [along]
                if not self._by_label or isinstance(along, slice):
                    raise
                for label in labels:
                    if label not in owner._columns:
                        owner._insert(len(owner._cols), label, cols.missing_column(_near(value, label), len(owner)))
                picked, one_column = self._rows(along, 1)
        try:
            rows, one = (range(len(owner)), False) if isinstance(down, slice) and down == ALL else self._rows(down, 0)
        except KeyError:
            if not self._grows(down):
                raise
            if len(picked) == len(owner._cols) and isinstance(along, slice):
                owner._append_values(down, value)
                return
            owner._append_row(down, set(picked))
            rows, one = [len(owner) - 1], True
            self._write(owner, rows, picked, value, one_column, one, fresh=True)
            return
        if not len(rows) and isinstance(along, slice) and along == ALL and not is_list_like(value):
            return
        self._write(owner, list(rows), list(picked), value, one_column, one, whole=isinstance(down, slice) and down == ALL)

    def _write(self, owner: Any, rows: Any, picked: Any, value: Any, one_column: bool, one: bool, fresh: bool = False, whole: bool = False) -> None:
        picked = list(picked)
        if whole and not fresh and not isinstance(value, dict) and len(rows):
            many = getattr(type(value), "_sandtable_ranked", False)
            if not is_list_like(value) or isinstance(value, str) or (one_column and not (many and value.ndim == 2)):
                if many:
                    value = _aligned(value, owner._index) if self._by_label else value._values
                if not is_list_like(value) or len(value) in (1, len(rows)):
                    for at in picked:
                        owner._put_whole(at, value)
                    return
        if getattr(type(value), "_sandtable_ranked", False) and value.ndim == 2:
            labels = owner._index._take(rows)
            for at in picked:
                if self._by_label:
                    found = value._columns._find(owner._columns[at])
                    col = cols.missing_column(owner._cols[at].dtype, len(rows)) if found is None else _aligned(value._column(found), labels)
                else:
                    col = value._cols[picked.index(at)]
                owner._put(at, rows, col, fresh)
            return
        if getattr(type(value), "_sandtable_ranked", False):
            if one and not one_column and not self._by_label and len(value) != len(picked):
                raise ValueError("Must have equal len keys and value when setting with an iterable")
            if not one and not one_column and len(picked) > 1:
                if len(rows) == len(picked):
                    missing("writing a Series into several rows and columns", "write column by column")
                raise ValueError("Must have equal len keys and value when setting with an iterable")
            if one and not one_column:
                row = value.reindex(owner._columns._take(picked)) if self._by_label else value
                for place, at in enumerate(picked):
                    owner._put(at, rows, cols.box(row._values, place), fresh)
                return
            if not one_column and len(picked) > 1 and len(rows) != len(value):
                row = value.reindex(owner._columns._take(picked))
                for place, at in enumerate(picked):
                    owner._put(at, rows, cols.box(row._values, place), fresh)
                return
            col = _aligned(value, owner._index._take(rows)) if self._by_label else value._values
            for at in picked:
                owner._put(at, rows, col, fresh)
            return
        if isinstance(value, ndarray) and value.ndim == 2:
            for place, at in enumerate(picked):
                owner._put(at, rows, cols.column(value[:, place]), fresh)
            return
        if is_list_like(value) and not isinstance(value, (dict, str)):
            values = list(value) if not isinstance(value, (list, ndarray)) else value
            if one_column and one:
                if owner._cols[picked[0]].dtype.kind != "O":
                    raise ValueError("setting an array element with a sequence.")
                if isinstance(value, (list, tuple, set)):
                    raise ValueError("Must have equal len keys and value when setting with an iterable")
                owner._put_one(picked[0], rows, value)
                return
            if one_column:
                if len(values) != len(rows) and not (len(values) == 1):
                    raise ValueError(_length_text(whole, len(values), len(rows), value))
                owner._put(picked[0], rows, values, fresh)
                return
            if values is not None and len(values) and all(is_list_like(item) for item in values):
                if len(values) != len(rows) or any(len(item) != len(picked) for item in values):
                    raise ValueError("cannot set a row with mismatched columns" if fresh else "Must have equal len keys and value when setting with an ndarray")
                for place, at in enumerate(picked):
                    owner._put(at, rows, [item[place] for item in values], fresh)
                return
            if len(values) != len(picked):
                if one or fresh:
                    raise ValueError(
                        "cannot set a row with mismatched columns" if fresh else "Must have equal len keys and value when setting with an iterable"
                    )
                if len(values) == len(rows) and len(picked) == 1:
                    owner._put(picked[0], rows, values, fresh)
                    return
                raise ValueError("Must have equal len keys and value when setting with an iterable")
            for at, item in zip(picked, values):
                owner._put(at, rows, item, fresh)
            return
        if isinstance(value, dict):
            if one and not one_column:
                for at in picked:
                    owner._put(at, rows, value.get(owner._columns[at], cols.nan), fresh)
                return
            value = list(value.values())
        for at in picked:
            owner._put(at, rows, value, fresh)


def _length_text(whole: bool, given: int, wanted: int, value: Any) -> str:
    if whole:
        return f"Length of values ({given}) does not match length of index ({wanted})"
    return "Must have equal len keys and value when setting with an iterable"


def _near(value: Any, label: Any) -> Any:
    """The type that a new column has where nothing was written."""
    if is_list_like(value) and not isinstance(value, (str, dict)):
        return cols.column(value).dtype if not getattr(type(value), "_sandtable_ranked", False) or value.ndim == 1 else cols.OBJECT
    one = cols.infer([value])
    return cols.FLOAT64 if one.dtype.kind in "iuf" else one.dtype


def _aligned(series: Any, labels: Any) -> Any:
    """The values of a Series for these labels."""
    if series._index.equals(labels):
        return series._values
    if not series._index.is_unique:
        raise ValueError("cannot reindex on an axis with duplicate labels")
    return cols.take_missing(series._values, series._index._indexer(labels))


class Loc(_Indexer):
    """Selection by labels."""

    def _rows(self, key: Any, axis: int) -> tuple[Any, bool]:
        owner = self._owner
        index = owner._index if axis == 0 else owner._columns
        try:
            return label_rows(key, index)
        except KeyError as error:
            text = error.args[0] if error.args else ""
            if axis == 1 and isinstance(text, str) and text.startswith("None of ["):
                raise KeyError(text.replace(" are in the [index]", " are in the [columns]")) from None
            raise
        except InvalidIndexError:
            raise TypeError(f"unhashable type: '{type(key).__name__}'") from None


class ILoc(_Indexer):
    """Selection by position."""

    _by_label = False

    def _rows(self, key: Any, axis: int) -> tuple[Any, bool]:
        owner = self._owner
        size = len(owner._index) if axis == 0 else len(owner._columns)
        return position_rows(key, size, type(owner._index if axis == 0 else owner._columns).__name__)

    def __getitem__(self, key: Any) -> Any:
        if self._owner.ndim == 2 and isinstance(key, tuple) and len(key) == 2 and all(isinstance(part, (int, np.integer)) for part in key):
            return IAt(self._owner)[key]
        return super().__getitem__(key)

    def _set_frame(self, owner: Any, down: Any, along: Any, value: Any) -> None:
        try:
            super()._set_frame(owner, down, along, value)
        except IndexError as error:
            if "out-of-bounds" in str(error) and isinstance(down, int):
                raise IndexError("iloc cannot enlarge its target object") from None
            raise


class At:
    """One value by its labels."""

    def __init__(self, owner: Any) -> None:
        self._owner = owner

    def __getitem__(self, key: Any) -> Any:
        owner = self._owner
        if owner.ndim == 2:
            row, column = key
            found = owner._columns._locate(column)
            return owner._column(found if type(found) is int else found[0]).at[row]
        found = owner._index._locate(key)
        return cols.box(owner._values, found) if type(found) is int else owner._take_rows(found)

    def __setitem__(self, key: Any, value: Any) -> None:
        owner = self._owner
        if owner.ndim == 2 and isinstance(value, (dict, list, set)) and isinstance(key, tuple) and len(key) == 2:
            at, row = owner._columns._find(key[1]), owner._index._find(key[0])
            if at is not None and row is not None and owner._cols[at].dtype.kind == "O":
                # One cell holds the whole of it.
                owner._put_one(at, [row], value)
                return
        owner.loc[key] = value


class IAt:
    """One value by its position."""

    def __init__(self, owner: Any) -> None:
        self._owner = owner

    def _check(self, key: Any) -> None:
        for part in key if isinstance(key, tuple) else (key,):
            if not isinstance(part, (int, np.integer)) or isinstance(part, bool):
                raise ValueError("iAt based indexing can only have integer indexers")

    def __getitem__(self, key: Any) -> Any:
        self._check(key)
        owner = self._owner
        if owner.ndim == 2:
            row, column = key
            if not -len(owner) <= row < len(owner):
                raise IndexError(f"index {row} is out of bounds for axis 0 with size {len(owner)}")
            if not -len(owner._cols) <= column < len(owner._cols):
                raise IndexError(f"index {column} is out of bounds for axis 0 with size {len(owner._cols)}")
            return cols.box(owner._cols[column], row)
        if not -len(owner) <= key < len(owner):
            raise IndexError(f"index {key} is out of bounds for axis 0 with size {len(owner)}")
        return cols.box(owner._values, key)

    def __setitem__(self, key: Any, value: Any) -> None:
        self._check(key)
        self._owner.iloc[key] = value
