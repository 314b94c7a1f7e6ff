"""What Series and DataFrames have in common."""

from __future__ import annotations

from typing import Any

import numpy as np

from .errors import missing
from .kernels import as_they_stand
from .time_methods import TimeMethods


class NDFrame(TimeMethods):
    """A Series or a DataFrame."""

    _sandtable_column = True
    _sandtable_ranked = True

    @property
    def index(self) -> Any:
        """The labels of its rows."""
        return self._index

    @index.setter
    def index(self, labels: Any) -> None:
        self._index = self._new_axis(labels, len(self._index))

    def _new_axis(self, labels: Any, size: int) -> Any:
        from .index import ensure_index

        made = ensure_index(labels)
        if len(made) != size:
            raise ValueError(f"Length mismatch: Expected axis has {size} elements, new values have {len(made)} elements")
        return made

    @property
    def empty(self) -> bool:
        """Whether it has no value."""
        return 0 in self.shape

    @property
    def loc(self) -> Any:
        """Selection by labels."""
        from .indexers import Loc

        return Loc(self)

    @property
    def iloc(self) -> Any:
        """Selection by position."""
        from .indexers import ILoc

        return ILoc(self)

    @property
    def at(self) -> Any:
        """One value by its labels."""
        from .cells import At

        return At(self)

    @property
    def iat(self) -> Any:
        """One value by its position."""
        from .cells import IAt

        return IAt(self)

    @property
    def attrs(self) -> dict[Any, Any]:
        """Notes; they are not handed on."""
        if self._attrs is None:
            object.__setattr__(self, "_attrs", {})
        return self._attrs

    @attrs.setter
    def attrs(self, value: Any) -> None:
        object.__setattr__(self, "_attrs", dict(value))

    def __bool__(self) -> bool:
        raise ValueError(f"The truth value of a {type(self).__name__} is ambiguous. Use a.empty, a.bool(), a.item(), a.any() or a.all().")

    def __hash__(self) -> int:
        raise TypeError(f"unhashable type: '{type(self).__name__}'")

    def __copy__(self) -> Any:
        return self.copy()

    def __deepcopy__(self, memo: Any) -> Any:
        return self.copy()

    def _ordered(self, rows: Any) -> Any:
        """The rows in another order; where that is the old one, all stays as it was."""
        return self.copy() if as_they_stand(rows, len(rows)) else self._take_rows(rows)

    def _done(self, made: Any, inplace: bool) -> Any:
        if inplace:
            self._replace(made)
            return None
        return made

    def _numbered(self, made: Any, ignore_index: bool, inplace: bool) -> Any:
        """What a method made, its rows numbered anew where that is asked for."""
        return self._done(made.reset_index(drop=True) if ignore_index else made, inplace)

    def _slice(self, key: slice) -> Any:
        """A slice in brackets: positions for integers, labels for others."""
        kind = self._index.dtype.kind if self._index.nlevels == 1 else "O"
        ends = [end for end in (key.start, key.stop) if end is not None]
        if all(isinstance(end, (int, np.integer)) for end in ends) and kind != "f":
            return range(len(self))[slice(*(None if end is None else int(end) for end in (key.start, key.stop, key.step)))]
        return range(len(self))[self._index._slice_rows(key)]

    def head(self, n: int = 5) -> Any:
        """The first rows."""
        return self.iloc[:n]

    def tail(self, n: int = 5) -> Any:
        """The last rows."""
        return self.iloc[0:0] if n == 0 else self.iloc[-n:]

    def pipe(self, func: Any, *args: Any, **kwargs: Any) -> Any:
        """What a function makes of it."""
        if isinstance(func, tuple):
            function, name = func
            if name in kwargs:
                raise ValueError(f"{name} is both the pipe target and a keyword argument")
            return function(*args, **{**kwargs, name: self})
        return func(self, *args, **kwargs)

    def squeeze(self, axis: Any = None) -> Any:
        """A column, a row or a value, where it is no more."""
        if self.ndim == 1:
            return self.iloc[0] if len(self) == 1 else self
        rows, width = self.shape
        if axis in (None,) and rows == width == 1:
            return self.iloc[0, 0]
        if width == 1 and axis in (None, 1, "columns"):
            return self.iloc[:, 0]
        if rows == 1 and axis in (None, 0, "index"):
            return self.iloc[0]
        return self

    def bool(self) -> bool:
        """The only value, if it is a truth value."""
        raise ValueError(f"The truth value of a {type(self).__name__} is ambiguous. Use a.empty, a.bool(), a.item(), a.any() or a.all().")

    def first_valid_index(self) -> Any:
        """The label of the first row that has a value."""
        flags = self.notna() if self.ndim == 1 else self.notna().any(axis=1)
        row = next((row for row, flag in enumerate(flags._values._data) if flag), None)
        return None if row is None else self._index[row]

    def last_valid_index(self) -> Any:
        """The label of the last row that has a value."""
        flags = self.notna() if self.ndim == 1 else self.notna().any(axis=1)
        row = next((row for row in range(len(self) - 1, -1, -1) if flags._values._data[row]), None)
        return None if row is None else self._index[row]

    def sample(
        self,
        n: Any = None,
        frac: Any = None,
        replace: bool = False,
        weights: Any = None,
        random_state: Any = None,
        axis: Any = None,
        ignore_index: bool = False,
    ) -> Any:
        """Rows by chance: those that numpy chooses, by its shared stream or by a seed."""
        from numpy import random

        if axis not in (None, 0, "index"):
            missing(f"{type(self).__name__}.sample with axis=1")
        if n is not None and frac is not None:
            raise ValueError("Please enter a value for `frac` OR `n`, not both")
        if n is not None and (n < 0 or n % 1):
            raise ValueError("A negative number of rows requested. Please provide `n` >= 0." if n < 0 else "Only integers accepted as `n` values")
        if frac is not None and frac < 0:
            raise ValueError("A negative number of rows requested. Please provide `frac` >= 0.")
        if frac is not None and frac > 1 and not replace:
            raise ValueError("Replace has to be set to `True` when upsampling the population `frac` > 1.")
        size = len(self)
        count = n if n is not None else 1 if frac is None else round(frac * size)
        if random_state is None:
            stream = random._shared
        elif isinstance(random_state, random.RandomState):
            stream = random_state
        elif hasattr(random_state, "__index__"):
            stream = random.RandomState(random_state)
        else:
            missing(f"{type(self).__name__}.sample with random_state={random_state!r}", "an integer")
        parts = None
        if weights is not None:
            weights = self[weights] if isinstance(weights, str) and self.ndim == 2 else weights
            parts = [0.0 if part != part else float(part) for part in weights]
            if any(part < 0 for part in parts):
                raise ValueError("weight vector many not include negative values")
            total = sum(parts)
            if not total:
                raise ValueError("Invalid weights: weights sum to zero")
            parts = [part / total for part in parts]
        if not replace and count > size:
            raise ValueError("Cannot take a larger sample than population when 'replace=False'")
        rows = stream._rows(size, count, replace, parts) if count else []
        made = self._take_rows(rows)
        return made.reset_index(drop=True) if ignore_index else made

    def take(self, indices: Any, axis: Any = 0) -> Any:
        """Rows or columns by position."""
        return self.iloc[list(indices)] if axis in (0, "index") else self.iloc[:, list(indices)]

    def groupby(
        self,
        by: Any = None,
        axis: Any = 0,
        level: Any = None,
        as_index: bool = True,
        sort: bool = True,
        group_keys: bool = True,
        observed: Any = None,
        dropna: bool = True,
    ) -> Any:
        """Rows in groups."""
        from .groupby import group

        if axis not in (0, "index"):
            missing(f"{type(self).__name__}.groupby with axis=1", "T")
        return group(self, by, level, as_index, sort, group_keys, observed, dropna)

    def rolling(
        self,
        window: Any,
        min_periods: Any = None,
        center: bool = False,
        win_type: Any = None,
        on: Any = None,
        axis: Any = 0,
        closed: Any = None,
        step: Any = None,
        method: str = "single",
    ) -> Any:
        """Windows that move along the rows."""
        from .window import Rolling

        if win_type is not None or step is not None or method != "single" or axis not in (0, "index"):
            missing(f"{type(self).__name__}.rolling with win_type=, step=, method= or axis=")
        return Rolling(self, window, min_periods, center, closed, on)

    def expanding(self, min_periods: int = 1, axis: Any = 0, method: str = "single") -> Any:
        """Windows that grow along the rows."""
        from .window import Expanding

        if axis not in (0, "index") or method != "single":
            missing(f"{type(self).__name__}.expanding with axis= or method=")
        return Expanding(self, min_periods)

    def ewm(
        self,
        com: Any = None,
        span: Any = None,
        halflife: Any = None,
        alpha: Any = None,
        min_periods: Any = 0,
        adjust: bool = True,
        ignore_na: bool = False,
        axis: Any = 0,
        times: Any = None,
        method: str = "single",
    ) -> Any:
        """Weights that fade along the rows."""
        from .window import Ewm

        if axis not in (0, "index") or times is not None or method != "single":
            missing(f"{type(self).__name__}.ewm with axis=, times= or method=")
        return Ewm(self, com, span, halflife, alpha, min_periods, adjust, ignore_na)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(f"'{type(self).__name__}' object has no attribute '{name}'")
        return self._absent(name)

    def _absent(self, name: str) -> Any:
        from .absent import attribute

        raise attribute(type(self).__name__, name)
