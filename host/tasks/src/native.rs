//! Native frames for guests: a session of the pipeline crate on a thread of its own for each call that asks for one.
//!
//! The guest's thread waits for that one, and looks at the call's pulse meanwhile. Polars cannot be stopped inside an
//! operation: when a call ends before its work does, the work is left behind, [`Native::is_busy`] tells, and who runs
//! the process sees that it takes no other task.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel, sync_channel};
use std::time::Duration;

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use polars::prelude::{DataFrame, LazyFrame};
use sandtable_core::{Description, Error, Limits, Result};
use sandtable_frames::bridge::batches_to_frame;
use sandtable_frames::{BatchSource, Compression, Format, Table, TableWriter, WriteOptions};
use sandtable_pipeline::session::{Collected, STACK_BYTES, Session};
use sandtable_sandbox::{FrameHost, FrameId, Frames, Pulse, TableSource};

use crate::ask::{Ask, Helper};
use crate::message::spill;
use crate::streamed::{Batches, Feed, LOOK, Patience, Streamed};

/// Rows of a batch, as in a plain run.
const BATCH_ROWS: usize = 16_384;
/// What part of a call's memory one input may take.
const HELD_SHARE: u64 = 4;

/// Makes the frames of calls, and knows whether any of their work goes on. Clones are the same one.
#[derive(Clone, Default)]
pub(crate) struct Native {
    /// As many more holders as there are threads at work.
    at_work: Arc<()>,
}

impl Native {
    /// The frames of a call, for a transform that asks for them: who sent the task has looked whether they are granted.
    /// `helper` gives files for what is too large to be held; without one all is.
    pub(crate) fn frames(&self, description: &Description, helper: Option<Arc<dyn Helper>>) -> Option<Arc<dyn Frames>> {
        let views = description.takes_views();
        description.asks_for_frames().then(|| Arc::new(Factory { views, helper, at_work: Arc::clone(&self.at_work) }) as Arc<dyn Frames>)
    }

    /// Whether work goes on. Asked when no call runs.
    pub(crate) fn is_busy(&self) -> bool {
        // What was told to stop and is about to is given a moment.
        for _ in 0..PATIENCE {
            if Arc::strong_count(&self.at_work) == 1 {
                return false;
            }
            std::thread::sleep(NAP);
        }
        Arc::strong_count(&self.at_work) > 1
    }
}

/// How often, and after which time each, a thread is looked for that has to end after its last work.
const PATIENCE: u32 = 500;
const NAP: Duration = Duration::from_micros(100);

struct Factory {
    views: bool,
    helper: Option<Arc<dyn Helper>>,
    at_work: Arc<()>,
}

impl Frames for Factory {
    fn start(&self, limits: &Limits, pulse: Pulse) -> Result<Box<dyn FrameHost>> {
        let overflow = self.helper.clone().map(|helper| Overflow { helper, held_bytes: limits.memory_bytes / HELD_SHARE });
        let limits = sandtable_pipeline::Limits { bytes: limits.memory_bytes, output_rows: limits.output_rows, ..sandtable_pipeline::Limits::default() };
        let (work, jobs) = channel::<Job>();
        let at_work = Arc::clone(&self.at_work);
        let run = move || {
            let mut session = Session::new(limits);
            serve(&jobs, &mut session);
            // Plans are deep: they are dropped here, where there is room.
            drop(session);
            drop(at_work);
        };
        let thread = std::thread::Builder::new().name("frames".to_owned()).stack_size(STACK_BYTES).spawn(run);
        thread.map_err(|error| Error::internal(format!("no thread for frames: {error}")))?;
        Ok(Box::new(Host { work, pulse, views: self.views, overflow, at_work: Arc::clone(&self.at_work) }))
    }
}

/// Something to do with the session. It tells of its end by itself.
type Job = Box<dyn FnOnce(&mut Session) + Send>;

