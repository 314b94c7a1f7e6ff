//! Runs transforms natively, in memory, for plain `cargo test`. Not there in wasm.
//!
//! Every batch passes through the form that it has at the real boundary, so that types which do not cross it fail here
//! too.

use std::cell::RefCell;
use std::rc::Rc;

use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;

use crate::host::native::{Sink, Source, Written, columns_to_wire, take_logs, take_progress, to_wire};
use crate::rows::Prepared;
use crate::table::{Inputs, Output};
use crate::{Context as _, Level, Result, RowTransform, TableTransform, bail, lift, params, schema};

/// What a run gave.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The output's schema.
    pub schema: SchemaRef,
    /// The output, batch by batch.
    pub batches: Vec<RecordBatch>,
    /// What was logged.
    pub logs: Vec<LogLine>,
    /// What progress was told: done, and of how much.
    pub progress: Vec<(u64, Option<u64>)>,
}

/// A line of a transform's log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogLine {
    /// How much it matters.
    pub level: Level,
    /// The text.
    pub message: String,
}

impl Outcome {
    /// How many rows came out.
    pub fn rows(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }
}

/// Runs a row transform over batches of one schema. `params` is a JSON object.
pub fn run_rows<T: RowTransform>(params: &str, batches: &[RecordBatch]) -> Result<Outcome> {
    forget_earlier();
    let Some(first) = batches.first() else { bail!("no-input", "a run needs at least one batch, if only an empty one") };
    let (prepared, _) = Prepared::<T>::new(schema::lower(first.schema_ref())?, params)?;
    let mut answers = Vec::with_capacity(batches.len());
    for batch in batches {
        let (rows, columns) = prepared.apply(to_wire(batch)?)?;
        answers.push(lift::batch(prepared.output(), columns_to_wire(rows, &columns)).context("read what came out")?);
    }
    Ok(outcome(SchemaRef::clone(prepared.output()), answers))
}

/// Runs a whole-table transform over named tables, each with a schema and its batches. `params` is a JSON object.
pub fn run_table<T: TableTransform>(params: &str, inputs: &[(&str, SchemaRef, Vec<RecordBatch>)]) -> Result<Outcome> {
    forget_earlier();
    let sources = inputs.iter().map(|(name, schema, batches)| ((*name).to_owned(), Source::new(SchemaRef::clone(schema), batches.clone())));
    let written = Rc::new(RefCell::new(Written::default()));
    T::run(Inputs::new(sources)?, params::read(params)?, Output::new(Sink(Rc::clone(&written))))?;
    let Written { schema, batches } = written.take();
    let Some(schema) = schema else { bail!("bad-output", "the output was never started") };
    Ok(outcome(schema, batches))
}

fn outcome(schema: SchemaRef, batches: Vec<RecordBatch>) -> Outcome {
    Outcome { schema, batches, logs: take_logs(), progress: take_progress() }
}

/// A run that failed on this thread left its log behind.
fn forget_earlier() {
    drop((take_logs(), take_progress()));
}
