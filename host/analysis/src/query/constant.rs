//! A JSON value as a value of a column's type.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Timelike};
use polars::prelude::{DataType, Expr, IntoLazy, NamedFrom, Scalar, Series, TimeUnit, TimeZone, lit};
use polars_arrow::legacy::kernels::NonExistent;
use sandtable_core::{Error, Result, text};
use serde_json::Value;

use crate::column::column;
use crate::fault;
use crate::source::type_text;

/// A value that a column is compared with.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Constant {
    Boolean(bool),
    Integer(i64),
    Unsigned(u64),
    Float(f64),
    /// Its text, and how many digits it has after the point.
    Decimal(String, usize),
    Text(String),
    /// Days since 1970.
    Date(i32),
    /// In the unit since 1970, in UTC where there is a zone.
    Timestamp(i64, TimeUnit, Option<TimeZone>),
    /// Later than this and before the next one: of a finer unit than the column has.
    Between(i64, TimeUnit, Option<TimeZone>),
    /// Nanoseconds of the day.
    Time(i64),
}

impl Constant {
    /// What a JSON value says, for a column of a type. Times without a zone are read in the column's zone, and as UTC where
    /// the column has none but the value does.
    ///
    /// # Errors
    /// `VALIDATION_ERROR` of field `val` with what the type wants.
    pub(crate) fn new(value: &Value, name: &str, dtype: &DataType) -> Result<Self> {
        use DataType as D;
        let wrong = |wanted: &str| wrong(value, name, dtype, wanted);
        if value.is_null() {
            return Err(wrong("a value; is_null and not_null find nulls"));
        }
        match dtype {
            D::Boolean => value.as_bool().map(Self::Boolean).ok_or_else(|| wrong("true or false")),
            D::Decimal(..) => decimal(value).ok_or_else(|| wrong("a number, or its digits as a string")),
            dtype if dtype.is_primitive_numeric() => number(value).ok_or_else(|| wrong("a number")),
            D::String | D::Categorical(..) | D::Enum(..) => value.as_str().map(|text| Self::Text(text.to_owned())).ok_or_else(|| wrong("a string")),
            D::Date => match value.as_str().and_then(Moment::parse) {
                Some(Moment::Date(date)) => Ok(Self::Date(days(date))),
                // Compared as a timestamp: noon of a day is behind the day's beginning.
                Some(moment) => timestamp(moment.utc(), TimeUnit::Microseconds, None).ok_or_else(|| wrong("a date of a year from 1678 to 2261")),
                None => Err(wrong("a date such as 2013-01-31")),
            },
            D::Datetime(unit, zone) => {
                let moment = value.as_str().and_then(Moment::parse).ok_or_else(|| wrong("a date or time such as 2013-01-31 or 2013-01-31T12:00:00Z"))?;
                let utc = match (&moment, zone) {
                    (Moment::Date(_) | Moment::Local(_), Some(zone)) => in_zone(moment.utc(), zone).map_err(|error| fault::under("val", error))?,
                    _ => moment.utc(),
                };
                timestamp(utc, *unit, zone.clone()).ok_or_else(|| wrong("a time of a year from 1678 to 2261"))
            }
            D::Time => {
                let time = value.as_str().and_then(parse_time).ok_or_else(|| wrong("a time of day such as 12:30:00"))?;
                Ok(Self::Time(i64::from(time.num_seconds_from_midnight()) * 1_000_000_000 + i64::from(time.nanosecond())))
            }
            _ => Err(wrong("no comparison; is_null and not_null work")),
        }
    }

    /// As a literal.
    pub(crate) fn lit(&self) -> Expr {
        match self {
            Self::Boolean(value) => lit(*value),
            Self::Integer(value) => lit(*value),
            Self::Unsigned(value) => lit(*value),
            Self::Float(value) => lit(*value),
            Self::Decimal(digits, scale) => lit(digits.as_str()).strict_cast(DataType::Decimal(38, *scale)),
            Self::Text(value) => lit(value.as_str()),
            Self::Date(value) => lit(Scalar::new_date(*value)),
            Self::Timestamp(value, unit, zone) | Self::Between(value, unit, zone) => lit(Scalar::new_datetime(*value, *unit, zone.clone())),
            Self::Time(value) => lit(Scalar::new_time(*value)),
        }
    }

    /// As a literal of exactly a type, for the place of nulls.
    pub(crate) fn lit_as(&self, dtype: &DataType) -> Expr {
        self.lit().strict_cast(dtype.clone())
    }
}

