"""`at` and `iat`: one value by its labels or its position."""

from __future__ import annotations

from typing import Any

import numpy as np

from . import columns as cols


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
