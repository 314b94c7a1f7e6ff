//! From Arrow batches to Polars frames.

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::datatypes::{DataType, DurationSecondType, SchemaRef, TimeUnit, TimestampSecondType};
use polars::prelude::{Column, DataFrame, Series};
use sandtable_core::{Code, Error, Result, text};

use super::ffi::import_array;
use super::types::polars_arrow_type;
use crate::fault::{from_polars, guard, ours};

/// The batches as one frame with a chunk for each batch: nothing is put together by copying. Seconds become
/// milliseconds and all times of day nanoseconds, since Polars has no others; strings and binaries become views.
///
/// # Errors
/// `VALIDATION_ERROR` naming the column, when Polars has nothing to hold its type in, or two columns have one name.
pub fn batches_to_frame(schema: &SchemaRef, batches: &[RecordBatch]) -> Result<DataFrame> {
    let height = batches.iter().map(RecordBatch::num_rows).sum();
    // Polars refuses what it cannot hold with an error or, rarely, a panic (a time zone that chrono does not know).
    guard("columns", || {
        let columns = schema.fields().iter().enumerate().map(|(index, field)| {
            let (name, data_type) = (field.name(), polars_arrow_type(field.name(), field.data_type())?);
            let mut chunks = Vec::with_capacity(batches.len());
            for batch in batches {
                let array = batch.column(index);
                check_seconds(name, array)?;
                chunks.push(import_array(array, data_type.clone())?);
            }
            if chunks.is_empty() {
                chunks.push(polars_arrow::array::new_empty_array(data_type));
            }
            let series =
                Series::from_arrow_chunks(name.as_str().into(), chunks).map_err(|error| from_polars(format_args!("column {}", text::quote(name)), error))?;
            Ok(Column::from(series))
        });
        let columns = columns.collect::<Result<Vec<_>>>()?;
        let mut names: Vec<&str> = schema.fields().iter().map(|field| field.name().as_str()).collect();
        names.sort_unstable();
        if let Some(twice) = names.windows(2).find(|pair| pair[0] == pair[1]) {
            return Err(Error::new(Code::ValidationError, format!("two columns are called {}", text::quote(twice[0]))).with("column", twice[0]));
        }
        DataFrame::new(height, columns).map_err(ours)
    })
}

/// Seconds become milliseconds: those too far from 1970 for that are refused, where Polars would wrap around.
fn check_seconds(name: &str, array: &dyn Array) -> Result<()> {
    let most = i64::MAX / 1000;
    let fits = |value: i64| (-most..=most).contains(&value);
    let all_fit = match array.data_type() {
        DataType::Timestamp(TimeUnit::Second, _) => array.as_primitive::<TimestampSecondType>().iter().flatten().all(fits),
        DataType::Duration(TimeUnit::Second) => array.as_primitive::<DurationSecondType>().iter().flatten().all(fits),
        _ => true,
    };
    if all_fit {
        return Ok(());
    }
    Err(Error::new(Code::ValidationError, format!("column {} has seconds that do not fit into milliseconds of 64 bits", text::quote(name)))
        .with("column", name))
}
