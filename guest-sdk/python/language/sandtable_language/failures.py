"""What goes wrong in a program, as the host is told it.

| code | message | context |
|---|---|---|
| `syntax` | `SyntaxError: invalid syntax` | file, line, the line itself, the caret |
| `exception` | `ValueError: boom` | the traceback |
| that of an SDK's `Error` | its message | what was being done, then the traceback |
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sandtable_guest import Error, boundary
from sandtable_guest.errors import plain

from .program import Program
from .tracebacks import lines_of, syntax_lines_of


@contextmanager
def failures(program: Program | None = None) -> Iterator[None]:
    """Makes an error of the boundary of whatever is raised inside."""
    try:
        yield
    except BaseException as error:
        # SystemExit and its kin too: a program that exits has failed, and says where.
        raise boundary.Err(told(_first(error), program)) from error


def told(error: BaseException, program: Program | None) -> boundary.WireError:
    """The record of the boundary for an exception."""
    files = program.files if program is not None else set()
    if isinstance(error, SyntaxError) and error.filename in files:
        # Of the library, the line that imported the module is told too.
        own = program is not None and error.filename == program.script.file
        context = list(map(plain, syntax_lines_of(error))) if own else _lines(error, files)
        return boundary.WireError("syntax", plain(f"{type(error).__name__}: {error.msg}"), context)
    lines = _lines(error, files)
    if isinstance(error, Error):
        # Without a line of the program's own there is nothing to see in it: what was refused was refused before.
        shown = lines if any(line.startswith("  File ") for line in lines) else []
        return boundary.WireError(plain(error.code), plain(error.message), [*map(plain, error.doing), *shown])
    name, text = type(error).__name__, plain(error)
    return boundary.WireError("exception", f"{name}: {text}" if text else name, lines)


def _first(error: BaseException) -> BaseException:
    """The exception of a transform that the SDK has made an error of the boundary already."""
    if isinstance(error, boundary.Err) and error.__cause__ is not None:
        return error.__cause__
    return error


def _lines(error: BaseException, files: set[str]) -> list[str]:
    try:
        return list(map(plain, lines_of(error, files)))
    except Exception as broken:
        # An exception of the program's own can be anything: one that cannot be looked at is told without its lines.
        return [f"the traceback cannot be told: {type(broken).__name__}"]
