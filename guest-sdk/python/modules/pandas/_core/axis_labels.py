"""The labels of an axis: other ones, and the rows that some of them name."""

from __future__ import annotations

from typing import Any

from .construct import is_list_like
from .errors import missing
from .index import Index


def relabelled(index: Any, mapper: Any, errors: str = "ignore") -> Any:
    """Labels by a dict, a Series or a function."""
    if not callable(mapper) and not hasattr(mapper, "__getitem__") or isinstance(mapper, (str, list, tuple)):
        raise TypeError(f"'{type(mapper).__name__}' object is not callable")
    if index.nlevels > 1:
        made = [tuple(_new_label(mapper, part) for part in label) for label in index]
        return type(index).from_tuples(made, names=list(index.names))
    if errors == "raise" and isinstance(mapper, dict):
        absent = [label for label in mapper if label not in index]
        if absent:
            raise KeyError(f"{absent} not found in axis")
    labels = [_new_label(mapper, label) for label in index]
    for label in labels:
        hash(label)
    return Index(labels, name=index._name, tupleize_cols=False) if labels else index


def _new_label(mapper: Any, label: Any) -> Any:
    if callable(mapper):
        return mapper(label)
    if getattr(type(mapper), "_sandtable_ranked", False):
        return mapper[label] if label in mapper._index else label
    return mapper[label] if label in mapper else label


def named_axis(index: Any, name: Any) -> Any:
    """An index by another name, or by what a function or a dict makes of its name."""
    if callable(name):
        name = [name(one) for one in index.names]
        return index.rename(name if index.nlevels > 1 else name[0])
    if isinstance(name, dict):
        names = [name.get(one, one) for one in index.names]
        return index.rename(names if index.nlevels > 1 else names[0])
    if index.nlevels == 1 and isinstance(name, (list, tuple)) and not isinstance(name, tuple):
        name = name[0]
    return index.rename(name)


def reindex_rows(index: Any, target: Any, method: Any = None) -> list[int]:
    """The row of each label of the target, -1 where there is none."""
    if not index.is_unique:
        raise ValueError("cannot reindex on an axis with duplicate labels")
    rows = index._indexer(target)
    if method is None:
        return rows
    if method not in ("ffill", "pad", "bfill", "backfill", "nearest"):
        raise ValueError(f"Invalid fill method. Expecting pad (ffill), backfill (bfill) or nearest. Got {method}")
    if method == "nearest":
        missing("reindex with method='nearest'", "'ffill' or 'bfill'")
    if not index.is_monotonic_increasing:
        raise ValueError("index must be monotonic increasing or decreasing")
    keys = index._keys()
    from .kernels import bisect

    made = []
    for row, label in zip(rows, target):
        if row >= 0:
            made.append(row)
            continue
        if method in ("ffill", "pad"):
            made.append(bisect(keys, index._key(label), "right") - 1)
        else:
            at = bisect(keys, index._key(label), "left")
            made.append(at if at < len(keys) else -1)
    return made


def kept_rows(index: Any, labels: Any, errors: str) -> list[int]:
    """The rows whose labels are not among some. Raises `KeyError` for labels that are not there."""
    wanted = list(labels) if is_list_like(labels) and not (isinstance(labels, tuple) and (index.nlevels > 1 or labels in index)) else [labels]
    gone: set[int] = set()
    absent = []
    for label in wanted:
        try:
            found = index._locate(label) if index.nlevels == 1 or isinstance(label, tuple) else index._select(label)[0]
            gone.update([found] if type(found) is int else found)
        except KeyError:
            absent.append(label)
    if absent and errors != "ignore":
        raise KeyError(f"{[label.item() if hasattr(label, 'item') else label for label in absent]} not found in axis")
    return [row for row in range(len(index)) if row not in gone]


def filtered(index: Any, items: Any, like: Any, regex: Any) -> list[int]:
    """The rows whose labels are listed, hold a text, or match a pattern."""
    if sum(one is not None for one in (items, like, regex)) > 1:
        raise TypeError("Keyword arguments `items`, `like`, or `regex` are mutually exclusive")
    if items is not None:
        return [row for row in (index._find(item) for item in items) if row is not None]
    if like is not None:
        return [row for row, label in enumerate(index) if like in str(label)]
    if regex is not None:
        import re

        pattern = re.compile(regex)
        return [row for row, label in enumerate(index) if pattern.search(str(label))]
    raise TypeError("Must pass either `items`, `like`, or `regex`")


def joined_index(left: Any, right: Any, how: str) -> Any:
    """The labels of two indexes together."""
    if left.equals(right):
        return left
    if left.nlevels != right.nlevels:
        missing("joining labels of several levels with labels of one", "reset_index and merge")
    if how == "left":
        return left
    if how == "right":
        return right
    if how == "inner":
        return left.intersection(right)
    return left.union(right)
