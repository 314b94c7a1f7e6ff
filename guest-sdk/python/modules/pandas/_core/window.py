"""`rolling`, `expanding` and `ewm`: what is computed over the rows near a row."""

import math

from .._time.frequencies import to_offset
from .._time.offsets import Tick
from . import columns as cols
from .errors import missing
from .moments_window import REDUCTIONS


class Window:
    """Windows over a Series, or over each column of a frame that holds numbers."""

    def __init__(self, obj, min_periods):
        self._obj, self._min = obj, min_periods
        self._key = None

    def _picked(self, obj):
        raise NotImplementedError

    def __getitem__(self, key):
        made = object.__new__(type(self))
        made.__dict__.update(self.__dict__)
        made._key = key
        return made

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        if self._obj.ndim == 2 and name in self._obj.columns:
            return self[name]
        if name in ("corr", "cov", "sem", "rank", "kurt", "skew", "validate", "online"):
            missing(f"{type(self).__name__}.{name}")
        raise AttributeError(f"'{type(self).__name__}' object has no attribute '{name}'")

    def _apply(self, function, count=False):
        """Each column by a function of its floats."""
        obj = self._obj if self._key is None else self._obj[self._key]
        if obj.ndim == 1:
            return self._series(obj, function)
        from .frame import DataFrame

        made = {}
        for place in range(len(obj.columns)):
            column = obj.iloc[:, place]
            if obj.columns[place] == self._on:
                made[place] = column._values
            else:
                made[place] = self._series(column, function)._values
        frame = DataFrame(made, index=obj.index)
        frame.columns = obj.columns
        return frame

    _on = None

    def _series(self, series, function):
        from .series import Series

        col = series._values
        if col.dtype.kind not in "iufb" and not (col.dtype.kind == "N" and col.dtype.inner.kind in "iufb"):
            from .errors import DataError

            raise (
                DataError("No numeric types to aggregate")
                if col.dtype.kind == "O"
                else NotImplementedError(f"ops for {type(self).__name__} for this dtype {col.dtype} are not implemented")
            )
        made = function(cols.as_floats(col))
        return Series(cols.of(cols.store(made, cols.FLOAT64), cols.FLOAT64), index=series.index, name=series.name)

    def agg(self, func=None, *args, **kwargs):
        """Several at once: a column for each."""
        from .concat import concat

        if isinstance(func, str):
            return getattr(self, func)(*args, **kwargs)
        if callable(func):
            return self.apply(func, *args, **kwargs)
        obj = self._obj if self._key is None else self._obj[self._key]
        if isinstance(func, dict):
            made = [self[name].agg(one) for name, one in func.items()]
            return concat(made, axis=1, keys=list(func)) if any(part.ndim == 2 for part in made) else concat(made, axis=1)
        if obj.ndim == 2:
            return concat([self[name].agg(func) for name in obj.columns], axis=1, keys=list(obj.columns))
        return concat([self.agg(one).rename(one if isinstance(one, str) else one.__name__) for one in func], axis=1)

    aggregate = agg


def _reduced(name):
    def method(self, *args, numeric_only=False, engine=None, engine_kwargs=None, **kwargs):
        reduction = REDUCTIONS[name](*args, **kwargs)
        least = self._least(name)
        return self._apply(
            lambda values: [reduction(values, a, b, least) for a, b in self._bounds(len(values))]
            if not hasattr(reduction, "sweep")
            else reduction.sweep(values, self._bounds(len(values)), least)
        )

    method.__name__ = name
    return method


for _name in REDUCTIONS:
    setattr(Window, _name, _reduced(_name))


