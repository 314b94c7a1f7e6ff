//! Work over text, tried with the types that the first rows tell, and once more with those that all rows tell.

use std::cell::RefCell;
use std::collections::HashSet;

use sandtable_core::{Code, Error, Result};

use crate::source::{Scanned, Types};
use crate::work::Given;

/// Larger data sets are not looked at as a whole to find types: a later row that does not fit is an error there.
const MAX_LOOKED_AT_BYTES: u64 = 64 << 20;

/// Steps that are told once, however often the work is tried.
pub(crate) struct Steps<'a> {
    given: &'a Given,
    told: RefCell<HashSet<&'static str>>,
}

impl<'a> Steps<'a> {
    pub(crate) fn new(given: &'a Given) -> Self {
        Self { given, told: RefCell::default() }
    }

    pub(crate) fn tell(&self, step: &'static str, message: impl Into<String>) {
        if self.told.borrow_mut().insert(step) {
            (self.given.step)(step, message.into());
        }
    }
}

/// Why an attempt came to nothing.
pub(crate) struct Failed {
    error: Error,
    /// Whether other types may make a difference.
    again: bool,
}

impl From<Error> for Failed {
    fn from(error: Error) -> Self {
        Self { error, again: false }
    }
}

/// How much the types of a data set, or of several, rest on first rows alone.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Guessed {
    any: bool,
    bytes: u64,
}

impl Guessed {
    pub(crate) fn add(&mut self, scanned: &Scanned, bytes: u64) {
        self.any |= scanned.may_differ;
        self.bytes += bytes;
    }

    /// What an error of the run means for the types.
    pub(crate) fn explain(self, mut error: Error) -> Failed {
        if !self.any || error.code != Code::ValidationError {
            return Failed::from(error);
        }
        error.message.push_str("; types were found from the first rows: give the column's type in options.columns, or raise infer_rows");
        Failed { error, again: self.bytes <= MAX_LOOKED_AT_BYTES }
    }
}

/// Tries, and tries once more where other types may make a difference.
pub(crate) fn attempt<T>(work: impl Fn(Types) -> Result<T, Failed>) -> Result<T> {
    work(Types::First).or_else(|failed| if failed.again { work(Types::All) } else { Err(failed) }).map_err(|failed| failed.error)
}
