//! From Polars frames to Arrow batches.

use std::borrow::Cow;

use arrow::array::{RecordBatch, RecordBatchOptions};
use arrow::datatypes::SchemaRef;
use polars::prelude::{Column, CompatLevel, DataFrame, Series};
use sandtable_core::Result;

use super::ffi::export_array;
use super::types::{arrow_schema, without_categories};
use crate::fault::ours;

/// Batches below this size are not worth a batch of their own: small pieces of several chunks are put together.
const SMALL_BATCH: usize = 1024;

/// All rows of a frame as batches of at most `batch_rows` rows each. Batches are slices: nothing of a fixed width is
/// copied, but where many small chunks are put together into one batch.
///
/// # Errors
/// `VALIDATION_ERROR` naming the column, when Arrow has no such type.
pub fn frame_to_batches(frame: &DataFrame, views: bool, batch_rows: usize) -> Result<Vec<RecordBatch>> {
    let schema = arrow_schema(frame.schema(), views)?;
    let mut slices = Slices::new(frame);
    let mut batches = Vec::new();
    while let Some((offset, rows)) = slices.next(batch_rows) {
        batches.push(slice_to_batch(frame, offset, rows, &schema, views)?);
    }
    Ok(batches)
}

/// Rows of a frame as one batch. The schema is the one that [`arrow_schema`] gives for the frame.
///
/// # Errors
/// Only when the schema is not the frame's.
pub fn slice_to_batch(frame: &DataFrame, offset: usize, rows: usize, schema: &SchemaRef, views: bool) -> Result<RecordBatch> {
    let level = if views { CompatLevel::newest() } else { CompatLevel::oldest() };
    let arrays = frame.columns().iter().zip(schema.fields()).map(|(column, field)| {
        let series = one_chunk(column, offset, rows)?;
        export_array(series.to_arrow(0, level), field.data_type())
    });
    let arrays = arrays.collect::<Result<Vec<_>>>()?;
    RecordBatch::try_new_with_options(schema.clone(), arrays, &RecordBatchOptions::new().with_row_count(Some(rows))).map_err(ours)
}

/// The rows of a column as a series of exactly one chunk, categories as strings.
fn one_chunk(column: &Column, offset: usize, rows: usize) -> Result<Series> {
    let sliced = column.slice(offset as i64, rows);
    let series = sliced.as_materialized_series();
    let series = match without_categories(series.dtype()) {
        Some(plain) => Cow::Owned(series.cast(&plain).map_err(ours)?),
        None => Cow::Borrowed(series),
    };
    Ok(if series.n_chunks() == 1 { series.into_owned() } else { series.rechunk() })
}

/// Walks over a frame in slices that keep to its chunks where those are large enough.
pub(crate) struct Slices {
    /// Row numbers at which a chunk of any column ends, ascending, the frame's height last.
    ends: Vec<usize>,
    next_end: usize,
    offset: usize,
}

impl Slices {
    pub(crate) fn new(frame: &DataFrame) -> Self {
        let mut ends = vec![frame.height()];
        for column in frame.columns() {
            // A scalar column has no chunks: any slice of it is one.
            if let Some(series) = column.as_series() {
                let mut end = 0;
                ends.extend(series.chunk_lengths().map(|rows| {
                    end += rows;
                    end
                }));
            }
        }
        ends.sort_unstable();
        ends.dedup();
        Self { ends, next_end: 0, offset: 0 }
    }

    /// The next slice, as its offset and its rows: at most `max_rows`, ending at a chunk's end where that leaves
    /// [`SMALL_BATCH`] rows. `None` at the frame's end.
    pub(crate) fn next(&mut self, max_rows: usize) -> Option<(usize, usize)> {
        let height = self.ends.last().copied().unwrap_or_default();
        let left = height - self.offset;
        if left == 0 {
            return None;
        }
        while self.ends.get(self.next_end).is_some_and(|end| *end <= self.offset) {
            self.next_end += 1;
        }
        let most = left.min(max_rows.max(1));
        let to_chunk_end = self.ends.get(self.next_end).map_or(left, |end| end - self.offset);
        let rows = if to_chunk_end >= most.min(SMALL_BATCH) { to_chunk_end.min(most) } else { most };
        let offset = self.offset;
        self.offset += rows;
        Some((offset, rows))
    }
}
