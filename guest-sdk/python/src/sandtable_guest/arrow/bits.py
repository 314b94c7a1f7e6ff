"""Bitmaps: bit 0 of byte 0 is row 0."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

_BITS = [tuple(bool(byte >> bit & 1) for bit in range(8)) for byte in range(256)]
_DIGITS = b"0" + b"1" * 255


def read_bits(data: bytes, count: int) -> list[bool]:
    """The first `count` bits; `data` holds at least so many."""
    bits = list(chain.from_iterable(map(_BITS.__getitem__, data[: (count + 7) // 8])))
    del bits[count:]
    return bits


def write_bits(flags: Iterable[bool]) -> bytes:
    """A bitmap of truth values; the bits past the last are 0."""
    # A number in base 2 is read in one go, its last digit being the lowest bit.
    digits = bytes(flags).translate(_DIGITS)[::-1]
    return int(digits, 2).to_bytes((len(digits) + 7) // 8, "little") if digits else b""
