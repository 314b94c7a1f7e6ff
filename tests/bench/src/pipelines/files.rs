//! The files of a pipeline: a plain folder. Its documents are our own.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use sandtable_core::Error;
use sandtable_pipeline::io::{Files, Found, Opened, Output, Wanted};

/// As a task's outputs are buffered.
const BUFFER_BYTES: usize = 256 << 10;

/// All files below one folder, read and written.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new(path: &Path) -> Self {
        Self(path.to_owned())
    }
}

impl Files for Folder {
    fn open(&self, wanted: Wanted<'_>) -> Result<Found, Error> {
        let file = File::open(self.0.join(wanted.path)).map_err(|error| Error::io(format!("{}: {error}", wanted.path)))?;
        Ok(Found { files: vec![Opened { path: wanted.path.to_owned(), file }], folder: false })
    }

    fn create(&self, path: &str) -> Result<Box<dyn Output>, Error> {
        let file = File::create(self.0.join(path)).map_err(|error| Error::io(format!("{path}: {error}")))?;
        Ok(Box::new(Created(BufWriter::with_capacity(BUFFER_BYTES, file))))
    }

    fn may_create(&self, _path: &str) -> Result<(), Error> {
        Ok(())
    }
}

struct Created(BufWriter<File>);

impl Write for Created {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl Output for Created {
    fn finish(mut self: Box<Self>) -> Result<(), Error> {
        self.0.flush().map_err(|error| Error::io(error.to_string()))
    }
}
