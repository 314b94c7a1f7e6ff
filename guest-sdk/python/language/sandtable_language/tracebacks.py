"""Tracebacks as Python prints them, with the program's own lines only."""

from __future__ import annotations

import traceback
from collections.abc import Container
from itertools import islice

MOST_LINES = 100

Chained = traceback.TracebackException


def lines_of(error: BaseException, files: Container[str]) -> list[str]:
    """The lines of an exception's traceback, without frames of other files. At most `MOST_LINES`: the first and the last."""
    told = Chained.from_exception(error, compact=True)
    seen: set[int] = set()
    _keep_own(told, files, seen)
    # A chain can be very long, and each link tells as many lines as its frames have.
    text = "".join(islice(told.format(), 100_000))
    return _cut(text.splitlines())


def syntax_lines_of(error: BaseException) -> list[str]:
    """What Python prints of a program that it cannot read: no frames, but the line itself."""
    return _cut("".join(traceback.format_exception_only(error)).splitlines())


def _keep_own(told: Chained, files: Container[str], seen: set[int]) -> None:
    """Drops the frames of others from an exception and all that are chained to it."""
    left = [told]
    while left:
        at = left.pop()
        if id(at) in seen:
            continue
        seen.add(id(at))
        at.stack[:] = [frame for frame in at.stack if frame.filename in files]
        if at.__context__ is not None and at.__cause__ is None and not any(frame.filename in files for frame in at.__context__.stack):
            # A module has handled it by itself: nothing that the program did wrong.
            at.__context__ = None
        left += [link for link in (at.__cause__, at.__context__, *(at.exceptions or ())) if link is not None]


def _cut(lines: list[str]) -> list[str]:
    if len(lines) > MOST_LINES:
        first, last = MOST_LINES // 2, MOST_LINES - MOST_LINES // 2 - 1
        lines[first:-last] = [f"  … {len(lines) - first - last} more lines …"]
    return lines
