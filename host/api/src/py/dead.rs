//! Dead letters: jobs that used all their attempts.

use axum::Json;
use axum::extract::{Request, State};
use axum::response::Response;
use serde::Deserialize;
use utoipa::IntoParams;

use super::record::{self, JobRecordBody, ListBody};
use super::{TokenPath, jobs};
use crate::app::AppState;
use crate::failure::Failure;
use crate::query;
use crate::schema::Failures;

/// Which dead letters are listed.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct DeadQuery {
    /// Only those with a smaller token: where the page before ended.
    #[serde(default)]
    #[param(minimum = 0)]
    before: Option<u64>,
    /// How many, at most 1000.
    #[serde(default)]
    #[param(minimum = 1, maximum = 1000, default = 100)]
    limit: Option<u32>,
}

/// Dead letters, newest first.
///
/// Jobs whose every attempt failed by a fault that another attempt might have mended, such as a file that could not be
/// read, or a worker that fell silent.
#[utoipa::path(
    get, path = "/v1/py/dead", operation_id = "list_dead", tags = ["internal", "python"], extensions(("x-internal" = json!(true))),
    params(DeadQuery), responses((status = 200, body = ListBody), Failures)
)]
pub(crate) async fn list(State(app): State<AppState>, request: Request) -> Result<Json<ListBody>, Failure> {
    let DeadQuery { before, limit } = query::parse(request.uri())?;
    let (jobs, next) = app.service.dead(jobs::earlier(before)?, jobs::page(limit)?).await?;
    Ok(Json(ListBody { jobs: jobs.into_iter().map(Into::into).collect(), next }))
}

/// Gives a dead letter another life: its attempts begin anew, its token and its steps stay.
#[utoipa::path(
    post, path = "/v1/py/dead/{token}/requeue", operation_id = "requeue_dead", tags = ["internal", "python"], extensions(("x-internal" = json!(true))),
    params(("token" = u64, Path, description = "The job's number", minimum = 1, example = 123)),
    responses((status = 200, body = JobRecordBody), Failures)
)]
pub(crate) async fn requeue(State(app): State<AppState>, TokenPath(token): TokenPath) -> Result<Response, Failure> {
    app.service.requeue(token).await?;
    Ok(record::answer(app.service.record(token).await?)?)
}
