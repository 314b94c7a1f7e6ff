//! Doing a job: files found, work handed to an executor, the answer put together.

mod answer;
mod discover;

use std::fs::File;
use std::sync::Arc;

use sandtable_analysis::request::{AnalyzeRequest, InferSchemaRequest, QueryRequest, default_options};
use sandtable_analysis::work::{Analyze, Infer, Query, Subject, Work};
use sandtable_core::{Error, Result, text};
use sandtable_executor::{
    AnalyticsOutput, AnalyticsRequest, InputBody, PipelineOutput, PipelineRequest, Pipelines, RunInput, RunOutput, RunRequest, Ticket, Transforms,
};
use tokio::sync::oneshot;

use crate::artifacts::Artifacts;
use crate::config::ServiceConfig;
use crate::locate::Locator;
use crate::outcome::{Outcome, ResultTable, file_format};
use crate::request::{JobRequest, PipelineJob, TransformJob};
use crate::steps::Steps;

/// Does jobs. Dropping the future of one ends its work: it holds the ticket.
pub(crate) struct Performer {
    pub(crate) transforms: Arc<Transforms>,
    pub(crate) pipelines: Arc<Pipelines>,
    pub(crate) locator: Locator,
    pub(crate) artifacts: Artifacts,
    pub(crate) config: ServiceConfig,
    pub(crate) refreshes: bool,
}

impl Performer {
    /// Does a job.
    ///
    /// # Errors
    /// What it ended with.
    pub(crate) async fn perform(&self, request: JobRequest, steps: &Steps) -> Result<Outcome> {
        match request {
            JobRequest::Discover(request) => self.discover(request, steps).await,
            JobRequest::InferSchema(request) => self.infer(request, steps).await,
            JobRequest::Query(request) => self.query(*request, steps).await,
            JobRequest::Analyze { request, frame } => self.analyze(*request, frame, steps).await,
            JobRequest::Pipeline(job) => self.pipeline(*job, steps).await,
            JobRequest::Transform(job) => self.transform(*job, steps).await,
        }
    }

    async fn infer(&self, request: InferSchemaRequest, steps: &Steps) -> Result<Outcome> {
        let InferSchemaRequest { datasource_id, uri, sample_files, infer_rows, options } = request;
        let locator = self.locator.clone();
        let source = blocking(move || locator.one(datasource_id.as_deref(), &uri, "uri")).await?;
        let infer_rows = infer_rows.unwrap_or(self.config.infer_rows);
        let sample_files = sample_files.unwrap_or(self.config.sample_files);
        let work = Work::Infer(Infer { source, sample_files, infer_rows, options: options.unwrap_or_else(default_options) });
        self.work(work, None, steps).await.map(outcome)
    }

    async fn query(&self, request: QueryRequest, steps: &Steps) -> Result<Outcome> {
        let QueryRequest { datasource_id, plan, output } = request;
        let locator = self.locator.clone();
        let (plan, sources) = blocking(move || {
            let sources = locator.of_plan(datasource_id.as_deref(), &plan)?;
            Ok((plan, sources))
        })
        .await?;
        let work = Work::Query(Query { plan, sources, output, max_rows_json: self.config.max_rows_json });
        self.work(work, None, steps).await.map(outcome)
    }

    async fn analyze(&self, request: AnalyzeRequest, frame: Option<String>, steps: &Steps) -> Result<Outcome> {
        let (locator, artifacts) = (self.locator.clone(), self.artifacts.clone());
        let (request, sources, frame) = blocking(move || {
            let sources = locator.of_analysis(&request)?;
            let frame: Option<File> = frame.map(|key| artifacts.open(&key)).transpose()?;
            Ok((request, sources, frame))
        })
        .await?;
        let AnalyzeRequest { plan, job_kind, options, .. } = request;
        let subject = plan.map_or(Subject::Frame, |plan| Subject::Plan(Box::new(plan)));
        let work = Work::Analyze(Analyze { subject, sources, kind: job_kind, options });
        self.work(work, frame, steps).await.map(outcome)
    }

