"""`concat`: tables below or beside each other."""

from __future__ import annotations

from typing import Any

from numpy._dtypes import promote

from . import columns as cols
from .construct import union_all
from .errors import missing
from .frame_reduce import axis_number
from .index import Index, RangeIndex


def concat(
    objs: Any,
    *,
    axis: Any = 0,
    join: str = "outer",
    ignore_index: bool = False,
    keys: Any = None,
    levels: Any = None,
    names: Any = None,
    verify_integrity: bool = False,
    sort: bool = False,
    copy: Any = None,
) -> Any:
    """Series and DataFrames below or beside each other, label by label."""
    if levels is not None:
        missing("concat with levels=")
    if join not in ("outer", "inner"):
        raise ValueError("Only can inner (intersect) or outer (union) join the other axis")
    if getattr(type(objs), "_sandtable_ranked", False) or isinstance(objs, str):
        raise TypeError(f'first argument must be an iterable of pandas objects, you passed an object of type "{type(objs).__name__}"')
    if isinstance(objs, dict):
        keys = list(objs) if keys is None else list(keys)
        objs = [objs[key] for key in keys]
    else:
        objs = list(objs)
        keys = None if keys is None else list(keys)
    if not objs:
        raise ValueError("No objects to concatenate")
    kept = [at for at, one in enumerate(objs) if one is not None]
    if not kept:
        raise ValueError("All objects passed were None")
    if keys is not None and len(keys) == len(objs):
        keys = [keys[at] for at in kept]
    objs = [objs[at] for at in kept]
    for one in objs:
        if not getattr(type(one), "_sandtable_ranked", False):
            raise TypeError(f"cannot concatenate object of type '{type(one)}'; only Series and DataFrame objs are valid")
    across = axis_number(axis) == 1
    if keys is None and names is None and join == "outer":
        # A table without rows and columns brings nothing, not even missing values.
        objs = [one for one in objs if one.ndim == 1 or sum(one.shape)] or objs
    if all(one.ndim == 1 for one in objs) and not across:
        made = _series(objs, ignore_index, keys, names)
    elif across:
        made = _beside(objs, join, ignore_index, keys, names, sort)
    else:
        made = _below([one if one.ndim == 2 else _frame(one) for one in objs], join, ignore_index, keys, names, sort)
    if verify_integrity:
        labels = made._columns if across else made._index
        if not labels.is_unique:
            raise ValueError(f"Indexes have overlapping values: {labels[labels.duplicated()].unique()}")
    return made


def _frame(series: Any) -> Any:
    return series.to_frame(0 if series._name is None else series._name)


def _joined(columns: list[Any]) -> Any:
    """Columns below each other; what is empty, or all missing, does not decide the type."""
    some = [col for col in columns if len(col)]
    return numbers_joined(some or columns)


def _index(objs: list[Any], ignore: bool, keys: Any, names: Any) -> Any:
    if ignore:
        return RangeIndex(sum(len(one) for one in objs))
    indexes = [one._index for one in objs]
    if keys is None:
        return indexes[0].append(indexes[1:]) if len(indexes) > 1 else indexes[0]
    return keyed(indexes, keys, names)


def keyed(indexes: list[Any], keys: list[Any], names: Any) -> Any:
    """Indexes one after the other, with the key of each before its labels."""
    from .multiindex import MultiIndex

    sizes = [len(index) for index in indexes]
    several = bool(keys) and all(isinstance(key, tuple) for key in keys)
    parts = list(zip(*keys)) if several else [keys]
    rows = [at for at, size in enumerate(sizes) for _ in range(size)]
    arrays = [cols.take(cols.column(list(part)), rows) for part in parts]
    whole = indexes[0].append(indexes[1:]) if len(indexes) > 1 else indexes[0]
    below = whole._arrays if whole.nlevels > 1 else [whole._values]
    labels = list(names) if names is not None else [None] * len(parts)
    if names is None and hasattr(keys, "names"):
        labels = list(keys.names)
    if len(labels) < len(arrays) + len(below):
        labels = labels + list(whole.names)[: len(arrays) + len(below) - len(labels)]
    orders = [None if several or len(set(map(str, keys))) < len(keys) else Index(list(keys), tupleize_cols=False)] + [None] * (len(arrays) + len(below) - 1)
    return MultiIndex._made([*arrays, *below], labels, orders)


def _series(objs: list[Any], ignore: bool, keys: Any, names: Any) -> Any:
    name = objs[0]._name if all(one._name == objs[0]._name for one in objs) else None
    return type(objs[0])._of(_joined([one._values for one in objs]), _index(objs, ignore, keys, names), name)


