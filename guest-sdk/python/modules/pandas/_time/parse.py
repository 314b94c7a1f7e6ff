"""A date in a text of no known format: ISO 8601 first, then what people write."""

import datetime
import re
from dataclasses import dataclass, field

from .clock import DAY, EPOCH_DAY, HOUR, MINUTE, NAT, SECOND, of_datetime
from .errors import DateParseError, OutOfBoundsDatetime
from .fields import DAYS, MONTHS
from .strptime import MISSING
from .units import within
from .zones import UTC, fixed

TOKEN = re.compile(r"\d+|[^\W\d_]+|\s+|.", re.DOTALL)
MONTH_NUMBERS = {name.lower()[:size]: number for number, name in enumerate(MONTHS, 1) for size in (3, 99)} | {"sept": 9}
WEEKDAYS = {name.lower()[:size] for name in DAYS for size in (3, 99)}
CLOCK = r"(?:[T ]\d\d(?::?\d\d(?::?\d\d(?:\.\d{1,9})?)?)?\s?(?:Z|[+-]\d\d:?\d\d)?)?"
ISO = re.compile(rf"\d{{4}}(?:\d\d\d\d{CLOCK}|([-/.\\ ])\d{{1,2}}(?:\1\d{{1,2}}{CLOCK})?)?")
WORDS = {"at", "on", "and", "ad", "m", "t", "of", "st", "nd", "rd", "th"}
UNCLEAR_WORDS = {"h", "hour", "hours", "minute", "minutes", "s", "second", "seconds", "am", "pm", "a", "p", "bc", "w", "q"}


class Unclear(Exception):
    """Real pandas may read this text; we do not know how it would."""


@dataclass
class Reading:
    """What a text says, as it is found."""

    numbers: list = field(default_factory=list)  # (place in the format, digits) of what may be year, month or day
    month_at: int | None = None  # How many numbers stand before the month's name.
    month: int | None = None
    clock: tuple | None = None  # hour, minute, second, nanoseconds
    zone: datetime.tzinfo | None = None
    format: list = field(default_factory=list)  # None where a number waits for its meaning
    text: str = ""
    clock_at: int = 0  # How many numbers stand before the clock.
    delimited: bool = False

    def count(self, dayfirst, yearfirst):
        """The local count; completes the format."""
        year, month, day = self.date(dayfirst, yearfirst)
        hour, minute, second, nanos = self.clock or (0, 0, 0, 0)
        days = datetime.date(year, month, day).toordinal() - EPOCH_DAY
        if hour > 23:
            raise ValueError("hour must be in 0..23")
        if minute > 59:
            raise ValueError("minute must be in 0..59")
        if second > 59:
            raise ValueError("second must be in 0..59")
        return days * DAY + hour * HOUR + minute * MINUTE + second * SECOND + nanos

    def date(self, dayfirst, yearfirst):
        texts = [digits for _, digits in self.numbers]
        plain = self.month is None and self.clock is None and len(texts) == 3 and len(texts[0]) <= 2 and len(texts[1]) <= 2 and len(texts[2]) == 4
        if plain and not (int(texts[0]) <= 31 and int(texts[1]) <= 31 and min(int(texts[0]), int(texts[1])) <= 12):
            raise DateParseError(f"Invalid date specified ({int(texts[0])}/{int(texts[1])})")
        order = self.order(texts, dayfirst, yearfirst)
        self.delimited = order in ("mdY", "dmY") and self.clock is None and self.month is None
        found = {"m": self.month}
        for letter, (place, digits) in zip(order, self.numbers, strict=True):
            self.format[place] = f"%{letter}"
            found[letter] = full_year(digits) if letter == "Y" else int(digits)
        if found.get("Y") is None or found["m"] is None:
            raise Unclear
        return found["Y"], found["m"], found.get("d", 1)

    def order(self, texts, dayfirst, yearfirst):
        """Which of year, month and day each number is."""
        sizes = [int(text) for text in texts]
        long = [len(text) > 2 for text in texts]
        if self.month is not None:
            if len(texts) == 2:
                if self.month_at == 0:
                    return "Yd" if sizes[0] > 31 or long[0] else "dY"
                if self.month_at == 1:
                    return "Yd" if sizes[0] > 31 or long[0] or (yearfirst and sizes[1] <= 31) else "dY"
                return "dY" if sizes[1] > 31 or long[1] else "Yd"
            if len(texts) == 1 and (sizes[0] > 31 or long[0]):
                return "Y"
            raise Unclear
        if len(texts) == 3:
            if sizes[0] > 31 or long[0] or (yearfirst and sizes[1] <= 12 and sizes[2] <= 31):
                return "Ydm" if dayfirst and sizes[2] <= 12 else "Ymd"
            if sizes[0] > 12 or (dayfirst and sizes[1] <= 12):
                return "dmY"
            return "mdY"
        if len(texts) == 2:
            if sizes[0] > 31:
                return "Ym"
            if sizes[1] > 31:
                return "mY"
        raise Unclear


