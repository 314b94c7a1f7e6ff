//! Values as JSON, in the same text as every other answer.

use polars::prelude::{DataFrame, DataType, Int64Chunked, IntoColumn, IntoSeries, NewChunkedArray, PlSmallStr, Series};
use sandtable_core::Result;
use serde_json::{Map, Value};

use super::engine;
use crate::rows::rows;

/// The values of a column.
pub(super) fn values(series: &Series) -> Result<Vec<Value>> {
    const NAME: &str = "value";
    let column = series.clone().with_name(PlSmallStr::from_static(NAME)).into_column();
    let frame = DataFrame::new(series.len(), vec![column]).map_err(engine)?;
    let take = |row: Value| match row {
        Value::Object(mut row) => row.remove(NAME).unwrap_or_default(),
        _ => Value::Null,
    };
    Ok(rows(frame)?.0.into_iter().map(take).collect())
}

/// What days, ticks or nanoseconds stand for in a time column.
pub(super) fn times(dtype: &DataType, ticks: &[i64]) -> Result<Vec<Value>> {
    let ticks = Int64Chunked::from_slice(PlSmallStr::EMPTY, ticks).into_series();
    let physical = ticks.cast(&dtype.to_physical()).map_err(engine)?;
    values(&physical.cast(dtype).map_err(engine)?)
}

/// A number, or null where JSON has none.
pub(super) fn number(value: f64) -> Value {
    serde_json::Number::from_f64(value).map_or(Value::Null, Value::Number)
}

/// A number or null.
pub(super) fn optional(value: Option<f64>) -> Value {
    value.map_or(Value::Null, number)
}

/// Puts pairs into an object.
pub(super) fn put<const N: usize>(object: &mut Map<String, Value>, pairs: [(&str, Value); N]) {
    object.extend(pairs.into_iter().map(|(key, value)| (key.to_owned(), value)));
}

/// A number as text for people: no more digits than help.
pub(super) fn short(value: f64) -> String {
    if value == value.trunc() && value.abs() < 1e15 {
        return format!("{value:.0}");
    }
    let digits = if value.abs() >= 1000.0 { 1 } else { 4 };
    let text = format!("{value:.digits$}");
    if value.abs() < 1e-3 || value.abs() >= 1e15 { format!("{value:.3e}") } else { text.trim_end_matches('0').trim_end_matches('.').to_owned() }
}

/// A share as text for people.
pub(super) fn percent(part: u64, whole: u64) -> String {
    let percent = part as f64 * 100.0 / whole.max(1) as f64;
    if percent >= 10.0 || percent == percent.trunc() { format!("{percent:.0}%") } else { format!("{percent:.2}%") }
}
