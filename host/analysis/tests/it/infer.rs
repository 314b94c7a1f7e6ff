//! Schema inference.

use polars::prelude::{NamedFrom, Series, df};
use sandtable_analysis::request::default_options;
use sandtable_core::Code;
use sandtable_frames::ReadOptions;
use serde_json::{Value, json};

use crate::support::{Data, detail, flights};

fn types(data: &Value) -> Vec<(String, String, bool)> {
    let fields = data["schema"]["fields"].as_array().unwrap();
    fields
        .iter()
        .map(|field| (field["name"].as_str().unwrap().to_owned(), field["type"].as_str().unwrap().to_owned(), field["nullable"].as_bool().unwrap()))
        .collect()
}

fn named(fields: &[(&str, &str, bool)]) -> Vec<(String, String, bool)> {
    fields.iter().map(|(name, data_type, nullable)| ((*name).to_owned(), (*data_type).to_owned(), *nullable)).collect()
}

const READINGS: &str = "\
timestamp,site_id,kwh,on,day,count
2025-01-01T00:00:00Z,site_001,150.5,true,2025-01-01,1
2025-01-01T01:00:00Z,site_002,,false,2025-01-01,2
2025-01-01T02:00:00Z,site_001,7,true,2025-01-02,2
2025-01-01T03:00:00Z,site_001,0.25,,2025-01-02,
";

#[test]
fn a_csv_file_tells_types_nulls_and_different_values() {
    let data = Data::new().with("readings.csv", READINGS);
    let done = data.infer("readings.csv").unwrap();
    assert_eq!(
        types(&done.data),
        named(&[
            ("timestamp", "timestamp_tz", false),
            ("site_id", "string", false),
            ("kwh", "float64", true),
            ("on", "boolean", true),
            ("day", "date", false),
            ("count", "int64", true),
        ])
    );
    let stats = &done.data["stats"];
    assert_eq!((&stats["rows"], &stats["columns"]), (&json!(4), &json!(6)));
    assert_eq!(stats["null_ratio"], json!({"kwh": 0.25, "on": 0.25, "count": 0.25}));
    assert_eq!(stats["unique_counts"], json!({"site_id": 2, "on": 2, "count": 2}));
    assert!(stats["memory_usage_mb"].as_f64().is_some());
    assert_eq!(stats.get("approximate"), None);
    assert_eq!(done.data.get("files"), None);
    assert_eq!(
        done.data["sample_preview"][0],
        json!({"timestamp": "2025-01-01T00:00:00Z", "site_id": "site_001", "kwh": 150.5, "on": true, "day": "2025-01-01", "count": 1})
    );
    assert_eq!(done.steps, ["file_found", "reading_file", "analyzing_schema", "schema_complete"]);
}

#[test]
fn jsonl_and_parquet_tell_the_same() {
    let lines = "{\"t\":\"2025-01-01T00:00:00Z\",\"n\":1,\"s\":\"a\"}\n{\"t\":\"2025-01-01T00:00:00.5Z\",\"n\":null,\"s\":\"b\"}\n";
    let frame = df!("n" => [Some(1_i64), None], "s" => ["a", "b"]).unwrap();
    let data = Data::new().with("x.jsonl", lines).with_parquet("x.parquet", &frame);
    let jsonl = data.infer("x.jsonl").unwrap().data;
    assert_eq!(types(&jsonl), named(&[("t", "timestamp_tz", false), ("n", "int64", true), ("s", "string", false)]));
    assert_eq!(jsonl["sample_preview"][1]["t"], "2025-01-01T00:00:00.500Z");
    let parquet = data.infer("x.parquet").unwrap().data;
    assert_eq!(types(&parquet), named(&[("n", "int64", true), ("s", "string", false)]));
    assert_eq!(parquet["stats"]["unique_counts"], json!({"n": 1, "s": 2}));
}

#[test]
fn types_that_the_first_rows_do_not_tell_are_found_in_all() {
    // More than is looked at as a whole at once.
    let mut text = String::from("a,b\n");
    for row in 0..300_000 {
        text.push_str(&format!("{row},123456\n"));
    }
    text.push_str("1.5,late text\n");
    let data = Data::new().with("late.csv", &text);
    let done = data.infer_with("late.csv", 3, 100, default_options()).unwrap();
    assert_eq!(types(&done.data), named(&[("a", "float64", false), ("b", "string", false)]));
    assert_eq!(done.steps.len(), 4, "a second look tells no step twice");
}

