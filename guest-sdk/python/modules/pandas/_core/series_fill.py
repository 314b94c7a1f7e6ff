"""Missing values of a Series, and values put in the place of others."""

from __future__ import annotations

import re
from typing import Any

from numpy import asarray, ndarray
from numpy._buffers import store
from numpy._dtypes import BOOL, FLOAT64, OBJECT

from . import columns as cols
from .assign import put, put_many
from .construct import is_list_like
from .errors import missing
from .missing import is_missing


class SeriesFill:
    """Missing values of a Series, and values put in the place of others."""

    def isna(self) -> Any:
        """Which are missing."""
        return self._with(cols.of(cols.flags_missing(self._values), BOOL))

    isnull = isna

    def notna(self) -> Any:
        """Which are there."""
        return ~self.isna()

    notnull = notna

    def dropna(self, axis: Any = 0, inplace: bool = False, how: Any = None, ignore_index: bool = False) -> Any:
        """Without missing values."""
        flags = cols.flags_missing(self._values)
        made = self._take_rows([row for row, flag in enumerate(flags) if not flag]) if 1 in flags else self.copy()
        return self._numbered(made, ignore_index, inplace)

    def fillna(self, value: Any = None, method: Any = None, axis: Any = None, inplace: bool = False, limit: Any = None, downcast: Any = None) -> Any:
        """Something in the place of missing values."""
        if downcast is not None:
            missing("Series.fillna with downcast=", "astype")
        if method is not None:
            if value is not None:
                raise ValueError("Cannot specify both 'value' and 'method'.")
            if method not in ("ffill", "pad", "bfill", "backfill"):
                raise ValueError(f"Invalid fill method. Expecting pad (ffill) or backfill (bfill). Got {method}")
            return (self.ffill if method in ("ffill", "pad") else self.bfill)(inplace=inplace, limit=limit)
        if value is None:
            raise ValueError("Must specify a fill 'value' or 'method'.")
        if isinstance(value, (list, tuple, ndarray, range)):
            raise TypeError(f'"value" parameter must be a scalar or dict, but you passed a "{type(value).__name__}"')
        flags = cols.flags_missing(self._values)
        rows = [row for row, flag in enumerate(flags) if flag]
        if limit is not None:
            rows = rows[:limit]
        if isinstance(value, dict) or getattr(type(value), "_sandtable_ranked", False):
            from .series import Series

            other = Series(value) if isinstance(value, dict) else value
            if other.ndim != 1:
                raise TypeError('"value" parameter must be a scalar, dict or Series, but you passed a "DataFrame"')
            if not rows:
                return self._done(self.copy(), inplace)
            found = other.reindex(self._index)._values
            rows = [row for row in rows if not is_missing(cols.box(found, row))]
            return self._done(self._with(put_many(self._values.copy(), rows, cols.take(found, rows))) if rows else self.copy(), inplace)
        if is_missing(value) or (not rows and self.dtype.kind != "C"):
            return self._done(self.copy(), inplace)
        col = self._values.copy()
        if col.dtype.kind == "C" and col.dtype.categories._find(value) is None:
            raise TypeError(f"Cannot setitem on a Categorical with a new category ({value}), set the categories first")
        made = put(col, rows, value)
        if self._values.dtype.kind == "O":
            made = downcast_objects(made)
        return self._done(self._with(made), inplace)

    def _filled(self, step: int, limit: Any, inplace: bool) -> Any:
        flags = cols.flags_missing(self._values)
        rows = list(range(len(self)))
        last, count = -1, 0
        for row in rows if step > 0 else rows[::-1]:
            if not flags[row]:
                last, count = row, 0
            else:
                count += 1
                rows[row] = last if last >= 0 and (limit is None or count <= limit) else row
        made = cols.take(self._values, rows)
        if made.dtype.kind == "O" and 1 in flags:
            made = downcast_objects(made)
        return self._done(self._with(made), inplace)

    def ffill(self, axis: Any = None, inplace: bool = False, limit: Any = None, limit_area: Any = None, downcast: Any = None) -> Any:
        """The value before in the place of missing ones."""
        if limit_area is not None or downcast is not None:
            missing("Series.ffill with limit_area= or downcast=")
        return self._filled(1, limit, inplace)

    pad = ffill

    def bfill(self, axis: Any = None, inplace: bool = False, limit: Any = None, limit_area: Any = None, downcast: Any = None) -> Any:
        """The value after in the place of missing ones."""
        if limit_area is not None or downcast is not None:
            missing("Series.bfill with limit_area= or downcast=")
        return self._filled(-1, limit, inplace)

    backfill = bfill

    def interpolate(
        self,
        method: str = "linear",
        axis: Any = 0,
        limit: Any = None,
        inplace: bool = False,
        limit_direction: Any = None,
        limit_area: Any = None,
        **kwargs: Any,
    ) -> Any:
        """Values on the line between those that are there."""
        if method != "linear" or limit_area is not None or kwargs:
            missing(f"Series.interpolate with method={method!r}", "'linear'")
        if self.dtype.kind == "O" or (self.dtype.kind in "MmCN" and self.hasnans):
            missing(f"Series.interpolate of {self.dtype}", "astype(float)")
        if self.dtype.kind != "f":
            return self._done(self.copy(), inplace)
        data = list(self._values._data)
        known = [row for row, value in enumerate(data) if value == value]
        direction = limit_direction or "forward"
        if known:
            for a, b in zip(known, known[1:]):
                width = b - a
                slope = (data[b] - data[a]) / width if width > 1 else 0.0
                for row in range(a + 1, b):
                    near_left, near_right = row - a, b - row
                    if limit is not None and not (
                        (direction in ("forward", "both") and near_left <= limit) or (direction in ("backward", "both") and near_right <= limit)
                    ):
                        continue
                    data[row] = slope * (row - a) + self._values._data[a]
            if direction in ("forward", "both"):
                for row in range(known[-1] + 1, len(data)):
                    if limit is None or row - known[-1] <= limit:
                        data[row] = data[known[-1]]
            if direction in ("backward", "both"):
                for row in range(known[0] - 1, -1, -1):
                    if limit is None or known[0] - row <= limit:
                        data[row] = data[known[0]]
        return self._done(self._with(cols.of(store(data, self.dtype), self.dtype)), inplace)

    def where(self, cond: Any, other: Any = cols.nan, inplace: bool = False, axis: Any = None, level: Any = None) -> Any:
        """The values where a condition holds, others elsewhere."""
        return self._done(self._with(self._chosen(cond, other, True)), inplace)

    def mask(self, cond: Any, other: Any = cols.nan, inplace: bool = False, axis: Any = None, level: Any = None) -> Any:
        """The values where a condition does not hold, others elsewhere."""
        return self._done(self._with(self._chosen(cond, other, False)), inplace)

    def _chosen(self, cond: Any, other: Any, keep: bool) -> Any:
        """The column with `other` where the condition is not `keep`."""
        if callable(cond):
            cond = cond(self)
        if callable(other):
            other = other(self)
        if getattr(type(cond), "_sandtable_ranked", False):
            if not cond._index.equals(self._index):
                cond = cond.reindex(self._index)
            test = cond._values
            flags = bytearray([(not keep) if is_missing(value) else bool(value) for value in test._data]) if test.dtype.kind != "b" else test._data
        else:
            test = asarray(cond)
            if test.size != len(self):
                raise ValueError("Array conditional must be same shape as self")
            flags = test._data
        if isinstance(getattr(test, "dtype", None), object) and test.dtype.kind not in "bON":
            raise TypeError(f"Boolean array expected for the condition, not {test.dtype}")
        rows = [row for row, flag in enumerate(flags) if bool(flag) != keep]
        made = replaced_rows(self._values, rows, other, self._index)
        return downcast_objects(made) if rows and self.dtype.kind == "O" else made

    def replace(self, to_replace: Any = None, value: Any = ..., inplace: bool = False, limit: Any = None, regex: Any = False, method: Any = None) -> Any:
        """Other values in the place of some."""
        if limit is not None or method is not None:
            missing("Series.replace with limit= or method=")
        made = self._with(replace_column(self._values, to_replace, value, regex))
        return self._done(made, inplace)

    def combine_first(self, other: Any) -> Any:
        """The other's values where it has none."""
        if self.dtype == other.dtype:
            if self._index.equals(other._index):
                return self.mask(self.isna(), other)
            if self.dtype.kind not in "iub":
                index = self._index.union(other._index)
                this = self.reindex(index)
                return this.mask(this.isna(), other.reindex(index))
        from .concat import concat

        index = self._index.union(other._index) if not self._index.equals(other._index) else self._index
        from_other = other._index.difference(self._index[self.notna()._values])
        from_self = self._index.difference(from_other)
        made = concat([self.reindex(from_self), other.reindex(from_other)])
        return made.reindex(index).rename(self._name)

    def combine(self, other: Any, func: Any, fill_value: Any = None) -> Any:
        """What a function makes of pairs."""
        if getattr(type(other), "_sandtable_ranked", False):
            index = self._index if self._index.equals(other._index) else self._index.union(other._index)
            pairs = zip(self.reindex(index, fill_value=fill_value), other.reindex(index, fill_value=fill_value))
            return type(self)([func(x, y) for x, y in pairs], index=index, name=self._name if self._name == other._name else None)
        return self._with(cols.infer([func(value, other) for value in self]))

    def update(self, other: Any) -> None:
        """Writes the other's values that are there, label by label."""
        from .series import Series

        other = other if getattr(type(other), "_sandtable_ranked", False) else Series(other)
        found = other.reindex(self._index)
        rows = [row for row, value in enumerate(found) if not is_missing(value)]
        self._set_values(put_many(self._values.copy(), rows, cols.take(found._values, rows)) if rows else self._values)


