//! JSON values as literals and series, typed as Python Polars types them.

use polars::prelude::{AnyValue, DataType, Expr, Field, LiteralValue, PlSmallStr, Scalar, Series};
use polars_core::utils::any_values_to_supertype;
use polars_plan::plans::DynLiteralValue;
use serde_json::{Map, Value};

use super::Builder;
use crate::fault::{Fault, Result, show};

/// The name that Python gives to what is made of a literal.
const NAME: &str = "literal";

/// `pl.lit(value)`.
pub(super) fn lit(value: &Value) -> Result<Expr> {
    Ok(Expr::Literal(match value {
        Value::Null => LiteralValue::Scalar(Scalar::null(DataType::Null)),
        Value::Bool(flag) => LiteralValue::Scalar(Scalar::from(*flag)),
        Value::Number(number) => match (number.as_i64(), number.as_u64(), number.as_f64()) {
            (Some(int), _, _) => LiteralValue::Dyn(DynLiteralValue::Int(int.into())),
            (None, Some(int), _) => LiteralValue::Dyn(DynLiteralValue::Int(int.into())),
            (None, None, Some(float)) => LiteralValue::Dyn(DynLiteralValue::Float(float)),
            (None, None, None) => return Err(Fault::new(format!("the number {number} is out of range"))),
        },
        Value::String(text) => LiteralValue::Scalar(Scalar::from(PlSmallStr::from_str(text))),
        Value::Array(_) | Value::Object(_) => {
            let value = any_value(value)?;
            LiteralValue::Scalar(Scalar::new(value.dtype(), value))
        }
    }))
}

/// `pl.lit(value, dtype)` for a type that is known.
pub(super) fn typed(value: &Value, dtype: &DataType) -> Result<Expr> {
    let one = std::slice::from_ref(value);
    let series = match value {
        Value::Array(_) => series(NAME, one, Some(dtype), true)?,
        _ => series(NAME, one, None, true)?.strict_cast(dtype)?,
    };
    scalar(&series)
}

/// A list as `pl.lit(pl.Series(values))`.
pub(super) fn series_lit(values: &[Value]) -> Result<Expr> {
    Ok(polars::prelude::lit(series("", values, None, true)?))
}

/// The first value of a series, as a literal.
pub(super) fn scalar(series: &Series) -> Result<Expr> {
    let value = series.get(0)?.into_static();
    Ok(Expr::Literal(LiteralValue::Scalar(Scalar::new(series.dtype().clone(), value))))
}

/// `pl.Series(name, values, dtype, strict=strict)`.
pub(super) fn series(name: &str, values: &[Value], dtype: Option<&DataType>, strict: bool) -> Result<Series> {
    let values =
        values.iter().enumerate().map(|(at, value)| any_value(value).map_err(|fault| fault.argument(format!("[{at}]")))).collect::<Result<Vec<_>>>()?;
    let name = PlSmallStr::from_str(name);
    if let Some(dtype) = dtype {
        return Ok(match dtype {
            // Text for a time is parsed by casting; as a value of its own it would be refused.
            DataType::Date | DataType::Datetime(..) | DataType::Time | DataType::Duration(_)
                if values.iter().any(|value| matches!(value, AnyValue::StringOwned(_))) =>
            {
                let text = Series::from_any_values_and_dtype(name, &values, &DataType::String, strict)?;
                if strict { text.strict_cast(dtype)? } else { text.cast(dtype)? }
            }
            // A number of JSON is a float of 64 bits, which a strict conversion would not make narrower.
            DataType::Float16 | DataType::Float32 => {
                let floats = Series::from_any_values_and_dtype(name, &as_floats(values, dtype), &DataType::Float64, strict)?;
                floats.cast(dtype)?
            }
            _ => Series::from_any_values_and_dtype(name, &as_floats(values, dtype), dtype, strict)?,
        });
    }
    Ok(Series::from_any_values(name, &normal(values, false), strict)?)
}

/// `{"expr": "Series", …}`: name, values and data type by position or name.
pub(super) fn series_object(builder: &Builder, args: &[Value], kwargs: &Map<String, Value>) -> Result<Series> {
    let wrong = || Fault::new("a series has a name and values: {\"expr\": \"Series\", \"args\": [\"a\", [1, 2]]}");
    if let Some(unknown) = kwargs.keys().find(|key| !matches!(key.as_str(), "name" | "values" | "dtype" | "strict")) {
        return Err(Fault::unknown("argument of a series", unknown, ["name", "values", "dtype", "strict"]));
    }
    let mut args = args.iter();
    let first = args.next().or_else(|| kwargs.get("name"));
    let (name, values) = match first {
        Some(Value::Array(values)) => ("", Some(values)),
        Some(Value::String(name)) => (name.as_str(), None),
        None | Some(Value::Null) => ("", None),
        Some(_) => return Err(wrong()),
    };
    let values = match (values, args.next().or_else(|| kwargs.get("values"))) {
        (Some(values), None) | (None, Some(Value::Array(values))) => values,
        _ => return Err(wrong()),
    };
    let dtype = args.next().or_else(|| kwargs.get("dtype")).filter(|dtype| !dtype.is_null()).map(|dtype| builder.dtype(dtype)).transpose()?;
    let strict = kwargs.get("strict").is_none_or(|strict| strict.as_bool() != Some(false));
    series(name, values, dtype.as_ref(), strict)
}

