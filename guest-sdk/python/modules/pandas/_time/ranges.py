"""`date_range` and its kin."""

from .clock import DAY, NAT
from .convert import column_of, span_column
from .frequencies import to_offset
from .offsets import BusinessDay, Day, Tick
from .timedelta import Timedelta
from .timestamp import Timestamp
from .zones import one_to_utc, zone

FOUR = "Of the four parameters: start, end, periods, and freq, exactly three must be specified"
MOST = 50_000_000
"""More than fits in a run's memory: the counts are checked before they are made."""


def date_range(start=None, end=None, periods=None, freq=None, tz=None, normalize=False, name=None, inclusive="both", *, unit=None, closed=None):
    """Times from one to another, by steps of a frequency."""
    if unit not in (None, "ns"):
        raise NotImplementedError(f"pandas.date_range(unit={unit!r}) is not there in the sandbox: times are kept in nanoseconds")
    start, end = (None if at is None else Timestamp(at) for at in (start, end))
    offset = to_offset(freq) if freq is not None else Day() if None in (start, end, periods) else None
    counted = check(start, end, periods, offset)
    tz = zone(tz) or next((at.tzinfo for at in (start, end) if at is not None and at.tzinfo is not None), None)
    first, last = (None if at is None else local_in(at, tz) // (DAY if normalize else 1) * (DAY if normalize else 1) for at in (start, end))
    if isinstance(offset, Tick) and not isinstance(offset, Day) and tz is not None:
        # Hours and less pass by the clock of UTC.
        first, last = (None if at is None else one_to_utc(at, tz, "raise", "raise") for at in (first, last))
        counts = steps(first, last, counted, offset)
    else:
        counts = steps(first, last, counted, offset)
        counts = counts if tz is None else [one_to_utc(count, tz, "raise", "raise") for count in counts]
        first, last = (at if at is None or tz is None else one_to_utc(at, tz, "raise", "raise") for at in (first, last))
    return index_of(column_of(within(counts, first, last, inclusive), tz), name, offset)


def local_in(time, tz):
    if time.tzinfo is None or tz is None:
        return time._local
    return time.tz_convert(tz)._local


def index_of(col, name, offset):
    from .._core.index import Index

    made = Index._of(col, name)
    made.freq = offset
    return made


def check(start, end, periods, offset):
    given = sum(part is not None for part in (start, end, periods, offset))
    if given != 3:
        raise ValueError(FOUR)
    if periods is None:
        return None
    if isinstance(periods, float):
        return int(periods)
    if not hasattr(periods, "__index__"):
        raise TypeError(f"periods must be a number, got {periods}")
    if not 0 <= periods.__index__() <= MOST:
        raise ValueError(f"Number of values {periods} is not between 0 and {MOST}")
    return periods.__index__()


def steps(first, last, periods, offset):
    """Counts from the first to the last, of which one, or the number, may be left out."""
    if offset is None:
        return even(first, last, periods)
    if isinstance(offset, Tick):
        step = offset.nanos
        if first is None:
            first = last - (periods - 1) * step
        size = periods if periods is not None else (last - first) // step + 1
        if size > MOST:
            raise ValueError(f"a range of {size} times is more than the {MOST} that are allowed")
        return [first + number * step for number in range(max(size, 0))]
    ahead = offset.base if offset.n >= 0 else -offset.base
    if first is not None and not offset._is_on(first):
        first = ahead._apply(first)
    if last is not None and not offset._is_on(last):
        last = (-ahead)._apply(last)
    if first is None:
        found = [last]
        while len(found) < periods:
            found.append((-offset)._apply(found[-1]))
        return found[::-1] if periods else []
    if periods is not None:
        found = [first]
        while len(found) < periods:
            found.append(offset._apply(found[-1]))
        return found[:periods]
    found, at = [], first
    while at <= last if offset.n >= 0 else at >= last:
        found.append(at)
        at = offset._apply(at)
    return found


def even(first, last, periods):
    """Counts that are as far from each other as it goes."""
    if periods == 1:
        return [first]
    width = last - first
    return [first + int(round(width * number / (periods - 1))) for number in range(periods)]


def within(counts, first, last, inclusive):
    if inclusive not in ("both", "neither", "left", "right"):
        raise ValueError("Inclusive has to be either 'both', 'neither', 'left' or 'right'")
    if inclusive in ("neither", "right") and counts and counts[0] == first:
        counts = counts[1:]
    if inclusive in ("neither", "left") and counts and counts[-1] == last:
        counts = counts[:-1]
    return counts


def bdate_range(start=None, end=None, periods=None, freq="B", tz=None, normalize=True, name=None, weekmask=None, holidays=None, inclusive="both"):
    """Days from Monday to Friday."""
    if weekmask is not None or holidays is not None:
        raise NotImplementedError("pandas.bdate_range with weekmask= or holidays= is not there in the sandbox")
    return date_range(start, end, periods, BusinessDay() if freq == "B" else freq, tz, normalize, name, inclusive)


def timedelta_range(start=None, end=None, periods=None, freq=None, name=None, closed=None, *, unit=None):
    """Spans from one to another."""
    if closed is not None:
        raise NotImplementedError("pandas.timedelta_range with closed= is not there in the sandbox")
    start, end = (None if at is None else Timedelta(at).value for at in (start, end))
    offset = to_offset(freq) if freq is not None else Day() if None in (start, end, periods) else None
    counted = check(start, end, periods, offset)
    if offset is not None and not isinstance(offset, Tick):
        raise ValueError(f"{offset!r} is a non-fixed frequency")
    return index_of(span_column(steps(start, end, counted, offset)), name, offset)


def inferred(counts):
    """The frequency of counts, None where their steps differ."""
    if len(counts) < 3 or NAT in counts:
        return None
    width = counts[1] - counts[0]
    if width == 0 or any(b - a != width for a, b in zip(counts, counts[1:], strict=False)):
        return None
    from .frequencies import of_nanos

    return of_nanos(width)
