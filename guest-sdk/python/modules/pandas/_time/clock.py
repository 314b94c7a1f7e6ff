"""Nanoseconds since 1970 and the calendar: what all of `_time` counts with."""

import datetime

NAT = -(2**63)
"""What a time that is missing is stored as."""
LEAST, MOST = -(2**63) + 1, 2**63 - 1

US = 1_000
MS = 1_000_000
SECOND = 1_000_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR
WEEK = 7 * DAY

EPOCH = datetime.datetime(1970, 1, 1)
EPOCH_DAY = EPOCH.toordinal()
MICROSECOND = datetime.timedelta(microseconds=1)


def of_datetime(value):
    """The count of a `datetime`'s own clock, whatever its zone."""
    days = value.toordinal() - EPOCH_DAY
    return ((days * 24 + value.hour) * 60 + value.minute) * MINUTE + value.second * SECOND + value.microsecond * US


def of_span(value):
    """The count of a `timedelta`."""
    return (value.days * 86400 + value.seconds) * SECOND + value.microseconds * US


def of_date(year, month, day):
    """The count of a day's beginning."""
    return (datetime.date(year, month, day).toordinal() - EPOCH_DAY) * DAY


def day_of(count):
    """The date of a count."""
    return datetime.date.fromordinal(count // DAY + EPOCH_DAY)


def datetime_of(count):
    """The time of a count, cut to microseconds."""
    return EPOCH + datetime.timedelta(microseconds=count // US)


def days_in_month(year, month):
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def is_leap(year):
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
