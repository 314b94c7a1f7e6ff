"""Functions over the values of a Series."""

from __future__ import annotations

import math
from typing import Any

from numpy import ndarray
from numpy._buffers import store
from numpy._scalars import round_half_even

from . import columns as cols
from .cumulative import cumulate
from .errors import missing, refuse
from .mapping import map_column
from .missing import is_missing


class SeriesApply:
    """Functions over the values of a Series."""

    def apply(self, func: Any, convert_dtype: Any = True, args: Any = (), by_row: Any = "compat", **kwargs: Any) -> Any:
        """What a function makes of each value."""
        if isinstance(func, str):
            return getattr(self, func)(*args, **kwargs)
        if isinstance(func, (list, dict)):
            return self.agg(func, *args, **kwargs)
        if by_row is False:
            return func(self, *args, **kwargs)
        if not callable(func):
            raise TypeError(f"'{type(func).__name__}' object is not callable")
        if (
            getattr(func, "__module__", "")
            and str(getattr(func, "__module__", "")).startswith("numpy")
            and not isinstance(func, type)
            and not args
            and not kwargs
            and getattr(func, "__qualname__", "") in UFUNCS
        ):
            return func(self)
        if self.dtype.kind == "C":
            return self._with(map_column(self._values, lambda value: func(value, *args, **kwargs), "ignore"))
        values = cols.boxed(self._values)
        made = [func(value, *args, **kwargs) for value in values] if args or kwargs else list(map(func, values))
        if made and getattr(type(made[0]), "_sandtable_ranked", False):
            from .frame import DataFrame

            return DataFrame(made, index=self._index)
        if not made:
            return self._with(self._values.copy())
        return self._with(cols.infer(made))

    def map(self, arg: Any, na_action: Any = None) -> Any:
        """What a function, a dict or a Series makes of each value."""
        made = map_column(self._values, arg, na_action)
        return self._with(made)

    def transform(self, func: Any, axis: Any = 0, *args: Any, **kwargs: Any) -> Any:
        """What a function makes of each value; as many as there were."""
        if isinstance(func, (list, dict)):
            from .concat import concat
            from .naming import function_name

            pairs = func.items() if isinstance(func, dict) else [(one if isinstance(one, str) else function_name(one), one) for one in func]
            names, made = zip(*[(name, self.transform(one)) for name, one in pairs])
            return concat(made, axis=1, keys=names)
        made = self.agg(func, 0, *args, **kwargs) if isinstance(func, str) else self.apply(func, args=args, **kwargs)
        if not getattr(type(made), "_sandtable_ranked", False) or len(made) != len(self):
            raise ValueError("Function did not transform")
        return made

    def astype(self, dtype: Any, copy: Any = None, errors: str = "raise") -> Any:
        """The values in another type."""
        if isinstance(dtype, dict):
            if len(dtype) > 1 or self._name not in dtype:
                raise KeyError("Only the Series name can be used for the key in Series dtype mappings.")
            dtype = dtype[self._name]
        try:
            made = cols.astype(self._values, dtype)
        except (ValueError, TypeError):
            if errors == "ignore":
                return self.copy()
            raise
        return self._with(made.copy() if made is self._values else made)

    def infer_objects(self, copy: Any = None) -> Any:
        """Objects in the type that they have."""
        return self._with(cols.infer(list(self._values._data))) if self.dtype.kind == "O" else self.copy()

    def convert_dtypes(self, **kwargs: Any) -> Any:
        """The values in a nullable type."""
        refuse(
            "Series.convert_dtypes",
            {
                "infer_objects": True,
                "convert_string": True,
                "convert_integer": True,
                "convert_boolean": True,
                "convert_floating": True,
                "dtype_backend": "numpy_nullable",
            },
            kwargs,
        )
        col = self._values
        kind = col.dtype.kind
        if kind == "O":
            some = [value for value in col._data if not is_missing(value)]
            if some and all(isinstance(value, str) for value in some):
                return self.astype("string")
            col = cols.infer([None if is_missing(value) else value for value in col._data])
            if col.dtype.kind == "O" and some and all(isinstance(value, bool) for value in some):
                return self.astype("boolean")
            kind = col.dtype.kind
        if kind == "f":
            whole = all(value != value or value.is_integer() for value in col._data)
            return self._with(cols.astype(col, "Int64" if whole else "Float64"))
        if kind in "iu":
            name = col.dtype.name
            return self._with(cols.astype(col, "UI" + name[2:] if kind == "u" else name.capitalize()))
        return self._with(cols.astype(col, "boolean")) if kind == "b" else self._with(col)

    def round(self, decimals: int = 0, *_: Any) -> Any:
        """Rounded to that many decimals, halves to the even."""
        col = self._values
        kind = col.dtype.kind
        if kind == "f":
            return self._with(cols.of(store([round_half_even(value, decimals) for value in col._data], col.dtype), col.dtype))
        if kind == "N" and col.dtype.inner.kind == "f":
            return self._with(cols.of([value if is_missing(value) else round_half_even(value, decimals) for value in col._data], col.dtype))
        if kind in "iu" and decimals < 0:
            return self._with(col.round(decimals))
        if kind == "C":
            raise TypeError("Categorical.round is not there")
        return self.copy()

    def clip(self, lower: Any = None, upper: Any = None, axis: Any = None, inplace: bool = False) -> Any:
        """No less than the one, no more than the other."""
        made = self
        for bound, keep in ((lower, "ge"), (upper, "le")):
            if bound is None or (isinstance(bound, float) and bound != bound):
                continue
            if isinstance(bound, (list, tuple, ndarray)):
                bound = type(self)(bound, index=self._index)
            if getattr(type(bound), "_sandtable_ranked", False):
                # A bound that is missing holds nothing back; a row without a bound is lost.
                open_end = bound.fillna(-math.inf if keep == "ge" else math.inf) if bound.dtype.kind in "iuf" else bound
                if not bound._index.equals(self._index):
                    bound, open_end = bound.reindex(self._index), open_end.reindex(self._index)
                good = made._operate(keep, open_end, flexible=True) | made.isna()
            else:
                good = made._operate(keep, bound) | made.isna()
            made = made.where(good, bound)
        made = made.copy() if made is self else made
        return self._done(made, inplace)

    def between(self, left: Any, right: Any, inclusive: str = "both") -> Any:
        """Which lie between two values."""
        if inclusive not in ("both", "left", "right", "neither"):
            raise ValueError("Inclusive has to be either string of 'both','left', 'right', or 'neither'.")
        low = self >= left if inclusive in ("both", "left") else self > left
        high = self <= right if inclusive in ("both", "right") else self < right
        return low & high

    def isin(self, values: Any) -> Any:
        """Which are among others."""
        from .membership import isin

        return self._with(isin(self._values, values))

    def shift(self, periods: Any = 1, freq: Any = None, axis: Any = 0, fill_value: Any = None, suffix: Any = None) -> Any:
        """The values some rows later."""
        if freq is not None:
            if hasattr(self._index, "freq") and not isinstance(periods, int):
                missing("Series.shift with freq=")
            return (
                self._with(self._values.copy(), self._index.shift(periods, freq))
                if hasattr(type(self._index), "shift")
                else missing("Series.shift with freq=", "set the index")
            )
        if not isinstance(periods, int):
            missing("Series.shift with several periods", "one after the other")
        size = len(self)
        if not periods:
            return self.copy()
        if isinstance(fill_value, (list, dict, ndarray)) or getattr(type(fill_value), "_sandtable_column", False):
            raise ValueError("fill_value must be a scalar")
        rows = [row - periods if 0 <= row - periods < size else -1 for row in range(size)]
        if fill_value is None and self.dtype.kind == "O":
            return self._with(cols.of([None if row < 0 else self._values._data[row] for row in rows], self.dtype))
        return self._with(cols.take_missing(cols.with_missing(self._values), rows) if fill_value is None else cols.take_fill(self._values, rows, fill_value))

    def diff(self, periods: int = 1) -> Any:
        """Each value less the one some rows before."""
        col = self._values
        if col.dtype.kind == "b":
            before = self.shift(periods)
            return self._with(cols.of([cols.nan if is_missing(y) else x != y for x, y in zip(self, before)], cols.OBJECT))
        if col.dtype.kind == "O":
            data, size = col._data, len(col)
            return self._with(cols.of([data[row] - data[row - periods] if 0 <= row - periods < size else cols.nan for row in range(size)], cols.OBJECT))
        return self._with((self - self.shift(periods))._values)

    def pct_change(self, periods: int = 1, fill_method: Any = "pad", limit: Any = None, freq: Any = None) -> Any:
        """How much each value is more than the one some rows before, as a part of it."""
        if freq is not None or limit is not None:
            missing("Series.pct_change with freq= or limit=", "ffill first")
        data = self.ffill() if fill_method in ("pad", "ffill") else self
        if fill_method not in ("pad", "ffill", None):
            missing(f"Series.pct_change with fill_method={fill_method!r}", "fillna first")
        return data / data.shift(periods) - 1

    def cumsum(self, axis: Any = None, skipna: bool = True) -> Any:
        """The sum so far."""
        return self._with(cumulate("cumsum", self._values, skipna))

    def cumprod(self, axis: Any = None, skipna: bool = True) -> Any:
        """The product so far."""
        return self._with(cumulate("cumprod", self._values, skipna))

    def cummax(self, axis: Any = None, skipna: bool = True) -> Any:
        """The greatest so far."""
        return self._with(cumulate("cummax", self._values, skipna))

    def cummin(self, axis: Any = None, skipna: bool = True) -> Any:
        """The least so far."""
        return self._with(cumulate("cummin", self._values, skipna))

    def explode(self, ignore_index: bool = False) -> Any:
        """A row for each item of lists."""
        rows, values = [], []
        for row, value in enumerate(self._values._data if self.dtype.kind == "O" else []):
            if isinstance(value, (list, tuple, set, ndarray)) or getattr(type(value), "_sandtable_column", False):
                items = list(value)
                rows.extend([row] * max(1, len(items)))
                values.extend(items if items else [cols.nan])
            else:
                rows.append(row)
                values.append(value)
        if self.dtype.kind != "O":
            return self.reset_index(drop=True) if ignore_index else self.copy()
        made = self._with(cols.of(values, cols.OBJECT), self._index._take(rows))
        return made.reset_index(drop=True) if ignore_index else made

    def repeat(self, repeats: Any, axis: Any = None) -> Any:
        """Each value several times."""
        counts = list(repeats) if hasattr(repeats, "__iter__") else [repeats] * len(self)
        return self._take_rows([row for row, count in enumerate(counts) for _ in range(count)])

    def factorize(self, sort: bool = False, use_na_sentinel: bool = True) -> Any:
        """A number for each value, and the values."""
        from .top import factorize

        return factorize(self, sort, use_na_sentinel)


UFUNCS = {
    "sqrt", "exp", "log", "log2", "log10", "log1p", "expm1", "sin", "cos", "tan", "floor", "ceil", "trunc", "rint", "absolute", "sign", "square", "isnan",
    "isinf", "isfinite", "negative", "cbrt", "radians", "degrees", "arcsin", "arccos", "arctan", "sinh", "cosh", "tanh", "logical_not",
}  # fmt: skip
