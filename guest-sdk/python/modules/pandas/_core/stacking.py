"""Levels of labels that become columns, and columns that become levels."""

from __future__ import annotations

from typing import Any

from numpy._dtypes import FLOAT64, OBJECT

from . import columns as cols
from . import kernels
from .errors import missing
from .index import Index
from .multiindex import MultiIndex


def _numbered(array: Any) -> tuple[list[int], Any]:
    """A number for each label of a level, in the order of the labels, and the labels."""
    if array.dtype.kind == "C":
        used = sorted({code for code in array._data if code >= 0})
        place = {code: at for at, code in enumerate(used)}
        return [place.get(code, -1) for code in array._data], cols.of(cols.store(used, cols.INT64), array.dtype)
    try:
        numbers, first = kernels.factorize(array, True, False)
    except TypeError:
        numbers, first = kernels.factorize(array, False, False)
    return numbers, cols.take(array, first)


class _Spread:
    """Where each row goes, once a level has become columns."""

    def __init__(self, index: Any, level: Any) -> None:
        if index.nlevels == 1:
            raise ValueError("index must be a MultiIndex to unstack")
        at = index._level(level)
        self.name = index.names[at]
        self.columns, self.labels = _numbered(index._arrays[at])
        rest = [place for place in range(index.nlevels) if place != at]
        numbered = [_numbered(index._arrays[place]) for place in rest]
        tuples = list(zip(*(numbers for numbers, _ in numbered)))
        order = sorted(set(tuples))
        place = {one: row for row, one in enumerate(order)}
        self.rows = [place[one] for one in tuples]
        arrays = [cols.take(labels, [one[k] for one in order]) for k, (_, labels) in enumerate(numbered)]
        names = [index.names[k] for k in rest]
        self.index = Index._of(arrays[0], names[0]) if len(rest) == 1 else MultiIndex._made(arrays, names)
        self.width = len(self.labels)
        taken: dict[tuple[int, int], int] = {}
        for source, pair in enumerate(zip(self.rows, self.columns)):
            if pair in taken:
                raise ValueError("Index contains duplicate entries, cannot reshape")
            taken[pair] = source
        self.taken = taken
        self.full = [k for k in range(self.width) if k in set(self.columns)]

    def spread(self, col: Any, fill: Any) -> list[Any]:
        """One column for each label."""
        size = len(self.index)
        made = []
        rows = [[self.taken.get((row, column), -1) for row in range(size)] for column in range(self.width)]
        gaps = any(-1 in part for part in rows)
        if gaps and (fill is None or cols.is_missing(fill)):
            col = cols.with_missing(col)
        for part in rows:
            made.append(cols.take_missing(col, part) if fill is None or cols.is_missing(fill) else cols.take_fill(col, part, fill))
        if made and len({part.dtype.name for part in made}) > 1:
            to = cols.common_type([part.dtype for part in made])
            made = [cols.astype(part, to) for part in made]
        return made


def unstack_series(series: Any, level: Any, fill: Any) -> Any:
    """A level of a Series' index as columns."""
    from .frame import DataFrame

    if isinstance(level, (list, tuple)):
        if len(level) != 1:
            missing("Series.unstack of several levels", "pivot_table")
        level = level[0]
    plan = _Spread(series._index, level)
    return DataFrame._of(plan.spread(series._values, fill), Index._of(plan.labels, plan.name), plan.index)


def unstack_frame(frame: Any, level: Any, fill: Any) -> Any:
    """A level of a DataFrame's index as a level of its columns."""
    if isinstance(level, (list, tuple)):
        if len(level) != 1:
            made = frame
            for one in sorted((frame._index._level(part) for part in level), reverse=True):
                made = unstack_frame(made, one, fill) if made.ndim == 2 else made
            missing("DataFrame.unstack of several levels", "one after the other")
        level = level[0]
    if frame._index.nlevels == 1:
        made = frame.T.stack(future_stack=True)
        return made
    plan = _Spread(frame._index, level)
    made, arrays = [], []
    for col in frame._cols:
        made.extend(plan.spread(col, fill))
    upper = frame._columns._arrays if frame._columns.nlevels > 1 else [frame._columns._values]
    places = [at for at in range(len(frame._cols)) for _ in range(plan.width)]
    arrays = [cols.take(array, places) for array in upper]
    arrays.append(cols.take(plan.labels, list(range(plan.width)) * len(frame._cols)))
    columns = MultiIndex._made(arrays, [*frame._columns.names, plan.name])
    return type(frame)._of(made, columns, plan.index)


def stack_frame(frame: Any, level: Any, dropna: bool, future: bool) -> Any:
    """A level of the columns as the last level of the index."""
    from .series import Series

    columns, size = frame._columns, len(frame)
    below = frame._index._arrays if frame._index.nlevels > 1 else [frame._index._values]
    names = list(frame._index.names)
    if columns.nlevels == 1:
        width = len(frame._cols)
        rows = [row for row in range(size) for _ in range(width)]
        to = cols.common_type([col.dtype for col in frame._cols]) if width else OBJECT
        data = cols.joined(list(frame._cols), to) if width else cols.of([], OBJECT)
        values = cols.take(data, [at * size + row for row in range(size) for at in range(width)])
        labels = cols.take(columns._values, list(range(width)) * size)
        index = MultiIndex._made([*(cols.take(array, rows) for array in below), labels], [*names, columns._name])
        made = Series._of(values, index)
        if dropna and not future:
            flags = cols.flags_missing(values)
            made = made._take_rows([row for row, flag in enumerate(flags) if not flag])
        return made
    at = columns._level(level)
    numbers, labels = _numbered(columns._arrays[at])
    rest = [k for k in range(columns.nlevels) if k != at]
    left = list(zip(*(cols.boxed(columns._arrays[k]) for k in rest)))
    order = list(dict.fromkeys(left))
    try:
        order = sorted(order) if not future else order
    except TypeError:
        pass
    width = len(labels)
    place = {(key, number): k for k, (key, number) in enumerate(zip(left, numbers))}
    made_columns = []
    for key in order:
        parts = []
        for number in range(width):
            k = place.get((key, number))
            parts.append(None if k is None else frame._cols[k])
        solid = [part for part in parts if part is not None]
        to = cols.common_type([part.dtype for part in solid])
        if len(solid) < width and to.kind in "iub":
            to = FLOAT64 if to.kind != "b" else OBJECT
        whole = cols.joined([cols.missing_column(to, size) if part is None else part for part in parts], to)
        made_columns.append(cols.take(whole, [number * size + row for row in range(size) for number in range(width)]))
    rows = [row for row in range(size) for _ in range(width)]
    index = MultiIndex._made([*(cols.take(array, rows) for array in below), cols.take(labels, list(range(width)) * size)], [*names, columns.names[at]])
    upper = Index([key[0] for key in order], name=columns.names[rest[0]]) if len(rest) == 1 else MultiIndex.from_tuples(order, names=[columns.names[k] for k in rest])
    found = type(frame)._of(made_columns, upper, index)
    return found.dropna(how="all") if dropna and not future else found
