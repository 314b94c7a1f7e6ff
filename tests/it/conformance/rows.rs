//! The transforms of rows.

use std::sync::Arc;

use arrow::array::{
    ArrayRef, AsArray, BooleanArray, Date32Array, DurationMicrosecondArray, Float32Array, Float64Array, Int8Array, Int64Array, LargeBinaryArray,
    LargeStringArray, RecordBatch, TimestampMicrosecondArray, TimestampNanosecondArray, UInt64Array,
};
use arrow::datatypes::{
    Date32Type, DurationMicrosecondType, Float32Type, Float64Type, Int8Type, Int64Type, Time64NanosecondType, TimestampMicrosecondType,
    TimestampNanosecondType, UInt64Type,
};
use serde_json::json;

use super::inputs::{numbers, texts, times};
use super::{SIZES, Suite};

/// A batch with more columns.
fn with(batch: &RecordBatch, more: Vec<(&str, ArrayRef)>) -> RecordBatch {
    let schema = batch.schema();
    let there = schema.fields().iter().map(|field| field.name().as_str()).zip(batch.columns().iter().cloned());
    RecordBatch::try_from_iter_with_nullable(there.chain(more).map(|(name, column)| (name, column, true))).expect("columns of one length")
}

#[test]
fn rows_of_every_language_are_equal() {
    let suite = Suite::start("rows");
    for rows in SIZES {
        derives(&suite, rows);
        tags(&suite, rows);
        tells_times(&suite, rows);
    }
    missing_columns_and_bad_parameters(&suite);
}

fn derives(suite: &Suite, rows: usize) {
    let input = numbers(rows);
    let (a, b) = (input["a"].as_primitive::<Int64Type>(), input["b"].as_primitive::<Float64Type>());
    let weighted: Float64Array = a.iter().zip(b).map(|(a, b)| Some(a? as f64 * 1.5 + b?)).collect();
    let above: BooleanArray = a.iter().map(|a| a.map(|a| a > 3)).collect();
    let next: UInt64Array = input["count"].as_primitive::<UInt64Type>().iter().map(|count| count.map(|count| count + 1)).collect();
    let negated: Int8Array = input["small"].as_primitive::<Int8Type>().iter().map(|small| small.map(|small| -small)).collect();
    let halved: Float32Array = input["single"].as_primitive::<Float32Type>().iter().map(|single| single.map(|single| single / 2.0)).collect();
    let expected = with(
        &input,
        vec![
            ("weighted", Arc::new(weighted)),
            ("above", Arc::new(above)),
            ("next", Arc::new(next)),
            ("negated", Arc::new(negated)),
            ("halved", Arc::new(halved)),
        ],
    );
    suite.holds(&json!({"transform": "derive", "factor": 1.5, "above": 3}), &[("input", &input)], &expected, &[]);
}

fn tags(suite: &Suite, rows: usize) {
    let input = texts(rows);
    let text = || input["text"].as_string::<i64>().iter();
    let tagged: LargeStringArray = text().map(|text| text.map(|text| format!("ä-{text}"))).collect();
    let found: BooleanArray = text().map(|text| text.map(|text| text.contains('é'))).collect();
    let length: Int64Array = text().map(|text| text.map(|text| text.chars().count() as i64)).collect();
    let reversed = |bytes: &[u8]| bytes.iter().rev().copied().collect::<Vec<u8>>();
    let backwards: LargeBinaryArray = input["bytes"].as_binary::<i64>().iter().map(|bytes| bytes.map(reversed)).collect();
    let expected =
        with(&input, vec![("tagged", Arc::new(tagged)), ("found", Arc::new(found)), ("length", Arc::new(length)), ("backwards", Arc::new(backwards))]);
    suite.holds(&json!({"transform": "tag", "prefix": "ä-", "needle": "é"}), &[("input", &input)], &expected, &[]);
}

fn tells_times(suite: &Suite, rows: usize) {
    const DAY_US: i64 = 86_400_000_000;
    let input = times(rows);
    let later: Date32Array = input["date"].as_primitive::<Date32Type>().iter().map(|date| date.map(|date| date - 40)).collect();
    let time = input["time"].as_primitive::<Time64NanosecondType>();
    let hour: Int8Array = time.iter().map(|time| time.map(|time| (time / 3_600_000_000_000) as i8)).collect();
    let moment = input["moment"].as_primitive::<TimestampMicrosecondType>();
    let day: TimestampMicrosecondArray = moment.iter().map(|moment| moment.map(|moment| moment.div_euclid(DAY_US) * DAY_US)).collect();
    let rest: DurationMicrosecondArray = moment.iter().map(|moment| moment.map(|moment| moment.rem_euclid(DAY_US))).collect();
    let local = input["local"].as_primitive::<TimestampNanosecondType>();
    let next: TimestampNanosecondArray = local.iter().map(|local| local.map(|local| local + 1)).collect();
    let span = input["span"].as_primitive::<DurationMicrosecondType>();
    let seconds: Float64Array = span.iter().map(|span| span.map(|span| span as f64 / 1e6)).collect();
    let expected = with(
        &input,
        vec![
            ("later", Arc::new(later)),
            ("hour", Arc::new(hour)),
            ("day", Arc::new(day.with_timezone("Europe/Berlin"))),
            ("rest", Arc::new(rest)),
            ("next", Arc::new(next)),
            ("seconds", Arc::new(seconds)),
        ],
    );
    suite.holds(&json!({"transform": "times", "days": -40}), &[("input", &input)], &expected, &[]);
}

fn missing_columns_and_bad_parameters(suite: &Suite) {
    let refused = suite.fails(&json!({}), &[("input", &texts(1))]);
    assert_eq!(refused["code"], "VALIDATION_ERROR", "{refused}");
    for guest in &suite.guests {
        let input = texts(1);
        let answer = suite.run(guest, &json!({"transform": "derive", "factor": 1.5, "above": 3}), &[("input", &input)], &json!({}));
        let error = &answer.json()["error"];
        assert_eq!((error["code"].as_str(), error["details"]["guest_code"].as_str()), (Some("GUEST_ERROR"), Some("bad-column")), "{guest}: {error}");
        assert!(error["message"].as_str().is_some_and(|message| message.contains("there is no column") && message.contains("text, bytes")), "{guest}: {error}");
    }
}
