//! A query plan as a plan of the engine.

use std::collections::BTreeMap;

use polars::prelude::{Expr, IdxSize, LazyFrame, SortMultipleOptions};
use sandtable_core::{Error, Result, text};
use sandtable_frames::ReadOptions;

use super::clean::clean;
use super::filter;
use super::grain::Grain;
use super::group::group;
use super::join::join;
use super::time::{self, TimeColumn};
use crate::attempt::Guessed;
use crate::column::known;
use crate::fault;
use crate::request::{Direction, QueryPlan, default_options};
use crate::run::schema_of;
use crate::source::{DataSet, Types};
use crate::work::{Given, Source};

/// What comes next, as a step's name and a message.
pub(crate) type Tell<'a> = &'a dyn Fn(&'static str, String);

/// A plan that is ready to run.
pub(crate) struct Built {
    pub(crate) plan: LazyFrame,
    /// How far its types rest on first rows.
    pub(crate) guessed: Guessed,
}

/// The rows that a plan asks for, telling what comes next, with types that the first rows tell or all. Nothing runs but
/// what the columns' types need.
///
/// # Errors
/// `VALIDATION_ERROR` with a field below `plan`; what opening files says.
pub(crate) fn build(asked: &QueryPlan, sources: &BTreeMap<String, Source>, given: &Given, types: Types, tell: Tell<'_>) -> Result<Built> {
    filter::check_many(&asked.filters)?;
    // Said even where nothing asks for it: a typing error is not to go unseen.
    if let Some(name) = &asked.timezone {
        time::zone(name)?;
    }
    let open = |field: &str, name: &str| -> Result<DataSet> {
        let source = sources.get(name).ok_or_else(|| fault::unknown(field, "data set", name, sources.keys().map(String::as_str)))?;
        DataSet::open(source, &*given.files)
    };
    let first = open("plan.dataset", &asked.dataset)?;
    let others = asked.joins.iter().enumerate().map(|(at, join)| open(&format!("plan.joins[{at}].dataset"), &join.dataset)).collect::<Result<Vec<_>>>()?;
    let names = std::iter::once(&first).chain(&others).map(DataSet::describe).collect::<Vec<_>>();
    tell("file_found", format!("Found {}", names.join(", ")));

    tell("loading_data", "Loading data from files".to_owned());
    let mut guessed = Guessed::default();
    let mut scan = |set: &DataSet, options: &Option<ReadOptions>, place: &str| -> Result<LazyFrame> {
        let options = options.clone().unwrap_or_else(default_options);
        let scanned = set.scan(&options, types, given.memory_bytes).map_err(|error| under(place, error))?;
        guessed.add(&scanned, set.size()?);
        Ok(scanned.plan)
    };
    let mut plan = scan(&first, &asked.options, "plan")?;
    for (at, (set, asked)) in others.iter().zip(&asked.joins).enumerate() {
        let place = format!("plan.joins[{at}]");
        let other = scan(set, &asked.options, &place)?;
        plan = join(plan, other, asked, given.memory_bytes).map_err(|error| under(&place, error))?;
    }
    if let Some(asked) = &asked.clean {
        plan = clean(plan, asked)?;
    }
    if let Some(name) = &asked.time_col {
        let schema = schema_of(&plan)?;
        TimeColumn::find("plan.time_col", Some(name), None, &schema)?;
    }

    tell("applying_filters", "Applying filters and transformations".to_owned());
    if !asked.filters.is_empty() {
        let schema = schema_of(&plan)?;
        let each = asked
            .filters
            .iter()
            .enumerate()
            .map(|(at, filter)| filter::expression(filter, &schema).map_err(|error| fault::under(&format!("plan.filters[{at}]"), error)));
        plan = plan.filter(filter::all(each.collect::<Result<Vec<Expr>>>()?));
    }
    let groups = is_grouped(asked);
    let plan = if groups { grouped(plan, asked, tell)? } else { rows(plan, asked)? };
    Ok(Built { plan, guessed })
}

/// Whether a plan makes groups.
pub(super) fn is_grouped(asked: &QueryPlan) -> bool {
    !asked.groupby.is_empty() || !asked.aggs.is_empty()
}

/// An error of files keeps its file; one of a field is told where the field stands.
fn under(place: &str, error: Error) -> Error {
    if error.details.contains_key("file") && !error.details.contains_key("field") { error } else { fault::under(place, error) }
}

fn grouped(mut plan: LazyFrame, asked: &QueryPlan, tell: Tell<'_>) -> Result<LazyFrame> {
    if !asked.select.is_empty() {
        let schema = schema_of(&plan)?;
        let chosen = asked.select.iter().enumerate().map(|(at, name)| known(&format!("plan.select[{at}]"), name, &schema));
        let chosen = chosen.collect::<Result<Vec<_>>>()?;
        check_once(&asked.select)?;
        plan = plan.select(chosen);
    }
    let bucket = match &asked.grain {
        Some(given) => {
            let (grain, floored) = floored(&plan, asked, given)?;
            let schema = schema_of(&plan)?;
            if schema.contains(grain.name) {
                return Err(fault::clash("plan.grain", grain.name, "the grain's column has the name of another; select leaves columns out"));
            }
            plan = plan.with_columns([floored]);
            Some(grain.name)
        }
        None => None,
    };
    tell("aggregating", "Performing aggregations".to_owned());
    let schema = schema_of(&plan)?;
    let plan = group(plan, &schema, asked, bucket)?;
    limited(ordered(plan, asked)?, asked)
}

/// Without groups: the columns that are asked for, and the grain's behind them. Rows may be ordered by any column.
fn rows(mut plan: LazyFrame, asked: &QueryPlan) -> Result<LazyFrame> {
    let mut wanted = asked.select.clone();
    check_once(&wanted)?;
    if let Some(given) = &asked.grain {
        let (grain, floored) = floored(&plan, asked, given)?;
        let schema = schema_of(&plan)?;
        let is_there = schema.contains(grain.name);
        if is_there && (wanted.is_empty() || wanted.iter().any(|name| name == grain.name)) {
            return Err(fault::clash("plan.grain", grain.name, "the grain's column has the name of another; select leaves columns out"));
        }
        plan = plan.with_columns([floored]);
        if !wanted.is_empty() && !wanted.iter().any(|name| name == grain.name) {
            wanted.push(grain.name.to_owned());
        }
    }
    let schema = schema_of(&plan)?;
    let chosen = wanted.iter().enumerate().map(|(at, name)| known(&format!("plan.select[{at}]"), name, &schema)).collect::<Result<Vec<_>>>()?;
    let plan = limited(ordered(plan, asked)?, asked)?;
    Ok(if chosen.is_empty() { plan } else { plan.select(chosen) })
}

fn floored(plan: &LazyFrame, asked: &QueryPlan, given: &str) -> Result<(Grain, Expr)> {
    let grain = Grain::parse(given)?;
    let schema = schema_of(plan)?;
    let field = if asked.time_col.is_some() { "plan.time_col" } else { "plan.grain" };
    let time = TimeColumn::find(field, asked.time_col.as_deref(), asked.timezone.as_deref(), &schema)?;
    let floored = grain.floor(&time)?;
    Ok((grain, floored))
}

fn check_once(names: &[String]) -> Result<()> {
    for (at, name) in names.iter().enumerate() {
        if names[..at].contains(name) {
            return Err(fault::clash(&format!("plan.select[{at}]"), name, "a column is selected twice"));
        }
    }
    Ok(())
}

fn ordered(plan: LazyFrame, asked: &QueryPlan) -> Result<LazyFrame> {
    if asked.order.is_empty() {
        return Ok(plan);
    }
    let schema = schema_of(&plan)?;
    let mut by = Vec::with_capacity(asked.order.len());
    for (at, order) in asked.order.iter().enumerate() {
        let field = format!("plan.order[{at}].col");
        by.push(known(&field, &order.col, &schema)?);
        if schema.get(&order.col).is_some_and(|dtype| dtype.is_nested()) {
            return Err(fault::invalid(&field, "a column with an order", format!("column {} is nested, and has no order", text::quote(&order.col))));
        }
    }
    let descending: Vec<bool> = asked.order.iter().map(|order| order.dir == Direction::Desc).collect();
    let options = SortMultipleOptions { nulls_last: vec![true; descending.len()], descending, ..SortMultipleOptions::default() };
    Ok(plan.sort_by_exprs(by, options))
}

fn limited(plan: LazyFrame, asked: &QueryPlan) -> Result<LazyFrame> {
    Ok(match asked.limit {
        Some(limit) => plan.limit(IdxSize::try_from(limit).unwrap_or(IdxSize::MAX)),
        None => plan,
    })
}
