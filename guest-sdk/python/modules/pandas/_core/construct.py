"""What `Series(...)` and `DataFrame(...)` make of their data."""

from __future__ import annotations

import dataclasses
from collections import abc
from typing import Any

from numpy import ndarray
from numpy._dtypes import OBJECT

from . import columns as cols
from .dtypes import resolve_any
from .index import Index, RangeIndex, ensure_index
from .missing import is_missing


def is_list_like(value: Any) -> bool:
    """Whether it holds several values."""
    return hasattr(type(value), "__iter__") and not isinstance(value, (str, bytes, type)) and not (isinstance(value, ndarray) and value.ndim == 0)


def series_parts(data: Any, index: Any, dtype: Any, name: Any) -> tuple[Any, Any, Any]:
    """Column, index and name of a Series."""
    index = None if index is None else ensure_index(index)
    if name is None:
        name = getattr(data, "name", None) if getattr(type(data), "_sandtable_column", False) else None
    to = None if dtype is None else resolve_any(dtype)
    if data is None or (isinstance(data, (list, tuple, dict)) and not data and index is not None and not isinstance(data, (list, tuple))):
        size = 0 if index is None else len(index)
        col = cols.of([cols.nan] * size, OBJECT) if to is None else cols.missing_column(to, size)
        if to is None and index is not None and size:
            col = cols.astype(col, "float64") if data is None or isinstance(data, dict) else col
        return col, RangeIndex(0) if index is None else index, name
    if isinstance(data, abc.Mapping):
        keys = Index(list(data.keys())) if data else RangeIndex(0)
        col = cols.column(list(data.values()), to if index is None else None)
        if index is None:
            return col, keys, name
        col = cols.take_missing(col, keys._indexer(index))
        return (col if to is None else cols.astype(col, to)), index, name
    if getattr(type(data), "_sandtable_ranked", False):
        if data.ndim != 1:
            raise ValueError("Data must be 1-dimensional, got a DataFrame")
        col = data._values
        if index is None:
            index = data._index
        elif not index.equals(data._index):
            col = data.reindex(index)._values
        return (col if to is None else cols.astype(col, to)), index, name
    if not is_list_like(data):
        size = 1 if index is None else len(index)
        return cols.repeat_value(data, size, to), RangeIndex(size) if index is None else index, name
    if isinstance(data, (set, frozenset)):
        raise TypeError(f"'{type(data).__name__}' type is unordered")
    col = cols.column(data, to)
    if isinstance(data, ndarray) and col is data:
        col = data.copy()
    if index is None:
        return col, RangeIndex(len(col)), name
    if len(col) != len(index):
        raise ValueError(f"Length of values ({len(col)}) does not match length of index ({len(index)})")
    return col, index, name


def frame_parts(data: Any, index: Any, columns: Any, dtype: Any) -> tuple[list[Any], Any, Any]:
    """Columns, their labels and the index of a DataFrame."""
    index = None if index is None else ensure_index(index)
    columns = None if columns is None else ensure_index(columns)
    made, names, rows = _parts(data, index, columns)
    if dtype is not None:
        to = resolve_any(dtype)
        made = [cols.astype(col, to) for col in made]
    return made, names, rows


def _parts(data: Any, index: Any, columns: Any) -> tuple[list[Any], Any, Any]:
    if data is None:
        data = {}
    if getattr(type(data), "_sandtable_ranked", False):
        if data.ndim == 2:
            made = data
            if index is not None and not index.equals(made._index):
                made = made.reindex(index)
            if columns is not None and not columns.equals(made._columns):
                made = made.reindex(columns=columns)
            return list(made._cols), made._columns, made._index
        return _of_series(data, index, columns)
    if isinstance(data, abc.Mapping):
        return _of_dict(data, index, columns)
    if isinstance(data, ndarray):
        return _of_array(data, index, columns)
    if isinstance(data, Index):
        name = data.name if columns is None else columns[0]
        return [data._values], Index([0 if name is None else name]), RangeIndex(len(data)) if index is None else index
    if isinstance(data, (str, bytes)) or not is_list_like(data):
        if index is None or columns is None:
            raise ValueError("DataFrame constructor not properly called!")
        return [cols.repeat_value(data, len(index)) for _ in range(len(columns))], columns, index
    if isinstance(data, (set, frozenset)):
        raise TypeError("Set type is unordered")
    return _of_rows(list(data) if not hasattr(data, "_values") else cols.boxed(data._values), index, columns)


