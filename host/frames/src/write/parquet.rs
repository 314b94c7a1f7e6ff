//! Parquet. Batches are gathered into row groups of a good size.

use std::sync::Mutex;

use arrow::array::{Array, RecordBatch};
use arrow::datatypes::SchemaRef;
use polars_io::parquet::write::{BatchedWriter, ParquetCompression, ParquetWriter};
use sandtable_core::{Error, Result};

use super::Encoder;
use super::sink::{Closed, Sink};
use crate::bridge::batches_to_frame;
use crate::fault::{from_polars, guard_ours, ours};
use crate::options::{Compression, WriteOptions};

/// A row group is written when it has this many rows or bytes: readers spread over row groups, and hold one at a time.
const GROUP_ROWS: usize = 262_144;
const GROUP_BYTES: usize = 64 << 20;

pub(super) struct Parquet {
    compression: ParquetCompression,
    state: State,
    schema: Option<SchemaRef>,
    waiting: Vec<RecordBatch>,
    waiting_rows: usize,
    waiting_bytes: usize,
}

#[expect(clippy::large_enum_variant, reason = "there is one of it, behind a box of its own")]
enum State {
    New(Sink),
    /// The mutex is only there to let the writer, which has none of its own types `Sync`, move between threads.
    Open(Mutex<BatchedWriter<SharedSink>>, std::sync::Arc<Mutex<Sink>>),
    Between,
}

/// Polars' writer keeps the sink to itself; we want it back to know its size.
struct SharedSink(std::sync::Arc<Mutex<Sink>>);

impl std::io::Write for SharedSink {
    fn write(&mut self, buffer: &[u8]) -> std::io::Result<usize> {
        self.0.lock().map_err(|_| std::io::Error::other("a writer panicked"))?.write(buffer)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.0.lock().map_err(|_| std::io::Error::other("a writer panicked"))?.flush()
    }
}

impl Parquet {
    pub(super) fn new(sink: Sink, options: &WriteOptions) -> Result<Self> {
        let compression = match options.compression {
            None | Some(Compression::Zstd) => ParquetCompression::Zstd(None),
            Some(Compression::Uncompressed) => ParquetCompression::Uncompressed,
            Some(Compression::Snappy) => ParquetCompression::Snappy,
            Some(Compression::Gzip) => ParquetCompression::Gzip(None),
            Some(Compression::Lz4) => ParquetCompression::Lz4Raw,
        };
        Ok(Self { compression, state: State::New(sink), schema: None, waiting: Vec::new(), waiting_rows: 0, waiting_bytes: 0 })
    }

    fn write_group(&mut self) -> Result<()> {
        let (Some(schema), State::Open(writer, _)) = (&self.schema, &mut self.state) else { return Err(ours("a table was not started")) };
        if self.waiting.is_empty() {
            return Ok(());
        }
        let batches = std::mem::take(&mut self.waiting);
        (self.waiting_rows, self.waiting_bytes) = (0, 0);
        let mut frame = batches_to_frame(schema, &batches)?;
        guard_ours(|| {
            // One chunk a column, or each would be a row group of its own.
            frame.rechunk_mut();
            let writer = writer.get_mut().map_err(ours)?;
            writer.write_batch(&frame).map_err(|error| from_polars("parquet", error))
        })
    }
}

impl Encoder for Parquet {
    fn start(&mut self, schema: &SchemaRef) -> Result<()> {
        let State::New(sink) = std::mem::replace(&mut self.state, State::Between) else { return Err(ours("a table was started twice")) };
        let sink = std::sync::Arc::new(Mutex::new(sink));
        let empty = batches_to_frame(schema, &[])?;
        let writer = guard_ours(|| {
            let writer = ParquetWriter::new(SharedSink(sink.clone())).with_compression(self.compression);
            writer.batched(empty.schema()).map_err(|error| from_polars("parquet", error))
        })?;
        self.state = State::Open(Mutex::new(writer), sink);
        self.schema = Some(schema.clone());
        Ok(())
    }

    fn push(&mut self, batch: RecordBatch) -> Result<()> {
        self.waiting_rows += batch.num_rows();
        self.waiting_bytes += batch
            .columns()
            .iter()
            .map(|column| column.to_data().get_slice_memory_size().unwrap_or_else(|_| column.get_array_memory_size()))
            .fold(0, usize::saturating_add);
        self.waiting.push(batch);
        if self.waiting_rows >= GROUP_ROWS || self.waiting_bytes >= GROUP_BYTES { self.write_group() } else { Ok(()) }
    }

    fn finish(mut self: Box<Self>) -> Result<Closed> {
        self.write_group()?;
        let State::Open(writer, sink) = self.state else { return Err(ours("a table was not started")) };
        let writer = writer.into_inner().map_err(ours)?;
        guard_ours(|| writer.finish().map_err(|error| from_polars("parquet", error)))?;
        drop(writer);
        let sink = std::sync::Arc::into_inner(sink).ok_or_else(|| Error::internal("the parquet writer kept its file"))?;
        sink.into_inner().map_err(ours)?.close()
    }
}
