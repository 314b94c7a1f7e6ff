//! Which rows, and in which order.

use polars::prelude::{Expr, IntoLazy, SortMultipleOptions, UniqueKeepStrategy, all, lit};
use polars_utils::IdxSize;
use serde_json::Value;

use super::call::Columns;
use super::{Call, Frame};
use crate::expr::StrAs;
use crate::fault::{Fault, Result};

impl Call<'_> {
    /// A count of rows, which Polars keeps in 32 bits.
    pub(crate) fn count(&self, name: &str) -> Result<IdxSize> {
        IdxSize::try_from(self.bound.int(name)?).map_err(|_| self.bound.wrong(name, "an integer from 0 to 4294967295"))
    }

    /// A flag for each of `n`, from one flag or as many.
    pub(super) fn flags(&self, name: &str, n: usize, of: &str) -> Result<Vec<bool>> {
        let flags = self.bound.bools(name)?;
        match flags.as_slice() {
            [flag] if self.bound.value(name).is_some_and(|value| value.is_boolean()) => Ok(vec![*flag; n]),
            _ if flags.len() == n => Ok(flags),
            _ => {
                Err(Fault::new(format!("the length of `{name}` ({}) does not match the length of `{of}` ({n})", flags.len())).argument(self.bound.place(name)))
            }
        }
    }
}

/// The conditions as one. A list of flags is a mask over the rows, as in Python.
fn condition(call: &Call<'_>) -> Result<Option<Expr>> {
    let is_mask = |value: &&Value| value.as_array().is_some_and(|items| !items.is_empty() && items.iter().all(Value::is_boolean));
    if !call.bound.varargs().iter().any(is_mask) {
        return call.build.predicate(&call.bound);
    }
    let mut all = Vec::new();
    for (at, value) in call.bound.varargs().iter().enumerate() {
        let place = |fault: Fault| fault.argument(call.bound.vararg_place(at));
        match value.as_array().filter(|_| is_mask(value)) {
            Some(flags) => all.push(lit(call.build.series("", flags, Some(&polars::prelude::DataType::Boolean), true).map_err(place)?)),
            None => all.extend(call.build.exprs(&[*value]).map_err(place)?),
        }
    }
    for (name, value) in call.bound.varkwargs() {
        all.push(polars::prelude::col(*name).eq(call.build.expr(value, StrAs::Literal).map_err(|fault| fault.argument(format!("kwargs.{name}")))?));
    }
    Ok(all.into_iter().reduce(Expr::and))
}

pub(super) fn filter(call: &Call<'_>) -> Result<Frame> {
    match condition(call)? {
        Some(predicate) => call.done(call.plan().filter(predicate)),
        None => call.done(call.plan()),
    }
}

pub(super) fn remove(call: &Call<'_>) -> Result<Frame> {
    match condition(call)? {
        Some(predicate) => call.done(call.plan().remove(predicate)),
        None => call.done(call.plan().clear()),
    }
}

pub(super) fn sort(call: &Call<'_>) -> Result<Frame> {
    let by = call.build.bound_exprs(&call.bound, Some("by"))?;
    let options = SortMultipleOptions {
        descending: call.flags("descending", by.len(), "by")?,
        nulls_last: call.flags("nulls_last", by.len(), "by")?,
        multithreaded: true,
        maintain_order: call.bound.bool("maintain_order")?,
        limit: None,
    };
    call.done(call.plan().sort_by_exprs(by, options))
}

pub(super) fn top_k(call: &Call<'_>) -> Result<Frame> {
    let (k, by, options) = ranked(call)?;
    call.done(call.plan().top_k(k, by, options))
}

pub(super) fn bottom_k(call: &Call<'_>) -> Result<Frame> {
    let (k, by, options) = ranked(call)?;
    call.done(call.plan().bottom_k(k, by, options))
}

fn ranked(call: &Call<'_>) -> Result<(IdxSize, Vec<Expr>, SortMultipleOptions)> {
    let by = call.exprs("by")?.ok_or_else(|| call.bound.wrong("by", "columns"))?;
    let reverse = call.flags("reverse", by.len(), "by")?;
    Ok((call.count("k")?, by, SortMultipleOptions::new().with_order_descending_multi(reverse)))
}

pub(super) fn reverse(call: &Call<'_>) -> Result<Frame> {
    call.done(call.plan().reverse())
}

pub(super) fn head(call: &Call<'_>) -> Result<Frame> {
    match call.bound.int("n")? {
        n if n < 0 && call.input.eager => call.with_rows(Columns::Same, |frame| {
            let rows = frame.height().saturating_sub(n.unsigned_abs() as usize);
            Ok(frame.head(Some(rows)))
        }),
        n if n < 0 => Err(negative(call, "n")),
        _ => call.done(call.plan().limit(call.count("n")?)),
    }
}

pub(super) fn tail(call: &Call<'_>) -> Result<Frame> {
    match call.bound.int("n")? {
        n if n < 0 && call.input.eager => call.with_rows(Columns::Same, |frame| {
            let rows = frame.height().saturating_sub(n.unsigned_abs() as usize);
            Ok(frame.tail(Some(rows)))
        }),
        n if n < 0 => Err(negative(call, "n")),
        _ => call.done(call.plan().tail(call.count("n")?)),
    }
}

fn negative(call: &Call<'_>, name: &str) -> Fault {
    call.bound.wrong(name, "an integer that is not negative, for a lazy frame")
}

pub(super) fn first(call: &Call<'_>) -> Result<Frame> {
    call.done(call.plan().first())
}

