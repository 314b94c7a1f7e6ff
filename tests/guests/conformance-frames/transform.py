"""The conformance suite's transforms by native frames, in Python. `src` and `index.js` beside it are the same ones."""

from collections.abc import Iterator
from typing import Literal

import sandtable_guest.frames as pl
from sandtable_guest import Batch, Frame, Schema, log, table_transform
from sandtable_guest.dtypes import Int64, String


@table_transform(name="conformance-frames-python")
def frames(
    left: Frame, right: Frame, *, transform: Literal["rank", "notes", "delays"], least: float = 0.0, later_than: int = 0
) -> Frame | Iterator[Frame | Batch]:
    """The transforms by native frames."""
    match transform:
        case "rank":
            return rank(left, right, least)
        case "notes":
            return notes(left)
        case "delays":
            return delays(left, right, later_than)


def rank(sales: Frame, shops: Frame, least: float) -> Frame:
    """Filtered, joined, grouped and sorted, with strings, times and lists on the way."""
    return (
        sales.filter(pl.col("amount") >= least)
        .with_columns(
            kind=pl.when(pl.col("amount") >= 100).then(pl.lit("large")).otherwise(pl.lit("small")),
            sign=pl.col("shop").str.to_uppercase(),
            hour=pl.col("at").dt.hour(),
        )
        .join(shops, on="shop", how="left")
        .group_by("city", "kind")
        .agg(
            sales=pl.len(),
            total=pl.col("amount").sum(),
            first=pl.col("at").min(),
            hours=pl.col("hour").unique().sort(),
            sign=pl.col("sign").max(),
        )
        .sort("city", "kind", nulls_last=True)
    )


def notes(sales: Frame) -> Iterator[Frame | Batch]:
    """Rows come in, go back as a frame, and stand beside rows of the guest's own; what is refused is handled."""
    known = sales.select("shop", "amount").filter(pl.col("amount").is_not_null())
    try:
        known.select("amuont")
    except pl.Refusal as refusal:
        log.info(f"refused: {refusal.code}")
    best = known.sort("amount", descending=True).head(2).collect()
    shops = [row["shop"] for row in best.iter_rows(named=True)]
    own = Batch.from_dict({"shop": shops, "rank": range(1, len(shops) + 1)}, Schema({"shop": String, "rank": Int64}))
    log.info(f"{len(own)} shops")
    yield known.select("shop").unique("shop").join(Frame(own), on="shop", how="inner").sort("rank")
    yield own


def delays(flights: Frame, airlines: Frame, later_than: int) -> Frame:
    """The bench's: flights that left late enough, joined with the names of the airlines, grouped and sorted."""
    return (
        flights.filter(pl.col("dep_delay") > later_than)
        .join(airlines, on="carrier", how="inner")
        .group_by("name")
        .agg(
            flights=pl.len(),
            dep_delay=pl.col("dep_delay").mean(),
            arr_delay=pl.col("arr_delay").mean(),
            worst=pl.col("arr_delay").max(),
        )
        .sort("name")
    )
