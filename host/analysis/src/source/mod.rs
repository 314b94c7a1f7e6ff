//! The files of a data set as one table: opened, their columns found and put together, hive folders as columns.
//!
//! Polars never opens a path. Text and Parquet are scanned where they lie; JSON and Arrow files are read whole, within
//! the bound on memory: Polars would map Arrow files and trust what they say.

mod csv;
mod hive;
mod jsonl;
mod merge;
mod scan;
mod text_dates;

use std::fs::File;

use polars::prelude::Schema;
use polars_plan::dsl::ScanSources;
use sandtable_core::{Code, Error, Result, text};
use sandtable_frames::{Format, ReadOptions, Table};
use sandtable_pipeline::io::{self, Files, Found, Wanted};

pub(crate) use self::merge::type_text;
pub(crate) use self::scan::{Scanned, Types};
pub(crate) use self::text_dates::{Found as FoundDates, find as find_dates, given as given_dates};
use crate::work::Source;

/// The files of a data set.
pub(crate) struct DataSet {
    pub(crate) files: Vec<DataFile>,
    /// The columns that stand in the names of folders.
    hive: Schema,
    /// What steps and errors call it.
    pub(crate) shown: String,
}

/// One file of a data set.
pub(crate) struct DataFile {
    pub(crate) path: String,
    pub(crate) content: Content,
    pub(crate) format: Format,
    parts: hive::Parts,
}

/// What is read.
pub(crate) enum Content {
    /// A file.
    Whole(File),
    /// The first rows of one.
    Head(Vec<u8>),
}

impl DataFile {
    pub(crate) fn file(&self) -> Result<&File> {
        match &self.content {
            Content::Whole(file) => Ok(file),
            Content::Head(_) => Err(Error::internal("a head of a file was taken for the file")),
        }
    }

    /// Whether only its first rows are there.
    fn is_head(&self) -> bool {
        matches!(self.content, Content::Head(_))
    }

    /// Bytes of it.
    pub(crate) fn size(&self) -> Result<u64> {
        match &self.content {
            Content::Whole(file) => file.metadata().map(|metadata| metadata.len()).map_err(|error| unreadable(&self.path, error)),
            Content::Head(bytes) => Ok(bytes.len() as u64),
        }
    }

    /// As a table whose footer or first rows were read, for what is known without reading all.
    pub(crate) fn table(&self, options: &ReadOptions) -> Result<Table> {
        let file = self.file()?.try_clone().map_err(|error| unreadable(&self.path, error))?;
        Table::open(file, Some(self.format), options).map_err(|error| self.explain(error))
    }

    /// Says in an error which file it is about.
    pub(crate) fn explain(&self, error: Error) -> Error {
        let path = self.path.clone();
        error.at(text::quote(&self.path)).with("file", path)
    }

    fn is_text(&self) -> bool {
        matches!(self.format, Format::Csv | Format::Jsonl)
    }
}

impl DataSet {
    /// Opens the files of a source.
    ///
    /// # Errors
    /// What [`Files::open`] says; `VALIDATION_ERROR` for a file whose format nobody knows.
    pub(crate) fn open(source: &Source, files: &dyn Files) -> Result<Self> {
        let Source { path, glob, format, shown } = source;
        let guessed = format.or_else(|| format_of(path)).unwrap_or(Format::Csv);
        let Found { files: opened, folder } = files.open(Wanted { path, glob: *glob, format: engine_format(guessed) })?;
        let from = hive_from(path, *glob, folder);
        let mut found = Vec::with_capacity(opened.len());
        for io::Opened { path, file } in opened {
            let format = match format.or_else(|| format_of(&path)) {
                Some(format) => format,
                None => Format::Csv,
            };
            let parts = from.map(|from| hive::parts(&path, from)).unwrap_or_default();
            found.push(DataFile { path, content: Content::Whole(file), format, parts });
        }
        if found.len() > 1 {
            // A file without a byte has no columns to compare.
            let sizes = found.iter().map(DataFile::size).collect::<Result<Vec<u64>>>()?;
            if sizes.iter().any(|size| *size > 0) {
                let mut sizes = sizes.into_iter();
                found.retain(|_| sizes.next().is_none_or(|size| size > 0));
            }
        }
        if found.is_empty() {
            return Err(Error::new(Code::IoError, format!("there is no file in {}", text::quote(shown))));
        }
        let hive = hive::schema(found.iter().map(|file| (&file.path, &file.parts)))?;
        Ok(Self { files: found, hive, shown: shown.clone() })
    }

