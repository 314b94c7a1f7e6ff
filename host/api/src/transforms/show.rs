//! One transform, and one version of it.

use axum::Json;
use axum::extract::State;
use sandtable_core::Error;

use super::{TransformDetails, TransformVersion, freshen};
use crate::app::AppState;
use crate::failure::Failure;
use crate::path::{NamePath, VersionPath};
use crate::schema::Failures;

/// Shows a transform: its versions, and what the newest says of itself.
#[utoipa::path(
    get, path = "/v1/transforms/{name}", operation_id = "show_transform", tag = "transforms",
    params(("name" = String, Path, description = "The transform's name", example = "flight-delays")),
    responses((status = 200, body = TransformDetails), Failures)
)]
pub(crate) async fn show(State(app): State<AppState>, NamePath(name): NamePath) -> Result<Json<TransformDetails>, Failure> {
    freshen(&app).await?;
    let catalog = app.transforms.catalog();
    // It also says what is wrong when there is none.
    catalog.get(&name, None)?;
    let entries: Vec<_> = catalog.list().into_iter().filter(|entry| entry.name == name).collect();
    // All versions may have been deleted since.
    TransformDetails::of(&entries).map(Json).ok_or_else(|| Failure(Error::not_found(format!("no transform \"{name}\""))))
}

/// Shows one version of a transform.
#[utoipa::path(
    get, path = "/v1/transforms/{name}/{version}", tag = "transforms",
    params(
        ("name" = String, Path, description = "The transform's name", example = "flight-delays"),
        ("version" = String, Path, description = "The version, in full", example = "1.2.0")
    ),
    responses((status = 200, body = TransformVersion), Failures)
)]
pub(crate) async fn show_version(State(app): State<AppState>, VersionPath(name, version): VersionPath) -> Result<Json<TransformVersion>, Failure> {
    freshen(&app).await?;
    Ok(Json(app.transforms.catalog().get(&name, Some(&version))?.into()))
}
