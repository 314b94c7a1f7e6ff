//! Values that are not of a type.
//!
//! A column of the type passes. Of a column of strings the values count: each must be written as one of the type is. Of
//! numbers each must be the same number in the type.

use arrow::datatypes::Schema as ArrowSchema;
use polars::prelude::{DataType, Expr, Field, PlSmallStr, Schema, lit};
use sandtable_core::Result;
use serde_json::Value;

use super::Subject;
use crate::fault;

const TYPES: [&str; 21] = [
    "boolean",
    "int8",
    "int16",
    "int32",
    "int64",
    "uint8",
    "uint16",
    "uint32",
    "uint64",
    "float32",
    "float64",
    "decimal",
    "string",
    "binary",
    "date",
    "time",
    "timestamp",
    "timestamp_tz",
    "duration",
    "list",
    "struct",
];

const DATE: &str = r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$";
const TIME: &str = r"^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?$";
const TIMESTAMP: &str = r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])[T ]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?$";
const TIMESTAMP_TZ: &str = r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])[T ]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$";
const BOOLEAN: &str = r"^(?i)(true|false)$";

/// Not of the named type.
pub(super) fn other_than(subject: &Subject<'_>, value: &Value) -> Result<Expr> {
    let wanted = value.as_str().ok_or_else(|| subject.wrong(value, "the name of a type"))?;
    if !TYPES.contains(&wanted) {
        return Err(fault::unknown(&subject.field, "type", wanted, TYPES));
    }
    let column = subject.column();
    let there = column.clone().is_not_null();
    if name(subject.dtype) == wanted {
        return Ok(there.and(lit(false)));
    }
    let unlike = |pattern: &'static str| Ok(column.clone().str().contains(lit(pattern), true).not());
    let target = plain(wanted);
    Ok(match (subject.dtype, wanted) {
        (DataType::String, "date") => return unlike(DATE),
        (DataType::String, "time") => return unlike(TIME),
        (DataType::String, "timestamp") => return unlike(TIMESTAMP),
        (DataType::String, "timestamp_tz") => return unlike(TIMESTAMP_TZ),
        (DataType::String, "boolean") => return unlike(BOOLEAN),
        (from, _) => match target {
            Some(to) if *from == DataType::String => there.and(column.cast(to).is_null()),
            // A float is a whole number when nothing is behind its point.
            Some(to) if (from.is_float() || from.is_decimal()) && to.is_integer() => {
                let number = column.cast(DataType::Float64);
                let same = number.clone().eq(number.clone().cast(to).cast(DataType::Float64));
                there.and(same.fill_null(lit(false)).not())
            }
            Some(to) if from.is_integer() && to.is_integer() => there.and(column.cast(to).is_null()),
            Some(to) if (from.is_primitive_numeric() || from.is_decimal()) && to.is_float() => there.and(lit(false)),
            _ => there,
        },
    })
}

/// The name that a type has in answers.
pub(super) fn name(dtype: &DataType) -> String {
    let schema = Schema::from_iter([Field::new(PlSmallStr::from_static("column"), dtype.clone())]);
    let described =
        sandtable_frames::bridge::arrow_schema(&schema, false).map(|schema: std::sync::Arc<ArrowSchema>| sandtable_frames::describe_schema(&schema));
    described.ok().and_then(|fields| fields.into_iter().next()).map_or_else(|| dtype.to_string(), |field| field.data_type)
}

fn plain(name: &str) -> Option<DataType> {
    Some(match name {
        "int8" => DataType::Int8,
        "int16" => DataType::Int16,
        "int32" => DataType::Int32,
        "int64" => DataType::Int64,
        "uint8" => DataType::UInt8,
        "uint16" => DataType::UInt16,
        "uint32" => DataType::UInt32,
        "uint64" => DataType::UInt64,
        "float32" => DataType::Float32,
        "float64" | "decimal" => DataType::Float64,
        _ => return None,
    })
}
