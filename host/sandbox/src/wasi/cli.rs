//! `wasi:cli`, where it is not the library's: standard output is the call's log, and an exit is a failure.

use std::sync::Arc;

use bytes::Bytes;
use wasmtime::component::Resource;
use wasmtime_wasi::p2::bindings::cli::{exit, stderr, stdout};
use wasmtime_wasi::p2::{DynOutputStream, OutputStream, Pollable, StreamResult};

use super::streams::WRITE_BYTES;
use crate::guest::Guest;
use crate::watch::Watch;
use crate::{Failure, LogSource};

/// A standard stream. It takes everything at once; the log has the bound, and drops what is beyond it.
struct Lines {
    watch: Arc<Watch>,
    source: LogSource,
}

impl OutputStream for Lines {
    fn write(&mut self, bytes: Bytes) -> StreamResult<()> {
        self.watch.log(|book, at_ms| book.write(at_ms, self.source, &bytes));
        Ok(())
    }

    /// As many as one write may bring: the rest would not be kept either.
    fn write_zeroes(&mut self, count: usize) -> StreamResult<()> {
        static ZEROES: [u8; WRITE_BYTES] = [0; WRITE_BYTES];
        self.write(Bytes::from_static(&ZEROES[..count.min(WRITE_BYTES)]))
    }

    fn flush(&mut self) -> StreamResult<()> {
        Ok(())
    }

    fn check_write(&mut self) -> StreamResult<usize> {
        Ok(WRITE_BYTES)
    }
}

#[wasmtime_wasi::async_trait]
impl Pollable for Lines {
    async fn ready(&mut self) {}
}

impl Guest {
    fn lines(&mut self, source: LogSource) -> wasmtime::Result<Resource<DynOutputStream>> {
        self.enter()?;
        let lines: DynOutputStream = Box::new(Lines { watch: Arc::clone(&self.watch), source });
        Ok(self.table().push(lines)?)
    }

    /// A transform has no business ending by itself: a result is what ends it.
    fn leave(&mut self, code: u8) -> wasmtime::Result<()> {
        let message = format!("the transform called exit with code {code} in the middle of a call");
        Err(self.stop(Failure::Trap { message, backtrace: vec![] }))
    }
}

impl stdout::Host for Guest {
    fn get_stdout(&mut self) -> wasmtime::Result<Resource<DynOutputStream>> {
        self.lines(LogSource::Stdout)
    }
}

impl stderr::Host for Guest {
    fn get_stderr(&mut self) -> wasmtime::Result<Resource<DynOutputStream>> {
        self.lines(LogSource::Stderr)
    }
}

impl exit::Host for Guest {
    fn exit(&mut self, status: Result<(), ()>) -> wasmtime::Result<()> {
        self.leave(u8::from(status.is_err()))
    }

    fn exit_with_code(&mut self, code: u8) -> wasmtime::Result<()> {
        self.leave(code)
    }
}
