//! The outermost layer: what goes on for every request, whatever answers it.

use std::any::Any;
use std::panic::AssertUnwindSafe;
use std::time::Instant;

use axum::body::HttpBody;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures::FutureExt;
use sandtable_core::Error;
use tracing::Instrument;

use crate::app::AppState;
use crate::failure::{self, Door, Failure};
use crate::request_id::{self, RequestId};
use crate::runner::Told;

/// Gives a request its id and its span, catches panics, turns every error into the envelope, logs and counts.
pub(crate) async fn boundary(State(app): State<AppState>, request: Request, next: Next) -> Response {
    let id = RequestId::of(request.headers());
    let span = tracing::info_span!("request", request_id = %id, method = %request.method(), path = ?request.uri().path());
    async move {
        let started = Instant::now();
        let method = request.method().clone();
        let route = request.extensions().get::<MatchedPath>().cloned();
        let has_body = !request.body().is_end_stream();
        let door = Door::of(request.uri().path());
        let mut request = request;
        request.extensions_mut().insert(id.clone());
        let answered = AssertUnwindSafe(next.run(request)).catch_unwind().await;
        let mut response = settle(answered.unwrap_or_else(|panic| Failure(panicked(&*panic)).into_response()), door, &id);
        response.headers_mut().insert(request_id::HEADER, id.header());
        if has_body && refused_unread(response.status()) {
            response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
        }
        let took = started.elapsed();
        tracing::debug!(status = response.status().as_u16(), took_ms = took.as_secs_f64() * 1e3, "answered");
        app.metrics.request(route.as_ref().map(MatchedPath::as_str), &method, response.status(), took);
        response
    }
    .instrument(span)
    .await
}

/// Whether a request with this answer may have been refused before its body was read. What is left of the body makes
/// the connection useless, and a client must not send its next request on it.
fn refused_unread(status: StatusCode) -> bool {
    status.is_client_error() && status != StatusCode::UNPROCESSABLE_ENTITY
}

/// The answer as it is sent: errors get the envelope, and what only the log should see is logged, once.
fn settle(mut response: Response, door: Door, id: &RequestId) -> Response {
    if response.extensions().get::<Told>().is_some() {
        return response;
    }
    let failure = match response.extensions_mut().remove::<Failure>() {
        Some(failure) => failure,
        None if response.status().is_client_error() || response.status().is_server_error() => Failure(failure::foreign(response.status())),
        None => return response,
    };
    let Error { code, message, inside, .. } = &failure.0;
    match inside {
        Some(inside) if failure::status(&failure.0).is_server_error() => tracing::error!(%code, message, inside, "failed"),
        Some(inside) => tracing::warn!(%code, message, inside, "failed"),
        None => tracing::debug!(%code, message, "failed"),
    }
    failure.answer(std::mem::take(response.headers_mut()), door, id)
}

fn panicked(panic: &(dyn Any + Send)) -> Error {
    let text = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    Error::internal(format!("a handler panicked: {}", text.unwrap_or("no message"))).with("reason", "panic")
}
