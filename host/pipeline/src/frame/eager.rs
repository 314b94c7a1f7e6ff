//! What only frames in memory have, and the few verbs that change nothing here.

use polars::prelude::{DataFrame, Expr, IntoLazy, NamedFrom, Series, by_name, col};
use serde_json::{Value, json};

use super::call::Columns;
use super::{Call, Frame, Table};
use crate::expr::StrAs;
use crate::fault::{Fault, Result};

/// What changes how a frame is held, not what it is.
pub(super) fn same(call: &Call<'_>) -> Result<Frame> {
    call.done(call.plan())
}

pub(super) fn cache(call: &Call<'_>) -> Result<Frame> {
    call.done(call.plan().cache())
}

pub(super) fn lazy(call: &Call<'_>) -> Result<Frame> {
    Ok(Frame::Table(Table { eager: false, ..call.input.clone() }))
}

pub(super) fn collect(call: &Call<'_>) -> Result<Frame> {
    if call.bound.bool("background")? {
        return Err(Fault::unsupported("background", "a step ends before the next begins").argument("kwargs.background"));
    }
    Ok(Frame::Table(Table { eager: true, ..call.input.clone() }))
}

/// `fetch`, under its old name: the first rows.
pub(super) fn fetch(call: &Call<'_>) -> Result<Frame> {
    let rows = call.count("n_rows")?;
    Ok(Frame::Table(Table { plan: call.plan().limit(rows), eager: true, ..call.input.clone() }))
}

/// The columns as a frame of one row: name and type. Python has a `Schema` here.
pub(super) fn collect_schema(call: &Call<'_>) -> Result<Frame> {
    let schema = call.schema()?;
    let names: Vec<&str> = schema.iter_names().map(|name| name.as_str()).collect();
    let types: Vec<String> = schema.iter_values().map(|dtype| dtype.to_string()).collect();
    let frame = DataFrame::new_infer_height(vec![Series::new("name".into(), names).into(), Series::new("dtype".into(), types).into()])?;
    Ok(Frame::Table(Table { plan: frame.lazy(), eager: true, known: true }))
}

pub(super) fn vstack(call: &Call<'_>) -> Result<Frame> {
    let other = call.frame("other")?;
    let plan = polars::prelude::concat([call.plan(), other.plan], polars::prelude::UnionArgs { strict: true, ..Default::default() })?;
    Ok(Frame::Table(Table { plan, eager: true, known: call.input.known && other.known }))
}

pub(super) fn hstack(call: &Call<'_>) -> Result<Frame> {
    let other = match call.bound.value("columns") {
        Some(Value::String(_)) => call.frame("columns")?,
        Some(Value::Array(items)) => {
            let columns = items
                .iter()
                .enumerate()
                .map(|(at, item)| call.build.expr(item, StrAs::Column).map_err(|fault| fault.argument(format!("{}[{at}]", call.bound.place("columns")))))
                .collect::<Result<Vec<Expr>>>()?;
            Table::eager(polars::prelude::LazyFrame::default().select(columns))
        }
        _ => return Err(call.bound.wrong("columns", "the name of a frame, or a list of series")),
    };
    let options = polars::prelude::HConcatOptions { strict: true, ..Default::default() };
    let plan = polars::prelude::concat_lf_horizontal([call.plan(), other.plan], options)?;
    Ok(Frame::Table(Table { plan, eager: true, known: call.input.known && other.known }))
}

/// A position among the columns, counted from the end when negative.
fn position(call: &Call<'_>, name: &str, most: usize) -> Result<usize> {
    let given = call.bound.int(name)?;
    let width = call.schema()?.len() as i64;
    let at = if given < 0 { width.saturating_add(given) } else { given };
    match usize::try_from(at) {
        Ok(at) if at <= most => Ok(at),
        _ => Err(Fault::new(format!("column index {given} is out of range (frame has {width} columns)")).argument(call.bound.place(name)).about_columns()),
    }
}

