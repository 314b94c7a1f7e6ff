"""Lists that are only read: names and levels of indexes."""

from __future__ import annotations


class FrozenList(list):
    """A list that is only read."""

    def __repr__(self) -> str:
        return f"FrozenList({list.__repr__(self)})"

    __str__ = __repr__
