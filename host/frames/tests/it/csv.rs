//! Reading CSV.

use polars::prelude::DataType;
use sandtable_frames::{Format, ReadOptions};

use crate::support::{error_of, options, read, types_of};

fn csv(text: &str, json: &str) -> polars::prelude::DataFrame {
    read(Format::Csv, text.as_bytes(), &options(json)).unwrap()
}

#[test]
fn null_values_leave_integers_integers() {
    let frame = csv("year,dep_delay,tail\n2013,NA,N1\n2013,-4,NA\n", r#"{"null_values": ["NA"]}"#);
    assert_eq!(types_of(&frame), ["int64", "int64", "string"]);
    assert_eq!(frame.columns().iter().map(|column| column.null_count()).collect::<Vec<_>>(), [0, 1, 1]);
    let frame = csv("year,dep_delay,tail\n2013,NA,N1\n2013,-4,NA\n", "{}");
    assert_eq!(types_of(&frame), ["int64", "string", "string"]);
}

#[test]
fn a_type_that_a_late_row_disproves_is_found_from_all_rows() {
    let mut text = "a,b\n".to_owned();
    for _ in 0..5000 {
        text.push_str("1,2,,\n");
    }
    text.push_str("1.5,x,7,\n");
    let frame = csv(&text.replacen("a,b", "a,b,late,never", 1), "{}");
    assert_eq!(types_of(&frame), ["float64", "string", "int64", "string"]);
    assert_eq!(frame.height(), 5001);
}

#[test]
fn given_types_are_taken() {
    let text = "a,b,c,d,e,f,g\n1,2,3.50,2013-01-31,2013-01-31T10:00:00Z,10:30:00,2013-01-31 10:00:00.123\n";
    let given = r#"{"columns": {"a": "int8", "b": "float64", "c": "decimal(10,2)", "d": "date", "e": "timestamp_tz[ms]", "f": "time", "g": "timestamp[ns]"}}"#;
    assert_eq!(types_of(&csv(text, given)), ["int8", "float64", "decimal", "date", "timestamp_tz", "time", "timestamp"]);
    let found = csv(text, r#"{"try_parse_dates": true}"#);
    assert_eq!(types_of(&found), ["int64", "int64", "float64", "date", "timestamp_tz", "time", "timestamp"]);
}

#[test]
fn quotes_breaks_marks_and_separators_are_read() {
    let frame = csv("\u{feff}a;b\r\n'x;\ny';2\r\n'it''s';3\r\n", r#"{"separator": ";", "quote": "'"}"#);
    assert_eq!(frame.get_column_names(), ["a", "b"]);
    assert_eq!(frame.columns()[0].str().unwrap().iter().collect::<Vec<_>>(), [Some("x;\ny"), Some("it's")]);
    assert_eq!(types_of(&frame), ["string", "int64"]);
    let frame = csv("skipped\n1,2\n3,4\n", r#"{"has_header": false, "skip_rows": 1}"#);
    assert_eq!((frame.height(), frame.get_column_names()[0].as_str()), (2, "column_1"));
}

#[test]
fn a_header_alone_is_a_table_without_rows() {
    for text in ["a,b\n", "a,b"] {
        let frame = csv(text, "{}");
        assert_eq!((frame.height(), frame.width()), (0, 2), "{text:?}");
    }
}

#[test]
fn integers_beyond_64_bits_stay_text() {
    let frame = csv("id\n1\n99999999999999999999999\n", "{}");
    assert_eq!(frame.columns()[0].dtype(), &DataType::String);
    let frame = csv("id\n1\n18446744073709551615\n", r#"{"columns": {"id": "uint64"}}"#);
    assert_eq!(types_of(&frame), ["uint64"]);
}

#[test]
fn what_looks_compressed_is_read_as_it_stands() {
    let frame = csv("x^2,y\n1,2\n", "{}");
    assert_eq!(frame.get_column_names(), ["x^2", "y"]);
}

#[test]
fn errors_have_the_line_and_the_column() {
    let error = |text: &[u8], json: &str| error_of(Format::Csv, text, &options(json)).message;
    let int = r#"{"columns": {"b": "int64"}}"#;
    assert_eq!(error(b"a,b\n1,2\n3,x y\n", int), "csv: line 3, column \"b\": \"x y\" is not a value of type int64");
    assert_eq!(error(b"a,b\n\"1\n2\",2\n3,x\n", int), "csv: line 4, column \"b\": \"x\" is not a value of type int64");
    assert_eq!(error(b"a,b\n1,2\n1,2,3\n", "{}"), "csv: line 3: more fields than the 2 columns");
    assert_eq!(error(b"a,b\n1,2\n\"1,2\n3,4\n", "{}"), "csv: line 3: a quote is left open");
    assert_eq!(error(b"a,b\n1,2\n1,\xff\n", "{}"), "csv: line 3, byte 3: not UTF-8");
    assert_eq!(error(b"", "{}"), "csv: the file is empty");
    assert_eq!(error(b" \n\n", "{}"), "csv: the file is empty");
    assert_eq!(error(b"a,b\n1,2\n", r#"{"columns": {"c": "int64"}}"#), "columns: there is no column \"c\"; there are a, b");
    assert_eq!(
        error(b"a,b\n1,2\n", r#"{"separator": "ab"}"#.replace("ab", "é").as_str()),
        "separator \"é\" is not one ASCII character other than a line break"
    );
    assert!(error(b"a,b\n1,2\n", r#"{"columns": {"a": "int65"}}"#).starts_with("columns, \"a\": \"int65\" is not a type that can be given; there are boolean"));
    assert!(error(b"a\n12:61:00\n", r#"{"columns": {"a": "time"}}"#).contains("column \"a\""));
}

#[test]
fn unknown_options_are_refused() {
    assert!(serde_json::from_str::<ReadOptions>(r#"{"seperator": ";"}"#).is_err());
    assert!(serde_json::from_str::<ReadOptions>(r#"{"encoding": "latin1"}"#).is_err());
}
