//! What kind of body a request has.

use axum::http::{HeaderMap, header};
use sandtable_core::{Error, Result, text};
use sandtable_frames::Format;

/// What a `Content-Type` says of a request's body.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Content {
    /// Nothing was said: only an empty body is fine.
    Nothing,
    /// The JSON request.
    Json,
    /// Named parts.
    Multipart,
    /// A table.
    Table(Format),
    /// Bytes; what they are is told by how they begin.
    Bytes,
}

impl Content {
    /// Reads the header.
    ///
    /// # Errors
    /// `VALIDATION_ERROR` listing what is allowed.
    pub(crate) fn of(headers: &HeaderMap) -> Result<Self> {
        let Some(given) = headers.get(header::CONTENT_TYPE) else {
            return Ok(Self::Nothing);
        };
        let given = given.to_str().map_err(|_| Error::invalid("content-type", "the header Content-Type is not text"))?;
        match essence(given).as_str() {
            "application/json" => Ok(Self::Json),
            "multipart/form-data" => Ok(Self::Multipart),
            "application/octet-stream" => Ok(Self::Bytes),
            other => Format::from_content_type(other).map(Self::Table).ok_or_else(|| unknown(given)),
        }
    }
}

/// A content type without its parameters, in lower case.
pub(crate) fn essence(content_type: &str) -> String {
    content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

fn unknown(given: &str) -> Error {
    let tables = Format::ALL.into_iter().filter(|format| *format != Format::Json).map(Format::content_type).collect::<Vec<_>>().join(", ");
    Error::invalid(
        "content-type",
        format!("{} is not taken; there are application/json and multipart/form-data, and for a single table {tables}", text::quote(given)),
    )
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn the_content_type_tells_the_kind_of_body() {
        for (given, content) in [
            ("application/json; charset=utf-8", Content::Json),
            ("Multipart/Form-Data; boundary=x", Content::Multipart),
            ("application/vnd.apache.arrow.stream", Content::Table(Format::Arrow)),
            ("text/csv", Content::Table(Format::Csv)),
            ("application/x-ndjson", Content::Table(Format::Jsonl)),
            ("application/vnd.apache.parquet", Content::Table(Format::Parquet)),
            ("application/octet-stream", Content::Bytes),
        ] {
            let headers = HeaderMap::from_iter([(header::CONTENT_TYPE, HeaderValue::from_static(given))]);
            assert_eq!(Content::of(&headers).unwrap(), content, "{given}");
        }
        assert_eq!(Content::of(&HeaderMap::new()).unwrap(), Content::Nothing);
        let headers = HeaderMap::from_iter([(header::CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"))]);
        assert!(Content::of(&headers).unwrap_err().message.starts_with("\"application/x-www-form-urlencoded\" is not taken; there are application/json"));
    }
}
