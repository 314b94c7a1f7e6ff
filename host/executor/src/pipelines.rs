//! Pipelines as a service: documents and what they are turned from, done in executors.

use std::sync::Arc;
use std::time::Duration;

use sandtable_core::units::MIB;
use sandtable_core::{Error, LimitsRequest, Result};
use sandtable_datasets::OutputDir;
use sandtable_frames::{Format, WriteOptions};
use sandtable_tasks::{Done, Events, Files, OutputTask, Piped, PipelineDoor, PipelineSource, PipelineTask, Task, TranslateTask};
use serde_json::value::RawValue;

use crate::helper::{PipelineHelper, SpillOnly};
use crate::pool::{Job, Ticket};
use crate::transforms::{TableBytes, Transforms};

/// How long turning a document into something may take, and with what share of the memory budget: it reads no data.
const TRANSLATE_WALL: Duration = Duration::from_secs(10);
const TRANSLATE_BYTES: u64 = 64 * MIB;

/// Checks, runs and explains pipelines.
pub struct Pipelines {
    transforms: Arc<Transforms>,
    /// Where outputs go; without it there are none.
    output: Option<OutputDir>,
}

/// What is wanted of a document.
pub struct PipelineRequest {
    /// Check, run or explain.
    pub door: PipelineDoor,
    /// The document or the query.
    pub source: PipelineSource,
    /// The frame to answer.
    pub returned: Option<String>,
    /// The pipeline's own limits, and those of each call of a transform in it.
    pub limits: LimitsRequest,
    /// As what the frame is answered.
    pub format: Format,
    /// How.
    pub options: WriteOptions,
}

/// What came of it.
pub struct PipelineOutput {
    /// What is told of it, and of the returned frame.
    pub piped: Piped,
    /// The returned frame, when there is one.
    pub table: Option<TableBytes>,
}

impl Pipelines {
    /// On the same executors, catalog and base path as the transforms.
    pub fn new(transforms: Arc<Transforms>, output: Option<OutputDir>) -> Self {
        Self { transforms, output }
    }

    /// Starts. `done` hears the end, on a thread that must not be blocked. Outputs have their names by then, or are gone.
    ///
    /// # Errors
    /// What is wrong with the request; then `done` is not called.
    pub fn start(&self, request: PipelineRequest, events: Events, done: impl FnOnce(Result<PipelineOutput>) + Send + 'static) -> Result<Ticket> {
        let PipelineRequest { door, source, returned, limits: asked, format, options } = request;
        let limits = self.transforms.policy().resolve(&LimitsRequest::default(), &asked)?;
        let (wall, memory_bytes) = (limits.wall, limits.memory_bytes);
        let output = OutputTask { file: None, format, options };
        let task = Task::Pipeline(Box::new(PipelineTask { door, source, returned, limits, output }));
        let helper = Arc::new(PipelineHelper::new(Arc::clone(&self.transforms), self.output.clone(), asked));
        let given = Arc::clone(&helper);
        let ended = move |result: Result<Done>| {
            done(result.and_then(|result| match result {
                Done::Piped(mut piped) => {
                    given.keep()?;
                    let table = match (piped.table.as_mut().map(|table| table.held.take()), given.take_spilled()) {
                        (None, _) => None,
                        (Some(Some(held)), _) => Some(TableBytes::Held(held)),
                        (Some(None), Some(file)) => Some(TableBytes::Spooled(file)),
                        (Some(None), None) => return Err(Error::internal("an executor gave no table")),
                    };
                    Ok(PipelineOutput { piped: *piped, table })
                }
                other => Err(Error::internal(format!("a pipeline gave {other:?}"))),
            }));
        };
        self.transforms.pool().submit(Job { task, files: Files::default(), wall, memory_bytes, events, helper, done: Box::new(ended) })
    }

    /// Turns a document into something, or something into a document. As [`Pipelines::start`].
    ///
    /// # Errors
    /// As [`Pipelines::start`].
    pub fn translate(&self, task: TranslateTask, done: impl FnOnce(Result<Box<RawValue>>) + Send + 'static) -> Result<Ticket> {
        let ended = move |result: Result<Done>| {
            done(result.and_then(|result| match result {
                Done::Translated(json) => Ok(json),
                other => Err(Error::internal(format!("a translation gave {other:?}"))),
            }));
        };
        self.transforms.pool().submit(Job {
            task: Task::Translate(task),
            files: Files::default(),
            wall: TRANSLATE_WALL,
            memory_bytes: TRANSLATE_BYTES,
            events: Arc::new(|_| {}),
            helper: Arc::new(SpillOnly::new(self.transforms.spool().clone())),
            done: Box::new(ended),
        })
    }
}