#[test]
fn counts_are_the_same_with_little_memory_as_with_much() {
    let rows = 200_000_i64;
    let frame = df!(
        "id" => (0..rows).collect::<Vec<_>>(),
        "few" => (0..rows).map(|row| (row % 50 > 0).then_some(row % 50)).collect::<Vec<_>>(),
        "text" => (0..rows).map(|row| format!("text {}", row / 3)).collect::<Vec<_>>(),
        "same" => vec![true; rows as usize],
    )
    .unwrap();
    let mut data = Data::new().with_parquet("x.parquet", &frame);
    let much = data.infer("x.parquet").unwrap().data;
    assert_eq!(much["stats"]["unique_counts"], json!({"id": 200_000, "few": 49, "text": 66_667, "same": 1}));
    // Less than the file is large: a pass that estimates, then as many as it takes.
    data.memory_bytes = 1 << 20;
    let little = data.infer("x.parquet").unwrap().data;
    assert_eq!(little, much);
}

#[test]
fn dates_that_could_be_others_stay_text() {
    let data = Data::new().with("d.csv", "slashed,iso,zoned,stamp\n03/04/2025,2025-04-03,2025-04-03T00:00:00+02:00,2025/04/03 10:00:00\n,,,\n");
    let done = data.infer("d.csv").unwrap().data;
    assert_eq!(types(&done), named(&[("slashed", "string", true), ("iso", "date", true), ("zoned", "timestamp_tz", true), ("stamp", "timestamp", true)]));
    assert_eq!(done["sample_preview"][0]["zoned"], "2025-04-02T22:00:00Z");
    let rows = data.query(json!({"dataset": "d.csv", "clean": {"parse_dates": {"slashed": "%d/%m/%Y"}}, "select": ["slashed"], "limit": 1}));
    assert_eq!(rows, [json!({"slashed": "2025-04-03"})]);
}

#[test]
fn hive_folders_are_columns() {
    let part = |kwh: f64| df!("kwh" => [kwh]).unwrap();
    let data = Data::new()
        .with_parquet("energy/year=2024/site=a/part.parquet", &part(1.0))
        .with_parquet("energy/year=2025/site=b/part.parquet", &part(2.0))
        .with_parquet("energy/year=2025/site=b%20c/part.parquet", &part(3.0))
        .with("days/day=2025-01-01/x.csv", "v\n1\n")
        .with("days/day=2025-01-02/x.csv", "v\n2\n");
    for name in ["energy", "energy/**/*.parquet"] {
        let done = data.infer(name).unwrap();
        assert_eq!(types(&done.data), named(&[("kwh", "float64", false), ("year", "int64", false), ("site", "string", false)]), "{name}");
        assert_eq!(done.data["sample_preview"][1], json!({"kwh": 3.0, "year": 2025, "site": "b c"}));
    }
    let days = data.infer("days").unwrap().data;
    assert_eq!(types(&days), named(&[("v", "int64", false), ("day", "date", false)]));
    assert_eq!(days["files"], json!({"total": 2, "sampled": 2, "differences": []}));
}

#[test]
fn files_that_differ_become_one_table_and_are_told() {
    let data = Data::new().with("set/a.csv", "id,v\n1,1\n").with("set/b.csv", "v,id,more\n2.5,2,x\n").with("set/c.csv", "id,v\nthree,3\n");
    let done = data.infer("set").unwrap();
    assert_eq!(types(&done.data), named(&[("id", "string", false), ("v", "float64", false), ("more", "string", true)]));
    assert_eq!(done.data["stats"]["rows"], 3);
    let preview = done.data["sample_preview"].as_array().unwrap();
    assert_eq!(preview[1], json!({"id": "2", "v": 2.5, "more": "x"}));
    let differences = done.data["files"]["differences"].as_array().unwrap();
    assert!(differences.contains(&json!({"file": "set/a.csv", "column": "v", "type": "int64", "becomes": "float64"})), "{differences:?}");
    assert!(differences.contains(&json!({"file": "set/a.csv", "column": "more", "type": null, "becomes": "string"})), "{differences:?}");
}

#[test]
fn types_that_no_type_holds_both_of_are_an_error_with_both_files() {
    let data = Data::new()
        .with_parquet("set/a.parquet", &df!("v" => [1_i64]).unwrap())
        .with_parquet("set/b.parquet", &df!("v" => ["x"]).unwrap())
        .with_parquet("wide/a.parquet", &df!("v" => [1_i32]).unwrap())
        .with_parquet("wide/b.parquet", &df!("v" => [1_i64 << 40]).unwrap());
    let error = data.infer("set").err().unwrap();
    assert_eq!(error.code, Code::ValidationError);
    assert_eq!(detail(&error, "reason"), "schema_mismatch");
    assert!(error.message.contains("set/a.parquet") && error.message.contains("set/b.parquet") && error.message.contains("int64"), "{error}");
    assert_eq!(types(&data.infer("wide").unwrap().data), named(&[("v", "int64", false)]));
}

