//! What pipelines and transforms gave, as a job's answer.

use std::fs::File;
use std::io::{self, Seek, Write};
use std::os::unix::fs::FileExt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sandtable_core::{Error, Result};
use sandtable_executor::{PipelineOutput, RunOutput, Spool, TableBytes};
use sandtable_frames::Format;
use serde_json::{Map, Value, json};

use crate::outcome::{Outcome, ResultTable};

/// The largest schema that goes into a header.
const SCHEMA_BYTES: usize = 48 << 10;

pub(super) fn of_pipeline(output: PipelineOutput, format: Format, spool: &Spool) -> Result<Outcome> {
    let PipelineOutput { piped, table } = output;
    let mut about: Map<String, Value> = serde_json::from_str(piped.report.get()).map_err(Error::internal)?;
    let rows = piped.table.as_ref().map(|table| table.rows).unwrap_or_default();
    if let Some(table) = &piped.table {
        about.insert("schema".to_owned(), json!({ "fields": table.schema }));
        about.insert("metrics".to_owned(), json!({ "rows": table.rows, "total_rows": table.total_rows, "truncated": table.truncated }));
    }
    put_together(about, table, rows, format, spool)
}

pub(super) fn of_transform(output: RunOutput, format: Format, spool: &Spool) -> Result<Outcome> {
    let RunOutput { of, ran, table } = output;
    let about = json!({
        "transform": format!("{}@{}", of.name, of.version),
        "schema": { "fields": ran.schema },
        "metrics": { "rows": ran.rows, "total_rows": ran.total_rows, "truncated": ran.truncated, "bytes": ran.bytes },
        "usage": ran.usage,
        "logs": ran.logs,
    });
    let Value::Object(about) = about else { return Err(Error::internal("a report is an object")) };
    put_together(about, Some(table), ran.rows, format, spool)
}

/// Rows in front of what is told of them; or beside it, in a format that is downloaded.
fn put_together(about: Map<String, Value>, table: Option<TableBytes>, rows: u64, format: Format, spool: &Spool) -> Result<Outcome> {
    let about = serde_json::to_vec(&about).map_err(Error::internal)?;
    match table {
        None => Ok(Outcome { data: TableBytes::Held(about), table: None }),
        Some(table) if format == Format::Json => {
            let mut tail = about;
            // Two objects become one: the second's brace is a comma, unless it has nothing to tell.
            if let Some(first) = tail.first_mut() {
                *first = b',';
            }
            Ok(Outcome { data: join(b"{\"rows\":", table, &tail, spool)?, table: None })
        }
        Some(table) => {
            let arrow_schema = if format == Format::Arrow { arrow_schema(&table)? } else { None };
            Ok(Outcome { data: TableBytes::Held(about), table: Some((ResultTable { format, rows, arrow_schema }, table)) })
        }
    }
}

fn join(head: &[u8], table: TableBytes, tail: &[u8], spool: &Spool) -> Result<TableBytes> {
    match table {
        TableBytes::Held(table) => Ok(TableBytes::Held([head, &table, tail].concat())),
        TableBytes::Spooled(mut file) => {
            let unwritten = |error: io::Error| Error::io(format!("the answer cannot be written: {}", error.kind())).with_inside(error);
            let mut whole = spool.file()?;
            file.rewind().map_err(unwritten)?;
            whole.write_all(head).map_err(unwritten)?;
            io::copy(&mut file, &mut whole).map_err(unwritten)?;
            whole.write_all(tail).map_err(unwritten)?;
            Ok(TableBytes::Spooled(whole))
        }
    }
}

/// The schema's message at the beginning of an Arrow stream, in base64: a marker, a length, and so many bytes. It is
/// copied, not looked into.
fn arrow_schema(table: &TableBytes) -> Result<Option<String>> {
    let first = match table {
        TableBytes::Held(bytes) => bytes[..bytes.len().min(SCHEMA_BYTES)].to_vec(),
        TableBytes::Spooled(file) => beginning(file, SCHEMA_BYTES).map_err(|error| Error::io("the result cannot be read").with_inside(error))?,
    };
    let length = first.get(4..8).and_then(|bytes| bytes.try_into().ok()).map(u32::from_le_bytes);
    let end = length.and_then(|length| usize::try_from(length).ok()?.checked_add(8));
    Ok(end.and_then(|end| first.get(..end)).map(|message| STANDARD.encode(message)))
}

/// The beginning of a file, read without moving its position.
fn beginning(file: &File, most: usize) -> io::Result<Vec<u8>> {
    let mut first = vec![0; most];
    let mut filled = 0;
    loop {
        match file.read_at(&mut first[filled..], filled as u64)? {
            0 => break,
            read => filled += read,
        }
    }
    first.truncate(filled);
    Ok(first)
}
