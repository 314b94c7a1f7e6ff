//! Down to bare buffers and up again: every type, whole and sliced, with and without nulls.

use std::collections::HashMap;
use std::sync::Arc;

use arrow_array::builder::{BooleanBuilder, FixedSizeBinaryBuilder, Int32Builder, LargeListBuilder, ListBuilder};
use arrow_array::types::{Int32Type, Int64Type};
use arrow_array::*;
use arrow_buffer::i256;
use arrow_schema::{Field, Schema, SchemaRef};

use crate::bindings::types;
use crate::host::native::to_wire;
use crate::{gather, lift, schema};

const ROWS: usize = 21;

/// Value of a row, or none for every third.
fn some<T>(row: usize, value: impl Fn(usize) -> T) -> Option<T> {
    (row % 3 != 1).then(|| value(row))
}

fn column<T, A: FromIterator<Option<T>> + Array + 'static>(value: impl Fn(usize) -> T) -> ArrayRef {
    Arc::new((0..ROWS).map(|row| some(row, &value)).collect::<A>())
}

fn text(row: usize) -> String {
    // Some fit into a view, some do not.
    "ä".repeat(row)
}

fn nested() -> Vec<ArrayRef> {
    let lists = |row: usize| some(row, |row| (0..row % 4).map(|i| some(i, |i| (row * i) as i32)).collect::<Vec<_>>());
    let list = ListArray::from_iter_primitive::<Int32Type, _, _>((0..ROWS).map(lists));
    let fixed = FixedSizeListArray::from_iter_primitive::<Int64Type, _, _>((0..ROWS).map(|row| some(row, |row| vec![Some(row as i64), None, Some(3)])), 3);
    let mut deep = LargeListBuilder::new(ListBuilder::new(Int32Builder::new()));
    for row in 0..ROWS {
        for inner in 0..row % 3 {
            deep.values().append_value((0..inner).map(|i| Some(i as i32)));
        }
        deep.append(row % 4 != 2);
    }
    let mut flags = BooleanBuilder::new();
    (0..ROWS).for_each(|row| flags.append_option(some(row, |row| row % 2 == 0)));
    let pair = StructArray::try_from(vec![
        ("flags", Arc::new(flags.finish()) as ArrayRef),
        ("list", Arc::new(list.clone()) as ArrayRef),
        ("text", column::<_, StringArray>(text)),
    ])
    .unwrap();
    vec![Arc::new(list), Arc::new(fixed), Arc::new(deep.finish()), Arc::new(pair)]
}

fn every_array() -> Vec<ArrayRef> {
    let mut fixed = FixedSizeBinaryBuilder::new(3);
    (0..ROWS).for_each(|row| match some(row, |row| [row as u8; 3]) {
        Some(bytes) => fixed.append_value(bytes).unwrap(),
        None => fixed.append_null(),
    });
    let mut all: Vec<ArrayRef> = vec![
        Arc::new(NullArray::new(ROWS)),
        column::<_, BooleanArray>(|row| row % 2 == 0),
        column::<_, Int8Array>(|row| row as i8),
        column::<_, UInt8Array>(|row| row as u8),
        column::<_, Int16Array>(|row| row as i16),
        column::<_, UInt16Array>(|row| row as u16),
        column::<_, Int32Array>(|row| row as i32),
        column::<_, UInt32Array>(|row| row as u32),
        column::<_, Int64Array>(|row| row as i64),
        column::<_, UInt64Array>(|row| row as u64),
        column::<_, Float32Array>(|row| row as f32),
        column::<_, Float64Array>(|row| row as f64),
        Arc::new((0..ROWS).map(|row| some(row, |row| row as i128)).collect::<Decimal128Array>()),
        Arc::new((0..ROWS).map(|row| some(row, |row| i256::from(row as i64))).collect::<Decimal256Array>()),
        Arc::new((0..ROWS).map(|row| some(row, |row| row as i32)).collect::<Decimal32Array>()),
        Arc::new((0..ROWS).map(|row| some(row, |row| row as i64)).collect::<Decimal64Array>()),
        column::<_, Date32Array>(|row| row as i32),
        column::<_, Date64Array>(|row| row as i64),
        column::<_, Time32SecondArray>(|row| row as i32),
        column::<_, Time64NanosecondArray>(|row| row as i64),
        column::<_, DurationMicrosecondArray>(|row| row as i64),
        Arc::new((0..ROWS).map(|row| some(row, |row| row as i64)).collect::<TimestampMicrosecondArray>().with_timezone("Europe/Berlin")),
        column::<_, StringArray>(text),
        column::<_, LargeStringArray>(text),
        column::<_, StringViewArray>(text),
        Arc::new((0..ROWS).map(|row| some(row, |row| text(row).into_bytes())).collect::<BinaryArray>()),
        Arc::new((0..ROWS).map(|row| some(row, |row| text(row).into_bytes())).collect::<LargeBinaryArray>()),
        Arc::new((0..ROWS).map(|row| some(row, |row| text(row).into_bytes())).collect::<BinaryViewArray>()),
        Arc::new(fixed.finish()),
    ];
    all.extend(nested());
    all
}

fn table() -> RecordBatch {
    let columns = every_array();
    let fields: Vec<Field> = columns
        .iter()
        .enumerate()
        .map(|(i, column)| {
            let metadata = HashMap::from([("place".to_owned(), i.to_string()), ("a".to_owned(), "ä".to_owned())]);
            Field::new(format!("c{i}"), column.data_type().clone(), true).with_metadata(metadata)
        })
        .collect();
    RecordBatch::try_new(Arc::new(Schema::new(fields)), columns).unwrap()
}

