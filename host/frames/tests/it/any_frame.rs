//! Frames of any shape: any types, nulls, unicode, several chunks, slices.

use polars::prelude::{ArrowDataType, ArrowField, Column, DataFrame, Series};
use polars_arrow::array::{Array, BinaryViewArray, BooleanArray, FixedSizeListArray, ListArray, NullArray, PrimitiveArray, StructArray, Utf8ViewArray};
use polars_arrow::bitmap::Bitmap;
use polars_arrow::datatypes::TimeUnit;
use polars_arrow::offset::OffsetsBuffer;
use proptest::prelude::*;

/// A small generator of its own, so that a failing case is its seed and shape, and shrinks by shape.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn next(&mut self) -> u64 {
        // SplitMix64.
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, most: usize) -> usize {
        (self.next() % most.max(1) as u64) as usize
    }

    fn text(&mut self) -> String {
        const PARTS: [&str; 12] = ["", "a", "Zürich", "naïve", "東京", "🦀", ",", "\"", "\n", "null", "-0.5", "long enough to be no inline view"];
        (0..self.below(4)).map(|_| PARTS[self.below(PARTS.len())]).collect()
    }
}

/// Types without anything inside.
pub(crate) fn flat_types() -> Vec<ArrowDataType> {
    use ArrowDataType as T;
    let mut types = vec![
        T::Null,
        T::Boolean,
        T::Int8,
        T::Int16,
        T::Int32,
        T::Int64,
        T::UInt8,
        T::UInt16,
        T::UInt32,
        T::UInt64,
        T::Float16,
        T::Float32,
        T::Float64,
        T::Decimal(38, 10),
        T::Decimal(5, 0),
        T::Utf8View,
        T::BinaryView,
        T::Date32,
        T::Time64(TimeUnit::Nanosecond),
    ];
    for unit in [TimeUnit::Millisecond, TimeUnit::Microsecond, TimeUnit::Nanosecond] {
        types.push(T::Timestamp(unit, None));
        types.push(T::Timestamp(unit, Some("Europe/Zurich".into())));
        types.push(T::Duration(unit));
    }
    types
}

pub(crate) fn any_type() -> impl Strategy<Value = ArrowDataType> {
    let flat = proptest::sample::select(flat_types());
    flat.prop_recursive(3, 8, 3, |inner| {
        let field = |name: &str, dtype| ArrowField::new(name.into(), dtype, true);
        prop_oneof![
            inner.clone().prop_map(move |item| ArrowDataType::LargeList(Box::new(field("item", item)))),
            (inner.clone(), 1..4_usize).prop_map(move |(item, size)| ArrowDataType::FixedSizeList(Box::new(field("item", item)), size)),
            proptest::collection::vec(inner, 1..4)
                .prop_map(move |fields| ArrowDataType::Struct(fields.into_iter().enumerate().map(|(i, dtype)| field(&format!("f{i}"), dtype)).collect())),
        ]
    })
}

/// What a frame is made of.
#[derive(Debug, Clone)]
pub(crate) struct Shape {
    pub(crate) types: Vec<ArrowDataType>,
    pub(crate) chunks: Vec<usize>,
    pub(crate) skip: usize,
    pub(crate) seed: u64,
}

pub(crate) fn any_shape(types: impl Strategy<Value = ArrowDataType>) -> impl Strategy<Value = Shape> {
    (proptest::collection::vec(types, 1..5), proptest::collection::vec(0..40_usize, 1..4), 0..20_usize, any::<u64>())
        .prop_map(|(types, chunks, skip, seed)| Shape { types, chunks, skip, seed })
}

impl Shape {
    /// The frame: columns `c0`, `c1`, …, cut off in front.
    pub(crate) fn frame(&self) -> DataFrame {
        let mut random = Random::new(self.seed);
        let columns = self.types.iter().enumerate().map(|(index, dtype)| {
            let chunks: Vec<_> = self.chunks.iter().map(|rows| array(&mut random, dtype, *rows)).collect();
            Column::from(Series::from_arrow_chunks(format!("c{index}").into(), chunks).unwrap())
        });
        let frame = DataFrame::new(self.chunks.iter().sum(), columns.collect()).unwrap();
        frame.slice(self.skip.min(frame.height()) as i64, frame.height())
    }
}

