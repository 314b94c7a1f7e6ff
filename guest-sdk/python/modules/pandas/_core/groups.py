"""Rows in groups: which group each row is in, and what the groups are called."""

from __future__ import annotations

from typing import Any

from numpy import ndarray
from numpy._buffers import store
from numpy._dtypes import INT64

from . import columns as cols
from . import kernels
from .construct import is_list_like
from .index import Index


class Key:
    """One key: a column, its name, and whether it is a column of the table."""

    def __init__(self, col: Any, name: Any, column: Any = None, bins: Any = None) -> None:
        self.col, self.name, self.column, self.bins = col, name, column, bins


class Groups:
    """The groups of rows by one or more keys."""

    def __init__(self, keys: list[Key], sort: bool, dropna: bool, observed: bool) -> None:
        self.keys, self.sort, self.dropna = keys, sort, dropna
        self.one = len(keys) == 1
        numbers, firsts = [], []
        self.levels = []
        for key in keys:
            found, first = self._binned(key) if key.bins is not None else self._numbered(key.col, observed)
            numbers.append(found)
            firsts.append(first)
        if self.one:
            self.numbers = numbers[0]
            self.size = len(self.levels[0])
            self.labels = [self.levels[0]]
        else:
            self._combine(numbers, observed)

    def _numbered(self, col: Any, observed: bool) -> tuple[list[int], Any]:
        if col.dtype.kind == "C" and not observed:
            every = cols.of(store(range(len(col.dtype.categories)), INT64), col.dtype)
            self.levels.append(every)
            return list(col._data), every
        if col.dtype.kind == "C":
            used = sorted({code for code in col._data if code >= 0}) if self.sort else list(dict.fromkeys(code for code in col._data if code >= 0))
            place = {code: at for at, code in enumerate(used)}
            place[-1] = -1
            self.levels.append(cols.of(store(used, INT64), col.dtype))
            return [place[code] for code in col._data], None
        try:
            numbers, first = kernels.factorize(col, self.sort, self.dropna)
        except TypeError:
            numbers, first = kernels.factorize(col, False, self.dropna)
        level = cols.take(col, first)
        if not self.dropna and level.dtype.kind == "O":
            level = cols.of([cols.nan if value is None else value for value in level._data], level.dtype)
        self.levels.append(level)
        return numbers, None

    def _binned(self, key: Any) -> tuple[list[int], Any]:
        """Times in their bins; those without rows are there too."""
        self.levels.append(key.bins._values)
        place = {count: at for at, count in enumerate(key.bins._values._data)}
        return [place.get(count, -1) for count in key.col._data], None

    def _combine(self, numbers: list[list[int]], observed: bool) -> None:
        """Groups by several keys: those that are there, or all, where categories are not only the observed ones."""
        every = not observed and any(key.col.dtype.kind == "C" for key in self.keys)
        if every:
            from itertools import product

            labels = list(product(*(range(len(level)) for level in self.levels)))
            parts = list(zip(*labels)) or [() for _ in self.levels]
            pairs = list(zip(*numbers)) if numbers[0] else []
            place = {label: at for at, label in enumerate(labels)}
            self.numbers = [place.get(pair, -1) for pair in pairs]
        else:
            codes, sizes = self._coded(numbers)
            found = dict.fromkeys(codes)
            found.pop(-1, None)
            kept = sorted(found) if self.sort else list(found)
            spot = dict(zip(kept, range(len(kept))))
            spot[-1] = -1
            self.numbers = list(map(spot.__getitem__, codes))
            parts = _parts(kept, sizes)
        self.size = len(parts[0])
        self.labels = [cols.take(level, part) for level, part in zip(self.levels, parts)]

    def _coded(self, numbers: list[list[int]]) -> tuple[list[int], list[int]]:
        """One number for each row's labels, in the order of the labels, -1 where one is missing."""
        sizes = [max(len(level), 1) for level in self.levels]
        codes = numbers[0]
        for more, size in zip(numbers[1:], sizes[1:]):
            if -1 in codes or -1 in more:
                codes = [-1 if a < 0 or b < 0 else a * size + b for a, b in zip(codes, more)]
            else:
                codes = [a * size + b for a, b in zip(codes, more)]
        return codes, sizes

    @property
    def index(self) -> Any:
        """The labels of the groups."""
        if self.one:
            made = Index._of(_retyped(self.labels[0]), self.keys[0].name)
            if self.keys[0].bins is not None:
                made.freq = self.keys[0].bins.freq
            return made
        from .multiindex import MultiIndex

        made = MultiIndex._made([_retyped(labels) for labels in self.labels], [key.name for key in self.keys])
        made._origin = tuple(map(len, self.levels))
        return made

    def label(self, at: int) -> Any:
        """The label of one group, as a script sees it."""
        if self.one:
            return cols.box_boxed(self.labels[0], at)
        return tuple(cols.box_boxed(level, at) for level in self.labels)

    def rows(self) -> list[list[int]]:
        """The rows of each group."""
        return kernels.rows_by(self.numbers, self.size)

    def names(self) -> list[Any]:
        """The names of the keys."""
        return [key.name for key in self.keys]


