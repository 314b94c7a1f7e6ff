//! The one directory tree whose files may be read.

use std::fs::File;
use std::io;
use std::path::{Component, Path, PathBuf};

use cap_std::ambient_authority;
use cap_std::fs::{Dir, OpenOptions, OpenOptionsExt};
use sandtable_core::{Error, Result, text};

/// A directory below which files may be read. Paths are resolved by the kernel below it, one component at a time: `..`
/// and symbolic links that lead out of it are refused, whatever happens to the tree meanwhile.
#[derive(Debug)]
pub struct BaseDir {
    dir: Dir,
    path: PathBuf,
}

impl BaseDir {
    /// Opens the directory. `path` becomes absolute, so that answers can speak absolute paths.
    ///
    /// # Errors
    /// `VALIDATION_ERROR` when it is not a directory that can be opened.
    pub fn open(path: &Path) -> Result<Self> {
        let wrong = |error: io::Error| Error::invalid("base-path", format!("base path {}: {error}", path.display()));
        let path = path.canonicalize().map_err(wrong)?;
        let dir = Dir::open_ambient_dir(&path, ambient_authority()).map_err(wrong)?;
        Ok(Self { dir, path })
    }

    /// The absolute path of the directory.
    pub fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn dir(&self) -> &Dir {
        &self.dir
    }

    /// Opens a regular file for reading. `uri` is a path relative to the base, or an absolute path that lies under it,
    /// with or without `file://` in front. Nothing of the file is read here.
    ///
    /// # Errors
    /// `VALIDATION_ERROR` for a path that is not allowed (with the reason), `NOT_FOUND`, `IO_ERROR`.
    pub fn open_file(&self, uri: &str) -> Result<File> {
        let relative = self.relative(uri)?;
        // Without O_NONBLOCK the mere opening of a FIFO would wait for a writer.
        let mut options = OpenOptions::new();
        options.read(true).custom_flags(rustix::fs::OFlags::NONBLOCK.bits() as i32);
        let file = self.dir.open_with(&relative, &options).map_err(|error| self.explain(uri, &error))?;
        let metadata = file.metadata().map_err(|error| self.explain(uri, &error))?;
        if !metadata.is_file() {
            return Err(Error::invalid("uri", format!("{} is not a regular file", text::quote(uri))));
        }
        Ok(file.into_std())
    }

    /// The path below the base that `uri` names.
    pub(crate) fn relative(&self, uri: &str) -> Result<PathBuf> {
        let place = self.place(uri)?;
        if place.as_os_str().is_empty() { Err(refused(uri, "it names no file")) } else { Ok(place) }
    }

    /// The same; empty when it is the base itself.
    pub(crate) fn place(&self, uri: &str) -> Result<PathBuf> {
        let refused = |why: &str| Err(refused(uri, why));
        if uri.is_empty() {
            return refused("it names no file");
        }
        if let Some((scheme, _)) = uri.split_once("://")
            && scheme != "file"
        {
            return refused("only file paths below the base path are read here");
        }
        if uri.contains('\0') {
            return refused("it contains a NUL character");
        }
        let path = Path::new(uri.strip_prefix("file://").unwrap_or(uri));
        let path = if path.is_absolute() {
            match path.strip_prefix(&self.path) {
                Ok(relative) => relative,
                Err(_) => return refused(&format!("it is absolute and does not lie under {}", self.path.display())),
            }
        } else {
            path
        };
        let mut clean = PathBuf::new();
        for component in path.components() {
            match component {
                Component::Normal(part) => clean.push(part),
                Component::CurDir => {}
                Component::ParentDir => return refused("`..` is not allowed"),
                Component::RootDir | Component::Prefix(_) => return refused("it is absolute"),
            }
        }
        Ok(clean)
    }

    pub(crate) fn explain(&self, uri: &str, error: &io::Error) -> Error {
        let shown = text::quote(uri);
        match error.kind() {
            io::ErrorKind::NotFound => Error::not_found(format!("no file {shown} under the base path")).with("field", "uri"),
            // cap-std reports an escape as a denied permission of its own making, without an OS error number.
            io::ErrorKind::PermissionDenied if error.raw_os_error().is_none() => {
                Error::invalid("uri", format!("{shown} is not a path that may be read: it leads out of the base path")).with("constraint", "base-path")
            }
            _ if error.raw_os_error() == Some(rustix::io::Errno::XDEV.raw_os_error()) => {
                Error::invalid("uri", format!("{shown} is not a path that may be read: it leads out of the base path")).with("constraint", "base-path")
            }
            _ => Error::io(format!("file {shown} cannot be opened: {}", error.kind())).with_inside(error),
        }
    }
}

fn refused(uri: &str, why: &str) -> Error {
    let shown = text::quote(uri);
    Error::invalid("uri", format!("{shown} is not a path that may be read: {why}")).with("constraint", "base-path")
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::Read;
    use std::os::unix::fs::symlink;

    use sandtable_core::Code;

    use super::*;

    fn tree() -> (tempfile::TempDir, BaseDir) {
        let top = tempfile::tempdir().unwrap();
        fs::create_dir_all(top.path().join("base/sub")).unwrap();
        fs::write(top.path().join("base/sub/a.csv"), "inside").unwrap();
        fs::write(top.path().join("secret.csv"), "outside").unwrap();
        symlink("../secret.csv", top.path().join("base/up.csv")).unwrap();
        symlink(top.path().join("secret.csv"), top.path().join("base/absolute.csv")).unwrap();
        symlink("sub/a.csv", top.path().join("base/fine.csv")).unwrap();
        symlink("..", top.path().join("base/parent")).unwrap();
        let base = BaseDir::open(&top.path().join("base")).unwrap();
        (top, base)
    }

    #[test]
    fn relative_and_absolute_paths_below_the_base_name_the_same_file() {
        let (_top, base) = tree();
        let absolute = base.path().join("sub/a.csv").display().to_string();
        for uri in ["sub/a.csv", "./sub/a.csv", "sub//a.csv", "fine.csv", &absolute, &format!("file://{absolute}")] {
            let mut text = String::new();
            base.open_file(uri).unwrap().read_to_string(&mut text).unwrap();
            assert_eq!(text, "inside", "{uri}");
        }
    }

    #[test]
    fn nothing_outside_the_base_can_be_opened() {
        let (top, base) = tree();
        let outside = top.path().join("secret.csv").display().to_string();
        for uri in [
            "../secret.csv",
            "sub/../../secret.csv",
            &outside,
            "up.csv",
            "absolute.csv",
            "parent/secret.csv",
            "/etc/passwd",
            "",
            ".",
            "sub/",
            "a\0b",
            "s3://bucket/key",
            "http://host/x.csv",
            "file:///etc/passwd",
        ] {
            let error = base.open_file(uri).unwrap_err();
            assert_eq!(error.code, Code::ValidationError, "{uri}: {error}");
        }
        assert_eq!(base.open_file("none.csv").unwrap_err().code, Code::NotFound);
    }

    #[test]
    fn what_is_no_regular_file_is_refused_without_waiting() {
        let (top, base) = tree();
        rustix::fs::mkfifoat(rustix::fs::CWD, top.path().join("base/pipe"), rustix::fs::Mode::RUSR).unwrap();
        assert_eq!(base.open_file("pipe").unwrap_err().to_string(), "VALIDATION_ERROR: \"pipe\" is not a regular file");
        assert_eq!(base.open_file("sub").unwrap_err().code, Code::ValidationError);
    }
}
