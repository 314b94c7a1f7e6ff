//! Results of jobs, and frames that came along: files by key.

use std::fs::File;
use std::io::{self, Write};
use std::os::fd::AsRawFd;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use cap_std::fs::{Dir, OpenOptions};
use rustix::fs::{AtFlags, CWD, linkat};
use sandtable_core::{Code, Error, Result};
use sandtable_executor::TableBytes;

/// Where results are kept. Clones are the same place.
#[derive(Debug, Clone)]
pub struct Artifacts {
    dir: Arc<Dir>,
}

impl Artifacts {
    /// Results in a folder.
    pub fn new(dir: Dir) -> Self {
        Self { dir: Arc::new(dir) }
    }

    /// Keeps bytes under a key. Whoever opens the key sees all of them. Blocks for the disk.
    ///
    /// # Errors
    /// `IO_ERROR`, for instance when the disk is full.
    pub(crate) fn put(&self, key: &str, bytes: TableBytes) -> Result<u64> {
        match bytes {
            TableBytes::Held(bytes) => self.write(key, &bytes).map(|()| bytes.len() as u64),
            TableBytes::Spooled(file) => self.link(key, &file),
        }
        .map_err(unwritten)
    }

    fn write(&self, key: &str, bytes: &[u8]) -> io::Result<()> {
        let temporary = format!("{key}.new");
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true);
        let mut file = self.dir.open_with(&temporary, &options)?;
        file.write_all(bytes)?;
        self.dir.rename(&temporary, &self.dir, key)
    }

    /// Gives a file without a name one; where the disks differ, copies it.
    fn link(&self, key: &str, file: &File) -> io::Result<u64> {
        let bytes = file.metadata()?.len();
        let _ = self.dir.remove_file(key);
        // The descriptor's own path: the way to link a file that was opened without a name, for all who may not use
        // AT_EMPTY_PATH.
        let path = format!("/proc/self/fd/{}", file.as_raw_fd());
        match linkat(CWD, path.as_str(), &*self.dir, key, AtFlags::SYMLINK_FOLLOW) {
            Ok(()) => Ok(bytes),
            Err(rustix::io::Errno::XDEV) => {
                use std::io::Seek;
                let mut from = file.try_clone()?;
                from.rewind()?;
                let temporary = format!("{key}.new");
                let mut to = self.dir.create(&temporary)?;
                io::copy(&mut from, &mut to)?;
                self.dir.rename(&temporary, &self.dir, key).map(|()| bytes)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Opens what a key stands for. Blocks for the disk.
    ///
    /// # Errors
    /// `NOT_FOUND` when it is gone, `IO_ERROR`.
    pub(crate) fn open(&self, key: &str) -> Result<File> {
        self.dir.open(key).map(cap_std::fs::File::into_std).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => Error::not_found("the result is no longer kept").with("reason", "expired"),
            kind => Error::io(format!("the result cannot be read: {kind}")).with_inside(error),
        })
    }

    /// Lets go of a key. What is not there need not go.
    pub(crate) fn remove(&self, key: &str) {
        match self.dir.remove_file(key) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => tracing::warn!(key, %error, "a result cannot be removed"),
            _ => {}
        }
    }

    /// Removes what is older than so long: results whose process died before it could remove them.
    pub(crate) fn remove_older_than(&self, age: Duration) {
        let Some(before) = SystemTime::now().checked_sub(age) else { return };
        let Ok(entries) = self.dir.entries() else { return };
        for entry in entries.flatten() {
            let written = entry.metadata().and_then(|metadata| metadata.modified()).map(cap_std::time::SystemTime::into_std);
            if let (Ok(written), Ok(name)) = (written, entry.file_name().into_string())
                && written < before
            {
                self.remove(&name);
            }
        }
    }
}

fn unwritten(error: io::Error) -> Error {
    Error::new(Code::IoError, format!("the result cannot be kept: {}", error.kind())).with_inside(error)
}
