//! Errors as answers: the one place that knows HTTP's numbers.

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use sandtable_core::{Code, Error};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::py;
use crate::request_id::RequestId;
use crate::runner;

/// An error on its way out of a handler. It becomes an envelope at the boundary, where the request's id is known.
#[derive(Debug, Clone)]
pub(crate) struct Failure(pub(crate) Error);

/// The body of every answer that is an error.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct ErrorEnvelope {
    /// What went wrong.
    pub(crate) error: ErrorBody,
}

/// What went wrong.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct ErrorBody {
    /// A stable word that a program may match on. New ones may come.
    #[schema(value_type = String, examples("VALIDATION_ERROR"))]
    pub(crate) code: Code,
    /// For people: what was given, what was allowed, where.
    #[schema(examples("limits.memory_mb is 4096, above the ceiling of 1024"))]
    pub(crate) message: String,
    /// Machine-readable particulars: `field`, `reason`, `limit`, `requested`, `ceiling`, `usage`, `logs`, `problems`,
    /// `traceback`, …
    #[schema(value_type = Object)]
    pub(crate) details: Map<String, Value>,
    /// The request's id, as in the header `X-Request-ID` and the server's log.
    #[schema(examples("req_k3v9xw2m7q4t"))]
    pub(crate) request_id: String,
}

