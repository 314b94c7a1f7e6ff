//! A table to read.

use std::collections::HashMap;
use std::fs::File;
use std::sync::Arc;

use arrow::datatypes::{Field, Schema as ArrowSchema, SchemaRef};
use polars::prelude::{DataFrame, Schema};
use sandtable_core::description::ColumnSpec;
use sandtable_core::{Code, Error, Result};

use crate::batches::{BatchSource, Batches, Frames};
use crate::bridge::{arrow_schema, without_categories};
use crate::cast::Casts;
use crate::fault::from_io;
use crate::format::Format;
use crate::formats;
use crate::options::ReadOptions;
use crate::pandas;

/// The metadata of a field of text whose values are of several kinds, each as JSON: `json`.
const MIXED: &str = "sandtable.mixed";

/// Rows of a batch when nobody says how many.
const DEFAULT_BATCH_ROWS: usize = 65_536;

/// A table: its schema is known, its rows are still to be read, once.
pub struct Table {
    frames: Frames,
    /// Before the casts.
    read_schema: Schema,
    casts: Casts,
    /// As it crosses without views.
    schema: SchemaRef,
    /// Columns of text whose values are JSON of several kinds.
    mixed: Vec<String>,
    rows: Option<u64>,
}

impl Table {
    /// A table in a file that is open for reading. Its format is told from the first bytes when it is not given.
    ///
    /// Reads text files of up to 64 MiB whole; of larger ones and of the binary formats only what the schema takes.
    ///
    /// # Errors
    /// `VALIDATION_ERROR` for content that is not what the format says, with the place where that is known; `IO_ERROR`
    /// when the file cannot be read.
    pub fn open(file: File, format: Option<Format>, options: &ReadOptions) -> Result<Self> {
        let metadata = file.metadata().map_err(|error| from_io("the file", &error))?;
        if !metadata.is_file() {
            return Err(Error::io("only regular files can be read as tables"));
        }
        let format = match format {
            Some(format) => format,
            None => formats::sniff(&file)?,
        };
        if options.pandas && format == Format::Jsonl {
            // All rows tell the types, however many there are.
            return Self::as_pandas(file, metadata.len(), &ReadOptions { infer_rows: u32::MAX, ..options.clone() });
        }
        match formats::open(file, metadata.len(), format, options)? {
            formats::Opened::Frame(frame) => Self::from_frame(frame),
            formats::Opened::Reader(reader) => {
                let (schema, rows) = (reader.schema(), reader.rows());
                Self::new(Frames::Read(reader), schema, rows)
            }
        }
    }

    /// A table of JSON lines in the types that pandas finds.
    fn as_pandas(file: File, size: u64, options: &ReadOptions) -> Result<Self> {
        let copy = file.try_clone().map_err(|error| from_io("jsonl", &error))?;
        let whole = |file: File, options: &ReadOptions| match formats::open(file, size, Format::Jsonl, options)? {
            formats::Opened::Frame(frame) => Ok(frame),
            formats::Opened::Reader(reader) => {
                let schema = reader.schema();
                Self::new(Frames::Read(reader), schema, None)?.into_frame()
            }
        };
        let (frame, mixed) = match whole(file, options) {
            Ok(frame) => (frame, Vec::new()),
            // What is of several kinds is an object to pandas, and text to us.
            Err(error) if error.code == Code::ValidationError && size <= formats::WHOLE_BYTES => {
                let mixed = formats::jsonl::mixed(&copy, size)?;
                if mixed.is_empty() {
                    return Err(error);
                }
                (whole(copy, &ReadOptions { mixed: mixed.clone(), ..options.clone() })?, mixed)
            }
            Err(error) => return Err(error),
        };
        let frame = pandas::retype(frame, &mixed)?;
        // Those that were numbers after all are no text any more.
        let mixed = mixed.into_iter().filter(|name| frame.schema().get(name).is_some_and(|dtype| dtype.is_string())).collect();
        let mut table = Self::from_frame(frame)?;
        table.mixed = mixed;
        table.schema = table.marked(&table.schema);
        Ok(table)
    }

    /// A schema with the columns marked whose text is JSON.
    fn marked(&self, schema: &SchemaRef) -> SchemaRef {
        if self.mixed.is_empty() {
            return SchemaRef::clone(schema);
        }
        let mark = |field: &Arc<Field>| match self.mixed.contains(field.name()) {
            true => Arc::new(field.as_ref().clone().with_metadata(HashMap::from([(MIXED.to_owned(), "json".to_owned())]))),
            false => Arc::clone(field),
        };
        Arc::new(ArrowSchema::new(schema.fields().iter().map(mark).collect::<Vec<_>>()))
    }

    /// A table from the bytes of a JSON array of objects: columns in the order in which their names first appear, a
    /// missing name is null. Integers and other numbers together are float64; other mixtures are refused.
    ///
    /// # Errors
    /// `VALIDATION_ERROR` with the row and the column, or the line and the column of the text.
    pub fn from_json_rows(bytes: &[u8], options: &ReadOptions) -> Result<Self> {
        Self::from_frame(formats::json::read_bytes(bytes, options)?)
    }

