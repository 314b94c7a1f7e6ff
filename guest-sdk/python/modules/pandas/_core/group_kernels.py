"""One value for each group of rows."""

from __future__ import annotations

import math
from typing import Any

from numpy._buffers import store
from numpy._dtypes import BOOL, FLOAT64, INT64, NAT, OBJECT, UINT64, limits
from numpy._statistics import between

from . import columns as cols
from .missing import NA

nan = math.nan


def aggregate(name: str, col: Any, numbers: Any, size: int, min_count: int = -1, ddof: int = 1, skipna: bool = True) -> Any:
    """A column with a value for each group. `numbers` are those of the rows' groups, -1 for rows in none.

    Raises `TypeError` for what a type does not take.
    """
    kind = col.dtype.kind
    if name in ("sum", "prod", "mean", "median", "var", "std", "sem", "skew"):
        return _numeric(name, col, numbers, size, min_count, ddof)
    if name in ("min", "max"):
        return _extreme(name, col, numbers, size, min_count)
    if name in ("first", "last"):
        return _end(name, col, numbers, size, skipna)
    if name == "count":
        counts = [0] * (size + 1)
        flags = cols.flags_missing(col)
        for number, flag in zip(numbers, flags):
            if not flag:
                counts[number] += 1
        return cols.of(store(counts[:size], INT64), INT64)
    if name in ("any", "all"):
        return _truth(name, col, numbers, size)
    if name == "nunique":
        return _nunique(col, numbers, size)
    raise NotImplementedError(f"groupby.{name} of {kind} is not there in the sandbox")


def values_by(col: Any, numbers: Any, size: int) -> list[list[Any]]:
    """The raw values of each group, the missing ones left out."""
    found: list[list[Any]] = [[] for _ in range(size + 1)]
    if size == 1 and -1 not in numbers and not cols.has_missing(col):
        return [list(col._data)]
    if cols.has_missing(col):
        for number, value, flag in zip(numbers, col._data, cols.flags_missing(col)):
            if not flag:
                found[number].append(value)
    else:
        for number, value in zip(numbers, col._data):
            found[number].append(value)
    found.pop()
    return found


def _refused(name: str, col: Any) -> TypeError:
    kind = col.dtype.kind
    if kind == "O":
        return TypeError(f"agg function failed [how->{name},dtype->object]")
    if kind == "C":
        return TypeError(
            f"category dtype does not support aggregation '{name}'"
            if name in ("sum", "mean", "prod", "median", "var", "std")
            else f"category dtype does not support {name} operations"
        )
    word = "datetime64" if kind == "M" else "timedelta64"
    return TypeError(f"{word} type does not support {name} operations")


def _numeric(name: str, col: Any, numbers: Any, size: int, min_count: int, ddof: int) -> Any:
    kind = col.dtype.kind
    if kind == "N":
        made = _numeric(
            name,
            cols.infer([nan if value is NA else value for value in col._data]) if col._data else cols.of(store([], FLOAT64), FLOAT64),
            numbers,
            size,
            min_count,
            ddof,
        )
        if col.dtype.name == "string":
            raise TypeError(f"agg function failed [how->{name},dtype->string]")
        return _back(made, col.dtype, name)
    if kind == "O":
        return _objects(name, col, numbers, size, min_count, ddof)
    if kind == "C" or kind == "V" or (kind == "M" and name not in ("mean", "median", "std")) or (kind == "m" and name in ("prod", "var", "skew")):
        raise _refused(name, col)
    if kind in "Mm":
        return _times(name, col, numbers, size, ddof)
    if name == "sum":
        return _sums(col, numbers, size, min_count)
    if name == "mean":
        return cols.of(store(_means(col, numbers, size), FLOAT64 if kind != "f" else col.dtype), FLOAT64 if kind != "f" else col.dtype)
    if name in ("var", "std", "sem"):
        values = variances(col, numbers, size, ddof)
        if name == "sem":
            counts = aggregate("count", col, numbers, size)._data
            values = [math.sqrt(value / count) if value == value else nan for value, count in zip(values, counts)]
        elif name == "std":
            values = [math.sqrt(value) if value == value else nan for value in values]
        to = col.dtype if kind == "f" else FLOAT64
        return cols.of(store(values, to), to)
    groups = values_by(col, numbers, size)
    if name == "prod":
        return _products(col, groups, min_count)
    from .reductions import median

    if name == "skew":
        return cols.of(store([_skew(group) for group in groups], FLOAT64), FLOAT64)
    to = col.dtype if kind == "f" else FLOAT64
    return cols.of(store([median(group) for group in groups], to), to)


