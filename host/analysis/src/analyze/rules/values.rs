//! Rules that compare with values of the request.

use polars::prelude::{DataFrame, DataType, Expr, IntoLazy, IntoSeries, NewChunkedArray, PlSmallStr, Series, TimeUnit, lit};
use sandtable_core::{Error, Result, text};
use serde_json::Value;

use super::{Subject, moment};
use crate::analyze::flat::seconds;

/// Values of a list.
const MOST_VALUES: usize = 100_000;
/// Characters of a pattern.
const MOST_PATTERN: usize = 10_000;

/// Which side of a bound is outside.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Outside {
    Below,
    Above,
}

/// Smaller than a value.
pub(super) fn below(subject: &Subject<'_>, value: &Value) -> Result<Expr> {
    outside(subject, value, Outside::Below)
}

/// Larger than a value.
pub(super) fn above(subject: &Subject<'_>, value: &Value) -> Result<Expr> {
    outside(subject, value, Outside::Above)
}

fn outside(subject: &Subject<'_>, value: &Value, side: Outside) -> Result<Expr> {
    let column = subject.column();
    let compare = |column: Expr, bound: Expr| match side {
        Outside::Below => column.lt(bound),
        Outside::Above => column.gt(bound),
    };
    let dtype = subject.dtype;
    if dtype.is_integer() {
        return match (value.as_i64(), value.as_u64(), value.as_f64()) {
            (Some(bound), ..) => Ok(compare(column.cast(DataType::Int128), lit(bound).cast(DataType::Int128))),
            (None, Some(bound), _) => Ok(compare(column.cast(DataType::Int128), lit(bound).cast(DataType::Int128))),
            (None, None, Some(bound)) => Ok(compare(column.cast(DataType::Float64), lit(bound))),
            (None, None, None) => Err(subject.wrong(value, "a number")),
        };
    }
    if dtype.is_float() || dtype.is_decimal() {
        let bound = value.as_f64().ok_or_else(|| subject.wrong(value, "a number"))?;
        let column = column.cast(DataType::Float64);
        return Ok(compare(column.clone(), lit(bound)).or(column.is_nan()));
    }
    match dtype {
        DataType::Duration(_) => {
            let bound = value.as_f64().ok_or_else(|| subject.wrong(value, "a number of seconds"))?;
            Ok(compare(column.cast(DataType::Int64).cast(DataType::Float64), lit(seconds(dtype).back(bound))))
        }
        DataType::Date | DataType::Datetime(..) | DataType::Time => {
            let (low, high) = ticks(subject, value)?;
            // A bound between two ticks is no tick itself.
            Ok(compare(column.cast(DataType::Int64), lit(if side == Outside::Below { high } else { low })))
        }
        DataType::String => {
            let bound = value.as_str().ok_or_else(|| subject.wrong(value, "a string"))?;
            Ok(compare(column, lit(bound.to_owned())))
        }
        _ => Err(subject.unfit("min, max or between", "numbers, times or strings")),
    }
}

/// The ticks of a time column at or before a time, and at or after it.
fn ticks(subject: &Subject<'_>, value: &Value) -> Result<(i64, i64)> {
    let nanos_per = match subject.dtype {
        DataType::Date => 86_400_000_000_000,
        DataType::Datetime(TimeUnit::Milliseconds, _) => 1_000_000,
        DataType::Datetime(TimeUnit::Microseconds, _) => 1_000,
        _ => 1_i128,
    };
    let (nanos, wanted) = match subject.dtype {
        DataType::Time => (value.as_str().and_then(moment::nanos_of_day).map(i128::from), "a time of day such as 12:30:00"),
        _ => (value.as_str().and_then(moment::nanos), "a time such as 2025-09-01 or 2025-09-01T12:30:00Z"),
    };
    let nanos = nanos.ok_or_else(|| subject.wrong(value, wanted))?;
    let low = nanos.div_euclid(nanos_per);
    let high = low + i128::from(nanos.rem_euclid(nanos_per) != 0);
    let fit = |ticks: i128| i64::try_from(ticks).map_err(|_| subject.wrong(value, wanted));
    Ok((fit(low)?, fit(high)?))
}