pub(super) fn insert_column(call: &Call<'_>) -> Result<Frame> {
    let schema = call.schema()?;
    let at = position(call, "index", schema.len())?;
    let column = call.expr("column")?.ok_or_else(|| call.bound.wrong("column", "a column or a series"))?;
    let mut columns: Vec<Expr> = schema.iter_names().map(|name| col(name.clone())).collect();
    columns.insert(at, column);
    call.done(call.plan().select(columns))
}

pub(super) fn replace_column(call: &Call<'_>) -> Result<Frame> {
    let schema = call.schema()?;
    let at = position(call, "index", schema.len().saturating_sub(1))?;
    let column = call.expr("column")?.ok_or_else(|| call.bound.wrong("column", "a series"))?;
    let mut columns: Vec<Expr> = schema.iter_names().map(|name| col(name.clone())).collect();
    match columns.get_mut(at) {
        Some(place) => *place = column,
        None => return Err(call.bound.wrong("index", "the position of a column").about_columns()),
    }
    call.done(call.plan().select(columns))
}

pub(super) fn drop_in_place(call: &Call<'_>) -> Result<Frame> {
    get_column(call)
}

/// One column as a series.
pub(super) fn get_column(call: &Call<'_>) -> Result<Frame> {
    let name = call.bound.str("name")?;
    let schema = call.schema()?;
    if !schema.contains(name) {
        return Err(Fault::missing_column(name, schema.iter_names().map(|name| name.as_str())).argument(call.bound.place("name")));
    }
    call.series(call.plan().select([col(name)]))
}

pub(super) fn to_series(call: &Call<'_>) -> Result<Frame> {
    let schema = call.schema()?;
    let at = position(call, "index", schema.len().saturating_sub(1))?;
    match schema.get_at_index(at) {
        Some((name, _)) => call.series(call.plan().select([col(name.clone())])),
        None => Err(call.bound.wrong("index", "the position of a column").about_columns()),
    }
}

pub(super) fn sample(call: &Call<'_>) -> Result<Frame> {
    let (n, fraction) = (call.bound.value("n"), call.bound.value("fraction"));
    let with_replacement = call.bound.bool("with_replacement")?;
    let shuffle = call.bound.bool_opt("shuffle")?;
    let seed = call.bound.size_opt("seed")?.map(|seed| seed as u64);
    let most = call.context.env.limits.rows;
    let size = match (n, fraction) {
        (Some(_), Some(_)) => return Err(Fault::new("cannot specify both `n` and `fraction`").argument("kwargs.fraction")),
        (None, Some(_)) => Err(call.bound.float("fraction")?),
        (None, None) => Ok(1),
        (Some(_), None) => Ok(call.bound.size("n")? as u64),
    };
    call.with_rows(Columns::Same, |frame| {
        let rows = match size {
            Ok(rows) => rows,
            Err(fraction) => (frame.height() as f64 * fraction) as u64,
        };
        if rows > most {
            return Err(Fault::cap("rows of a sample", rows, most));
        }
        Ok(match size {
            Ok(rows) => frame.sample_n_literal(rows as usize, with_replacement, shuffle, seed)?,
            Err(fraction) => frame.sample_frac(&Series::new("frac".into(), [fraction]), with_replacement, shuffle, seed)?,
        })
    })
}

pub(super) fn upsample(call: &Call<'_>) -> Result<Frame> {
    use polars_time::PolarsUpsample as _;
    let by: Vec<String> = call.bound.strings_opt("group_by")?.unwrap_or_default().into_iter().map(str::to_owned).collect();
    let column = call.bound.str("time_column")?;
    let every = crate::expr::duration(&call.bound, "every")?.ok_or_else(|| call.bound.wrong("every", "a duration such as 1h"))?;
    if every.is_zero() || every.negative() {
        return Err(call.bound.wrong("every", "a duration above zero"));
    }
    let stable = call.bound.bool("maintain_order")?;
    let schema = call.schema()?;
    if let Some(name) = by.iter().map(String::as_str).chain([column]).find(|name| !schema.contains(name)) {
        return Err(Fault::missing_column(name, schema.iter_names().map(|name| name.as_str())));
    }
    let most = call.context.env.limits.rows;
    call.with_rows(Columns::Same, |frame| {
        let groups = if by.is_empty() { 1 } else { frame.height().max(1) as u64 };
        bound_steps(&frame, column, every, groups, most)?;
        Ok(match stable {
            true => frame.upsample_stable(by.clone(), column, every)?,
            false => frame.upsample(by.clone(), column, every)?,
        })
    })
}

