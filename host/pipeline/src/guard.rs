//! Keeps the caller's thread out of it: deep plans need a deep stack, Polars may not run on a thread of the caller's
//! runtime, and a panic inside Polars is to be an error.

use std::panic::resume_unwind;
use std::thread;

use sandtable_core::Error;

/// Enough for documents of 1,000 steps and expressions of the deepest nesting. Only what is used becomes memory.
pub(crate) const STACK_BYTES: usize = 64 << 20;

/// Runs work on a thread of its own.
pub(crate) fn apart<T: Send>(work: impl FnOnce() -> Result<T, Error> + Send) -> Result<T, Error> {
    thread::scope(|scope| {
        let started = thread::Builder::new().name("pipeline".to_owned()).stack_size(STACK_BYTES).spawn_scoped(scope, work);
        match started {
            Err(error) => Err(Error::internal(format!("no thread for a pipeline: {error}"))),
            Ok(thread) => match thread.join() {
                Ok(result) => result,
                Err(panic) => {
                    let text = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
                    match text {
                        Some(text) => Err(Error::internal(format!("the engine panicked: {text}"))),
                        None => resume_unwind(panic),
                    }
                }
            },
        }
    })
}

/// Drops something that may be deep.
pub(crate) fn discard<T: Send>(value: T) {
    // Should there be no thread, the value stays undropped: better than a stack that ends.
    let held = std::mem::ManuallyDrop::new(value);
    let _: Result<(), Error> = apart(move || {
        drop(std::mem::ManuallyDrop::into_inner(held));
        Ok(())
    });
}
