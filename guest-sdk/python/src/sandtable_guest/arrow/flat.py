"""Codecs of fields without children."""

from __future__ import annotations

import struct
from array import array as packed
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from typing import Any

from ..boundary import Array, Field
from .bits import read_bits, write_bits
from .codec import Codec


class Null(Codec):
    """Nothing but nulls: no buffers."""

    buffers = 0

    def read(self, array: Array, arrays: Iterator[Array], physical: bool) -> list[Any]:
        """As many nulls as there are rows."""
        return [None] * array.length

    def write(self, values: list[Any], array: Array, arrays: list[Array], physical: bool) -> None:
        """Only nulls go in."""
        if any(value is not None for value in values):
            raise self.wrong("holds nothing but nulls")
        array.null_count = array.length


class Boolean(Codec):
    """Truth values, one bit each."""

    filler = False

    def read(self, array: Array, arrays: Iterator[Array], physical: bool) -> list[Any]:
        """Bits to truth values."""
        self.check_at_least("bytes of bits", len(array.buffers[1]), (array.length + 7) // 8)
        return read_bits(array.buffers[1], array.length)

    def write(self, values: list[Any], array: Array, arrays: list[Array], physical: bool) -> None:
        """Truth values to bits; 0 and 1 are taken too."""
        for row, value in enumerate(values):
            if value is not True and value is not False and value not in (0, 1):
                raise self.wrong(f"cannot hold {value!r} in row {row}: True or False is allowed")
        array.buffers.append(write_bits(map(bool, values)))


class Number(Codec):
    """Fixed widths that Python's `array` knows; `code` is its letter."""

    filler = 0

    def __init__(self, field: Field, code: str) -> None:
        super().__init__(field, [])
        self.code: Any = code
        self.width = struct.calcsize(f"<{code}")

    def view(self, array: Array) -> memoryview[Any]:
        """The values where they are, without a copy; those under nulls mean nothing."""
        self.check_at_least("bytes", len(array.buffers[1]), array.length * self.width)
        view: memoryview[Any] = memoryview(array.buffers[1])[: array.length * self.width].cast(self.code)
        return view

    def read(self, array: Array, arrays: Iterator[Array], physical: bool) -> list[Any]:
        """Numbers to a list, all at once."""
        return self.view(array).tolist()

    def write(self, values: list[Any], array: Array, arrays: list[Array], physical: bool) -> None:
        """A list to numbers, all at once."""
        try:
            array.buffers.append(packed(self.code, values).tobytes())
        except (TypeError, OverflowError) as error:
            raise self.wrong(f"({self.field.format}) cannot hold {self.offender(values)}: {error}") from error

    def offender(self, values: list[Any]) -> str:
        """The first value that does not fit, and where."""
        for row, value in enumerate(values):
            try:
                packed(self.code, [value])
            except (TypeError, OverflowError):
                return f"{value!r} in row {row}"
        return "these values"


class HalfFloat(Codec):
    """Floats of 16 bits, which `array` does not know."""

    filler = 0.0

    def read(self, array: Array, arrays: Iterator[Array], physical: bool) -> list[Any]:
        """Floats to a list."""
        self.check_at_least("bytes", len(array.buffers[1]), array.length * 2)
        return list(struct.unpack_from(f"<{array.length}e", array.buffers[1]))

    def write(self, values: list[Any], array: Array, arrays: list[Array], physical: bool) -> None:
        """A list to floats."""
        try:
            array.buffers.append(struct.pack(f"<{len(values)}e", *values))
        except (struct.error, OverflowError, TypeError) as error:
            raise self.wrong(f"cannot hold a value: {error}") from error


class Decimal(Codec):
    """Unscaled integers of `width` bytes."""

    filler = 0

    def __init__(self, field: Field, width: int) -> None:
        super().__init__(field, [])
        self.width = width

    def read(self, array: Array, arrays: Iterator[Array], physical: bool) -> list[Any]:
        """Integers of any size to a list."""
        width, data = self.width, array.buffers[1]
        self.check_at_least("bytes", len(data), array.length * width)
        return [int.from_bytes(data[at : at + width], "little", signed=True) for at in range(0, array.length * width, width)]

    def write(self, values: list[Any], array: Array, arrays: list[Array], physical: bool) -> None:
        """A list to integers."""
        try:
            array.buffers.append(b"".join(value.to_bytes(self.width, "little", signed=True) for value in values))
        except (OverflowError, AttributeError) as error:
            raise self.wrong(f"cannot hold a value: {error}") from error


class Binary(Codec):
    """Bytes between offsets; `code` is that of the offsets."""

    buffers = 3
    filler: Any = b""

    def __init__(self, field: Field, code: str) -> None:
        super().__init__(field, [])
        self.code = code

    def read(self, array: Array, arrays: Iterator[Array], physical: bool) -> list[Any]:
        """The bytes of each row."""
        data = array.buffers[2]
        return [data[start:end] for start, end in pairwise(read_offsets(self, self.code, array, len(data)))]

    def write(self, values: list[Any], array: Array, arrays: list[Array], physical: bool) -> None:
        """The bytes of all rows, one after the other."""
        try:
            data = b"".join(values)
        except TypeError as error:
            raise self.wrong(f"holds bytes: {error}") from error
        array.buffers += [write_offsets(self.code, values), data]


class String(Binary):
    """Text between offsets."""

    filler = ""

    def read(self, array: Array, arrays: Iterator[Array], physical: bool) -> list[Any]:
        """The text of each row."""
        data = array.buffers[2]
        offsets = read_offsets(self, self.code, array, len(data))
        try:
            if data.isascii():
                # One character a byte: the offsets are those of the text as a whole.
                text = data.decode()
                return [text[start:end] for start, end in pairwise(offsets)]
            return [data[start:end].decode() for start, end in pairwise(offsets)]
        except UnicodeDecodeError as error:
            raise self.wrong(f"is not valid UTF-8: {error}") from error

    def write(self, values: list[Any], array: Array, arrays: list[Array], physical: bool) -> None:
        """The text of all rows, one after the other."""
        try:
            text = "".join(values)
            data = text.encode()
            # One byte a character: the lengths of the texts are those of their bytes.
            offsets = write_offsets(self.code, values if len(data) == len(text) else [value.encode() for value in values])
        except TypeError as error:
            raise self.wrong(f"holds text: {error}") from error
        except UnicodeEncodeError as error:
            raise self.wrong(f"cannot hold a text: {error}") from error
        array.buffers += [offsets, data]


class FixedBinary(Codec):
    """Bytes of one width."""

    def __init__(self, field: Field, width: int) -> None:
        super().__init__(field, [])
        self.width = width
        self.filler = bytes(width)

    def read(self, array: Array, arrays: Iterator[Array], physical: bool) -> list[Any]:
        """The bytes of each row."""
        width, data = self.width, array.buffers[1]
        self.check_at_least("bytes", len(data), array.length * width)
        return [data[row * width : (row + 1) * width] for row in range(array.length)]

    def write(self, values: list[Any], array: Array, arrays: list[Array], physical: bool) -> None:
        """The bytes of all rows, one after the other."""
        for value in values:
            self.check("bytes in a row", len(value), self.width)
        array.buffers.append(b"".join(values))


class BinaryView(Codec):
    """Bytes as views: up to twelve of them in the view itself, more in a data buffer."""

    buffers = -1
    filler: Any = b""

    def read(self, array: Array, arrays: Iterator[Array], physical: bool) -> list[Any]:
        """The bytes of each row."""
        views, data = array.buffers[1], array.buffers[2:]
        self.check_at_least("bytes of views", len(views), array.length * 16)
        values = []
        for at in range(0, array.length * 16, 16):
            size = int.from_bytes(views[at : at + 4], "little")
            if size <= 12:
                values.append(views[at + 4 : at + 4 + size])
                continue
            number, start = struct.unpack_from("<II", views, at + 8)
            if number >= len(data) or start + size > len(data[number]):
                raise self.wrong("has a view that passes the end of its buffers")
            values.append(data[number][start : start + size])
        return values

    def write(self, values: list[Any], array: Array, arrays: list[Array], physical: bool) -> None:
        """Views with one data buffer."""
        views, data = bytearray(), bytearray()
        for value in values:
            if len(value) <= 12:
                views += len(value).to_bytes(4, "little") + value.ljust(12, b"\0")
            else:
                views += struct.pack("<I4sII", len(value), value[:4], 0, len(data))
                data += value
        array.buffers += [bytes(views), bytes(data)]


class StringView(BinaryView):
    """Text as views."""

    filler = ""

    def read(self, array: Array, arrays: Iterator[Array], physical: bool) -> list[Any]:
        """The text of each row."""
        try:
            return [value.decode() for value in super().read(array, arrays, physical)]
        except UnicodeDecodeError as error:
            raise self.wrong(f"is not valid UTF-8: {error}") from error

    def write(self, values: list[Any], array: Array, arrays: list[Array], physical: bool) -> None:
        """Views with one data buffer."""
        super().write([value.encode() for value in values], array, arrays, physical)


def read_offsets(codec: Codec, code: Any, array: Array, end: int) -> list[int]:
    """`array.length + 1` offsets that start at 0, never fall, and do not pass `end`."""
    data = array.buffers[1]
    if array.length == 0 and not data:
        return [0]
    width = struct.calcsize(f"<{code}")
    codec.check_at_least("bytes of offsets", len(data), (array.length + 1) * width)
    offsets: list[int] = memoryview(data)[: (array.length + 1) * width].cast(code).tolist()
    if offsets[0] != 0 or offsets[-1] > end or offsets != sorted(offsets):
        raise codec.wrong(f"has offsets that do not start at 0, fall, or pass the end ({end})")
    return offsets


def write_offsets(code: str, values: Sequence[Any]) -> bytes:
    """The offsets of values of these lengths."""
    return packed(code, accumulate(map(len, values), initial=0)).tobytes()
