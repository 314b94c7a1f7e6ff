//! Custom functions as steps have them: what goes wrong in one carries its step, however late the plan runs, and what it
//! used is asked for at the end.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use polars::prelude::{DataFrame, LazyFrame, Schema, SchemaRef};
use sandtable_core::{Error, Usage};
use serde_json::Value;

use crate::custom::{Function, Functions, Signature};

/// Finds functions for the step at work.
pub(crate) struct Placing {
    functions: Arc<dyn Functions>,
    now: Mutex<Now>,
}

#[derive(Default)]
struct Now {
    step: usize,
    operation: String,
    found: Vec<(usize, Arc<dyn Function>)>,
}

impl Placing {
    pub(crate) fn new(functions: &Arc<dyn Functions>) -> Self {
        Self { functions: Arc::clone(functions), now: Mutex::default() }
    }

    /// The step that functions are found for from here on.
    pub(crate) fn at_step(&self, step: usize, operation: &str) {
        let mut now = self.now();
        now.step = step;
        operation.clone_into(&mut now.operation);
    }

    /// What was found, with its steps.
    pub(crate) fn take(&self) -> Vec<(usize, Arc<dyn Function>)> {
        std::mem::take(&mut self.now().found)
    }

    fn now(&self) -> MutexGuard<'_, Now> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Functions for Placing {
    fn find(&self, reference: &str, params: &Value) -> Result<Arc<dyn Function>, Error> {
        let function = self.functions.find(reference, params)?;
        let mut now = self.now();
        let placed: Arc<dyn Function> = Arc::new(Placed { function, step: now.step, operation: now.operation.clone() });
        let step = now.step;
        now.found.push((step, Arc::clone(&placed)));
        Ok(placed)
    }
}

struct Placed {
    function: Arc<dyn Function>,
    step: usize,
    operation: String,
}

impl Placed {
    /// The first step stays: a function that reads a plan meets the errors of earlier steps.
    fn place(&self, error: Error) -> Error {
        match error.details.contains_key("step") {
            true => error,
            false => error.with("step", self.step).with("operation", self.operation.as_str()),
        }
    }
}

impl Function for Placed {
    fn signature(&self) -> &Signature {
        self.function.signature()
    }

    fn schema(&self, inputs: &[(String, SchemaRef)]) -> Result<Option<Schema>, Error> {
        self.function.schema(inputs).map_err(|error| self.place(error))
    }

    fn rows(&self, batch: DataFrame) -> Result<DataFrame, Error> {
        self.function.rows(batch).map_err(|error| self.place(error))
    }

    fn table(&self, inputs: Vec<(String, LazyFrame)>) -> Result<LazyFrame, Error> {
        self.function.table(inputs).map_err(|error| self.place(error))
    }

    fn usage(&self) -> Usage {
        self.function.usage()
    }
}
