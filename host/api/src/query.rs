//! Query strings: unknown keys and malformed values are refused, with the key named.

use axum::extract::Query;
use axum::http::Uri;
use sandtable_core::{Error, Result, text};
use serde::de::DeserializeOwned;

/// Reads the query string.
///
/// # Errors
/// `VALIDATION_ERROR` naming the key.
pub(crate) fn parse<T: DeserializeOwned>(uri: &Uri) -> Result<T> {
    Query::try_from_uri(uri).map(|Query(query)| query).map_err(|rejection| {
        let said = rejection.body_text();
        let said = said.strip_prefix("Failed to deserialize query string: ").unwrap_or(&said);
        Error::invalid("query", format!("the query string: {}", text::sanitize(said, 1000)))
    })
}

/// Refuses a query string where everything belongs in the body.
///
/// # Errors
/// `VALIDATION_ERROR`.
pub(crate) fn none(uri: &Uri) -> Result<()> {
    match uri.query() {
        None | Some("") => Ok(()),
        Some(_) => Err(Error::invalid("query", "the query string is only for bodies that are a table; here nothing is taken from it")),
    }
}
