//! Rows in groups, and what goes on from them.

use std::sync::Arc;

use polars::prelude::{
    ClosedWindow, DataFrame, Duration, DynamicGroupOptions, Expr, Label, LazyGroupBy, PlanCallback, RollingGroupOptions, StartBy, all, col, len,
};

use serde_json::Value;

use super::stats::quantile_method;
use super::{Call, Frame, Group, GroupManner, Table};
use crate::fault::{Fault, Result, through_polars};

fn grouped(call: &Call<'_>, by: LazyGroupBy, manner: GroupManner) -> Result<Frame> {
    Ok(Frame::Group(Group { by, eager: call.input.eager, known: call.input.known, filtered: false, manner }))
}

pub(super) fn group_by(call: &Call<'_>) -> Result<Frame> {
    let by = call.build.bound_exprs(&call.bound, None)?;
    let groups = match call.bound.bool("maintain_order")? {
        true => call.plan().group_by_stable(by),
        false => call.plan().group_by(by),
    };
    grouped(call, groups, GroupManner::Keys)
}

fn closed(call: &Call<'_>) -> Result<ClosedWindow> {
    Ok(match call.bound.one_of("closed")? {
        "left" => ClosedWindow::Left,
        "both" => ClosedWindow::Both,
        "none" => ClosedWindow::None,
        _ => ClosedWindow::Right,
    })
}

/// The column that orders the windows. One that is computed is put into the frame first.
fn index(call: &Call<'_>) -> Result<(polars::prelude::LazyFrame, Expr)> {
    let expr = call.expr("index_column")?.ok_or_else(|| call.bound.wrong("index_column", "a column"))?;
    let schema = call.schema()?;
    match expr {
        Expr::Column(name) if schema.contains(&name) || !call.input.known => Ok((call.plan(), Expr::Column(name))),
        Expr::Column(name) => Err(Fault::missing_column(&name, schema.iter_names().map(|name| name.as_str())).argument(call.bound.place("index_column"))),
        expr => {
            let field = expr.to_field(&schema)?;
            Ok((call.plan().with_columns([expr]), col(field.name().clone())))
        }
    }
}

fn duration(call: &Call<'_>, name: &str) -> Result<Option<Duration>> {
    crate::expr::duration(&call.bound, name)
}

pub(super) fn rolling(call: &Call<'_>) -> Result<Frame> {
    let (plan, index) = index(call)?;
    let period = duration(call, "period")?.ok_or_else(|| call.bound.wrong("period", "a duration such as 2d"))?;
    let offset = duration(call, "offset")?.unwrap_or(-period);
    let by = call.exprs("group_by")?.unwrap_or_default();
    let options = RollingGroupOptions { index_column: "".into(), period, offset, closed_window: closed(call)? };
    grouped(call, plan.rolling(index, by, options), GroupManner::Rolling)
}

pub(super) fn group_by_dynamic(call: &Call<'_>) -> Result<Frame> {
    let (plan, index) = index(call)?;
    let every = duration(call, "every")?.ok_or_else(|| call.bound.wrong("every", "a duration such as 1d"))?;
    if every.is_zero() || every.negative() {
        return Err(call.bound.wrong("every", "a duration above zero"));
    }
    let period = duration(call, "period")?.unwrap_or(every);
    let offset = duration(call, "offset")?.unwrap_or_else(|| Duration::parse("0ns"));
    let label = match call.bound.one_of("label")? {
        "right" => Label::Right,
        "datapoint" => Label::DataPoint,
        _ => Label::Left,
    };
    let start_by = match call.bound.one_of("start_by")? {
        "datapoint" => StartBy::DataPoint,
        "monday" => StartBy::Monday,
        "tuesday" => StartBy::Tuesday,
        "wednesday" => StartBy::Wednesday,
        "thursday" => StartBy::Thursday,
        "friday" => StartBy::Friday,
        "saturday" => StartBy::Saturday,
        "sunday" => StartBy::Sunday,
        _ => StartBy::WindowBound,
    };
    let by = call.exprs("group_by")?.unwrap_or_default();
    let options = DynamicGroupOptions {
        every,
        period,
        offset,
        label,
        include_boundaries: call.bound.bool("include_boundaries")?,
        closed_window: closed(call)?,
        start_by,
        ..Default::default()
    };
    grouped(call, plan.group_by_dynamic(index, by, options), GroupManner::Dynamic)
}

