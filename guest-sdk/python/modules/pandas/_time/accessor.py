"""The accessor `dt` of columns of times, spans and periods, and the same on an index."""

from . import fields
from .clock import DAY, NAT, SECOND, US
from .convert import column_of, converted, localized, span_column
from .nat import NaT
from .period_column import to_periods
from .text import times_as_texts
from .timedelta import fixed, rounded, span_of
from .zones import to_local, to_utc

NOT_TIMES = "Can only use .dt accessor with datetimelike values"


def accessor(series):
    """What `series.dt` is. Raises `AttributeError` for values that are no times."""
    dtype = series.dtype
    if dtype.kind == "M":
        return DatetimeProperties(series)
    if dtype.kind == "m":
        return TimedeltaProperties(series)
    if dtype.kind == "V" and dtype.name.startswith("period"):
        return PeriodProperties(series)
    if dtype.kind == "C" and dtype.categories.dtype.kind in "Mm":
        raise NotImplementedError("Series.dt of categories is not there in the sandbox; astype('datetime64[ns]') first")
    raise AttributeError(NOT_TIMES)


class Properties:
    """Fields and methods of a whole column."""

    def __init__(self, owner):
        self._owner = owner
        self._col = owner._values

    def _wrap(self, col):
        """A column as what the accessor is of."""
        from .._core.index import Index

        if isinstance(self._owner, Index):
            return Index._of(col, self._owner._name)
        from .._core.series import Series

        return Series(col, index=self._owner.index, name=self._owner.name)

    def _numbers(self, values, width="int32"):
        """Integers, or floats where one is missing."""
        from .._core import columns as cols

        if None in values:
            return self._wrap(cols.column([cols.nan if value is None else float(value) for value in values], "float64"))
        return self._wrap(cols.column(values, width))

    def _objects(self, values):
        from numpy import ndarray
        from numpy._dtypes import OBJECT

        made = ndarray.of(values, OBJECT)
        from .._core.index import Index

        return made if isinstance(self._owner, Index) and not all(isinstance(value, str) for value in values) else self._wrap(made)

    def _flags(self, values):
        from numpy import ndarray
        from numpy._dtypes import BOOL

        made = ndarray.of(bytearray([bool(value) for value in values]), BOOL)
        from .._core.index import Index

        return made if isinstance(self._owner, Index) else self._wrap(made)

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        if name in KNOWN:
            raise NotImplementedError(f"pandas.Series.dt.{name} is not there in the sandbox")
        raise AttributeError(f"'{type(self).__name__}' object has no attribute '{name}'")


KNOWN = {"to_pydatetime", "as_unit", "qyear", "asfreq", "freq", "end_time", "start_time"}


