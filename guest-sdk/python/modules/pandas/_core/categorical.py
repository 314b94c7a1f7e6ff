"""Categories: columns that hold one of some values."""

from __future__ import annotations

from typing import Any

from numpy import ndarray
from numpy._buffers import store
from numpy._dtypes import INT64, OBJECT

from . import columns as cols
from . import kernels
from .dtypes import CategoricalDtype
from .errors import missing
from .missing import is_missing


def categorize(col: Any, to: CategoricalDtype) -> Any:
    """A column as categories; those that it has, in order, where none are given."""
    if col.dtype.kind == "C":
        if to.categories is None or col.dtype.categories is to.categories:
            ordered = to.ordered if to.categories is not None else col.dtype.ordered
            return col if ordered == col.dtype.ordered else cols.of(col._data[:], CategoricalDtype(col.dtype.categories, ordered))
        col = cols.astype(col, col.dtype.categories.dtype) if -1 not in col._data else cols.of(cols.boxed(col), OBJECT)
    from .index import Index

    if to.categories is None:
        try:
            numbers, first = kernels.factorize(col, sort=True)
        except TypeError:
            numbers, first = kernels.factorize(col)
        categories = Index._of(cols.take(col, first))
        return cols.of(store(numbers, INT64), CategoricalDtype(categories, to.ordered))
    found = [to.categories._find(value) for value in cols.boxed(col)]
    codes = [-1 if at is None or is_missing(value) else at for at, value in zip(found, cols.boxed(col))]
    return cols.of(store(codes, INT64), to)


KNOWN = set(
    "argsort astype copy describe dropna equals fillna factorize isin max min mode memory_usage nbytes repeat reshape searchsorted shift size sort_values take unique value_counts view".split()
)


class Categorical:
    """A list of categories."""

    _sandtable_column = True

    def __init__(self, values: Any, categories: Any = None, ordered: Any = None, dtype: Any = None) -> None:
        to = dtype if isinstance(dtype, CategoricalDtype) else CategoricalDtype(categories, bool(ordered))
        inner = getattr(values, "_values", None)
        if isinstance(inner, ndarray) and inner.dtype.kind == "C" and categories is None and dtype is None:
            to = CategoricalDtype(inner.dtype.categories, inner.dtype.ordered if ordered is None else ordered)
        self._values = categorize(cols.column(values), to)

    @classmethod
    def _of(cls, col: Any) -> Any:
        made = object.__new__(cls)
        made._values = col
        return made

    @classmethod
    def from_codes(cls, codes: Any, categories: Any = None, ordered: Any = None, dtype: Any = None) -> Any:
        """Of the numbers of categories."""
        to = dtype if isinstance(dtype, CategoricalDtype) else CategoricalDtype(categories, bool(ordered))
        return cls._of(cols.of(store(list(codes), INT64), to))

    @property
    def dtype(self) -> Any:
        """Its data type."""
        return self._values.dtype

    @property
    def categories(self) -> Any:
        """The categories."""
        return self.dtype.categories

    @property
    def codes(self) -> Any:
        """The numbers of the categories."""
        from numpy._dtypes import INT8, INT16

        size = len(self.categories)
        to = INT8 if size < 128 else INT16 if size < 32768 else INT64
        return cols.of(store(self._values._data, to), to)

    @property
    def ordered(self) -> bool:
        """Whether they have an order."""
        return self.dtype.ordered

    def __len__(self) -> int:
        return len(self._values)

    def __iter__(self) -> Any:
        return iter(cols.boxed(self._values))

    def __getitem__(self, key: Any) -> Any:
        if isinstance(key, int):
            return cols.box(self._values, key)
        return Categorical._of(cols.take(self._values, self._values._rows(key, len(self))))

    def __array__(self, *_: Any, **__: Any) -> Any:
        from .extract import numpy_of

        return numpy_of(self._values)

    def tolist(self) -> list[Any]:
        """Its values."""
        return cols.boxed(self._values)

    def isna(self) -> Any:
        """Which are missing."""
        from numpy._dtypes import BOOL

        return cols.of(cols.flags_missing(self._values), BOOL)

    def astype(self, dtype: Any) -> Any:
        """In another type."""
        return cols.astype(self._values, dtype)

    def unique(self) -> Any:
        """Each value once."""
        return Categorical._of(unique_categories(self._values))

    def __eq__(self, other: Any) -> Any:
        from .arithmetic import compare

        return compare("eq", self._values, other._values if hasattr(other, "_values") else other)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        from .format import categories_text
        from .format_values import quoted

        texts = ["NaN" if is_missing(value) else quoted(value) for value in self]
        if len(texts) > 10:
            texts = [*texts[:5], "...", *texts[-5:]]
        size = f"\nLength: {len(self)}" if len(self) > 10 else ""
        return f"[{', '.join(texts)}]{size}\n{categories_text(self._values.dtype)}"

    def __getattr__(self, name: str) -> Any:
        if name in METHODS:
            from .series import Series

            return lambda *args, **kwargs: Categorical._of(getattr(Series._of(self._values).cat, name)(*args, **kwargs)._values)
        if name not in KNOWN:
            raise AttributeError(f"'Categorical' object has no attribute '{name}'")
        missing(f"Categorical.{name}", "Series(…) of it")