def full_year(digits):
    """The year that two digits mean: the nearest one to now, as dateutil has it."""
    if len(digits) > 2:
        return int(digits)
    now = datetime.date.today().year
    year = now // 100 * 100 + int(digits)
    return year - 100 if year >= now + 50 else year + 100 if year < now - 50 else year


def parse(text, dayfirst=False, yearfirst=False):
    """The count of a text, in UTC where it names a zone, and that zone. Raises what `Timestamp(text)` raises."""
    if text in MISSING:
        return NAT, None
    count, zone = read(text, dayfirst, yearfirst)
    if zone is not None:
        count -= int(zone.utcoffset(None).total_seconds()) * SECOND
    return count, zone


def read(text, dayfirst=False, yearfirst=False):
    """The local count of a text, and its zone."""
    words = text.strip()
    if words.lower() in ("now", "today"):
        return of_datetime(datetime.datetime.now()), None
    if not looks_like_a_date(words):
        raise ValueError(f'Given date string "{text}" not likely a datetime')
    if dayfirst and ISO.fullmatch(words):
        # ISO 8601 comes first, and knows no other order.
        try:
            found, count = read_parts(text, False, yearfirst)
            return count, found.zone
        except ValueError:
            pass
    found, count = read_parts(text, dayfirst, yearfirst)
    return count, found.zone


def read_parts(text, dayfirst, yearfirst, strict=False):
    """What a text says, and its local count. `strict` has days first in a text of digits too."""
    words = text.strip()
    try:
        found = compact(words) or tokens(text)
        count = found.count(dayfirst and (strict or not words.isdecimal()), yearfirst)
    except Unclear:
        raise NotImplementedError(f"reading {text!r} as a date is not there in the sandbox; give to_datetime its format=") from None
    except DateParseError:
        raise
    except ValueError as error:
        raise (ValueError(str(error)) if found.delimited else DateParseError(f"{error}: {text}")) from None
    return found, within(count, f"Out of bounds nanosecond timestamp: {text}", OutOfBoundsDatetime)


def looks_like_a_date(words):
    """Not a number below 1000, nor one of a few letters."""
    if words.startswith("0"):
        return True
    try:
        return float(words) >= 1000
    except ValueError:
        return words not in ("a", "A", "m", "M", "p", "P", "t", "T")


def compact(words):
    """Texts of digits alone, and a year with its quarter or month."""
    if words.isdecimal() and words.isascii():
        if len(words) == 4:
            return YearOnly([(0, words)]) if int(words) >= 1000 else None
        if len(words) in (8, 12, 14):  # Days never stand first here, but then pandas guesses nothing either.
            clock = tuple(int(words[at : at + 2] or 0) for at in (8, 10, 12))
            reading = Reading([(0, words[:4]), (1, words[4:6]), (2, words[6:8])], clock=(*clock, 0), format=[None, None, None])
            reading.format += {8: [], 12: ["%H", "%M"], 14: ["%H", "%M", "%S"]}[len(words)]
            return reading
        raise Unclear
    quarter = re.fullmatch(r"(\d{4})-?[qQ]([1-4])|([1-4])[qQ]-?(\d{4})", words)
    if quarter:
        year, number = (quarter[1], quarter[2]) if quarter[1] else (quarter[4], quarter[3])
        return Reading([(0, year)], month_at=9, month=int(number) * 3 - 2, format=[None])
    return None


def tokens(text):
    """What the words and numbers of a text say."""
    found, parts, place = Reading(text=text), TOKEN.findall(text), 0
    if not any(part.isdecimal() for part in parts):
        if any(part.lower() in MONTH_NUMBERS for part in parts):
            raise Unclear
        if text.strip().lower() in WEEKDAYS:
            raise DateParseError(f"Unable to parse datetime string: {text}")
        raise unknown(text)
    while place < len(parts):
        place = one(parts, place, found, text)
    if not found.numbers:
        if found.clock is not None and found.month is None:
            raise Unclear
        raise unknown(text)
    if len(found.numbers) + (found.month is not None) > 3:
        raise unknown(text)
    if found.month is None and len(found.numbers) == 2:
        # A year and a month: a format of its own only as ISO 8601 writes it.
        iso = re.fullmatch(r"\d{4}-\d\d", text)
        first, second = (int(digits) for _, digits in found.numbers)
        if iso:
            found.numbers.append((len(found.format), "1"))
            found.format.append("")
            return Iso(**vars(found))
        if first > 31 or second > 31:
            return MonthOnly(**vars(found))
    return found


class YearOnly(Reading):
    """YYYY"""

    def date(self, dayfirst, yearfirst):
        self.format = ["%Y"]
        return int(self.numbers[0][1]), 1, 1


