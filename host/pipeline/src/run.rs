//! The run: checked first, then every step for real, then the outputs in one query.

use std::sync::Arc;
use std::time::Instant;

use polars::prelude::{DataFrame, LazyFrame, SchemaRef};
use sandtable_core::{Error, Usage};
use serde_json::{Map, Value};

use crate::check::{check, destination, returned};
use crate::custom::Function;
use crate::document::Document;
use crate::env::Env;
use crate::fault::{Fault, Result};
use crate::frame::{Context, Mode, Registry, apply, collect, schema_of};
use crate::guard;
use crate::io::target::Target;
use crate::io::write::{self, Job, of_output};

/// Which frame comes back.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Return {
    /// Where the document has no outputs: the frame without a name, else the one that was set last. None when a step wrote
    /// that frame to a file.
    #[default]
    Default,
    /// None: the outputs are all.
    Nothing,
    /// This one.
    Frame(Option<String>),
}

/// What a run did.
pub struct Ran {
    steps: Vec<StepRecord>,
    functions: Vec<(usize, Arc<dyn Function>)>,
    /// The files that were written, by steps and by outputs.
    pub outputs: Vec<OutputRecord>,
    /// The frame that was asked for.
    pub returned: Option<Returned>,
}

impl Ran {
    /// The record of every step. Plans run late: what a custom function used is only complete when the returned frame
    /// has been read.
    pub fn steps(&self) -> Vec<StepRecord> {
        let mut steps = self.steps.clone();
        for (step, function) in &self.functions {
            if let Some(record) = steps.get_mut(*step) {
                *record.usage.get_or_insert_default() += &function.usage();
            }
        }
        steps
    }
}

/// What a step did.
#[derive(Debug, Clone)]
pub struct StepRecord {
    /// Counted from 0.
    pub step: usize,
    /// Its operation.
    pub operation: String,
    /// The frame that it set.
    pub frame: Option<String>,
    /// Rows that it made, when it had to run to go on; a plan knows none.
    pub rows: Option<u64>,
    /// Milliseconds that the step took by itself; most only extend a plan.
    pub ms: f64,
    /// What custom functions of the step used.
    pub usage: Option<Usage>,
}

/// A file that was written.
#[derive(Debug, Clone)]
pub struct OutputRecord {
    /// The name of the output; `None` for a step that wrote.
    pub name: Option<String>,
    /// The step that wrote; `None` for an output of the document.
    pub step: Option<usize>,
    /// The path as the document has it.
    pub path: String,
    /// Rows of the frame; of a step that wrote, its record has them.
    pub rows: Option<u64>,
    /// Bytes of the file.
    pub bytes: u64,
    /// Milliseconds of the query that wrote all outputs of the document.
    pub ms: f64,
}

/// A frame that comes back. Nothing of it has run.
pub struct Returned {
    /// Its name.
    pub name: Option<String>,
    /// Its columns.
    pub schema: SchemaRef,
    plan: Option<LazyFrame>,
    rows: u64,
    bytes: u64,
}

impl Returned {
    /// The plan.
    pub fn plan(&self) -> LazyFrame {
        self.plan.clone().unwrap_or_default()
    }

    /// The first rows, as many as asked for, or all; the limits of the run hold.
    ///
    /// # Errors
    /// What the plan fails with, or `RESOURCE_CAP`.
    pub fn collect(&self, limit: Option<u32>) -> Result<DataFrame, Error> {
        let plan = self.plan();
        let (rows, bytes) = (self.rows, self.bytes);
        guard::apart(move || {
            let plan = match limit {
                Some(limit) => plan.limit(limit),
                None => plan,
            };
            collect(plan, rows, bytes).map_err(Error::from)
        })
    }
}

impl Drop for Returned {
    fn drop(&mut self) {
        // A plan of many steps is as deep as they are many.
        if let Some(plan) = self.plan.take() {
            guard::discard(plan);
        }
    }
}

