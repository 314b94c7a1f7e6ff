//! The file-analytics service, as the Go backend calls it: data sets in, tokens out, jobs by token.

pub(crate) mod dead;
mod error;
pub(crate) mod events;
pub(crate) mod health;
pub(crate) mod jobs;
pub(crate) mod preview;
mod record;
mod request;
pub(crate) mod submit;

pub(crate) use error::contract;

use axum::extract::Path;
use axum::extract::{FromRequestParts, Request};
use axum::http::request::Parts;
use sandtable_core::{Error, Result, text};
use serde::de::DeserializeOwned;

use crate::app::App;
use crate::body::Chunks;
use crate::failure::Failure;
use crate::{json, query};

/// Every path of the service begins so: errors there have the contract's codes.
pub(crate) const PREFIX: &str = "/v1/py/";

/// Bytes of a request without a frame.
const PLAN_BYTES: u64 = 1 << 20;
/// Bytes of a request with one.
const FRAME_BYTES: u64 = 64 << 20;

/// `…/{token}`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TokenPath(pub(crate) u64);

impl<S: Send + Sync> FromRequestParts<S> for TokenPath {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let given: String = Path::from_request_parts(parts, state).await.map(|Path(given)| given).unwrap_or_default();
        // Digits alone: a sign or a space would be read as well.
        let token = given.parse().ok().filter(|token| *token > 0 && given.bytes().all(|byte| byte.is_ascii_digit()));
        let wrong = || Error::invalid("token", format!("the token is {}, not a whole number from 1", text::quote(&given))).with("constraint", "integer from 1");
        token.map(Self).ok_or_else(|| Failure(wrong()))
    }
}

/// Takes a JSON request.
async fn receive<T: DeserializeOwned>(app: &App, request: Request, cap_bytes: u64) -> Result<(T, usize)> {
    query::none(request.uri())?;
    let (head, body) = request.into_parts();
    let what = "the JSON request";
    let bytes = Chunks::of_body(body, &head.headers, what, cap_bytes, app.bodies.pause)?.collect().await?;
    Ok((json::parse_object(&bytes, what)?, bytes.len()))
}
