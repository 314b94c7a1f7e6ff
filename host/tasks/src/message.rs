//! What a task says, and what is said of it.

use std::fs::File;
use std::io::Seek;
use std::ops::Range;
use std::sync::Arc;

use sandtable_analysis::work::{TableInfo, Work};
use sandtable_core::{Description, Error, Limits, Program, Result, Usage};
use sandtable_frames::{FieldInfo, Format, ReadOptions, Target, WriteOptions};
use sandtable_pipeline::SqlQuery;
use sandtable_sandbox::{LogLine, Report};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::ask::{Answer, Ask, Helper};

/// A task. The files that it speaks of travel beside it.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Task {
    /// Check an upload, and compile it when it is acceptable.
    Check(CheckTask),
    /// Ask a language what a program is.
    Describe(Box<DescribeTask>),
    /// Run a transform over tables.
    Run(Box<RunTask>),
    /// Check, run or explain a pipeline.
    Pipeline(Box<PipelineTask>),
    /// Turn something into a document, or a document into something.
    Translate(TranslateTask),
    /// Work of the file-analytics service.
    Analysis(Box<AnalysisTask>),
}

/// Which of a task's files is meant.
pub type FileIndex = usize;

/// Check a component.
#[derive(Debug, Serialize, Deserialize)]
pub struct CheckTask {
    /// The upload.
    pub component: FileIndex,
    /// Where the compiled code goes when the component is acceptable.
    pub compiled: FileIndex,
    /// What `describe` may use.
    pub limits: Limits,
}

/// Ask a language what a program is. Runs the top level of its module.
#[derive(Debug, Serialize, Deserialize)]
pub struct DescribeTask {
    /// Names the language's compiled code.
    pub digest: String,
    /// The compiled code, authenticated by who sends the task.
    pub compiled: FileIndex,
    /// What the language says of itself: JSON.
    pub description: Box<RawValue>,
    /// The program.
    pub program: Program,
    /// What asking may use.
    pub limits: Limits,
}

/// Run a transform.
#[derive(Debug, Serialize, Deserialize)]
pub struct RunTask {
    /// Names the compiled code, so that it is mapped once per executor.
    pub digest: String,
    /// The compiled code, authenticated by who sends the task.
    pub compiled: FileIndex,
    /// What the transform says of itself: JSON, only looked into when the code is mapped.
    pub description: Box<RawValue>,
    /// The tables, by the names that the description gives them.
    pub inputs: Vec<InputTask>,
    /// A JSON object.
    pub params: String,
    /// What the call may use.
    pub limits: Limits,
    /// Where the table goes, and how.
    pub output: OutputTask,
    /// Fixed clocks and random numbers.
    pub deterministic: bool,
    /// What is run, when the code is a language's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub program: Option<ProgramTask>,
}

/// A program that a language runs.
#[derive(Debug, Serialize, Deserialize)]
pub struct ProgramTask {
    /// Names the program.
    pub digest: String,
    /// The program.
    pub program: Program,
    /// What is known of it.
    pub known: ProgramFacts,
}

/// What is known of a program before it runs.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProgramFacts {
    /// What it said of itself when it was uploaded: JSON. Whether it may use frames was settled then.
    Described(Box<RawValue>),
    /// Nothing: its language alone looks at inputs and parameters.
    Nothing {
        /// Whether it may use native frames.
        frames: bool,
    },
}

/// Check, run or explain a pipeline.
#[derive(Debug, Serialize, Deserialize)]
pub struct PipelineTask {
    /// What is wanted of it.
    pub door: PipelineDoor,
    /// What the pipeline is.
    pub source: PipelineSource,
    /// The frame that is answered: absent when the document's outputs are all that is wanted, or to take the default.
    pub returned: Option<String>,
    /// What the pipeline may use.
    pub limits: Limits,
    /// As what the returned frame is answered.
    pub output: OutputTask,
}

/// What a pipeline is.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PipelineSource {
    /// A document.
    Document {
        /// As it came.
        document: Box<RawValue>,
        /// Values of variables: a JSON object.
        variables: Box<RawValue>,
    },
    /// One SQL query.
    Sql(SqlQuery),
}

/// What is wanted of a pipeline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PipelineDoor {
    /// Whether it would run, and the columns after each step.
    Check,
    /// Run it.
    Run,
    /// The plan that Polars makes of it.
    Explain,
}