def downcast_objects(col: Any) -> Any:
    """Objects that are now all of one type become a column of it, as pandas 2 still does."""
    made = cols.infer(list(col._data))
    return made if made.dtype.kind != "O" else col


def replaced_rows(col: Any, rows: list[int], other: Any, index: Any) -> Any:
    """A column with other values in some rows."""
    made = col.copy()
    if not rows:
        return made
    if other is None or (not is_list_like(other) and is_missing(other)):
        if made.dtype.kind == "b":
            made = cols.astype(made, OBJECT)
        if made.dtype.kind in "iu":
            made = cols.astype(made, FLOAT64)
        return put(made, rows, None if made.dtype.kind == "O" and other is None else cols.nan if made.dtype.kind not in "Mm" else None)
    if getattr(type(other), "_sandtable_ranked", False):
        if not other._index.equals(index):
            other = other.reindex(index)
        return put_many(made, rows, cols.take(other._values, rows))
    if is_list_like(other):
        values = cols.column(other)
        if len(values) == 1:
            return put(made, rows, cols.box_boxed(values, 0))
        if len(values) != len(col):
            raise ValueError(f"operands could not be broadcast together with shapes ({len(col)},) ({len(values)},)")
        return put_many(made, rows, cols.take(values, rows))
    return put(made, rows, other)


