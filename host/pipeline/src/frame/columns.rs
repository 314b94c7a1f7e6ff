//! Which columns, and what is in them.

use std::sync::Arc;

use polars::prelude::{DataType, Expr, LazyFrame, Schema, Selector, all, col, lit};
use polars_plan::dsl::{DataTypeSelector, ExtraColumnsPolicy, MatchToSchemaPerColumn, MissingColumnsPolicy, MissingColumnsPolicyOrExpr, UpcastOrForbid};
use serde_json::Value;

use super::{Call, Frame};
use crate::expr::StrAs;
use crate::fault::{Fault, Result, show};

pub(super) fn select(call: &Call<'_>) -> Result<Frame> {
    let exprs = call.build.bound_exprs(&call.bound, None)?;
    call.done(call.plan().select(exprs))
}

pub(super) fn select_seq(call: &Call<'_>) -> Result<Frame> {
    let exprs = call.build.bound_exprs(&call.bound, None)?;
    call.done(call.plan().select_seq(exprs))
}

pub(super) fn with_columns(call: &Call<'_>) -> Result<Frame> {
    let exprs = call.build.bound_exprs(&call.bound, None)?;
    call.done(call.plan().with_columns(exprs))
}

pub(super) fn with_columns_seq(call: &Call<'_>) -> Result<Frame> {
    let exprs = call.build.bound_exprs(&call.bound, None)?;
    call.done(call.plan().with_columns_seq(exprs))
}

pub(super) fn with_context(call: &Call<'_>) -> Result<Frame> {
    let others: Vec<LazyFrame> = match call.bound.value("other") {
        Some(Value::Array(_)) => call.tables("other")?.into_iter().map(|table| table.plan).collect(),
        _ => vec![call.frame("other")?.plan],
    };
    call.done(call.plan().with_context(others))
}

pub(super) fn drop(call: &Call<'_>) -> Result<Frame> {
    let strict = call.bound.bool("strict")?;
    let columns = call.build.selectors(call.bound.varargs(), strict).map_err(|fault| fault.argument("args"))?;
    call.done(call.plan().drop(columns))
}

pub(super) fn rename(call: &Call<'_>) -> Result<Frame> {
    let Some(Value::Object(mapping)) = call.bound.value("mapping") else {
        return Err(call.bound.wrong("mapping", "an object of old and new names"));
    };
    if mapping.contains_key("custom_function") {
        return Err(Fault::unsupported("rename", "a custom function sees rows, not names").argument(call.bound.place("mapping")));
    }
    let mut existing = Vec::new();
    let mut new = Vec::new();
    for (old, name) in mapping {
        existing.push(old.as_str());
        new.push(
            name.as_str()
                .ok_or_else(|| Fault::new(format!("{} is not a column's name", show(name))).argument(format!("{}.{old}", call.bound.place("mapping"))))?,
        );
    }
    call.done(call.plan().rename(existing, new, call.bound.bool("strict")?))
}

pub(super) fn cast(call: &Call<'_>) -> Result<Frame> {
    let strict = call.bound.bool("strict")?;
    let place = || call.bound.place("dtypes");
    let value = call.bound.value("dtypes").ok_or_else(|| call.bound.wrong("dtypes", "a data type or an object of columns and data types"))?;
    let Value::Object(mapping) = value.clone() else {
        let dtype = call.build.dtype_expr(value).map_err(|fault| fault.argument(place()))?;
        return call.done(call.plan().cast_all(dtype, strict));
    };
    if mapping.contains_key("expr") {
        let dtype = call.build.dtype_expr(value).map_err(|fault| fault.argument(place()))?;
        return call.done(call.plan().cast_all(dtype, strict));
    }
    let schema = call.schema()?;
    let mut casts = Vec::new();
    for (name, dtype) in &mapping {
        let dtype = call.build.dtype(dtype).map_err(|fault| fault.argument(format!("{}.{name}", place())))?;
        let mut add = |name: &str| casts.push(if strict { col(name).strict_cast(dtype.clone()) } else { col(name).cast(dtype.clone()) });
        match schema.contains(name) {
            true => add(name),
            // A data type as key means all columns of it, since an object's keys are strings in JSON.
            false => match call.build.dtype(&Value::from(name.as_str())) {
                Ok(of) if call.input.known => schema.iter().filter(|(_, dtype)| **dtype == of || same_family(dtype, name)).for_each(|(name, _)| add(name)),
                _ => return Err(Fault::missing_column(name, schema.iter_names().map(|name| name.as_str())).argument(place())),
            },
        }
    }
    call.done(if casts.is_empty() { call.plan() } else { call.plan().with_columns(casts) })
}

