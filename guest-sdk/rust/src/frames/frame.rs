//! Plans, by handle.

use std::fmt;
use std::rc::Rc;

use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use serde_json::Value;

use super::expr::expr;
use super::{Args, Expr, GroupBy, Names};
use crate::host::Plan;
use crate::{Context as _, Error, Input, Output, Result, lower, schema};

/// A plan: rows that are not there yet. It never changes, and copies of it are the same one.
///
/// What the host refused on the way is kept, and told by whatever ends the chain.
#[derive(Clone)]
pub struct Frame(Result<Rc<Plan>, Rc<Refusal>>);

/// Why the host refused an operation.
#[derive(Clone, Debug, PartialEq)]
pub struct Refusal {
    /// A stable code, such as `VALIDATION_ERROR`.
    pub code: String,
    /// What was given, what was allowed, where.
    pub message: String,
    /// The same for programs: `operation`, `argument`, `given`, `allowed`, `did_you_mean`, `columns`, where they apply.
    pub details: Value,
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::new(refusal.code, refusal.message)
    }
}

impl From<Rc<Refusal>> for Error {
    fn from(refusal: Rc<Refusal>) -> Self {
        Refusal::clone(&refusal).into()
    }
}

impl fmt::Debug for Frame {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Ok(_) => f.write_str("Frame"),
            Err(refusal) => f.debug_tuple("Frame").field(refusal).finish(),
        }
    }
}

impl Input {
    /// The whole table as a frame. Rows that were taken before make the host refuse it.
    pub fn lazy(self) -> Frame {
        Frame::new(Plan::from_input(self.into_source()))
    }
}

/// Several frames, one below the other.
pub fn concat(frames: impl IntoIterator<Item = Frame>) -> Frame {
    let frames: Vec<Frame> = frames.into_iter().collect();
    make("concat", Args::new().arg(frames))
}

/// A function of the module that gives one frame, by its name: `merge_sorted`, `sql`, `from_dicts`.
pub fn make(function: &str, args: Args) -> Frame {
    let made = args.lower().and_then(|(arguments, frames)| Plan::make(function, &arguments, &frames).map_err(Rc::new));
    Frame(made.and_then(|made| {
        let count = made.len();
        match (made.into_iter().next(), count) {
            (Some(one), 1) => Ok(Rc::new(one)),
            _ => Err(Rc::new(Refusal {
                code: "several-frames".to_owned(),
                message: format!("{function} gives {count} frames, where one is wanted; `make_several` takes them"),
                details: Value::Null,
            })),
        }
    }))
}

impl Frame {
    /// Rows that are here. They are copied to the host.
    pub fn from_batches(schema: &SchemaRef, batches: &[RecordBatch]) -> Result<Self> {
        let fields = schema::lower(schema).context("give the schema of a frame")?;
        let mut lowered = Vec::with_capacity(batches.len());
        for batch in batches {
            crate::rows::check_types(schema, batch)?;
            lowered.push((lower::count(batch.num_rows())?, lower::batch(batch).context("give the rows of a frame")?));
        }
        Ok(Self::new(Plan::from_batches(&fields, &lowered)))
    }

    /// A function of the module that gives several frames: `align_frames`, `collect_all`.
    pub fn make_several(function: &str, args: Args) -> Result<Vec<Self>> {
        let (arguments, frames) = args.lower()?;
        let made = Plan::make(function, &arguments, &frames)?;
        Ok(made.into_iter().map(|plan| Self(Ok(Rc::new(plan)))).collect())
    }

    /// Any operation, by its name in Polars.
    pub fn apply(&self, operation: &str, args: Args) -> Frame {
        Self(self.0.clone().and_then(|plan| {
            let (arguments, frames) = args.lower()?;
            plan.apply(operation, &arguments, &frames).map(Rc::new).map_err(Rc::new)
        }))
    }

    /// What the host has refused so far, for who can do something about it.
    pub fn refusal(&self) -> Option<&Refusal> {
        self.0.as_ref().err().map(|refusal| &**refusal)
    }

    /// Only rows for which a condition holds.
    pub fn filter(&self, condition: impl Into<Expr>) -> Frame {
        self.apply("filter", Args::new().arg(expr(condition)))
    }

    /// These columns.
    pub fn select(&self, exprs: impl Names) -> Frame {
        self.with("select", exprs)
    }

