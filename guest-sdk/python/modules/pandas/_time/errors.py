"""The errors of times. `pandas.errors` gives the same names."""


class OutOfBoundsDatetime(ValueError):
    """A time before 1677 or after 2262: nanoseconds in 64 bits do not hold it."""


class OutOfBoundsTimedelta(ValueError):
    """A span of more than 292 years."""


class DateParseError(ValueError):
    """Text that is no date."""


class UnknownTimeZoneError(KeyError):
    """No such zone."""


class NonExistentTimeError(Exception):
    """A local time that clocks leapt over."""


class AmbiguousTimeError(Exception):
    """A local time that clocks showed twice."""


for _error in (OutOfBoundsDatetime, OutOfBoundsTimedelta, DateParseError):
    _error.__module__ = "pandas.errors"
for _error in (UnknownTimeZoneError, NonExistentTimeError, AmbiguousTimeError):
    _error.__module__ = "pytz.exceptions"
