//! Rows to columns and columns to rows.

use std::sync::Arc;

use polars::frame::PivotColumnNaming;
use polars::prelude::{DataFrame, ExplodeOptions, Expr, IntoLazy, Selector, UnpivotArgsDSL, all, element};
use polars_plan::dsl::DataTypeSelector;
use serde_json::Value;

use super::call::{Columns, schema_of};
use super::{Call, Frame};
use crate::expr::StrAs;
use crate::fault::{Fault, Result, show};

/// The columns of a first argument and the ones behind it.
fn with_more(call: &Call<'_>, first: &str) -> Result<Option<Selector>> {
    let mut inputs: Vec<&Value> = call.bound.value(first).into_iter().collect();
    inputs.extend(call.bound.varargs());
    if inputs.is_empty() {
        return Ok(None);
    }
    call.build.selectors(&inputs, true).map(Some).map_err(|fault| fault.argument(call.bound.place(first)))
}

pub(super) fn explode(call: &Call<'_>) -> Result<Frame> {
    let columns = with_more(call, "columns")?.unwrap_or(Selector::Empty);
    let empty_as_null = call.bound.bool_opt("empty_as_null")?.unwrap_or(true);
    let keep_nulls = call.bound.bool("keep_nulls")?;
    call.done(call.plan().explode(columns, ExplodeOptions { empty_as_null, keep_nulls }))
}

pub(super) fn unnest(call: &Call<'_>) -> Result<Frame> {
    let columns = with_more(call, "columns")?.unwrap_or(Selector::ByDType(DataTypeSelector::Struct));
    let separator = call.bound.str_opt("separator")?.map(Into::into);
    call.done(call.plan().unnest(columns, separator))
}

pub(super) fn unpivot(call: &Call<'_>) -> Result<Frame> {
    unpivoted(call, "on", "index")
}

/// `unpivot` under its old names.
pub(super) fn melt(call: &Call<'_>) -> Result<Frame> {
    unpivoted(call, "value_vars", "id_vars")
}

fn unpivoted(call: &Call<'_>, on: &str, index: &str) -> Result<Frame> {
    let name = |name: &str| -> Result<Option<polars::prelude::PlSmallStr>> { Ok(call.bound.str_opt(name)?.map(Into::into)) };
    let args = UnpivotArgsDSL {
        on: call.selector(on)?,
        index: call.selector(index)?.unwrap_or(Selector::Empty),
        variable_name: name("variable_name")?,
        value_name: name("value_name")?,
    };
    call.done(call.plan().unpivot(args))
}

pub(super) fn pivot(call: &Call<'_>) -> Result<Frame> {
    let on = call.selector("on")?.ok_or_else(|| call.bound.wrong("on", "columns"))?;
    let (index, values) = match (call.selector("index")?, call.selector("values")?) {
        (Some(index), Some(values)) => (index, values),
        (Some(index), None) => (index.clone(), Selector::Wildcard - on.clone() - index),
        (None, Some(values)) => (Selector::Wildcard - on.clone() - values.clone(), values),
        (None, None) => return Err(Fault::new("`pivot` needs either `index` or `values` to be specified").argument("kwargs.index")),
    };
    let aggregate = aggregate(call)?;
    let separator = call.bound.str("separator")?;
    let naming = match call.bound.one_of("column_naming")? {
        "combine" => PivotColumnNaming::Combine,
        _ => PivotColumnNaming::Auto,
    };
    let maintain_order = call.bound.bool("maintain_order")?;
    let on_columns = match call.bound.value("on_columns") {
        Some(value) => given_columns(call, value)?,
        None => match seen_columns(call, &on)? {
            Some(columns) => columns,
            None => return call.unknown(),
        },
    };
    call.done(call.plan().pivot(on, Arc::new(on_columns), index, values, aggregate, maintain_order, separator.into(), naming))
}

/// The values that become columns, as the document lists them.
fn given_columns(call: &Call<'_>, value: &Value) -> Result<DataFrame> {
    let place = || call.bound.place("on_columns");
    match value {
        Value::Array(items) => {
            let series = call.build.series("", items, None, true).map_err(|fault| fault.argument(place()))?;
            Ok(series.into_frame())
        }
        Value::String(name) if call.frames.get(Some(name)).is_some() => {
            let table = call.frames.table(Some(name)).map_err(|fault| fault.argument(place()))?;
            call.context.collect(table.plan.clone())
        }
        other => Err(Fault::new(format!("{} is not a list of values", show(other)))
            .argument(place())
            .given(show(other))
            .allowed("a list of values, or the name of a frame")),
    }
}

/// The values that become columns, out of the rows; nothing while checking.
fn seen_columns(call: &Call<'_>, on: &Selector) -> Result<Option<DataFrame>> {
    if call.bound.operation().param("sort_columns").is_none() {
        return Err(call.bound.wrong("on_columns", "a list of values: a lazy frame does not know them before it runs"));
    }
    if call.context.is_check() {
        return Ok(None);
    }
    let columns = call.plan().select([Expr::Selector(on.clone())]).unique_stable(None, polars::prelude::UniqueKeepStrategy::Any);
    let sorted = match call.bound.bool("sort_columns")? {
        true => columns.sort_by_exprs([all().as_expr()], Default::default()),
        false => columns,
    };
    let most = u64::from(u16::MAX);
    super::call::collect(sorted, most, call.context.env.limits.bytes).map(Some).map_err(|fault| {
        if fault.code() == sandtable_core::Code::ResourceCap { Fault::cap("columns that a pivot makes", format!("more than {most}"), most) } else { fault }
    })
}

