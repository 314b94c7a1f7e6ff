//! Files: the only way in and out.
//!
//! Polars never opens a path that a document names. Who runs a pipeline hands in [`Files`], which opens and creates
//! below its own folders and expands globs and folders itself; Polars gets the open files.

pub(crate) mod hive;
pub(crate) mod read;
pub(crate) mod scan;
pub(crate) mod target;
pub(crate) mod write;

use std::fs::File;
use std::io::Write;

use sandtable_core::Error;

/// A file format, as names of operations and extensions tell it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// Values with a separator between.
    Csv,
    /// Apache Parquet.
    Parquet,
    /// One JSON object a line.
    NdJson,
    /// A JSON list of objects.
    Json,
    /// An Arrow IPC file.
    Ipc,
    /// An Arrow IPC stream.
    IpcStream,
    /// Apache Avro.
    Avro,
    /// Lines of text.
    Lines,
}

impl Format {
    /// The format that a path's extension names; `.gz` and `.zst` may follow one of text.
    pub fn of_path(path: &str) -> Option<Self> {
        let name = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
        let name = name.strip_suffix(".gz").or_else(|| name.strip_suffix(".zst")).unwrap_or(&name);
        let (_, extension) = name.rsplit_once('.')?;
        Some(match extension {
            "csv" | "tsv" | "txt" => Self::Csv,
            "parquet" | "pq" => Self::Parquet,
            "ndjson" | "jsonl" => Self::NdJson,
            "json" => Self::Json,
            "arrow" | "ipc" | "feather" => Self::Ipc,
            "arrows" => Self::IpcStream,
            "avro" => Self::Avro,
            _ => return None,
        })
    }

    /// The names of formats, as extensions have them, for errors.
    pub(crate) const NAMES: [&'static str; 11] = ["csv", "tsv", "parquet", "ndjson", "jsonl", "json", "arrow", "ipc", "feather", "arrows", "avro"];
    /// The extensions that name a format, for errors.
    pub(crate) const EXTENSIONS: &'static str = ".csv, .tsv, .parquet, .ndjson, .jsonl, .json, .arrow, .ipc, .feather, .arrows or .avro";
}

/// What a step wants to read.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// A file, a folder or a glob, as the document wrote it.
    pub path: &'a str,
    /// Whether `*`, `?` and `[…]` are a pattern.
    pub glob: bool,
    /// What the files are read as. Before an [`Format::Ipc`], [`Format::IpcStream`] or [`Format::Avro`] file is handed
    /// out, the heads of its messages are to be checked: the readers trust the lengths that they claim.
    pub format: Format,
}

/// Files that were found, in the order of their paths.
#[derive(Debug)]
pub struct Found {
    /// One or more.
    pub files: Vec<Opened>,
    /// Whether the path named one folder: then hive columns are looked for, in the part of the paths behind it.
    pub folder: bool,
}

/// An open file and the path that names it.
#[derive(Debug)]
pub struct Opened {
    /// As the document would name it: it begins as [`Wanted::path`] does.
    pub path: String,
    /// Opened for reading. No one may write to it while it is read.
    pub file: File,
}

/// Opens and creates files for a pipeline.
pub trait Files: Send + Sync {
    /// Opens what a path names.
    ///
    /// # Errors
    /// `IO_ERROR` or `NOT_FOUND` when there is nothing, `VALIDATION_ERROR` when the path leaves what may be read.
    fn open(&self, wanted: Wanted<'_>) -> Result<Found, Error>;

    /// Creates a file for writing, under a temporary name until [`Output::finish`].
    ///
    /// # Errors
    /// `VALIDATION_ERROR` when the path leaves what may be written, `IO_ERROR` when the file cannot be created.
    fn create(&self, path: &str) -> Result<Box<dyn Output>, Error>;

    /// Whether a file could be created there. Nothing is.
    ///
    /// # Errors
    /// As [`Files::create`].
    fn may_create(&self, path: &str) -> Result<(), Error>;
}

/// A file that is written. Dropped without [`Output::finish`], it leaves nothing behind.
pub trait Output: Write + Send {
    /// Gives the file its name.
    ///
    /// # Errors
    /// `IO_ERROR`.
    fn finish(self: Box<Self>) -> Result<(), Error>;
}

/// There are no files: for documents that bring their data.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoFiles;

impl Files for NoFiles {
    fn open(&self, wanted: Wanted<'_>) -> Result<Found, Error> {
        Err(Error::invalid("source", format!("{:?} cannot be opened: this door has no files", wanted.path)))
    }

    fn create(&self, path: &str) -> Result<Box<dyn Output>, Error> {
        Err(Error::invalid("path", format!("{path:?} cannot be written: this door has no files")))
    }

    fn may_create(&self, path: &str) -> Result<(), Error> {
        self.create(path).map(drop)
    }
}

/// The extensions near an unknown one.
pub(crate) fn near_format(name: &str) -> Vec<String> {
    crate::suggest::closest(name, Format::NAMES)
}
