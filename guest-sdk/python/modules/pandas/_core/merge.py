"""`merge` and `join`."""

from __future__ import annotations

from typing import Any

from numpy._dtypes import INT64, OBJECT

from . import columns as cols
from . import kernels
from .construct import is_list_like
from .errors import MergeError, missing
from .index import Index, RangeIndex

_HOW = ("inner", "left", "right", "outer", "cross")


def merge(
    left: Any,
    right: Any,
    how: str = "inner",
    on: Any = None,
    left_on: Any = None,
    right_on: Any = None,
    left_index: bool = False,
    right_index: bool = False,
    sort: bool = False,
    suffixes: Any = ("_x", "_y"),
    copy: Any = None,
    indicator: Any = False,
    validate: Any = None,
) -> Any:
    """Two tables, row by row where their keys are equal."""
    left, right = _table(left), _table(right)
    if how not in _HOW:
        raise ValueError(f"'{how}' is not a valid Merge type: left, right, inner, outer, cross, asof")
    if how == "cross":
        if on is not None or left_on is not None or right_on is not None or left_index or right_index:
            raise MergeError("Can not pass on, right_on, left_on or set right_index=True or left_index=True")
        one, other = kernels.cross(len(left), len(right))
        return _combined(left, right, one, other, "cross", [], [], suffixes, RangeIndex(len(one)), indicator)
    left_keys, right_keys = _keys(left, right, on, left_on, right_on, left_index, right_index)
    names = left_keys or list(left._index.names)
    sides = zip(_columns(left, left_keys, left_index), _columns(right, right_keys, right_index), names)
    if left_index and right_index:
        pairs = [
            (a, b) if a.dtype == b.dtype or a.dtype.kind in "iuf" and b.dtype.kind in "iuf" else (cols.astype(a, OBJECT), cols.astype(b, OBJECT))
            for a, b, _ in sides
        ]
    else:
        pairs = [_comparable(a, b, name) for a, b, name in sides]
        left, right = _as_keys(left, left_keys, pairs, 0), _as_keys(right, right_keys, pairs, 1)
    if validate is not None:
        _validate(validate, [a for a, _ in pairs], [b for _, b in pairs])
    one, other = kernels.join_columns([a for a, _ in pairs], [b for _, b in pairs], how, sort)
    index = _index(left, right, one, other, how, left_index, right_index, pairs)
    return _combined(left, right, one, other, how, left_keys, right_keys, suffixes, index, indicator, pairs, left_index, right_index)


def _table(side: Any) -> Any:
    if getattr(type(side), "_sandtable_ranked", False):
        if side.ndim == 2:
            return side
        if side._name is None:
            raise ValueError("Cannot merge a Series without a name")
        return side.to_frame()
    raise TypeError(f"Can only merge Series or DataFrame objects, a {type(side)} was passed")


def _list(value: Any) -> list[Any]:
    return list(value) if is_list_like(value) and not isinstance(value, tuple) and not hasattr(value, "_values") else [value]


def _keys(left: Any, right: Any, on: Any, left_on: Any, right_on: Any, left_index: bool, right_index: bool) -> tuple[list[Any], list[Any]]:
    if not isinstance(left_index, bool):
        raise ValueError(f"left_index parameter must be of type bool, not {type(left_index)}")
    if on is None and left_on is None and right_on is None:
        if left_index and right_index:
            return [], []
        if left_index:
            raise MergeError("Must pass right_on or right_index=True")
        if right_index:
            raise MergeError("Must pass left_on or left_index=True")
        common = [label for label in left._columns if label in right._columns]
        if not common:
            raise MergeError(
                f"No common columns to perform merge on. Merge options: left_on={left_on}, right_on={right_on}, left_index={left_index}, right_index={right_index}"
            )
        if not left._columns.is_unique or not right._columns.is_unique:
            raise MergeError(f"Data columns not unique: {common!r}")
        return common, common
    if on is not None:
        if left_on is not None or right_on is not None:
            raise MergeError('Can only pass argument "on" OR "left_on" and "right_on", not a combination of both.')
        if left_index or right_index:
            raise MergeError('Can only pass argument "on" OR "left_index" and "right_index", not a combination of both.')
        left_keys, right_keys = _list(on), _list(on)
    else:
        if left_on is not None and left_index:
            raise MergeError('Can only pass argument "left_on" OR "left_index" not both.')
        if right_on is not None and right_index:
            raise MergeError('Can only pass argument "right_on" OR "right_index" not both.')
        if left_on is None and not left_index:
            raise MergeError('Must pass "left_on" OR "left_index".')
        if right_on is None and not right_index:
            raise MergeError('Must pass "right_on" OR "right_index".')
        left_keys = [] if left_on is None else _list(left_on)
        right_keys = [] if right_on is None else _list(right_on)
        if left_on is not None and right_on is not None and len(left_keys) != len(right_keys):
            raise ValueError("len(right_on) must equal len(left_on)")
        if left_on is not None and right_index and len(left_keys) != right._index.nlevels:
            raise ValueError('len(left_on) must equal the number of levels in the index of "right"')
        if right_on is not None and left_index and len(right_keys) != left._index.nlevels:
            raise ValueError('len(right_on) must equal the number of levels in the index of "left"')
    for side, keys in ((left, left_keys), (right, right_keys)):
        for key in keys:
            if not _array(key):
                side._keyed(key)
    return left_keys, right_keys


