"""`DataFrame.info` and `memory_usage`: the columns, their types, how many values they have and what room they take."""

from __future__ import annotations

import sys
from typing import Any

from numpy._dtypes import INT64

from . import columns as cols
from .format_values import column_texts, thing
from .index import Index, RangeIndex

RANGE_BYTES = 132
"""What pandas says of an index that is a range."""


def index_bytes(index: Any) -> int:
    """The room of labels, as pandas counts it."""
    if isinstance(index, RangeIndex):
        return RANGE_BYTES
    if index.nlevels > 1:
        return sum(8 * len(level) for level in index.levels) + sum(len(codes) for codes in index.codes)
    return column_bytes(index._values)


def column_bytes(col: Any) -> int:
    """The room of a column, as pandas counts it: objects are where they are, not counted."""
    if col.dtype.kind == "C":
        size = len(col.dtype.categories)
        return len(col) * (1 if size < 128 else 2 if size < 32768 else 4) + 8 * size
    if col.dtype.kind == "N":
        return len(col) * (8 if col.dtype.name == "string" else col.dtype.inner.itemsize + 1)
    return len(col) * col.dtype.itemsize


def memory_usage(frame: Any, index: bool) -> Any:
    """The room of each column, and of the index."""
    from .series import Series

    sizes = [column_bytes(col) for col in frame._cols]
    labels = list(frame._columns)
    if index:
        sizes.insert(0, index_bytes(frame._index))
        labels.insert(0, "Index")
    return Series._of(cols.of(cols.store(sizes, INT64), INT64), Index(labels, tupleize_cols=False))


def index_line(index: Any) -> str:
    """What kind of index it is, how long, and from where to where."""
    name, size = type(index).__name__, len(index)
    if not size:
        return f"{name}: 0 entries"
    if index.nlevels == 1 and index.dtype.kind in "Mm":
        ends = column_texts(cols.take(index._values, [0, size - 1]), False)
    else:
        ends = [thing(index[0]), thing(index[size - 1])]
    line = f"{name}: {size} entries, {ends[0]} to {ends[1]}"
    freq = getattr(index, "freq", None) if index.nlevels == 1 else None
    return line + (f"\nFreq: {getattr(freq, 'freqstr', freq)}" if freq is not None else "")


def room(size: float, more: str) -> str:
    """A number of bytes, for people."""
    for unit in ("bytes", "KB", "MB", "GB"):
        if size < 1024.0:
            return f"{size:3.1f}{more} {unit}"
        size /= 1024.0
    return f"{size:3.1f}{more} TB"


def info(frame: Any, verbose: Any, buf: Any, max_cols: Any, memory: Any, show_counts: Any) -> None:
    """Prints what there is to say of a DataFrame's columns."""
    width = len(frame._cols)
    lines = [str(type(frame)), index_line(frame._index)]
    if not width:
        lines.append("Empty DataFrame")
        (sys.stdout if buf is None else buf).write("\n".join(lines) + "\n")
        return
    if verbose is False or (verbose is None and width > (100 if max_cols is None else max_cols)):
        first, last = thing(frame._columns[0]), thing(frame._columns[width - 1])
        lines.append(f"Columns: {width} entries, {first} to {last}")
    else:
        lines.append(f"Data columns (total {width} column{'s' if width > 1 else ''}):")
        lines += _columns(frame, show_counts is not False)
    names: dict[str, int] = {}
    for col in frame._cols:
        names[col.dtype.name] = names.get(col.dtype.name, 0) + 1
    lines.append("dtypes: " + ", ".join(f"{name}({names[name]})" for name in sorted(names)))
    if memory is not False:
        objects = any(col.dtype.kind == "O" for col in frame._cols) or frame._index.dtype.kind == "O"
        lines.append(f"memory usage: {room(float(sum(memory_usage(frame, True))), '+' if objects else '')}")
    (sys.stdout if buf is None else buf).write("\n".join(lines) + "\n")


def _columns(frame: Any, counts: bool) -> list[str]:
    heads = [" # ", "Column", *(["Non-Null Count"] if counts else []), "Dtype"]
    rows = []
    for at, (label, col) in enumerate(zip(frame._columns, frame._cols)):
        there = len(col) - sum(cols.flags_missing(col))
        rows.append([f" {at}", thing(label), *([f"{there} non-null"] if counts else []), col.dtype.name])
    widths = [max(len(head), *(len(row[at]) for row in rows)) for at, head in enumerate(heads)]
    table = [heads, ["-" * len(head) for head in heads], *rows]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths)) for row in table]
