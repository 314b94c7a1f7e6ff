//! The shapes of bodies that are not JSON.

use std::collections::HashMap;

use utoipa::ToSchema;

use crate::run::{ProgramEnvelope, RunEnvelope};

/// Bytes, as they are.
#[derive(ToSchema)]
#[schema(value_type = String, format = Binary)]
#[expect(dead_code, reason = "only described: bodies are streamed")]
pub(crate) struct Binary(Vec<u8>);

/// The parts of a multipart request.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only described: parts are streamed")]
pub(crate) struct RunParts {
    /// The JSON request. Its inputs may say more of the parts, and name further tables.
    request: Option<RunEnvelope>,
    /// A table, under the name of its input.
    #[serde(flatten)]
    tables: HashMap<String, Binary>,
}

/// The parts of a multipart request that brings a program.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only described: parts are streamed")]
pub(crate) struct ProgramParts {
    /// The JSON request. Its inputs may say more of the parts, and name further tables.
    request: ProgramEnvelope,
    /// A table, under the name of its parameter.
    #[serde(flatten)]
    tables: HashMap<String, Binary>,
}
