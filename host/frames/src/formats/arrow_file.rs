//! Arrow IPC files, block by block. Read, never mapped: a file that changes under a map would be unsound.

use std::fs::File;
use std::io::{BufReader, Seek};

use polars::prelude::{ArrowSchema, DataFrame, Schema, SchemaExt};
use polars_arrow::io::ipc::read::{FileReader, get_row_count, read_file_metadata};
use sandtable_core::Result;

use super::arrow_stream::batch_to_frame;
use super::ipc_check::check_message;
use super::{FrameReader, Opened};
use crate::fault::{damaged, from_io, from_polars, guard};

pub(crate) fn open(file: File, size: u64) -> Result<Opened> {
    // Shorter than its two marks and a footer's length.
    if size < 18 {
        return Err(damaged("arrow_file", "the file ends too early"));
    }
    let heads = file.try_clone().map_err(|error| from_io("arrow_file", &error))?;
    let (reader, rows) = guard("arrow_file", || {
        let mut reader = BufReader::new(file);
        reader.rewind().map_err(|error| from_io("arrow_file", &error))?;
        let metadata = read_file_metadata(&mut reader).map_err(|error| from_polars("arrow_file", error))?;
        for block in metadata.blocks.iter().chain(metadata.dictionaries.iter().flatten()) {
            let at = u64::try_from(block.offset).map_err(|_| damaged("arrow_file", "a block lies before the file's start"))?;
            let message = check_message(&heads, size, at, "arrow_file")?;
            // The footer says once more where the body starts, and Polars goes by that.
            let body = u64::try_from(block.meta_data_length).ok().and_then(|length| at.checked_add(length));
            if message.is_none_or(|message| body != Some(message.body)) {
                return Err(damaged("arrow_file", "a block is not where the footer says"));
            }
        }
        // The blocks' heads say it.
        let rows = get_row_count(&mut reader).map_err(|error| from_polars("arrow_file", error))?;
        Ok((FileReader::new(reader, metadata, None, None), u64::try_from(rows).ok()))
    })?;
    let arrow_schema = reader.metadata().schema.as_ref().clone();
    let schema = guard("arrow_file", || Ok(Schema::from_arrow_schema(&arrow_schema)))?;
    Ok(Opened::Reader(Box::new(Reader { reader, arrow_schema, schema, batch: 0, rows })))
}

struct Reader {
    reader: FileReader<BufReader<File>>,
    arrow_schema: ArrowSchema,
    schema: Schema,
    /// How many batches were read.
    batch: u64,
    rows: Option<u64>,
}

impl FrameReader for Reader {
    fn schema(&self) -> Schema {
        self.schema.clone()
    }

    fn rows(&self) -> Option<u64> {
        self.rows
    }

    fn next(&mut self) -> Result<Option<DataFrame>> {
        let what = format!("arrow_file, batch {}", self.batch + 1);
        self.batch += 1;
        guard(&what, || match self.reader.next() {
            None => Ok(None),
            Some(Err(error)) => Err(from_polars(&what, error)),
            Some(Ok(batch)) => batch_to_frame(&what, batch, &self.arrow_schema).map(Some),
        })
    }
}