METHODS = (
    "rename_categories", "reorder_categories", "add_categories", "remove_categories", "remove_unused_categories", "set_categories", "as_ordered",
    "as_unordered",
)  # fmt: skip


def unique_categories(col: Any) -> Any:
    """Each value once, and only the categories that are there."""
    first = kernels.first_rows(col._data)
    found = cols.take(col, first)
    used = [code for code in range(len(col.dtype.categories)) if code in set(found._data)]
    return recode(found, col.dtype.categories._take(used), col.dtype.ordered)


def recode(col: Any, categories: Any, ordered: bool) -> Any:
    """The same values with other categories; those that are gone are missing."""
    to = CategoricalDtype(categories, ordered)
    place = [to.categories._find(value) for value in col.dtype.categories]
    place.append(None)
    return cols.of(store([-1 if place[code] is None else place[code] for code in col._data], INT64), to)


class CategoricalAccessor:
    """`Series.cat`."""

    def __init__(self, series: Any) -> None:
        if series.dtype.kind != "C":
            raise AttributeError("Can only use .cat accessor with a 'category' dtype")
        self._series = series
        self._col = series._values

    @property
    def categories(self) -> Any:
        """The categories."""
        return self._col.dtype.categories

    @property
    def ordered(self) -> bool:
        """Whether they have an order."""
        return self._col.dtype.ordered

    @property
    def codes(self) -> Any:
        """The numbers of the categories."""
        return self._series._with(Categorical._of(self._col).codes, name=None)

    def _made(self, col: Any) -> Any:
        return self._series._with(col)

    def rename_categories(self, new_categories: Any) -> Any:
        """Other names for the categories: a list, a dict or a function."""
        from .index import Index

        old = list(self.categories)
        if isinstance(new_categories, dict):
            new = [new_categories.get(value, value) for value in old]
        elif callable(new_categories):
            new = [new_categories(value) for value in old]
        else:
            new = list(new_categories)
            if len(new) != len(old):
                raise ValueError("new categories need to have the same number of items as the old categories!")
        return self._made(cols.of(self._col._data[:], CategoricalDtype(Index(new), self.ordered)))

    def _set(self, categories: Any, ordered: Any) -> Any:
        from .index import Index

        return self._made(
            recode(self._col, categories if isinstance(categories, Index) else Index(list(categories)), self.ordered if ordered is None else ordered)
        )

    def reorder_categories(self, new_categories: Any, ordered: Any = None) -> Any:
        """The same categories in another order."""
        if len(list(new_categories)) != len(self.categories) or set(new_categories) != set(self.categories):
            raise ValueError("items in new_categories are not the same as in old categories")
        return self._set(new_categories, ordered)

    def set_categories(self, new_categories: Any, ordered: Any = None, rename: bool = False) -> Any:
        """Other categories; what is in none of them is missing."""
        return self.rename_categories(new_categories) if rename else self._set(new_categories, ordered)

    def add_categories(self, new_categories: Any) -> Any:
        """More categories."""
        more = [new_categories] if isinstance(new_categories, str) or not hasattr(new_categories, "__iter__") else list(new_categories)
        both = set(more) & set(self.categories)
        if both:
            raise ValueError(f"new categories must not include old categories: {both}")
        return self._set([*self.categories, *more], None)

    def remove_categories(self, removals: Any) -> Any:
        """Fewer categories."""
        gone = [removals] if isinstance(removals, str) or not hasattr(removals, "__iter__") else list(removals)
        absent = set(gone) - set(self.categories)
        if absent:
            raise ValueError(f"removals must all be in old categories: {absent}")
        return self._set([value for value in self.categories if value not in gone], None)

    def remove_unused_categories(self) -> Any:
        """Only the categories that are there."""
        used = set(self._col._data)
        return self._set([value for code, value in enumerate(self.categories) if code in used], None)

    def as_ordered(self) -> Any:
        """With an order."""
        return self._made(cols.of(self._col._data[:], CategoricalDtype(self.categories, True)))

    def as_unordered(self) -> Any:
        """Without an order."""
        return self._made(cols.of(self._col._data[:], CategoricalDtype(self.categories, False)))
