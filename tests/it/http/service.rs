//! Health, metrics, documents, request ids.

use reqwest::Method;
use sandtable_tests::{Answer, Server};
use serde_json::json;

#[test]
fn health_metrics_and_documents_are_served() {
    let server = Server::start();
    assert_eq!(server.get("/healthz").json()["status"], "ok");
    server.assert_serving();
    let metrics = server.get("/metrics").text();
    for name in ["sandtable_executors", "sandtable_http_requests_total"] {
        assert!(metrics.contains(name), "{name}: {metrics}");
    }
    let document = server.get("/openapi.json").json();
    assert_eq!(document["openapi"], "3.1.0");
    assert!(document["paths"]["/v1/transforms/{name}/run"]["post"].is_object());
    let page = server.get("/docs/");
    assert_eq!(page.status, 200);
    assert!(!page.text().contains("https://"), "the page works without a network");
}

#[test]
fn a_request_id_comes_back_and_stands_in_errors() {
    let server = Server::start();
    let ask = |id: &str| Answer::from(server.request(Method::GET, "/v1/transforms/none").header("x-request-id", id).send().expect("the server answers"));
    let given = ask("my-id.1");
    assert_eq!((given.header("x-request-id"), given.json()["error"]["request_id"].as_str()), (Some("my-id.1"), Some("my-id.1")));
    let made = ask("not sane; at all");
    let id = made.header("x-request-id").expect("every answer has one").to_owned();
    assert!(id.starts_with("req_") && id.len() == 16, "{id}");
    assert_eq!(made.json()["error"]["request_id"], json!(id));
}
