//! Tables of `frames` as the sandbox wants them.

use std::any::Any;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use sandtable_core::{Error, Result};
use sandtable_frames::{BatchSource, Table, TableWriter};
use sandtable_sandbox::{TableSink, TableSource};

/// A table that a guest reads.
pub(crate) struct Source {
    schema: SchemaRef,
    rows: Option<u64>,
    views: bool,
    batch_rows: usize,
    state: State,
}

/// A table is read batch by batch, or given away whole; which one shows with the first question.
enum State {
    Whole(Table),
    Read(Box<dyn BatchSource>),
    Gone,
}

impl Source {
    pub(crate) fn new(table: Table, views: bool, batch_rows: usize) -> Self {
        Self { schema: table.batches_schema(views), rows: table.rows(), views, batch_rows, state: State::Whole(table) }
    }
}

impl TableSource for Source {
    fn schema(&self) -> SchemaRef {
        SchemaRef::clone(&self.schema)
    }

    fn rows(&self) -> Option<u64> {
        self.rows
    }

    fn next(&mut self, max_rows: usize) -> Result<Option<RecordBatch>> {
        if let State::Read(batches) = &mut self.state {
            return batches.next(max_rows);
        }
        match std::mem::replace(&mut self.state, State::Gone) {
            State::Whole(table) => {
                let mut batches = table.batches(self.views, self.batch_rows);
                let first = batches.next(max_rows);
                self.state = State::Read(batches);
                first
            }
            State::Read(_) | State::Gone => Ok(None),
        }
    }

    fn whole(&mut self) -> Option<Box<dyn Any + Send>> {
        match std::mem::replace(&mut self.state, State::Gone) {
            State::Whole(table) => Some(Box::new(table)),
            other => {
                self.state = other;
                None
            }
        }
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
