//! The real host.

use crate::bindings::{self, host, types};
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
