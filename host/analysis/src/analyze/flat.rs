//! A column of numbers or times as one slice.

use polars::prelude::{DataType, Float32Chunked, Float64Chunked, Int32Chunked, Int64Chunked, Int128Chunked, Series, TimeUnit, UInt32Chunked, UInt64Chunked};
use polars_arrow::bitmap::Bitmap;
use serde_json::Value;

use super::{cells, engine};
use sandtable_core::Result;

/// A column of numbers or times in one piece, and what they stand for: times are seconds, decimals have a point.
pub(super) struct Flat {
    pub(super) values: Values,
    pub(super) unit: Unit,
}

/// Narrow integers are widened.
pub(super) enum Values {
    I32(Int32Chunked),
    I64(Int64Chunked),
    U32(UInt32Chunked),
    U64(UInt64Chunked),
    F32(Float32Chunked),
    F64(Float64Chunked),
    I128(Int128Chunked),
}

/// Does something with the slice of values and the bitmap of those that are there, whatever the type.
macro_rules! with_values {
    ($flat:expr, |$values:ident, $validity:ident| $body:expr) => {{
        use $crate::analyze::flat::Values;
        macro_rules! arm {
            ($chunked:expr) => {{
                let array = $chunked.downcast_as_array();
                let ($values, $validity) = (array.values().as_slice(), array.validity());
                $body
            }};
        }
        match &$flat.values {
            Values::I32(chunked) => arm!(chunked),
            Values::I64(chunked) => arm!(chunked),
            Values::U32(chunked) => arm!(chunked),
            Values::U64(chunked) => arm!(chunked),
            Values::F32(chunked) => arm!(chunked),
            Values::F64(chunked) => arm!(chunked),
            Values::I128(chunked) => arm!(chunked),
        }
    }};
}
pub(super) use with_values;

/// Whether a type is one of numbers. Durations are: of seconds.
pub(super) fn is_number(dtype: &DataType) -> bool {
    dtype.is_primitive_numeric() || dtype.is_decimal() || matches!(dtype, DataType::Duration(_))
}

/// Whether a type is one of points in time, or of times of day.
pub(super) fn is_time(dtype: &DataType) -> bool {
    matches!(dtype, DataType::Date | DataType::Datetime(..) | DataType::Time)
}

/// What the integers of a column stand for: they are multiplied, then divided, so that neither loses a digit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Unit {
    times: f64,
    by: f64,
}

impl Unit {
    /// The numbers themselves.
    pub(super) const ONE: Self = Self { times: 1.0, by: 1.0 };

    pub(super) fn of(self, number: f64) -> f64 {
        number * self.times / self.by
    }

    pub(super) fn is_one(self) -> bool {
        self == Self::ONE
    }
}

/// Seconds of the ticks of a type of times; numbers stay as they are.
pub(super) fn seconds(dtype: &DataType) -> Unit {
    let of = |unit: &TimeUnit| match unit {
        TimeUnit::Milliseconds => 1e3,
        TimeUnit::Microseconds => 1e6,
        TimeUnit::Nanoseconds => 1e9,
    };
    match dtype {
        DataType::Date => Unit { times: 86_400.0, by: 1.0 },
        DataType::Time => Unit { times: 1.0, by: 1e9 },
        DataType::Datetime(unit, _) | DataType::Duration(unit) => Unit { times: 1.0, by: of(unit) },
        _ => Unit::ONE,
    }
}

/// Bytes of a value of numbers or times.
pub(super) fn width(dtype: &DataType) -> u64 {
    match dtype {
        DataType::Int8 | DataType::UInt8 => 1,
        DataType::Int16 | DataType::UInt16 | DataType::Float16 => 2,
        DataType::Int32 | DataType::UInt32 | DataType::Float32 | DataType::Date => 4,
        DataType::Int128 | DataType::UInt128 | DataType::Decimal(..) => 16,
        _ => 8,
    }
}

