//! One call of a transform: what goes in, what comes out, and who watches.

use std::any::Any;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use sandtable_core::{Error, Limits, Program, Usage};
use serde::{Deserialize, Serialize};

use crate::{Failure, Frames};

/// A table to read.
pub trait TableSource: Send {
    /// The same for every batch.
    fn schema(&self) -> SchemaRef;

    /// How many rows there are in all, when that is known.
    fn rows(&self) -> Option<u64>;

    /// The next rows, or none at the end. A batch of more than `max_rows` is cut by the caller, at no cost.
    ///
    /// # Errors
    /// Ends the call as [`Failure::Host`]; the guest never sees it.
    fn next(&mut self, max_rows: usize) -> Result<Option<RecordBatch>, Error>;

    /// What the rows are made of, for a [`crate::FrameHost`] that knows how to take it whole. Asked at most once, and only
    /// before the first row; after something was given, no rows are asked for.
    fn whole(&mut self) -> Option<Box<dyn Any + Send>> {
        None
    }
}

/// A table to write.
pub trait TableSink: Send {
    /// Says what the columns are: once, before the first batch.
    ///
    /// # Errors
    /// Ends the call as [`Failure::Host`].
    fn start(&mut self, schema: SchemaRef) -> Result<(), Error>;

    /// Takes rows, in order. Never called with an empty batch.
    ///
    /// # Errors
    /// Ends the call as [`Failure::Host`].
    fn push(&mut self, batch: RecordBatch) -> Result<(), Error>;
}

/// Watches a call while it runs. Called on the guest's threads: be quick.
pub trait Observer: Send + Sync {
    /// A line that was kept in the log.
    fn log(&self, line: &LogLine);

    /// How far the guest says it is, in a unit of its choosing.
    fn progress(&self, done: u64, total: Option<u64>);
}

/// An [`Observer`] that looks away.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Observer for Silent {
    fn log(&self, _line: &LogLine) {}

    fn progress(&self, _done: u64, _total: Option<u64>) {}
}

/// Asks a call to end. Clones ask for the same call.
#[derive(Debug, Clone, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl Cancel {
    /// Nobody has asked yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Asks. The call ends within a tick or two, with [`Failure::Cancelled`].
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether somebody asked.
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// What a call is given, beside its tables.
#[derive(Clone)]
pub struct Call {
    /// The parameters: a JSON object.
    pub params: String,
    /// What it may use.
    pub limits: Limits,
    /// Ends it early.
    pub cancel: Cancel,
    /// Fixes clocks and random numbers, so that the same call gives the same answer.
    pub deterministic: bool,
    /// Watches it.
    pub observer: Arc<dyn Observer>,
    /// How many threads a row-by-row transform may spread over; [`Limits::instances`] caps it.
    pub workers: usize,
    /// Native frames, when the transform was granted them.
    pub frames: Option<Arc<dyn Frames>>,
    /// What a language is to run; nothing else takes one.
    pub program: Option<Arc<Program>>,
}

impl Call {
    /// A call with default limits, nobody watching, one thread.
    pub fn new(params: impl Into<String>) -> Self {
        Self {
            params: params.into(),
            limits: Limits::default(),
            cancel: Cancel::new(),
            deterministic: false,
            observer: Arc::new(Silent),
            workers: 1,
            frames: None,
            program: None,
        }
    }
}

impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call").field("params", &self.params).field("limits", &self.limits).field("workers", &self.workers).finish_non_exhaustive()
    }
}

/// How a call ended, whatever the guest did.
#[derive(Debug)]
pub struct Outcome<T = ()> {
    /// What it gave beside its tables, or the first cause of its end.
    pub result: Result<T, Failure>,
    /// What it used, also when it failed.
    pub usage: Usage,
    /// What the guest said, in order, up to [`Limits::log_bytes`].
    pub logs: Vec<LogLine>,
    /// How many lines were left out or cut short over that.
    pub logs_dropped: u64,
}

/// Where a line came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogSource {
    /// The imported function `log`.
    Guest,
    /// Standard output.
    Stdout,
    /// Standard error.
    Stderr,
}

/// How much a line matters. What comes from standard output is `info`, from standard error `warn`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the usual five")]
pub enum LogLevel {
    Trace,
    Debug,
    Info,
    Warn,
    Error,
}

/// One line of a call's log. The text is made fit for a terminal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogLine {
    /// Milliseconds since the call began.
    pub at_ms: u64,
    /// Where it came from.
    pub source: LogSource,
    /// How much it matters.
    pub level: LogLevel,
    /// The text: no control characters.
    pub message: String,
}