class Rolling(Window):
    """Windows of as many rows, or of as much time."""

    def __init__(self, obj, window, min_periods=None, center=False, closed=None, on=None):
        super().__init__(obj, min_periods)
        self._center, self._closed, self._on = center, closed, on
        if closed not in (None, "right", "left", "both", "neither"):
            raise ValueError("closed must be 'right', 'left', 'both' or 'neither'")
        index = obj.index if on is None else obj[on]
        self._span = None
        if isinstance(window, bool) or not hasattr(window, "__index__"):
            if index.dtype.kind not in "Mm":
                raise ValueError("window must be an integer 0 or greater")
            offset = to_offset(window)
            if not isinstance(offset, Tick):
                raise ValueError(f"passed window {window} is not compatible with a datetimelike index")
            if center:
                missing("rolling over time with center=True")
            self._times = list(index._values._data)
            if self._times != sorted(self._times):
                raise ValueError(f"{'index' if on is None else on} must be monotonic")
            self._span = offset.nanos
        else:
            if window.__index__() < 0:
                raise ValueError("window must be an integer 0 or greater")
            if min_periods is not None and min_periods > window.__index__():
                raise ValueError(f"min_periods {min_periods} must be <= window {window}")
            self._size = window.__index__()

    def _least(self, name):
        if self._min is not None:
            return self._min
        return 1 if self._span is not None else 0 if name == "count" else self._size

    def _bounds(self, size):
        """Where the window of each row begins and ends."""
        if self._span is not None:
            return self._time_bounds(size)
        shift = (self._size - 1) // 2 if self._center else 0
        first, last = (1 if self._closed in ("left", "both") else 0), (1 if self._closed in ("left", "neither") else 0)
        found = []
        for row in range(size):
            end = row + 1 + shift
            found.append((max(end - self._size - first, 0), max(min(end - last, size), 0)))
        return found

    def _time_bounds(self, size):
        closed = self._closed or "right"
        times, found, start = self._times, [], 0
        for row in range(size):
            least = times[row] - self._span
            while start < row and (times[start] < least or (times[start] == least and closed in ("right", "neither"))):
                start += 1
            end = row + 1 if closed in ("right", "both") else row
            while closed not in ("right", "both") and end > start and times[end - 1] == times[row]:
                end -= 1
            found.append((start, end))
        return found

    def apply(self, func, raw=False, engine=None, engine_kwargs=None, args=None, kwargs=None):
        """What a function makes of the values of each window."""
        obj = self._obj if self._key is None else self._obj[self._key]
        return self._apply(lambda values: applied(func, values, self._bounds(len(values)), self._least("apply"), raw, args or (), kwargs or {}, obj.index))


def applied(func, values, bounds, least, raw, args, kwargs, index):
    from .series import Series

    found = []
    for a, b in bounds:
        part = values[a:b]
        if sum(value == value for value in part) < max(least, 1) and not (least == 0):
            found.append(math.nan)
            continue
        col = cols.of(cols.store(part, cols.FLOAT64), cols.FLOAT64)
        found.append(float(func(col if raw else Series(col, index=index[a:b]), *args, **kwargs)))
    return found


class Expanding(Rolling):
    """All rows up to a row."""

    def __init__(self, obj, min_periods=1):
        Window.__init__(self, obj, min_periods)
        self._span = None

    def _least(self, name):
        return self._min

    def _bounds(self, size):
        return [(0, row + 1) for row in range(size)]


class Ewm(Window):
    """Weights that fade."""

    def __init__(self, obj, com=None, span=None, halflife=None, alpha=None, min_periods=0, adjust=True, ignore_na=False):
        super().__init__(obj, min_periods)
        given = [part for part in (com, span, halflife, alpha) if part is not None]
        if len(given) > 1:
            raise ValueError("comass, span, halflife, and alpha are mutually exclusive")
        if com is not None:
            if com < 0:
                raise ValueError("comass must satisfy: comass >= 0")
        elif span is not None:
            if span < 1:
                raise ValueError("span must satisfy: span >= 1")
            com = (span - 1) / 2
        elif halflife is not None:
            if halflife <= 0:
                raise ValueError("halflife must satisfy: halflife > 0")
            com = 1 / (1 - math.exp(math.log(0.5) / halflife)) - 1
        elif alpha is not None:
            if not 0 < alpha <= 1:
                raise ValueError("alpha must satisfy: 0 < alpha <= 1")
            com = (1 - alpha) / alpha
        else:
            raise ValueError("Must pass one of comass, span, halflife, or alpha")
        self._com, self._adjust, self._ignore = float(com), adjust, ignore_na

    def mean(self, numeric_only=False):
        """The weighted mean."""
        return self._apply(self._mean)

    def _mean(self, values):
        alpha = 1.0 / (1.0 + self._com)
        old_factor, new = 1.0 - alpha, 1.0 if self._adjust else alpha
        least = max(self._min or 0, 1)
        weighted, old, count, found = math.nan, 1.0, 0, []
        for value in values:
            here = value == value
            if here:
                count += 1
            if weighted == weighted:
                if here or not self._ignore:
                    old *= old_factor
                    if here:
                        if weighted != value:
                            weighted = (old * weighted + new * value) / (old + new)
                        old = old + new if self._adjust else 1.0
            elif here:
                weighted = value
            found.append(weighted if count >= least else math.nan)
        return found

    def __getattr__(self, name):
        if name in ("std", "var", "sum", "corr", "cov"):
            missing(f"DataFrame.ewm().{name}", "ewm().mean()")
        return super().__getattr__(name)


for _name in REDUCTIONS:
    if _name != "mean":
        setattr(Ewm, _name, property(lambda self, _name=_name: missing(f"DataFrame.ewm().{_name}", "ewm().mean()")))
