//! The format strings of Arrow's C data interface, both ways.

use std::str::FromStr;
use std::sync::Arc;

use arrow::datatypes::{DECIMAL128_MAX_PRECISION, DataType, FieldRef, Fields, IntervalUnit, TimeUnit};

/// The longest name of a time zone.
const MAX_ZONE_BYTES: usize = 64;
/// The widest fixed-size value and the longest fixed-size list.
const MAX_FIXED: i32 = 1 << 20;

/// The format string of a type.
///
/// # Errors
/// What is wrong with the type: it does not cross.
pub(crate) fn format(data_type: &DataType) -> Result<String, String> {
    let fixed = match data_type {
        DataType::Null => "n",
        DataType::Boolean => "b",
        DataType::Int8 => "c",
        DataType::UInt8 => "C",
        DataType::Int16 => "s",
        DataType::UInt16 => "S",
        DataType::Int32 => "i",
        DataType::UInt32 => "I",
        DataType::Int64 => "l",
        DataType::UInt64 => "L",
        DataType::Float16 => "e",
        DataType::Float32 => "f",
        DataType::Float64 => "g",
        DataType::Binary => "z",
        DataType::LargeBinary => "Z",
        DataType::Utf8 => "u",
        DataType::LargeUtf8 => "U",
        DataType::BinaryView => "vz",
        DataType::Utf8View => "vu",
        DataType::Date32 => "tdD",
        DataType::Date64 => "tdm",
        DataType::Time32(TimeUnit::Second) => "tts",
        DataType::Time32(TimeUnit::Millisecond) => "ttm",
        DataType::Time64(TimeUnit::Microsecond) => "ttu",
        DataType::Time64(TimeUnit::Nanosecond) => "ttn",
        DataType::Duration(TimeUnit::Second) => "tDs",
        DataType::Duration(TimeUnit::Millisecond) => "tDm",
        DataType::Duration(TimeUnit::Microsecond) => "tDu",
        DataType::Duration(TimeUnit::Nanosecond) => "tDn",
        DataType::List(_) => "+l",
        DataType::LargeList(_) => "+L",
        DataType::Struct(_) => "+s",
        DataType::FixedSizeBinary(width) => return Ok(format!("w:{width}")),
        DataType::FixedSizeList(_, length) => return Ok(format!("+w:{length}")),
        DataType::Decimal128(precision, scale) => return Ok(format!("d:{precision},{scale}")),
        DataType::Timestamp(unit, zone) => {
            let unit = match unit {
                TimeUnit::Second => "s",
                TimeUnit::Millisecond => "m",
                TimeUnit::Microsecond => "u",
                TimeUnit::Nanosecond => "n",
            };
            return Ok(format!("ts{unit}:{}", zone.as_deref().unwrap_or("")));
        }
        DataType::Time32(_)
        | DataType::Time64(_)
        | DataType::Interval(IntervalUnit::YearMonth | IntervalUnit::DayTime | IntervalUnit::MonthDayNano)
        | DataType::ListView(_)
        | DataType::LargeListView(_)
        | DataType::Union(_, _)
        | DataType::Dictionary(_, _)
        | DataType::Decimal32(_, _)
        | DataType::Decimal64(_, _)
        | DataType::Decimal256(_, _)
        | DataType::Map(_, _)
        | DataType::RunEndEncoded(_, _) => return Err(format!("type {data_type} cannot be handed to a transform")),
    };
    Ok(fixed.to_owned())
}

/// The type of a format string that a guest gave, with the children that it announced.
///
/// # Errors
/// What is wrong with it.
pub(crate) fn parse(format: &str, children: Vec<FieldRef>) -> Result<DataType, String> {
    if let Some(nested) = nested(format, &children) {
        return nested;
    }
    let data_type = match format {
        "n" => DataType::Null,
        "b" => DataType::Boolean,
        "c" => DataType::Int8,
        "C" => DataType::UInt8,
        "s" => DataType::Int16,
        "S" => DataType::UInt16,
        "i" => DataType::Int32,
        "I" => DataType::UInt32,
        "l" => DataType::Int64,
        "L" => DataType::UInt64,
        "e" => DataType::Float16,
        "f" => DataType::Float32,
        "g" => DataType::Float64,
        "z" => DataType::Binary,
        "Z" => DataType::LargeBinary,
        "u" => DataType::Utf8,
        "U" => DataType::LargeUtf8,
        "vz" => DataType::BinaryView,
        "vu" => DataType::Utf8View,
        "tdD" => DataType::Date32,
        "tdm" => DataType::Date64,
        "tts" => DataType::Time32(TimeUnit::Second),
        "ttm" => DataType::Time32(TimeUnit::Millisecond),
        "ttu" => DataType::Time64(TimeUnit::Microsecond),
        "ttn" => DataType::Time64(TimeUnit::Nanosecond),
        "tDs" => DataType::Duration(TimeUnit::Second),
        "tDm" => DataType::Duration(TimeUnit::Millisecond),
        "tDu" => DataType::Duration(TimeUnit::Microsecond),
        "tDn" => DataType::Duration(TimeUnit::Nanosecond),
        other => with_arguments(other)?,
    };
    if children.is_empty() { Ok(data_type) } else { Err(format!("format {format:?} has no children, {} announced", children.len())) }
}

fn nested(format: &str, children: &[FieldRef]) -> Option<Result<DataType, String>> {
    let one = || match children {
        [child] => Ok(Arc::clone(child)),
        _ => Err(format!("format {format:?} has one child, {} announced", children.len())),
    };
    Some(match format {
        "+l" => one().map(DataType::List),
        "+L" => one().map(DataType::LargeList),
        "+s" => structure(children),
        _ => {
            let length = number::<i32>(format.strip_prefix("+w:")?, 0, MAX_FIXED, "length of a fixed-size list");
            length.and_then(|length| Ok(DataType::FixedSizeList(one()?, length)))
        }
    })
}

