"""Where labels of several levels are."""

from __future__ import annotations

from typing import Any

import numpy as np

from . import kernels
from .errors import InvalidIndexError, UnsortedIndexError


class MultiLookup:
    """Where the labels of a `MultiIndex` are."""

    __slots__ = ()

    def _keys(self) -> Any:
        return kernels.row_keys(self._arrays) if len(self._arrays) > 1 else [(key,) for key in kernels.keys(self._arrays[0])]

    def _key(self, label: Any) -> Any:
        if not isinstance(label, tuple) or len(label) != self.nlevels:
            raise KeyError(label)
        made = []
        for part, array in zip(label, self._arrays):
            key = self._of(array)._key(part)
            made.append(key)
        return tuple(made)

    def _has(self, label: Any) -> bool:
        try:
            self._select(label)
        except (KeyError, TypeError):
            return False
        return True

    def __contains__(self, label: Any) -> bool:
        hash(label)
        return self._has(label)

    def _place(self, label: Any) -> int | None:
        full = label if isinstance(label, tuple) else (label,)
        full = full + ("",) * (self.nlevels - len(full))
        return self._find(full)

    def _locate(self, label: Any) -> int | list[int]:
        full = label if isinstance(label, tuple) else (label,)
        if len(full) < self.nlevels:
            found = self._place(label)
            if found is not None:
                return found
            rows, _ = self._select(label)
            return rows
        try:
            return self._engine()[self._key(label)]
        except KeyError:
            raise KeyError(label) from None
        except TypeError:
            raise InvalidIndexError(label) from None

    def _select(self, key: Any) -> tuple[Any, bool]:
        """The rows of a label, of the first parts of labels, of lists and slices of parts; whether it is one row."""
        if isinstance(key, list):
            rows: list[int] = []
            for one in key:
                found, _ = self._select(one)
                rows.extend(found)
            if key and not isinstance(key[0], tuple):
                rows.sort()
            return rows, False
        parts = key if isinstance(key, tuple) else (key,)
        if len(parts) > self.nlevels:
            raise KeyError(key) if not any(isinstance(part, (list, slice)) for part in parts) else IndexError("Too many indexers")
        plain = not any(isinstance(part, (list, slice, np.ndarray)) or hasattr(part, "_values") for part in parts)
        if plain and len(parts) == self.nlevels:
            try:
                found = self._engine()[self._key(parts)]
            except KeyError:
                raise KeyError(key) from None
            return ([found], True) if type(found) is int else (found, False)
        rows = list(range(len(self)))
        for at, part in enumerate(parts):
            array = self._arrays[at]
            level = self._of(array)
            if isinstance(part, slice):
                if part == slice(None):
                    continue
                unique = level.unique().sort_values()
                low = unique._slice_rows(part)
                good = set(unique._keys()[low])
                keys = level._keys()
                rows = [row for row in rows if keys[row] in good]
                continue
            if isinstance(part, (list, np.ndarray)) or hasattr(part, "_values"):
                wanted = list(part)
                if wanted and all(isinstance(one, (bool, np.bool_)) for one in wanted):
                    rows = [row for row in rows if wanted[row]]
                    continue
                absent = [one for one in wanted if level._find(one) is None]
                if absent:
                    raise KeyError(f"{absent} not in index")
                good = {level._key(one) for one in wanted}
                keys = level._keys()
                rows = [row for row in rows if keys[row] in good]
                continue
            try:
                wanted_key = level._key(part)
            except KeyError:
                raise KeyError(key) from None
            keys = level._keys()
            rows = [row for row in rows if keys[row] == wanted_key]
            if not rows:
                raise KeyError(key if not isinstance(key, tuple) or len(key) > 1 else key[0])
        return rows, False

    def _slice_range(self, key: slice) -> Any:
        if not self._sorted():
            if key.start is not None or key.stop is not None:
                raise UnsortedIndexError(
                    "Key length (1) was greater than MultiIndex lexsort depth (0)"
                    if not isinstance(key.start, tuple)
                    else f"Key length ({len(key.start)}) was greater than MultiIndex lexsort depth (0)"
                )
            return range(len(self))[key]
        first, last = 0, len(self)
        labels = list(self)
        if key.start is not None:
            start = key.start if isinstance(key.start, tuple) else (key.start,)
            first = next((row for row, label in enumerate(labels) if label[: len(start)] >= start), len(labels))
        if key.stop is not None:
            stop = key.stop if isinstance(key.stop, tuple) else (key.stop,)
            last = next((row for row, label in enumerate(labels) if label[: len(stop)] > stop), len(labels))
        return range(first, last)

    def _sorted(self) -> bool:
        order = kernels.argsort(self._arrays, [True] * self.nlevels)
        return kernels.as_they_stand(order, len(order))

    @property
    def is_monotonic_increasing(self) -> bool:
        """Whether no label is less than the one before."""
        return self._sorted()

    def _dropped(self, made: Any, key: Any) -> Any:
        """What was selected without the levels that the key names."""
        if isinstance(key, (list, slice)) or hasattr(key, "_values") or isinstance(key, np.ndarray):
            return made
        parts = key if isinstance(key, tuple) else (key,)
        named = [at for at, part in enumerate(parts) if not isinstance(part, (list, slice, np.ndarray)) and not hasattr(part, "_values")]
        if len(named) == self.nlevels or not named or any(isinstance(part, (list, slice)) for part in parts):
            return made
        index = made._index._keep_levels([at for at in range(self.nlevels) if at not in named])
        object.__setattr__(made, "_index", index)
        return made

    def _cross(self, key: Any, level: Any, drop: bool) -> tuple[list[int], Any]:
        places = [self._level(one) for one in (level if isinstance(level, (list, tuple)) else [level])]
        wanted = key if isinstance(key, tuple) and len(places) > 1 else (key,)
        rows = list(range(len(self)))
        for at, part in zip(places, wanted):
            one = self._of(self._arrays[at])
            keys, sought = one._keys(), one._key(part)
            rows = [row for row in rows if keys[row] == sought]
        if not rows:
            raise KeyError(key)
        taken = self._take(rows)
        return rows, taken._keep_levels([at for at in range(self.nlevels) if at not in places]) if drop else taken
