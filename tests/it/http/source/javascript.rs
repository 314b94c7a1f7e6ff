//! JavaScript as it ships.

use serde_json::json;

use super::{once, rows, shared, traceback};

#[test]
fn a_javascript_transform_is_uploaded_and_run() {
    let server = shared();
    let source = "export function transform(orders, params) {\n  console.log('hello');\n  return orders.filter(col('amount').gt(params.least));\n}\n";
    let source = format!("import {{ col }} from 'sandtable-guest/frames';\n{source}");
    let created = server.put_source("/v1/transforms/large-js/1.0.0", "text/javascript", &source);
    assert_eq!(created.status, 201, "{}", created.text());
    assert_eq!(created.json()["language"], "javascript");
    let inputs = json!({"orders": {"rows": [{"id": 1, "amount": 5.0}, {"id": 2, "amount": 7.5}]}});
    let ran = server.run("large-js", &json!({"inputs": inputs, "params": {"least": 6}}));
    assert_eq!(rows(&ran), json!([{"id": 2, "amount": 7.5}]));
    assert_eq!(server.get("/v1/transforms/large-js/1.0.0/source").header("content-type"), Some("text/javascript; charset=utf-8"));
}

#[test]
fn an_exception_in_javascript_is_told_with_its_line() {
    let server = shared();
    let failed = once(&server, "javascript", "function transform() {\n  throw new TypeError('boom');\n}\n", &json!({}));
    assert_eq!((failed.status.as_u16(), failed.code().as_str(), failed.message().as_str()), (422, "GUEST_ERROR", "TypeError: boom"));
    assert!(traceback(&failed).iter().any(|line| line.contains("script.js:2")), "{:?}", traceback(&failed));
    let endless = once(&server, "javascript", "function transform() { for (;;) {} }", &json!({"limits": {"timeout_ms": 300}}));
    assert_eq!((endless.status.as_u16(), endless.code().as_str()), (504, "TIMEOUT"));
    let wrong = server.put_source("/v1/transforms/wrong/1.0.0", "text/javascript", "function transform( {");
    assert_eq!((wrong.status.as_u16(), wrong.json()["error"]["details"]["problems"][0]["code"].as_str()), (422, Some("syntax")), "{}", wrong.text());
}
