//! Frames worked on one operation at a time, by a program: what guests do through `frames`.
//!
//! The operations, their arguments and their errors are a document's. Each is applied twice, as a document's steps are:
//! to an empty frame, which tells at once what is wrong, and to the real plan. There are no files, no custom functions
//! and no variables here.
//!
//! A session is not a door: its methods run where they are called. Plans are deep, so that wants a stack as large as
//! [`STACK_BYTES`], and panics of Polars come through.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use polars::prelude::{DataFrame, IntoLazy, LazyFrame, SchemaRef};
use sandtable_core::{Code, Error, Result};
use serde_json::Value;

use crate::custom::{Function, Functions};
use crate::document::{self, MAX_BYTES, MAX_STEPS, Naming, Step};
use crate::env::{Env, Limits};
use crate::fault::{Fault, quote};
use crate::frame::{Context, Frame, Mode, Registry, Table, bound, collect, crossed, made, multiplied, schema_of};
use crate::io::scan::whole_parquet;
use crate::io::{Files, Found, Output, Wanted};
use crate::variables::Variables;

/// What a thread needs to work on the deepest plan. Only what is used becomes memory.
pub const STACK_BYTES: usize = crate::guard::STACK_BYTES;

/// Bytes of arguments that one plan may be made of.
const MAX_PLAN_BYTES: usize = 4 * MAX_BYTES;
/// The most rows that a cross join may make: a thousand times what any output may have, and seconds of work.
const MAX_MULTIPLIED: u64 = 10_000_000_000;
/// The most frames that one function gives.
const MAX_MADE: usize = 256;

/// The frames of a program by number.
pub struct Session {
    env: Env,
    frames: HashMap<u32, Kept>,
    next: u32,
    held: Arc<AtomicU64>,
}

/// One frame.
struct Kept {
    /// An empty frame with the right columns.
    checked: Frame,
    /// The plan itself.
    real: Frame,
    /// Operations on the longest way from where its rows come from.
    operations: usize,
    /// Bytes of all arguments that went into it.
    bytes: usize,
    /// The rows in memory that it goes out from.
    rows: Vec<Arc<Held>>,
}

/// Rows in memory, which count as long as any frame goes out from them.
pub struct Held {
    bytes: u64,
    sum: Arc<AtomicU64>,
}

impl Drop for Held {
    fn drop(&mut self) {
        self.sum.fetch_sub(self.bytes, Ordering::Relaxed);
    }
}

/// Rows that a plan gave.
pub struct Collected {
    /// The rows.
    pub frame: DataFrame,
    /// What they count; to be kept beside them.
    pub held: Arc<Held>,
}

impl Session {
    /// No frames yet. `limits.bytes` is for all rows in memory together.
    pub fn new(mut limits: Limits) -> Self {
        limits.crossed_rows.get_or_insert(MAX_MULTIPLIED);
        let env = Env { files: Arc::new(Closed), functions: Arc::new(Closed), limits, progress: None };
        Self { env, frames: HashMap::new(), next: 0, held: Arc::default() }
    }

    /// A frame of rows that are there.
    ///
    /// # Errors
    /// `RESOURCE_CAP` when all rows in memory are more than is allowed.
    pub fn rows(&mut self, frame: DataFrame) -> Result<u32> {
        let held = self.hold(&frame)?;
        self.collected(Collected { frame, held })
    }

    /// A frame of rows that a plan of this session gave.
    ///
    /// # Errors
    /// None but `INTERNAL`.
    pub fn collected(&mut self, Collected { frame, held }: Collected) -> Result<u32> {
        self.root(frame.lazy(), vec![held])
    }

    /// A frame of a Parquet file, scanned when its rows are needed.
    ///
    /// # Errors
    /// What is wrong with the file.
    pub fn parquet(&mut self, file: std::fs::File) -> Result<u32> {
        let plan = whole_parquet(file).map_err(Error::from)?;
        self.plan(plan)
    }

    /// A frame of a plan that was made elsewhere.
    ///
    /// # Errors
    /// What Polars says of its columns.
    pub fn plan(&mut self, plan: LazyFrame) -> Result<u32> {
        self.root(plan, Vec::new())
    }

    /// One operation on a frame. `arguments` is a JSON object of `args` and `kwargs`; frames among them are
    /// `{"frame": N}`, the Nth of `others`.
    ///
    /// # Errors
    /// `VALIDATION_ERROR` with `operation`, `argument`, `given`, `allowed`, `did_you_mean` and `columns` where they apply;
    /// `RESOURCE_CAP`.
    pub fn apply(&mut self, frame: u32, operation: &str, arguments: &str, others: &[u32]) -> Result<u32> {
        let mut made = self.step(Some(frame), operation, arguments, others)?;
        match (made.pop(), made.is_empty()) {
            (Some(one), true) => Ok(one),
            (last, _) => {
                let count = made.len() + usize::from(last.is_some());
                for id in made.into_iter().chain(last) {
                    self.release(id);
                }
                Err(placed(operation, Fault::new(format!("it gives {count} frames where one is wanted"))))
            }
        }
    }