def _array(key: Any) -> bool:
    return hasattr(key, "__array__") or isinstance(key, list)


def _columns(side: Any, keys: list[Any], by_index: bool) -> list[Any]:
    if by_index:
        index = side._index
        return list(index._arrays) if index.nlevels > 1 else [index._values]
    return [cols.column(key) if _array(key) else side._keyed(key) for key in keys]


def _comparable(a: Any, b: Any, name: Any) -> tuple[Any, Any]:
    """Two key columns whose values can be told to be equal. Raises `ValueError` for types that never are."""
    x, y = a.dtype.kind, b.dtype.kind
    if x == y == "C" and _same_labels(a.dtype, b.dtype):
        if list(a.dtype.categories) != list(b.dtype.categories):
            from .categorical import recode

            b = recode(b, a.dtype.categories, a.dtype.ordered)
        return a, b
    if "C" in (x, y):
        return _uncategorized(a), _uncategorized(b)
    if x != y and not (len(a) and len(b)):
        return a, b
    if x == y == "M" and (getattr(a.dtype, "tz", None) is None) != (getattr(b.dtype, "tz", None) is None):
        raise ValueError(_apart(a, b, name))
    if x == y or (x in "iuf" and y in "iuf") or "N" in (x, y):
        return a, b
    if {x, y} == {"O", "b"} or (x in "biuf" and y in "biuf"):
        return cols.astype(a, OBJECT), cols.astype(b, OBJECT)
    if (x == "O" and y in "iuf") or (y == "O" and x in "iuf"):
        from .kinds import of_values

        one, two = of_values(a), of_values(b)
        whole = ("integer", "mixed-integer", "boolean", "empty")
        texts = ("string", "mixed", "bytes", "empty")
        if not (one in whole and two in whole) and (one in texts) != (two in texts):
            raise ValueError(_apart(a, b, name))
        return cols.astype(a, OBJECT), cols.astype(b, OBJECT)
    raise ValueError(_apart(a, b, name))


def _as_keys(side: Any, keys: list[Any], pairs: list[Any], which: int) -> Any:
    """The table with its keys in the types in which they were compared: categories that differ become their values."""
    made = list(side._cols)
    for key, pair in zip(keys, pairs):
        at = None if _array(key) else side._columns._find(key)
        if at is not None and made[at].dtype.kind in "Cb" and made[at].dtype != pair[which].dtype:
            made[at] = pair[which]
    return type(side)._of(made, side._columns, side._index)


def _same_labels(a: Any, b: Any) -> bool:
    mine, theirs = list(a.categories), list(b.categories)
    return a.ordered == b.ordered and (mine == theirs or (not a.ordered and len(mine) == len(theirs) and set(mine) == set(theirs)))


def _uncategorized(col: Any) -> Any:
    """The values of categories."""
    if col.dtype.kind != "C":
        return col
    return cols.take_missing(col.dtype.categories._values, col._data)


def _apart(a: Any, b: Any, name: Any) -> str:
    return f"You are trying to merge on {a.dtype} and {b.dtype} columns for key '{name}'. If you wish to proceed you should use pd.concat"


