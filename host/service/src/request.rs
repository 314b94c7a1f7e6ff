//! Jobs as they are handed in, and as they stand in the store.

use sandtable_analysis::request::{AnalyzeRequest, DiscoverRequest, InferSchemaRequest, QueryRequest};
use sandtable_core::LimitsRequest;
use sandtable_executor::PipelineSource;
use sandtable_frames::{Format, ReadOptions, WriteOptions};
use serde::{Deserialize, Serialize};

/// What a job is to do.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JobRequest {
    /// Which files there are.
    Discover(DiscoverRequest),
    /// The columns of a data set, and what is in them.
    InferSchema(InferSchemaRequest),
    /// A plan over data sets.
    Query(Box<QueryRequest>),
    /// What is in a table.
    Analyze {
        /// What was asked, without the bytes of a frame.
        request: Box<AnalyzeRequest>,
        /// The frame that came along, by its key.
        frame: Option<String>,
    },
    /// A pipeline.
    Pipeline(Box<PipelineJob>),
    /// A transform over tables.
    Transform(Box<TransformJob>),
}

/// A pipeline as a job.
#[derive(Debug, Serialize, Deserialize)]
pub struct PipelineJob {
    /// The document or the query.
    pub source: PipelineSource,
    /// The frame that is answered.
    pub returned: Option<String>,
    /// The pipeline's own limits, and those of each transform in it.
    pub limits: LimitsRequest,
    /// As what the frame is answered.
    pub format: Format,
    /// How.
    pub options: WriteOptions,
}

/// A transform as a job.
#[derive(Debug, Serialize, Deserialize)]
pub struct TransformJob {
    /// `NAME` or `NAME@VERSION`.
    pub transform: String,
    /// Its tables.
    pub inputs: Vec<TableInput>,
    /// A JSON object, as text.
    pub params: String,
    /// The call's own limits.
    pub limits: LimitsRequest,
    /// As what the table is answered.
    pub format: Format,
    /// How.
    pub options: WriteOptions,
    /// Fixed clocks and random numbers.
    pub deterministic: bool,
}

/// A table of a transform: at a path, or as rows.
#[derive(Debug, Serialize, Deserialize)]
pub struct TableInput {
    /// Which input it is.
    pub name: String,
    /// A path under the base path.
    pub uri: Option<String>,
    /// A JSON array of rows, as text.
    pub rows: Option<String>,
    /// What kind of file it is.
    pub format: Option<Format>,
    /// How to read it.
    pub options: ReadOptions,
}

impl JobRequest {
    /// The kind of job, as records name it.
    pub fn job_type(&self) -> &'static str {
        match self {
            Self::Discover(_) => "discover",
            Self::InferSchema(_) => "infer_schema",
            Self::Query(_) => "query",
            Self::Analyze { .. } => "analyze",
            Self::Pipeline(_) => "pipeline",
            Self::Transform(_) => "transform",
        }
    }

    /// What a caller is told when it has been taken.
    pub(crate) fn started(&self) -> &'static str {
        match self {
            Self::Discover(_) => "File discovery job started",
            Self::InferSchema(_) => "Schema inference job started",
            Self::Query(_) => "Query execution job started",
            Self::Analyze { .. } => "Analysis job started",
            Self::Pipeline(_) => "Pipeline job started",
            Self::Transform(_) => "Transform job started",
        }
    }
}

/// A job's payload in the store.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Payload {
    /// The request that submitted it.
    pub(crate) request_id: Option<String>,
    /// What it is to do.
    pub(crate) request: JobRequest,
}
