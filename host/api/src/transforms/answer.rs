//! What answers say of transforms.

use std::sync::Arc;

use sandtable_catalog::{Entry, SourceFacts};
use sandtable_core::description::Kind;
use sandtable_core::name::newest;
use sandtable_core::{Description, LimitsRequest};
use serde::Serialize;
use utoipa::ToSchema;

use crate::schema;

/// One version of a transform.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TransformVersion {
    /// The name it was uploaded under.
    #[schema(examples("flight-delays"))]
    name: String,
    /// The version it was uploaded as.
    #[schema(examples("1.2.0"))]
    version: String,
    /// The SHA-256 of the component, or of the source.
    #[schema(examples("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"))]
    digest: String,
    /// What it is written in, when it was uploaded as source code.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(examples("python"))]
    language: Option<String>,
    /// How many bytes it has.
    size_bytes: u64,
    /// When it was uploaded, in RFC 3339 and UTC.
    #[schema(examples("2026-11-20T21:18:00Z"))]
    uploaded_at: String,
    /// What it says of itself.
    #[schema(value_type = schema::Description)]
    describe: Description,
    /// The interfaces that it imports.
    imports: Vec<String>,
    /// The limits that the uploader set for every call of it.
    #[schema(value_type = schema::Limits)]
    limits: LimitsRequest,
}

impl From<Arc<Entry>> for TransformVersion {
    fn from(entry: Arc<Entry>) -> Self {
        let Entry { name, version, digest, source, uploaded_at, limits, facts } = &*entry;
        Self {
            name: name.to_string(),
            version: version.to_string(),
            digest: digest.to_string(),
            language: language(source.as_ref()),
            size_bytes: facts.size_bytes,
            uploaded_at: uploaded_at.clone(),
            describe: facts.description.clone(),
            imports: facts.imports.clone(),
            limits: limits.clone(),
        }
    }
}

fn language(source: Option<&SourceFacts>) -> Option<String> {
    source.map(|source| source.language.clone())
}

/// All transforms.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TransformList {
    /// By name.
    pub(crate) transforms: Vec<TransformSummary>,
}

/// A transform in a list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TransformSummary {
    /// Its name.
    #[schema(examples("flight-delays"))]
    name: String,
    /// The version that calls without one get: the highest that is no prerelease.
    #[schema(examples("1.2.0"))]
    newest: String,
    /// All versions, oldest first.
    versions: Vec<String>,
    /// What the newest does, in one line.
    summary: String,
    /// Whether the newest sees whole tables or rows.
    #[schema(value_type = schema::Kind)]
    kind: Kind,
    /// What the newest is written in, when that was uploaded as source code.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(examples("python"))]
    language: Option<String>,
}

impl TransformSummary {
    /// Of the versions of one transform, oldest first; nothing when there are none.
    pub(crate) fn of(entries: &[Arc<Entry>]) -> Option<Self> {
        let newest = newest_of(entries)?;
        Some(Self {
            name: newest.name.to_string(),
            newest: newest.version.to_string(),
            versions: entries.iter().map(|entry| entry.version.to_string()).collect(),
            summary: newest.facts.description.summary.clone(),
            kind: newest.facts.description.kind,
            language: language(newest.source.as_ref()),
        })
    }
}

/// A transform with all its versions.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TransformDetails {
    /// Its name.
    #[schema(examples("flight-delays"))]
    name: String,
    /// The version that calls without one get: the highest that is no prerelease.
    #[schema(examples("1.2.0"))]
    newest: String,
    /// All versions, oldest first.
    versions: Vec<VersionSummary>,
    /// What the newest is written in, when that was uploaded as source code.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(examples("python"))]
    language: Option<String>,
    /// What the newest says of itself.
    #[schema(value_type = schema::Description)]
    describe: Description,
    /// The interfaces that the newest imports.
    imports: Vec<String>,
    /// The limits that the uploader of the newest set for every call of it.
    #[schema(value_type = schema::Limits)]
    limits: LimitsRequest,
}

/// A version in a list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct VersionSummary {
    /// The version.
    #[schema(examples("1.2.0"))]
    version: String,
    /// The SHA-256 of the component, or of the source.
    digest: String,
    /// What it is written in, when it was uploaded as source code.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(examples("python"))]
    language: Option<String>,
    /// How many bytes it has.
    size_bytes: u64,
    /// When it was uploaded, in RFC 3339 and UTC.
    uploaded_at: String,
}

impl TransformDetails {
    /// Of the versions of one transform, oldest first; nothing when there are none.
    pub(crate) fn of(entries: &[Arc<Entry>]) -> Option<Self> {
        let newest = newest_of(entries)?;
        let summary = |entry: &Arc<Entry>| VersionSummary {
            version: entry.version.to_string(),
            digest: entry.digest.to_string(),
            language: language(entry.source.as_ref()),
            size_bytes: entry.facts.size_bytes,
            uploaded_at: entry.uploaded_at.clone(),
        };
        Some(Self {
            name: newest.name.to_string(),
            newest: newest.version.to_string(),
            versions: entries.iter().map(summary).collect(),
            language: language(newest.source.as_ref()),
            describe: newest.facts.description.clone(),
            imports: newest.facts.imports.clone(),
            limits: newest.limits.clone(),
        })
    }
}

fn newest_of(entries: &[Arc<Entry>]) -> Option<&Entry> {
    let newest = newest(entries.iter().map(|entry| &entry.version))?;
    entries.iter().find(|entry| &entry.version == newest).map(|entry| &**entry)
}

/// What was deleted.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Deleted {
    /// The versions, oldest first. Each stays reserved for the same bytes.
    deleted: Vec<DeletedVersion>,
}

/// A version that was deleted.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DeletedVersion {
    /// The transform's name.
    name: String,
    /// The version.
    version: String,
    /// The SHA-256 of the component, or of the source.
    digest: String,
}

impl From<Vec<Arc<Entry>>> for Deleted {
    fn from(entries: Vec<Arc<Entry>>) -> Self {
        let one = |entry: &Arc<Entry>| DeletedVersion { name: entry.name.to_string(), version: entry.version.to_string(), digest: entry.digest.to_string() };
        Self { deleted: entries.iter().map(one).collect() }
    }
}
