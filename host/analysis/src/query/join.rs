//! Data sets that are joined, with a bound on how many rows that may make.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use polars::prelude::{DataFrame, DataType, Expr, JoinCoalesce, JoinType, LazyFrame, Schema};
use polars_plan::frame::OptFlags;
use sandtable_core::{Error, Result, text};

use crate::column::column;
use crate::fault;
use crate::request::{Join, JoinKind};
use crate::run::schema_of;
use crate::source::type_text;

/// What a row of a result takes at least, for how many of them fit into memory.
const ROW_BYTES: u64 = 64;
/// So many rows more than both sides have are allowed with however little memory.
const LEAST_MORE: u64 = 1_000_000;

/// A plan with another one joined to it.
///
/// Keys that come several times on both sides multiply rows. A result may have as many rows as both sides have together
/// and as many more as fit into memory, at 64 bytes a row; where it has more, the run ends with `RESOURCE_CAP`.
///
/// # Errors
/// `VALIDATION_ERROR` with the field of the join that is wrong: keys that are missing, unknown or of different types,
/// columns that would have one name.
pub(super) fn join(left: LazyFrame, right: LazyFrame, asked: &Join, memory_bytes: u64) -> Result<LazyFrame> {
    let (left_schema, right_schema) = (schema_of(&left)?, schema_of(&right)?);
    let (left_on, right_on) = keys(asked)?;
    for (at, (one, other)) in left_on.iter().zip(&right_on).enumerate() {
        let field = |side: &str| if asked.on.is_empty() { format!("{side}_on[{at}]") } else { format!("on[{at}]") };
        let one_type = left_schema.get(one).ok_or_else(|| fault::unknown_column(&field("left"), one, &left_schema))?;
        let other_type = right_schema.get(other).ok_or_else(|| fault::unknown_column(&field("right"), other, &right_schema))?;
        if !comparable(one_type, other_type) {
            let (one_type, other_type) = (type_text(one_type), type_text(other_type));
            let message = format!("{} is {one_type} and {} is {other_type}; columns that are joined have one type", text::quote(one), text::quote(other));
            return Err(fault::invalid(&field("left"), "columns of one type", message).with("given", vec![one_type, other_type]));
        }
    }
    let keeps_right = !matches!(asked.how, JoinKind::Semi | JoinKind::Anti);
    let suffix = asked.suffix.as_deref().unwrap_or("_right");
    if keeps_right {
        check_names(&left_schema, &right_schema, &left_on, &right_on, asked.how, suffix)?;
    }
    let how = match asked.how {
        JoinKind::Inner => JoinType::Inner,
        JoinKind::Left => JoinType::Left,
        JoinKind::Right => JoinType::Right,
        JoinKind::Full => JoinType::Full,
        JoinKind::Semi => JoinType::Semi,
        JoinKind::Anti => JoinType::Anti,
    };
    let (left, right) = alike(left, right, &left_schema, &right_schema, &left_on, &right_on);
    let bound = Arc::new(Bound {
        before: AtomicU64::new(0),
        after: AtomicU64::new(0),
        more: (memory_bytes / ROW_BYTES).max(LEAST_MORE),
        dataset: asked.dataset.clone(),
    });
    let (left, right) = if keeps_right { (counted(left, &bound), counted(right, &bound)) } else { (left, right) };
    let columns = |names: &[String]| names.iter().map(|name| column(name)).collect::<Vec<Expr>>();
    let joined = left
        .join_builder()
        .with(right)
        .left_on(columns(&left_on))
        .right_on(columns(&right_on))
        .how(how)
        .suffix(suffix)
        .coalesce(if keeps_right { JoinCoalesce::CoalesceColumns } else { JoinCoalesce::JoinSpecific })
        .finish();
    Ok(if keeps_right { bounded(joined, bound) } else { joined })
}

/// The columns of both sides that are compared.
fn keys(asked: &Join) -> Result<(Vec<String>, Vec<String>)> {
    let Join { on, left_on, right_on, .. } = asked;
    match (on.is_empty(), left_on.is_empty() && right_on.is_empty()) {
        (false, true) => Ok((on.clone(), on.clone())),
        (true, false) if left_on.len() == right_on.len() => Ok((left_on.clone(), right_on.clone())),
        (true, false) => {
            let message = format!("left_on has {} columns, right_on {}; they are compared in pairs", left_on.len(), right_on.len());
            Err(fault::invalid("right_on", "as many columns as left_on", message))
        }
        (false, false) => Err(fault::invalid("on", "on, or left_on and right_on", "on is given beside left_on and right_on")),
        (true, true) => Err(fault::invalid("on", "one column at least", "a join needs on, or left_on and right_on")),
    }
}

