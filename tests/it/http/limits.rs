//! Limits of a call, over HTTP: each named, and the server goes on.

use sandtable_tests::Server;
use serde_json::{Value, json};

fn run(server: &Server, kernel: &str, limits: Value) -> sandtable_tests::Answer {
    server.run("kernels", &json!({"inputs": {"input": {"rows": [{"a": 12, "b": 18}]}}, "params": {"kernel": kernel}, "limits": limits}))
}

#[test]
fn fuel_runs_out_at_the_limit_and_not_before() {
    let server = Server::start();
    server.upload("kernels");
    let free = run(&server, "gcd", json!({}));
    assert_eq!(free.status, 200, "{}", free.text());
    let fuel = free.json()["usage"]["fuel"].as_u64().expect("fuel is counted");
    let again = run(&server, "gcd", json!({"fuel": fuel}));
    assert_eq!(again.status, 200, "the same call needs the same fuel: {}", again.text());
    let short = run(&server, "gcd", json!({"fuel": fuel / 2}));
    assert_eq!((short.status.as_u16(), short.code().as_str()), (422, "RESOURCE_CAP"), "{}", short.text());
    assert_eq!(short.json()["error"]["details"]["reason"], "out_of_fuel");
    server.assert_serving();
}

#[test]
fn a_transforms_own_limits_bind_every_call_of_it() {
    let server = Server::start();
    let answer = server.put("/v1/transforms/kernels/1.0.0?memory_mb=32&timeout_ms=5000", sandtable_tests::guest("kernels"));
    assert_eq!(answer.status, 201, "{}", answer.text());
    assert_eq!(run(&server, "trivial", json!({"memory_mb": 32})).status, 200);
    let above = run(&server, "trivial", json!({"memory_mb": 33}));
    assert_eq!(above.status, 400, "{}", above.text());
    assert!(above.message().contains("limits.memory_mb is 33, above the ceiling of 32"), "{}", above.message());
}

#[test]
fn rows_of_the_output_are_limited() {
    let server = Server::start();
    server.upload("smallest");
    let rows: Vec<Value> = (0..10).map(|x| json!({"x": x})).collect();
    let call = |limit: u64| server.run("smallest", &json!({"inputs": {"input": {"rows": rows}}, "limits": {"output_rows": limit}}));
    assert_eq!(call(10).status, 200);
    let over = call(9);
    assert_eq!((over.status.as_u16(), over.code().as_str()), (422, "RESOURCE_CAP"));
    assert_eq!(over.json()["error"]["details"]["limit"], "output_rows");
}
