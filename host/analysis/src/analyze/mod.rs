//! What is in a table, and what is odd about it.

use sandtable_core::{Error, Result};

use crate::work::{Analyze, Given, Outcome};

pub(crate) fn analyze(work: &Analyze, given: &Given) -> Result<Outcome> {
    let _ = (work, given);
    Err(Error::internal("not there yet"))
}
