//! Folders that callers name to work in: below configured roots, reached without a symbolic link.

use std::ffi::OsStr;
use std::fs::File;
use std::io;
use std::path::{Component, Path, PathBuf};

use cap_std::fs::{Dir, OpenOptions, OpenOptionsExt};
use sandtable_core::{Error, Result, text};

use crate::BaseDir;
use crate::output::Pending;

/// The roots below which folders may be worked in.
#[derive(Debug, Default)]
pub struct WorkRoots(Vec<Root>);

#[derive(Debug)]
struct Root {
    base: BaseDir,
    /// As it was configured, which may lead over symbolic links of the administrator's own.
    given: PathBuf,
}

/// A folder that a caller works in.
#[derive(Debug)]
pub struct WorkDir {
    dir: Dir,
    path: String,
}

impl WorkRoots {
    /// Opens them.
    ///
    /// # Errors
    /// `VALIDATION_ERROR` naming the one that is no folder.
    pub fn open(paths: &[PathBuf]) -> Result<Self> {
        let root = |path: &PathBuf| Ok(Root { base: BaseDir::open(path).map_err(|error| error.at("runner-root"))?, given: path.clone() });
        paths.iter().map(root).collect::<Result<_>>().map(Self)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// A folder that is there, by its absolute path.
    ///
    /// # Errors
    /// `VALIDATION_ERROR` for one that is not below a root or is reached over a symbolic link; `NOT_FOUND`; `IO_ERROR`.
    pub fn folder(&self, path: &str) -> Result<WorkDir> {
        let (root, below) = self.place(path)?;
        let mut dir = root.base.dir().try_clone().map_err(|error| failed(path, &error))?;
        for part in below.components() {
            dir = step(&dir, part.as_os_str(), path)?;
        }
        Ok(WorkDir { dir, path: path.trim_end_matches('/').to_owned() })
    }

    /// A regular file, by its absolute path, for reading.
    ///
    /// # Errors
    /// As [`WorkRoots::folder`].
    pub fn file(&self, path: &str) -> Result<File> {
        let (root, below) = self.place(path)?;
        let Some(name) = below.file_name() else { return Err(refused(path, "it names no file")) };
        let mut dir = root.base.dir().try_clone().map_err(|error| failed(path, &error))?;
        for part in below.parent().map(Path::components).into_iter().flatten() {
            dir = step(&dir, part.as_os_str(), path)?;
        }
        if dir.symlink_metadata(name).map_err(|error| failed(path, &error))?.is_symlink() {
            return Err(refused(path, "it is a symbolic link"));
        }
        // Without O_NONBLOCK the mere opening of a FIFO would wait for a writer.
        let mut options = OpenOptions::new();
        options.read(true).custom_flags(rustix::fs::OFlags::NONBLOCK.bits() as i32);
        let file = dir.open_with(name, &options).map_err(|error| failed(path, &error))?;
        match file.metadata().map_err(|error| failed(path, &error))?.is_file() {
            true => Ok(file.into_std()),
            false => Err(refused(path, "it is not a regular file")),
        }
    }

    /// The root that a path lies below, and the way from there.
    fn place(&self, path: &str) -> Result<(&Root, PathBuf)> {
        let full = Path::new(path);
        if path.contains('\0') || !full.is_absolute() {
            return Err(refused(path, "it is not absolute"));
        }
        if full.components().any(|part| matches!(part, Component::ParentDir)) {
            return Err(refused(path, "`..` is not allowed"));
        }
        let below = |root: &'_ Root| full.strip_prefix(root.base.path()).or_else(|_| full.strip_prefix(&root.given)).ok().map(Path::to_owned);
        self.0.iter().find_map(|root| below(root).map(|rest| (root, rest))).ok_or_else(|| {
            let roots = text::list(self.0.iter().filter_map(|root| root.base.path().to_str()), 10);
            refused(path, &format!("it does not lie below one of the configured roots ({roots})"))
        })
    }
}

impl WorkDir {
    /// The path of a file in it, as callers name the folder.
    pub fn path(&self, name: &str) -> String {
        format!("{}/{name}", self.path)
    }

    /// Begins a file, which has a temporary name until it is kept, and replaces one of its name then.
    ///
    /// # Errors
    /// `IO_ERROR`.
    pub fn create(&self, name: &str) -> Result<(Pending, File)> {
        let folder = self.dir.try_clone().map_err(|error| failed(&self.path(name), &error))?;
        Pending::begin(folder, PathBuf::from(name), &self.path(name))
    }

