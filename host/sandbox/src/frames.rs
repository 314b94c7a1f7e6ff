//! Native frames for guests: `wit/frames.wit`, seen through a trait.
//!
//! The sandbox knows no Polars. Who runs calls hands in [`Frames`], which makes a [`FrameHost`] for a call when its guest
//! first asks for a frame. A guest has handles, and handles are numbers of the host's; what crosses is text, schemas and
//! batches, bounded and charged here.

mod link;

use std::sync::Arc;

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use sandtable_core::{Error, Limits};

use crate::TableSource;
use crate::watch::Watch;

pub(crate) use link::link;

/// Which frame of a call is meant. Numbers are the [`FrameHost`]'s own.
pub type FrameId = u32;

/// Makes the frames of calls.
pub trait Frames: Send + Sync {
    /// Begins with no frames. `pulse` is to be looked at while anything is waited for.
    ///
    /// # Errors
    /// `INTERNAL` when there is no thread to be had.
    fn start(&self, limits: &Limits, pulse: Pulse) -> Result<Box<dyn FrameHost>, Error>;
}

/// The frames of one call. Dropping it gives up what it holds, and asks what still runs to stop.
///
/// Errors of the codes `VALIDATION_ERROR` and `NOT_FOUND` are told to the guest, which may go on; any other ends the call.
pub trait FrameHost: Send {
    /// All rows of a table.
    ///
    /// # Errors
    /// What is wrong with the table, or a limit.
    fn take_input(&mut self, source: Box<dyn TableSource>) -> Result<FrameId, Error>;

    /// Rows that are there.
    ///
    /// # Errors
    /// A type that a frame cannot hold, or a limit.
    fn take_batches(&mut self, schema: SchemaRef, batches: Vec<RecordBatch>) -> Result<FrameId, Error>;

    /// A function that gives frames.
    ///
    /// # Errors
    /// What is wrong with the name, the arguments or the columns, or a limit.
    fn make(&mut self, function: &str, arguments: &str, frames: &[FrameId]) -> Result<Vec<FrameId>, Error>;

    /// An operation on a frame.
    ///
    /// # Errors
    /// As [`FrameHost::make`].
    fn apply(&mut self, frame: FrameId, operation: &str, arguments: &str, frames: &[FrameId]) -> Result<FrameId, Error>;

    /// The columns that will come out.
    ///
    /// # Errors
    /// A frame that stands for groups, or what Polars says of the plan.
    fn schema(&mut self, frame: FrameId) -> Result<SchemaRef, Error>;

    /// Runs the plan into memory.
    ///
    /// # Errors
    /// What the plan fails with, or a limit.
    fn collect(&mut self, frame: FrameId) -> Result<Box<dyn TableSource>, Error>;

    /// Runs the plan, and gives the rows as they come.
    ///
    /// # Errors
    /// As [`FrameHost::collect`]; what goes wrong later comes from the source.
    fn stream(&mut self, frame: FrameId) -> Result<Box<dyn TableSource>, Error>;

    /// The plan in words.
    ///
    /// # Errors
    /// As [`FrameHost::schema`].
    fn explain(&mut self, frame: FrameId) -> Result<String, Error>;

    /// The guest has given a frame up.
    fn release(&mut self, frame: FrameId);
}

/// Tells whether a call may go on.
#[derive(Clone)]
pub struct Pulse(Arc<Watch>);

impl Pulse {
    /// Cheap: look often.
    ///
    /// # Errors
    /// Why the call is over: its deadline, or a cancel.
    pub fn check(&self) -> Result<(), Error> {
        self.0.check().map_err(Error::from)
    }
}
