"""Codecs of fields with children."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain, pairwise
from typing import Any

from ..boundary import Array, Field
from .codec import HOLE, Codec
from .flat import read_offsets, write_offsets


class List(Codec):
    """Lists of any length; `code` is that of the offsets."""

    filler = ()

    def __init__(self, field: Field, children: list[Codec], code: str) -> None:
        super().__init__(field, children)
        self.code = code

    def read(self, array: Array, arrays: Iterator[Array], physical: bool) -> list[Any]:
        """The items of each row, as lists."""
        items = self.children[0].decode(arrays, physical)
        return [items[start:end] for start, end in pairwise(read_offsets(self, self.code, array, len(items)))]

    def write(self, values: list[Any], array: Array, arrays: list[Array], physical: bool) -> None:
        """The items of all rows, one after the other."""
        for value in values:
            if isinstance(value, str | bytes | Mapping) or not hasattr(value, "__len__"):
                raise self.wrong(f"holds lists, and {value!r} is none")
        array.buffers.append(write_offsets(self.code, values))
        self.children[0].encode(list(chain.from_iterable(values)), arrays, physical)


class FixedList(Codec):
    """Lists of `size` items each."""

    buffers = 1

    def __init__(self, field: Field, children: list[Codec], size: int) -> None:
        super().__init__(field, children)
        self.size = size
        self.filler = [HOLE] * size

    def read(self, array: Array, arrays: Iterator[Array], physical: bool) -> list[Any]:
        """The items of each row, as lists."""
        items = self.children[0].decode(arrays, physical)
        self.check("items", len(items), array.length * self.size)
        return [items[row * self.size : (row + 1) * self.size] for row in range(array.length)]

    def write(self, values: list[Any], array: Array, arrays: list[Array], physical: bool) -> None:
        """The items of all rows, one after the other."""
        for value in values:
            if isinstance(value, str | bytes | Mapping) or not hasattr(value, "__len__"):
                raise self.wrong(f"holds lists, and {value!r} is none")
            self.check("items in a row", len(value), self.size)
        self.children[0].encode(list(chain.from_iterable(values)), arrays, physical)


class Struct(Codec):
    """Named values, as dicts."""

    buffers = 1

    def __init__(self, field: Field, children: list[Codec]) -> None:
        super().__init__(field, children)
        self.names = [child.field.name for child in children]
        self.filler = dict.fromkeys(self.names, HOLE)

    def read(self, array: Array, arrays: Iterator[Array], physical: bool) -> list[Any]:
        """A dict for each row."""
        members = [child.decode(arrays, physical) for child in self.children]
        for child, values in zip(self.children, members):
            child.check("values", len(values), array.length)
        if not members:
            return [{} for _ in range(array.length)]
        return [dict(zip(self.names, row)) for row in zip(*members)]

    def write(self, values: list[Any], array: Array, arrays: list[Array], physical: bool) -> None:
        """The values of each field; one that a dict does not have is null."""
        known = set(self.names)
        for value in values:
            if not isinstance(value, Mapping):
                raise self.wrong(f"holds dicts, and {value!r} is none")
            if unknown := value.keys() - known:
                raise self.wrong(f"has no field {sorted(map(str, unknown))[0]!r}; there are: {', '.join(self.names)}")
        for child, name in zip(self.children, self.names):
            child.encode([value.get(name) for value in values], arrays, physical)
