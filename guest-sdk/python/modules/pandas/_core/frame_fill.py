"""Missing values of a DataFrame, and values put in the place of others."""

from __future__ import annotations

from typing import Any

from numpy import asarray, ndarray
from numpy._dtypes import BOOL

from . import columns as cols
from .assign import put_many
from .construct import is_list_like
from .errors import missing
from .frame_reduce import axis_number


class FrameFill:
    """Missing values of a DataFrame, and values put in the place of others."""

    def isna(self) -> Any:
        """Which are missing."""
        return self._like([cols.of(cols.flags_missing(col), BOOL) for col in self._cols])

    isnull = isna

    def notna(self) -> Any:
        """Which are there."""
        return ~self.isna()

    notnull = notna

    def dropna(self, *, axis: Any = 0, how: Any = None, thresh: Any = None, subset: Any = None, inplace: bool = False, ignore_index: bool = False) -> Any:
        """Without rows, or columns, that miss values."""
        if how is not None and thresh is not None:
            raise TypeError("You cannot set both the how and thresh arguments at the same time.")
        how = "any" if how is None else how
        if how not in ("any", "all"):
            raise ValueError(f"invalid how option: {how}")
        if axis_number(axis) == 1:
            rows = range(len(self)) if subset is None else [self._index._locate(label) for label in (subset if is_list_like(subset) else [subset])]
            keep = []
            for at, col in enumerate(self._cols):
                flags = cols.flags_missing(col)
                absent = sum(flags[row] for row in rows)
                there = len(rows) - absent
                if (thresh is not None and there >= thresh) or (thresh is None and (absent == 0 if how == "any" else there > 0 or not len(rows))):
                    keep.append(at)
            return self._done(self._pick_columns(keep), inplace)
        if subset is not None:
            names = list(subset) if is_list_like(subset) and not isinstance(subset, tuple) else [subset]
            absent_names = [name for name in names if name not in self._columns]
            if absent_names:
                raise KeyError(absent_names)
            columns = [self._cols[self._columns._find(name)] for name in names]
        else:
            columns = self._cols
        flags = [cols.flags_missing(col) for col in columns]
        if not flags:
            return self._done(self.copy(), inplace)
        totals = list(map(sum, zip(*flags)))
        if thresh is not None:
            rows_kept = [row for row, total in enumerate(totals) if len(columns) - total >= thresh]
        elif how == "any":
            rows_kept = [row for row, total in enumerate(totals) if not total]
        else:
            rows_kept = [row for row, total in enumerate(totals) if total < len(columns)]
        made = self._take_rows(rows_kept) if len(rows_kept) < len(self) else self.copy()
        return self._numbered(made, ignore_index, inplace)

    def fillna(self, value: Any = None, *, method: Any = None, axis: Any = None, inplace: bool = False, limit: Any = None, downcast: Any = None) -> Any:
        """Something in the place of missing values."""
        if downcast is not None:
            missing("DataFrame.fillna with downcast=", "astype")
        if method is not None:
            if value is not None:
                raise ValueError("Cannot specify both 'value' and 'method'.")
            if method not in ("ffill", "pad", "bfill", "backfill"):
                raise ValueError(f"Invalid fill method. Expecting pad (ffill) or backfill (bfill). Got {method}")
            return (self.ffill if method in ("ffill", "pad") else self.bfill)(axis=axis, inplace=inplace, limit=limit)
        if value is None:
            raise ValueError("Must specify a fill 'value' or 'method'.")
        if isinstance(value, (ndarray, range)):
            raise ValueError(f"invalid fill value with a {type(value)}")
        if isinstance(value, (list, tuple)):
            raise TypeError(f'"value" parameter must be a scalar or dict, but you passed a "{type(value).__name__}"')
        if axis_number(axis) == 1:
            missing("DataFrame.fillna with axis=1", "T.fillna(value).T")
        if getattr(type(value), "_sandtable_ranked", False) and value.ndim == 2:
            made = []
            for at, label in enumerate(self._columns):
                found = value._columns._find(label)
                series = self._column(at)
                made.append(series._values.copy() if found is None else series.fillna(value._column(found))._values)
            return self._done(self._like(made), inplace)
        if isinstance(value, dict) or getattr(type(value), "_sandtable_ranked", False):
            made = [col for col in self._cols]
            for label, one in value.items():
                found = self._columns._find(label)
                if found is not None:
                    made[found] = self._column(found).fillna(one, limit=limit)._values
            return self._done(self._like([col.copy() if col is old else col for col, old in zip(made, self._cols)]), inplace)
        return self._done(self._map_columns(lambda series: series.fillna(value, limit=limit)), inplace)

    def ffill(self, *, axis: Any = None, inplace: bool = False, limit: Any = None, limit_area: Any = None, downcast: Any = None) -> Any:
        """The value before in the place of missing ones."""
        return self._fill("ffill", axis, inplace, limit, limit_area, downcast)

    def bfill(self, *, axis: Any = None, inplace: bool = False, limit: Any = None, limit_area: Any = None, downcast: Any = None) -> Any:
        """The value after in the place of missing ones."""
        return self._fill("bfill", axis, inplace, limit, limit_area, downcast)

    pad, backfill = ffill, bfill

    def _fill(self, name: str, axis: Any, inplace: bool, limit: Any, limit_area: Any, downcast: Any) -> Any:
        if limit_area is not None or downcast is not None:
            missing(f"DataFrame.{name} with limit_area= or downcast=")
        source = self.T if axis_number(axis) == 1 else self
        made = source._map_columns(lambda series: getattr(series, name)(limit=limit))
        return self._done(made.T if axis_number(axis) == 1 else made, inplace)

    def interpolate(
        self,
        method: str = "linear",
        *,
        axis: Any = 0,
        limit: Any = None,
        inplace: bool = False,
        limit_direction: Any = None,
        limit_area: Any = None,
        **kwargs: Any,
    ) -> Any:
        """Values on the line between those that are there."""
        if axis_number(axis) == 1:
            missing("DataFrame.interpolate with axis=1", "T.interpolate().T")
        made = self._map_columns(
            lambda series: series
            if series.dtype.kind == "O"
            else series.interpolate(method, limit=limit, limit_direction=limit_direction, limit_area=limit_area, **kwargs)
        )
        return self._done(made, inplace)

    def where(self, cond: Any, other: Any = cols.nan, inplace: bool = False, axis: Any = None, level: Any = None) -> Any:
        """The values where a condition holds, others elsewhere."""
        return self._done(self._chosen(cond, other, "where", axis), inplace)

    def mask(self, cond: Any, other: Any = cols.nan, inplace: bool = False, axis: Any = None, level: Any = None) -> Any:
        """The values where a condition does not hold, others elsewhere."""
        return self._done(self._chosen(cond, other, "mask", axis), inplace)

    def _chosen(self, cond: Any, other: Any, name: str, axis: Any) -> Any:
        cond = cond(self) if callable(cond) else cond
        other = other(self) if callable(other) else other
        made = []
        for at, label in enumerate(self._columns):
            series = self._column(at)
            test = _piece(cond, at, label, self._index, self.shape, False if name == "where" else False)
            if test is None:
                test = asarray([False] * len(self))
            new = None if other is None else _piece(other, at, label, self._index, self.shape, cols.nan)
            if getattr(type(other), "_sandtable_ranked", False) and other.ndim == 1:
                new = other if axis in (0, "index") else (other[label] if label in other._index else cols.nan)
                if axis is None:
                    raise ValueError("Must specify axis=0 or 1")
            made.append(getattr(series, name)(test, new)._values)
        return self._like(made)

    def replace(self, to_replace: Any = None, value: Any = ..., *, inplace: bool = False, limit: Any = None, regex: Any = False, method: Any = None) -> Any:
        """Other values in the place of some."""
        if isinstance(to_replace, dict) and (value is ... or isinstance(value, dict)) and to_replace:
            nested = [isinstance(one, dict) for one in to_replace.values()]
            if all(nested) or isinstance(value, dict):
                made = self.copy()
                for label, one in to_replace.items():
                    found = made._columns._find(label)
                    if found is not None:
                        new = ... if isinstance(one, dict) else value[label]
                        made._cols[found] = made._column(found).replace(one, new, regex=regex)._values
                return self._done(made, inplace)
            if any(nested):
                raise TypeError("If a nested mapping is passed, all values of the top level mapping must be mappings")
        if isinstance(to_replace, dict) and value is not ...:
            made = self.copy()
            for label, one in to_replace.items():
                found = made._columns._find(label)
                if found is not None:
                    made._cols[found] = made._column(found).replace(one, value, regex=regex)._values
            return self._done(made, inplace)
        if value is not ... and isinstance(value, dict):
            made = self.copy()
            for label, new in value.items():
                found = made._columns._find(label)
                if found is not None:
                    made._cols[found] = made._column(found).replace(to_replace, new, regex=regex)._values
            return self._done(made, inplace)
        made = self._map_columns(lambda series: series.replace(to_replace, value, limit=limit, regex=regex, method=method))
        return self._done(made, inplace)

    def clip(self, lower: Any = None, upper: Any = None, *, axis: Any = None, inplace: bool = False) -> Any:
        """No less than the one, no more than the other."""

        def bound(one: Any, label: Any) -> Any:
            if getattr(type(one), "_sandtable_ranked", False):
                if one.ndim == 2:
                    return one[label]
                if axis is None:
                    raise ValueError("Must specify axis=0 or 1")
                return one if axis in (0, "index") else one[label]
            return one

        made = self._like([self._column(at).clip(bound(lower, label), bound(upper, label))._values for at, label in enumerate(self._columns)])
        return self._done(made, inplace)

    def combine_first(self, other: Any) -> Any:
        """The other's values where it has none."""
        index = self._index.union(other._index) if not self._index.equals(other._index) else self._index
        columns = self._columns.union(other._columns) if not self._columns.equals(other._columns) else self._columns
        made = []
        for label in columns:
            a, b = (frame._column(frame._columns._find(label)) if label in frame._columns else None for frame in (self, other))
            if a is None or b is None:
                made.append((a if a is not None else b).reindex(index)._values)
            else:
                made.append(a.combine_first(b).reindex(index)._values)
        return type(self)._of(made, columns, index)

    def update(self, other: Any, join: str = "left", overwrite: bool = True, filter_func: Any = None, errors: str = "ignore") -> None:
        """Writes the other's values that are there, label by label."""
        if join != "left" or filter_func is not None or errors != "ignore":
            missing("DataFrame.update with join=, filter_func= or errors=")
        other = other if getattr(type(other), "_sandtable_ranked", False) and other.ndim == 2 else type(self)(other)
        for at, label in enumerate(self._columns):
            if label in other._columns:
                new = other[label].reindex(self._index)._values
                there = cols.flags_missing(new)
                own = cols.flags_missing(self._cols[at])
                rows = [row for row in range(len(new)) if not there[row] and (overwrite or own[row])]
                if rows:
                    self._cols[at] = put_many(self._cols[at].copy(), rows, cols.take(new, rows))


def _piece(value: Any, at: int, label: Any, index: Any, shape: tuple[int, int], default: Any) -> Any:
    """The part of a condition, or of other values, that goes with a column."""
    if getattr(type(value), "_sandtable_ranked", False):
        if value.ndim == 1:
            return value
        found = value._columns._find(label)
        return default if found is None and default is not False else None if found is None else value._column(found)
    if isinstance(value, (ndarray, list)):
        table = asarray(value)
        if table.ndim == 2:
            if table.shape != shape:
                raise ValueError("Array conditional must be same shape as self")
            return table[:, at].copy()
        if table.shape and len(table) != shape[0]:
            raise ValueError("Array conditional must be same shape as self")
        return table
    return value
