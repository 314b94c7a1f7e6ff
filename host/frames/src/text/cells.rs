//! The cells of a column, one by one, as text.

use arrow::array::{Array, ArrayRef, AsArray, BooleanArray, Float16Array, Float32Array, Float64Array};
use arrow::buffer::NullBuffer;
use arrow::datatypes as dt;
use arrow::datatypes::{DataType, TimeUnit};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sandtable_core::{Error, Result};

use super::temporal;

/// A column whose cells can be written.
pub(crate) struct Cell<'a> {
    nulls: Option<&'a NullBuffer>,
    value: Value<'a>,
}

/// Writes the value of a row.
type Write<'a> = Box<dyn Fn(&mut Vec<u8>, usize) + 'a>;

/// How a column's values are written.
pub(crate) enum Value<'a> {
    /// There are none.
    Null,
    /// `true` or `false`.
    Boolean(&'a BooleanArray),
    /// Digits: the same in JSON as in CSV.
    Number(Write<'a>),
    /// Perhaps not a number.
    Float(Box<dyn Fn(usize) -> Float + 'a>),
    /// Text of digits and such, which JSON puts in quotes and nobody needs to escape.
    Plain(Write<'a>),
    /// All digits of a decimal: text in JSON, unless numbers are asked for.
    Decimal(Write<'a>),
    /// Any text.
    Text(Box<dyn Fn(usize) -> &'a str + 'a>),
    /// From where to where the items of a row are.
    List(Box<dyn Fn(usize) -> (usize, usize) + 'a>, Box<Cell<'a>>),
    /// Each field's name, already as JSON with its colon.
    Struct(Vec<(Vec<u8>, Cell<'a>)>),
}

/// How decimals stand in JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Decimals {
    /// In quotes: JSON's numbers are floats to most readers.
    Text,
    /// As numbers of as many digits as they have.
    Numbers,
}

/// A float in its own width: the shortest digits differ.
#[derive(Clone, Copy)]
pub(crate) enum Float {
    /// Of 16 or 32 bits.
    Single(f32),
    /// Of 64 bits.
    Double(f64),
}

impl Float {
    /// Whether it is a number that JSON has.
    pub(crate) fn is_finite(self) -> bool {
        match self {
            Self::Single(value) => value.is_finite(),
            Self::Double(value) => value.is_finite(),
        }
    }

    /// Writes it; what is not finite as `NaN`, `inf`, `-inf`.
    pub(crate) fn write(self, out: &mut Vec<u8>) {
        if !self.is_finite() {
            let (nan, negative) = match self {
                Self::Single(value) => (value.is_nan(), value < 0.0),
                Self::Double(value) => (value.is_nan(), value < 0.0),
            };
            out.extend_from_slice(if nan {
                b"NaN"
            } else if negative {
                b"-inf"
            } else {
                b"inf"
            });
            return;
        }
        let mut buffer = ryu::Buffer::new();
        let text = match self {
            Self::Single(value) => buffer.format_finite(value),
            Self::Double(value) => buffer.format_finite(value),
        };
        out.extend_from_slice(text.as_bytes());
    }
}

impl<'a> Cell<'a> {
    /// # Errors
    /// Only for types that `bridge` refuses too.
    pub(crate) fn new(array: &'a ArrayRef) -> Result<Self> {
        Ok(Self { nulls: array.nulls(), value: Value::new(array)? })
    }

    /// How to write a row, or `None` when it is null.
    pub(crate) fn at(&self, row: usize) -> Option<&Value<'a>> {
        match (&self.value, self.nulls) {
            (Value::Null, _) => None,
            (_, Some(nulls)) if nulls.is_null(row) => None,
            (value, _) => Some(value),
        }
    }

    /// Writes a row as JSON.
    pub(crate) fn json(&self, out: &mut Vec<u8>, row: usize, decimals: Decimals) {
        let Some(value) = self.at(row) else { return out.extend_from_slice(b"null") };
        match value {
            Value::Null => out.extend_from_slice(b"null"),
            Value::Boolean(values) => out.extend_from_slice(if values.value(row) { b"true" } else { b"false" }),
            Value::Number(write) => write(out, row),
            Value::Decimal(write) if decimals == Decimals::Numbers => write(out, row),
            Value::Float(value) => match value(row) {
                value if value.is_finite() => value.write(out),
                _ => out.extend_from_slice(b"null"),
            },
            Value::Plain(write) | Value::Decimal(write) => {
                out.push(b'"');
                write(out, row);
                out.push(b'"');
            }
            Value::Text(value) => json_text(out, value(row)),
            Value::List(range, items) => {
                out.push(b'[');
                let (from, to) = range(row);
                for item in from..to {
                    if item > from {
                        out.push(b',');
                    }
                    items.json(out, item, decimals);
                }
                out.push(b']');
            }
            Value::Struct(fields) => json_object(out, fields, row, decimals),
        }
    }
}

/// Writes a row of named columns as a JSON object.
pub(crate) fn json_object(out: &mut Vec<u8>, fields: &[(Vec<u8>, Cell<'_>)], row: usize, decimals: Decimals) {
    out.push(b'{');
    for (index, (name, cell)) in fields.iter().enumerate() {
        if index > 0 {
            out.push(b',');
        }
        out.extend_from_slice(name);
        cell.json(out, row, decimals);
    }
    out.push(b'}');
}

/// A name as JSON, with the colon after it.
pub(crate) fn json_name(name: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(name.len() + 3);
    json_text(&mut out, name);
    out.push(b':');
    out
}

fn json_text(out: &mut Vec<u8>, text: &str) {
    // A vector takes all that is written, and text is always valid JSON once it is escaped.
    let written = serde_json::to_writer(&mut *out, text);
    debug_assert!(written.is_ok());
}

macro_rules! integer {
    ($array:expr, $type:ty) => {{
        let values = $array.as_primitive::<$type>();
        Value::Number(Box::new(move |out, row| out.extend_from_slice(itoa::Buffer::new().format(values.value(row)).as_bytes())))
    }};
}

macro_rules! plain {
    ($array:expr, $type:ty, $write:expr) => {{
        let values = $array.as_primitive::<$type>();
        let write = $write;
        Value::Plain(Box::new(move |out, row| write(out, values.value(row))))
    }};
}

macro_rules! digits {
    ($array:expr, $type:ty, $write:expr) => {{
        let values = $array.as_primitive::<$type>();
        let write = $write;
        Value::Decimal(Box::new(move |out, row| write(out, values.value(row))))
    }};
}

impl<'a> Value<'a> {
    fn new(array: &'a ArrayRef) -> Result<Self> {
        use temporal::{date, duration, nanos_per, time, timestamp};
        Ok(match array.data_type() {
            DataType::Null => Self::Null,
            DataType::Boolean => Self::Boolean(array.as_boolean()),
            DataType::Int8 => integer!(array, dt::Int8Type),
            DataType::Int16 => integer!(array, dt::Int16Type),
            DataType::Int32 => integer!(array, dt::Int32Type),
            DataType::Int64 => integer!(array, dt::Int64Type),
            DataType::UInt8 => integer!(array, dt::UInt8Type),
            DataType::UInt16 => integer!(array, dt::UInt16Type),
            DataType::UInt32 => integer!(array, dt::UInt32Type),
            DataType::UInt64 => integer!(array, dt::UInt64Type),
            DataType::Float16 => {
                let values: &Float16Array = array.as_primitive::<dt::Float16Type>();
                Self::Float(Box::new(move |row| Float::Single(values.value(row).to_f32())))
            }
            DataType::Float32 => {
                let values: &Float32Array = array.as_primitive::<dt::Float32Type>();
                Self::Float(Box::new(move |row| Float::Single(values.value(row))))
            }
            DataType::Float64 => {
                let values: &Float64Array = array.as_primitive::<dt::Float64Type>();
                Self::Float(Box::new(move |row| Float::Double(values.value(row))))
            }
            DataType::Decimal32(_, scale) => digits!(array, dt::Decimal32Type, decimal(*scale, i128::from)),
            DataType::Decimal64(_, scale) => digits!(array, dt::Decimal64Type, decimal(*scale, i128::from)),
            DataType::Decimal128(_, scale) => digits!(array, dt::Decimal128Type, decimal(*scale, |value: i128| value)),
            DataType::Date32 => plain!(array, dt::Date32Type, |out: &mut Vec<u8>, days: i32| date(out, i64::from(days))),
            DataType::Date64 => plain!(array, dt::Date64Type, |out: &mut Vec<u8>, value| timestamp(out, value, TimeUnit::Millisecond)),
            DataType::Time32(unit) => {
                let nanos = nanos_per(*unit);
                match unit {
                    TimeUnit::Second => plain!(array, dt::Time32SecondType, move |out: &mut Vec<u8>, value: i32| time(out, i64::from(value) * nanos)),
                    _ => plain!(array, dt::Time32MillisecondType, move |out: &mut Vec<u8>, value: i32| time(out, i64::from(value) * nanos)),
                }
            }
            DataType::Time64(unit) => {
                // A time of day beyond the day is not one, whatever it wraps around to.
                let nanos = nanos_per(*unit);
                match unit {
                    TimeUnit::Microsecond => {
                        plain!(array, dt::Time64MicrosecondType, move |out: &mut Vec<u8>, value: i64| time(out, value.wrapping_mul(nanos)))
                    }
                    _ => plain!(array, dt::Time64NanosecondType, |out: &mut Vec<u8>, value| time(out, value)),
                }
            }
            DataType::Timestamp(unit, zone) => {
                let (unit, mark) = (*unit, if zone.is_some() { &b"Z"[..] } else { b"" });
                let write = move |out: &mut Vec<u8>, value: i64| {
                    timestamp(out, value, unit);
                    out.extend_from_slice(mark);
                };
                match unit {
                    TimeUnit::Second => plain!(array, dt::TimestampSecondType, write),
                    TimeUnit::Millisecond => plain!(array, dt::TimestampMillisecondType, write),
                    TimeUnit::Microsecond => plain!(array, dt::TimestampMicrosecondType, write),
                    TimeUnit::Nanosecond => plain!(array, dt::TimestampNanosecondType, write),
                }
            }
            DataType::Duration(unit) => {
                let unit = *unit;
                let write = move |out: &mut Vec<u8>, value: i64| duration(out, value, unit);
                match unit {
                    TimeUnit::Second => plain!(array, dt::DurationSecondType, write),
                    TimeUnit::Millisecond => plain!(array, dt::DurationMillisecondType, write),
                    TimeUnit::Microsecond => plain!(array, dt::DurationMicrosecondType, write),
                    TimeUnit::Nanosecond => plain!(array, dt::DurationNanosecondType, write),
                }
            }
            DataType::Utf8 => {
                let values = array.as_string::<i32>();
                Self::Text(Box::new(move |row| values.value(row)))
            }
            DataType::LargeUtf8 => {
                let values = array.as_string::<i64>();
                Self::Text(Box::new(move |row| values.value(row)))
            }
            DataType::Utf8View => {
                let values = array.as_string_view();
                Self::Text(Box::new(move |row| values.value(row)))
            }
            DataType::Binary => {
                let values = array.as_binary::<i32>();
                Self::Plain(Box::new(move |out, row| base64(out, values.value(row))))
            }
            DataType::LargeBinary => {
                let values = array.as_binary::<i64>();
                Self::Plain(Box::new(move |out, row| base64(out, values.value(row))))
            }
            DataType::BinaryView => {
                let values = array.as_binary_view();
                Self::Plain(Box::new(move |out, row| base64(out, values.value(row))))
            }
            DataType::FixedSizeBinary(_) => {
                let values = array.as_fixed_size_binary();
                Self::Plain(Box::new(move |out, row| base64(out, values.value(row))))
            }
            DataType::List(_) => {
                let list = array.as_list::<i32>();
                let offsets = list.value_offsets();
                Self::List(Box::new(move |row| (offsets[row] as usize, offsets[row + 1] as usize)), Box::new(Cell::new(list.values())?))
            }
            DataType::LargeList(_) => {
                let list = array.as_list::<i64>();
                let offsets = list.value_offsets();
                Self::List(Box::new(move |row| (offsets[row] as usize, offsets[row + 1] as usize)), Box::new(Cell::new(list.values())?))
            }
            DataType::FixedSizeList(_, size) => {
                let (list, size) = (array.as_fixed_size_list(), *size as usize);
                Self::List(Box::new(move |row| (row * size, (row + 1) * size)), Box::new(Cell::new(list.values())?))
            }
            DataType::Struct(fields) => {
                let columns = array.as_struct().columns();
                let fields = fields.iter().zip(columns).map(|(field, column)| Ok((json_name(field.name()), Cell::new(column)?)));
                Self::Struct(fields.collect::<Result<Vec<_>>>()?)
            }
            other => return Err(Error::internal(format_args!("{other} has no text"))),
        })
    }
}

/// Writes decimals of a scale: all digits, a zero in front of the point where there is none.
fn decimal<T>(scale: i8, widen: impl Fn(T) -> i128) -> impl Fn(&mut Vec<u8>, T) {
    let scale = usize::try_from(scale).unwrap_or(0);
    move |out, value| {
        let value = widen(value);
        if value < 0 {
            out.push(b'-');
        }
        let mut buffer = itoa::Buffer::new();
        let digits = buffer.format(value.unsigned_abs());
        let missing = (scale + 1).saturating_sub(digits.len());
        let start = out.len();
        out.extend(std::iter::repeat_n(b'0', missing));
        out.extend_from_slice(digits.as_bytes());
        if scale > 0 {
            let point = out.len() - scale;
            debug_assert!(point > start);
            out.insert(point, b'.');
        }
    }
}

fn base64(out: &mut Vec<u8>, bytes: &[u8]) {
    let mut text = String::new();
    STANDARD.encode_string(bytes, &mut text);
    out.extend_from_slice(text.as_bytes());
}
