"""`DataFrame.info` and `memory_usage`."""

import sys

from . import columns as cols
from .errors import missing

RANGE_BYTES = 128
"""What pandas counts for a range, whatever its length."""


def bytes_of(col):
    """What pandas counts for a column, without what its objects take."""
    kind = col.dtype.kind
    if kind == "C" or kind in "NV":
        missing(f"memory_usage of the type {col.dtype}", "select_dtypes first")
    return len(col) * (1 if kind == "b" else col.dtype.itemsize if kind in "iuf" else 8)


def index_bytes(index):
    if type(index).__name__ == "RangeIndex":
        return RANGE_BYTES
    if index.nlevels > 1:
        missing("memory_usage of a MultiIndex", "reset_index first")
    return bytes_of(index._values)


def memory_usage(frame, index=True, deep=False):
    """The bytes of each column."""
    from .index import Index
    from .series import Series

    if deep:
        missing("DataFrame.memory_usage with deep=True", "memory_usage()")
    sizes = [bytes_of(col) for col in frame._cols]
    labels = list(frame._columns)
    if index:
        sizes, labels = [index_bytes(frame._index), *sizes], ["Index", *labels]
    return Series(cols.column(sizes, "int64"), index=Index(labels))


def in_units(count):
    for unit in ("bytes", "KB", "MB", "GB"):
        if count < 1024.0:
            return f"{count:3.1f}", unit
        count /= 1024.0
    return f"{count:3.1f}", "TB"


def summary(index):
    """What there is to say of an index."""
    ends = f", {index[0]} to {index[-1]}" if len(index) else ""
    return f"{type(index).__name__}: {len(index)} entries{ends}"


def table(rows):
    """Rows of texts in columns, with a line below the first."""
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    head, *body = rows
    lines = [head, ["-" * len(cell) for cell in head], *body]
    return ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in lines]


def info(frame, verbose, buf, max_cols, memory, show_counts):
    """Prints what there is to say of a table."""
    out = sys.stdout if buf is None else buf
    lines = [str(type(frame)), summary(frame._index)]
    if not len(frame._cols):
        out.write("\n".join([*lines, "Empty DataFrame"]) + "\n")
        return
    short = verbose is False or (verbose is None and len(frame._cols) > (100 if max_cols is None else max_cols))
    if short:
        first, last = frame._columns[0], frame._columns[-1]
        lines.append(f"Columns: {len(frame._columns)} entries" + (f", {first} to {last}" if len(frame._columns) else ""))
    else:
        lines.append(f"Data columns (total {len(frame._columns)} columns):")
        counts = [f"{len(col) - sum(cols.flags_missing(col))} non-null" for col in frame._cols]
        rows = [[" # ", "Column", "Non-Null Count", "Dtype"]]
        for place, (label, count, col) in enumerate(zip(frame._columns, counts, frame._cols, strict=True)):
            rows.append([f" {place}", str(label), count, col.dtype.name])
        if show_counts is False:
            rows = [[row[0], row[1], row[3]] for row in rows]
        lines += table(rows)
    kinds = {}
    for col in frame._cols:
        kinds[str(col.dtype)] = kinds.get(str(col.dtype), 0) + 1
    lines.append("dtypes: " + ", ".join(f"{name}({kinds[name]})" for name in sorted(kinds)))
    if memory is not False:
        if memory == "deep":
            missing("DataFrame.info with memory_usage='deep'", "info()")
        total = index_bytes(frame._index) + sum(bytes_of(col) for col in frame._cols)
        number, unit = in_units(total)
        objects = any(col.dtype.kind == "O" for col in frame._cols) or frame._index.dtype.kind == "O"
        lines.append(f"memory usage: {number}{'+' if objects else ''} {unit}")
    out.write("\n".join(lines) + "\n")