    /// A function of the module: most give one frame, a few several.
    ///
    /// # Errors
    /// As [`Session::apply`].
    pub fn make(&mut self, function: &str, arguments: &str, others: &[u32]) -> Result<Vec<u32>> {
        self.step(None, function, arguments, others)
    }

    /// The columns that will come out.
    ///
    /// # Errors
    /// `VALIDATION_ERROR` for groups, or what Polars says of the plan.
    pub fn schema(&self, frame: u32) -> Result<SchemaRef> {
        let kept = self.get(frame)?;
        let table = match table(&kept.checked)? {
            known if known.known => known,
            _ => table(&kept.real)?,
        };
        Ok(schema_of(&table.plan)?)
    }

    /// Runs a plan into memory.
    ///
    /// # Errors
    /// What it fails with, or `RESOURCE_CAP`.
    pub fn collect(&self, frame: u32) -> Result<Collected> {
        let plan = self.ready(frame)?;
        let left = self.env.limits.bytes.saturating_sub(self.held.load(Ordering::Relaxed));
        let frame = collect(plan, self.env.limits.rows, left)?;
        let held = self.hold(&frame)?;
        Ok(Collected { frame, held })
    }

    /// A plan that may run. Where it has a cross join of tables whose rows nobody knows, they are counted first.
    ///
    /// # Errors
    /// `VALIDATION_ERROR` for groups; `RESOURCE_CAP` when it multiplies rows beyond any use.
    pub fn ready(&self, frame: u32) -> Result<LazyFrame> {
        let plan = table(&self.get(frame)?.real)?.plan.clone();
        bound(&plan, &self.env.limits)?;
        Ok(plan)
    }

    /// The plan in words, as it would run.
    ///
    /// # Errors
    /// As [`Session::schema`].
    pub fn explain(&self, frame: u32) -> Result<String> {
        let plan = table(&self.get(frame)?.real)?.plan.clone();
        Ok(plan.describe_optimized_plan().map_err(Fault::from)?)
    }

    /// Gives a frame up.
    pub fn release(&mut self, frame: u32) {
        self.frames.remove(&frame);
    }

    fn get(&self, frame: u32) -> Result<&Kept> {
        self.frames.get(&frame).ok_or_else(|| Error::internal(format!("there is no frame {frame}")))
    }

    fn add(&mut self, kept: Kept) -> u32 {
        // As many live at once as there are handles, far fewer than numbers.
        while self.frames.contains_key(&self.next) {
            self.next = self.next.wrapping_add(1);
        }
        let id = self.next;
        self.next = self.next.wrapping_add(1);
        self.frames.insert(id, kept);
        id
    }

    fn root(&mut self, plan: LazyFrame, rows: Vec<Arc<Held>>) -> Result<u32> {
        let schema = schema_of(&plan)?;
        let table = |plan: LazyFrame| Frame::Table(Table { plan, eager: false, known: true });
        let checked = table(DataFrame::empty_with_schema(&schema).lazy());
        Ok(self.add(Kept { checked, real: table(plan), operations: 0, bytes: 0, rows }))
    }

    fn hold(&self, frame: &DataFrame) -> Result<Arc<Held>> {
        let bytes = frame.estimated_size() as u64;
        let sum = self.held.fetch_add(bytes, Ordering::Relaxed).saturating_add(bytes);
        // From here on it is taken back when it is dropped.
        let held = Arc::new(Held { bytes, sum: Arc::clone(&self.held) });
        match sum > self.env.limits.bytes {
            true => Err(Fault::cap("bytes of frames in memory", sum, self.env.limits.bytes).into()),
            false => Ok(held),
        }
    }

