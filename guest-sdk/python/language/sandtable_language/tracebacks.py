"""Tracebacks as Python prints them, with the program's own lines only."""

from __future__ import annotations

import traceback
from collections import deque
from collections.abc import Container, Iterator
from itertools import islice
from types import TracebackType
from typing import Any

MOST_LINES = 100

MOST_CALLS = 60
"""Of the outermost and of the innermost calls that are told, each: a recursion can be a million deep."""

MOST_EXCEPTIONS = 50
"""Of a chain, or of a group."""

Chained = traceback.TracebackException


class OwnCalls(traceback.StackSummary):
    """The first and the last calls of a traceback, and how many are between them."""

    dropped = 0

    def format(self, **options: Any) -> list[str]:
        """Their lines."""
        if not self.dropped:
            return super().format(**options)
        first, last = (traceback.StackSummary.from_list(list(half)).format(**options) for half in (self[:MOST_CALLS], self[MOST_CALLS:]))
        return [*first, f"  … {self.dropped} more calls …\n", *last]


def lines_of(error: BaseException, files: Container[str]) -> list[str]:
    """The lines of an exception's traceback, without frames of other files. At most `MOST_LINES`: the first and the last."""
    # No frames yet: there can be more than there is time to look at.
    told = Chained.from_exception(error, limit=0, compact=True)
    _fill(told, error, files)
    return _cut("".join(islice(told.format(), 10_000)).splitlines())


def syntax_lines_of(error: BaseException) -> list[str]:
    """What Python prints of a program that it cannot read: no frames, but the line itself."""
    return _cut("".join(traceback.format_exception_only(error)).splitlines())


def _fill(told: Chained, error: BaseException, files: Container[str]) -> None:
    """Gives an exception, and all that are chained to it, the frames of these files."""
    left: list[tuple[Chained, BaseException]] = [(told, error)]
    for _ in range(MOST_EXCEPTIONS):
        if not left:
            return
        at, exception = left.pop(0)
        at.stack = _own(exception.__traceback__, files)
        cause, context = exception.__cause__, exception.__context__
        if at.__cause__ is not None and cause is not None:
            left.append((at.__cause__, cause))
        if at.__context__ is not None and context is not None:
            if at.__cause__ is None and not any(_own_calls(context.__traceback__, files)):
                # A module has handled it by itself: nothing that the program did wrong.
                at.__context__ = None
            else:
                left.append((at.__context__, context))
        if at.exceptions and isinstance(exception, BaseExceptionGroup):
            left += zip(at.exceptions, exception.exceptions)


def _own(trace: TracebackType | None, files: Container[str]) -> OwnCalls:
    first: list[TracebackType] = []
    last: deque[TracebackType] = deque(maxlen=MOST_CALLS)
    count = 0
    for count, call in enumerate(_own_calls(trace, files), 1):
        (first if len(first) < MOST_CALLS else last).append(call)
    own = OwnCalls(traceback.extract_tb(call, limit=1)[0] for call in (*first, *last))
    own.dropped = count - len(own)
    return own


def _own_calls(trace: TracebackType | None, files: Container[str]) -> Iterator[TracebackType]:
    while trace is not None:
        if trace.tb_frame.f_code.co_filename in files:
            yield trace
        trace = trace.tb_next


def _cut(lines: list[str]) -> list[str]:
    if len(lines) > MOST_LINES:
        first, last = MOST_LINES // 2, MOST_LINES - MOST_LINES // 2 - 1
        lines[first:-last] = [f"  … {len(lines) - first - last} more lines …"]
    return lines
