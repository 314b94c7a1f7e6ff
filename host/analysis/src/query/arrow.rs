//! Rows as an Arrow IPC stream, written by the engine itself.
//!
//! The engine encodes batches on all its threads, but only writes Arrow files. An Arrow file is a mark of 8 bytes, a
//! stream, and a footer. The mark is left out, and the footer cut off. The stream's first message, the schema's, is ours:
//! the engine (Polars 0.55) writes it without the length in front of it, which readers of files never miss.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use polars::prelude::{CompatLevel, DataFrame, DataType, Engine, Expr, IpcWriterOptions, LazyFrame, Schema};
use polars_io::utils::file::{Writable, WritableTrait};
use polars_plan::dsl::{FileWriteFormat, SinkDestination, SinkTarget, SpecialEq, UnifiedSinkArgs};
use polars_plan::frame::OptFlags;
use sandtable_core::{Error, Result};
use sandtable_frames::bridge;

use crate::column::column;
use crate::fault;
use crate::rows::schema_message;

/// What every message begins with.
const MESSAGE: [u8; 4] = [0xFF; 4];
/// Behind the footer: its length in 4 bytes, and `ARROW1`.
const END_BYTES: usize = 10;
const BUFFER_BYTES: usize = 256 << 10;

/// What was written.
pub(super) struct Stream {
    pub(super) rows: u64,
    pub(super) bytes: u64,
}

/// Runs a plan into a file.
///
/// # Errors
/// `VALIDATION_ERROR` for a column that Arrow has no type for, `IO_ERROR` when the file cannot be written.
pub(super) fn write(plan: LazyFrame, schema: &Schema, file: File) -> Result<Stream> {
    bridge::arrow_schema(schema, false)?;
    // Categories are strings in every answer.
    let plain: Vec<Expr> = schema
        .iter()
        .filter(|(_, dtype)| matches!(dtype, DataType::Categorical(..) | DataType::Enum(..)))
        .map(|(name, _)| column(name).cast(DataType::String))
        .collect();
    let plan = if plain.is_empty() { plan } else { plan.with_columns(plain) };
    let rows = Arc::new(AtomicU64::new(0));
    let count = Arc::clone(&rows);
    let pass = move |batch: DataFrame| {
        count.fetch_add(batch.height() as u64, Ordering::Relaxed);
        Ok(batch)
    };
    let plan = plan.map(pass, OptFlags::STREAMING | OptFlags::PROJECTION_PUSHDOWN, None, Some("count rows"));
    let state =
        Arc::new(Mutex::new(State { file: BufWriter::with_capacity(BUFFER_BYTES, file), schema: Some(schema_message(schema)?), written: 0, end: Vec::new() }));
    let writable = Writable::Dyn(Box::new(Body(Arc::clone(&state))));
    let target = SinkTarget::Dyn(SpecialEq::new(Arc::new(Mutex::new(Some(writable)))));
    let options = IpcWriterOptions { compat_level: CompatLevel::oldest(), ..IpcWriterOptions::default() };
    let sink = plan.sink(SinkDestination::File { target }, FileWriteFormat::Ipc(options), UnifiedSinkArgs::default()).map_err(fault::polars)?;
    sink.collect_with_engine(Engine::Streaming).map_err(fault::polars)?;
    let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
    let bytes = state.cut().map_err(|error| Error::io(format!("the table cannot be written: {}", error.kind())).with_inside(error))?;
    Ok(Stream { rows: rows.load(Ordering::Relaxed), bytes })
}

/// The part of an Arrow file that is a stream, as far as it has come.
struct State {
    file: BufWriter<File>,
    /// The message that comes first, until it has.
    schema: Option<Vec<u8>>,
    /// Bytes that were written.
    written: u64,
    /// The last ones of them.
    end: Vec<u8>,
}

impl State {
    fn take(&mut self, bytes: &[u8]) -> io::Result<()> {
        // The mark and the engine's schema, neither of which begins as messages do.
        if self.schema.is_some() && !bytes.starts_with(&MESSAGE) {
            return Ok(());
        }
        if let Some(schema) = self.schema.take() {
            self.file.write_all(&schema)?;
            self.written += schema.len() as u64;
        }
        self.file.write_all(bytes)?;
        self.written += bytes.len() as u64;
        self.end.extend_from_slice(&bytes[bytes.len().saturating_sub(END_BYTES)..]);
        let extra = self.end.len().saturating_sub(END_BYTES);
        self.end.drain(..extra);
        Ok(())
    }

    /// Cuts off the footer; tells the stream's bytes.
    fn cut(&mut self) -> io::Result<u64> {
        self.file.flush()?;
        let footer = self.end.first_chunk::<4>().map(|length| u64::from(u32::from_le_bytes(*length)));
        let after = footer.map(|footer| footer + END_BYTES as u64);
        let stream = after.and_then(|after| self.written.checked_sub(after)).ok_or_else(|| io::Error::other("an arrow file without a footer"))?;
        self.file.get_ref().set_len(stream)?;
        Ok(stream)
    }
}

/// The writing end.
struct Body(Arc<Mutex<State>>);

impl Body {
    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Write for Body {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.state().take(bytes).map(|()| bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.state().file.flush()
    }
}

impl WritableTrait for Body {
    fn close(&mut self) -> io::Result<()> {
        self.flush()
    }

    // The file's keeper syncs it, should it have to outlive the machine.
    fn sync_all(&self) -> io::Result<()> {
        self.state().file.flush()
    }

    fn sync_data(&self) -> io::Result<()> {
        self.sync_all()
    }
}