/// `Datetime` without arguments means every datetime.
fn same_family(dtype: &DataType, name: &str) -> bool {
    matches!(
        (dtype, name),
        (DataType::Datetime(..), "Datetime") | (DataType::Duration(..), "Duration") | (DataType::List(..), "List") | (DataType::Struct(..), "Struct")
    )
}

pub(super) fn shift(call: &Call<'_>) -> Result<Frame> {
    let n = call.expr("n")?.ok_or_else(|| call.bound.wrong("n", "an integer"))?;
    call.done(match call.expr_as("fill_value", StrAs::Literal)? {
        Some(fill) => call.plan().shift_and_fill(n, fill),
        None => call.plan().shift(n),
    })
}

pub(super) fn fill_nan(call: &Call<'_>) -> Result<Frame> {
    let value = match call.bound.get("value") {
        Some(value) => call.build.expr(value, StrAs::Literal).map_err(|fault| fault.argument(call.bound.place("value")))?,
        None => lit(polars::prelude::NULL),
    };
    call.done(call.plan().fill_nan(value))
}

pub(super) fn fill_null(call: &Call<'_>) -> Result<Frame> {
    use DataType::{Boolean, Float32, Float64, Int8, Int16, Int32, Int64, Int128, String, UInt8, UInt16, UInt32, UInt64};
    let matches_supertype = call.bound.bool("matches_supertype")?;
    let value = call.bound.value("value");
    let strategy = call.bound.one_of_opt("strategy")?;
    let limit = call
        .bound
        .size_opt("limit")?
        .map(|limit| polars_utils::IdxSize::try_from(limit).map_err(|_| call.bound.wrong("limit", "an integer below 4294967296")))
        .transpose()?;
    let expr = |columns: Expr| -> Result<Expr> {
        match (value, strategy) {
            (Some(_), Some(_)) => Err(Fault::new("cannot specify both `value` and `strategy`").argument("kwargs.strategy")),
            (None, None) => Err(Fault::new("must specify either a fill `value` or `strategy`").argument("kwargs.value")),
            (Some(_), None) if limit.is_some() => {
                Err(Fault::new("can only specify `limit` when strategy is set to 'backward' or 'forward'").argument("kwargs.limit"))
            }
            (Some(value), None) => {
                let value = call.build.expr(value, StrAs::Literal).map_err(|fault| fault.argument(call.bound.place("value")))?;
                Ok(columns.fill_null(value))
            }
            (None, Some(strategy)) => {
                use polars::prelude::FillNullStrategy;
                let strategy = match strategy {
                    "forward" => FillNullStrategy::Forward(limit),
                    "backward" => FillNullStrategy::Backward(limit),
                    _ if limit.is_some() => {
                        return Err(Fault::new("can only specify `limit` when strategy is set to 'backward' or 'forward'").argument("kwargs.limit"));
                    }
                    "min" => FillNullStrategy::Min,
                    "max" => FillNullStrategy::Max,
                    "mean" => FillNullStrategy::Mean,
                    "zero" => FillNullStrategy::Zero,
                    _ => FillNullStrategy::One,
                };
                Ok(columns.fill_null_with_strategy(strategy))
            }
        }
    };
    let of = |dtypes: Vec<DataType>| Selector::ByDType(DataTypeSelector::AnyOf(dtypes.into_iter().chain([DataType::Null]).collect()));
    // Python fills only the columns that the value's type suits.
    let columns = match value {
        Some(Value::Bool(_)) => Some(of(vec![Boolean])),
        Some(Value::Number(_)) if matches_supertype => {
            let numbers = of(vec![Int8, Int16, Int32, Int64, Int128, UInt8, UInt16, UInt32, UInt64, Float32, Float64]);
            Some(numbers | Selector::ByDType(DataTypeSelector::Decimal))
        }
        Some(Value::Number(number)) => Some(of(vec![if number.is_f64() { Float64 } else { Int64 }])),
        Some(Value::String(_)) => Some(of(vec![String]) | Selector::ByDType(DataTypeSelector::Categorical)),
        _ => None,
    };
    call.done(match columns {
        Some(columns) => call.plan().with_columns([expr(Expr::Selector(columns))?]),
        None => call.plan().select([expr(all().as_expr())?]),
    })
}

