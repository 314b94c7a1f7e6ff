//! Keeps the caller's thread out of it: deep plans need a deep stack, Polars may not run on a thread of the caller's
//! runtime, and a panic inside Polars is to be an error.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::thread;

use sandtable_core::Error;

use crate::fault::{Fault, Result};

/// Enough for documents of 1,000 steps and expressions of the deepest nesting. Only what is used becomes memory.
pub(crate) const STACK_BYTES: usize = 64 << 20;

/// Runs work on a thread of its own.
pub(crate) fn apart<T: Send>(work: impl FnOnce() -> Result<T, Error> + Send) -> Result<T, Error> {
    thread::scope(|scope| {
        let started = thread::Builder::new().name("pipeline".to_owned()).stack_size(STACK_BYTES).spawn_scoped(scope, work);
        match started {
            Err(error) => Err(Error::internal(format!("no thread for a pipeline: {error}"))),
            Ok(thread) => thread.join().unwrap_or_else(|panic| Err(of_panic(panic))),
        }
    })
}

/// Runs work on this thread; a panic is an error, as that of [`apart`] is.
pub(crate) fn here<T>(work: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| Err(of_panic(panic)))
}

/// Runs work of which Polars may turn out not to have it: then the document asks for too much, and the fault can be given
/// its place. Other panics go on.
pub(crate) fn implemented<T>(work: impl FnOnce() -> Result<T>) -> Result<T> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| match text(&*panic) {
        Some(text) if missing(text).is_some() => Err(of_engine(text)),
        _ => resume_unwind(panic),
    })
}

/// Runs a plan. Polars answers some values by a panic (durations and dates that no calendar has, for the most part): that
/// is about the document and its data, as any other error of a plan.
pub(crate) fn engine<T>(work: impl FnOnce() -> Result<T>) -> Result<T> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| match text(&*panic) {
        Some(text) => Err(of_engine(text)),
        None => resume_unwind(panic),
    })
}

/// Streams, and where the streaming engine lacks something does it in memory, which may still be refused or reach a limit.
/// The engine lacks a few operations on a few types, and says so by a panic while it plans; `begun` tells whether it went
/// further, so that rows have gone out already.
pub(crate) fn streamed_or_whole<T>(stream: impl FnOnce() -> Result<T>, begun: impl FnOnce() -> bool, whole: impl FnOnce() -> Result<T>) -> Result<T> {
    catch_unwind(AssertUnwindSafe(stream)).unwrap_or_else(|panic| match text(&*panic) {
        Some(text) if missing(text).is_some() && !begun() => engine(whole),
        Some(text) => Err(of_engine(text)),
        None => resume_unwind(panic),
    })
}

fn of_panic(panic: Box<dyn Any + Send>) -> Error {
    match text(&*panic) {
        Some(text) if missing(text).is_some() => of_engine(text).into(),
        Some(text) => Error::internal(format!("the engine panicked: {text}")),
        None => resume_unwind(panic),
    }
}

fn of_engine(text: &str) -> Fault {
    let hint = "Polars does not implement this for columns of these types; cast them first";
    match missing(text) {
        Some("") => Fault::new(hint).detail("reason", "not_implemented"),
        Some(what) => Fault::new(format!("{hint} ({what})")).detail("reason", "not_implemented"),
        None => Fault::new(format!("Polars cannot do this with these values: {}", text.lines().next().unwrap_or(text))).detail("reason", "engine_panicked"),
    }
}

/// What a panic says: of a task that waited for another, what the other said.
fn text(panic: &(dyn Any + Send)) -> Option<&str> {
    let text = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied())?;
    let inner = text.split_once("JoinError::Panic(").and_then(|(_, inner)| inner.split('"').nth(1));
    Some(inner.unwrap_or(text))
}

/// What Polars lacks, perhaps without words, when that is why it panicked.
fn missing(text: &str) -> Option<&str> {
    let what = text.strip_prefix("not yet implemented").or_else(|| text.strip_prefix("not implemented"))?;
    Some(what.trim_start_matches(':').trim())
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

#[cfg(test)]
mod tests {
    use super::*;

    fn panicking(text: &'static str) -> Error {
        here::<()>(|| panic!("{text}")).unwrap_err()
    }

    #[test]
    fn a_panic_that_says_not_implemented_is_about_the_document() {
        for text in [
            "not yet implemented",
            "not implemented: Writing BinaryView to JSON",
            r#"called `Result::unwrap()` on an `Err` value: JoinError::Panic(Id(7), "not yet implemented: Writing BinaryView to JSON", ...)"#,
        ] {
            let error = panicking(text);
            assert_eq!((error.code, error.details["reason"].as_str()), (sandtable_core::Code::ValidationError, Some("not_implemented")), "{text}");
            assert_eq!(error.message.contains("(Writing BinaryView to JSON)"), text.contains("Writing"), "{}", error.message);
        }
        assert_eq!(panicking("index out of bounds: this is not implemented").code, sandtable_core::Code::Internal);
    }

    #[test]
    fn a_panic_of_a_plan_is_about_its_values() {
        let error = Error::from(engine::<()>(|| panic!("attempt to divide by zero")).unwrap_err());
        assert_eq!((error.code, error.details["reason"].as_str()), (sandtable_core::Code::ValidationError, Some("engine_panicked")));
        assert_eq!(error.message, "Polars cannot do this with these values: attempt to divide by zero");
    }

    #[test]
    fn what_has_begun_is_not_done_again() {
        let whole = || Ok("whole");
        assert_eq!(streamed_or_whole(|| panic!("not yet implemented"), || false, whole).unwrap(), "whole");
        assert!(streamed_or_whole(|| panic!("not yet implemented"), || true, whole).is_err());
        assert_eq!(streamed_or_whole(|| Ok("streamed"), || true, whole).unwrap(), "streamed");
        assert!(streamed_or_whole::<()>(|| panic!("not yet implemented"), || false, || panic!("not implemented: x")).is_err());
    }
}