/// Until the guest's side is gone.
fn serve(jobs: &Receiver<Job>, session: &mut Session) {
    while let Ok(job) = jobs.recv() {
        job(session);
    }
}

/// The guest's side of a session.
struct Host {
    work: Sender<Job>,
    pulse: Pulse,
    views: bool,
    overflow: Option<Overflow>,
    at_work: Arc<()>,
}

impl Host {
    /// Has something done and waits for it, as long as the call may go on.
    fn ask<T: Send + 'static>(&self, act: impl FnOnce(&mut Session) -> Result<T> + Send + 'static) -> Result<T> {
        let gone = || Error::internal("the thread of a call's frames has ended");
        let (give, take) = sync_channel(1);
        let job: Job = Box::new(move |session| {
            let done = catch_unwind(AssertUnwindSafe(|| act(session))).unwrap_or_else(|panic| Err(panicked(&*panic)));
            // Nobody waits any more when the call is over.
            drop(give.send(done));
        });
        self.work.send(job).map_err(|_| gone())?;
        loop {
            match take.recv_timeout(LOOK) {
                Ok(done) => return done,
                Err(RecvTimeoutError::Timeout) => self.pulse.check()?,
                Err(RecvTimeoutError::Disconnected) => return Err(gone()),
            }
        }
    }
}

impl FrameHost for Host {
    fn take_input(&mut self, mut source: Box<dyn TableSource>) -> Result<FrameId> {
        let whole = match source.whole() {
            Some(whole) => whole,
            // Read here, where the source belongs.
            None => {
                let schema = source.schema();
                let mut batches = Vec::new();
                while let Some(batch) = source.next(BATCH_ROWS)? {
                    self.pulse.check()?;
                    batches.push(batch);
                }
                return self.take_batches(schema, batches);
            }
        };
        let overflow = self.overflow.clone();
        self.ask(move |session| begin(session, whole, overflow.as_ref()))
    }

    fn take_batches(&mut self, schema: SchemaRef, batches: Vec<RecordBatch>) -> Result<FrameId> {
        self.ask(move |session| session.rows(batches_to_frame(&schema, &batches)?))
    }

    fn make(&mut self, function: &str, arguments: &str, frames: &[FrameId]) -> Result<Vec<FrameId>> {
        let (function, arguments, frames) = (function.to_owned(), arguments.to_owned(), frames.to_vec());
        self.ask(move |session| session.make(&function, &arguments, &frames))
    }

    fn apply(&mut self, frame: FrameId, operation: &str, arguments: &str, frames: &[FrameId]) -> Result<FrameId> {
        let (operation, arguments, frames) = (operation.to_owned(), arguments.to_owned(), frames.to_vec());
        self.ask(move |session| session.apply(frame, &operation, &arguments, &frames))
    }

    fn schema(&mut self, frame: FrameId) -> Result<SchemaRef> {
        let views = self.views;
        self.ask(move |session| crossing(&DataFrame::empty_with_schema(&*session.schema(frame)?), views))
    }

    fn collect(&mut self, frame: FrameId) -> Result<Box<dyn TableSource>> {
        let views = self.views;
        let rows = self.ask(move |session| {
            let collected = session.collect(frame)?;
            let schema = crossing(&collected.frame, views)?;
            Ok(Rows { schema, views, state: Some(collected), batches: None })
        })?;
        Ok(Box::new(rows))
    }

    fn stream(&mut self, frame: FrameId) -> Result<Box<dyn TableSource>> {
        let views = self.views;
        let (plan, schema) = self.ask(move |session| {
            let schema = crossing(&DataFrame::empty_with_schema(&*session.schema(frame)?), views)?;
            Ok((session.ready(frame)?, schema))
        })?;
        let batches = Batches::start(plan, Patience::Pulse(self.pulse.clone()), Arc::clone(&self.at_work))?;
        Ok(Box::new(Streamed::new(schema, views, Feed::Runs(batches), Box::new(Table::from_frame))))
    }

