//! The one directory tree whose files may be written.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use cap_std::fs::{Dir, OpenOptions};
use sandtable_core::{Error, Result, text};

use crate::BaseDir;

/// A directory below which files may be written: under a temporary name first, so that nobody ever sees half of one.
#[derive(Debug, Clone)]
pub struct OutputDir {
    base: Arc<BaseDir>,
}

/// A file that is being written. Dropped before [`Pending::keep`] it leaves nothing behind.
#[derive(Debug)]
pub struct Pending {
    folder: Dir,
    temporary: String,
    name: PathBuf,
    shown: String,
    kept: bool,
}

impl OutputDir {
    /// Opens the directory.
    ///
    /// # Errors
    /// As [`BaseDir::open`].
    pub fn open(path: &Path) -> Result<Self> {
        BaseDir::open(path).map(|base| Self { base: Arc::new(base) })
    }

    /// The absolute path of the directory.
    pub fn path(&self) -> &Path {
        self.base.path()
    }

    /// Whether a file may be written there. Nothing is.
    ///
    /// # Errors
    /// As [`OutputDir::create`].
    pub fn may_create(&self, path: &str) -> Result<()> {
        let relative = self.base.relative(path).map_err(about_writing)?;
        match self.base.dir().metadata(&relative) {
            Ok(metadata) if !metadata.is_file() => Err(not_a_file(path)),
            Ok(_) => Ok(()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            Err(error) => Err(about_writing(self.base.explain(path, &error))),
        }
    }

    /// Begins a file, relative to the directory or absolute and below it. Missing folders are made. A file that is there
    /// is replaced when the new one is kept.
    ///
    /// # Errors
    /// `VALIDATION_ERROR` for a path that is not allowed or names a folder, `IO_ERROR`.
    pub fn create(&self, path: &str) -> Result<(Pending, File)> {
        self.may_create(path)?;
        let relative = self.base.relative(path).map_err(about_writing)?;
        let failed = |error: io::Error| Error::io(format!("{} cannot be written: {}", text::quote(path), error.kind())).with_inside(error);
        let parent = relative.parent().filter(|parent| !parent.as_os_str().is_empty());
        let folder = match parent {
            Some(parent) => self.base.dir().create_dir_all(parent).and_then(|()| self.base.dir().open_dir(parent)).map_err(failed)?,
            None => self.base.dir().try_clone().map_err(failed)?,
        };
        let name = relative.file_name().map(PathBuf::from).ok_or_else(|| not_a_file(path))?;
        Pending::begin(folder, name, path)
    }
}

impl Pending {
    /// Begins a file of a folder; `shown` is how the caller calls it.
    pub(crate) fn begin(folder: Dir, name: PathBuf, shown: &str) -> Result<(Self, File)> {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let failed = |error: io::Error| Error::io(format!("{} cannot be written: {}", text::quote(shown), error.kind())).with_inside(error);
        let temporary = format!("._{}.{}.tmp", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let mut options = OpenOptions::new();
        options.read(true).write(true).create_new(true);
        let file = folder.open_with(&temporary, &options).map_err(failed)?.into_std();
        Ok((Self { folder, temporary, name, shown: shown.to_owned(), kept: false }, file))
    }

    /// Gives the file its name.
    ///
    /// # Errors
    /// `IO_ERROR`.
    pub fn keep(mut self) -> Result<()> {
        let renamed = self.folder.rename(&self.temporary, &self.folder, &self.name);
        self.kept = renamed.is_ok();
        renamed.map_err(|error| Error::io(format!("{} cannot be written: {}", text::quote(&self.shown), error.kind())).with_inside(error))
    }
}

impl Drop for Pending {
    fn drop(&mut self) {
        if !self.kept {
            // It may be gone already; there is nobody to tell.
            let _ = self.folder.remove_file(&self.temporary);
        }
    }
}

fn not_a_file(path: &str) -> Error {
    Error::invalid("path", format!("{} cannot be written: it is not a file", text::quote(path)))
}

/// The same rules as for reading, in words about writing.
fn about_writing(mut error: Error) -> Error {
    error.message = error.message.replace("may be read", "may be written").replace("are read here", "are written here").replace("base path", "output path");
    error.with("constraint", "output-path")
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::Write;

    use sandtable_core::Code;

    use super::*;

    #[test]
    fn a_file_is_there_whole_or_not_at_all() {
        let top = tempfile::tempdir().unwrap();
        fs::create_dir(top.path().join("out")).unwrap();
        let out = OutputDir::open(&top.path().join("out")).unwrap();
        let (pending, mut file) = out.create("deep/er/a.csv").unwrap();
        file.write_all(b"x").unwrap();
        let folder = top.path().join("out/deep/er");
        assert!(!folder.join("a.csv").exists());
        pending.keep().unwrap();
        assert_eq!(fs::read(folder.join("a.csv")).unwrap(), b"x");
        drop(out.create("deep/er/a.csv").unwrap());
        assert_eq!(fs::read(folder.join("a.csv")).unwrap(), b"x", "not replaced by one that was given up");
        assert_eq!(fs::read_dir(folder).unwrap().count(), 1, "nothing temporary is left");
    }

    #[test]
    fn nothing_outside_and_no_folder_can_be_written() {
        let top = tempfile::tempdir().unwrap();
        fs::create_dir_all(top.path().join("out/folder")).unwrap();
        std::os::unix::fs::symlink("..", top.path().join("out/up")).unwrap();
        let out = OutputDir::open(&top.path().join("out")).unwrap();
        for path in ["../x.csv", "/etc/x.csv", "folder", "", "up/x.csv", "a/../../x.csv", "s3://bucket/x"] {
            let error = out.create(path).map(drop).unwrap_err();
            assert!(matches!(error.code, Code::ValidationError | Code::IoError), "{path}: {error}");
        }
        assert_eq!(fs::read_dir(top.path()).unwrap().count(), 1);
    }
}
