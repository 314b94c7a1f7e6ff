//! Frames: what the names of a pipeline stand for, and the operations on them.

mod apply;
mod call;
mod columns;
mod combine;
mod eager;
mod functions;
mod group;
mod join;
mod literal;
mod plan;
mod reshape;
mod rows;
mod stats;
mod transform;
mod verbs;

use std::collections::HashMap;

use polars::prelude::{LazyFrame, LazyGroupBy};
use serde_json::Value;

use crate::fault::{Fault, Result, list, quote};
use crate::suggest;

pub(crate) use apply::{apply, made};
pub(crate) use call::{Call, Context, Mode, SMALL_ROWS, Written, bound, collect, crossed, schema_of};
pub(crate) use plan::{is_small, multiplied};
pub(crate) use transform::reference;
pub(crate) use verbs::is_supported;

/// What a name stands for.
#[derive(Clone)]
#[expect(clippy::large_enum_variant, reason = "a document has a handful of them")]
pub(crate) enum Frame {
    /// A table.
    Table(Table),
    /// What `group_by` and its kin give.
    Group(Group),
    /// One column, as methods of an eager frame give it; nothing but `to_frame` goes on from it.
    Series(Table),
    /// Several tables, such as `collect_all` gives; they stand as `name[0]`, `name[1]` …
    List(Vec<Table>),
    /// Python has `None` here, after writing. The frame goes on where an operation is one of its methods.
    Written(Table),
}

/// A table: a plan, whether Python would hold it in memory or not.
#[derive(Clone)]
pub(crate) struct Table {
    /// The plan. While checking, an empty frame with the right columns.
    pub(crate) plan: LazyFrame,
    /// Whether it has the methods of a `DataFrame`, else those of a `LazyFrame`.
    pub(crate) eager: bool,
    /// Whether the columns are known. While checking they are not where only the rows tell them.
    pub(crate) known: bool,
}

impl Table {
    /// An eager frame.
    pub(crate) fn eager(plan: LazyFrame) -> Self {
        Self { plan, eager: true, known: true }
    }

    /// What Python calls it.
    pub(crate) fn kind(&self) -> &'static str {
        if self.eager { "DataFrame" } else { "LazyFrame" }
    }
}

/// Rows in groups.
#[derive(Clone)]
pub(crate) struct Group {
    pub(crate) by: LazyGroupBy,
    pub(crate) eager: bool,
    pub(crate) known: bool,
    /// Whether `having` left some out.
    pub(crate) filtered: bool,
    pub(crate) manner: GroupManner,
}

/// Which call made the groups: `rolling` and `group_by_dynamic` on an eager frame have fewer methods.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum GroupManner {
    Keys,
    Rolling,
    Dynamic,
}

/// The frames of a run by name. `None` is a name like any other.
#[derive(Default)]
pub(crate) struct Registry {
    frames: HashMap<Option<String>, Frame>,
    last: Option<Option<String>>,
    /// How many frames were handed along with one operation; a document has none of them.
    handed: usize,
    by_number: bool,
}

impl Registry {
    /// For one operation of its own: the frame that it is called on has no name, others are handed along.
    pub(crate) fn by_number() -> Self {
        Self { by_number: true, ..Self::default() }
    }

    /// The frame of a name.
    pub(crate) fn get(&self, name: Option<&str>) -> Option<&Frame> {
        // The key's type owns its text; names are short.
        self.frames.get(&name.map(str::to_owned))
    }

    /// Sets a name. Frames of a list get names of their own.
    pub(crate) fn set(&mut self, name: Option<String>, frame: Frame) {
        if let Frame::List(tables) = &frame {
            for (at, table) in tables.iter().enumerate() {
                let name = format!("{}[{at}]", name.as_deref().unwrap_or_default());
                self.frames.insert(Some(name), Frame::Table(table.clone()));
            }
        }
        self.frames.insert(name.clone(), frame);
        self.last = Some(name);
    }

    /// Adds a frame that arguments name by its number, `{"frame": N}`.
    pub(crate) fn hand(&mut self, frame: Frame) {
        let name = handed(self.handed);
        self.handed += 1;
        self.set(Some(name), frame);
    }

    /// The frame that `{"frame": N}` names; nothing where no frames are handed along, or where it says something else.
    pub(crate) fn numbered(&self, value: &Value) -> Option<Result<&Table>> {
        let Value::Object(fields) = value else { return None };
        let number = fields.get("frame").filter(|_| fields.len() == 1 && self.by_number)?;
        let wrong = || Fault::new(format!("there is no frame {number}: {} were handed along", self.handed)).given(number);
        let at = number.as_u64().and_then(|at| usize::try_from(at).ok()).filter(|at| *at < self.handed);
        Some(at.ok_or_else(wrong).and_then(|at| self.table(Some(&handed(at)))))
    }

    /// The name that was set last.
    pub(crate) fn last(&self) -> Option<Option<&str>> {
        self.last.as_ref().map(Option::as_deref)
    }

    /// All names, sorted; the one without a name is not among them.
    pub(crate) fn names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.frames.keys().filter_map(Option::as_deref).collect();
        names.sort_unstable();
        names
    }

    /// All frames with their names.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (Option<&str>, &Frame)> {
        self.frames.iter().map(|(name, frame)| (name.as_deref(), frame))
    }

    /// A table by name, for an argument or an output.
    pub(crate) fn table(&self, name: Option<&str>) -> Result<&Table> {
        match self.get(name) {
            Some(Frame::Table(table) | Frame::Series(table) | Frame::Written(table)) => Ok(table),
            Some(Frame::Group(_)) => {
                Err(Fault::new(format!("{} is a group-by, not a frame", show(name))).given(show(name)).allowed("a frame; aggregate the groups first"))
            }
            Some(Frame::List(_)) => Err(Fault::new(format!("{} is a list of frames", show(name)))
                .given(show(name))
                .allowed(format!("one of them, such as {:?}", format!("{}[0]", name.unwrap_or_default())))),
            None => Err(self.missing(name)),
        }
    }

    /// There is no frame of that name.
    pub(crate) fn missing(&self, name: Option<&str>) -> Fault {
        let names = self.names();
        let fault = Fault::new(format!("there is no frame {}", show(name))).given(name.unwrap_or("null"));
        let near = name.map(|name| suggest::closest(name, names.iter().copied())).unwrap_or_default();
        match names.is_empty() {
            true => fault.allowed("a frame that an earlier step made; there is none with a name"),
            false => fault.allowed(list(&names)).did_you_mean(near),
        }
    }
}

/// What SQL knows a frame by that was handed along.
fn handed(number: usize) -> String {
    format!("frame{number}")
}

/// A frame's name as errors show it.
pub(crate) fn show(name: Option<&str>) -> String {
    name.map_or_else(|| "without a name (null)".to_owned(), quote)
}
