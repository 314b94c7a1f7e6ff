//! Tables that are downloaded, and rows that are not all answered.

use base64::Engine as _;
use polars::prelude::{DataFrame, df};
use sandtable_analysis::request::OutputFormat;
use sandtable_core::Code;
use serde_json::{Value, json};

use crate::support::{Data, read_arrow, read_parquet};

fn frame() -> DataFrame {
    let rows = 0..300_000_i64;
    df!(
        "id" => rows.clone().collect::<Vec<_>>(),
        "text" => rows.clone().map(|row| (row % 7 != 0).then(|| format!("text of row {row}"))).collect::<Vec<_>>(),
        "value" => rows.map(|row| row as f64 / 3.0).collect::<Vec<_>>(),
    )
    .unwrap()
}

fn data() -> Data {
    Data::new().with_parquet("x.parquet", &frame())
}

#[test]
fn an_arrow_table_is_a_stream_of_all_rows_in_order() {
    let done = data().query_as(json!({"dataset": "x.parquet"}), OutputFormat::Arrow, 10).unwrap();
    let (info, bytes) = done.table.unwrap();
    assert_eq!((info.rows, info.bytes, info.format), (300_000, bytes.len() as u64, OutputFormat::Arrow));
    assert!(read_arrow(&bytes).equals_missing(&frame()));
    assert_eq!(&bytes[bytes.len() - 8..], [255, 255, 255, 255, 0, 0, 0, 0], "it ends with the mark of the end");
    let message = base64::engine::general_purpose::STANDARD.decode(&info.arrow_schema).unwrap();
    assert!(bytes.starts_with(&message[..4]));
    let mut alone = message.clone();
    alone.extend([255, 255, 255, 255, 0, 0, 0, 0]);
    assert_eq!(read_arrow(&alone).schema(), frame().schema(), "the header's message is the schema");
    assert_eq!(done.data["metrics"]["rows"], 300_000);
    assert_eq!(done.data["metrics"]["bytes"], json!(bytes.len()));
    assert_eq!(done.data["sample"].as_array().unwrap().len(), 20);
    assert_eq!(done.data["sample"][7], json!({"id": 7, "text": null, "value": 7.0 / 3.0}));
    assert_eq!(done.data.get("rows"), None);
    assert_eq!(done.data["schema"]["fields"][1]["type"], "string");
    assert_eq!(info.schema[2].name, "value");
}

#[test]
fn parquet_and_csv_hold_the_same_rows() {
    let done = data().query_as(json!({"dataset": "x.parquet"}), OutputFormat::Parquet, 10).unwrap();
    let (info, bytes) = done.table.unwrap();
    assert_eq!((info.rows, info.bytes), (300_000, bytes.len() as u64));
    assert!(read_parquet(&bytes).equals_missing(&frame()));
    assert_eq!(done.data["sample"][1]["text"], "text of row 1");

    let done = data().query_as(json!({"dataset": "x.parquet", "limit": 2}), OutputFormat::Csv, 10).unwrap();
    let (info, bytes) = done.table.unwrap();
    assert_eq!(String::from_utf8(bytes).unwrap(), "id,text,value\n0,,0.0\n1,text of row 1,0.3333333333333333\n");
    assert_eq!(info.rows, 2);
}

#[test]
fn empty_tables_have_their_columns() {
    let none = json!({"dataset": "x.parquet", "filters": [{"col": "id", "op": "<", "val": 0}]});
    for output in [OutputFormat::Arrow, OutputFormat::Parquet, OutputFormat::Csv] {
        let done = data().query_as(none.clone(), output, 10).unwrap();
        let (info, bytes) = done.table.unwrap();
        assert_eq!((info.rows, &done.data["sample"]), (0, &json!([])), "{output:?}");
        match output {
            OutputFormat::Arrow => assert_eq!(read_arrow(&bytes).schema(), frame().schema()),
            OutputFormat::Parquet => assert_eq!(read_parquet(&bytes).schema(), frame().schema()),
            OutputFormat::Csv | OutputFormat::Json => assert_eq!(bytes, b"id,text,value\n"),
        }
    }
}

#[test]
fn rows_beyond_the_limit_of_json_are_counted_only() {
    let done = data().query_as(json!({"dataset": "x.parquet"}), OutputFormat::Json, 100).unwrap();
    assert_eq!(done.data["rows"].as_array().unwrap().len(), 100);
    let metrics = &done.data["metrics"];
    assert_eq!((&metrics["rows"], &metrics["truncated"], &metrics["total_rows"]), (&json!(100), &json!(true), &json!(300_000)));
    assert!(done.table.is_none());
    let done = data().query_as(json!({"dataset": "x.parquet", "limit": 100}), OutputFormat::Json, 100).unwrap();
    let metrics = &done.data["metrics"];
    assert_eq!((&metrics["rows"], metrics.get("truncated")), (&json!(100), None::<&Value>));
    assert!(metrics["execution_time_ms"].is_u64() && metrics["bytes"].as_u64().unwrap() > 1000);
}

#[test]
fn rows_that_do_not_fit_into_memory_are_refused() {
    let mut data = data();
    data.memory_bytes = 1 << 20;
    let error = data.query_as(json!({"dataset": "x.parquet"}), OutputFormat::Json, 1_000_000).err().unwrap();
    assert_eq!(error.code, Code::ResourceCap);
    assert!(data.query_as(json!({"dataset": "x.parquet"}), OutputFormat::Arrow, 10).is_ok(), "a stream needs no memory for its rows");
}

#[test]
fn a_second_attempt_with_other_types_writes_the_table_anew() {
    let mut text = String::from("a,b\n");
    for row in 0..300_000 {
        text.push_str(&format!("{row},1234567\n"));
    }
    text.push_str("last,x\n");
    let data = Data::new().with("late.csv", &text);
    for output in [OutputFormat::Arrow, OutputFormat::Parquet, OutputFormat::Csv] {
        let done = data.query_as(json!({"dataset": "late.csv"}), output, 10).unwrap();
        assert_eq!(done.data["schema"]["fields"][0]["type"], "string", "{output:?}");
        let (info, bytes) = done.table.unwrap();
        assert_eq!(info.rows, 300_001);
        match output {
            OutputFormat::Arrow => assert_eq!(read_arrow(&bytes).height(), 300_001),
            OutputFormat::Parquet => assert_eq!(read_parquet(&bytes).height(), 300_001),
            OutputFormat::Csv | OutputFormat::Json => assert!(bytes.ends_with(b"last,x\n") && bytes.starts_with(b"a,b\n0,")),
        }
        assert_eq!(done.steps, ["file_found", "loading_data", "applying_filters", "query_complete"]);
    }
}
