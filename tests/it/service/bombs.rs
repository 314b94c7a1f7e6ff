//! Small files that become large, and files that are one line: the job fails with its code, the service goes on.

use std::fs::{self, File};
use std::io::Write;
use std::sync::Arc;

use arrow::array::{LargeStringArray, RecordBatch};
use arrow::datatypes::{DataType, Field, Schema};
use sandtable_frames::{Format, TableWriter, Target, WriteOptions};
use sandtable_tests::Server;
use serde_json::{Value, json};

/// A server whose jobs have little memory.
fn server() -> Server {
    Server::builder().args(&["--job-memory", "256MiB", "--executor-memory", "256MiB", "--job-timeout", "60s"]).start()
}

/// A Parquet file of some 100 KB whose rows are 2 GB.
fn bomb(file: File) {
    const TEXT_BYTES: usize = 1000;
    const ROWS: usize = 10_000;
    let schema = Arc::new(Schema::new(vec![Field::new("text", DataType::LargeUtf8, true), Field::new("same", DataType::LargeUtf8, true)]));
    let column = || Arc::new(LargeStringArray::from(vec!["x".repeat(TEXT_BYTES); ROWS]));
    let batch = RecordBatch::try_new(Arc::clone(&schema), vec![column(), column()]).expect("the columns are as long as each other");
    let mut writer = TableWriter::new(Target::from(file), Format::Parquet, &WriteOptions::default()).expect("it can be written");
    writer.start(schema).expect("it can be written");
    for _ in 0..100 {
        writer.push(batch.clone()).expect("it can be written");
    }
    writer.finish().expect("it can be written");
}

fn ended(server: &Server, door: &str, body: &Value) -> (String, String) {
    let record = server.finished(server.submit(door, body));
    (record["status"].as_str().unwrap_or_default().to_owned(), record["error"]["code"].as_str().unwrap_or_default().to_owned())
}

#[test]
fn a_parquet_bomb_ends_at_the_cap() {
    let server = server();
    let path = server.base().join("bomb.parquet");
    bomb(File::create(&path).expect("the folder is ours"));
    let bytes = fs::metadata(&path).expect("it is there").len();
    assert!(bytes < 10 << 20, "{bytes} bytes are no small file");
    // What needs all rows at once cannot be done.
    let sorted = json!({"plan": {"dataset": "bomb.parquet", "order": [{"col": "text"}]}, "output": "arrow"});
    assert_eq!(ended(&server, "query", &sorted), ("failed".to_owned(), "RESOURCE_CAP".to_owned()));
    assert_eq!(ended(&server, "analyze", &json!({"plan": {"dataset": "bomb.parquet"}, "job_kind": "eda"})), ("failed".to_owned(), "RESOURCE_CAP".to_owned()));
    // What does not, can.
    let counted = server.done("query", &json!({"plan": {"dataset": "bomb.parquet", "aggs": [{"fn": "count"}]}}));
    assert_eq!(counted["rows"][0]["count"], 1_000_000);
    assert_eq!(server.post("/v1/py/preview", &json!({"path": "bomb.parquet", "limit": 1})).json()["stats"]["total_rows"], 1_000_000);
    server.assert_serving();
}

#[test]
fn a_line_without_an_end_ends_at_the_cap() {
    let server = server();
    for (name, head) in [("line.csv", "a,b\n1,"), ("quoted.csv", "a,b\n1,\"")] {
        let mut file = File::create(server.base().join(name)).expect("the folder is ours");
        file.write_all(head.as_bytes()).expect("it can be written");
        // The rest is NUL characters that take no place on the disk.
        file.set_len(1 << 30).expect("it can be made longer");
        let preview = server.post("/v1/py/preview", &json!({"path": name}));
        assert!(["RESOURCE_CAP", "VALIDATION_ERROR"].contains(&preview.code().as_str()), "{name}: {}", preview.text());
        let (status, code) = ended(&server, "infer_schema", &json!({"uri": name}));
        assert_eq!(status, "failed", "{name}");
        assert!(["RESOURCE_CAP", "VALIDATION_ERROR"].contains(&code.as_str()), "{name}: {code}");
        let (status, code) = ended(&server, "query", &json!({"plan": {"dataset": name, "aggs": [{"fn": "count"}]}}));
        assert!(status == "completed" || ["RESOURCE_CAP", "VALIDATION_ERROR"].contains(&code.as_str()), "{name}: {status} {code}");
    }
    assert_eq!(server.done("discover", &json!({"uri": "."}))["total_files"], 2);
    server.assert_serving();
}
