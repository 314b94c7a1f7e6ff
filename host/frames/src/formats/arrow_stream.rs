//! Arrow IPC streams, message by message. Never mapped: a file that changes under a map would be unsound.

use std::fs::File;
use std::io::{BufReader, Seek};

use polars::prelude::{ArrowSchema, DataFrame, Schema, SchemaExt};
use polars_arrow::array::ArrayRef;
use polars_arrow::io::ipc::read::{StreamReader, StreamState, read_stream_metadata};
use polars_arrow::record_batch::RecordBatchT;
use sandtable_core::Result;

use super::ipc_check::check_message;
use super::{FrameReader, Opened};
use crate::fault::{damaged, from_io, from_polars, guard};

/// Reading is by buffers, so that only the messages' heads gain from this.
const BUFFER_BYTES: usize = 64 << 10;

pub(crate) fn open(file: File, size: u64) -> Result<Opened> {
    let heads = file.try_clone().map_err(|error| from_io("arrow", &error))?;
    let (reader, next) = guard("arrow", || {
        let first = check_message(&heads, size, 0, "arrow")?;
        let mut reader = BufReader::with_capacity(BUFFER_BYTES, file);
        reader.rewind().map_err(|error| from_io("arrow", &error))?;
        let metadata = read_stream_metadata(&mut reader).map_err(|error| from_polars("arrow", error))?;
        let next = first.map_or(0, |first| first.next);
        Ok((StreamReader::new(reader, metadata, None), next))
    })?;
    let arrow_schema = reader.metadata().schema.clone();
    let schema = guard("arrow", || Ok(Schema::from_arrow_schema(&arrow_schema)))?;
    Ok(Opened::Reader(Box::new(Reader { reader, heads, size, next, arrow_schema, schema, batch: 0 })))
}

struct Reader {
    reader: StreamReader<BufReader<File>>,
    /// The same file, to look at heads without moving the reader.
    heads: File,
    size: u64,
    /// Where the next message starts.
    next: u64,
    arrow_schema: ArrowSchema,
    schema: Schema,
    /// How many batches were read.
    batch: u64,
}

impl Reader {
    /// Checks the messages up to the next batch: the ones that the reader will read next.
    fn check_next(&mut self, what: &str) -> Result<()> {
        guard(what, || {
            while let Some(message) = check_message(&self.heads, self.size, self.next, what)? {
                self.next = message.next;
                if message.is_batch {
                    break;
                }
            }
            Ok(())
        })
    }
}

impl FrameReader for Reader {
    fn schema(&self) -> Schema {
        self.schema.clone()
    }

    fn rows(&self) -> Option<u64> {
        None
    }

    fn next(&mut self) -> Result<Option<DataFrame>> {
        let what = format!("arrow, batch {}", self.batch + 1);
        self.batch += 1;
        self.check_next(&what)?;
        guard(&what, || match self.reader.next() {
            None => Ok(None),
            Some(Err(error)) => Err(from_polars(&what, error)),
            // The file's end is an end, with or without the mark.
            Some(Ok(StreamState::Waiting)) => Ok(None),
            Some(Ok(StreamState::Some(batch))) => batch_to_frame(&what, batch, &self.arrow_schema).map(Some),
        })
    }
}

/// A batch as Polars' reader gives it, as a frame. Dictionaries become categories.
pub(super) fn batch_to_frame(what: &str, batch: RecordBatchT<ArrayRef>, schema: &ArrowSchema) -> Result<DataFrame> {
    let rows = batch.len();
    let columns = batch.into_arrays().into_iter().zip(schema.iter_values()).map(|(array, field)| {
        let series = polars::prelude::Series::try_from((field, array)).map_err(|error| from_polars(what, error))?;
        Ok(polars::prelude::Column::from(series))
    });
    let columns = columns.collect::<Result<Vec<_>>>()?;
    if columns.len() != schema.len() {
        return Err(damaged(what, format!("{} columns where the schema has {}", columns.len(), schema.len())));
    }
    DataFrame::new(rows, columns).map_err(|error| from_polars(what, error))
}
