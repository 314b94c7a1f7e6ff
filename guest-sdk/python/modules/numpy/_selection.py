"""What an array gives by a key, and what is written there."""

from __future__ import annotations

from typing import Any

from ._buffers import cast, compress, take
from ._dtypes import NAT
from ._scalars import box, generic


class Selection:
    """What an array gives by a key, and what is written there. All arrays are one, and nothing else is."""

    __slots__ = ()

    def _row(self, at: Any, size: int, axis: int = 0) -> int:
        at = at.__index__()
        if not -size <= at < size:
            raise IndexError(f"index {at} is out of bounds for axis {axis} with size {size}")
        return at + size if at < 0 else at

    def _rows(self, key: Any, size: int, axis: int = 0) -> Any:
        """Row numbers of a slice, of flags, or of numbers."""
        if isinstance(key, slice):
            return range(*key.indices(size))
        found = self._array_of(key)
        if found.dtype.kind == "b":
            if len(found) != size:
                raise IndexError(
                    f"boolean index did not match indexed array along axis {axis}; size of axis is {size} but size of corresponding boolean axis is {len(found)}"
                )
            return [row for row, flag in enumerate(found._data) if flag]
        if found.dtype.kind not in "iu":
            if not found.size:
                return []
            raise IndexError("arrays used as indices must be of integer (or boolean) type")
        return [self._row(row, size, axis) for row in found._data]

    def __getitem__(self, key: Any) -> Any:
        if isinstance(key, (int, generic)) and not isinstance(key, bool) and hasattr(key, "__index__"):
            if self.ndim == 1:
                data = self._data
                try:
                    return box(data[key.__index__()], self.dtype)
                except IndexError:
                    raise IndexError(f"index {key} is out of bounds for axis 0 with size {len(data)}") from None
            if self.ndim == 2:
                row, columns = self._row(key, len(self)), self._shape[1]
                made = self._like(self._data[row * columns : (row + 1) * columns])
                made._slice = True
                return made
        if key is Ellipsis:
            return self
        if key is None or (isinstance(key, tuple) and None in [part for part in key if part is None]):
            if self.ndim == 1 and (key is None or (isinstance(key, tuple) and len(key) == 2 and isinstance(key[1 if key[0] is None else 0], slice))):
                before = key is None or key[0] is None
                return self._like(self._data[:], (1, self.size) if before else (self.size, 1))
            raise NotImplementedError("np.newaxis is there for one dimension only")
        if isinstance(key, tuple):
            return self._cells(key)
        if self.ndim == 1:
            if isinstance(key, slice):
                made = self._like(self._data[key])
                made._slice = True
                return made
            if isinstance(key, Selection) and key.dtype.kind == "b" and len(key) == len(self):
                return self._like(compress(self._data, key._data, self.dtype))
            if isinstance(key, str):
                raise IndexError("only integers, slices (`:`), ellipsis (`...`), numpy.newaxis (`None`) and integer or boolean arrays are valid indices")
            return self._like(take(self._data, self._rows(key, len(self)), self.dtype))
        if isinstance(key, Selection) and key.ndim == 2:
            return self._like(compress(self._data, key._data, self.dtype))
        return self._cells((key, slice(None)))

    def _cells(self, key: tuple[Any, ...]) -> Any:
        if len(key) == 1:
            return self[key[0]]
        if self.ndim != 2 or len(key) != 2:
            raise IndexError(f"too many indices for array: array is {self.ndim}-dimensional, but {len(key)} were indexed")
        rows, columns = self._shape
        one = [isinstance(part, (int, generic)) and not isinstance(part, bool) for part in key]
        if all(one):
            return box(self._data[self._row(key[0], rows) * columns + self._row(key[1], columns, 1)], self.dtype)
        lists = [not single and not isinstance(part, slice) for single, part in zip(one, key)]
        down = [self._row(key[0], rows)] if one[0] else self._rows(key[0], rows)
        along = [self._row(key[1], columns, 1)] if one[1] else self._rows(key[1], columns, 1)
        if all(lists):
            return self._like(take(self._data, [row * columns + column for row, column in zip(down, along, strict=True)], self.dtype))
        found = take(self._data, [row * columns + column for row in down for column in along], self.dtype)
        made = self._like(found, (len(found),) if any(one) else (len(down), len(along)))
        made._slice = not any(lists)
        return made

    def __setitem__(self, key: Any, value: Any) -> None:
        if self._slice:
            raise NotImplementedError("a slice of an array is a copy in the sandbox: write into the array itself, or call .copy() first")
        raw, new = self._raw(value)
        if self.ndim == 1:
            if isinstance(key, Selection) and key.dtype.kind == "b" and len(key) == len(self):
                rows: Any = [row for row, flag in enumerate(key._data) if flag]
            elif isinstance(key, (int, generic)) and not isinstance(key, bool):
                rows = [self._row(key, len(self))]
                if new:
                    raise ValueError("setting an array element with a sequence.")
            else:
                rows = self._rows(key if key is not Ellipsis else slice(None), len(self))
        else:
            rows = self._flat(key)
        if not new:
            data = self._data
            for row in rows:
                data[row] = raw
            return
        if len(raw) == 1:
            raw = list(raw) * len(rows)
        if len(raw) != len(rows):
            raise ValueError(f"could not broadcast input array from shape ({len(raw)},) into shape ({len(rows)},)")
        for row, one in zip(rows, raw):
            self._data[row] = one

    def _flat(self, key: Any) -> list[int]:
        rows, columns = self._shape
        if isinstance(key, Selection) and key.ndim == 2:
            return [at for at, flag in enumerate(key._data) if flag]
        if not isinstance(key, tuple):
            key = (key, slice(None))
        one = [isinstance(part, (int, generic)) and not isinstance(part, bool) for part in key]
        down = [self._row(key[0], rows)] if one[0] else self._rows(key[0], rows)
        along = [self._row(key[1], columns, 1)] if one[1] else self._rows(key[1], columns, 1)
        if not any(one) and not any(isinstance(part, slice) for part in key):
            return [row * columns + column for row, column in zip(down, along, strict=True)]
        return [row * columns + column for row in down for column in along]

    def _raw(self, value: Any) -> tuple[Any, bool]:
        """What is written: a raw value, or several."""
        of = self.dtype
        if isinstance(value, Selection) or (isinstance(value, (list, tuple)) and of.kind != "O") or hasattr(type(value), "__array__"):
            found = self._array_of(value)
            return cast(found._data, found.dtype, of), bool(found._shape)
        if of.kind == "O":
            return (list(value), True) if isinstance(value, (list, tuple)) else (value, False)
        if of.kind in "Mm":
            return (NAT if value is None or value != value or str(value) == "NaT" else getattr(value, "_value", getattr(value, "value", value))), False
        if of.kind == "U":
            return str(value), False
        if isinstance(value, generic):
            value = value.item()
        if of.kind == "b":
            return 1 if value else 0, False
        if of.kind in "iu":
            if isinstance(value, float) and value != value:
                raise ValueError("cannot convert float NaN to integer")
            return int(value), False
        if value is None:
            return float("nan"), False
        return float(value), False