def _below(objs: list[Any], join: str, ignore: bool, keys: Any, names: Any, sort: bool) -> Any:
    from .frame import DataFrame

    labels = [one._columns for one in objs]
    if all(labels[0].equals(other) for other in labels[1:]):
        columns = labels[0]
    elif join == "inner":
        columns = labels[0]
        for other in labels[1:]:
            columns = columns.intersection(other)
        if sort:
            columns = columns._sorted_or_not(None, columns._name)
    else:
        columns = union_all(labels, sort)
    index = _index(objs, ignore, keys, names)
    for one in objs:
        if not one._columns.is_unique and not one._columns.equals(columns):
            from .errors import InvalidIndexError

            raise InvalidIndexError("Reindexing only valid with uniquely valued Index objects")
    made = []
    same = columns is labels[0]
    for at, label in enumerate(columns):
        parts, absent = [], []
        for one in objs:
            place = at if same else one._columns._find(label)
            parts.append(None if place is None else one._cols[place])
            absent.append(place is None)
        made.append(_filled(parts, objs))
    if not len(columns):
        return DataFrame._of([], columns, index)
    return DataFrame._of(made, columns, index)


def _filled(parts: list[Any], objs: list[Any]) -> Any:
    """One column of several tables, missing where a table does not have it; typed as pandas 2.2 does."""
    there = [part for part in parts if part is not None]
    gaps = len(there) < len(parts)
    if not gaps and len({part.dtype.name for part in there}) == 1 and there[0].dtype.kind != "C":
        return cols.joined(there, there[0].dtype)
    first = there[0].dtype
    if not gaps and all(part.dtype.kind in "biuf" and (part.dtype == first or part.dtype.kind in "iub") and not _hollow(part) for part in there):
        to = first
        for part in there[1:]:
            to = promote(to, part.dtype)
        return cols.joined(there, to)
    solid = [part.dtype for part in there if not _hollow(part)] or [part.dtype for part in there]
    to = cols.common_type(solid)
    if gaps and to.kind in "iub":
        to = cols.with_missing(cols.of(cols.empty(to, 0), to)).dtype
    made = []
    for one, part in zip(objs, parts):
        if part is None:
            made.append(cols.missing_column(to, len(one)))
        elif _hollow(part) and part.dtype != to and _fits(part, to):
            fill = cols.missing_column(to, len(part))
            made.append(part if to.kind == "O" and part.dtype.kind == "O" else fill)
        else:
            made.append(part)
    return numbers_joined(made)


def _fits(col: Any, to: Any) -> bool:
    """Whether what is missing in a column is missing in another type too."""
    kind = col.dtype.kind
    if kind == "O":
        return to.kind in "fMmCO"
    if kind in "fC":
        return to.kind in "fMmCO"
    return to.kind in "OC"


def numbers_joined(columns: list[Any]) -> Any:
    """Columns below each other; truth values among numbers become numbers, kept as objects."""
    kinds = {col.dtype.kind for col in columns}
    if "b" in kinds and len(kinds) > 1 and kinds <= set("biuf"):
        to = columns[0].dtype
        for col in columns[1:]:
            to = promote(to, col.dtype)
        return cols.astype(cols.joined(columns, to), cols.OBJECT)
    return cols.joined(columns)


def _hollow(col: Any) -> bool:
    """Whether it holds nothing but missing values, or nothing at all, in a type that could hold them."""
    if col.dtype.kind in "iub":
        return False
    return not len(col) or sum(cols.flags_missing(col)) == len(col)


def _beside(objs: list[Any], join: str, ignore: bool, keys: Any, names: Any, sort: bool) -> Any:
    from .frame import DataFrame

    indexes = [one._index for one in objs]
    if all(indexes[0].equals(other) for other in indexes[1:]):
        index = indexes[0]
        if any(str(other.names) != str(index.names) for other in indexes[1:]) and index.nlevels == 1:
            index = index.rename(None)
    elif join == "inner":
        index = indexes[0]
        for other in indexes[1:]:
            index = index.intersection(other)
        if sort:
            index = index._sorted_or_not(None, index._name)
    else:
        times = all(index.dtype.kind in "Mm" for index in indexes)
        index = union_all(indexes, sort or times)
    made: list[Any] = []
    labels: list[Any] = []
    numbers = 0
    for at, one in enumerate(objs):
        rows = None
        if not one._index.equals(index):
            if not one._index.is_unique:
                from .errors import InvalidIndexError

                raise InvalidIndexError("Reindexing only valid with uniquely valued Index objects")
            rows = one._index._indexer(index)
        columns = one._cols if one.ndim == 2 else [one._values]
        made.extend(col.copy() if rows is None else cols.take_missing(col, rows) for col in columns)
        if one.ndim == 2:
            labels.append(one._columns)
        else:
            label = one._name
            if keys is None and label is None:
                label = numbers
                numbers += 1
            labels.append(Index([label], tupleize_cols=False) if not isinstance(label, tuple) else Index([label]))
    if ignore:
        return DataFrame._of(made, RangeIndex(len(made)), index)
    if keys is not None:
        if all(one.ndim == 1 for one in objs):
            columns = Index(list(keys), name=None if names is None else list(names)[0])
        else:
            columns = keyed(labels, list(keys), names)
    else:
        if all(one.ndim == 1 and one._name is None for one in objs):
            columns = RangeIndex(len(made))
        else:
            columns = labels[0].append(labels[1:]) if len(labels) > 1 else labels[0]
    return DataFrame._of(made, columns, index)
