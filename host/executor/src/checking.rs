//! Turns at checking: what two callers want at once is done once.

use std::sync::{Condvar, Mutex, PoisonError};

use sandtable_catalog::Digest;

/// Lets one thread at a time work on a digest.
#[derive(Default)]
pub(crate) struct Checking {
    busy: Mutex<Vec<Digest>>,
    changed: Condvar,
}

/// Ends when it is dropped.
pub(crate) struct Turn<'a>(&'a Checking, Digest);

impl Checking {
    pub(crate) fn enter(&self, digest: &Digest) -> Turn<'_> {
        let mut busy = self.busy.lock().unwrap_or_else(PoisonError::into_inner);
        while busy.contains(digest) {
            busy = self.changed.wait(busy).unwrap_or_else(PoisonError::into_inner);
        }
        busy.push(digest.clone());
        Turn(self, digest.clone())
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.0.busy.lock().unwrap_or_else(PoisonError::into_inner).retain(|digest| digest != &self.1);
        self.0.changed.notify_all();
    }
}
