//! Data larger than what an executor may hold.

use std::fs::{self, File};
use std::path::Path;
use std::sync::Arc;

use arrow::array::{Float64Array, Int64Array, RecordBatch};
use sandtable_frames::{Compression, Format, TableWriter, WriteOptions};
use sandtable_tests::Server;
use serde_json::{Value, json};

/// What an executor may hold, and how many times as large the data set is.
const CAP_MB: u64 = 256;
const TIMES: u64 = 4;
/// Files of the data set: all are one, by its other names.
const FILES: u64 = 32;
const GROUP_ROWS: usize = 50_000;

/// Knuth's: any sequence that does not repeat will do.
fn numbers() -> impl FnMut() -> u64 {
    let mut seed = 1_u64;
    move || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        seed >> 11
    }
}

/// A server whose only executor may hold that much. What waits between Polars' threads grows with their number.
fn server() -> Server {
    let memory = format!("{CAP_MB}MiB");
    Server::builder().args(&["--executors", "1", "--executor-memory", &memory]).env("POLARS_MAX_THREADS", "2").start()
}

/// A Parquet file of that size without compression: a key of 1,000, and numbers that nothing makes smaller.
fn write(path: &Path, bytes: u64) -> u64 {
    let file = File::create(path).expect("the folder is ours");
    let written = file.try_clone().expect("it is open");
    let options = WriteOptions { compression: Some(Compression::Uncompressed), ..WriteOptions::default() };
    let mut writer = TableWriter::new(file, Format::Parquet, &options).expect("nothing was written yet");
    let mut next = numbers();
    let mut rows = 0;
    while written.metadata().expect("it is open").len() < bytes {
        let key: Int64Array = (0..GROUP_ROWS).map(|_| Some((next() % 1000) as i64)).collect();
        let x: Float64Array = (0..GROUP_ROWS).map(|_| Some(next() as f64)).collect();
        let y: Int64Array = (0..GROUP_ROWS).map(|_| Some(next() as i64)).collect();
        let batch = RecordBatch::try_from_iter([("key", Arc::new(key) as _), ("x", Arc::new(x) as _), ("y", Arc::new(y) as _)]).expect("as long as each other");
        if rows == 0 {
            writer.start(batch.schema()).expect("the columns are plain");
        }
        writer.push(batch).expect("there is room");
        rows += GROUP_ROWS as u64;
    }
    writer.finish().expect("there is room");
    rows
}

#[test]
fn a_query_over_four_times_the_memory_cap_streams() {
    let server = server();
    let folder = server.base().join("set");
    fs::create_dir(&folder).expect("the folder is ours");
    let rows = write(&folder.join("0.parquet"), (CAP_MB << 20) * TIMES / FILES) * FILES;
    for file in 1..FILES {
        fs::hard_link(folder.join("0.parquet"), folder.join(format!("{file}.parquet"))).expect("the folder is ours");
    }
    let col = |name: &str| json!({"expr": "col", "args": [name]});
    let run = |files: &str, more: &[Value]| {
        let steps: Vec<Value> = [json!({"operation": "scan_parquet", "args": [files]})].into_iter().chain(more.iter().cloned()).collect();
        server.post("/v1/pipelines/run", &json!({"document": {"steps": steps}, "output": {"limit": 5}}))
    };
    let grouped = run(
        "set/*.parquet",
        &[
            json!({"operation": "filter", "args": [{"expr": "gt", "on": col("x"), "args": [0]}]}),
            json!({"operation": "group_by", "args": ["key"]}),
            json!({"operation": "agg", "args": [{"expr": "len"}, {"expr": "mean", "on": col("x")}, {"expr": "max", "on": col("y")}]}),
            json!({"operation": "select", "kwargs": {"groups": {"expr": "len"}, "rows": {"expr": "sum", "on": col("len")}}}),
        ],
    );
    assert_eq!(grouped.status, 200, "{}", grouped.text());
    let row = grouped.json()["rows"][0].clone();
    // A zero among the numbers is possible, and is left out.
    assert!(row["groups"] == 1000 && row["rows"].as_u64() >= Some(rows - FILES), "{row} of {rows}");

    // What is larger than the cap goes through into a file: the first ten.
    let double = json!({"operation": "with_columns", "kwargs": {"z": {"expr": "mul", "on": col("x"), "args": [2]}}});
    let sunk = run("set/?.parquet", &[double, json!({"operation": "sink_parquet", "args": ["all.parquet"], "kwargs": {"row_group_size": 50_000}})]);
    assert_eq!(sunk.status, 200, "{}", sunk.text());
    let (path, sunk_rows) = (&sunk.json()["outputs"][0]["path"], &sunk.json()["steps"][2]["rows"]);
    assert_eq!((path.as_str(), sunk_rows.as_u64()), (Some("all.parquet"), Some(rows / FILES * 10)), "{}", sunk.text());
    assert_eq!(sunk.json().get("rows"), None, "what was written does not come back: {}", sunk.text());

    // What cannot stream reaches the cap, and ends alone.
    let sorted =
        run("set/*.parquet", &[json!({"operation": "sort", "args": ["x"]}), json!({"operation": "with_columns", "args": [{"expr": "shift", "on": col("y")}]})]);
    assert_eq!((sorted.status.as_u16(), sorted.code().as_str()), (422, "RESOURCE_CAP"), "{}", sorted.text());
    server.assert_serving();
}

#[test]
fn csv_files_of_twice_the_memory_cap_become_one_parquet_file() {
    let server = server();
    let folder = server.base().join("text");
    fs::create_dir(&folder).expect("the folder is ours");
    let (mut next, mut text, mut rows) = (numbers(), String::from("key,x,word\n"), 0_u64);
    while (text.len() as u64) < (CAP_MB << 20) * 2 / FILES {
        let number = next();
        text.push_str(&format!("{},{number},word{}\n", number % 1000, number % 1_000_003));
        rows += 1;
    }
    fs::write(folder.join("0.csv"), text).expect("there is room");
    for file in 1..FILES {
        fs::hard_link(folder.join("0.csv"), folder.join(format!("{file}.csv"))).expect("the folder is ours");
    }
    let document = json!({
        "variables": {"to": "text.parquet"},
        "steps": [
            {"operation": "scan_csv", "dataframe": "t", "args": ["text"]},
            {"operation": "with_columns", "dataframe": "t", "kwargs": {"word": {"expr": "str.to_uppercase", "on": {"expr": "col", "args": ["word"]}}}},
        ],
        "outputs": [{"name": "t", "dataframe_id": "t", "destination_variable_key": "to", "format_options": {"row_group_size": 50_000}}],
    });
    let answer = server.post("/v1/pipelines/run", &json!({"document": document, "limits": {"timeout_ms": 120_000}}));
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(answer.json()["outputs"][0]["rows"], rows * FILES, "{}", answer.text());
    server.assert_serving();
}