def _validate(how: str, left: list[Any], right: list[Any]) -> None:
    def unique(columns: list[Any]) -> bool:
        found = kernels.row_keys(columns)
        return len(set(found)) == len(found)

    words = {"1:1": "one_to_one", "1:m": "one_to_many", "m:1": "many_to_one", "m:m": "many_to_many"}
    name = words.get(how, how)
    if name not in words.values():
        raise ValueError(
            f'"{how}" is not a valid argument. Valid arguments are:\n- "1:1"\n- "1:m"\n- "m:1"\n- "m:m"\n- "one_to_one"\n- "one_to_many"\n- "many_to_one"\n- "many_to_many"'
        )
    kind = {"one_to_one": "one-to-one", "one_to_many": "one-to-many", "many_to_one": "many-to-one"}.get(name)
    good_left = name in ("many_to_one", "many_to_many") or unique(left)
    good_right = name in ("one_to_many", "many_to_many") or unique(right)
    if good_left and good_right:
        return
    if name == "one_to_one" and not good_left and not good_right:
        raise MergeError("Merge keys are not unique in either left or right dataset; not a one-to-one merge")
    raise MergeError(f"Merge keys are not unique in {'left' if not good_left else 'right'} dataset; not a {kind} merge")


def _index(left: Any, right: Any, one: Any, other: Any, how: str, left_index: bool, right_index: bool, pairs: list[Any]) -> Any:
    if left_index and right_index:
        made = taken(right._index, other) if how == "right" else _key_index(left._index, right._index, one, other) if -1 in one else taken(left._index, one)
        if isinstance(left._index, RangeIndex) and isinstance(right._index, RangeIndex) and not isinstance(made, RangeIndex):
            return _ranged(made)
        return made
    if right_index and not left_index:
        if kernels.as_they_stand(one, len(left)):
            return left._index
        if how in ("inner", "left") or -1 not in one:
            return left._index._take(one)
        if how == "right" or how == "outer":
            return _mixed_index(left._index, one, pairs[0][1] if len(pairs) == 1 else None, other)
    if left_index and not right_index:
        if kernels.as_they_stand(other, len(right)):
            return right._index
        if how in ("inner", "right") or -1 not in other:
            return right._index._take(other)
        return _mixed_index(right._index, other, pairs[0][0] if len(pairs) == 1 else None, one)
    return RangeIndex(len(one))


def taken(index: Any, rows: Any) -> Any:
    """The labels of rows; the index itself where they are all of its own."""
    return index if kernels.as_they_stand(rows, len(index)) else index._take(rows)


def _ranged(index: Any) -> Any:
    """Labels at equal steps as a range."""
    labels = list(index)
    if len(labels) < 2:
        return RangeIndex(range(labels[0], labels[0] + 1) if labels else range(0), name=index._name)
    step = labels[1] - labels[0]
    if step > 0 and labels == list(range(labels[0], labels[-1] + 1, step)):
        return RangeIndex(range(labels[0], labels[-1] + 1, step), name=index._name)
    return index


def _key_index(left: Any, right: Any, one: Any, other: Any) -> Any:
    both = left.append(right)
    size = len(left)
    return both._take([a if a >= 0 else size + b for a, b in zip(one, other)]).rename(left._name if left.nlevels == 1 else list(left.names))


def _mixed_index(index: Any, rows: Any, keys: Any, others: Any) -> Any:
    """The labels of one side; where it has no row, pandas puts NaN there."""
    if keys is None:
        missing("merge of several columns with an index, how='outer' or 'right'", "reset_index and merge on columns")
    col = cols.take_missing(index._values, rows)
    return Index._of(col, index._name)


