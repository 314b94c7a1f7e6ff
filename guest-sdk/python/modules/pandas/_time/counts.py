"""Values of any kind as counts of nanoseconds: what `to_datetime` and `to_timedelta` do to a column."""

import datetime

from . import strptime
from .clock import DAY, NAT, SECOND
from .errors import DateParseError, OutOfBoundsDatetime, OutOfBoundsTimedelta
from .nat import NaT
from .guess import guess_format
from .parse import ISO, parse
from .strptime import MISSING
from .timestamp import make
from .units import UNITS, parse_span, scaled
from .zones import UTC, name, to_local, to_utc

HINT = (
    ". You might want to try:\n"
    "    - passing `format` if your strings have a consistent format;\n"
    "    - passing `format='ISO8601'` if your strings are all ISO8601 but not necessarily in exactly the same format;\n"
    "    - passing `format='mixed'`, and the format will be inferred for each element individually. You might want to use `dayfirst` alongside this."
)


class Failed(Exception):
    """One value is no time; `errors` says what becomes of it."""


def is_missing(value):
    return value is None or value is NaT or (isinstance(value, float) and value != value) or type(value).__name__ == "NAType"


def of_times(values, format=None, dayfirst=False, yearfirst=False, utc=False, exact=True, unit=None, coerce=False):
    """Counts of values, and the zone that they are in; local counts where there is none.

    Raises what pandas raises for the first value that is no time, unless `coerce` makes it NaT.
    """
    if unit == "ns" and any(isinstance(value, str) for value in values):
        format = "mixed"
    elif unit is not None:
        return [one_of_unit(value, unit, coerce, place) for place, value in enumerate(values)], UTC if utc else None
    if format is None:
        format = guess(values, dayfirst)
    reader = by_format(format, exact) if format not in (None, "mixed", "ISO8601") else by_text(dayfirst, yearfirst, format)
    known, found, zones = {}, [], []
    for place, value in enumerate(values):
        if isinstance(value, str):
            got = known.get(value)
            if got is None:
                got = known[value] = attempt(reader, value, place, coerce, format)
        elif is_missing(value):
            got = (NAT, None)
        else:
            got = (
                attempt(of_object, value, place, coerce, None)
                if format in (None, "mixed", "ISO8601") or is_clock(value)
                else attempt(reader, str(value), place, coerce, format)
            )
        found.append(got[0])
        zones.append(got[1])
    return in_one_zone(found, zones, utc)


def in_one_zone(counts, zones, utc):
    """Counts as they were read, local to the zones that they name: UTC where there is a zone for all of them."""
    named = {name(zone): zone for zone, count in zip(zones, counts, strict=True) if zone is not None and count != NAT}
    if not named:
        return counts, UTC if utc else None
    naive = any(zone is None and count != NAT for zone, count in zip(zones, counts, strict=True))
    if naive and not utc:
        raise NotImplementedError("pandas.to_datetime of times with and without a zone is not there in the sandbox; pass utc=True")
    if len(named) > 1 and not utc:
        raise NotImplementedError("pandas.to_datetime of several time zones is not there in the sandbox; pass utc=True")
    found = [count if zone is None or count == NAT else to_utc([count], zone)[0] for count, zone in zip(counts, zones, strict=True)]
    return found, UTC if utc else next(iter(named.values()))


def attempt(reader, value, place, coerce, format):
    try:
        return reader(value)
    except (DateParseError, OutOfBoundsDatetime, ValueError, OverflowError) as error:
        if coerce:
            return (NAT, None)
        hint = HINT if format not in (None, "mixed") and not isinstance(error, OutOfBoundsDatetime) else ""
        raise type(error)(f"{error}, at position {place}{hint}") from None


def guess(values, dayfirst):
    """The format of the first text, None where it has none that could be guessed."""
    for value in values:
        if isinstance(value, str) and value not in MISSING and value not in ("now", "today"):
            try:
                return guess_format(value, dayfirst)
            except (ValueError, NotImplementedError):
                return None
        if not isinstance(value, str) and not is_missing(value):
            return None
    return None


def by_format(format, exact):
    strptime.pattern(format)
    quick = strptime.quick(format) if exact else None

    def reader(text):
        if text in MISSING:
            return (NAT, None)
        count = quick(text) if quick is not None else None
        if count is not None:
            return (count, None)
        if text in ("now", "today"):
            return (make(datetime.datetime.now(), None, None).value, None)
        return strptime.read(text, format, exact)

    return reader


def by_text(dayfirst, yearfirst, format):
    def reader(text):
        if format == "ISO8601":
            return iso(text)
        count, zone = parse(text, dayfirst, yearfirst)
        return (count if zone is None or count == NAT else to_local([count], zone)[0], zone)

    return reader


def iso(text):
    """The local count of a text in ISO 8601, and its zone."""
    if text in MISSING:
        return (NAT, None)
    try:
        if not ISO.fullmatch(text):
            raise ValueError
        count, zone = parse(text)
    except (ValueError, NotImplementedError):
        raise ValueError(f"Time data {text} is not ISO8601 format") from None
    return (count if zone is None else to_local([count], zone)[0], zone)


def is_clock(value):
    return isinstance(value, datetime.date) or type(value).__name__ == "datetime64"


def of_object(value):
    """A time of any other kind, local to its zone."""
    if isinstance(value, bool) or type(value).__name__ == "bool":
        raise TypeError(f"{type(value)} is not convertible to datetime")
    if not is_clock(value) and not isinstance(value, float) and not hasattr(value, "__index__"):
        raise TypeError(f"{type(value)} is not convertible to datetime")
    try:
        time = make(value, None, None)
    except OutOfBoundsDatetime:
        raise OutOfBoundsDatetime(f"Out of bounds nanosecond timestamp: {value}") from None
    return (NAT, None) if time is NaT else (time._local, time.tzinfo)


def one_of_unit(value, unit, coerce, place):
    """The count of a number of units since 1970."""
    if unit not in UNITS:
        raise ValueError(
            f"Unrecognized unit {unit}"
            if unit not in ("Y", "M", "y")
            else "Units 'M' and 'Y' are no longer supported, as they do not represent unambiguous timedelta values durations."
        )
    if is_missing(value) or value == "":
        return NAT
    try:
        if isinstance(value, str):
            if value in MISSING:
                return NAT
            try:
                value = float(value) if not value.lstrip("+-").isdecimal() else int(value)
            except ValueError:
                raise ValueError(f"non convertible value {value} with the unit '{unit}'") from None
        return scaled(value, unit)
    except (OutOfBoundsDatetime, ValueError, OverflowError) as error:
        if coerce:
            return NAT
        raise type(error)(f"{error}, at position {place}") from None


def of_spans(values, unit=None, coerce=False):
    """Counts of spans: texts, numbers of a unit, `timedelta`s."""
    from .timedelta import make as make_span

    found = []
    for value in values:
        if is_missing(value):
            found.append(NAT)
            continue
        try:
            if isinstance(value, str) and unit is None:
                found.append(NAT if value in MISSING else parse_span(value))
            elif isinstance(value, str):
                raise ValueError("unit must not be specified if the input contains a str")
            else:
                found.append(make_span(value, None if isinstance(value, datetime.timedelta) else unit)._value)
        except (ValueError, OutOfBoundsTimedelta, OverflowError):
            if not coerce:
                raise
            found.append(NAT)
    return found


__all__ = ["DAY", "SECOND", "of_spans", "of_times"]