def replace_column(col: Any, to_replace: Any, value: Any, regex: Any) -> Any:
    """A column with other values in the place of some."""
    if to_replace is None and regex not in (False, True):
        to_replace, regex = regex, True
    if isinstance(to_replace, dict) or getattr(type(to_replace), "_sandtable_ranked", False):
        if value is not ...:
            raise ValueError("Series.replace cannot use dict-like to_replace and non-None value") if value is not None else None
        pairs = list(to_replace.items())
    elif is_list_like(to_replace):
        olds = list(to_replace)
        if value is ...:
            missing("Series.replace of a list without a value", "ffill")
        if is_list_like(value):
            news = list(value)
            if len(news) != len(olds):
                raise ValueError(f"Replacement lists must match in length. Expecting {len(olds)} got {len(news)} ")
        else:
            news = [value] * len(olds)
        pairs = list(zip(olds, news))
    else:
        if value is ...:
            missing("Series.replace without a value", "ffill, or replace(old, new)")
        if is_list_like(value):
            raise ValueError(f"Invalid value type: {type(value).__name__}")
        pairs = [(to_replace, value)]
    if not pairs:
        return col.copy()
    if regex:
        return _by_pattern(col, pairs)
    changed: dict[int, Any] = {}
    boxed = cols.boxed(col)
    exact: dict[Any, Any] = {}
    absent: list[Any] = []
    for old, new in pairs:
        if is_missing(old):
            absent.append(new)
        elif isinstance(old, re.Pattern):
            raise TypeError("replace with a compiled pattern needs regex=True")
        else:
            exact.setdefault((isinstance(old, bool), _plain(old)), new)
    kind = col.dtype.kind
    # Among objects True and 1 are equal; a column of truth values holds no 1.
    keyed = (lambda value: value) if kind == "O" else (lambda value: (isinstance(value, bool), value))
    exact = {keyed(old): new for (_, old), new in reversed(exact.items())}
    for row, one in enumerate(boxed):
        if is_missing(one):
            if absent:
                changed[row] = absent[0]
            continue
        try:
            found = exact.get(keyed(one), _NONE)
        except TypeError:
            continue
        if found is not _NONE:
            changed[row] = found
    if not changed:
        return col.copy()
    if kind == "C":
        return _categories_replaced(col, exact)
    values = [changed.get(row, one) for row, one in enumerate(boxed)]
    news = list(changed.values())
    made = col.copy()
    for new in dict.fromkeys(map(id, news)):
        one = next(item for item in news if id(item) == new)
        rows = [row for row, item in changed.items() if item is one]
        if one is None and made.dtype.kind != "O":
            made = cols.astype(made, OBJECT) if made.dtype.kind not in "Mm" else made
        made = put(made, rows, one) if made.dtype.kind != "O" else _object_put(made, rows, one)
    if kind == "O":
        return downcast_objects(made)
    _ = values
    return made


