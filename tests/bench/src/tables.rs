//! Tables in memory, and places for those that come out.

use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Result;
use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use sandtable_core::Error;
use sandtable_frames::BatchSource;
use sandtable_sandbox::{Call, Outcome, TableSink, TableSource, Transform};

/// One batch, of which the reader cuts what it wants.
pub(crate) struct One {
    schema: SchemaRef,
    batch: Option<RecordBatch>,
}

impl One {
    pub(crate) fn of(batch: &RecordBatch) -> Box<dyn TableSource> {
        Box::new(Self { schema: batch.schema(), batch: Some(batch.clone()) })
    }
}

impl TableSource for One {
    fn schema(&self) -> SchemaRef {
        SchemaRef::clone(&self.schema)
    }

    fn rows(&self) -> Option<u64> {
        self.batch.as_ref().map(|batch| batch.num_rows() as u64)
    }

    fn next(&mut self, _max_rows: usize) -> Result<Option<RecordBatch>, Error> {
        Ok(self.batch.take())
    }
}

/// A table of `frames`, as the executor hands it over.
pub(crate) struct Framed(pub(crate) Box<dyn BatchSource>);

impl TableSource for Framed {
    fn schema(&self) -> SchemaRef {
        self.0.schema()
    }

    fn rows(&self) -> Option<u64> {
        self.0.rows()
    }

    fn next(&mut self, max_rows: usize) -> Result<Option<RecordBatch>, Error> {
        self.0.next(max_rows)
    }
}

/// Throws batches away as they come.
pub(crate) struct Dropped;

impl TableSink for Dropped {
    fn start(&mut self, _schema: SchemaRef) -> Result<(), Error> {
        Ok(())
    }

    fn push(&mut self, _batch: RecordBatch) -> Result<(), Error> {
        Ok(())
    }
}

/// Keeps all batches.
#[derive(Clone, Default)]
pub(crate) struct Kept(Arc<Mutex<Vec<RecordBatch>>>);

impl Kept {
    /// What came. The call has ended: nobody else holds it.
    pub(crate) fn take(&self) -> Vec<RecordBatch> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl TableSink for Kept {
    fn start(&mut self, _schema: SchemaRef) -> Result<(), Error> {
        Ok(())
    }

    fn push(&mut self, batch: RecordBatch) -> Result<(), Error> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(batch);
        Ok(())
    }
}

/// Runs a transform over its only input; what goes wrong is an error.
pub(crate) fn run(transform: &Transform, call: Call, input: Box<dyn TableSource>, sink: Box<dyn TableSink>) -> Result<Outcome> {
    let mut outcome = transform.run(call, vec![("input".to_owned(), input)], sink);
    std::mem::replace(&mut outcome.result, Ok(()))?;
    Ok(outcome)
}
