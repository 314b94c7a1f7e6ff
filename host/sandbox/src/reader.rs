//! A source, read in batches of a good size, and counted.

use std::sync::atomic::Ordering;

use arrow::array::RecordBatch;
use arrow::datatypes::Schema;
use sandtable_core::Error;

use crate::watch::Watch;
use crate::wire::{self, BatchIn, WireField};
use crate::{Failure, TableSource};

/// Bytes of a batch when the guest leaves it to us: well within a processor's caches, and large enough that the call
/// itself does not count. Anything from 8 to 64 thousand rows of a few columns was measured to be as fast.
const BATCH_BYTES: usize = 2 << 20;
/// Rows of a batch when the guest leaves it to us.
const BATCH_ROWS: usize = 64 << 10;
/// The most rows of a batch, whatever the guest asks for.
const MAX_BATCH_ROWS: usize = 1 << 20;

/// One input of a call.
pub(crate) struct Reader {
    name: String,
    source: Box<dyn TableSource>,
    /// What the source gave beyond what was asked for.
    rest: Option<RecordBatch>,
    /// What a row takes, as far as one can tell: from the schema first, then from the batches.
    row_bytes: usize,
    ended: bool,
    /// Whether rows were asked for.
    begun: bool,
}

impl Reader {
    pub(crate) fn new(name: String, source: Box<dyn TableSource>) -> Self {
        let row_bytes = source.schema().fields().iter().map(|field| field.data_type().primitive_width().unwrap_or(24)).sum();
        Self { name, source, rest: None, row_bytes, ended: false, begun: false }
    }

    /// The schema as it crosses.
    pub(crate) fn fields(&self) -> Result<Vec<WireField>, Failure> {
        wire::to_fields(&self.source.schema()).map_err(|error| self.failed(error))
    }

    /// The source, and the input's name, when no row was asked for yet.
    pub(crate) fn into_source(self) -> Option<(String, Box<dyn TableSource>)> {
        (!self.begun).then_some((self.name, self.source))
    }

    /// How many rows there are in all, when that is known.
    pub(crate) fn rows(&self) -> Option<u64> {
        self.source.rows()
    }

    /// The rows that a batch of the host's choosing has.
    pub(crate) fn batch_rows(&self) -> usize {
        (BATCH_BYTES / self.row_bytes.max(1)).clamp(1, BATCH_ROWS)
    }

    /// The next rows, ready for the guest, and how many they are: at most `max_rows`; 0 leaves it to the host.
    pub(crate) fn next(&mut self, max_rows: usize, watch: &Watch) -> Result<Option<(BatchIn, usize)>, Failure> {
        let want = if max_rows == 0 { self.batch_rows() } else { max_rows.min(MAX_BATCH_ROWS) };
        self.begun = true;
        let Some(batch) = self.cut(want)? else { return Ok(None) };
        let rows = batch.num_rows();
        let (lowered, bytes) = wire::lower(&batch).map_err(|error| self.failed(error))?;
        watch.spend(&watch.bytes_in, "input_bytes", watch.limits.input_bytes, bytes)?;
        watch.rows_in.fetch_add(rows as u64, Ordering::Relaxed);
        self.row_bytes = usize::try_from(bytes).unwrap_or(usize::MAX) / rows;
        Ok(Some((lowered, rows)))
    }

    /// At least one row and at most `want`.
    fn cut(&mut self, want: usize) -> Result<Option<RecordBatch>, Failure> {
        let batch = match self.rest.take() {
            Some(rest) => rest,
            None => match self.fetch(want)? {
                Some(batch) => batch,
                None => return Ok(None),
            },
        };
        if batch.num_rows() <= want {
            return Ok(Some(batch));
        }
        self.rest = Some(batch.slice(want, batch.num_rows() - want));
        Ok(Some(batch.slice(0, want)))
    }

    fn fetch(&mut self, want: usize) -> Result<Option<RecordBatch>, Failure> {
        while !self.ended {
            match self.source.next(want).map_err(|error| self.failed(error))? {
                Some(batch) if batch.num_rows() == 0 => {}
                Some(batch) if same_types(batch.schema_ref(), &self.source.schema()) => return Ok(Some(batch)),
                Some(_) => return Err(self.failed(Error::internal("a source's batch is not of its schema"))),
                None => self.ended = true,
            }
        }
        Ok(None)
    }

    fn failed(&self, error: Error) -> Failure {
        Failure::Host(error.at(format_args!("input {}", sandtable_core::text::quote(&self.name))))
    }
}

/// The guest was told the schema once; batches that disagree would be read as something they are not.
fn same_types(batch: &Schema, declared: &Schema) -> bool {
    let types = |schema: &Schema| schema.fields().len();
    types(batch) == types(declared) && batch.fields().iter().zip(declared.fields()).all(|(batch, declared)| batch.data_type() == declared.data_type())
}
