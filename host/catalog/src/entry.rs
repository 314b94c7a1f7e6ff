//! What the catalog knows of a version.

use std::sync::Arc;

use sandtable_core::description::Description;
use sandtable_core::name::TransformName;
use sandtable_core::{Code, Error, LimitsRequest};
use semver::Version;
use serde::{Deserialize, Serialize};

use crate::Digest;

/// What was found out about a component's bytes, or about source code, when they were checked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Facts {
    /// How many bytes there are.
    pub size_bytes: u64,
    /// What it says of itself.
    pub description: Description,
    /// The interfaces it imports.
    pub imports: Vec<String>,
}

/// One version of a transform.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// The name it was uploaded under.
    pub name: TransformName,
    /// The version it was uploaded as.
    pub version: Version,
    /// The SHA-256 of the component, or of the source.
    pub digest: Digest,
    /// What it is written in, when it was given as source code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<SourceFacts>,
    /// When, in RFC 3339 and UTC.
    pub uploaded_at: String,
    /// The limits that the uploader set for every call of it.
    pub limits: LimitsRequest,
    /// What is known of the component.
    #[serde(flatten)]
    pub facts: Facts,
}

/// What is known of source code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceFacts {
    /// The language that runs it, such as `python`.
    pub language: String,
    /// Whether the bytes are JSON that holds several modules, or options; else they are the only module.
    pub bundled: bool,
}

/// What is to be stored.
#[derive(Debug, Clone)]
pub struct Upload {
    /// The name to store it under.
    pub name: TransformName,
    /// The version.
    pub version: Version,
    /// The SHA-256 of the bytes.
    pub digest: Digest,
    /// When they are source code.
    pub source: Option<SourceFacts>,
    /// What is known of them.
    pub facts: Facts,
    /// The limits for every call.
    pub limits: LimitsRequest,
}

/// What the bytes behind a version are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    Component,
    Source,
}

impl Form {
    pub(crate) fn of(source: Option<&SourceFacts>) -> Self {
        if source.is_some() { Self::Source } else { Self::Component }
    }

    /// The name of their file.
    pub(crate) fn file(self, digest: &Digest) -> String {
        match self {
            Self::Component => format!("{digest}.wasm"),
            Self::Source => format!("{digest}.source"),
        }
    }
}

/// The file of a version. That of a deleted one stays: its version is reserved, and other bytes under it would be a trap
/// for whoever pinned it. `deleted` is how it was once said; by now a file beside it says so.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Record {
    pub(crate) entry: Entry,
    pub(crate) deleted: bool,
}

/// A [`Record`] in memory, cheap to hand out.
#[derive(Debug, Clone)]
pub(crate) struct Slot {
    pub(crate) entry: Arc<Entry>,
    pub(crate) deleted: bool,
    /// Whether the record itself says so.
    pub(crate) record_deleted: bool,
    /// Whether its uploader granted it native frames.
    pub(crate) granted: bool,
    /// Which state of the file it was read from; empty when it was written here and not read yet.
    pub(crate) tag: String,
}

impl From<Record> for Slot {
    fn from(record: Record) -> Self {
        let Record { entry, deleted } = record;
        Self { entry: Arc::new(entry), deleted, record_deleted: deleted, granted: false, tag: String::new() }
    }
}

impl Slot {
    /// Whether these bytes may be put where this stands.
    pub(crate) fn accept(&self, digest: &Digest, source: Option<&SourceFacts>) -> Result<(), Error> {
        if &self.entry.digest == digest && self.entry.source.as_ref() == source {
            return Ok(());
        }
        let Entry { name, version, digest: stored, .. } = &*self.entry;
        let why = if self.deleted { "was deleted, and its version stays reserved for the same bytes" } else { "exists with other bytes" };
        Err(Error::new(Code::Conflict, format!("{name}@{version} {why}; upload them as another version"))
            .with("stored_digest", stored.as_str())
            .with("given_digest", digest.as_str()))
    }
}
