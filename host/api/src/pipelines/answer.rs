//! From what a pipeline gave to an HTTP answer.

use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use sandtable_core::{Error, Result};
use sandtable_executor::PipelineOutput;
use sandtable_frames::Format;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use crate::schema;
use crate::table::{bounded, whole_body};

const ROWS: HeaderName = HeaderName::from_static("x-sandtable-rows");
const TOTAL_ROWS: HeaderName = HeaderName::from_static("x-sandtable-total-rows");
const TRUNCATED: HeaderName = HeaderName::from_static("x-sandtable-truncated");

/// What a check found.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct PipelineChecked {
    /// What each step gives.
    steps: Vec<CheckedStep>,
    /// Where the outputs would go: name, frame, path, schema.
    #[schema(value_type = Vec<Object>)]
    outputs: Vec<Value>,
    /// The frame that a run would return: frame, schema.
    #[schema(value_type = Option<Object>)]
    returned: Option<Value>,
}

/// A step that was checked.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct CheckedStep {
    /// Counted from 0.
    step: u64,
    /// Its operation.
    operation: String,
    /// The frame that it sets.
    frame: Option<String>,
    /// `LazyFrame`, `DataFrame`, `GroupBy`, `Series` or `list`.
    kind: String,
    /// The columns after it; null when only the rows tell.
    schema: Option<Vec<schema::Column>>,
}

/// The plans of a pipeline.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct PipelineExplained {
    /// One for each output, and one for the returned frame.
    plans: Vec<ExplainedPlan>,
}

/// A plan.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct ExplainedPlan {
    /// The output's name, or the returned frame's.
    name: String,
    /// As the steps wrote it.
    plan: String,
    /// As it runs.
    optimized: String,
}

/// What a run did.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct PipelineRan {
    /// The rows of the returned frame; absent without one.
    #[schema(value_type = Option<Vec<Object>>)]
    rows: Option<Value>,
    /// Its columns; absent without one.
    schema: Option<Vec<schema::Column>>,
    /// Rows that were made of it: one more than were answered when there are more.
    total_rows: Option<u64>,
    /// Whether it has more rows than the answer holds.
    truncated: Option<bool>,
    /// The returned frame's name.
    frame: Option<String>,
    /// What each step did.
    steps: Vec<RanStep>,
    /// The files that were written.
    outputs: Vec<RanOutput>,
}

/// A step that was run.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct RanStep {
    /// Counted from 0.
    step: u64,
    /// Its operation.
    operation: String,
    /// The frame that it set.
    frame: Option<String>,
    /// Rows that it made, when it had to run to go on; a plan knows none.
    rows: Option<u64>,
    /// Milliseconds that the step took by itself; most only extend a plan.
    ms: f64,
    /// What transforms in it used.
    usage: Option<schema::Usage>,
}

/// A file that was written.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct RanOutput {
    /// The name of the output; null for a step that wrote.
    name: Option<String>,
    /// The step that wrote; null for an output of the document.
    step: Option<u64>,
    /// The path as the document has it.
    path: String,
    /// Rows written.
    rows: Option<u64>,
    /// Bytes of the file.
    bytes: u64,
    /// Milliseconds of the query that wrote it.
    ms: f64,
}

/// The part of a JSON answer that is about the returned frame.
#[derive(Serialize)]
struct About<'a, F> {
    schema: &'a [F],
    total_rows: u64,
    truncated: bool,
}

/// The report, with the returned frame's rows in front when there is one.
///
/// # Errors
/// `IO_ERROR` when the table cannot be read.
pub(super) fn json(output: PipelineOutput) -> Result<Response> {
    let PipelineOutput { piped, table } = output;
    let json = (header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    let report: Box<str> = piped.report.into();
    let report = report.into_string().into_bytes();
    let (Some(table), Some(about)) = (table, &piped.table) else {
        return Ok(([json], report).into_response());
    };
    let about = About { schema: &about.schema, total_rows: about.total_rows, truncated: about.truncated };
    let mut tail = serde_json::to_vec(&about).map_err(Error::internal)?;
    // Three objects become one: each opening brace a comma, but for the first.
    tail[0] = b',';
    tail.pop();
    tail.push(b',');
    tail.extend(report.get(1..).ok_or_else(|| Error::internal("a pipeline gave no report"))?);
    let table = bounded(table)?;
    if table.is_empty() {
        return Err(Error::internal("an executor wrote nothing where a JSON array of rows should be"));
    }
    let (body, length) = whole_body(b"{\"rows\":", table, tail)?;
    Ok(([json, (header::CONTENT_LENGTH, length.into())], body).into_response())
}

/// The returned frame alone.
///
/// # Errors
/// `VALIDATION_ERROR` when there is none, `IO_ERROR` when it cannot be read.
pub(super) fn bytes(output: PipelineOutput, format: Format) -> Result<Response> {
    let PipelineOutput { piped, table } = output;
    let (Some(table), Some(about)) = (table, &piped.table) else {
        // Everything has been written: what was done is more use than an error.
        return json(PipelineOutput { piped, table: None });
    };
    let (body, length) = whole_body(b"", bounded(table)?, Vec::new())?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(format.content_type())),
        (header::CONTENT_LENGTH, length.into()),
        (ROWS, about.rows.into()),
        (TOTAL_ROWS, about.total_rows.into()),
        (TRUNCATED, HeaderValue::from_static(if about.truncated { "true" } else { "false" })),
    ];
    Ok((headers, body).into_response())
}
