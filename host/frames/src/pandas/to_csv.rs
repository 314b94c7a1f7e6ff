//! The bytes of `DataFrame.to_csv(index=False)`.
//!
//! How times are written depends on the other times of the column: pandas looks at as many rows at once as it writes in
//! one go, and so does this.

use arrow::array::{Array, ArrayRef, AsArray, RecordBatch};
use arrow::datatypes::{DataType, SchemaRef, TimeUnit};
use sandtable_core::Result;

use super::repr::{clock, nanos, plain, timedelta, timestamp};
use super::zones::Zone;
use crate::text::Cell;
use crate::write::{Closed, Encoder, Sink};

/// Cells that pandas writes in one go.
const CELLS: usize = 100_000;

/// Text goes to the file in pieces of about this size.
const PIECE_BYTES: usize = 128 << 10;

const NANOS_PER_DAY: i128 = 86_400_000_000_000;

pub(crate) struct ToCsv {
    sink: Sink,
    /// Rows that are written in one go, and those that wait for it.
    chunk_rows: usize,
    waiting: Vec<RecordBatch>,
    waiting_rows: usize,
    out: Vec<u8>,
}

/// How a column is written, after a look at all its rows in this go.
enum Writer {
    Text,
    Plain,
    /// Only the date: midnight everywhere.
    Dates(TimeUnit),
    /// With so many digits of the second's fraction.
    Clock(TimeUnit, usize),
    Zoned(TimeUnit, Zone),
    Spans(TimeUnit, bool),
}

impl ToCsv {
    pub(crate) fn new(sink: Sink) -> Self {
        Self { sink, chunk_rows: CELLS, waiting: Vec::new(), waiting_rows: 0, out: Vec::new() }
    }

    fn flush(&mut self) -> Result<()> {
        let batches = std::mem::take(&mut self.waiting);
        self.waiting_rows = 0;
        let Some(first) = batches.first() else { return Ok(()) };
        let columns = first.num_columns();
        let of_column = |index: usize| batches.iter().map(|batch| batch.column(index)).collect::<Vec<_>>();
        let writers = (0..columns).map(|index| Writer::of(&of_column(index))).collect::<Result<Vec<_>>>()?;
        let mut cell = Vec::new();
        for batch in &batches {
            let cells = batch.columns().iter().map(Cell::new).collect::<Result<Vec<_>>>()?;
            for row in 0..batch.num_rows() {
                for (index, (column, writer)) in batch.columns().iter().zip(&writers).enumerate() {
                    if index > 0 {
                        self.out.push(b',');
                    }
                    cell.clear();
                    writer.write(&mut cell, column, &cells[index], row)?;
                    field(&mut self.out, &cell, columns == 1);
                }
                self.out.push(b'\n');
                if self.out.len() >= PIECE_BYTES {
                    self.sink.put(&self.out)?;
                    self.out.clear();
                }
            }
        }
        self.sink.put(&self.out)?;
        self.out.clear();
        Ok(())
    }
}

impl Encoder for ToCsv {
    fn start(&mut self, schema: &SchemaRef) -> Result<()> {
        let columns = schema.fields().len();
        self.chunk_rows = (CELLS / columns.max(1)).max(1);
        for (index, column) in schema.fields().iter().enumerate() {
            if index > 0 {
                self.out.push(b',');
            }
            field(&mut self.out, column.name().as_bytes(), columns == 1);
        }
        self.out.push(b'\n');
        self.sink.put(&self.out)?;
        self.out.clear();
        Ok(())
    }

    fn push(&mut self, batch: RecordBatch) -> Result<()> {
        let mut from = 0;
        while from < batch.num_rows() {
            let rows = (self.chunk_rows - self.waiting_rows).min(batch.num_rows() - from);
            self.waiting.push(batch.slice(from, rows));
            self.waiting_rows += rows;
            from += rows;
            if self.waiting_rows == self.chunk_rows {
                self.flush()?;
            }
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<Closed> {
        self.flush()?;
        self.sink.close()
    }
}

impl Writer {
    fn of(parts: &[&ArrayRef]) -> Result<Self> {
        let Some(first) = parts.first() else { return Ok(Self::Plain) };
        let all =
            |unit: TimeUnit, test: &dyn Fn(i128) -> bool| parts.iter().all(|part| (0..part.len()).all(|row| part.is_null(row) || test(nanos(part, unit, row))));
        Ok(match first.data_type() {
            DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => Self::Text,
            DataType::Timestamp(unit, Some(zone)) => Self::Zoned(*unit, Zone::of(zone)?),
            DataType::Timestamp(unit, None) if all(*unit, &|nanos| nanos % NANOS_PER_DAY == 0) => Self::Dates(*unit),
            DataType::Timestamp(unit, None) => {
                let digits = [(0, 1_000_000_000), (3, 1_000_000), (6, 1_000)].into_iter().find(|(_, size)| all(*unit, &|nanos| nanos % size == 0));
                Self::Clock(*unit, digits.map_or(9, |(digits, _)| digits))
            }
            DataType::Duration(unit) => Self::Spans(*unit, all(*unit, &|nanos| nanos % NANOS_PER_DAY == 0)),
            _ => Self::Plain,
        })
    }

    fn write(&self, out: &mut Vec<u8>, column: &ArrayRef, cell: &Cell<'_>, row: usize) -> Result<()> {
        let Some(value) = cell.at(row) else { return Ok(()) };
        match self {
            Self::Text => out.extend_from_slice(match column.data_type() {
                DataType::Utf8 => column.as_string::<i32>().value(row).as_bytes(),
                DataType::LargeUtf8 => column.as_string::<i64>().value(row).as_bytes(),
                _ => column.as_string_view().value(row).as_bytes(),
            }),
            Self::Plain => {
                plain(out, column, value, row)?;
                // No number is a gap like any other.
                if out.as_slice() == b"nan" && column.data_type().is_floating() {
                    out.clear();
                }
            }
            Self::Dates(unit) => crate::text::date(out, nanos(column, *unit, row).div_euclid(NANOS_PER_DAY) as i64),
            Self::Clock(unit, digits) => clock(out, nanos(column, *unit, row), *digits),
            Self::Zoned(unit, zone) => timestamp(out, nanos(column, *unit, row), Some(zone)),
            Self::Spans(unit, days_only) => timedelta(out, nanos(column, *unit, row), *days_only),
        }
        Ok(())
    }
}

/// A field as Python's `csv` writes it: in quotes where it needs them, and where the whole line would be empty.
fn field(out: &mut Vec<u8>, text: &[u8], alone: bool) {
    let quoted = if text.is_empty() { alone } else { text.iter().any(|byte| matches!(byte, b',' | b'"' | b'\n')) };
    if !quoted {
        return out.extend_from_slice(text);
    }
    out.push(b'"');
    for byte in text {
        if *byte == b'"' {
            out.push(b'"');
        }
        out.push(*byte);
    }
    out.push(b'"');
}
