//! The real host.

use std::rc::Rc;

use crate::bindings::{self, frames, host, types};
use crate::frames::Refusal;
use crate::lower::Column;
use crate::raw;
use crate::{Level, Result};

pub(crate) fn log(level: Level, message: &str) {
    let level = match level {
        Level::Trace => host::Level::Trace,
        Level::Debug => host::Level::Debug,
        Level::Info => host::Level::Info,
        Level::Warn => host::Level::Warn,
        Level::Error => host::Level::Error,
    };
    host::log(level, message);
}

pub(crate) fn progress(done: u64, total: Option<u64>) {
    host::progress(done, total);
}

/// A table to read.
pub(crate) struct Source(pub(crate) bindings::Input);

impl Source {
    pub(crate) fn schema(&self) -> Result<Vec<types::Field>> {
        Ok(self.0.schema())
    }

    pub(crate) fn rows(&self) -> Option<u64> {
        self.0.rows()
    }

    pub(crate) fn next(&self, max_rows: u32) -> Result<Option<types::Batch>> {
        Ok(self.0.next(max_rows))
    }
}

/// A table to write.
pub(crate) struct Sink(pub(crate) bindings::Output);

impl Sink {
    pub(crate) fn start(&self, fields: &[types::Field]) -> Result<()> {
        self.0.start(fields);
        Ok(())
    }

    pub(crate) fn push(&self, rows: u32, columns: &[Column]) -> Result<()> {
        raw::push(&self.0, rows, columns);
        Ok(())
    }
}

impl Sink {
    pub(crate) fn push_plan(&self, plan: &Plan) -> Result<u64, Refusal> {
        frames::push(&plan.0, &self.0).map_err(refusal)
    }
}

/// A frame of the host's.
pub(crate) struct Plan(frames::Frame);

impl Plan {
    pub(crate) fn from_input(source: Source) -> Result<Self, Refusal> {
        frames::Frame::from_input(source.0).map(Self).map_err(refusal)
    }

    pub(crate) fn from_batches(fields: &[types::Field], batches: &[(u32, Vec<Column>)]) -> Result<Self, Refusal> {
        let array = |column: &Column| types::Array {
            length: column.length,
            null_count: column.null_count,
            buffers: column.buffers.iter().map(|buffer| buffer.to_vec()).collect(),
        };
        let batches: Vec<_> = batches.iter().map(|(rows, columns)| types::Batch { rows: *rows, arrays: columns.iter().map(array).collect() }).collect();
        frames::Frame::from_batches(fields, &batches).map(Self).map_err(refusal)
    }

    pub(crate) fn make(function: &str, arguments: &str, others: &[Rc<Self>]) -> Result<Vec<Self>, Refusal> {
        let made = frames::Frame::make(function, arguments, &handles(others)).map_err(refusal)?;
        Ok(made.into_iter().map(Self).collect())
    }

    pub(crate) fn apply(&self, operation: &str, arguments: &str, others: &[Rc<Self>]) -> Result<Self, Refusal> {
        self.0.apply(operation, arguments, &handles(others)).map(Self).map_err(refusal)
    }

    pub(crate) fn schema(&self) -> Result<Vec<types::Field>, Refusal> {
        self.0.schema().map_err(refusal)
    }

    pub(crate) fn collect(&self) -> Result<Source, Refusal> {
        self.0.collect().map(Source).map_err(refusal)
    }

    pub(crate) fn explain(&self) -> Result<String, Refusal> {
        self.0.explain().map_err(refusal)
    }
}

fn handles(plans: &[Rc<Plan>]) -> Vec<&frames::Frame> {
    plans.iter().map(|plan| &plan.0).collect()
}

fn refusal(refusal: frames::Refusal) -> Refusal {
    let frames::Refusal { code, message, details } = refusal;
    Refusal { code, message, details: serde_json::from_str(&details).unwrap_or_default() }
}
