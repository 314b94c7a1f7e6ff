"""Times and spans as text, alone and in columns."""

import datetime

from .clock import DAY, HOUR, MINUTE, NAT, SECOND, datetime_of
from .zones import offsets

DATE_ONLY = "%Y-%m-%d"


def clock_text(count, digits=None, sep=" "):
    """YYYY-MM-DD HH:MM:SS and as many digits of a second as it has: none, 6 or 9; or as many as wanted."""
    rest = count % SECOND
    text = datetime_of(count - rest).isoformat(sep)
    if digits is None:
        digits = 9 if rest % 1000 else 6 if rest else 0
    return f"{text}.{rest:09d}"[: len(text) + 1 + digits] if digits else text


def offset_text(ahead, colon=True):
    """+HH:MM"""
    sign, minutes = "-" if ahead < 0 else "+", abs(ahead) // MINUTE
    return f"{sign}{minutes // 60:02d}{':' if colon else ''}{minutes % 60:02d}"


def is_dates_only(counts):
    """Whether all are beginnings of days."""
    return all(count % DAY == 0 for count in counts if count != NAT)


def times_as_texts(counts, zone=None, na_rep="NaT", date_format=None):
    """A column of times as `repr`, `astype(str)` and `to_csv` have it. With a zone, counts are UTC."""
    if date_format is None and zone is None:
        if is_dates_only(counts):
            return [na_rep if count == NAT else datetime_of(count).isoformat(" ")[:10] for count in counts]
        digits = digits_of(counts)
        return [na_rep if count == NAT else clock_text(count, digits) for count in counts]
    found = []
    for count, ahead in zip(counts, [0] * len(counts) if zone is None else offsets(counts, zone), strict=True):
        if count == NAT:
            found.append(na_rep)
        elif date_format is None:
            found.append(clock_text(count + ahead) + offset_text(ahead))
        else:
            found.append(strftime(count, zone, date_format))
    return found


def digits_of(counts):
    """How many digits of a second a column shows: as many as one of its values has."""
    rests = {count % SECOND for count in counts if count != NAT}
    if any(rest % 1_000 for rest in rests):
        return 9
    if any(rest % 1_000_000 for rest in rests):
        return 6
    return 3 if any(rests) else 0


def strftime(count, zone, date_format):
    value = datetime_of(count)
    if zone is not None:
        value = value.replace(tzinfo=datetime.timezone.utc).astimezone(zone)  # noqa: UP017
    return value.strftime(date_format)


def span_text(count, even_days=False):
    """D days HH:MM:SS and as many digits of a second as it has; only the days of a column of whole days."""
    days, rest = divmod(count, DAY)
    if even_days and not rest:
        return f"{days} days"
    hours, rest = divmod(rest, HOUR)
    minutes, rest = divmod(rest, MINUTE)
    seconds, rest = divmod(rest, SECOND)
    digits = 9 if rest % 1000 else 6 if rest else 0
    fraction = f".{rest:09d}"[: 1 + digits] if digits else ""
    return f"{days} days {'+' if days < 0 else ''}{hours:02d}:{minutes:02d}:{seconds:02d}{fraction}"


def spans_as_texts(counts, na_rep="NaT"):
    """A column of spans as `repr`, `astype(str)` and `to_csv` have it."""
    even = is_dates_only(counts)
    return [na_rep if count == NAT else span_text(count, even) for count in counts]


def span_isoformat(count):
    """P1DT2H3M4.5S"""
    days, rest = divmod(count, DAY)
    hours, rest = divmod(rest, HOUR)
    minutes, rest = divmod(rest, MINUTE)
    seconds, rest = divmod(rest, SECOND)
    fraction = f".{rest:09d}".rstrip("0") if rest else ""
    return f"P{days}DT{hours}H{minutes}M{seconds}{fraction}S"
