//! What stores say, in our words.

use object_store::Error as StoreError;
use sandtable_core::{Code, Error, text};

/// `details.reason` of errors that another attempt may not meet: the store is away, or refuses us for now.
const AWAY: &str = "store";

/// Whether an error says that a store could not be reached, or did not let us in: then nothing is known of what is in it.
pub fn is_away(error: &Error) -> bool {
    error.details.get("reason").is_some_and(|reason| reason == AWAY)
}

/// A store that cannot be reached.
pub(crate) fn away(message: impl Into<String>) -> Error {
    Error::io(message).with("reason", AWAY)
}

/// An error about an object, or about a bucket when there is no key.
pub(crate) fn explain(bucket: &str, key: &str, error: StoreError) -> Error {
    let shown = text::quote(&format!("s3://{bucket}/{key}"));
    match error {
        StoreError::NotFound { .. } => Error::not_found(format!("no object {shown}")).with("field", "uri"),
        StoreError::InvalidPath { .. } => Error::invalid("uri", format!("{shown} has, or holds, a key that cannot be read")).with_inside(error),
        StoreError::PermissionDenied { .. } | StoreError::Unauthenticated { .. } => {
            away(format!("bucket {bucket} does not let us in: its credentials are missing, wrong or too weak")).with_inside(error)
        }
        StoreError::Precondition { .. } | StoreError::NotModified { .. } => away(format!("{shown} changed while it was read")).with_inside(error),
        _ => away(format!("bucket {bucket} cannot be reached")).with_inside(error),
    }
}

/// An error of a writer: only the bucket itself can be missing.
pub(crate) fn unwritten(bucket: &str, error: Error) -> Error {
    match error.code {
        Code::NotFound => away(format!("there is no bucket {bucket}")),
        _ => error,
    }
}