impl Flat {
    /// A column as a slice; `None` when it is neither of numbers nor of times.
    ///
    /// # Errors
    /// `INTERNAL`.
    pub(super) fn new(series: &Series) -> Result<Option<Self>> {
        let dtype = series.dtype();
        if !is_number(dtype) && !is_time(dtype) {
            return Ok(None);
        }
        if let DataType::Decimal(_, scale) = dtype {
            let unit = Unit { times: 1.0, by: 10_f64.powi(i32::try_from(*scale).unwrap_or(0)) };
            let physical = series.decimal().map_err(engine)?.physical().rechunk().into_owned();
            return Ok(Some(Self { values: Values::I128(physical), unit }));
        }
        let physical = series.to_physical_repr();
        let wide = match physical.dtype() {
            DataType::Int8 | DataType::Int16 | DataType::UInt8 | DataType::UInt16 => physical.cast(&DataType::Int32).map_err(engine)?,
            DataType::Float16 => physical.cast(&DataType::Float32).map_err(engine)?,
            DataType::UInt128 => physical.cast(&DataType::Float64).map_err(engine)?,
            _ => physical.into_owned(),
        }
        .rechunk();
        let values = match wide.dtype() {
            DataType::Int32 => Values::I32(wide.i32().map_err(engine)?.clone()),
            DataType::Int64 => Values::I64(wide.i64().map_err(engine)?.clone()),
            DataType::UInt32 => Values::U32(wide.u32().map_err(engine)?.clone()),
            DataType::UInt64 => Values::U64(wide.u64().map_err(engine)?.clone()),
            DataType::Float32 => Values::F32(wide.f32().map_err(engine)?.clone()),
            DataType::Float64 => Values::F64(wide.f64().map_err(engine)?.clone()),
            DataType::Int128 => Values::I128(wide.i128().map_err(engine)?.clone()),
            _ => return Ok(None),
        };
        Ok(Some(Self { values, unit: seconds(dtype) }))
    }
}

/// A value of a slice.
pub(super) trait Native: Copy + Send + Sync {
    /// What it is sorted as: equal keys are equal values.
    type Key: Key;

    /// `None` when it is no finite number.
    fn key(self) -> Option<Self::Key>;

    /// Before it is multiplied; not finite when it is no number.
    fn number(self) -> f64;
}

/// What values are sorted as.
pub(super) trait Key: Copy + Ord + Send + Sync {
    /// The value, before it is multiplied.
    fn number(self) -> f64;

    /// The value as JSON. Integers keep all their digits.
    fn json(self, unit: Unit) -> Value {
        cells::number(unit.of(self.number()))
    }

    /// How many steps of the smallest kind it is above another, when those are few and steps have a meaning.
    fn above(self, low: Self) -> Option<usize>;

    /// That many steps up.
    fn up(self, steps: usize) -> Self;

    /// Of a column of times: days, or ticks of its unit.
    fn ticks(self) -> i64 {
        self.number() as i64
    }

    /// Whether values are whole numbers.
    const WHOLE: bool;
}

macro_rules! whole {
    ($($native:ty => $key:ty),*) => {
        $(impl Native for $native {
            type Key = $key;

            fn key(self) -> Option<$key> {
                Some(<$key>::from(self))
            }

            fn number(self) -> f64 {
                self as f64
            }
        })*
    };
}
whole!(i32 => i64, i64 => i64, u32 => i64, u64 => u64, i128 => i128);

macro_rules! whole_key {
    ($($key:ty),*) => {
        $(impl Key for $key {
            fn number(self) -> f64 {
                self as f64
            }

            fn json(self, unit: Unit) -> Value {
                match serde_json::Number::from_i128(i128::from(self)) {
                    Some(exact) if unit.is_one() => Value::Number(exact),
                    _ => cells::number(unit.of(self as f64)),
                }
            }

            fn above(self, low: Self) -> Option<usize> {
                self.checked_sub(low).and_then(|steps| usize::try_from(steps).ok())
            }

            fn up(self, steps: usize) -> Self {
                self + steps as $key
            }

            fn ticks(self) -> i64 {
                self as i64
            }

            const WHOLE: bool = true;
        })*
    };
}
whole_key!(i64, u64, i128);

/// A finite float, ordered by value; the two zeros are one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Ordered(i64);

impl From<f64> for Ordered {
    fn from(value: f64) -> Self {
        // Minus zero and zero make zero.
        let bits = (value + 0.0).to_bits().cast_signed();
        // Negative floats sort backwards by their bits.
        Self(if bits < 0 { bits ^ i64::MAX } else { bits })
    }
}

impl Key for Ordered {
    fn number(self) -> f64 {
        let bits = if self.0 < 0 { self.0 ^ i64::MAX } else { self.0 };
        f64::from_bits(bits.cast_unsigned())
    }

    fn above(self, _: Self) -> Option<usize> {
        None
    }

    fn up(self, _: usize) -> Self {
        self
    }

    const WHOLE: bool = false;
}

macro_rules! float {
    ($($native:ty),*) => {
        $(impl Native for $native {
            type Key = Ordered;

            fn key(self) -> Option<Ordered> {
                self.is_finite().then(|| Ordered::from(f64::from(self)))
            }

            fn number(self) -> f64 {
                f64::from(self)
            }
        })*
    };
}
float!(f32, f64);

/// The values that are there, with their rows.
pub(super) fn there<'a, T: Copy>(values: &'a [T], validity: Option<&'a Bitmap>) -> impl Iterator<Item = (usize, T)> + 'a {
    values.iter().copied().enumerate().filter(move |(row, _)| validity.is_none_or(|bits| bits.get_bit(*row)))
}
