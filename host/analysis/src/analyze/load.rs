//! The rows, held.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::sync::Arc;

use polars::prelude::{DataFrame, LazyFrame, Schema, SchemaRef};
use sandtable_core::{Error, Result};
use sandtable_frames::{FieldInfo, Format, ReadOptions, Table, check_arrow, describe_schema};

use super::column::Summary;
use super::engine;
use crate::attempt::{Failed, attempt};
use crate::column::column;
use crate::query::{Built, build};
use crate::request::{AnalysisOptions, QueryPlan};
use crate::work::{Given, Source, Subject};
use crate::{fault, run};

/// A table in memory.
pub(super) struct Loaded {
    /// The columns that are looked at, and behind them those that only keys and rules name.
    pub(super) frame: DataFrame,
    /// How many are looked at.
    pub(super) analyzed: usize,
    /// How many the table has.
    pub(super) columns: usize,
    /// All of them.
    pub(super) schema: SchemaRef,
    fields: Vec<FieldInfo>,
}

impl Loaded {
    /// All columns in the names of the types' table. One that was looked at is nullable when it has a null.
    pub(super) fn fields(&self, summaries: &[Summary]) -> Vec<FieldInfo> {
        let mut fields = self.fields.clone();
        for (field, summary) in fields.iter_mut().zip(summaries) {
            field.nullable = summary.nulls > 0;
        }
        fields
    }
}

/// Loads what is to be analyzed.
///
/// # Errors
/// What is wrong with the plan or the frame; `RESOURCE_CAP` when the rows take more than half of the memory.
pub(super) fn load(subject: &Subject, sources: &BTreeMap<String, Source>, options: &AnalysisOptions, given: &Given) -> Result<Loaded> {
    match subject {
        Subject::Plan(plan) => {
            let (frame, schema) =
                collect(plan, sources, given, |plan, schema| Ok(plan.select(wanted(schema, options).iter().map(|name| column(name)).collect::<Vec<_>>())))?;
            loaded(frame, schema, options)
        }
        Subject::Frame => {
            let file = given.frame.as_ref().ok_or_else(|| Error::internal("a frame was to be analyzed, and none came along"))?;
            let frame = read(file)?;
            let (bytes, allowed) = (frame.estimated_size() as u64, given.memory_bytes / 2);
            if bytes > allowed {
                return Err(fault::cap("memory_bytes", format!("a frame of {} MiB does not fit into memory", bytes >> 20), allowed));
            }
            let schema = Arc::clone(frame.schema());
            let frame = frame.select(wanted(&schema, options)).map_err(engine)?;
            loaded(frame, schema, options)
        }
    }
}

/// The rows of a plan in memory, of which half is left for the work over them, and the columns before they were shaped.
///
/// # Errors
/// What the plan fails with; `RESOURCE_CAP`.
pub(super) fn collect(
    plan: &QueryPlan,
    sources: &BTreeMap<String, Source>,
    given: &Given,
    shape: impl Fn(LazyFrame, &Schema) -> Result<LazyFrame>,
) -> Result<(DataFrame, SchemaRef)> {
    attempt(|types| {
        let Built { plan, guessed } = build(plan, sources, given, types, &|_, _| {})?;
        let schema = run::schema_of(&plan)?;
        let shaped = shape(plan, &schema)?;
        let frame = run::collect(shaped, given.memory_bytes / 2).map_err(|error| guessed.explain(error))?;
        Ok::<_, Failed>((frame, schema))
    })
}

fn read(file: &File) -> Result<DataFrame> {
    let named = |error: Error| if error.details.contains_key("field") { error } else { error.with("field", "frame_ref.data") };
    // Polars' readers trust the lengths that a message claims.
    check_arrow(file).map_err(named)?;
    let copy = file.try_clone().map_err(|error| Error::io("the frame cannot be read").with_inside(error))?;
    Table::open(copy, Some(Format::Arrow), &ReadOptions::default()).and_then(Table::into_frame).map_err(named)
}

/// The first columns, as many as are looked at, then those that are named.
fn wanted(schema: &Schema, options: &AnalysisOptions) -> Vec<String> {
    let first = schema.iter_names().take(options.max_columns as usize).map(|name| name.to_string());
    let mut wanted: Vec<String> = first.collect();
    let mut there: BTreeSet<String> = wanted.iter().cloned().collect();
    let named = options.key.iter().chain(options.rules.iter().filter_map(|rule| rule.col.as_ref()));
    for name in named.filter(|name| schema.contains(name.as_str())) {
        if there.insert(name.clone()) {
            wanted.push(name.clone());
        }
    }
    // An expression may name any column.
    if options.rules.iter().any(|rule| rule.rule == "expr") {
        wanted.extend(schema.iter_names().map(|name| name.to_string()).filter(|name| !there.contains(name)));
    }
    wanted
}

fn loaded(frame: DataFrame, schema: SchemaRef, options: &AnalysisOptions) -> Result<Loaded> {
    // Categories become strings, and what has no place in an answer is refused.
    let table = Table::from_frame(DataFrame::empty_with_schema(&schema))?;
    let fields = describe_schema(table.schema());
    let frame = Table::from_frame(frame)?.into_frame()?;
    let analyzed = schema.len().min(options.max_columns as usize);
    Ok(Loaded { frame, analyzed, columns: schema.len(), schema, fields })
}