#[test]
fn a_sample_of_files_is_spread_over_all() {
    let mut data = Data::new();
    for file in 0..9 {
        data = data.with(&format!("set/{file}.csv"), format!("v\n{file}\n"));
    }
    let done = data.infer_with("set", 3, 100, default_options()).unwrap().data;
    assert_eq!((&done["files"]["total"], &done["files"]["sampled"]), (&json!(9), &json!(3)));
    assert_eq!(done["sample_preview"], json!([{"v": 0}, {"v": 4}, {"v": 8}]));
}

#[test]
fn damaged_and_unusable_files_are_clear_errors() {
    let data = Data::new()
        .with("bad.parquet", "PAR1 but no more")
        .with("empty.csv", "")
        .with("ragged.csv", "a,b\n1,2\n1,2,3\n")
        .with("open.csv", "a,b\n\"1,2\n")
        .with("bad.jsonl", "{\"a\":1}\n{\"a\":\n");
    for name in ["bad.parquet", "empty.csv", "ragged.csv", "bad.jsonl"] {
        let error = data.infer(name).err().unwrap_or_else(|| panic!("{name} is read"));
        assert_eq!(error.code, Code::ValidationError, "{name}: {error}");
    }
    assert_eq!(data.infer("nothing.csv").err().unwrap().code, Code::NotFound);
    let options = ReadOptions { columns: [("c".to_owned(), "int64".to_owned())].into(), ..default_options() };
    let error = data.infer_with("ragged.csv", 1, 100, options).err().unwrap();
    assert_eq!(detail(&error, "field"), "options.columns.c");
}

#[test]
fn late_values_of_another_kind_in_jsonl_change_the_type() {
    let mut text = String::new();
    for row in 0..200_000 {
        text.push_str(&format!("{{\"a\":{row},\"b\":\"x\"}}\n"));
    }
    text.push_str("{\"a\":\"late\",\"b\":1,\"c\":true}\n");
    let data = Data::new().with("late.jsonl", &text);
    let done = data.infer_with("late.jsonl", 1, 100, default_options()).unwrap().data;
    assert_eq!(types(&done), named(&[("a", "string", false), ("b", "string", false), ("c", "boolean", true)]));
    let rows = data.query(json!({"dataset": "late.jsonl", "aggs": [{"col": "a", "fn": "count_distinct"}, {"col": "a", "fn": "max"}]}));
    assert_eq!(rows, [json!({"a_count_distinct": 200_001, "a_max": "late"})]);
}

#[test]
fn text_of_any_bytes_never_ends_the_process() {
    let mut bytes: Vec<u8> = b"a,b\n1,2\n".to_vec();
    bytes.extend((0..=255).cycle().take(5_000));
    let data = Data::new().with("noise.csv", &bytes).with("noise.parquet", &bytes).with("noise.jsonl", &bytes);
    for name in ["noise.csv", "noise.parquet", "noise.jsonl"] {
        // Whatever it is taken for: an answer, and not an end.
        let _ = data.infer(name).map(|done| done.data);
    }
}

#[test]
fn the_flights_of_2013_have_the_known_numbers() {
    let data = Data::new().with("flights.csv", std::fs::read(flights("flights.csv")).unwrap());
    let options = ReadOptions { null_values: vec!["NA".to_owned()], ..default_options() };
    let done = data.infer_with("flights.csv", 1, 20_000, options).unwrap().data;
    let stats = &done["stats"];
    assert_eq!((&stats["rows"], &stats["columns"]), (&json!(336_776), &json!(19)));
    assert_eq!(stats["unique_counts"]["carrier"], 16);
    assert_eq!(stats["unique_counts"]["tailnum"], 4_043);
    assert_eq!(stats["unique_counts"]["dest"], 105);
    assert_eq!(stats["null_ratio"]["dep_delay"], json!(8255.0 / 336_776.0));
    assert!(types(&done).contains(&("time_hour".to_owned(), "timestamp_tz".to_owned(), false)));
}

#[test]
fn nested_columns_are_described() {
    let lists = Series::new("l".into(), [Series::new("".into(), [1_i64, 2]), Series::new("".into(), [3_i64])]);
    let data = Data::new().with_parquet("x.parquet", &polars::prelude::DataFrame::new(2, vec![lists.into()]).unwrap());
    let done = data.infer("x.parquet").unwrap().data;
    assert_eq!(done["schema"]["fields"][0]["item"]["type"], "int64");
    assert_eq!(done["sample_preview"][0], json!({"l": [1, 2]}));
}
