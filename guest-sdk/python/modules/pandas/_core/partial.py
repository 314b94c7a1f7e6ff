"""Labels of a datetime index that name a year, a month, a day or a time: all that falls into it."""

import re

from .._time import Timestamp
from .._time.clock import DAY, HOUR, MINUTE, SECOND
from .._time.offsets import MonthBegin, YearBegin

SHAPES = (
    (re.compile(r"\d{4}"), "year"),
    (re.compile(r"\d{4}[-/]\d{1,2}"), "month"),
    (re.compile(r"\d{4}[-/]\d{1,2}[-/]\d{1,2}"), DAY),
    (re.compile(r"\d{4}[-/]\d{1,2}[-/]\d{1,2}[ T]\d{1,2}"), HOUR),
    (re.compile(r"\d{4}[-/]\d{1,2}[-/]\d{1,2}[ T]\d{1,2}:\d{2}"), MINUTE),
    (re.compile(r"\d{4}[-/]\d{1,2}[-/]\d{1,2}[ T]\d{1,2}:\d{2}:\d{2}"), SECOND),
)


def bounds(label, zone=None):
    """The first and the last count that a text names, and how fine it is; None where it names one time alone.

    Days are 0, hours 1, minutes 2, seconds 3, months and years -1.
    """
    size = resolution(label)
    if size is None:
        return None
    start = Timestamp(label)
    local = start._local
    if size in ("year", "month"):
        following = (YearBegin() if size == "year" else MonthBegin())._apply(local)
    else:
        following = local + size
    first, last = Timestamp(local), Timestamp(following - 1)
    if zone is not None:
        first, last = first.tz_localize(zone), last.tz_localize(zone)
    return first.value, last.value, {DAY: 0, HOUR: 1, MINUTE: 2, SECOND: 3}.get(size, -1)


def resolution(label):
    """`year`, `month`, or the nanoseconds that a text leaves open."""
    return next((size for shape, size in SHAPES if shape.fullmatch(label.strip())), None)
