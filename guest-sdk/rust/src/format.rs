//! Arrow's data types as the format strings of its C data interface, which is how they cross the boundary.
//!
//! Deliberately absent: dictionaries, run-end encoding, unions, maps, list views and intervals. Cast before you push.

use std::sync::Arc;

use arrow_schema::{DataType, FieldRef, Fields, TimeUnit};

use crate::{Error, Result, bail};

/// The format string of a type. Children are not part of it.
pub(crate) fn of(data_type: &DataType) -> Result<String> {
    use DataType as T;
    let fixed = match data_type {
        T::Null => "n",
        T::Boolean => "b",
        T::Int8 => "c",
        T::UInt8 => "C",
        T::Int16 => "s",
        T::UInt16 => "S",
        T::Int32 => "i",
        T::UInt32 => "I",
        T::Int64 => "l",
        T::UInt64 => "L",
        T::Float16 => "e",
        T::Float32 => "f",
        T::Float64 => "g",
        T::Utf8 => "u",
        T::LargeUtf8 => "U",
        T::Utf8View => "vu",
        T::Binary => "z",
        T::LargeBinary => "Z",
        T::BinaryView => "vz",
        T::Date32 => "tdD",
        T::Date64 => "tdm",
        T::List(_) => "+l",
        T::LargeList(_) => "+L",
        T::Struct(_) => "+s",
        T::FixedSizeBinary(width) => return Ok(format!("w:{width}")),
        T::FixedSizeList(_, size) => return Ok(format!("+w:{size}")),
        T::Decimal32(precision, scale) => return Ok(format!("d:{precision},{scale},32")),
        T::Decimal64(precision, scale) => return Ok(format!("d:{precision},{scale},64")),
        T::Decimal128(precision, scale) => return Ok(format!("d:{precision},{scale}")),
        T::Decimal256(precision, scale) => return Ok(format!("d:{precision},{scale},256")),
        T::Time32(unit) | T::Time64(unit) => return Ok(format!("tt{}", unit_letter(*unit))),
        T::Duration(unit) => return Ok(format!("tD{}", unit_letter(*unit))),
        T::Timestamp(unit, zone) => {
            return Ok(format!("ts{}:{}", unit_letter(*unit), zone.as_deref().unwrap_or_default()));
        }
        T::Interval(_) | T::ListView(_) | T::LargeListView(_) | T::Union(_, _) | T::Dictionary(_, _) | T::Map(_, _) | T::RunEndEncoded(_, _) => {
            bail!("unsupported-type", "type {data_type} does not cross the boundary; cast it to a plain type first")
        }
    };
    Ok(fixed.to_owned())
}

/// The type that a format string and its children stand for.
pub(crate) fn parse(format: &str, mut children: Vec<FieldRef>) -> Result<DataType> {
    use DataType as T;
    let child_count = children.len();
    let mut child = || match children.len() {
        1 => Ok(children.remove(0)),
        _ => Err(Error::new("bad-schema", format!("format `{format}` has {child_count} children; 1 is allowed"))),
    };
    let data_type = match format {
        "+s" => return Ok(T::Struct(Fields::from(children))),
        "+l" => return Ok(T::List(child()?)),
        "+L" => return Ok(T::LargeList(child()?)),
        "n" => T::Null,
        "b" => T::Boolean,
        "c" => T::Int8,
        "C" => T::UInt8,
        "s" => T::Int16,
        "S" => T::UInt16,
        "i" => T::Int32,
        "I" => T::UInt32,
        "l" => T::Int64,
        "L" => T::UInt64,
        "e" => T::Float16,
        "f" => T::Float32,
        "g" => T::Float64,
        "u" => T::Utf8,
        "U" => T::LargeUtf8,
        "vu" => T::Utf8View,
        "z" => T::Binary,
        "Z" => T::LargeBinary,
        "vz" => T::BinaryView,
        "tdD" => T::Date32,
        "tdm" => T::Date64,
        "tts" => T::Time32(TimeUnit::Second),
        "ttm" => T::Time32(TimeUnit::Millisecond),
        "ttu" => T::Time64(TimeUnit::Microsecond),
        "ttn" => T::Time64(TimeUnit::Nanosecond),
        "tDs" => T::Duration(TimeUnit::Second),
        "tDm" => T::Duration(TimeUnit::Millisecond),
        "tDu" => T::Duration(TimeUnit::Microsecond),
        "tDn" => T::Duration(TimeUnit::Nanosecond),
        _ => match format.split_once(':') {
            Some(("+w", size)) => return Ok(T::FixedSizeList(child()?, number(format, size)?)),
            Some(("w", width)) => T::FixedSizeBinary(number(format, width)?),
            Some(("d", decimal)) => parse_decimal(format, decimal)?,
            Some((stamp, zone)) => parse_timestamp(format, stamp, zone)?,
            None => return Err(unknown(format)),
        },
    };
    match children.len() {
        0 => Ok(data_type),
        n => bail!("bad-schema", "format `{format}` has {n} children; none are allowed"),
    }
}

fn parse_decimal(format: &str, decimal: &str) -> Result<DataType> {
    let parts: Vec<&str> = decimal.split(',').collect();
    let (precision, scale, bits) = match parts[..] {
        [precision, scale] => (precision, scale, "128"),
        [precision, scale, bits] => (precision, scale, bits),
        _ => return Err(unknown(format)),
    };
    let (precision, scale) = (number(format, precision)?, number(format, scale)?);
    match bits {
        "32" => Ok(DataType::Decimal32(precision, scale)),
        "64" => Ok(DataType::Decimal64(precision, scale)),
        "128" => Ok(DataType::Decimal128(precision, scale)),
        "256" => Ok(DataType::Decimal256(precision, scale)),
        _ => Err(unknown(format)),
    }
}

fn parse_timestamp(format: &str, stamp: &str, zone: &str) -> Result<DataType> {
    let unit = match stamp {
        "tss" => TimeUnit::Second,
        "tsm" => TimeUnit::Millisecond,
        "tsu" => TimeUnit::Microsecond,
        "tsn" => TimeUnit::Nanosecond,
        _ => return Err(unknown(format)),
    };
    Ok(DataType::Timestamp(unit, (!zone.is_empty()).then(|| Arc::from(zone))))
}

fn unit_letter(unit: TimeUnit) -> char {
    match unit {
        TimeUnit::Second => 's',
        TimeUnit::Millisecond => 'm',
        TimeUnit::Microsecond => 'u',
        TimeUnit::Nanosecond => 'n',
    }
}

fn number<N: std::str::FromStr>(format: &str, text: &str) -> Result<N> {
    text.parse().map_err(|_| unknown(format))
}

fn unknown(format: &str) -> Error {
    Error::new("bad-schema", format!("format `{format}` is not one that the SDK reads"))
}

#[cfg(test)]
#[path = "format_tests.rs"]
mod tests;
