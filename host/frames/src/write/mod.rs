//! Tables into files, batch by batch, with bounded memory.

mod arrow_ipc;
mod csv;
mod json;
mod parquet;
mod sink;

use arrow::array::RecordBatch;
use arrow::datatypes::{DataType, SchemaRef};
use sandtable_core::{Code, Error, Result, text};

pub use self::sink::Target;
pub(crate) use self::sink::{Closed, Sink};
use crate::fault::ours;
use crate::format::Format;
use crate::options::WriteOptions;
use crate::pandas::ToCsv;
use crate::types::type_name;

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Rows in the file.
    pub rows: u64,
    /// Rows that were pushed, with those beyond the limit.
    pub total_rows: u64,
    /// The file's size.
    pub bytes: u64,
    /// Whether rows were left out because of the limit.
    pub truncated: bool,
    /// The table itself, when its [`Target`] could hold it.
    pub held: Option<Vec<u8>>,
}

/// Writes a table into its [`Target`]: [`TableWriter::start`] once, [`TableWriter::push`] any number of times,
/// [`TableWriter::finish`] once. A file that was not finished is not whole; the caller throws it away.
pub struct TableWriter {
    encoder: Box<dyn Encoder>,
    format: Format,
    /// Whether it is text as pandas writes it, which has a way to write everything.
    pandas: bool,
    schema: Option<SchemaRef>,
    limit: u64,
    rows: u64,
    total_rows: u64,
}

/// One format's way to write.
pub(crate) trait Encoder: Send {
    fn start(&mut self, schema: &SchemaRef) -> Result<()>;

    /// Of the schema of `start`, with at least one row.
    fn push(&mut self, batch: RecordBatch) -> Result<()>;

    /// Ends the table.
    fn finish(self: Box<Self>) -> Result<Closed>;
}

impl TableWriter {
    /// A writer of a format.
    ///
    /// # Errors
    /// `VALIDATION_ERROR` when the format has no such compression.
    pub fn new(target: impl Into<Target>, format: Format, options: &WriteOptions) -> Result<Self> {
        let sink = Sink::new(target.into(), format);
        let encoder: Box<dyn Encoder> = match format {
            Format::Csv if options.pandas => Box::new(ToCsv::new(sink)),
            Format::Csv => Box::new(csv::Csv::new(sink, options)?),
            Format::Json => Box::new(json::Json::array(sink, options)),
            Format::Jsonl => Box::new(json::Json::lines(sink, options)),
            Format::Parquet => Box::new(parquet::Parquet::new(sink, options)?),
            Format::Arrow => Box::new(arrow_ipc::Ipc::stream(sink, options)?),
            Format::ArrowFile => Box::new(arrow_ipc::Ipc::file(sink, options)?),
        };
        Ok(Self { encoder, format, pandas: options.pandas, schema: None, limit: options.limit.unwrap_or(u64::MAX), rows: 0, total_rows: 0 })
    }

    /// Says what the columns are. A table without rows needs it too.
    ///
    /// # Errors
    /// `VALIDATION_ERROR` naming the column that the format cannot carry: nested and binary ones in CSV; two columns
    /// of one name.
    pub fn start(&mut self, schema: SchemaRef) -> Result<()> {
        if self.schema.is_some() {
            return Err(ours("a table was started twice"));
        }
        let mut names: Vec<&str> = schema.fields().iter().map(|field| field.name().as_str()).collect();
        names.sort_unstable();
        if let Some(twice) = names.windows(2).find(|pair| pair[0] == pair[1]) {
            return Err(Error::new(Code::ValidationError, format!("two columns are called {}", text::quote(twice[0]))).with("column", twice[0]));
        }
        for field in schema.fields() {
            crate::bridge::polars_arrow_type(field.name(), field.data_type())?;
            if !self.carries(field.data_type()) {
                let name = type_name(field.data_type());
                return Err(Error::new(
                    Code::ValidationError,
                    format!("{} cannot hold column {} ({name}); json, parquet and arrow can", self.format, text::quote(field.name())),
                )
                .with("column", field.name().as_str())
                .with("type", name));
            }
        }
        self.encoder.start(&schema)?;
        self.schema = Some(schema);
        Ok(())
    }

    /// Appends rows. Those beyond the limit are counted only.
    ///
    /// # Errors
    /// `IO_ERROR` when the file cannot be written.
    pub fn push(&mut self, batch: RecordBatch) -> Result<()> {
        let Some(schema) = &self.schema else { return Err(ours("a table was not started")) };
        let same = schema.fields().len() == batch.num_columns()
            && schema.fields().iter().zip(batch.columns()).all(|(field, column)| field.data_type() == column.data_type());
        if !same {
            return Err(ours(format_args!("a batch has not the columns that the table was started with: {:?}", batch.schema())));
        }
        let rows = batch.num_rows() as u64;
        self.total_rows += rows;
        let taken = rows.min(self.limit - self.rows);
        if taken == 0 {
            return Ok(());
        }
        self.rows += taken;
        self.encoder.push(if taken == rows { batch } else { batch.slice(0, taken as usize) })
    }

    /// Ends the file.
    ///
    /// # Errors
    /// `IO_ERROR` when the file cannot be written.
    pub fn finish(self) -> Result<Written> {
        if self.schema.is_none() {
            return Err(ours("a table was not started"));
        }
        let Closed { bytes, held } = self.encoder.finish()?;
        Ok(Written { rows: self.rows, total_rows: self.total_rows, bytes, truncated: self.rows < self.total_rows, held })
    }

    /// Whether the format has a way to write a type.
    fn carries(&self, data_type: &DataType) -> bool {
        let nested = || match data_type {
            DataType::List(item) | DataType::LargeList(item) | DataType::FixedSizeList(item, _) => self.carries(item.data_type()),
            DataType::Struct(fields) => fields.iter().all(|field| self.carries(field.data_type())),
            _ => true,
        };
        match self.format {
            Format::Csv => self.pandas || !matches!(type_name(data_type), "list" | "struct" | "binary"),
            // A group without fields has no place in a Parquet schema, a list of nothing none in its pages.
            Format::Parquet => {
                !matches!(data_type, DataType::Struct(fields) if fields.is_empty()) && !matches!(data_type, DataType::FixedSizeList(_, 0)) && nested()
            }
            Format::Json | Format::Jsonl | Format::Arrow | Format::ArrowFile => true,
        }
    }
}
