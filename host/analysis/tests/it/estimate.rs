//! Rows of files.

use polars::prelude::df;
use serde_json::{Value, json};

use crate::support::Data;

fn rows(answer: &Value, at: usize) -> (u64, bool) {
    let file = &answer["files"][at];
    (file["estimated_rows"].as_u64().unwrap(), file["exact"].as_bool().unwrap())
}

#[test]
fn small_files_and_metadata_give_exact_rows() {
    let frame = df!("a" => (0..1000).collect::<Vec<i32>>()).unwrap();
    let data = Data::new()
        .with("one.csv", "a,b\n1,\"two\nlines\"\n3,4\n5,6")
        .with("two.jsonl", "{\"a\":1}\n\n{\"a\":2}\n")
        .with("three.json", "[{\"a\":1},{\"a\":2},{\"a\":3}]")
        .with_parquet("four.parquet", &frame)
        .with("empty.csv", "");
    let answer = data.estimate(&["one.csv", "two.jsonl", "three.json", "four.parquet", "empty.csv"]);
    let found: Vec<_> = (0..5).map(|at| rows(&answer, at)).collect();
    assert_eq!(found, [(3, true), (2, true), (3, true), (1000, true), (0, true)]);
    assert_eq!(answer["files"][0]["path"], "one.csv");
    assert_eq!(answer["files"][0]["size_bytes"], 25);
}

#[test]
fn large_text_is_estimated_from_samples() {
    let mut text = String::from("id,name,note\n");
    for row in 0..100_000 {
        text.push_str(&format!("{row},name {row},\"a note\nof two lines, with \"\"quotes\"\"\"\n"));
    }
    let data = Data::new().with("large.csv", &text);
    let answer = data.estimate(&["large.csv"]);
    let (estimated, exact) = rows(&answer, 0);
    assert!(!exact);
    assert!((90_000..110_000).contains(&estimated), "{estimated}");
}

#[test]
fn a_damaged_file_spoils_no_other() {
    let frame = df!("a" => [1, 2]).unwrap();
    let data = Data::new()
        .with("bad.parquet", "PAR1 and then nothing of the kind")
        .with_parquet("good.parquet", &frame)
        .with("bad.csv", b"a,b\n\0\0\0")
        .with("bad.json", "[{");
    let answer = data.estimate(&["bad.parquet", "good.parquet", "bad.csv", "missing.csv", "bad.json"]);
    assert_eq!(rows(&answer, 1), (2, true));
    for at in [0, 2, 3, 4] {
        let file = &answer["files"][at];
        assert_eq!(file["estimated_rows"], Value::Null, "{file}");
        assert!(!file["error"].as_str().unwrap().is_empty(), "{file}");
    }
    assert_eq!(answer["files"][1].get("error"), None);
    assert_eq!(answer["files"][0]["exact"], json!(false));
}