    /// A table from a frame.
    ///
    /// # Errors
    /// `VALIDATION_ERROR` naming the column, when a type cannot cross.
    pub fn from_frame(frame: DataFrame) -> Result<Self> {
        let (schema, rows) = (frame.schema().as_ref().clone(), frame.height() as u64);
        Self::new(Frames::Whole(Some(frame)), schema, Some(rows))
    }

    fn new(frames: Frames, read_schema: Schema, rows: Option<u64>) -> Result<Self> {
        let mut casts = Casts::default();
        for (index, dtype) in read_schema.iter_values().enumerate() {
            if let Some(plain) = without_categories(dtype) {
                casts.add(index, plain);
            }
        }
        let schema = arrow_schema(&casts.schema(&read_schema), false)?;
        Ok(Self { frames, read_schema, casts, schema, mixed: Vec::new(), rows })
    }

    /// The schema as it crosses without views: strings are large strings, categories are strings.
    pub fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    /// How many rows there are, when that is known without reading them: not for large text files and Arrow streams.
    pub fn rows(&self) -> Option<u64> {
        self.rows
    }

    /// Checks that the wanted columns are there and fit, and widens those that fit only then: integers to wider
    /// integers and to float64, float32 to float64, dates to timestamps, columns of nulls to anything. What float64
    /// cannot hold exactly is an error when the rows are read.
    ///
    /// # Errors
    /// `VALIDATION_ERROR` naming the column, what is wanted and what there is.
    pub fn check_columns(mut self, wanted: &[ColumnSpec]) -> Result<Self> {
        let before = self.casts.schema(&self.read_schema);
        let frames = &self.frames;
        let all_null = |index: usize| match frames {
            Frames::Whole(Some(frame)) => frame.columns()[index].null_count() == frame.height(),
            Frames::Whole(None) | Frames::Read(_) => false,
        };
        crate::check::check(&before, wanted, &mut self.casts, all_null)?;
        self.schema = self.marked(&arrow_schema(&self.casts.schema(&self.read_schema), false)?);
        Ok(self)
    }

    /// The schema of [`Table::batches`].
    pub fn batches_schema(&self, views: bool) -> SchemaRef {
        // The types are known to cross: the same without views did.
        let seen = |schema: &Schema| arrow_schema(schema, true).unwrap_or_else(|_| SchemaRef::clone(&self.schema));
        if views { self.marked(&seen(&self.casts.schema(&self.read_schema))) } else { SchemaRef::clone(&self.schema) }
    }

    /// Whether the columns are as they were read, none of them cast.
    pub fn is_as_read(&self) -> bool {
        self.casts.is_empty()
    }

    /// The Parquet file that holds the rows as they are, for who reads only the part that is needed. None for another
    /// format, and where columns are cast.
    pub fn parquet(&self) -> Option<Result<File>> {
        match &self.frames {
            Frames::Read(reader) if self.casts.is_empty() => reader.parquet(),
            Frames::Read(_) | Frames::Whole(_) => None,
        }
    }

    /// The rows as Arrow batches of at most `batch_rows` rows (`0` for the default), strings and binaries as views or
    /// not.
    pub fn batches(self, views: bool, batch_rows: usize) -> Box<dyn BatchSource> {
        let schema = self.batches_schema(views);
        let Self { frames, casts, rows, .. } = self;
        let batch_rows = if batch_rows == 0 { DEFAULT_BATCH_ROWS } else { batch_rows };
        Box::new(Batches { frames, casts, schema, rows, views, batch_rows, current: None, ended: false })
    }

    /// All rows as one frame, in as many chunks as they were read in.
    ///
    /// # Errors
    /// What is wrong with the file, with its place.
    pub fn into_frame(self) -> Result<DataFrame> {
        self.into_frame_within(u64::MAX).map(|(frame, _)| frame)
    }

    /// The same, when the rows take no more than `most_bytes` in memory; else those that were read when they took more, and
    /// a table of the others.
    ///
    /// # Errors
    /// As [`Table::into_frame`].
    pub fn into_frame_within(mut self, most_bytes: u64) -> Result<(DataFrame, Option<Self>)> {
        let (mut whole, mut bytes): (Option<DataFrame>, u64) = (None, 0);
        while let Some(frame) = self.frames.next()? {
            let frame = self.casts.apply(frame)?;
            bytes = bytes.saturating_add(frame.estimated_size() as u64);
            let read = match whole.take() {
                None => frame,
                Some(mut whole) => {
                    whole.vstack_mut_owned(frame).map_err(|error| Error::new(Code::ValidationError, error.to_string()))?;
                    whole
                }
            };
            if bytes > most_bytes {
                return Ok((read, Some(self)));
            }
            whole = Some(read);
        }
        Ok((whole.unwrap_or_else(|| DataFrame::empty_with_schema(&self.casts.schema(&self.read_schema))), None))
    }
}
