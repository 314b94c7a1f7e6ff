//! CSV. Polars infers the types and parses; the splitting into pieces is ours, so that memory is bounded, no file is
//! mapped, and errors have line numbers.
//!
//! Lines with fewer fields than the header are filled up with nulls, lines with more are refused. Integers beyond 64
//! bits are read as text, since no type would hold them exactly.

use std::cell::Cell;
use std::fs::File;
use std::sync::Arc;

use polars::prelude::{DataFrame, DataType, PlSmallStr, Schema};
use polars_buffer::Buffer;
use polars_core::runtime::RAYON;
use polars_io::csv::read::_csv_read_internal::{CountLines, NullValuesCompiled, read_chunk};
use polars_io::csv::read::{CsvParseOptions, CsvReadOptions, NullValues, read_until_start_and_infer_schema_from_compressed_reader};
use polars_io::utils::compression::CompressedReader;
use rayon::prelude::*;
use sandtable_core::{Code, Error, Result, text};

use super::csv_locate::locate;
use super::pieces::{Pieces, check_utf8, read_whole};
use super::{FrameReader, Opened, WHOLE_BYTES};
use crate::cast::Casts;
use crate::fault::{damaged, from_polars, guard, ours};
use crate::options::ReadOptions;
use crate::types::parse_type;

/// The smallest piece that is worth a task of the pool.
const MIN_TASK_BYTES: usize = 256 << 10;

/// Rows of a small file that are looked at first. Looking at a row costs far more than parsing it.
const FIRST_ROWS: usize = 1000;

/// The bytes that a row is taken to have, before any was seen.
const GUESSED_ROW_BYTES: usize = 200;

pub(crate) fn open(file: File, size: u64, options: &ReadOptions) -> Result<Opened> {
    let dialect = Dialect::new(options)?;
    if size <= WHOLE_BYTES {
        let bytes = Buffer::from_vec(read_whole(&file, size, "csv")?);
        return read_all(&dialect, bytes).map(Opened::Frame);
    }
    let mut pieces = Pieces::new(file);
    let counter = dialect.counter();
    let at_least = (options.infer_rows as usize).saturating_mul(GUESSED_ROW_BYTES);
    let Some((line, head)) = pieces.next("csv", at_least, |bytes| whole_rows(&counter, bytes))? else {
        return Err(damaged("csv", "the file is empty"));
    };
    let head = Buffer::from_vec(head);
    let layout = dialect.infer(line, &head, Some(dialect.infer_rows))?;
    let body_line = layout.line;
    pieces.give_back(body_line, &head[layout.body..]);
    Ok(Opened::Reader(Box::new(Reader { dialect, layout, pieces })))
}

/// Finds the types as if from all rows: from the first ones, and once more from all where those did not tell.
fn read_all(dialect: &Dialect, bytes: Buffer<u8>) -> Result<DataFrame> {
    let layout = dialect.infer(1, &bytes, Some(FIRST_ROWS))?;
    match dialect.parse(&layout, layout.line, &bytes[layout.body..]) {
        Ok(frame) if frame.height() <= FIRST_ROWS || dialect.told_all(&frame) => return Ok(frame),
        Err(error) if error.details.get("reason").is_none_or(|reason| reason != "type") => return Err(error),
        Ok(_) | Err(_) => {}
    }
    let layout = dialect.infer(1, &bytes, None)?;
    dialect.parse(&layout, layout.line, &bytes[layout.body..])
}

struct Reader {
    dialect: Dialect,
    layout: Layout,
    pieces: Pieces,
}

impl FrameReader for Reader {
    fn schema(&self) -> Schema {
        self.layout.casts.schema(&self.layout.schema)
    }

    fn rows(&self) -> Option<u64> {
        None
    }

    fn next(&mut self) -> Result<Option<DataFrame>> {
        let counter = self.dialect.counter();
        let Some((line, piece)) = self.pieces.next("csv", 0, |bytes| whole_rows(&counter, bytes))? else {
            return Ok(None);
        };
        let rows = self.dialect.infer_rows;
        self.dialect.parse(&self.layout, line, &piece).map(Some).map_err(|mut error| {
            if error.details.get("reason").is_some_and(|reason| reason == "type") {
                error.message.push_str(&format!(", the type that the first {rows} rows have; give the column's type or raise infer_rows"));
            }
            error
        })
    }
}

