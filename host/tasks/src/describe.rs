//! Asking a language what a program is.

use std::sync::Arc;

use sandtable_core::{Error, Limits, Program, Result};
use sandtable_sandbox::{Call, Outcome};

use crate::mapped::Mapped;
use crate::message::{Described, Events};
use crate::run::{Told, with_story};

pub(crate) fn describe(language: &Mapped, program: Program, limits: Limits, events: &Events) -> Result<Described> {
    let mut call = Call::new("");
    call.limits = limits;
    // The same answer every time: clocks and random numbers stand still.
    call.deterministic = true;
    call.observer = Arc::new(Told(Arc::clone(events)));
    call.program = Some(Arc::new(program));
    let Outcome { result, usage, logs, logs_dropped: _ } = language.transform.describe_program(call);
    match result {
        Ok(description) => Ok(Described { description, usage, logs }),
        Err(failure) => Err(with_story(Error::from(failure), &usage, &logs)?),
    }
}
