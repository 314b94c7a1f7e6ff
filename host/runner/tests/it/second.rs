//! The second generation: what comes from URLs, and what goes to them.

use sandtable_runner::Refusal;
use serde_json::{Value, json};

use crate::host::{Asked, Host, answer, ok};
use crate::support::Bench;

/// A store with one table and its manifest, which takes what it is sent.
fn store() -> Host {
    Host::new(|asked: &Asked| match asked.path.as_str() {
        "/orders" => ok(b"{\"x\":1}\n"),
        "/orders.json" => ok(br#"{"schema_version": 1, "data_format": "jsonl", "table_metadata": {"table_id": 7},
            "fields": [{"name": "x", "base_type": "Integer", "database_type": "int4", "semantic_type": "PK"}]}"#),
        "/refused" => answer("403 Forbidden", "", b""),
        path if path.starts_with("/dead") => answer("404 Not Found", "", b""),
        _ => ok(b""),
    })
}

#[tokio::test]
async fn the_whole_cycle_with_manifests_and_events() {
    let (bench, host) = (Bench::one_at_a_time(), store());
    let body = json!({
        "code": "takes orders\nprint hello", "request_id": 3,
        "table_mapping": {"orders": host.url("/orders"), "other": host.url("/dead")},
        "manifest_mapping": {"orders": host.url("/orders.json")},
        "output_url": host.url("/out"), "output_manifest_url": host.url("/out.json"), "events_url": host.url("/events"),
    });
    let answer = bench.second(body).await.unwrap();
    assert!(answer.success, "{:?}", answer.body);
    assert_eq!((&answer.body["exit_code"], &answer.body["request_id"], &answer.body["timeout"]), (&json!(0), &json!(3), &json!(false)));
    assert_eq!(*bench.seen.tables.lock().unwrap(), [("orders".to_owned(), "{\"x\":1}\n".to_owned())]);
    assert_eq!(host.bodies("/out"), [b"x\n0\n"]);
    let manifest: Value = serde_json::from_slice(&host.bodies("/out.json")[0]).unwrap();
    assert_eq!(manifest["fields"], json!([{"name": "x", "base_type": "Integer", "database_type": "int4", "semantic_type": "PK"}]));
    assert_eq!((&manifest["schema_version"], &manifest["data_version"], &manifest["data_format"]), (&json!(1), &json!(1), &json!("jsonl")));
    assert_eq!(manifest["source_metadata"]["table_metadata"]["table_id"], 7);
    let events: Vec<Value> = host.bodies("/events")[0].split(|byte| *byte == b'\n').filter_map(|line| serde_json::from_slice(line).ok()).collect();
    let told: Vec<_> = events.iter().map(|event| (event["stream"].as_str().unwrap(), event["message"].as_str().unwrap())).collect();
    let wanted = [("stdout", "hello"), ("stdout", "Successfully saved 1 rows to S3"), ("stdout", "Successfully saved output manifest with 1 fields to S3")];
    assert_eq!(told, wanted);
    assert!(events.iter().all(|event| event["timestamp"].as_u64().is_some_and(|ms| ms > 1_600_000_000_000)));
    assert_eq!(bench.runner.logs("3").unwrap().events.len(), 3);
    let order: Vec<String> = host.asked.lock().unwrap().iter().filter(|asked| asked.method == "PUT").map(|asked| asked.path.clone()).collect();
    assert_eq!(order, ["/out", "/out.json", "/events"]);
}

#[tokio::test]
async fn a_dead_url_is_named_by_its_table_and_nothing_is_sent() {
    let (bench, host) = (Bench::one_at_a_time(), store());
    let body = |table: String, manifest: Option<String>| {
        let manifests = manifest.map_or_else(|| json!({}), |manifest| json!({"orders": manifest}));
        json!({"code": "takes orders", "table_mapping": {"orders": table}, "manifest_mapping": manifests,
            "output_url": host.url("/out"), "output_manifest_url": host.url("/out.json"), "events_url": host.url("/events")})
    };
    for (table, manifest, why) in [
        (host.url("/dead?secret=1"), None, "the answer is 404"),
        (host.url("/orders"), Some(host.url("/dead.json")), "manifest: "),
        (host.url("/orders"), Some(host.url("/orders")), "manifest: "),
        ("http://10.0.0.1/x".to_owned(), None, "SANDTABLE_ALLOW_HOSTS"),
        ("https://169.254.169.254/x".to_owned(), None, "link-local"),
        ("file:///etc/passwd".to_owned(), None, "only https and http"),
        ("http://127.0.0.1:1/x".to_owned(), None, "127.0.0.1:1"),
    ] {
        let answer = bench.second(body(table, manifest)).await.unwrap();
        let error = answer.body["error"].as_str().unwrap();
        assert!(!answer.success && error.starts_with("table \"orders\": ") && error.contains(why) && !error.contains("secret"), "{error}");
    }
    assert!(host.bodies("/out").is_empty() && host.bodies("/out.json").is_empty());
    assert_eq!(host.bodies("/events").len(), 7, "what happened is told in any case");
}

#[tokio::test]
async fn what_cannot_be_sent_is_a_run_that_failed() {
    let (bench, host) = (Bench::one_at_a_time(), store());
    let body = json!({"code": "rows 1", "output_url": host.url("/refused"), "output_manifest_url": host.url("/out.json"), "events_url": host.url("/refused")});
    let answer = bench.second(body).await.unwrap();
    let error = answer.body["error"].as_str().unwrap();
    assert!(!answer.success && error.starts_with("output_url: ") && error.ends_with("403"), "{error}");
    assert!(host.bodies("/out.json").is_empty(), "no manifest without its table");
    for (field, url) in [("output_url", "http://10.0.0.1/x"), ("output_manifest_url", "ftp://x"), ("events_url", "https://localhost@10.0.0.1/")] {
        let refused = bench.second(json!({"code": "rows 1", field: url})).await;
        assert!(matches!(&refused, Err(Refusal::Invalid(why)) if why.starts_with(field)), "{refused:?}");
    }
}

#[tokio::test]
async fn failures_have_a_code_a_word_and_events() {
    let (bench, host) = (Bench::one_at_a_time(), store());
    let failed =
        bench.second(json!({"code": "fail exception ValueError: boom", "events_url": host.url("/events"), "output_url": host.url("/out")})).await.unwrap();
    assert_eq!((&failed.body["exit_code"], &failed.body["error"]), (&json!(1), &json!("Transform function failed: boom")));
    let events = String::from_utf8(host.bodies("/events")[0].clone()).unwrap();
    assert!(events.contains("ERROR: Transform function failed: boom") && events.contains("Traceback"), "{events}");
    let slow = bench.second(json!({"code": "wait", "timeout": 0.05})).await.unwrap();
    assert_eq!((&slow.body["exit_code"], &slow.body["timeout"]), (&json!(-1), &json!(true)));
    assert!(slow.body["error"].as_str().unwrap().contains("timeout"));
    assert!(host.bodies("/out").is_empty());
    assert_eq!(bench.second(json!({})).await, Err(Refusal::Invalid("code is required".to_owned())));
    assert!(matches!(bench.second(json!({"code": "x", "data_format": "xls"})).await, Err(Refusal::Invalid(why)) if why.starts_with("data_format")));
}
