//! Pipelines as tasks: checked, run, explained, translated.

pub(crate) mod files;
mod function;
mod report;
mod translate;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use sandtable_core::{Error, Limits, Result};
use sandtable_frames::{Table, TableWriter, describe_schema};
use sandtable_pipeline::{Env, Pipeline, Return, Returned};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use crate::TaskHost;
use crate::message::{Event, Events, Files, OutputTask, Piped, PipedTable, PipelineDoor, PipelineSource, PipelineTask};
use crate::streamed::{Batches, Patience};
pub(crate) use translate::translate;

/// Which step failed is found out by running a few parts of a run again: when the run took no more of its time than this
/// part, so that its error does not become that of a limit.
const LOCATING_SHARE: u32 = 32;
/// Rows that are written at once.
const BATCH_ROWS: usize = 65_536;

pub(crate) fn pipeline(host: &TaskHost, task: PipelineTask, files: &Files, events: &Events) -> Result<Piped> {
    let PipelineTask { door, source, returned, limits, output } = task;
    let (pipeline, variables) = read(source)?;
    let wanted = match returned {
        Some(name) => Return::Frame(Some(name)),
        None => Return::Default,
    };
    let env = env(host, files, &limits, events, pipeline.document().steps.len())?;
    match door {
        PipelineDoor::Check => Ok(told(report::checked(&pipeline.check(&variables, &env, &wanted)?)?, None)),
        PipelineDoor::Explain => Ok(told(report::explained(&pipeline.explain(&variables, &env, &wanted)?)?, None)),
        PipelineDoor::Run => {
            let begin = Instant::now();
            let run = || {
                let ran = pipeline.run(&variables, &env, &wanted)?;
                // Plans run late: what the steps used is known when the last row has been written.
                let table = ran.returned.as_ref().map(|returned| write(returned, &output, files, &limits)).transpose()?;
                Ok(told(report::ran(&ran)?, table))
            };
            run().map_err(|error| match begin.elapsed() < limits.wall / LOCATING_SHARE {
                true => pipeline.locate(error, &variables, &env, &wanted),
                false => error,
            })
        }
    }
}

fn read(source: PipelineSource) -> Result<(Pipeline, Map<String, Value>)> {
    match source {
        PipelineSource::Document { document, variables } => {
            let wrong = |error: serde_json::Error| Error::invalid("variables", format!("variables: {error}"));
            Ok((Pipeline::parse(document.get())?, serde_json::from_str(variables.get()).map_err(wrong)?))
        }
        PipelineSource::Sql(query) => Ok((Pipeline::from_sql(&query)?, Map::new())),
    }
}

fn told(report: Box<RawValue>, table: Option<PipedTable>) -> Piped {
    Piped { report, table }
}

fn env(host: &TaskHost, files: &Files, limits: &Limits, events: &Events, steps: usize) -> Result<Env> {
    let helper = files.helper()?;
    let (events, done) = (Arc::clone(events), AtomicUsize::new(0));
    Ok(Env {
        files: Arc::new(files::Asked::new(Arc::clone(&helper))),
        functions: Arc::new(function::Asked::new(host.clone(), helper)),
        limits: sandtable_pipeline::Limits { bytes: limits.memory_bytes, output_rows: limits.output_rows, ..sandtable_pipeline::Limits::default() },
        progress: Some(Arc::new(move |_| {
            let done = done.fetch_add(1, Ordering::Relaxed) + 1;
            events(Event::Progress { done: done as u64, total: Some(steps as u64) });
        })),
    })
}

/// Writes the returned frame, batch by batch; of a limited one no more than the limit is made.
fn write(returned: &Returned, output: &OutputTask, files: &Files, limits: &Limits) -> Result<PipedTable> {
    let mut writer = TableWriter::new(files.target(output)?, output.format, &output.options)?;
    let mut schema = None;
    let mut push = |writer: &mut TableWriter, table: Table| {
        if schema.is_none() {
            writer.start(Arc::clone(table.schema()))?;
            schema = Some(Arc::clone(table.schema()));
        }
        let mut batches = table.batches(false, BATCH_ROWS);
        while let Some(batch) = batches.next(BATCH_ROWS)? {
            writer.push(batch)?;
        }
        Ok::<_, Error>(())
    };
    match output.options.limit.and_then(|limit| u32::try_from(limit).ok()) {
        // One row more tells whether there are more.
        Some(limit) => push(&mut writer, Table::from_frame(returned.collect(Some(limit.saturating_add(1)))?)?)?,
        None => {
            let batches = Batches::start(returned.plan(), Patience::Wall(limits.wall), ())?;
            let mut any = false;
            while let Some(frame) = batches.next()? {
                any = true;
                push(&mut writer, Table::from_frame(frame)?)?;
            }
            if !any {
                push(&mut writer, Table::from_frame(polars::prelude::DataFrame::empty_with_schema(&returned.schema))?)?;
            }
        }
    }
    let written = writer.finish()?;
    Ok(PipedTable {
        rows: written.rows,
        total_rows: written.total_rows,
        truncated: written.truncated,
        schema: schema.map(|schema| describe_schema(&schema)).unwrap_or_default(),
        held: written.held,
    })
}
