"""The format that pandas guesses for a text: each part of the date that it reads is looked for among the text's words and numbers.

It is done as pandas does it, in its order, so that what it mistakes is mistaken here too: in "12 Dec 2024 12:30" it takes
the first 12 for the month.
"""

import datetime
import re

from .clock import EPOCH
from .parse import MonthOnly, YearOnly, read_parts
from .strptime import read as read_format

TOKEN = re.compile(r"\d+(?:\.\d+)*|[^\W\d_]+|\s|.", re.DOTALL)
PARTS = (
    (("year", "month", "day", "hour", "minute", "second"), "%Y%m%d%H%M%S", 0),
    (("year", "month", "day", "hour", "minute"), "%Y%m%d%H%M", 0),
    (("year", "month", "day", "hour"), "%Y%m%d%H", 0),
    (("year", "month", "day"), "%Y%m%d", 0),
    (("hour", "minute", "second"), "%H%M%S", 0),
    (("hour", "minute"), "%H%M", 0),
    (("year", "month"), "%Y%m", 0),
    (("year",), "%Y", 0),
    (("month",), "%B", 0),
    (("month",), "%b", 0),
    (("month",), "%m", 2),
    (("day",), "%d", 2),
    (("hour",), "%H", 2),
    (("minute",), "%M", 2),
    (("second",), "%S", 2),
    (("second", "microsecond"), "%S.%f", 0),
    (("tzinfo",), "%z", 0),
    (("tzinfo",), "%Z", 0),
    (("day_of_week",), "%a", 0),
    (("day_of_week",), "%A", 0),
    (("meridiem",), "%p", 0),
)
DAY = (("day",), "%d", 2)


def guess_format(text, dayfirst=False):
    """The format of a text, None where pandas guesses none."""
    try:
        found, count = read_parts(text, dayfirst, False, strict=True)
    except (ValueError, NotImplementedError, OverflowError):
        return None
    if isinstance(found, YearOnly):
        return "%Y" if text == text.strip() else None
    if isinstance(found, MonthOnly):
        return None
    if found.format == ["%Y", "-", "%m"]:
        return "%Y-%m"
    time = (EPOCH + datetime.timedelta(microseconds=count // 1000)).replace(tzinfo=found.zone)
    return matched(text, time, dayfirst)


def matched(text, time, dayfirst):
    tokens = joined_offset(split(text), time)
    guesses, seen = [None] * len(tokens), set()
    for names, code, width in (DAY, *(part for part in PARTS if part != DAY)) if dayfirst else PARTS:
        if seen & set(names) or (time.tzinfo is None and code in ("%z", "%Z")):
            continue
        shown = time.strftime(code)
        for place, guess in enumerate(guesses):
            if guess is None and filled(tokens[place], width) == shown:
                guesses[place], tokens[place] = code, filled(tokens[place], width)
                seen.update(names)
                break
    if not {"year", "month", "day"} <= seen:
        return None
    made = []
    for token, guess in zip(tokens, guesses, strict=True):
        if guess is None and is_number(token):
            return None
        made.append(token if guess is None else guess)
    if "%p" in made and "%H" in made:
        made[made.index("%H")] = "%I"
    format = "".join(made)
    try:
        read_format(text, format)
    except (ValueError, NotImplementedError):
        return None
    return format if time.strftime(format) == "".join(tokens) else None


def split(text):
    """Words, numbers and signs; a number may have one point."""
    found = []
    for token in TOKEN.findall(text):
        found += re.split(r"(\.)", token) if token[0].isdigit() and token.count(".") > 1 else [token]
    return found


def joined_offset(tokens, time):
    """The offset at the end as one token."""
    if time.tzinfo is None:
        return tokens
    place = -1 if tokens[-1:] == ["Z"] else -2 if tokens[-2:-1] in (["+"], ["-"]) else -4 if tokens[-4:-3] in (["+"], ["-"]) else None
    if place is None:
        return tokens
    return [*tokens[:place], time.strftime("%z")]


def filled(token, width):
    """A token with zeros before it, or as seconds with six digits after the point."""
    if not re.search(r"\d+\.\d+", token):
        return token.zfill(width)
    seconds, part = token.split(".")
    return f"{int(seconds):02d}.{part.ljust(9, '0')[:6]}"


def is_number(token):
    try:
        return float(token) != 0.0
    except ValueError:
        return False