    /// Has work done by an executor.
    async fn work(&self, work: Work, frame: Option<File>, steps: &Steps) -> Result<AnalyticsOutput> {
        let request = AnalyticsRequest { work, frame, wall: self.config.job_wall, memory_bytes: self.config.memory_bytes };
        wait(|done| self.transforms.analyze(request, steps.events(), done)).await
    }

    async fn pipeline(&self, job: PipelineJob, steps: &Steps) -> Result<Outcome> {
        let PipelineJob { source, returned, limits, format, options } = job;
        self.refresh().await?;
        let request = PipelineRequest { door: sandtable_executor::PipelineDoor::Run, source, returned, limits, format, options };
        steps.tell("processing_started", "Started the pipeline");
        let output: PipelineOutput = wait(|done| self.pipelines.start(request, steps.events(), done)).await?;
        let spool = self.transforms.spool().clone();
        let outcome = blocking(move || answer::of_pipeline(output, format, &spool)).await?;
        steps.tell("pipeline_complete", "Pipeline completed");
        Ok(outcome)
    }

    /// Makes sure that uploads to another process are known here.
    async fn refresh(&self) -> Result<()> {
        if !self.refreshes {
            return Ok(());
        }
        let transforms = Arc::clone(&self.transforms);
        blocking(move || transforms.catalog().refresh()).await
    }

    async fn transform(&self, job: TransformJob, steps: &Steps) -> Result<Outcome> {
        let TransformJob { transform, inputs, params, limits, format, options, deterministic } = job;
        let (name, version) = named(&transform)?;
        self.refresh().await?;
        let inputs = inputs.into_iter().map(|input| {
            let body = match (input.uri, input.rows) {
                (Some(uri), None) => InputBody::Uri(uri),
                (None, Some(rows)) => InputBody::Rows(rows),
                _ => return Err(Error::invalid("inputs", format!("input {} has neither uri nor rows, or both", text::quote(&input.name)))),
            };
            Ok(RunInput { name: Some(input.name), body, format: input.format, options: input.options })
        });
        let inputs = inputs.collect::<Result<Vec<_>>>()?;
        let request = RunRequest { name, version, inputs, params, limits, format, options, deterministic };
        steps.tell("processing_started", format!("Started {transform}"));
        let (tell, told) = oneshot::channel();
        let (transforms, events) = (Arc::clone(&self.transforms), steps.events());
        // It may compile.
        let ticket = blocking(move || transforms.run(request, events, move |result| drop(tell.send(result)))).await?;
        let output: RunOutput = told.await.unwrap_or_else(|_| Err(dropped()))?;
        drop(ticket);
        let spool = self.transforms.spool().clone();
        let outcome = blocking(move || answer::of_transform(output, format, &spool)).await?;
        steps.tell("transform_complete", "Transform completed");
        Ok(outcome)
    }
}

/// Starts something and waits for its end.
pub(crate) async fn wait<T: Send + 'static>(start: impl FnOnce(Box<dyn FnOnce(Result<T>) + Send>) -> Result<Ticket>) -> Result<T> {
    let (tell, told) = oneshot::channel();
    let ticket = start(Box::new(move |result| drop(tell.send(result))))?;
    let result = told.await.unwrap_or_else(|_| Err(dropped()));
    drop(ticket);
    result
}

fn dropped() -> Error {
    Error::internal("work was dropped without a result")
}

/// Runs what touches the disk where it may block.
pub(crate) async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|error| Err(Error::internal(error)))
}

/// `NAME` or `NAME@VERSION`.
pub(crate) fn named(transform: &str) -> Result<(sandtable_core::name::TransformName, Option<semver::Version>)> {
    let (name, version) = match transform.split_once('@') {
        Some((name, version)) => (name, Some(sandtable_core::name::parse_version(version)?)),
        None => (transform, None),
    };
    Ok((name.parse()?, version))
}

fn outcome(output: AnalyticsOutput) -> Outcome {
    let table = output.table.map(|(info, file)| {
        let table = ResultTable { format: file_format(info.format), rows: info.rows, arrow_schema: Some(info.arrow_schema) };
        (table, sandtable_executor::TableBytes::Spooled(file))
    });
    Outcome { data: output.data, table }
}
