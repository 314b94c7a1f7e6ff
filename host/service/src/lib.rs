//! The file-analytics service: data sets found, jobs queued, done in executors, their results kept.
//!
//! [`Service`] is what a door talks to: it checks a request, finds the files that are meant, and puts a job into the
//! store. [`Worker`] is the other end: it claims jobs, has them done by executors, logs their steps, keeps their results
//! and ends them; only it writes to a job, and only while it holds the job's lease. Both may live in one process or in
//! many; what they share is the store of jobs and that of results.

mod artifacts;
mod clock;
mod config;
mod locate;
mod outcome;
mod perform;
mod preview;
mod record;
mod request;
mod running;
mod service;
mod steps;
mod worker;

pub use artifacts::Artifacts;
pub use config::ServiceConfig;
pub use outcome::{Download, ResultTable};
pub use record::{JobData, JobRecord, JobSummary, StepRecord};
pub use request::{JobRequest, PipelineJob, TableInput, TransformJob};
pub use running::Attempts;
pub use sandtable_jobs::{Counts, State};
pub use service::{Figures, Service, ServiceParts, Status, Submitted, WorkerParts};
pub use worker::Worker;
