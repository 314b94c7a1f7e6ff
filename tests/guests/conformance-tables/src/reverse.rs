//! The last row first, whatever the columns are.

use sandtable_guest::Place;
use sandtable_guest::prelude::*;

pub(crate) fn run(table: Input, output: &mut Output) -> Result<()> {
    let schema = SchemaRef::clone(table.schema());
    output.start(&schema)?;
    let batches = table.collect::<Result<Vec<_>>>()?;
    let batches: Vec<&RecordBatch> = batches.iter().collect();
    let rows = |(at, batch): (usize, &&RecordBatch)| (0..batch.num_rows()).map(move |row| (at, row)).collect::<Vec<Place>>();
    let places: Vec<Option<Place>> = batches.iter().enumerate().flat_map(rows).rev().map(Some).collect();
    output.push(&gather(&schema, &batches, &places)?)
}
