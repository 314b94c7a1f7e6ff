//! What a token allows.

use sandtable_executor::FramesGrant;
use serde::Deserialize;

/// A kind of thing that a token may allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scope {
    /// Look at transforms.
    Read,
    /// Run and check them.
    Run,
    /// Upload them.
    Upload,
    /// Delete them.
    Admin,
    /// Upload transforms that use native frames. What else an upload needs, it needs beside it.
    Frames,
}

impl Scope {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Run => "run",
            Self::Upload => "upload",
            Self::Admin => "admin",
            Self::Frames => "frames",
        }
    }
}

/// What a caller's token allows beside the route that was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Grants {
    /// Native frames for what is uploaded: by [`Scope::Frames`], or by what the server grants to all.
    pub(crate) frames: Option<FramesGrant>,
}

/// The claim `scope`: words with spaces between, or a list of words. Words that are not ours are for others.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)] // Both shapes are in use among those who sign tokens.
pub(crate) enum ScopeClaim {
    Words(String),
    List(Vec<String>),
}

impl ScopeClaim {
    pub(crate) fn allows(&self, scope: Scope) -> bool {
        match self {
            Self::Words(words) => words.split_ascii_whitespace().any(|word| word == scope.as_str()),
            Self::List(list) => list.iter().any(|word| word == scope.as_str()),
        }
    }
}
