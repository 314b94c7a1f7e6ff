"""Where labels are: rows of a label, of several, of a slice of them."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy._buffers import store
from numpy._dtypes import BOOL, INT64
from numpy._scalars import generic

from .._time import Period
from . import columns as cols
from . import kernels
from .errors import InvalidIndexError, missing
from .missing import is_missing
from .times import Timedelta, Timestamp


NAN_KEY = ("sandtable", "missing")
"""What stands for a missing label where labels are looked up: NaN is not equal to itself."""


class IndexLookup:
    """Where the labels of an index are."""

    __slots__ = ()

    def _key(self, label: Any) -> Any:
        """A label as it is looked up. Raises `KeyError` for one that cannot be here."""
        kind = self.dtype.kind
        if kind in "iuf":
            if isinstance(label, generic):
                label = label.item()
            if isinstance(label, float) and label != label:
                return NAN_KEY
            if isinstance(label, (str, bool)) and (isinstance(label, str) or kind != "b"):
                raise KeyError(label)
            return label
        if kind == "O":
            if isinstance(label, generic):
                label = label.item()
            return NAN_KEY if is_missing(label) else label
        if kind == "b":
            if not isinstance(label, (bool, np.bool_)):
                raise KeyError(label)
            return 1 if label else 0
        if kind == "C":
            at = self.dtype.categories._find(label)
            if at is None and not is_missing(label):
                raise KeyError(label)
            return -1 if at is None else at
        if kind in "Mm":
            return self._time_key(label)
        if kind == "V" and cols.is_period(self.dtype):
            return NAN_KEY if is_missing(label) else Period(label, freq=self.dtype.freq)
        if kind == "V" and not is_missing(label) and type(label).__name__ != "Interval":
            raise KeyError(label)
        return NAN_KEY if is_missing(label) else label

    def _time_key(self, label: Any) -> Any:
        if is_missing(label):
            return NAN_KEY
        if isinstance(label, (int, float)) and not isinstance(label, bool):
            raise KeyError(label)
        try:
            if self.dtype.kind == "M":
                made = Timestamp(label)
                zone = getattr(self.dtype, "tz", None)
                if zone is not None and made.tzinfo is None:
                    made = made.tz_localize(zone)
                return made.value
            return Timedelta(label).value
        except (ValueError, TypeError):
            raise KeyError(label) from None

    def _engine(self) -> dict[Any, Any]:
        """Keys to the row of the label, or to a list of its rows."""
        found = self._cache.get("engine")
        if found is None:
            found = self._cache["engine"] = _rows_of(self._keys())
        return found

    def _keys(self) -> Any:
        """All labels as they are looked up."""
        data = self._values._data
        if cols.has_missing(self._values) and self.dtype.kind != "C":
            flags = cols.flags_missing(self._values)
            return [NAN_KEY if flag else value for value, flag in zip(data, flags)]
        return data

    def _find(self, label: Any) -> int | None:
        """The first row of a label, None where it is not."""
        try:
            found = self._engine().get(self._key(label))
        except (KeyError, TypeError, ValueError):
            return None
        return found[0] if type(found) is list else found

    def _locate(self, label: Any) -> int | list[int]:
        """The row of a label, or its rows. Raises `KeyError`."""
        try:
            return self._engine()[self._key(label)]
        except KeyError:
            raise KeyError(label) from None
        except TypeError:
            raise InvalidIndexError(label) from None

    def get_loc(self, key: Any) -> Any:
        """The row of a label; a slice or flags where it is there more than once."""
        found = self._locate(key)
        if type(found) is not list:
            return found
        if found == list(range(found[0], found[-1] + 1)):
            return slice(found[0], found[-1] + 1, None)
        flags = bytearray(len(self))
        for row in found:
            flags[row] = 1
        return cols.of(flags, BOOL)

    def get_indexer(self, target: Any, method: Any = None) -> Any:
        """The row of each label, -1 where it is not."""
        if method is not None:
            missing("Index.get_indexer with method=", "reindex and ffill")
        if not self.is_unique:
            raise InvalidIndexError("Reindexing only valid with uniquely valued Index objects")
        return cols.of(store(self._indexer(self._ensured(target)), INT64), INT64)

    def _indexer(self, target: Any) -> list[int]:
        """The row of each label, -1 where it is not; labels here are there once."""
        engine = self._engine()
        if target.nlevels == self.nlevels == 1 and (
            self.dtype == target.dtype and self.dtype.kind != "C" or self.dtype.kind in "iuf" and target.dtype.kind in "iuf"
        ):
            return [engine.get(key, -1) for key in target._keys()]
        found = []
        for label in target:
            row = self._find(label)
            found.append(-1 if row is None else row)
        return found

    def _slice_rows(self, key: slice) -> slice:
        """The rows of a slice of labels, both ends included."""
        step = key.step
        start = 0 if key.start is None else self._bound(key.start, "left")
        stop = len(self) if key.stop is None else self._bound(key.stop, "right")
        if step is not None and step < 0:
            first = len(self) - 1 if key.start is None else self._bound(key.start, "right") - 1
            last = None if key.stop is None else self._bound(key.stop, "left") - 1
            return slice(first, None if last is None or last < 0 else last, step)
        return slice(start, stop, step)

    def _bound(self, label: Any, side: str) -> int:
        kind = self.dtype.kind
        if kind == "M" and isinstance(label, str):
            from .partial import bounds

            found = bounds(label, getattr(self.dtype, "tz", None))
            if found is not None:
                if not self.is_monotonic_increasing:
                    raise KeyError("Value based partial slicing on non-monotonic DatetimeIndexes with non-existing keys is not allowed.")
                return kernels.bisect(self._values._data, found[0] if side == "left" else found[1], side)
        if kind in "iuf" and isinstance(label, str):
            raise TypeError(f"cannot do slice indexing on {type(self).__name__} with these indexers [{label}] of type {type(label).__name__}")
        if kind == "O" and isinstance(label, (int, float)) and not isinstance(label, bool) and all(isinstance(one, str) for one in self._values._data):
            raise TypeError(f"cannot do slice indexing on {type(self).__name__} with these indexers [{label}] of type {type(label).__name__}")
        found = None
        try:
            found = self._locate(label)
        except KeyError:
            if self.is_monotonic_increasing:
                return kernels.bisect(self._values._data, self._key(label), side)
            if self.is_monotonic_decreasing:
                data = self._values._data[::-1]
                return len(self) - kernels.bisect(data, self._key(label), "right" if side == "left" else "left")
            raise KeyError(label) from None
        if type(found) is list:
            if found != list(range(found[0], found[-1] + 1)):
                raise KeyError(f"Cannot get {side} slice bound for non-unique label: {label!r}")
            return found[0] if side == "left" else found[-1] + 1
        return found if side == "left" else found + 1

    def slice_indexer(self, start: Any = None, end: Any = None, step: Any = None) -> slice:
        """The rows of a slice of labels."""
        return self._slice_rows(slice(start, end, step))

    def searchsorted(self, value: Any, side: str = "left") -> int:
        """Where a label would go."""
        return kernels.bisect(self._values._data, self._key(value), side)


def _rows_of(keys: Any) -> dict[Any, Any]:
    found = dict(zip(keys, range(len(keys))))
    if len(found) == len(keys):
        return found
    many: dict[Any, list[int]] = {}
    for row, key in enumerate(keys):
        rows = many.get(key)
        if rows is None:
            many[key] = [row]
        else:
            rows.append(row)
    return {key: rows if len(rows) > 1 else rows[0] for key, rows in many.items()}
