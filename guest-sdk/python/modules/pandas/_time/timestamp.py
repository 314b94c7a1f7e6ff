"""`Timestamp`: a time in nanoseconds, with a zone or without, which is a `datetime.datetime` too."""

import datetime

from . import fields
from .clock import DAY, NAT, SECOND, US, datetime_of, of_datetime
from .errors import OutOfBoundsDatetime
from .nat import NaT, is_column
from .text import clock_text, offset_text
from .timedelta import Timedelta, count_of, fixed, rounded, span_of
from .units import scaled, within
from .zones import UTC, offsets, one_to_utc, zone

_ABSENT = object()
_NAMES = ("year", "month", "day", "hour", "minute", "second", "microsecond")


class Timestamp(datetime.datetime):
    """A time."""

    __slots__ = ("_value",)
    __module__ = "pandas._libs.tslibs.timestamps"

    def __new__(cls, ts_input=_ABSENT, *places, tz=None, unit=None, tzinfo=None, nanosecond=0, fold=None, **parts):
        tz = zone(tz if tz is not None else tzinfo)
        if ts_input is not _ABSENT and not parts and not places:
            return make(ts_input, tz, unit)
        if ts_input is not _ABSENT:
            places = (ts_input, *places)
        if len(places) == 8:
            tz, places = zone(places[7]), places[:7]
        given = dict(zip(_NAMES, places, strict=False)) | parts
        if not {"year", "month", "day"} <= set(given):
            missing = [name for name in ("year", "month", "day") if name not in given]
            raise TypeError(f"function missing required argument '{missing[0]}' (pos {_NAMES.index(missing[0]) + 1})")
        count = of_datetime(datetime.datetime(**{name: part.__index__() for name, part in given.items()})) + nanosecond
        return time_of(count if tz is None else one_to_utc(count, tz, "raise", "raise"), tz)

    @property
    def value(self):
        """Nanoseconds since 1970, in UTC where there is a zone."""
        return self._value

    unit = "ns"

    @property
    def tz(self):
        return self.tzinfo

    @property
    def nanosecond(self):
        return self._value % 1000

    @property
    def asm8(self):
        return self.to_numpy()

    @property
    def _local(self):
        """The count that clocks in its zone show."""
        return self._value if self.tzinfo is None else self._value + offsets([self._value], self.tzinfo)[0]

    def to_numpy(self, dtype=None, copy=False):
        from numpy import datetime64

        return datetime64(self._value, "ns")

    to_datetime64 = to_numpy

    def to_pydatetime(self, warn=True):
        return datetime.datetime(self.year, self.month, self.day, self.hour, self.minute, self.second, self.microsecond, self.tzinfo, fold=self.fold)

    @classmethod
    def now(cls, tz=None):
        tz = zone(tz)
        return make(datetime.datetime.now(tz), None, None)

    @classmethod
    def today(cls, tz=None):
        return cls.now(tz)

    @classmethod
    def utcnow(cls):
        return cls.now("UTC")

    @classmethod
    def fromtimestamp(cls, ts, tz=None):
        return make(datetime.datetime.fromtimestamp(ts, zone(tz)), None, None)

    @classmethod
    def utcfromtimestamp(cls, ts):
        return make(datetime.datetime.fromtimestamp(ts, UTC), None, None)

    @classmethod
    def fromordinal(cls, ordinal, tz=None):
        return make(datetime.datetime.fromordinal(ordinal), zone(tz), None)

    @classmethod
    def fromisoformat(cls, text):
        return make(datetime.datetime.fromisoformat(text), None, None)

    @classmethod
    def combine(cls, date, time):
        return make(datetime.datetime.combine(date, time), None, None)

    @classmethod
    def strptime(cls, text, format):
        raise NotImplementedError("Timestamp.strptime() is not implemented. Use to_datetime() to parse date strings.")

    def as_unit(self, unit, round_ok=True):
        if unit != "ns":
            raise NotImplementedError(f"Timestamp.as_unit({unit!r}) is not there in the sandbox: times are kept in nanoseconds")
        return self

    def isoformat(self, sep="T", timespec="auto"):
        digits = {"auto": None, "seconds": 0, "milliseconds": 3, "microseconds": 6, "nanoseconds": 9}.get(timespec, _ABSENT)
        if digits is _ABSENT:
            return datetime.datetime.isoformat(self, sep, timespec)
        local = self._local
        return clock_text(local, digits, sep) + ("" if self.tzinfo is None else offset_text(local - self._value))

    def __str__(self):
        return self.isoformat(sep=" ")

    def __repr__(self):
        local = self._local
        text = clock_text(local) + ("" if self.tzinfo is None else offset_text(local - self._value, colon=False))
        return f"Timestamp('{text}'" + ("" if self.tzinfo is None else f", tz='{zone_text(self.tzinfo)}'") + ")"

    def __format__(self, spec):
        return self.strftime(spec) if spec else str(self)

    def __hash__(self):
        return hash(self._value) if self._value % 1000 else datetime.datetime.__hash__(self)

    def __reduce__(self):
        return (time_of, (self._value, self.tzinfo))

    def __reduce_ex__(self, protocol):
        return (time_of, (self._value, self.tzinfo))

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self

    def timestamp(self):
        return round(self._value / SECOND, 6)

    def to_julian_date(self):
        return self._local / DAY + 2440587.5

    def to_period(self, freq=None):
        from .period import Period

        return Period(self, freq=freq)

    @property
    def week(self):
        return self.isocalendar()[1]

    weekofyear = week

    def day_name(self, locale=None):
        return fields.NAMES["day_name"]([self._local])[0]

    def month_name(self, locale=None):
        return fields.NAMES["month_name"]([self._local])[0]

    def normalize(self):
        return self._at(self._local // DAY * DAY)

    def floor(self, freq, ambiguous="raise", nonexistent="raise"):
        return self._at(rounded(self._local, fixed(freq), "floor"), ambiguous, nonexistent)

    def ceil(self, freq, ambiguous="raise", nonexistent="raise"):
        return self._at(rounded(self._local, fixed(freq), "ceil"), ambiguous, nonexistent)

    def round(self, freq, ambiguous="raise", nonexistent="raise"):
        return self._at(rounded(self._local, fixed(freq), "round"), ambiguous, nonexistent)

    def _at(self, local, ambiguous="raise", nonexistent="raise"):
        """Another local time in its zone."""
        return time_of(local if self.tzinfo is None else one_to_utc(local, self.tzinfo, ambiguous, nonexistent), self.tzinfo)

    def replace(self, *places, tzinfo=_ABSENT, nanosecond=None, fold=None, **parts):
        tz = self.tzinfo if tzinfo is _ABSENT else zone(tzinfo)
        parts = dict(zip(_NAMES, places, strict=False)) | {name: part for name, part in parts.items() if part is not None}
        changed = self.to_pydatetime().replace(tzinfo=None, **parts)
        count = of_datetime(changed) + (self.nanosecond if nanosecond is None else nanosecond)
        return time_of(count if tz is None else one_to_utc(count, tz, not fold if fold is not None else "raise", "raise"), tz)

    def tz_localize(self, tz, ambiguous="raise", nonexistent="raise"):
        if self.tzinfo is not None and tz is not None:
            raise TypeError("Cannot localize tz-aware Timestamp, use tz_convert for conversions")
        if tz is None:
            return time_of(self._local, None)
        return time_of(one_to_utc(self._value, zone(tz), ambiguous, nonexistent), zone(tz))

    def tz_convert(self, tz):
        if self.tzinfo is None:
            raise TypeError("Cannot convert tz-naive Timestamp, use tz_localize to localize")
        return time_of(self._value, zone(tz))

    astimezone = tz_convert

    # Arithmetic

    def __add__(self, other):
        if is_column(other) or hasattr(other, "_apply"):
            return NotImplemented
        count = count_of(other)
        if count is not None:
            return NaT if count == NAT else time_of(self._value + count, self.tzinfo)
        if hasattr(other, "__index__"):
            raise TypeError(
                "Addition/subtraction of integers and integer-arrays with Timestamp is no longer supported.  "
                "Instead of adding/subtracting `n`, use `n * obj.freq`"
            )
        return NotImplemented

    __radd__ = __add__

    def __sub__(self, other):
        if isinstance(other, datetime.datetime) or type(other).__name__ == "datetime64":
            if other is NaT:
                return NaT
            other = make(other, None, None)
            if other is NaT:
                return NaT
            self._same_kind(other, "Cannot subtract tz-naive and tz-aware datetime-like objects.")
            return span_of(self._value - other._value)
        if is_column(other) or hasattr(other, "_apply"):
            return NotImplemented
        count = count_of(other)
        if count is not None:
            return NaT if count == NAT else time_of(self._value - count, self.tzinfo)
        return self.__add__(other)

    def __rsub__(self, other):
        if isinstance(other, datetime.datetime) or type(other).__name__ == "datetime64":
            return make(other, None, None) - self
        return NotImplemented

    def _same_kind(self, other, message):
        if (self.tzinfo is None) != (other.tzinfo is None):
            raise TypeError(message)

    def __eq__(self, other):
        if not isinstance(other, datetime.datetime) and type(other).__name__ != "datetime64":
            return NotImplemented if is_column(other) else False
        other = make(other, None, None)
        return other is not NaT and (self.tzinfo is None) == (other.tzinfo is None) and self._value == other._value

    def __ne__(self, other):
        found = self.__eq__(other)
        return found if found is NotImplemented else not found


def _order(test):
    def method(self, other):
        if isinstance(other, datetime.date) and not isinstance(other, datetime.datetime):
            raise TypeError("Cannot compare Timestamp with datetime.date. Use ts == pd.Timestamp(date) or ts.date() == date instead.")
        if not isinstance(other, datetime.datetime) and type(other).__name__ != "datetime64":
            return NotImplemented
        other = make(other, None, None)
        if other is NaT:
            return False
        self._same_kind(other, "Cannot compare tz-naive and tz-aware timestamps")
        return test(self._value, other._value)

    return method


Timestamp.__lt__, Timestamp.__le__ = _order(lambda a, b: a < b), _order(lambda a, b: a <= b)
Timestamp.__gt__, Timestamp.__ge__ = _order(lambda a, b: a > b), _order(lambda a, b: a >= b)


def _field(find):
    return property(lambda self: find([self._local])[0])


for _name, _find in {**fields.FIELDS, **fields.FLAGS}.items():
    if _name not in _NAMES and _name not in ("nanosecond", "weekday"):
        setattr(Timestamp, _name, _field(_find))


def zone_text(tz):
    return getattr(tz, "key", None) or str(tz)


def time_of(count, tz=None):
    """The time of a count, of UTC where there is a zone; NaT of NaT."""
    if count == NAT:
        return NaT
    within(count, f"Out of bounds nanosecond timestamp: {count}")
    clock = datetime_of(count)
    if tz is not None:
        clock = clock.replace(tzinfo=UTC).astimezone(tz)
    made = datetime.datetime.__new__(
        Timestamp, clock.year, clock.month, clock.day, clock.hour, clock.minute, clock.second, clock.microsecond, tz, fold=clock.fold
    )
    made._value = count
    return made


def make(value, tz, unit):
    """What `Timestamp(value, tz=tz, unit=unit)` gives."""
    if isinstance(value, Timestamp):
        if tz is None or value.tzinfo is tz:
            return value
        return value.tz_localize(tz) if value.tzinfo is None else value.tz_convert(tz)
    if value is None or value is NaT or (isinstance(value, float) and value != value):
        return NaT
    if isinstance(value, str):
        from .parse import parse

        try:
            count, own = parse(value)
        except OutOfBoundsDatetime:
            raise NotImplementedError(f"Timestamp({value!r}) is not there in the sandbox: times are kept in nanoseconds, from 1677 to 2262") from None
        if count == NAT:
            return NaT
        return aware(count, own, tz)
    if isinstance(value, datetime.datetime):
        own = zone(value.tzinfo)
        count = of_datetime(value)
        if own is not None:
            ahead = value.utcoffset()
            return time_of(count - (ahead.days * 86400 + ahead.seconds) * SECOND - ahead.microseconds * US, tz or own)
        return aware(count, None, tz, value)
    if isinstance(value, datetime.date):
        return aware((value.toordinal() - datetime.date(1970, 1, 1).toordinal()) * DAY, None, tz, value)
    if type(value).__name__ == "datetime64":
        return aware(value._value, None, tz)
    if isinstance(value, float) or hasattr(value, "__index__"):
        return time_of(scaled(value, unit or "ns"), tz)
    if type(value).__name__ == "Period":
        return value.start_time
    raise TypeError(f"Cannot convert input [{value}] of type {type(value)} to Timestamp")


def aware(count, own, tz, shown=None):
    """A local time in the zone it names, or in the one that was asked for."""
    try:
        if own is not None:
            return time_of(count, tz or own)
        return time_of(count if tz is None or count == NAT else one_to_utc(count, tz, "raise", "raise"), tz)
    except OutOfBoundsDatetime:
        raise OutOfBoundsDatetime(
            f"Out of bounds nanosecond timestamp: {shown}" if shown is not None else f"Out of bounds nanosecond timestamp: {count}"
        ) from None


Timestamp.min, Timestamp.max, Timestamp.resolution = time_of(NAT + 1), time_of(2**63 - 1), Timedelta(1)
