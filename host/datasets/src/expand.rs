//! From a pattern or a folder to the files that it names.

use std::io;
use std::path::{Path, PathBuf};

use glob::{MatchOptions, Pattern};
use sandtable_core::{Code, Error, Result, text};
use sandtable_objects::Object;

use crate::BaseDir;
use crate::list::has_extension;

/// The most entries that are looked at for one pattern.
pub(crate) const MAX_LOOKED_AT: usize = 100_000;
/// The most files that one path may name.
pub(crate) const MAX_FOUND: usize = 10_000;
/// The deepest folder that `**` or a folder goes down to.
const MAX_DEPTH: usize = 32;

/// Files that a path names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Sorted, one or more; each begins as the path that was asked for does, and opens as that would.
    pub files: Vec<String>,
    /// Whether the path named a folder.
    pub folder: bool,
    /// What is known of each of them, when they are objects.
    pub(crate) objects: Vec<Object>,
}

impl BaseDir {
    /// The files that `path` names: itself; when it is a folder, every file below it; with `glob`, those that match its
    /// `*`, `?`, `[…]` and `**`. Names that begin with a dot or an underscore are left out unless they are spelled out,
    /// as writers put their own files there.
    ///
    /// # Errors
    /// As [`BaseDir::open_file`]; `NOT_FOUND` when nothing matches; `RESOURCE_CAP` when too much does.
    pub fn expand(&self, path: &str, glob: bool) -> Result<Found> {
        let relative = self.place(path)?;
        let mut walk = Walk::new(self, path);
        let folder = walk.go(&relative, glob)?;
        Ok(walk.found(folder)?.begun_as(path, &relative))
    }
}

impl Found {
    /// Puts in front of each file what the caller had in front: `./`, the base's own path, `file://`. What stands behind
    /// the path that was asked for must be the file's place below it, and nothing else.
    fn begun_as(mut self, path: &str, relative: &Path) -> Self {
        let path = path.trim_end_matches('/');
        let mut front = relative.to_str().and_then(|relative| path.strip_suffix(relative)).unwrap_or_default().to_owned();
        if relative.as_os_str().is_empty() {
            front.push('/');
        }
        self.files.iter_mut().for_each(|file| file.insert_str(0, &front));
        self
    }
}

/// A walk through what a path names.
pub(crate) struct Walk<'a> {
    base: &'a BaseDir,
    path: &'a str,
    looked_at: usize,
    pub(crate) files: Vec<String>,
    most: usize,
    max_depth: usize,
    /// With these extensions only, and it ends where there is too much instead of failing.
    listed: Option<&'a [String]>,
    /// It has ended so.
    pub(crate) full: bool,
}

impl<'a> Walk<'a> {
    fn new(base: &'a BaseDir, path: &'a str) -> Self {
        Self { base, path, looked_at: 0, files: Vec::new(), most: MAX_FOUND, max_depth: MAX_DEPTH, listed: None, full: false }
    }

    /// A walk for a list: of some files, and no more than are asked for.
    pub(crate) fn listing(base: &'a BaseDir, path: &'a str, recurse: bool, extensions: &'a [String], most: usize) -> Self {
        let max_depth = if recurse { MAX_DEPTH } else { 0 };
        Self { most: most.min(MAX_FOUND), max_depth, listed: Some(extensions), ..Self::new(base, path) }
    }

    /// Goes; says whether the path named a folder.
    ///
    /// # Errors
    /// As [`BaseDir::expand`], except that nothing found is none.
    pub(crate) fn go(&mut self, relative: &Path, glob: bool) -> Result<bool> {
        let dir = self.base.dir();
        let metadata = if relative.as_os_str().is_empty() { dir.dir_metadata() } else { dir.metadata(relative) };
        // A file whose very name has a `[` in it is meant before a pattern is.
        if let Ok(metadata) = &metadata {
            match metadata.is_dir() {
                true => self.below(relative, 0)?,
                false => self.take(relative)?,
            }
            return Ok(metadata.is_dir());
        }
        if !glob || !relative.to_string_lossy().contains(['*', '?', '[']) {
            return Err(match metadata {
                Err(error) => self.base.explain(self.path, &error),
                Ok(_) => Error::not_found(format!("no file {}", text::quote(self.path))),
            });
        }
        let mut parts = Vec::new();
        for part in relative.components() {
            let part = part.as_os_str().to_string_lossy();
            let pattern = Pattern::new(&part).map_err(|error| Error::invalid("uri", format!("{} is not a pattern: {error}", text::quote(self.path))))?;
            parts.push((part.into_owned(), pattern));
        }
        self.matching(Path::new(""), &parts, 0)?;
        Ok(false)
    }

