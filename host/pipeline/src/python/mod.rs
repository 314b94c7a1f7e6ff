//! Polars code in Python: read into a document without running it, and a document written as Python.
//!
//! Reading follows `polars-as-config`: each call on a frame is a step with `args`, `kwargs`, `dataframe_out` and, unless it is
//! a function of the module, `dataframe_in`. It goes further: chains of calls become several steps, operators become methods,
//! constants and expressions that a name stands for are put in its place, frames may be made inside an argument.
//!
//! | in Python | in the document |
//! |---|---|
//! | `path: str` | a variable that must be supplied; `path` is `"$path"` from there on |
//! | `least: int = 5` | a variable with a default; `Annotated[int, "name", "description"]` says more of it |
//! | `least = 5` | a constant, put where the name stands |
//! | `"$path"` | `"$$path"`, the text itself: a dollar means nothing in Python (`polars-as-config` takes it for a variable) |
//! | `from transforms import clean`, or any name where Python wants a function | `{"custom_function": "clean"}` |
//! | the module's docstring | the name, and after an empty line the description |
//! | `outputs = [{"name": …, "dataframe_id": df, "destination_variable_key": …}]` | the outputs |
//!
//! A single `def` before the first step is read as if its body stood there: parameters annotated as frames are frames that
//! are there already, the others are variables.
//!
//! What cannot be taken is an error with line, column and the source's line. Nothing is executed, imported or looked up.

mod parse;
mod print;
mod words;

use sandtable_core::{Error, Result};
use serde_json::Value;

/// The longest source, in bytes: that of a document.
pub const MAX_SOURCE_BYTES: usize = 1 << 20;

/// Reads Polars code into a document. `steps` are always there; `name`, `description`, `variables` and `outputs` where the
/// source has them.
///
/// # Errors
/// `VALIDATION_ERROR` for what is no Python, and what the format cannot say; `details` hold `line`, `column` (from 1, in characters) and `source`.
pub fn parse(source: &str) -> Result<Value> {
    parse_with(source, &Known::default())
}

/// [`parse`] for a source that goes on from frames that are there already.
///
/// # Errors
/// As [`parse`].
pub fn parse_with(source: &str, known: &Known<'_>) -> Result<Value> {
    parse::document(source, known).map_err(Error::from)
}

/// Writes a document as Python, one statement per step. Read again, it gives an equal document, but for the frame without a
/// name (it gets one), names of frames and variables that are no Python identifiers (they are changed), and `dataframe`
/// (written as `dataframe_in` and `dataframe_out`).
///
/// # Errors
/// `VALIDATION_ERROR` for what is no document, and for what Python cannot say: an operation or an expression whose name is no identifier, fields that an expression does not have.
pub fn print(document: &Value) -> Result<String> {
    print::source(document).map_err(Error::from)
}

/// Names that a source may use without making them.
#[derive(Debug, Clone, Copy, Default)]
pub struct Known<'a> {
    /// Frames.
    pub frames: &'a [&'a str],
    /// Custom functions. Where Python wants a function any other name is taken too.
    pub functions: &'a [&'a str],
}

/// Whether an operation is a function of the module that gives a frame, so that it needs none to be called on.
pub(crate) fn makes_a_frame(operation: &str) -> bool {
    words::is_frame_function(operation)
}
