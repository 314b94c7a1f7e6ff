"""What the calendar says of counts: one function a field, each for a whole column. NaT gives None."""

import datetime

from .clock import DAY, EPOCH_DAY, HOUR, MINUTE, NAT, SECOND, US, days_in_month, is_leap

MONTHS = "January February March April May June July August September October November December".split()
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()


def by_day(find):
    """A field that only the day decides: found once for each day."""

    def field(counts):
        known, found = {NAT // DAY: None}, []
        for count in counts:
            day = count // DAY
            if day not in known:
                known[day] = find(datetime.date.fromordinal(day + EPOCH_DAY))
            found.append(known[day])
        return found

    return field


def by_clock(size, most):
    """A field of the time of day."""

    def field(counts):
        return [None if count == NAT else count // size % most for count in counts]

    return field


def day_of_year(date):
    return date.timetuple().tm_yday


def quarter(date):
    return (date.month - 1) // 3 + 1


def month_length(date):
    return days_in_month(date.year, date.month)


FIELDS = {
    "year": by_day(lambda date: date.year),
    "month": by_day(lambda date: date.month),
    "day": by_day(lambda date: date.day),
    "hour": by_clock(HOUR, 24),
    "minute": by_clock(MINUTE, 60),
    "second": by_clock(SECOND, 60),
    "microsecond": by_clock(US, 1_000_000),
    "nanosecond": by_clock(1, 1000),
    "dayofweek": by_day(datetime.date.weekday),
    "dayofyear": by_day(day_of_year),
    "quarter": by_day(quarter),
    "days_in_month": by_day(month_length),
}
FIELDS |= {"weekday": FIELDS["dayofweek"], "day_of_week": FIELDS["dayofweek"], "day_of_year": FIELDS["dayofyear"], "daysinmonth": FIELDS["days_in_month"]}

FLAGS = {
    "is_month_start": by_day(lambda date: date.day == 1),
    "is_month_end": by_day(lambda date: date.day == month_length(date)),
    "is_quarter_start": by_day(lambda date: date.day == 1 and date.month % 3 == 1),
    "is_quarter_end": by_day(lambda date: date.day == month_length(date) and date.month % 3 == 0),
    "is_year_start": by_day(lambda date: date.day == 1 and date.month == 1),
    "is_year_end": by_day(lambda date: date.day == 31 and date.month == 12),
    "is_leap_year": by_day(lambda date: is_leap(date.year)),
}
NAMES = {"month_name": by_day(lambda date: MONTHS[date.month - 1]), "day_name": by_day(lambda date: DAYS[date.weekday()])}
iso_years = by_day(lambda date: tuple(date.isocalendar()))
dates = by_day(lambda date: date)


def times(counts):
    """Times of day."""
    found = []
    for count in counts:
        rest = count % DAY
        found.append(None if count == NAT else datetime.time(rest // HOUR, rest // MINUTE % 60, rest // SECOND % 60, rest // US % 1_000_000))
    return found