    fn found(mut self, folder: bool) -> Result<Found> {
        if self.files.is_empty() {
            return Err(Error::not_found(format!("no file matches {} under the base path", text::quote(self.path))).with("field", "uri"));
        }
        self.files.sort();
        self.files.dedup();
        Ok(Found { files: self.files, folder, objects: Vec::new() })
    }

    /// Every file below a folder.
    fn below(&mut self, folder: &Path, depth: usize) -> Result<()> {
        for (name, is_dir) in self.entries(folder)? {
            if is_hidden(&name) {
                continue;
            }
            if self.full {
                break;
            }
            let entry = folder.join(&name);
            match is_dir {
                true if depth < self.max_depth => self.below(&entry, depth + 1)?,
                true => {}
                false => self.take(&entry)?,
            }
        }
        Ok(())
    }

    fn matching(&mut self, folder: &Path, parts: &[(String, Pattern)], depth: usize) -> Result<()> {
        let Some(((text, pattern), rest)) = parts.split_first() else { return Ok(()) };
        if text == "**" {
            self.matching(folder, rest, depth)?;
            if depth < MAX_DEPTH {
                for (name, is_dir) in self.entries(folder)? {
                    if is_dir && !is_hidden(&name) {
                        self.matching(&folder.join(&name), parts, depth + 1)?;
                    }
                }
            }
            return Ok(());
        }
        let options = MatchOptions { case_sensitive: true, require_literal_separator: true, require_literal_leading_dot: true };
        for (name, is_dir) in self.entries(folder)? {
            if !pattern.matches_with(&name, options) {
                continue;
            }
            match (is_dir, rest.is_empty()) {
                (false, true) => self.take(&folder.join(&name))?,
                (true, false) => self.matching(&folder.join(&name), rest, depth)?,
                _ => {}
            }
        }
        Ok(())
    }

    fn take(&mut self, path: &Path) -> Result<()> {
        let file = spelled(path)?;
        if self.listed.is_some_and(|extensions| !has_extension(&file, extensions)) {
            return Ok(());
        }
        if self.files.len() < self.most {
            self.files.push(file);
            return Ok(());
        }
        self.too_much("files", format!("names more than {} files", self.most), self.most)
    }

    /// Ends a list; of what is to be read, nothing may be left out.
    fn too_much(&mut self, limit: &str, what: String, allowed: usize) -> Result<()> {
        self.full = true;
        match self.listed {
            Some(_) => Ok(()),
            None => Err(Error::new(Code::ResourceCap, format!("{} {what}", text::quote(self.path))).with("limit", limit).with("allowed", allowed)),
        }
    }

    /// Names and whether they are folders. Links are followed, below the base and no further.
    fn entries(&mut self, folder: &Path) -> Result<Vec<(String, bool)>> {
        let dir = if folder.as_os_str().is_empty() { self.base.dir().try_clone() } else { self.base.dir().open_dir(folder) };
        let (base, path) = (self.base, self.path);
        let unreadable = |error: io::Error| base.explain(path, &error);
        let mut names = Vec::new();
        for entry in dir.as_ref().map_err(|error| base.explain(path, error))?.entries().map_err(unreadable)? {
            self.looked_at += 1;
            if self.looked_at > MAX_LOOKED_AT {
                self.too_much("entries", format!("makes more than {MAX_LOOKED_AT} entries be looked at"), MAX_LOOKED_AT)?;
                break;
            }
            let entry = entry.map_err(unreadable)?;
            // A name that is no text cannot be written in a document either.
            let Ok(name) = entry.file_name().into_string() else { continue };
            let kind = entry.file_type().map_err(unreadable)?;
            let is_dir = match &dir {
                Ok(dir) if kind.is_symlink() => match (dir.is_dir(&name), dir.is_file(&name)) {
                    (false, false) => continue, // It leads out of the base, or nowhere.
                    (is_dir, _) => is_dir,
                },
                _ => kind.is_dir(),
            };
            names.push((name, is_dir));
        }
        names.sort();
        Ok(names)
    }
}

