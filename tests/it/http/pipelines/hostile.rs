//! Guests that mean harm as steps of pipelines: the code says what ended them, the step is named, the server lives.

use std::fs;

use sandtable_tests::{Answer, Server};
use serde_json::{Value, json};

use crate::hostile::wat::Wat;

fn server() -> Server {
    let server = Server::start();
    let rows: String = (0..1000).map(|row| format!("{row},{}\n", row * 2)).collect();
    fs::write(server.base().join("t.csv"), format!("a,b\n{rows}")).expect("the folder is ours");
    server
}

/// Uploads a component written by hand, as `hostile`.
fn upload(server: &Server, wat: &Wat) {
    let answer = server.put("/v1/transforms/hostile/1.0.0?timeout_ms=300&memory_mb=16", wat.bytes());
    assert!(answer.status.is_success(), "{}", answer.text());
}

fn run(server: &Server, steps: Value, limits: Value) -> Answer {
    server.post("/v1/pipelines/run", &json!({"document": {"steps": steps}, "limits": limits}))
}

/// A scan, something in between, and the guest in step 2.
fn with(guest: &str, params: Value) -> Value {
    json!([
        {"operation": "scan_csv", "args": ["t.csv"]},
        {"operation": "filter", "args": [{"expr": "ge", "on": {"expr": "col", "args": ["a"]}, "args": [0]}]},
        {"operation": "map_batches", "args": [{"custom_function": guest, "params": params}]},
        {"operation": "sort", "args": ["a"]},
    ])
}

/// Status, code and step of an error.
fn told(answer: &Answer) -> (u16, String, Value) {
    (answer.status.as_u16(), answer.code(), answer.json()["error"]["details"]["step"].clone())
}

#[test]
fn a_guest_that_means_well_is_a_step() {
    let server = server();
    upload(&server, &Wat::rows());
    let answer = run(&server, with("hostile", json!({})), json!({}));
    assert_eq!((answer.status.as_u16(), answer.json()["total_rows"].as_u64()), (200, Some(1000)), "{}", answer.text());
}

#[test]
fn traps_deadlines_and_memory_end_the_step_that_they_are_in() {
    // Only where there are rows: a check has none, and must not be what finds it.
    let when_rows = |deed: &str| Wat::rows().put("apply", &format!("(if (local.get $rows) (then {deed}))"));
    for (deed, status, code, detail, is) in [
        ("(unreachable)", 422, "GUEST_TRAP", "reason", "trap"),
        ("(loop $forever (br $forever))", 504, "TIMEOUT", "reason", "deadline"),
        ("(loop $more (drop (memory.grow (i32.const 16))) (br $more))", 422, "RESOURCE_CAP", "limit", "memory_mb"),
    ] {
        let server = server();
        upload(&server, &when_rows(deed));
        let checked = server.post("/v1/pipelines/check", &json!({"document": {"steps": with("hostile", json!({}))}}));
        assert_eq!(checked.status, 200, "{deed}: {}", checked.text());
        let answer = run(&server, with("hostile", json!({})), json!({}));
        assert_eq!(told(&answer), (status, code.to_owned(), json!(2)), "{deed}: {}", answer.text());
        assert_eq!(answer.json()["error"]["details"][detail], is, "{deed}: {}", answer.text());
        server.assert_serving();
    }
}

#[test]
fn fuel_is_one_steps_and_runs_out_there() {
    let server = server();
    server.upload("kernels");
    let kernel = |params: Value, fuel: u64| {
        let mut steps = with("kernels", params);
        steps[3] = json!({"operation": "select", "args": [{"expr": "sum", "on": {"expr": "col", "args": ["r"]}}]});
        run(&server, steps, json!({"fuel": fuel}))
    };
    let fine = kernel(json!({"kernel": "gcd"}), 1 << 40);
    assert_eq!(fine.status, 200, "{}", fine.text());
    let fuel = fine.json()["steps"][2]["usage"]["fuel"].as_u64().expect("fuel is counted");
    assert!(fuel > 1000, "{fuel}");
    let short = kernel(json!({"kernel": "gcd"}), fuel / 2);
    assert_eq!(told(&short), (422, "RESOURCE_CAP".to_owned(), json!(2)), "{}", short.text());
    assert_eq!(short.json()["error"]["details"]["reason"], "out_of_fuel", "{}", short.text());
    server.assert_serving();
}

#[test]
fn a_whole_table_guest_that_says_no_ends_its_step() {
    let server = server();
    server.upload("top-per-group");
    let top = |group: &str| {
        let function = json!({"operation": "transform", "args": ["top-per-group"], "kwargs": {"params": {"group": group, "by": "b", "n": 1}}});
        run(&server, json!([{"operation": "scan_csv", "args": ["t.csv"]}, function, {"operation": "head", "args": [5]}]), json!({}))
    };
    assert_eq!(top("a").json()["total_rows"], 5);
    let no = top("z");
    assert_eq!((no.code().as_str(), &no.json()["error"]["details"]["step"]), ("GUEST_ERROR", &json!(1)), "{}", no.text());
    server.assert_serving();
}

#[test]
fn a_guest_in_sql_is_held_as_one_in_a_step() {
    let server = server();
    upload(&server, &Wat::rows().put("apply", "(if (local.get $rows) (then (unreachable)))"));
    let query = "select hostile(a) as a from \"t.csv\"";
    let answer = server.post("/v1/pipelines/sql", &json!({"query": query}));
    assert_eq!((answer.status.as_u16(), answer.code().as_str()), (422, "GUEST_TRAP"), "{}", answer.text());
    server.assert_serving();
}
