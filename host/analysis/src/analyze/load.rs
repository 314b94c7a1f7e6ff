//! The rows, held.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::ops::ControlFlow;
use std::sync::{Arc, Mutex, PoisonError};

use polars::prelude::{DataFrame, Expr, LazyFrame, Schema, SchemaRef};
use sandtable_core::{Code, Error, Result};
use sandtable_frames::{FieldInfo, Format, ReadOptions, Table, check_arrow, describe_schema};
use sandtable_pipeline::custom::for_each_batch;

use super::column::Summary;
use super::engine;
use crate::request::AnalysisOptions;
use crate::work::{Given, Source, Subject};

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
    // By `Expr::Column`: `col` would read `*` and `^…$` as patterns.
    match subject {
        Subject::Plan(plan) => {
            let mut lazy = crate::query::frame(plan, sources, given)?;
            let schema = lazy.collect_schema().map_err(|error| Error::new(Code::ValidationError, error.to_string()))?;
            let wanted: Vec<Expr> = wanted(&schema, options).into_iter().map(|name| Expr::Column(name.into())).collect();
            let frame = collect(lazy.select(wanted), given.memory_bytes)?;
            loaded(frame, schema, options)
        }
        Subject::Frame => {
            let file = given.frame.as_ref().ok_or_else(|| Error::internal("a frame was to be analyzed, and none came along"))?;
            let frame = read(file)?;
            fits(frame.estimated_size() as u64, given.memory_bytes)?;
            let schema = Arc::clone(frame.schema());
            let frame = frame.select(wanted(&schema, options)).map_err(engine)?;
            loaded(frame, schema, options)
        }
    }
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

/// All rows of a plan, in their order.
pub(super) fn collect(plan: LazyFrame, memory_bytes: u64) -> Result<DataFrame> {
    let empty = DataFrame::empty_with_schema(plan.clone().collect_schema().map_err(engine)?.as_ref());
    let held = Arc::new(Mutex::new((empty, 0_u64)));
    let receiver = Arc::clone(&held);
    for_each_batch(plan, move |batch| {
        let mut held = receiver.lock().unwrap_or_else(PoisonError::into_inner);
        held.1 += batch.estimated_size() as u64;
        fits(held.1, memory_bytes)?;
        held.0.vstack_mut_owned(batch).map_err(engine)?;
        Ok(ControlFlow::Continue(()))
    })?;
    let mut held = held.lock().unwrap_or_else(PoisonError::into_inner);
    Ok(std::mem::take(&mut held.0))
}

fn fits(bytes: u64, memory_bytes: u64) -> Result<()> {
    let allowed = memory_bytes / 2;
    if bytes <= allowed {
        return Ok(());
    }
    let message = format!("the table takes more than {allowed} bytes, half of the memory of an analysis; select fewer columns, filter or limit rows");
    Err(Error::new(Code::ResourceCap, message).with("limit", "memory_bytes").with("requested", bytes).with("allowed", allowed))
}
