//! The types' table: one name for each type, in every answer.

use arrow::datatypes::{DataType, Field, Schema, TimeUnit};
use polars::prelude as pl;
use sandtable_core::{Error, Result, text};
use serde::{Deserialize, Serialize};

/// A column, or a part of one, as answers describe it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldInfo {
    /// The column's name; `item` for what a list holds.
    pub name: String,
    /// A name of the types' table, such as `int64` or `timestamp_tz`.
    #[serde(rename = "type")]
    pub data_type: String,
    /// Whether there may be nulls.
    pub nullable: bool,
    /// Of times: `s`, `ms`, `us` or `ns`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Of `timestamp_tz`: the zone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    /// Of `decimal`: how many digits in all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub precision: Option<u8>,
    /// Of `decimal`: how many digits after the point.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scale: Option<i8>,
    /// Of a `list` whose rows all have the same length: the length.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<u32>,
    /// Of `struct`: its fields.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fields: Option<Vec<FieldInfo>>,
    /// Of `list`: what it holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<Box<FieldInfo>>,
}

/// The columns of a schema in the names of the types' table.
pub fn describe_schema(schema: &Schema) -> Vec<FieldInfo> {
    schema.fields().iter().map(|field| describe(field)).collect()
}

/// The name of a type in the types' table: one word, without unit, zone or fields.
pub fn type_name(data_type: &DataType) -> &'static str {
    match data_type {
        DataType::Null => "null",
        DataType::Boolean => "boolean",
        DataType::Int8 => "int8",
        DataType::Int16 => "int16",
        DataType::Int32 => "int32",
        DataType::Int64 => "int64",
        DataType::UInt8 => "uint8",
        DataType::UInt16 => "uint16",
        DataType::UInt32 => "uint32",
        DataType::UInt64 => "uint64",
        DataType::Float16 => "float16",
        DataType::Float32 => "float32",
        DataType::Float64 => "float64",
        DataType::Decimal32(..) | DataType::Decimal64(..) | DataType::Decimal128(..) | DataType::Decimal256(..) => "decimal",
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => "string",
        DataType::Binary | DataType::LargeBinary | DataType::BinaryView | DataType::FixedSizeBinary(_) => "binary",
        DataType::Date32 => "date",
        DataType::Time32(_) | DataType::Time64(_) => "time",
        DataType::Date64 | DataType::Timestamp(_, None) => "timestamp",
        DataType::Timestamp(_, Some(_)) => "timestamp_tz",
        DataType::Duration(_) => "duration",
        DataType::List(_) | DataType::LargeList(_) | DataType::FixedSizeList(..) => "list",
        DataType::Struct(_) => "struct",
        // What the boundary refuses; named so that a message can say it.
        DataType::Interval(_) => "interval",
        DataType::Dictionary(..) => "dictionary",
        DataType::Map(..) => "map",
        DataType::Union(..) => "union",
        DataType::RunEndEncoded(..) => "run_end_encoded",
        DataType::ListView(_) | DataType::LargeListView(_) => "list_view",
    }
}

fn describe(field: &Field) -> FieldInfo {
    let data_type = field.data_type();
    let mut info = FieldInfo {
        name: field.name().clone(),
        data_type: type_name(data_type).to_owned(),
        nullable: field.is_nullable(),
        unit: None,
        zone: None,
        precision: None,
        scale: None,
        size: None,
        fields: None,
        item: None,
    };
    match data_type {
        DataType::Timestamp(unit, zone) => {
            info.unit = Some(unit_name(*unit).to_owned());
            info.zone = zone.as_ref().map(|zone| zone.to_string());
        }
        DataType::Date64 => info.unit = Some("ms".to_owned()),
        DataType::Time32(unit) | DataType::Time64(unit) | DataType::Duration(unit) => info.unit = Some(unit_name(*unit).to_owned()),
        DataType::Decimal32(precision, scale)
        | DataType::Decimal64(precision, scale)
        | DataType::Decimal128(precision, scale)
        | DataType::Decimal256(precision, scale) => {
            info.precision = Some(*precision);
            info.scale = Some(*scale);
        }
        DataType::FixedSizeList(item, size) => {
            info.size = u32::try_from(*size).ok();
            info.item = Some(Box::new(describe(item)));
        }
        DataType::List(item) | DataType::LargeList(item) => info.item = Some(Box::new(describe(item))),
        DataType::Struct(fields) => info.fields = Some(fields.iter().map(|field| describe(field)).collect()),
        _ => {}
    }
    info
}

