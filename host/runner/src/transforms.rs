//! The engine that the server has: executors of the runner's own, started with the first run.

use std::sync::{Arc, Mutex, PoisonError};

use sandtable_core::{Error, LimitsRequest, Result};
use sandtable_executor::{Events, RunRequest, Transforms};

use crate::engine::{Code, Done, Engine, Held, Made, Takes, Wanted};

/// Starts the executors. Blocks until they are ready.
pub type Start = Box<dyn Fn() -> Result<Arc<Transforms>> + Send + Sync>;

/// Runs code in executors.
pub struct TransformsEngine {
    start: Start,
    started: Mutex<Option<Arc<Transforms>>>,
}

impl TransformsEngine {
    /// An engine whose executors are started when they are needed first.
    pub fn new(start: Start) -> Self {
        Self { start, started: Mutex::default() }
    }

    /// Lets what runs end. Blocks meanwhile.
    pub fn drain(&self) {
        let started = self.started.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(transforms) = started {
            transforms.pool().drain();
        }
    }

    fn transforms(&self) -> Result<Arc<Transforms>> {
        let mut started = self.started.lock().unwrap_or_else(PoisonError::into_inner);
        match &*started {
            Some(transforms) => Ok(Arc::clone(transforms)),
            None => {
                let transforms = (self.start)()?;
                *started = Some(Arc::clone(&transforms));
                Ok(transforms)
            }
        }
    }
}

impl Engine for TransformsEngine {
    fn takes(&self, code: &Code, _limits: &LimitsRequest, _events: Events, done: Done<Takes>) -> Result<Held> {
        match code {
            Code::Stored { name, version } => {
                let entry = self.transforms()?.catalog().find(name, version.as_ref())?;
                done(Ok(Takes { inputs: entry.facts.description.inputs.iter().map(|input| input.name.clone()).collect() }));
                Ok(Box::new(()))
            }
            Code::Source { language, .. } => Err(no_language(language)),
        }
    }

    fn run(&self, wanted: Wanted, events: Events, done: Done<Made>) -> Result<Held> {
        let Wanted { code, inputs, limits, format, options } = wanted;
        match code {
            Code::Stored { name, version } => {
                let request = RunRequest { name, version, inputs, params: "{}".to_owned(), limits, format, options, deterministic: false };
                let ended = move |result: Result<sandtable_executor::RunOutput>| {
                    done(result.map(|output| Made { table: output.table, rows: output.ran.rows, schema: output.ran.schema, usage: output.ran.usage }));
                };
                let ticket = self.transforms()?.run(request, events, ended)?;
                Ok(Box::new(ticket))
            }
            Code::Source { language, .. } => Err(no_language(&language)),
        }
    }
}

fn no_language(language: &str) -> Error {
    Error::new(sandtable_core::Code::Unavailable, format!("the language {language} is not there"))
}