def _of_series(data: Any, index: Any, columns: Any) -> tuple[list[Any], Any, Any]:
    if index is not None and not index.equals(data._index):
        data = data.reindex(index)
    if columns is None:
        columns = RangeIndex(1) if data.name is None else Index([data.name])
        return [data._values.copy()], columns, data._index
    if data.name is not None:
        return _of_dict({data.name: data}, data._index, columns)
    return [data._values.copy() for _ in range(len(columns))], columns, data._index


def _of_dict(data: Any, index: Any, columns: Any) -> tuple[list[Any], Any, Any]:
    if columns is None:
        columns = Index(list(data.keys())) if data else RangeIndex(0)
    values: list[Any] = []
    for label in columns:
        found = (
            data.get(label, _ABSENT)
            if not isinstance(label, float)
            else next((data[key] for key in data if key == label or (is_missing(key) and is_missing(label))), _ABSENT)
        )
        values.append(found)
    present = [value for value in values if value is not _ABSENT]
    if index is None:
        index = _index_of(present)
    made = []
    for value in values:
        if value is _ABSENT:
            made.append(cols.of([cols.nan] * len(index), OBJECT))
        else:
            made.append(aligned_column(value, index))
    return made, columns, index


_ABSENT = object()


def aligned_column(value: Any, index: Any) -> Any:
    """A value of a dict as a column of the index."""
    if getattr(type(value), "_sandtable_ranked", False):
        if value.ndim == 2:
            raise ValueError("Data must be 1-dimensional, got a DataFrame")
        return (value if value._index.equals(index) else value.reindex(index))._values.copy()
    if isinstance(value, abc.Mapping):
        keys = Index(list(value.keys())) if value else RangeIndex(0)
        col = cols.column(list(value.values()))
        return cols.take_missing(col, keys._indexer(index)) if value else cols.missing_column(OBJECT, len(index))
    if is_list_like(value):
        if isinstance(value, (set, frozenset)):
            raise TypeError(f"'{type(value).__name__}' type is unordered")
        col = cols.column(value, copy=True)
        if not len(col) and isinstance(value, (list, tuple)):
            col = cols.of(cols.empty(cols.FLOAT64, 0), cols.FLOAT64)
        if len(col) != len(index):
            raise ValueError(f"Length of values ({len(col)}) does not match length of index ({len(index)})")
        return col
    return cols.repeat_value(value, len(index))


def _index_of(values: list[Any]) -> Any:
    """The index that a dict's values have together."""
    if not values:
        return RangeIndex(0)
    indexes, lengths, has_series = [], set(), False
    for at, value in enumerate(values):
        if getattr(type(value), "_sandtable_ranked", False):
            indexes.append(value._index)
            has_series = True
        elif isinstance(value, abc.Mapping):
            indexes.append(Index(list(value.keys())) if value else RangeIndex(0))
        elif is_list_like(value):
            if not hasattr(value, "__len__"):
                values[at] = value
                raise ValueError("a dict's values are lists, arrays or Series; make a list of the generator")
            lengths.add(len(value))
    if not indexes and not lengths:
        raise ValueError("If using all scalar values, you must pass an index")
    index = union_all(indexes, has_series) if indexes else None
    if lengths:
        if len(lengths) > 1:
            raise ValueError("All arrays must be of the same length")
        (length,) = lengths
        if index is None:
            return RangeIndex(length)
        if has_series and length != len(index):
            raise ValueError(f"array length {length} does not match index length {len(index)}")
        if not has_series and any(isinstance(value, abc.Mapping) for value in values):
            raise ValueError("Mixing dicts with non-Series may lead to ambiguous ordering.")
    return index


