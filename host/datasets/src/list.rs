//! What there is below a folder, for people who look for data.

use std::path::Path;
use std::time::SystemTime;

use cap_std::time::SystemTime as CapTime;
use sandtable_core::Result;

use crate::BaseDir;

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
}

impl BaseDir {
    /// The files that a path names (itself, what lies below it, what matches it) whose extension is one of these, at most
    /// `max` of them. Without `recurse` only those that lie in the folder itself.
    ///
    /// # Errors
    /// As [`BaseDir::expand`], except that a folder without such a file is an empty list.
    pub fn list(&self, path: &str, recurse: bool, extensions: &[String], max: usize) -> Result<Listing> {
        let place = self.place(path)?;
        let found = match self.expand(path, true) {
            Ok(found) => found,
            Err(error) if error.code == sandtable_core::Code::NotFound && self.is_folder(&place) => return Ok(Listing { files: Vec::new(), truncated: false }),
            Err(error) => return Err(error),
        };
        let depth = place.components().count() + 1;
        let mut listing = Listing { files: Vec::new(), truncated: false };
        for file in found.files {
            let relative = self.place(&file)?;
            let too_deep = found.folder && !recurse && relative.components().count() > depth;
            if too_deep || !has_extension(&file, extensions) {
                continue;
            }
            if listing.files.len() == max {
                listing.truncated = true;
                break;
            }
            // What went away since the folder was read is not there.
            let Ok(metadata) = self.dir().metadata(&relative) else { continue };
            listing.files.push(Listed {
                path: self.path().join(&relative).display().to_string(),
                size_bytes: metadata.len(),
                modified: metadata.modified().ok().map(CapTime::into_std),
            });
        }
        Ok(listing)
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
