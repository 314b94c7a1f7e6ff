"""Which objects are there when the component's memory is kept, for `immortalize.py`, which makes them immortal in it.

Python counts the references to an object in the object, and so writes to what it only reads: a call would have hundreds of
pages copied for counts that end as they began. Immortal objects are not counted.
"""

from __future__ import annotations

import gc
import sys
from array import array
from types import AsyncGeneratorType, CodeType, CoroutineType, FrameType, GeneratorType, TracebackType

MARK = ("sandtable", "immortal", "objects")
"""Joined by dashes, what stands before the list: 32-bit words, the number of objects first, then address and type of each, None's first."""

_RUNNING = (FrameType, TracebackType, GeneratorType, CoroutineType, AsyncGeneratorType)
_kept: list[bytes] = []


def list_objects() -> None:
    """Leaves the list in memory."""
    words = array("I", [0, id(None), id(type(None))])
    seen = bytearray(_highest() // 64 + 1)
    waiting = gc.get_objects()
    while waiting:
        one = waiting.pop()
        place = id(one)
        at, bit = place >> 6, 1 << (place >> 3 & 7)
        if at >= len(seen) or seen[at] & bit or one is waiting:
            continue
        seen[at] |= bit
        if isinstance(one, _RUNNING):
            continue
        if sys.getrefcount(one) < 1 << 29:
            words.append(place)
            words.append(id(type(one)))
        waiting += gc.get_referents(one)
        if type(one) is CodeType:
            waiting += [one.co_consts, one.co_names, one.co_name, one.co_qualname, one.co_filename]
    words[0] = len(words) // 2
    _kept.append("-".join(MARK).encode() + b":" + words.tobytes())


def _highest() -> int:
    """An address above those of all objects that are there: blocks of this size come from memory that is asked for anew."""
    return max(id(bytearray(1 << 20)), id(bytes(1 << 20)), max(map(id, gc.get_objects()))) + (1 << 22)
