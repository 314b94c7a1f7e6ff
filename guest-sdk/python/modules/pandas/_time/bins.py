"""Times in bins of a frequency: what `resample` and `Grouper` group by."""

from .clock import DAY, NAT
from .frequencies import to_offset
from .offsets import Day, MonthOffset, Tick, Week
from .zones import one_to_utc, to_local


def check(freq, given):
    """The offset of a frequency. Raises `NotImplementedError` for ways to bin that are not there."""
    for name, default in (("closed", None), ("label", None), ("origin", "start_day"), ("offset", None), ("kind", None), ("convention", None)):
        if given.pop(name, default) not in (default, "start" if name == "convention" else default):
            raise NotImplementedError(f"resample with {name}= is not there in the sandbox")
    offset = to_offset(freq)
    whole = isinstance(offset, Tick) or (offset.n == 1 and isinstance(offset, (Week, MonthOffset))) or (isinstance(offset, MonthOffset) and not offset._at_end)
    if not whole or offset.n < 1:
        raise NotImplementedError(f"resample by {offset.freqstr!r} is not there in the sandbox; there are n times D h min s ms us ns MS QS YS, and W ME QE YE")
    return offset


def of_counts(counts, tz, offset):
    """The bin of each count, NaT for NaT, and all bins from the first to the last. Counts are UTC where there is a zone."""
    here = [count for count in counts if count != NAT]
    if not here:
        return list(counts), []
    if isinstance(offset, Tick) and not isinstance(offset, Day):
        return of_ticks(counts, tz, offset, here)
    local = counts if tz is None else to_local(counts, tz)
    known = [count for count in local if count != NAT]
    if isinstance(offset, Day):
        start, size = min(known) // DAY * DAY, offset.nanos
        bins = list(range(start, max(known) + 1, size))
        found = [count if count == NAT else start + (count - start) // size * size for count in local]
    elif offset.n > 1:
        bins = stepped(min(known), max(known), offset)
        found = [count if count == NAT else bins[place(bins, count)] for count in local]
    else:
        labels = {day: label(day * DAY, offset) for day in {count // DAY for count in known}}
        found = [count if count == NAT else labels[count // DAY] for count in local]
        bins, last = [min(labels.values())], max(labels.values())
        while bins[-1] < last:
            bins.append(offset._apply(bins[-1]))
    if tz is None:
        return found, bins
    moved = {count: one_to_utc(count, tz, True, "shift_forward") for count in bins}
    return [count if count == NAT else moved[count] for count in found], list(moved.values())


def of_ticks(counts, tz, offset, here):
    """Hours and less: counted from the midnight before the first."""
    size, first = offset.nanos, min(here)
    local = first if tz is None else to_local([first], tz)[0]
    start = first - local % DAY
    origin = start + (first - start) // size * size
    return [count if count == NAT else start + (count - start) // size * size for count in counts], list(range(origin, max(here) + 1, size))


def label(count, offset):
    """The day that a period is called by: its first, or its last."""
    if offset._is_on(count):
        return count
    return offset._apply(count) if isinstance(offset, Week) or offset._at_end else (-offset)._apply(count)


def stepped(first, last, offset):
    bins = [label(first // DAY * DAY, offset.base)]
    while (following := offset._apply(bins[-1])) <= last:
        bins.append(following)
    return bins


def place(bins, count):
    import bisect

    return bisect.bisect_right(bins, count) - 1
