//! What the description says of types that other crates own.
//!
//! Those crates do not know OpenAPI. Each type here is the shape of one of theirs, and a test turns theirs into JSON
//! and back through it, so that the two cannot part.

mod bodies;
mod document;
mod failures;
mod limits;
mod options;
mod report;
mod transform;
mod usage;

pub(crate) use bodies::{Binary, ProgramParts, RunParts};
pub(crate) use document::document;
pub(crate) use failures::Failures;
pub(crate) use limits::Limits;
pub(crate) use options::{Format, ReadOptions};
pub(crate) use report::CheckReport;
pub(crate) use transform::{Description, Kind};
pub(crate) use usage::{Column, LogLine, Usage};

#[cfg(test)]
fn same<Theirs: serde::Serialize, Ours: serde::Serialize + serde::de::DeserializeOwned>(theirs: &Theirs) {
    let theirs = serde_json::to_value(theirs).unwrap();
    let ours: Ours = serde_json::from_value(theirs.clone()).unwrap();
    assert_eq!(serde_json::to_value(ours).unwrap(), theirs);
}
