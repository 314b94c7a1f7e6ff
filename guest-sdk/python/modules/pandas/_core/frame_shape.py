"""A DataFrame in another shape: pivots, melts, stacks, joins."""

from __future__ import annotations

from typing import Any

from numpy import ndarray

from . import columns as cols
from .construct import is_list_like
from .errors import missing
from .index import Index


class FrameShape:
    """A DataFrame in another shape."""

    def merge(self, right: Any, how: str = "inner", on: Any = None, left_on: Any = None, right_on: Any = None, left_index: bool = False, right_index: bool = False, sort: bool = False, suffixes: Any = ("_x", "_y"), copy: Any = None, indicator: Any = False, validate: Any = None) -> Any:
        """Two tables, row by row where their keys are equal."""
        from .merge import merge

        return merge(self, right, how, on, left_on, right_on, left_index, right_index, sort, suffixes, copy, indicator, validate)

    def join(self, other: Any, on: Any = None, how: str = "left", lsuffix: str = "", rsuffix: str = "", sort: bool = False, validate: Any = None) -> Any:
        """With the columns of others, by the labels of their rows."""
        from .concat import concat
        from .merge import merge

        if isinstance(other, (list, tuple)):
            if on is not None:
                raise ValueError("Joining multiple DataFrames only supported for joining on index")
            if how == "left":
                made = self
                for one in other:
                    made = made.join(one, how="left", sort=sort)
                return made
            return concat([self, *other], axis=1, join=how if how == "inner" else "outer", sort=sort)
        if getattr(type(other), "_sandtable_ranked", False) and other.ndim == 1:
            if other._name is None:
                raise ValueError("Other Series must have a name")
            other = other.to_frame()
        if how == "cross":
            return merge(self, other, how="cross", on=on, suffixes=(lsuffix, rsuffix))
        return merge(self, other, how=how, left_on=on, left_index=on is None, right_index=True, suffixes=(lsuffix, rsuffix), sort=sort, validate=validate)

    def pivot(self, *, columns: Any, index: Any = ..., values: Any = ...) -> Any:
        """Rows as columns, by the values of columns."""
        from .pivoting import pivot

        return pivot(self, columns, index, values)

    def pivot_table(self, values: Any = None, index: Any = None, columns: Any = None, aggfunc: Any = "mean", fill_value: Any = None, margins: bool = False, dropna: bool = True, margins_name: str = "All", observed: Any = None, sort: bool = True) -> Any:
        """Groups by two sets of keys, one of them as columns."""
        from .pivoting import pivot_table

        return pivot_table(self, values, index, columns, aggfunc, fill_value, margins, dropna, margins_name, bool(observed), sort)

    def melt(self, id_vars: Any = None, value_vars: Any = None, var_name: Any = None, value_name: Any = "value", col_level: Any = None, ignore_index: bool = True) -> Any:
        """Columns below each other."""
        from .pivoting import melt

        return melt(self, id_vars, value_vars, var_name, value_name, col_level, ignore_index)

    def stack(self, level: Any = -1, dropna: Any = ..., sort: Any = True, future_stack: bool = False) -> Any:
        """Columns as the last level of the index."""
        from .stacking import stack_frame

        if isinstance(level, list):
            missing("DataFrame.stack of several levels", "one after the other")
        return stack_frame(self, level, True if dropna is ... else dropna, future_stack)

    def unstack(self, level: Any = -1, fill_value: Any = None, sort: bool = True) -> Any:
        """A level of the index as columns."""
        from .stacking import unstack_frame

        return unstack_frame(self, level, fill_value)

    def explode(self, column: Any, ignore_index: bool = False) -> Any:
        """A row for each item of the lists of a column."""
        names = list(column) if isinstance(column, (list, tuple)) and not (isinstance(column, tuple) and column in self._columns) else [column]
        if not names:
            raise ValueError("column must not be empty")
        if len(set(names)) < len(names):
            raise ValueError("column must be unique")
        rows: list[int] = []
        made: dict[Any, list[Any]] = {name: [] for name in names}
        columns = {name: cols.boxed(self._keyed(name)) for name in names}
        for row in range(len(self)):
            items = []
            for name in names:
                value = columns[name][row]
                items.append(list(value) if isinstance(value, (list, tuple, set, ndarray)) or getattr(type(value), "_sandtable_column", False) else None)
            sizes = {1 if item is None else max(1, len(item)) for item in items}
            if len(sizes) > 1:
                raise ValueError("columns must have matching element counts")
            (size,) = sizes
            rows.extend([row] * size)
            for name, item in zip(names, items):
                made[name].extend([columns[name][row]] if item is None else item if item else [cols.nan])
        frame = self._take_rows(rows)
        for name in names:
            if self._keyed(name).dtype.kind == "O":
                frame._cols[frame._columns._find(name)] = cols.of(made[name], cols.OBJECT)
        return frame.reset_index(drop=True) if ignore_index else frame


_unused = (Index, is_list_like)
