//! A text file, piece by piece, each piece ending where a row ends.

use std::fs::File;
use std::os::unix::fs::FileExt;

use sandtable_core::Result;

use super::PIECE_BYTES;
use crate::fault::{damaged, from_io};

/// A row longer than this is taken for a quote that was never closed.
const MAX_ROW_BYTES: usize = 256 << 20;

/// The pieces of a file.
pub(crate) struct Pieces {
    file: File,
    offset: u64,
    /// What was read and not handed out: the start of a row.
    rest: Vec<u8>,
    ended: bool,
    /// The number of the line at which the next piece starts, from 1.
    line: u64,
}

impl Pieces {
    pub(crate) fn new(file: File) -> Self {
        Self { file, offset: 0, rest: Vec::new(), ended: false, line: 1 }
    }

    /// The next piece: its first line's number, its bytes, and whether it is the last. `cut` says how many bytes of a
    /// buffer are whole rows, 0 when not even one is. The piece grows until there is a row in it. `at_least` is how
    /// many bytes it starts from.
    pub(crate) fn next(&mut self, what: &str, at_least: usize, mut cut: impl FnMut(&[u8]) -> usize) -> Result<Option<(u64, Vec<u8>)>> {
        let mut wanted = at_least.max(PIECE_BYTES);
        loop {
            self.fill(what, wanted)?;
            let end = if self.ended { self.rest.len() } else { cut(&self.rest) };
            if end > 0 {
                let tail = self.rest.split_off(end);
                let piece = std::mem::replace(&mut self.rest, tail);
                let line = self.line;
                self.line += piece.iter().filter(|byte| **byte == b'\n').count() as u64;
                return Ok(Some((line, piece)));
            }
            if self.ended {
                return Ok(None);
            }
            if self.rest.len() >= MAX_ROW_BYTES {
                return Err(damaged(what, format!("line {}: a row of more than {} MiB; is a quote or a bracket left open?", self.line, MAX_ROW_BYTES >> 20))
                    .with("line", self.line));
            }
            wanted = self.rest.len() * 2;
        }
    }

    /// Hands bytes back: they start the next piece. `line` is the number of their first line.
    pub(crate) fn give_back(&mut self, line: u64, bytes: &[u8]) {
        let mut rest = bytes.to_vec();
        rest.append(&mut self.rest);
        self.rest = rest;
        self.line = line;
    }

    /// Reads until `wanted` bytes wait, or the file ends.
    fn fill(&mut self, what: &str, wanted: usize) -> Result<()> {
        let had = self.rest.len();
        if self.ended || had >= wanted {
            return Ok(());
        }
        self.rest.resize(wanted, 0);
        let mut filled = had;
        while filled < wanted {
            match self.file.read_at(&mut self.rest[filled..], self.offset) {
                Ok(0) => {
                    self.ended = true;
                    break;
                }
                Ok(read) => {
                    filled += read;
                    self.offset += read as u64;
                }
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(error) => {
                    self.rest.truncate(filled);
                    return Err(from_io(what, &error));
                }
            }
        }
        self.rest.truncate(filled);
        Ok(())
    }
}

/// Reads a whole file of a known size. It may have grown or shrunk since: what is there is read, up to the size and a
/// little more.
pub(crate) fn read_whole(file: &File, size: u64, what: &str) -> Result<Vec<u8>> {
    use std::io::Read;
    let mut file = file;
    std::io::Seek::rewind(&mut file).map_err(|error| from_io(what, &error))?;
    let mut bytes = Vec::with_capacity(size as usize + 1);
    file.take(size + 1).read_to_end(&mut bytes).map_err(|error| from_io(what, &error))?;
    Ok(bytes)
}

/// Where a line ends and the text is not UTF-8: the place, as a line and a column in bytes.
pub(crate) fn check_utf8(what: &str, first_line: u64, bytes: &[u8]) -> Result<()> {
    match std::str::from_utf8(bytes) {
        Ok(_) => Ok(()),
        Err(error) => {
            let before = &bytes[..error.valid_up_to()];
            let line = first_line + before.iter().filter(|byte| **byte == b'\n').count() as u64;
            let column = before.iter().rev().take_while(|byte| **byte != b'\n').count() + 1;
            Err(damaged(what, format!("line {line}, byte {column}: not UTF-8")).with("line", line).with("byte", column as u64))
        }
    }
}
