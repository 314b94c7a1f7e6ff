//! The second wall: executor processes that decode, compile and run, so that the server never does.
//!
//! [`Pool`] starts them, hands them a task and its open files over a Unix socket, kills them at a deadline or a cancel,
//! and replaces them. [`worker`] is the other end: the main loop of an executor. [`Transforms`] puts the catalog, the
//! compiled code and a pool together.

mod analytics;
pub mod cap;
mod checking;
mod child;
mod helper;
mod languages;
mod pipelines;
mod pool;
mod programs;
mod queue;
mod spool;
mod start;
mod transforms;
mod walls;
mod wire;
pub mod worker;

pub use analytics::{AnalyticsOutput, AnalyticsRequest};
pub use pipelines::{PipelineOutput, PipelineRequest, Pipelines};
pub use pool::{CRASHED, Job, Pool, PoolConfig, PoolStatus, Ticket};
pub use programs::{ProgramRequest, SourceUpload, refused_source};
pub use sandtable_tasks::{Described, Event, Events, PipelineDoor, PipelineSource, SqlQuery, SqlTable, TranslateTask};
pub use spool::Spool;
pub use transforms::{FramesGrant, InputBody, RanOf, RunInput, RunOutput, RunRequest, TableBytes, Transforms, TransformsConfig};
pub use walls::raise_descriptors;