class Iso(Reading):
    """YYYY-MM"""

    def date(self, dayfirst, yearfirst):
        (_, year), (_, month), _ = self.numbers
        self.format = ["%Y", "-", "%m"]
        return int(year), int(month), 1


class MonthOnly(Reading):
    """A year and a month in another way."""

    def date(self, dayfirst, yearfirst):
        year, month, _ = super().date(dayfirst, yearfirst)
        if not 1 <= month <= 12:
            raise unknown(self.text)
        return year, month, 1


def unknown(text):
    return DateParseError(f"Unknown datetime string format, unable to parse: {text}")


def one(parts, place, found, text):
    """Reads what begins at a place; gives the next."""
    part = parts[place]
    following = parts[place + 1] if place + 1 < len(parts) else ""
    if part.isdecimal():
        if not part.isascii():
            raise Unclear
        if following == ":" and found.clock is None:
            return clock(parts, place, found)
        if following.lower() in ("am", "pm") or (following.isspace() and place + 2 < len(parts) and parts[place + 2].lower() in ("am", "pm")):
            raise Unclear
        if len(found.numbers) + (found.month is not None) == 3 and found.clock is None and parts[place - 1] in (" ", "T") and len(part) in (2, 4):
            found.clock = (int(part[:2]), int(part[2:] or 0), 0, 0)
            found.format += ["%H", "%M"][: len(part) // 2]
            return place + 1
        if following == "." and found.clock is None and re.match(r"\d+\.\d+(?![.\d])", "".join(parts[place:])) and parts[place - 1 : place] != ["."]:
            raise unknown(text)
        if len(part) > 4 and not (len(part) == 8 and not found.numbers):
            raise Unclear
        if len(part) == 8:
            for piece in (part[:4], part[4:6], part[6:]):
                found.numbers.append((len(found.format), piece))
                found.format.append(None)
            return place + 1
        found.numbers.append((len(found.format), part))
        found.format.append(None)
        return place + 1
    if part in "+-" and found.clock is not None and following.isdecimal() and found.zone is None and 0 < len(found.numbers) == found.clock_at:
        return offset(parts, place, found)
    word = part.lower()
    if word[0].isalpha():
        return name(word, part, place, found, text)
    if part.isspace() or part in ",;-/.'":
        found.format.append(part)
        return place + 1
    raise unknown(text)


def name(word, part, place, found, text):
    if word in MONTH_NUMBERS and found.month is None:
        found.month, found.month_at = MONTH_NUMBERS[word], len(found.numbers)
        found.format.append("%B" if word.title() in MONTHS else "%b")
        return place + 1
    if word in WEEKDAYS:
        found.format.append("%A" if word.title() in DAYS else "%a")
        return place + 1
    if word in ("z", "utc", "gmt") and found.clock is not None:
        found.zone = UTC
        found.format.append("%z" if word == "z" else "%Z")
        return place + 1
    if word in WORDS:
        found.format.append(part)
        return place + 1
    if word in UNCLEAR_WORDS or (part.isupper() and len(part) <= 5 and found.clock is not None):
        raise Unclear
    raise unknown(text)


def clock(parts, place, found):
    """Hour, minute, second and what may follow them."""
    wanted = "".join(parts[place:])
    shape = re.match(r"(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:([.,])(\d+))?)?(?!\d)(?:(\s*)([aApP][mM])\b)?", wanted)
    if not shape or wanted[shape.end() : shape.end() + 1] == ":":
        raise Unclear
    hour, minute, second, comma, fraction, space, half = shape.groups()
    if fraction and (len(fraction) > 9 or comma == ","):
        raise Unclear
    hour = int(hour)
    if half:
        if not 1 <= hour <= 12:
            raise Unclear
        hour = hour % 12 + (12 if half.lower() == "pm" else 0)
    if found.format and found.numbers and not any(part for part in found.format[found.numbers[-1][0] + 1 :]) and found.month is None:
        raise Unclear
    found.clock_at = len(found.numbers)
    found.clock = (hour, int(minute), int(second or 0), int((fraction or "").ljust(9, "0") or 0))
    found.format.append("%I" if half else "%H")
    found.format += [":", "%M"] + ([":", "%S"] if second else []) + ([".", "%f"] if fraction else []) + ([space, "%p"] if half else [])
    end, size = place, 0
    while size < shape.end():
        size += len(parts[end])
        end += 1
    return end


def offset(parts, place, found):
    """+HH:MM, +HHMM or +HH"""
    digits = parts[place + 1]
    end = place + 2
    if len(digits) == 2 and parts[end : end + 1] == [":"] and len(parts[end + 1 : end + 2]) == 1 and len(parts[end + 1]) == 2:
        digits += parts[end + 1]
        end += 2
    if len(digits) not in (2, 4) or not digits.isdecimal():
        raise Unclear
    minutes = int(digits[:2]) * 60 + int(digits[2:] or 0)
    found.zone = fixed(-minutes if parts[place] == "-" else minutes)
    found.format.append("%z")
    return end
