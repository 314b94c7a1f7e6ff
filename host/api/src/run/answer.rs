//! From what a call gave to an HTTP answer, without holding the table.

use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use sandtable_core::{Error, Result};
use sandtable_executor::{RanOf, RunOutput};
use sandtable_frames::Format;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use crate::schema;
use crate::table::{bounded, whole_body};

const USAGE: HeaderName = HeaderName::from_static("x-sandtable-usage");
const ROWS: HeaderName = HeaderName::from_static("x-sandtable-rows");
const TOTAL_ROWS: HeaderName = HeaderName::from_static("x-sandtable-total-rows");
const TRUNCATED: HeaderName = HeaderName::from_static("x-sandtable-truncated");
const TRANSFORM: HeaderName = HeaderName::from_static("x-sandtable-transform");

/// A table as a JSON answer.
// As the description shows it; it is never built whole, see `json`.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RunAnswer {
    /// The rows: an array of objects.
    #[schema(value_type = Vec<Object>, example = json!([{"carrier": "UA", "delay_minutes": 12.5}]))]
    rows: Value,
    /// The columns.
    schema: Vec<schema::Column>,
    /// Rows that the transform gave.
    #[schema(examples(336776))]
    total_rows: u64,
    /// Whether there are more rows than the answer holds.
    truncated: bool,
    /// What the call used.
    usage: schema::Usage,
    /// What the guest said.
    logs: Vec<schema::LogLine>,
    /// Bytes of log text beyond the limit, not kept.
    logs_dropped: u64,
    /// What ran.
    transform: RunOf,
}

/// What ran.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RunOf {
    /// The transform's name; of source that was run once, its language's.
    name: String,
    /// The version, likewise.
    version: String,
    /// The SHA-256 of the component, or of the source.
    digest: String,
    /// What it is written in, when it was given as source code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(examples("python"))]
    language: Option<String>,
}

impl From<RanOf> for RunOf {
    fn from(of: RanOf) -> Self {
        let RanOf { name, version, digest, language } = of;
        Self { name, version, digest, language }
    }
}

/// All of the answer but its rows.
#[derive(Serialize)]
struct Tail<'a, F, L> {
    schema: &'a [F],
    total_rows: u64,
    truncated: bool,
    usage: &'a sandtable_core::Usage,
    logs: &'a [L],
    logs_dropped: u64,
    transform: RunOf,
}

/// The answer to a call that gave a table.
///
/// # Errors
/// `IO_ERROR` when the table cannot be read.
pub(super) fn answer(output: RunOutput, format: Format) -> Result<Response> {
    if format == Format::Json { json(output) } else { bytes(output, format) }
}

fn json(output: RunOutput) -> Result<Response> {
    let RunOutput { of, ran, table } = output;
    let tail = Tail {
        schema: &ran.schema,
        total_rows: ran.total_rows,
        truncated: ran.truncated,
        usage: &ran.usage,
        logs: &ran.logs,
        logs_dropped: ran.logs_dropped,
        transform: of.into(),
    };
    let mut tail = serde_json::to_vec(&tail).map_err(Error::internal)?;
    // Its opening brace becomes the comma behind the rows.
    tail[0] = b',';
    let table = bounded(table)?;
    if table.is_empty() {
        return Err(Error::internal("an executor wrote nothing where a JSON array of rows should be"));
    }
    let (body, length) = whole_body(b"{\"rows\":", table, tail)?;
    Ok(([(header::CONTENT_TYPE, HeaderValue::from_static("application/json")), (header::CONTENT_LENGTH, length.into())], body).into_response())
}

fn bytes(output: RunOutput, format: Format) -> Result<Response> {
    let RunOutput { of, ran, table } = output;
    let usage = serde_json::to_string(&ran.usage).map_err(Error::internal)?;
    let (body, length) = whole_body(b"", bounded(table)?, Vec::new())?;
    let text = |text: String| HeaderValue::try_from(text).map_err(Error::internal);
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(format.content_type())),
        (header::CONTENT_LENGTH, length.into()),
        (USAGE, text(usage)?),
        (ROWS, ran.rows.into()),
        (TOTAL_ROWS, ran.total_rows.into()),
        (TRUNCATED, HeaderValue::from_static(if ran.truncated { "true" } else { "false" })),
        (TRANSFORM, text(format!("{}@{}", of.name, of.version))?),
    ];
    Ok((headers, body).into_response())
}
