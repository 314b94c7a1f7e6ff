//! The description of the door, for programs and for people.

use std::sync::LazyLock;

use axum::Router;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use sandtable_core::Error;
use utoipa_swagger_ui::{Config, SwaggerUi};

use crate::failure::Failure;
use crate::schema::Failures;

/// The description as OpenAPI 3.1.
#[utoipa::path(
    get, path = "/openapi.json", tag = "service", security(()),
    responses((status = 200, description = "This document", content_type = "application/json"), Failures)
)]
pub(crate) async fn openapi_json() -> Result<Response, Failure> {
    static DOCUMENT: LazyLock<Result<Bytes, String>> =
        LazyLock::new(|| serde_json::to_vec(&crate::openapi()).map(Bytes::from).map_err(|error| error.to_string()));
    let document = DOCUMENT.as_ref().map_err(|error| Failure(Error::internal(error)))?;
    Ok(([(header::CONTENT_TYPE, "application/json")], document.clone()).into_response())
}

/// The page at `/docs`. All that it needs comes from the binary: it works without a network.
pub(crate) fn page<S: Clone + Send + Sync + 'static>() -> Router<S> {
    // The validator's badge would send the document's address to a stranger.
    SwaggerUi::new("/docs").config(Config::from("/openapi.json").validator_url("none")).into()
}
