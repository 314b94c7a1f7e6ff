"""`Period`: a day, a week, a month, a quarter or a year, as `dt.to_period` gives it."""

import datetime
import re

from .clock import DAY, HOUR, MINUTE, NAT, SECOND, days_in_month, of_date
from .nat import NaT, is_column
from .frequencies import to_offset
from .offsets import MONTH_CODES, WEEKDAYS
from .timestamp import Timestamp, time_of

TICKS = {"h": HOUR, "min": MINUTE, "s": SECOND, "D": DAY}
_OLD = {"ME": "M", "QE": "Q", "YE": "Y", "A": "Y", "H": "h", "T": "min", "S": "s", "d": "D", "b": "B"}
FORMATS = {"h": "%Y-%m-%d %H:%M", "min": "%Y-%m-%d %H:%M", "s": "%Y-%m-%d %H:%M:%S", "D": "%Y-%m-%d"}


class Frequency:
    """What a period is one of. Periods are numbered from 1970 on."""

    def __init__(self, text):
        offset_text = getattr(text, "freqstr", text)
        found = re.fullmatch(r"(\d*)([A-Za-z]+)(?:-([A-Z]{3}))?", str(offset_text))
        code = _OLD.get(found[2], found[2]) if found else None
        if code in ("QS", "MS", "YS"):
            raise ValueError(f"{code} is not supported as period frequency")
        if code not in (*TICKS, "W", "M", "Q", "Y"):
            to_offset(text)
            raise NotImplementedError(f"periods of the frequency {offset_text!r} are not there in the sandbox; there are s min h D W M Q Y")
        if found[1] not in ("", "1"):
            raise NotImplementedError(f"periods of several units, {offset_text!r}, are not there in the sandbox")
        self.code = code
        default = {"W": "SUN", "Q": "DEC", "Y": "DEC"}.get(code)
        anchor = found[3] or default
        if anchor != default and code != "W":
            raise NotImplementedError(f"periods of {offset_text!r} are not there in the sandbox; of {code}-DEC they are")
        self.weekday = WEEKDAYS.index(anchor) if code == "W" else None
        self.freqstr = code if default is None else f"{code}-{anchor}"
        self.months = {"M": 1, "Q": 3, "Y": 12}.get(code)

    def __eq__(self, other):
        return self.freqstr == getattr(other, "freqstr", other)

    def __hash__(self):
        return hash(self.freqstr)

    def __repr__(self):
        names = {"M": "MonthEnd", "Q": "QuarterEnd: startingMonth=12", "Y": "YearEnd: month=12", "D": "Day", "h": "Hour", "min": "Minute", "s": "Second"}
        return f"<{names.get(self.code) or f'Week: weekday={self.weekday}'}>"

    def ordinal(self, count):
        """The number of the period that a local count is in."""
        if self.months:
            date = datetime.date.fromordinal(count // DAY + 719163)
            return ((date.year - 1970) * 12 + date.month - 1) // self.months
        if self.code == "W":
            return (count // DAY + 3 - self.weekday - 1) // 7 + 1
        return count // TICKS[self.code]

    def start(self, ordinal):
        """The count at which a period begins."""
        if self.months:
            year, month = divmod(ordinal * self.months, 12)
            return of_date(1970 + year, month + 1, 1)
        if self.code == "W":
            return ((ordinal - 1) * 7 - 3 + self.weekday + 1) * DAY
        return ordinal * TICKS[self.code]

    def text(self, ordinal):
        start = self.start(ordinal)
        if self.months:
            date = datetime.date.fromordinal(start // DAY + 719163)
            return {"M": f"{date.year}-{date.month:02d}", "Q": f"{date.year}Q{(date.month + 2) // 3}", "Y": f"{date.year}"}[self.code]
        shown = time_of(start).to_pydatetime()
        if self.code == "W":
            return f"{shown:%Y-%m-%d}/{time_of(start + 6 * DAY).to_pydatetime():%Y-%m-%d}"
        return shown.strftime(FORMATS[self.code])


class Period:
    """A span in the calendar."""

    __slots__ = ("freq", "ordinal")
    __module__ = "pandas._libs.tslibs.period"

    def __new__(cls, value=None, freq=None, ordinal=None, year=None, month=None, day=None, quarter=None, **parts):
        if parts:
            raise NotImplementedError(f"pandas.Period with {next(iter(parts))}= is not there in the sandbox")
        if ordinal is not None:
            return period_of(ordinal, Frequency(freq))
        if year is not None:
            month = month or (quarter * 3 if quarter else 1)
            value, freq = Timestamp(year, month, day or 1), freq or ("Q" if quarter else "M")
        if isinstance(value, Period):
            return value if freq is None or Frequency(freq) == value.freq else value.asfreq(freq)
        if value is None or value is NaT or (isinstance(value, float) and value != value):
            return NaT
        if isinstance(value, int):
            value = str(value)
        if freq is None:
            freq = guessed(value)
        frequency = freq if isinstance(freq, Frequency) else Frequency(freq)
        time = Timestamp(value)
        return NaT if time is NaT else period_of(frequency.ordinal(time._local), frequency)

    @property
    def freqstr(self):
        return self.freq.freqstr

    @property
    def start_time(self):
        return time_of(self.freq.start(self.ordinal))

    @property
    def end_time(self):
        return time_of(self.freq.start(self.ordinal + 1) - 1)

    def to_timestamp(self, freq=None, how="start"):
        if freq is not None:
            raise NotImplementedError("Period.to_timestamp with freq= is not there in the sandbox")
        return self.end_time if str(how).lower().startswith("e") else self.start_time

    def asfreq(self, freq, how="E"):
        count = self.end_time.value if str(how).lower().startswith("e") else self.start_time.value
        return period_of(Frequency(freq).ordinal(count), Frequency(freq))

    def strftime(self, format):
        if any(code in format for code in ("%q", "%F", "%f", "%l", "%u", "%n")):
            raise NotImplementedError(f"Period.strftime({format!r}) is not there in the sandbox: the codes of periods are not, those of dates are")
        return self._shown.strftime(format)

    @property
    def _shown(self):
        """The day that its fields are of: the last of a quarter or a year."""
        return self.end_time if self.freq.months or self.freq.code == "W" else self.start_time

    @property
    def days_in_month(self):
        return days_in_month(self._shown.year, self._shown.month)

    def __str__(self):
        return self.freq.text(self.ordinal)

    def __repr__(self):
        return f"Period('{self}', '{self.freqstr}')"

    def __format__(self, spec):
        return self.strftime(spec) if spec else str(self)

    def __hash__(self):
        return hash((self.ordinal, self.freqstr))

    def __reduce__(self):
        return (Period, (None, self.freqstr, self.ordinal))

    def __eq__(self, other):
        if is_column(other):
            return NotImplemented
        return isinstance(other, Period) and self.freq == other.freq and self.ordinal == other.ordinal

    def __add__(self, other):
        if hasattr(other, "__index__"):
            return period_of(self.ordinal + other.__index__(), self.freq)
        if is_column(other):
            return NotImplemented
        raise NotImplementedError(f"Period + {type(other).__name__} is not there in the sandbox; add a number of periods")

    __radd__ = __add__

    def __sub__(self, other):
        if isinstance(other, Period):
            if self.freq != other.freq:
                raise different(self.freq, other.freq)
            if self.freq.code in TICKS or self.freq.code == "M":
                return to_offset({"M": "ME"}.get(self.freq.code, self.freq.code)) * (self.ordinal - other.ordinal)
            raise NotImplementedError(f"the difference of periods of {self.freqstr} is not there in the sandbox; take their ordinal")
        return self + -other


def different(a, b):
    error = type("IncompatibleFrequency", (ValueError,), {"__module__": "pandas._libs.tslibs.period"})
    return error(f"Input has different freq={b.freqstr} from Period(freq={a.freqstr})")


def _order(test):
    def method(self, other):
        if other is NaT:
            return False
        if not isinstance(other, Period):
            return NotImplemented
        if self.freq != other.freq:
            raise different(self.freq, other.freq)
        return test(self.ordinal, other.ordinal)

    return method


Period.__lt__, Period.__le__ = _order(lambda a, b: a < b), _order(lambda a, b: a <= b)
Period.__gt__, Period.__ge__ = _order(lambda a, b: a > b), _order(lambda a, b: a >= b)
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
    "day_of_year",
    "week",
    "weekofyear",
    "is_leap_year",
):
    setattr(Period, _name, property(lambda self, _name=_name: getattr(self._shown, _name)))
Period.weekday = Period.dayofweek


def period_of(ordinal, frequency):
    made = object.__new__(Period)
    made.ordinal, made.freq = ordinal, frequency
    return made


def guessed(value):
    """The frequency of a text: as much as it says."""
    text = str(value) if not isinstance(value, str) else value.strip()
    if isinstance(value, datetime.date) and not isinstance(value, str):
        raise ValueError("Must supply freq for datetime value")
    for shape, code in ((r"\d{4}", "Y"), (r"\d{4}-?[qQ]\d|\d[qQ]-?\d{4}", "Q"), (r"\d{4}[-/]\d{1,2}", "M"), (r"\d{4}[-/]\d{1,2}[-/]\d{1,2}", "D")):
        if re.fullmatch(shape, text):
            return code
    raise NotImplementedError(f"pandas.Period({value!r}) without a frequency is not there in the sandbox; give freq=")


def periods_of(counts, freq):
    """The periods of local counts."""
    frequency = Frequency(freq)
    known = {}
    found = []
    for count in counts:
        if count == NAT:
            found.append(NaT)
            continue
        ordinal = frequency.ordinal(count)
        if ordinal not in known:
            known[ordinal] = period_of(ordinal, frequency)
        found.append(known[ordinal])
    return found, frequency


__all__ = ["MONTH_CODES", "Frequency", "Period", "periods_of"]