/// Runs all of a document.
pub(crate) fn run(document: &Document, variables: &Map<String, Value>, env: &Env, wanted: &Return) -> Result<Ran> {
    let checking = crate::check::context(env);
    let (_, variables) = check(document, variables, &checking, wanted)?;
    let context = Context::new(env, Mode::Run);
    context.sources.replace(checking.sources.take());
    let mut frames = Registry::default();
    let mut steps = Vec::with_capacity(document.steps.len());
    for (number, step) in document.steps.iter().enumerate() {
        let start = Instant::now();
        apply(&context, &mut frames, number, step, &variables)?;
        let rows = context.rows.borrow().get(&number).copied();
        let record = StepRecord { step: number, operation: step.operation.clone(), frame: step.output.clone(), rows, ms: ms(start), usage: None };
        if let Some(progress) = &env.progress {
            progress(&record);
        }
        steps.push(record);
    }
    let mut outputs: Vec<OutputRecord> = context
        .written
        .take()
        .into_iter()
        .map(|written| {
            let ms = written.step.and_then(|step| steps.get(step)).map_or(0.0, |record| record.ms);
            OutputRecord {
                name: None,
                step: written.step,
                path: written.path,
                rows: written.step.and_then(|step| context.rows.borrow().get(&step).copied()),
                bytes: written.bytes,
                ms,
            }
        })
        .collect();
    let start = Instant::now();
    let mut jobs = Vec::with_capacity(document.outputs.len());
    for (number, output) in document.outputs.iter().enumerate() {
        let place = |fault: Fault| fault.argument(format!("outputs[{number}]"));
        let path = destination(output, &variables).map_err(place)?;
        let plan = frames.table(output.dataframe_id.as_deref()).map_err(place)?.plan.clone();
        let writer = of_output(output, path).map_err(place)?;
        let target = Target::create(&*env.files, path).map_err(place)?;
        jobs.push(Job { writer, plan, target });
    }
    let written = guard::implemented(|| write::run(&context, jobs)).map_err(|fault| fault.argument("outputs"))?;
    for (output, (rows, path, bytes)) in document.outputs.iter().zip(written) {
        outputs.push(OutputRecord { name: Some(output.name.clone()), step: None, path, rows: Some(rows), bytes, ms: ms(start) });
    }
    let returned = match returned(document, &frames, wanted)? {
        Some(name) => {
            let plan = frames.table(name.as_deref()).map_err(|fault| fault.argument("return"))?.plan.clone();
            let schema = schema_of(&plan)?;
            Some(Returned { name, schema, plan: Some(plan), rows: env.limits.rows, bytes: env.limits.bytes })
        }
        None => None,
    };
    Ok(Ran { steps, functions: context.functions.take(), outputs, returned })
}

fn ms(start: Instant) -> f64 {
    start.elapsed().as_secs_f64() * 1e3
}

/// The plans of the outputs and of the returned frame by name; `None` where only rows tell the columns.
pub(crate) fn plans(document: &Document, variables: &Map<String, Value>, env: &Env, wanted: &Return) -> Result<Vec<(String, Option<LazyFrame>)>> {
    let checking = crate::check::context(env);
    let (_, variables) = check(document, variables, &checking, wanted)?;
    let context = Context::new(env, Mode::Explain);
    context.sources.replace(checking.sources.take());
    let mut frames = Registry::default();
    for (number, step) in document.steps.iter().enumerate() {
        apply(&context, &mut frames, number, step, &variables)?;
    }
    let mut wanted_frames: Vec<(String, Option<String>)> = document.outputs.iter().map(|output| (output.name.clone(), output.dataframe_id.clone())).collect();
    if let Some(name) = returned(document, &frames, wanted)? {
        wanted_frames.push((name.clone().unwrap_or_default(), name));
    }
    wanted_frames
        .into_iter()
        .map(|(label, name)| {
            let table = frames.table(name.as_deref())?;
            Ok((label, table.known.then(|| table.plan.clone())))
        })
        .collect()
}
