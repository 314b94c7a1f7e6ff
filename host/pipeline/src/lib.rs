//! Pipelines: documents in JSON that say what Polars is to do, by Polars' own names, checked and run natively.
//!
//! A [`Document`] is parsed, its variables are put in place, and its steps are applied in order to frames with names.
//! Each step extends a lazy plan; outputs are streaming sinks. Everything outside comes through [`Env`]: files
//! ([`io::Files`]), custom functions ([`custom::Functions`]) and limits. Nothing here opens a path, reads the
//! environment or loads code, and no expression tree of a document's own is ever deserialised.
//!
//! The doors run on a thread of their own, so they may be called from anywhere.

mod bind;
mod catalogue;
mod check;
pub mod compile;
pub mod custom;
mod document;
mod dtype;
mod env;
mod explain;
mod expr;
mod fault;
mod frame;
mod guard;
pub mod io;
mod locate;
mod placed;
pub mod python;
mod query;
mod run;
pub mod session;
mod sql;
mod suggest;
mod table;
mod variables;

use sandtable_core::{Code, Error, Result};
use serde_json::{Map, Value};

pub use catalogue::{OperationInfo, operations, polars_version};
pub use check::{Checked, CheckedOutput, CheckedStep};
pub use document::{Document, MAX_BYTES, MAX_NESTING, MAX_OUTPUTS, MAX_STEPS, MAX_VARIABLES, Naming, Output, Step, Variable};
pub use env::{Env, Limits, Progress};
pub use explain::Explained;
pub use expr::expression;
pub use query::{SqlQuery, SqlTable};
pub use run::{OutputRecord, Ran, Return, Returned, StepRecord};

/// A document that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Pipeline {
    document: Document,
}

impl Pipeline {
    /// Reads a document from JSON text.
    ///
    /// # Errors
    /// `VALIDATION_ERROR` with `step`, `operation`, `argument`, `given`, `allowed` and `did_you_mean` where they apply;
    /// `RESOURCE_CAP` for one that is too large or too deep.
    pub fn parse(text: &str) -> Result<Self> {
        Ok(Self { document: Document::parse(text).map_err(Error::from)? })
    }

    /// Reads a document from a JSON value.
    ///
    /// # Errors
    /// As [`Pipeline::parse`].
    pub fn from_value(value: &Value) -> Result<Self> {
        Ok(Self { document: Document::read(value).map_err(Error::from)? })
    }

    /// One SQL query over files.
    ///
    /// # Errors
    /// `VALIDATION_ERROR` when it is no select, or a table's format cannot be told.
    pub fn from_sql(query: &SqlQuery) -> Result<Self> {
        Self::from_value(&query.document().map_err(Error::from)?)
    }

    /// The document.
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// Checks everything that can be checked before work: names, arguments, references, variables, and the columns
    /// after each step. Of files only the schemas are read.
    ///
    /// # Errors
    /// What is wrong first, with its place.
    pub fn check(&self, variables: &Map<String, Value>, env: &Env, wanted: &Return) -> Result<Checked> {
        guard::apart(|| {
            let context = check::context(env);
            let (checked, _) = check::check(&self.document, variables, &context, wanted)?;
            Ok(checked)
        })
    }

    /// Checks and runs.
    ///
    /// # Errors
    /// As [`Pipeline::check`], and what files, guests, limits and Polars end it with.
    pub fn run(&self, variables: &Map<String, Value>, env: &Env, wanted: &Return) -> Result<Ran> {
        guard::apart(|| Ok(run::run(&self.document, variables, env, wanted)?))
    }

    /// An error of a run, with the step that it belongs to where that is not said yet and can be found out: by running the
    /// plans up to each step again, when they are small and call no guest.
    pub fn locate(&self, error: Error, variables: &Map<String, Value>, env: &Env, wanted: &Return) -> Error {
        let is_of_rows = error.code == Code::ValidationError && !error.details.contains_key("step");
        let is_placed = error.details.get("argument").is_some_and(|argument| argument != "outputs");
        if !is_of_rows || is_placed {
            return error;
        }
        match guard::apart(|| Ok(locate::failing(&self.document, variables, env, wanted)?)) {
            Ok(Some((step, operation))) => {
                let message = format!("step {step} ({operation}): {}", error.message);
                Error { message, ..error }.with("step", step).with("operation", operation)
            }
            Ok(None) | Err(_) => error,
        }
    }

    /// The plans of the outputs and of the returned frame. Nothing runs.
    ///
    /// # Errors
    /// As [`Pipeline::check`].
    pub fn explain(&self, variables: &Map<String, Value>, env: &Env, wanted: &Return) -> Result<Vec<Explained>> {
        guard::apart(|| Ok(explain::explain(&self.document, variables, env, wanted)?))
    }
}
