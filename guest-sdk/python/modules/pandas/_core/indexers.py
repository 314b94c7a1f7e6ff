"""`loc` and `iloc`: what is read by labels and by positions."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy import ndarray

from . import columns as cols
from .cells import IAt
from .construct import is_list_like
from .errors import IndexingError, InvalidIndexError
from .indexer_write import IndexerWrite
from .select import ALL, is_flags, label_rows, position_rows


class _Indexer(IndexerWrite):
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
