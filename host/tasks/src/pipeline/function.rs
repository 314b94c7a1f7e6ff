//! Uploaded transforms as the custom functions of a pipeline.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef as ArrowSchemaRef;
use polars::prelude::{DataFrame, IntoLazy, LazyFrame, Schema, SchemaRef};
use sandtable_core::description::Kind;
use sandtable_core::{Code, Error, Limits, Result, Usage};
use sandtable_frames::bridge::batches_to_frame;
use sandtable_frames::{Format, ReadOptions, Table, TableWriter, Target, WriteOptions};
use sandtable_pipeline::custom::{Function, Functions, Manner, Signature};
use sandtable_sandbox::{Call, TableSink, TableSource};
use serde_json::Value;

use crate::adapt;
use crate::ask::{Answer, Ask, Helper, Resolved};
use crate::host::TaskHost;
use crate::mapped::Mapped;
use crate::message::spill;
use crate::native::Native;
use crate::streamed::{Feed, Streamed};

/// Rows of a batch, as in a plain run.
const BATCH_ROWS: usize = 16_384;
/// What a whole-table transform may give before it is put by in a file.
const HELD_BYTES: usize = 64 << 20;

/// Finds transforms by asking for them.
pub(super) struct Asked {
    host: TaskHost,
    helper: Arc<dyn Helper>,
}

impl Asked {
    pub(super) fn new(host: TaskHost, helper: Arc<dyn Helper>) -> Self {
        Self { host, helper }
    }
}

impl Functions for Asked {
    fn find(&self, reference: &str, params: &Value) -> Result<Arc<dyn Function>> {
        let (answer, files) = self.helper.answer(Ask::Transform { reference: reference.to_owned() })?;
        let Answer::Transform(resolved) = answer else { return Err(Error::internal(format!("asked for a transform, got {answer:?}"))) };
        let file = files.first().ok_or_else(|| Error::internal("a transform came without its code"))?;
        let Resolved { reference, digest, description, program, limits } = *resolved;
        let mapped = self.host.programmed(self.host.map(&digest, &description, file)?, program)?;
        let params = serde_json::to_string(params).map_err(Error::internal)?;
        mapped.params.check(&params)?;
        let signature = Signature {
            reference,
            manner: if mapped.description.kind == Kind::Rows { Manner::Rows } else { Manner::Table },
            inputs: mapped.description.inputs.iter().map(|input| input.name.clone()).collect(),
        };
        let spent = Mutex::new(Spent { since: Instant::now(), usage: Usage::default() });
        Ok(Arc::new(Step { signature, mapped, params, limits, helper: Arc::clone(&self.helper), native: self.host.native.clone(), spent }))
    }
}

/// A transform in a step. However many calls the plan makes of it, they share one call's limits.
struct Step {
    signature: Signature,
    mapped: Arc<Mapped>,
    params: String,
    limits: Limits,
    helper: Arc<dyn Helper>,
    native: Native,
    spent: Mutex<Spent>,
}

struct Spent {
    since: Instant,
    usage: Usage,
}

impl Function for Step {
    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn schema(&self, inputs: &[(String, SchemaRef)]) -> Result<Option<Schema>> {
        match (self.signature.manner, inputs) {
            // What it makes of no rows has the columns that it makes of some.
            (Manner::Rows, [(_, schema)]) => {
                let made = self.rows(DataFrame::empty_with_schema(schema))?;
                Ok(Some(made.schema().as_ref().clone()))
            }
            _ => {
                for (name, schema) in inputs {
                    self.fit(name, DataFrame::empty_with_schema(schema)).map(drop)?;
                }
                Ok(None)
            }
        }
    }

    fn rows(&self, batch: DataFrame) -> Result<DataFrame> {
        let (name, rows) = (self.input(0), batch.height());
        let table = self.fit(&name, batch)?;
        let kept = Kept::default();
        let source = adapt::Source::new(table, self.mapped.description.takes_views(), BATCH_ROWS);
        self.call(vec![(name, Box::new(source))], Box::new(kept.clone()))?;
        let frame = kept.take()?;
        if frame.height() != rows {
            return Err(Error::internal(format!("{} rows came of {rows}", frame.height())));
        }
        Ok(frame)
    }

