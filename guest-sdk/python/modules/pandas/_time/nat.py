"""`NaT`: the time that is missing. What is done with it is missing too."""

import datetime
import math

from .clock import NAT

FIELDS = (
    "day dayofweek dayofyear day_of_week day_of_year days days_in_month daysinmonth hour microsecond microseconds minute month nanosecond "
    "nanoseconds quarter second seconds week weekofyear year"
).split()
FLAGS = "is_leap_year is_month_end is_month_start is_quarter_end is_quarter_start is_year_end is_year_start".split()
SAME = "normalize floor ceil round tz_localize tz_convert replace to_period as_unit astimezone".split()
REFUSED = "strftime timetuple utctimetuple timestamp toordinal fromisocalendar isocalendar ctime".split()


class NaTType(datetime.datetime):
    """The class of `pandas.NaT`, of which there is one."""

    _one = None

    def __new__(cls, *args, **kwargs):
        if cls._one is None:
            cls._one = datetime.datetime.__new__(cls, 1, 1, 1)
        return cls._one

    value = _value = NAT
    tz = tzinfo = None
    unit = "ns"
    weekday = isoweekday = total_seconds = lambda self: math.nan

    def __repr__(self):
        return "NaT"

    __str__ = __repr__

    def isoformat(self, sep="T", timespec="auto"):
        return "NaT"

    def __format__(self, spec):
        return "NaT"

    def __hash__(self):
        return hash(NAT)

    def __bool__(self):
        return True

    def __reduce__(self):
        return (NaTType, ())

    def __reduce_ex__(self, protocol):
        return (NaTType, ())

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self

    def date(self):
        return self

    def time(self):
        raise ValueError("NaTType does not support time")

    def to_pydatetime(self, warn=True):
        return self

    def day_name(self, locale=None):
        return math.nan

    month_name = day_name

    def to_numpy(self, dtype=None, copy=False):
        from numpy import datetime64

        return datetime64("NaT")

    to_datetime64 = to_numpy

    @property
    def asm8(self):
        return self.to_numpy()

    def __eq__(self, other):
        return NotImplemented if is_column(other) else False

    def __ne__(self, other):
        return NotImplemented if is_column(other) else True

    def _never(self, other):
        if is_column(other):
            return NotImplemented
        if isinstance(other, (datetime.datetime, datetime.timedelta)) or type(other).__name__ in ("datetime64", "timedelta64"):
            return False
        return NotImplemented

    __lt__ = __le__ = __gt__ = __ge__ = _never

    def _itself(self, other):
        if is_column(other):
            return NotImplemented
        if isinstance(other, (datetime.datetime, datetime.timedelta)) or type(other).__name__ in ("datetime64", "timedelta64") or hasattr(other, "_apply"):
            return self
        return NotImplemented

    __add__ = __radd__ = __sub__ = __rsub__ = _itself

    def _scaled(self, other):
        if is_column(other):
            return NotImplemented
        return self if isinstance(other, (int, float)) or hasattr(other, "__index__") else NotImplemented

    __mul__ = __rmul__ = _scaled

    def _divided(self, other):
        if is_column(other):
            return NotImplemented
        return math.nan if isinstance(other, (datetime.timedelta, NaTType)) else self

    __truediv__ = __floordiv__ = _divided

    def __neg__(self):
        return self

    __pos__ = __abs__ = __neg__


def is_column(value):
    return getattr(type(value), "_sandtable_column", False)


def _refuser(name):
    def method(self, *args, **kwargs):
        raise ValueError(f"NaTType does not support {name}")

    method.__name__ = name
    return method


for _name in FIELDS:
    setattr(NaTType, _name, property(lambda self: math.nan))
for _name in FLAGS:
    setattr(NaTType, _name, property(lambda self: False))
for _name in SAME:
    setattr(NaTType, _name, lambda self, *args, **kwargs: self)
for _name in REFUSED:
    setattr(NaTType, _name, _refuser(_name))
NaTType.__module__ = "pandas._libs.tslibs.nattype"
NaT = NaTType()
