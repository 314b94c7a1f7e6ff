//! Frames that come along: as good as files, and never trusted.

use std::io::Cursor;

use polars::prelude::{CsvReadOptions, DataFrame, IntoColumn, IpcStreamWriter, IpcWriter, NamedFrom, SerReader, SerWriter, Series};
use sandtable_core::Code;
use serde_json::Value;

use super::support::{Analysis, flights};

fn stream(frame: &mut DataFrame) -> Vec<u8> {
    let mut bytes = Vec::new();
    IpcStreamWriter::new(&mut bytes).finish(frame).unwrap();
    bytes
}

fn file(frame: &mut DataFrame) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    IpcWriter::new(&mut bytes).finish(frame).unwrap();
    bytes.into_inner()
}

#[test]
fn a_frame_and_a_file_of_the_same_rows_give_equal_answers() {
    let path = flights("weather.csv");
    let parse = polars::prelude::CsvParseOptions::default()
        .with_try_parse_dates(true)
        .with_null_values(Some(polars::prelude::NullValues::AllColumns(vec!["NA".into()])));
    let options = CsvReadOptions::default().with_infer_schema_length(None).with_parse_options(parse);
    let mut frame = options.try_into_reader_with_file_path(Some(path.clone())).unwrap().finish().unwrap();
    let from_file = Analysis::profile().file(&path).data();
    assert_eq!(from_file["metrics"]["rows"], frame.height());
    for bytes in [stream(&mut frame), file(&mut frame)] {
        let from_frame = Analysis::profile().frame(&bytes).data();
        for part in ["metrics", "issues", "chart_hints", "sample", "schema"] {
            assert_eq!(from_frame[part], from_file[part], "{part}");
        }
        assert_eq!(from_frame, from_file);
    }
}

#[test]
fn the_same_rows_give_the_same_answer_every_time() {
    let answer = || Analysis::profile().file(&flights("planes.csv")).data();
    let first = answer();
    for _ in 0..3 {
        assert_eq!(answer(), first);
    }
}

#[test]
fn a_frame_in_many_batches_is_one_table() {
    let values: Vec<i64> = (0..5000).collect();
    let mut whole = DataFrame::new(5000, vec![Series::new("n".into(), values).into_column()]).unwrap();
    let mut parts = whole.slice(0, 1);
    for at in 1..50 {
        parts.vstack_mut(&whole.slice(1 + (at - 1) * 100, 100)).unwrap();
    }
    parts.vstack_mut(&whole.slice(4901, 99)).unwrap();
    assert_eq!(parts.height(), 5000);
    assert_eq!(Analysis::eda().frame(&stream(&mut parts)).data(), Analysis::eda().frame(&stream(&mut whole)).data());
}

#[test]
fn a_frame_of_other_bytes_is_refused() {
    for bytes in [&b""[..], b"hello", b"ARROW1\0\0", b"\xff\xff\xff\xff\x10\0\0\0garbage-garbage-", b"PAR1"] {
        let error = Analysis::eda().frame(bytes).error();
        assert_eq!(error.code, Code::ValidationError, "{bytes:?}: {error}");
        assert_eq!(error.details["field"], "frame_ref.data");
    }
}

#[test]
fn a_mutated_frame_ends_in_an_answer_or_an_error() {
    let mut frame = DataFrame::new(
        100,
        vec![
            Series::new("n".into(), (0..100_i64).collect::<Vec<_>>()).into_column(),
            Series::new("x".into(), (0..100).map(|x| (x % 7 != 0).then(|| f64::from(x) / 3.0)).collect::<Vec<_>>()).into_column(),
            Series::new("s".into(), (0..100).map(|s| format!("a string that is long {}", s % 9)).collect::<Vec<_>>()).into_column(),
        ],
    )
    .unwrap();
    for bytes in [stream(&mut frame), file(&mut frame)] {
        // A fixed sequence: what fails once fails again.
        let mut state = 0x9e37_79b9_7f4a_7c15_u64;
        let mut next = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state as usize
        };
        for _ in 0..300 {
            let mut mutant = bytes.clone();
            for _ in 0..1 + next() % 4 {
                let at = next() % mutant.len();
                mutant[at] = next() as u8;
            }
            if let Err(error) = Analysis::eda().frame(&mutant).run() {
                assert_eq!(error.code, Code::ValidationError, "{error} {:?}", error.inside);
            }
        }
        for cut in (0..bytes.len()).step_by(97) {
            drop(Analysis::eda().frame(&bytes[..cut]).run());
        }
    }
}

#[test]
fn rows_with_lists_and_structs_are_compared() {
    let list = |items: &[i32]| Series::new("".into(), items);
    let lists = Series::new("list".into(), [list(&[1, 2]), list(&[]), list(&[1, 2]), list(&[1])]).into_column();
    let bytes = Series::new("bytes".into(), [&b"a"[..], b"b", b"a", b"a"]).into_column();
    let fields = polars::df!("x" => [1, 2, 1, 1], "y" => ["a", "b", "a", "a"]).unwrap().into_struct("fields".into());
    let mut frame = DataFrame::new(4, vec![lists, bytes, polars::prelude::IntoSeries::into_series(fields).into_column()]).unwrap();
    let data = Analysis::profile().frame(&stream(&mut frame)).options(serde_json::json!({"key": ["fields"]})).data();
    assert_eq!(data["metrics"]["duplicate_rows"], 1);
    assert_eq!(super::support::issues(&data, "DUPLICATE_KEY")[0]["affected_rows"], 2);
    assert_eq!(data["sample"][1], serde_json::json!({"list": [], "bytes": "Yg==", "fields": {"x": 2, "y": "b"}}));
}

