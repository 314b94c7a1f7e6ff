//! Run source code once.

use std::collections::BTreeMap;

use axum::extract::{Extension, Request, State};
use axum::response::Response;
use sandtable_core::{LimitsRequest, Program};
use serde::Deserialize;
use serde_json::value::RawValue;
use utoipa::ToSchema;

use super::request::{InputSpec, Inputs, OutputSpec, RunEnvelope};
use super::{RunAnswer, answer, call, tables};
use crate::app::AppState;
use crate::auth::Grants;
use crate::failure::Failure;
use crate::schema::{self, Binary, Failures, ProgramParts};

/// What to run, over what, and how.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ProgramRequest, example = json!({
    "language": "python",
    "source": "from sandtable_guest.frames import col\n\ndef transform(flights, *, least=15):\n    return flights.filter(col(\"dep_delay\") >= least)\n",
    "inputs": {"flights": {"uri": "flights.csv", "options": {"null_values": ["NA"]}}},
    "params": {"least": 60},
    "limits": {"timeout_ms": 5000}
}))]
pub(crate) struct ProgramEnvelope {
    /// What it is written in.
    #[schema(examples("python"))]
    language: String,
    /// The module that holds the transform.
    source: String,
    /// Modules that it may import: source by dotted name.
    #[serde(default)]
    library: BTreeMap<String, String>,
    /// What the language leaves open, by name.
    #[serde(default)]
    options: BTreeMap<String, String>,
    /// The tables, by the names of the transform's parameters.
    #[serde(default)]
    #[schema(value_type = std::collections::HashMap<String, InputSpec>)]
    inputs: Inputs,
    /// The parameters.
    #[serde(default)]
    #[schema(value_type = Option<Object>)]
    params: Option<Box<RawValue>>,
    /// The call's own limits, each at most the server's.
    #[serde(default)]
    #[schema(value_type = schema::Limits)]
    limits: LimitsRequest,
    /// As what the table is answered.
    #[serde(default)]
    output: OutputSpec,
    /// Fixed clocks and random numbers.
    #[serde(default)]
    deterministic: bool,
}

impl ProgramEnvelope {
    /// The program with its language, and what any run says.
    pub(super) fn split(self) -> ((String, Program), RunEnvelope) {
        let Self { language, source, library, options, inputs, params, limits, output, deterministic } = self;
        ((language, Program { source, library, options }), RunEnvelope { inputs, params, limits, output, deterministic })
    }
}

/// Runs source code once.
///
/// The body is the JSON request; or `multipart/form-data` with the JSON request as the part `request` and one part for each
/// table, named as the parameter. The answer is as with a transform that is stored. An exception is a `GUEST_ERROR` with
/// its traceback in `details`. Native frames are there for who may grant them: with the scope `frames`, or where the server
/// allows them to all.
#[utoipa::path(
    post, path = "/v1/run", operation_id = "run_source", tag = "run",
    request_body(
        content((ProgramEnvelope = "application/json"), (ProgramParts = "multipart/form-data")),
        description = "The request"
    ),
    responses(
        (status = 200, description = "The table", content(
            (RunAnswer = "application/json"),
            (Binary = "application/x-ndjson"),
            (Binary = "text/csv"),
            (Binary = "application/vnd.apache.parquet"),
            (Binary = "application/vnd.apache.arrow.stream"),
            (Binary = "application/vnd.apache.arrow.file"),
        )),
        Failures
    )
)]
pub(crate) async fn run_source(State(app): State<AppState>, Extension(grants): Extension<Grants>, request: Request) -> Result<Response, Failure> {
    let (wanted, (language, program)) = tables::receive_program(&app, request).await?;
    let format = wanted.format;
    let output = call::call(&app, wanted.program(language, program, grants.frames.is_some())).await?;
    Ok(answer::answer(output, format)?)
}