def _combined(
    left: Any,
    right: Any,
    one: Any,
    other: Any,
    how: str,
    left_keys: list[Any],
    right_keys: list[Any],
    suffixes: Any,
    index: Any,
    indicator: Any,
    pairs: Any = (),
    left_index: bool = False,
    right_index: bool = False,
) -> Any:
    from .frame import DataFrame

    made: list[Any] = []
    labels: list[Any] = []
    same = [a for a, b in zip(left_keys, right_keys) if not _array(a) and not _array(b) and a == b]
    same_columns = [a for a in same if a in left._columns and a in right._columns]
    dropped = set(map(repr, same_columns))
    # A key that is a level of the left's labels and a column of the right's stands before all.
    leveled = (
        [at for at, (a, b) in enumerate(zip(left_keys, right_keys)) if not _array(a) and a == b and a not in left._columns and a in right._columns]
        if not left_index and not right_index
        else []
    )
    dropped |= {repr(right_keys[at]) for at in leveled}
    right_places = [at for at, label in enumerate(right._columns) if repr(label) not in dropped]
    left_labels = list(left._columns)
    right_labels = [right._columns[at] for at in right_places]
    if left._columns.nlevels != right._columns.nlevels:
        raise MergeError(f"Not allowed to merge between different levels. ({left._columns.nlevels} levels on the left, {right._columns.nlevels} on the right)")
    new_left, new_right = _suffixed(left_labels, right_labels, suffixes)
    gaps = -1 in one
    for at, label in enumerate(left_labels):
        col = left._cols[at]
        if gaps:
            place = next((k for k, key in enumerate(left_keys) if not _array(key) and key == label), None)
            if place is not None and (not _array(right_keys[place]) if right_keys else True) and (label in same_columns or right_index):
                made.append(_coalesced(col, one, _key_column(right, right_keys, place, right_index), other))
            else:
                made.append(cols.take_missing(col, one))
        else:
            made.append(cols.take(col, one))
    labels.extend(new_left)
    for at, label in zip(right_places, new_right):
        col = right._cols[at]
        if left_index and -1 in other and right_keys and right._columns[at] in [key for key in right_keys if not _array(key)]:
            place = right_keys.index(right._columns[at])
            made.append(_coalesced(col, other, _key_column(left, left_keys, place, left_index), one))
        else:
            made.append(cols.take_missing(col, other))
        labels.append(label)
    if left._columns.nlevels > 1:
        from .multiindex import MultiIndex

        columns = MultiIndex.from_tuples(labels, names=list(left._columns.names))
    else:
        columns = (
            Index(labels, name=left._columns._name if left._columns._name == right._columns._name else None, tupleize_cols=False) if labels else RangeIndex(0)
        )
    if left_index != right_index and left._columns.nlevels == 1:
        # A key that both sides have as a column stands under neither suffix, but before all.
        for at, key in enumerate(left_keys or right_keys):
            if not _array(key) and key not in columns:
                made.insert(0, _coalesced(pairs[at][0], one, pairs[at][1], other))
                columns = columns.insert(0, key)
    for at in leveled:
        made.insert(at, _coalesced(pairs[at][0], one, pairs[at][1], other))
        columns = columns.insert(at, right_keys[at])
    array_keys = [at for at, key in enumerate(left_keys) if _array(key) and (right_keys and _array(right_keys[at]))]
    for at in array_keys:
        made.insert(at, _coalesced(cols.column(left_keys[at]), one, cols.column(right_keys[at]), other))
        columns = columns.insert(at, f"key_{at}")
    frame = DataFrame._of(made, columns, index)
    if indicator:
        name = indicator if isinstance(indicator, str) else "_merge"
        if name in left._columns or name in right._columns:
            raise ValueError(
                "Cannot use name of an existing column for indicator column"
                if isinstance(indicator, str)
                else f"Cannot use `indicator=True` option when data contains a column named {name}"
            )
        from .dtypes import CategoricalDtype

        codes = cols.store([0 if b < 0 else 1 if a < 0 else 2 for a, b in zip(one, other)], INT64)
        frame._insert(len(frame._cols), name, cols.of(codes, CategoricalDtype(["left_only", "right_only", "both"])))
    return frame


def _key_column(side: Any, keys: list[Any], place: int, by_index: bool) -> Any:
    if by_index:
        return side._index._arrays[place] if side._index.nlevels > 1 else side._index._values
    return side._keyed(keys[place])


def _coalesced(a: Any, one: Any, b: Any, other: Any) -> Any:
    """The key of a row: that of the left, or of the right where the left has none."""
    size = len(a)
    if -1 not in one:
        return cols.take(a, one)
    if all(row < 0 for row in one):
        return cols.take(b, other)
    to = cols.common_type([a.dtype, b.dtype]) if a.dtype != b.dtype or a.dtype.kind == "C" else a.dtype
    both = cols.joined([a, b], to)
    return cols.take(both, [x if x >= 0 else size + y for x, y in zip(one, other)])


def _suffixed(left: list[Any], right: list[Any], suffixes: Any) -> tuple[list[Any], list[Any]]:
    both = [label for label in left if label in right]
    if not both:
        return left, right
    if isinstance(suffixes, (set, dict)) or not is_list_like(suffixes):
        raise TypeError(f"Passing 'suffixes' as a {type(suffixes)}, is not supported. Provide 'suffixes' as a tuple instead.")
    first, second = suffixes
    if not first and not second:
        raise ValueError(f"columns overlap but no suffix specified: {Index(both)}")
    new_left = [f"{label}{first}" if label in both and first is not None else label for label in left]
    new_right = [f"{label}{second}" if label in both and second is not None else label for label in right]
    twice = [label for label in [*new_left, *new_right] if (new_left + new_right).count(label) > 1 and not (left.count(label) > 1 or right.count(label) > 1)]
    if twice:
        raise MergeError(f"Passing 'suffixes' which cause duplicate columns {set(twice)} is not allowed.")
    return new_left, new_right