#[test]
fn a_frame_without_rows_or_columns_is_answered() {
    let mut empty = DataFrame::empty_with_height(3);
    let mut rows = polars::df!("x" => [0_i64; 0], "s" => [""; 0]).unwrap();
    for (frame, columns) in [(&mut empty, 0), (&mut rows, 2)] {
        match Analysis::profile().frame(&stream(frame)).run() {
            Ok((data, _)) => assert_eq!((&data["metrics"]["columns"], &data["issues"]), (&Value::from(columns), &serde_json::json!([]))),
            Err(error) => assert_eq!((error.code, columns), (Code::ValidationError, 0), "{error}"),
        }
    }
}

#[test]
fn many_rows_of_many_strings_are_estimated_and_said_to_be() {
    let rows = 10_500_000;
    let texts: Vec<String> = (0..rows).map(|row| if row % 3 == 0 { "often".to_owned() } else { row.to_string() }).collect();
    let mut frame = DataFrame::new(rows, vec![Series::new("s".into(), texts).into_column()]).unwrap();
    let data = Analysis::eda().frame(&stream(&mut frame)).data();
    let column = &data["metrics"]["column_stats"]["s"];
    assert_eq!((&column["approximate"], &column["top"][0]["value"], &column["top"][0]["count"]), (&true.into(), &"often".into(), &(rows / 3).into()));
    let share = column["distinct"].as_f64().unwrap() / 7_000_001.0;
    assert!((0.9..1.1).contains(&share), "{share}");
    assert_eq!(column["lengths"]["max"], 8);
}

#[test]
fn types_of_all_kinds_are_looked_at() {
    let frame = polars::df!(
        "flag" => [Some(true), None, Some(false), Some(true)],
        "small" => [1_i8, -2, 3, 4],
        "large" => [u64::MAX, 0, 1, 2],
        "x" => [f64::NAN, f64::INFINITY, 1.5, -0.0],
        "nothing" => [None::<i32>, None, None, None],
        "text" => ["ä", "", " b ", "ccc"],
    )
    .unwrap();
    let lists = Series::new(
        "list".into(),
        [Series::new("".into(), [1, 2]), Series::new("".into(), Vec::<i32>::new()), Series::new("".into(), [3]), Series::new("".into(), [4, 5, 6])],
    );
    let spans =
        Series::new("span".into(), [1_500_i64, 0, -500, 250]).cast(&polars::prelude::DataType::Duration(polars::prelude::TimeUnit::Milliseconds)).unwrap();
    let clock = Series::new("clock".into(), [0_i64, 3_600_000_000_000, 1, 2]).cast(&polars::prelude::DataType::Time).unwrap();
    let price = Series::new("price".into(), ["1.50", "2.25", "-3.00", "1.50"]).cast(&polars::prelude::DataType::Decimal(10, 2)).unwrap();
    let mut frame = frame.hstack(&[lists.into_column(), spans.into_column(), clock.into_column(), price.into_column()]).unwrap();
    let data = Analysis::profile().frame(&stream(&mut frame)).data();
    let stats = &data["metrics"]["column_stats"];
    assert_eq!((&stats["flag"]["true"], &stats["flag"]["false"], &stats["flag"]["nulls"]), (&Value::from(2), &Value::from(1), &Value::from(1)));
    assert_eq!((&stats["small"]["min"], &stats["small"]["negatives"]), (&Value::from(-2), &Value::from(1)));
    assert_eq!(stats["large"]["max"], Value::from(u64::MAX));
    assert_eq!((&stats["x"]["nan"], &stats["x"]["infinite"], &stats["x"]["max"]), (&Value::from(1), &Value::from(1), &Value::from(1.5)));
    assert_eq!((&stats["x"]["zeros"], &stats["x"]["distinct"]), (&Value::from(1), &Value::from(2)));
    assert_eq!(stats["nothing"]["count"], 0);
    assert_eq!((&stats["text"]["lengths"]["min"], &stats["text"]["lengths"]["max"]), (&Value::from(0), &Value::from(3)));
    assert_eq!((&stats["text"]["empty"], &stats["text"]["whitespace"]), (&Value::from(1), &Value::from(1)));
    assert_eq!((&stats["list"]["lengths"]["min"], &stats["list"]["lengths"]["max"]), (&Value::from(0), &Value::from(3)));
    assert_eq!((&stats["span"]["max"], &stats["span"]["min"], &stats["span"]["unit"]), (&Value::from(1.5), &Value::from(-0.5), &Value::from("s")));
    assert_eq!((&stats["clock"]["kind"], &stats["clock"]["max"]), (&Value::from("time"), &Value::from("01:00:00")));
    assert_eq!((&stats["price"]["min"], &stats["price"]["distinct"]), (&Value::from(-3.0), &Value::from(3)));
    assert_eq!(stats["price"]["mean"].as_f64().map(|mean| (mean * 1e6).round()), Some(562_500.0));
}
