"""`cut` and `qcut`: numbers in intervals."""

import math
from bisect import bisect_left, bisect_right

from . import columns as cols
from .errors import missing
from .missing import is_missing


def cut(x, bins, right=True, labels=None, retbins=False, precision=3, include_lowest=False, duplicates="raise", ordered=True):
    """Which interval each number is in: as many of the same width as `bins` says, or those between its edges."""
    col, numbers = numbers_of(x)
    if hasattr(bins, "__iter__"):
        if type(bins).__name__ == "IntervalIndex":
            missing("cut with an IntervalIndex", "edges")
        edges = list(bins)
        if col.dtype.kind in "Mm":
            missing("cut of times", "dt.floor or dt.to_period")
        if any(b < a for a, b in zip(edges, edges[1:], strict=False)):
            raise ValueError("bins must increase monotonically.")
    else:
        if bins < 1:
            raise ValueError("`bins` should be a positive integer.")
        edges = even(numbers, int(bins), right)
    return placed(x, numbers, edges, right, labels, retbins, precision, include_lowest, duplicates, ordered)


def qcut(x, q, labels=None, retbins=False, precision=3, duplicates="raise"):
    """Which quantile each number is in."""
    from .reductions import quantile

    col, numbers = numbers_of(x)
    if col.dtype.kind in "Mm":
        missing("qcut of times", "rank")
    parts = list(q) if hasattr(q, "__iter__") else [*(number * (1 / q) for number in range(q)), 1.0]
    here = sorted(value for value in numbers if value == value)
    edges = [float(quantile(here, part)) for part in parts]
    return placed(x, numbers, edges, True, labels, retbins, precision, True, duplicates, True)


def numbers_of(x):
    """A column, and its values as floats."""
    col = getattr(x, "_values", None)
    if getattr(x, "ndim", 1) != 1:
        raise ValueError("Input array must be 1 dimensional")
    col = cols.column(list(x) if not hasattr(x, "dtype") else x) if col is None else col
    if col.dtype.kind in "OC":
        for value in cols.boxed(col):
            if isinstance(value, str):
                raise TypeError("'<' not supported between instances of 'int' and 'str'")
    return col, cols.as_floats(col) if col.dtype.kind not in "Mm" else []


def even(numbers, bins, right):
    """Edges of bins of the same width; the first is lowered, or the last raised, by a thousandth."""
    here = [value for value in numbers if value == value]
    if not numbers:
        raise ValueError("Cannot cut empty array")
    if not here or math.isinf(min(here)) or math.isinf(max(here)):
        raise ValueError("cannot specify integer `bins` when input data contains infinity" if here else "cannot cut an array of nothing but missing values")
    low, high = min(here), max(here)
    if low == high:
        low -= 0.001 * abs(low) if low else 0.001
        high += 0.001 * abs(high) if high else 0.001
        return spaced(low, high, bins)
    edges = spaced(low, high, bins)
    adjust = (high - low) * 0.001
    if right:
        edges[0] -= adjust
    else:
        edges[-1] += adjust
    return edges


def spaced(low, high, bins):
    """As numpy's `linspace`."""
    step = (high - low) / bins
    return [*(low + number * step for number in range(bins)), high]


def placed(x, numbers, edges, right, labels, retbins, precision, include_lowest, duplicates, ordered):
    unique = [edge for place, edge in enumerate(edges) if place == 0 or edge != edges[place - 1]]
    if duplicates not in ("raise", "drop"):
        raise ValueError("invalid value for 'duplicates' parameter, valid options are: raise, drop")
    if len(unique) < len(edges) and len(edges) != 2:
        if duplicates == "raise":
            from .index import Index

            raise ValueError(f"Bin edges must be unique: {Index(edges)!r}.\nYou can drop duplicate edges by setting the 'duplicates' kwarg")
        edges = unique
    find = bisect_left if right else bisect_right
    codes = []
    for value in numbers:
        code = find(edges, value) - 1 if value == value else -1
        if include_lowest and value == edges[0]:
            code = 0
        codes.append(code if 0 <= code < len(edges) - 1 else -1)
    made = result(x, codes, edges, right, labels, precision, include_lowest, ordered)
    import numpy as np

    return (made, np.array(edges)) if retbins else made


def result(x, codes, edges, right, labels, precision, include_lowest, ordered):
    from .categorical import Categorical
    from .dtypes import CategoricalDtype

    size = len(edges) - 1
    if labels is False:
        col = cols.column([cols.nan if code < 0 else float(code) for code in codes]) if -1 in codes else cols.column(codes, "int64")
        return wrapped(x, col)
    if labels is None:
        categories = intervals(edges, right, precision, include_lowest)
    else:
        if isinstance(labels, str) or not hasattr(labels, "__iter__"):
            raise ValueError("Bin labels must either be False, None or passed in as a list-like argument")
        categories = list(labels)
        if len(categories) != size:
            raise ValueError("Bin labels must be one fewer than the number of bin edges")
        if len(set(categories)) < size:
            if ordered:
                raise ValueError("labels must be unique if ordered=True; pass ordered=False for duplicate labels")
            unique = list(dict.fromkeys(categories))
            codes = [code if code < 0 else unique.index(categories[code]) for code in codes]
            categories = unique
    to = CategoricalDtype(categories, ordered=ordered)
    col = cols.of(cols.store(codes, to), to)
    return wrapped(x, col) if getattr(type(x), "_sandtable_ranked", False) else Categorical._of(col)


def wrapped(x, col):
    if getattr(type(x), "_sandtable_ranked", False):
        from .series import Series

        return Series(col, index=x.index, name=x.name)
    return col


def intervals(edges, right, precision, include_lowest):
    """Intervals between edges, rounded to as few digits as tell them apart."""
    from .interval import Interval

    precision = next((digits for digits in range(precision, 20) if len({rounded(edge, digits) for edge in edges}) == len(edges)), precision)
    points = [rounded(edge, precision) for edge in edges]
    if right and include_lowest:
        points[0] -= 10 ** (-precision)
    if any(isinstance(point, float) for point in points):
        points = [float(point) for point in points]
    closed = "right" if right else "left"
    return [Interval(a, b, closed) for a, b in zip(points, points[1:], strict=False)]


def rounded(value, precision):
    """To so many digits, counted from the first that is not 0 for numbers below 1."""
    if isinstance(value, int) or is_missing(value) or math.isinf(value) or value == 0:
        return value
    part, whole = math.modf(value)
    digits = precision if whole else -math.floor(math.log10(abs(part))) - 1 + precision
    from numpy._scalars import round_half_even

    return round_half_even(value, digits)