fn validity(random: &mut Random, rows: usize) -> Option<Bitmap> {
    match random.below(3) {
        0 => None,
        1 => Some((0..rows).map(|_| random.below(4) > 0).collect()),
        _ => Some((0..rows).map(|_| random.below(2) > 0).collect()),
    }
}

fn array(random: &mut Random, dtype: &ArrowDataType, rows: usize) -> Box<dyn Array> {
    use ArrowDataType as T;
    let nulls = validity(random, rows);
    macro_rules! primitive {
        ($native:ty, $value:expr) => {{
            let value = $value;
            let values: Vec<$native> = (0..rows).map(|_| value(random)).collect();
            PrimitiveArray::<$native>::from_vec(values).to(dtype.clone()).with_validity(nulls).boxed()
        }};
    }
    match dtype {
        T::Null => NullArray::new(T::Null, rows).boxed(),
        T::Boolean => BooleanArray::new(T::Boolean, (0..rows).map(|_| random.below(2) > 0).collect(), nulls).boxed(),
        T::Int8 => primitive!(i8, |random: &mut Random| random.next() as i8),
        T::Int16 => primitive!(i16, |random: &mut Random| random.next() as i16),
        T::Int32 => primitive!(i32, |random: &mut Random| random.next() as i32),
        T::Int64 => primitive!(i64, |random: &mut Random| random.next() as i64),
        T::UInt8 => primitive!(u8, |random: &mut Random| random.next() as u8),
        T::UInt16 => primitive!(u16, |random: &mut Random| random.next() as u16),
        T::UInt32 => primitive!(u32, |random: &mut Random| random.next() as u32),
        T::UInt64 => primitive!(u64, |random: &mut Random| random.next()),
        T::Float16 => {
            // Made as 16 bits: whole numbers of a few digits, which every width holds.
            let values = PrimitiveArray::<f32>::from_vec((0..rows).map(|_| random.below(2000) as f32 - 1000.0).collect());
            let series = Series::from_arrow("".into(), values.with_validity(nulls).boxed()).unwrap();
            series.cast(&polars::prelude::DataType::Float16).unwrap().to_arrow(0, polars::prelude::CompatLevel::newest())
        }
        T::Float32 => primitive!(f32, |random: &mut Random| Some(f32::from_bits(random.next() as u32)).filter(|value| !value.is_nan()).unwrap_or(f32::NAN)),
        T::Float64 => primitive!(f64, |random: &mut Random| Some(f64::from_bits(random.next())).filter(|value| !value.is_nan()).unwrap_or(f64::NAN)),
        T::Decimal(precision, _) => {
            let most = 10_i128.pow(*precision as u32);
            primitive!(i128, |random: &mut Random| (i128::from(random.next()) << 64 | i128::from(random.next())) % most)
        }
        T::Utf8View => Utf8ViewArray::from_slice((0..rows).map(|_| Some(random.text())).collect::<Vec<_>>()).with_validity(nulls).boxed(),
        T::BinaryView => {
            let values: Vec<_> = (0..rows).map(|_| Some(random.text().bytes().map(|byte| !byte).collect::<Vec<u8>>())).collect();
            BinaryViewArray::from_slice(values).with_validity(nulls).boxed()
        }
        T::Date32 => primitive!(i32, |random: &mut Random| (random.next() % 2_000_000) as i32 - 700_000),
        T::Time64(_) => primitive!(i64, |random: &mut Random| (random.next() % 86_400_000_000_000) as i64),
        // About two hundred years each way, which all units hold.
        T::Timestamp(..) | T::Duration(_) => primitive!(i64, |random: &mut Random| (random.next() % 12_000_000_000_000) as i64 - 6_000_000_000_000),
        T::LargeList(item) => {
            let mut offsets = vec![0_i64];
            for _ in 0..rows {
                offsets.push(offsets[offsets.len() - 1] + random.below(4) as i64);
            }
            let items = array(random, item.dtype(), offsets[rows] as usize);
            ListArray::new(dtype.clone(), OffsetsBuffer::try_from(offsets).unwrap(), items, nulls).boxed()
        }
        T::FixedSizeList(item, size) => {
            let items = array(random, item.dtype(), rows * size);
            FixedSizeListArray::new(dtype.clone(), rows, items, nulls).boxed()
        }
        T::Struct(fields) => {
            let columns = fields.iter().map(|field| array(random, field.dtype(), rows)).collect();
            StructArray::new(dtype.clone(), rows, columns, nulls).boxed()
        }
        other => panic!("no values for {other:?}"),
    }
}