    fn step(&mut self, own: Option<u32>, operation: &str, arguments: &str, others: &[u32]) -> Result<Vec<u32>> {
        let at = |fault: Fault| placed(operation, fault);
        refuse(operation).map_err(at)?;
        let (args, kwargs) = document::arguments(arguments).map_err(at)?;
        let own = own.map(|own| self.get(own)).transpose()?;
        let others = others.iter().map(|other| self.get(*other)).collect::<Result<Vec<_>>>()?;
        let from = || own.into_iter().chain(others.iter().copied());
        let operations = from().map(|kept| kept.operations).max().unwrap_or(0) + 1;
        if operations > MAX_STEPS {
            return Err(at(Fault::cap("operations of a plan", operations, MAX_STEPS)));
        }
        let bytes = from().map(|kept| kept.bytes).fold(arguments.len(), usize::saturating_add);
        if bytes > MAX_PLAN_BYTES {
            return Err(at(Fault::cap("bytes of a plan's arguments", bytes, MAX_PLAN_BYTES)));
        }
        let step = Step { operation: operation.to_owned(), input: None, output: None, naming: Naming::One, args, kwargs };
        let done = |mode: Mode, which: fn(&Kept) -> &Frame| {
            let context = Context::new(&self.env, mode);
            let mut frames = Registry::by_number();
            if let Some(own) = own {
                frames.set(None, which(own).clone());
            }
            for other in &others {
                frames.hand(which(other).clone());
            }
            made(&context, &frames, &step, &Variables::verbatim()).map_err(at)
        };
        let checked = done(Mode::Check, |kept| &kept.checked)?;
        // What is certain is told early; where rows must be counted, that waits until something runs.
        for table in from().filter_map(|kept| table(&kept.real).ok()) {
            let most = self.env.limits.crossed_rows.unwrap_or(u64::MAX);
            multiplied(&table.plan.logical_plan, most, None).and_then(|rows| crossed(rows, most)).map_err(at)?;
        }
        let real = done(Mode::Run, |kept| &kept.real)?;
        let mut rows: Vec<Arc<Held>> = Vec::new();
        for held in from().flat_map(|kept| &kept.rows) {
            if !rows.iter().any(|known| Arc::ptr_eq(known, held)) {
                rows.push(Arc::clone(held));
            }
        }
        let made = parts(checked, real)?;
        if made.len() > MAX_MADE {
            return Err(at(Fault::cap("frames of one function", made.len(), MAX_MADE)));
        }
        Ok(made.into_iter().map(|(checked, real)| self.add(Kept { checked, real, operations, bytes, rows: rows.clone() })).collect())
    }
}

/// A list's frames one by one. Where the check knew no columns, the real plan tells them.
fn parts(checked: Frame, real: Frame) -> Result<Vec<(Frame, Frame)>> {
    Ok(match (checked, real) {
        (Frame::List(checked), Frame::List(real)) => checked.into_iter().map(Frame::Table).zip(real.into_iter().map(Frame::Table)).collect(),
        (Frame::Table(Table { known: false, .. }), Frame::Table(real)) => {
            let plan = DataFrame::empty_with_schema(&*schema_of(&real.plan)?).lazy();
            vec![(Frame::Table(Table { plan, known: true, ..real.clone() }), Frame::Table(real))]
        }
        (checked, real) => vec![(checked, real)],
    })
}

/// A frame that has rows.
fn table(frame: &Frame) -> Result<&Table> {
    match frame {
        Frame::Table(table) | Frame::Series(table) | Frame::Written(table) => Ok(table),
        Frame::Group(_) => {
            Err(Fault::new("this frame stands for groups, which have no rows of their own").allowed("`agg` or another method of a group-by first").into())
        }
        Frame::List(_) => Err(Error::internal("a list of frames under one number")),
    }
}

/// The error of an operation.
fn placed(operation: &str, fault: Fault) -> Error {
    let error = Error::from(fault);
    error.with("operation", shortened(operation)).at(shortened(operation))
}

fn shortened(operation: &str) -> String {
    operation.chars().take(100).collect()
}

/// What reaches out of a session. The closed files and functions below are what holds; this says it better.
fn refuse(operation: &str) -> std::result::Result<(), Fault> {
    let refused = |why: &str| Err(Fault::new(format!("{} is not available to a guest: {why}", quote(operation))).given(operation));
    if ["scan_", "read_", "sink_", "write_"].iter().any(|file| operation.starts_with(file)) {
        return refused(NO_FILES);
    }
    if ["transform", "pipe", "map_batches", "map_groups", "map_columns"].contains(&operation) {
        return refused(NO_FUNCTIONS);
    }
    Ok(())
}

const NO_FILES: &str = "its frames read and write no files";
const NO_FUNCTIONS: &str = "its frames call no transforms";

/// No files, and no functions.
struct Closed;

impl Files for Closed {
    fn open(&self, wanted: Wanted<'_>) -> Result<Found> {
        Err(Error::new(Code::ValidationError, format!("{} cannot be opened: a guest has no files, {NO_FILES}", quote(wanted.path))))
    }

    fn create(&self, path: &str) -> Result<Box<dyn Output>> {
        Err(Error::new(Code::ValidationError, format!("{} cannot be written: a guest has no files, {NO_FILES}", quote(path))))
    }

    fn may_create(&self, path: &str) -> Result<()> {
        self.create(path).map(drop)
    }
}

impl Functions for Closed {
    fn find(&self, reference: &str, _params: &Value) -> Result<Arc<dyn Function>> {
        Err(Error::new(Code::ValidationError, format!("{} cannot be called by a guest: {NO_FUNCTIONS}", quote(reference))))
    }
}
