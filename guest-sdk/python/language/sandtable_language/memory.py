"""The component's memory, before it is kept: what a call allocates shall lie together.

Each page that a call writes to is copied for it, which costs more than what the call does there. What imports freed leaves
holes all over the memory, and Python fills these first: a call would write a little to each of hundreds of pages.
"""

from __future__ import annotations

SMALL = range(24, 513, 8)
"""Bytes of blocks that Python's own allocator gives, in pools of one size each."""
LARGE = [64 << 10, 16 << 10, 8 << 10, 4 << 10, 2 << 10, 1 << 10, 768, 640, 560]
"""Bytes of blocks that it asks the C library for."""
ROW = 24
"""As many blocks one behind the other are no holes, but memory that is fresh."""
MOST = 32 << 20
"""Bytes that are filled at most."""

_HEADER = b"".__sizeof__()
_kept: list[bytes] = []


def fill_holes() -> None:
    """Takes the free blocks between those in use, for good."""
    filled = 0
    for size in [*LARGE, *reversed(SMALL)]:
        last, row = 0, 0
        wanted = min(ROW, max(4, (12 << 10) // size))
        while row < wanted and filled < MOST:
            block = bytes(size - _HEADER)
            row = row + 1 if 0 < id(block) - last <= size + 16 else 0
            last = id(block)
            _kept.append(block)
            filled += size
