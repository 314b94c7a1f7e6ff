//! One call of an operation: its arguments, the frame that it is called on, and all around it.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use polars::prelude::{DataFrame, DataType, DslPlan, Engine, Expr, IntoLazy, LazyFrame, PlanCallback, Schema, SchemaRef, Selector, len};
use polars_core::utils::accumulate_dataframes_vertical_unchecked;
use serde_json::Value;

use super::plan::multiplied;
use super::{Frame, Registry, Table};
use crate::bind::Bound;
use crate::env::{Env, Limits};
use crate::expr::{Builder, StrAs};
use crate::fault::{Fault, Result, quote, through_polars};
use crate::guard::{engine, streamed_or_whole};
use crate::placed::Placing;

/// Whether steps are only looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Frames are empty, files are opened for their columns alone, nothing is written.
    Check,
    /// Plans are made of the real sources, but nothing runs and nothing is written.
    Explain,
    /// All of it.
    Run,
}

/// What all steps of one check or run share.
pub(crate) struct Context<'a> {
    pub(crate) env: &'a Env,
    pub(crate) mode: Mode,
    /// The step at work, from 0.
    pub(crate) step: Cell<usize>,
    /// What scans and reads gave while checking, by step: the run that follows opens no file again.
    pub(crate) sources: RefCell<HashMap<(usize, String), Table>>,
    /// What steps wrote.
    pub(crate) written: RefCell<Vec<Written>>,
    /// The custom functions, as the step at work has them.
    pub(crate) functions: Arc<Placing>,
    /// Rows that a step counted by running.
    pub(crate) rows: RefCell<HashMap<usize, u64>>,
}

/// A file that a step or an output wrote.
#[derive(Debug, Clone)]
pub(crate) struct Written {
    pub(crate) step: Option<usize>,
    pub(crate) path: String,
    pub(crate) bytes: u64,
}

impl<'a> Context<'a> {
    pub(crate) fn new(env: &'a Env, mode: Mode) -> Self {
        Self {
            env,
            mode,
            step: Cell::new(0),
            sources: RefCell::default(),
            written: RefCell::default(),
            functions: Arc::new(Placing::new(&env.functions)),
            rows: RefCell::default(),
        }
    }

    /// Whether nothing runs.
    pub(crate) fn is_check(&self) -> bool {
        self.mode != Mode::Run
    }

    /// Runs a plan into memory, within the limits.
    pub(crate) fn collect(&self, plan: LazyFrame) -> Result<DataFrame> {
        bound(&plan, &self.env.limits)?;
        collect(plan, self.env.limits.rows, self.env.limits.bytes)
    }
}

/// Refuses a plan whose cross joins make more rows than is allowed, where anything is said of that.
pub(crate) fn bound(plan: &LazyFrame, limits: &Limits) -> Result<()> {
    let Some(most) = limits.crossed_rows else { return Ok(()) };
    let mut count = |plan: &DslPlan| {
        let rows = LazyFrame::from(plan.clone()).select([len().alias("rows")]);
        let rows = collect(rows, 1, limits.bytes)?;
        Ok(rows.column("rows")?.cast(&DataType::UInt64)?.u64()?.get(0).unwrap_or(0))
    };
    crossed(multiplied(&plan.logical_plan, most, Some(&mut count))?, most)
}

/// Refuses so many rows of a cross join, when they are more than allowed.
pub(crate) fn crossed(rows: u64, most: u64) -> Result<()> {
    match rows > most {
        true => Err(Fault::cap("rows of a cross join", rows, most)),
        false => Ok(()),
    }
}

/// The most rows of a plan that runs in memory as a whole.
pub(crate) const SMALL_ROWS: u64 = 1_000_000;

/// Runs a plan into memory. A small one runs as Python's does, rows in the same order; others stream, and more rows or
/// bytes than allowed end the run as soon as they show.
pub(crate) fn collect(plan: LazyFrame, most_rows: u64, most_bytes: u64) -> Result<DataFrame> {
    if super::plan::is_small(&plan.logical_plan, SMALL_ROWS.min(most_rows)) {
        return whole(plan, most_rows, most_bytes);
    }
    // What had been kept of the stream is dropped with it.
    streamed_or_whole(|| streamed(plan.clone(), most_rows, most_bytes), || false, || whole(plan.clone(), most_rows, most_bytes))
}

