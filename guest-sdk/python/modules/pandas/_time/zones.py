"""Time zones: what names one, what clocks in it show, and when a local time was."""

import datetime
import re
import zoneinfo

from .clock import HOUR, MINUTE, NAT, SECOND, datetime_of, of_span
from .errors import AmbiguousTimeError, NonExistentTimeError, UnknownTimeZoneError

UTC = datetime.timezone.utc  # noqa: UP017 -- its `str` is what dtypes are called by


def zone(spec):
    """The zone that a text or a tzinfo names; None stays None."""
    if spec is None or isinstance(spec, datetime.tzinfo):
        return UTC if getattr(spec, "key", None) == "UTC" else spec
    if not isinstance(spec, str):
        raise TypeError(f"Unsupported timezone type: {type(spec)}")
    if spec in ("UTC", "utc", "Z"):
        return UTC
    offset = re.fullmatch(r"(?:UTC)?([+-])(\d\d):(\d\d)", spec)
    if offset:
        return fixed((-1 if offset[1] == "-" else 1) * (int(offset[2]) * 60 + int(offset[3])))
    try:
        return zoneinfo.ZoneInfo(spec)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        raise UnknownTimeZoneError(spec) from None


def fixed(minutes):
    """The zone of an offset from UTC."""
    return UTC if minutes == 0 else datetime.timezone(datetime.timedelta(minutes=minutes))


def name(tz):
    """What a zone is called in a dtype."""
    return getattr(tz, "key", None) or str(tz)


def offsets(counts, tz):
    """How far clocks in a zone are ahead at each count of UTC. NaT has 0."""
    if isinstance(tz, datetime.timezone):
        ahead = of_span(tz.utcoffset(None))
        return [ahead] * len(counts)
    known, found = {}, []
    for count in counts:
        if count == NAT:
            found.append(0)
            continue
        # Zones change their offset on the quarter hour, since 1975.
        slot = count // (15 * MINUTE) if count > 5 * 365 * 24 * HOUR else -count
        ahead = known.get(slot)
        if ahead is None:
            ahead = known[slot] = of_span(datetime_of(count).replace(tzinfo=UTC).astimezone(tz).utcoffset())
        found.append(ahead)
    return found


def to_local(counts, tz):
    """What clocks in a zone show at each count of UTC."""
    return [count if count == NAT else count + ahead for count, ahead in zip(counts, offsets(counts, tz), strict=True)]


def to_utc(counts, tz, ambiguous="raise", nonexistent="raise"):
    """When clocks in a zone showed each count. `ambiguous` and `nonexistent` as `tz_localize` takes them."""
    if isinstance(tz, datetime.timezone):
        ahead = of_span(tz.utcoffset(None))
        return [count if count == NAT else count - ahead for count in counts]
    if ambiguous == "infer":
        raise NotImplementedError("tz_localize(ambiguous='infer') is not there in the sandbox; give 'NaT', or flags")
    return [count if count == NAT else one_to_utc(count, tz, flag, nonexistent) for count, flag in zip(counts, flags(ambiguous, len(counts)), strict=True)]


def flags(ambiguous, size):
    if isinstance(ambiguous, (str, bool)):
        return [ambiguous] * size
    found = [bool(flag) for flag in ambiguous]
    if len(found) != size:
        raise ValueError("Length of ambiguous bool-array must be the same size as vals")
    return found


def one_to_utc(count, tz, ambiguous, nonexistent):
    clock = datetime_of(count).replace(tzinfo=tz)
    first, second = of_span(clock.utcoffset()), of_span(clock.replace(fold=1).utcoffset())
    if first == second:
        return count - first
    shown = str(datetime_of(count))
    if first > second:
        if isinstance(ambiguous, bool):
            return count - (first if ambiguous else second)
        if ambiguous == "NaT":
            return NAT
        if ambiguous != "raise":
            raise ValueError("'ambiguous' parameter must be one of bool, 'NaT', 'raise' (default)")
        raise AmbiguousTimeError(f"Cannot infer dst time from {shown}, try using the 'ambiguous' argument")
    # Clocks leapt from `before` to `before` and the difference: the gap begins where the earlier offset ends.
    if nonexistent == "NaT":
        return NAT
    if isinstance(nonexistent, datetime.timedelta):
        return one_to_utc(count + of_span(nonexistent), tz, ambiguous, "raise")
    if nonexistent not in ("shift_forward", "shift_backward"):
        if nonexistent != "raise":
            raise ValueError("The nonexistent argument must be one of 'raise', 'NaT', 'shift_forward', 'shift_backward' or a timedelta object")
        raise NonExistentTimeError(shown)
    leap = transition(count, tz, first, second)
    return leap if nonexistent == "shift_forward" else leap - 1


def transition(count, tz, before, after):
    """The count of UTC at which a zone's offset changed from `before` to `after`, near a local count in the gap."""
    low, high = (count - after) // SECOND, (count - before) // SECOND + 1
    while high - low > 1:
        middle = (low + high) // 2
        ahead = offsets([middle * SECOND], tz)[0]
        low, high = (low, middle) if ahead == after else (middle, high)
    return high * SECOND
