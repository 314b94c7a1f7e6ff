//! Whether the server is up.

use axum::Json;
use serde::Serialize;
use utoipa::ToSchema;

use crate::schema::Failures;

/// The server is up.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Health {
    /// Always `ok`: a server that is not does not answer.
    #[schema(examples("ok"))]
    status: &'static str,
    /// The server's version.
    #[schema(examples("0.1.0"))]
    version: &'static str,
}

/// Whether the server is up.
#[utoipa::path(get, path = "/healthz", tag = "service", security(()), responses((status = 200, body = Health), Failures))]
pub(crate) async fn healthz() -> Json<Health> {
    Json(Health { status: "ok", version: env!("CARGO_PKG_VERSION") })
}