    /// These columns beside those that are there, or in their place.
    pub fn with_columns(&self, exprs: impl Names) -> Frame {
        self.with("with_columns", exprs)
    }

    /// Without these columns.
    pub fn drop(&self, columns: impl Names) -> Frame {
        self.with("drop", columns)
    }

    /// Other names for columns: the old one, the new one.
    pub fn rename<'a>(&self, names: impl IntoIterator<Item = (&'a str, &'a str)>) -> Frame {
        let names: Value = names.into_iter().map(|(old, new)| (old.to_owned(), Value::from(new))).collect::<serde_json::Map<_, _>>().into();
        self.apply("rename", Args::new().arg(names))
    }

    /// Rows that are alike in these columns, together.
    pub fn group_by(&self, by: impl Names) -> GroupBy {
        GroupBy::new(self.with("group_by", by))
    }

    /// The rows of this frame, each with the columns of those of another that are equal in the columns `on`. `how` is
    /// `inner`, `left`, `full`, `right`, `semi` or `anti`.
    pub fn join(&self, other: &Frame, on: impl Names, how: &str) -> Frame {
        self.apply("join", Args::new().arg(other).kwarg("on", on.names()).kwarg("how", how))
    }

    /// The same with columns of other names.
    pub fn join_on(&self, other: &Frame, left_on: impl Names, right_on: impl Names, how: &str) -> Frame {
        self.apply("join", Args::new().arg(other).kwarg("left_on", left_on.names()).kwarg("right_on", right_on.names()).kwarg("how", how))
    }

    /// In the order of these columns.
    pub fn sort(&self, by: impl Names) -> Frame {
        self.apply("sort", Args::new().arg(by.names()))
    }

    /// In the order of these columns, the largest first.
    pub fn sort_descending(&self, by: impl Names) -> Frame {
        self.apply("sort", Args::new().arg(by.names()).kwarg("descending", true))
    }

    /// One row of those that are alike in these columns; of all columns when there are none.
    pub fn unique(&self, subset: impl Names) -> Frame {
        let subset = subset.names();
        self.apply("unique", if subset.is_empty() { Args::new() } else { Args::new().arg(subset) })
    }

    /// The first rows.
    pub fn head(&self, rows: usize) -> Frame {
        self.apply("head", Args::new().arg(rows))
    }

    /// The last rows.
    pub fn tail(&self, rows: usize) -> Frame {
        self.apply("tail", Args::new().arg(rows))
    }

    /// So many rows from one on, counted from 0.
    pub fn slice(&self, offset: i64, rows: usize) -> Frame {
        self.apply("slice", Args::new().arg(offset).arg(rows))
    }

    /// A first column that numbers the rows from 0.
    pub fn with_row_index(&self, name: &str) -> Frame {
        self.apply("with_row_index", Args::new().arg(name))
    }

    /// A query over this frame, which it calls `self`.
    pub fn sql(&self, query: &str) -> Frame {
        self.apply("sql", Args::new().arg(query))
    }

    /// The columns that will come out. Nothing runs.
    pub fn schema(&self) -> Result<SchemaRef> {
        schema::lift(self.plan()?.schema()?)
    }

    /// Runs the plan in the host, and gives its rows to read.
    pub fn collect(&self) -> Result<Input> {
        Input::new("frame".to_owned(), self.plan()?.collect()?)
    }

    /// Runs the plan and writes its rows to the output, without their entering the guest. How many they were.
    pub fn push(&self, output: &mut Output) -> Result<u64> {
        output.push_plan(self.plan()?)
    }

    /// The plan as it would run, for people.
    pub fn explain(&self) -> Result<String> {
        Ok(self.plan()?.explain()?)
    }

    fn new(made: Result<Plan, Refusal>) -> Self {
        Self(made.map(Rc::new).map_err(Rc::new))
    }

    fn with(&self, operation: &str, exprs: impl Names) -> Frame {
        self.apply(operation, exprs.names().into_iter().fold(Args::new(), Args::arg))
    }

    fn plan(&self) -> Result<&Plan> {
        match &self.0 {
            Ok(plan) => Ok(plan),
            Err(refusal) => Err(Rc::clone(refusal).into()),
        }
    }

    pub(super) fn into_plan(self) -> Result<Rc<Plan>, Rc<Refusal>> {
        self.0
    }
}
