//! Chunks into a file.

use std::fs::File;
use std::io::{self, Seek, Write};

use bytes::Bytes;
use sandtable_catalog::{Digest, Hasher};
use sandtable_core::{Code, Error, Result};
use sandtable_executor::Spool;

use super::Chunks;
use crate::blocking::blocking;

/// Bytes that are gathered before they are written, on a thread that may block.
const PIECE_BYTES: usize = 1 << 20;

/// What is written where it is: cheaper than waking another thread for it.
const SMALL_BYTES: usize = 64 << 10;

/// Writes chunks into a spool file, hashing them on the way when asked to.
pub(crate) struct Spooler {
    sink: Option<Sink>,
    pending: Vec<Bytes>,
    pending_bytes: usize,
}

struct Sink {
    file: File,
    hasher: Option<Hasher>,
}

impl Spooler {
    /// Writes into a new file.
    ///
    /// # Errors
    /// `IO_ERROR`.
    pub(crate) fn new(spool: &Spool) -> Result<Self> {
        Ok(Self { sink: Some(Sink { file: spool.file()?, hasher: None }), pending: Vec::new(), pending_bytes: 0 })
    }

    /// The same, hashing what is written.
    ///
    /// # Errors
    /// `IO_ERROR`.
    pub(crate) fn hashing(spool: &Spool) -> Result<Self> {
        let mut spooler = Self::new(spool)?;
        if let Some(sink) = &mut spooler.sink {
            sink.hasher = Some(Hasher::default());
        }
        Ok(spooler)
    }

    /// Takes all chunks. The file stands at its start; the digest is there when it was asked for.
    ///
    /// # Errors
    /// What is wrong with the body, or `IO_ERROR`.
    pub(crate) async fn take(mut self, chunks: &mut Chunks<'_>) -> Result<(File, Option<Digest>)> {
        while let Some(chunk) = chunks.next().await? {
            self.pending_bytes += chunk.len();
            self.pending.push(chunk);
            if self.pending_bytes >= PIECE_BYTES {
                self.flush().await?;
            }
        }
        if self.pending_bytes > SMALL_BYTES {
            self.flush().await?;
        }
        let mut sink = self.sink()?;
        sink.write(&self.pending)?;
        sink.file.rewind().map_err(failed)?;
        Ok((sink.file, sink.hasher.map(Hasher::finish)))
    }

    async fn flush(&mut self) -> Result<()> {
        let mut sink = self.sink()?;
        let pieces = std::mem::take(&mut self.pending);
        self.pending_bytes = 0;
        let sink = blocking(move || sink.write(&pieces).map(|()| sink)).await?;
        self.sink = Some(sink);
        Ok(())
    }

    fn sink(&mut self) -> Result<Sink> {
        // It is only away while a write is awaited, and a write that failed ends the spooling.
        self.sink.take().ok_or_else(|| Error::internal("a spool file is written twice at once"))
    }
}

impl Sink {
    fn write(&mut self, pieces: &[Bytes]) -> Result<()> {
        for piece in pieces {
            if let Some(hasher) = &mut self.hasher {
                hasher.update(piece);
            }
            self.file.write_all(piece).map_err(failed)?;
        }
        Ok(())
    }
}

fn failed(error: io::Error) -> Error {
    match error.kind() {
        io::ErrorKind::StorageFull => Error::new(Code::Unavailable, "the server's disk is full").with("reason", "disk_full").with_inside(error),
        kind => Error::io(format!("the body cannot be spooled: {kind}")).with_inside(error),
    }
}