fn comparable(one: &DataType, other: &DataType) -> bool {
    let is_text = |dtype: &DataType| matches!(dtype, DataType::String | DataType::Categorical(..) | DataType::Enum(..));
    one == other || one.is_integer() && other.is_integer() || is_text(one) && is_text(other)
}

/// Keys of like types in one type.
fn alike(left: LazyFrame, right: LazyFrame, left_schema: &Schema, right_schema: &Schema, left_on: &[String], right_on: &[String]) -> (LazyFrame, LazyFrame) {
    let (mut of_left, mut of_right) = (Vec::new(), Vec::new());
    for (one, other) in left_on.iter().zip(right_on) {
        let (one_type, other_type) = (left_schema.get(one), right_schema.get(other));
        if one_type == other_type {
            continue;
        }
        let wide = if one_type.is_some_and(DataType::is_integer) { DataType::Int64 } else { DataType::String };
        of_left.push(column(one).strict_cast(wide.clone()));
        of_right.push(column(other).strict_cast(wide));
    }
    if of_left.is_empty() { (left, right) } else { (left.with_columns(of_left), right.with_columns(of_right)) }
}

/// Columns of the result must differ, with the suffix in place.
fn check_names(left: &Schema, right: &Schema, left_on: &[String], right_on: &[String], how: JoinKind, suffix: &str) -> Result<()> {
    let keeps =
        |schema: &Schema, dropped: &[String]| schema.iter_names().map(|name| name.to_string()).filter(|name| !dropped.contains(name)).collect::<Vec<_>>();
    // The keys stand once: those of the side whose rows all stay.
    let (mut names, added) = match how {
        JoinKind::Right => (keeps(left, left_on), keeps(right, &[])),
        _ => (keeps(left, &[]), keeps(right, right_on)),
    };
    for name in added {
        let name = if names.contains(&name) { format!("{name}{suffix}") } else { name };
        if names.contains(&name) {
            return Err(fault::clash("suffix", &name, "two columns of the joined data sets have one name; give another suffix"));
        }
        names.push(name);
    }
    Ok(())
}

/// How many rows went in and came out so far.
struct Bound {
    before: AtomicU64,
    after: AtomicU64,
    more: u64,
    dataset: String,
}

/// Rows pass, and are counted; filters and columns may still be moved in front.
const TRANSPARENT: OptFlags = OptFlags::STREAMING.union(OptFlags::PROJECTION_PUSHDOWN).union(OptFlags::PREDICATE_PUSHDOWN);

fn counted(plan: LazyFrame, bound: &Arc<Bound>) -> LazyFrame {
    let bound = Arc::clone(bound);
    let pass = move |batch: DataFrame| {
        bound.before.fetch_add(batch.height() as u64, Ordering::Relaxed);
        Ok(batch)
    };
    plan.map(pass, TRANSPARENT, None, Some("count rows"))
}

fn bounded(plan: LazyFrame, bound: Arc<Bound>) -> LazyFrame {
    let pass = move |batch: DataFrame| {
        let after = bound.after.fetch_add(batch.height() as u64, Ordering::Relaxed) + batch.height() as u64;
        let allowed = bound.before.load(Ordering::Relaxed).saturating_add(bound.more);
        if after > allowed { Err(through_polars(too_many(&bound, allowed))) } else { Ok(batch) }
    };
    plan.map(pass, TRANSPARENT, None, Some("bound rows"))
}

fn too_many(bound: &Bound, allowed: u64) -> Error {
    let message = format!(
        "the join with {} makes more than {allowed} rows: keys come several times on both sides; as many rows as both sides have are allowed, and {} more",
        text::quote(&bound.dataset),
        bound.more
    );
    fault::cap("join_rows", message, allowed).with("constraint", "rows of a join fit into memory")
}

/// Carries an error of ours through Polars, which knows only its own: `fault` and the pipelines take it out again.
fn through_polars(error: Error) -> polars::prelude::PolarsError {
    polars::prelude::PolarsError::IO { error: Arc::new(std::io::Error::other(error)), msg: None }
}
