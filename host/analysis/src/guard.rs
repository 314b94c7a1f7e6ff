//! Keeps the caller's thread out of it: deep plans need a deep stack, Polars may not run on a thread of the caller's
//! runtime, and a panic over a stranger's bytes is an answer, not an end.

use std::thread;

use sandtable_core::{Code, Error, Result};

/// Filters nest as deep as JSON may, and a plan has a node for each file. Only what is used becomes memory.
const STACK_BYTES: usize = 256 << 20;

/// Runs work on a thread of its own.
pub(crate) fn apart<T: Send>(work: impl FnOnce() -> Result<T> + Send) -> Result<T> {
    thread::scope(|scope| {
        let started = thread::Builder::new().name("analysis".to_owned()).stack_size(STACK_BYTES).spawn_scoped(scope, work);
        match started {
            Err(error) => Err(Error::internal(format!("no thread for an analysis: {error}"))),
            Ok(thread) => thread.join().unwrap_or_else(|panic| {
                let inside = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
                Err(Error::new(Code::ValidationError, "the data cannot be read: a file is damaged, or holds what the engine cannot work with")
                    .with("reason", "damaged")
                    .with_inside(inside.unwrap_or("a panic without a message")))
            }),
        }
    })
}
