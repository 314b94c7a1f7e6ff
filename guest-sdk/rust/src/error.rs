//! Why a transform gives up.

use std::fmt;

use arrow_schema::ArrowError;

use crate::bindings::types;

/// What a transform's functions return.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Ends the call. The caller of the transform sees the code, the message and the context.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    code: String,
    message: String,
    context: Vec<String>,
}

impl Error {
    /// An error with a short code of the transform's own choosing, such as `bad-parameter`.
    pub fn new(code: impl Into<String>, message: impl fmt::Display) -> Self {
        Self { code: code.into(), message: message.to_string(), context: Vec::new() }
    }

    /// Says what was being done. The last call tells the outermost.
    #[must_use]
    pub fn context(mut self, doing: impl fmt::Display) -> Self {
        self.context.insert(0, doing.to_string());
        self
    }

    /// The code.
    pub fn code(&self) -> &str {
        &self.code
    }

    /// The message, without context.
    pub fn message(&self) -> &str {
        &self.message
    }

    pub(crate) fn into_wire(self) -> types::Error {
        types::Error { code: self.code, message: self.message, context: self.context }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for doing in &self.context {
            write!(f, "{doing}: ")?;
        }
        write!(f, "{} ({})", self.message, self.code)
    }
}

impl std::error::Error for Error {}

impl From<ArrowError> for Error {
    fn from(error: ArrowError) -> Self {
        Self::new("arrow", error)
    }
}

/// Adds context to whatever can become an [`Error`].
pub trait Context<T> {
    /// Says what was being done when it failed.
    fn context(self, doing: impl fmt::Display) -> Result<T>;

    /// The same, for text that is costly to make.
    fn with_context<D: fmt::Display>(self, doing: impl FnOnce() -> D) -> Result<T>;
}

impl<T, E: Into<Error>> Context<T> for Result<T, E> {
    fn context(self, doing: impl fmt::Display) -> Result<T> {
        self.map_err(|error| error.into().context(doing))
    }

    fn with_context<D: fmt::Display>(self, doing: impl FnOnce() -> D) -> Result<T> {
        self.map_err(|error| error.into().context(doing()))
    }
}

/// Returns an [`Error`]: a code, then text as for `format!`.
///
/// ```
/// # use sandtable_guest::{bail, Result};
/// # fn check(n: u32) -> Result<()> {
/// if n == 0 {
///     bail!("bad-parameter", "n is {n}; at least 1 is allowed");
/// }
/// # Ok(()) }
/// # assert_eq!(check(0).unwrap_err().code(), "bad-parameter");
/// ```
#[macro_export]
macro_rules! bail {
    ($code:expr, $($text:tt)+) => {
        return ::std::result::Result::Err($crate::Error::new($code, ::std::format_args!($($text)+)))
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn context_is_told_outermost_first() {
        let failed: Result<()> = Err(ArrowError::DivideByZero).context("divide b by c").context("row 7");
        assert_eq!(failed.unwrap_err().to_string(), "row 7: divide b by c: Divide by zero error (arrow)");
    }
}