    fn explain(&mut self, frame: FrameId) -> Result<String> {
        self.ask(move |session| session.explain(frame))
    }

    fn release(&mut self, frame: FrameId) {
        // Should the thread be gone, so is the frame.
        drop(self.work.send(Box::new(move |session| session.release(frame))));
    }
}

/// Where inputs go that are too large to be held, and cannot be scanned as they are: text, and streams of Arrow.
#[derive(Clone)]
struct Overflow {
    helper: Arc<dyn Helper>,
    held_bytes: u64,
}

impl Overflow {
    /// A frame of a table: its rows in memory, or all of them in a Parquet file without a name, which is scanned.
    fn take(&self, session: &mut Session, table: Table) -> Result<FrameId> {
        let (read, rest) = table.into_frame_within(self.held_bytes)?;
        let Some(rest) = rest else { return session.rows(read) };
        let file = spill(&*self.helper, Ask::Scratch)?;
        let copy = file.try_clone().map_err(|error| Error::io("a spool file cannot be shared").with_inside(error))?;
        let options = WriteOptions { compression: Some(Compression::Lz4), ..WriteOptions::default() };
        let mut writer = TableWriter::new(copy, Format::Parquet, &options)?;
        writer.start(SchemaRef::clone(rest.schema()))?;
        for table in [Table::from_frame(read)?, rest] {
            let mut batches = table.batches(false, 0);
            while let Some(batch) = batches.next(0)? {
                writer.push(batch)?;
            }
        }
        writer.finish()?;
        session.parquet(file)
    }
}

/// A frame of what a source gave as a whole.
fn begin(session: &mut Session, whole: Box<dyn Any + Send>, overflow: Option<&Overflow>) -> Result<FrameId> {
    let whole = match whole.downcast::<Table>() {
        Ok(table) => {
            return match (table.parquet(), overflow) {
                (Some(file), _) => session.parquet(file?),
                (None, Some(overflow)) => overflow.take(session, *table),
                (None, None) => session.rows(table.into_frame()?),
            };
        }
        Err(whole) => whole,
    };
    match whole.downcast::<Collected>() {
        Ok(collected) => session.collected(*collected),
        Err(whole) => match whole.downcast::<LazyFrame>() {
            Ok(plan) => session.plan(*plan),
            Err(_) => Err(Error::internal("a table of an unknown kind")),
        },
    }
}

/// The schema that a frame crosses with.
fn crossing(frame: &DataFrame, views: bool) -> Result<SchemaRef> {
    let table = Table::from_frame(frame.clear())?;
    Ok(table.batches_schema(views))
}

/// What a plan gave, in memory.
struct Rows {
    schema: SchemaRef,
    views: bool,
    state: Option<Collected>,
    batches: Option<Box<dyn BatchSource>>,
}

impl TableSource for Rows {
    fn schema(&self) -> SchemaRef {
        SchemaRef::clone(&self.schema)
    }

    fn rows(&self) -> Option<u64> {
        self.state.as_ref().map(|collected| collected.frame.height() as u64)
    }

    fn next(&mut self, max_rows: usize) -> Result<Option<RecordBatch>> {
        if self.batches.is_none() {
            let Some(collected) = &self.state else { return Ok(None) };
            self.batches = Some(Table::from_frame(collected.frame.clone())?.batches(self.views, BATCH_ROWS));
        }
        self.batches.as_mut().map_or(Ok(None), |batches| batches.next(max_rows))
    }

    fn whole(&mut self) -> Option<Box<dyn Any + Send>> {
        self.state.take().map(|collected| Box::new(collected) as Box<dyn Any + Send>)
    }
}

/// A panic is a fault of ours or of Polars: the session goes on, the call does not.
fn panicked(panic: &(dyn Any + Send)) -> Error {
    let text = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    Error::internal(format!("the engine panicked: {}", text.unwrap_or("no message"))).with("reason", "panic")
}
