"""Names of units and of fixed frequencies, and how long each is."""

import re

from .clock import DAY, HOUR, LEAST, MINUTE, MOST, MS, SECOND, US, WEEK
from .errors import OutOfBoundsDatetime, OutOfBoundsTimedelta

UNITS = {
    "W": WEEK, "w": WEEK, "D": DAY, "d": DAY, "day": DAY, "days": DAY, "h": HOUR, "H": HOUR, "hr": HOUR, "hour": HOUR, "hours": HOUR,
    "m": MINUTE, "min": MINUTE, "T": MINUTE, "t": MINUTE, "minute": MINUTE, "minutes": MINUTE, "s": SECOND, "S": SECOND, "sec": SECOND, "second": SECOND,
    "seconds": SECOND, "ms": MS, "L": MS, "l": MS, "milli": MS, "millis": MS, "millisecond": MS, "milliseconds": MS, "us": US, "U": US, "u": US, "µs": US,
    "micro": US, "micros": US, "microsecond": US, "microseconds": US, "ns": 1, "N": 1, "n": 1, "nano": 1, "nanos": 1, "nanosecond": 1, "nanoseconds": 1,
    "weeks": WEEK, "week": WEEK, "hrs": HOUR, "mins": MINUTE, "secs": SECOND,
}  # fmt: skip
_NANOS = re.compile(r"(-?)(\d+)(?:\.(\d*))?")


def scaled(value, unit, error=OutOfBoundsDatetime):
    """A number of units in nanoseconds, exact where the number is."""
    size = UNITS.get(unit)
    if size is None:
        raise ValueError(f"invalid unit abbreviation: {unit}")
    if isinstance(value, float) or not hasattr(value, "__index__"):
        value = float(value)
        whole = int(value)
        count = whole * size + round_fraction(value - whole, size)
    else:
        count = value.__index__() * size
    return within(count, f"cannot convert input with unit '{unit}'", error)


def round_fraction(part, size):
    """A part of a unit, kept to as many digits as nanoseconds need."""
    digits = {DAY: 9, WEEK: 9, HOUR: 9, MINUTE: 9, SECOND: 9, MS: 6, US: 3, 1: 0}[size]
    return int(round(part, digits) * size)


def within(count, message, error=OutOfBoundsDatetime):
    if not LEAST <= count <= MOST:
        raise error(message)
    return count


def parse_span(text):
    """The count of a span in words: '1 days 02:03:04', '1.5h', '90 min', 'P1DT2H'."""
    words = text.strip()
    if not words:
        raise ValueError("have leftover units" if text else "symbols w/o a number")
    if words.lstrip("+-").startswith("P"):
        return iso_span(words)
    sign = -1 if words.startswith("-") else 1
    rest = words.lstrip("+-").strip()
    total, place, seen_number = 0, 0, False
    clock = r"(?P<clock>(?P<h>\d+):(?P<m>\d{1,2})(?::(?P<s>\d{1,2})(?:\.(?P<f>\d+))?)?)"
    part = re.compile(rf"\s*(?:,|and)?\s*(?P<sign>[+-]?)\s*(?:{clock}|(?P<n>\d*\.?\d+|\d+\.)\s*(?P<unit>[a-zA-Zµ]*))\s*")
    clock_sign = sign
    while place < len(rest):
        found = part.match(rest, place)
        if not found:
            raise ValueError("unit abbreviation w/o a number" if rest[place].isalpha() else f"expecting hh:mm:ss format, received: {text}")
        place = found.end()
        if found["sign"]:
            clock_sign = -1 if found["sign"] == "-" else 1
        if found["clock"]:
            if found["s"] is None:
                raise ValueError(f"expected hh:mm:ss format, received: {text}")
            nanos = int((found["f"] or "").ljust(9, "0")[:9] or 0)
            total += clock_sign * (int(found["h"]) * HOUR + int(found["m"]) * MINUTE + int(found["s"]) * SECOND + nanos)
        else:
            unit = found["unit"] or None
            if unit is None:
                if place < len(rest) or seen_number:
                    raise ValueError("no units specified")
                unit = "ns"
            if unit not in UNITS:
                raise ValueError(f"invalid unit abbreviation: {unit}")
            total += (clock_sign if found["sign"] else sign) * exactly(found["n"], UNITS[unit])
        seen_number = True
    return within(total, f"Cannot cast {text!r} to unit='ns' without overflow.", OutOfBoundsTimedelta)


def exactly(number, size):
    whole, _, part = number.partition(".")
    return int(whole or 0) * size + (int(part) * size // 10 ** len(part) if part else 0)


def iso_span(text):
    found = re.fullmatch(r"([+-]?)P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d{1,9}))?S)?)?", text)
    if not found or not any(found.groups()[1:]):
        raise ValueError(f"Invalid ISO 8601 Duration format - {text}")
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:6])
    count = weeks * WEEK + days * DAY + hours * HOUR + minutes * MINUTE + seconds * SECOND + int((found[7] or "").ljust(9, "0") or 0)
    return -count if found[1] == "-" else count