/// How a file is written, and what the caller says of its types.
pub(super) struct Dialect {
    pub(super) parse: Arc<CsvParseOptions>,
    has_header: bool,
    skip_rows: usize,
    infer_rows: usize,
    given: Vec<(PlSmallStr, DataType)>,
}

/// The columns of a file, and where its rows start.
pub(super) struct Layout {
    /// As the parser reads.
    pub(super) schema: Schema,
    nulls: Option<NullValuesCompiled>,
    /// From what the parser knows to what was asked for.
    casts: Casts,
    /// The first row's offset and line number.
    body: usize,
    line: u64,
}

impl Dialect {
    fn new(options: &ReadOptions) -> Result<Self> {
        let nulls = (!options.null_values.is_empty()).then(|| NullValues::AllColumns(options.null_values.iter().map(|value| value.as_str().into()).collect()));
        let parse = CsvParseOptions {
            separator: options.separator_byte()?,
            quote_char: options.quote_byte()?,
            null_values: nulls,
            try_parse_dates: options.try_parse_dates,
            ..CsvParseOptions::default()
        };
        let given = options.columns.iter().map(|(name, given)| {
            let dtype = parse_type(given).map_err(|error| error.at(format!("columns, {}", text::quote(name))))?;
            if matches!(dtype, DataType::Binary | DataType::Duration(_)) {
                return Err(Error::invalid("columns", format!("columns, {}: csv cannot be read as {given}", text::quote(name))));
            }
            Ok((name.as_str().into(), dtype))
        });
        Ok(Self {
            parse: Arc::new(parse),
            has_header: options.has_header,
            skip_rows: usize::try_from(options.skip_rows).unwrap_or(usize::MAX),
            infer_rows: (options.infer_rows as usize).max(1),
            given: given.collect::<Result<Vec<_>>>()?,
        })
    }

    fn counter(&self) -> CountLines {
        CountLines::new(self.parse.quote_char, self.parse.eol_char, None)
    }

    /// Finds the header and the types. `rows: None` looks at all of them.
    fn infer(&self, line: u64, bytes: &Buffer<u8>, rows: Option<usize>) -> Result<Layout> {
        check_utf8("csv", line, bytes)?;
        if bytes.iter().all(u8::is_ascii_whitespace) {
            return Err(damaged("csv", "the file is empty"));
        }
        let options = CsvReadOptions {
            has_header: self.has_header,
            skip_rows: self.skip_rows,
            infer_schema_length: rows,
            parse_options: self.parse.clone(),
            ..CsvReadOptions::default()
        };
        // Where the first row starts, as Polars sees it: it shows us that row.
        let body = Cell::new(None);
        let start = bytes.as_ptr().addr();
        let schema = guard("csv", || {
            // Never decompressed, whatever the first bytes look like: a bomb would be read into memory.
            let mut reader = CompressedReader::Uncompressed { slice: bytes.clone(), offset: 0 };
            let see_first = Box::new(|row: &[u8]| body.set(Some(row.as_ptr().addr() - start)));
            read_until_start_and_infer_schema_from_compressed_reader(&options, None, Some(see_first), &mut reader)
                .map(|(schema, _)| schema)
                .map_err(|error| from_polars("csv", error))
        })?;
        let body = body.get().unwrap_or(bytes.len());
        let before = bytes[..body].iter().filter(|byte| **byte == b'\n').count() as u64;
        self.layout(schema, body, line + before)
    }

    fn layout(&self, mut schema: Schema, body: usize, line: u64) -> Result<Layout> {
        if schema.is_empty() {
            return Err(damaged("csv", "there are no columns"));
        }
        let mut casts = Casts::default();
        for index in 0..schema.len() {
            let (_, dtype) = schema.get_at_index(index).ok_or_else(|| ours("a column of the schema"))?;
            let parsed = match dtype {
                // Too long for a 64-bit integer, and no type of a table is longer.
                DataType::Int128 => DataType::String,
                DataType::Time => {
                    casts.add(index, DataType::Time);
                    DataType::String
                }
                _ => continue,
            };
            schema.set_dtype_at_index(index, parsed);
        }
        for (name, dtype) in &self.given {
            let Some((index, _, _)) = schema.get_full(name.as_str()) else {
                let there = text::list(schema.iter_names().map(|name| name.as_str()), 30);
                return Err(Error::invalid("columns", format!("columns: there is no column {}; there are {there}", text::quote(name))));
            };
            let parsed = match dtype {
                DataType::Time | DataType::Datetime(_, Some(_)) | DataType::Float16 => {
                    casts.add(index, dtype.clone());
                    DataType::String
                }
                native => native.clone(),
            };
            schema.set_dtype_at_index(index, parsed);
        }
        let nulls = self.parse.null_values.clone().map(|nulls| nulls.compile(&schema)).transpose().map_err(ours)?;
        Ok(Layout { schema, nulls, casts, body, line })
    }

