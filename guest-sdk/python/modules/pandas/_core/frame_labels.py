"""Labels of a DataFrame: names, indexes, columns that come and go."""

from __future__ import annotations

from typing import Any

from . import columns as cols
from .axis_labels import filtered, joined_index, kept_rows, named_axis, reindex_rows, relabelled
from .errors import missing
from .frame_reduce import axis_number
from .index import Index, RangeIndex, ensure_index


class FrameLabels:
    """Labels of a DataFrame."""

    def rename(
        self,
        mapper: Any = None,
        *,
        index: Any = None,
        columns: Any = None,
        axis: Any = None,
        copy: Any = None,
        inplace: bool = False,
        level: Any = None,
        errors: str = "ignore",
    ) -> Any:
        """Other labels by a dict or a function."""
        if level is not None:
            missing("DataFrame.rename with level=")
        if mapper is None and index is None and columns is None:
            raise TypeError("must pass an index to rename")
        if mapper is not None:
            if index is not None or columns is not None:
                raise TypeError("Cannot specify both 'mapper' and any of 'index' or 'columns'")
            if axis_number(axis) == 1:
                columns = mapper
            else:
                index = mapper
        made = self.copy()
        if index is not None:
            object.__setattr__(made, "_index", relabelled(self._index, index, errors))
        if columns is not None:
            object.__setattr__(made, "_columns", relabelled(self._columns, columns, errors))
        return self._done(made, inplace)

    def rename_axis(self, mapper: Any = None, *, index: Any = ..., columns: Any = ..., axis: Any = 0, copy: Any = None, inplace: bool = False) -> Any:
        """Other names for the index or the columns."""
        made = self.copy()
        if index is ... and columns is ...:
            if axis_number(axis) == 1:
                columns = mapper
            else:
                index = mapper
        if index is not ...:
            object.__setattr__(made, "_index", named_axis(self._index, index))
        if columns is not ...:
            object.__setattr__(made, "_columns", named_axis(self._columns, columns))
        return self._done(made, inplace)

    def set_axis(self, labels: Any, *, axis: Any = 0, copy: Any = None) -> Any:
        """Other labels."""
        made = self.copy()
        if axis_number(axis) == 1:
            made.columns = labels
        else:
            made.index = labels
        return made

    def add_prefix(self, prefix: str, axis: Any = None) -> Any:
        """A text before each label."""
        return self.rename(**{"columns" if axis in (None, 1, "columns") else "index": lambda label: f"{prefix}{label}"})

    def add_suffix(self, suffix: str, axis: Any = None) -> Any:
        """A text after each label."""
        return self.rename(**{"columns" if axis in (None, 1, "columns") else "index": lambda label: f"{label}{suffix}"})

    def set_index(self, keys: Any, *, drop: bool = True, append: bool = False, inplace: bool = False, verify_integrity: bool = False) -> Any:
        """Columns as the index."""
        from .multiindex import MultiIndex

        names = list(keys) if isinstance(keys, list) else [keys]
        absent = [name for name in names if not hasattr(name, "__array__") and not isinstance(name, list) and name not in self._columns]
        if absent:
            raise KeyError(f"None of {absent} are in the columns")
        columns: list[Any] = []
        labels: list[Any] = []
        gone: list[Any] = []
        if append:
            for level in range(self._index.nlevels):
                one = self._index.get_level_values(level) if self._index.nlevels > 1 else self._index
                columns.append(one._values)
                labels.append(one._name)
        for name in names:
            if isinstance(name, Index) and name.nlevels > 1:
                columns.extend(name._arrays)
                labels.extend(name.names)
            elif hasattr(name, "__array__") or isinstance(name, list):
                col = cols.column(name)
                if len(col) != len(self):
                    raise ValueError(f"Length mismatch: Expected {len(self)} rows, received array of length {len(col)}")
                columns.append(col)
                labels.append(getattr(name, "name", None))
            else:
                columns.append(self._keyed(name))
                labels.append(name)
                if drop:
                    gone.append(name)
        index = Index._of(columns[0].copy(), labels[0]) if len(columns) == 1 else MultiIndex.from_arrays(columns, names=labels)
        if verify_integrity and not index.is_unique:
            twice = index[index.duplicated()].unique()
            raise ValueError(f"Index has duplicate keys: {twice}")
        keep = [at for at, label in enumerate(self._columns) if label not in gone]
        made = type(self)._of([self._cols[at].copy() for at in keep], self._columns._take(keep), index)
        return self._done(made, inplace)

    def reset_index(
        self,
        level: Any = None,
        *,
        drop: bool = False,
        inplace: bool = False,
        col_level: Any = 0,
        col_fill: Any = "",
        allow_duplicates: bool = False,
        names: Any = None,
    ) -> Any:
        """Rows numbered anew; the labels become columns, unless they are dropped."""
        index = self._index
        depth = index.nlevels
        chosen = list(range(depth)) if level is None else [index._level(one) for one in (level if isinstance(level, (list, tuple)) else [level])]
        left = [at for at in range(depth) if at not in chosen]
        if not left:
            remaining: Any = RangeIndex(len(self))
        else:
            remaining = index._keep_levels(left)
        made = [col.copy() for col in self._cols]
        columns = self._columns
        if not drop:
            if names is not None:
                names = list(names) if isinstance(names, (list, tuple)) else [names]
            fresh: list[tuple[Any, Any]] = []
            for at in sorted(chosen):
                col = index._arrays[at] if depth > 1 else index._values
                label = list(index.names)[at]
                if names is not None:
                    label = names[at]
                elif label is None:
                    label = f"level_{at}" if depth > 1 else ("index" if "index" not in self._columns else "level_0")
                if label in columns and not allow_duplicates:
                    raise ValueError(f"cannot insert {label}, already exists")
                fresh.append((label, cols.infer(list(col._data)) if col.dtype.kind == "O" else col.copy()))
            if columns.nlevels > 1:
                from .multiindex import MultiIndex

                depth_c = columns.nlevels
                labels = [label if isinstance(label, tuple) else tuple([label] + [col_fill] * (depth_c - 1)) for label, _ in fresh]
                columns = MultiIndex.from_tuples([*labels, *columns], names=list(columns.names))
            else:
                labels = [label for label, _ in fresh]
                columns = Index([*labels, *columns], name=columns._name, tupleize_cols=False) if len(columns) or labels else columns
            made = [col for _, col in fresh] + made
        return self._done(type(self)._of(made, columns, remaining), inplace)

    def reindex(
        self,
        labels: Any = None,
        *,
        index: Any = None,
        columns: Any = None,
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
            missing("DataFrame.reindex with level=, limit= or tolerance=")
        if labels is not None:
            if axis is not None and axis_number(axis) == 1:
                columns = labels
            else:
                index = labels
        made = self
        if index is not None:
            target = ensure_index(index)
            if not getattr(type(index), "_sandtable_column", False) and target.nlevels == made._index.nlevels:
                target = target.rename(list(made._index.names) if target.nlevels > 1 else made._index._name)
            if not target.equals(made._index):
                rows = reindex_rows(made._index, target, method)
                filled = [cols.take_missing(col, rows) if fill_value is None else cols.take_fill(col, rows, fill_value) for col in made._cols]
                made = type(self)._of(filled, made._columns, target)
            else:
                made = type(self)._of(list(made._cols), made._columns, target)
        if columns is not None:
            target = ensure_index(columns)
            if not isinstance(columns, Index) and made._columns.nlevels == 1 and target.nlevels == 1:
                target = target.rename(made._columns._name)
            places = reindex_rows(made._columns, target, method)
            size = len(made._index)
            fresh = [made._cols[at].copy() if at >= 0 else _new_column(made, size, fill_value) for at in places]
            made = type(self)._of(fresh, target, made._index)
        return made.copy() if made is self else made

    def reindex_like(self, other: Any) -> Any:
        """The labels of another."""
        return self.reindex(index=other._index, columns=other._columns)

    def align(self, other: Any, join: str = "outer", axis: Any = None, **kwargs: Any) -> Any:
        """Both with the same labels."""
        if kwargs or other.ndim == 1:
            missing("DataFrame.align with a Series or further arguments")
        index = joined_index(self._index, other._index, join) if axis in (None, 0, "index") else None
        columns = joined_index(self._columns, other._columns, join) if axis in (None, 1, "columns") else None
        return self.reindex(index=index, columns=columns), other.reindex(index=index, columns=columns)

    def drop(
        self, labels: Any = None, *, axis: Any = 0, index: Any = None, columns: Any = None, level: Any = None, inplace: bool = False, errors: str = "raise"
    ) -> Any:
        """Without some rows or columns."""
        if level is not None:
            missing("DataFrame.drop with level=")
        if labels is not None:
            if index is not None or columns is not None:
                raise ValueError("Cannot specify both 'labels' and 'index'/'columns'")
            if axis_number(axis) == 1:
                columns = labels
            else:
                index = labels
        elif index is None and columns is None:
            raise ValueError("Need to specify at least one of 'labels', 'index' or 'columns'")
        made = self
        if index is not None:
            rows = kept_rows(made._index, index, errors)
            made = type(self)._of([cols.take(col, rows) for col in made._cols], made._columns, made._index._left(rows))
        if columns is not None:
            made = made._pick_columns(kept_rows(made._columns, columns, errors))
        return self._done(made, inplace)

    def filter(self, items: Any = None, like: Any = None, regex: Any = None, axis: Any = None) -> Any:
        """The columns, or rows, whose labels are listed, hold a text, or match a pattern."""
        if axis in (0, "index"):
            return self._take_rows(filtered(self._index, items, like, regex))
        return self._pick_columns(filtered(self._columns, items, like, regex))

    def assign(self, **kwargs: Any) -> Any:
        """More columns, or others, by values or by functions of the whole."""
        made = self.copy()
        for name, value in kwargs.items():
            made[name] = value(made) if callable(value) else value
        return made

    def select_dtypes(self, include: Any = None, exclude: Any = None) -> Any:
        """The columns of some types."""
        from .kinds import matches

        wanted = [] if include is None else list(include) if isinstance(include, (list, tuple)) else [include]
        unwanted = [] if exclude is None else list(exclude) if isinstance(exclude, (list, tuple)) else [exclude]
        if not wanted and not unwanted:
            raise ValueError("at least one of include or exclude must be nonempty")
        keep = [
            at for at, col in enumerate(self._cols)
            if (not wanted or any(matches(col.dtype, one) for one in wanted)) and not any(matches(col.dtype, one) for one in unwanted)
        ]  # fmt: skip
        return self._pick_columns(keep)

    def swaplevel(self, i: Any = -2, j: Any = -1, axis: Any = 0) -> Any:
        """Two levels of the index, or of the columns, change places."""
        made = self.copy()
        if axis_number(axis) == 1:
            object.__setattr__(made, "_columns", self._columns.swaplevel(i, j))
        else:
            object.__setattr__(made, "_index", self._index.swaplevel(i, j))
        return made

    def reorder_levels(self, order: Any, axis: Any = 0) -> Any:
        """The levels of the index, or of the columns, in another order."""
        made = self.copy()
        name = "_columns" if axis_number(axis) == 1 else "_index"
        object.__setattr__(made, name, getattr(self, name).reorder_levels(order))
        return made

    def droplevel(self, level: Any, axis: Any = 0) -> Any:
        """Without a level of the index, or of the columns."""
        made = self.copy()
        name = "_columns" if axis_number(axis) == 1 else "_index"
        object.__setattr__(made, name, getattr(self, name).droplevel(level))
        return made

    def truncate(self, before: Any = None, after: Any = None, axis: Any = None, copy: Any = None) -> Any:
        """The rows between two labels."""
        return self.loc[before:after]

    def equals(self, other: Any) -> bool:
        """Whether all labels, types and values are the same."""
        if type(self) is not type(other) or not self._index.equals(other._index) or not self._columns.equals(other._columns):
            return False
        return all(same_columns(a, b) for a, b in zip(self._cols, other._cols))


def same_columns(a: Any, b: Any) -> bool:
    """Whether two columns have the same type and values; what is missing is equal."""
    if a.dtype != b.dtype or len(a) != len(b):
        return False
    missing_a, missing_b = cols.flags_missing(a), cols.flags_missing(b)
    return missing_a == missing_b and all(gone or x == y for gone, x, y in zip(missing_a, cols.boxed(a), cols.boxed(b)))


def _new_column(frame: Any, size: int, fill_value: Any) -> Any:
    if fill_value is None or cols.is_missing(fill_value):
        return cols.missing_column(cols.FLOAT64, size)
    return cols.repeat_value(fill_value, size)