def _skew(group: list[Any]) -> float:
    """The skewness, one value after the other, as pandas has it of groups."""
    m1 = m2 = m3 = 0.0
    for n1, value in enumerate(group):
        n = n1 + 1
        delta = value - m1
        step = delta / n
        term = delta * step * n1
        m1 += step
        m3 += term * step * (n - 2) - 3.0 * step * m2
        m2 += term
    count = len(group)
    if count < 3:
        return nan
    if m2 == 0:
        return 0.0
    return (count * (count - 1) ** 0.5 / (count - 2)) * (m3 / m2**1.5)


def _back(made: Any, to: Any, name: str) -> Any:
    """A result as the nullable type that pandas gives it."""
    if made.dtype.kind == "f" and name in ("mean", "median", "var", "std", "sem", "skew"):
        return cols.astype(made, "Float64")
    if to.inner.kind == "b":
        return cols.astype(made, "Int64")
    return cols.astype(made, to)


def _sums(col: Any, numbers: Any, size: int, min_count: int) -> Any:
    kind = col.dtype.kind
    if kind in "iub":
        totals = [0] * (size + 1)
        for number, value in zip(numbers, col._data):
            totals[number] += value
        to = UINT64 if kind == "u" else INT64
        if min_count > 0:
            counts = aggregate("count", col, numbers, size)._data
            if any(count < min_count for count in counts):
                return cols.of(store([float(total) if count >= min_count else nan for total, count in zip(totals, counts)], FLOAT64), FLOAT64)
        return narrowed(cols.of(store(totals[:size], to), to), col.dtype)
    totals_f, counts_f = _kahan(col, numbers, size)
    made = [total if count >= max(min_count, 0) else nan for total, count in zip(totals_f, counts_f)]
    return cols.of(store(made, col.dtype), col.dtype)


def narrowed(col: Any, to: Any) -> Any:
    """Integers in the width that they came from, where they all fit."""
    if to.kind not in "iu" or to.itemsize == 8 or not len(col):
        return col
    low, high = limits(to)
    return cols.astype(col, to) if low <= min(col._data) and max(col._data) <= high else col


def _kahan(col: Any, numbers: Any, size: int) -> tuple[list[float], list[int]]:
    """Sums with what was lost on the way, as pandas keeps it, and counts."""
    totals, counts = [], []
    for group in values_by(col, numbers, size):
        total = lost = 0.0
        for value in group:
            y = value - lost
            t = total + y
            lost = (t - total) - y
            total = t
        if total != total or total in (math.inf, -math.inf):
            total = _careful(group)
        totals.append(total)
        counts.append(len(group))
    return totals, counts


def _careful(group: list[float]) -> float:
    """The sum where infinities are among the values, which lose nothing."""
    total = lost = 0.0
    for value in group:
        y = value - lost
        t = total + y
        lost = (t - total) - y
        if lost != lost:
            lost = 0.0
        total = t
    return total


def _means(col: Any, numbers: Any, size: int) -> list[float]:
    if col.dtype.kind in "iub":
        col = cols.astype(col, FLOAT64)
    totals, counts = _kahan(col, numbers, size)
    return [total / count if count else nan for total, count in zip(totals, counts)]


def variances(col: Any, numbers: Any, size: int, ddof: int) -> list[float]:
    """Variances by Welford's way, as pandas has them."""
    means, squares, counts = [0.0] * (size + 1), [0.0] * (size + 1), [0] * (size + 1)
    for number, value in zip(numbers, col._data):
        if value == value:
            counts[number] += 1
            old = means[number]
            means[number] += (value - old) / counts[number]
            squares[number] += (value - means[number]) * (value - old)
    return [square / (count - ddof) if count > ddof else nan for square, count in zip(squares[:size], counts)]


def _products(col: Any, groups: list[list[Any]], min_count: int) -> Any:
    values = []
    for group in groups:
        product: Any = 1.0 if col.dtype.kind == "f" else 1
        for value in group:
            product *= value
        values.append(product if len(group) >= min_count else nan)
    to = col.dtype if col.dtype.kind == "f" else UINT64 if col.dtype.kind == "u" else INT64
    if any(value != value for value in values):
        to = FLOAT64
    return narrowed(cols.of(store(values, to), to), col.dtype)


