//! Where tasks run: an engine, and the transforms that it has mapped.

use std::fs::File;
use std::sync::Arc;

use sandtable_core::description::Description;
use sandtable_core::{Error, Result};
use sandtable_sandbox::Sandbox;
use serde_json::value::RawValue;

use crate::mapped::{Mapped, Recent};
use crate::message::{Done, Events, Files, ProgramTask, Task};
use crate::native::Native;
use crate::{analysis, check, describe, pipeline, run};

/// Does tasks, one at a time. Clones are the same one.
#[derive(Clone)]
pub struct TaskHost {
    sandbox: Sandbox,
    mapped: Arc<Recent>,
    programs: Arc<Recent>,
    pub(crate) native: Native,
}

impl TaskHost {
    /// A host on this engine.
    pub fn new(sandbox: Sandbox) -> Self {
        Self { sandbox, mapped: Arc::default(), programs: Arc::default(), native: Native::default() }
    }

    /// The engine's compatibility hash, which keys compiled code.
    pub fn compatibility(&self) -> String {
        self.sandbox.compatibility()
    }

    /// Whether work of a call that is over still goes on, because it could not be stopped: such a process is no place for
    /// another task.
    pub fn is_busy(&self) -> bool {
        self.native.is_busy()
    }

    /// Does a task. `events` hears what happens meanwhile.
    ///
    /// The compiled code of a [`RunTask`] must have been written by an engine of the same compatibility hash, and
    /// authenticated by who sends the task: it is mapped and executed.
    ///
    /// # Errors
    /// Whatever the task ran into, with its stable code. Of a call that a guest took part in, `usage` and `logs` stand
    /// in the error's details.
    pub fn execute(&self, task: Task, files: &Files, events: &Events) -> Result<Done> {
        match task {
            Task::Check(task) => check::check(&self.sandbox, &task, files).map(|checked| Done::Checked(Box::new(checked))),
            Task::Describe(task) => {
                let language = self.map(&task.digest, &task.description, files.file(task.compiled)?)?;
                describe::describe(&language, task.program, task.limits, events).map(|described| Done::Described(Box::new(described)))
            }
            Task::Run(mut task) => {
                let mapped = self.map(&task.digest, &task.description, files.file(task.compiled)?)?;
                let mapped = self.programmed(mapped, task.program.take())?;
                run::run(&mapped, &self.native, *task, files, events).map(|ran| Done::Ran(Box::new(ran)))
            }
            Task::Pipeline(task) => pipeline::pipeline(self, *task, files, events).map(|piped| Done::Piped(Box::new(piped))),
            Task::Translate(task) => pipeline::translate(&task).map(Done::Translated),
            Task::Analysis(task) => analysis::analysis(&task, files, events).map(Done::Analyzed),
        }
    }

    /// The transform of a digest, mapped from its compiled code unless it is already.
    pub(crate) fn map(&self, digest: &str, description: &RawValue, compiled: &File) -> Result<Arc<Mapped>> {
        self.mapped.get(digest, || {
            let description: Description = serde_json::from_str(description.get()).map_err(Error::internal)?;
            // SAFETY: the sender of the task vouches for the bytes (see `execute`): the supervisor hands over sealed memory
            // whose MAC it has checked, and the command reads its own cache in the same way.
            let transform = unsafe { self.sandbox.load(compiled, description.kind)? };
            Mapped::new(digest, transform, description)
        })
    }

    /// The transform itself, or, of a language, with the program that it is to run.
    pub(crate) fn programmed(&self, mapped: Arc<Mapped>, program: Option<ProgramTask>) -> Result<Arc<Mapped>> {
        match program {
            Some(program) => self.programs.with_program(&mapped, program),
            None => Ok(mapped),
        }
    }
}

impl From<Sandbox> for TaskHost {
    fn from(sandbox: Sandbox) -> Self {
        Self::new(sandbox)
    }
}

/// A fault of the sender: it promised something that did not come.
pub(crate) fn broken_task(what: &str) -> Error {
    Error::internal(format!("a task is broken: {what}"))
}
