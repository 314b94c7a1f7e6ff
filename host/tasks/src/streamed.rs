//! The rows of a plan as they come: made on a thread of their own, a few batches ahead, and read batch by batch.

use std::any::Any;
use std::cell::Cell;
use std::ops::ControlFlow;
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::time::Duration;

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use polars::prelude::{DataFrame, LazyFrame};
use sandtable_core::{Code, Error, Result};
use sandtable_frames::{BatchSource, Table};
use sandtable_pipeline::custom;
use sandtable_sandbox::{Pulse, TableSource};

/// Rows of a batch when the guest does not say, as in a plain run.
const BATCH_ROWS: usize = 16_384;
/// Batches of a plan that may wait for who reads them.
const AHEAD: usize = 4;
/// Deep plans need deep stacks. Only what is used becomes memory.
const STACK_BYTES: usize = 256 << 20;
/// How long a pulse is not looked at: as often as running guests are looked at.
pub(crate) const LOOK: Duration = Duration::from_millis(10);

/// How long the next batch is waited for.
pub(crate) enum Patience {
    /// So long for each.
    Wall(Duration),
    /// As long as the call may go on.
    Pulse(Pulse),
}

/// The batches of a plan. Dropping it ends the plan.
pub(crate) struct Batches {
    batches: Receiver<Result<Option<DataFrame>>>,
    ended: Cell<bool>,
    patience: Patience,
}

impl Batches {
    /// Runs a plan; `guard` is kept as long as it runs.
    pub(crate) fn start(plan: LazyFrame, patience: Patience, guard: impl Send + 'static) -> Result<Self> {
        let (give, batches) = sync_channel(AHEAD);
        let run = move || {
            let _guard = guard;
            let last = give.clone();
            let receive = move |frame: DataFrame| {
                // The reader has gone: it has what it wanted.
                Ok(if give.send(Ok(Some(frame))).is_err() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
            };
            drop(last.send(custom::for_each_batch(plan, receive).map(|()| None)));
        };
        let thread = std::thread::Builder::new().name("plan-batches".to_owned()).stack_size(STACK_BYTES).spawn(run);
        thread.map(|_| Self { batches, ended: Cell::new(false), patience }).map_err(|error| Error::internal(format!("no thread for a plan: {error}")))
    }

    /// The next batch, or none when the plan has told its end: one that falls silent has not ended, and what came of it
    /// may not pass for all there is.
    pub(crate) fn next(&self) -> Result<Option<DataFrame>> {
        if self.ended.get() {
            return Ok(None);
        }
        let wait = match &self.patience {
            Patience::Wall(wall) => *wall,
            Patience::Pulse(_) => LOOK,
        };
        loop {
            match (self.batches.recv_timeout(wait), &self.patience) {
                (Ok(batch), _) => {
                    self.ended.set(!matches!(batch, Ok(Some(_))));
                    return batch;
                }
                (Err(RecvTimeoutError::Timeout), Patience::Pulse(pulse)) => pulse.check()?,
                (Err(RecvTimeoutError::Timeout), Patience::Wall(_)) => return Err(Error::new(Code::Timeout, "a plan gave no rows within the limit of time")),
                (Err(RecvTimeoutError::Disconnected), _) => return Err(Error::internal("a plan stopped without an end")),
            }
        }
    }
}

/// What makes a table of a batch, as who reads it wants it.
pub(crate) type Fit = Box<dyn Fn(DataFrame) -> Result<Table> + Send>;

/// A plan that a guest reads, or the host for it.
pub(crate) struct Streamed {
    schema: SchemaRef,
    views: bool,
    feed: Feed,
    fit: Fit,
    now: Option<Box<dyn BatchSource>>,
}

/// A plan runs when its first row is asked for. A guest with frames of its own may take it as it is instead.
pub(crate) enum Feed {
    /// It does not run yet; `cast` says that its columns are cast as they come.
    Plan { plan: Box<LazyFrame>, wall: Duration, cast: bool },
    /// It runs.
    Runs(Batches),
    /// It was taken, or could not be started.
    Gone,
}

impl Streamed {
    /// The batches, of this schema once they are made to fit.
    pub(crate) fn new(schema: SchemaRef, views: bool, feed: Feed, fit: Fit) -> Self {
        Self { schema, views, feed, fit, now: None }
    }
}

impl Feed {
    fn batches(&mut self) -> Result<Option<&Batches>> {
        if matches!(self, Self::Plan { .. })
            && let Self::Plan { plan, wall, cast: _ } = std::mem::replace(self, Self::Gone)
        {
            *self = Self::Runs(Batches::start(*plan, Patience::Wall(wall), ())?);
        }
        Ok(match self {
            Self::Runs(batches) => Some(batches),
            Self::Plan { .. } | Self::Gone => None,
        })
    }
}

impl TableSource for Streamed {
    fn schema(&self) -> SchemaRef {
        SchemaRef::clone(&self.schema)
    }

    fn rows(&self) -> Option<u64> {
        None
    }

    fn next(&mut self, max_rows: usize) -> Result<Option<RecordBatch>> {
        loop {
            if let Some(now) = &mut self.now
                && let Some(batch) = now.next(max_rows)?
            {
                return Ok(Some(batch));
            }
            let Some(batches) = self.feed.batches()? else { return Ok(None) };
            let Some(frame) = batches.next()? else { return Ok(None) };
            self.now = Some((self.fit)(frame)?.batches(self.views, BATCH_ROWS));
        }
    }

    fn whole(&mut self) -> Option<Box<dyn Any + Send>> {
        // What must be cast is cast batch by batch, value by value.
        if !matches!(self.feed, Feed::Plan { cast: false, .. }) {
            return None;
        }
        match std::mem::replace(&mut self.feed, Feed::Gone) {
            Feed::Plan { plan, .. } => Some(plan),
            Feed::Runs(_) | Feed::Gone => None,
        }
    }
}
