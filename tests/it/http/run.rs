//! `POST …/run`: tables in and out, in every form.

use std::fs;

use reqwest::blocking::multipart::{Form, Part};
use reqwest::{Method, StatusCode};
use sandtable_tests::{Answer, Server, data};
use serde_json::{Value, json};

fn rows(answer: &Answer) -> Vec<Value> {
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()["rows"].as_array().expect("rows is an array").clone()
}

#[test]
fn rows_go_in_and_come_out_with_schema_usage_and_logs() {
    let server = Server::start();
    server.upload("smallest");
    let answer = server.run("smallest", &json!({"inputs": {"input": {"rows": [{"x": 1.5}, {"x": null}]}}}));
    assert_eq!(rows(&answer), [json!({"x": 1.5, "doubled": 3.0}), json!({"x": null, "doubled": null})]);
    let body = answer.json();
    assert_eq!(body["schema"][1], json!({"name": "doubled", "type": "float64", "nullable": true}));
    assert_eq!((body["total_rows"].as_u64(), body["truncated"].as_bool()), (Some(2), Some(false)));
    let usage = &body["usage"];
    assert!(usage["fuel"].as_u64() > Some(0) && usage["peak_memory_bytes"].as_u64() > Some(0) && usage["wall_ms"].as_f64() > Some(0.0), "{usage}");
    assert_eq!((usage["rows_in"].as_u64(), usage["rows_out"].as_u64(), usage["instances"].as_u64()), (Some(2), Some(2), Some(1)));
    assert_eq!(body["logs"], json!([]));
    assert_eq!(body["transform"]["version"], "1.0.0");
}

#[test]
fn a_real_table_runs_through_a_row_by_row_transform() {
    let server = Server::start();
    server.upload("flight-delays");
    fs::copy(data("flights.csv"), server.base().join("flights.csv")).expect("the data is there");
    let request = json!({
        "inputs": {"flights": {"uri": "flights.csv", "options": {"null_values": ["NA"]}}},
        "params": {"late_after": 30},
        "output": {"format": "json", "limit": 3},
    });
    let answer = server.run("flight-delays", &request);
    let rows = rows(&answer);
    assert_eq!((rows.len(), answer.json()["total_rows"].as_u64()), (3, Some(336_776)));
    assert_eq!(answer.json()["truncated"], true);
    // The first flight: 2 minutes late at departure, 11 at arrival; 1,400 miles in 227 minutes.
    assert_eq!(rows[0]["gained"], json!(-9.0));
    assert_eq!(rows[0]["speed_mph"], json!(1400.0 * 60.0 / 227.0));
    assert_eq!(rows[0]["delay_class"], "on-time");
}

#[test]
fn two_inputs_and_a_streaming_transform() {
    let server = Server::start();
    for name in ["flights.csv", "airlines.csv"] {
        fs::copy(data(name), server.base().join(name)).expect("the data is there");
    }
    server.upload("enrich-flights");
    server.upload("top-per-group");
    let inputs = json!({"flights": {"uri": "flights.csv", "options": {"null_values": ["NA"]}}, "lookup": {"uri": "airlines.csv"}});
    let joined = server.run("enrich-flights", &json!({"inputs": inputs, "params": {"on": "carrier"}, "output": {"limit": 1}}));
    assert_eq!(rows(&joined)[0]["name"], "United Air Lines Inc.");
    assert_eq!(joined.json()["total_rows"], 336_776);
    let table = json!({"table": {"uri": "flights.csv", "options": {"null_values": ["NA"]}}});
    let top = server.run("top-per-group", &json!({"inputs": table, "params": {"group": "carrier", "by": "dep_delay", "n": 2}}));
    let longest = rows(&top).iter().filter_map(|row| row["dep_delay"].as_i64()).max();
    assert_eq!((rows(&top).len(), longest), (32, Some(1301)));
    assert!(top.json()["logs"][0]["message"].as_str().is_some_and(|line| line.contains("in 16 groups")), "{}", top.json()["logs"]);
}

