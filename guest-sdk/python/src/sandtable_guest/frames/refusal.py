"""What the host refuses."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from .. import boundary
from ..errors import Error


class Refusal(Error):
    """An operation that the host refuses: a name that is not there, a missing column, a value that Polars refuses.

    `details` holds `operation`, `argument`, `given`, `allowed`, `did_you_mean` and `columns` where they apply. Not caught,
    it is the transform's own error.
    """

    def __init__(self, code: str, message: str, details: str) -> None:
        super().__init__(code, message)
        self.details: dict[str, Any] = json.loads(details) if details else {}


@contextmanager
def refusals() -> Iterator[None]:
    """Raises what the host refuses inside."""
    try:
        yield
    except boundary.Err as error:
        value: Any = error.value
        raise Refusal(value.code, value.message, value.details) from None


def host() -> Any:
    """The interface `frames`. Raises `Error` where it is not there."""
    if boundary.frames is None:
        raise Error(
            "no-frames",
            "there are no frames here: a component has them in the world table-frames, a script when it imports them by name, a test under sandtable_guest.testing",
        )
    return boundary.frames