def union_all(indexes: list[Any], sort: bool) -> Any:
    """All labels of several indexes; sorted, where they differ and it is asked for."""
    first = indexes[0]
    if all(first.equals(other) for other in indexes[1:]):
        names = {str(index._name) for index in indexes}
        return first if len(names) == 1 else first.rename(None if first.nlevels == 1 else [None] * first.nlevels)
    if first.nlevels > 1:
        made = first
        for other in indexes[1:]:
            made = made.union(other, sort=None if sort else False)
        return made
    if all(isinstance(index, Index) and index.dtype.kind in "Mm" for index in indexes):
        made = indexes[0]
        for other in indexes[1:]:
            made = made.union(other, sort=None if sort else False)
        return made
    joined = cols.joined([index._values for index in indexes])
    name = first._name if all(index._name == first._name for index in indexes) else None
    made = Index._of(joined, name).unique()
    if all(isinstance(index, RangeIndex) for index in indexes):
        made = made.sort_values()
        whole = range(made[0], made[-1] + 1) if len(made) else range(0)
        return RangeIndex(whole, name=name) if len(whole) == len(made) else made
    return made._sorted_or_not(None if sort else False, name)


def _of_array(data: Any, index: Any, columns: Any) -> tuple[list[Any], Any, Any]:
    if data.ndim == 1:
        data = data.reshape(-1, 1)
    rows, width = data.shape
    columns = RangeIndex(width) if columns is None else columns
    index = RangeIndex(rows) if index is None else index
    if (rows, width) != (len(index), len(columns)):
        raise ValueError(f"Shape of passed values is {(rows, width)}, indices imply {(len(index), len(columns))}")
    made = [cols.column(cols.of(data._data[at::width] if width else data._data, data.dtype), copy=True) for at in range(width)]
    return made, columns, index


def _of_rows(rows: list[Any], index: Any, columns: Any) -> tuple[list[Any], Any, Any]:
    if not rows:
        names = RangeIndex(0) if columns is None else columns
        return [cols.of([], OBJECT) for _ in range(len(names))], names, RangeIndex(0) if index is None else index
    first = rows[0]
    if dataclasses.is_dataclass(first) and not isinstance(first, type):
        rows = [dataclasses.asdict(row) for row in rows]
        first = rows[0]
    if isinstance(first, abc.Mapping):
        names = list(columns) if columns is not None else list(dict.fromkeys(key for row in rows for key in row))
        made = [cols.infer([row.get(name, cols.nan) for row in rows]) for name in names]
        labels = columns if columns is not None else (Index(names) if names else RangeIndex(0))
    elif getattr(type(first), "_sandtable_ranked", False):
        return _of_series_rows(rows, index, columns)
    elif isinstance(first, (list, tuple, ndarray)) or (is_list_like(first) and not isinstance(first, (dict, set))):
        if columns is None and isinstance(first, tuple) and hasattr(first, "_fields"):
            columns = Index(list(first._fields))
        made, labels = _of_lists([list(row) if row is not None and is_list_like(row) else [row] for row in rows], columns)
    else:
        made = [cols.infer(rows)]
        labels = RangeIndex(1) if columns is None else columns
        if len(labels) != 1:
            raise ValueError(f"Shape of passed values is ({len(rows)}, 1), indices imply ({len(rows)}, {len(labels)})")
    index = RangeIndex(len(rows)) if index is None else index
    if len(index) != len(rows):
        raise ValueError(f"Shape of passed values is ({len(rows)}, {len(made)}), indices imply ({len(index)}, {len(labels)})")
    return made, labels, index


def _of_lists(rows: list[list[Any]], columns: Any) -> tuple[list[Any], Any]:
    width = max(map(len, rows))
    if columns is not None and len(columns) != width:
        raise ValueError(f"{len(columns)} columns passed, passed data had {width} columns")
    padded = [row if len(row) == width else row + [None] * (width - len(row)) for row in rows]
    return [cols.infer(list(values)) for values in zip(*padded)], RangeIndex(width) if columns is None else columns


def _of_series_rows(rows: list[Any], index: Any, columns: Any) -> tuple[list[Any], Any, Any]:
    labels = union_all([row._index for row in rows], False) if columns is None else columns
    values = [row.reindex(labels).tolist() if not row._index.equals(labels) else row.tolist() for row in rows]
    made = [cols.infer(list(column)) for column in zip(*values)] if len(labels) else []
    if index is None:
        names = [row.name for row in rows]
        if all(name is None for name in names):
            index = RangeIndex(len(rows))
        else:
            count = iter(range(len(rows)))
            index = Index([f"Unnamed {next(count)}" if name is None else name for name in names])
    return made, labels, index
