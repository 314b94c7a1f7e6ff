//! Whole-table transforms: read batches, write batches.

use std::collections::VecDeque;

use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use serde::de::DeserializeOwned;

use crate::host::{Plan, Sink, Source};
use crate::{Context as _, Description, Result, bail, lift, lower, rows, schema};

/// A transform that reads whole tables and writes one. Memory is bounded by what it keeps: batches come when asked for.
pub trait TableTransform: 'static {
    /// The parameters; `()` when there are none.
    type Params: DeserializeOwned + 'static;

    /// What to tell of the transform. Names its inputs; the rest is by default the crate's.
    fn describe() -> Description;

    /// Reads the inputs and writes the output.
    fn run(inputs: Inputs, params: Self::Params, output: Output) -> Result<()>;
}

/// The tables of a call, in the order of `describe`.
pub struct Inputs(VecDeque<Input>);

impl Inputs {
    pub(crate) fn new(sources: impl IntoIterator<Item = (String, Source)>) -> Result<Self> {
        sources.into_iter().map(|(name, source)| Input::new(name, source)).collect::<Result<_>>().map(Self)
    }

    /// Takes the table of that name.
    pub fn take(&mut self, name: &str) -> Result<Input> {
        match self.0.iter().position(|input| input.name == name).and_then(|at| self.0.remove(at)) {
            Some(input) => Ok(input),
            None => bail!("missing-input", "there is no input `{name}`, or it was taken already"),
        }
    }

    /// Takes the first table that is left.
    pub fn next_input(&mut self) -> Result<Input> {
        match self.0.pop_front() {
            Some(input) => Ok(input),
            None => bail!("missing-input", "no input is left"),
        }
    }

    /// The names of the tables that are left.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|input| input.name.as_str())
    }
}

/// A table to read. Iterating gives batches of the host's choice.
pub struct Input {
    name: String,
    schema: SchemaRef,
    source: Source,
}

impl Input {
    pub(crate) fn new(name: String, source: Source) -> Result<Self> {
        let schema = source.schema().and_then(schema::lift).with_context(|| format!("read the schema of `{name}`"))?;
        Ok(Self { name, schema, source })
    }

    pub(crate) fn into_source(self) -> Source {
        self.source
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its schema, the same for every batch.
    pub fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    /// How many rows there are in all, when that is known beforehand.
    pub fn rows(&self) -> Option<u64> {
        self.source.rows()
    }

    /// The next rows: at most `max_rows`, or as many as the host likes for 0. None at the end.
    pub fn next_batch(&mut self, max_rows: u32) -> Result<Option<RecordBatch>> {
        let Some(batch) = self.source.next(max_rows)? else { return Ok(None) };
        lift::batch(&self.schema, batch).with_context(|| format!("read a batch of `{}`", self.name)).map(Some)
    }
}

impl Iterator for Input {
    type Item = Result<RecordBatch>;

    fn next(&mut self) -> Option<Self::Item> {
        self.next_batch(0).transpose()
    }
}

/// The table to write.
pub struct Output {
    sink: Sink,
    schema: Option<SchemaRef>,
}

impl Output {
    pub(crate) fn new(sink: Sink) -> Self {
        Self { sink, schema: None }
    }

    /// Says what the columns are. Once, before the first `push`; a table of no rows needs it too.
    pub fn start(&mut self, schema: &SchemaRef) -> Result<()> {
        if self.schema.is_some() {
            bail!("bad-output", "the output was started twice");
        }
        self.sink.start(&schema::lower(schema).context("give the output's schema")?)?;
        self.schema = Some(SchemaRef::clone(schema));
        Ok(())
    }

    /// Runs a frame's plan, and appends its rows.
    pub(crate) fn push_plan(&mut self, plan: &Plan) -> Result<u64> {
        let rows = self.sink.push_plan(plan)?;
        if self.schema.is_none() {
            // The host has started the table: rows of the guest's own may follow.
            self.schema = Some(schema::lift(plan.schema()?)?);
        }
        Ok(rows)
    }

    /// Appends rows. Returns when the host has taken them.
    pub fn push(&mut self, batch: &RecordBatch) -> Result<()> {
        let Some(schema) = &self.schema else { bail!("bad-output", "rows were pushed before the start") };
        rows::check_types(schema, batch)?;
        self.sink.push(lower::count(batch.num_rows())?, &lower::batch(batch).context("give a batch")?)
    }
}
