"""Times: what the core needs of them until the whole is merged."""

from __future__ import annotations

import datetime
from typing import Any

_EPOCH = datetime.datetime(1970, 1, 1)


class NaTType:
    """No time."""

    value = -(2**63)

    def __repr__(self) -> str:
        return "NaT"

    def __eq__(self, other: object) -> bool:
        return False

    def __ne__(self, other: object) -> bool:
        return True

    def __hash__(self) -> int:
        return hash(self.value)


NaT = NaTType()


class Timestamp(datetime.datetime):
    """A time."""

    def __new__(cls, value: Any, tz: Any = None) -> Any:
        if isinstance(value, str):
            value = datetime.datetime.fromisoformat(value)
        if isinstance(value, int):
            value = _EPOCH + datetime.timedelta(microseconds=value // 1000)
        if not isinstance(value, datetime.datetime):
            value = datetime.datetime(value.year, value.month, value.day)
        return super().__new__(cls, value.year, value.month, value.day, value.hour, value.minute, value.second, value.microsecond, value.tzinfo)

    @property
    def value(self) -> int:
        """Nanoseconds."""
        return (self.replace(tzinfo=None) - _EPOCH) // datetime.timedelta(microseconds=1) * 1000

    def __repr__(self) -> str:
        return f"Timestamp('{self}')"


class Timedelta(datetime.timedelta):
    """A span."""

    def __new__(cls, value: Any) -> Any:
        if isinstance(value, datetime.timedelta):
            return super().__new__(cls, value.days, value.seconds, value.microseconds)
        return super().__new__(cls, microseconds=value // 1000)

    @property
    def value(self) -> int:
        """Nanoseconds."""
        return self // datetime.timedelta(microseconds=1) * 1000
