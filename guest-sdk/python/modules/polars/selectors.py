"""`import polars.selectors as cs`."""

from sandtable_guest.frames import selectors as _selectors
from sandtable_guest.frames.selectors import *  # noqa: F403


def __getattr__(name: str) -> object:
    return getattr(_selectors, name)
