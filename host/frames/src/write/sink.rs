//! Where a table's bytes go: a file, or memory as long as they are few.

use std::fs::File;
use std::io::{self, BufWriter, Write};

use sandtable_core::{Error, Result};

use crate::fault::from_io;
use crate::format::Format;

/// Large enough that a batch of text goes out in few calls.
const BUFFER_BYTES: usize = 256 << 10;

/// Where a table is written to.
pub enum Target {
    /// An empty file, open for writing.
    File(File),
    /// Memory, up to so many bytes; a file that is asked for when there are more.
    Spill {
        /// The most bytes that are held.
        held_bytes: usize,
        /// Gives an empty file, open for writing. Called at most once.
        file: Box<dyn FnOnce() -> Result<File> + Send>,
    },
}

impl From<File> for Target {
    fn from(file: File) -> Self {
        Self::File(file)
    }
}

/// What a closed sink leaves.
pub(crate) struct Closed {
    pub(crate) bytes: u64,
    /// The table itself, when it needed no file.
    pub(crate) held: Option<Vec<u8>>,
}

pub(crate) struct Sink {
    out: Out,
    bytes: u64,
    what: &'static str,
}

enum Out {
    File(BufWriter<File>),
    Held { bytes: Vec<u8>, most: usize, file: Option<Box<dyn FnOnce() -> Result<File> + Send>> },
}

impl Sink {
    pub(crate) fn new(target: Target, format: Format) -> Self {
        let out = match target {
            Target::File(file) => Out::File(buffered(file)),
            Target::Spill { held_bytes, file } => Out::Held { bytes: Vec::new(), most: held_bytes, file: Some(file) },
        };
        Self { out, bytes: 0, what: format.as_str() }
    }

    pub(crate) fn put(&mut self, bytes: &[u8]) -> Result<()> {
        self.write_all(bytes).map_err(|error| from_io(self.what, &error))
    }

    /// Hands the last bytes to the file and says how many there were.
    pub(crate) fn close(mut self) -> Result<Closed> {
        self.flush().map_err(|error| from_io(self.what, &error))?;
        let held = match self.out {
            Out::File(_) => None,
            Out::Held { bytes, .. } => Some(bytes),
        };
        Ok(Closed { bytes: self.bytes, held })
    }

    /// From memory to a file. An error of whoever gives the file travels inside the one of writing, see [`from_io`].
    fn spill(&mut self) -> io::Result<()> {
        let Out::Held { bytes, file, .. } = &mut self.out else { return Ok(()) };
        let open = file.take().ok_or_else(|| io::Error::other("the file of a table was asked for twice"))?;
        let mut opened = buffered(open().map_err(io::Error::other::<Error>)?);
        opened.write_all(bytes)?;
        self.out = Out::File(opened);
        Ok(())
    }
}

fn buffered(file: File) -> BufWriter<File> {
    BufWriter::with_capacity(BUFFER_BYTES, file)
}

impl Write for Sink {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        if matches!(&self.out, Out::Held { bytes, most, .. } if bytes.len() + buffer.len() > *most) {
            self.spill()?;
        }
        let written = match &mut self.out {
            Out::File(file) => file.write(buffer)?,
            Out::Held { bytes, .. } => bytes.write(buffer)?,
        };
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.out {
            Out::File(file) => file.flush(),
            Out::Held { .. } => Ok(()),
        }
    }
}
