//! Tables of any size whose columns together have every type of the contract, with gaps that fall differently in each.

use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, BinaryViewArray, BooleanArray, Date32Array, Decimal128Array, DurationMicrosecondArray, DurationMillisecondArray, DurationNanosecondArray,
    FixedSizeListArray, Float16Array, Float32Array, Float64Array, Int8Array, Int16Array, Int32Array, Int64Array, LargeBinaryArray, LargeListArray,
    LargeStringArray, NullArray, RecordBatch, StringViewArray, StructArray, Time64NanosecondArray, TimestampMicrosecondArray, TimestampMillisecondArray,
    TimestampNanosecondArray, UInt8Array, UInt16Array, UInt32Array, UInt64Array,
};
use arrow::buffer::{Buffer, NullBuffer, OffsetBuffer, ScalarBuffer};
use arrow::datatypes::{DataType, Field, Fields};

/// Every `every`th value is missing, beginning with the one of that number less one.
fn some<T>(rows: usize, every: usize, value: impl Fn(usize) -> T) -> impl Iterator<Item = Option<T>> {
    (0..rows).map(move |row| ((row + 1) % every != 0).then(|| value(row)))
}

fn gaps(rows: usize, every: usize) -> NullBuffer {
    (0..rows).map(|row| (row + 1) % every != 0).collect()
}

/// A table of columns of one length, all of which may have nulls.
pub(super) fn table(columns: Vec<(&str, ArrayRef)>) -> RecordBatch {
    RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, column)| (name, column, true))).expect("columns of one length")
}

fn text(row: usize) -> String {
    ["", "a", "né", "😀 wide", "a text of more than twelve bytes, which no view holds by itself", "é"][row % 6].repeat(1 + row % 2)
}

fn of_bytes(row: usize) -> Vec<u8> {
    (0..row % 17).map(|at| (row + at) as u8).collect()
}

pub(super) fn numbers(rows: usize) -> RecordBatch {
    let large = [0, 1 << 53, (1 << 53) + 1, 1 << 63, u64::MAX - 1];
    let odd = [0.5, -0.0, f64::INFINITY, f64::MIN_POSITIVE, -1e300];
    table(vec![
        ("a", Arc::new(some(rows, 3, |row| row as i64 - 4 + ((row as i64 % 5) << 55)).collect::<Int64Array>())),
        ("b", Arc::new(some(rows, 4, |row| odd[row % 5]).collect::<Float64Array>())),
        ("count", Arc::new(some(rows, 6, |row| large[row % 5]).collect::<UInt64Array>())),
        ("small", Arc::new(some(rows, 5, |row| (row % 255) as i8).map(|small| small.map(|small| small.max(-127))).collect::<Int8Array>())),
        ("single", Arc::new(some(rows, 2, |row| row as f32 * 0.3).collect::<Float32Array>())),
    ])
}

pub(super) fn texts(rows: usize) -> RecordBatch {
    table(vec![
        ("text", Arc::new(some(rows, 4, text).collect::<LargeStringArray>())),
        ("bytes", Arc::new(some(rows, 3, of_bytes).collect::<LargeBinaryArray>())),
    ])
}

/// Before 1970 and far behind the year 9999, too.
pub(super) fn times(rows: usize) -> RecordBatch {
    let (days, micros) = ([0, -1, 19_000, 3_663_000, -700_000], [0, -1, 1_700_000_000_123_456, 316_000_000_000_000_001, -62_000_000_000_000_000]);
    table(vec![
        ("date", Arc::new(some(rows, 4, |row| days[row % 5]).collect::<Date32Array>())),
        ("time", Arc::new(some(rows, 3, |row| (row as i64 * 7_777_777_777_777) % 86_400_000_000_000).collect::<Time64NanosecondArray>())),
        ("moment", Arc::new(some(rows, 6, |row| micros[row % 5]).collect::<TimestampMicrosecondArray>().with_timezone("Europe/Berlin"))),
        ("local", Arc::new(some(rows, 5, |row| row as i64 * 1_000_000_007 - 5_000_000_000).collect::<TimestampNanosecondArray>())),
        ("span", Arc::new(some(rows, 2, |row| row as i64 * 333_333 - 999_999).collect::<DurationMicrosecondArray>())),
    ])
}

