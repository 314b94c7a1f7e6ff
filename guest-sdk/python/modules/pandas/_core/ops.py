"""Operators of Series and DataFrames: labels are brought together first."""

from __future__ import annotations

from typing import Any

from numpy import ndarray
from numpy._dtypes import BOOL
from numpy._elementwise import COMPARISONS, LOGIC

from . import columns as cols
from . import kernels
from .arithmetic import operate
from .construct import is_list_like
from .errors import missing
from .index import Index
from .missing import is_missing


def outer_index(left: Any, right: Any) -> tuple[Any, Any, Any]:
    """The labels of both, and the rows of each side in them: None where they are as they were."""
    if left.equals(right):
        name = left._name if left.nlevels == 1 and left._name == right._name else None
        return (left if left.nlevels > 1 or name is left._name else left.rename(name)), None, None
    if left.nlevels != right.nlevels:
        missing("arithmetic of labels of several levels with labels of one", "reset_index and merge")
    name = None if left.nlevels > 1 or left._name != right._name else left._name
    if left.is_unique and right.is_unique:
        made = left.union(right)
        return made.rename(name) if made.nlevels == 1 else made, left._indexer(made), right._indexer(made)
    one, other = kernels.join(list(left._keys()), list(right._keys()), "outer")
    both = left.append(right)
    labels = both._take([a if a >= 0 else len(left) + b for a, b in zip(one, other)])
    order = labels._order()
    return labels._take(order).rename(name), [one[row] for row in order], [other[row] for row in order]


def _filled(a: Any, b: Any, fill: Any) -> tuple[Any, Any]:
    """Where one side is missing and the other is not, the fill stands in its place."""
    left, right = cols.flags_missing(a), cols.flags_missing(b)

    def with_fill(col: Any, own: Any, other: Any) -> Any:
        rows = [row for row, (x, y) in enumerate(zip(own, other)) if x and not y]
        if not rows:
            return col
        from .assign import put

        return put(col.copy(), rows, fill)

    return with_fill(a, left, right), with_fill(b, right, left)