    /// Whether the first rows could tell every column's type: a column of which they had no value was taken for text.
    fn told_all(&self, frame: &DataFrame) -> bool {
        frame.columns().iter().all(|column| {
            let is_given = self.given.iter().any(|(name, _)| name == column.name());
            let told = || column.slice(0, FIRST_ROWS).null_count() < FIRST_ROWS || column.null_count() == column.len();
            is_given || *column.dtype() != DataType::String || told()
        })
    }

    /// Parses whole rows, of which the first stands in line `line`.
    fn parse(&self, layout: &Layout, line: u64, bytes: &[u8]) -> Result<DataFrame> {
        check_utf8("csv", line, bytes)?;
        let tasks = self.split(bytes);
        let parsed = guard("csv", || {
            let frames: Vec<_> = RAYON.install(|| tasks.par_iter().map(|(bytes, rows)| self.parse_rows(layout, bytes, *rows)).collect());
            let mut whole = DataFrame::empty_with_schema(&layout.schema);
            for frame in frames {
                let frame = frame?;
                if whole.height() == 0 {
                    whole = frame;
                } else {
                    whole.vstack_mut_owned(frame).map_err(ours)?;
                }
            }
            Ok(whole)
        });
        match parsed {
            Ok(frame) => layout.casts.apply(frame).map_err(|error| error.at("csv")),
            Err(error) => Err(guard("csv", || Ok(locate(self, layout, line, bytes)))?.unwrap_or(error)),
        }
    }

    /// Parses rows on this thread.
    pub(super) fn parse_rows(&self, layout: &Layout, bytes: &[u8], rows: usize) -> Result<DataFrame> {
        let all: Vec<usize> = (0..layout.schema.len()).collect();
        let frame = self.parse_columns(layout, &layout.schema, bytes, &all, rows).map_err(|error| from_polars("csv", error))?;
        // The counter and the parser read quotes apart: where they differ, rows would shift unseen.
        if frame.height() != rows {
            return Err(Error::new(Code::ValidationError, "csv: a quote stands where no field starts or ends, or is left open"));
        }
        Ok(frame)
    }

    /// Parses some columns of rows.
    pub(super) fn parse_columns(
        &self,
        layout: &Layout,
        schema: &Schema,
        bytes: &[u8],
        columns: &[usize],
        rows: usize,
    ) -> polars::prelude::PolarsResult<DataFrame> {
        read_chunk(bytes, &self.parse, schema, false, columns, 0, rows, layout.nulls.as_ref(), usize::MAX, bytes.len(), Some(0))
    }

    /// Cuts whole rows into tasks for the pool, each with its number of rows.
    fn split<'a>(&self, bytes: &'a [u8]) -> Vec<(&'a [u8], usize)> {
        let counter = self.counter();
        let wanted = (bytes.len() / RAYON.current_num_threads().max(1)).max(MIN_TASK_BYTES);
        let mut tasks = Vec::new();
        let mut rest = bytes;
        while !rest.is_empty() {
            let mut size = wanted;
            let (rows, end) = counter.find_next(rest, &mut size);
            let cut = if rows == 0 || size >= rest.len() { rest.len() } else { end + 1 };
            let (task, tail) = rest.split_at(cut);
            let (rows, _) = counter.count_rows(task, true);
            tasks.push((task, rows));
            rest = tail;
        }
        tasks
    }
}

/// How many bytes are whole rows.
fn whole_rows(counter: &CountLines, bytes: &[u8]) -> usize {
    match counter.count(bytes) {
        (0, _) => 0,
        (_, last_end) => last_end + 1,
    }
}
