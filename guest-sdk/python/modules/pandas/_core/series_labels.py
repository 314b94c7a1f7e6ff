"""Labels of a Series."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from . import columns as cols
from .axis_labels import filtered, joined_index, kept_rows, named_axis, reindex_rows, relabelled
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
