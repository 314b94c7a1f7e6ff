"""Keys of `groupby` that are more than a name."""

from __future__ import annotations

from typing import Any

from .errors import missing


class Grouper:
    """A key of `groupby` by its name, or times in bins of one width."""

    def __init__(
        self, key: Any = None, level: Any = None, freq: Any = None, axis: Any = None, sort: bool = False, closed: Any = None, label: Any = None, **kwargs: Any
    ) -> None:
        if kwargs:
            missing(f"Grouper with {next(iter(kwargs))}=")
        self.key, self.level, self.freq, self.sort, self.closed, self.label = key, level, freq, sort, closed, label


class NamedAgg(tuple):
    """A column and what is made of it."""

    __slots__ = ()

    def __new__(cls, column: Any, aggfunc: Any) -> NamedAgg:
        return super().__new__(cls, (column, aggfunc))

    column = property(lambda self: self[0])
    aggfunc = property(lambda self: self[1])
