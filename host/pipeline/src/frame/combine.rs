//! Several frames become one, or several that fit each other.

use polars::prelude::{Expr, HConcatOptions, JoinCoalesce, JoinType, LazyFrame, SortMultipleOptions, UnionArgs, col};
use serde_json::Value;

use super::call::schema_of;
use super::join::maintained;
use super::{Call, Frame, Table};
use crate::fault::{Fault, Result};

/// The frames of an argument: at least one, all eager or all lazy.
fn items(call: &Call<'_>, name: &str) -> Result<Vec<Table>> {
    let tables = call.tables(name)?;
    same_kind(&tables).map_err(|fault| fault.argument(call.bound.place(name)))?;
    Ok(tables)
}

fn same_kind(tables: &[Table]) -> Result<()> {
    let Some(first) = tables.first() else { return Err(Fault::new("cannot concat empty list").allowed("at least one frame")) };
    match tables.iter().find(|table| table.eager != first.eager) {
        Some(other) => Err(Fault::new(format!("expected a {}, got a {}: use `lazy` or `collect` first", first.kind(), other.kind()))),
        None => Ok(()),
    }
}

fn done(tables: &[Table], plan: LazyFrame) -> Result<Frame> {
    let eager = tables.iter().any(|table| table.eager);
    Ok(Frame::Table(Table { plan, eager, known: tables.iter().all(|table| table.known) }))
}

pub(super) fn concat(call: &Call<'_>) -> Result<Frame> {
    stacked(call, true)
}

pub(super) fn union(call: &Call<'_>) -> Result<Frame> {
    stacked(call, false)
}

fn stacked(call: &Call<'_>, maintain_order: bool) -> Result<Frame> {
    let tables = items(call, "items")?;
    let how = call.bound.one_of("how")?;
    let strict = call.bound.bool_opt("strict")?;
    if let [one] = tables.as_slice() {
        return Ok(Frame::Table(one.clone()));
    }
    let eager = tables[0].eager;
    let plans: Vec<LazyFrame> = tables.iter().map(|table| table.plan.clone()).collect();
    let rechunk = call.bound.operation().param("rechunk").is_some() && call.bound.bool("rechunk")?;
    let args = UnionArgs { parallel: true, rechunk, maintain_order, ..Default::default() };
    let plan = match how {
        // Python stacks eager frames by `vstack`, which takes no other types; so do lazy ones here.
        "vertical" => polars::prelude::concat(plans, UnionArgs { strict: eager && maintain_order, ..args })?,
        "vertical_relaxed" => polars::prelude::concat(plans, UnionArgs { to_supertypes: true, ..args })?,
        "diagonal" => polars::prelude::concat_lf_diagonal(plans, args)?,
        "diagonal_relaxed" => polars::prelude::concat_lf_diagonal(plans, UnionArgs { to_supertypes: true, ..args })?,
        "horizontal" | "horizontal_extend" => {
            if how == "horizontal_extend" && strict.is_some() {
                return Err(Fault::new("`strict` cannot be used with `how='horizontal_extend'`").argument("kwargs.strict"));
            }
            polars::prelude::concat_lf_horizontal(plans, HConcatOptions { strict: strict == Some(true), ..Default::default() })?
        }
        how => aligned(plans, how.strip_prefix("align_").unwrap_or("full"), maintain_order)?,
    };
    done(&tables, plan)
}

/// Joins on all columns that the frames have in common.
fn aligned(plans: Vec<LazyFrame>, how: &str, maintain_order: bool) -> Result<LazyFrame> {
    let schemas = plans.iter().map(schema_of).collect::<Result<Vec<_>>>()?;
    let mut columns: Vec<String> = Vec::new();
    for name in schemas.iter().flat_map(|schema| schema.iter_names()) {
        if !columns.iter().any(|known| known == name.as_str()) {
            columns.push(name.to_string());
        }
    }
    let common: Vec<&str> = columns.iter().map(String::as_str).filter(|name| schemas.iter().all(|schema| schema.contains(name))).collect();
    if common.is_empty() {
        return Err(Fault::new("the align strategy requires at least one common column").about_columns());
    }
    let on: Vec<Expr> = common.iter().map(|name| col(*name)).collect();
    let kind = match how {
        "inner" => JoinType::Inner,
        "left" => JoinType::Left,
        "right" => JoinType::Right,
        _ => JoinType::Full,
    };
    let order = maintained(maintain_order.then_some("right_left"));
    let join = |left: LazyFrame, right: LazyFrame| {
        left.join_builder().with(right).on(&on).how(kind.clone()).maintain_order(order).coalesce(JoinCoalesce::CoalesceColumns).finish()
    };
    let joined = match kind {
        JoinType::Full | JoinType::Inner => balanced(plans, |left, right| Ok(join(left, right)))?,
        _ => plans.into_iter().reduce(join).unwrap_or_default(),
    };
    let sorted = joined.sort_by_exprs(&on, SortMultipleOptions::default().with_maintain_order(maintain_order));
    Ok(sorted.select(columns.iter().map(|name| col(name.as_str())).collect::<Vec<_>>()))
}

