//! What is mended before anything else is done with the rows.

use polars::prelude::{DataType, Expr, LazyFrame, UniqueKeepStrategy, by_name, lit, when};
use sandtable_core::{Result, text};
use sandtable_frames::parse_type;

use super::constant::Constant;
use crate::cast::cast;
use crate::column::{column, known};
use crate::fault;
use crate::request::Clean;
use crate::run::{collect, schema_of};
use crate::source::{FoundDates, find_dates, given_dates, type_text};

/// Values that tell how dates are written.
const LOOKED_AT: u32 = 1_000;
/// More than those values ever need.
const LOOK_BYTES: u64 = 256 << 20;

/// Mends the rows of a plan, in the order of the fields.
///
/// # Errors
/// `VALIDATION_ERROR` with the field below `plan.clean`: unknown columns, types and values that do not fit. Values of the
/// rows that do not fit a type are found when the plan runs.
pub(super) fn clean(mut plan: LazyFrame, asked: &Clean) -> Result<LazyFrame> {
    let Clean { trim, null_values, parse_dates, cast: casts, fill, drop_duplicates, drop_nulls } = asked;
    if *trim || !null_values.is_empty() {
        let schema = schema_of(&plan)?;
        let texts = schema.iter().filter(|(_, dtype)| **dtype == DataType::String).map(|(name, _)| name.as_str());
        let mended: Vec<Expr> = texts.map(|name| mend(name, *trim, null_values)).collect();
        plan = plan.with_columns(mended);
    }
    if !parse_dates.is_empty() {
        let schema = schema_of(&plan)?;
        let mut parsed = Vec::with_capacity(parse_dates.len());
        for (name, format) in parse_dates {
            let field = format!("plan.clean.parse_dates.{name}");
            let dtype = schema.get(name).ok_or_else(|| fault::unknown_column(&field, name, &schema))?;
            match dtype {
                // They were found while reading.
                DataType::Date | DataType::Datetime(..) | DataType::Time if format.is_none() => {}
                DataType::String => parsed.push(dates(&plan, name, format.as_deref(), &field)?),
                other => {
                    let has = type_text(other);
                    let message = format!("column {} is {has}, dates are parsed from strings", text::quote(name));
                    return Err(fault::invalid(&field, "a string column", message).with("given", name.as_str()).with("type", has));
                }
            }
        }
        plan = plan.with_columns(parsed);
    }
    if !casts.is_empty() {
        let schema = schema_of(&plan)?;
        let mut cast_to = Vec::with_capacity(casts.len());
        for (name, given) in casts {
            let field = format!("plan.clean.cast.{name}");
            let from = schema.get(name).ok_or_else(|| fault::unknown_column(&field, name, &schema))?;
            let to = parse_type(given).map_err(|error| error.with("field", field.as_str()).with("constraint", "a type").with("given", given.as_str()))?;
            cast_to.push(cast(column(name), name, from, &to).map_err(|error| error.with("field", field.as_str()))?.alias(name.as_str()));
        }
        plan = plan.with_columns(cast_to);
    }
    if !fill.is_empty() {
        let schema = schema_of(&plan)?;
        let mut filled = Vec::with_capacity(fill.len());
        for (name, value) in fill {
            let field = format!("plan.clean.fill.{name}");
            let this = known(&field, name, &schema)?;
            let dtype = schema.get(name).cloned().unwrap_or(DataType::Null);
            let constant = Constant::new(value, name, &dtype).map_err(|error| error.with("field", field.as_str()))?;
            if let (Constant::Float(value), true) = (&constant, dtype.is_integer())
                && value.fract() != 0.0
            {
                let message = format!("column {} is {}: a whole number is wanted, not {value}", text::quote(name), type_text(&dtype));
                return Err(fault::invalid(&field, "a whole number", message).with("given", *value));
            }
            filled.push(this.fill_null(constant.lit_as(&dtype)).alias(name.as_str()));
        }
        plan = plan.with_columns(filled);
    }
    if *drop_duplicates {
        plan = plan.unique_stable(None, UniqueKeepStrategy::First);
    }
    if !drop_nulls.is_empty() {
        let schema = schema_of(&plan)?;
        for (at, name) in drop_nulls.iter().enumerate() {
            let _ = known(&format!("plan.clean.drop_nulls[{at}]"), name, &schema)?;
        }
        plan = plan.drop_nulls(Some(by_name(drop_nulls.iter().map(String::as_str), true, false)));
    }
    Ok(plan)
}

/// A string column without spaces around its values and without those that stand for nothing.
fn mend(name: &str, trim: bool, null_values: &[String]) -> Expr {
    let mut value = column(name);
    if trim {
        value = value.str().strip_chars(lit(polars::prelude::NULL));
    }
    for null in null_values {
        value = when(value.clone().eq(lit(null.as_str()))).then(lit(polars::prelude::NULL)).otherwise(value);
    }
    value.alias(name)
}

/// A string column as dates or times.
fn dates(plan: &LazyFrame, name: &str, format: Option<&str>, field: &str) -> Result<Expr> {
    if let Some(format) = format {
        return Ok(given_dates(format).parse(column(name)).alias(name));
    }
    let sample = collect(plan.clone().select([column(name)]).drop_nulls(None).limit(LOOKED_AT), LOOK_BYTES)?;
    let values = sample.column(name).map_err(fault::polars)?.as_materialized_series().clone();
    let values = values.str().map_err(fault::polars)?;
    let values: Vec<&str> = values.iter().flatten().collect();
    match find_dates(&values, false) {
        FoundDates::One(format) => Ok(format.parse(column(name)).alias(name)),
        FoundDates::Several(formats) => {
            let message = format!("column {}: its values can be read as {}; give one of them", text::quote(name), formats.join(" and as "));
            Err(fault::invalid(field, "a format", message).with("given", serde_json::Value::Null).with("allowed", formats))
        }
        // Nothing to read: a column of nulls.
        FoundDates::None if values.is_empty() => Ok(lit(polars::prelude::NULL).cast(DataType::Date).alias(name)),
        FoundDates::None => {
            let first = values.first().map(|value| text::quote(value)).unwrap_or_default();
            let message = format!("column {} holds no dates in a form that is known, such as {first}; give the format, as in %d.%m.%Y", text::quote(name));
            Err(fault::invalid(field, "a format", message).with("given", serde_json::Value::Null))
        }
    }
}
