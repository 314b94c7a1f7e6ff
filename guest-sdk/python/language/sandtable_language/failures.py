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


class Told(Exception):
    """A failure as the host is to be told it. The boundary's own exception cannot go through a `with`: it never changes, and
    Python notes there where it has been."""

    def __init__(self, error: boundary.WireError) -> None:
        super().__init__(error.message)
        self.error = error


@contextmanager
def failures(program: Program | None = None) -> Iterator[None]:
    """Raises `Told` for whatever is raised inside."""
    try:
        yield
    except Told:
        raise
    except BaseException as error:
        # SystemExit and its kin too: a program that exits has failed, and says where.
        raise Told(_safely_told(_first(error), program)) from error


def _safely_told(error: BaseException, program: Program | None) -> boundary.WireError:
    """As `told`; an exception of the program's own can be anything, and one that cannot be looked at is told without its lines."""
    try:
        return told(error, program)
    except Exception as broken:
        return boundary.WireError("exception", plain(error), [f"the traceback cannot be told: {type(broken).__name__}"])


def told(error: BaseException, program: Program | None) -> boundary.WireError:
    """The record of the boundary for an exception."""
    files = program.files if program is not None else set()
    if isinstance(error, SyntaxError) and error.filename in files:
        # Of the library, the line that imported the module is told too.
        own = program is not None and error.filename == program.script.file
        context = syntax_lines_of(error) if own else lines_of(error, files)
        return boundary.WireError("syntax", plain(f"{type(error).__name__}: {error.msg}"), list(map(plain, context)))
    lines = list(map(plain, lines_of(error, files)))
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