/// One value. Lists take the type that all their items have, as Python's conversion does.
fn any_value(value: &Value) -> Result<AnyValue<'static>> {
    Ok(match value {
        Value::Null => AnyValue::Null,
        Value::Bool(flag) => AnyValue::Boolean(*flag),
        Value::Number(number) => match (number.as_i64(), number.as_u64(), number.as_f64()) {
            (Some(int), _, _) => AnyValue::Int64(int),
            (None, Some(int), _) => AnyValue::UInt64(int),
            (None, None, Some(float)) => AnyValue::Float64(float),
            (None, None, None) => return Err(Fault::new(format!("the number {number} is out of range"))),
        },
        Value::String(text) => AnyValue::StringOwned(text.as_str().into()),
        Value::Array(items) => AnyValue::List(list(items)?),
        Value::Object(object) if object.contains_key("expr") || object.contains_key("custom_function") => {
            return Err(Fault::new("an expression cannot stand inside a list of values").given(show(value)));
        }
        Value::Object(object) => {
            let values = object.values().map(any_value).collect::<Result<Vec<_>>>()?;
            let fields = object.keys().zip(&values).map(|(name, value)| Field::new(name.as_str().into(), value.dtype())).collect();
            AnyValue::StructOwned(Box::new((values, fields)))
        }
    })
}

/// The items of a list inside another value.
fn list(items: &[Value]) -> Result<Series> {
    if items.is_empty() {
        return Ok(Series::new_empty(PlSmallStr::EMPTY, &DataType::Null));
    }
    let values = items.iter().map(any_value).collect::<Result<Vec<_>>>()?;
    let structs = values.iter().any(|value| matches!(value, AnyValue::StructOwned(_)));
    if structs || values.iter().any(|value| matches!(value, AnyValue::List(_))) {
        let dtype = any_values_to_supertype(&values)?;
        return Ok(Series::from_any_values_and_dtype(PlSmallStr::EMPTY, &values, &dtype, structs)?);
    }
    Ok(Series::from_any_values(PlSmallStr::EMPTY, &normal(values, true), true)?)
}

/// Numbers as the first one has them: after a float whole numbers are floats, after a whole number flags are numbers, and one
/// that needs all 64 bits makes all of them unsigned. What does not fit stays, and is refused with Polars' own words.
fn normal(values: Vec<AnyValue<'_>>, inside: bool) -> Vec<AnyValue<'_>> {
    match values.iter().find(|value| !value.is_null()) {
        // Inside another value Python looks at the very first one, and gives up on a mixture when that is none.
        Some(AnyValue::Float64(_)) if !(inside && values[0].is_null()) => as_floats(values, &DataType::Float64),
        Some(AnyValue::Int64(_) | AnyValue::UInt64(_)) => {
            let unsigned = values.iter().any(|value| matches!(value, AnyValue::UInt64(_))) && !values.iter().any(|value| matches!(value, AnyValue::Int64(..0)));
            let whole = |value| match value {
                AnyValue::Boolean(flag) => AnyValue::Int64(flag.into()),
                other => other,
            };
            let sign = |value| match value {
                AnyValue::Int64(int) if unsigned => u64::try_from(int).map_or(AnyValue::Int64(int), AnyValue::UInt64),
                other => other,
            };
            values.into_iter().map(whole).map(sign).collect()
        }
        _ => values,
    }
}

/// Whole numbers as floats, where floats are asked for: a strict conversion would refuse them.
fn as_floats<'v>(values: Vec<AnyValue<'v>>, dtype: &DataType) -> Vec<AnyValue<'v>> {
    if !dtype.is_float() {
        return values;
    }
    let float = |value| match value {
        AnyValue::Boolean(flag) => AnyValue::Float64(f64::from(u8::from(flag))),
        AnyValue::Int64(int) => AnyValue::Float64(int as f64),
        AnyValue::UInt64(int) => AnyValue::Float64(int as f64),
        other => other,
    };
    values.into_iter().map(float).collect()
}
