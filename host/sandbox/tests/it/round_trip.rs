//! Every type that a Polars frame holds, through a guest that reads each value: what comes back is what went.

use std::sync::Arc;

use arrow::array::{
    ArrayRef, BinaryViewArray, BooleanArray, Decimal128Array, FixedSizeListArray, Float32Array, Int8Array, Int64Array, LargeBinaryArray, LargeListArray,
    LargeStringArray, NullArray, RecordBatch, StringViewArray, StructArray, UInt64Array,
};
use arrow::array::{Date32Array, DurationMillisecondArray, Time64NanosecondArray, TimestampMicrosecondArray};
use arrow::buffer::{NullBuffer, OffsetBuffer};
use arrow::datatypes::{DataType, Field};
use sandtable_sandbox::Call;

use crate::support::{batch, guest, run};

const ROWS: usize = 1003;

fn some(row: usize) -> bool {
    row % 7 != 3
}

/// One column of every type, with nulls.
fn everything() -> RecordBatch {
    let text = |row: usize| some(row).then(|| "ä".repeat(row % 20));
    let strings: LargeStringArray = (0..ROWS).map(text).collect();
    let bytes: LargeBinaryArray = (0..ROWS).map(|row| some(row).then(|| vec![row as u8; row % 5])).collect();
    let offsets = OffsetBuffer::from_lengths((0..ROWS).map(|row| row % 4));
    let values: Int64Array = (0..offsets[ROWS]).map(|value| some(value as usize).then_some(value)).collect();
    let nulls = || Some(NullBuffer::from((0..ROWS).map(some).collect::<Vec<bool>>()));
    let item = |data_type: DataType| Arc::new(Field::new("item", data_type, true));
    let list = LargeListArray::new(item(DataType::Int64), offsets, Arc::new(values), nulls());
    let triples: Float32Array = (0..3 * ROWS).map(|value| some(value).then_some(value as f32)).collect();
    let fixed = FixedSizeListArray::new(item(DataType::Float32), 3, Arc::new(triples), nulls());
    let inner: ArrayRef = Arc::new(strings.clone());
    let fields = vec![Field::new("s", DataType::LargeUtf8, true), Field::new("b", DataType::Boolean, true)];
    let flags: BooleanArray = (0..ROWS).map(|row| some(row + 1).then_some(row % 2 == 0)).collect();
    let structs = StructArray::new(fields.into(), vec![inner, Arc::new(flags.clone())], nulls());
    let number = |row: usize| some(row).then_some(row as i64 * 1_000_003);
    batch(vec![
        ("bool", Arc::new(flags)),
        ("i8", Arc::new((0..ROWS).map(|row| some(row).then_some(row as i8)).collect::<Int8Array>())),
        ("i64", Arc::new((0..ROWS).map(number).collect::<Int64Array>())),
        ("u64", Arc::new((0..ROWS).map(|row| some(row).then_some(u64::MAX - row as u64)).collect::<UInt64Array>())),
        ("f32", Arc::new((0..ROWS).map(|row| some(row).then_some(row as f32 / 3.0)).collect::<Float32Array>())),
        ("full", Arc::new((0..ROWS as i64).map(Some).collect::<Int64Array>())),
        ("date", Arc::new((0..ROWS).map(|row| some(row).then_some(row as i32)).collect::<Date32Array>())),
        ("time", Arc::new((0..ROWS).map(number).collect::<Time64NanosecondArray>())),
        ("zoned", Arc::new((0..ROWS).map(number).collect::<TimestampMicrosecondArray>().with_timezone("Europe/Berlin"))),
        ("span", Arc::new((0..ROWS).map(number).collect::<DurationMillisecondArray>())),
        ("dec", Arc::new((0..ROWS).map(|row| some(row).then_some(row as i128)).collect::<Decimal128Array>().with_precision_and_scale(20, 3).unwrap())),
        ("str", Arc::new(strings)),
        ("bin", Arc::new(bytes)),
        ("list", Arc::new(list)),
        ("array", Arc::new(fixed)),
        ("struct", Arc::new(structs)),
        ("null", Arc::new(NullArray::new(ROWS))),
    ])
}

#[test]
fn every_type_comes_back_as_it_went() {
    // The contract in four languages: each decodes every column to values of its own and encodes them again.
    for name in ["roundtrip-rust", "roundtrip-rust-table", "roundtrip-c", "roundtrip-js", "roundtrip-js-rows", "roundtrip-python"] {
        let (outcome, table) = run(&guest(name), Call::new("{}"), vec![everything()]);
        outcome.result.unwrap();
        assert_eq!(table.schema(), everything().schema(), "{name}");
        assert_eq!(table.table(), everything(), "{name}");
    }
}

#[test]
fn slices_come_back_as_they_went() {
    // Inside a byte of every bitmap, off the beginning of every offset buffer.
    for (from, rows) in [(1, 1), (3, 500), (8, 8), (13, 990), (1003, 0)] {
        let slice = everything().slice(from, rows);
        let (outcome, table) = run(&guest("roundtrip-rust-table"), Call::new("{}"), vec![slice.clone()]);
        outcome.result.unwrap();
        assert_eq!(table.table(), slice, "{from}, {rows}");
    }
}

#[test]
fn views_come_back_as_they_went() {
    let text = |row: usize| some(row).then(|| format!("{row} {}", "long ".repeat(row % 20)));
    let strings: StringViewArray = (0..ROWS).map(text).collect();
    let bytes: BinaryViewArray = (0..ROWS).map(|row| text(row).map(String::into_bytes)).collect();
    let views = batch(vec![("s", Arc::new(strings) as ArrayRef), ("b", Arc::new(bytes))]);
    for views in [views.clone(), views.slice(5, 10)] {
        let (outcome, table) = run(&guest("roundtrip-rust-views"), Call::new("{}"), vec![views.clone()]);
        outcome.result.unwrap();
        assert_eq!(table.table(), views);
    }
}
