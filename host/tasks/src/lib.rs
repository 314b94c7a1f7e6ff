//! The units of work that an executor does, one at a time: check a component, run a transform or a pipeline, analyze data.
//!
//! A task is a message and open files: it names no path and no URL, and holds no secret. The same code runs in an
//! executor process and, for `sandtable run`, in the command's own.

mod adapt;
mod analysis;
mod ask;
mod check;
mod describe;
mod host;
mod mapped;
mod message;
mod native;
mod params;
mod pipeline;
mod run;

pub use sandtable_pipeline::{SqlQuery, SqlTable};

pub use ask::{Answer, Ask, FILES_AT_ONCE, Helper, Resolved};
pub use host::TaskHost;
pub use message::{
    AnalysisTask, Analyzed, CheckTask, Checked, DescribeTask, Described, Done, Event, Events, FileIndex, Files, InputTask, OutputTask, Piped, PipedTable,
    PipelineDoor, PipelineSource, PipelineTask, ProgramFacts, ProgramTask, Ran, RunTask, Source, Task, TranslateTask,
};