/// A list for each row, whose values are those of one long column.
fn lists(rows: usize, every: usize, length: impl Fn(usize) -> usize, values: impl FnOnce(usize) -> ArrayRef) -> LargeListArray {
    let lengths: Vec<usize> = (0..rows).map(|row| if (row + 1) % every == 0 { 0 } else { length(row) }).collect();
    let values = values(lengths.iter().sum());
    let item = Arc::new(Field::new("item", values.data_type().clone(), true));
    LargeListArray::new(item, OffsetBuffer::from_lengths(lengths), values, Some(gaps(rows, every)))
}

fn structs(members: Vec<(&str, ArrayRef)>, every: usize) -> StructArray {
    let rows = members.first().map_or(0, |(_, column)| column.len());
    let fields: Fields = members.iter().map(|(name, column)| Field::new(*name, column.data_type().clone(), true)).collect();
    StructArray::new(fields, members.into_iter().map(|(_, column)| column).collect(), Some(gaps(rows, every)))
}

/// Every type that a host sends.
pub(super) fn everything(rows: usize) -> RecordBatch {
    let integer = |row: usize| row as i64 * 1_000_003 - 77;
    // 1, -2 and infinity, as float16 spells them: no crate for it is needed.
    let halves: Vec<u16> = (0..rows).map(|row| [0x3c00, 0xc000, 0x7c00][row % 3]).collect();
    let half = Float16Array::new(ScalarBuffer::new(Buffer::from_vec(halves), 0, rows), Some(gaps(rows, 5)));
    let decimals = some(rows, 4, |row| i128::from(integer(row)) * 1_000_000_000_000_000_000).collect::<Decimal128Array>();
    let pairs = FixedSizeListArray::new(
        Arc::new(Field::new("item", DataType::Float64, true)),
        2,
        Arc::new(some(2 * rows, 7, |at| at as f64 / 4.0).collect::<Float64Array>()),
        Some(gaps(rows, 5)),
    );
    let items = |count: usize| {
        let tags = lists(count, 4, |at| at % 3, |tags| Arc::new(some(tags, 6, text).collect::<LargeStringArray>()));
        Arc::new(structs(vec![("tags", Arc::new(tags)), ("at", Arc::new(some(count, 3, |at| at as i64).collect::<TimestampMillisecondArray>()))], 5))
            as ArrayRef
    };
    let inner = structs(vec![("deep", Arc::new(some(rows, 2, |row| row as i32).collect::<Int32Array>()))], 3);
    table(vec![
        ("null", Arc::new(NullArray::new(rows))),
        ("boolean", Arc::new(some(rows, 3, |row| row % 2 == 0).collect::<BooleanArray>())),
        ("int8", Arc::new(some(rows, 4, |row| integer(row) as i8).collect::<Int8Array>())),
        ("int16", Arc::new(some(rows, 5, |row| integer(row) as i16).collect::<Int16Array>())),
        ("int32", Arc::new(some(rows, 6, |row| integer(row) as i32).collect::<Int32Array>())),
        ("int64", Arc::new(some(rows, 7, |row| integer(row) << 33).collect::<Int64Array>())),
        ("uint8", Arc::new(some(rows, 4, |row| integer(row) as u8).collect::<UInt8Array>())),
        ("uint16", Arc::new(some(rows, 5, |row| integer(row) as u16).collect::<UInt16Array>())),
        ("uint32", Arc::new(some(rows, 6, |row| integer(row) as u32).collect::<UInt32Array>())),
        ("uint64", Arc::new(some(rows, 7, |row| u64::MAX - row as u64).collect::<UInt64Array>())),
        ("float16", Arc::new(half)),
        ("float32", Arc::new(some(rows, 3, |row| row as f32 / 3.0).collect::<Float32Array>())),
        ("float64", Arc::new(some(rows, 4, |row| row as f64 / -3.0).collect::<Float64Array>())),
        ("decimal", Arc::new(decimals.with_precision_and_scale(38, 10).expect("they fit"))),
        ("price", Arc::new(some(rows, 5, |row| row as i128 % 99_999).collect::<Decimal128Array>().with_precision_and_scale(7, 2).expect("they fit"))),
        ("string", Arc::new(some(rows, 3, text).collect::<LargeStringArray>())),
        ("string_view", Arc::new(some(rows, 5, text).collect::<StringViewArray>())),
        ("binary", Arc::new(some(rows, 4, of_bytes).collect::<LargeBinaryArray>())),
        ("binary_view", Arc::new(some(rows, 3, of_bytes).collect::<BinaryViewArray>())),
        ("date", Arc::new(some(rows, 6, |row| row as i32 - 3).collect::<Date32Array>())),
        ("time", Arc::new(some(rows, 4, |row| row as i64 * 1_001).collect::<Time64NanosecondArray>())),
        ("ms", Arc::new(some(rows, 3, integer).collect::<TimestampMillisecondArray>().with_timezone("UTC"))),
        ("us", Arc::new(some(rows, 4, integer).collect::<TimestampMicrosecondArray>())),
        ("ns", Arc::new(some(rows, 5, integer).collect::<TimestampNanosecondArray>().with_timezone("America/New_York"))),
        ("span_ms", Arc::new(some(rows, 3, integer).collect::<DurationMillisecondArray>())),
        ("span_us", Arc::new(some(rows, 4, integer).collect::<DurationMicrosecondArray>())),
        ("span_ns", Arc::new(some(rows, 5, integer).collect::<DurationNanosecondArray>())),
        ("list", Arc::new(lists(rows, 4, |row| row % 4, |count| Arc::new(some(count, 5, |at| at as i32).collect::<Int32Array>())))),
        ("pair", Arc::new(pairs)),
        ("struct", Arc::new(structs(vec![("inner", Arc::new(inner)), ("name", Arc::new(some(rows, 4, text).collect::<LargeStringArray>()))], 6))),
        ("nested", Arc::new(lists(rows, 5, |row| row % 3, items))),
    ])
}