/// Turn something into a document, or a document into something. Nothing is run and no file is read.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TranslateTask {
    /// Template blocks and a graph into a document.
    Compile(Box<RawValue>),
    /// Python source into a document.
    FromPython(String),
    /// A document into Python source.
    ToPython(Box<RawValue>),
    /// Every operation that there is.
    Operations,
}

/// Work of the file-analytics service.
#[derive(Debug, Serialize, Deserialize)]
pub struct AnalysisTask {
    /// What is to be done.
    pub work: Work,
    /// The frame that came along.
    pub frame: Option<FileIndex>,
    /// Memory, in bytes, that what is held at once may take.
    pub memory_bytes: u64,
}

/// A table to read.
#[derive(Debug, Serialize, Deserialize)]
pub struct InputTask {
    /// The input's name.
    pub name: String,
    /// Where its bytes are.
    pub source: Source,
    /// What kind of bytes; absent when their beginning tells.
    pub format: Option<Format>,
    /// How to read them.
    #[serde(default)]
    pub options: ReadOptions,
}

/// Where bytes are.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// In a file of the task.
    File(FileIndex),
    /// In the bytes that came with the message: small tables need no file.
    Inline(Range<usize>),
}

/// The table to write.
#[derive(Debug, Serialize, Deserialize)]
pub struct OutputTask {
    /// The file it is written to, from its start. Without one a small table comes back beside the message, as
    /// [`Ran::held`], and for a larger one a file is asked for.
    pub file: Option<FileIndex>,
    /// As what.
    pub format: Format,
    /// How.
    #[serde(default)]
    pub options: WriteOptions,
}

/// The open files of a task.
#[derive(Default)]
pub struct Files {
    /// By [`FileIndex`].
    pub files: Vec<File>,
    /// What [`Source::Inline`] is cut from.
    pub inline: Vec<u8>,
    /// Whom the task asks for what did not come with it.
    pub helper: Option<Arc<dyn Helper>>,
}

impl Files {
    /// A file of the task.
    ///
    /// # Errors
    /// `INTERNAL` when the message names a file that did not come.
    pub fn file(&self, index: FileIndex) -> Result<&File> {
        self.files.get(index).ok_or_else(|| Error::internal(format!("the task has no file {index}")))
    }

    /// A file of the task, for reading it from its start.
    ///
    /// # Errors
    /// `INTERNAL` when it did not come, `IO_ERROR` when it cannot be read.
    pub fn input(&self, index: FileIndex) -> Result<File> {
        self.share(index).and_then(|mut file| file.rewind().map(|()| file).map_err(|error| Error::io("the file cannot be read").with_inside(error)))
    }

    /// A file of the task, emptied, for writing it. A task that is done again must not find what the first try left.
    ///
    /// # Errors
    /// `INTERNAL` when it did not come, `IO_ERROR` when it cannot be written.
    pub fn output(&self, index: FileIndex) -> Result<File> {
        let mut file = self.share(index)?;
        match file.set_len(0).and_then(|()| file.rewind()) {
            Ok(()) => Ok(file),
            Err(error) => Err(Error::io(format!("the output cannot be written: {}", error.kind())).with_inside(error)),
        }
    }

    /// Where an output goes: its file, or memory and then a file that is asked for.
    ///
    /// # Errors
    /// As [`Files::output`].
    pub(crate) fn target(&self, output: &OutputTask) -> Result<Target> {
        if let Some(index) = output.file {
            return self.output(index).map(Target::from);
        }
        let helper = self.helper()?;
        Ok(Target::Spill { held_bytes: HELD_BYTES, file: Box::new(move || spill(&*helper, Ask::Spill)) })
    }

    /// Whom the task asks.
    ///
    /// # Errors
    /// `INTERNAL` when the task came without.
    pub(crate) fn helper(&self) -> Result<Arc<dyn Helper>> {
        self.helper.clone().ok_or_else(|| Error::internal("the task has nobody to ask"))
    }

    fn share(&self, index: FileIndex) -> Result<File> {
        self.file(index)?.try_clone().map_err(|error| Error::io("a file cannot be shared").with_inside(error))
    }
}

/// A file without a name: for the output, or to put something by.
pub(crate) fn spill(helper: &dyn Helper, ask: Ask) -> Result<File> {
    match helper.answer(ask)? {
        (Answer::Spill, mut files) if files.len() == 1 => files.pop().ok_or_else(|| Error::internal("no spool file came")),
        (other, files) => Err(Error::internal(format!("asked for a spool file, got {other:?} and {} files", files.len()))),
    }
}

