"""Columns of periods: their type, and `period_range`."""

from .period import Frequency, Period, period_of, periods_of
from .timestamp import Timestamp


def period_dtype():
    """The class of the type, made when the core is there."""
    global PeriodDtype
    try:
        return PeriodDtype
    except NameError:
        pass
    from .._core.dtypes import ExtensionDtype

    class PeriodDtype(ExtensionDtype):
        """Periods of one frequency."""

        __slots__ = ("freq",)

        def __init__(self, freq=None):
            self.freq = freq if isinstance(freq, Frequency) else Frequency(freq)
            self._set(f"period[{self.freq.freqstr}]", "V", None)

        def __eq__(self, other):
            return self.name == (other if isinstance(other, str) else getattr(other, "name", None))

        def __hash__(self):
            return hash(self.name)

    return PeriodDtype


def period_column(values, frequency):
    """A column of periods of one frequency, NaT where there is none."""
    from numpy import ndarray

    return ndarray.of(values, period_dtype()(frequency))


def to_periods(col, freq):
    """A column of times as one of periods. A zone is left out."""
    from .zones import to_local

    counts, tz = list(col._data), getattr(col.dtype, "tz", None)
    return period_column(*periods_of(counts if tz is None else to_local(counts, tz), freq))


def period_range(start=None, end=None, periods=None, freq=None, name=None):
    """Periods from one to another."""
    from .._core.index import Index

    if sum(part is not None for part in (start, end, periods)) != 2:
        raise ValueError("Of the three parameters: start, end, and periods, exactly two must be specified")
    freq = freq or next((at.freqstr for at in (start, end) if isinstance(at, Period)), None) or "D"
    frequency = Frequency(freq)
    first, last = (None if at is None else at.ordinal if isinstance(at, Period) else frequency.ordinal(Timestamp(at)._local) for at in (start, end))
    if first is None:
        first = last - periods + 1
    last = first + periods - 1 if last is None else last
    return Index._of(period_column([period_of(ordinal, frequency) for ordinal in range(first, last + 1)], frequency), name)
