//! The bytes of a component.

use std::fs::File;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use sandtable_catalog::Digest;
use sandtable_core::{Error, Result};
use tokio_util::io::ReaderStream;

use super::freshen;
use crate::app::AppState;
use crate::blocking::blocking;
use crate::failure::Failure;
use crate::path::VersionPath;
use crate::schema::{Binary, Failures};
use crate::table::PIECE_BYTES;

/// Downloads a component.
///
/// The `ETag` is the component's SHA-256.
#[utoipa::path(
    get, path = "/v1/transforms/{name}/{version}/component", operation_id = "download_component", tag = "transforms",
    params(
        ("name" = String, Path, description = "The transform's name", example = "flight-delays"),
        ("version" = String, Path, description = "The version, in full", example = "1.2.0")
    ),
    responses(
        (status = 200, description = "The component's bytes", content_type = "application/wasm", body = Binary,
            headers(("ETag" = String, description = "The SHA-256, in quotes"))),
        (status = 304, description = "`If-None-Match` names what is there"),
        Failures
    )
)]
pub(crate) async fn component(State(app): State<AppState>, VersionPath(name, version): VersionPath, headers: HeaderMap) -> Result<Response, Failure> {
    freshen(&app).await?;
    let entry = app.transforms.catalog().get(&name, Some(&version))?;
    if let Some(source) = &entry.source {
        let message = format!("{name}@{version} is source code in {}, not a component; its path ends in /source", source.language);
        return Err(Error::not_found(message).with("reason", "source").into());
    }
    let transforms = Arc::clone(&app.transforms);
    send(&entry.digest.clone(), "application/wasm", &headers, move || transforms.catalog().open_component(&entry.digest)).await
}

/// Sends stored bytes, unless the caller has them.
pub(super) async fn send(
    digest: &Digest,
    content_type: &'static str,
    headers: &HeaderMap,
    open: impl FnOnce() -> Result<File> + Send + 'static,
) -> Result<Response, Failure> {
    let tag = format!("\"{digest}\"");
    let tag_value = HeaderValue::try_from(&tag).map_err(|error| Failure(Error::internal(error)))?;
    if names(headers, &tag) {
        return Ok((StatusCode::NOT_MODIFIED, [(header::ETAG, tag_value)]).into_response());
    }
    let (file, size_bytes) = blocking(move || {
        let file = open()?;
        let size_bytes = file.metadata().map_err(|error| Error::io("the bytes cannot be read").with_inside(error))?.len();
        Ok((file, size_bytes))
    })
    .await?;
    let body = Body::from_stream(ReaderStream::with_capacity(tokio::fs::File::from_std(file), PIECE_BYTES));
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(content_type)),
        (header::CONTENT_LENGTH, HeaderValue::from(size_bytes)),
        (header::ETAG, tag_value),
        // A stranger's text is what its type says and nothing else.
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    ];
    Ok((headers, body).into_response())
}

/// Whether `If-None-Match` names the tag.
fn names(headers: &HeaderMap, tag: &str) -> bool {
    let given = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    given.flat_map(|value| value.split(',')).map(|one| one.trim().trim_start_matches("W/")).any(|one| one == "*" || one == tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_caller_has_is_not_sent_again() {
        for (given, known) in [("\"a\"", true), ("W/\"a\"", true), ("\"b\", \"a\"", true), ("*", true), ("\"b\"", false), ("a", false)] {
            let headers = HeaderMap::from_iter([(header::IF_NONE_MATCH, HeaderValue::from_static(given))]);
            assert_eq!(names(&headers, "\"a\""), known, "{given}");
        }
        assert!(!names(&HeaderMap::new(), "\"a\""));
    }
}