    /// Keeps some of the files: as many as asked for, spread over all.
    pub(crate) fn spread(&mut self, most: usize) {
        let (all, most) = (self.files.len(), most.max(1));
        if all <= most {
            return;
        }
        let wanted: Vec<usize> = if most == 1 { vec![0] } else { (0..most).map(|at| at * (all - 1) / (most - 1)).collect() };
        let mut at = 0;
        self.files.retain(|_| {
            at += 1;
            wanted.binary_search(&(at - 1)).is_ok()
        });
    }

    /// Bytes of all files.
    pub(crate) fn size(&self) -> Result<u64> {
        self.files.iter().map(DataFile::size).sum()
    }

    /// What a step says of it: the file's name, or how many there are.
    pub(crate) fn describe(&self) -> String {
        match self.files.as_slice() {
            [one] => one.path.rsplit('/').next().unwrap_or(&one.path).to_owned(),
            many => format!("{} ({} files)", self.shown, many.len()),
        }
    }

    /// Whether every file is text, whose types are found by looking at rows.
    pub(crate) fn is_text(&self) -> bool {
        self.files.iter().all(DataFile::is_text)
    }
}

/// The files as Polars takes them.
fn sources<'a>(files: impl IntoIterator<Item = &'a DataFile>) -> Result<ScanSources> {
    let (mut opened, mut heads) = (Vec::new(), Vec::new());
    for file in files {
        match &file.content {
            Content::Whole(whole) => opened.push(whole.try_clone().map_err(|error| unreadable(&file.path, error))?),
            Content::Head(bytes) => heads.push(bytes.clone().into()),
        }
    }
    match (opened.is_empty(), heads.is_empty()) {
        (_, true) => Ok(ScanSources::Files(opened.into())),
        (true, false) => Ok(ScanSources::Buffers(heads.into())),
        (false, false) => Err(Error::internal("heads and whole files in one scan")),
    }
}

/// The format that a path's extension names.
pub(crate) fn format_of(path: &str) -> Option<Format> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let (_, extension) = name.rsplit_once('.')?;
    match extension.to_ascii_lowercase().as_str() {
        "tsv" | "txt" => Some(Format::Csv),
        extension => Format::from_extension(extension),
    }
}

/// The same format by the pipelines' name.
fn engine_format(format: Format) -> io::Format {
    match format {
        Format::Csv => io::Format::Csv,
        Format::Jsonl => io::Format::NdJson,
        Format::Json => io::Format::Json,
        Format::Parquet => io::Format::Parquet,
        Format::Arrow => io::Format::IpcStream,
        Format::ArrowFile => io::Format::Ipc,
    }
}

/// Behind how many bytes of the paths hive folders are looked for: behind the folder that was named, or behind the part
/// of a pattern that is none. A file that was named has none.
fn hive_from(path: &str, glob: bool, folder: bool) -> Option<usize> {
    if folder {
        return Some(path.trim_end_matches('/').len());
    }
    let first = path.find(['*', '?', '[']).filter(|_| glob)?;
    Some(path[..first].rfind('/').map_or(0, |slash| slash + 1))
}

fn unreadable(path: &str, error: std::io::Error) -> Error {
    Error::io(format!("{} cannot be read: {}", text::quote(path), error.kind())).with_inside(error)
}
