"""The bench's pipelines as one writes them in Python: the same plans as the documents in tests/bench/pipelines.

Each gives a lazy frame, or nothing when it writes by itself. Files are in the current folder.
"""

import polars as pl


def groups_few(out):
    df = pl.scan_parquet("groups.parquet")
    return df.group_by("id1", "id2").agg(pl.col("v1").sum())


def groups_many(out):
    df = pl.scan_parquet("groups.parquet")
    return df.group_by("id3").agg(pl.col("v1").sum(), pl.col("v3").mean())


def groups_median(out):
    df = pl.scan_parquet("groups.parquet")
    v3 = pl.col("v3")
    return df.group_by("id4", "id5").agg(v3.median().alias("median"), v3.std().alias("std"))


def join_medium(out):
    medium = pl.scan_parquet("medium.parquet")
    df = pl.scan_parquet("left.parquet")
    df = df.join(medium, on="id2", how="left")
    return df.group_by("id5").agg(pl.len().alias("rows"), pl.col("v1").sum(), pl.col("v2").sum())


def join_large(out):
    large = pl.scan_parquet("large.parquet")
    df = pl.scan_parquet("left.parquet")
    df = df.join(large, on="id3")
    return df.group_by("id2").agg(pl.len().alias("rows"), pl.col("v1").sum(), pl.col("v3").mean())


def tpch_q1(out):
    df = pl.scan_parquet("lineitem.parquet")
    df = df.filter(pl.col("l_shipdate") <= pl.date(1998, 9, 2))
    df = df.with_columns((pl.col("l_extendedprice") * (1 - pl.col("l_discount"))).alias("disc_price"))
    df = df.with_columns((pl.col("disc_price") * (1 + pl.col("l_tax"))).alias("charge"))
    df = df.group_by("l_returnflag", "l_linestatus").agg(
        pl.col("l_quantity").sum().alias("sum_qty"),
        pl.col("l_extendedprice").sum().alias("sum_base_price"),
        pl.col("disc_price").sum().alias("sum_disc_price"),
        pl.col("charge").sum().alias("sum_charge"),
        pl.col("l_quantity").mean().alias("avg_qty"),
        pl.col("l_extendedprice").mean().alias("avg_price"),
        pl.col("l_discount").mean().alias("avg_disc"),
        pl.len().alias("count_order"),
    )
    return df.sort("l_returnflag", "l_linestatus")


def tpch_q3(out):
    orders = pl.scan_parquet("orders.parquet")
    lineitem = pl.scan_parquet("lineitem.parquet")
    df = pl.scan_parquet("customer.parquet")
    df = df.filter(pl.col("c_mktsegment") == "BUILDING")
    df = df.join(orders, left_on="c_custkey", right_on="o_custkey")
    df = df.join(lineitem, left_on="o_orderkey", right_on="l_orderkey")
    day = pl.date(1995, 3, 15)
    df = df.filter(pl.col("o_orderdate") < day, pl.col("l_shipdate") > day)
    df = df.with_columns((pl.col("l_extendedprice") * (1 - pl.col("l_discount"))).alias("revenue"))
    df = df.group_by("o_orderkey", "o_orderdate", "o_shippriority").agg(pl.col("revenue").sum())
    return df.sort("revenue", "o_orderdate", descending=[True, False]).head(10)


def tpch_q6(out):
    df = pl.scan_parquet("lineitem.parquet")
    df = df.filter(
        pl.col("l_shipdate").is_between(pl.date(1994, 1, 1), pl.date(1995, 1, 1), closed="left"),
        pl.col("l_discount").is_between(0.05, 0.07),
        pl.col("l_quantity") < 24,
    )
    return df.select((pl.col("l_extendedprice") * pl.col("l_discount")).sum().alias("revenue"))


def csv_to_parquet(out):
    df = pl.scan_csv("events.csv")
    df = df.with_columns(pl.col("at").str.to_datetime("%Y-%m-%d %H:%M:%S"))
    df.sink_parquet(out)


def clean_strings(out):
    df = pl.scan_parquet("people.parquet")
    email = pl.col("email").str.strip_chars().str.to_lowercase()
    df = df.with_columns(
        pl.col("name").str.strip_chars().str.to_lowercase().str.replace_all(r"\s+", " "),
        email.str.extract("@([a-z0-9.-]+)$", 1).alias("domain"),
        pl.col("phone").str.replace_all("[^0-9]", "").str.slice(-10).alias("phone"),
        pl.col("price").str.replace_all("[$,]", "").cast(pl.Float64, strict=False),
    )
    df = df.filter(pl.col("domain").is_not_null(), pl.col("phone").str.len_chars() == 10)
    df = df.with_columns(pl.col("name").str.split(" ").list.last().alias("surname"))
    return df.group_by("domain", "surname").agg(
        pl.len().alias("people"), pl.col("price").mean(), pl.col("phone").n_unique()
    )


def flights(out):
    airlines = pl.scan_csv("airlines.csv")
    planes = pl.scan_csv("planes.csv", null_values=["NA"])
    planes = planes.select("tailnum", "manufacturer", "seats", pl.col("year").alias("built"))
    airports = pl.scan_csv("airports.csv", null_values=["NA"])
    airports = airports.select("faa", pl.col("name").alias("destination"), "tzone")
    weather = pl.scan_csv("weather.csv", null_values=["NA"])
    weather = weather.select("origin", "time_hour", "temp", "wind_speed", "visib")
    df = pl.scan_csv("flights.csv", null_values=["NA"])
    df = df.filter(pl.col("dep_delay").is_not_null())
    df = df.join(airlines, on="carrier")
    df = df.join(planes, on="tailnum", how="left")
    df = df.join(airports, left_on="dest", right_on="faa", how="left")
    df = df.join(weather, on=["origin", "time_hour"], how="left")
    windy = pl.when(pl.col("wind_speed") > 20).then(pl.lit("windy")).otherwise(pl.lit("calm"))
    df = df.with_columns((pl.col("year") - pl.col("built")).alias("age"), windy.alias("wind"))
    df = df.group_by("name", "tzone", "wind").agg(
        pl.len().alias("flights"),
        pl.col("dep_delay").mean().alias("mean_delay"),
        pl.col("dep_delay").quantile(0.9).alias("p90_delay"),
        pl.col("age").mean().alias("mean_age"),
        pl.col("seats").sum().alias("seats"),
    )
    order = ["flights", "name", "tzone", "wind"]
    return df.sort(order, descending=[True, False, False, False], nulls_last=True)
