//! What stands behind `{"custom_function": "name"}`: an uploaded component, seen through a trait.
//!
//! The crate knows no sandbox. Who runs pipelines hands in [`Functions`]; [`NoFunctions`] is for those who have none.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use polars::prelude::{DataFrame, Engine, LazyFrame, PlanCallback, Schema, SchemaRef};
use sandtable_core::{Error, Usage};
use serde_json::Value;

use crate::fault::{Fault, through_polars};
use crate::frame::{SMALL_ROWS, is_small};
use crate::guard::{engine, here, streamed_or_whole};

/// How a function takes its rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// Each batch by itself, in any order and several at once: one batch in, one batch out.
    Rows,
    /// Whole tables.
    Table,
}

/// What is known of a function before it runs.
#[derive(Debug, Clone, PartialEq)]
pub struct Signature {
    /// Name and version, `clean@1.2.0`.
    pub reference: String,
    /// By batches or by tables.
    pub manner: Manner,
    /// The names of its inputs, in order. Empty: one input, of any name.
    pub inputs: Vec<String>,
}

/// Finds functions.
pub trait Functions: Send + Sync {
    /// The function that a reference (`name` or `name@version`) names, with its parameters. Nothing runs yet.
    ///
    /// # Errors
    /// `NOT_FOUND` when there is none (with the near names in the message), `VALIDATION_ERROR` for its parameters.
    fn find(&self, reference: &str, params: &Value) -> Result<Arc<dyn Function>, Error>;
}

/// One function with its parameters, for one step.
pub trait Function: Send + Sync {
    /// What is known of it.
    fn signature(&self) -> &Signature;

    /// The columns that come out for those that go in; `None` when only running tells.
    ///
    /// # Errors
    /// `VALIDATION_ERROR` when the inputs lack what it needs.
    fn schema(&self, inputs: &[(String, SchemaRef)]) -> Result<Option<Schema>, Error>;

    /// One batch. Called from several threads at once; only when the manner is [`Manner::Rows`].
    ///
    /// # Errors
    /// The guest's error, or the limit that it reached.
    fn rows(&self, batch: DataFrame) -> Result<DataFrame, Error>;

    /// Whole tables in, one out; only when the manner is [`Manner::Table`]. The inputs are plans: [`for_each_batch`]
    /// runs one without holding all of it. What comes out may be a frame in memory or a scan of a spooled file.
    ///
    /// # Errors
    /// The guest's error, or the limit that it reached.
    fn table(&self, inputs: Vec<(String, LazyFrame)>) -> Result<LazyFrame, Error>;

    /// What it used so far.
    fn usage(&self) -> Usage;
}

/// There are no functions.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoFunctions;

impl Functions for NoFunctions {
    fn find(&self, reference: &str, _params: &Value) -> Result<Arc<dyn Function>, Error> {
        Err(Error::not_found(format!("there is no custom function {reference:?} here")))
    }
}

/// Rows of a batch of a frame that is in memory.
const BATCH_ROWS: usize = 100_000;

/// Runs a plan and hands over its batches in order, as they come. `Break` stops the run.
///
/// # Errors
/// What the plan or the receiver fails with; a panic of Polars is an error too, so that no one takes what came before it
/// for all there is.
pub fn for_each_batch(plan: LazyFrame, receive: impl FnMut(DataFrame) -> Result<ControlFlow<()>, Error> + Send + 'static) -> Result<(), Error> {
    // The engine calls back from one thread at a time, but may not know it.
    let receiver = Arc::new(Receiver { receive: Mutex::new(receive), begun: AtomicBool::new(false) });
    let begun = || receiver.begun.load(Ordering::Acquire);
    let run = || match is_small(&plan.logical_plan, SMALL_ROWS) {
        true => engine(|| receiver.slices(plan.clone())),
        false => streamed_or_whole(|| receiver.stream(plan.clone()), begun, || receiver.slices(plan.clone())),
    };
    here(|| run().map_err(Error::from))
}

/// Who takes the batches of a plan.
struct Receiver<F> {
    receive: Mutex<F>,
    begun: AtomicBool,
}

impl<F: FnMut(DataFrame) -> Result<ControlFlow<()>, Error> + Send + 'static> Receiver<F> {
    fn take(&self, batch: DataFrame) -> Result<ControlFlow<()>, Fault> {
        self.begun.store(true, Ordering::Release);
        let mut receive = self.receive.lock().unwrap_or_else(PoisonError::into_inner);
        (*receive)(batch).map_err(Fault::from)
    }

    /// As the streaming engine makes them.
    fn stream(self: &Arc<Self>, plan: LazyFrame) -> Result<(), Fault> {
        let receiver = Arc::clone(self);
        let callback = PlanCallback::new(move |batch: DataFrame| receiver.take(batch).map(|flow| flow.is_break()).map_err(through_polars));
        plan.sink_batches(callback, true, None)?.collect_with_engine(Engine::Streaming)?;
        Ok(())
    }

    /// From a frame that is made as a whole.
    fn slices(&self, plan: LazyFrame) -> Result<(), Fault> {
        let frame = plan.collect_with_engine(Engine::InMemory)?.unwrap_single();
        let mut at = 0;
        while at == 0 || at < frame.height() {
            if self.take(frame.slice(at as i64, BATCH_ROWS))?.is_break() {
                break;
            }
            at += BATCH_ROWS;
        }
        Ok(())
    }
}
