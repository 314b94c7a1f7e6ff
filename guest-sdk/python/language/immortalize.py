"""Makes the objects immortal that `sandtable_language.immortal` listed in a component's memory: `immortalize.py COMPONENT`.

In CPython 3.14 for wasm32 an object begins with two words: how many references there are to it, and the address of its
type. A count of 2**30 or more is never changed. Only a count is written whose object is there as it was listed: a number
that a count may be, and the listed type behind it.
"""

from __future__ import annotations

import struct
import sys
from bisect import bisect_right
from pathlib import Path

MARK = b"sandtable-immortal-objects:"
IMMORTAL = 5 << 28
LEAST_IMMORTAL = 1 << 30
MOST_COUNTED = 1 << 20
"""References that an object may have. Objects lie above this address, so that no pointer is taken for a count."""

CORE_MODULE, DATA = 1, 11


class Wrong(Exception):
    """The component is not what it should be."""


class Memory:
    """The initial memory of a core module, in place: its data segments, where they are in the file."""

    def __init__(self, file: bytearray, segments: list[tuple[int, int, int]]) -> None:
        self.file = file
        self.segments = sorted(segments)
        self.starts = [start for start, _, _ in self.segments]

    def place(self, address: int, size: int) -> int | None:
        """Where in the file the bytes at an address are; None when they are zeros and so are nowhere."""
        number = bisect_right(self.starts, address) - 1
        if number < 0:
            return None
        start, at, length = self.segments[number]
        return at + address - start if address + size <= start + length else None


def number(file: bytearray, at: int) -> tuple[int, int]:
    """An unsigned LEB128 number, and where it ends."""
    value, shift = 0, 0
    while True:
        byte = file[at]
        value |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return value, at


def sections(file: bytearray, at: int, end: int) -> list[tuple[int, int, int]]:
    """Kind, start and end of each section of a module or component."""
    found, at = [], at + 8
    while at < end:
        kind = file[at]
        size, at = number(file, at + 1)
        found.append((kind, at, at + size))
        at += size
    return found


def memories(file: bytearray) -> list[Memory]:
    """Those of the component's core modules."""
    found = []
    for kind, start, end in sections(file, 0, len(file)):
        if kind == CORE_MODULE:
            found += [Memory(file, segments(file, at)) for inner, at, _ in sections(file, start, end) if inner == DATA]
    return found


def segments(file: bytearray, at: int) -> list[tuple[int, int, int]]:
    """Address, place in the file and length of each active segment at a constant address."""
    found = []
    count, at = number(file, at)
    for _ in range(count):
        flag, at = number(file, at)
        address = None
        if flag == 0 and file[at] == 0x41:
            address, at = number(file, at + 1)
            if file[at] != 0x0B:
                raise Wrong("a segment's address is no constant")
            at += 1
        elif flag != 1:
            return []
        length, at = number(file, at)
        if address is not None:
            found.append((address, at, length))
        at += length
    return found


def immortalize(file: bytearray) -> tuple[int, int]:
    """Does it in place. How many objects were listed, and how many are now immortal."""
    if file.count(MARK) != 1:
        raise Wrong(f"the component has {file.count(MARK)} lists of objects, not one")
    at = file.index(MARK)
    memory = next((one for one in memories(file) if any(place <= at < place + length for _, place, length in one.segments)), None)
    if memory is None:
        raise Wrong("the list of objects is in no memory")
    at += len(MARK)
    (count,) = struct.unpack_from("<I", file, at)
    listed = struct.unpack_from(f"<{2 * count}I", file, at + 4)
    none = memory.place(listed[0], 8)
    if none is None or struct.unpack_from("<II", file, none) < (LEAST_IMMORTAL, 0) or listed[1] != struct.unpack_from("<I", file, none + 4)[0]:
        raise Wrong("None is not where it should be, or not immortal: this Python lays objects out in another way")
    done = 0
    for address, kind in zip(listed[::2], listed[1::2], strict=True):
        place = memory.place(address, 8)
        if place is None:
            continue
        references, found = struct.unpack_from("<II", file, place)
        if found == kind and 0 < references < MOST_COUNTED:
            struct.pack_into("<I", file, place, IMMORTAL)
            done += 1
    file[at : at + 4 + 8 * count] = bytes(4 + 8 * count)
    return count, done


def main(path: Path) -> None:
    """Rewrites the file."""
    file = bytearray(path.read_bytes())
    listed, done = immortalize(file)
    if done < listed * 9 // 10:
        raise Wrong(f"of {listed} listed objects only {done} are there")
    path.write_bytes(file)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
