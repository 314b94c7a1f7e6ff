//! Where tasks run: an engine, and the transforms that it has mapped.

use std::fs::File;
use std::sync::{Arc, Mutex, PoisonError};

use sandtable_core::description::Description;
use sandtable_core::{Error, Result};
use sandtable_sandbox::{Sandbox, Transform};
use serde_json::value::RawValue;

use crate::message::{Done, Events, Files, Task};
use crate::native::Native;
use crate::params::ParamsCheck;
use crate::{analysis, check, pipeline, run};

/// Transforms that stay mapped. An executor sees the hot ones again and again; mapping one anew takes milliseconds.
const MAPPED: usize = 64;

/// Does tasks, one at a time. Clones are the same one.
#[derive(Clone)]
pub struct TaskHost {
    sandbox: Sandbox,
    /// Most recently used last.
    mapped: Arc<Mutex<Vec<Arc<Mapped>>>>,
    pub(crate) native: Native,
}

/// A transform, ready to run.
pub(crate) struct Mapped {
    digest: String,
    pub(crate) transform: Transform,
    pub(crate) description: Description,
    pub(crate) params: ParamsCheck,
}

impl TaskHost {
    /// A host on this engine.
    pub fn new(sandbox: Sandbox) -> Self {
        Self { sandbox, mapped: Arc::default(), native: Native::default() }
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
            Task::Run(task) => {
                let mapped = self.map(&task.digest, &task.description, files.file(task.compiled)?)?;
                run::run(&mapped, &self.native, *task, files, events).map(|ran| Done::Ran(Box::new(ran)))
            }
            Task::Pipeline(task) => pipeline::pipeline(self, *task, files, events).map(|piped| Done::Piped(Box::new(piped))),
            Task::Translate(task) => pipeline::translate(&task).map(Done::Translated),
            Task::Analysis(task) => analysis::analysis(&task, files, events).map(Done::Analyzed),
        }
    }

    /// The transform of a digest, mapped from its compiled code unless it is already.
    pub(crate) fn map(&self, digest: &str, description: &RawValue, compiled: &File) -> Result<Arc<Mapped>> {
        let mut mapped = self.mapped.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(index) = mapped.iter().position(|mapped| mapped.digest == digest) {
            let found = mapped.remove(index);
            mapped.push(Arc::clone(&found));
            return Ok(found);
        }
        let description: Description = serde_json::from_str(description.get()).map_err(Error::internal)?;
        // SAFETY: the sender of the task vouches for the bytes (see `execute`): the supervisor hands over sealed memory
        // whose MAC it has checked, and the command reads its own cache in the same way.
        let transform = unsafe { self.sandbox.load(compiled, description.kind)? };
        let fresh = Arc::new(Mapped { digest: digest.to_owned(), transform, params: ParamsCheck::new(&description)?, description });
        if mapped.len() >= MAPPED {
            mapped.remove(0);
        }
        mapped.push(Arc::clone(&fresh));
        Ok(fresh)
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
