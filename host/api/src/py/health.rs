//! How the service is.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::AppState;
use crate::failure::Failure;
use crate::schema::Failures;
use crate::versions::version_of;

/// How the service is.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ServiceHealth)]
pub(crate) struct Health {
    /// `ok`.
    #[schema(value_type = String, examples("ok"))]
    status: &'static str,
    /// Of what it is made.
    versions: Versions,
    /// Memory of the server's own process, in mebibytes.
    memory_usage_mb: u64,
    /// Jobs that this process is doing.
    workers_active: u64,
    /// Jobs that wait or run, anywhere.
    active_jobs: u64,
    /// The token that the next job will have.
    next_token: u64,
}

/// Versions, by the contract's keys and some of our own.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Versions {
    /// Always null: there is none.
    pandas: Option<&'static str>,
    /// The engine.
    polars: &'static str,
    /// Always null: there is none.
    pyarrow: Option<&'static str>,
    /// This server.
    sandtable: &'static str,
    /// What runs components.
    wasmtime: &'static str,
    /// What tables cross in.
    arrow: &'static str,
}

/// How the service is: versions, memory, jobs.
#[utoipa::path(
    get, path = "/v1/py/health", operation_id = "service_health", tags = ["internal", "python"], extensions(("x-internal" = json!(true))),
    responses((status = 200, body = Health), Failures)
)]
pub(crate) async fn health(State(app): State<AppState>) -> Result<Json<Health>, Failure> {
    let status = app.service.status().await?;
    Ok(Json(Health {
        status: "ok",
        versions: Versions {
            pandas: None,
            polars: version_of("polars").unwrap_or_default(),
            pyarrow: None,
            sandtable: env!("CARGO_PKG_VERSION"),
            wasmtime: version_of("wasmtime").unwrap_or_default(),
            arrow: version_of("arrow").unwrap_or_default(),
        },
        memory_usage_mb: resident_mb(),
        workers_active: status.workers_active as u64,
        active_jobs: status.active_jobs,
        next_token: status.next_token,
    }))
}

/// Memory of this process, as the kernel counts it; 0 where it does not tell.
fn resident_mb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    resident.and_then(|line| line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()).map_or(0, |kib| kib / 1024)
}