def _times(name: str, col: Any, numbers: Any, size: int, ddof: int) -> Any:
    groups = values_by(col, numbers, size)
    to = col.dtype
    if name == "sum":
        return cols.of(store([sum(group) for group in groups], to), to)
    if name == "mean":
        made = []
        for group in groups:
            total = sum(group)
            made.append(NAT if not group else abs(total) // len(group) * (1 if total >= 0 else -1))
        return cols.of(store(made, to), to)
    if name == "median":
        made = []
        for group in groups:
            values = sorted(group)
            half = len(values) // 2
            made.append(NAT if not values else values[half] if len(values) % 2 else (values[half - 1] + values[half]) // 2)
        return cols.of(store(made, to), to)
    values = variances(cols.of(store([float(v) if v != NAT else nan for v in col._data], FLOAT64), FLOAT64), numbers, size, ddof)
    from numpy._dtypes import TIMEDELTA

    return cols.of(store([NAT if value != value else int(math.sqrt(value)) for value in values], TIMEDELTA), TIMEDELTA)


def _objects(name: str, col: Any, numbers: Any, size: int, min_count: int, ddof: int) -> Any:
    groups = values_by(col, numbers, size)
    if name == "sum":
        made: list[Any] = []
        for group in groups:
            if not group:
                made.append(0 if min_count <= 0 else nan)
                continue
            total = group[0]
            for value in group[1:]:
                total = total + value
            made.append(total)
        return cols.of(made, OBJECT)
    from .reductions import reduce_column

    made = []
    for group in groups:
        for value in group:
            if isinstance(value, str):
                raise _refused(name, col)
        if not group:
            made.append(nan)
            continue
        try:
            found = (
                reduce_column(name, cols.of(group, OBJECT), True, ddof=ddof)
                if name in ("var", "std", "sem")
                else reduce_column(name, cols.of(group, OBJECT), True)
            )
        except (TypeError, ValueError):
            raise _refused(name, col) from None
        made.append(found.item() if hasattr(found, "item") else found)
    return cols.of(made, OBJECT)


def _extreme(name: str, col: Any, numbers: Any, size: int, min_count: int) -> Any:
    kind = col.dtype.kind
    if kind == "C" and not col.dtype.ordered:
        raise TypeError("Cannot perform min with non-ordered Categorical" if name == "min" else "Cannot perform max with non-ordered Categorical")
    pick = min if name == "min" else max
    groups = values_by(col, numbers, size)
    if kind == "O":
        try:
            if cols.has_missing(col):
                from .kernels import rows_by
                from .reductions import reduce_column

                return cols.of([reduce_column(name, cols.take(col, rows)) for rows in rows_by(numbers, size)], OBJECT)
            return cols.of([pick(group) if group else nan for group in groups], OBJECT)
        except TypeError:
            raise TypeError(f"agg function failed [how->{name},dtype->object]") from None
    to = col.dtype
    if any(not group for group in groups) and kind in "iub":
        to = FLOAT64
    absent = None if to.kind in "iub" else cols.na_raw(to)
    return cols.of(store([pick(group) if group else absent for group in groups], to), to)


def _end(name: str, col: Any, numbers: Any, size: int, skipna: bool) -> Any:
    rows = [-1] * (size + 1)
    flags = cols.flags_missing(col)
    last = name == "last"
    for row, number in enumerate(numbers):
        if not flags[row] and (last or rows[number] < 0):
            rows[number] = row
    made = cols.take_missing(col, rows[:size])
    if col.dtype.kind == "O" and -1 in rows[:size]:
        # Where a group has nothing but None, that is what it has.
        firsts: dict[int, Any] = {}
        for row, number in enumerate(numbers):
            firsts.setdefault(number, col._data[row])
        data = [None if row < 0 and firsts.get(number) is None else value for number, (row, value) in enumerate(zip(rows, made._data))]
        made = cols.of(data, OBJECT)
    return made


def _truth(name: str, col: Any, numbers: Any, size: int) -> Any:
    made = bytearray([1 if name == "all" else 0]) * (size + 1)
    for number, value, flag in zip(numbers, cols.boxed(col), cols.flags_missing(col)):
        if flag:
            continue
        if name == "all" and not value:
            made[number] = 0
        elif name == "any" and value:
            made[number] = 1
    return cols.of(made[:size], BOOL)


def _nunique(col: Any, numbers: Any, size: int) -> Any:
    seen: list[set[Any]] = [set() for _ in range(size + 1)]
    for number, value, flag in zip(numbers, col._data, cols.flags_missing(col)):
        if not flag:
            seen[number].add(value)
    return cols.of(store([len(one) for one in seen[:size]], INT64), INT64)


def _stepped(values: list[float], part: float) -> float:
    """The value at a part of the way through, from the lower neighbour, as pandas' groups have it."""
    at = part * (len(values) - 1)
    low = int(at)
    rest = at - low
    return values[low] + (values[low + 1] - values[low]) * rest if rest > 0 else values[low]


def quantiles(col: Any, numbers: Any, size: int, parts: list[float], how: str) -> list[list[float]]:
    """For each group the values at parts of the way through."""
    if col.dtype.kind in "OC":
        raise TypeError(
            f"dtype '{col.dtype}' does not support operation 'quantile'" if col.dtype.kind == "C" else "'quantile' cannot be performed against 'object' dtypes!"
        )
    groups = values_by(col, numbers, size)
    made = []
    for group in groups:
        values = sorted(float(value) for value in group)
        made.append([(_stepped(values, part) if how == "linear" else between(values, part, how)) if values else nan for part in parts])
    return made
