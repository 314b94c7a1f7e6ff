"""`describe`: what there is to say of the values of a column."""

import math

from . import columns as cols
from .errors import missing


def parts_of(percentiles):
    """Parts of the way through, with the middle among them, in order."""
    if percentiles is None:
        return [0.25, 0.5, 0.75]
    found = [float(part) for part in percentiles]
    if any(not 0 <= part <= 1 for part in found):
        raise ValueError("percentiles should all be in the interval [0, 1]")
    if len(set(found)) < len(found):
        raise ValueError("percentiles cannot contain duplicates")
    return sorted({*found, 0.5})


def labels_of(parts):
    """25%, 99.9%: as many digits as tell them apart."""
    hundreds = [part * 100 for part in parts]
    whole = [abs(value - round(value)) < 1e-8 * abs(value) + 1e-8 for value in hundreds]
    if all(whole):
        return [f"{round(value)}%" for value in hundreds]
    edges = sorted(set(hundreds))
    begin, end = (edges[0] if edges[0] > 0 else None), (100 - edges[-1] if edges[-1] < 100 else None)
    steps = [*([begin] if begin else []), *(b - a for a, b in zip(edges, edges[1:], strict=False)), *([end] if end else [])]
    digits = max(1, -math.floor(math.log10(min(steps))))
    return [f"{round(value)}%" if flag else f"{round(value, digits)}%" for value, flag in zip(hundreds, whole, strict=True)]


def describe_series(series, percentiles=None):
    """A Series of statistics."""
    return series_of(*statistics(series, parts_of(percentiles)), series.name)


def series_of(labels, values, dtype, name):
    from .series import Series

    return Series(values, index=labels, name=name, dtype=dtype)


def statistics(series, parts):
    """Labels, values, and the type that they have together."""
    kind = series.dtype.kind
    if kind == "N":
        if series.dtype.inner.kind in "iuf" and series.dtype.name != "string":
            missing(f"describe of the type {series.dtype}", "astype('float64')")
        return categorical(series)
    if kind in "iuf":
        values = [series.count(), series.mean(), series.std(), series.min(), *series.quantile(parts).tolist(), series.max()]
        return ["count", "mean", "std", "min", *labels_of(parts), "max"], [float(value) for value in values], "float64"
    if kind == "M":
        values = [series.count(), series.mean(), series.min(), *series.quantile(parts).tolist(), series.max()]
        return ["count", "mean", "min", *labels_of(parts), "max"], values, "object"
    if kind == "m":
        values = [series.count(), series.mean(), series.std(), series.min(), *series.quantile(parts).tolist(), series.max()]
        return ["count", "mean", "std", "min", *labels_of(parts), "max"], values, "object"
    return categorical(series)


def categorical(series):
    counts = series.value_counts()
    counts = counts[counts != 0]
    top, most = (counts.index[0], counts.iloc[0]) if len(counts) else (cols.nan, cols.nan)
    labels = ["count", "unique", "top", "freq"]
    values = [series.count(), len(counts), top, most]
    plain = len(counts) and isinstance(top, int | float) and not isinstance(top, bool)
    return labels, values, None if plain else "object"


def describe_frame(frame, percentiles=None, include=None, exclude=None):
    """A column of statistics for each column."""
    from .concat import concat

    if not len(frame.columns):
        raise ValueError("Cannot describe a DataFrame without columns")
    parts = parts_of(percentiles)
    if include is None and exclude is None:
        picked = [place for place, col in enumerate(frame._cols) if col.dtype.kind in "iufMm" or (col.dtype.kind == "N" and col.dtype.inner.kind in "iuf")]
        chosen = frame._pick_columns(picked) if picked else frame
    elif isinstance(include, str) and include == "all":
        if exclude is not None:
            raise ValueError("exclude must be None when include is 'all'")
        chosen = frame
    else:
        chosen = frame.select_dtypes(include=include, exclude=exclude)
    made = [series_of(*statistics(chosen.iloc[:, place], parts), chosen.columns[place]) for place in range(len(chosen.columns))]
    if not made:
        raise ValueError("No columns match the specified include or exclude data types")
    names = list(dict.fromkeys(label for one in sorted(made, key=len) for label in one.index))
    table = concat([one.reindex(names) for one in made], axis=1, sort=False)
    table.columns = chosen.columns
    return table
