//! Gives each batch back after reading every value, row by row.

mod rebuild;

use sandtable_guest::prelude::*;

struct RoundTrip;

impl RowTransform for RoundTrip {
    type Params = ();

    fn prepare(_: &SchemaRef, _: ()) -> Result<Self> {
        Ok(Self)
    }

    fn apply(&self, batch: RecordBatch) -> Result<RecordBatch> {
        rebuild::rebuild(&batch)
    }
}

sandtable_guest::register!(rows RoundTrip);
