//! Names and versions of transforms.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::{Error, text};

/// The name of a transform: `[a-z][a-z0-9-]{0,62}`. Safe as a file name and in a URL.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TransformName(String);

impl TransformName {
    /// The longest name, in bytes.
    pub const MAX_LEN: usize = 63;

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for TransformName {
    type Err = Error;

    fn from_str(given: &str) -> Result<Self, Error> {
        let mut bytes = given.bytes();
        let starts_well = bytes.next().is_some_and(|b| b.is_ascii_lowercase());
        let goes_on_well = bytes.all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        if starts_well && goes_on_well && given.len() <= Self::MAX_LEN {
            return Ok(Self(given.to_owned()));
        }
        Err(Error::invalid("name", format!("{} is not a transform name: 1 to 63 characters of a-z, 0-9 and -, the first one a letter", text::quote(given))))
    }
}

impl TryFrom<String> for TransformName {
    type Error = Error;

    fn try_from(given: String) -> Result<Self, Error> {
        given.parse()
    }
}

impl From<TransformName> for String {
    fn from(name: TransformName) -> Self {
        name.0
    }
}

impl fmt::Display for TransformName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Reads a full SemVer version, such as `1.2.0` or `1.2.0-rc.1`.
///
/// # Errors
/// `VALIDATION_ERROR`. Build metadata (`+…`) is refused: two versions that differ only in it are equal in precedence.
pub fn parse_version(given: &str) -> Result<semver::Version, Error> {
    let wrong = |why: &str| Error::invalid("version", format!("{} is not a version: {why}", text::quote(given)));
    if given.len() > 64 {
        return Err(wrong("at most 64 characters"));
    }
    let version = semver::Version::parse(given).map_err(|_| wrong("three numbers such as 1.2.0, or with a prerelease such as 1.2.0-rc.1"))?;
    if version.build.is_empty() { Ok(version) } else { Err(wrong("build metadata (+…) is not taken")) }
}

/// The newest of several versions: the highest that is no prerelease, or the highest of all where there are only
/// prereleases.
pub fn newest<'a>(versions: impl IntoIterator<Item = &'a semver::Version>) -> Option<&'a semver::Version> {
    versions.into_iter().max_by(|a, b| a.pre.is_empty().cmp(&b.pre.is_empty()).then_with(|| a.cmp(b)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_safe_as_file_names() {
        for good in ["a", "flight-delays", "x2", &"a".repeat(63)] {
            assert!(good.parse::<TransformName>().is_ok(), "{good}");
        }
        for bad in ["", "A", "2x", "-a", "a_b", "a.b", "../a", "a/b", "a\0", "é", &"a".repeat(64)] {
            assert!(bad.parse::<TransformName>().is_err(), "{bad}");
        }
    }

    #[test]
    fn the_newest_version_is_no_prerelease_when_there_is_another() {
        let versions: Vec<_> = ["1.0.0", "1.10.0", "1.9.0", "2.0.0-rc.1"].map(|v| parse_version(v).unwrap()).into();
        assert_eq!(newest(&versions).unwrap().to_string(), "1.10.0");
        assert_eq!(newest(&versions[3..]).unwrap().to_string(), "2.0.0-rc.1");
        assert!(newest([]).is_none());
        for bad in ["1", "1.0", "v1.0.0", "1.0.0+build", "01.0.0", ""] {
            assert!(parse_version(bad).is_err(), "{bad}");
        }
    }
}
