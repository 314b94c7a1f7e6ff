"""Codecs: one for each field, its children below it.

`decode` takes the arrays of a field and of its children from an iterator, in the depth-first order of the boundary, and
gives a list of values, None for null. `encode` appends those arrays to a list. Both check what they are given: lengths,
offsets, text.

Values are physical: numbers as they are, times counted in the column's own unit, decimals unscaled. `temporal` makes
Python's own objects of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from ..boundary import Array, Field
from ..errors import Error
from .bits import read_bits, write_bits

HOLE: Any = object()
"""Stands where an array must have a slot and there is no value, because the row above is null."""

_ABSENT = {type(None), type(HOLE)}


class Codec:
    """One field and its children. Knows what all arrays have in common: length, null count and validity."""

    buffers = 2
    filler: Any = None

    def __init__(self, field: Field, children: list[Codec]) -> None:
        self.field = field
        self.children = children
        self.to_python: Callable[[Any], Any] | None = None
        self.from_python: Callable[[Any], Any] | None = None

    def fields(self) -> list[Field]:
        """This field and those below it, depth first."""
        return [self.field, *(field for child in self.children for field in child.fields())]

    def has_views(self) -> bool:
        """Whether its values, or some below it, are more than the physical ones."""
        return self.to_python is not None or any(child.has_views() for child in self.children)

    def decode(self, arrays: Iterator[Array], physical: bool) -> list[Any]:
        """All values; `physical` leaves times and decimals as counts."""
        array = next(arrays, None)
        if array is None:
            raise self.wrong("has no array")
        if len(array.buffers) != self.buffers and self.buffers >= 0:
            raise self.wrong(f"has {len(array.buffers)} buffers instead of {self.buffers}")
        values = self.read(array, arrays, physical)
        self.check("values", len(values), array.length)
        nulls = bool(self.buffers and array.buffers[0] and array.null_count)
        if nulls:
            self.check_at_least("bytes of validity", len(array.buffers[0]), (array.length + 7) // 8)
            validity = read_bits(array.buffers[0], array.length)
            values = [value if valid else None for value, valid in zip(values, validity)]
        convert = self.to_python
        if convert is None or physical:
            return values
        try:
            return [None if value is None else convert(value) for value in values] if nulls else list(map(convert, values))
        except (OverflowError, ValueError) as error:
            raise self.wrong(f"({self.field.format}) holds a value that Python's type cannot: {error}; physical() has the counts") from error

    def encode(self, values: Sequence[Any], arrays: list[Array], physical: bool) -> None:
        """Appends the arrays of `values`."""
        values = values if isinstance(values, list) else list(values)
        # Most columns have none, which the types tell at once.
        nulls = 0 if _ABSENT.isdisjoint(map(type, values)) else sum(1 for value in values if value is None or value is HOLE)
        bits = b""
        if nulls:
            validity = [value is not None and value is not HOLE for value in values]
            if self.field.nullable:
                bits = write_bits(validity)
            elif any(value is None for value in values):
                raise self.wrong(f"takes no nulls, yet row {values.index(None)} is null")
        array = Array(len(values), nulls if bits else 0, [bits] if self.buffers else [])
        arrays.append(array)
        convert = None if physical else self.from_python
        if nulls:
            filler = self.filler
            values = [(value if convert is None else self.converted(convert, value)) if valid else filler for value, valid in zip(values, validity)]
        elif convert is not None:
            values = [self.converted(convert, value) for value in values]
        self.write(values, array, arrays, physical)

    def converted(self, convert: Callable[[Any], Any], value: Any) -> Any:
        """The physical value of one of Python's."""
        try:
            return convert(value)
        except (TypeError, ValueError, OverflowError, ArithmeticError) as error:
            raise self.wrong(f"({self.field.format}) cannot hold {value!r}: {error}") from error

    def read(self, array: Array, arrays: Iterator[Array], physical: bool) -> list[Any]:
        """All values, those under nulls too; takes the children's arrays from `arrays`."""
        raise NotImplementedError

    def write(self, values: list[Any], array: Array, arrays: list[Array], physical: bool) -> None:
        """Appends buffers to `array` and the children's arrays to `arrays`; `filler` stands for nulls."""
        raise NotImplementedError

    def wrong(self, what: str) -> Error:
        """An error about this column."""
        return Error("bad-column", f"column {self.field.name!r} {what}")

    def check(self, what: str, given: int, expected: int) -> None:
        """Raises unless both are the same."""
        if given != expected:
            raise self.wrong(f"has {given} {what} instead of {expected}")

    def check_at_least(self, what: str, given: int, expected: int) -> None:
        """Raises when there is too little; what is beyond the last value is not looked at."""
        if given < expected:
            raise self.wrong(f"has {given} {what} instead of {expected}")
