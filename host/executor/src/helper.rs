//! What running tasks are given when they ask.

use std::fs::File;
use std::sync::{Mutex, PoisonError};

use sandtable_core::{Error, Result};
use sandtable_tasks::{Answer, Ask, Helper};

use crate::spool::Spool;

/// For tasks that need nothing but, at most, a file for their output.
pub(crate) struct SpillOnly {
    spool: Spool,
    given: Mutex<Option<File>>,
}

impl SpillOnly {
    pub(crate) fn new(spool: Spool) -> Self {
        Self { spool, given: Mutex::default() }
    }

    /// The file that the task was given last: one that is done again gets another.
    pub(crate) fn take(&self) -> Option<File> {
        self.given.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl Helper for SpillOnly {
    fn answer(&self, ask: Ask) -> Result<(Answer, Vec<File>)> {
        let Ask::Spill = ask else { return Err(Error::internal(format!("the task asks for {ask:?}"))) };
        let ours = self.spool.file()?;
        let theirs = ours.try_clone().map_err(|error| Error::io("a spool file cannot be shared").with_inside(error))?;
        *self.given.lock().unwrap_or_else(PoisonError::into_inner) = Some(ours);
        Ok((Answer::Spill, vec![theirs]))
    }
}
