"""What goes wrong in a transform, as its caller sees it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


class Error(Exception):
    """A transform gives up: the caller sees the code, the message and what was being done.

    `code` is a short word of your own choosing, such as `bad-parameter`; `message` is for people; `doing` says what the
    transform was doing, outermost first.
    """

    def __init__(self, code: str, message: str, *doing: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.doing = list(doing)

    def __str__(self) -> str:
        """As a line of text: `grouping: there is no column 'x' (bad-column)`."""
        return f"{': '.join([*self.doing, self.message])} ({self.code})"


@contextmanager
def doing(what: str) -> Iterator[None]:
    """Adds what is being done to any `Error` that leaves the block."""
    try:
        yield
    except Error as error:
        error.doing.insert(0, what)
        raise


def plain(text: object) -> str:
    """A text that crosses the boundary, whatever was given: halves of surrogate pairs are written out."""
    try:
        return str(text).encode("utf-8", "backslashreplace").decode()
    except Exception as error:
        return f"<a {type(text).__name__} whose text fails with {type(error).__name__}>"


def no_column(name: str, names: list[str]) -> Error:
    """The error for a column that is not there; names those that are."""
    return Error("bad-column", f"there is no column {name!r}; there are: {', '.join(names) or 'none'}")