/// Several values as one series of a column's type; those that no value of the type equals are left out. `None` for types
/// whose values are compared one by one.
pub(crate) fn series(constants: &[Constant], dtype: &DataType) -> Option<Result<Series>> {
    let name = "val".into();
    let series = match dtype {
        DataType::Boolean => Series::new(
            name,
            constants.iter().filter_map(|constant| if let Constant::Boolean(value) = constant { Some(*value) } else { None }).collect::<Vec<_>>(),
        ),
        DataType::String => Series::new(
            name,
            constants.iter().filter_map(|constant| if let Constant::Text(value) = constant { Some(value.as_str()) } else { None }).collect::<Vec<_>>(),
        ),
        DataType::Float64 | DataType::Float32 => {
            let float = |constant: &Constant| match constant {
                Constant::Integer(value) => Some(*value as f64),
                Constant::Unsigned(value) => Some(*value as f64),
                Constant::Float(value) => Some(*value),
                _ => None,
            };
            Series::new(name, constants.iter().filter_map(float).collect::<Vec<_>>())
        }
        dtype if dtype.is_integer() => {
            let whole = |constant: &Constant| match constant {
                Constant::Integer(value) => Some(i128::from(*value)),
                Constant::Unsigned(value) => Some(i128::from(*value)),
                Constant::Float(value) if value.fract() == 0.0 && value.abs() < 9e15 => Some(*value as i128),
                _ => None,
            };
            let fits = |value: &i128| bounds(dtype).is_none_or(|bounds| bounds.contains(value));
            Series::new(name, constants.iter().filter_map(whole).filter(fits).collect::<Vec<i128>>())
        }
        DataType::Date => Series::new(
            name,
            constants.iter().filter_map(|constant| if let Constant::Date(value) = constant { Some(*value) } else { None }).collect::<Vec<_>>(),
        ),
        DataType::Datetime(unit, _) => {
            let moment = |constant: &Constant| match constant {
                Constant::Timestamp(value, own, _) if own == unit => Some(*value),
                _ => None,
            };
            Series::new(name, constants.iter().filter_map(moment).collect::<Vec<_>>())
        }
        DataType::Time => Series::new(
            name,
            constants.iter().filter_map(|constant| if let Constant::Time(value) = constant { Some(*value) } else { None }).collect::<Vec<_>>(),
        ),
        _ => return None,
    };
    Some(series.cast(dtype).map_err(fault::polars))
}

impl Constant {
    /// Where an integer lies when no value of a column of integers equals it.
    pub(crate) fn beyond(&self, dtype: &DataType) -> Option<std::cmp::Ordering> {
        let value = match self {
            Self::Integer(value) => i128::from(*value),
            Self::Unsigned(value) => i128::from(*value),
            _ => return None,
        };
        let bounds = bounds(dtype)?;
        match (value < *bounds.start(), value > *bounds.end()) {
            (true, _) => Some(std::cmp::Ordering::Less),
            (_, true) => Some(std::cmp::Ordering::Greater),
            _ => None,
        }
    }
}

fn bounds(dtype: &DataType) -> Option<std::ops::RangeInclusive<i128>> {
    Some(match dtype {
        DataType::Int8 => i128::from(i8::MIN)..=i128::from(i8::MAX),
        DataType::Int16 => i128::from(i16::MIN)..=i128::from(i16::MAX),
        DataType::Int32 => i128::from(i32::MIN)..=i128::from(i32::MAX),
        DataType::Int64 => i128::from(i64::MIN)..=i128::from(i64::MAX),
        DataType::UInt8 => 0..=i128::from(u8::MAX),
        DataType::UInt16 => 0..=i128::from(u16::MAX),
        DataType::UInt32 => 0..=i128::from(u32::MAX),
        DataType::UInt64 => 0..=i128::from(u64::MAX),
        _ => return None,
    })
}

fn wrong(value: &Value, name: &str, dtype: &DataType, wanted: &str) -> Error {
    let given = text::sanitize(&value.to_string(), text::MAX_QUOTED_CHARS);
    let has = type_text(dtype);
    fault::invalid("val", &format!("a value of type {has}"), format!("column {} is {has}: {wanted} is wanted, not {given}", text::quote(name)))
        .with("given", given)
        .with("allowed", wanted)
        .with("column", name)
        .with("type", has)
}

fn number(value: &Value) -> Option<Constant> {
    let number = value.as_number()?;
    number.as_i64().map(Constant::Integer).or_else(|| number.as_u64().map(Constant::Unsigned)).or_else(|| number.as_f64().map(Constant::Float))
}

