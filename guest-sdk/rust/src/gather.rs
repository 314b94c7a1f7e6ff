//! Picking rows: what concatenating, filtering, taking and interleaving come down to.
//!
//! `arrow-select` has a kernel for each of these, fast and large: a guest that uses two of them has over a megabyte of
//! code. This one function serves all types with the code of one.

use std::sync::Arc;

use arrow_array::{RecordBatch, RecordBatchOptions};
use arrow_data::ArrayData;
use arrow_data::transform::MutableArrayData;
use arrow_schema::SchemaRef;

use crate::{Context as _, Result, bail, lift};

/// Which row: of the batch of that index, the row of that index.
pub type Place = (usize, usize);

/// A new batch of the given rows, in the given order; `None` is a row of nulls. Rows that follow each other in one batch
/// are copied at once.
///
/// Fails with code `bad-batch` when a place does not exist, or when a batch has other columns than `schema` says.
pub fn gather(schema: &SchemaRef, batches: &[&RecordBatch], places: &[Option<Place>]) -> Result<RecordBatch> {
    for batch in batches {
        let types = |schema: &SchemaRef| schema.fields().iter().map(|field| field.data_type().clone()).collect::<Vec<_>>();
        if types(schema) != types(batch.schema_ref()) {
            bail!("bad-batch", "the batches to gather from have columns of different types");
        }
    }
    if let Some((batch, row)) = places.iter().flatten().find(|(batch, row)| batches.get(*batch).is_none_or(|batch| *row >= batch.num_rows())) {
        bail!("bad-batch", "there is no row {row} in batch {batch} to gather");
    }
    let runs = runs(places);
    let mut columns = Vec::with_capacity(schema.fields().len());
    for (at, field) in schema.fields().iter().enumerate() {
        let sources: Vec<ArrayData> = batches.iter().map(|batch| batch.column(at).to_data()).collect();
        let nothing = ArrayData::new_empty(field.data_type());
        // Without a source there is nothing that tells the type.
        let sources = if sources.is_empty() { vec![&nothing] } else { sources.iter().collect() };
        let mut rows = MutableArrayData::new(sources, true, places.len());
        for run in &runs {
            match run.start {
                Some((batch, row)) => rows.try_extend(batch, row, row + run.rows),
                None => rows.try_extend_nulls(run.rows),
            }
            .with_context(|| format!("gather column `{}`", field.name()))?;
        }
        columns.push(lift::from_data(&rows.freeze())?);
    }
    let options = RecordBatchOptions::new().with_row_count(Some(places.len()));
    Ok(RecordBatch::try_new_with_options(Arc::clone(schema), columns, &options)?)
}

/// Rows that follow each other, or nulls.
struct Run {
    start: Option<Place>,
    rows: usize,
}

fn runs(places: &[Option<Place>]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for place in places {
        if let Some(run) = runs.last_mut()
            && *place == run.start.map(|(batch, row)| (batch, row + run.rows))
        {
            run.rows += 1;
        } else {
            runs.push(Run { start: *place, rows: 1 });
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Columns as _;
    use arrow_array::{ArrayRef, Int64Array, StringArray};
    use arrow_schema::Schema;

    fn batch(rows: &[i64]) -> RecordBatch {
        let texts: StringArray = rows.iter().map(|row| Some(format!("t{row}"))).collect();
        let numbers = Int64Array::from(rows.to_vec());
        RecordBatch::try_from_iter_with_nullable([("n", Arc::new(numbers) as ArrayRef, true), ("t", Arc::new(texts) as ArrayRef, true)]).unwrap()
    }

    #[test]
    fn rows_come_in_the_order_asked_for() {
        let (a, b) = (batch(&[0, 1, 2, 3]), batch(&[10, 11]));
        let places = [Some((0, 2)), Some((0, 3)), None, None, Some((1, 0)), Some((0, 0)), Some((1, 1))];
        let rows = gather(&a.schema(), &[&a, &b], &places).unwrap();
        let expected = [Some(2), Some(3), None, None, Some(10), Some(0), Some(11)];
        assert_eq!(rows.column_as::<Int64Array>("n"), Ok(&Int64Array::from(expected.to_vec())));
        let texts: Vec<_> = rows.strings("t").unwrap().iter().collect();
        assert_eq!(texts, [Some("t2"), Some("t3"), None, None, Some("t10"), Some("t0"), Some("t11")]);
    }

    #[test]
    fn nothing_gathered_is_an_empty_batch() {
        assert_eq!(gather(&batch(&[]).schema(), &[], &[]).unwrap(), batch(&[]));
    }

    #[test]
    fn a_place_that_is_not_there_is_refused() {
        let a = batch(&[0, 1]);
        let error = |place| gather(&a.schema(), &[&a], &[Some(place)]).unwrap_err().to_string();
        assert_eq!(error((0, 2)), "there is no row 2 in batch 0 to gather (bad-batch)");
        assert_eq!(error((1, 0)), "there is no row 0 in batch 1 to gather (bad-batch)");
    }

    #[test]
    fn batches_must_be_alike() {
        let a = batch(&[0]);
        let error = gather(&Arc::new(Schema::empty()), &[&a], &[]).unwrap_err().to_string();
        assert_eq!(error, "the batches to gather from have columns of different types (bad-batch)");
    }
}