class SeriesOps:
    """Operators of a Series."""

    def _aligned(self, other: Any) -> tuple[Any, Any, Any]:
        index, mine, theirs = outer_index(self._index, other._index)
        a = self._values if mine is None else cols.take_missing(self._values, mine)
        b = other._values if theirs is None else cols.take_missing(other._values, theirs)
        return index, a, b

    def _operate(self, op: str, other: Any, reflected: bool = False, flexible: bool = False, fill_value: Any = None) -> Any:
        if getattr(type(other), "_sandtable_ranked", False):
            if other.ndim == 2:
                return NotImplemented
            if op in COMPARISONS and not flexible and not (self._index.equals(other._index)):
                raise ValueError("Can only compare identically-labeled Series objects")
            name = self._name if self._name == other._name or self._name is other._name or (is_missing(self._name) and is_missing(other._name)) else None
            if op in LOGIC and not self._index.equals(other._index):
                index, a, b = self._as_objects()._aligned(other._as_objects())
            else:
                index, a, b = self._aligned(other)
            if fill_value is not None:
                a, b = _filled(a, b, fill_value)
            return type(self)._of(operate(op, a, b, reflected), index, name)
        if isinstance(other, Index):
            name = self._name if self._name == other._name else None
            return type(self)._of(operate(op, self._values, other._values, reflected), self._index, name)
        if isinstance(other, ndarray) and other.ndim == 2:
            raise ValueError("Data must be 1-dimensional")
        a = self._values
        if isinstance(other, (list, tuple)) or (hasattr(other, "_values") and not isinstance(other, ndarray)):
            other = cols.column(other) if not isinstance(other, tuple) or self.dtype.kind != "O" else cols.column(list(other))
        elif isinstance(other, (set, frozenset)) or (isinstance(other, dict)):
            return type(self)._of(operate(op, a, other, reflected), self._index, self._name)
        elif isinstance(other, range):
            other = cols.column(other)
        if fill_value is not None:
            a = self.fillna(fill_value)._values if not isinstance(other, ndarray) else a
            if isinstance(other, ndarray):
                a, other = _filled(a, other, fill_value)
        if isinstance(other, ndarray) and op not in COMPARISONS and other.shape != () and len(other) != len(a):
            raise ValueError(f"operands could not be broadcast together with shapes ({len(a)},) ({len(other)},) ")
        if isinstance(other, ndarray) and op in COMPARISONS and other.shape != () and len(other) != len(a):
            raise ValueError(f"('Lengths must match to compare', ({len(a)},), ({len(other)},))")
        return type(self)._of(operate(op, a, other, reflected), self._index, self._name)

    def _as_objects(self) -> Any:
        return self if self.dtype.kind not in "b" else self.astype(object)

    def __neg__(self) -> Any:
        if self._values.dtype.kind == "b":
            return ~self
        if self._values.dtype.kind == "N":
            return -1 * self
        return self._with(-self._values if self._values.dtype.kind != "O" else cols.of([-value for value in self._values._data], self.dtype))

    def __pos__(self) -> Any:
        return self.copy()

    def __invert__(self) -> Any:
        col = self._values
        if col.dtype.kind == "N":
            return self._with(cols.of([value if is_missing(value) else (not value if isinstance(value, bool) else ~value) for value in col._data], col.dtype))
        if col.dtype.kind == "f":
            raise TypeError("bad operand type for unary ~: 'float'")
        return self._with(~col)

    def __abs__(self) -> Any:
        return self.abs()

    def abs(self) -> Any:
        """Without the sign."""
        col = self._values
        if col.dtype.kind in "ON":
            return self._with(cols.of([value if col.dtype.kind == "N" and is_missing(value) else abs(value) for value in col._data], col.dtype))
        return self._with(abs(col))

    def _sandtable_map(self, function: Any) -> Any:
        """A function of an array over its values."""
        col = self._values
        if col.dtype.kind == "C":
            raise TypeError("Object with dtype category cannot perform the numpy op")
        if col.dtype.kind == "N":
            from .dtypes import NULLABLE

            made = function(cols.column(cols.as_floats(col)))
            if made.dtype.kind == "f":
                from .missing import NA

                return self._with(cols.of([NA if value != value else value for value in made._data], NULLABLE["Float64"]))
        return self._with(cols.column(function(col)))

    def _sandtable_zip(self, other: Any, function: Any) -> Any:
        """A function of two arrays over its values and others."""
        if getattr(type(other), "_sandtable_ranked", False):
            index, a, b = self._aligned(other)
            return type(self)._of(function(a, b), index, self._name if self._name == other._name else None)
        from numpy import asarray

        return self._with(function(self._values, asarray(other)))

    def __divmod__(self, other: Any) -> Any:
        return self // other, self % other

    def divmod(self, other: Any, level: Any = None, fill_value: Any = None, axis: Any = 0) -> Any:
        """Quotient and remainder."""
        return self.floordiv(other, level, fill_value), self.mod(other, level, fill_value)

    def equals(self, other: Any) -> bool:
        """Whether all labels, the type and all values are the same."""
        from .frame_labels import same_columns

        return type(self) is type(other) and self._index.equals(other._index) and same_columns(self._values, other._values)

    def compare(self, other: Any, align_axis: Any = 1, keep_shape: bool = False, keep_equal: bool = False, result_names: Any = ("self", "other")) -> Any:
        """The values that differ, side by side."""
        from .concat import concat

        if keep_shape or keep_equal or align_axis not in (1, "columns"):
            missing("Series.compare with keep_shape=, keep_equal= or align_axis=0")
        if not self._index.equals(other._index):
            raise ValueError("Can only compare identically-labeled Series objects")
        differ = (self != other) & ~(self.isna() & other.isna())
        parts = [one._with(cols.with_missing(one._values))[differ] for one in (self, other)]
        return concat(parts, axis=1, keys=list(result_names))

    def __matmul__(self, other: Any) -> Any:
        return self.dot(other)

    def dot(self, other: Any) -> Any:
        """The product with another, label by label."""
        if getattr(type(other), "_sandtable_ranked", False) and other.ndim == 1:
            if not (self._index.equals(other._index) or set(self._index) == set(other._index)):
                raise ValueError("matrices are not aligned")
            import numpy as np

            return np.dot(self._values, other.reindex(self._index)._values)
        if getattr(type(other), "_sandtable_ranked", False):
            missing("Series.dot with a DataFrame", "DataFrame.T.dot")
        import numpy as np

        return np.dot(self._values, np.asarray(other))


