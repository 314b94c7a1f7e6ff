//! Polars to Arrow and back.

use arrow::array::{Array, AsArray, Int64Array, RecordBatch};
use arrow::datatypes::{DataType, Field, Int64Type, IntervalUnit, Schema, TimeUnit};
use polars::prelude::{Categories, DataFrame, IntoColumn, NamedFrom, Series};
use proptest::prelude::*;
use sandtable_frames::bridge::{arrow_schema, batches_to_frame, frame_to_batches};

use crate::any_frame::{any_shape, any_type};
use crate::support::equal;

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn any_frame_comes_back_equal(shape in any_shape(any_type()), views in any::<bool>(), batch_rows in 1..50_usize) {
        let frame = shape.frame();
        let schema = arrow_schema(frame.schema(), views).unwrap();
        let batches = frame_to_batches(&frame, views, batch_rows).unwrap();
        prop_assert!(batches.iter().all(|batch| (1..=batch_rows).contains(&batch.num_rows())));
        for batch in &batches {
            for column in batch.columns() {
                column.to_data().validate_full().unwrap();
            }
        }
        let back = batches_to_frame(&schema, &batches).unwrap();
        prop_assert_eq!(back.schema(), frame.schema());
        prop_assert!(equal(&back, &frame), "{back} is not {frame}");
    }
}

#[test]
fn numbers_cross_without_a_copy() {
    let frame = DataFrame::new_infer_height(vec![Series::new("n".into(), (0..100_000_i64).collect::<Vec<_>>()).into_column()]).unwrap();
    let original = frame.columns()[0].i64().unwrap().cont_slice().unwrap().as_ptr();
    let batches = frame_to_batches(&frame, false, 30_000).unwrap();
    assert_eq!(batches.iter().map(RecordBatch::num_rows).collect::<Vec<_>>(), [30_000, 30_000, 30_000, 10_000]);
    let first = batches[0].column(0).as_primitive::<Int64Type>().values().as_ptr();
    assert_eq!(first, original);
    let second = batches[1].column(0).as_primitive::<Int64Type>().values().as_ptr();
    assert_eq!(second, original.wrapping_add(30_000));

    let back = batches_to_frame(&batches[0].schema(), &batches).unwrap();
    assert_eq!(back.columns()[0].n_chunks(), 4);
    let chunk = back.columns()[0].i64().unwrap().downcast_iter().nth(1).unwrap().values().as_ptr();
    assert_eq!(chunk, second);
}

#[test]
fn buffers_outlive_the_frame_they_came_from() {
    let batches = {
        let text: Vec<String> = (0..1000).map(|i| format!("a text long enough for a buffer {i}")).collect();
        let frame = DataFrame::new_infer_height(vec![Series::new("t".into(), text).into_column()]).unwrap();
        frame_to_batches(&frame, true, 300).unwrap()
    };
    let last = batches.last().unwrap().column(0).as_string_view();
    assert_eq!(last.value(last.len() - 1), "a text long enough for a buffer 999");
}

#[test]
fn small_chunks_are_put_together_and_large_ones_are_not() {
    let chunk = |rows: i64| DataFrame::new_infer_height(vec![Series::new("n".into(), vec![rows; rows as usize]).into_column()]).unwrap();
    let mut frame = chunk(1);
    for rows in [2, 3, 6000, 2000] {
        frame.vstack_mut_owned(chunk(rows)).unwrap();
    }
    let rows: Vec<_> = frame_to_batches(&frame, false, 4000).unwrap().iter().map(RecordBatch::num_rows).collect();
    assert_eq!(rows, [4000, 2006, 2000]);
}

#[test]
fn categories_arrive_as_strings_wherever_they_are() {
    let plain = Series::new("c".into(), ["x", "y", "x"]);
    let categorical = plain.cast(&polars::prelude::DataType::from_categories(Categories::global())).unwrap();
    let frame = DataFrame::new_infer_height(vec![categorical.into_column()]).unwrap();
    let batches = frame_to_batches(&frame, false, 10).unwrap();
    let column = batches[0].column(0).as_string::<i64>();
    assert_eq!((column.value(1), column.value(2)), ("y", "x"));
}

#[test]
fn what_arrow_has_no_type_for_names_the_column() {
    let wide = Series::new("big".into(), [1_i64]).cast(&polars::prelude::DataType::Int128).unwrap();
    let frame = DataFrame::new_infer_height(vec![wide.into_column()]).unwrap();
    let error = frame_to_batches(&frame, false, 10).unwrap_err();
    assert_eq!(error.message, "column \"big\" is i128, which Arrow has no type for; cast it first, such as to int64, float64 or string");
}

#[test]
fn what_polars_has_no_type_for_names_the_column() {
    for data_type in [
        DataType::Interval(IntervalUnit::DayTime),
        DataType::Decimal256(40, 2),
        DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8)),
        DataType::Decimal128(10, -2),
    ] {
        let schema = Schema::new(vec![Field::new("odd", data_type, true)]).into();
        let error = batches_to_frame(&schema, &[]).unwrap_err();
        assert!(error.message.starts_with("column \"odd\" is ") && error.message.ends_with(", which tables cannot hold"), "{error}");
    }
}

#[test]
fn seconds_become_milliseconds_or_are_refused() {
    let batch = |value| {
        let schema = Schema::new(vec![Field::new("t", DataType::Timestamp(TimeUnit::Second, None), true)]);
        let column = arrow::compute::cast(&Int64Array::from(vec![Some(value), None]), schema.field(0).data_type()).unwrap();
        RecordBatch::try_new(schema.into(), vec![column]).unwrap()
    };
    let fine = batch(1_700_000_000);
    let frame = batches_to_frame(&fine.schema(), &[fine]).unwrap();
    assert_eq!(frame.columns()[0].cast(&polars::prelude::DataType::Int64).unwrap().get(0).unwrap().extract::<i64>(), Some(1_700_000_000_000));
    let far = batch(i64::MAX);
    let error = batches_to_frame(&far.schema(), &[far]).unwrap_err();
    assert_eq!(error.message, "column \"t\" has seconds that do not fit into milliseconds of 64 bits");
}

#[test]
fn names_may_hold_anything_and_columns_may_be_missing() {
    let name = "a\0b\n🦀";
    let frame = DataFrame::new_infer_height(vec![Series::new(name.into(), [1_i64]).into_column()]).unwrap();
    let batches = frame_to_batches(&frame, false, 10).unwrap();
    assert_eq!(batches[0].schema().field(0).name(), name);
    let back = batches_to_frame(&batches[0].schema(), &batches).unwrap();
    assert!(back.equals(&frame));

    let none = DataFrame::new(7, Vec::new()).unwrap();
    let batches = frame_to_batches(&none, false, 10).unwrap();
    assert_eq!(batches.iter().map(RecordBatch::num_rows).sum::<usize>(), 7);
    assert_eq!(batches_to_frame(&batches[0].schema(), &batches).unwrap().height(), 7);
}
