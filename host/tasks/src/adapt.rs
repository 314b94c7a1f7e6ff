//! Tables of `frames` as the sandbox wants them.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use sandtable_core::{Error, Result};
use sandtable_frames::{BatchSource, TableWriter};
use sandtable_sandbox::{TableSink, TableSource};

/// A table that a guest reads.
pub(crate) struct Source(pub(crate) Box<dyn BatchSource>);

impl TableSource for Source {
    fn schema(&self) -> SchemaRef {
        self.0.schema()
    }

    fn rows(&self) -> Option<u64> {
        self.0.rows()
    }

    fn next(&mut self, max_rows: usize) -> Result<Option<RecordBatch>> {
        self.0.next(max_rows)
    }
}

/// The table that a guest writes, and the schema that it gave, which the answer shows.
pub(crate) struct Output {
    pub(crate) writer: TableWriter,
    pub(crate) schema: Option<SchemaRef>,
}

/// An [`Output`] for the guest's threads, which the task takes back when the guest has ended.
#[derive(Clone)]
pub(crate) struct Sink(Arc<Mutex<Option<Output>>>);

impl Sink {
    pub(crate) fn new(writer: TableWriter) -> Self {
        Self(Arc::new(Mutex::new(Some(Output { writer, schema: None }))))
    }

    /// The output, once the guest has ended. A worker that is still winding down may hold the sink, but no rows.
    ///
    /// # Errors
    /// `INTERNAL` when it was taken already.
    pub(crate) fn take(&self) -> Result<Output> {
        self.lock().take().ok_or_else(taken)
    }

    fn lock(&self) -> MutexGuard<'_, Option<Output>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn taken() -> Error {
    Error::internal("the output of a guest that has ended")
}

impl TableSink for Sink {
    fn start(&mut self, schema: SchemaRef) -> Result<()> {
        let mut output = self.lock();
        let output = output.as_mut().ok_or_else(taken)?;
        output.schema = Some(schema.clone());
        output.writer.start(schema)
    }

    fn push(&mut self, batch: RecordBatch) -> Result<()> {
        self.lock().as_mut().ok_or_else(taken)?.writer.push(batch)
    }
}
