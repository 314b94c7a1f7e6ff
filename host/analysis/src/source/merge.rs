//! The columns of several files as those of one table.

use polars::prelude::{DataType, Schema, TimeUnit};
use sandtable_core::{Code, Error, Result, text};
use sandtable_frames::{Format, bridge, describe_schema};
use serde::Serialize;

use super::DataFile;

/// Where a file is not like the whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Difference {
    /// The file.
    pub(crate) file: String,
    /// The column.
    pub(crate) column: String,
    /// Its type there; null where the file lacks it.
    #[serde(rename = "type")]
    pub(crate) data_type: Option<String>,
    /// Its type in the table.
    pub(crate) becomes: String,
}

/// The columns of all files: those of the first in its order, then the others as they appear.
///
/// # Errors
/// `VALIDATION_ERROR` naming the column, two files and the types that no type holds both.
pub(super) fn merge(files: &[DataFile], schemas: &[Schema]) -> Result<(Schema, Vec<Difference>)> {
    let mut merged = Schema::default();
    // The file that a column's type comes from, for errors.
    let mut said = std::collections::HashMap::new();
    for (file, schema) in files.iter().zip(schemas) {
        for (name, dtype) in schema.iter() {
            let wider = match merged.get(name) {
                None => dtype.clone(),
                Some(before) => {
                    wider(before, dtype, file.format).ok_or_else(|| mismatch(name, said.get(name).copied().unwrap_or(""), before, &file.path, dtype))?
                }
            };
            if merged.get(name) != Some(&wider) {
                said.insert(name.clone(), file.path.as_str());
                merged.with_column(name.clone(), wider);
            }
        }
    }
    let mut differences = Vec::new();
    for (file, schema) in files.iter().zip(schemas) {
        for (name, dtype) in merged.iter() {
            let own = schema.get(name);
            if own != Some(dtype) {
                let data_type = own.map(type_text);
                differences.push(Difference { file: file.path.clone(), column: name.to_string(), data_type, becomes: type_text(dtype) });
            }
        }
    }
    Ok((merged, differences))
}

/// A type by the name of the types' table.
pub(crate) fn type_text(dtype: &DataType) -> String {
    let schema = Schema::from_iter([("column".into(), dtype.clone())]);
    let described = bridge::arrow_schema(&schema, false).ok().and_then(|schema| describe_schema(&schema).pop());
    described.map_or_else(|| dtype.to_string(), |field| field.data_type)
}

/// The type that holds the values of both without loss. What stands in text has text as its last resort.
fn wider(a: &DataType, b: &DataType, format: Format) -> Option<DataType> {
    use DataType as D;
    Some(match (a, b) {
        (a, b) if a == b => a.clone(),
        (D::Null, other) | (other, D::Null) => other.clone(),
        (a, b) if a.is_integer() && b.is_integer() => integer(a, b)?,
        // Integers beyond 2^53 are rare beside floats, and Polars reads one file with both in the same way.
        (a, b) if a.is_primitive_numeric() && b.is_primitive_numeric() => D::Float64,
        (D::Date, D::Datetime(unit, None)) | (D::Datetime(unit, None), D::Date) => D::Datetime(*unit, None),
        (D::Datetime(one, zone), D::Datetime(other, same)) if zone == same => D::Datetime(finer(*one, *other), zone.clone()),
        (D::Duration(one), D::Duration(other)) => D::Duration(finer(*one, *other)),
        (D::String, D::Categorical(..) | D::Enum(..)) | (D::Categorical(..) | D::Enum(..), D::String) => D::String,
        _ if format == Format::Csv => D::String,
        _ => return None,
    })
}

fn integer(a: &DataType, b: &DataType) -> Option<DataType> {
    use DataType as D;
    let bits = |dtype: &DataType| match dtype {
        D::Int8 | D::UInt8 => 8,
        D::Int16 | D::UInt16 => 16,
        D::Int32 | D::UInt32 => 32,
        D::Int64 | D::UInt64 => 64,
        _ => 128,
    };
    let (one, other) = (bits(a), bits(b));
    if one > 64 || other > 64 {
        return None;
    }
    if a.is_signed_integer() == b.is_signed_integer() {
        return Some(if one >= other { a.clone() } else { b.clone() });
    }
    let unsigned = if a.is_signed_integer() { other } else { one };
    (unsigned < 64).then_some(D::Int64)
}

fn finer(a: TimeUnit, b: TimeUnit) -> TimeUnit {
    match (a, b) {
        (TimeUnit::Nanoseconds, _) | (_, TimeUnit::Nanoseconds) => TimeUnit::Nanoseconds,
        (TimeUnit::Microseconds, _) | (_, TimeUnit::Microseconds) => TimeUnit::Microseconds,
        _ => TimeUnit::Milliseconds,
    }
}

fn mismatch(column: &str, first: &str, before: &DataType, second: &str, now: &DataType) -> Error {
    let message = format!(
        "column {} is {} in {} and {} in {}, and no type holds both",
        text::quote(column),
        type_text(before),
        text::quote(first),
        type_text(now),
        text::quote(second)
    );
    Error::new(Code::ValidationError, message)
        .with("reason", "schema_mismatch")
        .with("constraint", "a column has one type in all files")
        .with("column", column)
        .with("files", vec![first, second])
}
