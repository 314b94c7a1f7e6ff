//! What an executor is told to do, and what it tells.

use std::collections::BTreeMap;
use std::fs::File;
use std::sync::Arc;

use sandtable_core::Result;
use sandtable_frames::{FieldInfo, Format, ReadOptions};
use sandtable_pipeline::io::Files;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::request::{AnalysisKind, AnalysisOptions, OutputFormat, QueryPlan};
use crate::{analyze, estimate, guard, infer, preview, query};

/// A data set whose place is known: a file, or files of one format.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Source {
    /// What [`Files::open`] is asked for.
    pub path: String,
    /// Whether it is a pattern.
    pub glob: bool,
    /// What the files are; without it each file's extension tells.
    pub format: Option<Format>,
    /// What steps and errors call it.
    pub shown: String,
}

/// Work for an executor.
#[expect(clippy::large_enum_variant, reason = "a message for each task, and each is sent once")]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Work {
    /// How many rows files have: exactly from Parquet's metadata, estimated from a sample else.
    Estimate(Estimate),
    /// The columns of a data set, and what is in them.
    Infer(Infer),
    /// The first rows.
    Preview(Preview),
    /// A plan over data sets.
    Query(Query),
    /// What is in a table.
    Analyze(Analyze),
}

/// See [`Work::Estimate`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    /// The files, with their sizes in bytes.
    pub files: Vec<(Source, u64)>,
}

/// See [`Work::Infer`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Infer {
    /// The data set.
    pub source: Source,
    /// Files of it that are looked at.
    pub sample_files: u32,
    /// Rows of text files that tell the types.
    pub infer_rows: u32,
    /// How files are read.
    pub options: ReadOptions,
}

/// See [`Work::Preview`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Preview {
    /// The data set.
    pub source: Source,
    /// Rows that are answered.
    pub limit: u32,
    /// How files are read.
    pub options: ReadOptions,
    /// Rows that the data set is known to have: then they are not counted again.
    pub total_rows: Option<u64>,
}

/// See [`Work::Query`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Query {
    /// The plan.
    pub plan: QueryPlan,
    /// Its data sets, by the names that the plan has for them.
    pub sources: BTreeMap<String, Source>,
    /// As what the rows are answered.
    pub output: OutputFormat,
    /// Rows of a JSON answer at most.
    pub max_rows_json: u64,
}

/// See [`Work::Analyze`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Analyze {
    /// What is analyzed.
    pub subject: Subject,
    /// Data sets of the plan and of rules, by the names that they have for them.
    pub sources: BTreeMap<String, Source>,
    /// What is wanted.
    pub kind: AnalysisKind,
    /// How.
    pub options: AnalysisOptions,
}

/// What is analyzed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// The result of a plan.
    Plan(Box<QueryPlan>),
    /// The frame that came along: an Arrow IPC stream or file, in [`Given::frame`].
    Frame,
}

/// What work gets beside its message.
pub struct Given {
    /// Opens files.
    pub files: Arc<dyn Files>,
    /// The frame that came along.
    pub frame: Option<File>,
    /// Makes an empty file, open for reading and writing: for a table that is to be downloaded. Called at most once.
    pub table: Box<dyn Fn() -> Result<File> + Send + Sync>,
    /// Memory, in bytes, that may be used for what is held at once.
    pub memory_bytes: u64,
    /// Told what has been done and what begins: a step's name and a message for people. Each name once, in order.
    pub step: Step,
}

/// Receives a step's name and its message.
pub type Step = Arc<dyn Fn(&str, String) + Send + Sync>;

/// What came of it.
#[derive(Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// The job's `data`.
    pub data: Value,
    /// The table that is to be downloaded: it is in the file that [`Given::table`] made.
    pub table: Option<TableInfo>,
}

/// A table that is to be downloaded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableInfo {
    /// Its format.
    pub format: OutputFormat,
    /// Rows.
    pub rows: u64,
    /// Bytes.
    pub bytes: u64,
    /// The columns.
    pub schema: Vec<FieldInfo>,
    /// The Arrow IPC message of the schema in base64, for a header.
    pub arrow_schema: String,
}

/// Does the work. May be called from any thread; the work has one of its own.
///
/// # Errors
/// What is wrong with the request, the files or the data; `RESOURCE_CAP` for what does not fit.
pub fn perform(work: &Work, given: &Given) -> Result<Outcome> {
    guard::apart(|| match work {
        Work::Estimate(work) => estimate::estimate(work, given),
        Work::Infer(work) => infer::infer(work, given),
        Work::Preview(work) => preview::preview(work, given),
        Work::Query(work) => query::query(work, given),
        Work::Analyze(work) => analyze::analyze(work, given),
    })
}
