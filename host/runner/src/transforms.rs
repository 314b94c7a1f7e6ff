//! The engine that the server has: executors of the runner's own, started with the first run.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use sandtable_core::{LimitsRequest, Program, Result};
use sandtable_executor::{Events, ProgramRequest, RunOutput, RunRequest, Transforms};

use crate::engine::{Code, Done, Engine, Held, Made, Takes, Wanted};
use crate::known::Known;

/// Starts the executors. Blocks until they are ready.
pub type Start = Box<dyn Fn() -> Result<Arc<Transforms>> + Send + Sync>;

/// Runs code in executors.
pub struct TransformsEngine {
    start: Start,
    started: Mutex<Option<Arc<Transforms>>>,
    /// What programs take that ran lately: callers send the same ones again and again.
    known: Known,
}

impl TransformsEngine {
    /// An engine whose executors are started when they are needed first.
    pub fn new(start: Start) -> Self {
        Self { start, started: Mutex::default(), known: Known::default() }
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
    fn ready(&self, code: &Code) -> Result<()> {
        let transforms = self.transforms()?;
        match code {
            Code::Source { language, .. } if !transforms.is_program_warm(language) => transforms.ready_languages(),
            Code::Source { .. } | Code::Stored { .. } => {}
        }
        Ok(())
    }

    fn takes(&self, code: &Code, _limits: &LimitsRequest, _events: Events, done: Done<Takes>) -> Result<Held> {
        let transforms = self.transforms()?;
        let takes = match code {
            Code::Stored { name, version } => {
                let entry = transforms.catalog().find(name, version.as_ref())?;
                Takes { inputs: entry.facts.description.inputs.iter().map(|input| input.name.clone()).collect() }
            }
            Code::Source { language, source, library } => self.known.get_or(language, source, library, || {
                let described = transforms.describe_program(language, program(language, source.clone(), library.clone()))?;
                Ok(Takes { inputs: described.description.inputs.into_iter().map(|input| input.name).collect() })
            })?,
        };
        done(Ok(takes));
        Ok(Box::new(()))
    }

    fn run(&self, wanted: Wanted, events: Events, done: Done<Made>) -> Result<Held> {
        let Wanted { code, inputs, limits, format, options } = wanted;
        let params = "{}".to_owned();
        let ended = move |result: Result<RunOutput>| {
            done(result.map(|output| Made { table: output.table, rows: output.ran.rows, schema: output.ran.schema, usage: output.ran.usage }));
        };
        let transforms = self.transforms()?;
        let ticket = match code {
            Code::Stored { name, version } => {
                transforms.run(RunRequest { name, version, inputs, params, limits, format, options, deterministic: false }, events, ended)?
            }
            Code::Source { language, source, library } => {
                let program = program(&language, source, library);
                // Native frames are what the runner's own module `pandas` stands on.
                let request = ProgramRequest { language, program, inputs, params, limits, format, options, deterministic: false, frames: true };
                transforms.run_program(request, events, ended)?
            }
        };
        Ok(Box::new(ticket))
    }
}

/// The program as its language takes it. Users of the runner write for pandas.
fn program(language: &str, source: String, library: Vec<(String, String)>) -> Program {
    let options: &[(&str, &str)] = match language {
        "python" => &[("tables", "pandas"), ("filename", "script.py")],
        _ => &[],
    };
    let options = options.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect::<BTreeMap<_, _>>();
    Program { source, library: library.into_iter().collect(), options }
}
