//! How many rows, nulls and different values there are, and what they would take in memory.
//!
//! Every pass streams. Counting different values exactly takes memory for each of them: a first pass estimates how many
//! there are, and columns are then counted together as far as they fit.

use polars::prelude::{DataFrame, DataType, Expr, LazyFrame, Schema, len, lit};
use sandtable_core::Result;
use serde_json::{Map, Value, json};

use crate::column::column;
use crate::fault;
use crate::run::collect;
use crate::source::{DataSet, Scanned};
use crate::work::Given;

/// Up to so many rows, different values are counted exactly.
const EXACT_ROWS: u64 = 10_000_000;
/// Up to so many bytes of files, all is counted in one pass.
const ONE_PASS_BYTES: u64 = 64 << 20;
/// What one value takes in a table of different values, beside its own bytes.
const ENTRY_BYTES: f64 = 64.0;
/// One row of results is not held against the memory that rows may take.
const RESULT_BYTES: u64 = 64 << 20;

/// What was counted, by the columns' positions where it is a list.
pub(super) struct Stats {
    pub(super) rows: u64,
    pub(super) nulls: Vec<u64>,
    /// Of string, boolean and integer columns.
    unique: Vec<Option<u64>>,
    approximate: bool,
    memory_bytes: f64,
}

impl Stats {
    pub(super) fn find(set: &DataSet, scanned: &Scanned, given: &Given) -> Result<Self> {
        let (plan, schema) = (&scanned.plan, scanned.schema.as_ref());
        let wanted: Vec<usize> = (0..schema.len()).filter(|at| schema.get_at_index(*at).is_some_and(|(_, dtype)| is_counted(dtype))).collect();
        let at_once = set.size()? <= ONE_PASS_BYTES.min(given.memory_bytes / 8);
        let mut exprs = vec![len().alias("rows")];
        for (at, (name, dtype)) in schema.iter().enumerate() {
            exprs.push(column(name).null_count().alias(format!("n{at}")));
            if let Some(bytes) = text_bytes(name, dtype) {
                exprs.push(bytes.alias(format!("b{at}")));
            }
        }
        for at in &wanted {
            exprs.push(if at_once { exactly(schema, *at) } else { approximately(schema, *at) });
        }
        let first = one_row(plan.clone().select(exprs))?;
        let rows = number(&first, "rows");
        let nulls: Vec<u64> = (0..schema.len()).map(|at| number(&first, &format!("n{at}"))).collect();
        let mut counts: Vec<Option<u64>> = vec![None; schema.len()];
        for at in &wanted {
            counts[*at] = Some(number(&first, &format!("u{at}")));
        }
        let approximate = !at_once && rows > EXACT_ROWS;
        if !at_once && !approximate {
            let cost = |at: usize| {
                let text = number(&first, &format!("b{at}")) as f64 / rows.max(1) as f64;
                counts[at].unwrap_or(0) as f64 * (ENTRY_BYTES + text)
            };
            for group in groups(&wanted, cost, given.memory_bytes as f64 / 4.0) {
                let exact = one_row(plan.clone().select(group.iter().map(|at| exactly(schema, *at)).collect::<Vec<_>>()))?;
                for at in group {
                    counts[at] = Some(number(&exact, &format!("u{at}")));
                }
            }
        }
        // Nulls are no value, and Polars counts them as one.
        let unique = counts.iter().zip(&nulls).map(|(count, nulls)| count.map(|count| count.saturating_sub(u64::from(*nulls > 0)))).collect();
        let memory_bytes = memory(plan, schema, &first, rows)?;
        Ok(Self { rows, nulls, unique, approximate, memory_bytes })
    }