/// What a caller is told by HTTP's number.
pub(crate) fn status(error: &Error) -> StatusCode {
    let reason = error.details.get("reason").and_then(Value::as_str);
    match (error.code, reason) {
        (Code::ValidationError, Some("component" | "source")) => StatusCode::UNPROCESSABLE_ENTITY,
        (Code::ValidationError, Some("too_large")) => StatusCode::PAYLOAD_TOO_LARGE,
        (Code::ValidationError, Some("method")) => StatusCode::METHOD_NOT_ALLOWED,
        (Code::ValidationError, _) => StatusCode::BAD_REQUEST,
        (Code::Timeout, Some("slow_body")) => StatusCode::REQUEST_TIMEOUT,
        (Code::Timeout, _) => StatusCode::GATEWAY_TIMEOUT,
        (Code::ResourceCap, Some("queue_full")) | (Code::Unavailable, _) => StatusCode::SERVICE_UNAVAILABLE,
        (Code::IoError | Code::ResourceCap | Code::GuestError | Code::GuestTrap, _) => StatusCode::UNPROCESSABLE_ENTITY,
        (Code::AuthError, Some("scope" | "grant")) => StatusCode::FORBIDDEN,
        (Code::AuthError, _) => StatusCode::UNAUTHORIZED,
        (Code::NotFound, Some("expired")) => StatusCode::GONE,
        (Code::NotFound, _) => StatusCode::NOT_FOUND,
        (Code::Conflict, _) => StatusCode::CONFLICT,
        // The number that nginx made up for a client that has gone; whoever asked for the end may still read it.
        (Code::Cancelled, _) => StatusCode::from_u16(499).unwrap_or(StatusCode::BAD_REQUEST),
        (Code::Internal, _) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// The error that stands for an answer that was made without one, as axum and its friends make them.
pub(crate) fn foreign(status: StatusCode) -> Error {
    match status {
        StatusCode::NOT_FOUND => Error::not_found("no such path"),
        StatusCode::METHOD_NOT_ALLOWED => method_not_allowed(),
        StatusCode::PAYLOAD_TOO_LARGE => Error::new(Code::ValidationError, "the body is too large").with("reason", "too_large"),
        status if status.is_client_error() => Error::new(Code::ValidationError, "the request is not acceptable"),
        status => Error::internal(format!("an answer with status {status} and no error")),
    }
}

/// The path is there, but not with this method; the header `Allow` says with which.
pub(crate) fn method_not_allowed() -> Error {
    Error::new(Code::ValidationError, "this path does not take this method").with("reason", "method")
}

/// Whose codes an answer speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Door {
    /// Our own.
    Own,
    /// The contract's of the file-analytics service.
    Contract,
    /// The contract's of the transform runner.
    Runner,
}

impl Door {
    /// Whose codes a path's answers speak.
    pub(crate) fn of(path: &str) -> Self {
        if path.starts_with(py::PREFIX) {
            Self::Contract
        } else if runner::is_ours(path) {
            Self::Runner
        } else {
            Self::Own
        }
    }
}

impl Failure {
    /// The answer, with the headers that `made` already had.
    pub(crate) fn answer(self, mut made: HeaderMap, door: Door, id: &RequestId) -> Response {
        let status = status(&self.0);
        let error = if door == Door::Contract { py::contract(self.0) } else { self.0 };
        let Error { code, message, details, inside: _ } = error;
        let envelope = ErrorEnvelope { error: ErrorBody { code, message, details, request_id: id.to_string() } };
        made.remove(header::CONTENT_LENGTH);
        made.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        match status {
            StatusCode::SERVICE_UNAVAILABLE => drop(made.insert(header::RETRY_AFTER, HeaderValue::from_static("1"))),
            StatusCode::UNAUTHORIZED => drop(made.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"))),
            _ => {}
        }
        let body = match door {
            Door::Runner => serde_json::to_vec(&serde_json::json!({"error": envelope.error.message})),
            Door::Own | Door::Contract => serde_json::to_vec(&envelope),
        };
        let body = body.unwrap_or_default();
        (status, made, body).into_response()
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self(error)
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut response = status(&self.0).into_response();
        response.extensions_mut().insert(self);
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_its_number() {
        for (code, reason, number) in [
            (Code::ValidationError, "", 400),
            (Code::ValidationError, "component", 422),
            (Code::ValidationError, "source", 422),
            (Code::ValidationError, "too_large", 413),
            (Code::ValidationError, "method", 405),
            (Code::IoError, "", 422),
            (Code::Timeout, "deadline", 504),
            (Code::Timeout, "slow_body", 408),
            (Code::ResourceCap, "limit", 422),
            (Code::ResourceCap, "queue_full", 503),
            (Code::AuthError, "", 401),
            (Code::AuthError, "scope", 403),
            (Code::AuthError, "grant", 403),
            (Code::NotFound, "", 404),
            (Code::NotFound, "expired", 410),
            (Code::Conflict, "", 409),
            (Code::Unavailable, "", 503),
            (Code::Cancelled, "", 499),
            (Code::GuestError, "", 422),
            (Code::GuestTrap, "", 422),
            (Code::Internal, "", 500),
        ] {
            let error = Error::new(code, "m").with("reason", reason);
            assert_eq!(status(&error).as_u16(), number, "{code} {reason}");
        }
    }

    #[test]
    fn a_body_never_holds_what_only_the_log_should_see() {
        let id = RequestId::of(&HeaderMap::new());
        let response = Failure(Error::internal("the secret of /etc")).answer(HeaderMap::new(), Door::Own, &id);
        assert_eq!(response.status(), 500);
        let body = futures::executor::block_on(axum::body::to_bytes(response.into_body(), 10_000)).unwrap();
        let envelope: ErrorEnvelope = serde_json::from_slice(&body).unwrap();
        assert_eq!(envelope.error.request_id, id.as_str());
        assert!(!String::from_utf8_lossy(&body).contains("secret"));
    }

    #[test]
    fn what_may_be_tried_again_says_when() {
        let id = RequestId::of(&HeaderMap::new());
        let full = Error::new(Code::ResourceCap, "the queue is full").with("reason", "queue_full");
        assert_eq!(Failure(full).answer(HeaderMap::new(), Door::Own, &id).headers()[header::RETRY_AFTER], "1");
        let stranger = Failure(Error::new(Code::AuthError, "no token")).answer(HeaderMap::new(), Door::Own, &id);
        assert_eq!(stranger.headers()[header::WWW_AUTHENTICATE], "Bearer");
    }
}