/// Runs a plan in memory, all at once.
pub(crate) fn whole(plan: LazyFrame, most_rows: u64, most_bytes: u64) -> Result<DataFrame> {
    let frame = engine(|| Ok(plan.collect_with_engine(Engine::InMemory)?.unwrap_single()))?;
    within(frame.height() as u64, frame.estimated_size() as u64, most_rows, most_bytes)?;
    Ok(frame)
}

fn within(rows: u64, bytes: u64, most_rows: u64, most_bytes: u64) -> Result<()> {
    if rows > most_rows {
        return Err(Fault::cap("rows of a frame in memory", format!("more than {most_rows}"), most_rows));
    }
    if bytes > most_bytes {
        return Err(Fault::cap("bytes of a frame in memory", format!("more than {most_bytes}"), most_bytes));
    }
    Ok(())
}

fn streamed(plan: LazyFrame, most_rows: u64, most_bytes: u64) -> Result<DataFrame> {
    struct Kept {
        frames: Vec<DataFrame>,
        rows: u64,
        bytes: u64,
    }
    let mut typed = plan.clone();
    let kept = Arc::new(Mutex::new(Kept { frames: Vec::new(), rows: 0, bytes: 0 }));
    let keep = Arc::clone(&kept);
    let callback = PlanCallback::new(move |batch: DataFrame| {
        let mut kept = keep.lock().unwrap_or_else(PoisonError::into_inner);
        kept.rows += batch.height() as u64;
        kept.bytes += batch.estimated_size() as u64;
        within(kept.rows, kept.bytes, most_rows, most_bytes).map_err(through_polars)?;
        kept.frames.push(batch);
        Ok(false)
    });
    plan.sink_batches(callback, true, None)?.collect_with_engine(Engine::Streaming)?;
    let frames = std::mem::take(&mut kept.lock().unwrap_or_else(PoisonError::into_inner).frames);
    if frames.is_empty() {
        return Ok(DataFrame::empty_with_schema(&*typed.collect_schema()?));
    }
    Ok(accumulate_dataframes_vertical_unchecked(frames))
}

/// The columns that come out of work on rows.
pub(crate) enum Columns {
    /// Those that go in.
    Same,
    /// These.
    These(Schema),
    /// Only the rows tell.
    FromRows,
}

/// One call.
pub(crate) struct Call<'a> {
    pub(crate) context: &'a Context<'a>,
    pub(crate) frames: &'a Registry,
    pub(crate) build: Builder<'a>,
    pub(crate) bound: Bound<'a>,
    /// What a method is called on; for functions an empty frame.
    pub(crate) input: Table,
}

impl<'a> Call<'a> {
    /// The plan that the call works on.
    pub(crate) fn plan(&self) -> LazyFrame {
        self.input.plan.clone()
    }

    /// The columns of the frame.
    pub(crate) fn schema(&self) -> Result<SchemaRef> {
        schema_of(&self.input.plan)
    }

    /// The result, of the kind that the input was.
    pub(crate) fn done(&self, plan: LazyFrame) -> Result<Frame> {
        Ok(Frame::Table(Table { plan, ..self.input.clone() }))
    }

    /// A column as methods of eager frames give it.
    pub(crate) fn series(&self, plan: LazyFrame) -> Result<Frame> {
        Ok(Frame::Series(Table { plan, ..self.input.clone() }))
    }

    /// A result whose columns only the rows tell.
    pub(crate) fn unknown(&self) -> Result<Frame> {
        Ok(Frame::Table(Table { plan: DataFrame::empty().lazy(), eager: self.input.eager, known: false }))
    }

    /// Runs the input and goes on with its rows. While checking nothing runs, and `columns` tells what comes out.
    pub(crate) fn with_rows(&self, columns: Columns, act: impl FnOnce(DataFrame) -> Result<DataFrame>) -> Result<Frame> {
        if self.context.is_check() {
            let schema = match columns {
                Columns::Same if self.input.known => self.schema()?,
                Columns::These(schema) if self.input.known => Arc::new(schema),
                Columns::Same | Columns::These(_) | Columns::FromRows => return self.unknown(),
            };
            return self.done(DataFrame::empty_with_schema(&schema).lazy());
        }
        let frame = act(self.context.collect(self.plan())?)?;
        self.context.rows.borrow_mut().insert(self.context.step.get(), frame.height() as u64);
        self.done(frame.lazy())
    }

    /// One expression; a string is a column.
    pub(crate) fn expr(&self, name: &str) -> Result<Option<Expr>> {
        self.expr_as(name, StrAs::Column)
    }

