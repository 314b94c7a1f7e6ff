//! Frames as answers show them: rows as JSON, columns by the names of the types' table.

use polars::prelude::{DataFrame, Schema};
use sandtable_core::{Error, Result};
use sandtable_frames::{FieldInfo, Format, Table, TableWriter, Target, WriteOptions, bridge, describe_schema};
use serde_json::{Value, json};

/// Rows of a batch on its way to text.
const BATCH_ROWS: usize = 16_384;

/// A frame's rows as JSON objects, and how many bytes they are as text.
///
/// # Errors
/// `VALIDATION_ERROR` naming a column whose type no answer can show.
pub(crate) fn rows(frame: DataFrame) -> Result<(Vec<Value>, u64)> {
    let written = held(Table::from_frame(frame)?, Format::Json, u64::MAX)?;
    let rows = serde_json::from_slice(&written).map_err(Error::internal)?;
    Ok((rows, written.len() as u64))
}

/// The first rows of a table as JSON objects.
pub(crate) fn first_rows(table: Table, most: usize) -> Result<Vec<Value>> {
    serde_json::from_slice(&held(table, Format::Json, most as u64)?).map_err(Error::internal)
}

/// The columns as answers describe them. Every one may hold nulls: nobody has looked.
pub(crate) fn fields(schema: &Schema) -> Result<Vec<FieldInfo>> {
    Ok(describe_schema(bridge::arrow_schema(schema, false)?.as_ref()))
}

/// The columns as a JSON schema: `{"fields": […]}`.
pub(crate) fn schema_json(fields: &[FieldInfo]) -> Value {
    json!({ "fields": fields })
}

/// The Arrow IPC message of a schema: what a stream begins with.
pub(crate) fn schema_message(schema: &Schema) -> Result<Vec<u8>> {
    let mut stream = held(Table::from_frame(DataFrame::empty_with_schema(schema))?, Format::Arrow, u64::MAX)?;
    // A stream without batches is the schema's message and the mark of the end.
    if stream.ends_with(&[0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0]) {
        stream.truncate(stream.len() - 8);
    }
    Ok(stream)
}

/// A small table in memory.
fn held(table: Table, format: Format, most: u64) -> Result<Vec<u8>> {
    let file = Box::new(|| Err(Error::internal("a small table is too large for memory")));
    let mut writer = TableWriter::new(Target::Spill { held_bytes: usize::MAX, file }, format, &WriteOptions::default())?;
    writer.start(table.schema().clone())?;
    let mut batches = table.batches(false, BATCH_ROWS);
    let mut left = most;
    while left > 0
        && let Some(batch) = batches.next(usize::try_from(left).unwrap_or(usize::MAX).min(BATCH_ROWS))?
    {
        left -= batch.num_rows() as u64;
        writer.push(batch)?;
    }
    writer.finish()?.held.ok_or_else(|| Error::internal("a small table was put by"))
}
