//! Text that people typed.

use std::path::Path;

use polars::prelude::{DataType, LazyFrame, NULL, PolarsResult, col, len, lit};

use super::parquet;

pub(crate) fn clean(folder: &Path, _: &Path) -> PolarsResult<LazyFrame> {
    let name = col("name").str().strip_chars(lit(NULL)).str().to_lowercase().str().replace_all(lit(r"\s+"), lit(" "), false);
    let domain = col("email").str().strip_chars(lit(NULL)).str().to_lowercase().str().extract(lit("@([a-z0-9.-]+)$"), 1);
    let phone = col("phone").str().replace_all(lit("[^0-9]"), lit(""), false).str().slice(lit(-10), lit(NULL));
    let price = col("price").str().replace_all(lit("[$,]"), lit(""), false).cast(DataType::Float64);
    let cleaned = parquet(folder, "people.parquet")?
        .with_columns([name, domain.alias("domain"), phone.alias("phone"), price])
        .filter(col("domain").is_not_null().and(col("phone").str().len_chars().eq(lit(10))))
        .with_columns([col("name").str().split(lit(" ")).list().last().alias("surname")]);
    Ok(cleaned.group_by([col("domain"), col("surname")]).agg([len().alias("people"), col("price").mean(), col("phone").n_unique()]))
}