fn structure(children: &[FieldRef]) -> Result<DataType, String> {
    if let Some(name) = repeated(children.iter().map(|child| child.name())) {
        return Err(format!("two fields of a struct are called {}", sandtable_core::text::quote(name)));
    }
    Ok(DataType::Struct(Fields::from(children.to_vec())))
}

fn with_arguments(format: &str) -> Result<DataType, String> {
    let unknown = || format!("{} is no format that is known here", sandtable_core::text::quote(format));
    if let Some(width) = format.strip_prefix("w:") {
        return Ok(DataType::FixedSizeBinary(number(width, 1, MAX_FIXED, "width of a fixed-size value")?));
    }
    if let Some(arguments) = format.strip_prefix("d:") {
        return decimal(arguments);
    }
    let (unit, zone) = format.strip_prefix("ts").and_then(|rest| rest.split_once(':')).ok_or_else(unknown)?;
    let unit = match unit {
        "s" => TimeUnit::Second,
        "m" => TimeUnit::Millisecond,
        "u" => TimeUnit::Microsecond,
        "n" => TimeUnit::Nanosecond,
        _ => return Err(unknown()),
    };
    let zone = if zone.is_empty() { None } else { Some(checked_zone(zone)?.into()) };
    Ok(DataType::Timestamp(unit, zone))
}

/// `PRECISION,SCALE` of 128 bits; `,128` may follow.
fn decimal(arguments: &str) -> Result<DataType, String> {
    let wrong = || format!("decimal {} is not PRECISION,SCALE of 128 bits", sandtable_core::text::quote(arguments));
    let mut parts = arguments.split(',');
    let (Some(precision), Some(scale), bits, None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
        return Err(wrong());
    };
    if bits.is_some_and(|bits| bits != "128") {
        return Err(wrong());
    }
    let precision = number::<u8>(precision, 1, DECIMAL128_MAX_PRECISION, "precision of a decimal")?;
    let scale = number::<i8>(scale, 0, precision as i8, "scale of a decimal")?;
    Ok(DataType::Decimal128(precision, scale))
}

/// A zone by its IANA name, or an offset such as `+02:00`.
fn checked_zone(zone: &str) -> Result<&str, String> {
    let known = zone.len() <= MAX_ZONE_BYTES && (chrono_tz::Tz::from_str(zone).is_ok() || is_offset(zone));
    if known { Ok(zone) } else { Err(format!("{} is no time zone", sandtable_core::text::quote(zone))) }
}

fn is_offset(zone: &str) -> bool {
    let [b'+' | b'-', h1, h2, b':', m1, m2] = zone.as_bytes() else { return false };
    let digits = [h1, h2, m1, m2].iter().all(|digit| digit.is_ascii_digit());
    digits && &zone[1..3] < "24" && &zone[4..6] < "60"
}

fn number<T: FromStr + PartialOrd + std::fmt::Display>(text: &str, least: T, most: T, what: &str) -> Result<T, String> {
    let found = text.parse::<T>().ok().filter(|found| *found >= least && *found <= most);
    found.ok_or_else(|| format!("{} is no {what}: {least} to {most}", sandtable_core::text::quote(text)))
}

/// The first name that stands twice.
pub(crate) fn repeated<'a>(names: impl Iterator<Item = &'a String>) -> Option<&'a str> {
    let mut seen = std::collections::HashSet::new();
    names.map(String::as_str).find(|name| !seen.insert(*name))
}

/// A child as lists call theirs when nobody says otherwise.
#[cfg(test)]
pub(crate) fn item(data_type: DataType) -> FieldRef {
    Arc::new(arrow::datatypes::Field::new("item", data_type, true))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_comes_back_as_it_went() {
        let simple = ["n", "b", "c", "C", "s", "S", "i", "I", "l", "L", "e", "f", "g", "z", "Z", "u", "U", "vz", "vu", "tdD", "tdm"];
        let times = ["tts", "ttm", "ttu", "ttn", "tDs", "tDm", "tDu", "tDn", "tsu:", "tsn:UTC", "tsm:Europe/Berlin", "tss:+02:00"];
        for text in simple.into_iter().chain(times).chain(["d:38,10", "w:16"]) {
            assert_eq!(format(&parse(text, vec![]).unwrap()).unwrap(), text);
        }
        for text in ["+l", "+L", "+w:3", "+s"] {
            assert_eq!(format(&parse(text, vec![item(DataType::Int64)]).unwrap()).unwrap(), text);
        }
    }

    #[test]
    fn nonsense_is_refused() {
        let bad = ["", "x", "l ", "d:", "d:0,0", "d:39,1", "d:255,1", "d:5,6", "d:5,-1", "d:5,1,256", "w:-1", "w:99999999999", "tsu", "tsx:UTC"];
        for text in bad.into_iter().chain(["tsu:Mars/Olympus", "tsu:+25:00", "tsu:+1é:00", "+m", "+us:0,1", "+r", "+vl", "+w:x", "tiM", "\u{1b}[31m"]) {
            assert!(parse(text, vec![]).is_err(), "{text}");
        }
        assert!(parse("l", vec![item(DataType::Null)]).is_err());
        assert!(parse("+l", vec![item(DataType::Null), item(DataType::Null)]).is_err());
        assert!(parse("+s", vec![item(DataType::Null), item(DataType::Null)]).is_err());
    }
}
