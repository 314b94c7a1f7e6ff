//! The one error type, with stable codes.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A result with the project's error.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What went wrong, as a word that callers may match on. A published code never changes its meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Code {
    /// The request, a parameter, a document or an upload is not acceptable as it is.
    ValidationError,
    /// A file or a service could not be read or written.
    IoError,
    /// A wall-clock or CPU-time limit was reached.
    Timeout,
    /// A memory, fuel, row, byte, handle or queue limit was reached.
    ResourceCap,
    /// The token is missing, wrong, expired, or lacks a scope.
    AuthError,
    /// There is no such transform, version, job or path.
    NotFound,
    /// It clashes with what is there, such as other bytes under a taken version.
    Conflict,
    /// Not now: draining, or a part that is needed cannot be reached.
    Unavailable,
    /// The caller asked for the end, or went away.
    Cancelled,
    /// The guest said no, or gave something that is not a valid table.
    GuestError,
    /// The guest's code trapped.
    GuestTrap,
    /// A fault of Sandtable itself.
    Internal,
}

impl Code {
    /// The code as it stands in answers.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ValidationError => "VALIDATION_ERROR",
            Self::IoError => "IO_ERROR",
            Self::Timeout => "TIMEOUT",
            Self::ResourceCap => "RESOURCE_CAP",
            Self::AuthError => "AUTH_ERROR",
            Self::NotFound => "NOT_FOUND",
            Self::Conflict => "CONFLICT",
            Self::Unavailable => "UNAVAILABLE",
            Self::Cancelled => "CANCELLED",
            Self::GuestError => "GUEST_ERROR",
            Self::GuestTrap => "GUEST_TRAP",
            Self::Internal => "INTERNAL",
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// An error with a code, a message that is safe to show, and details that a program can read.
///
/// The `inside` text is for the log alone. It crosses from an executor to the server, never from the server to a caller.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Error {
    /// The stable code.
    pub code: Code,
    /// Lower case, no final period: what was given, what was allowed, where.
    pub message: String,
    /// Machine-readable particulars, such as `field`, `constraint`, `limit`.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub details: Map<String, Value>,
    /// What only the log should see.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inside: Option<String>,
}

impl Error {
    /// An error without details.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), details: Map::new(), inside: None }
    }

    /// Something in the request is not acceptable; `field` says what.
    pub fn invalid(field: &str, message: impl Into<String>) -> Self {
        Self::new(Code::ValidationError, message).with("field", field)
    }

    /// There is no such thing.
    pub fn not_found(message: impl Into<String>) -> Self {
        Self::new(Code::NotFound, message)
    }

    /// A file could not be read or written.
    pub fn io(message: impl Into<String>) -> Self {
        Self::new(Code::IoError, message)
    }

    /// A fault of our own. The outside message stays general; `inside` goes to the log.
    pub fn internal(inside: impl fmt::Display) -> Self {
        let mut error = Self::new(Code::Internal, "internal error, see the server's log under this request id");
        error.inside = Some(inside.to_string());
        error
    }

    /// Adds a detail.
    #[must_use]
    pub fn with(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.details.insert(key.to_owned(), value.into());
        self
    }

    /// Adds what only the log should see.
    #[must_use]
    pub fn with_inside(mut self, inside: impl fmt::Display) -> Self {
        self.inside = Some(inside.to_string());
        self
    }

    /// Puts the place in front of the message: `input "flights": …`.
    #[must_use]
    pub fn at(mut self, place: impl fmt::Display) -> Self {
        self.message = format!("{place}: {}", self.message);
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code, self.message)
    }
}

impl std::error::Error for Error {}
