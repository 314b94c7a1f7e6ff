"""What turns a DataFrame, or puts it together with another."""

from .construct import is_list_like


class FrameShape:
    """merge, join, explode, melt, pivot, stack and unstack."""

    def merge(
        self,
        right,
        how="inner",
        on=None,
        left_on=None,
        right_on=None,
        left_index=False,
        right_index=False,
        sort=False,
        suffixes=("_x", "_y"),
        copy=None,
        indicator=False,
        validate=None,
    ):
        """With another table, row by row where their keys are equal."""
        from .merge import merge

        return merge(self, right, how, on, left_on, right_on, left_index, right_index, sort, suffixes, copy, indicator, validate)

    def join(self, other, on=None, how="left", lsuffix="", rsuffix="", sort=False, validate=None):
        """With the columns of others, by their index."""
        from .concat import concat
        from .merge import merge

        if getattr(other, "ndim", 0) == 1 and hasattr(other, "to_frame"):
            if other.name is None:
                raise ValueError("Other Series must have a name")
            other = other.to_frame()
        if getattr(other, "ndim", 0) == 2:
            if how == "cross":
                return merge(self, other, how=how, on=on, suffixes=(lsuffix, rsuffix), sort=sort, validate=validate)
            return merge(self, other, left_on=on, how=how, left_index=on is None, right_index=True, suffixes=(lsuffix, rsuffix), sort=sort, validate=validate)
        if on is not None:
            raise ValueError("Joining multiple DataFrames only supported for joining on index")
        if lsuffix or rsuffix:
            raise ValueError("Suffixes not supported when joining multiple DataFrames")
        frames = [self, *other]
        if all(frame.index.is_unique for frame in frames):
            whole = concat(frames, axis=1, join="outer" if how == "left" else how, verify_integrity=True, sort=sort)
            return whole.reindex(self.index) if how == "left" else whole
        made = self
        for frame in frames[1:]:
            made = made.join(frame, how=how, validate=validate)
        return made

    def explode(self, column, ignore_index=False):
        """A row for each item of the lists in a column, or in several that are as long."""
        if not self.columns.is_unique:
            raise ValueError(f"DataFrame columns must be unique. Duplicate columns: {[name for name in self.columns if list(self.columns).count(name) > 1]}")
        names = list(column) if is_list_like(column) and not isinstance(column, tuple) else [column]
        if not names:
            raise ValueError("column must be nonempty")
        if len(set(names)) < len(names):
            raise ValueError("column must be unique")
        sizes = [[size_of(value) for value in self[name].tolist()] for name in names]
        if any(size != sizes[0] for size in sizes[1:]):
            raise ValueError("columns must have matching element counts")
        rows = [row for row, size in enumerate(sizes[0]) for _ in range(size)]
        made = self._take_rows(rows)
        for name in names:
            place = list(self.columns).index(name)
            made._cols[place] = self._column(place).explode()._values
        return made.reset_index(drop=True) if ignore_index else made

    def melt(self, id_vars=None, value_vars=None, var_name=None, value_name="value", col_level=None, ignore_index=True):
        """Columns as rows."""
        from .pivoting import melt

        return melt(self, id_vars, value_vars, var_name, value_name, col_level, ignore_index)

    def pivot(self, *, columns, **given):
        """Rows by one column, columns by another."""
        from .pivoting import pivot

        return pivot(self, columns=columns, **given)

    def pivot_table(
        self, values=None, index=None, columns=None, aggfunc="mean", fill_value=None, margins=False, dropna=True, margins_name="All", observed=None, sort=True
    ):
        """A table of aggregates."""
        from .pivoting import _ABSENT, pivot_table

        return pivot_table(self, values, index, columns, aggfunc, fill_value, margins, dropna, margins_name, _ABSENT if observed is None else observed, sort)

    def stack(self, level=-1, dropna=None, sort=True, future_stack=False):
        """Columns as a level of labels."""
        from .stacking import stack_frame

        return stack_frame(self, level, (dropna is None or dropna) and not future_stack, sort)

    def unstack(self, level=-1, fill_value=None, sort=True):
        """A level of labels as columns."""
        from .stacking import unstack_frame

        return unstack_frame(self, level, fill_value)


def size_of(value):
    """How many rows a value becomes."""
    if isinstance(value, list | tuple | set | frozenset) or (hasattr(value, "__len__") and hasattr(value, "tolist")):
        return max(1, len(value))
    return 1
