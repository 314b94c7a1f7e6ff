"""Functions over the columns, rows and values of a DataFrame."""

from __future__ import annotations

from typing import Any

from numpy._dtypes import FLOAT64

from . import columns as cols
from .construct import is_list_like
from .errors import missing
from .frame_reduce import axis_number, typed_values
from .index import Index, RangeIndex
from .naming import builtin_name, function_name
from .series_apply import UFUNCS


class FrameApply:
    """Functions over the columns, rows and values of a DataFrame."""

    def apply(
        self,
        func: Any,
        axis: Any = 0,
        raw: bool = False,
        result_type: Any = None,
        args: Any = (),
        by_row: Any = "compat",
        engine: Any = "python",
        engine_kwargs: Any = None,
        **kwargs: Any,
    ) -> Any:
        """What a function makes of each column, or of each row."""
        if engine != "python" or engine_kwargs is not None:
            missing("DataFrame.apply with engine=")
        across = axis_number(axis) == 1
        if isinstance(func, str):
            return self._named(func, axis, args, kwargs)
        if isinstance(func, (list, dict)):
            return self.agg(func, axis, *args, **kwargs)
        if raw:
            lines = [series.to_numpy() for series in (self._rows() if across else self._series())]
            results = [func(line, *args, **kwargs) for line in lines]
        else:
            if not self._cols or not len(self):
                return self._apply_empty(func, across, args, kwargs)
            lines = self._rows() if across else self._series()
            results = [func(line, *args, **kwargs) for line in lines]
        labels = self._index if across else self._columns
        return self._collected(results, labels, across, result_type)

    def _apply_empty(self, func: Any, across: bool, args: Any, kwargs: Any) -> Any:
        from .series import Series

        agg_axis = self._index if across else self._columns
        try:
            blank = (
                Series._of(cols.missing_column(FLOAT64, len(self._columns)), self._columns) if across else Series._of(cols.of(cols.empty(FLOAT64, 0), FLOAT64))
            )
            found = func(blank, *args, **kwargs)
        except Exception:
            return self.copy()
        if getattr(type(found), "_sandtable_ranked", False):
            return self.copy()
        if len(agg_axis):
            found = func(Series._of(cols.of(cols.empty(FLOAT64, 0), FLOAT64)), *args, **kwargs)
            return Series._of(typed_values([found] * len(agg_axis)), agg_axis)
        return Series._of(cols.of(cols.empty(FLOAT64, 0), FLOAT64), agg_axis)

    def _collected(self, results: list[Any], labels: Any, across: bool, result_type: Any) -> Any:
        from .concat import concat
        from .series import Series

        if result_type not in (None, "expand", "reduce", "broadcast"):
            raise ValueError("invalid value for result_type, must be one of {None, 'reduce', 'broadcast', 'expand'}")
        if result_type == "broadcast":
            missing("DataFrame.apply with result_type='broadcast'", "assign")
        first = next((one for one in results if one is not None), None)
        if getattr(type(first), "_sandtable_ranked", False) and first.ndim == 1 and result_type != "reduce":
            if across:
                names = first._index
                same = all(getattr(type(one), "_sandtable_ranked", False) and one._index is names for one in results)
                if same or all(getattr(type(one), "_sandtable_ranked", False) and one._index.equals(names) for one in results):
                    made = self._of_results(results, names)
                    return type(self)._of(made, names if len(names) else RangeIndex(0), labels)
                made_frame = type(self)([one for one in results])
                made_frame.index = labels
                return made_frame
            made = concat(results, axis=1)
            made.columns = labels
            return made
        if result_type == "expand" and is_list_like(first) and not isinstance(first, dict):
            # Each result is a column first, with one type, before the columns are turned.
            made = type(self)([cols.boxed(cols.infer(list(one))) for one in results])
            if across:
                made.index = labels
                return made
            made = made.T
            made.columns = labels
            return made.infer_objects()
        if result_type == "expand" and isinstance(first, dict):
            made = type(self)(results)
            made.index = labels
            return made if across else made.T
        if (
            not across
            and is_list_like(first)
            and not isinstance(first, (dict, str))
            and result_type is None
            and all(is_list_like(one) and len(one) == len(self) for one in results)
        ):
            return type(self)._of([cols.column(one) for one in results], labels, self._index)
        if any(is_list_like(one) for one in results):
            return Series._of(cols.of(results, cols.OBJECT), labels)
        return Series._of(typed_values(results) if not across else cols.infer(results), labels)

    def _of_results(self, results: list[Any], names: Any) -> list[Any]:
        """Columns of Series that are rows."""
        boxed = [cols.boxed(one._values) for one in results]
        made = [cols.infer(list(values)) for values in zip(*boxed)]
        types = [one.dtype for one in results]
        if types and all(to == types[0] for to in types) and types[0].kind not in "OC":
            made = [cols.astype(col, types[0]) if col.dtype != types[0] else col for col in made]
        return made

    def _named(self, name: str, axis: Any, args: Any, kwargs: Any) -> Any:
        if name == "size":
            from .series import Series

            return (
                Series([len(self)] * len(self._cols), index=self._columns)
                if axis_number(axis) == 0
                else Series([len(self._cols)] * len(self), index=self._index)
            )
        found = getattr(type(self), name, None)
        if found is None:
            import numpy

            ufunc = getattr(numpy, name, None) if name in UFUNCS else None
            if ufunc is not None:
                return ufunc(self)
            raise AttributeError(f"'{name}' is not a valid function for 'DataFrame' object")
        if axis_number(axis) == 1:
            kwargs = {**kwargs, "axis": 1}
        return found(self, *args, **kwargs)

    def map(self, func: Any, na_action: Any = None, **kwargs: Any) -> Any:
        """What a function makes of each value."""
        if not callable(func):
            raise TypeError("the first argument must be callable")
        function = (lambda value: func(value, **kwargs)) if kwargs else func
        return self._map_columns(lambda series: series.map(function, na_action) if len(series) else series)

    applymap = map

    def agg(self, func: Any = None, axis: Any = 0, *args: Any, **kwargs: Any) -> Any:
        """One or several reductions of each column, by name or function."""
        from .concat import concat
        from .series import Series

        if axis_number(axis) == 1:
            if isinstance(func, str):
                return self._named(func, 1, args, kwargs)
            if callable(func):
                named = builtin_name(func)
                return self._named(named, 1, args, kwargs) if named else self.apply(func, 1, args=args, **kwargs)
            return self.T.agg(func, 0, *args, **kwargs).T
        if func is None:
            return self._named_agg(kwargs)
        if isinstance(func, str):
            return self._named(func, 0, args, kwargs)
        if isinstance(func, dict):
            absent = [name for name in func if name not in self._columns]
            if absent:
                raise KeyError(f"Label(s) {absent} do not exist")
            many = any(isinstance(one, (list, tuple)) for one in func.values())
            if many:
                parts = [self[name].agg(list(one) if isinstance(one, (list, tuple)) else [one]) for name, one in func.items()]
                return _side_by_side(parts, list(func))
            found = {name: self[name].agg(one, *args, **kwargs) for name, one in func.items()}
            if all(getattr(type(one), "_sandtable_ranked", False) for one in found.values()):
                return concat(list(found.values()), axis=1, keys=list(found))
            return Series._of(typed_values(list(found.values())), Index(list(found)))
        if is_list_like(func):
            names = [one if isinstance(one, str) else function_name(one) for one in func]
            parts = [series.agg(list(func), *args, **kwargs) for series in self._series()]
            if any(part.ndim == 2 for part in parts):
                return concat(parts, axis=1, keys=list(self._columns))
            return type(self)._of([part._values for part in parts], self._columns, Index(names))
        named = builtin_name(func)
        if named is not None and not args and not kwargs:
            return self._named(named, 0, args, kwargs)
        return self.apply(func, 0, args=args, **kwargs)

    aggregate = agg

    def _named_agg(self, named: dict[str, Any]) -> Any:
        if not named:
            raise TypeError("Must provide 'func' or tuples of '(column, aggfunc).")
        rows = []
        columns = list(dict.fromkeys(column for column, _ in named.values()))
        for label, (column, function) in named.items():
            value = self[column].agg(function)
            rows.append({name: (value if name == column else cols.nan) for name in columns})
        return type(self)(rows, index=Index(list(named)), columns=columns)

    def transform(self, func: Any, axis: Any = 0, *args: Any, **kwargs: Any) -> Any:
        """What a function makes of each column; as many values as there were."""
        if axis_number(axis) == 1:
            return self.T.transform(func, 0, *args, **kwargs).T
        if isinstance(func, str):
            made = self._named(func, 0, args, kwargs)
        elif isinstance(func, dict):
            from .concat import concat

            return concat([self[name].transform(one) for name, one in func.items()], axis=1)
        elif isinstance(func, list):
            from .concat import concat

            return concat([series.transform(func) for series in self._series()], axis=1, keys=list(self._columns))
        else:
            made = self.apply(func, 0, args=args, **kwargs)
        if not getattr(type(made), "_sandtable_ranked", False) or len(made) != len(self) or made.ndim != 2:
            raise ValueError("Function did not transform")
        return made

    def astype(self, dtype: Any, copy: Any = None, errors: str = "raise") -> Any:
        """The values in other types."""
        if isinstance(dtype, dict) or getattr(type(dtype), "_sandtable_ranked", False):
            for name in dtype.keys():
                if name not in self._columns:
                    raise KeyError(f"Only a column name can be used for the key in a dtype mappings argument. '{name}' not found in columns.")
            made = []
            for at, label in enumerate(self._columns):
                series = self._column(at)
                try:
                    made.append(series.astype(dtype[label], errors=errors)._values if label in dtype else series._values.copy())
                except ValueError as error:
                    raise type(error)(f"{error}: Error while type casting for column '{label}'") from None
            return self._like(made)
        return self._map_columns(lambda series: series.astype(dtype, errors=errors))

    def infer_objects(self, copy: Any = None) -> Any:
        """Objects in the types that they have."""
        return self._map_columns(lambda series: series.infer_objects())

    def convert_dtypes(self, **kwargs: Any) -> Any:
        """The values in nullable types."""
        return self._map_columns(lambda series: series.convert_dtypes(**kwargs))

    def round(self, decimals: Any = 0, *_: Any) -> Any:
        """Rounded, all columns or each to its own decimals."""
        if isinstance(decimals, dict) or getattr(type(decimals), "_sandtable_ranked", False):
            return self._like(
                [_rounded(self._column(at), decimals[label]) if label in decimals else self._cols[at].copy() for at, label in enumerate(self._columns)]
            )
        return self._like([_rounded(series, decimals) for series in self._series()])

    def isin(self, values: Any) -> Any:
        """Which are among others."""
        if isinstance(values, dict):
            from numpy._dtypes import BOOL

            return self._like(
                [series.isin(values[series.name])._values if series.name in values else cols.of(bytearray(len(self)), BOOL) for series in self._series()]
            )
        if getattr(type(values), "_sandtable_ranked", False):
            if values.ndim == 2:
                return self.eq(values.reindex_like(self))
            return self.eq(values.reindex(self._index), axis="index")
        if not is_list_like(values):
            raise TypeError(f"only list-like or dict-like objects are allowed to be passed to DataFrame.isin(), you passed a '{type(values).__name__}'")
        return self._map_columns(lambda series: series.isin(values))

    def shift(self, periods: Any = 1, freq: Any = None, axis: Any = 0, fill_value: Any = None, suffix: Any = None) -> Any:
        """The values some rows, or columns, later."""
        if axis_number(axis) == 1:
            return self._shift_columns(periods, freq, fill_value)
        return self._map_columns(lambda series: series.shift(periods, freq, fill_value=fill_value))

    def _shift_columns(self, periods: int, freq: Any, fill_value: Any) -> Any:
        """The columns some places later; those that come first are missing."""
        if freq is not None:
            missing("DataFrame.shift with freq= and axis=1")
        if len({col.dtype.name for col in self._cols}) < 2:
            made = self.T.shift(periods, None, 0, fill_value).T
            return made if made.dtypes.tolist()[:1] != [cols.OBJECT] or self._cols[0].dtype.kind == "O" else made.infer_objects()
        width = len(self._cols)
        made = []
        for at in range(width):
            place = at - periods
            if 0 <= place < width:
                made.append(self._cols[place].copy())
            elif fill_value is not None:
                made.append(cols.repeat_value(fill_value, len(self)))
            else:
                made.append(self._column(0 if periods > 0 else width - 1).shift(len(self))._values)
        return self._like(made)

    def diff(self, periods: int = 1, axis: Any = 0) -> Any:
        """Each value less the one some rows, or columns, before."""
        if axis_number(axis) == 1:
            return self - self.shift(periods, axis=1)
        return self._map_columns(lambda series: series.diff(periods))

    def pct_change(self, periods: int = 1, fill_method: Any = "pad", limit: Any = None, freq: Any = None, axis: Any = 0) -> Any:
        """How much each value is more than the one some rows before, as a part of it."""
        if axis_number(axis) == 1:
            return self.T.pct_change(periods, fill_method, limit, freq).T
        return self._map_columns(lambda series: series.pct_change(periods, fill_method, limit, freq))


def _cumulative(name: str) -> Any:
    def method(self: Any, axis: Any = 0, skipna: bool = True) -> Any:
        if axis_number(axis) == 1:
            return getattr(self.T, name)(0, skipna).T
        return self._map_columns(lambda series: getattr(series, name)(skipna=skipna))

    return method


for _name in ("cumsum", "cumprod", "cummax", "cummin"):
    setattr(FrameApply, _name, _cumulative(_name))


def _rounded(series: Any, decimals: int) -> Any:
    return (
        series.round(decimals)._values
        if series.dtype.kind in "iufN" and series.dtype.name != "string" and series.dtype.name != "boolean"
        else series._values.copy()
    )


def _side_by_side(parts: list[Any], names: list[Any]) -> Any:
    """Reductions of columns, each with its own, in one table."""
    from .concat import concat

    made = concat(parts, axis=1)
    made.columns = Index(names)
    return made
