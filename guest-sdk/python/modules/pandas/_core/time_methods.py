"""What Series and DataFrames have whose labels are times."""

import bisect
import datetime

from .._time.fields import times
from .._time.zones import to_local
from .errors import missing


class TimeMethods:
    """resample, asfreq, between_time, zones and periods of the index."""

    def resample(
        self, rule, axis=0, closed=None, label=None, convention="start", kind=None, on=None, level=None, origin="start_day", offset=None, group_keys=False
    ):
        """Rows in bins of time."""
        from .resample import resample

        return resample(
            self, rule, on, level, axis=axis, closed=closed, label=label, convention=convention, kind=kind, origin=origin, offset=offset, group_keys=group_keys
        )

    def _times(self, method):
        index = self.index
        if index.nlevels > 1 or index.dtype.kind != "M":
            raise TypeError(
                "Index must be DatetimeIndex"
                if method in ("between_time", "at_time")
                else f"{type(index).__name__} is not a valid DatetimeIndex or PeriodIndex"
                if method.startswith("tz")
                else f"unsupported Type {type(index).__name__}"
            )
        return index

    def _with_times(self, index):
        made = self.copy()
        made.index = index
        return made

    def tz_localize(self, tz, axis=0, level=None, copy=None, ambiguous="raise", nonexistent="raise"):
        """The labels as local times of a zone."""
        return self._with_times(self._times("tz_localize").tz_localize(tz, ambiguous, nonexistent))

    def tz_convert(self, tz, axis=0, level=None, copy=None):
        """The labels in another zone."""
        return self._with_times(self._times("tz_convert").tz_convert(tz))

    def to_period(self, freq=None, axis=0, copy=None):
        """The labels as periods."""
        return self._with_times(self._times("to_period").to_period(freq))

    def asfreq(self, freq, method=None, how=None, normalize=False, fill_value=None):
        """The rows at the steps of a frequency, from the first label to the last."""
        from .._time import date_range

        if method is not None or how is not None:
            missing(f"{type(self).__name__}.asfreq with method= or how=", "ffill or bfill")
        index = self._times("asfreq")
        if not len(index):
            return self.copy()
        wanted = date_range(index.min(), index.max(), freq=freq, normalize=normalize, name=index.name)
        made = self.reindex(wanted) if fill_value is None else self.reindex(wanted, fill_value=fill_value)
        made.index = wanted
        return made

    def _of_day(self, method):
        index = self._times(method)
        counts, zone = list(index._values._data), getattr(index.dtype, "tz", None)
        return times(counts if zone is None else to_local(counts, zone))

    def between_time(self, start_time, end_time, inclusive="both", axis=None):
        """The rows of a part of each day."""
        if inclusive not in ("both", "neither", "left", "right"):
            raise ValueError("Inclusive has to be either 'both', 'neither', 'left' or 'right'")
        start, end = clock(start_time), clock(end_time)
        left, right = inclusive in ("both", "left"), inclusive in ("both", "right")
        rows = []
        for row, time in enumerate(self._of_day("between_time")):
            if time is None:
                continue
            after = time > start or (left and time == start)
            before = time < end or (right and time == end)
            if (after and before) if start <= end else (after or before):
                rows.append(row)
        return self._take_rows(rows)

    def at_time(self, time, asof=False, axis=None):
        """The rows of one time of each day."""
        wanted = clock(time)
        return self._take_rows([row for row, one in enumerate(self._of_day("at_time")) if one == wanted])

    def first(self, offset):
        """The rows of the first span of time."""
        from .._time.frequencies import to_offset

        index = self._times("first")
        if not len(index):
            return self.copy()
        step = to_offset(offset)
        end = step._apply(index._values._data[0])
        if not hasattr(step, "nanos"):
            missing(f"{type(self).__name__}.first({offset!r})", "loc with a range of dates")
        return self._take_rows(list(range(bisect.bisect_left(index._values._data, end))))

    def last(self, offset=None):
        """Not there."""
        missing(f"{type(self).__name__}.last", "loc with a range of dates")


def clock(time):
    """A time of day, of its text too."""
    if isinstance(time, datetime.time):
        return time
    for shape in ("%H:%M", "%H:%M:%S", "%I:%M%p", "%I:%M:%S%p", "%H%M", "%H%M%S"):
        try:
            return datetime.datetime.strptime(time, shape).time()
        except ValueError:
            continue
    raise ValueError(f"Cannot convert arg {[time]} to a time")
