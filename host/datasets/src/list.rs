//! What there is below a folder, for people who look for data.

use std::path::Path;
use std::time::SystemTime;

use cap_std::time::SystemTime as CapTime;
use sandtable_core::Result;

use crate::BaseDir;
use crate::expand::Walk;

/// Files below a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listing {
    /// In the order of their paths.
    pub files: Vec<Listed>,
    /// Whether there are more than were asked for.
    pub truncated: bool,
}

/// A file that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its absolute path.
    pub path: String,
    /// Its size.
    pub size_bytes: u64,
    /// When it was last written to, where the file system tells.
    pub modified: Option<SystemTime>,
    /// Another one when its bytes are others, where the store tells.
    pub tag: Option<String>,
}

impl BaseDir {
    /// The files that a path names (itself, what lies below it, what matches it) whose extension is one of these, at most
    /// `max` of them and never more than 10,000. Without `recurse` only those that lie in the folder itself.
    ///
    /// # Errors
    /// As [`BaseDir::expand`], except that nothing found is an empty list, and too much a list that says so.
    pub fn list(&self, path: &str, recurse: bool, extensions: &[String], max: usize) -> Result<Listing> {
        let mut walk = Walk::listing(self, path, recurse, extensions, max);
        walk.go(&self.place(path)?, true)?;
        let truncated = walk.full;
        walk.files.sort();
        walk.files.dedup();
        let listed = |file: String| {
            // What went away since the folder was read is not there.
            let metadata = self.dir().metadata(&file).ok()?;
            Some(Listed {
                path: self.path().join(&file).display().to_string(),
                size_bytes: metadata.len(),
                modified: metadata.modified().ok().map(CapTime::into_std),
                tag: None,
            })
        };
        Ok(Listing { files: walk.files.into_iter().filter_map(listed).collect(), truncated })
    }

    pub(crate) fn is_folder(&self, place: &Path) -> bool {
        place.as_os_str().is_empty() || self.dir().is_dir(place)
    }
}

/// Whether a path ends in one of these extensions, each with its dot.
pub(crate) fn has_extension(path: &str, extensions: &[String]) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
    extensions.iter().any(|extension| name.ends_with(extension.as_str()))
}
