//! How every operation may fail.

use utoipa::IntoResponses;

use crate::failure::ErrorEnvelope;

/// The same for all operations: the envelope, whatever the number.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "the variants only describe the answers")]
pub(crate) enum Failures {
    /// `VALIDATION_ERROR`: the request is not acceptable as it is; `details.field` says what
    #[response(status = 400)]
    Invalid(ErrorEnvelope),
    /// `AUTH_ERROR`: the token is missing, wrong or expired
    #[response(status = 401)]
    Stranger(ErrorEnvelope),
    /// `AUTH_ERROR`: the token lacks a scope
    #[response(status = 403)]
    Forbidden(ErrorEnvelope),
    /// `NOT_FOUND`: no such transform, version or path
    #[response(status = 404)]
    Missing(ErrorEnvelope),
    /// `TIMEOUT`: the body paused too long
    #[response(status = 408)]
    Slow(ErrorEnvelope),
    /// `CONFLICT`: other bytes stand under this version, or stood there
    #[response(status = 409)]
    Conflict(ErrorEnvelope),
    /// `VALIDATION_ERROR`: the body is too large
    #[response(status = 413)]
    TooLarge(ErrorEnvelope),
    /// `VALIDATION_ERROR` with `details.problems`: the component or the source is not acceptable; `RESOURCE_CAP`, `GUEST_ERROR`,
    /// `GUEST_TRAP`, `IO_ERROR`: the call failed by the limits, the guest or the data
    #[response(status = 422)]
    Failed(ErrorEnvelope),
    /// `CANCELLED`: the caller asked for the end
    #[response(status = 499)]
    Cancelled(ErrorEnvelope),
    /// `INTERNAL`: a fault of Sandtable itself; the log says more under the request's id
    #[response(status = 500)]
    Internal(ErrorEnvelope),
    /// `RESOURCE_CAP` (the queue is full) or `UNAVAILABLE`: try again after `Retry-After` seconds
    #[response(status = 503)]
    Busy(ErrorEnvelope),
    /// `TIMEOUT`: the call reached its wall or CPU time
    #[response(status = 504)]
    Timeout(ErrorEnvelope),
}
