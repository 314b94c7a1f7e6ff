//! The text of a source transform.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use sandtable_core::Error;

use super::component::send;
use super::freshen;
use crate::app::AppState;
use crate::body::{SourceEnvelope, content_type};
use crate::failure::Failure;
use crate::path::VersionPath;
use crate::schema::Failures;

/// Downloads source code.
///
/// A transform of one module is answered as its text, one with a library or options as JSON, the same each time. The `ETag`
/// is the SHA-256.
#[utoipa::path(
    get, path = "/v1/transforms/{name}/{version}/source", operation_id = "download_source", tag = "transforms",
    params(
        ("name" = String, Path, description = "The transform's name", example = "flight-delays"),
        ("version" = String, Path, description = "The version, in full", example = "1.2.0")
    ),
    responses(
        (status = 200, description = "The source", content(
            (String = "text/x-python"),
            (String = "text/javascript"),
            (String = "text/plain"),
            (SourceEnvelope = "application/json"),
        ), headers(("ETag" = String, description = "The SHA-256, in quotes"))),
        (status = 304, description = "`If-None-Match` names what is there"),
        Failures
    )
)]
pub(crate) async fn source(State(app): State<AppState>, VersionPath(name, version): VersionPath, headers: HeaderMap) -> Result<Response, Failure> {
    freshen(&app).await?;
    let entry = app.transforms.catalog().get(&name, Some(&version))?;
    let Some(source) = &entry.source else {
        let message = format!("{name}@{version} is a component, not source code; its path ends in /component");
        return Err(Error::not_found(message).with("reason", "component").into());
    };
    let content_type = if source.bundled { "application/json" } else { content_type(&source.language) };
    let transforms = Arc::clone(&app.transforms);
    send(&entry.digest.clone(), content_type, &headers, move || transforms.catalog().open_source(&entry.digest)).await
}