    /// Takes a file away, if it is there.
    ///
    /// # Errors
    /// `IO_ERROR`.
    pub fn remove(&self, name: &str) -> Result<()> {
        match self.dir.remove_file(name) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(failed(&self.path(name), &error)),
            _ => Ok(()),
        }
    }
}

/// One folder further down.
fn step(dir: &Dir, part: &OsStr, path: &str) -> Result<Dir> {
    let metadata = dir.symlink_metadata(part).map_err(|error| failed(path, &error))?;
    if metadata.is_symlink() {
        return Err(refused(path, &format!("{} is a symbolic link", text::quote(&part.to_string_lossy()))));
    }
    if !metadata.is_dir() {
        return Err(refused(path, &format!("{} is not a folder", text::quote(&part.to_string_lossy()))));
    }
    dir.open_dir(part).map_err(|error| failed(path, &error))
}

fn refused(path: &str, why: &str) -> Error {
    Error::invalid("path", format!("{} may not be used: {why}", text::quote(path)))
}

fn failed(path: &str, error: &io::Error) -> Error {
    match error.kind() {
        io::ErrorKind::NotFound => Error::not_found(format!("{} does not exist", text::quote(path))),
        _ => Error::io(format!("{}: {}", text::quote(path), error.kind())).with_inside(error),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::{Read, Write};
    use std::os::unix::fs::symlink;

    use sandtable_core::Code;

    use super::*;

    #[test]
    fn only_what_lies_below_a_root_is_worked_in() {
        let top = tempfile::tempdir().unwrap();
        let at = |path: &str| top.path().canonicalize().unwrap().join(path).display().to_string();
        fs::create_dir_all(at("one/run")).unwrap();
        fs::create_dir_all(at("two/run")).unwrap();
        fs::create_dir_all(at("secret")).unwrap();
        fs::write(at("secret/x"), "secret").unwrap();
        fs::write(at("one/t.jsonl"), "{}").unwrap();
        symlink(at("secret"), at("one/out")).unwrap();
        symlink("run", at("one/inside")).unwrap();
        symlink(at("secret/x"), at("one/x")).unwrap();
        let roots = WorkRoots::open(&[PathBuf::from(at("one")), PathBuf::from(at("two"))]).unwrap();
        for fine in ["one/run", "one/run/", "two/run", "one"] {
            roots.folder(&at(fine)).unwrap();
        }
        for bad in ["secret", "one/../secret", "one/out", "one/inside", "one/t.jsonl", "oneself", "one/out/deeper"] {
            assert_eq!(roots.folder(&at(bad)).unwrap_err().code, Code::ValidationError, "{bad}");
        }
        assert_eq!(roots.folder("relative").unwrap_err().code, Code::ValidationError);
        assert_eq!(roots.folder(&at("one/none")).unwrap_err().code, Code::NotFound);
        let mut text = String::new();
        roots.file(&at("one/t.jsonl")).unwrap().read_to_string(&mut text).unwrap();
        assert_eq!(text, "{}");
        for bad in ["one/x", "one/out/x", "secret/x", "one/run", "one"] {
            assert_eq!(roots.file(&at(bad)).unwrap_err().code, Code::ValidationError, "{bad}");
        }
    }

    #[test]
    fn files_come_whole_and_replace_what_was_there_even_a_link() {
        let top = tempfile::tempdir().unwrap();
        let at = |path: &str| top.path().canonicalize().unwrap().join(path).display().to_string();
        fs::create_dir_all(at("run")).unwrap();
        fs::write(at("elsewhere"), "kept").unwrap();
        symlink(at("elsewhere"), at("run/output.csv")).unwrap();
        let folder = WorkRoots::open(&[top.path().to_owned()]).unwrap().folder(&at("run")).unwrap();
        let (pending, mut file) = folder.create("output.csv").unwrap();
        file.write_all(b"a\n1\n").unwrap();
        pending.keep().unwrap();
        assert_eq!((fs::read_to_string(at("run/output.csv")).unwrap(), fs::read_to_string(at("elsewhere")).unwrap()), ("a\n1\n".into(), "kept".into()));
        folder.remove("output.csv").unwrap();
        folder.remove("output.csv").unwrap();
        assert_eq!(fs::read_dir(at("run")).unwrap().count(), 0);
    }
}
