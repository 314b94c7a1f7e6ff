"""Rows as text, for whoever prints a frame."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

ROWS = 10
COLUMNS = 12
WIDTH = 32
"""Characters of one value."""


def table(names: Sequence[str], dtypes: Sequence[Any], rows: Iterable[Sequence[Any]], height: int) -> str:
    """Shape, names, types and the first rows, in columns."""
    shown = slice(0, COLUMNS)
    lines = [[_cell(name, str) for name in names[shown]], [_cell(dtype, repr) for dtype in dtypes[shown]]]
    lines += [[_cell(value, str if isinstance(value, str) else repr) for value in row[shown]] for row in islice(rows, ROWS)]
    if len(names) > COLUMNS:
        lines = [[*line, "…"] for line in lines]
    widths = [max(map(len, column)) for column in zip(*lines)]
    lines.insert(2, ["-" * width for width in widths])
    text = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip() for line in lines]
    more = ["…"] if height > ROWS else []
    return "\n".join([f"shape: ({height}, {len(names)})", *text, *more])


def _cell(value: Any, how: Any) -> str:
    text = "null" if value is None else str(how(value)).replace("\n", "\\n")
    return text if len(text) <= WIDTH else f"{text[: WIDTH - 1]}…"
