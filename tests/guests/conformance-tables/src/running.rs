//! What has come so far, row by row over a whole table.

use sandtable_guest::prelude::*;

pub(crate) fn run(table: Input, output: &mut Output) -> Result<()> {
    let schema: SchemaRef = Arc::new(Schema::new(vec![
        Field::new("n", DataType::Int64, true),
        Field::new("total", DataType::Float64, true),
        Field::new("seen", DataType::Int64, true),
    ]));
    output.start(&schema)?;
    let (mut sum, mut count) = (0.0, 0);
    for batch in table {
        let batch = batch?;
        let (mut totals, mut seen) = (Vec::with_capacity(batch.num_rows()), Vec::with_capacity(batch.num_rows()));
        for x in batch.column_as::<Float64Array>("x")? {
            if let Some(x) = x {
                sum += x;
                count += 1;
            }
            totals.push(sum);
            seen.push(count);
        }
        let columns: Vec<ArrayRef> = vec![batch.column_named("n")?.clone(), Arc::new(Float64Array::from(totals)), Arc::new(Int64Array::from(seen))];
        output.push(&RecordBatch::try_new(SchemaRef::clone(&schema), columns)?)?;
    }
    Ok(())
}
