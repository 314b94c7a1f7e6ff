//! What a pipeline is handed: files, functions and limits. It reaches nothing else.

use std::sync::Arc;

use crate::custom::{Functions, NoFunctions};
use crate::io::{Files, NoFiles};
use crate::run::StepRecord;

/// All that a pipeline can reach.
#[derive(Clone)]
pub struct Env {
    /// The only way to a file.
    pub files: Arc<dyn Files>,
    /// The custom functions.
    pub functions: Arc<dyn Functions>,
    /// Bounds of what a run holds and makes.
    pub limits: Limits,
    /// Told of each step when it is done.
    pub progress: Option<Progress>,
}

/// Receives the record of a step.
pub type Progress = Arc<dyn Fn(&StepRecord) + Send + Sync>;

impl Default for Env {
    /// No files and no functions.
    fn default() -> Self {
        Self { files: Arc::new(NoFiles), functions: Arc::new(NoFunctions), limits: Limits::default(), progress: None }
    }
}

/// Bounds of one run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Rows of a frame that has to be held in memory: one that is returned, or one that a step such as `pivot` works on.
    pub rows: u64,
    /// Bytes of such a frame, and of files that can only be read whole.
    pub bytes: u64,
    /// Rows of one output.
    pub output_rows: u64,
    /// Rows that a cross join may make, if there is a bound: a plan with more is refused before it runs, and what goes into
    /// a join is counted where it is not known, which runs that part of the plan twice.
    pub crossed_rows: Option<u64>,
}

impl Default for Limits {
    fn default() -> Self {
        Self { rows: 100_000_000, bytes: 16 << 30, output_rows: 10_000_000_000, crossed_rows: None }
    }
}
