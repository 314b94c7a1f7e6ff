//! CSV, scanned by Polars.

use std::sync::Arc;

use polars::prelude::{DataType, LazyCsvReader, LazyFileListReader, LazyFrame, NullValues, Schema};
use polars_plan::dsl::ScanSources;
use sandtable_core::{Error, Result, text};
use sandtable_frames::{ReadOptions, parse_type};

use super::scan::Columns;
use super::{DataFile, sources};
use crate::column::column;
use crate::fault;
use crate::run::{collect, schema_of};

/// Rows that tell whether dates begin with the year.
const LOOKED_AT_FOR_DATES: usize = 100;
/// More than those rows ever need.
const MAX_LOOK_BYTES: u64 = 1 << 30;

/// Rows of a large file that tell which strings are dates.
const DATED_ROWS: usize = 1_000;

/// Finds a file's columns from so many rows, or all.
pub(super) fn columns(file: &DataFile, options: &ReadOptions, looked_at: Option<u32>) -> Result<Columns> {
    if file.size()? == 0 {
        return Err(fault::invalid("file", "a table", "csv: the file is empty"));
    }
    let options = &of_file(file, options);
    let looked_at = looked_at.map(|rows| rows.max(1) as usize);
    let found = |dates: bool, rows: Option<usize>| -> Result<Schema> {
        let plan = reader(sources([file])?, options)?.with_try_parse_dates(dates).with_infer_schema_length(rows).finish().map_err(fault::polars)?;
        Ok(schema_of(&plan)?.as_ref().clone())
    };
    let mut read = found(options.try_parse_dates && looked_at.is_none(), looked_at)?;
    // Polars tries every way to write a date on every string: a few rows tell as well as thousands.
    if let Some(rows) = looked_at.filter(|_| options.try_parse_dates && read.iter_values().any(|dtype| *dtype == DataType::String)) {
        let dates = found(true, Some(rows.min(DATED_ROWS)))?;
        for (name, dtype) in dates.iter() {
            if read.get(name) == Some(&DataType::String) && matches!(dtype, DataType::Date | DataType::Datetime(..)) {
                read.set_dtype(name, dtype.clone());
            }
        }
    }
    if read.is_empty() {
        return Err(fault::invalid("file", "a table", "csv: there are no columns"));
    }
    for name in not_iso(file, options, &read)? {
        read.set_dtype(&name, DataType::String);
    }
    let mut become_ = read.clone();
    for (name, dtype) in read.clone().iter() {
        let given = options.columns.get(name.as_str()).map(|given| parse_type(given).map_err(|error| fault::under("options.columns", error))).transpose()?;
        let wanted = match (&given, dtype) {
            (Some(given), _) => given.clone(),
            // Too long for a 64-bit integer, and no type of a table is longer.
            (None, DataType::Int128) => DataType::String,
            (None, found) => found.clone(),
        };
        // The parser takes zones only as it finds them itself.
        let by_parser = reads(&wanted) && (given.is_none() || !matches!(wanted, DataType::Datetime(_, Some(_))));
        read.set_dtype(name, if by_parser { wanted.clone() } else { DataType::String });
        become_.set_dtype(name, wanted);
    }
    Ok(Columns { read, become_, dates: Vec::new(), held: false })
}

/// Columns that were found to hold dates which do not begin with the year. Polars reads 03/04/2025 as the third of April;
/// whoever wrote it may have meant the fourth of March. Such text stays text: `clean.parse_dates` takes a format.
fn not_iso(file: &DataFile, options: &ReadOptions, found: &Schema) -> Result<Vec<String>> {
    let is_date = |dtype: &DataType| matches!(dtype, DataType::Date | DataType::Datetime(..));
    let names: Vec<String> = found.iter().filter(|(_, dtype)| is_date(dtype)).map(|(name, _)| name.to_string()).collect();
    if names.is_empty() {
        return Ok(names);
    }
    let mut texts = found.clone();
    for name in &names {
        texts.set_dtype(name, DataType::String);
    }
    let first = reader(sources([file])?, options)?.with_n_rows(Some(LOOKED_AT_FOR_DATES)).with_schema(Some(Arc::new(texts))).finish();
    let first = first.map_err(fault::polars)?.select(names.iter().map(|name| column(name)).collect::<Vec<_>>());
    let first = collect(first, MAX_LOOK_BYTES)?;
    let is_iso = |name: &String| {
        let texts = first.column(name).ok().map(|texts| texts.as_materialized_series().clone());
        let texts = texts.as_ref().and_then(|texts| texts.str().ok());
        texts.is_none_or(|texts| texts.iter().flatten().all(|text| text.bytes().take_while(u8::is_ascii_digit).count() >= 4))
    };
    Ok(names.into_iter().filter(|name| !is_iso(name)).collect())
}

/// The rows.
pub(super) fn plan(sources: ScanSources, schema: &Schema, options: &ReadOptions) -> Result<LazyFrame> {
    reader(sources, options)?.with_schema(Some(Arc::new(schema.clone()))).finish().map_err(fault::polars)
}

/// Whether the parser makes values of a type itself.
pub(super) fn reads(dtype: &DataType) -> bool {
    use DataType as D;
    matches!(
        dtype,
        D::Boolean
            | D::Int8
            | D::Int16
            | D::Int32
            | D::Int64
            | D::UInt8
            | D::UInt16
            | D::UInt32
            | D::UInt64
            | D::Float32
            | D::Float64
            | D::String
            | D::Date
            | D::Decimal(..)
    ) || matches!(dtype, D::Datetime(_, zone) if zone.as_ref().is_none_or(|zone| zone.as_str() == "UTC"))
}

fn reader(sources: ScanSources, options: &ReadOptions) -> Result<LazyCsvReader> {
    let separator = byte("options.separator", options.separator)?;
    let quote = options.quote.map(|quote| byte("options.quote", quote)).transpose()?;
    if quote == Some(separator) {
        return Err(fault::invalid("options.quote", "another character than the separator", "quote and separator are the same character"));
    }
    let nulls = (!options.null_values.is_empty()).then(|| NullValues::AllColumns(options.null_values.iter().map(|value| value.as_str().into()).collect()));
    Ok(LazyCsvReader::new_with_sources(sources)
        .with_separator(separator)
        .with_quote_char(quote)
        .with_has_header(options.has_header)
        .with_skip_rows(usize::try_from(options.skip_rows).unwrap_or(usize::MAX))
        .with_null_values(nulls)
        .with_try_parse_dates(options.try_parse_dates)
        .with_cache(false)
        .with_rechunk(false)
        .with_glob(false))
}

/// A file of another separator says so by its name, unless the options do.
pub(super) fn of_file(file: &DataFile, options: &ReadOptions) -> ReadOptions {
    let mut options = options.clone();
    if options.separator == ',' && is_tabbed(file) {
        options.separator = '\t';
    }
    options
}

/// Whether the name says that tabs separate.
pub(super) fn is_tabbed(file: &DataFile) -> bool {
    file.path.to_ascii_lowercase().ends_with(".tsv")
}

fn byte(field: &str, given: char) -> Result<u8, Error> {
    match u8::try_from(given) {
        Ok(byte) if byte.is_ascii() && !matches!(byte, b'\n' | b'\r' | 0) => Ok(byte),
        _ => Err(fault::invalid(field, "one ASCII character other than a line break", format!("{field} is {}", text::quote(&given.to_string())))),
    }
}
