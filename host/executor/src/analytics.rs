//! Work of the file-analytics service, done in executors.

use std::fs::File;
use std::sync::Arc;
use std::time::Duration;

use sandtable_analysis::work::{Source, TableInfo, Work};
use sandtable_core::{Error, LimitsRequest, Result};
use sandtable_datasets::Need;
use sandtable_frames::Format;
use sandtable_tasks::{AnalysisTask, Done, Events, Files, Task};

use crate::helper::PipelineHelper;
use crate::pool::{Job, Ticket};
use crate::transforms::{TableBytes, Transforms};

/// What is to be done.
pub struct AnalyticsRequest {
    /// The work.
    pub work: Work,
    /// The frame that came along.
    pub frame: Option<File>,
    /// How long it may take.
    pub wall: Duration,
    /// Memory that it may use.
    pub memory_bytes: u64,
}

/// What came of it.
#[derive(Debug)]
pub struct AnalyticsOutput {
    /// What is answered: JSON.
    pub data: TableBytes,
    /// The table that is to be downloaded.
    pub table: Option<(TableInfo, File)>,
}

impl Transforms {
    /// Starts work of the file-analytics service. `done` hears the end, on a thread that must not be blocked.
    ///
    /// # Errors
    /// `RESOURCE_CAP` when too much is waiting; then `done` is not called.
    pub fn analyze(self: &Arc<Self>, request: AnalyticsRequest, events: Events, done: impl FnOnce(Result<AnalyticsOutput>) + Send + 'static) -> Result<Ticket> {
        let AnalyticsRequest { work, frame, wall, memory_bytes } = request;
        let need = match &work {
            Work::Estimate(_) => Need::Rows,
            // Arrow files are looked into when they are opened.
            Work::Infer(infer) if !is_arrow(&infer.source) => Need::Some(infer.sample_files as usize),
            Work::Infer(_) | Work::Preview(_) | Work::Query(_) | Work::Analyze(_) => Need::Whole,
        };
        let helper = Arc::new(PipelineHelper::new(Arc::clone(self), None, LimitsRequest::default()).needs(need));
        let given = Arc::clone(&helper);
        let task = Task::Analysis(Box::new(AnalysisTask { work, frame: frame.is_some().then_some(0), memory_bytes }));
        let ended = move |result: Result<Done>| {
            done(result.and_then(|result| match result {
                Done::Analyzed(analyzed) => {
                    let data = match (analyzed.held, given.take_record()) {
                        (Some(held), _) => TableBytes::Held(held),
                        (None, Some(file)) => TableBytes::Spooled(file),
                        (None, None) => return Err(Error::internal("an executor gave no answer")),
                    };
                    let table = match (analyzed.table, given.take_spilled()) {
                        (Some(info), Some(file)) => Some((info, file)),
                        (None, _) => None,
                        (Some(_), None) => return Err(Error::internal("an executor gave no table")),
                    };
                    Ok(AnalyticsOutput { data, table })
                }
                other => Err(Error::internal(format!("work of the service gave {other:?}"))),
            }));
        };
        let files = Files { files: frame.into_iter().collect(), ..Files::default() };
        self.pool().submit(Job { task, files, wall, memory_bytes, events, helper, done: Box::new(ended) })
    }
}

fn is_arrow(source: &Source) -> bool {
    let format = source.format.or_else(|| Format::from_extension(source.path.rsplit_once('.')?.1));
    matches!(format, Some(Format::Arrow | Format::ArrowFile))
}
