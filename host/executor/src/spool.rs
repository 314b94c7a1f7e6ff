//! Bodies and results on their way: files without a name.

use std::fs::File;
use std::io;
use std::sync::Arc;

use cap_std::fs::Dir;
use rustix::fs::{Mode, OFlags, openat};
use sandtable_core::{Error, Result};

/// Makes files that have no name and vanish with their last handle, so that nothing is left behind by a crash.
#[derive(Debug, Clone)]
pub struct Spool {
    dir: Arc<Dir>,
}

impl Spool {
    /// Spools in `dir` (the data directory's `spool/`).
    pub fn new(dir: Dir) -> Self {
        Self { dir: Arc::new(dir) }
    }

    /// A new empty file, open for reading and writing.
    ///
    /// # Errors
    /// `IO_ERROR`, for instance when the disk is full.
    pub fn file(&self) -> Result<File> {
        let failed = |error: rustix::io::Errno| Error::io(format!("no spool file can be made: {}", io::Error::from(error).kind())).with_inside(error);
        openat(&*self.dir, ".", OFlags::TMPFILE | OFlags::RDWR | OFlags::CLOEXEC, Mode::RUSR | Mode::WUSR).map(File::from).map_err(failed)
    }
}
