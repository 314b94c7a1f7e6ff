//! Requests that are not those of another door.

use sandtable_core::{Error, LimitsRequest, Result};
use sandtable_executor::InputBody;
use sandtable_service::{TableInput, TransformJob};
use serde::Deserialize;
use serde_json::value::RawValue;
use utoipa::ToSchema;

use crate::run::{InputSpec, Inputs, OutputSpec, RunEnvelope};
use crate::schema;

/// Which transform to run, over what, and how.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TransformRequest, example = json!({
    "transform": "flight-delays",
    "inputs": {"flights": {"uri": "flights.csv", "options": {"null_values": ["NA"]}}},
    "params": {"threshold": 15},
    "output": {"format": "arrow"}
}))]
pub(super) struct TransformEnvelope {
    /// `NAME` or `NAME@VERSION`.
    transform: String,
    /// The tables, by the names that the transform's description gives its inputs.
    #[serde(default)]
    #[schema(value_type = std::collections::HashMap<String, InputSpec>)]
    inputs: Inputs,
    /// The parameters.
    #[serde(default)]
    #[schema(value_type = Option<Object>)]
    params: Option<Box<RawValue>>,
    /// The call's own limits, each at most the transform's and the server's.
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

impl TransformEnvelope {
    /// The job.
    ///
    /// # Errors
    /// `VALIDATION_ERROR` naming the field.
    pub(super) fn resolve(self) -> Result<TransformJob> {
        let Self { transform, inputs, params, limits, output, deterministic } = self;
        let inputs = inputs.complete()?.into_iter().map(|input| {
            let (uri, rows) = match input.body {
                InputBody::Uri(uri) => (Some(uri), None),
                InputBody::Rows(rows) => (None, Some(rows)),
                InputBody::Spooled(_) => return Err(Error::internal("a table came without a body")),
            };
            Ok(TableInput { name: input.name.unwrap_or_default(), uri, rows, format: input.format, options: input.options })
        });
        let inputs = inputs.collect::<Result<Vec<_>>>()?;
        let (format, options) = output.resolve();
        Ok(TransformJob { transform, inputs, params: RunEnvelope::params_text(params)?, limits, format, options, deterministic })
    }
}
