//! As queries 1, 3 and 6 of TPC-H.

use std::path::Path;

use polars::prelude::{ClosedInterval, Expr, JoinArgs, JoinType, LazyFrame, PolarsResult, SortMultipleOptions, col, len, lit};

use super::{date, on, parquet};

fn discounted() -> Expr {
    col("l_extendedprice") * (lit(1) - col("l_discount"))
}

pub(crate) fn q1(folder: &Path, _: &Path) -> PolarsResult<LazyFrame> {
    let lines = parquet(folder, "lineitem.parquet")?
        .filter(col("l_shipdate").lt_eq(date(1998, 9, 2)))
        .with_columns([discounted().alias("disc_price")])
        .with_columns([(col("disc_price") * (lit(1) + col("l_tax"))).alias("charge")]);
    let grouped = lines.group_by([col("l_returnflag"), col("l_linestatus")]).agg([
        col("l_quantity").sum().alias("sum_qty"),
        col("l_extendedprice").sum().alias("sum_base_price"),
        col("disc_price").sum().alias("sum_disc_price"),
        col("charge").sum().alias("sum_charge"),
        col("l_quantity").mean().alias("avg_qty"),
        col("l_extendedprice").mean().alias("avg_price"),
        col("l_discount").mean().alias("avg_disc"),
        len().alias("count_order"),
    ]);
    Ok(grouped.sort(["l_returnflag", "l_linestatus"], SortMultipleOptions::default()))
}

pub(crate) fn q3(folder: &Path, _: &Path) -> PolarsResult<LazyFrame> {
    let (orders, lines) = (parquet(folder, "orders.parquet")?, parquet(folder, "lineitem.parquet")?);
    let inner = || JoinArgs::new(JoinType::Inner);
    let day = date(1995, 3, 15);
    let grouped = parquet(folder, "customer.parquet")?
        .filter(col("c_mktsegment").eq(lit("BUILDING")))
        .join(orders, on("c_custkey"), on("o_custkey"), inner())
        .join(lines, on("o_orderkey"), on("l_orderkey"), inner())
        .filter(col("o_orderdate").lt(day.clone()).and(col("l_shipdate").gt(day)))
        .with_columns([discounted().alias("revenue")])
        .group_by([col("o_orderkey"), col("o_orderdate"), col("o_shippriority")])
        .agg([col("revenue").sum()]);
    let order = SortMultipleOptions::default().with_order_descending_multi([true, false]);
    Ok(grouped.sort(["revenue", "o_orderdate"], order).limit(10))
}

pub(crate) fn q6(folder: &Path, _: &Path) -> PolarsResult<LazyFrame> {
    let wanted = col("l_shipdate")
        .is_between(date(1994, 1, 1), date(1995, 1, 1), ClosedInterval::Left)
        .and(col("l_discount").is_between(lit(0.05), lit(0.07), ClosedInterval::Both))
        .and(col("l_quantity").lt(lit(24)));
    let lines = parquet(folder, "lineitem.parquet")?.filter(wanted);
    Ok(lines.select([(col("l_extendedprice") * col("l_discount")).sum().alias("revenue")]))
}
