//! The formats, one file each.

mod arrow_file;
mod arrow_stream;
mod csv;
mod csv_locate;
mod ipc_check;
pub(crate) mod json;
mod json_columns;
pub(crate) mod jsonl;
mod parquet;
mod pieces;

use std::fs::File;
use std::os::unix::fs::FileExt;

use polars::prelude::{DataFrame, Schema};
use sandtable_core::{Code, Error, Result};

use crate::fault::from_io;
use crate::format::Format;
use crate::options::ReadOptions;

/// Text files up to this size are read whole, so that their types can be found from all rows.
pub(crate) const WHOLE_BYTES: u64 = 64 << 20;

/// How much of a larger text file is decoded at once.
pub(crate) const PIECE_BYTES: usize = 8 << 20;

/// A file that is read frame by frame. Pulled, on the caller's thread: dropping it is all it takes to stop.
pub(crate) trait FrameReader: Send {
    fn schema(&self) -> Schema;

    /// When known without reading.
    fn rows(&self) -> Option<u64>;

    /// The file, when it is Parquet.
    fn parquet(&self) -> Option<Result<File>> {
        None
    }

    /// The next rows, all frames of one schema. Not called again after an error or the end.
    fn next(&mut self) -> Result<Option<DataFrame>>;
}

pub(crate) enum Opened {
    Frame(DataFrame),
    Reader(Box<dyn FrameReader>),
}

/// Opens a file as a format.
pub(crate) fn open(file: File, size: u64, format: Format, options: &ReadOptions) -> Result<Opened> {
    match format {
        Format::Csv => csv::open(file, size, options),
        Format::Jsonl => jsonl::open(file, size, options),
        Format::Json => json::open(file, size, options),
        Format::Parquet => parquet::open(file, size),
        Format::Arrow | Format::ArrowFile if is_arrow_file(&file)? => arrow_file::open(file, size),
        Format::Arrow | Format::ArrowFile => arrow_stream::open(file, size),
    }
}

/// Checks the heads of all messages of an Arrow IPC file or stream, for readers other than ours: they trust the lengths
/// that are claimed there, and the process ends on one that no machine has memory for.
///
/// # Errors
/// `VALIDATION_ERROR` for a damaged one, `IO_ERROR`.
pub fn check_arrow(file: &File) -> Result<()> {
    let size = file.metadata().map_err(|error| from_io("arrow", &error))?.len();
    if is_arrow_file(file)? {
        let copy = file.try_clone().map_err(|error| from_io("arrow", &error))?;
        return arrow_file::open(copy, size).map(drop);
    }
    let mut next = 0;
    while let Some(message) = ipc_check::check_message(file, size, next, "arrow")? {
        next = message.next;
    }
    Ok(())
}

/// Which of the two forms of Arrow IPC it is. Names and content types do not tell reliably: `.arrow` is used for both.
fn is_arrow_file(file: &File) -> Result<bool> {
    let mut first = [0; 6];
    let read = file.read_at(&mut first, 0).map_err(|error| from_io("the file", &error))?;
    Ok(&first[..read] == b"ARROW1")
}

/// The format that a file's first bytes say.
pub(crate) fn sniff(file: &File) -> Result<Format> {
    let mut first = [0; 512];
    let read = file.read_at(&mut first, 0).map_err(|error| from_io("the file", &error))?;
    Format::sniff(&first[..read]).ok_or_else(|| {
        let formats = Format::ALL.map(Format::as_str).join(", ");
        Error::new(Code::ValidationError, format!("the file's first bytes do not tell its format; say which of {formats} it is")).with("field", "format")
    })
}
