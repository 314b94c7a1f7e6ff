//! The types that `read_json(lines=True)` gives to columns of JSON values.
//!
//! Numbers in text become numbers, numbers that are all whole become int64, a column with gaps has no integers and no
//! booleans, and columns with certain names become times. What pandas would do with dates that are not written as
//! ISO 8601 has them is left out: such columns stay text.

use polars::prelude::{Column, DataFrame, DataType, IntoColumn, NamedFrom, Series, TimeUnit, TimeZone};
use sandtable_core::{Result, text};

use super::moments::{self, Moments};
use super::numbers::number;
use crate::fault::{from_polars, guard};

/// The columns in the types that pandas finds. Those that are `mixed` are text, each value as JSON, and stay it unless all
/// of them are numbers in one way or another.
///
/// # Errors
/// `INTERNAL` only, should Polars fail.
pub(crate) fn retype(frame: DataFrame, mixed: &[String]) -> Result<DataFrame> {
    let rows = frame.height();
    if rows == 0 {
        return Ok(frame);
    }
    let columns = frame.columns().iter().map(|column| {
        let what = || format!("column {}", text::quote(column.name()));
        let read = if mixed.iter().any(|name| name == column.name().as_str()) { numbers_of_any } else { retyped };
        guard(what(), || read(column).map_err(|error| from_polars(what(), error)))
    });
    let columns = columns.collect::<Result<Vec<_>>>()?;
    DataFrame::new(rows, columns).map_err(|error| from_polars("jsonl", error))
}

type PolarsResult<T> = polars::prelude::PolarsResult<T>;

fn retyped(column: &Column) -> PolarsResult<Column> {
    if is_named_as_time(column.name())
        && let Some(times) = times(column)?
    {
        return Ok(times);
    }
    let gaps = column.null_count() > 0;
    match column.dtype() {
        DataType::Null => column.cast(&DataType::Float64),
        DataType::Boolean | DataType::Int64 | DataType::UInt64 if gaps => column.cast(&DataType::Float64),
        DataType::Float64 => whole(column.clone()),
        DataType::String => match numbers_in(column)? {
            Some(numbers) => whole(numbers),
            None => Ok(column.clone()),
        },
        _ => Ok(column.clone()),
    }
}

/// Names that `read_json` takes for those of times.
fn is_named_as_time(name: &str) -> bool {
    let name = name.to_lowercase();
    name.ends_with("_at") || name.ends_with("_time") || ["modified", "date", "datetime"].contains(&name.as_str()) || name.starts_with("timestamp")
}

/// The column as int64 when all its numbers are whole.
fn whole(column: Column) -> PolarsResult<Column> {
    const ABOVE: f64 = 9_223_372_036_854_775_808.0;
    let values = column.f64()?;
    let fits = values.iter().all(|value| value.is_some_and(|value| value.trunc() == value && (-ABOVE..ABOVE).contains(&value)));
    if fits { column.cast(&DataType::Int64) } else { Ok(column) }
}

/// The numbers of a column of text, when it holds nothing else.
fn numbers_in(column: &Column) -> PolarsResult<Option<Column>> {
    let mut numbers = Vec::with_capacity(column.len());
    for text in column.str()?.iter() {
        match text.map(number) {
            None => numbers.push(None),
            Some(Some(number)) => numbers.push(Some(number)),
            Some(None) => return Ok(None),
        }
    }
    // A text that says it is no number is a gap.
    let numbers: Vec<Option<f64>> = numbers.into_iter().map(|number| number.filter(|number| !number.is_nan())).collect();
    Ok(Some(Series::new(column.name().clone(), numbers).into_column()))
}

/// The numbers of a column of JSON values, when all of them can be read as such; else the column as it is.
fn numbers_of_any(column: &Column) -> PolarsResult<Column> {
    let of_json = |json: &str| match json {
        "true" => Some(1.0),
        "false" => Some(0.0),
        json => match serde_json::from_str::<serde_json::Value>(json).ok()? {
            serde_json::Value::Number(value) => value.as_f64(),
            serde_json::Value::String(text) => number(&text),
            _ => None,
        },
    };
    let read: Option<Vec<Option<f64>>> = column.str()?.iter().map(|json| json.map_or(Some(None), |json| of_json(json).map(Some))).collect();
    match read {
        None => Ok(column.clone()),
        Some(numbers) => {
            let numbers: Vec<Option<f64>> = numbers.into_iter().map(|number| number.filter(|number| !number.is_nan())).collect();
            whole(Series::new(column.name().clone(), numbers).into_column())
        }
    }
}

/// The column as times, if it can be one.
fn times(column: &Column) -> PolarsResult<Option<Column>> {
    let found = match column.dtype() {
        DataType::Null => Some(Moments { nanos: vec![None; column.len()], zone: None }),
        DataType::String => {
            let texts: Vec<Option<&str>> = column.str()?.iter().collect();
            match texts.iter().map(|text| text.and_then(|text| text.trim().parse::<i64>().ok())).collect::<Option<Vec<i64>>>() {
                Some(whole) => moments::of_integers(&whole.into_iter().map(Some).collect::<Vec<_>>()),
                None => moments::of_texts(&texts),
            }
        }
        DataType::Int64 if column.null_count() == 0 => moments::of_integers(&column.i64()?.iter().collect::<Vec<_>>()),
        // With gaps they are floats already.
        DataType::Int64 | DataType::UInt64 | DataType::Float64 => {
            let floats = column.cast(&DataType::Float64)?;
            moments::of_floats(&floats.f64()?.iter().collect::<Vec<_>>())
        }
        _ => None,
    };
    let Some(Moments { nanos, zone }) = found else { return Ok(None) };
    let zone = match &zone {
        Some(zone) => TimeZone::opt_try_new(Some(zone.as_str()))?,
        None => None,
    };
    // The numbers are instants in UTC; the zone is only what they are shown in.
    let times = Series::new(column.name().clone(), nanos).cast(&DataType::Datetime(TimeUnit::Nanoseconds, zone))?;
    Ok(Some(times.into_column()))
}
