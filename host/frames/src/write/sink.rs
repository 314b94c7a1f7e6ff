//! The file that is written, its bytes counted.

use std::fs::File;
use std::io::{BufWriter, Write};

use sandtable_core::Result;

use crate::fault::from_io;
use crate::format::Format;

/// Large enough that a batch of text goes out in few calls.
const BUFFER_BYTES: usize = 256 << 10;

pub(super) struct Sink {
    file: BufWriter<File>,
    bytes: u64,
    what: &'static str,
}

impl Sink {
    pub(super) fn new(file: File, format: Format) -> Self {
        Self { file: BufWriter::with_capacity(BUFFER_BYTES, file), bytes: 0, what: format.as_str() }
    }

    pub(super) fn put(&mut self, bytes: &[u8]) -> Result<()> {
        self.write_all(bytes).map_err(|error| from_io(self.what, &error))
    }

    /// Hands the last bytes to the file and says how many there were.
    pub(super) fn close(mut self) -> Result<u64> {
        self.flush().map_err(|error| from_io(self.what, &error))?;
        Ok(self.bytes)
    }
}

impl Write for Sink {
    fn write(&mut self, buffer: &[u8]) -> std::io::Result<usize> {
        let written = self.file.write(buffer)?;
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.file.flush()
    }
}
