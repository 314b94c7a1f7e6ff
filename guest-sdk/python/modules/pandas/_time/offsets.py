"""Frequencies and `DateOffset`s: steps in the calendar. An offset moves local counts; zones are minded by who calls it."""

from .clock import DAY, HOUR, MINUTE, MS, NAT, SECOND, US, days_in_month, of_date
from .fields import MONTHS
from .nat import NaT, is_column
from .timedelta import Timedelta
from .timestamp import Timestamp
from .units import within

WEEKDAYS = "MON TUE WED THU FRI SAT SUN".split()
MONTH_CODES = [name[:3].upper() for name in MONTHS]


class BaseOffset:
    """A step in the calendar, `n` times."""

    _prefix = ""
    _day_opt = None

    def __init__(self, n=1, normalize=False):
        self.n, self.normalize = int(n), bool(normalize)

    def _again(self, n):
        made = object.__new__(type(self))
        made.__dict__.update(self.__dict__)
        made.n = n
        return made

    @property
    def base(self):
        return self._again(1)

    @property
    def name(self):
        return self._prefix + self._suffix()

    rule_code = name

    def _suffix(self):
        return ""

    @property
    def freqstr(self):
        return ("" if self.n == 1 else str(self.n)) + self.name

    @property
    def kwds(self):
        return {}

    def _key(self):
        return (type(self).__name__, self.n, self.normalize, tuple(sorted(self.kwds.items())))

    def __eq__(self, other):
        if isinstance(other, str):
            from .frequencies import to_offset

            try:
                other = to_offset(other)
            except ValueError:
                return False
        return isinstance(other, BaseOffset) and self._key() == other._key()

    def __hash__(self):
        return hash(self._key())

    def __repr__(self):
        many = "" if abs(self.n) == 1 else "s"
        times = "" if self.n == 1 else f"{self.n} * "
        more = ", ".join(f"{name}={value}" for name, value in self.kwds.items())
        return f"<{times}{type(self).__name__}{many}{': ' + more if more else ''}>"

    def __neg__(self):
        return self._again(-self.n)

    def __mul__(self, other):
        return self._again(self.n * other.__index__()) if hasattr(other, "__index__") else NotImplemented

    __rmul__ = __mul__

    def __add__(self, other):
        if isinstance(other, BaseOffset) or is_column(other) or other is NaT:
            return NotImplemented if other is not NaT else NaT
        import datetime

        if not isinstance(other, datetime.date):
            return NotImplemented
        time = Timestamp(other)
        return time._at(self._apply_all([time._local])[0])

    __radd__ = __add__

    def __rsub__(self, other):
        return (-self).__add__(other)

    def __sub__(self, other):
        if isinstance(other, BaseOffset) and self.base == other.base:
            return self._again(self.n - other.n)
        raise TypeError("Cannot subtract datetime from offset.") if isinstance(other, Timestamp) else TypeError(f"unsupported operand type(s) for -: {other!r}")

    def _apply_all(self, counts):
        """Each count moved, NaT left."""
        found = [count if count == NAT else within(self._apply(count), f"Out of bounds nanosecond timestamp after adding {self!r}") for count in counts]
        return [count if count == NAT or not self.normalize else count // DAY * DAY for count in found]

    def is_on_offset(self, time):
        return self._is_on(Timestamp(time)._local)

    def rollforward(self, time):
        time = Timestamp(time)
        return time if self._is_on(time._local) else time._at(self.base._apply(time._local))

    def rollback(self, time):
        time = Timestamp(time)
        return time if self._is_on(time._local) else time._at((-self.base)._apply(time._local))

    def _is_on(self, count):
        return (self.base._apply((-self.base)._apply(count))) == count


class Tick(BaseOffset):
    """A step that is always as long."""

    _nanos = 1

    @property
    def nanos(self):
        return self.n * self._nanos

    @property
    def delta(self):
        return Timedelta(self.nanos)

    def _apply(self, count):
        return count + self.nanos

    def _is_on(self, count):
        return True

    def __add__(self, other):
        if isinstance(other, Tick):
            from .frequencies import to_offset

            return to_offset(Timedelta(self.nanos + other.nanos))
        if isinstance(other, Timedelta):
            return Timedelta(self.nanos) + other
        return BaseOffset.__add__(self, other)

    __radd__ = __add__

    def __eq__(self, other):
        if isinstance(other, Tick):
            return self.nanos == other.nanos
        return BaseOffset.__eq__(self, other) if isinstance(other, (str, BaseOffset)) else Timedelta(self.nanos) == other

    __hash__ = BaseOffset.__hash__


def _tick(name, prefix, nanos):
    return type(name, (Tick,), {"_prefix": prefix, "_nanos": nanos, "__module__": "pandas._libs.tslibs.offsets"})


Day, Hour, Minute, Second = _tick("Day", "D", DAY), _tick("Hour", "h", HOUR), _tick("Minute", "min", MINUTE), _tick("Second", "s", SECOND)
Milli, Micro, Nano = _tick("Milli", "ms", MS), _tick("Micro", "us", US), _tick("Nano", "ns", 1)


class MonthOffset(BaseOffset):
    """To the beginning or the end of a month."""

    _step = 1  # months
    _phase = None  # the month, 1 to 12, that the step is counted from
    _at_end = False

    def _apply(self, count):
        days, rest = divmod(count, DAY)
        date = _date(days)
        year, month, day = date.year, date.month, date.day
        anchor = days_in_month(year, month) if self._at_end else 1
        phase = self._phase or month
        off = (month - phase) % self._step
        n = self.n
        # A step back or forward is shorter from a day that is between two anchors.
        if n > 0:
            if off == 0 and day < anchor:
                n -= 1
        elif off != 0 or day > anchor:
            n += 1
        if off and n > 0 or off and n <= 0:
            months = n * self._step - off
        else:
            months = n * self._step
        return self._place(year, month + months) + rest

    def _place(self, year, month):
        year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
        return of_date(year, month, days_in_month(year, month) if self._at_end else 1)

    def _is_on(self, count):
        date = _date(count // DAY)
        day = days_in_month(date.year, date.month) if self._at_end else 1
        return date.day == day and (date.month - (self._phase or date.month)) % self._step == 0


def _date(days):
    import datetime

    return datetime.date.fromordinal(days + 719163)


class MonthBegin(MonthOffset):
    _prefix = "MS"


class MonthEnd(MonthOffset):
    _prefix, _at_end = "ME", True


class _Anchored(MonthOffset):
    """In a month of the year or of the quarter."""

    _month_name = "month"
    _default = 1

    def __init__(self, n=1, normalize=False, **kwds):
        super().__init__(n, normalize)
        month = kwds.pop(self._month_name, None)
        if kwds:
            raise TypeError(f"__init__() got an unexpected keyword argument '{next(iter(kwds))}'")
        self._phase = self._default if month is None else int(month)

    @property
    def kwds(self):
        return {self._month_name: self._phase}

    def _suffix(self):
        return f"-{MONTH_CODES[self._phase - 1]}"


class QuarterBegin(_Anchored):
    _prefix, _step, _month_name, _default = "QS", 3, "startingMonth", 3


class QuarterEnd(_Anchored):
    _prefix, _step, _month_name, _default, _at_end = "QE", 3, "startingMonth", 3, True


class YearBegin(_Anchored):
    _prefix, _step = "YS", 12


class YearEnd(_Anchored):
    _prefix, _step, _default, _at_end = "YE", 12, 12, True


class Week(BaseOffset):
    """Weeks, to a day of the week where one is given."""

    _prefix = "W"

    def __init__(self, n=1, normalize=False, weekday=None):
        super().__init__(n, normalize)
        if weekday is not None and not 0 <= weekday <= 6:
            raise ValueError(f"Day must be 0<=day<=6, got {weekday}")
        self.weekday = weekday

    @property
    def kwds(self):
        return {} if self.weekday is None else {"weekday": self.weekday}

    def _suffix(self):
        return "" if self.weekday is None else f"-{WEEKDAYS[self.weekday]}"

    def _apply(self, count):
        n = self.n
        if self.weekday is not None:
            ahead = (self.weekday - (count // DAY + 3)) % 7
            if ahead:
                count += ahead * DAY
                n -= n > 0
        return count + n * 7 * DAY

    def _is_on(self, count):
        return self.weekday is None or (count // DAY + 3) % 7 == self.weekday


class BusinessDay(BaseOffset):
    """Days from Monday to Friday."""

    _prefix = "B"

    def _apply(self, count):
        days, rest = divmod(count, DAY)
        n, weekday = self.n, (days + 3) % 7
        if weekday > 4:
            # From a weekend: forward counts from Friday, back from Monday, and no step at all goes to Monday.
            days += 4 - weekday if n > 0 else 7 - weekday
            weekday = 4 if n > 0 else 0
        weeks, more = divmod(abs(n), 5)
        sign = 1 if n >= 0 else -1
        days += sign * weeks * 7
        for _ in range(more):
            days += sign
            while (days + 3) % 7 > 4:
                days += sign
        return days * DAY + rest

    def _is_on(self, count):
        return (count // DAY + 3) % 7 <= 4


BDay = BusinessDay
_PLURAL = ("years", "months", "weeks", "days", "hours", "minutes", "seconds", "milliseconds", "microseconds", "nanoseconds")
_SINGULAR = ("year", "month", "day", "weekday", "hour", "minute", "second", "microsecond", "nanosecond")
_SIZES = {"weeks": 7 * DAY, "days": DAY, "hours": HOUR, "minutes": MINUTE, "seconds": SECOND, "milliseconds": MS, "microseconds": US, "nanoseconds": 1}


class DateOffset(BaseOffset):
    """Years, months, days and so on, added by the calendar: the last day of a month where there are too few."""

    def __init__(self, n=1, normalize=False, **kwds):
        super().__init__(n, normalize)
        for name in kwds:
            if name in _SINGULAR and name != "weekday":
                continue
            if name == "weekday":
                raise NotImplementedError("DateOffset(weekday=…) is not there in the sandbox; use pd.offsets.Week(weekday=…)")
            if name not in _PLURAL:
                raise TypeError(f"__init__() got an unexpected keyword argument '{name}'")
        self._kwds = kwds or {"days": 1}
        self._given = bool(kwds)

    @property
    def kwds(self):
        return dict(self._kwds) if self._given else {}

    @property
    def freqstr(self):
        return repr(self)

    def _apply(self, count):
        kwds, n = self._kwds, self.n
        fixed = sum(int(amount * _SIZES[name]) for name, amount in kwds.items() if name in _SIZES)
        months = int(kwds.get("years", 0)) * 12 + int(kwds.get("months", 0))
        days, rest = divmod(count, DAY)
        if months or any(name in _SINGULAR for name in kwds):
            days, rest = self._calendar(_date(days), rest, months * n)
        return days * DAY + rest + fixed * n

    def _calendar(self, date, rest, months):
        kwds = self._kwds
        year, month = kwds.get("year", date.year), kwds.get("month", date.month)
        total = year * 12 + month - 1 + months
        year, month = divmod(total, 12)
        day = min(kwds.get("day", date.day), days_in_month(year, month + 1))
        for name, size, most in (("hour", HOUR, DAY), ("minute", MINUTE, HOUR), ("second", SECOND, MINUTE), ("microsecond", US, SECOND)):
            if name in kwds:
                rest = rest // most * most + kwds[name] * size + rest % size
        return of_date(year, month + 1, day) // DAY, rest

    def _is_on(self, count):
        return True


for _class in list(globals().values()):
    if isinstance(_class, type) and issubclass(_class, BaseOffset):
        _class.__module__ = "pandas._libs.tslibs.offsets"