/// A table up to this size comes back beside the message; nearly all of a small call would be spent on making and
/// closing a file.
pub(crate) const HELD_BYTES: usize = 64 << 10;

/// What a task gave.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Done {
    /// Of [`Task::Check`].
    Checked(Box<Checked>),
    /// Of [`Task::Describe`].
    Described(Box<Described>),
    /// Of [`Task::Run`].
    Ran(Box<Ran>),
    /// Of [`Task::Pipeline`].
    Piped(Box<Piped>),
    /// Of [`Task::Translate`]: JSON.
    Translated(Box<RawValue>),
    /// Of [`Task::Analysis`].
    Analyzed(Analyzed),
}

impl Done {
    /// Where the table is put that travels beside the JSON.
    pub fn held(&mut self) -> Option<&mut Option<Vec<u8>>> {
        match self {
            Self::Ran(ran) => Some(&mut ran.held),
            Self::Piped(piped) => piped.table.as_mut().map(|table| &mut table.held),
            Self::Analyzed(analyzed) => Some(&mut analyzed.held),
            Self::Checked(_) | Self::Described(_) | Self::Translated(_) => None,
        }
    }
}

/// The outcome of a pipeline.
#[derive(Debug, Serialize, Deserialize)]
pub struct Piped {
    /// What is told of it: a JSON object, its fields as the door has them.
    pub report: Box<RawValue>,
    /// The returned frame, when it was run and one was wanted.
    pub table: Option<PipedTable>,
}

/// The frame that a pipeline returned.
#[derive(Debug, Serialize, Deserialize)]
pub struct PipedTable {
    /// Rows written.
    pub rows: u64,
    /// Rows that the frame has.
    pub total_rows: u64,
    /// Whether rows were left out.
    pub truncated: bool,
    /// The columns.
    pub schema: Vec<FieldInfo>,
    /// The table itself, when it came back without a file. Travels beside the JSON.
    #[serde(skip)]
    pub held: Option<Vec<u8>>,
}

/// The outcome of work of the file-analytics service.
#[derive(Debug, Serialize, Deserialize)]
pub struct Analyzed {
    /// The table that is to be downloaded: it is in the file that came for [`Ask::Spill`].
    pub table: Option<TableInfo>,
    /// What is answered, as JSON, when it is small; else it is in the file that came for [`Ask::Record`]. Travels beside
    /// the JSON.
    #[serde(skip)]
    pub held: Option<Vec<u8>>,
}

/// The outcome of a check. A component that is not acceptable is an outcome, not an error.
#[derive(Debug, Serialize, Deserialize)]
pub struct Checked {
    /// What was found.
    pub report: Report,
    /// Bytes of compiled code written; absent when the component is not acceptable.
    pub compiled_bytes: Option<u64>,
}

/// What a program is. One that cannot be asked is an [`Error`] with `usage` and `logs` in its details.
#[derive(Debug, Serialize, Deserialize)]
pub struct Described {
    /// What it says of itself.
    pub description: Description,
    /// What asking used.
    pub usage: Usage,
    /// What it said meanwhile.
    pub logs: Vec<LogLine>,
}

/// The outcome of a run. A call that failed is an [`Error`] with `usage` and `logs` in its details.
#[derive(Debug, Serialize, Deserialize)]
pub struct Ran {
    /// Rows written.
    pub rows: u64,
    /// Rows that the transform gave: more than `rows` when the output has a limit.
    pub total_rows: u64,
    /// Whether rows were left out.
    pub truncated: bool,
    /// Bytes written.
    pub bytes: u64,
    /// The table itself, when it came back without a file. Travels beside the JSON.
    #[serde(skip)]
    pub held: Option<Vec<u8>>,
    /// The columns.
    pub schema: Vec<FieldInfo>,
    /// What the call used.
    pub usage: Usage,
    /// What the guest said.
    pub logs: Vec<LogLine>,
    /// Bytes of log text beyond the limit, not kept.
    pub logs_dropped: u64,
}

/// What is told while a task runs.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// The guest wrote a line.
    Log(LogLine),
    /// The guest told how far it is.
    Progress {
        /// Units done.
        done: u64,
        /// Units in all, if known.
        total: Option<u64>,
    },
    /// A part of the work is done, or begins.
    Step {
        /// Its name, for programs.
        step: String,
        /// For people.
        message: String,
    },
}

/// Takes what is told while a task runs, from any thread.
pub type Events = Arc<dyn Fn(Event) + Send + Sync>;
