//! Uploads of components.

use std::fs::File;

use axum::extract::Request;
use axum::http::{HeaderMap, header};
use sandtable_catalog::Digest;
use sandtable_core::{Error, Result, text};

use super::content::essence;
use super::{Chunks, Spooler};
use crate::app::App;

/// A component that has arrived whole. Nobody has looked into it.
pub(crate) struct Upload {
    /// Its bytes, from the start.
    pub(crate) file: File,
    /// Their SHA-256.
    pub(crate) digest: Digest,
    /// How many there are.
    pub(crate) size_bytes: u64,
}

/// Spools the body of an upload.
///
/// # Errors
/// `VALIDATION_ERROR` (also `too_large`), `TIMEOUT`, `IO_ERROR`.
pub(crate) async fn spool_component(app: &App, request: Request) -> Result<Upload> {
    is_component(request.headers())?;
    let (head, body) = request.into_parts();
    let mut chunks = Chunks::of_body(body, &head.headers, "the component", app.bodies.component_bytes, app.bodies.pause)?;
    let (file, digest) = Spooler::hashing(app.transforms.spool())?.take(&mut chunks).await?;
    if chunks.taken_bytes() == 0 {
        return Err(Error::invalid("body", "the body is empty; send a component's bytes as application/wasm"));
    }
    let digest = digest.ok_or_else(|| Error::internal("an upload without a digest"))?;
    Ok(Upload { file, digest, size_bytes: chunks.taken_bytes() })
}

fn is_component(headers: &HeaderMap) -> Result<()> {
    let given = headers.get(header::CONTENT_TYPE).map(|given| given.to_str().unwrap_or_default());
    match given.map(essence).as_deref() {
        None | Some("application/wasm" | "application/octet-stream") => Ok(()),
        Some(other) => Err(Error::invalid(
            "content-type",
            format!(
                "{} is not a component; send its bytes as application/wasm, or source code as text/x-python, text/javascript or application/json",
                text::quote(other)
            ),
        )),
    }
}