class FrameOps:
    """Operators of a DataFrame."""

    def _operate(
        self, op: str, other: Any, reflected: bool = False, flexible: bool = False, fill_value: Any = None, axis: Any = "columns", level: Any = None
    ) -> Any:
        if getattr(type(other), "_sandtable_ranked", False) and other.ndim == 2:
            return self._with_frame(op, other, reflected, flexible, fill_value)
        if getattr(type(other), "_sandtable_ranked", False):
            return self._with_series(op, other, reflected, axis, fill_value, flexible)
        if isinstance(other, ndarray) and other.ndim == 2:
            if other.shape == (1, len(self._cols)):
                other = other.ravel()
            elif other.shape != self.shape:
                raise ValueError(f"Unable to coerce to DataFrame, shape must be {self.shape}: given {other.shape}")
            else:
                others = [cols.column(other[:, at]) for at in range(len(self._cols))]
                return self._each(op, others, reflected)
        if isinstance(other, dict):
            from .series import Series

            return self._with_series(op, Series(other), reflected, axis, fill_value, flexible)
        if is_list_like(other):
            values = cols.column(list(other) if not isinstance(other, ndarray) else other)
            by_rows = axis in (0, "index")
            size = len(self) if by_rows else len(self._cols)
            if len(values) != size:
                raise ValueError(f"Unable to coerce to Series, length must be {size}: given {len(values)}")
            if by_rows:
                return self._each(op, [values] * len(self._cols), reflected)
            return self._each(op, cols.boxed(values), reflected)
        source = self if fill_value is None else self.fillna(fill_value)
        return source._each(op, [other] * len(self._cols), reflected)

    def _each(self, op: str, others: list[Any], reflected: bool) -> Any:
        return self._like([operate(op, col, other, reflected) for col, other in zip(self._cols, others)])

    def _with_frame(self, op: str, other: Any, reflected: bool, flexible: bool, fill_value: Any) -> Any:
        if op in COMPARISONS and not flexible and not (self._index.equals(other._index) and self._columns.equals(other._columns)):
            raise ValueError("Can only compare identically-labeled (both index and columns) DataFrame objects")
        index, mine, theirs = outer_index(self._index, other._index)
        columns, left, right = outer_index(self._columns, other._columns)
        made = []
        for at in range(len(columns)):
            a = _column_at(self, at if left is None else left[at], mine, len(index))
            b = _column_at(other, at if right is None else right[at], theirs, len(index))
            if a is None or b is None:
                if fill_value is None:
                    own = b if a is None else a
                    if own is not None and own.dtype.kind == "O" and op not in COMPARISONS:
                        made.append(cols.of([cols.nan] * len(index), own.dtype))
                        continue
                    made.append(
                        cols.of(bytearray([op == "ne"]) * len(index), BOOL) if op in COMPARISONS else cols.missing_column(cols.infer([0.0]).dtype, len(index))
                    )
                    continue
                a = cols.missing_column(b.dtype, len(index)) if a is None else a
                b = cols.missing_column(a.dtype, len(index)) if b is None else b
            if fill_value is not None:
                a, b = _filled(a, b, fill_value)
            made.append(operate(op, a, b, reflected))
        return type(self)._of(made, columns, index)

    def _with_series(self, op: str, other: Any, reflected: bool, axis: Any, fill_value: Any, flexible: bool) -> Any:
        if fill_value is not None:
            raise NotImplementedError(f"fill_value {fill_value} not supported.")
        if axis in (0, "index"):
            index, mine, theirs = outer_index(self._index, other._index)
            b = other._values if theirs is None else cols.take_missing(other._values, theirs)
            made = [operate(op, col if mine is None else cols.take_missing(col, mine), b, reflected) for col in self._cols]
            return type(self)._of(made, self._columns, index)
        if op in COMPARISONS and not flexible and not self._columns.equals(other._index):
            raise ValueError("Operands are not aligned. Do `left, right = left.align(right, axis=1, copy=False)` before operating.")
        columns, left, right = outer_index(self._columns, other._index)
        made = []
        for at in range(len(columns)):
            a = _column_at(self, at if left is None else left[at], None, len(self))
            row = at if right is None else right[at]
            if a is None or row < 0:
                made.append(cols.missing_column(cols.infer([0.0]).dtype, len(self)))
                continue
            made.append(operate(op, a, cols.box(other._values, row), reflected))
        return type(self)._of(made, columns.rename(self._columns._name) if columns.nlevels == 1 else columns, self._index)

    def __neg__(self) -> Any:
        return self._map_columns(lambda series: -series)

    def __pos__(self) -> Any:
        return self.copy()

    def __invert__(self) -> Any:
        return self._map_columns(lambda series: ~series)

    def __abs__(self) -> Any:
        return self.abs()

    def abs(self) -> Any:
        """Without the sign."""
        return self._map_columns(lambda series: series.abs())

    def _sandtable_map(self, function: Any) -> Any:
        return self._map_columns(lambda series: series._sandtable_map(function))

    def _sandtable_zip(self, other: Any, function: Any) -> Any:
        if getattr(type(other), "_sandtable_ranked", False):
            missing("numpy functions of a DataFrame and another", "the columns one by one")
        return self._map_columns(lambda series: series._sandtable_zip(other, function))

    def dot(self, other: Any) -> Any:
        """The product with a Series or a DataFrame."""
        import numpy as np

        from .series import Series

        if getattr(type(other), "_sandtable_ranked", False) and other.ndim == 1:
            if set(self._columns) != set(other._index):
                raise ValueError("matrices are not aligned")
            return Series(np.dot(self.values, other.reindex(self._columns)._values), index=self._index)
        if getattr(type(other), "_sandtable_ranked", False):
            if set(self._columns) != set(other._index):
                raise ValueError("matrices are not aligned")
            return type(self)(np.dot(self.values, other.reindex(self._columns).values), index=self._index, columns=other._columns)
        made = np.dot(self.values, np.asarray(other))
        return Series(made, index=self._index) if made.ndim == 1 else type(self)(made, index=self._index)

    __matmul__ = dot


