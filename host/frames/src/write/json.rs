//! JSON: an array of objects, or one object a line. How values are written stands in `text`.

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use sandtable_core::Result;

use super::Encoder;
use super::sink::{Closed, Sink};
use crate::options::WriteOptions;
use crate::text::{Cell, Decimals, json_name, json_object};

/// Text goes to the file in pieces of about this size.
const PIECE_BYTES: usize = 128 << 10;

pub(super) struct Json {
    sink: Sink,
    /// Before the first row, between rows, after the last one.
    marks: [&'static [u8]; 3],
    any: bool,
    names: Vec<Vec<u8>>,
    out: Vec<u8>,
    decimals: Decimals,
}

impl Json {
    pub(super) fn array(sink: Sink, options: &WriteOptions) -> Self {
        Self::new(sink, options, [b"[", b",\n", b"]\n"])
    }

    pub(super) fn lines(sink: Sink, options: &WriteOptions) -> Self {
        Self::new(sink, options, [b"", b"\n", b"\n"])
    }

    fn new(sink: Sink, options: &WriteOptions, marks: [&'static [u8]; 3]) -> Self {
        let decimals = if options.decimals_as_numbers { Decimals::Numbers } else { Decimals::Text };
        Self { sink, marks, any: false, names: Vec::new(), out: Vec::new(), decimals }
    }
}

impl Encoder for Json {
    fn start(&mut self, schema: &SchemaRef) -> Result<()> {
        self.names = schema.fields().iter().map(|field| json_name(field.name())).collect();
        self.sink.put(self.marks[0])
    }

    fn push(&mut self, batch: RecordBatch) -> Result<()> {
        let cells = self.names.iter().zip(batch.columns()).map(|(name, column)| Ok((name.clone(), Cell::new(column)?)));
        let cells = cells.collect::<Result<Vec<_>>>()?;
        for row in 0..batch.num_rows() {
            if self.any {
                self.out.extend_from_slice(self.marks[1]);
            }
            self.any = true;
            json_object(&mut self.out, &cells, row, self.decimals);
            if self.out.len() >= PIECE_BYTES {
                self.sink.put(&self.out)?;
                self.out.clear();
            }
        }
        self.sink.put(&self.out)?;
        self.out.clear();
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<Closed> {
        // Lines without rows are an empty file.
        if self.any || !self.marks[0].is_empty() {
            self.sink.put(self.marks[2])?;
        }
        self.sink.close()
    }
}