pub(super) fn interpolate(call: &Call<'_>) -> Result<Frame> {
    call.done(call.plan().select([all().as_expr().interpolate(polars::prelude::InterpolationMethod::Linear)]))
}

pub(super) fn match_to_schema(call: &Call<'_>) -> Result<Frame> {
    let target = call
        .build
        .schema(call.bound.value("schema").ok_or_else(|| call.bound.wrong("schema", "an object of columns and data types"))?)
        .map_err(|fault| fault.argument(call.bound.place("schema")))?;
    let missing_columns = per_column(
        call,
        &target,
        "missing_columns",
        |value| match value {
            Value::String(word) if word == "insert" => Ok(MissingColumnsPolicyOrExpr::Insert),
            Value::String(word) if word == "raise" => Ok(MissingColumnsPolicyOrExpr::Raise),
            value if value.get("expr").is_some() => call.build.expr(value, StrAs::Column).map(MissingColumnsPolicyOrExpr::InsertWith),
            other => Err(Fault::new(format!("{} is not insert, raise or an expression", show(other)))),
        },
        MissingColumnsPolicyOrExpr::Raise,
    )?;
    let missing_struct_fields = per_column(
        call,
        &target,
        "missing_struct_fields",
        |value| word(value, &[("insert", MissingColumnsPolicy::Insert), ("raise", MissingColumnsPolicy::Raise)]),
        MissingColumnsPolicy::Raise,
    )?;
    let extra_struct_fields = per_column(
        call,
        &target,
        "extra_struct_fields",
        |value| word(value, &[("ignore", ExtraColumnsPolicy::Ignore), ("raise", ExtraColumnsPolicy::Raise)]),
        ExtraColumnsPolicy::Raise,
    )?;
    let cast = |name: &str| {
        per_column(call, &target, name, |value| word(value, &[("upcast", UpcastOrForbid::Upcast), ("forbid", UpcastOrForbid::Forbid)]), UpcastOrForbid::Forbid)
    };
    let (integer_cast, float_cast) = (cast("integer_cast")?, cast("float_cast")?);
    let extra = word(call.bound.get("extra_columns").unwrap_or(&Value::Null), &[("ignore", ExtraColumnsPolicy::Ignore), ("raise", ExtraColumnsPolicy::Raise)])
        .map_err(|fault| fault.argument(call.bound.place("extra_columns")))?;
    let columns: Arc<[MatchToSchemaPerColumn]> = (0..target.len())
        .map(|at| MatchToSchemaPerColumn {
            missing_columns: missing_columns[at].clone(),
            missing_struct_fields: missing_struct_fields[at],
            extra_struct_fields: extra_struct_fields[at],
            integer_cast: integer_cast[at],
            float_cast: float_cast[at],
        })
        .collect();
    call.done(call.plan().match_to_schema(Arc::new(target), columns, extra))
}

/// One policy for all columns, or an object of columns and policies.
fn per_column<T: Clone>(call: &Call<'_>, schema: &Schema, name: &str, read: impl Fn(&Value) -> Result<T>, default: T) -> Result<Vec<T>> {
    let place = || call.bound.place(name);
    let value = call.bound.get(name).unwrap_or(&Value::Null);
    match value {
        Value::Object(mapping) if !mapping.contains_key("expr") => {
            let mut policies = vec![default; schema.len()];
            for (column, value) in mapping {
                let at =
                    schema.index_of(column).ok_or_else(|| Fault::missing_column(column, schema.iter_names().map(|name| name.as_str())).argument(place()))?;
                policies[at] = read(value).map_err(|fault| fault.argument(format!("{}.{column}", place())))?;
            }
            Ok(policies)
        }
        value => Ok(vec![read(value).map_err(|fault| fault.argument(place()))?; schema.len()]),
    }
}

fn word<T: Copy>(value: &Value, words: &[(&str, T)]) -> Result<T> {
    let found = value.as_str().and_then(|given| words.iter().find(|(word, _)| *word == given));
    found.map(|(_, meaning)| *meaning).ok_or_else(|| {
        let allowed = words.iter().map(|(word, _)| *word).collect::<Vec<_>>().join(" or ");
        Fault::new(format!("{} is not {allowed}", show(value))).given(show(value)).allowed(allowed)
    })
}
