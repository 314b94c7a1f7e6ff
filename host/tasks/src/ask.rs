//! What a task asks for while it runs. It opens nothing itself: whoever gave it the task does, as far as policy allows.

use std::fs::File;

use sandtable_core::{Limits, Result};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::message::ProgramTask;

/// The most files that come with one answer. What is more comes with the next.
pub const FILES_AT_ONCE: usize = 64;

/// A request of a running task.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ask {
    /// An empty file without a name, open for reading and writing: the output outgrew the message.
    Spill,
    /// The same, for the task itself: what it must put by meanwhile.
    Scratch,
    /// The same, for what is answered beside a table.
    Record,
    /// The files that a path names, from the `skip`th on, for reading.
    Open {
        /// A file, a folder or a pattern under the base path.
        path: String,
        /// Whether `*`, `?` and `[…]` are a pattern.
        glob: bool,
        /// How many of the files came already.
        skip: usize,
    },
    /// A file under the output path, for writing. It gets its name when the task said [`Ask::Keep`] and ended well.
    Create {
        /// Where.
        path: String,
    },
    /// Whether [`Ask::Create`] would be allowed. Nothing is created.
    MayCreate {
        /// Where.
        path: String,
    },
    /// The created file is whole.
    Keep {
        /// As in [`Answer::Created`].
        output: usize,
    },
    /// A transform that is to run inside the task.
    Transform {
        /// `NAME` or `NAME@VERSION`.
        reference: String,
    },
}

/// The answer to an [`Ask`]. The files travel beside it.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// To [`Ask::Spill`], [`Ask::Scratch`] and [`Ask::Record`]: one file.
    Spill,
    /// To [`Ask::Open`]: a file for each path.
    Opened {
        /// As the caller would name them, in order.
        paths: Vec<String>,
        /// Whether the path named a folder.
        folder: bool,
        /// Files that are still to come.
        left: usize,
    },
    /// To [`Ask::Create`]: one file.
    Created {
        /// Names the file from here on.
        output: usize,
    },
    /// To [`Ask::MayCreate`] and [`Ask::Keep`].
    Done,
    /// To [`Ask::Transform`]: the compiled code, authenticated by who answers.
    Transform(Box<Resolved>),
}

/// A transform that was found.
#[derive(Debug, Serialize, Deserialize)]
pub struct Resolved {
    /// `NAME@VERSION`.
    pub reference: String,
    /// Names the compiled code.
    pub digest: String,
    /// What the compiled code says of itself.
    pub description: Box<RawValue>,
    /// What it is to run, when the code is a language's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub program: Option<ProgramTask>,
    /// What each call may use.
    pub limits: Limits,
}

/// Answers what running tasks ask.
pub trait Helper: Send + Sync {
    /// Answers. May block.
    ///
    /// # Errors
    /// What the task is to fail with; it may also go on without.
    fn answer(&self, ask: Ask) -> Result<(Answer, Vec<File>)>;
}