    /// As the answer has it.
    pub(super) fn json(&self, schema: &Schema) -> Value {
        let Self { rows, nulls, unique, approximate, memory_bytes } = self;
        let names = || schema.iter_names().map(|name| name.to_string());
        let ratios: Map<String, Value> =
            names().zip(nulls).filter(|(_, nulls)| **nulls > 0).map(|(name, nulls)| (name, json!(*nulls as f64 / *rows as f64))).collect();
        let unique: Map<String, Value> = names().zip(unique).filter_map(|(name, count)| Some((name, json!((*count)?)))).collect();
        let mut stats = json!({
            "rows": rows,
            "columns": schema.len(),
            "null_ratio": ratios,
            "unique_counts": unique,
            "memory_usage_mb": (memory_bytes / (1 << 20) as f64 * 1000.0).round() / 1000.0,
        });
        if *approximate {
            stats["approximate"] = Value::Bool(true);
        }
        stats
    }
}

fn is_counted(dtype: &DataType) -> bool {
    dtype.is_integer() || matches!(dtype, DataType::String | DataType::Boolean | DataType::Categorical(..) | DataType::Enum(..))
}

fn exactly(schema: &Schema, at: usize) -> Expr {
    column_at(schema, at).n_unique().alias(format!("u{at}"))
}

fn approximately(schema: &Schema, at: usize) -> Expr {
    column_at(schema, at).approx_n_unique().alias(format!("u{at}"))
}

fn column_at(schema: &Schema, at: usize) -> Expr {
    schema.get_at_index(at).map_or_else(|| lit(polars::prelude::NULL), |(name, _)| column(name))
}

/// The bytes of all values of a column whose values differ in length.
fn text_bytes(name: &str, dtype: &DataType) -> Option<Expr> {
    match dtype {
        DataType::String => Some(column(name).str().len_bytes().cast(DataType::UInt64).sum()),
        DataType::Binary => Some(column(name).binary().size_bytes().cast(DataType::UInt64).sum()),
        _ => None,
    }
}

/// Columns that are counted together, so that each group fits.
fn groups(columns: &[usize], cost: impl Fn(usize) -> f64, most: f64) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut left = 0.0;
    for at in columns {
        let cost = cost(*at);
        match groups.last_mut() {
            Some(group) if cost <= left => group.push(*at),
            _ => {
                groups.push(vec![*at]);
                left = most;
            }
        }
        left -= cost;
    }
    groups
}

/// What the table would take in memory as Polars holds it.
fn memory(plan: &LazyFrame, schema: &Schema, first: &DataFrame, rows: u64) -> Result<f64> {
    let mut bytes = 0.0;
    let mut nested = Vec::new();
    for (at, (name, dtype)) in schema.iter().enumerate() {
        let width = match dtype {
            DataType::Boolean => 0.125,
            DataType::Null => 0.0,
            // Views of 16 bytes, and the text of those that do not fit into theirs; taken for all.
            DataType::String | DataType::Binary => {
                bytes += number(first, &format!("b{at}")) as f64;
                16.0
            }
            DataType::List(_) | DataType::Array(..) | DataType::Struct(_) => {
                nested.push(column(name));
                continue;
            }
            other => width_of(other),
        };
        bytes += width * rows as f64;
    }
    if !nested.is_empty() {
        let sample = collect(plan.clone().select(nested).limit(1_000), RESULT_BYTES)?;
        bytes += sample.estimated_size() as f64 / sample.height().max(1) as f64 * rows as f64;
    }
    Ok(bytes)
}

/// The bytes of one value of a fixed width.
fn width_of(dtype: &DataType) -> f64 {
    match dtype {
        DataType::Int8 | DataType::UInt8 => 1.0,
        DataType::Int16 | DataType::UInt16 | DataType::Float16 => 2.0,
        DataType::Int32 | DataType::UInt32 | DataType::Float32 | DataType::Date | DataType::Categorical(..) | DataType::Enum(..) => 4.0,
        DataType::Int128 | DataType::UInt128 | DataType::Decimal(..) => 16.0,
        _ => 8.0,
    }
}

fn one_row(plan: LazyFrame) -> Result<DataFrame> {
    collect(plan, RESULT_BYTES)
}

fn number(frame: &DataFrame, name: &str) -> u64 {
    let value = frame.column(name).map_err(fault::polars).ok().and_then(|column| column.get(0).ok()?.extract::<u64>());
    value.unwrap_or(0)
}