    fn table(&self, inputs: Vec<(String, LazyFrame)>) -> Result<LazyFrame> {
        let mut sources: Vec<(String, Box<dyn TableSource>)> = Vec::new();
        for (name, mut plan) in inputs {
            let schema = plan.collect_schema().map_err(|error| Error::new(Code::ValidationError, error.to_string()))?;
            let empty = self.fit(&name, DataFrame::empty_with_schema(&schema))?;
            let views = self.mapped.description.takes_views();
            let schema = empty.batches_schema(views);
            let feed = Feed::Plan { plan: Box::new(plan), wall: self.limits.wall, cast: !empty.is_as_read() };
            let fitting = self.fitting(&name);
            sources.push((name, Box::new(Streamed::new(schema, views, feed, Box::new(move |frame| fitting.fit(frame))))));
        }
        let helper = Arc::clone(&self.helper);
        let scratch = Arc::new(Mutex::new(None));
        let kept = Arc::clone(&scratch);
        let file = move || {
            let file = spill(&*helper, Ask::Scratch)?;
            let copy = file.try_clone().map_err(|error| Error::io("a spool file cannot be shared").with_inside(error))?;
            *lock(&kept) = Some(file);
            Ok(copy)
        };
        let target = Target::Spill { held_bytes: HELD_BYTES, file: Box::new(file) };
        let sink = adapt::Sink::new(TableWriter::new(target, Format::ArrowFile, &WriteOptions::default())?);
        self.call(sources, Box::new(sink.clone()))?;
        let adapt::Output { writer, schema: _ } = sink.take()?;
        let written = writer.finish()?;
        read_back(written.held, lock(&scratch).take())
    }

    fn usage(&self) -> Usage {
        lock(&self.spent).usage.clone()
    }
}

impl Step {
    /// One call, with what is left of the limits.
    fn call(&self, sources: Vec<(String, Box<dyn TableSource>)>, sink: Box<dyn TableSink>) -> Result<()> {
        let mut call = Call::new(self.params.clone());
        call.limits = self.left()?;
        call.frames = self.native.frames(&self.mapped.description, Some(Arc::clone(&self.helper)));
        call.program = self.mapped.program.clone();
        let outcome = self.mapped.transform.run(call, sources, sink);
        let mut spent = lock(&self.spent);
        spent.usage += &outcome.usage;
        outcome.result.map_err(|failure| Error::from(failure).with("transform", self.signature.reference.as_str()))
    }

    fn left(&self) -> Result<Limits> {
        let spent = lock(&self.spent);
        let Limits { fuel, wall, cpu, .. } = self.limits;
        let late = |limit: &str, allowed: Duration| {
            let message = format!("{} took longer than {} ms in this step", self.signature.reference, allowed.as_millis());
            Error::new(Code::Timeout, message).with("limit", limit).with("allowed", allowed.as_millis() as u64)
        };
        let spent_cpu = Duration::from_secs_f64(spent.usage.cpu_ms / 1e3);
        Ok(Limits {
            fuel: fuel.map(|fuel| fuel.saturating_sub(spent.usage.fuel)),
            wall: wall.checked_sub(spent.since.elapsed()).ok_or_else(|| late("timeout_ms", wall))?,
            cpu: cpu.checked_sub(spent_cpu).ok_or_else(|| late("cpu_ms", cpu))?,
            ..self.limits
        })
    }

    fn input(&self, index: usize) -> String {
        self.signature.inputs.get(index).cloned().unwrap_or_else(|| "input".to_owned())
    }

    fn fitting(&self, name: &str) -> Fitting {
        Fitting { mapped: Arc::clone(&self.mapped), name: name.to_owned() }
    }

    /// A table with the columns and types that the transform wants of this input.
    fn fit(&self, name: &str, frame: DataFrame) -> Result<Table> {
        self.fitting(name).fit(frame)
    }
}

/// What one input is held to.
struct Fitting {
    mapped: Arc<Mapped>,
    name: String,
}

impl Fitting {
    fn fit(&self, frame: DataFrame) -> Result<Table> {
        let wanted = self.mapped.description.inputs.iter().find(|wanted| wanted.name == self.name).map(|wanted| wanted.columns.as_slice());
        Table::from_frame(frame)?.check_columns(wanted.unwrap_or_default())
    }
}

/// Takes the few batches that come of one.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<(Option<ArrowSchemaRef>, Vec<RecordBatch>)>>);

impl Kept {
    fn take(&self) -> Result<DataFrame> {
        let (schema, batches) = std::mem::take(&mut *lock(&self.0));
        let schema = schema.ok_or_else(|| Error::internal("a transform ended without a schema"))?;
        batches_to_frame(&schema, &batches)
    }
}

impl TableSink for Kept {
    fn start(&mut self, schema: ArrowSchemaRef) -> Result<()> {
        lock(&self.0).0 = Some(schema);
        Ok(())
    }

    fn push(&mut self, batch: RecordBatch) -> Result<()> {
        lock(&self.0).1.push(batch);
        Ok(())
    }
}

/// What was put by, as a frame. The bytes are our own writer's.
fn read_back(held: Option<Vec<u8>>, file: Option<std::fs::File>) -> Result<LazyFrame> {
    use polars::prelude::{IpcReader, SerReader};
    if let Some(bytes) = held {
        let frame = IpcReader::new(std::io::Cursor::new(bytes)).finish().map_err(Error::internal)?;
        return Ok(frame.lazy());
    }
    let file = file.ok_or_else(|| Error::internal("a transform's table went nowhere"))?;
    Ok(Table::open(file, Some(Format::ArrowFile), &ReadOptions::default())?.into_frame()?.lazy())
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
