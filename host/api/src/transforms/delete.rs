//! Delete a transform, or one version of it.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;

use super::Deleted;
use crate::app::AppState;
use crate::blocking::blocking;
use crate::failure::Failure;
use crate::path::{NamePath, VersionPath};
use crate::schema::Failures;

/// Deletes all versions of a transform.
///
/// The versions stay reserved: the same bytes may be uploaded again, others may not.
#[utoipa::path(
    delete, path = "/v1/transforms/{name}", operation_id = "delete_transform", tag = "transforms",
    params(("name" = String, Path, description = "The transform's name", example = "flight-delays")),
    responses((status = 200, body = Deleted), Failures)
)]
pub(crate) async fn delete(State(app): State<AppState>, NamePath(name): NamePath) -> Result<Json<Deleted>, Failure> {
    let transforms = Arc::clone(&app.transforms);
    Ok(Json(blocking(move || transforms.catalog().delete(&name, None)).await?.into()))
}

/// Deletes a version of a transform.
///
/// It stays reserved: the same bytes may be uploaded again, others may not.
#[utoipa::path(
    delete, path = "/v1/transforms/{name}/{version}", tag = "transforms",
    params(
        ("name" = String, Path, description = "The transform's name", example = "flight-delays"),
        ("version" = String, Path, description = "The version, in full", example = "1.2.0")
    ),
    responses((status = 200, body = Deleted), Failures)
)]
pub(crate) async fn delete_version(State(app): State<AppState>, VersionPath(name, version): VersionPath) -> Result<Json<Deleted>, Failure> {
    let transforms = Arc::clone(&app.transforms);
    Ok(Json(blocking(move || transforms.catalog().delete(&name, Some(&version))).await?.into()))
}