def _retyped(labels: Any) -> Any:
    """Labels that are objects in the type that they have."""
    if labels.dtype.kind != "O" or not len(labels) or (type(labels._data[0]) is str and None not in labels._data):
        return labels
    return cols.infer([cols.nan if value is None else value for value in labels._data])


def _parts(codes: list[int], sizes: list[int]) -> list[list[int]]:
    """The numbers of which numbers are made, one list for each level."""
    made: list[list[int]] = []
    for size in reversed(sizes[1:]):
        made.append([code % size for code in codes])
        codes = [code // size for code in codes]
    return [codes, *reversed(made)]


def keys_of(obj: Any, by: Any, level: Any) -> list[Key]:
    """The keys that `by` names: columns, levels of the index, lists, dicts, functions of labels."""
    from .grouper import Grouper

    if level is not None:
        index = obj._index
        places = [index._level(one) for one in (level if isinstance(level, (list, tuple)) else [level])]
        found = [index.get_level_values(at) if index.nlevels > 1 else index for at in places]
        if by is None:
            return [Key(one._values, one._name) for one in found]
        return [Key(one.map(by)._values, one._name) for one in found]
    if by is None:
        raise TypeError("You have to supply one of 'by' and 'level'")
    many = isinstance(by, list) and not (
        len(by) == len(obj)
        and obj.ndim == 1
        and not all(isinstance(one, str) and one in obj._index.names for one in by)
        and not any(is_list_like(one) for one in by)
    )
    if isinstance(by, list) and obj.ndim == 2 and len(by) == len(obj) and not all(_is_key(obj, one) for one in by):
        many = False
    items = by if many else [by]
    if many and not items:
        raise ValueError("No group keys passed!")
    made = []
    for one in items:
        if isinstance(one, Grouper):
            made.append(_grouper(obj, one))
        else:
            made.append(_key(obj, one))
    return made


def _is_key(obj: Any, one: Any) -> bool:
    try:
        return (
            is_list_like(one)
            and not isinstance(one, tuple)
            or callable(one)
            or one in obj._columns
            or one in obj._index.names
            or type(one).__name__ == "Grouper"
        )
    except TypeError:
        return True


def _grouper(obj: Any, one: Any) -> Key:
    if one.freq is not None:
        from .resample import binned_key

        return binned_key(obj, one)
    return _key(obj, one.key) if one.key is not None else keys_of(obj, None, one.level)[0]


def _key(obj: Any, one: Any) -> Key:
    if getattr(type(one), "_sandtable_ranked", False):
        if one.ndim == 2:
            raise ValueError(f"Grouper for '{type(one)}' not 1-dimensional")
        owner = getattr(one, "_owner", None)
        col = one._values if one._index.equals(obj._index) else one.reindex(obj._index)._values
        column = one._name if obj.ndim == 2 and owner is not None and owner[0] is obj else None
        return Key(col, one._name, column)
    if isinstance(one, Index):
        return Key(one._values, one._name)
    if isinstance(one, dict):
        return Key(obj._index.map(lambda label: one.get(label))._values, None)
    if callable(one):
        return Key(obj._index.map(one)._values, None)
    if isinstance(one, (list, ndarray)) or (hasattr(one, "_values") and not isinstance(one, tuple)):
        col = cols.column(one)
        if len(col) != len(obj):
            raise ValueError("Grouper and axis must be same length")
        return Key(col, None)
    if obj.ndim == 2:
        found = obj._columns._find(one) if obj._columns.nlevels == 1 else obj._columns._place(one)
        if found is not None:
            places = obj._columns._locate(one)
            if type(places) is list:
                raise ValueError(f"Grouper for '{one}' not 1-dimensional")
            if one in obj._index.names and one is not None:
                raise ValueError(f"'{one}' is both an index level and a column label, which is ambiguous.")
            return Key(obj._cols[found], one, one)
    if one in list(obj._index.names) and one is not None:
        level = obj._index.get_level_values(one)
        return Key(level._values, one)
    if isinstance(one, tuple) and len(one) == len(obj):
        return Key(cols.column(list(one)), None)
    raise KeyError(one)
