//! `wit/types.wit` in as little Rust as a benchmark needs: nothing is checked.

use std::sync::Arc;

use anyhow::Result;
use arrow::array::{Array, ArrayRef, AsArray, Float64Array, Int64Array, LargeStringArray, RecordBatch};
use arrow::datatypes::{DataType, Field as ArrowField, Float64Type, Int64Type};
use wasmtime::component::{ComponentType, Lift, Lower};

#[derive(ComponentType, Lower, Lift)]
#[component(record)]
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) format: String,
    pub(crate) nullable: bool,
    pub(crate) children: u32,
    pub(crate) metadata: Vec<(String, String)>,
}

#[derive(ComponentType, Lower)]
#[component(record)]
pub(crate) struct ArrayIn<'a> {
    pub(crate) length: u32,
    #[component(name = "null-count")]
    pub(crate) null_count: u32,
    pub(crate) buffers: Vec<&'a [u8]>,
}

/// Rows as they cross, borrowed from arrow's arrays.
#[derive(ComponentType, Lower)]
#[component(record)]
pub(crate) struct BatchIn<'a> {
    pub(crate) rows: u32,
    pub(crate) arrays: Vec<ArrayIn<'a>>,
}

#[derive(ComponentType, Lift)]
#[expect(dead_code, reason = "what comes out is lifted, and not looked at")]
#[component(record)]
pub(crate) struct ArrayOut {
    pub(crate) length: u32,
    #[component(name = "null-count")]
    pub(crate) null_count: u32,
    pub(crate) buffers: Vec<Vec<u8>>,
}

/// Rows as they come out.
#[derive(ComponentType, Lift)]
#[component(record)]
pub(crate) struct BatchOut {
    pub(crate) rows: u32,
    #[expect(dead_code, reason = "as above")]
    pub(crate) arrays: Vec<ArrayOut>,
}

#[derive(ComponentType, Lift)]
#[component(record)]
pub(crate) struct Refused {
    pub(crate) code: String,
    pub(crate) message: String,
    pub(crate) context: Vec<String>,
}

pub(super) fn fields(batch: &RecordBatch) -> wasmtime::Result<Vec<Field>> {
    let field = |field: &Arc<ArrowField>| {
        let format = match field.data_type() {
            DataType::Float64 => "g",
            DataType::Int64 => "l",
            DataType::LargeUtf8 => "U",
            other => return Err(wasmtime::Error::msg(format!("no benchmark has a column of {other}"))),
        };
        Ok(Field { name: field.name().clone(), format: format.to_owned(), nullable: field.is_nullable(), children: 0, metadata: vec![] })
    };
    batch.schema_ref().fields().iter().map(field).collect()
}

/// A batch as it crosses. Columns without nulls that begin at the start of their buffers.
pub(crate) fn borrow(batch: &RecordBatch) -> BatchIn<'_> {
    let arrays = batch.columns().iter().map(|column| {
        // The validity is left out: nothing is null.
        let buffers = std::iter::once(&[][..]).chain(buffers(column.as_ref())).collect();
        ArrayIn { length: column.len() as u32, null_count: 0, buffers }
    });
    BatchIn { rows: batch.num_rows() as u32, arrays: arrays.collect() }
}

fn buffers(column: &dyn Array) -> Vec<&[u8]> {
    match column.data_type() {
        DataType::Float64 => vec![column.as_primitive::<Float64Type>().values().inner().as_slice()],
        DataType::Int64 => vec![column.as_primitive::<Int64Type>().values().inner().as_slice()],
        _ => {
            let text = column.as_string::<i64>();
            vec![text.offsets().inner().inner().as_slice(), text.values().as_slice()]
        }
    }
}

/// Cuts a batch into batches of their own, each beginning at the start of its buffers.
pub(crate) fn cut(batch: &RecordBatch, rows: usize) -> Result<Vec<RecordBatch>> {
    let starts = (0..batch.num_rows()).step_by(rows);
    let piece = |start: usize| -> Result<RecordBatch> {
        let slice = batch.slice(start, rows.min(batch.num_rows() - start));
        let own = |column: &ArrayRef| -> ArrayRef {
            match column.data_type() {
                DataType::Float64 => Arc::new(Float64Array::from(column.as_primitive::<Float64Type>().values().to_vec())),
                DataType::Int64 => Arc::new(Int64Array::from(column.as_primitive::<Int64Type>().values().to_vec())),
                _ => Arc::new(column.as_string::<i64>().iter().collect::<LargeStringArray>()),
            }
        };
        Ok(RecordBatch::try_new(slice.schema(), slice.columns().iter().map(own).collect())?)
    };
    starts.map(piece).collect()
}
