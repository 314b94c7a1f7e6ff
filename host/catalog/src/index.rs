//! The index of a store: its records, and which versions are deleted.

use std::collections::{BTreeMap, HashSet};

use sandtable_core::name::TransformName;
use sandtable_core::{Code, Error, Result};
use sandtable_objects::{Kept, Store};
use semver::Version;

use crate::Digest;
use crate::entry::{Form, Record, Slot};

/// Everything that is known, by name and version.
pub(crate) type Index = BTreeMap<TransformName, BTreeMap<Version, Slot>>;

/// The longest record: descriptions are bounded when a component is checked.
const MAX_RECORD: u64 = 32 << 20;

pub(crate) fn record_key(name: &TransformName, version: &Version) -> String {
    format!("names/{name}/{version}.json")
}

/// Beside the record of a version that is deleted.
pub(crate) fn deleted_key(name: &TransformName, version: &Version) -> String {
    format!("names/{name}/{version}.deleted")
}

/// Beside the record of a version whose uploader granted it native frames.
pub(crate) fn granted_key(name: &TransformName, version: &Version) -> String {
    format!("names/{name}/{version}.frames")
}

pub(crate) fn blob_key(digest: &Digest, form: Form) -> String {
    format!("sha256/{}", form.file(digest))
}

/// Reads what is not in `old`, or is not the same any more.
pub(crate) fn read(store: &Store, old: &Index) -> Result<Index> {
    let known: BTreeMap<&str, &Slot> = old.values().flat_map(BTreeMap::values).map(|slot| (slot.tag.as_str(), slot)).collect();
    let (mut records, mut deleted, mut granted) = (Vec::new(), HashSet::new(), HashSet::new());
    let names = store.below("names")?;
    names.list(|Kept { key, tag, modified: _ }| {
        if let Some(version) = key.strip_suffix(".deleted") {
            deleted.insert(version.to_owned());
        } else if let Some(version) = key.strip_suffix(".frames") {
            granted.insert(version.to_owned());
        } else if let Some(version) = key.strip_suffix(".json") {
            records.push((version.to_owned(), key.clone(), format!("{key} {tag}")));
        }
    })?;
    let mut index = Index::new();
    for (version, key, tag) in records {
        let mut slot = match known.get(tag.as_str()) {
            Some(slot) => Slot::clone(slot),
            None => match names.read(&key, MAX_RECORD)? {
                Some(text) => parse(&text, &key, tag)?,
                None => continue, // Gone since it was listed.
            },
        };
        slot.deleted = slot.record_deleted || deleted.contains(&version);
        slot.granted = granted.contains(&version);
        index.entry(slot.entry.name.clone()).or_default().insert(slot.entry.version.clone(), slot);
    }
    Ok(index)
}

fn parse(text: &[u8], key: &str, tag: String) -> Result<Slot> {
    let record: Record =
        serde_json::from_slice(text).map_err(|error| Error::new(Code::IoError, format!("catalog record {key} is not readable")).with_inside(error))?;
    Ok(Slot { tag, ..Slot::from(record) })
}
