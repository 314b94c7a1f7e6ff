//! Values as Python's `str` and `repr` write them.

use std::fmt::Write as _;

use arrow::array::{Array, ArrayRef, AsArray};
use arrow::datatypes::{self as dt, DataType, TimeUnit};
use sandtable_core::{Error, Result};

use super::numbers::{float32, float64};
use super::zones::{Zone, write_offset};
use crate::text::{Cell, Value, date, time};

const NANOS_PER_DAY: i128 = 86_400_000_000_000;

/// Nanoseconds of a unit.
pub(super) fn nanos_per(unit: TimeUnit) -> i128 {
    match unit {
        TimeUnit::Second => 1_000_000_000,
        TimeUnit::Millisecond => 1_000_000,
        TimeUnit::Microsecond => 1_000,
        TimeUnit::Nanosecond => 1,
    }
}

/// The counts of a column of times or durations, whatever their unit, in nanoseconds.
pub(super) fn nanos(array: &ArrayRef, unit: TimeUnit, row: usize) -> i128 {
    let count = match (array.data_type(), unit) {
        (DataType::Duration(_), TimeUnit::Second) => array.as_primitive::<dt::DurationSecondType>().value(row),
        (DataType::Duration(_), TimeUnit::Millisecond) => array.as_primitive::<dt::DurationMillisecondType>().value(row),
        (DataType::Duration(_), TimeUnit::Microsecond) => array.as_primitive::<dt::DurationMicrosecondType>().value(row),
        (DataType::Duration(_), TimeUnit::Nanosecond) => array.as_primitive::<dt::DurationNanosecondType>().value(row),
        (_, TimeUnit::Second) => array.as_primitive::<dt::TimestampSecondType>().value(row),
        (_, TimeUnit::Millisecond) => array.as_primitive::<dt::TimestampMillisecondType>().value(row),
        (_, TimeUnit::Microsecond) => array.as_primitive::<dt::TimestampMicrosecondType>().value(row),
        (_, TimeUnit::Nanosecond) => array.as_primitive::<dt::TimestampNanosecondType>().value(row),
    };
    i128::from(count) * nanos_per(unit)
}

