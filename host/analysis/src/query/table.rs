//! Rows in a file that is downloaded.

use std::fs::File;
use std::io::{Seek, SeekFrom};
use std::ops::ControlFlow;
use std::sync::{Arc, Mutex, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use polars::prelude::{DataFrame, LazyFrame, Schema};
use sandtable_core::{Error, Result};
use sandtable_frames::{Format, ReadOptions, Table, TableWriter, WriteOptions};

use super::arrow;
use super::json::Answered;
use crate::fault;
use crate::request::OutputFormat;
use crate::rows::{first_rows, schema_message};
use crate::run::each_batch;
use crate::work::TableInfo;

/// Rows of a table that the answer shows.
const SHOWN_ROWS: usize = 20;
/// Rows that are written at once.
const BATCH_ROWS: usize = 65_536;

/// Runs a plan into a file, from its beginning.
pub(super) fn answer(plan: LazyFrame, schema: &Schema, output: OutputFormat, file: &File) -> Result<Answered> {
    let fresh = |file: &File| {
        file.set_len(0)?;
        (&*file).seek(SeekFrom::Start(0))?;
        file.try_clone()
    };
    let writable = fresh(file).map_err(unwritable)?;
    let (rows, total_rows, bytes) = match output {
        OutputFormat::Parquet => written(plan, schema, Format::Parquet, writable)?,
        OutputFormat::Csv => written(plan, schema, Format::Csv, writable)?,
        OutputFormat::Json | OutputFormat::Arrow => {
            let arrow::Stream { rows, bytes } = arrow::write(plan, schema, writable)?;
            let stream = file.try_clone().map_err(unwritable)?;
            let sample = first_rows(Table::open(stream, Some(Format::Arrow), &ReadOptions::default())?, SHOWN_ROWS)?;
            (sample, rows, bytes)
        }
    };
    let table = TableInfo { format: output, rows: total_rows, bytes, schema: Vec::new(), arrow_schema: STANDARD.encode(schema_message(schema)?) };
    Ok(Answered { rows, total_rows, bytes, table: Some(table) })
}

/// The writer, and the first rows that went through it.
struct Writing {
    writer: TableWriter,
    sample: DataFrame,
}

fn written(plan: LazyFrame, schema: &Schema, format: Format, file: File) -> Result<(Vec<serde_json::Value>, u64, u64)> {
    let empty = DataFrame::empty_with_schema(schema);
    let mut writer = TableWriter::new(file, format, &WriteOptions::default())?;
    writer.start(Table::from_frame(empty.clone())?.schema().clone()).map_err(|error| error.with("field", "output"))?;
    let writing = Arc::new(Mutex::new(Some(Writing { writer, sample: empty })));
    let push = Arc::clone(&writing);
    each_batch(plan, move |batch| {
        let mut writing = push.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(Writing { writer, sample }) = &mut *writing else { return Err(Error::internal("rows came after the end")) };
        if sample.height() < SHOWN_ROWS && batch.height() > 0 {
            sample.vstack_mut_owned(batch.head(Some(SHOWN_ROWS - sample.height()))).map_err(fault::polars)?;
        }
        let mut batches = Table::from_frame(batch)?.batches(false, BATCH_ROWS);
        while let Some(batch) = batches.next(BATCH_ROWS)? {
            writer.push(batch)?;
        }
        Ok(ControlFlow::Continue(()))
    })?;
    let writing = writing.lock().unwrap_or_else(PoisonError::into_inner).take();
    let Writing { writer, sample } = writing.ok_or_else(|| Error::internal("a table was ended twice"))?;
    let written = writer.finish()?;
    Ok((first_rows(Table::from_frame(sample)?, SHOWN_ROWS)?, written.rows, written.bytes))
}

fn unwritable(error: std::io::Error) -> Error {
    Error::io(format!("the table cannot be written: {}", error.kind())).with_inside(error)
}
