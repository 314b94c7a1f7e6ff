"""The levels of labels: their names, their labels, fewer of them, another order."""

from __future__ import annotations

from typing import Any

from numpy._buffers import store
from numpy._dtypes import INT64

from . import columns as cols
from . import kernels
from .frozen_list import FrozenList


class MultiLevels:
    """The levels of a `MultiIndex`."""

    __slots__ = ()

    @property
    def levels(self) -> Any:
        """The different labels of each level, in order."""
        return FrozenList([self._codes_of(at)[1] for at in range(self.nlevels)])

    @property
    def codes(self) -> Any:
        """The number of the label of each level."""
        return FrozenList([cols.of(store(self._codes_of(at)[0], INT64), INT64) for at in range(self.nlevels)])

    @property
    def levshape(self) -> tuple[int, ...]:
        """How many different labels each level has."""
        return tuple(len(level) for level in self.levels)

    def _codes_of(self, at: int) -> tuple[list[int], Any]:
        array = self._arrays[at]
        order = None if self._orders is None else self._orders[at]
        if order is not None:
            found = order._indexer(self._of(array))
            used = sorted(set(found) - {-1})
            place = {number: k for k, number in enumerate(used)}
            return [place.get(number, -1) for number in found], order._take(used).rename(self._names[at])
        if array.dtype.kind == "C":
            return list(array._data), self._of(cols.of(store(range(len(array.dtype.categories)), INT64), array.dtype), self._names[at])
        try:
            numbers, first = kernels.factorize(array, sort=True)
        except TypeError:
            numbers, first = kernels.factorize(array)
        return numbers, self._of(cols.take(array, first), self._names[at])

    def _appearing(self, at: int) -> bool:
        """Whether a level has lost some of the labels that it was made with: `unstack` has the rest in the order that they come."""
        origin = self._origin
        if origin is None:
            return False
        whole = origin[at] if isinstance(origin, tuple) else len(origin._codes_of(at)[1])
        return len({code for code in self._codes_of(at)[0] if code >= 0}) < whole

    def _keep_levels(self, places: list[int]) -> Any:
        if len(places) == 1:
            return self._of(self._arrays[places[0]], self._names[places[0]])
        orders = None if self._orders is None else [self._orders[at] for at in places]
        return self._made([self._arrays[at] for at in places], [self._names[at] for at in places], orders)

    def _without(self, level: Any) -> Any:
        gone = [self._level(one) for one in (level if isinstance(level, (list, tuple)) else [level])]
        return self._keep_levels([at for at in range(self.nlevels) if at not in gone])

    def droplevel(self, level: Any = 0) -> Any:
        """Without a level."""
        gone = level if isinstance(level, (list, tuple)) else [level]
        if len(gone) >= self.nlevels:
            raise ValueError(f"Cannot remove {len(gone)} levels from an index with {self.nlevels} levels: at least one level must be left.")
        return self._without(level)

    def _level(self, level: Any) -> int:
        if level in self._names and not (isinstance(level, int) and self._names.count(level) == 0):
            if self._names.count(level) > 1:
                raise ValueError(f"The name {level} occurs multiple times, use a level number")
            return self._names.index(level)
        if not isinstance(level, int):
            raise KeyError(f"Level {level} not found")
        if level < 0:
            if level < -self.nlevels:
                raise IndexError(f"Too many levels: Index has only {self.nlevels} levels, {level} is not a valid level number")
            return level + self.nlevels
        if level >= self.nlevels:
            raise IndexError(f"Too many levels: Index has only {self.nlevels} levels, not {level + 1}")
        return level

    def get_level_values(self, level: Any) -> Any:
        """The labels of one level."""
        at = self._level(level)
        return self._of(self._arrays[at], self._names[at])

    def swaplevel(self, i: Any = -2, j: Any = -1) -> Any:
        """Two levels change places."""
        a, b = self._level(i), self._level(j)
        order = list(range(self.nlevels))
        order[a], order[b] = order[b], order[a]
        return self.reorder_levels(order)

    def reorder_levels(self, order: Any) -> Any:
        """The levels in another order."""
        places = [self._level(one) for one in order]
        orders = None if self._orders is None else [self._orders[at] for at in places]
        return self._made([self._arrays[at] for at in places], [self._names[at] for at in places], orders)

    def rename(self, names: Any, level: Any = None) -> Any:
        """Other names for the levels."""
        if level is not None:
            return self.set_names(names, level)
        if names is None:
            names = [None] * self.nlevels
        if isinstance(names, str) or not hasattr(names, "__iter__"):
            raise TypeError("Must pass list-like as `names`.")
        made = self.view()
        made.names = names
        return made

    def set_names(self, names: Any, level: Any = None) -> Any:
        """Other names for the levels."""
        if level is None:
            return self.rename(names)
        made = list(self._names)
        places = [self._level(one) for one in (level if isinstance(level, (list, tuple)) else [level])]
        for at, name in zip(places, names if isinstance(names, (list, tuple)) else [names]):
            made[at] = name
        return self.rename(made)

    def remove_unused_levels(self) -> Any:
        """Itself: labels that are not used are not kept."""
        return self