/// `2024-01-31 23:59:59`, with so many digits of the second's fraction.
pub(super) fn clock(out: &mut Vec<u8>, nanos: i128, digits: usize) {
    date(out, nanos.div_euclid(NANOS_PER_DAY) as i64);
    out.push(b' ');
    let of_day = nanos.rem_euclid(NANOS_PER_DAY) as i64;
    let whole = of_day / 1_000_000_000;
    let text = format!("{:02}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
    out.extend_from_slice(text.as_bytes());
    fraction(out, of_day % 1_000_000_000, digits);
}

fn fraction(out: &mut Vec<u8>, nanos: i64, digits: usize) {
    if digits > 0 {
        out.push(b'.');
        out.extend_from_slice(&format!("{nanos:09}").as_bytes()[..digits]);
    }
}

/// How many digits `str` gives a fraction of a second: none, six or nine.
fn digits_of(nanos: i64) -> usize {
    match nanos {
        0 => 0,
        nanos if nanos % 1000 == 0 => 6,
        _ => 9,
    }
}

/// `str` of a `Timestamp` in a zone, or of one without.
pub(super) fn timestamp(out: &mut Vec<u8>, nanos: i128, zone: Option<&Zone>) {
    let offset = zone.map(|zone| zone.offset(nanos.div_euclid(1_000_000_000) as i64));
    let local = nanos + i128::from(offset.unwrap_or(0)) * 1_000_000_000;
    clock(out, local, digits_of(local.rem_euclid(1_000_000_000) as i64));
    if let Some(offset) = offset {
        write_offset(out, offset);
    }
}

/// `1 days 02:03:04.500000`; without the time of day where `days_only`.
pub(super) fn timedelta(out: &mut Vec<u8>, nanos: i128, days_only: bool) {
    let days = nanos.div_euclid(NANOS_PER_DAY);
    let of_day = nanos.rem_euclid(NANOS_PER_DAY) as i64;
    out.extend_from_slice(format!("{days} days").as_bytes());
    if days_only {
        return;
    }
    let whole = of_day / 1_000_000_000;
    let sign = if days < 0 { "+" } else { "" };
    out.extend_from_slice(format!(" {sign}{:02}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60).as_bytes());
    let rest = of_day % 1_000_000_000;
    fraction(out, rest, digits_of(rest));
}

/// `str` of a `datetime.time`: no fraction, or six digits of one.
fn time_of_day(out: &mut Vec<u8>, nanos: i64) {
    time(out, nanos - nanos.rem_euclid(1_000_000_000));
    let micros = nanos.rem_euclid(1_000_000_000) / 1000;
    if micros > 0 {
        out.extend_from_slice(format!(".{micros:06}").as_bytes());
    }
}

/// Writes `str` of a value that is not text, not null and no time: what needs no look at its column. `value` is the
/// array's cell.
///
/// # Errors
/// `INTERNAL` for a type that the boundary refuses.
pub(super) fn plain(out: &mut Vec<u8>, array: &ArrayRef, value: &Value<'_>, row: usize) -> Result<()> {
    match array.data_type() {
        DataType::Boolean => out.extend_from_slice(if array.as_boolean().value(row) { b"True" } else { b"False" }),
        DataType::Float64 => float64(out, array.as_primitive::<dt::Float64Type>().value(row)),
        DataType::Float32 => float32(out, array.as_primitive::<dt::Float32Type>().value(row)),
        DataType::Float16 => float32(out, array.as_primitive::<dt::Float16Type>().value(row).to_f32()),
        DataType::Time64(TimeUnit::Nanosecond) => time_of_day(out, array.as_primitive::<dt::Time64NanosecondType>().value(row)),
        DataType::Time64(_) => time_of_day(out, array.as_primitive::<dt::Time64MicrosecondType>().value(row).wrapping_mul(1_000)),
        DataType::Time32(TimeUnit::Second) => time_of_day(out, i64::from(array.as_primitive::<dt::Time32SecondType>().value(row)) * 1_000_000_000),
        DataType::Time32(_) => time_of_day(out, i64::from(array.as_primitive::<dt::Time32MillisecondType>().value(row)) * 1_000_000),
        DataType::Binary | DataType::LargeBinary | DataType::BinaryView | DataType::FixedSizeBinary(_) => bytes(out, binary(array, row)?),
        DataType::List(_) | DataType::LargeList(_) | DataType::FixedSizeList(..) | DataType::Struct(_) => nested(out, array, row)?,
        // Whole numbers, decimals and dates: as everywhere.
        _ => match value {
            Value::Number(write) | Value::Plain(write) | Value::Decimal(write) => write(out, row),
            _ => return Err(Error::internal(format_args!("{} has no text in Python", array.data_type()))),
        },
    }
    Ok(())
}

fn binary(array: &ArrayRef, row: usize) -> Result<&[u8]> {
    Ok(match array.data_type() {
        DataType::Binary => array.as_binary::<i32>().value(row),
        DataType::LargeBinary => array.as_binary::<i64>().value(row),
        DataType::BinaryView => array.as_binary_view().value(row),
        DataType::FixedSizeBinary(_) => array.as_fixed_size_binary().value(row),
        other => return Err(Error::internal(format_args!("{other} is not binary"))),
    })
}

/// `[1, 'two']`, `{'a': 1}`.
fn nested(out: &mut Vec<u8>, array: &ArrayRef, row: usize) -> Result<()> {
    if let DataType::Struct(fields) = array.data_type() {
        out.push(b'{');
        for (index, (field, column)) in fields.iter().zip(array.as_struct().columns()).enumerate() {
            out.extend_from_slice(if index > 0 { b", " } else { b"" });
            string(out, field.name());
            out.extend_from_slice(b": ");
            repr(out, column, row)?;
        }
        out.push(b'}');
        return Ok(());
    }
    let items = match array.data_type() {
        DataType::List(_) => array.as_list::<i32>().value(row),
        DataType::LargeList(_) => array.as_list::<i64>().value(row),
        _ => array.as_fixed_size_list().value(row),
    };
    out.push(b'[');
    for item in 0..items.len() {
        out.extend_from_slice(if item > 0 { b", " } else { b"" });
        repr(out, &items, item)?;
    }
    out.push(b']');
    Ok(())
}

/// `repr` of a value inside a list or a dict.
fn repr(out: &mut Vec<u8>, array: &ArrayRef, row: usize) -> Result<()> {
    let cell = Cell::new(array)?;
    let Some(value) = cell.at(row) else {
        out.extend_from_slice(b"None");
        return Ok(());
    };
    let mut wrapped = |name: &str, quoted: bool, write: &mut dyn FnMut(&mut Vec<u8>) -> Result<()>| {
        let quote: &[u8] = if quoted { b"'" } else { b"" };
        out.extend_from_slice(name.as_bytes());
        out.push(b'(');
        out.extend_from_slice(quote);
        let done = write(out);
        out.extend_from_slice(quote);
        out.push(b')');
        done
    };
    match array.data_type() {
        DataType::Utf8 => string(out, array.as_string::<i32>().value(row)),
        DataType::LargeUtf8 => string(out, array.as_string::<i64>().value(row)),
        DataType::Utf8View => string(out, array.as_string_view().value(row)),
        DataType::Decimal32(..) | DataType::Decimal64(..) | DataType::Decimal128(..) => {
            return wrapped("Decimal", true, &mut |out| plain(out, array, value, row));
        }
        DataType::Date32 => {
            let mut text = Vec::new();
            plain(&mut text, array, value, row)?;
            let parts: Vec<String> = String::from_utf8_lossy(&text).split('-').map(|part| part.trim_start_matches('0').to_owned()).collect();
            return wrapped("datetime.date", false, &mut |out| {
                out.extend_from_slice(parts.join(", ").as_bytes());
                Ok(())
            });
        }
        DataType::Timestamp(unit, zone) => {
            let (at, named) = (nanos(array, *unit, row), zone.as_deref().map(Zone::of).transpose()?);
            out.extend_from_slice(b"Timestamp('");
            timestamp(out, at, named.as_ref());
            out.push(b'\'');
            if let Some(zone) = zone {
                out.extend_from_slice(format!(", tz='{zone}'").as_bytes());
            }
            out.push(b')');
        }
        DataType::Duration(unit) => {
            let length = nanos(array, *unit, row);
            return wrapped("Timedelta", true, &mut |out| {
                timedelta(out, length, false);
                Ok(())
            });
        }
        _ => return plain(out, array, value, row),
    }
    Ok(())
}

/// `repr` of text: in single quotes, unless it holds some and no double ones.
fn string(out: &mut Vec<u8>, text: &str) {
    let quote = if text.contains('\'') && !text.contains('"') { '"' } else { '\'' };
    let mut written = String::with_capacity(text.len() + 2);
    written.push(quote);
    for character in text.chars() {
        match character {
            '\\' => written.push_str("\\\\"),
            '\n' => written.push_str("\\n"),
            '\r' => written.push_str("\\r"),
            '\t' => written.push_str("\\t"),
            character if character == quote => {
                written.push('\\');
                written.push(character);
            }
            character if is_printable(character) => written.push(character),
            character => {
                let code = u32::from(character);
                // A string takes all that is written.
                let _ = match code {
                    0..=0xFF => write!(written, "\\x{code:02x}"),
                    0x100..=0xFFFF => write!(written, "\\u{code:04x}"),
                    _ => write!(written, "\\U{code:08x}"),
                };
            }
        }
    }
    written.push(quote);
    out.extend_from_slice(written.as_bytes());
}

/// Whether Python writes a character as it is: all but controls, blanks other than the plain one, and what marks or
/// formats without being seen.
fn is_printable(character: char) -> bool {
    let code = u32::from(character);
    let unseen = matches!(code, 0xAD | 0x600..=0x605 | 0x61C | 0x6DD | 0x70F | 0x180E | 0x200B..=0x200F | 0x2028..=0x202E | 0x2060..=0x206F | 0xE000..=0xF8FF | 0xFEFF | 0xFFF0..=0xFFFB | 0xFFFE | 0xFFFF | 0xE0000..);
    character == ' ' || !(character.is_control() || character.is_whitespace() || unseen)
}

fn bytes(out: &mut Vec<u8>, bytes: &[u8]) {
    let quote = if bytes.contains(&b'\'') && !bytes.contains(&b'"') { b'"' } else { b'\'' };
    out.extend_from_slice(&[b'b', quote]);
    for byte in bytes {
        match byte {
            b'\\' => out.extend_from_slice(b"\\\\"),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            b'\t' => out.extend_from_slice(b"\\t"),
            byte if *byte == quote => out.extend_from_slice(&[b'\\', *byte]),
            b' '..=b'~' => out.push(*byte),
            byte => out.extend_from_slice(format!("\\x{byte:02x}").as_bytes()),
        }
    }
    out.push(quote);
}
