"""`Timedelta`: a span of time in nanoseconds, which is a `datetime.timedelta` too."""

import datetime
import math
from collections import namedtuple

from .clock import DAY, HOUR, MINUTE, MS, NAT, SECOND, US, WEEK, of_span
from .errors import OutOfBoundsTimedelta
from .nat import NaT, is_column
from .text import span_isoformat, span_text
from .units import UNITS, parse_span, scaled, within

Components = namedtuple("Components", "days hours minutes seconds milliseconds microseconds nanoseconds")
_ABSENT = object()
_PARTS = {"weeks": WEEK, "days": DAY, "hours": HOUR, "minutes": MINUTE, "seconds": SECOND, "milliseconds": MS, "microseconds": US, "nanoseconds": 1}


class Timedelta(datetime.timedelta):
    """A span of time."""

    __slots__ = ("_value",)
    __module__ = "pandas._libs.tslibs.timedeltas"

    def __new__(cls, value=_ABSENT, unit=None, **kwargs):
        if value is _ABSENT:
            if not kwargs:
                raise ValueError("cannot construct a Timedelta without a value/unit or descriptive keywords (days,seconds....)")
            unknown = set(kwargs) - set(_PARTS)
            if unknown:
                raise ValueError(
                    "cannot construct a Timedelta from the passed arguments, allowed keywords are "
                    "[weeks, days, hours, minutes, seconds, milliseconds, microseconds, nanoseconds]"
                )
            return span_of(sum(parts_count(amount, _PARTS[name]) for name, amount in kwargs.items()))
        return make(value, unit)

    @property
    def value(self):
        """Nanoseconds."""
        return self._value

    unit = "ns"

    @property
    def nanoseconds(self):
        return self._value % 1000

    @property
    def components(self):
        days, rest = divmod(self._value, DAY)
        found = [days]
        for size in (HOUR, MINUTE, SECOND, MS, US, 1):
            part, rest = divmod(rest, size)
            found.append(part)
        return Components(*found)

    @property
    def asm8(self):
        return self.to_numpy()

    def to_numpy(self, dtype=None, copy=False):
        from numpy import timedelta64

        return timedelta64(self._value, "ns")

    to_timedelta64 = to_numpy

    def to_pytimedelta(self):
        return datetime.timedelta(microseconds=self._value // US)

    def total_seconds(self):
        return self._value / SECOND

    def view(self, dtype):
        return self.to_numpy()

    def as_unit(self, unit, round_ok=True):
        if unit != "ns":
            raise NotImplementedError(f"Timedelta.as_unit({unit!r}) is not there in the sandbox: times are kept in nanoseconds")
        return self

    def isoformat(self):
        return span_isoformat(self._value)

    def __str__(self):
        return span_text(self._value)

    def __repr__(self):
        return f"Timedelta('{self}')"

    def __format__(self, spec):
        if spec:
            raise TypeError("unsupported format string passed to Timedelta.__format__")
        return str(self)

    def __hash__(self):
        return hash(self._value) if self._value % 1000 else datetime.timedelta.__hash__(self)

    def __bool__(self):
        return self._value != 0

    def __reduce__(self):
        return (span_of, (self._value,))

    def __reduce_ex__(self, protocol):
        return (span_of, (self._value,))

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self

    def __neg__(self):
        return span_of(-self._value)

    def __pos__(self):
        return self

    def __abs__(self):
        return span_of(abs(self._value))

    def __add__(self, other):
        count = count_of(other)
        return NotImplemented if count is None else NaT if count == NAT else span_of(self._value + count)

    __radd__ = __add__

    def __sub__(self, other):
        count = count_of(other)
        return NotImplemented if count is None else NaT if count == NAT else span_of(self._value - count)

    def __rsub__(self, other):
        count = count_of(other)
        return NotImplemented if count is None else NaT if count == NAT else span_of(count - self._value)

    def __mul__(self, other):
        number = number_of(other)
        if number is None:
            return NotImplemented
        return NaT if number != number else span_of(int(self._value * number))

    __rmul__ = __mul__

    def __truediv__(self, other):
        count = count_of(other)
        if count is not None:
            return math.nan if count == NAT else self._value / count
        number = number_of(other)
        if number is None:
            return NotImplemented
        return (
            NaT if number != number else span_of(self._value // number if isinstance(number, int) and self._value % number == 0 else int(self._value / number))
        )

    def __rtruediv__(self, other):
        count = count_of(other)
        return NotImplemented if count is None else math.nan if count == NAT else count / self._value

    def __floordiv__(self, other):
        count = count_of(other)
        if count is not None:
            return math.nan if count == NAT else self._value // count
        number = number_of(other)
        return NotImplemented if number is None else span_of(int(self._value // number))

    def __rfloordiv__(self, other):
        count = count_of(other)
        return NotImplemented if count is None else math.nan if count == NAT else count // self._value

    def __mod__(self, other):
        count = count_of(other)
        return NotImplemented if count is None else NaT if count == NAT else span_of(self._value % count)

    def __divmod__(self, other):
        return self // other, self % other

    def __eq__(self, other):
        count = count_of(other)
        return (NotImplemented if is_column(other) else False) if count is None else count != NAT and self._value == count

    def __ne__(self, other):
        found = self.__eq__(other)
        return found if found is NotImplemented else not found

    def round(self, freq):
        return span_of(rounded(self._value, fixed(freq), "round"))

    def floor(self, freq):
        return span_of(rounded(self._value, fixed(freq), "floor"))

    def ceil(self, freq):
        return span_of(rounded(self._value, fixed(freq), "ceil"))


def _order(test):
    def method(self, other):
        count = count_of(other)
        return NotImplemented if count is None else count != NAT and test(self._value, count)

    return method


Timedelta.__lt__, Timedelta.__le__ = _order(lambda a, b: a < b), _order(lambda a, b: a <= b)
Timedelta.__gt__, Timedelta.__ge__ = _order(lambda a, b: a > b), _order(lambda a, b: a >= b)


def span_of(count):
    """The span of a count; NaT of NaT."""
    if count == NAT:
        return NaT
    within(count, f"Cannot cast {count} nanoseconds to a Timedelta without overflow.", OutOfBoundsTimedelta)
    made = datetime.timedelta.__new__(Timedelta, microseconds=count // US)
    made._value = count
    return made


def make(value, unit):
    """What `Timedelta(value, unit)` gives."""
    if unit is not None and unit not in UNITS:
        raise ValueError(f"invalid unit abbreviation: {unit}")
    if value is None or value is NaT or (isinstance(value, float) and value != value):
        return NaT
    if isinstance(value, str):
        if unit is not None:
            raise ValueError("unit must not be specified if the value is a str")
        return NaT if value in ("NaT", "nat", "NaN", "nan", "") else span_of(parse_span(value))
    count = count_of(value)
    if count is not None:
        return span_of(count)
    if number_of(value) is None:
        raise ValueError(f"Value must be Timedelta, string, integer, float, timedelta or convertible, not {type(value).__name__}")
    return span_of(scaled(value, unit or "ns", OutOfBoundsTimedelta))


def parts_count(amount, size):
    amount = number_of(amount)
    if amount is None:
        raise TypeError("Invalid type. Must be int or float.")
    return int(round(amount * size)) if isinstance(amount, float) else amount * size


def count_of(value):
    """The count of a span, None for what is none."""
    if isinstance(value, Timedelta):
        return value._value
    if value is NaT:
        return NAT
    if isinstance(value, datetime.timedelta):
        return of_span(value)
    if type(value).__name__ == "timedelta64":
        return value._value
    if hasattr(value, "nanos") and hasattr(value, "_apply"):
        return value.nanos
    return None


def number_of(value):
    """A number that a span may be scaled by, None for what is none."""
    if is_column(value) or isinstance(value, str):
        return None
    if isinstance(value, float):
        return float(value)
    if hasattr(value, "__index__"):
        return value.__index__()
    return float(value) if hasattr(value, "__float__") and not isinstance(value, (datetime.timedelta, datetime.datetime)) else None


def rounded(count, size, how):
    """A count at a multiple of `size`; halves go to the even one."""
    low = count // size * size
    if how == "floor" or low == count:
        return low
    if how == "ceil":
        return low + size
    twice = (count - low) * 2
    return low if twice < size or (twice == size and low // size % 2 == 0) else low + size


def fixed(freq):
    """The nanoseconds of a frequency that is always as long."""
    from .frequencies import to_offset

    offset = to_offset(freq)
    nanos = getattr(offset, "nanos", None)
    if nanos is None:
        raise ValueError(f"{offset!r} is a non-fixed frequency")
    return nanos


Timedelta.min, Timedelta.max, Timedelta.resolution = span_of(NAT + 1), span_of(2**63 - 1), span_of(1)
