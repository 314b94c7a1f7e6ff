//! What is no valid array, one case each: refused with its column, never a panic.

use std::sync::Arc;

use arrow::datatypes::{DataType, Field, Schema, SchemaRef, TimeUnit};
use sandtable_core::Limits;

use super::{Budget, RawArray, rebuild};
use crate::watch::Watch;
use crate::{Call, Failure};

type Case = (DataType, usize, Vec<(u32, u32, Vec<Vec<u8>>)>, &'static str);

fn le<const N: usize>(values: impl IntoIterator<Item = [u8; N]>) -> Vec<u8> {
    values.into_iter().flatten().collect()
}

fn i32s(values: &[i32]) -> Vec<u8> {
    le(values.iter().map(|value| value.to_le_bytes()))
}

fn i64s(values: &[i64]) -> Vec<u8> {
    le(values.iter().map(|value| value.to_le_bytes()))
}

fn item(data_type: DataType, nullable: bool) -> Arc<Field> {
    Arc::new(Field::new("item", data_type, nullable))
}

fn try_rebuild(data_type: &DataType, rows: usize, arrays: &[(u32, u32, Vec<Vec<u8>>)], limits: Limits) -> Result<(), Failure> {
    let schema = SchemaRef::new(Schema::new(vec![Field::new("x", data_type.clone(), true)]));
    let watch = || Watch::new(Call { limits: limits.clone(), ..Call::new("") });
    // Both ways in: buffers that stay where they are, and buffers that were copied already.
    let there = arrays.iter().map(|(length, null_count, buffers)| RawArray {
        length: *length,
        null_count: *null_count,
        buffers: buffers.iter().map(Vec::as_slice).collect(),
    });
    let first = rebuild(&schema, rows, there, &Budget { watch: &watch() }, "batch 1").map(drop);
    let here = arrays.iter().cloned().map(|(length, null_count, buffers)| RawArray { length, null_count, buffers });
    assert_eq!(first, rebuild(&schema, rows, here, &Budget { watch: &watch() }, "batch 1").map(drop));
    first
}

fn why(data_type: &DataType, rows: usize, arrays: &[(u32, u32, Vec<Vec<u8>>)]) -> String {
    match try_rebuild(data_type, rows, arrays, Limits::default()) {
        Ok(()) => "fine".to_owned(),
        Err(Failure::BadOutput { place, message }) => {
            assert_eq!(place, "batch 1, column \"x\"", "{message}");
            message
        }
        Err(other) => panic!("{other:?}"),
    }
}

#[test]
fn what_is_no_array_is_refused_with_the_reason() {
    let int = || DataType::Int64;
    let strings = || DataType::LargeUtf8;
    let view = |length: u32, buffer: u32, offset: u32| {
        let mut view = length.to_le_bytes().to_vec();
        view.extend([b'a'; 4]);
        view.extend(buffer.to_le_bytes());
        view.extend(offset.to_le_bytes());
        view
    };
    let cases: Vec<Case> = vec![
        (int(), 2, vec![(2, 0, vec![vec![], i64s(&[1, 2])])], "fine"),
        (int(), 2, vec![(2, 0, vec![vec![], i64s(&[1, 2, 3])])], "fine"),
        (int(), 2, vec![(2, 9, vec![vec![1], i64s(&[1, 2])])], "fine"),
        (int(), 2, vec![], "its arrays are missing"),
        (int(), 2, vec![(3, 0, vec![vec![], i64s(&[1, 2, 3])])], "3 values, 2 expected"),
        (int(), 2, vec![(u32::MAX, 0, vec![vec![], vec![]])], "4294967295 values, 2 expected"),
        (int(), 2, vec![(2, 0, vec![vec![], i64s(&[1])])], "the buffer of values has 8 bytes, 16 are needed"),
        (int(), 2, vec![(2, 0, vec![vec![]])], "the buffer of values is missing"),
        (int(), 2, vec![(2, 0, vec![])], "the buffer of validity is missing"),
        (int(), 2, vec![(2, 1, vec![vec![], i64s(&[1, 2])])], "1 nulls announced, and no validity"),
        (int(), 9, vec![(9, 1, vec![vec![1], i64s(&[0; 9])])], "the buffer of validity has 1 bytes, 2 are needed"),
        (int(), 1, vec![(1, 0, vec![vec![], i64s(&[1]), vec![1], vec![2]])], "2 buffers too many"),
        (DataType::Boolean, 9, vec![(9, 0, vec![vec![], vec![1]])], "the buffer of values has 1 bytes, 2 are needed"),
        (strings(), 0, vec![(0, 0, vec![vec![], vec![], vec![]])], "fine"),
        (strings(), 2, vec![(2, 0, vec![vec![], i64s(&[0, 1, 3]), b"abc".to_vec()])], "fine"),
        (strings(), 2, vec![(2, 0, vec![vec![], i64s(&[0, 1, 4]), b"abc".to_vec()])], "the buffer of bytes has 3 bytes, 4 are needed"),
        (strings(), 2, vec![(2, 0, vec![vec![], i64s(&[0, 1, -1]), b"abc".to_vec()])], "the last offset is negative"),
        (strings(), 2, vec![(2, 0, vec![vec![], i64s(&[0, 1]), b"abc".to_vec()])], "the buffer of offsets has 16 bytes, 24 are needed"),
        (strings(), 1, vec![(1, 0, vec![vec![], i64s(&[0, 1]), vec![0xff]])], "*"),
        (strings(), 2, vec![(2, 0, vec![vec![], i64s(&[0, 3, 1]), b"abc".to_vec()])], "*"),
        (strings(), 2, vec![(2, 0, vec![vec![], i64s(&[-5, 0, 1]), b"abc".to_vec()])], "*"),
        // The bytes are one text, the offsets cut it inside a character.
        (strings(), 2, vec![(2, 0, vec![vec![], i64s(&[0, 1, 2]), "ä".into()])], "*"),
        (DataType::Utf8View, 1, vec![(1, 0, vec![vec![], view(20, 0, 0), vec![b'a'; 20]])], "fine"),
        (DataType::Utf8View, 1, vec![(1, 0, vec![vec![], view(20, 1, 0), vec![b'a'; 20]])], "*"),
        (DataType::Utf8View, 1, vec![(1, 0, vec![vec![], view(20, 0, 1), vec![b'a'; 20]])], "*"),
        (DataType::Utf8View, 1, vec![(1, 0, vec![vec![], view(u32::MAX, 0, 0), vec![b'a'; 20]])], "*"),
        (DataType::Utf8View, 1, vec![(1, 0, vec![vec![], view(20, 0, 0), vec![b'b'; 20]])], "*"),
        (
            DataType::List(item(int(), true)),
            2,
            vec![(2, 0, vec![vec![], i32s(&[0, 1, 2])]), (1, 0, vec![vec![], i64s(&[1])])],
            "offsets up to 2, the child has 1 values",
        ),
        (DataType::List(item(int(), true)), 2, vec![(2, 0, vec![vec![], i32s(&[0, 5, 2])]), (2, 0, vec![vec![], i64s(&[1, 2])])], "*"),
        (DataType::List(item(int(), true)), 2, vec![(2, 0, vec![vec![], i32s(&[0, 1, 2])])], "its arrays are missing"),
        (
            DataType::List(item(int(), false)),
            1,
            vec![(1, 0, vec![vec![], i32s(&[0, 1])]), (1, 1, vec![vec![0], i64s(&[1])])],
            "nulls in field \"item\", which is not nullable",
        ),
        (DataType::FixedSizeList(item(int(), true), 3), 2, vec![(2, 0, vec![vec![]]), (5, 0, vec![vec![], i64s(&[0; 5])])], "5 values, 6 expected"),
        (DataType::FixedSizeList(item(int(), true), 1 << 20), 1, vec![(1, 0, vec![vec![]]), (1 << 20, 0, vec![vec![], vec![]])], "*"),
        (DataType::Struct(vec![Field::new("a", int(), true)].into()), 2, vec![(2, 0, vec![vec![]]), (1, 0, vec![vec![], i64s(&[1])])], "1 values, 2 expected"),
        (DataType::Decimal128(3, 0), 1, vec![(1, 0, vec![vec![], 1000_i128.to_le_bytes().to_vec()])], "*"),
        (DataType::Date32, 1, vec![(1, 0, vec![vec![], i32s(&[i32::MAX])])], "2147483647 is out of range for days since 1970: -95000000 to 95000000"),
        (DataType::Date32, 2, vec![(2, 1, vec![vec![1], i32s(&[0, i32::MAX])])], "fine"),
        (
            DataType::Time64(TimeUnit::Nanosecond),
            1,
            vec![(1, 0, vec![vec![], i64s(&[-1])])],
            "-1 is out of range for nanoseconds of a day: 0 to 86399999999999",
        ),
        (DataType::Timestamp(TimeUnit::Microsecond, None), 1, vec![(1, 0, vec![vec![], i64s(&[i64::MIN])])], "*"),
        (DataType::Null, 3, vec![(3, 3, vec![])], "fine"),
        (DataType::Null, 3, vec![(3, 3, vec![vec![]])], "fine"),
        (DataType::Null, 3, vec![(3, 3, vec![vec![1]])], "1 buffers too many"),
    ];
    for (data_type, rows, arrays, expected) in cases {
        let found = why(&data_type, rows, &arrays);
        let fits = if expected == "*" { found != "fine" && !found.is_empty() } else { found == expected };
        assert!(fits, "{data_type}: {found:?}, expected {expected:?}");
    }
}

#[test]
fn bytes_are_charged_before_they_are_copied() {
    let limits = |bytes| Limits { output_bytes: bytes, ..Limits::default() };
    let ints = [(2, 0, vec![vec![], i64s(&[1, 2])])];
    assert_eq!(try_rebuild(&DataType::Int64, 2, &ints, limits(16)), Ok(()));
    assert_eq!(try_rebuild(&DataType::Int64, 2, &ints, limits(15)).unwrap_err(), Failure::limit("output_bytes", 15, 0, 16));
    // A list of four billion nulls has no bytes, and costs all the same.
    let nulls = [(1, 0, vec![vec![], i64s(&[0, 4_000_000_000])]), (4_000_000_000, 0, vec![])];
    let list = DataType::LargeList(item(DataType::Null, true));
    assert!(matches!(try_rebuild(&list, 1, &nulls, limits(1 << 30)), Err(Failure::Limit(_))));
}
