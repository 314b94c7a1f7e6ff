//! What runs code: the one thing that the runner needs from below.

use sandtable_core::name::TransformName;
use sandtable_core::{LimitsRequest, Result, Usage};
use sandtable_executor::{Events, RunInput, TableBytes};
use sandtable_frames::{FieldInfo, Format, WriteOptions};
use semver::Version;

/// What is to be run.
#[derive(Debug, Clone)]
pub enum Code {
    /// A program in source code.
    Source {
        /// `python`, `javascript`.
        language: String,
        /// The module that holds `transform`.
        source: String,
        /// Modules that it may import: dotted name, source.
        library: Vec<(String, String)>,
    },
    /// A transform that was uploaded.
    Stored {
        /// Its name.
        name: TransformName,
        /// Its version; the newest when absent.
        version: Option<Version>,
    },
}

impl Code {
    /// How the code's file is called.
    pub fn file_name(&self) -> &'static str {
        match self {
            Self::Source { language, .. } if language == "javascript" => "script.js",
            Self::Source { .. } | Self::Stored { .. } => "script.py",
        }
    }

    /// Its text, as it stands in the file.
    pub fn text(&self) -> String {
        match self {
            Self::Source { source, .. } => source.clone(),
            Self::Stored { name, version: Some(version) } => format!("{{\"transform\": \"{name}@{version}\"}}\n"),
            Self::Stored { name, version: None } => format!("{{\"transform\": \"{name}\"}}\n"),
        }
    }
}

/// A run.
pub struct Wanted {
    /// What.
    pub code: Code,
    /// Over which tables.
    pub inputs: Vec<RunInput>,
    /// Within which limits, none above the configured ones.
    pub limits: LimitsRequest,
    /// As what the table is written.
    pub format: Format,
    /// How.
    pub options: WriteOptions,
}

/// The tables that a program takes, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Takes {
    /// Their names.
    pub inputs: Vec<String>,
}

/// What a run gave.
pub struct Made {
    /// The table's bytes.
    pub table: TableBytes,
    /// Its rows.
    pub rows: u64,
    /// Its columns.
    pub schema: Vec<FieldInfo>,
    /// What the run used.
    pub usage: Usage,
}

/// Keeps a run going: dropping it ends the run.
pub type Held = Box<dyn Send + Sync>;

/// Told the end, once, on a thread that must not be blocked.
pub type Done<T> = Box<dyn FnOnce(Result<T>) + Send>;

/// Runs code under limits. All of it blocks for as long as it takes to hand the work over.
pub trait Engine: Send + Sync + 'static {
    /// Makes ready what the code needs and what is no part of its run: executors that are to be started, a language that
    /// is to be compiled. Blocks until it is.
    ///
    /// # Errors
    /// What cannot be had.
    fn ready(&self, code: &Code) -> Result<()>;

    /// Finds out which tables the code takes, without running its transform.
    ///
    /// # Errors
    /// What keeps it from starting; then `done` is not called.
    fn takes(&self, code: &Code, limits: &LimitsRequest, events: Events, done: Done<Takes>) -> Result<Held>;

    /// Runs it. A guest's own error has `guest_code`, `guest_message` and `traceback` in its details.
    ///
    /// # Errors
    /// What keeps it from starting; then `done` is not called.
    fn run(&self, wanted: Wanted, events: Events, done: Done<Made>) -> Result<Held>;
}
