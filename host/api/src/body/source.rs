//! Uploads of source code.

use std::collections::BTreeMap;

use axum::extract::Request;
use axum::http::{HeaderMap, header};
use sandtable_core::program::MAX_SOURCE_BYTES;
use sandtable_core::{Error, Program, Result};
use serde::Deserialize;
use utoipa::ToSchema;

use super::Chunks;
use super::content::essence;
use crate::app::App;
use crate::json;

/// The content types that say what a source is written in; the first of each language is the one it is answered as.
const TYPES: [(&str, &str); 8] = [
    ("text/x-python", "python"),
    ("text/x-script.python", "python"),
    ("application/x-python-code", "python"),
    ("application/x-python", "python"),
    ("text/javascript", "javascript"),
    ("application/javascript", "javascript"),
    ("application/x-javascript", "javascript"),
    ("text/x-javascript", "javascript"),
];

/// A program, and what it is written in.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Source, example = json!({
    "language": "python",
    "source": "from helpers import gained\n\ndef transform(flights):\n    return gained(flights)\n",
    "library": {"helpers": "def gained(flights):\n    return flights\n"}
}))]
pub(crate) struct SourceEnvelope {
    /// What it is written in.
    #[schema(examples("python"))]
    pub(crate) language: String,
    /// The module that holds the transform.
    pub(crate) source: String,
    /// Modules that it may import: source by dotted name.
    #[serde(default)]
    pub(crate) library: BTreeMap<String, String>,
    /// What the language leaves open, by name.
    #[serde(default)]
    pub(crate) options: BTreeMap<String, String>,
}

impl SourceEnvelope {
    /// The language and the program.
    pub(crate) fn split(self) -> (String, Program) {
        let Self { language, source, library, options } = self;
        (language, Program { source, library, options })
    }
}

/// As what source code in a language is answered.
pub(crate) fn content_type(language: &str) -> &'static str {
    match TYPES.into_iter().find(|(_, known)| *known == language) {
        Some(("text/x-python", _)) => "text/x-python; charset=utf-8",
        Some(("text/javascript", _)) => "text/javascript; charset=utf-8",
        _ => "text/plain; charset=utf-8",
    }
}

/// What a request's content type says of source code; nothing when it is a component.
pub(crate) fn source_kind(headers: &HeaderMap) -> Option<SourceKind> {
    let given = essence(headers.get(header::CONTENT_TYPE)?.to_str().ok()?);
    if given == "application/json" {
        return Some(SourceKind::Envelope);
    }
    TYPES.into_iter().find(|(known, _)| *known == given).map(|(_, language)| SourceKind::Module(language))
}

/// How source code came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SourceKind {
    /// One module of this language.
    Module(&'static str),
    /// JSON that says all.
    Envelope,
}

/// Takes source code.
///
/// # Errors
/// `VALIDATION_ERROR` (also `too_large`), `TIMEOUT`.
pub(crate) async fn take_source(app: &App, kind: SourceKind, request: Request) -> Result<(String, Program)> {
    let (head, body) = request.into_parts();
    match kind {
        SourceKind::Module(language) => {
            let bytes = Chunks::of_body(body, &head.headers, "the source", MAX_SOURCE_BYTES as u64, app.bodies.pause)?.collect().await?;
            let source = String::from_utf8(bytes.into())
                .map_err(|error| Error::invalid("body", format!("the source is not UTF-8: it breaks off at byte {}", error.utf8_error().valid_up_to())))?;
            Ok((language.to_owned(), Program::of(source)))
        }
        SourceKind::Envelope => {
            let bytes = Chunks::of_body(body, &head.headers, "the JSON request", app.bodies.envelope_bytes, app.bodies.pause)?.collect().await?;
            Ok(json::parse_object::<SourceEnvelope>(&bytes, "the JSON request")?.split())
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn the_content_type_tells_source_from_components() {
        for (given, kind) in [
            ("text/x-python", Some(SourceKind::Module("python"))),
            ("Text/X-Python; charset=utf-8", Some(SourceKind::Module("python"))),
            ("application/javascript", Some(SourceKind::Module("javascript"))),
            ("application/json", Some(SourceKind::Envelope)),
            ("application/wasm", None),
        ] {
            let headers = HeaderMap::from_iter([(header::CONTENT_TYPE, HeaderValue::from_static(given))]);
            assert_eq!(source_kind(&headers), kind, "{given}");
        }
        assert_eq!(source_kind(&HeaderMap::new()), None);
        assert_eq!(content_type("javascript"), "text/javascript; charset=utf-8");
        assert_eq!(content_type("script"), "text/plain; charset=utf-8");
    }
}
