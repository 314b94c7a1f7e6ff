"""The host's Polars for columns of many rows: orders and joins. Columns cross as Arrow's buffers, without Python objects.

Each function gives None where there is no host, where there are few rows, or where the host might answer otherwise than
pandas; `kernels` then does the work itself. Sums and means stay there altogether: their last bits are pandas' own.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import Any

from . import columns as cols

LEAST = 8192
"""Rows from which the way to the host pays: measured on one machine, orders of numbers and joins took 0.75 to 0.87 of the time
from 8,000 rows on, and 0.87 to 1.1 with 4,000."""

try:
    from sandtable_guest import boundary
except ImportError:
    boundary = None

_FORMATS = {"b": "c", "q": "l", "Q": "L", "d": "g", "i": "i", "I": "I", "h": "s", "H": "S", "B": "C", "f": "f"}


def available(rows: int) -> bool:
    """Whether there is a host, and enough to do for it."""
    return rows >= LEAST and boundary is not None and boundary.frames is not None


def _column(name: str, col: Any, nulls: bool) -> Any:
    """A column for the host, None for one that it would not treat as pandas does."""
    from sandtable_guest.arrow.bits import write_bits
    from sandtable_guest.arrow.build import codecs
    from sandtable_guest.batch import Column
    from sandtable_guest.boundary import Array, Field
    from sandtable_guest.dtypes import String

    kind = col.dtype.kind
    if kind == "O":
        if set(map(type, col._data)) != {str}:
            return None
        return Column.of(name, col._data, String)
    if kind not in "iufMmCb":
        return None
    code = "B" if kind == "b" else col.dtype.code
    absent = cols.has_missing(col)
    if absent and not nulls:
        return None
    validity = write_bits([not flag for flag in cols.flags_missing(col)]) if absent else b""
    count = sum(cols.flags_missing(col)) if absent else 0
    data = bytes(col._data) if kind == "b" else col._data.tobytes()
    (codec,) = codecs([Field(name, _FORMATS["B" if kind == "b" else code], True, 0, [])])
    return Column(codec, [Array(len(col), count, [validity, data])])


def _numbers(name: str, size: int) -> Any:
    """The numbers of rows, as a column."""
    from sandtable_guest.arrow.build import codecs
    from sandtable_guest.batch import Column
    from sandtable_guest.boundary import Array, Field

    (codec,) = codecs([Field(name, "l", False, 0, [])])
    return Column(codec, [Array(size, 0, [b"", array("q", range(size)).tobytes()])])


def _frame(columns: list[Any]) -> Any:
    from sandtable_guest.batch import Batch
    from sandtable_guest.frames import Frame

    return Frame(Batch(columns))


def _rows(frame: Any, *names: str) -> list[Sequence[int]]:
    """Columns of row numbers that a plan gives. All rows as they stand are a range: what takes them takes all at once."""
    batches = list(frame.batches())
    made: list[Sequence[int]] = []
    for name in names:
        found = array("q")
        for batch in batches:
            found.frombytes(batch[name].view().cast("B"))
        whole = len(found) > 0 and found[0] == 0 and found[-1] == len(found) - 1 and found == array("q", range(len(found)))
        made.append(range(len(found)) if whole else found.tolist())
    return made


def argsort(columns: Sequence[Any], ascending: Sequence[bool], na_position: str) -> Sequence[int] | None:
    """The rows in the order of columns; equal ones stay as they were."""
    if not columns or not available(len(columns[0])):
        return None
    size = len(columns[0])
    sent = [_column(f"k{at}", col, True) for at, col in enumerate(columns)]
    if any(one is None for one in sent):
        return None
    names = [f"k{at}" for at in range(len(sent))]
    frame = _frame([*sent, _numbers("row", size)])
    order = frame.sort(names, descending=[not up for up in ascending], nulls_last=[na_position == "last"] * len(names), maintain_order=True)
    return _rows(order.select("row"), "row")[0]


def join(left: Sequence[Any], right: Sequence[Any], how: str) -> tuple[Sequence[int], Sequence[int]] | None:
    """The rows of both sides that go together, in pandas' order; -1 where a side has none."""
    if not left or how not in ("inner", "left", "right") or not available(max(len(left[0]), len(right[0]))):
        return None
    if not len(left[0]) or not len(right[0]):
        return None
    if how == "right":
        found = join(right, left, "left")
        return None if found is None else (found[1], found[0])
    if any(a.dtype.name != b.dtype.name or a.dtype.kind in "fC" for a, b in zip(left, right)):
        return None
    sides = []
    for columns, name in ((left, "here"), (right, "there")):
        sent = [_column(f"k{at}", col, True) for at, col in enumerate(columns)]
        if any(one is None for one in sent):
            return None
        sides.append(_frame([*sent, _numbers(name, len(columns[0]))]))
    names = [f"k{at}" for at in range(len(left))]
    import sandtable_guest.frames as pl

    joined = sides[0].join(sides[1], on=names, how=how, nulls_equal=True, maintain_order="left_right")
    one, other = _rows(joined.select(pl.col("here"), pl.col("there").fill_null(-1)), "here", "there")
    return one, other


