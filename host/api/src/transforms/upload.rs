//! Upload a component or source code.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Extension, Request, State};
use axum::http::StatusCode;
use sandtable_catalog::Put;
use sandtable_core::LimitsRequest;
use sandtable_executor::SourceUpload;

use super::TransformVersion;
use crate::app::AppState;
use crate::auth::Grants;
use crate::blocking::blocking;
use crate::body::{SourceEnvelope, source_kind, spool_component, take_source};
use crate::failure::Failure;
use crate::path::VersionPath;
use crate::query;
use crate::schema::{self, Failures};

/// Uploads a component or source code as a version of a transform.
///
/// A component is checked and compiled first; one that is not acceptable is refused with all its problems in `details`.
/// Source code is one module, or JSON with a library and options; its language is asked what it takes and gives, which
/// runs its top level, and what goes wrong there is in `details.problems`, and in `details.traceback` line by line. The same
/// bytes again are 200; other bytes under a version that is taken, or was, are 409. The query may set limits that hold
/// for every call of it. A transform that asks for native frames is taken from who may grant them: with the scope `frames`,
/// or where the server grants them to all; else the answer is 403. What the server grants to all it grants as long as it
/// runs so: calls of such a transform are 403 once it does not any more.
#[utoipa::path(
    put, path = "/v1/transforms/{name}/{version}", operation_id = "upload_component", tag = "transforms",
    params(
        ("name" = String, Path, description = "The transform's name: `[a-z][a-z0-9-]{0,62}`", example = "flight-delays"),
        ("version" = String, Path, description = "The version, in full", example = "1.2.0"),
        schema::Limits
    ),
    request_body(
        content(
            (schema::Binary = "application/wasm"),
            (String = "text/x-python"),
            (String = "text/javascript"),
            (SourceEnvelope = "application/json"),
        ),
        description = "The component's bytes, or source code"
    ),
    responses(
        (status = 201, description = "Stored", body = TransformVersion),
        (status = 200, description = "The same bytes stood there already", body = TransformVersion),
        Failures
    )
)]
pub(crate) async fn upload(
    State(app): State<AppState>,
    Extension(grants): Extension<Grants>,
    VersionPath(name, version): VersionPath,
    request: Request,
) -> Result<(StatusCode, Json<TransformVersion>), Failure> {
    let limits: LimitsRequest = query::parse(request.uri())?;
    let transforms = Arc::clone(&app.transforms);
    let put = match source_kind(request.headers()) {
        Some(kind) => {
            let (language, program) = take_source(&app, kind, request).await?;
            tracing::info!(%name, %version, language, size_bytes = program.size_bytes(), "upload of source");
            let upload = SourceUpload { language, program, limits, frames: grants.frames };
            blocking(move || transforms.upload_source(&name, &version, upload)).await?
        }
        None => {
            let upload = spool_component(&app, request).await?;
            tracing::info!(%name, %version, digest = %upload.digest, size_bytes = upload.size_bytes, "upload");
            blocking(move || transforms.upload(&name, &version, upload.file, &upload.digest, limits, grants.frames)).await?
        }
    };
    let (status, entry) = match put {
        Put::Created(entry) => (StatusCode::CREATED, entry),
        Put::Unchanged(entry) => (StatusCode::OK, entry),
    };
    Ok((status, Json(entry.into())))
}