/// A continuation of groups.
pub(super) type Continuation = fn(&Call<'_>, &Group) -> Result<Frame>;

fn done(group: &Group, plan: polars::prelude::LazyFrame) -> Result<Frame> {
    Ok(Frame::Table(Table { plan, eager: group.eager, known: group.known }))
}

fn agg_of(group: &Group, expr: Expr) -> Result<Frame> {
    done(group, group.by.clone().agg([expr]))
}

pub(super) fn agg(call: &Call<'_>, group: &Group) -> Result<Frame> {
    let aggs = call.build.bound_exprs(&call.bound, None)?;
    done(group, group.by.clone().agg(aggs))
}

pub(super) fn having(call: &Call<'_>, group: &Group) -> Result<Frame> {
    let predicates = call.build.exprs(call.bound.varargs()).map_err(|fault| fault.argument("args"))?;
    let by = predicates.into_iter().fold(group.by.clone(), LazyGroupBy::having);
    Ok(Frame::Group(Group { by, filtered: true, ..group.clone() }))
}

/// A custom function on each group.
pub(super) fn map_groups(call: &Call<'_>, group: &Group) -> Result<Frame> {
    if group.filtered {
        return Err(Fault::new("cannot call `map_groups` when filtering groups with `having`"));
    }
    let value = call.bound.value("function").unwrap_or(&Value::Null);
    let function = super::transform::function(call.context, value).map_err(|fault| fault.argument(call.bound.place("function")))?;
    let input = super::call::schema_of(&polars::prelude::LazyFrame::from(group.by.clone()))?;
    let given = match call.bound.operation().param("schema").and_then(|_| call.bound.value("schema")) {
        Some(value) => Some(call.build.schema(value).map_err(|fault| fault.argument(call.bound.place("schema")))?),
        None => None,
    };
    let known = match given {
        Some(schema) => Some(schema),
        None if group.known => function.schema(&[("input".to_owned(), Arc::clone(&input))])?,
        None => None,
    };
    let schema = match known {
        Some(schema) => Arc::new(schema),
        None if call.context.is_check() => return call.unknown(),
        // What a function makes of no rows has the columns that it makes of some.
        None => Arc::clone(super::transform::at_once(&function, DataFrame::empty_with_schema(&input))?.schema()),
    };
    let callback = PlanCallback::new(move |rows: DataFrame| super::transform::at_once(&function, rows).map_err(through_polars));
    done(group, group.by.clone().apply(callback, schema))
}

pub(super) fn head(call: &Call<'_>, group: &Group) -> Result<Frame> {
    done(group, group.by.clone().head(Some(call.bound.size("n")?)))
}

pub(super) fn tail(call: &Call<'_>, group: &Group) -> Result<Frame> {
    done(group, group.by.clone().tail(Some(call.bound.size("n")?)))
}

pub(super) fn every(_: &Call<'_>, group: &Group) -> Result<Frame> {
    agg_of(group, all().as_expr())
}

pub(super) fn length(call: &Call<'_>, group: &Group) -> Result<Frame> {
    agg_of(
        group,
        match call.bound.str_opt("name")? {
            Some(name) => len().alias(name),
            None => len(),
        },
    )
}

pub(super) fn count(_: &Call<'_>, group: &Group) -> Result<Frame> {
    agg_of(group, len().alias("count"))
}

pub(super) fn first(call: &Call<'_>, group: &Group) -> Result<Frame> {
    let columns = all().as_expr();
    agg_of(group, if call.bound.bool("ignore_nulls")? { columns.first_non_null() } else { columns.first() })
}

pub(super) fn last(call: &Call<'_>, group: &Group) -> Result<Frame> {
    let columns = all().as_expr();
    agg_of(group, if call.bound.bool("ignore_nulls")? { columns.last_non_null() } else { columns.last() })
}

pub(super) fn quantile(call: &Call<'_>, group: &Group) -> Result<Frame> {
    let quantile = call.expr("quantile")?.ok_or_else(|| call.bound.wrong("quantile", "a number from 0 to 1"))?;
    agg_of(group, all().as_expr().quantile(quantile, quantile_method(call.bound.one_of("interpolation")?)))
}

macro_rules! plain {
    ($($name:ident),*) => {
        $(pub(super) fn $name(_: &Call<'_>, group: &Group) -> Result<Frame> {
            agg_of(group, all().as_expr().$name())
        })*
    };
}

plain!(max, min, mean, median, sum, n_unique);
