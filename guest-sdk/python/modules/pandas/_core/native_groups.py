"""Groups of many columns at once; in the host, where there is one, many rows, and an answer without last digits."""

from __future__ import annotations

from typing import Any

from . import native
from .group_kernels import aggregate


def aggregate_all(name: str, columns: list[Any], groups: Any, options: dict[str, Any]) -> list[Any]:
    """A column with a value for each group, of each column."""
    made = native.aggregate(name, columns, groups.numbers, groups.size) if not options else None
    found = made or [None] * len(columns)
    return [aggregate(name, col, groups.numbers, groups.size, **options) if one is None else one for col, one in zip(columns, found)]
