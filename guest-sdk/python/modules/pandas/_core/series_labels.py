"""Labels of a Series."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from . import columns as cols
from .construct import is_list_like
from .errors import missing
from .index import Index, RangeIndex, ensure_index


class SeriesLabels:
    """Labels of a Series."""

    def rename(self, index: Any = None, axis: Any = None, copy: Any = None, inplace: bool = False, level: Any = None, errors: str = "ignore") -> Any:
        """Another name, or other labels by a dict or a function."""
        if callable(index) or isinstance(index, dict) or (getattr(type(index), "_sandtable_ranked", False)):
            if level is not None:
                missing("Series.rename with level=")
            made = self._with(self._values.copy(), relabelled(self._index, index, errors))
        else:
            if index is not None and not isinstance(index, Hashable):
                raise TypeError("Series.name must be a hashable type")
            made = self._with(self._values.copy(), None, index)
        if inplace:
            object.__setattr__(self, "_index", made._index)
            object.__setattr__(self, "_name", made._name)
            return None
        return made

    def rename_axis(self, mapper: Any = None, index: Any = None, axis: Any = 0, copy: Any = None, inplace: bool = False) -> Any:
        """Another name for the index."""
        name = mapper if mapper is not None else index
        made = self._with(self._values.copy(), named_axis(self._index, name))
        return self._done(made, inplace)

    def set_axis(self, labels: Any, axis: Any = 0, copy: Any = None) -> Any:
        """Other labels."""
        made = self.copy()
        made.index = labels
        return made

    def add_prefix(self, prefix: str, axis: Any = None) -> Any:
        """A text before each label."""
        return self.rename(lambda label: f"{prefix}{label}")

    def add_suffix(self, suffix: str, axis: Any = None) -> Any:
        """A text after each label."""
        return self.rename(lambda label: f"{label}{suffix}")

    def reset_index(self, level: Any = None, drop: bool = False, name: Any = ..., inplace: bool = False, allow_duplicates: bool = False) -> Any:
        """Rows numbered anew; the labels become a column, unless they are dropped."""
        if drop:
            if level is not None and self._index.nlevels > 1:
                left = self._index._without(level)
                return self._done(self._with(self._values.copy(), left), inplace)
            return self._done(self._with(self._values.copy(), RangeIndex(len(self))), inplace)
        if inplace:
            raise TypeError("Cannot reset_index inplace on a Series to create a DataFrame")
        column = (0 if self._name is None else self._name) if name is ... else name
        return self.to_frame(column).reset_index(level=level, allow_duplicates=allow_duplicates)

    def to_frame(self, name: Any = ...) -> Any:
        """A DataFrame of this column."""
        from .frame import DataFrame

        label = self._name if name is ... else name
        columns = RangeIndex(1) if label is None and name is ... else Index([label])
        return DataFrame._of([self._values.copy()], columns, self._index)

    def reindex(
        self,
        index: Any = None,
        axis: Any = None,
        method: Any = None,
        copy: Any = None,
        level: Any = None,
        fill_value: Any = None,
        limit: Any = None,
        tolerance: Any = None,
    ) -> Any:
        """Other labels; the values of those that are new are missing."""
        if level is not None or limit is not None or tolerance is not None:
            missing("Series.reindex with level=, limit= or tolerance=")
        if index is None:
            return self.copy()
        target = index if isinstance(index, Index) else ensure_index(index) if not isinstance(index, (list, tuple)) or len(index) else self._index[:0]
        if not getattr(type(index), "_sandtable_column", False) and target.nlevels == self._index.nlevels:
            target = target.rename(list(self._index.names) if target.nlevels > 1 else self._index._name)
        if target.equals(self._index):
            return self._with(self._values.copy(), target)
        rows = reindex_rows(self._index, target, method)
        col = cols.take_missing(self._values, rows) if fill_value is None or cols.is_missing(fill_value) else cols.take_fill(self._values, rows, fill_value)
        return self._with(col, target)

    def reindex_like(self, other: Any) -> Any:
        """The labels of another."""
        return self.reindex(other._index)

    def align(self, other: Any, join: str = "outer", **kwargs: Any) -> Any:
        """Both with the same labels."""
        if kwargs:
            missing(f"Series.align with {next(iter(kwargs))}=")
        index = joined_index(self._index, other._index, join)
        return self.reindex(index), other.reindex(index)

    def drop(
        self, labels: Any = None, axis: Any = 0, index: Any = None, columns: Any = None, level: Any = None, inplace: bool = False, errors: str = "raise"
    ) -> Any:
        """Without some labels."""
        if level is not None:
            missing("Series.drop with level=")
        wanted = labels if labels is not None else index
        if wanted is None:
            if columns is None:
                raise ValueError("Need to specify at least one of 'labels', 'index' or 'columns'")
            return self.copy()
        rows = kept_rows(self._index, wanted, errors)
        return self._done(self._with(cols.take(self._values, rows), self._index._left(rows)), inplace)

    def filter(self, items: Any = None, like: Any = None, regex: Any = None, axis: Any = None) -> Any:
        """The rows whose labels are listed, hold a text, or match a pattern."""
        return self._take_rows(filtered(self._index, items, like, regex))

    def unstack(self, level: Any = -1, fill_value: Any = None, sort: bool = True) -> Any:
        """A level of the index as columns."""
        from .stacking import unstack_series

        return unstack_series(self, level, fill_value)

    def swaplevel(self, i: Any = -2, j: Any = -1, copy: Any = None) -> Any:
        """Two levels of the index change places."""
        return self._with(self._values.copy(), self._index.swaplevel(i, j))

    def reorder_levels(self, order: Any) -> Any:
        """The levels of the index in another order."""
        return self._with(self._values.copy(), self._index.reorder_levels(order))

    def droplevel(self, level: Any, axis: Any = 0) -> Any:
        """Without a level of the index."""
        return self._with(self._values.copy(), self._index.droplevel(level))

    def xs(self, key: Any, axis: Any = 0, level: Any = None, drop_level: bool = True) -> Any:
        """The rows of a label of one level."""
        if level is None:
            return self.loc[key]
        rows, index = self._index._cross(key, level, drop_level)
        return self._with(cols.take(self._values, rows), index)

    def truncate(self, before: Any = None, after: Any = None, axis: Any = None, copy: Any = None) -> Any:
        """The rows between two labels."""
        return self.loc[before:after]


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
