//! Reading JSON and JSONL.

use sandtable_frames::{Format, ReadOptions, Table};

use crate::support::{error_of, options, read, text_of, types_of};

fn rows(text: &str) -> polars::prelude::DataFrame {
    let table = Table::from_json_rows(text.as_bytes(), &ReadOptions::default()).unwrap();
    assert!(table.rows().is_some());
    table.into_frame().unwrap()
}

fn error(text: &str) -> String {
    match Table::from_json_rows(text.as_bytes(), &ReadOptions::default()) {
        Ok(table) => panic!("{text} was read as {}", table.into_frame().unwrap()),
        Err(error) => error.message,
    }
}

#[test]
fn names_come_in_the_order_they_first_appear_and_missing_ones_are_null() {
    let frame = rows(r#"[{"b": 1, "a": "x"}, {"c": true}, {"a": null, "b": 2}]"#);
    assert_eq!(frame.get_column_names(), ["b", "a", "c"]);
    assert_eq!(types_of(&frame), ["int64", "string", "boolean"]);
    assert_eq!(text_of(Format::Json, &frame), "[{\"b\":1,\"a\":\"x\",\"c\":null},\n{\"b\":null,\"a\":null,\"c\":true},\n{\"b\":2,\"a\":null,\"c\":null}]\n");
}

#[test]
fn numbers_widen_as_far_as_they_fit() {
    assert_eq!(types_of(&rows(r#"[{"a": 1}, {"a": 2.5}]"#)), ["float64"]);
    assert_eq!(types_of(&rows(r#"[{"a": 2.5}, {"a": 1}]"#)), ["float64"]);
    assert_eq!(types_of(&rows(r#"[{"a": null}, {"a": 18446744073709551615}, {"a": 1}]"#)), ["uint64"]);
    assert_eq!(types_of(&rows(r#"[{"a": 1}, {"a": 18446744073709551615}]"#)), ["uint64"]);
    assert_eq!(types_of(&rows(r#"[{"a": 99999999999999999999999999}]"#)), ["float64"]);
    assert_eq!(types_of(&rows(r#"[{"a": null}]"#)), ["null"]);
    assert_eq!(
        error(r#"[{"a": -1}, {"a": 18446744073709551615}]"#),
        "json: column \"a\": 18446744073709551615 is beyond int64, and the rows before have negative integers (row 2, line 1, column 39)"
    );
}

#[test]
fn objects_become_structs_and_arrays_lists() {
    let frame = rows(r#"[{"p": {"x": 1}, "l": [1, null]}, {"p": null, "l": []}, {"p": {"y": [{"z": "t"}]}, "l": [2.5]}]"#);
    assert_eq!(types_of(&frame), ["struct", "list"]);
    assert_eq!(
        text_of(Format::Jsonl, &frame),
        "{\"p\":{\"x\":1,\"y\":null},\"l\":[1.0,null]}\n{\"p\":null,\"l\":[]}\n{\"p\":{\"x\":null,\"y\":[{\"z\":\"t\"}]},\"l\":[2.5]}\n"
    );
}

#[test]
fn other_mixtures_name_the_row_and_the_column() {
    assert_eq!(error(r#"[{"a": 1}, {"a": "x"}]"#), "json: column \"a\": text, and the rows before have integers (row 2, line 1, column 21)");
    assert_eq!(error("[{\"a\": true},\n {\"a\": 1}]"), "json: column \"a\": an integer, and the rows before have booleans (row 2, line 2, column 9)");
    assert_eq!(error(r#"[{"p": {"x": [1, "t"]}}]"#), "json: column \"p.x\": text, and the rows before have integers (row 1, line 1, column 23)");
    assert_eq!(error(r#"[{"a": 1, "a": 2}]"#), "json: column \"a\" is there twice (row 1, line 1, column 13)");
}

#[test]
fn no_rows_are_a_table_without_columns() {
    let frame = rows("[]");
    assert_eq!(frame.shape(), (0, 0));
    assert_eq!(rows("[{}, {}]").shape(), (2, 0));
}

#[test]
fn given_types_are_taken_and_missing_columns_made() {
    let given = options(r#"{"columns": {"when": "timestamp", "n": "float32", "none": "int16"}}"#);
    for (format, text) in [(Format::Json, r#"[{"when": "2013-01-01T10:00:00", "n": 1}]"#), (Format::Jsonl, r#"{"when": "2013-01-01T10:00:00", "n": 1}"#)] {
        let frame = read(format, text.as_bytes(), &given).unwrap();
        assert_eq!(types_of(&frame), ["timestamp", "float32", "int16"], "{format}");
    }
    let message = error_of(Format::Json, br#"[{"when": "noon"}]"#, &given).message;
    assert!(message.contains("column \"when\""), "{message}");
}

#[test]
fn malformed_text_has_its_place() {
    for (text, wanted) in [
        ("", "json: the text ends too early (row 1, line 1, column 0)"),
        ("[{\"a\": 1},\n{\"a\": }]", "json: column \"a\": expected value (row 2, line 2, column 7)"),
        ("[{\"a\": 1}", "json: the text ends too early (row 2, line 1, column 9)"),
        ("{\"a\": 1}", "json: invalid type: map, expected an array of objects, one for each row (row 1, line 1, column 0)"),
        ("[1]", "json: invalid type: integer `1`, expected an object, one for each row (row 1, line 1, column 2)"),
        ("[{\"a\": NaN}]", "json: column \"a\": expected value (row 1, line 1, column 7)"),
        ("[] x", "json: trailing characters (row 1, line 1, column 4)"),
        ("[{\"a\": 1e999}]", "json: column \"a\": number out of range (row 1, line 1, column "),
    ] {
        let message = error(text);
        assert!(message.starts_with(wanted), "{text}: {message}");
    }
    let deep = format!("[{{\"a\": {}{}}}]", "[".repeat(500), "]".repeat(500));
    assert!(error(&deep).contains("recursion limit exceeded"));
    let deep = format!("[{{\"a\": {}1{}}}]", "{\"a\": ".repeat(200_000), "}".repeat(200_000));
    assert!(error(&deep).contains("recursion limit exceeded"));
    assert_eq!(error_of(Format::Json, b"[{\"a\": \"\xff\"}]", &ReadOptions::default()).message, "json: line 1, byte 9: not UTF-8");
}

#[test]
fn lines_are_rows_and_blank_ones_are_none() {
    let frame = read(Format::Jsonl, b"{\"a\": 1}\r\n\n  \n{\"a\": 2}", &ReadOptions::default()).unwrap();
    assert_eq!(frame.height(), 2);
    assert_eq!(
        error_of(Format::Jsonl, b"{\"a\": 1}\n\n{\"a\": x}\n", &ReadOptions::default()).message,
        "jsonl: column \"a\": expected value (row 2, line 3, column 6)"
    );
    assert_eq!(error_of(Format::Jsonl, b"{\"a\": 1} {\"a\": 2}\n", &ReadOptions::default()).message, "jsonl: trailing characters (row 1, line 1, column 10)");
    assert_eq!(read(Format::Jsonl, b"", &ReadOptions::default()).unwrap().shape(), (0, 0));
}

#[test]
fn rows_that_disagree_with_the_first_ones_widen_the_types_of_a_small_file() {
    let mut text = String::new();
    for n in 0..20_000 {
        text.push_str(&format!("{{\"n\": {n}}}\n"));
    }
    assert_eq!(types_of(&read(Format::Jsonl, text.as_bytes(), &options(r#"{"infer_rows": 5}"#)).unwrap()), ["int64"]);
    text.push_str("{\"n\": 0.5, \"late\": \"x\"}\n");
    let frame = read(Format::Jsonl, text.as_bytes(), &options(r#"{"infer_rows": 5}"#)).unwrap();
    assert_eq!((types_of(&frame), frame.height()), (vec!["float64".to_owned(), "string".to_owned()], 20_001));
}
