"""Text by a format, as `to_datetime(format=…)` reads it."""

import datetime
import re
from functools import lru_cache

from .clock import DAY, EPOCH_DAY, HOUR, MINUTE, SECOND, of_datetime
from .fields import DAYS, MONTHS
from .units import within
from .zones import UTC, fixed

SHORT_MONTHS, SHORT_DAYS = [name[:3] for name in MONTHS], [name[:3] for name in DAYS]
MISSING = ("NaT", "nat", "NAT", "nan", "NaN", "NAN", "")


def names(pattern):
    return "|".join(sorted(pattern, key=len, reverse=True))


DIRECTIVES = {
    "d": r"(?P<d>3[0-1]|[1-2]\d|0[1-9]|[1-9]| [1-9])",
    "f": r"(?P<f>[0-9]{1,9})",
    "H": r"(?P<H>2[0-3]|[0-1]\d|\d)",
    "I": r"(?P<I>1[0-2]|0[1-9]|[1-9])",
    "G": r"(?P<G>\d\d\d\d)",
    "j": r"(?P<j>36[0-6]|3[0-5]\d|[1-2]\d\d|0[1-9]\d|00[1-9]|[1-9]\d|0[1-9]|[1-9])",
    "m": r"(?P<m>1[0-2]|0[1-9]|[1-9])",
    "M": r"(?P<M>[0-5]\d|\d)",
    "S": r"(?P<S>6[0-1]|[0-5]\d|\d)",
    "u": r"(?P<u>[1-7])",
    "V": r"(?P<V>5[0-3]|0[1-9]|[1-4]\d|\d)",
    "y": r"(?P<y>\d\d)",
    "Y": r"(?P<Y>\d\d\d\d)",
    "z": r"(?P<z>[+-]\d\d:?[0-5]\d(:?[0-5]\d(\.\d{1,6})?)?|(?-i:Z))",
    "A": f"(?P<A>{names(DAYS)})",
    "a": f"(?P<a>{names(SHORT_DAYS)})",
    "B": f"(?P<B>{names(MONTHS)})",
    "b": f"(?P<b>{names(SHORT_MONTHS)})",
    "p": "(?P<p>am|pm)",
    "Z": "(?P<Z>utc|gmt)",
    "%": "%",
}


@lru_cache(100)
def pattern(format):
    """The compiled pattern of a format."""
    found, place = "", 0
    if format.endswith("%") and not format.endswith("%%"):
        raise ValueError(f"stray % in format '{format}'")
    for part in re.finditer(r"%(.)|\s+", format):
        found += re.escape(format[place : part.start()]) + (directive(part[1], format) if part[1] else r"\s+")
        place = part.end()
    return re.compile(found + re.escape(format[place:]), re.IGNORECASE)


def directive(letter, format):
    if letter in ("U", "W", "w", "c", "x", "X"):
        raise NotImplementedError(f"to_datetime(format={format!r}): %{letter} is not there in the sandbox")
    if letter == "T":
        return r"(?P<H>2[0-3]|[0-1]\d|\d):(?P<M>[0-5]\d|\d):(?P<S>6[0-1]|[0-5]\d|\d)"
    if letter not in DIRECTIVES:
        raise ValueError(f"'{letter}' is a bad directive in format '{format}'")
    return DIRECTIVES[letter]


def read(text, format, exact=True):
    """The count of a text, local where it names a zone, and that zone. Raises `ValueError` as pandas words it."""
    wanted = pattern(format)
    found = wanted.match(text) if exact else wanted.search(text)
    if not found:
        raise ValueError(f'time data "{text}" doesn\'t match format "{format}"')
    if exact and found.end() != len(text):
        raise ValueError(f'unconverted data remains when parsing with format "{format}": "{text[found.end() :]}"')
    return count_of({name: part for name, part in found.groupdict().items() if part is not None}, text)


def count_of(parts, text):
    year, month, day = year_of(parts), month_of(parts), int(parts.get("d", 1))
    if "j" in parts:
        date = datetime.date(year, 1, 1) + datetime.timedelta(days=int(parts["j"]) - 1)
    elif "G" in parts:
        weekday = int(parts["u"]) if "u" in parts else weekday_of(parts)
        date = datetime.date.fromisocalendar(int(parts["G"]), int(parts["V"]), weekday)
    else:
        try:
            date = datetime.date(year, month, day)
        except ValueError:
            raise ValueError("day is out of range for month") from None
    hour = int(parts.get("H", 0))
    if "I" in parts:
        hour = int(parts["I"]) % 12 + (12 if parts.get("p", "").lower() == "pm" else 0)
    nanos = int(parts["f"].ljust(9, "0")) if "f" in parts else 0
    count = (date.toordinal() - EPOCH_DAY) * DAY + hour * HOUR + int(parts.get("M", 0)) * MINUTE + int(parts.get("S", 0)) * SECOND + nanos
    return within(count, f"Out of bounds nanosecond timestamp: {text}"), zone_of(parts)


def year_of(parts):
    if "y" in parts:
        year = int(parts["y"])
        return year + (2000 if year <= 68 else 1900)
    return int(parts.get("Y", 1900))


def month_of(parts):
    if "B" in parts:
        return [name.lower() for name in MONTHS].index(parts["B"].lower()) + 1
    if "b" in parts:
        return [name.lower() for name in SHORT_MONTHS].index(parts["b"].lower()) + 1
    return int(parts.get("m", 1))


def weekday_of(parts):
    name = (parts.get("A") or parts["a"]).lower()[:3]
    return [day.lower() for day in SHORT_DAYS].index(name) + 1


def zone_of(parts):
    if "Z" in parts:
        return UTC
    text = parts.get("z")
    if text is None:
        return None
    if text == "Z":
        return UTC
    digits = text[1:].replace(":", "")
    if len(digits) > 4:
        raise NotImplementedError(f"a zone of {text}, with seconds, is not there in the sandbox")
    return fixed((-1 if text[0] == "-" else 1) * (int(digits[:2]) * 60 + int(digits[2:])))


@lru_cache(100)
def quick(format):
    """A quicker way to read a text of a format, for formats that Python reads by itself; it gives None where it cannot."""
    if format == "%Y-%m-%d":
        return quick_date
    if format in ("%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S"):
        return lambda text: quick_time(text, format[8])
    return None


def quick_date(text):
    if len(text) == 10 and text[4] == text[7] == "-" and text.isascii():
        try:
            return (datetime.date.fromisoformat(text).toordinal() - EPOCH_DAY) * DAY
        except ValueError:
            return None
    return None


def quick_time(text, separator):
    if len(text) == 19 and text[4] == text[7] == "-" and text[10] == separator and text[13] == text[16] == ":":
        try:
            return of_datetime(datetime.datetime.fromisoformat(text))
        except ValueError:
            return None
    return None
