//! `read_*` of formats that Polars reads whole.

use std::fs::File;
use std::io::{BufReader, Read};
use std::num::NonZeroUsize;
use std::sync::Arc;

use polars::prelude::{DataFrame, Expr, IntoLazy, IpcStreamReader, JsonFormat, JsonReader, LazyFrame, Selector, SerReader};
use polars_io::RowIndex;
use polars_io::avro::AvroReader;
use serde_json::Value;

use super::Format;
use super::scan::{open, source};
use crate::fault::{Fault, Result};
use crate::frame::{Call, Frame, Table};

/// A JSON file up to this size is read while checking, for its columns.
const CHECKED_JSON_BYTES: u64 = 16 << 20;

/// Whole files in memory, within the limit on bytes.
pub(super) fn buffers<B: From<Vec<u8>>>(call: &Call<'_>, files: &[File]) -> Result<Vec<B>> {
    let most = call.context.env.limits.bytes;
    let mut left = most;
    files
        .iter()
        .map(|file| {
            let size = size(file)?;
            left = left
                .checked_sub(size)
                .ok_or_else(|| Fault::cap("bytes of files that are read whole", format!("more than {most}"), most).argument(call.bound.place("source")))?;
            let mut bytes = Vec::new();
            // No more than was counted, should the file grow meanwhile.
            file.take(size).read_to_end(&mut bytes).map_err(unreadable)?;
            Ok(B::from(bytes))
        })
        .collect()
}

fn size(file: &File) -> Result<u64> {
    file.metadata().map(|metadata| metadata.len()).map_err(unreadable)
}

fn unreadable(error: std::io::Error) -> Fault {
    Fault::of(sandtable_core::Code::IoError, format!("the file cannot be read: {error}"))
}

/// The only file of a source.
fn one(call: &Call<'_>, format: Format) -> Result<File> {
    let mut files = open(call, format)?;
    match (files.pop(), files.len()) {
        (Some((file, _)), 0) => {
            let (size, most) = (size(&file.file)?, call.context.env.limits.bytes);
            if size > most {
                return Err(Fault::cap("bytes of a file that is read whole", size, most).argument(call.bound.place("source")));
            }
            Ok(file.file)
        }
        _ => Err(Fault::new(format!("{} reads one file", call.bound.operation().name)).argument(call.bound.place("source"))),
    }
}

/// A list of JSON objects.
pub(crate) fn read_json(call: &Call<'_>) -> Result<Frame> {
    let read = |name: &str| call.bound.value(name).map(|value| call.build.schema(value).map_err(|fault| fault.argument(call.bound.place(name)))).transpose();
    let (schema, overrides) = (read("schema")?, read("schema_overrides")?);
    let infer = call.bound.size_opt("infer_schema_length")?;
    if infer == Some(0) {
        return Err(call.bound.wrong("infer_schema_length", "an integer above 0"));
    }
    if call.context.is_check() {
        let file = one(call, Format::Json)?;
        if size(&file)? > CHECKED_JSON_BYTES {
            return match &schema {
                Some(schema) => Ok(Frame::Table(Table::eager(DataFrame::empty_with_schema(schema).lazy()))),
                None => Ok(Frame::Table(Table { plan: DataFrame::empty().lazy(), eager: true, known: false })),
            };
        }
    }
    source(call, true, || {
        let file = one(call, Format::Json)?;
        // Read, not mapped: the file is parsed in one go anyway.
        let mut bytes = Vec::new();
        (&file).read_to_end(&mut bytes).map_err(unreadable)?;
        let mut reader = JsonReader::new(std::io::Cursor::new(bytes)).with_json_format(JsonFormat::Json).infer_schema_len(infer.and_then(NonZeroUsize::new));
        if let Some(schema) = schema {
            reader = reader.with_schema(Arc::new(schema));
        }
        if let Some(overrides) = &overrides {
            reader = reader.with_schema_overwrite(overrides);
        }
        Ok(reader.finish()?.lazy())
    })
}

/// What `columns` chooses: names or positions.
#[expect(clippy::type_complexity, reason = "names or positions")]
fn projection(call: &Call<'_>) -> Result<(Option<Vec<String>>, Option<Vec<usize>>)> {
    match call.bound.value("columns") {
        None => Ok((None, None)),
        Some(Value::Array(items)) if !items.is_empty() && items.iter().all(Value::is_u64) => {
            Ok((None, Some(items.iter().filter_map(Value::as_u64).map(|at| usize::try_from(at).unwrap_or(usize::MAX)).collect())))
        }
        Some(_) => Ok((Some(call.bound.strings("columns")?.into_iter().map(str::to_owned).collect()), None)),
    }
}

pub(crate) fn read_avro(call: &Call<'_>) -> Result<Frame> {
    let (columns, positions) = projection(call)?;
    let rows = call.bound.size_opt("n_rows")?;
    let file = one(call, Format::Avro)?;
    if call.context.is_check() {
        let schema = AvroReader::new(BufReader::new(file)).schema()?;
        return chosen(schema, columns, positions, None);
    }
    let frame = AvroReader::new(BufReader::new(file)).with_columns(columns).with_projection(positions).with_n_rows(rows).finish()?;
    Ok(Frame::Table(Table::eager(frame.lazy())))
}

pub(crate) fn read_ipc_stream(call: &Call<'_>) -> Result<Frame> {
    let (columns, positions) = projection(call)?;
    let rows = call.bound.size_opt("n_rows")?;
    call.bound.refuse(&["storage_options", "use_pyarrow"], "files are opened by the server alone")?;
    let index = match call.bound.str_opt("row_index_name")? {
        Some(name) => Some(RowIndex { name: name.into(), offset: call.count("row_index_offset")? }),
        None => None,
    };
    let file = one(call, Format::IpcStream)?;
    if call.context.is_check() {
        let schema = IpcStreamReader::new(BufReader::new(file)).schema()?;
        return chosen(schema, columns, positions, index);
    }
    let frame = IpcStreamReader::new(BufReader::new(file)).with_columns(columns).with_projection(positions).with_n_rows(rows).with_row_index(index).finish()?;
    Ok(Frame::Table(Table::eager(frame.lazy())))
}

/// An empty frame of the chosen columns, while checking.
fn chosen(schema: polars::prelude::Schema, columns: Option<Vec<String>>, positions: Option<Vec<usize>>, index: Option<RowIndex>) -> Result<Frame> {
    let mut plan: LazyFrame = DataFrame::empty_with_schema(&schema).lazy();
    if let Some(columns) = columns {
        plan = plan.select(columns.into_iter().map(polars::prelude::col).collect::<Vec<_>>());
    }
    if let Some(positions) = positions {
        let positions: Vec<i64> = positions.into_iter().map(|at| i64::try_from(at).unwrap_or(i64::MAX)).collect();
        plan = plan.select([Expr::Selector(Selector::ByIndex { indices: positions.into(), strict: true })]);
    }
    if let Some(RowIndex { name, offset }) = index {
        plan = plan.with_row_index(name, Some(offset));
    }
    Ok(Frame::Table(Table::eager(plan)))
}
