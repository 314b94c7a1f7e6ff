//! A host made of memory. Batches pass through the same flat form as at the real boundary.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;

use crate::bindings::types;
use crate::frames::Refusal;
use crate::lower::Column;
use crate::testing::LogLine;
use crate::{Level, Result, bail, lift, lower, schema};

/// What `max-rows: 0` means here.
const DEFAULT_ROWS: usize = 65_536;

thread_local! {
    static LOGS: RefCell<Vec<LogLine>> = const { RefCell::new(Vec::new()) };
    static PROGRESS: RefCell<Vec<(u64, Option<u64>)>> = const { RefCell::new(Vec::new()) };
}

pub(crate) fn log(level: Level, message: &str) {
    LOGS.with_borrow_mut(|logs| logs.push(LogLine { level, message: message.to_owned() }));
}

pub(crate) fn progress(done: u64, total: Option<u64>) {
    PROGRESS.with_borrow_mut(|told| told.push((done, total)));
}

pub(crate) fn take_logs() -> Vec<LogLine> {
    LOGS.take()
}

pub(crate) fn take_progress() -> Vec<(u64, Option<u64>)> {
    PROGRESS.take()
}

/// A table to read.
pub(crate) struct Source {
    schema: SchemaRef,
    batches: RefCell<VecDeque<RecordBatch>>,
    rows: u64,
}

impl Source {
    pub(crate) fn new(schema: SchemaRef, batches: Vec<RecordBatch>) -> Self {
        let rows = batches.iter().map(|batch| batch.num_rows() as u64).sum();
        Self { schema, batches: RefCell::new(batches.into()), rows }
    }

    pub(crate) fn schema(&self) -> Result<Vec<types::Field>> {
        schema::lower(&self.schema)
    }

    pub(crate) fn rows(&self) -> Option<u64> {
        Some(self.rows)
    }

    pub(crate) fn next(&self, max_rows: u32) -> Result<Option<types::Batch>> {
        let limit = if max_rows == 0 { DEFAULT_ROWS } else { max_rows as usize };
        let mut batches = self.batches.borrow_mut();
        let Some(batch) = batches.pop_front() else { return Ok(None) };
        let taken = batch.num_rows().min(limit);
        if taken < batch.num_rows() {
            batches.push_front(batch.slice(taken, batch.num_rows() - taken));
        }
        to_wire(&batch.slice(0, taken)).map(Some)
    }
}

/// A table to write.
pub(crate) struct Sink(pub(crate) Rc<RefCell<Written>>);

/// What was written.
#[derive(Default)]
pub(crate) struct Written {
    pub(crate) schema: Option<SchemaRef>,
    pub(crate) batches: Vec<RecordBatch>,
}

impl Sink {
    pub(crate) fn start(&self, fields: &[types::Field]) -> Result<()> {
        let mut written = self.0.borrow_mut();
        if written.schema.is_some() {
            bail!("bad-output", "the output was started twice");
        }
        written.schema = Some(schema::lift(fields.to_vec())?);
        Ok(())
    }

    pub(crate) fn push(&self, rows: u32, columns: &[Column]) -> Result<()> {
        let mut written = self.0.borrow_mut();
        let Some(schema) = written.schema.clone() else { bail!("bad-output", "rows were pushed before the start") };
        written.batches.push(lift::batch(&schema, columns_to_wire(rows, columns))?);
        Ok(())
    }
}

pub(crate) fn to_wire(batch: &RecordBatch) -> Result<types::Batch> {
    Ok(columns_to_wire(lower::count(batch.num_rows())?, &lower::batch(batch)?))
}

pub(crate) fn columns_to_wire(rows: u32, columns: &[Column]) -> types::Batch {
    let arrays = columns.iter().map(|column| types::Array {
        length: column.length,
        null_count: column.null_count,
        buffers: column.buffers.iter().map(|buffer| buffer.to_vec()).collect(),
    });
    types::Batch { rows, arrays: arrays.collect() }
}

impl Sink {
    #[expect(clippy::unused_self, reason = "the real host's needs it")]
    pub(crate) fn push_plan(&self, plan: &Plan) -> Result<u64, Refusal> {
        match *plan {}
    }
}

/// Frames are the host's own work, and here is none: a transform that needs them is tested in a real one.
pub(crate) enum Plan {}

impl Plan {
    pub(crate) fn from_input(_: Source) -> Result<Self, Refusal> {
        Err(no_frames())
    }

    pub(crate) fn from_batches(_: &[types::Field], _: &[(u32, Vec<Column>)]) -> Result<Self, Refusal> {
        Err(no_frames())
    }

    pub(crate) fn make(_: &str, _: &str, _: &[Rc<Self>]) -> Result<Vec<Self>, Refusal> {
        Err(no_frames())
    }

    pub(crate) fn apply(&self, _: &str, _: &str, _: &[Rc<Self>]) -> Result<Self, Refusal> {
        match *self {}
    }

    pub(crate) fn schema(&self) -> Result<Vec<types::Field>, Refusal> {
        match *self {}
    }

    pub(crate) fn collect(&self) -> Result<Source, Refusal> {
        match *self {}
    }

    pub(crate) fn explain(&self) -> Result<String, Refusal> {
        match *self {}
    }
}

fn no_frames() -> Refusal {
    let message = "native frames are the host's work, which a test outside of it has not; test this transform with `sandtable run`".to_owned();
    Refusal { code: "no-host".to_owned(), message, details: serde_json::Value::Null }
}