fn unit_name(unit: TimeUnit) -> &'static str {
    match unit {
        TimeUnit::Second => "s",
        TimeUnit::Millisecond => "ms",
        TimeUnit::Microsecond => "us",
        TimeUnit::Nanosecond => "ns",
    }
}

/// Reads a type as [`crate::ReadOptions::columns`] and transforms write it: a name of the types' table, with a unit, a
/// zone, or a precision and a scale where there are any.
///
/// # Errors
/// `VALIDATION_ERROR` with what was given and what is allowed.
pub fn parse_type(given: &str) -> Result<pl::DataType> {
    let wrong = || {
        Error::invalid(
            "type",
            format!(
                "{} is not a type that can be given; there are boolean, int8 to int64, uint8 to uint64, float32, float64, string, date, time, \
                 timestamp, timestamp_tz, duration (with a unit as in timestamp[ms]), decimal(precision,scale)",
                text::quote(given)
            ),
        )
    };
    let given = given.trim();
    let (name, argument) = match given.find(['[', '(']) {
        Some(at) => {
            let inner = given[at + 1..].strip_suffix(if given.as_bytes()[at] == b'[' { ']' } else { ')' }).ok_or_else(wrong)?;
            (given[..at].trim_end(), Some(inner))
        }
        None => (given, None),
    };
    let unit = |text: &str| match text.trim() {
        "ms" => Ok(pl::TimeUnit::Milliseconds),
        "us" | "" => Ok(pl::TimeUnit::Microseconds),
        "ns" => Ok(pl::TimeUnit::Nanoseconds),
        _ => Err(wrong()),
    };
    let data_type = match (name, argument) {
        ("boolean", None) => pl::DataType::Boolean,
        ("int8", None) => pl::DataType::Int8,
        ("int16", None) => pl::DataType::Int16,
        ("int32", None) => pl::DataType::Int32,
        ("int64", None) => pl::DataType::Int64,
        ("uint8", None) => pl::DataType::UInt8,
        ("uint16", None) => pl::DataType::UInt16,
        ("uint32", None) => pl::DataType::UInt32,
        ("uint64", None) => pl::DataType::UInt64,
        ("float16", None) => pl::DataType::Float16,
        ("float32", None) => pl::DataType::Float32,
        ("float64", None) => pl::DataType::Float64,
        ("string", None) => pl::DataType::String,
        ("binary", None) => pl::DataType::Binary,
        ("date", None) => pl::DataType::Date,
        ("time", None) => pl::DataType::Time,
        ("timestamp", argument) => pl::DataType::Datetime(unit(argument.unwrap_or_default())?, None),
        ("duration", argument) => pl::DataType::Duration(unit(argument.unwrap_or_default())?),
        ("timestamp_tz", argument) => {
            let (first, zone) = argument.unwrap_or_default().split_once(',').unwrap_or((argument.unwrap_or_default(), "UTC"));
            let zone = pl::TimeZone::opt_try_new(Some(zone.trim()))
                .map_err(|_| Error::invalid("type", format!("{} names no known time zone; zones are written as Europe/Berlin or UTC", text::quote(given))))?;
            pl::DataType::Datetime(unit(first)?, zone)
        }
        ("decimal", Some(argument)) => {
            let (precision, scale) = argument.split_once(',').ok_or_else(wrong)?;
            let precision: usize = precision.trim().parse().map_err(|_| wrong())?;
            let scale: usize = scale.trim().parse().map_err(|_| wrong())?;
            if !(1..=38).contains(&precision) || scale > precision {
                return Err(Error::invalid("type", format!("{} has no valid precision (1 to 38) and scale (0 to the precision)", text::quote(given))));
            }
            pl::DataType::Decimal(precision, scale)
        }
        _ => return Err(wrong()),
    };
    Ok(data_type)
}
