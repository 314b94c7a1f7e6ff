"""Arrow columns as Python values, and Python values as Arrow columns.

A table crosses into a guest as Arrow's C data interface spelled in WIT: a schema is a depth-first list of fields, a
batch the arrays of those fields in the same order. `Schema` reads such a list once and then translates batches:

    schema = Schema(table.schema())
    columns = schema.decode(batch)          # one list of values a column, None for null
    batch = schema.encode(columns, rows)    # fresh buffers

| Arrow | Python |
|---|---|
| null | None |
| boolean | bool |
| integers; date, time, timestamp, duration (counted in the column's own unit) | int |
| floats | float |
| decimal | int, unscaled: 1.25 of scale 2 is 125 |
| string, binary | str, bytes |
| list, fixed-size list | list |
| struct | dict |

Temporal values stay integers because Python's own types hold no nanoseconds and not every year.
"""

import struct
from collections.abc import Iterator, Sequence
from typing import Any

from wit_world.imports.types import Array, Batch, Field


class ArrowError(ValueError):
    """Arrays that do not fit their schema, or values that do not fit their column."""


class Schema:
    """All columns of a table."""

    def __init__(self, fields: Sequence[Field]) -> None:
        self.fields = fields
        rest = iter(fields)
        self.columns: list[Column] = []
        for field in rest:
            self.columns.append(_column(field, rest))

    def decode(self, batch: Batch) -> list[list[Any]]:
        """One list of `batch.rows` values for each column."""
        arrays = iter(batch.arrays)
        decoded = []
        for column in self.columns:
            values = column.decode(arrays)
            _check_length(column, "rows", len(values), batch.rows)
            decoded.append(values)
        if next(arrays, None) is not None:
            raise ArrowError(f"the batch has {len(batch.arrays)} arrays, its schema {len(self.fields)} fields")
        return decoded

    def encode(self, columns: Sequence[Sequence[Any]], rows: int) -> Batch:
        """A batch of `rows` rows; `columns` as `decode` gives them."""
        arrays: list[Array] = []
        for column, values in zip(self.columns, columns, strict=True):
            _check_length(column, "rows", len(values), rows)
            column.encode(values, arrays)
        return Batch(rows, arrays)


# Stands where an array must have a slot and there is no value, because the row above is null: a null where the
# column is nullable, anything at all where it is not.
_HOLE: Any = object()


class Column:
    """One field and its children. Knows what all arrays have in common: length, null count and validity."""

    buffers = 1
    filler: Any = None

    def __init__(self, field: Field, children: list["Column"]) -> None:
        self.field = field
        self.children = children

    def decode(self, arrays: Iterator[Array]) -> list[Any]:
        array = next(arrays, None)
        if array is None:
            raise ArrowError(f"no array for column {self.field.name!r}")
        if len(array.buffers) != self.buffers:
            raise ArrowError(
                f"column {self.field.name!r} ({self.field.format}) has {len(array.buffers)} buffers instead of {self.buffers}"
            )
        values = self.read(array, arrays)
        _check_length(self, "values", len(values), array.length)
        if self.buffers and array.buffers[0]:
            validity = _read_bits(self, array.buffers[0], array.length)
            _check_length(self, "nulls", validity.count(False), array.null_count)
            values = [value if valid else None for value, valid in zip(values, validity)]
        return values

    def encode(self, values: Sequence[Any], arrays: list[Array]) -> None:
        validity = [value is not None and value is not _HOLE for value in values]
        null_count = validity.count(False)
        bits = b""
        if null_count and self.field.nullable:
            bits = _write_bits(validity)
        elif null_count:
            if any(value is None for value in values):
                raise ArrowError(f"column {self.field.name!r} takes no nulls, yet row {list(values).index(None)} is null")
            null_count = 0
        array = Array(len(values), null_count, [bits] if self.buffers else [])
        arrays.append(array)
        if not all(validity):
            values = [value if valid else self.filler for value, valid in zip(values, validity)]
        self.write(values, array, arrays)

    def read(self, array: Array, arrays: Iterator[Array]) -> list[Any]:
        """All values, those under nulls too; takes the children's arrays from `arrays`."""
        raise NotImplementedError

    def write(self, values: Sequence[Any], array: Array, arrays: list[Array]) -> None:
        """Appends buffers to `array` and the children's arrays to `arrays`; `filler` stands for nulls."""
        raise NotImplementedError


class Null(Column):
    buffers = 0

    def read(self, array: Array, arrays: Iterator[Array]) -> list[Any]:
        _check_length(self, "nulls", array.null_count, array.length)
        return [None] * array.length

    def write(self, values: Sequence[Any], array: Array, arrays: list[Array]) -> None:
        array.null_count = array.length


