"""What a DataFrame gives by a key: columns, rows of flags or slices, rows for which an expression holds."""

from __future__ import annotations

from typing import Any

from . import columns as cols
from .construct import is_list_like
from .errors import missing
from .select import flag_rows, is_flags


class FrameSelect:
    """What a DataFrame gives by a key."""

    def __getitem__(self, key: Any) -> Any:
        if callable(key) and not is_list_like(key):
            key = key(self)
        if isinstance(key, slice):
            return self._take_rows(self._slice(key))
        if getattr(type(key), "_sandtable_ranked", False) and key.ndim == 2:
            return self.where(key)
        if is_flags(key):
            if isinstance(key, list) and len(key) != len(self):
                raise ValueError(f"Item wrong length {len(key)} instead of {len(self)}.")
            return self._ordered_or_taken(flag_rows(key, self._index))
        if is_list_like(key) and not isinstance(key, tuple):
            return self._listed(list(key))
        if self._columns.nlevels > 1:
            return self._by_levels(key)
        try:
            found = self._columns._locate(key)
        except Exception as error:
            if isinstance(key, tuple) and not isinstance(error, KeyError):
                raise KeyError(key) from None
            raise
        return self._column(found) if type(found) is int else self._pick_columns(found)

    def _ordered_or_taken(self, rows: list[int]) -> Any:
        return self.copy() if len(rows) == len(self) else self._take_rows(rows)

    def _listed(self, keys: list[Any]) -> Any:
        places: list[int] = []
        absent = []
        for label in keys:
            try:
                found = self._columns._locate(label) if self._columns.nlevels == 1 else self._columns._select(label)[0]
            except KeyError:
                absent.append(label)
                continue
            places.extend([found] if type(found) is int else found)
        if absent:
            from .select import absent_text

            raise KeyError(absent_text(keys, absent, self._columns).replace(" are in the [index]", " are in the [columns]"))
        return self._pick_columns(places)

    def _by_levels(self, key: Any) -> Any:
        places, one = self._columns._select(key)
        if one:
            return self._column(places[0])
        made = self._pick_columns(places)
        return self._drop_column_levels(made, key)

    def _drop_column_levels(self, made: Any, key: Any) -> Any:
        depth = len(key) if isinstance(key, tuple) else 1
        left = made._columns
        for _ in range(min(depth, left.nlevels - 1)):
            left = left.droplevel(0)
        if left.nlevels == 1 and len(left) == 1 and left[0] == "":
            series = made._column(0)
            object.__setattr__(series, "_name", key)
            return series
        return type(self)._of(made._cols, left, made._index)

    def get(self, key: Any, default: Any = None) -> Any:
        """A column, or something else."""
        try:
            return self[key]
        except (KeyError, ValueError, IndexError):
            return default

    def xs(self, key: Any, axis: Any = 0, level: Any = None, drop_level: bool = True) -> Any:
        """The rows or columns of a label of one level."""
        if axis in (1, "columns"):
            return self.T.xs(key, level=level, drop_level=drop_level).T if level is not None else self[key]
        if level is None:
            return self.loc[key]
        rows, index = self._index._cross(key, level, drop_level)
        return type(self)._of([cols.take(col, rows) for col in self._cols], self._columns, index)

    def query(self, expr: str, inplace: bool = False, **kwargs: Any) -> Any:
        """The rows for which an expression holds."""
        import sys

        from .query import evaluate

        frame = sys._getframe(1)
        if set(kwargs) - {"engine", "local_dict", "global_dict", "parser", "level"}:
            raise TypeError(f"query() got an unexpected keyword argument {next(iter(kwargs))!r}")
        names = {**frame.f_globals, **frame.f_locals, **(kwargs.get("global_dict") or {}), **(kwargs.get("local_dict") or {})}
        found = evaluate(expr, self, names)
        return self._done(self.loc[found] if not isinstance(found, bool) else self[found], inplace)

    def eval(self, expr: str, inplace: bool = False, **kwargs: Any) -> Any:
        """What an expression over columns gives."""
        import sys

        from .query import evaluate

        frame = sys._getframe(1)
        if kwargs:
            missing(f"DataFrame.eval with {next(iter(kwargs))}=")
        names = {**frame.f_globals, **frame.f_locals}
        if "\n" in expr.strip():
            missing("DataFrame.eval with several lines", "assign")
        name, sign, rest = expr.partition("=")
        if sign and not rest.startswith("=") and name.strip().isidentifier():
            made = self.copy()
            made[name.strip()] = evaluate(rest.strip(), self, names)
            return self._done(made, inplace)
        return evaluate(expr, self, names)