pub(super) fn last(call: &Call<'_>) -> Result<Frame> {
    call.done(call.plan().last())
}

pub(super) fn slice(call: &Call<'_>) -> Result<Frame> {
    let offset = call.bound.int("offset")?;
    match call.bound.int_opt("length")? {
        Some(length) if length < 0 && call.input.eager => call.with_rows(Columns::Same, |frame| {
            // As Python has it: the length counts from the end.
            let length = (frame.height() as i64).saturating_sub(offset).saturating_add(length);
            match usize::try_from(length) {
                Ok(length) => Ok(frame.slice(offset, length)),
                Err(_) => Err(call.bound.wrong("length", "no more than the frame has").about_columns()),
            }
        }),
        Some(length) if length < 0 => Err(negative(call, "length")),
        Some(_) => call.done(call.plan().slice(offset, call.count("length")?)),
        None => call.done(call.plan().slice(offset, IdxSize::MAX)),
    }
}

pub(super) fn clear(call: &Call<'_>) -> Result<Frame> {
    let n = call.bound.size("n")?;
    if n == 0 {
        return call.done(call.plan().clear());
    }
    let most = call.context.env.limits.rows;
    if n as u64 > most {
        return Err(Fault::cap("rows", n, most).argument(call.bound.place("n")));
    }
    let schema = call.schema()?;
    let rows = if call.context.is_check() { 0 } else { n };
    call.done(polars::prelude::DataFrame::full_null(&schema, rows).lazy())
}

pub(super) fn unique(call: &Call<'_>) -> Result<Frame> {
    let subset = call.exprs("subset")?;
    let keep = match call.bound.one_of("keep")? {
        "first" => UniqueKeepStrategy::First,
        "last" => UniqueKeepStrategy::Last,
        "none" => UniqueKeepStrategy::None,
        _ => UniqueKeepStrategy::Any,
    };
    let plan = call.plan();
    call.done(match call.bound.bool("maintain_order")? {
        true => plan.unique_stable_generic(subset, keep),
        false => plan.unique_generic(subset, keep),
    })
}

pub(super) fn drop_nulls(call: &Call<'_>) -> Result<Frame> {
    let subset = call.selector("subset")?;
    call.done(call.plan().drop_nulls(subset))
}

pub(super) fn drop_nans(call: &Call<'_>) -> Result<Frame> {
    let subset = call.selector("subset")?;
    call.done(call.plan().drop_nans(subset))
}

pub(super) fn gather_every(call: &Call<'_>) -> Result<Frame> {
    let n = call.bound.size("n")?;
    if n == 0 {
        return Err(call.bound.wrong("n", "an integer above 0"));
    }
    let offset = call.bound.size("offset")?;
    call.done(call.plan().select([all().as_expr().gather_every(n, offset)]))
}

pub(super) fn gather(call: &Call<'_>) -> Result<Frame> {
    let null_on_oob = call.bound.bool("null_on_oob")?;
    let value = call.bound.value("indices").ok_or_else(|| call.bound.wrong("indices", "positions of rows"))?;
    let place = || call.bound.place("indices");
    // A frame of that name wins over a column: the parameter is typed as one for lazy frames.
    let indices = match value.as_str() {
        Some(name) if !call.input.eager && call.frames.get(Some(name)).is_some() => call.frames.table(Some(name))?.plan.clone(),
        _ => {
            let indices = match value {
                serde_json::Value::Array(items) => {
                    let series = call.build.series("", items, Some(&polars::prelude::DataType::Int64), true).map_err(|fault| fault.argument(place()))?;
                    lit(series)
                }
                other => call.build.expr(other, StrAs::Column).map_err(|fault| fault.argument(place()))?,
            };
            call.plan().select([indices])
        }
    };
    call.done(call.plan().gather(indices, null_on_oob))
}

pub(super) fn with_row_index(call: &Call<'_>) -> Result<Frame> {
    let name = call.bound.str("name")?;
    let offset = call.count("offset")?;
    call.done(call.plan().with_row_index(name, Some(offset)))
}

pub(super) fn set_sorted(call: &Call<'_>) -> Result<Frame> {
    use polars_plan::plans::{HintIR, Sorted};
    let mut columns: Vec<String> = call.bound.strings("column")?.into_iter().map(str::to_owned).collect();
    for (at, value) in call.bound.varargs().iter().enumerate() {
        let name = value.as_str().ok_or_else(|| Fault::new(format!("{value} is not a column's name")).argument(call.bound.vararg_place(at)))?;
        columns.push(name.to_owned());
    }
    let broadcast = |name: &str| -> Result<Vec<bool>> {
        let flags = call.bound.bools(name)?;
        match flags.as_slice() {
            [flag] => Ok(vec![*flag; columns.len()]),
            _ if flags.len() == columns.len() => Ok(flags),
            _ => Err(call.bound.wrong(name, "one flag, or as many as there are columns")),
        }
    };
    let (descending, nulls_last) = (broadcast("descending")?, broadcast("nulls_last")?);
    let schema = call.schema()?;
    let sorted = columns
        .iter()
        .zip(descending.into_iter().zip(nulls_last))
        .map(|(column, (descending, nulls_last))| match schema.contains(column) {
            true => Ok(Sorted { column: column.as_str().into(), descending: Some(descending), nulls_last: Some(nulls_last) }),
            false => Err(Fault::missing_column(column, schema.iter_names().map(|name| name.as_str()))),
        })
        .collect::<Result<Vec<_>>>()?;
    call.done(call.plan().hint(HintIR::Sorted(sorted.into()))?)
}
