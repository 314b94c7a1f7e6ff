"""`agg` of groups, in all its forms."""

from __future__ import annotations

from typing import Any

from . import columns as cols
from .construct import is_list_like
from .errors import SpecificationError
from .index import Index
from .naming import builtin_name, function_name


def unique_names(functions: list[Any]) -> list[Any]:
    """The names of functions; several lambdas are numbered."""
    names = [one if isinstance(one, str) else function_name(one) for one in functions]
    lambdas = [at for at, name in enumerate(names) if name == "<lambda>"]
    if len(lambdas) > 1:
        for number, at in enumerate(lambdas):
            names[at] = f"<lambda_{number}>"
    return names


class SeriesAgg:
    """`agg` of the groups of a Series."""

    def agg(self, func: Any = None, *args: Any, engine: Any = None, engine_kwargs: Any = None, **kwargs: Any) -> Any:
        """One or several reductions of each group."""
        from .frame import DataFrame

        if func is None:
            if not kwargs:
                raise TypeError("Must provide 'func' or tuples of '(column, aggfunc).")
            named = {name: one[1] if isinstance(one, tuple) else one for name, one in kwargs.items()}
            made = [self._one(one)._values if self._settings.as_index else self._plain()._one(one)._values for one in named.values()]
            labels = Index(list(named))
            return DataFrame._of(made, labels, self._groups.index) if self._settings.as_index else self._with_keys(made, labels)
        if isinstance(func, dict):
            raise SpecificationError("nested renamer is not supported")
        if is_list_like(func):
            functions = list(func)
            if functions and all(isinstance(one, tuple) for one in functions):
                names, functions = [one[0] for one in functions], [one[1] for one in functions]
            else:
                names = unique_names(functions)
            if len(set(names)) < len(names):
                raise SpecificationError("Function names must be unique, found multiple named " + str(next(name for name in names if names.count(name) > 1)))
            made = [self._plain()._one(one, *args, **kwargs) for one in functions]
            labels = Index(names)
            if any(one.ndim == 2 for one in made):
                from .concat import concat

                return concat(made, axis=1, keys=names)
            columns = [one._values for one in made]
            return DataFrame._of(columns, labels, self._groups.index) if self._settings.as_index else self._with_keys(columns, labels)
        return self._one(func, *args, **kwargs)

    aggregate = agg

    def _plain(self) -> Any:
        """The same groups, with their labels as an index."""
        from .groupby import Settings

        own = self._settings
        made = type(self)(self._obj, self._keys, Settings(True, own.sort, own.group_keys, own.observed, own.dropna, own.tuples), self._groups)
        return made

    def _one(self, func: Any, *args: Any, **kwargs: Any) -> Any:
        name = func if isinstance(func, str) else builtin_name(func)
        if name is not None and not (args or (kwargs and not isinstance(func, str))):
            found = getattr(type(self), name, None)
            if found is None:
                raise AttributeError(f"'SeriesGroupBy' object has no attribute '{name}'")
            return found(self, **kwargs) if not isinstance(found, property) else found.fget(self)
        if isinstance(func, str):
            return getattr(self, func)(*args, **kwargs)
        if not callable(func):
            raise TypeError(f"'{type(func).__name__}' object is not callable")
        made = []
        for at, rows in enumerate(self._groups.rows()):
            part = self._obj._take_rows(rows)
            value = func(part, *args, **kwargs)
            if getattr(type(value), "_sandtable_ranked", False) or (hasattr(value, "shape") and getattr(value, "shape", ()) != ()):
                raise ValueError("Must produce aggregated value")
            made.append(value)
        col = cols.infer(
            [
                value.item()
                if hasattr(value, "item") and hasattr(value, "dtype") and getattr(value, "ndim", 1) == 0 and not hasattr(value, "_value")
                else value
                for value in made
            ]
        )
        if not made:
            col = cols.of(cols.empty(self._obj.dtype, 0), self._obj.dtype)
        return self._result(col)


class FrameAgg:
    """`agg` of the groups of a DataFrame."""

    def agg(self, func: Any = None, *args: Any, engine: Any = None, engine_kwargs: Any = None, **kwargs: Any) -> Any:
        """One or several reductions of each group."""
        if func is None:
            return self._named(kwargs)
        if isinstance(func, dict):
            return self._dict(func, args, kwargs)
        if is_list_like(func):
            return self._list(list(func), args, kwargs)
        if isinstance(func, str):
            if func == "size":
                return self.size()
            return getattr(self, func)(*args, **kwargs)
        name = builtin_name(func)
        if name is not None and not args and not kwargs:
            return getattr(self, name)()
        source = self._values()
        made = [self._column_groups(label)._one(func, *args, **kwargs)._values for label in source._columns]
        return self._result(made, source._columns)

    aggregate = agg

    def _column_groups(self, label: Any) -> Any:
        """The groups of one column, with their labels as an index."""
        from .groupby import SeriesGroupBy

        found = self._obj._columns._find(label)
        if found is None:
            raise KeyError(f"Column(s) [{label!r}] do not exist")
        series = self._obj._column(found)
        object.__setattr__(series, "_owner", None)
        return SeriesGroupBy(series, self._keys, self._settings, self._groups)._plain()

    def _named(self, named: dict[str, Any]) -> Any:
        if not named or not all(isinstance(one, tuple) and len(one) == 2 for one in named.values()):
            raise TypeError("Must provide 'func' or tuples of '(column, aggfunc).")
        absent = list(dict.fromkeys(column for column, _ in named.values() if column not in self._obj._columns))
        if absent:
            raise KeyError(f"Column(s) {absent} do not exist")
        made = [self._column_groups(column)._one(one)._values for column, one in named.values()]
        return self._result(made, Index(list(named)))

    def _dict(self, func: dict[Any, Any], args: Any, kwargs: Any) -> Any:
        absent = [label for label in func if label not in self._obj._columns]
        if self._selection is not None:
            chosen = [self._obj._columns[at] for at in self._selection]
            absent = [label for label in func if label not in chosen]
        if absent:
            raise KeyError(f"Column(s) {_sorted(absent)} do not exist")
        if any(isinstance(one, dict) for one in func.values()):
            raise SpecificationError("nested renamer is not supported")
        if any(is_list_like(one) for one in func.values()):
            made: list[Any] = []
            labels: list[tuple[Any, Any]] = []
            for label, one in func.items():
                functions = list(one) if is_list_like(one) else [one]
                found = self._column_groups(label).agg(functions)
                made.extend(found._cols)
                labels.extend((label, name) for name in found._columns)
            return self._result(made, Index(labels))
        made = [self._column_groups(label)._one(one, *args, **kwargs) for label, one in func.items()]
        if made and any(one.ndim == 2 for one in made):
            from .concat import concat

            return concat(made, axis=1, keys=list(func))
        return self._result([one._values for one in made], Index(list(func)))

    def _list(self, functions: list[Any], args: Any, kwargs: Any) -> Any:
        source = self._values()
        made: list[Any] = []
        labels: list[tuple[Any, Any]] = []
        for label in source._columns:
            found = self._column_groups(label).agg(functions, *args, **kwargs)
            made.extend(found._cols)
            labels.extend((*(label if isinstance(label, tuple) else (label,)), name) for name in found._columns)
        from .multiindex import MultiIndex

        return self._result(made, MultiIndex.from_tuples(labels, names=[*source._columns.names, None]))


def _sorted(labels: list[Any]) -> list[Any]:
    try:
        return sorted(labels)
    except TypeError:
        return labels
