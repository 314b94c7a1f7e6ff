//! Whether a table has the columns that a transform wants.

use polars::prelude::{DataType, Schema, TimeUnit, TimeZone};
use sandtable_core::description::ColumnSpec;
use sandtable_core::{Code, Error, Result, text};

use crate::cast::{Casts, widens};
use crate::types::parse_type;

/// The most columns that an error lists.
const MAX_LISTED: usize = 30;

/// Checks the wanted columns against a schema and adds the casts that make them fit.
///
/// `all_null` tells whether a column is known to hold no value at all; such a column fits every type, whatever a
/// reader took it for.
pub(crate) fn check(schema: &Schema, wanted: &[ColumnSpec], casts: &mut Casts, all_null: impl Fn(usize) -> bool) -> Result<()> {
    for spec in wanted {
        let Some((index, _, dtype)) = schema.get_full(spec.name.as_str()) else {
            if spec.required {
                return Err(missing(schema, spec));
            }
            continue;
        };
        match fit(dtype, &spec.data_type, all_null(index))? {
            Fit::AsItIs => {}
            Fit::Cast(target) => casts.add(index, target),
            Fit::Not => return Err(wrong_type(spec, dtype)),
        }
    }
    Ok(())
}

enum Fit {
    AsItIs,
    Cast(DataType),
    Not,
}

fn fit(dtype: &DataType, wanted: &str, all_null: bool) -> Result<Fit> {
    use DataType as D;
    let class = |fits: bool, of_nulls: DataType| match (fits, all_null || *dtype == D::Null) {
        (true, _) => Fit::AsItIs,
        (false, true) => Fit::Cast(of_nulls),
        (false, false) => Fit::Not,
    };
    Ok(match wanted {
        "any" => Fit::AsItIs,
        "integer" => class(dtype.is_integer(), D::Int64),
        "number" => class(dtype.is_primitive_numeric() || dtype.is_decimal(), D::Float64),
        "temporal" => class(dtype.is_temporal(), D::Datetime(TimeUnit::Microseconds, None)),
        // Without a unit, a zone or digits, any of them will do.
        "timestamp" if matches!(dtype, D::Datetime(_, None)) => Fit::AsItIs,
        "timestamp_tz" if matches!(dtype, D::Datetime(_, Some(_))) => Fit::AsItIs,
        "duration" if matches!(dtype, D::Duration(_)) => Fit::AsItIs,
        "decimal" => class(dtype.is_decimal(), D::Decimal(38, 9)),
        "list" => class(matches!(dtype, D::List(_) | D::Array(..)), D::List(Box::new(D::Null))),
        "struct" => class(matches!(dtype, D::Struct(_)), D::Struct(Vec::new())),
        "null" => class(*dtype == D::Null, D::Null),
        "timestamp_tz" if all_null || *dtype == D::Null => Fit::Cast(D::Datetime(TimeUnit::Microseconds, Some(TimeZone::UTC))),
        _ => {
            let target = parse_type(wanted)?;
            if *dtype == target {
                Fit::AsItIs
            } else if all_null || widens(dtype, &target) {
                Fit::Cast(target)
            } else {
                Fit::Not
            }
        }
    })
}

fn missing(schema: &Schema, spec: &ColumnSpec) -> Error {
    let name = spec.name.as_str();
    let there = || schema.iter_names().map(|name| name.as_str());
    let near = there()
        .map(|other| (strsim::damerau_levenshtein(&other.to_lowercase(), &name.to_lowercase()), other))
        .filter(|(distance, _)| *distance <= (name.chars().count() / 3).max(1))
        .min();
    let hint = near.map(|(_, other)| format!("; did you mean {}?", text::quote(other))).unwrap_or_default();
    let columns = if schema.is_empty() { "there are no columns".to_owned() } else { format!("there are {}", text::list(there(), MAX_LISTED)) };
    Error::new(Code::ValidationError, format!("there is no column {} ({} is wanted){hint}; {columns}", text::quote(name), spec.data_type))
        .with("column", name)
        .with("wanted", spec.data_type.as_str())
        .with("columns", there().take(MAX_LISTED).collect::<Vec<_>>())
}

fn wrong_type(spec: &ColumnSpec, dtype: &DataType) -> Error {
    let has = crate::bridge::crossing_type(&spec.name, dtype, false).map_or("unknown", |data_type| crate::types::type_name(&data_type));
    Error::new(
        Code::ValidationError,
        format!("column {} is {has}, {} is wanted and {has} does not widen to it without loss", text::quote(&spec.name), spec.data_type),
    )
    .with("column", spec.name.as_str())
    .with("wanted", spec.data_type.as_str())
    .with("type", has)
}