fn aggregate(call: &Call<'_>) -> Result<Expr> {
    let Some(value) = call.bound.value("aggregate_function") else { return Ok(element().item(true)) };
    let Value::String(word) = value else {
        return call.build.expr(value, StrAs::Column).map_err(|fault| fault.argument(call.bound.place("aggregate_function")));
    };
    Ok(match word.as_str() {
        "first" => element().first(),
        "item" => element().item(false),
        "sum" => element().sum(),
        "max" => element().max(),
        "min" => element().min(),
        "mean" => element().mean(),
        "median" => element().median(),
        "last" => element().last(),
        "len" | "count" => element().len(),
        _ => return Err(call.bound.wrong("aggregate_function", "one of min, max, first, last, sum, mean, median, len, item, or an expression")),
    })
}

pub(super) fn transpose(call: &Call<'_>) -> Result<Frame> {
    let include_header = call.bound.bool("include_header")?;
    let header = include_header.then(|| call.bound.str("header_name")).transpose()?.map(str::to_owned);
    let (column, mut names) = match call.bound.value("column_names") {
        None => (None, None),
        Some(Value::String(column)) => (Some(column.clone()), None),
        Some(Value::Array(_)) => (None, Some(call.bound.strings("column_names")?.into_iter().map(str::to_owned).collect::<Vec<_>>())),
        Some(_) => return Err(call.bound.wrong("column_names", "a column or a list of names")),
    };
    let most = usize::from(u16::MAX);
    call.with_rows(Columns::FromRows, |mut frame| {
        if frame.height() > most {
            return Err(Fault::cap("columns that a transpose makes", frame.height(), most));
        }
        if let Some(column) = &column {
            let taken = frame.drop_in_place(column)?.cast(&polars::prelude::DataType::String)?;
            names = Some(taken.str()?.iter().map(|name| name.unwrap_or("null").to_owned()).collect());
        }
        let mut wide = frame.transpose(header.as_deref(), None)?;
        if let Some(names) = &names {
            let skipped = usize::from(header.is_some());
            if names.len() < wide.width() - skipped {
                return Err(Fault::new(format!("column_names has {} names for {} columns", names.len(), wide.width() - skipped)));
            }
            let mut all: Vec<String> = wide.get_column_names().iter().take(skipped).map(|name| name.to_string()).collect();
            all.extend(names.iter().take(wide.width() - skipped).cloned());
            wide.set_column_names(&all)?;
        }
        Ok(wide)
    })
}

pub(super) fn to_dummies(call: &Call<'_>) -> Result<Frame> {
    use polars_ops::frame::DataFrameOps as _;
    let columns = call.columns("columns")?;
    let separator = call.bound.str("separator")?.to_owned();
    let (drop_first, drop_nulls) = (call.bound.bool("drop_first")?, call.bound.bool("drop_nulls")?);
    call.with_rows(Columns::FromRows, |frame| {
        Ok(match &columns {
            Some(columns) => frame.columns_to_dummies(columns.iter().map(String::as_str).collect(), Some(&separator), drop_first, drop_nulls)?,
            None => frame.to_dummies(Some(&separator), drop_first, drop_nulls)?,
        })
    })
}

pub(super) fn unstack(call: &Call<'_>) -> Result<Frame> {
    let step = call.bound.size("step")?;
    if step == 0 {
        return Err(call.bound.wrong("step", "an integer above 0"));
    }
    let vertical = call.bound.one_of("how")? == "vertical";
    let plan = match call.selector("columns")? {
        Some(columns) => call.plan().select([Expr::Selector(columns)]),
        None => call.plan(),
    };
    if call.context.is_check() {
        return call.unknown();
    }
    let schema = schema_of(&plan)?;
    let fills: Vec<&Value> = match call.bound.value("fill_values") {
        Some(Value::Array(items)) if items.len() == schema.len() => items.iter().collect(),
        Some(Value::Array(items)) => {
            return Err(Fault::new(format!("fill_values has {} values for {} columns", items.len(), schema.len())).argument(call.bound.place("fill_values")));
        }
        Some(one) => vec![one; schema.len()],
        None => vec![&Value::Null; schema.len()],
    };
    let frame = call.context.collect(plan)?;
    let (rows, columns) = match vertical {
        true => (step, frame.height().div_ceil(step)),
        false => (frame.height().div_ceil(step), step),
    };
    let most = usize::from(u16::MAX);
    if columns * frame.width() > most {
        return Err(Fault::cap("columns that an unstack makes", columns * frame.width(), most));
    }
    let missing = rows * columns - frame.height();
    let digits = columns.max(1).to_string().len();
    let mut slices = Vec::with_capacity(columns * frame.width());
    for (column, fill) in frame.columns().iter().zip(fills) {
        let mut series = column.as_materialized_series().clone();
        if missing > 0 {
            let filler = match fill {
                Value::Null => polars::prelude::Series::full_null(series.name().clone(), missing, series.dtype()),
                value => call.build.series(series.name(), &vec![value.clone(); missing], None, true)?.strict_cast(series.dtype())?,
            };
            series.append(&filler)?;
        }
        if !vertical {
            // Row by row: the n-th of every group of `columns` goes into the n-th column.
            let order: Vec<polars_utils::IdxSize> =
                (0..columns).flat_map(|first| (0..rows).map(move |row| (row * columns + first) as polars_utils::IdxSize)).collect();
            series = series.take_slice(&order)?;
        }
        for at in 0..columns {
            let name = format!("{}_{at:0digits$}", series.name());
            slices.push(series.slice((at * rows) as i64, rows).with_name(name.into()).into());
        }
    }
    call.done(DataFrame::new_infer_height(slices)?.lazy())
}
