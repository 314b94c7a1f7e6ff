//! The first rows.

use polars::prelude::df;
use sandtable_analysis::request::default_options;
use sandtable_analysis::work::{Preview, Work};
use sandtable_core::Code;
use sandtable_frames::ReadOptions;
use serde_json::{Value, json};

use crate::support::{Data, detail, source};

#[test]
fn a_small_file_is_shown_with_its_rows_counted() {
    let data = Data::new().with("x.csv", "a,t\n1,2025-01-01\n2,2025-01-02\n3,\n");
    let done = data.preview("x.csv", 2).unwrap().data;
    assert_eq!(done["rows"], json!([{"a": 1, "t": "2025-01-01"}, {"a": 2, "t": "2025-01-02"}]));
    assert_eq!(done["stats"], json!({"sampled": true, "total_rows": 3, "sample_size": 2}));
    assert_eq!(done["schema"]["fields"][1]["type"], "date");
    let all = data.preview("x.csv", 100).unwrap().data;
    assert_eq!(all["stats"], json!({"sampled": false, "total_rows": 3, "sample_size": 3}));
}

#[test]
fn rows_of_a_large_file_are_counted_with_quotes_respected() {
    let mut text = String::from("id,note\n");
    for row in 0..200_000 {
        match row % 3 {
            0 => text.push_str(&format!("{row},\"two\nlines, and \"\"quotes\"\"\"\n")),
            1 => text.push_str(&format!("{row},plain text that makes the file longer than a head\r\n")),
            _ => text.push_str(&format!("{row},\n")),
        }
    }
    // The last row has no end.
    text.push_str("200000,last");
    let data = Data::new().with("large.csv", &text);
    let done = data.preview("large.csv", 1_000).unwrap().data;
    assert_eq!(done["stats"], json!({"sampled": true, "total_rows": 200_001, "sample_size": 1_000}));
    assert_eq!(done["rows"][0], json!({"id": 0, "note": "two\nlines, and \"quotes\""}));
    assert_eq!(done["rows"][999]["id"], 999);
    let rows = data.query(json!({"dataset": "large.csv", "aggs": [{"fn": "count"}]}));
    assert_eq!(rows, [json!({"count": 200_001})], "the reader counts the same");
}

#[test]
fn blank_lines_count_as_the_readers_count_them() {
    for (name, text) in [("a.csv", "a,b\n1,2\n\n3,4\n\n"), ("b.csv", "a\n1\n\n2\n"), ("c.jsonl", "{\"a\":1}\n\n\r\n{\"a\":2}\n\n")] {
        let data = Data::new().with(name, text);
        let shown = data.preview(name, 1_000).unwrap().data;
        assert_eq!(shown["stats"]["total_rows"], shown["stats"]["sample_size"], "{name}: {shown}");
    }
}

#[test]
fn parquet_and_many_files_are_counted_by_metadata_and_shown_in_order() {
    let frame = |from: i64| df!("v" => (from..from + 10).collect::<Vec<i64>>()).unwrap();
    let data = Data::new()
        .with_parquet("set/year=2024/a.parquet", &frame(0))
        .with_parquet("set/year=2025/b.parquet", &frame(10))
        .with("lines.jsonl", "{\"a\":1}\n{\"a\":2}\n");
    let done = data.preview("set", 12).unwrap().data;
    assert_eq!(done["stats"], json!({"sampled": true, "total_rows": 20, "sample_size": 12}));
    assert_eq!(done["rows"][11], json!({"v": 11, "year": 2025}));
    assert_eq!(data.preview("lines.jsonl", 1).unwrap().data["stats"], json!({"sampled": true, "total_rows": 2, "sample_size": 1}));
}

#[test]
fn small_files_and_large_ones_are_shown_together() {
    let mut large = String::from("v\n");
    for row in 2..400_000 {
        large.push_str(&format!("{row}\n"));
    }
    let data = Data::new().with("set/a.csv", "v\n0\n1\n").with("set/b.csv", &large).with("set/c.csv", "v\nlate\n");
    let done = data.preview("set", 4).unwrap().data;
    assert_eq!(done["rows"], json!([{"v": 0}, {"v": 1}, {"v": 2}, {"v": 3}]));
    assert_eq!(done["stats"], json!({"sampled": true, "total_rows": 400_001, "sample_size": 4}));
}

#[test]
fn rows_that_are_known_are_not_counted_again() {
    let data = Data::new().with("x.csv", "a\n1\n2\n");
    let work = Work::Preview(Preview { source: source("x.csv"), limit: 1, options: default_options(), total_rows: Some(77) });
    assert_eq!(data.perform(&work).unwrap().data["stats"]["total_rows"], 77);
}

#[test]
fn options_say_how_text_is_read() {
    let data = Data::new().with("x.csv", "1;NA\n2;x\n").with("tabs.tsv", "a\tb\n1\t2\n");
    let options = ReadOptions { separator: ';', has_header: false, null_values: vec!["NA".to_owned()], ..default_options() };
    let work = Work::Preview(Preview { source: source("x.csv"), limit: 10, options, total_rows: None });
    let done = data.perform(&work).unwrap().data;
    assert_eq!(done["rows"], json!([{"column_1": 1, "column_2": null}, {"column_1": 2, "column_2": "x"}]));
    assert_eq!(done["stats"]["total_rows"], 2);
    assert_eq!(data.preview("tabs.tsv", 1).unwrap().data["rows"], json!([{"a": 1, "b": 2}]));
}

#[test]
fn limits_are_held() {
    let data = Data::new().with("x.csv", "a\n1\n");
    for limit in [0, 1_001] {
        let error = data.preview("x.csv", limit).err().unwrap();
        assert_eq!((error.code, detail(&error, "field")), (Code::ValidationError, "limit"));
        assert_eq!(error.details["allowed"], json!(1_000));
    }
}

#[test]
fn one_line_of_a_gigabyte_is_refused_without_being_read_as_a_table() {
    let data = Data::new().with("line.csv", "a\n");
    let file = std::fs::OpenOptions::new().append(true).open(data.path().join("line.csv")).unwrap();
    // A hole: no disk is used, and no line ends.
    file.set_len(1 << 30).unwrap();
    let error = data.preview("line.csv", 10).err().unwrap();
    assert_eq!((error.code, detail(&error, "limit")), (Code::ResourceCap, "preview_bytes"), "{error}");
}

#[test]
fn what_is_no_number_is_null() {
    let data = Data::new().with_parquet("x.parquet", &df!("f" => [f64::NAN, f64::INFINITY, 1.5]).unwrap());
    let done = data.preview("x.parquet", 3).unwrap().data;
    assert_eq!(done["rows"], json!([{"f": Value::Null}, {"f": Value::Null}, {"f": 1.5}]));
}