pub(crate) fn is_hidden(name: &str) -> bool {
    name.starts_with(['.', '_'])
}

fn spelled(path: &Path) -> Result<String> {
    let path = PathBuf::from(path).into_os_string().into_string();
    path.map_err(|path| Error::invalid("uri", format!("{} is not text", path.display())))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn tree() -> (tempfile::TempDir, BaseDir) {
        let top = tempfile::tempdir().unwrap();
        for file in ["base/a.csv", "base/b.csv", "base/c.parquet", "base/year=2013/month=1/x.parquet", "base/year=2014/_tmp/y.parquet", "base/odd[1].csv"] {
            let path = top.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "x").unwrap();
        }
        fs::write(top.path().join("base/.hidden.csv"), "x").unwrap();
        fs::write(top.path().join("secret.csv"), "x").unwrap();
        std::os::unix::fs::symlink("..", top.path().join("base/up")).unwrap();
        let base = BaseDir::open(&top.path().join("base")).unwrap();
        (top, base)
    }

    fn names(base: &BaseDir, path: &str) -> Vec<String> {
        base.expand(path, true).unwrap().files
    }

    #[test]
    fn patterns_and_folders_name_their_files_in_order() {
        let (_top, base) = tree();
        assert_eq!(names(&base, "*.csv"), ["a.csv", "b.csv", "odd[1].csv"]);
        assert_eq!(names(&base, "?.csv"), ["a.csv", "b.csv"]);
        assert_eq!(names(&base, "[bc].*"), ["b.csv", "c.parquet"]);
        assert_eq!(names(&base, "**/*.parquet"), ["c.parquet", "year=2013/month=1/x.parquet"]);
        assert_eq!(names(&base, "year=*/month=*/*.parquet"), ["year=2013/month=1/x.parquet"]);
        let whole = base.expand(".", true).unwrap();
        assert_eq!((whole.files.len(), whole.files[0].as_str(), whole.folder), (5, "./a.csv", true));
        let whole = base.expand(&base.path().display().to_string(), true).unwrap();
        assert_eq!(whole.files[0], base.path().join("a.csv").display().to_string());
        let folder = base.expand("year=2013", true).unwrap();
        assert_eq!(folder, Found { files: vec!["year=2013/month=1/x.parquet".to_owned()], folder: true, objects: Vec::new() });
        assert_eq!(names(&base, "odd[1].csv"), ["odd[1].csv"], "a name before a pattern");
        let top = base.path().display().to_string();
        for front in ["./".to_owned(), format!("{top}/"), format!("file://{top}/")] {
            let found = names(&base, &format!("{front}year=2013/"));
            assert_eq!(found, [format!("{front}year=2013/month=1/x.parquet")]);
            assert!(base.open_file(&found[0]).is_ok());
        }
    }

    #[test]
    fn nothing_outside_is_found_and_nothing_is_an_error() {
        let (_top, base) = tree();
        assert_eq!(base.expand("none*.csv", true).unwrap_err().code, Code::NotFound);
        assert_eq!(base.expand("*.csv", false).unwrap_err().code, Code::NotFound);
        assert_eq!(base.expand("../*.csv", true).unwrap_err().code, Code::ValidationError);
        assert!(base.expand("up/*.csv", true).is_err());
        assert!(base.expand("*/secret.csv", true).is_err());
        assert_eq!(base.expand("[a.csv", true).unwrap_err().code, Code::ValidationError);
    }
}
