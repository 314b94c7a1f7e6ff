//! Threads that guests run on: ours, with explicit stacks, kept for the next call.

use std::any::Any;
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::thread;

use sandtable_core::{Error, text};

/// What a host function may need on top of a guest's own stack: readers, writers, Polars below them.
const HOST_STACK_BYTES: usize = 4 << 20;

thread_local! {
    /// The stack of this thread, when it is one of a set: then work that needs no more may as well be done here.
    static OWN_STACK_BYTES: Cell<usize> = const { Cell::new(0) };
}

/// A growing set of threads. As many as ever ran at once stay, waiting; they end with the set.
pub(crate) struct Threads {
    stack_bytes: usize,
    idle: Arc<Idle>,
}

type Idle = Mutex<Vec<Sender<Work>>>;

/// Does its work, and says how to tell of its end. Telling comes after the thread is idle again, so that whoever was
/// waiting finds it for the next call.
type Job = Box<dyn FnOnce() -> Tell + Send>;
type Tell = Box<dyn FnOnce()>;

struct Work {
    job: Job,
    /// The thread's own sender. While it works nobody else holds one.
    own: Sender<Work>,
}

impl Threads {
    /// No threads yet. `wasm_stack_bytes` is what guests may use.
    pub(crate) fn new(wasm_stack_bytes: usize) -> Self {
        Self { stack_bytes: wasm_stack_bytes + HOST_STACK_BYTES, idle: Arc::default() }
    }

    /// Runs `work` on a thread of the set and waits for it. Called on such a thread it runs right there: handing over
    /// and waiting costs as much as a small call.
    ///
    /// # Errors
    /// `INTERNAL` when there is no thread to be had, or when `work` panicked.
    pub(crate) fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Error> {
        let result = if OWN_STACK_BYTES.get() >= self.stack_bytes {
            catch_unwind(AssertUnwindSafe(work))
        } else {
            let (sender, receiver) = mpsc::sync_channel(1);
            self.give(Box::new(move || {
                let result = catch_unwind(AssertUnwindSafe(work));
                Box::new(move || drop(sender.send(result)))
            }))?;
            receiver.recv().map_err(|_| Error::internal("a guest's thread ended without a result"))?
        };
        result.map_err(|panic| Error::internal(format!("a guest's thread panicked: {}", panic_text(panic.as_ref()))))
    }

    /// Runs `work` on a thread of the set. Who starts it learns of its end, or of a panic, by what `work` drops.
    ///
    /// # Errors
    /// `INTERNAL` when there is no thread to be had.
    pub(crate) fn start(&self, work: impl FnOnce() + Send + 'static) -> Result<(), Error> {
        self.give(Box::new(move || {
            drop(catch_unwind(AssertUnwindSafe(work)));
            Box::new(|| ())
        }))
    }

    fn give(&self, mut job: Job) -> Result<(), Error> {
        // Taken in a statement of its own: the lock is not held while something is sent.
        while let Some(own) = { lock(&self.idle).pop() } {
            match own.send(Work { job, own: own.clone() }) {
                Ok(()) => return Ok(()),
                // A thread that has gone away gives its job back.
                Err(mpsc::SendError(back)) => job = back.job,
            }
        }
        let (own, work) = mpsc::channel::<Work>();
        let (idle, stack_bytes) = (Arc::downgrade(&self.idle), self.stack_bytes);
        thread::Builder::new()
            .name("sandbox-guest".to_owned())
            .stack_size(stack_bytes)
            .spawn(move || serve(&work, &idle, stack_bytes))
            .map_err(|error| Error::internal(format!("no thread for a guest: {error}")))?;
        let first = Work { job, own: own.clone() };
        own.send(first).map_err(|_| Error::internal("a new thread for a guest has gone away"))
    }
}

/// A thread's life: work, then back among the idle. Without a set to go back to, the last sender goes, and it ends.
fn serve(work: &Receiver<Work>, idle: &Weak<Idle>, stack_bytes: usize) {
    OWN_STACK_BYTES.set(stack_bytes);
    while let Ok(Work { job, own }) = work.recv() {
        let tell = job();
        if let Some(idle) = idle.upgrade() {
            lock(&idle).push(own);
        }
        tell();
    }
}

fn lock(idle: &Idle) -> MutexGuard<'_, Vec<Sender<Work>>> {
    // A vector of senders is whole whatever happened while it was locked.
    idle.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What a panic said.
pub(crate) fn panic_text(panic: &(dyn Any + Send)) -> String {
    let said = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    text::sanitize(said.unwrap_or("no message"), 1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thread_is_used_again_also_after_a_panic() {
        let threads = Threads::new(1 << 20);
        let first = threads.run(|| thread::current().id()).unwrap();
        let error = threads.run(|| panic!("by design")).map(|()| 0).unwrap_err();
        assert_eq!(error.inside.as_deref(), Some("a guest's thread panicked: by design"));
        assert_eq!(threads.run(|| thread::current().id()).unwrap(), first);
    }

    #[test]
    fn work_stays_on_a_thread_of_ours_whose_stack_is_large_enough() {
        let (small, large) = (Arc::new(Threads::new(1 << 20)), Arc::new(Threads::new(2 << 20)));
        let inside = move |first: &Arc<Threads>, second: &Arc<Threads>| {
            let second = Arc::clone(second);
            first.run(move || (thread::current().id(), second.run(|| thread::current().id()).unwrap())).unwrap()
        };
        let (here, there) = inside(&large, &small);
        assert_eq!(here, there);
        let (here, there) = inside(&small, &large);
        assert_ne!(here, there);
    }
}
