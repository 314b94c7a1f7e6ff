"""`resample`: rows in bins of time, those without rows among them."""

from .._time.bins import check, of_counts
from .._time.clock import NAT
from .._time.convert import column_of
from .errors import missing

UPSAMPLED = ("ffill", "bfill", "asfreq", "interpolate", "nearest", "pad", "backfill")


def resample(obj, rule, on=None, level=None, **given):
    """The bins of a frame's or a Series' index, or of the column `on`."""
    axis = given.pop("axis", 0)
    if axis not in (0, "index"):
        missing("resample with axis=1")
    group_keys = given.pop("group_keys", False)
    if group_keys is True:
        missing("resample with group_keys=True")
    times, rest, name = times_of(obj, on, level)
    return Resampler(rest, times, check(rule, given), name)


def times_of(obj, on, level):
    """The column of times, what is left of the object, and what the times are called."""
    if on is not None:
        if obj.ndim == 1:
            raise KeyError(f"The grouper name {on} is not found")
        if on not in obj.columns:
            raise KeyError(f"The grouper name {on} is not found")
        column = obj[on]
        if column.dtype.kind != "M":
            raise TypeError(f"Only valid with DatetimeIndex, TimedeltaIndex or PeriodIndex, but got an instance of '{type(index_like(column)).__name__}'")
        return column._values, obj.drop(columns=[on]), on
    index = obj.index if level is None else obj.index.get_level_values(level)
    if index.nlevels > 1 or index.dtype.kind != "M":
        if index.nlevels == 1 and (index.dtype.kind == "m" or index.dtype.name.startswith("period")):
            missing(f"resample over a {type(index).__name__}", "a DatetimeIndex")
        raise TypeError(f"Only valid with DatetimeIndex, TimedeltaIndex or PeriodIndex, but got an instance of '{type(index).__name__}'")
    return index._values, obj, index.name


def index_like(column):
    from .index import Index

    return Index._of(column._values)


def by_time(obj, times):
    """Rows in the order of their times, those without one last: what is first in a bin is first in time."""
    data = times._data
    order = sorted(range(len(data)), key=lambda row: (data[row] == NAT, data[row]))
    if order == list(range(len(data))):
        return obj, times
    from . import columns as cols

    return obj._take_rows(order), cols.take(times, order)


def sorted_for(obj, grouper):
    """The table in the order of a grouper's times."""
    if grouper.freq is None:
        return obj
    times, _, _ = times_of(obj, grouper.key, grouper.level)
    return by_time(obj, times)[0]


def binned_key(obj, grouper):
    """A key of `groupby` of times in bins."""
    from .groups import Key
    from .index import Index

    offset = check(grouper.freq, {"closed": grouper.closed, "label": grouper.label})
    times, _, name = times_of(obj, grouper.key, grouper.level)
    zone = getattr(times.dtype, "tz", None)
    found, bins = of_counts(list(times._data), zone, offset)
    labels = Index._of(column_of(bins, zone), name)
    labels.freq = None if NAT in times._data else offset
    return Key(column_of(found, zone), name, grouper.key, labels)