class Boolean(Column):
    buffers = 2
    filler = False

    def read(self, array: Array, arrays: Iterator[Array]) -> list[Any]:
        return _read_bits(self, array.buffers[1], array.length)

    def write(self, values: Sequence[Any], array: Array, arrays: list[Array]) -> None:
        array.buffers.append(_write_bits(values))


class Number(Column):
    """All fixed widths that `struct` knows; `code` is its letter."""

    buffers = 2
    filler = 0

    def __init__(self, field: Field, children: list[Column], code: str) -> None:
        super().__init__(field, children)
        self.code = code

    def read(self, array: Array, arrays: Iterator[Array]) -> list[Any]:
        return _unpack(self, self.code, array.buffers[1], array.length)

    def write(self, values: Sequence[Any], array: Array, arrays: list[Array]) -> None:
        try:
            array.buffers.append(struct.pack(f"<{len(values)}{self.code}", *values))
        except (struct.error, OverflowError) as error:
            raise ArrowError(f"column {self.field.name!r} cannot hold a value: {error}") from error


class Decimal(Column):
    buffers = 2
    filler = 0

    def __init__(self, field: Field, children: list[Column], width: int) -> None:
        super().__init__(field, children)
        self.width = width

    def read(self, array: Array, arrays: Iterator[Array]) -> list[Any]:
        width, data = self.width, array.buffers[1]
        _check_length(self, "bytes", len(data), array.length * width)
        return [int.from_bytes(data[at : at + width], "little", signed=True) for at in range(0, len(data), width)]

    def write(self, values: Sequence[Any], array: Array, arrays: list[Array]) -> None:
        try:
            array.buffers.append(b"".join(value.to_bytes(self.width, "little", signed=True) for value in values))
        except OverflowError as error:
            raise ArrowError(f"column {self.field.name!r} cannot hold a value: {error}") from error


class Bytes(Column):
    buffers = 3
    filler = b""

    def __init__(self, field: Field, children: list[Column], offset: str) -> None:
        super().__init__(field, children)
        self.offset = offset

    def read(self, array: Array, arrays: Iterator[Array]) -> list[Any]:
        data = array.buffers[2]
        offsets = _read_offsets(self, self.offset, array, len(data))
        return [data[start:end] for start, end in zip(offsets, offsets[1:])]

    def write(self, values: Sequence[Any], array: Array, arrays: list[Array]) -> None:
        array.buffers.append(_write_offsets(self.offset, values))
        array.buffers.append(b"".join(values))


class String(Bytes):
    filler = ""

    def read(self, array: Array, arrays: Iterator[Array]) -> list[Any]:
        try:
            return [value.decode() for value in super().read(array, arrays)]
        except UnicodeDecodeError as error:
            raise ArrowError(f"column {self.field.name!r} is not valid UTF-8: {error}") from error

    def write(self, values: Sequence[Any], array: Array, arrays: list[Array]) -> None:
        super().write([value.encode() for value in values], array, arrays)


class List(Column):
    buffers = 2
    filler = ()

    def __init__(self, field: Field, children: list[Column], offset: str) -> None:
        super().__init__(field, children)
        self.offset = offset

    def read(self, array: Array, arrays: Iterator[Array]) -> list[Any]:
        items = self.children[0].decode(arrays)
        offsets = _read_offsets(self, self.offset, array, len(items))
        return [items[start:end] for start, end in zip(offsets, offsets[1:])]

    def write(self, values: Sequence[Any], array: Array, arrays: list[Array]) -> None:
        array.buffers.append(_write_offsets(self.offset, values))
        self.children[0].encode([item for value in values for item in value], arrays)


class FixedSizeList(Column):
    def __init__(self, field: Field, children: list[Column], size: int) -> None:
        super().__init__(field, children)
        self.size = size
        self.filler = [_HOLE] * size

    def read(self, array: Array, arrays: Iterator[Array]) -> list[Any]:
        items = self.children[0].decode(arrays)
        _check_length(self.children[0], "values", len(items), array.length * self.size)
        return [items[row * self.size : (row + 1) * self.size] for row in range(array.length)]

    def write(self, values: Sequence[Any], array: Array, arrays: list[Array]) -> None:
        for value in values:
            _check_length(self, "items in a row", len(value), self.size)
        self.children[0].encode([item for value in values for item in value], arrays)


