"""`describe`."""

from __future__ import annotations

from typing import Any

from numpy._buffers import store
from numpy._dtypes import FLOAT64, INT64

from . import columns as cols
from .dtypes import is_numeric
from .index import Index


def _parts(percentiles: Any) -> list[float]:
    if percentiles is None:
        return [0.25, 0.5, 0.75]
    made = [float(part) for part in percentiles]
    for part in made:
        if not 0 <= part <= 1:
            raise ValueError("percentiles should all be in the interval [0, 1]")
    if len(set(made)) < len(made):
        raise ValueError("percentiles cannot contain duplicates")
    return sorted({*made, 0.5})


def _labels(parts: list[float]) -> list[str]:
    made = []
    for part in parts:
        percent = round(part * 100, 10)
        text = f"{percent:g}" if percent == int(percent) else f"{percent:.10f}".rstrip("0")
        made.append(f"{text}%")
    return made


def describe_series(series: Any, percentiles: Any = None) -> Any:
    """What there is to say of the values of a Series."""
    from .series import Series

    kind = series.dtype.kind
    if kind == "b" or kind in "OCV" or series.dtype.name in ("string", "boolean"):
        return _objects(series)
    parts = _parts(percentiles)
    labels = ["count", "mean", "std", "min", *_labels(parts), "max"]
    if kind == "M":
        values = [len(series.dropna()), series.mean(), series.min(), *series.quantile(parts).tolist(), series.max()]
        return Series._of(cols.of(values, cols.OBJECT), Index(["count", "mean", "min", *_labels(parts), "max"]), series._name)
    values = [series.count(), series.mean(), series.std(), series.min(), *series.quantile(parts).tolist(), series.max()]
    if kind == "m":
        values[0] = int(values[0])
        return Series._of(cols.of(values, cols.OBJECT), Index(labels), series._name)
    if kind == "N":
        from .missing import NA

        return Series._of(cols.of([value if value is NA else float(value) for value in values], cols.resolve_any("Float64")), Index(labels), series._name)
    return Series._of(cols.of(store([float(value) for value in values], FLOAT64), FLOAT64), Index(labels), series._name)


def _objects(series: Any) -> Any:
    from .series import Series

    counts = series.value_counts()
    counts = counts[counts > 0] if series.dtype.kind == "C" else counts
    if len(counts):
        label = counts.index[0]
        top, freq = (bool(label) if series.dtype.kind == "b" else label), counts.tolist()[0]
    else:
        top, freq = cols.nan, cols.nan
    values = [int(series.count()), len(counts), top, freq]
    return Series._of(cols.of(values, cols.OBJECT), Index(["count", "unique", "top", "freq"]), series._name)


def describe_frame(frame: Any, percentiles: Any, include: Any, exclude: Any) -> Any:
    """What there is to say of each column."""
    if not len(frame._cols):
        raise ValueError("Cannot describe a DataFrame without columns")
    if include is None and exclude is None:
        places = [at for at, col in enumerate(frame._cols) if (is_numeric(col.dtype) and col.dtype.kind != "b" and col.dtype.name != "boolean") or col.dtype.kind in "Mm"]
        source = frame._pick_columns(places) if places else frame
    elif include == "all":
        if exclude is not None:
            raise ValueError("exclude must be None when include is 'all'")
        source = frame
    else:
        source = frame.select_dtypes(include, exclude)
    if not source._cols:
        raise ValueError("No columns match the specified include or exclude data types")
    parts = [describe_series(series, percentiles) for series in source._series()]
    # The rows of the longest first, and then what the others have besides.
    names: list[Any] = []
    for index in sorted((list(part._index) for part in parts), key=len):
        for name in index:
            if name not in names:
                names.append(name)
    made = [part.reindex(names)._values if list(part._index) != names else part._values for part in parts]
    return type(frame)._of(made, source._columns, Index(names))


_unused = INT64
