//! As the group-bys and joins of h2o's benchmark.

use std::path::Path;

use polars::prelude::{JoinArgs, JoinType, LazyFrame, PolarsResult, col, len};

use super::{on, parquet};

pub(crate) fn few(folder: &Path, _: &Path) -> PolarsResult<LazyFrame> {
    Ok(parquet(folder, "groups.parquet")?.group_by([col("id1"), col("id2")]).agg([col("v1").sum()]))
}

pub(crate) fn many(folder: &Path, _: &Path) -> PolarsResult<LazyFrame> {
    Ok(parquet(folder, "groups.parquet")?.group_by(on("id3")).agg([col("v1").sum(), col("v3").mean()]))
}

pub(crate) fn median(folder: &Path, _: &Path) -> PolarsResult<LazyFrame> {
    let by = parquet(folder, "groups.parquet")?.group_by([col("id4"), col("id5")]);
    Ok(by.agg([col("v3").median().alias("median"), col("v3").std(1).alias("std")]))
}

pub(crate) fn join_medium(folder: &Path, _: &Path) -> PolarsResult<LazyFrame> {
    let medium = parquet(folder, "medium.parquet")?;
    let joined = parquet(folder, "left.parquet")?.join(medium, on("id2"), on("id2"), JoinArgs::new(JoinType::Left));
    Ok(joined.group_by(on("id5")).agg([len().alias("rows"), col("v1").sum(), col("v2").sum()]))
}

pub(crate) fn join_large(folder: &Path, _: &Path) -> PolarsResult<LazyFrame> {
    let large = parquet(folder, "large.parquet")?;
    let joined = parquet(folder, "left.parquet")?.join(large, on("id3"), on("id3"), JoinArgs::new(JoinType::Inner));
    Ok(joined.group_by(on("id2")).agg([len().alias("rows"), col("v1").sum(), col("v3").mean()]))
}