/// Joins neighbours until one is left, so that no chain gets long.
fn balanced(mut plans: Vec<LazyFrame>, join: impl Fn(LazyFrame, LazyFrame) -> Result<LazyFrame>) -> Result<LazyFrame> {
    while plans.len() > 1 {
        let mut next = Vec::with_capacity(plans.len().div_ceil(2));
        let mut rest = plans.into_iter();
        while let Some(left) = rest.next() {
            next.push(match rest.next() {
                Some(right) => join(left, right)?,
                None => left,
            });
        }
        plans = next;
    }
    Ok(plans.pop().unwrap_or_default())
}

pub(super) fn merge_sorted(call: &Call<'_>) -> Result<Frame> {
    let tables = items(call, "items")?;
    let key = call.bound.strings("key")?;
    let maintain_order = call.bound.bool("maintain_order")?;
    let plans = tables.iter().map(|table| table.plan.clone()).collect();
    let plan = balanced(plans, |left, right| Ok(left.merge_sorted(right, key.iter().copied(), maintain_order)?))?;
    done(&tables, plan)
}

/// The frames stand as `name[0]`, `name[1]` … afterwards.
pub(super) fn collect_all(call: &Call<'_>) -> Result<Frame> {
    let tables = call.tables("lazy_frames")?;
    if let Some(table) = tables.iter().find(|table| table.eager) {
        return Err(Fault::new(format!("expected lazy frames, got a {}", table.kind())).argument(call.bound.place("lazy_frames")));
    }
    Ok(Frame::List(tables.into_iter().map(|table| Table { eager: true, ..table }).collect()))
}

/// The frames stand as `name[0]`, `name[1]` … afterwards.
pub(super) fn align_frames(call: &Call<'_>) -> Result<Frame> {
    let names: Vec<&Value> = match call.bound.varargs() {
        [Value::Array(items)] => items.iter().collect(),
        frames => frames.to_vec(),
    };
    let tables =
        names.iter().enumerate().map(|(at, name)| call.frame_named(name).map_err(|fault| fault.argument(format!("args[{at}]")))).collect::<Result<Vec<_>>>()?;
    if tables.is_empty() {
        return Ok(Frame::List(Vec::new()));
    }
    same_kind(&tables)?;
    let on: Vec<String> = call
        .exprs("on")?
        .ok_or_else(|| call.bound.wrong("on", "columns"))?
        .iter()
        .map(|expr| Ok(polars_plan::utils::expr_output_name(expr)?.to_string()))
        .collect::<Result<_>>()?;
    let select = call.exprs("select")?;
    let how = match call.bound.one_of("how")? {
        "inner" => JoinType::Inner,
        "left" => JoinType::Left,
        "right" => JoinType::Right,
        "semi" => JoinType::Semi,
        "anti" => JoinType::Anti,
        "full" | "outer" | "outer_coalesce" => JoinType::Full,
        _ => return Err(call.bound.wrong("how", "one of inner, left, right, full, semi, anti")),
    };
    let keys: Vec<Expr> = on.iter().map(|name| col(name.as_str())).collect();
    let descending = call.flags("descending", keys.len(), "on")?;
    let order = maintained(Some("right_left"));
    let mut joined = tables[0].plan.clone();
    for (at, table) in tables.iter().enumerate().skip(1) {
        joined = joined
            .join_builder()
            .with(table.plan.clone())
            .on(&keys)
            .how(how.clone())
            .suffix(format!(":{at}"))
            .join_nulls(true)
            .coalesce(JoinCoalesce::CoalesceColumns)
            .maintain_order(order)
            .finish();
    }
    let joined = joined.sort_by_exprs(&keys, SortMultipleOptions::default().with_order_descending_multi(descending).with_maintain_order(true));
    let there = schema_of(&joined)?;
    let aligned = tables
        .iter()
        .enumerate()
        .map(|(at, table)| {
            let columns: Vec<Expr> = schema_of(&table.plan)?
                .iter_names()
                .map(|name| {
                    let suffixed = format!("{name}:{at}");
                    if there.contains(&suffixed) { col(suffixed).alias(name.clone()) } else { col(name.clone()) }
                })
                .collect();
            let plan = joined.clone().select(columns);
            let plan = match &select {
                Some(select) => plan.select(select.clone()),
                None => plan,
            };
            Ok(Table { plan, ..table.clone() })
        })
        .collect::<Result<Vec<_>>>()?;
    Ok(Frame::List(aligned))
}