fn there_and_back(batch: &RecordBatch) -> (SchemaRef, RecordBatch) {
    let schema = schema::lift(schema::lower(batch.schema_ref()).unwrap()).unwrap();
    let lifted = lift::batch(&schema, to_wire(batch).unwrap()).unwrap();
    for column in lifted.columns() {
        column.to_data().validate_full().unwrap();
    }
    (schema, lifted)
}

#[test]
fn every_type_comes_back_whole() {
    let batch = table();
    let (schema, lifted) = there_and_back(&batch);
    assert_eq!(schema, batch.schema());
    assert_eq!(lifted, batch);
}

#[test]
fn every_slice_comes_back() {
    let batch = table();
    for (offset, length) in [(0, 0), (0, 5), (1, 1), (3, 9), (8, 13), (20, 1), (21, 0)] {
        let slice = batch.slice(offset, length);
        assert_eq!(there_and_back(&slice).1, slice, "rows {offset} + {length}");
    }
}

#[test]
fn every_type_can_be_gathered() {
    let batch = table();
    let order: Vec<_> = (0..ROWS).rev().map(|row| Some((0, row))).collect();
    let turned = gather(&batch.schema(), &[&batch], &order).unwrap();
    assert_ne!(turned, batch);
    assert_eq!(gather(&batch.schema(), &[&turned], &order).unwrap(), batch);
    let halves = [&batch.slice(0, 9), &batch.slice(9, 12)];
    let places: Vec<_> = (0..9).map(|row| Some((0, row))).chain((0..12).map(|row| Some((1, row)))).collect();
    assert_eq!(gather(&batch.schema(), &halves, &places).unwrap(), batch);
}

#[test]
fn slices_of_slices_come_back() {
    let slice = table().slice(2, 17).slice(3, 10);
    assert_eq!(there_and_back(&slice).1, slice);
}

#[test]
fn buffers_begin_at_their_first_value_and_end_at_their_last() {
    let batch = table().slice(5, 9);
    let wire = to_wire(&batch).unwrap();
    let text = &wire.arrays[batch.schema_ref().index_of("c22").unwrap()];
    let written: usize = (5..14).filter(|row| row % 3 != 1).map(|row| 2 * row).sum();
    assert_eq!(text.length, 9);
    assert_eq!(text.buffers[0].len(), 2, "the bitmap");
    assert_eq!(text.buffers[1][..4], [0; 4], "the first offset");
    assert_eq!(text.buffers[1].len(), 4 * 10, "the offsets");
    assert_eq!(text.buffers[2].len(), written, "the text");
}

#[test]
fn no_nulls_leave_no_validity() {
    let batch = RecordBatch::try_from_iter([("x", Arc::new(Int64Array::from(vec![1, 2])) as ArrayRef)]).unwrap();
    let wire = to_wire(&batch).unwrap();
    assert_eq!(wire.arrays[0].null_count, 0);
    assert!(wire.arrays[0].buffers[0].is_empty());
}

#[test]
fn whole_columns_are_not_copied() {
    let batch = table();
    let lowered = super::batch(&batch).unwrap();
    let int64 = batch.column(8).to_data();
    assert_eq!(lowered[8].buffers[1].as_ptr(), int64.buffers()[0].as_ptr());
    let strings = batch.column(23).to_data();
    assert_eq!(lowered[23].buffers[1].as_ptr(), strings.buffers()[0].as_ptr(), "offsets");
    assert_eq!(lowered[23].buffers[2].as_ptr(), strings.buffers()[1].as_ptr(), "text");
}

#[test]
fn aligned_buffers_are_not_copied_when_lifted() {
    let schema: SchemaRef = Arc::new(Schema::new(vec![Field::new("x", arrow_schema::DataType::UInt8, true)]));
    let bytes = vec![1, 2, 3];
    let at = bytes.as_ptr();
    let array = types::Array { length: 3, null_count: 0, buffers: vec![Vec::new(), bytes] };
    let lifted = lift::batch(&schema, types::Batch { rows: 3, arrays: vec![array] }).unwrap();
    assert_eq!(lifted.column(0).to_data().buffers()[0].as_ptr(), at);
}

#[test]
fn a_few_rows_of_a_large_view_column_leave_the_rest_behind() {
    let long = "x".repeat(1000);
    let views = StringViewArray::from_iter_values((0..100).map(|_| &long));
    let batch = RecordBatch::try_from_iter([("x", Arc::new(views) as ArrayRef)]).unwrap().slice(40, 2);
    let wire = to_wire(&batch).unwrap();
    assert_eq!(wire.arrays[0].buffers[2..].iter().map(Vec::len).sum::<usize>(), 2000);
    assert_eq!(there_and_back(&batch).1, batch);
}

#[test]
fn rows_without_columns_are_counted() {
    let options = RecordBatchOptions::new().with_row_count(Some(7));
    let batch = RecordBatch::try_new_with_options(Arc::new(Schema::empty()), Vec::new(), &options).unwrap();
    assert_eq!(there_and_back(&batch).1.num_rows(), 7);
}

#[test]
fn short_buffers_are_refused() {
    let schema: SchemaRef = Arc::new(Schema::new(vec![Field::new("x", arrow_schema::DataType::Int64, true)]));
    let lift = |array| lift::batch(&schema, types::Batch { rows: 9, arrays: vec![array] }).unwrap_err().to_string();
    let short = types::Array { length: 9, null_count: 0, buffers: vec![Vec::new(), vec![0; 71]] };
    assert_eq!(lift(short), "column `x`: a buffer of 9 values has 71 bytes; 72 are needed (bad-batch)");
    let short = types::Array { length: 9, null_count: 1, buffers: vec![vec![0], vec![0; 72]] };
    assert_eq!(lift(short), "column `x`: a bitmap of 9 rows has 1 bytes; 2 are needed (bad-batch)");
}