    /// One expression or nothing.
    pub(crate) fn expr_as(&self, name: &str, text: StrAs) -> Result<Option<Expr>> {
        self.bound.value(name).map(|value| self.build.expr(value, text).map_err(|fault| fault.argument(self.bound.place(name)))).transpose()
    }

    /// A list of expressions; nothing when null.
    pub(crate) fn exprs(&self, name: &str) -> Result<Option<Vec<Expr>>> {
        self.bound.value(name).map(|value| self.build.exprs(&[value]).map_err(|fault| fault.argument(self.bound.place(name)))).transpose()
    }

    /// Columns by names or selectors; nothing when null.
    pub(crate) fn selector(&self, name: &str) -> Result<Option<Selector>> {
        self.bound.value(name).map(|value| self.build.selector(value, true).map_err(|fault| fault.argument(self.bound.place(name)))).transpose()
    }

    /// Names of the columns that an argument selects; nothing when null.
    pub(crate) fn columns(&self, name: &str) -> Result<Option<Vec<String>>> {
        let Some(selector) = self.selector(name)? else { return Ok(None) };
        expand(&self.schema()?, &selector).map(Some)
    }

    /// Another frame of the same kind, by name.
    pub(crate) fn frame(&self, name: &str) -> Result<Table> {
        let place = || self.bound.place(name);
        match self.bound.value(name) {
            Some(value) => {
                let table = self.frame_named(value).map_err(|fault| fault.argument(place()))?;
                self.same_kind(&table).map_err(|fault| fault.argument(place()))?;
                Ok(table)
            }
            None => Err(self.bound.wrong(name, "the name of a frame")),
        }
    }

    /// A frame by its name as a value.
    pub(crate) fn frame_named(&self, value: &Value) -> Result<Table> {
        if let Some(table) = self.frames.numbered(value) {
            return table.cloned();
        }
        match value {
            Value::String(name) => self.frames.table(Some(name)).cloned(),
            // A frame that is made on the spot: {"expr": "DataFrame", "args": […]}.
            Value::Object(object) if object.contains_key("expr") => super::apply::on_the_spot(self.context, self.frames, object),
            other => Err(Fault::new(format!("{other} is not the name of a frame")).given(other).allowed("the name of a frame")),
        }
    }

    /// Python joins no eager frame to a lazy one.
    pub(crate) fn same_kind(&self, other: &Table) -> Result<()> {
        if other.eager == self.input.eager {
            return Ok(());
        }
        let (own, other) = (self.input.kind(), other.kind());
        Err(Fault::new(format!("expected a {own}, got a {other}: use `lazy` or `collect` first")).given(other).allowed(own))
    }

    /// Several frames by their names.
    pub(crate) fn tables(&self, name: &str) -> Result<Vec<Table>> {
        let place = || self.bound.place(name);
        let wrong = || self.bound.wrong(name, "a list of names of frames");
        let Some(Value::Array(items)) = self.bound.value(name) else { return Err(wrong()) };
        items.iter().enumerate().map(|(at, item)| self.frame_named(item).map_err(|fault| fault.argument(format!("{}[{at}]", place())))).collect()
    }
}

/// How deep the type of a column may nest. Engines and writers go down it by recursion, on stacks that are theirs: at 64
/// structs in each other the default one of a thread ends, and the process with it.
const MOST_NESTED: usize = 40;

/// The columns of a plan. The plan stays as it is: asking it directly would fix its optimisations.
pub(crate) fn schema_of(plan: &LazyFrame) -> Result<SchemaRef> {
    let schema = engine(|| Ok(plan.clone().collect_schema()?))?;
    if let Some((name, _)) = schema.iter().find(|(_, dtype)| is_deep(dtype, MOST_NESTED)) {
        return Err(Fault::cap(&format!("levels of the type of column {}", quote(name)), "more", MOST_NESTED));
    }
    Ok(schema)
}

/// Whether a type has more levels than `left`.
fn is_deep(dtype: &DataType, left: usize) -> bool {
    let Some(left) = left.checked_sub(1) else { return true };
    match dtype {
        DataType::List(inner) | DataType::Array(inner, _) => is_deep(inner, left),
        DataType::Struct(fields) => fields.iter().any(|field| is_deep(field.dtype(), left)),
        _ => false,
    }
}

/// The names that a selector means.
pub(crate) fn expand(schema: &SchemaRef, selector: &Selector) -> Result<Vec<String>> {
    let names = selector.into_columns(schema, &Default::default())?;
    Ok(names.iter().map(|name| name.to_string()).collect())
}
