//! Which step an error of the rows belongs to. Polars runs the steps of a frame as one plan, and what it says then names
//! values and not steps. So the plans that the frame went through are run again, up to the first that fails: only where
//! that is certain to be cheap, and no step has side effects.

use std::cell::Cell;
use std::collections::HashMap;
use std::ops::ControlFlow;

use polars::prelude::LazyFrame;
use serde_json::{Map, Value};

use crate::check::{self, returned};
use crate::custom::for_each_batch;
use crate::document::{Document, Step};
use crate::env::Env;
use crate::fault::Result;
use crate::frame::{Context, Frame, Mode, Registry, apply, is_small};
use crate::run::Return;

/// The most rows that a plan may have to be run again, as far as it can be told without running it: a byte of text may be a
/// row, and of files no more than 64 MiB are looked at.
const MOST_ROWS: u64 = 64 << 20;
/// The most plans that are run again: enough for a thousand steps in a row, not for each of a hundred frames.
const MOST_RUNS: u32 = 24;

/// The step and operation that a run's plans fail at, if it can be told.
pub(crate) fn failing(document: &Document, variables: &Map<String, Value>, env: &Env, wanted: &Return) -> Result<Option<(usize, String)>> {
    let checking = check::context(env);
    let (_, variables) = check::check(document, variables, &checking, wanted)?;
    let context = Context::new(env, Mode::Explain);
    context.sources.replace(checking.sources.take());
    let mut frames = Registry::default();
    let mut past = Past::default();
    for (number, step) in document.steps.iter().enumerate() {
        apply(&context, &mut frames, number, step, &variables)?;
        let plan = match frames.get(step.output.as_deref()) {
            Some(Frame::Table(table) | Frame::Series(table) | Frame::Written(table)) if table.known => Some(table.plan.clone()),
            _ => None,
        };
        past.add(step, plan);
    }
    // A call of a guest is not made twice, and its errors know their step.
    if !context.functions.take().is_empty() {
        return Ok(None);
    }
    let mut ends: Vec<Option<String>> = document.outputs.iter().map(|output| output.dataframe_id.clone()).collect();
    ends.extend(returned(document, &frames, wanted)?);
    let found = ends.iter().filter_map(|end| past.setter(end.as_deref())).find_map(|end| past.cause(end));
    // What was not tried may be the cause.
    let found = found.filter(|_| past.runs.get() <= MOST_RUNS);
    Ok(found.and_then(|at| Some((at, document.steps.get(at)?.operation.clone()))))
}

/// What the steps made, one entry each.
#[derive(Default)]
struct Past {
    entries: Vec<Entry>,
    /// Which step set a frame last.
    set: HashMap<Option<String>, usize>,
    /// How often a plan was to be run again.
    runs: Cell<u32>,
}

struct Entry {
    /// The plan after the step; groups and lists have none, and columns that only rows tell.
    plan: Option<LazyFrame>,
    /// The step that made the frame that this one is called on.
    input: Option<usize>,
    /// Those that made the frames in its arguments, as far as names tell.
    others: Vec<usize>,
}

impl Past {
    fn add(&mut self, step: &Step, plan: Option<LazyFrame>) {
        let input = self.setter(step.input.as_deref());
        let mut others = Vec::new();
        let is_query = step.operation.starts_with("sql");
        for value in step.args.iter().chain(step.kwargs.values()) {
            self.named(value, is_query, &mut others);
        }
        self.set.insert(step.output.clone(), self.entries.len());
        self.entries.push(Entry { plan, input, others });
    }

    fn setter(&self, name: Option<&str>) -> Option<usize> {
        let of = |name: Option<&str>| self.set.get(&name.map(str::to_owned)).copied();
        // One of a list: `name[0]`.
        of(name).or_else(|| name?.rsplit_once('[').and_then(|(list, _)| of(Some(list))))
    }

    /// The steps that made the frames which an argument names, or a query.
    fn named(&self, value: &Value, is_query: bool, found: &mut Vec<usize>) {
        match value {
            Value::String(text) if is_query => {
                found.extend(self.set.iter().filter(|(name, _)| name.as_deref().is_some_and(|name| text.contains(name))).map(|(_, at)| at));
            }
            Value::String(text) => found.extend(self.setter(Some(text))),
            Value::Array(items) => items.iter().for_each(|item| self.named(item, is_query, found)),
            Value::Object(fields) => fields.values().for_each(|field| self.named(field, is_query, found)),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    /// What the plan after a step fails with by itself. One that may be large is not tried.
    fn failure(&self, at: usize) -> Option<String> {
        let plan = self.entries.get(at)?.plan.as_ref()?;
        if !is_small(&plan.logical_plan, MOST_ROWS) {
            return None;
        }
        self.runs.set(self.runs.get() + 1);
        if self.runs.get() > MOST_RUNS {
            return None;
        }
        // The rows are not kept.
        for_each_batch(plan.clone(), |_| Ok(ControlFlow::Continue(()))).err().map(|error| gist(&error.message))
    }

    /// The first step to fail of those that led to the frame of this one. It fails with the same: a column that does not
    /// come to the end may fail in a plan that makes all of them.
    fn cause(&self, mut end: usize) -> Option<usize> {
        let failure = self.failure(end)?;
        let fails = |at: usize| self.failure(at).is_some_and(|its| its == failure);
        loop {
            // The frames that it was before, the oldest first; what has no plan cannot fail by itself.
            let mut chain: Vec<usize> = std::iter::successors(Some(end), |at| self.entries.get(*at)?.input).collect();
            chain.retain(|at| self.entries.get(*at).is_some_and(|entry| entry.plan.is_some()));
            chain.reverse();
            let first = *chain.get(chain.partition_point(|at| *at != end && !fails(*at)))?;
            // Or it is in a frame that came in there, which an older step made.
            let others = self.entries.get(first).map_or(&[][..], |entry| &entry.others);
            match others.iter().copied().find(|other| *other < first && fails(*other)) {
                Some(other) => end = other,
                None => return Some(first),
            }
        }
    }
}

/// A message without what depends on how much of the data was looked at: counts, and the values that are shown.
fn gist(message: &str) -> String {
    let words = message.split('[').next().unwrap_or(message).split_whitespace();
    words.filter(|word| !word.bytes().all(|byte| byte.is_ascii_digit())).collect::<Vec<_>>().join(" ")
}
