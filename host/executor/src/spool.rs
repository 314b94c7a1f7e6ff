//! Bodies and results on their way: files without a name.

use std::fs::File;
use std::io;
use std::sync::mpsc::{self, SyncSender};
use std::sync::{Arc, LazyLock};

use cap_std::fs::Dir;
use rustix::fs::{Mode, OFlags, openat};
use sandtable_core::{Error, Result};

/// Files that wait to be closed; more are closed where they are.
const MOST_WAITING: usize = 1024;

/// Closes a spool file away from the caller: with its last handle the file system takes it apart, which can take longer
/// than all the rest of a small call.
pub fn close_later(file: File) {
    static CLOSER: LazyLock<Option<SyncSender<File>>> = LazyLock::new(|| {
        let (close, files) = mpsc::sync_channel(MOST_WAITING);
        let closer = std::thread::Builder::new().name("spool-closer".to_owned()).stack_size(64 << 10);
        closer.spawn(move || files.into_iter().for_each(drop)).ok().map(|_| close)
    });
    if let Some(closer) = &*CLOSER {
        // What it does not take is dropped, and so closed, here.
        let _ = closer.try_send(file);
    }
}

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