class DatetimeProperties(Properties):
    """Of times."""

    @property
    def _counts(self):
        """Local counts."""
        counts, tz = list(self._col._data), self.tz
        return counts if tz is None else to_local(counts, tz)

    @property
    def tz(self):
        return getattr(self._col.dtype, "tz", None)

    @property
    def unit(self):
        return "ns"

    @property
    def freq(self):
        from .ranges import inferred

        offset = inferred(list(self._col._data))
        return None if offset is None else offset.freqstr

    @property
    def date(self):
        found = [NaT if day is None else day for day in fields.dates(self._counts)]
        if found and all(day is NaT for day in found):
            # Nothing but NaT is a column of times again.
            return self._wrap(column_of([NAT] * len(found), None))
        return self._objects(found)

    @property
    def time(self):
        return self._objects([NaT if time is None else time for time in fields.times(self._counts)])

    @property
    def timetz(self):
        zone = self.tz
        return self._objects([NaT if time is None else time.replace(tzinfo=zone) for time in fields.times(self._counts)])

    def isocalendar(self):
        from numpy import ndarray

        from .._core.dtypes import NULLABLE
        from .._core.frame import DataFrame
        from .._core.index import Index
        from .._core.missing import NA

        found = fields.iso_years(self._counts)
        parts = {name: ndarray.of([NA if part is None else part[at] for part in found], NULLABLE["UInt32"]) for at, name in enumerate(("year", "week", "day"))}
        return DataFrame(parts, index=self._owner if isinstance(self._owner, Index) else self._owner.index)

    def _named(self, field, locale):
        if locale is not None:
            raise NotImplementedError(f"dt.{field} with a locale is not there in the sandbox")
        from .._core import columns as cols

        return self._objects([cols.nan if value is None else value for value in fields.NAMES[field](self._counts)])

    def month_name(self, locale=None):
        return self._named("month_name", locale)

    def day_name(self, locale=None):
        return self._named("day_name", locale)

    def strftime(self, date_format):
        from .._core import columns as cols

        texts = times_as_texts(list(self._col._data), self.tz, na_rep=None, date_format=str(date_format))
        return self._objects([cols.nan if text is None else text for text in texts])

    def normalize(self):
        return self._local([count if count == NAT else count // DAY * DAY for count in self._counts])

    def _local(self, counts, ambiguous="raise", nonexistent="raise"):
        tz = self.tz
        return self._wrap(column_of(counts if tz is None else to_utc(counts, tz, ambiguous, nonexistent), tz))

    def _rounded(self, how, freq, ambiguous, nonexistent):
        size = fixed(freq)
        return self._local([count if count == NAT else rounded(count, size, how) for count in self._counts], ambiguous, nonexistent)

    def floor(self, freq, ambiguous="raise", nonexistent="raise"):
        return self._rounded("floor", freq, ambiguous, nonexistent)

    def ceil(self, freq, ambiguous="raise", nonexistent="raise"):
        return self._rounded("ceil", freq, ambiguous, nonexistent)

    def round(self, freq, ambiguous="raise", nonexistent="raise"):
        return self._rounded("round", freq, ambiguous, nonexistent)

    def tz_localize(self, tz, ambiguous="raise", nonexistent="raise"):
        return self._wrap(localized(self._col, tz, ambiguous, nonexistent))

    def tz_convert(self, tz):
        return self._wrap(converted(self._col, tz))

    def to_period(self, freq=None):
        if freq is None:
            raise ValueError("You must pass a freq argument as current index has none.")
        return self._wrap(to_periods(self._col, freq))

    def to_pydatetime(self):
        from numpy import ndarray
        from numpy._dtypes import OBJECT

        from .._core import columns as cols

        return ndarray.of([value if value is NaT else value.to_pydatetime() for value in cols.boxed(self._col)], OBJECT)

    def as_unit(self, unit):
        if unit != "ns":
            raise NotImplementedError(f"dt.as_unit({unit!r}) is not there in the sandbox: times are kept in nanoseconds")
        return self._wrap(self._col)


def _field(name, find):
    def get(self):
        return self._numbers(find(self._counts))

    return property(get, doc=name)


def _flag(name, find):
    return property(lambda self: self._flags(find(self._counts)), doc=name)


for _name, _find in fields.FIELDS.items():
    setattr(DatetimeProperties, _name, _field(_name, _find))
for _name, _find in fields.FLAGS.items():
    setattr(DatetimeProperties, _name, _flag(_name, _find))


class TimedeltaProperties(Properties):
    """Of spans."""

    @property
    def unit(self):
        return "ns"

    def _parts(self, find, width):
        return self._numbers([None if count == NAT else find(count) for count in self._col._data], width)

    @property
    def days(self):
        return self._parts(lambda count: count // DAY, "int64")

    @property
    def seconds(self):
        return self._parts(lambda count: count % DAY // SECOND, "int32")

    @property
    def microseconds(self):
        return self._parts(lambda count: count % SECOND // US, "int32")

    @property
    def nanoseconds(self):
        return self._parts(lambda count: count % US, "int32")

    def total_seconds(self):
        from .._core import columns as cols

        return self._wrap(cols.column([cols.nan if count == NAT else count / SECOND for count in self._col._data], "float64"))

    @property
    def components(self):
        from .._core import columns as cols
        from .._core.frame import DataFrame
        from .._core.index import Index

        rows = [None if count == NAT else span_of(count).components for count in self._col._data]
        names = "days hours minutes seconds milliseconds microseconds nanoseconds".split()
        width = "float64" if None in rows else "int64"
        parts = {name: cols.column([cols.nan if row is None else row[at] for row in rows], width) for at, name in enumerate(names)}
        return DataFrame(parts, index=None if isinstance(self._owner, Index) else self._owner.index)

    def to_pytimedelta(self):
        from numpy import ndarray
        from numpy._dtypes import OBJECT

        return ndarray.of([NaT if count == NAT else span_of(count).to_pytimedelta() for count in self._col._data], OBJECT)

    def _rounded(self, how, freq):
        size = fixed(freq)
        return self._wrap(span_column([count if count == NAT else rounded(count, size, how) for count in self._col._data]))

    def floor(self, freq):
        return self._rounded("floor", freq)

    def ceil(self, freq):
        return self._rounded("ceil", freq)

    def round(self, freq):
        return self._rounded("round", freq)


class PeriodProperties(Properties):
    """Of periods."""

    @property
    def freq(self):
        return self._col.dtype.freq

    def _each(self, name):
        return self._numbers([None if period is NaT else getattr(period, name) for period in self._col._data], "int64")

    def to_timestamp(self, freq=None, how="start"):
        return self._wrap(column_of([NAT if period is NaT else period.to_timestamp(freq, how).value for period in self._col._data], None))

    @property
    def start_time(self):
        return self.to_timestamp()

    @property
    def end_time(self):
        return self.to_timestamp(how="end")

    def strftime(self, date_format):
        from .._core import columns as cols

        return self._objects([cols.nan if period is NaT else period.strftime(date_format) for period in self._col._data])


for _name in (
    "year",
    "month",
    "day",
    "hour",
    "minute",
    "second",
    "quarter",
    "dayofweek",
    "day_of_week",
    "dayofyear",
    "weekday",
    "week",
    "weekofyear",
    "days_in_month",
):
    setattr(PeriodProperties, _name, property(lambda self, _name=_name: self._each(_name)))

DIRECT = {"freq", "tz", "unit"}


def time_field(index, name):
    """A field or a method of `dt` on an index. Raises `AttributeError` where there is none."""
    made = accessor(index)
    if name in DIRECT or not (hasattr(type(made), name) or name in KNOWN):
        raise AttributeError(f"'{type(index).__name__}' object has no attribute '{name}'")
    return getattr(made, name)
