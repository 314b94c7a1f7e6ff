"""`to_csv`, byte for byte as pandas writes it."""

from __future__ import annotations

import csv
import io
from typing import Any

from . import columns as cols
from .missing import is_missing


def csv_text(
    frame: Any,
    sep: str,
    na_rep: str,
    float_format: Any,
    columns: Any,
    header: Any,
    index: Any,
    index_label: Any,
    quoting: Any,
    quotechar: str,
    lineterminator: Any,
    date_format: Any,
    decimal: str,
) -> str:
    """A DataFrame as lines of values."""
    if len(sep) != 1:
        raise TypeError('"delimiter" must be a 1-character string')
    if columns is not None:
        frame = frame[list(columns)] if not isinstance(columns, str) else frame[[columns]]
    quoting = csv.QUOTE_MINIMAL if quoting is None else quoting
    out = io.StringIO()
    writer = csv.writer(out, delimiter=sep, quoting=quoting, quotechar=quotechar, lineterminator=lineterminator or "\n")
    labels = frame._columns
    if header is not False and header is not None:
        _header(writer, frame, header, index, index_label)
    plain = quoting in (csv.QUOTE_MINIMAL, csv.QUOTE_ALL)
    data = [cells(col, na_rep, float_format, date_format, decimal, plain) for col in frame._cols]
    if index:
        below = frame._index._arrays if frame._index.nlevels > 1 else [frame._index._values]
        data = [cells(col, na_rep, float_format, date_format, decimal, plain) for col in below] + data
    writer.writerows(zip(*data) if data else ([] for _ in range(len(frame))))
    _ = labels
    return out.getvalue()


def _header(writer: Any, frame: Any, header: Any, index: Any, index_label: Any) -> None:
    labels = frame._columns
    below = list(frame._index.names)
    if labels.nlevels > 1:
        _levels(writer, frame, index, below)
        return
    if isinstance(header, (list, tuple)):
        if len(header) != len(labels):
            raise ValueError(f"Writing {len(labels)} cols but got {len(header)} aliases")
        names = list(header)
    else:
        names = ["" if is_missing(label) else label for label in labels]
    first: list[Any] = []
    if index:
        if index_label is None:
            first = ["" if name is None else name for name in below]
        elif index_label is False:
            first = []
        else:
            first = list(index_label) if isinstance(index_label, (list, tuple)) else [index_label]
    writer.writerow([*first, *names])


def _levels(writer: Any, frame: Any, index: Any, below: list[Any]) -> None:
    labels = frame._columns
    for level in range(labels.nlevels):
        name = labels.names[level]
        lead = [("" if name is None else name), *[""] * (len(below) - 1)] if index else []
        writer.writerow([*lead, *labels.get_level_values(level)])
    if index and any(name is not None for name in below):
        writer.writerow([*("" if name is None else name for name in below), *[""] * len(labels)])


def cells(col: Any, na_rep: str, float_format: Any, date_format: Any, decimal: str, plain: bool) -> list[Any]:
    """The values of a column as they are written."""
    kind = col.dtype.kind
    if kind == "f":
        if float_format is not None:
            form = float_format if callable(float_format) else (lambda value: float_format % value) if "%" in float_format else float_format.format
            texts = [na_rep if value != value else form(value) for value in col._data]
        elif col.dtype.itemsize == 4:
            from numpy._scalars import short32

            texts = [na_rep if value != value else short32(value) for value in col._data]
        elif not plain:
            return [na_rep if value != value else value for value in col._data]
        else:
            texts = [na_rep if value != value else repr(value) for value in col._data]
        return [text.replace(".", decimal) for text in texts] if decimal != "." else texts
    if kind in "iu":
        return list(col._data)
    if kind == "b":
        return [value == 1 for value in col._data]
    if kind == "M":
        if date_format is not None:
            return [na_rep if is_missing(value) else value.strftime(date_format) for value in cols.boxed(col)]
        from .text import time_texts

        return [na_rep if text == "NaT" else text for text in time_texts(col)]
    if kind == "m":
        from .._time.text import spans_as_texts

        return spans_as_texts(list(col._data), na_rep)
    if kind == "C" and col.dtype.categories.dtype.kind in "Mmf":
        inner = cells(col.dtype.categories._values, na_rep, float_format, date_format, decimal, plain)
        return [na_rep if code < 0 else inner[code] for code in col._data]
    made = []
    for value in cols.boxed(col):
        if is_missing(value):
            made.append(na_rep)
        elif isinstance(value, float) and float_format is not None and kind == "O":
            made.append(value)
        else:
            made.append(value)
    return made
