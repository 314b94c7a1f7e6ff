"""Labels as values: missing ones, what functions make of them, reductions."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy._dtypes import BOOL

from . import columns as cols
from .times import NaT


class IndexValues:
    """The labels of an index as values."""

    __slots__ = ()

    def to_numpy(self, dtype: Any = None, copy: bool = False, na_value: Any = None) -> Any:
        """Its labels as an array."""
        return self.values if dtype is None else self.values.astype(dtype)

    def to_series(self, index: Any = None, name: Any = None) -> Any:
        """Its labels as values and as an index."""
        from .series import Series

        return Series(self._values.copy(), index=self if index is None else index, name=self._name if name is None else name)

    def to_frame(self, index: bool = True, name: Any = None) -> Any:
        """Its labels as a column."""
        from .frame import DataFrame

        name = (0 if self._name is None else self._name) if name is None else name
        return DataFrame({name: self._values.copy()}, index=self if index else None)

    def isna(self) -> Any:
        """Which labels are missing."""
        return cols.of(cols.flags_missing(self._values), BOOL)

    isnull = isna

    def notna(self) -> Any:
        """Which labels are there."""
        return ~self.isna()

    notnull = notna

    def dropna(self, how: str = "any") -> Any:
        """Without missing labels."""
        return self[self.notna()]

    def fillna(self, value: Any) -> Any:
        """With a label in the place of missing ones."""
        from .index_base import Index

        return Index(self.to_series().fillna(value)._values, name=self._name)

    def map(self, mapper: Any, na_action: Any = None) -> Any:
        """What a function or a dict makes of each label."""
        from .index_base import Index
        from .mapping import map_column

        made = map_column(self._values, mapper, na_action)
        if made.dtype.kind == "O" and len(made) and all(type(label) is tuple for label in made._data):
            return Index(list(made._data), name=self._name)
        return self._of(made, self._name)

    def repeat(self, repeats: Any) -> Any:
        """Each label several times."""
        return self._with(self._values.repeat(repeats))

    def where(self, cond: Any, other: Any = None) -> Any:
        """The labels where a condition holds."""
        from .index_base import Index

        return Index(self.to_series().where(np.asarray(cond), other).tolist(), name=self._name)

    def value_counts(self, **kwargs: Any) -> Any:
        """How often each label is there."""
        return self.to_series().reset_index(drop=True).value_counts(**kwargs)

    def groupby(self, values: Any) -> dict[Any, Any]:
        """Labels by values."""
        found: dict[Any, list[int]] = {}
        for row, value in enumerate(values):
            found.setdefault(value, []).append(row)
        return {value: self._take(rows) for value, rows in found.items()}

    def _reduced(self, name: str) -> Any:
        from .reductions import reduce_column

        if not len(self):
            return np.nan if self.dtype.kind != "M" else NaT
        return reduce_column(name, self._values, True)

    def min(self, *_: Any, **__: Any) -> Any:
        """The least label."""
        return self._reduced("min")

    def max(self, *_: Any, **__: Any) -> Any:
        """The greatest label."""
        return self._reduced("max")

    def argmin(self) -> Any:
        """The row of the least label."""
        return self.to_series().argmin()

    def argmax(self) -> Any:
        """The row of the greatest label."""
        return self.to_series().argmax()

    def any(self) -> bool:
        """Whether one is true."""
        return any(self)

    def all(self) -> bool:
        """Whether all are true."""
        return all(self)

    def sum(self) -> Any:
        """The sum; pandas has none either."""
        raise AttributeError(f"'{type(self).__name__}' object has no attribute 'sum'")

    def item(self) -> Any:
        """The only label."""
        if len(self) != 1:
            raise ValueError("can only convert an array of size 1 to a Python scalar")
        return next(iter(self))