class Resampler:
    """Bins, and what is asked of the rows in each."""

    def __init__(self, obj, times, offset, name, key=None):
        if key is None:
            obj, times = by_time(obj, times)
        self._obj, self._times, self._offset, self._name, self._key = obj, times, offset, name, key
        self._zone = getattr(times.dtype, "tz", None)
        self._found, self._bins = of_counts(list(times._data), self._zone, offset)

    def _labels(self):
        from .index import Index

        made = Index._of(column_of(self._bins, self._zone), self._name)
        made.freq = None if NAT in self._times._data else self._offset
        return made

    def _grouped(self):
        """Rows grouped by their bin, with all bins as categories."""
        from . import columns as cols
        from .dtypes import CategoricalDtype
        from .series import Series

        labels = self._labels()
        numbers = {count: number for number, count in enumerate(self._bins)}
        codes = [numbers.get(count, -1) for count in self._found]
        to = CategoricalDtype(labels, ordered=True)
        col = cols.of(cols.store(codes, to), to)
        grouped = self._obj.groupby(Series(col, index=self._obj.index, name=self._name), observed=False)
        return grouped if self._key is None else grouped[self._key]

    def _with_labels(self, made):
        """A result with times as its index, in the place of categories."""
        labels = self._labels()
        if len(made) == len(labels) and made.index.nlevels == 1:
            made.index = labels
            return made
        return missing("resample with a function that gives several rows for a bin")

    def __getitem__(self, key):
        return Resampler(self._obj, self._times, self._offset, self._name, key)

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        if name in ("sum", "mean", "min", "max", "count", "median", "std", "var", "first", "last", "prod", "nunique", "size", "sem", "quantile"):
            return lambda *args, **kwargs: self._with_labels(getattr(self._grouped(), name)(*args, **kwargs))
        if self._obj.ndim == 2 and name in self._obj.columns:
            return self[name]
        if name in ("ohlc", "transform", "pipe", "get_group", "groups", "indices", "cumsum", "fillna", "nearest"):
            missing(f"Resampler.{name}", "groupby over dt.floor or dt.to_period")
        raise AttributeError(f"'DatetimeIndexResampler' object has no attribute '{name}'")

    def __iter__(self):
        selected = self._selected()
        for label, rows in zip(self._labels(), self._rows(), strict=True):
            yield label, selected.iloc[rows]

    def __len__(self):
        return len(self._bins)

    @property
    def ngroups(self):
        return len(self._bins)

    def _selected(self):
        return self._obj if self._key is None else self._obj[self._key]

    def _rows(self):
        """The rows of each bin."""
        rows = {count: [] for count in self._bins}
        for row, count in enumerate(self._found):
            if count in rows:
                rows[count].append(row)
        return list(rows.values())

    def agg(self, func=None, *args, **kwargs):
        """Aggregations by name, or functions, which see the bins without rows too."""
        if callable(func) and not args and not kwargs and self._selected().ndim == 1:
            return self.apply(func)
        return self._with_labels(self._grouped().agg(func, *args, **kwargs))

    aggregate = agg

    def apply(self, func, *args, **kwargs):
        """What a function makes of the rows of each bin."""
        if isinstance(func, (str, list, dict)):
            return self.agg(func, *args, **kwargs)
        from .series import Series

        found = [func(part, *args, **kwargs) for _, part in self]
        if any(hasattr(value, "index") and hasattr(value, "ndim") and value.ndim for value in found):
            missing("Resampler.apply with a function that gives a Series or a DataFrame", "groupby over dt.floor")
        return Series(found, index=self._labels(), name=self._selected().name if self._selected().ndim == 1 else None)

    # More bins than rows

    def _taken(self, rows):
        """The selected rows by position at the bins, missing ones for -1."""
        from . import columns as cols

        selected = self._selected()
        if selected.ndim == 1:
            from .series import Series

            return Series(cols.take_missing(selected._values, rows), index=self._labels(), name=selected.name)
        from .frame import DataFrame

        made = {place: cols.take_missing(selected.iloc[:, place]._values, rows) for place in range(len(selected.columns))}
        frame = DataFrame(made, index=self._labels())
        frame.columns = selected.columns
        return frame

    def asfreq(self, fill_value=None):
        """The rows that stand at a bin's time."""
        if fill_value is not None:
            missing("Resampler.asfreq with fill_value=", "fillna")
        at = {count: row for row, count in enumerate(self._times._data)}
        return self._taken([at.get(count, -1) for count in self._bins])

    def ffill(self, limit=None):
        """The last row before each bin's time, or at it."""
        import bisect

        if limit is not None or list(self._times._data) != sorted(self._times._data):
            missing("Resampler.ffill with limit=, or of times that are not sorted", "sort_index")
        return self._taken([bisect.bisect_right(self._times._data, count) - 1 for count in self._bins])

    def bfill(self, limit=None):
        """The first row after each bin's time, or at it."""
        import bisect

        if limit is not None or list(self._times._data) != sorted(self._times._data):
            missing("Resampler.bfill with limit=, or of times that are not sorted", "sort_index")
        size = len(self._times._data)
        rows = [bisect.bisect_left(self._times._data, count) for count in self._bins]
        return self._taken([row if row < size else -1 for row in rows])

    pad, backfill = ffill, bfill

    def interpolate(self, method="linear", **kwargs):
        """Values between the rows that stand at bins' times."""
        return self.asfreq().interpolate(method, **kwargs)