def _column_at(frame: Any, at: int, rows: Any, size: int) -> Any:
    if at < 0:
        return None
    col = frame._cols[at]
    return col if rows is None else cols.take_missing(col, rows)


def _operator(op: str, reflected: bool) -> Any:
    def method(self: Any, other: Any) -> Any:
        return self._operate(op, other, reflected)

    return method


def _in_place(op: str) -> Any:
    def method(self: Any, other: Any) -> Any:
        made = self._operate(op, other)
        if made is NotImplemented:
            return made
        self._replace(made)
        return self

    return method


def _series_method(op: str, reflected: bool) -> Any:
    def method(self: Any, other: Any, level: Any = None, fill_value: Any = None, axis: Any = 0) -> Any:
        if level is not None:
            missing(f"Series.{op} with level=")
        return self._operate(op, other, reflected, True, fill_value)

    return method


def _frame_method(op: str, reflected: bool) -> Any:
    def method(self: Any, other: Any, axis: Any = "columns", level: Any = None, fill_value: Any = None) -> Any:
        if level is not None:
            missing(f"DataFrame.{op} with level=")
        return self._operate(op, other, reflected, True, fill_value, axis)

    return method


_ARITHMETIC = ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow")
for _op in (*_ARITHMETIC, "and", "or", "xor"):
    for _class in (SeriesOps, FrameOps):
        setattr(_class, f"__{_op}__", _operator(_op, False))
        setattr(_class, f"__r{_op}__", _operator(_op, True))
        setattr(_class, f"__i{_op}__", _in_place(_op))
for _op in COMPARISONS:
    for _class in (SeriesOps, FrameOps):
        setattr(_class, f"__{_op}__", _operator(_op, False))
    SeriesOps.__dict__, setattr(SeriesOps, _op, _series_method(_op, False)), setattr(FrameOps, _op, _frame_method(_op, False))
for _name, _op in [(_op, _op) for _op in _ARITHMETIC] + [("div", "truediv"), ("divide", "truediv"), ("multiply", "mul"), ("subtract", "sub")]:
    setattr(SeriesOps, _name, _series_method(_op, False))
    setattr(FrameOps, _name, _frame_method(_op, False))
for _name, _op in [(_op, _op) for _op in _ARITHMETIC] + [("div", "truediv")]:
    setattr(SeriesOps, "r" + _name, _series_method(_op, True))
    setattr(FrameOps, "r" + _name, _frame_method(_op, True))
