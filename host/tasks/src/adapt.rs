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

/// An [`Output`] for the guest's thread. It is only ever locked by one thread at a time: the guest's while it runs, the
/// task's afterwards.
#[derive(Clone)]
pub(crate) struct Sink(Arc<Mutex<Output>>);

impl Sink {
    pub(crate) fn new(writer: TableWriter) -> Self {
        Self(Arc::new(Mutex::new(Output { writer, schema: None })))
    }

    /// The output, once the guest has ended.
    ///
    /// # Errors
    /// `INTERNAL` when the guest's thread still has it, which the sandbox rules out.
    pub(crate) fn into_output(self) -> Result<Output> {
        let output = Arc::into_inner(self.0).ok_or_else(|| Error::internal("a guest that has ended still holds its output"))?;
        Ok(output.into_inner().unwrap_or_else(PoisonError::into_inner))
    }

    fn output(&self) -> MutexGuard<'_, Output> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl TableSink for Sink {
    fn start(&mut self, schema: SchemaRef) -> Result<()> {
        let mut output = self.output();
        output.schema = Some(schema.clone());
        output.writer.start(schema)
    }

    fn push(&mut self, batch: RecordBatch) -> Result<()> {
        self.output().writer.push(batch)
    }
}
