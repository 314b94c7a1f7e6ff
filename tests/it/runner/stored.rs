//! Transforms and other languages where code stood.

use std::fs;

use serde_json::json;

use super::Runner;

#[test]
fn an_uploaded_transform_stands_where_code_stood() {
    let runner = Runner::start();
    runner.server.upload("smallest");
    fs::write(runner.path("t.jsonl"), "{\"x\":1.5}\n{\"x\":2.5}\n").expect("written");
    let about = runner.server.get("/v1/transforms/smallest").json();
    let input = about["describe"]["inputs"][0]["name"].as_str().expect("it has one");
    let work = runner.work();
    for code in [json!({"transform": "smallest@1.0.0"}), json!({"transform": "smallest"})] {
        let answer = runner.server.post("/execute", &json!({"code": code, "working_dir": work, "table_mapping": {input: runner.path("t.jsonl")}}));
        assert_eq!(answer.status, 200, "{}", answer.text());
        assert_eq!(fs::read_to_string(work.join("output.csv")).expect("it is there").lines().count(), 3);
    }
    let answer = runner.server.post("/execute", &json!({"code": {"transform": "none@1.0.0"}, "working_dir": work}));
    assert_eq!((answer.status.as_u16(), &answer.json()["exit_code"]), (500, &json!(1)), "{}", answer.text());
}

#[test]
fn javascript_is_a_runtime_like_python() {
    let runner = Runner::start();
    fs::write(runner.path("t.jsonl"), "{\"x\":1}\n{\"x\":2}\n").expect("written");
    let code = "function transform(t) {\n  return [...t.rows()].map((row) => ({ double: 2 * Number(row.x) }));\n}";
    let ran = runner.run(code, json!({"runtime": "javascript", "table_mapping": {"t": runner.path("t.jsonl")}}));
    // A column of whole numbers is one of integers, although JavaScript's numbers are floats.
    assert_eq!(ran.csv(), "double\n2\n4\n");
    assert_eq!(ran.text("script.js"), code);
    let stderr = runner.run("function transform() {\n  throw new Error('boom');\n}", json!({"runtime": "javascript"})).complaint();
    assert!(stderr.starts_with("ERROR: Transform function failed: boom"), "{stderr}");
}
