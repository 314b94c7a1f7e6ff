"""Lines in the log of the call, and how far it has come.

The standard library's `logging` ends here too: `logging.getLogger(__name__).warning(…)` is a line at level warn.
"""

from __future__ import annotations

import logging
import operator

from . import boundary
from .errors import plain

_LEVELS = ("trace", "debug", "info", "warn", "error")


def trace(message: object) -> None:
    """Writes a line at level trace."""
    _write("trace", message)


def debug(message: object) -> None:
    """Writes a line at level debug."""
    _write("debug", message)


def info(message: object) -> None:
    """Writes a line at level info."""
    _write("info", message)


def warn(message: object) -> None:
    """Writes a line at level warn."""
    _write("warn", message)


def error(message: object) -> None:
    """Writes a line at level error."""
    _write("error", message)


def progress(done: int, total: int | None = None) -> None:
    """Tells how far a long call has come, in a unit of your choosing. Both are integers from 0 to 2^64 - 1."""
    for count in (done, 0 if total is None else total):
        # The boundary takes nothing else: what it cannot take ends the call, and says nothing.
        if not 0 <= operator.index(count) < 2**64:
            raise ValueError(f"progress is {count}; allowed: integers from 0 to 2^64 - 1")
    if boundary.host is not None:
        boundary.host.progress(done, total)


def _write(level: str, message: object) -> None:
    if boundary.host is not None:
        boundary.host.log(boundary.host.Level[level.upper()], plain(message))


class Handler(logging.Handler):
    """Hands what `logging` is told to the host."""

    def emit(self, record: logging.LogRecord) -> None:
        """Writes one record, its traceback included."""
        _write(_LEVELS[min(max(record.levelno, 0) // 10, 4)] if record.levelno < 40 else "error", self.format(record))


def listen() -> None:
    """Makes the host hear what `logging` is told, at every level. Done for every transform in a component."""
    root = logging.getLogger()
    if not any(isinstance(handler, Handler) for handler in root.handlers):
        root.addHandler(Handler())
        root.setLevel(logging.DEBUG)
