//! Adds a column `doubled`: about as small as a transform can be.

use sandtable_guest::prelude::*;

struct Double;

impl RowTransform for Double {
    type Params = ();

    fn prepare(_: &SchemaRef, _: ()) -> Result<Self> {
        Ok(Self)
    }

    fn schema(&self, input: &SchemaRef) -> Result<SchemaRef> {
        Ok(with_field(input, Field::new("doubled", DataType::Float64, true)))
    }

    fn apply(&self, batch: RecordBatch) -> Result<RecordBatch> {
        batch.with_column("doubled", batch.numbers("x")?.unary::<_, Float64Type>(|x| 2.0 * x))
    }
}

sandtable_guest::register!(rows Double);
#[cfg(test)]
mod tests;
