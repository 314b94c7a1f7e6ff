"""`map`: a function, a dict or a Series over each value."""

from __future__ import annotations

from typing import Any

from . import columns as cols
from .missing import is_missing


def map_column(col: Any, mapper: Any, na_action: Any = None) -> Any:
    """What a function, a dict or a Series makes of each value, typed anew."""
    if na_action not in (None, "ignore"):
        raise ValueError(f"na_action must either be 'ignore' or None, {na_action} was passed")
    if col.dtype.kind == "C":
        return _map_categories(col, mapper, na_action)
    if isinstance(mapper, dict) and not hasattr(mapper, "__missing__"):
        return _looked_up(col, mapper)
    if getattr(type(mapper), "_sandtable_ranked", False):
        rows = [-1 if (row := mapper.index._find(value)) is None else row for value in cols.boxed(col)]
        return cols.take_missing(mapper._values, rows)
    function = (lambda value: mapper[value]) if isinstance(mapper, dict) else mapper
    if not callable(function):
        raise TypeError(f"'{type(mapper).__name__}' object is not callable")
    values = cols.boxed(col)
    if na_action == "ignore":
        return cols.infer([value if is_missing(value) else function(value) for value in values])
    return cols.infer([function(value) for value in values])


def _looked_up(col: Any, mapper: dict[Any, Any]) -> Any:
    """As pandas: the dict is a Series, with one type, and what it lacks is missing."""
    if not mapper:
        return cols.missing_column(cols.infer([0.0]).dtype, len(col))
    kept = cols.infer(list(mapper.values()))
    absent = next((at for at, key in enumerate(mapper) if is_missing(key)), -1)
    place = {key: at for at, key in enumerate(mapper)}
    rows = []
    for value in cols.boxed(col):
        try:
            rows.append(absent if is_missing(value) else place.get(value, -1))
        except TypeError:
            raise TypeError(f"unhashable type: '{type(value).__name__}'") from None
    return cols.take_missing(kept, rows)


def _map_categories(col: Any, mapper: Any, na_action: Any) -> Any:
    from .dtypes import CategoricalDtype
    from .index import Index

    made = map_column(col.dtype.categories._values, mapper, na_action)
    if na_action is None and callable(mapper) and -1 in col._data:
        absent = mapper(cols.nan)
        if not cols.is_missing(absent):
            return cols.infer([absent if code < 0 else value for code, value in zip(col._data, [cols.box_boxed(made, max(code, 0)) for code in col._data])])
    index = Index._of(made)
    if index.is_unique and not cols.has_missing(made):
        return cols.of(col._data[:], CategoricalDtype(index, col.dtype.ordered))
    return cols.take_missing(made, col._data)
