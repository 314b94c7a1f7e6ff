"""Groups of many columns at once; in the host, where there is one and many rows."""

from __future__ import annotations

from typing import Any

from .group_kernels import aggregate


def aggregate_all(name: str, columns: list[Any], groups: Any, options: dict[str, Any]) -> list[Any]:
    """A column with a value for each group, of each column."""
    return [aggregate(name, col, groups.numbers, groups.size, **options) for col in columns]