#[test]
fn every_format_goes_in_and_comes_out() {
    let server = Server::start();
    server.upload("smallest");
    let table = json!({"inputs": {"input": {"rows": [{"x": 1.0, "name": "é"}, {"x": 2.5, "name": null}]}}});
    for (format, content_type) in [
        ("csv", "text/csv"),
        ("jsonl", "application/x-ndjson"),
        ("parquet", "application/vnd.apache.parquet"),
        ("arrow", "application/vnd.apache.arrow.stream"),
    ] {
        let mut request = table.clone();
        request["output"] = json!({"format": format});
        let answer = server.run("smallest", &request);
        assert_eq!(answer.status, 200, "{}", answer.text());
        assert!(answer.header("content-type").is_some_and(|given| given.starts_with(content_type)), "{format}: {:?}", answer.headers);
        assert_eq!(answer.header("x-sandtable-rows"), Some("2"));
        let usage: Value = serde_json::from_str(answer.header("x-sandtable-usage").expect("it is there")).expect("it is JSON");
        assert_eq!(usage["rows_in"], 2);
        // What came out goes in again, as a file under the base path, and as a body.
        let name = format!("again.{format}");
        fs::write(server.base().join(&name), &answer.body).expect("the folder is ours");
        let by_uri = server.run("smallest", &json!({"inputs": {"input": {"uri": name}}}));
        assert_eq!(rows(&by_uri)[1]["doubled"], json!(5.0), "{format}");
        assert_eq!(rows(&by_uri)[0]["name"], "é", "{format}");
        let bare = server.request(Method::POST, "/v1/transforms/smallest/1.0.0/run?format=json&limit=1").header("content-type", content_type).body(answer.body);
        let bare = Answer::from(bare.send().expect("the server answers"));
        assert_eq!((rows(&bare).len(), bare.json()["total_rows"].as_u64()), (1, Some(2)), "{format}");
    }
}

#[test]
fn named_parts_of_a_multipart_body_are_inputs() {
    let server = Server::start();
    server.upload("enrich-flights");
    let form = Form::new()
        .part("request", Part::text(r#"{"params": {"on": "carrier"}, "output": {"format": "json"}}"#).mime_str("application/json").expect("a type"))
        .part("flights", Part::bytes(b"flight,carrier\n1,UA\n2,XX\n".to_vec()).file_name("f.csv").mime_str("text/csv").expect("a type"))
        .part(
            "lookup",
            Part::bytes(b"{\"carrier\":\"UA\",\"name\":\"United\"}\n".to_vec()).file_name("a.jsonl").mime_str("application/x-ndjson").expect("a type"),
        );
    let answer = server.request(Method::POST, "/v1/transforms/enrich-flights/run").multipart(form).send().expect("the server answers");
    assert_eq!(rows(&answer.into()), [json!({"flight": 1, "carrier": "UA", "name": "United"}), json!({"flight": 2, "carrier": "XX", "name": null})]);
}

#[test]
fn the_newest_version_runs_unless_one_is_named() {
    let server = Server::start();
    server.put("/v1/transforms/t/1.0.0", sandtable_tests::guest("smallest"));
    server.put("/v1/transforms/t/2.0.0", sandtable_tests::guest("flight-delays"));
    let table = json!({"inputs": {"input": {"rows": [{"x": 1}]}}});
    assert_eq!(rows(&server.post("/v1/transforms/t/1.0.0/run", &table))[0]["doubled"], json!(2.0));
    let newest = server.run("t", &table);
    assert_eq!(newest.status, StatusCode::BAD_REQUEST, "{}", newest.text());
    assert!(newest.message().contains("flights"), "{}", newest.message());
}

#[test]
fn guests_in_four_languages_pass_every_table_through() {
    let server = Server::start();
    let table =
        json!([{"i": 1, "f": 0.5, "s": "é", "b": true, "l": [1, 2], "o": {"k": "v"}}, {"i": null, "f": null, "s": null, "b": null, "l": null, "o": null}]);
    for name in ["roundtrip-rust", "roundtrip-rust-table", "roundtrip-c", "roundtrip-js", "roundtrip-js-rows", "roundtrip-python"] {
        server.upload(name);
        let entry = server.get(&format!("/v1/transforms/{name}")).json();
        let input = entry["describe"]["inputs"][0]["name"].as_str().unwrap_or_else(|| panic!("{name} has an input: {entry}")).to_owned();
        let answer = server.run(name, &json!({"inputs": {input: {"rows": table}}}));
        assert_eq!(json!(rows(&answer)), table, "{name}");
    }
}