_NONE = object()


def _object_put(col: Any, rows: list[int], value: Any) -> Any:
    for row in rows:
        col._data[row] = value
    return col


def _plain(value: Any) -> Any:
    return value.item() if hasattr(value, "item") and hasattr(value, "dtype") else value


def _categories_replaced(col: Any, exact: dict[Any, Any]) -> Any:
    from .dtypes import CategoricalDtype

    labels = [exact.get((isinstance(value, bool), value), value) for value in col.dtype.categories]
    kept = list(dict.fromkeys(labels))
    place = [kept.index(label) for label in labels] + [-1]
    return cols.of(store([place[code] for code in col._data], cols.INT64), CategoricalDtype(kept, col.dtype.ordered))


def _by_pattern(col: Any, pairs: list[tuple[Any, Any]]) -> Any:
    if col.dtype.kind not in "ON":
        return col.copy()
    made = []
    patterns = [(re.compile(old) if isinstance(old, str) else old, new) for old, new in pairs]
    for value in col._data:
        for pattern, new in patterns:
            if isinstance(value, str) and isinstance(pattern, re.Pattern):
                if isinstance(new, str):
                    value = pattern.sub(new, value)
                elif pattern.search(value):
                    value = new
            elif not isinstance(pattern, re.Pattern) and not is_missing(value) and value == pattern:
                value = new
        made.append(value)
    return downcast_objects(cols.of(made, col.dtype)) if col.dtype.kind == "O" else cols.of(made, col.dtype)
