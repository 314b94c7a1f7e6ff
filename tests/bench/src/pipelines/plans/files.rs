//! From files of text, and into a file.

use std::path::Path;
use std::sync::Arc;

use polars::prelude::{
    FileWriteFormat, JoinArgs, JoinType, LazyFrame, ParquetWriteOptions, PlRefPath, PolarsResult, QuantileMethod, SinkDestination, SinkTarget,
    SortMultipleOptions, StrptimeOptions, UnifiedSinkArgs, col, len, lit, when,
};

use super::{csv, on};

pub(crate) fn csv_to_parquet(folder: &Path, out: &Path) -> PolarsResult<LazyFrame> {
    let options = StrptimeOptions { format: Some("%Y-%m-%d %H:%M:%S".into()), ..StrptimeOptions::default() };
    let at = col("at").str().to_datetime(None, None, options, lit("raise"));
    let target = SinkTarget::Path(PlRefPath::try_from_path(out)?);
    let format = FileWriteFormat::Parquet(Arc::new(ParquetWriteOptions::default()));
    csv(folder, "events.csv", None)?.with_columns([at]).sink(SinkDestination::File { target }, format, UnifiedSinkArgs::default())
}

pub(crate) fn flights(folder: &Path, _: &Path) -> PolarsResult<LazyFrame> {
    let airlines = csv(folder, "airlines.csv", None)?;
    let planes = csv(folder, "planes.csv", Some("NA"))?.select([col("tailnum"), col("manufacturer"), col("seats"), col("year").alias("built")]);
    let airports = csv(folder, "airports.csv", Some("NA"))?.select([col("faa"), col("name").alias("destination"), col("tzone")]);
    let weather = csv(folder, "weather.csv", Some("NA"))?.select(["origin", "time_hour", "temp", "wind_speed", "visib"].map(col));
    let left = || JoinArgs::new(JoinType::Left);
    let hour = [col("origin"), col("time_hour")];
    let joined = csv(folder, "flights.csv", Some("NA"))?
        .filter(col("dep_delay").is_not_null())
        .join(airlines, on("carrier"), on("carrier"), JoinArgs::new(JoinType::Inner))
        .join(planes, on("tailnum"), on("tailnum"), left())
        .join(airports, on("dest"), on("faa"), left())
        .join(weather, &hour, &hour, left());
    let windy = when(col("wind_speed").gt(lit(20))).then(lit("windy")).otherwise(lit("calm"));
    let grouped =
        joined.with_columns([(col("year") - col("built")).alias("age"), windy.alias("wind")]).group_by([col("name"), col("tzone"), col("wind")]).agg([
            len().alias("flights"),
            col("dep_delay").mean().alias("mean_delay"),
            col("dep_delay").quantile(lit(0.9), QuantileMethod::Nearest).alias("p90_delay"),
            col("age").mean().alias("mean_age"),
            col("seats").sum().alias("seats"),
        ]);
    let order = SortMultipleOptions::default().with_order_descending_multi([true, false, false, false]).with_nulls_last(true);
    Ok(grouped.sort(["flights", "name", "tzone", "wind"], order))
}
