//! What callers of the service send: JSON, every unknown field an error.

mod analysis;
mod plan;

use sandtable_frames::ReadOptions;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

pub use self::analysis::{AnalysisKind, AnalysisOptions, AnalyzeRequest, CorrelationMethod, FrameKind, FrameRef, OutlierMethod, Rule, Severity};
pub use self::plan::{Aggregation, AllOf, AnyOf, Clean, Comparison, Direction, Filter, GroupKey, Join, JoinKind, NoneOf, Order, QueryPlan, TimePart};

/// `POST /v1/py/discover`: which files there are.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DiscoverRequest {
    /// The data source that the path belongs to.
    #[serde(default)]
    pub datasource_id: Option<String>,
    /// A folder, a file or a pattern; `s3://BUCKET/KEY` for what lies in a bucket.
    pub uri: String,
    /// Whether folders below are looked into. Default true.
    #[serde(default = "yes")]
    #[schema(default = true)]
    pub recurse: bool,
    /// Files that are answered at most. Default 1,000.
    #[serde(default = "max_files")]
    #[schema(minimum = 1, maximum = 10_000, default = 1_000)]
    pub max_files: u32,
}

/// `POST /v1/py/infer_schema`: the columns of a data set, and what is in them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InferSchemaRequest {
    /// The data source that the path belongs to.
    #[serde(default)]
    pub datasource_id: Option<String>,
    /// A file, a folder, a pattern or the name of a data set; `s3://BUCKET/KEY` for what lies in a bucket.
    pub uri: String,
    /// How many files of the data set are looked at.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 10_000)]
    pub sample_files: Option<u32>,
    /// How many rows of a text file tell the types of its columns.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 10_000_000)]
    pub infer_rows: Option<u32>,
    /// How files are read.
    #[serde(default, deserialize_with = "read_options")]
    #[schema(value_type = Option<Object>)]
    pub options: Option<ReadOptions>,
}

/// `POST /v1/py/preview`: the first rows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PreviewRequest {
    /// The data source that the path belongs to.
    #[serde(default)]
    pub datasource_id: Option<String>,
    /// A file, a folder, a pattern or the name of a data set; `s3://BUCKET/KEY` for what lies in a bucket.
    pub path: String,
    /// Rows, at most 1,000. Default 100.
    #[serde(default = "preview_rows")]
    #[schema(minimum = 1, maximum = 1_000, default = 100)]
    pub limit: u32,
    /// How files are read.
    #[serde(default, deserialize_with = "read_options")]
    #[schema(value_type = Option<Object>)]
    pub options: Option<ReadOptions>,
}

/// `POST /v1/py/query`: a plan over data sets.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct QueryRequest {
    /// The data source that the plan's data sets belong to.
    #[serde(default)]
    pub datasource_id: Option<String>,
    /// What is asked.
    pub plan: QueryPlan,
    /// As what the rows are answered: `json` in the job's `data`, the others to be downloaded.
    #[serde(default)]
    pub output: OutputFormat,
}

/// As what the rows of a query are answered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OutputFormat {
    /// Rows as objects.
    #[default]
    Json,
    /// An Arrow IPC stream.
    Arrow,
    /// Apache Parquet.
    Parquet,
    /// Comma-separated text.
    Csv,
}
/// How files are read when a request does not say: as [`ReadOptions::default`], but that text which looks like dates and
/// times becomes dates and times.
pub fn default_options() -> ReadOptions {
    ReadOptions { try_parse_dates: true, ..ReadOptions::default() }
}

/// How files are read, with what is not said as in [`default_options`].
fn read_options<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<ReadOptions>, D::Error> {
    let Some(mut given) = Option::<Map<String, Value>>::deserialize(deserializer)? else { return Ok(None) };
    given.entry("try_parse_dates").or_insert(default_options().try_parse_dates.into());
    ReadOptions::deserialize(Value::Object(given)).map(Some).map_err(D::Error::custom)
}

fn yes() -> bool {
    true
}

fn max_files() -> u32 {
    1_000
}

fn preview_rows() -> u32 {
    100
}
