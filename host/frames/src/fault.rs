//! What goes wrong inside Polars, as errors of the project.

use std::fmt;
use std::io::ErrorKind;
use std::panic::{AssertUnwindSafe, catch_unwind};

use polars::error::PolarsError;
use sandtable_core::{Code, Error, Result, text};

/// The most bytes of Polars' own words that a message repeats. They end in pages of advice about Python arguments.
const MAX_MESSAGE_BYTES: usize = 400;

const DAMAGED: &str = "the content is damaged";

/// Runs a decoder over bytes that a stranger wrote. Polars' decoders can panic on damaged input (slice bounds in the
/// Parquet and IPC readers, quoting in the CSV parser); a panic becomes an error that says the content is damaged.
/// The decoder must not be used again after an error: its state is not known.
///
/// Allocation failures abort and are not caught: a cap on the process contains them.
pub(crate) fn guard<T>(what: impl fmt::Display, decode: impl FnOnce() -> Result<T>) -> Result<T> {
    match catch_unwind(AssertUnwindSafe(decode)) {
        Ok(result) => result,
        Err(panic) => {
            let inside = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
            Err(damaged(what, DAMAGED).with_inside(inside.unwrap_or("a panic without a message")))
        }
    }
}

/// Runs an encoder over data that is our own: a panic is a fault of ours.
pub(crate) fn guard_ours<T>(encode: impl FnOnce() -> Result<T>) -> Result<T> {
    guard("encoding", encode).map_err(|error| match (error.code, &error.inside) {
        (Code::ValidationError, Some(inside)) if error.message.ends_with(DAMAGED) => Error::internal(inside),
        _ => error,
    })
}

/// The content is not what its format says.
pub(crate) fn damaged(what: impl fmt::Display, why: impl fmt::Display) -> Error {
    Error::new(Code::ValidationError, format!("{what}: {why}"))
}

/// An error of Polars while it decoded `what`.
pub(crate) fn from_polars(what: impl fmt::Display, error: PolarsError) -> Error {
    if let PolarsError::IO { error, .. } = &error {
        return from_io(what, error);
    }
    let full = error.to_string();
    damaged(what, text::sanitize(full.lines().next().unwrap_or("not readable"), MAX_MESSAGE_BYTES)).with_inside(full)
}

/// An error of reading or writing `what`. A file that ends too early is a fault of the file, not of the disk; an error
/// of ours that travelled through a reader or writer comes out as it went in.
pub(crate) fn from_io(what: impl fmt::Display, error: &std::io::Error) -> Error {
    if let Some(inside) = error.get_ref().and_then(|inside| inside.downcast_ref::<Error>()) {
        return inside.clone();
    }
    match error.kind() {
        ErrorKind::UnexpectedEof => damaged(what, "the file ends too early"),
        // Where the content says to read at an impossible place. Decompressors report damage as errors of reading, too,
        // but no system call failed.
        ErrorKind::InvalidInput => damaged(what, "the content points outside the file"),
        kind if error.raw_os_error().is_none() && kind != ErrorKind::WriteZero => damaged(what, text::sanitize(&error.to_string(), MAX_MESSAGE_BYTES)),
        _ => Error::io(format!("{what}: {error}")),
    }
}

/// An error of Polars or Arrow where the data is our own: a fault of ours.
pub(crate) fn ours(error: impl fmt::Display) -> Error {
    Error::internal(error)
}