EXACT = {"sum": "iub", "min": "iufMm", "max": "iufMm", "count": "iufMmb", "nunique": "iufMmb", "first": "iufMmb", "last": "iufMmb", "any": "b", "all": "b"}
"""What groups are asked for whose answer has no last digit to differ in, and of which kinds of columns."""


def aggregate(name: str, columns: Sequence[Any], numbers: Sequence[int], size: int) -> list[Any] | None:
    """A column with a value for each group, of each column; None for a column that is left to plain Python.

    `numbers` are those of the rows' groups, -1 for rows in none.
    """
    if name not in EXACT or not size or not available(len(numbers)):
        return None
    places = [
        at for at, col in enumerate(columns) if col.dtype.kind in EXACT[name] and not (col.dtype.kind == "f" and (col.dtype.itemsize != 8 or 0.0 in col._data))
    ]
    sent = [_column(f"c{at}", columns[at], True) for at in places]
    if not places or any(one is None for one in sent):
        return None
    import sandtable_guest.frames as pl

    frame = _frame([_group_numbers(numbers), *sent])
    asked = []
    for at in places:
        value = pl.col(f"c{at}")
        if columns[at].dtype.kind == "b" and name in ("any", "all"):
            value = value.cast(pl.Boolean)
        if name == "sum":
            value = value.cast(pl.UInt64 if columns[at].dtype.kind == "u" else pl.Int64).sum()
        elif name in ("first", "last", "nunique"):
            value = getattr(value.drop_nulls(), {"nunique": "n_unique"}.get(name, name))()
        else:
            value = getattr(value, name)()
        if name in ("count", "nunique", "any", "all"):
            value = value.cast(pl.Int64)
        asked.append(value)
    plan = frame.filter(pl.col("group") >= 0).group_by("group").agg(asked).sort("group")
    rows: list[int] = []
    values: list[list[Any]] = [[] for _ in places]
    for batch in plan.batches():
        rows.extend(batch["group"].view().tolist())
        for place, at in enumerate(places):
            values[place].extend(batch[f"c{at}"].physical())
    made: list[Any] = [None] * len(columns)
    for at, found in zip(places, values):
        made[at] = _placed(name, columns[at], rows, found, size)
    return made


def _group_numbers(numbers: Sequence[int]) -> Any:
    from sandtable_guest.arrow.build import codecs
    from sandtable_guest.batch import Column
    from sandtable_guest.boundary import Array, Field

    (codec,) = codecs([Field("group", "l", False, 0, [])])
    return Column(codec, [Array(len(numbers), 0, [b"", array("q", numbers).tobytes()])])


def _placed(name: str, col: Any, rows: list[int], found: list[Any], size: int) -> Any:
    """Values at the groups that have them; None where plain Python must say what a group without values gives."""
    from numpy._dtypes import BOOL, INT64, UINT64

    to = {"sum": UINT64 if col.dtype.kind == "u" else INT64, "count": INT64, "nunique": INT64, "any": BOOL, "all": BOOL}.get(name, col.dtype)
    start = 1 if name == "all" else 0
    if name in ("min", "max", "first", "last"):
        if to.kind in "iub" and (None in found or len(rows) < size):
            return None
        start = None if to.kind in "iub" else cols.na_raw(to)
    values = [start] * size
    for row, value in zip(rows, found):
        values[row] = start if value is None else value
    made = cols.of(cols.store(values, to), to)
    if name != "sum":
        return made
    from .group_kernels import narrowed

    return narrowed(made, col.dtype)
