"""Labels that are times, spans or periods."""

from __future__ import annotations

from typing import Any

from numpy._dtypes import INT64

from . import columns as cols
from .errors import missing
from .index_base import Index
from .times import Timedelta


class _TimeIndex(Index):
    """Labels that are times or spans; the fields of `dt` are its own."""

    __slots__ = ()

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        try:
            from .accessors import time_field
        except ImportError:
            return super().__getattr__(name)
        return time_field(self, name)

    def __getitem__(self, key: Any) -> Any:
        made = super().__getitem__(key)
        return self._stepped(made, key.step or 1) if isinstance(key, slice) else made

    def _take(self, rows: Any) -> Any:
        made = super()._take(rows)
        return self._stepped(made, rows.step) if isinstance(rows, range) else made

    def shift(self, periods: int = 1, freq: Any = None) -> Any:
        """Each label some steps of a frequency later."""
        from .._time.frequencies import to_offset

        offset = to_offset(freq) if freq is not None else self.freq
        if offset is None:
            raise NullFrequencyError("Cannot shift with no freq")
        made = self + offset * periods if periods else self.view()
        made.freq = self.freq
        return made

    def _stepped(self, made: Any, step: int) -> Any:
        """What is left of a regular index is regular."""
        if self.freq is not None and hasattr(self.freq, "n"):
            made.freq = self.freq * step
        return made

    def _binary(self, op: str, other: Any, reflected: bool) -> Any:
        made = super()._binary(op, other, reflected)
        if op in ("add", "sub") and isinstance(other, Timedelta) and isinstance(made, _TimeIndex) and hasattr(self.freq, "nanos"):
            made.freq = self.freq
        return made

    @property
    def asi8(self) -> Any:
        """The counts of nanoseconds."""
        return cols.of(self._values._data[:], INT64)


class DatetimeIndex(_TimeIndex):
    """Labels that are times."""

    __slots__ = ()

    def __new__(cls, data: Any = None, freq: Any = None, tz: Any = None, name: Any = None, dtype: Any = None, **kwargs: Any) -> Any:
        if kwargs:
            missing(f"DatetimeIndex with {next(iter(kwargs))}=", "pandas.to_datetime")
        from .._time import to_datetime

        made = to_datetime(Index(data) if not isinstance(data, Index) else data)
        if tz is not None:
            made = made.tz_localize(tz)
        made = made.rename(getattr(data, "name", None) if name is None else name)
        if freq is not None:
            made.freq = freq
        return made

    @property
    def tz(self) -> Any:
        """Its zone."""
        return getattr(self.dtype, "tz", None)


class TimedeltaIndex(_TimeIndex):
    """Labels that are spans."""

    __slots__ = ()

    def __new__(cls, data: Any = None, name: Any = None, **kwargs: Any) -> Any:
        if kwargs:
            missing(f"TimedeltaIndex with {next(iter(kwargs))}=")
        from .._time import to_timedelta

        return to_timedelta(Index(data)).rename(name)


class NullFrequencyError(ValueError):
    """A shift of times that have no frequency."""

    __module__ = "pandas.errors"


class PeriodIndex(_TimeIndex):
    """Labels that are periods."""

    __slots__ = ()

    def __new__(cls, data: Any = None, freq: Any = None, name: Any = None, **kwargs: Any) -> Any:
        missing("PeriodIndex", "period_range, or DatetimeIndex.to_period")
