//! All transforms.

use axum::Json;
use axum::extract::State;

use super::{TransformList, TransformSummary, freshen};
use crate::app::AppState;
use crate::failure::Failure;
use crate::schema::Failures;

/// Lists all transforms.
#[utoipa::path(get, path = "/v1/transforms", operation_id = "list_transforms", tag = "transforms", responses((status = 200, body = TransformList), Failures))]
pub(crate) async fn list(State(app): State<AppState>) -> Result<Json<TransformList>, Failure> {
    freshen(&app).await?;
    let entries = app.transforms.catalog().list();
    let transforms = entries.chunk_by(|a, b| a.name == b.name).filter_map(TransformSummary::of).collect();
    Ok(Json(TransformList { transforms }))
}
