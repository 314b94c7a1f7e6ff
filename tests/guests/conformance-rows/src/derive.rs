//! Arithmetic: numbers of all widths, and what is true of them.

use sandtable_guest::arrow_array::{Float32Array, Int8Array, UInt64Array};
use sandtable_guest::prelude::*;

#[derive(serde::Deserialize)]
pub(crate) struct Derive {
    factor: f64,
    above: i64,
}

impl Derive {
    pub(crate) fn apply(&self, batch: &RecordBatch) -> Result<RecordBatch> {
        let (a, b) = (batch.column_as::<Int64Array>("a")?, batch.column_as::<Float64Array>("b")?);
        let (count, small) = (batch.column_as::<UInt64Array>("count")?, batch.column_as::<Int8Array>("small")?);
        let single = batch.column_as::<Float32Array>("single")?;
        let weighted: Float64Array = a.iter().zip(b).map(|(a, b)| Some(a? as f64 * self.factor + b?)).collect();
        let above: BooleanArray = a.iter().map(|a| a.map(|a| a > self.above)).collect();
        let next: UInt64Array = count.iter().map(|count| count.map(|count| count + 1)).collect();
        let negated: Int8Array = small.iter().map(|small| small.map(|small| -small)).collect();
        let halved: Float32Array = single.iter().map(|single| single.map(|single| single / 2.0)).collect();
        let batch = batch.with_column("weighted", weighted)?.with_column("above", above)?.with_column("next", next)?;
        batch.with_column("negated", negated)?.with_column("halved", halved)
    }
}
