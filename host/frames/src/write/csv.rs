//! CSV as RFC 4180 has it, with bare line feeds. How values are written stands in `text`.

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use sandtable_core::Result;

use super::Encoder;
use super::sink::{Closed, Sink};
use crate::options::WriteOptions;
use crate::text::{Cell, Value};

/// Text goes to the file in pieces of about this size.
const PIECE_BYTES: usize = 128 << 10;

pub(super) struct Csv {
    sink: Sink,
    separator: u8,
    include_header: bool,
    null: Vec<u8>,
    out: Vec<u8>,
}

impl Csv {
    pub(super) fn new(sink: Sink, options: &WriteOptions) -> Result<Self> {
        let separator = options.separator_byte()?;
        let mut null = Vec::new();
        if !options.null_value.is_empty() {
            field(&mut null, separator, options.null_value.as_bytes());
        }
        Ok(Self { sink, separator, include_header: options.include_header, null, out: Vec::new() })
    }
}

impl Encoder for Csv {
    fn start(&mut self, schema: &SchemaRef) -> Result<()> {
        if !self.include_header {
            return Ok(());
        }
        for (index, column) in schema.fields().iter().enumerate() {
            if index > 0 {
                self.out.push(self.separator);
            }
            field(&mut self.out, self.separator, column.name().as_bytes());
        }
        self.out.push(b'\n');
        self.sink.put(&self.out)?;
        self.out.clear();
        Ok(())
    }

    fn push(&mut self, batch: RecordBatch) -> Result<()> {
        let cells = batch.columns().iter().map(Cell::new).collect::<Result<Vec<_>>>()?;
        let (out, separator) = (&mut self.out, self.separator);
        for row in 0..batch.num_rows() {
            for (index, cell) in cells.iter().enumerate() {
                if index > 0 {
                    out.push(separator);
                }
                match cell.at(row) {
                    // A line that is nothing at all would be read as no row.
                    None if cells.len() == 1 && self.null.is_empty() => out.extend_from_slice(b"\"\""),
                    None => out.extend_from_slice(&self.null),
                    Some(Value::Text(value)) => field(out, separator, value(row).as_bytes()),
                    Some(Value::Float(value)) => value(row).write(out),
                    Some(Value::Boolean(values)) => out.extend_from_slice(if values.value(row) { b"true" } else { b"false" }),
                    Some(Value::Number(write)) => write(out, row),
                    // Dates with a minus or a dot in them: quoted when that is the separator.
                    Some(Value::Plain(write) | Value::Decimal(write)) => {
                        let start = out.len();
                        write(out, row);
                        if out[start..].contains(&separator) {
                            out.insert(start, b'"');
                            out.push(b'"');
                        }
                    }
                    // Refused at the start.
                    Some(Value::Null | Value::List(..) | Value::Struct(_)) => {}
                }
            }
            out.push(b'\n');
            if out.len() >= PIECE_BYTES {
                self.sink.put(out)?;
                out.clear();
            }
        }
        self.sink.put(out)?;
        out.clear();
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<Closed> {
        self.sink.close()
    }
}

/// A field, in quotes where it needs them. Empty text has them too: without, it would be read as null.
fn field(out: &mut Vec<u8>, separator: u8, text: &[u8]) {
    let special = |byte: &u8| *byte == separator || matches!(byte, b'"' | b'\n' | b'\r');
    if !text.is_empty() && !text.iter().any(special) {
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
