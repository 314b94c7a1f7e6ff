//! `sandtable.toml`: what a project is called, its language, and its cases.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use sandtable_core::{Error, LimitsRequest, Result, text};
use serde::Deserialize;
use serde_json::{Map, Value};

/// What a project's file is called.
pub(super) const FILE: &str = "sandtable.toml";

/// A project.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Manifest {
    /// What the component's file is called.
    pub(super) name: String,
    pub(super) language: Language,
    #[serde(default, rename = "case")]
    pub(super) cases: Vec<Case>,
}

/// What a transform is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ValueEnum)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Language {
    Rust,
    Python,
    /// JavaScript and TypeScript's types.
    Js,
}

/// One call of the transform, and what must come of it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Case {
    pub(super) name: String,
    /// Files by the names of the transform's inputs. Paths are the project's.
    pub(super) inputs: BTreeMap<String, PathBuf>,
    /// Text that means null in CSV inputs.
    #[serde(default)]
    pub(super) null_values: Vec<String>,
    #[serde(default)]
    pub(super) params: Map<String, Value>,
    #[serde(default)]
    pub(super) limits: LimitsRequest,
    /// The file that the output must equal.
    #[serde(default)]
    pub(super) output: Option<PathBuf>,
    /// Or the code that the call must fail with: the guest's own, such as `bad-parameter`, or Sandtable's.
    #[serde(default)]
    pub(super) error: Option<String>,
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Rust => "rust",
            Self::Python => "python",
            Self::Js => "js",
        })
    }
}

impl Manifest {
    /// Of the project in a folder.
    ///
    /// # Errors
    /// `IO_ERROR`, `VALIDATION_ERROR` with the line and the key.
    pub(super) fn read(folder: &Path) -> Result<Self> {
        let path = folder.join(FILE);
        let text = std::fs::read_to_string(&path).map_err(|error| Error::io(format!("{}: {error}; `sandtable new` makes a project", path.display())))?;
        let manifest: Self = toml::from_str(&text).map_err(|error| Error::invalid(FILE, format!("{}: {}", path.display(), error.to_string().trim_end())))?;
        check_name(&manifest.name)?;
        for case in &manifest.cases {
            if case.output.is_some() == case.error.is_some() {
                return Err(Error::invalid(FILE, format!("{}: case {} wants either output or error", path.display(), text::quote(&case.name))));
            }
        }
        Ok(manifest)
    }

    /// Where its component is built.
    pub(super) fn component(&self, folder: &Path) -> PathBuf {
        folder.join("build").join(format!("{}.wasm", self.name))
    }
}

/// Refuses what is no name of a transform.
///
/// # Errors
/// `VALIDATION_ERROR`.
pub(super) fn check_name(name: &str) -> Result<()> {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    match name.len() <= 64 && name.starts_with(|c: char| c.is_ascii_lowercase()) && name.chars().all(fits) {
        true => Ok(()),
        false => Err(Error::invalid("name", format!("{} is not a name; it begins with a letter, and has small letters, digits and `-`", text::quote(name)))),
    }
}
