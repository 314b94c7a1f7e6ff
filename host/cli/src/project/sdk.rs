//! The SDKs that this command holds, and how a project gets one.

use std::fs;
use std::path::Path;

use sandtable_core::{Error, Result};
use toml::{Table, Value};

use super::manifest::Language;

/// Files of the repository by their paths in it.
static FILES: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/sdk_files.rs"));

/// Writes the SDK of a language, and what it is built against, below `folder/sdk`.
///
/// # Errors
/// `IO_ERROR`.
pub(super) fn write(language: Language, folder: &Path) -> Result<()> {
    let sdk = format!("guest-sdk/{language}/");
    let template = format!("{sdk}template/");
    for (name, bytes) in FILES {
        let place = match name.strip_prefix(&sdk) {
            _ if name.starts_with(&template) => continue,
            Some(rest) => format!("sdk/{language}/{rest}"),
            None if name.starts_with("wit/") => format!("sdk/{name}"),
            None => continue,
        };
        match language == Language::Rust && name.ends_with("/Cargo.toml") {
            true => put(&folder.join(place), alone(bytes)?.as_bytes())?,
            false => put(&folder.join(place), bytes)?,
        }
    }
    Ok(())
}

/// The files of a language's template, by their paths in a project.
pub(super) fn template(language: Language) -> impl Iterator<Item = (&'static str, &'static [u8])> {
    let front = format!("guest-sdk/{language}/template/");
    FILES.iter().filter_map(move |(name, bytes)| name.strip_prefix(&front).map(|rest| (rest, *bytes)))
}

/// Writes a file and the folders above it.
///
/// # Errors
/// `IO_ERROR`.
pub(super) fn put(path: &Path, bytes: &[u8]) -> Result<()> {
    let unwritable = |error: std::io::Error| Error::io(format!("{}: {error}", path.display()));
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(unwritable)?;
    }
    fs::write(path, bytes).map_err(unwritable)
}

/// A crate's manifest without the workspace that it stands in: what it inherits is written out.
fn alone(manifest: &[u8]) -> Result<String> {
    let parse = |bytes: &[u8]| str::from_utf8(bytes).map_err(Error::internal)?.parse::<Table>().map_err(Error::internal);
    let root = FILES.iter().find(|(name, _)| *name == "Cargo.toml").map_or(&[][..], |(_, bytes)| bytes);
    let (root, mut manifest) = (parse(root)?, parse(manifest)?);
    let shared = |section: &str, key: &str| root.get("workspace")?.get(section)?.get(key).cloned();
    for (section, from) in [("package", "package"), ("dependencies", "dependencies"), ("dev-dependencies", "dependencies")] {
        let Some(table) = manifest.get_mut(section).and_then(Value::as_table_mut) else { continue };
        for (key, value) in table.iter_mut() {
            if value.get("workspace").is_none() {
                continue;
            }
            let given = shared(from, key).ok_or_else(|| Error::internal(format!("the workspace has no {section}.{key}")))?;
            *value = joined(given, value);
        }
    }
    // Its rules are for those who work on it.
    manifest.remove("lints");
    Ok(manifest.to_string())
}

/// What the workspace says of a dependency, with what the crate says on top.
fn joined(given: Value, own: &Value) -> Value {
    let more: Vec<_> = own.as_table().into_iter().flatten().filter(|(key, _)| *key != "workspace").collect();
    if more.is_empty() {
        return given;
    }
    let mut table = match given {
        Value::Table(table) => table,
        version => Table::from_iter([("version".to_owned(), version)]),
    };
    table.extend(more.into_iter().map(|(key, value)| (key.clone(), value.clone())));
    Value::Table(table)
}