/// How many rows there would be between the first and the last time at most.
fn bound_steps(frame: &DataFrame, column: &str, every: polars::prelude::Duration, groups: u64, most: u64) -> Result<()> {
    use polars::prelude::DataType;
    let times = frame.column(column)?;
    let micros = match times.dtype() {
        DataType::Date | DataType::Datetime(..) => times.cast(&DataType::Datetime(polars::prelude::TimeUnit::Microseconds, None))?.to_physical_repr(),
        // An integer index: the step is a number of its units.
        _ => times.cast(&DataType::Int64)?,
    };
    let micros = micros.as_materialized_series().clone();
    let (Some(first), Some(last)) = (micros.min::<i64>()?, micros.max::<i64>()?) else { return Ok(()) };
    let step = match times.dtype() {
        DataType::Date | DataType::Datetime(..) => every.duration_us(),
        _ => every.duration_ns(),
    }
    .max(1);
    let rows = (last.saturating_sub(first) / step).unsigned_abs().saturating_add(1).saturating_mul(groups.min(frame.height().max(1) as u64));
    // Groups rarely all span the whole time: only what one of them makes is certain.
    let certain = rows / groups.max(1);
    if certain > most { Err(Fault::cap("rows that an upsample makes", certain, most)) } else { Ok(()) }
}

/// `map_columns`: a custom function on each of some columns.
pub(super) fn map_columns(call: &Call<'_>) -> Result<Frame> {
    let names = call.columns("column_names")?.unwrap_or_default();
    let mut function = call.bound.value("function").cloned().unwrap_or_default();
    if !call.bound.varargs().is_empty() {
        return Err(Fault::new("a custom function takes its parameters by name").argument(call.bound.vararg_place(0)));
    }
    if let (Value::Object(function), false) = (&mut function, call.bound.varkwargs().is_empty()) {
        let params: serde_json::Map<String, Value> = call.bound.varkwargs().iter().map(|(key, value)| ((*key).to_owned(), (*value).clone())).collect();
        function.insert("params".to_owned(), Value::Object(params));
    }
    let exprs = names
        .iter()
        .map(|name| {
            let mapped = json!({"expr": "map_batches", "on": {"expr": "col", "args": [name]}, "args": [function]});
            call.build.expr(&mapped, StrAs::Column).map_err(|fault| fault.argument(call.bound.place("function")))
        })
        .collect::<Result<Vec<_>>>()?;
    call.done(if exprs.is_empty() { call.plan() } else { call.plan().with_columns(exprs) })
}

/// `fold`: a custom function on the columns, two at a time.
pub(super) fn fold(call: &Call<'_>) -> Result<Frame> {
    let schema = call.schema()?;
    let columns: Vec<Value> = schema.iter_names().map(|name| json!({"expr": "col", "args": [name.as_str()]})).collect();
    let Some(first) = schema.iter_names().next().cloned() else { return Err(Fault::new("cannot fold a frame that has no columns").about_columns()) };
    let folded = json!({"expr": "reduce", "kwargs": {"function": call.bound.value("operation"), "exprs": columns}});
    let folded = call.build.expr(&folded, StrAs::Column).map_err(|fault| fault.argument(call.bound.place("operation")))?;
    call.series(call.plan().select([folded.alias(first)]))
}

/// A series as a frame.
pub(super) fn to_frame(input: &Table, name: Option<&str>) -> Result<Frame> {
    let plan = match name {
        None => input.plan.clone(),
        Some(name) => {
            let schema = super::call::schema_of(&input.plan)?;
            let own: Vec<String> = schema.iter_names().map(|name| name.to_string()).collect();
            input.plan.clone().select([Expr::Selector(by_name(own, true, false)).alias(name)])
        }
    };
    Ok(Frame::Table(Table { plan, ..input.clone() }))
}
