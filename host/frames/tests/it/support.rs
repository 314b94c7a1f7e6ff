//! What the tests share.

use std::fs::File;
use std::io::{Seek, Write};

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use polars::prelude::DataFrame;
use sandtable_core::Error;
use sandtable_core::description::ColumnSpec;
use sandtable_frames::{Format, ReadOptions, Table, TableWriter, WriteOptions, Written, bridge};

pub(crate) fn options(json: &str) -> ReadOptions {
    serde_json::from_str(json).unwrap()
}

pub(crate) fn file_of(bytes: &[u8]) -> File {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(bytes).unwrap();
    file.rewind().unwrap();
    file
}

pub(crate) fn read(format: Format, bytes: &[u8], options: &ReadOptions) -> Result<DataFrame, Error> {
    Table::open(file_of(bytes), Some(format), options)?.into_frame()
}

pub(crate) fn error_of(format: Format, bytes: &[u8], options: &ReadOptions) -> Error {
    match read(format, bytes, options) {
        Ok(frame) => panic!("{format} was read as {frame}"),
        Err(error) => error,
    }
}

/// Writes batches and gives the file's bytes.
pub(crate) fn write(format: Format, schema: &SchemaRef, batches: &[RecordBatch], options: &WriteOptions) -> Result<(Vec<u8>, Written), Error> {
    let file = tempfile::NamedTempFile::new().unwrap();
    let mut writer = TableWriter::new(file.reopen().unwrap(), format, options)?;
    writer.start(schema.clone())?;
    for batch in batches {
        writer.push(batch.clone())?;
    }
    let written = writer.finish()?;
    let bytes = std::fs::read(file.path()).unwrap();
    assert_eq!(bytes.len() as u64, written.bytes);
    Ok((bytes, written))
}

pub(crate) fn write_frame(format: Format, frame: &DataFrame, options: &WriteOptions) -> Result<Vec<u8>, Error> {
    let schema = bridge::arrow_schema(frame.schema(), false)?;
    let batches = bridge::frame_to_batches(frame, false, 1000)?;
    write(format, &schema, &batches, options).map(|(bytes, _)| bytes)
}

pub(crate) fn text_of(format: Format, frame: &DataFrame) -> String {
    String::from_utf8(write_frame(format, frame, &WriteOptions::default()).unwrap()).unwrap()
}

pub(crate) fn spec(name: &str, data_type: &str) -> ColumnSpec {
    ColumnSpec { name: name.into(), data_type: data_type.into(), required: true, description: String::new() }
}

pub(crate) fn types_of(frame: &DataFrame) -> Vec<String> {
    let schema = bridge::arrow_schema(frame.schema(), false).unwrap();
    schema.fields().iter().map(|field| sandtable_frames::type_name(field.data_type()).to_owned()).collect()
}

/// Whether two frames hold the same, bit by bit: NaN is NaN, null is null, and what lies under a null is nothing.
/// Polars' own comparison is not asked: of nested columns it compares what lies under nulls.
pub(crate) fn equal(one: &DataFrame, other: &DataFrame) -> bool {
    let batch = |frame: &DataFrame| {
        let schema = bridge::arrow_schema(frame.schema(), false).unwrap();
        bridge::slice_to_batch(frame, 0, frame.height(), &schema, false).unwrap()
    };
    // By a second road, so that a fault of the bridge on both sides would show.
    let cells = |frame: &DataFrame| {
        let cell = |row| frame.columns().iter().map(|column| column.get(row).unwrap().to_string()).collect::<Vec<_>>();
        (0..frame.height()).map(cell).collect::<Vec<_>>()
    };
    batch(one) == batch(other) && cells(one) == cells(other)
}
