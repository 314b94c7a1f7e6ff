//! Takes arrays apart and puts them together again, so that a round trip reads every value by its type.

use arrow_data::transform::MutableArrayData;
use sandtable_guest::arrow_array::{RecordBatchOptions, make_array};
use sandtable_guest::prelude::*;

/// The same rows in new arrays, copied in two halves after a full check of the old ones.
pub(crate) fn rebuild(batch: &RecordBatch) -> Result<RecordBatch> {
    let columns = batch.columns().iter().map(copy).collect::<Result<Vec<_>>>()?;
    let options = RecordBatchOptions::new().with_row_count(Some(batch.num_rows()));
    Ok(RecordBatch::try_new_with_options(batch.schema(), columns, &options)?)
}

fn copy(column: &ArrayRef) -> Result<ArrayRef> {
    let data = column.to_data();
    data.validate_full().context("check what came in")?;
    let mut halves = MutableArrayData::new(vec![&data], false, data.len());
    let middle = data.len() / 2;
    halves.try_extend(0, 0, middle)?;
    halves.try_extend(0, middle, data.len())?;
    Ok(make_array(halves.freeze()))
}