class Struct(Column):
    def __init__(self, field: Field, children: list[Column]) -> None:
        super().__init__(field, children)
        self.names = [child.field.name for child in children]
        self.filler = dict.fromkeys(self.names, _HOLE)

    def read(self, array: Array, arrays: Iterator[Array]) -> list[Any]:
        members = [child.decode(arrays) for child in self.children]
        for child, values in zip(self.children, members):
            _check_length(child, "values", len(values), array.length)
        if not members:
            return [{} for _ in range(array.length)]
        return [dict(zip(self.names, row)) for row in zip(*members)]

    def write(self, values: Sequence[Any], array: Array, arrays: list[Array]) -> None:
        for child, name in zip(self.children, self.names):
            child.encode([value[name] for value in values], arrays)


# Formats of one letter: the letter that `struct` has for the same width.
_NUMBERS = {
    "c": "b", "C": "B", "s": "h", "S": "H", "i": "i", "I": "I", "l": "q", "L": "Q", "e": "e", "f": "f", "g": "d",
    "tdD": "i", "tdm": "q", "tts": "i", "ttm": "i", "ttu": "q", "ttn": "q",
    "tDs": "q", "tDm": "q", "tDu": "q", "tDn": "q",
}  # fmt: skip


def _column(field: Field, rest: Iterator[Field]) -> Column:
    """The column of `field`; takes the fields of its children from `rest`."""
    children = []
    for _ in range(field.children):
        child = next(rest, None)
        if child is None:
            raise ArrowError(f"the schema ends before the children of {field.name!r}")
        children.append(_column(child, rest))
    match field.format, len(children):
        case "n", 0:
            return Null(field, children)
        case "b", 0:
            return Boolean(field, children)
        case ("u" | "U") as width, 0:
            return String(field, children, "i" if width == "u" else "q")
        case ("z" | "Z") as width, 0:
            return Bytes(field, children, "i" if width == "z" else "q")
        case ("+l" | "+L") as width, 1:
            return List(field, children, "i" if width == "+l" else "q")
        case "+s", _:
            return Struct(field, children)
        case code, 0 if code in _NUMBERS:
            return Number(field, children, _NUMBERS[code])
        case code, 0 if code[:4] in ("tss:", "tsm:", "tsu:", "tsn:"):
            return Number(field, children, "q")
    kind, _, detail = field.format.partition(":")
    try:
        numbers = [int(number) for number in detail.split(",")]
    except ValueError:
        numbers = []
    match kind, numbers, len(children):
        case "d", [_, _], 0:
            return Decimal(field, children, 16)
        case "d", [_, _, (32 | 64 | 128 | 256) as bits], 0:
            return Decimal(field, children, bits // 8)
        case "+w", [size], 1 if size >= 0:
            return FixedSizeList(field, children, size)
    raise ArrowError(f"column {field.name!r} has format {field.format!r} with {len(children)} children, which is not known here")


def _read_bits(column: Column, data: bytes, count: int) -> list[bool]:
    _check_length(column, "bytes of bits", len(data), (count + 7) // 8)
    return [bool(data[bit >> 3] >> (bit & 7) & 1) for bit in range(count)]


def _write_bits(values: Sequence[Any]) -> bytes:
    data = bytearray((len(values) + 7) // 8)
    for bit, value in enumerate(values):
        if value:
            data[bit >> 3] |= 1 << (bit & 7)
    return bytes(data)


def _unpack(column: Column, code: str, data: bytes, count: int) -> list[Any]:
    _check_length(column, "bytes", len(data), count * struct.calcsize(f"<{code}"))
    return list(struct.unpack(f"<{count}{code}", data))


def _read_offsets(column: Column, code: str, array: Array, end: int) -> list[int]:
    """`array.length + 1` offsets that start at 0, never fall, and do not pass `end`."""
    if array.length == 0 and not array.buffers[1]:
        return [0]
    offsets = _unpack(column, code, array.buffers[1], array.length + 1)
    if offsets[0] != 0 or offsets[-1] > end or any(start > stop for start, stop in zip(offsets, offsets[1:])):
        raise ArrowError(f"column {column.field.name!r} has offsets that do not start at 0, fall, or pass the end ({end})")
    return offsets


def _write_offsets(code: str, values: Sequence[Any]) -> bytes:
    offsets = [0]
    for value in values:
        offsets.append(offsets[-1] + len(value))
    return struct.pack(f"<{len(offsets)}{code}", *offsets)


def _check_length(column: Column, what: str, given: int, expected: int) -> None:
    if given != expected:
        raise ArrowError(f"column {column.field.name!r} has {given} {what} instead of {expected}")