/// Equal to no value of a list.
pub(super) fn none_of(subject: &Subject<'_>, value: &Value) -> Result<Expr> {
    let list = value.as_array().ok_or_else(|| subject.wrong(value, "a list of values"))?;
    if list.len() > MOST_VALUES {
        return Err(subject.wrong(&Value::from(list.len()), "a list of at most 100000 values"));
    }
    let each = |wanted: &'static str| move |item: &Value| subject.wrong(item, wanted);
    let dtype = subject.dtype;
    let column = subject.column();
    let (column, list) = if dtype.is_integer() {
        let wrong = each("a list of integers");
        let items = list.iter().map(|item| item.as_i64().ok_or_else(|| wrong(item))).collect::<Result<Vec<_>>>()?;
        (if *dtype == DataType::UInt64 { column.cast(DataType::Float64) } else { column.cast(DataType::Int64) }, Series::from_iter(items))
    } else if dtype.is_float() || dtype.is_decimal() {
        let wrong = each("a list of numbers");
        let items = list.iter().map(|item| item.as_f64().ok_or_else(|| wrong(item))).collect::<Result<Vec<_>>>()?;
        (column.cast(DataType::Float64), Series::from_iter(items))
    } else {
        match dtype {
            DataType::String => {
                let wrong = each("a list of strings");
                let items = list.iter().map(|item| item.as_str().ok_or_else(|| wrong(item))).collect::<Result<Vec<_>>>()?;
                (column, polars::prelude::StringChunked::from_slice(PlSmallStr::EMPTY, &items).into_series())
            }
            DataType::Boolean => {
                let wrong = each("a list of true and false");
                let items = list.iter().map(|item| item.as_bool().ok_or_else(|| wrong(item))).collect::<Result<Vec<_>>>()?;
                (column, polars::prelude::BooleanChunked::from_slice(PlSmallStr::EMPTY, &items).into_series())
            }
            DataType::Date | DataType::Datetime(..) | DataType::Time => {
                let items = list.iter().map(|item| ticks(subject, item)).collect::<Result<Vec<_>>>()?;
                let exact = items.into_iter().filter(|(low, high)| low == high).map(|(tick, _)| tick);
                (column.cast(DataType::Int64), Series::from_iter(exact))
            }
            _ => return Err(subject.unfit("in", "numbers, times, strings or truth values")),
        }
    };
    let list = if *dtype == DataType::UInt64 { list.cast(&DataType::Float64).map_err(crate::analyze::engine)? } else { list };
    Ok(column.is_in(lit(list).implode(false), false).not())
}

/// Does not have a pattern in it.
pub(super) fn unlike(subject: &Subject<'_>, value: &Value) -> Result<Expr> {
    if *subject.dtype != DataType::String {
        return Err(subject.unfit("regex", "strings"));
    }
    let pattern = value.as_str().ok_or_else(|| subject.wrong(value, "a regular expression"))?;
    if pattern.chars().count() > MOST_PATTERN {
        return Err(subject.wrong(&Value::from(pattern.len()), "a regular expression of at most 10000 characters"));
    }
    // Once over one row: Polars knows best which patterns it takes.
    let tried = DataFrame::empty().lazy().select([lit("").str().contains(lit(pattern.to_owned()), true)]).collect();
    tried.map_err(|error| {
        let field = &subject.field;
        let why = text::sanitize(&error.to_string(), 500);
        Error::invalid(field, format!("{field} is no regular expression: {why}")).with("constraint", "a regular expression").with("given", pattern)
    })?;
    Ok(subject.column().str().contains(lit(pattern.to_owned()), true).not())
}