fn decimal(value: &Value) -> Option<Constant> {
    let digits = match value {
        Value::String(digits) => digits.clone(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    let plain = digits.strip_prefix('-').unwrap_or(&digits);
    let (whole, fraction) = plain.split_once('.').unwrap_or((plain, ""));
    let is_number = !whole.is_empty() && whole.bytes().chain(fraction.bytes()).all(|byte| byte.is_ascii_digit()) && whole.len() + fraction.len() <= 38;
    is_number.then(|| Constant::Decimal(digits.clone(), fraction.len()))
}

/// A moment as ISO 8601 writes it.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Moment {
    Date(NaiveDate),
    Local(NaiveDateTime),
    Zoned(DateTime<FixedOffset>),
}

impl Moment {
    fn parse(given: &str) -> Option<Self> {
        let given = given.trim();
        let date = NaiveDate::parse_from_str(given.get(..10)?, "%Y-%m-%d").ok()?;
        let Some(rest) = given.get(10..).filter(|rest| !rest.is_empty()) else { return Some(Self::Date(date)) };
        let rest = rest.strip_prefix(['T', 't', ' '])?;
        let (time, zone) = match rest.find(['Z', 'z', '+', '-']) {
            Some(at) => (rest[..at].trim_end(), Some(&rest[at..])),
            None => (rest, None),
        };
        let local = date.and_time(parse_time(time)?);
        let Some(zone) = zone else { return Some(Self::Local(local)) };
        let offset = if zone.eq_ignore_ascii_case("z") { FixedOffset::east_opt(0)? } else { parse_offset(zone)? };
        local.and_local_timezone(offset).single().map(Self::Zoned)
    }

    /// In UTC where there is a zone, as it stands else.
    fn utc(self) -> NaiveDateTime {
        match self {
            Self::Date(date) => date.and_time(NaiveTime::MIN),
            Self::Local(local) => local,
            Self::Zoned(zoned) => zoned.naive_utc(),
        }
    }
}

fn parse_time(given: &str) -> Option<NaiveTime> {
    ["%H:%M:%S%.f", "%H:%M"].iter().find_map(|pattern| NaiveTime::parse_from_str(given, pattern).ok())
}

/// `+02:00`, `+0200` or `+02`.
fn parse_offset(given: &str) -> Option<FixedOffset> {
    let (sign, digits) = (if given.starts_with('-') { -1 } else { 1 }, given.get(1..)?.replacen(':', "", 1));
    if !matches!(digits.len(), 2 | 4) || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (hours, minutes): (i32, i32) = (digits[..2].parse().ok()?, digits.get(2..4).map_or(Some(0), |minutes| minutes.parse().ok())?);
    (minutes < 60).then(|| FixedOffset::east_opt(sign * (hours * 3600 + minutes * 60)))?
}

fn days(date: NaiveDate) -> i32 {
    let epoch = NaiveDate::default();
    i32::try_from(date.signed_duration_since(epoch).num_days()).unwrap_or(i32::MAX)
}

/// In the column's unit.
fn timestamp(utc: NaiveDateTime, unit: TimeUnit, zone: Option<TimeZone>) -> Option<Constant> {
    let utc = utc.and_utc();
    let (seconds, nanos) = (i128::from(utc.timestamp()), i128::from(utc.timestamp_subsec_nanos()));
    let all = seconds * 1_000_000_000 + nanos;
    let step = match unit {
        TimeUnit::Milliseconds => 1_000_000,
        TimeUnit::Microseconds => 1_000,
        TimeUnit::Nanoseconds => 1,
    };
    let value = i64::try_from(all.div_euclid(step)).ok()?;
    Some(if all % step == 0 { Constant::Timestamp(value, unit, zone) } else { Constant::Between(value, unit, zone) })
}

/// A local time of a zone as UTC. Of an hour that comes twice, the first.
fn in_zone(local: NaiveDateTime, zone: &TimeZone) -> Result<NaiveDateTime> {
    // Zones have no fractions of a second.
    let (unit, fraction) = (TimeUnit::Microseconds, local.and_utc().timestamp_subsec_nanos());
    let value = local.and_utc().timestamp() * 1_000_000;
    let localized = || {
        let series = Series::new("t".into(), [value]).cast(&DataType::Datetime(unit, None))?;
        let shifted = column("t").dt().replace_time_zone(Some(zone.clone()), lit("earliest"), NonExistent::Raise);
        let frame = series.into_frame().lazy().select([shifted.cast(DataType::Int64)]).collect()?;
        frame.column("t")?.get(0)?.try_extract::<i64>()
    };
    let value: i64 = localized().map_err(|_| fault::invalid("", "a time that the zone has", format!("there is no {local} in {zone}: the clocks skip it")))?;
    let moment = DateTime::from_timestamp(value.div_euclid(1_000_000), fraction);
    moment.map(|moment| moment.naive_utc()).ok_or_else(|| Error::internal("a time without a date"))
}
