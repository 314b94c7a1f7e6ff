//! Running a transform over tables.

use std::sync::{Arc, LazyLock};

use sandtable_core::{Error, Result, Usage, text};
use sandtable_frames::{Table, TableWriter, describe_schema};
use sandtable_sandbox::{Call, LogLine, Observer, Outcome, TableSource};

use crate::adapt;
use crate::mapped::Mapped;
use crate::message::{Event, Events, Files, InputTask, Ran, RunTask, Source};
use crate::native::Native;

/// Rows of a batch when the guest does not say: big enough to make the crossing cheap, small enough for caches.
const BATCH_ROWS: usize = 16_384;

/// Asked once: the answer is read from a dozen files.
static CORES: LazyLock<usize> = LazyLock::new(|| std::thread::available_parallelism().map_or(1, usize::from));

pub(crate) fn run(mapped: &Mapped, native: &Native, task: RunTask, files: &Files, events: &Events) -> Result<Ran> {
    let RunTask { inputs, params, limits, output, deterministic, digest: _, compiled: _, description: _, program: _ } = task;
    let description = &mapped.description;
    mapped.params.check(&params)?;
    let mut sources: Vec<(String, Box<dyn TableSource>)> = Vec::new();
    for input in inputs {
        let place = format!("input {}", text::quote(&input.name));
        let wanted = description.inputs.iter().find(|wanted| wanted.name == input.name).map(|wanted| wanted.columns.as_slice());
        let table = open(&input, files).and_then(|table| table.check_columns(wanted.unwrap_or_default())).map_err(|error| error.at(place))?;
        sources.push((input.name, Box::new(adapt::Source::new(table, description.takes_views(), BATCH_ROWS))));
    }
    let sink = adapt::Sink::new(TableWriter::new(files.target(&output)?, output.format, &output.options)?);
    let mut call = Call::new(params);
    call.limits = limits;
    call.deterministic = deterministic;
    call.observer = Arc::new(Told(Arc::clone(events)));
    call.workers = *CORES;
    call.frames = native.frames(description, files.helper.clone());
    call.program = mapped.program.clone();
    let Outcome { result, usage, logs, logs_dropped } = mapped.transform.run(call, sources, Box::new(sink.clone()));
    let finished = result.map_err(Error::from).and_then(|()| {
        let adapt::Output { writer, schema } = sink.take()?;
        let schema = schema.map(|schema| describe_schema(&schema)).unwrap_or_default();
        writer.finish().map(|written| (written, schema))
    });
    match finished {
        Ok((written, schema)) => Ok(Ran {
            rows: written.rows,
            total_rows: written.total_rows,
            truncated: written.truncated,
            bytes: written.bytes,
            held: written.held,
            schema,
            usage,
            logs,
            logs_dropped,
        }),
        Err(error) => Err(with_story(error, &usage, &logs)?),
    }
}

/// An error with what the call used and said.
pub(crate) fn with_story(error: Error, usage: &Usage, logs: &[LogLine]) -> Result<Error> {
    Ok(error.with("usage", to_json(usage)?).with("logs", to_json(&logs)?))
}

fn open(input: &InputTask, files: &Files) -> Result<Table> {
    match &input.source {
        Source::Inline(range) => {
            let bytes = files.inline.get(range.clone()).ok_or_else(|| crate::host::broken_task("inline bytes that did not come"))?;
            Table::from_json_rows(bytes, &input.options)
        }
        Source::File(index) => Table::open(files.input(*index)?, input.format, &input.options),
    }
}

fn to_json<T: serde::Serialize>(value: &T) -> Result<serde_json::Value> {
    serde_json::to_value(value).map_err(Error::internal)
}

/// Passes on what the guest tells.
pub(crate) struct Told(pub(crate) Events);

impl Observer for Told {
    fn log(&self, line: &LogLine) {
        (self.0)(Event::Log(line.clone()));
    }

    fn progress(&self, done: u64, total: Option<u64>) {
        (self.0)(Event::Progress { done, total });
    }
}
