//! Casts that lose nothing: the one that a column needs is found once, and done frame by frame.

use polars::prelude::{Column, DataFrame, DataType, Schema, StringChunked, StringMethods, TimeUnit, TimeZone};
use sandtable_core::{Code, Error, Result, text};

use crate::fault::{from_polars, guard, ours};

/// Whole numbers up to here are exact in a float64.
const EXACT_FLOAT64: i128 = 1 << 53;

/// The casts of a table, by the columns' positions.
#[derive(Debug, Clone, Default)]
pub(crate) struct Casts(Vec<(usize, DataType)>);

impl Casts {
    /// Casts a column to a type from now on. One cast a column.
    pub(crate) fn add(&mut self, index: usize, target: DataType) {
        self.0.retain(|(other, _)| *other != index);
        self.0.push((index, target));
    }

    /// Whether there are none.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The schema after the casts.
    pub(crate) fn schema(&self, schema: &Schema) -> Schema {
        let mut schema = schema.clone();
        for (index, target) in &self.0 {
            schema.set_dtype_at_index(*index, target.clone());
        }
        schema
    }

    /// The frame after the casts.
    ///
    /// # Errors
    /// `VALIDATION_ERROR` naming the column and the first value that the type cannot hold.
    pub(crate) fn apply(&self, mut frame: DataFrame) -> Result<DataFrame> {
        for (index, target) in &self.0 {
            let column = &frame.columns()[*index];
            if column.dtype() != target {
                let column = cast(column, target)?;
                frame.replace_column(*index, column).map_err(ours)?;
            }
        }
        Ok(frame)
    }
}

/// Whether every value of `from` has an equal in `to`, or a value that has none is found out when it is cast.
pub(crate) fn widens(from: &DataType, to: &DataType) -> bool {
    use DataType as D;
    let bits = |dtype: &DataType| match dtype {
        D::Int8 | D::UInt8 => 8,
        D::Int16 | D::UInt16 | D::Float16 => 16,
        D::Int32 | D::UInt32 | D::Float32 => 32,
        _ => 64,
    };
    let (from_bits, to_bits) = (bits(from), bits(to));
    match (from, to) {
        _ if from == to => true,
        // A column without any value can be a column of any type.
        (D::Null, _) => true,
        (from, to) if from.is_signed_integer() && to.is_signed_integer() => from_bits < to_bits,
        (from, to) if from.is_unsigned_integer() && to.is_unsigned_integer() => from_bits < to_bits,
        (from, to) if from.is_unsigned_integer() && to.is_signed_integer() => from_bits < to_bits,
        // 64-bit integers are checked, value by value.
        (from, D::Float64) if from.is_integer() => true,
        (from, D::Float32) if from.is_integer() => from_bits <= 16,
        (D::Float16, D::Float32 | D::Float64) | (D::Float32, D::Float64) => true,
        (D::Categorical(..) | D::Enum(..), D::String) => true,
        (D::Date, D::Datetime(_, None)) => true,
        _ => false,
    }
}

/// A column in another type. Text becomes numbers, dates and times as a CSV field would.
pub(crate) fn cast(column: &Column, target: &DataType) -> Result<Column> {
    let name = column.name().as_str();
    let what = || format!("column {}", text::quote(name));
    let done = guard(what(), || {
        check_exact(column, target)?;
        let text = column.as_materialized_series().try_str();
        let done = match (text, target) {
            (Some(text), DataType::Date) => text.as_date(None, false).map(|done| Column::from(polars::prelude::IntoSeries::into_series(done))),
            (Some(text), DataType::Time) => text.as_time(None, false).map(|done| Column::from(polars::prelude::IntoSeries::into_series(done))),
            (Some(text), DataType::Datetime(unit, zone)) => timestamps(text, *unit, zone.as_ref()),
            _ => column.cast(target),
        };
        done.map_err(|error| from_polars(what(), error))
    })?;
    if done.null_count() == column.null_count() {
        return Ok(done);
    }
    // Polars puts a null where a value does not fit.
    let lost = (0..column.len()).find(|row| done.get(*row).is_ok_and(|value| value.is_null()) && column.get(*row).is_ok_and(|value| !value.is_null()));
    let given = lost.and_then(|row| column.get(row).ok()).map(|value| value.to_string()).unwrap_or_default();
    Err(Error::new(Code::ValidationError, format!("{}: {} is not a {target}", what(), text::sanitize(&given, 200)))
        .with("column", name)
        .with("row", lost.map_or(0, |row| row as u64 + 1)))
}

fn timestamps(text: &StringChunked, unit: TimeUnit, zone: Option<&TimeZone>) -> polars::prelude::PolarsResult<Column> {
    let raise = StringChunked::from_iter(std::iter::once("raise"));
    let done = text.as_datetime(None, unit, false, zone.is_some(), zone, &raise)?;
    Ok(Column::from(polars::prelude::IntoSeries::into_series(done)))
}

/// Integers that a float64 would round are refused, and so are fractions that an integer has no room for.
fn check_exact(column: &Column, target: &DataType) -> Result<()> {
    if *column.dtype() == DataType::Float64 && target.is_integer() {
        let values = column.f64().map_err(ours)?;
        return match values.iter().flatten().find(|value| value.trunc() != *value) {
            Some(value) => Err(Error::new(
                Code::ValidationError,
                format!("column {}: {value} is not a whole number, and the column is {target}", text::quote(column.name())),
            )
            .with("column", column.name().as_str())),
            None => Ok(()),
        };
    }
    if !matches!(column.dtype(), DataType::Int64 | DataType::UInt64) || *target != DataType::Float64 {
        return Ok(());
    }
    let series = column.as_materialized_series();
    for value in [series.min_reduce(), series.max_reduce()] {
        let value = value.map_err(ours)?.value().extract::<i128>();
        if let Some(value) = value.filter(|value| value.abs() > EXACT_FLOAT64) {
            return Err(Error::new(
                Code::ValidationError,
                format!("column {}: {value} has no exact float64; the column is {}", text::quote(column.name()), column.dtype()),
            )
            .with("column", column.name().as_str()));
        }
    }
    Ok(())
}
