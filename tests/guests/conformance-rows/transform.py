"""The conformance suite's transforms of rows, in Python. `src` and `index.js` beside it are the same ones."""

from collections.abc import Callable
from typing import Literal

from sandtable_guest import Batch, Column, row_transform
from sandtable_guest.dtypes import Binary, Boolean, Float32, Float64, Int8, Int64, String, UInt64

HOUR_NS = 3_600_000_000_000
DAY_US = 86_400_000_000


@row_transform(name="conformance-rows-python")
def rows(
    input: Batch,
    *,
    transform: Literal["derive", "tag", "times"],
    factor: float = 1.0,
    above: int = 0,
    prefix: str = "",
    needle: str = "",
    days: int = 0,
) -> Batch:
    """The transforms of rows."""
    match transform:
        case "derive":
            return derive(input, factor, above)
        case "tag":
            return tag(input, prefix, needle)
        case "times":
            return times(input, days)


def derive(batch: Batch, factor: float, above: int) -> Batch:
    """Arithmetic: numbers of all widths, and what is true of them."""
    weighted = [None if a is None or b is None else a * factor + b for a, b in batch.tuples("a", "b")]
    batch = batch.with_column("weighted", weighted, Float64)
    batch = batch.with_column("above", [None if a is None else a > above for a in batch["a"]], Boolean)
    batch = batch.with_column("next", [None if count is None else count + 1 for count in batch["count"]], UInt64)
    batch = batch.with_column("negated", [None if small is None else -small for small in batch["small"]], Int8)
    return batch.with_column("halved", [None if single is None else single / 2 for single in batch["single"]], Float32)


def tag(batch: Batch, prefix: str, needle: str) -> Batch:
    """Text and bytes."""
    text = batch["text"].to_list()
    batch = batch.with_column("tagged", [None if one is None else prefix + one for one in text], String)
    batch = batch.with_column("found", [None if one is None else needle in one for one in text], Boolean)
    batch = batch.with_column("length", [None if one is None else len(one) for one in text], Int64)
    return batch.with_column("backwards", [None if one is None else one[::-1] for one in batch["bytes"]], Binary)


def times(batch: Batch, days: int) -> Batch:
    """Dates, times of day, moments with a zone and without, durations: as counts, so that no year and no unit is out of reach."""
    counts = {name: batch[name].physical() for name in ("date", "time", "moment", "local", "span")}

    def made(name: str, like: str, of: str, change: Callable[[int], int]) -> Column:
        values = [None if count is None else change(count) for count in counts[of]]
        return Column.encoded(batch[like].codec, values, physical=True).renamed(name)

    return Batch(
        [
            *batch.columns,
            made("later", "date", "date", lambda date: date + days),
            Column.of("hour", [None if time is None else time // HOUR_NS for time in counts["time"]], Int8),
            made("day", "moment", "moment", lambda moment: moment // DAY_US * DAY_US),
            made("rest", "span", "moment", lambda moment: moment % DAY_US),
            made("next", "local", "local", lambda local: local + 1),
            Column.of("seconds", [None if span is None else span / 1e6 for span in counts["span"]], Float64),
        ]
    )
