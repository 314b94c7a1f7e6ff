"""What is written by `loc` and `iloc`."""

from __future__ import annotations

from typing import Any

from numpy import ndarray

from . import columns as cols
from .assign import put, write
from .construct import is_list_like
from .errors import missing
from .select import ALL


class IndexerWrite:
    """What is written by `loc` and `iloc`."""

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