/// Amounts of any size by key, some of them without a key, and what is known of keys.
pub(super) fn orders(rows: usize) -> RecordBatch {
    let key = |row: usize| format!("key {}", row * row % 13);
    let amount = |row: usize| (i128::from(row as i64) - 3) * 12_345_678_901_234_567_890_123;
    table(vec![
        ("key", Arc::new(some(rows, 5, key).collect::<LargeStringArray>())),
        ("amount", Arc::new(some(rows, 4, amount).collect::<Decimal128Array>().with_precision_and_scale(36, 4).expect("they fit"))),
    ])
}

pub(super) fn catalogue() -> RecordBatch {
    let keys = ["key 0", "key 1", "key 4", "key 1", "key 9"].map(Some).into_iter().chain([None]);
    table(vec![
        ("key", Arc::new(keys.collect::<LargeStringArray>())),
        ("name", Arc::new(some(6, 3, text).collect::<LargeStringArray>())),
        ("price", Arc::new(some(6, 5, |row| row as i128 * 101).collect::<Decimal128Array>().with_precision_and_scale(10, 2).expect("they fit"))),
    ])
}

/// A list of structs, a struct and a list of two for each row.
pub(super) fn baskets(rows: usize) -> RecordBatch {
    let items = |count: usize| {
        let name = some(count, 4, text).collect::<LargeStringArray>();
        Arc::new(structs(vec![("name", Arc::new(name)), ("score", Arc::new(some(count, 3, |at| at as f64 / 8.0).collect::<Float64Array>()))], 5)) as ArrayRef
    };
    let info = vec![
        ("x", Arc::new(some(rows, 3, |row| row as i64 * 7).collect::<Int64Array>()) as ArrayRef),
        ("y", Arc::new(some(rows, 2, text).collect::<LargeStringArray>())),
    ];
    let tags = Arc::new(some(2 * rows, 5, |at| at as i32).collect::<Int32Array>());
    let tags = FixedSizeListArray::new(Arc::new(Field::new("item", DataType::Int32, true)), 2, tags, Some(gaps(rows, 4)));
    table(vec![
        ("id", Arc::new(some(rows, 6, |row| row as i64).collect::<Int64Array>())),
        ("items", Arc::new(lists(rows, 3, |row| row % 4, items))),
        ("info", Arc::new(structs(info, 5))),
        ("tags", Arc::new(tags)),
    ])
}

pub(super) fn steps(rows: usize) -> RecordBatch {
    table(vec![
        ("n", Arc::new((0..rows as i64).collect::<Int64Array>())),
        ("x", Arc::new(some(rows, 7, |row| (row % 1000) as f64 * 0.5).collect::<Float64Array>())),
    ])
}
