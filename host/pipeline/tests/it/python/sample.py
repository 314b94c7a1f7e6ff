"""Late flights

Flights that left late, by carrier and month, with the weather when they left.
"""

from datetime import date
from typing import Annotated

import polars as pl
import polars.selectors as cs
from transforms import clean_names

flights_path: str
weather_path: Annotated[str, "Weather", "hourly, one file a year"] = "weather.csv"
least_delay: int = 15
report_path: str

HOUR = 60  # minutes
keys = ["origin", "time_hour"]
is_late = (pl.col("dep_delay") > least_delay) & pl.col("arr_delay").is_not_null()
speed = pl.col("distance") / (pl.col("air_time") / HOUR)

flights = (
    pl.scan_csv(flights_path, null_values=["NA", ""], schema_overrides={"flight": pl.Int32, "tailnum": pl.String})
    .filter(is_late, pl.col("time_hour").str.to_datetime("%Y-%m-%d %H:%M:%S").dt.date() >= date(2013, 2, 1))
    .with_columns(
        speed=speed.round(1),
        season=pl.when(pl.col("month").is_in([12, 1, 2])).then(pl.lit("winter")).otherwise(pl.lit("other")),
        **{"kilometres flown": pl.col("distance") * 1.609_344},
    )
    .map_batches(clean_names)
)
weather = pl.scan_csv(weather_path).select(*keys, cs.float() - cs.by_name("pressure"), ~cs.temporal() & cs.starts_with("wind"))
airlines = pl.read_csv("airlines.csv").lazy()

report = (
    flights.join(weather.unique(keys, keep="first"), on=keys, how="left")
    .group_by("carrier", "month")
    .agg(
        pl.len().alias("flights"),
        late=pl.col("dep_delay").mean(),
        worst=pl.col("dep_delay").max() - pl.col("dep_delay").min(),
        rank=-pl.col("arr_delay").rank("dense", descending=True).over("carrier"),
        share=100 * pl.col("arr_delay").sum() / pl.col("arr_delay").sum().over(pl.lit(1)),
    )
    .join(airlines, on="carrier")
    .sort("carrier", pl.col.month, descending=[False, True], nulls_last=True)
)
report.sink_parquet("report.parquet", compression="zstd")

outputs = [
    {"name": "late flights", "dataframe_id": report, "destination_variable_key": "report_path", "format_options": {"delimiter": ";"}},
]
