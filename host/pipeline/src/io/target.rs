//! A created file as Polars' writers see it.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

use polars_io::utils::file::{Writable, WritableTrait};
use polars_plan::dsl::{SinkTarget, SpecialEq};

use crate::fault::{Fault, Result};
use crate::io::{Files, Output};

/// A file on its way: Polars writes to it, and when all went well it gets its name.
pub(crate) struct Target {
    path: String,
    shared: Arc<Mutex<State>>,
}

struct State {
    output: Option<Box<dyn Output>>,
    bytes: u64,
}

impl Target {
    /// Creates the file.
    pub(crate) fn create(files: &dyn Files, path: &str) -> Result<Self> {
        let output = files.create(path).map_err(Fault::from)?;
        Ok(Self { path: path.to_owned(), shared: Arc::new(Mutex::new(State { output: Some(output), bytes: 0 })) })
    }

    /// The path as the document has it.
    pub(crate) fn path(&self) -> &str {
        &self.path
    }

    /// How many bytes have been written.
    pub(crate) fn bytes(&self) -> u64 {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner).bytes
    }

    /// Where Polars' streaming engine writes.
    pub(crate) fn sink(&self) -> SinkTarget {
        let writable = Writable::Dyn(Box::new(self.writer()));
        SinkTarget::Dyn(SpecialEq::new(Arc::new(Mutex::new(Some(writable)))))
    }

    /// Where a writer of ours writes.
    pub(crate) fn writer(&self) -> TargetWriter {
        TargetWriter { shared: Arc::clone(&self.shared) }
    }

    /// Gives the file its name; tells its size in bytes.
    pub(crate) fn finish(self) -> Result<u64> {
        let mut state = self.shared.lock().unwrap_or_else(PoisonError::into_inner);
        let bytes = state.bytes;
        match state.output.take() {
            Some(output) => output.finish().map_err(Fault::from).map(|()| bytes),
            None => Ok(bytes),
        }
    }
}

/// The writing end of a [`Target`].
pub(crate) struct TargetWriter {
    shared: Arc<Mutex<State>>,
}

impl TargetWriter {
    fn with<T>(&self, act: impl FnOnce(&mut dyn Output) -> io::Result<T>, count: impl FnOnce(&T) -> usize) -> io::Result<T> {
        let mut state = self.shared.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(output) = &mut state.output else { return Err(io::Error::other("the file is closed already")) };
        let result = act(output.as_mut())?;
        state.bytes += count(&result) as u64;
        Ok(result)
    }
}

impl Write for TargetWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.with(|output| output.write(bytes), |written| *written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.with(|output| output.flush(), |()| 0)
    }
}

impl WritableTrait for TargetWriter {
    // The name is given by `Target::finish`, once the whole query went well.
    fn close(&mut self) -> io::Result<()> {
        self.flush()
    }

    fn sync_all(&self) -> io::Result<()> {
        self.with(|output| output.flush(), |()| 0)
    }

    fn sync_data(&self) -> io::Result<()> {
        self.sync_all()
    }
}
