//! JSONL, scanned by Polars. Text that holds dates becomes dates, as in CSV.

use std::num::NonZeroUsize;
use std::sync::Arc;

use polars::prelude::{DataType, LazyFileListReader, LazyFrame, LazyJsonLineReader, Schema};
use polars_plan::dsl::ScanSources;
use sandtable_core::Result;
use sandtable_frames::{ReadOptions, parse_type};

use super::scan::Columns;
use super::text_dates::{Found, find};
use super::{DataFile, sources};
use crate::column::column;
use crate::fault;
use crate::run::{collect, schema_of};

/// Rows that tell how dates are written.
const LOOKED_AT_FOR_DATES: u32 = 1_000;
/// More than those rows ever need.
const MAX_LOOK_BYTES: u64 = 1 << 30;

/// Finds a file's columns from so many rows, or all.
pub(super) fn columns(file: &DataFile, options: &ReadOptions, looked_at: Option<u32>) -> Result<Columns> {
    let rows = looked_at.and_then(|rows| NonZeroUsize::new(rows as usize));
    let found = LazyJsonLineReader::new_with_sources(sources([file])?).with_infer_schema_length(rows).finish().map_err(fault::polars)?;
    let read = schema_of(&found)?.as_ref().clone();
    let mut columns = Columns::plain(read.clone());
    for (name, given) in &options.columns {
        let dtype = parse_type(given).map_err(|error| fault::under("options.columns", error))?;
        if read.contains(name) {
            columns.become_.set_dtype(name, dtype);
        }
    }
    let texts: Vec<&str> = read
        .iter()
        .filter(|(name, dtype)| **dtype == DataType::String && !options.columns.contains_key(name.as_str()))
        .map(|(name, _)| name.as_str())
        .collect();
    if options.try_parse_dates && !texts.is_empty() {
        let exprs: Vec<_> = texts.iter().map(|name| column(name)).collect();
        let sample = plan(sources([file])?, &read)?.select(exprs);
        let sample = collect(if looked_at.is_some() { sample.limit(LOOKED_AT_FOR_DATES) } else { sample }, MAX_LOOK_BYTES)?;
        for name in texts {
            let values = sample.column(name).map_err(fault::polars)?;
            let values = values.as_materialized_series().str().map_err(fault::polars)?;
            let values: Vec<&str> = values.iter().flatten().collect();
            if let Found::One(format) = find(&values, true) {
                columns.become_.set_dtype(name, format.dtype.clone());
                columns.dates.push((name.to_owned(), format));
            }
        }
    }
    Ok(columns)
}

/// The rows.
pub(super) fn plan(sources: ScanSources, schema: &Schema) -> Result<LazyFrame> {
    LazyJsonLineReader::new_with_sources(sources).with_schema(Some(Arc::new(schema.clone()))).finish().map_err(fault::polars)
}
