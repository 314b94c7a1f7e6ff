"""Times as scalars, where the core meets `pandas._time`: counts of nanoseconds on one side, `Timestamp` and its kin on the other."""

from __future__ import annotations

import datetime
from typing import Any

from numpy import datetime64, timedelta64
from numpy._dtypes import NAT

from .._time import NaT, Timedelta, Timestamp


def timestamp(count: int, zone: Any = None) -> Any:
    """The time of a count."""
    if count == NAT:
        return NaT
    return Timestamp(count) if zone is None else Timestamp(count, tz=zone)


def timedelta(count: int) -> Any:
    """The span of a count."""
    return NaT if count == NAT else Timedelta(count)


def count_of(value: Any) -> int:
    """The count of a time or a span; NaT for what is missing."""
    if value is NaT or value is None or value != value:
        return NAT
    if isinstance(value, (Timestamp, Timedelta)):
        return value.value
    if isinstance(value, (datetime64, timedelta64)):
        return value._value
    if isinstance(value, datetime.timedelta):
        return Timedelta(value).value
    return Timestamp(value).value


def zone_of(value: Any) -> Any:
    """The time zone of a time, None where it has none."""
    return getattr(value, "tzinfo", None)


def is_time(value: Any) -> bool:
    """Whether it is a time of day and date."""
    return isinstance(value, (datetime.datetime, datetime64)) and value is not NaT


def is_span(value: Any) -> bool:
    """Whether it is a span of time."""
    return isinstance(value, (datetime.timedelta, timedelta64)) and value is not NaT
