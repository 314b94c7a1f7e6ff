//! What bad input gets: the contract's codes, with field and constraint, and a service that is alive.

use std::fs;
use std::io::Write;

use sandtable_tests::{Answer, Server};
use serde_json::{Value, json};

use super::{fill, server, slow};

fn error(answer: &Answer) -> (u16, Value) {
    (answer.status.as_u16(), answer.json()["error"].clone())
}

#[test]
fn tokens_that_are_wrong_get_auth_error() {
    let server = Server::builder().secret("a shared secret").start();
    let url = |path: &str| format!("{}{path}", server.url());
    let client = reqwest::blocking::Client::new();
    let asked = |token: Option<String>| {
        let request = client.get(url("/v1/py/health"));
        let request = if let Some(token) = token { request.bearer_auth(token) } else { request };
        Answer::from(request.send().expect("the server answers"))
    };
    let none = "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.eyJleHAiOjQxMDI0NDQ4MDB9.".to_owned();
    for token in [
        None,
        Some("nonsense".to_owned()),
        Some(none),
        Some(Server::token("another secret", &json!({"exp": 4_102_444_800_u64}))),
        Some(Server::token("a shared secret", &json!({"exp": 1_000_000_000}))),
        Some(Server::token("a shared secret", &json!({}))),
    ] {
        let answer = asked(token.clone());
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (401, "AUTH_ERROR"), "{token:?}");
    }
    assert_eq!(server.get("/v1/py/health").status, 200);
    let reader = Server::token("a shared secret", &json!({"exp": 4_102_444_800_u64, "scope": "read"}));
    assert_eq!(asked(Some(reader.clone())).status, 200);
    let answer = Answer::from(client.post(url("/v1/py/discover")).bearer_auth(reader).json(&json!({"uri": "."})).send().expect("the server answers"));
    assert_eq!((answer.status.as_u16(), answer.code().as_str()), (403, "AUTH_ERROR"));
}

#[test]
fn requests_that_make_no_sense_name_field_and_constraint() {
    let server = server();
    for (door, body, field) in [
        ("discover", json!({}), "uri"),
        ("discover", json!({"uri": "nyc", "recurse": "yes"}), "recurse"),
        ("discover", json!({"uri": "nyc", "max_files": 0}), "max_files"),
        ("discover", json!({"uri": "nyc", "depth": 3}), "depth"),
        ("discover", json!({"uri": "../.."}), "uri"),
        ("discover", json!({"uri": "/etc"}), "uri"),
        ("discover", json!({"uri": "s3://bucket/x"}), "uri"),
        ("infer_schema", json!({"uri": "nyc/none.csv"}), "uri"),
        ("infer_schema", json!({"uri": "nyc/flights.csv", "infer_rows": 0}), "infer_rows"),
        ("preview", json!({"path": "../secret.csv"}), "path"),
        ("query", json!({"plan": {"dataset": "nowhere"}}), "plan.dataset"),
        ("query", json!({"plan": {"dataset": "nyc/flights.csv"}, "output": "xls"}), "output"),
        ("query", json!({"plan": {"dataset": "nyc/flights.csv", "joins": [{"dataset": "none", "on": ["carrier"]}]}}), "plan.joins[0].dataset"),
        ("query", json!({"plan": {"dataset": "nyc/flights.csv", "joins": vec![json!({"dataset": "nyc/airlines.csv", "on": ["carrier"]}); 17]}}), "plan.joins"),
        ("analyze", json!({"job_kind": "eda"}), "plan"),
        ("analyze", json!({"job_kind": "odd", "plan": {"dataset": "nyc/flights.csv"}}), "job_kind"),
        ("analyze", json!({"job_kind": "eda", "frame_ref": {"type": "arrow", "data": "%%%"}}), "frame_ref.data"),
        ("transform", json!({"transform": "Not A Name"}), "name"),
    ] {
        let (status, error) = error(&server.post(&format!("/v1/py/{door}"), &body));
        assert_eq!((status, &error["code"]), (400, &json!("VALIDATION_ERROR")), "{door} {body}: {error}");
        assert!(error["details"]["field"].as_str().is_some_and(|named| named.contains(field)), "{door} {body}: {error}");
        assert!(error["request_id"].as_str().is_some_and(|id| id.starts_with("req_")), "{error}");
    }
    assert_eq!(server.get("/v1/py/health").json()["next_token"], 1, "none of them became a job");
}

#[test]
fn what_is_not_there_is_a_404_with_the_contracts_code() {
    let server = server();
    for path in ["/v1/py/jobs/99", "/v1/py/jobs/99/download", "/v1/py/jobs/99/events", "/v1/py/nothing"] {
        let (status, error) = error(&server.get(path));
        assert_eq!((status, &error["code"], &error["details"]["reason"]), (404, &json!("VALIDATION_ERROR"), &json!("not_found")), "{path}");
    }
    for token in ["0", "-1", "x", "1.5", "+1", "99999999999999999999"] {
        let (status, error) = error(&server.get(&format!("/v1/py/jobs/{token}")));
        assert_eq!((status, &error["details"]["field"]), (400, &json!("token")), "{token}");
    }
}

#[test]
fn large_requests_are_refused() {
    let server = server();
    let plan = json!({"plan": {"dataset": "nyc/flights.csv", "select": vec!["x".repeat(1000); 10_000]}});
    let (status, error) = error(&server.post("/v1/py/query", &plan));
    assert_eq!((status, &error["details"]["reason"]), (413, &json!("too_large")));
    let nested = format!("{}{{\"col\": \"x\", \"op\": \"is_null\"}}{}", "{\"not\": ".repeat(10_000), "}".repeat(10_000));
    let body = format!("{{\"plan\": {{\"dataset\": \"nyc/flights.csv\", \"filters\": [{nested}]}}}}");
    let request = server.request(reqwest::Method::POST, "/v1/py/query").header("content-type", "application/json").body(body);
    let answer = Answer::from(request.send().expect("the server answers"));
    assert_eq!((answer.status.as_u16(), answer.code().as_str()), (400, "VALIDATION_ERROR"));
    assert_eq!(server.get("/v1/py/health").status, 200);
}

#[test]
fn a_full_queue_says_when_to_come_again() {
    let server = Server::builder().args(&["--job-queue", "1"]).start();
    fill(&server);
    let spin = slow(&server);
    let mut running = vec![server.submit("transform", &spin)];
    // The first is taken out of the queue at some time; after that one waits, and one more is too many.
    let refused = loop {
        let answer = server.post("/v1/py/transform", &spin);
        match answer.status.as_u16() {
            200 => running.push(answer.json()["token"].as_u64().expect("a token is a number")),
            _ => break answer,
        }
        assert!(running.len() < 10, "the queue never fills");
    };
    assert_eq!((refused.status.as_u16(), refused.code().as_str(), refused.header("retry-after")), (503, "RESOURCE_CAP", Some("1")));
    for token in running {
        server.delete(&format!("/v1/py/jobs/{token}"));
        assert_eq!(server.finished(token)["error"]["details"]["reason"], "cancelled");
    }
}

#[test]
fn damaged_files_fail_their_job_and_nothing_else() {
    let server = server();
    let mut parquet = Vec::from(&b"PAR1"[..]);
    parquet.extend(vec![7; 5000]);
    parquet.extend(b"PAR1");
    fs::write(server.base().join("bad.parquet"), &parquet).expect("the folder is ours");
    fs::write(server.base().join("short.parquet"), b"PAR1").expect("the folder is ours");
    fs::write(server.base().join("empty.csv"), b"").expect("the folder is ours");
    fs::write(server.base().join("ragged.csv"), b"a,b\n1,2\n3,4,5,6\n").expect("the folder is ours");
    fs::write(server.base().join("bad.jsonl"), b"{\"a\": 1}\n{\"a\": \n").expect("the folder is ours");
    fs::write(server.base().join("bytes.csv"), [b"a,b\n".as_slice(), &[0xff, 0xfe, b',', 0x80, b'\n']].concat()).expect("the folder is ours");
    for name in ["bad.parquet", "short.parquet", "empty.csv", "ragged.csv", "bad.jsonl", "bytes.csv"] {
        let record = server.finished(server.submit("infer_schema", &json!({"uri": name})));
        assert_eq!(record["status"], "failed", "{name}: {record:#}");
        let code = record["error"]["code"].as_str().unwrap_or_default();
        assert!(["VALIDATION_ERROR", "IO_ERROR"].contains(&code), "{name}: {record:#}");
        assert_ne!(record["code"], 500, "{name}: {record:#}");
    }
    let found = server.done("discover", &json!({"uri": "."}));
    assert_eq!(found["total_files"], 11, "a damaged file is found like any other");
    server.done("infer_schema", &json!({"uri": "nyc/airlines.csv"}));
}

#[test]
fn a_job_beyond_its_memory_fails_and_its_neighbours_finish() {
    let server = Server::builder().args(&["--workers", "2", "--job-memory", "256MiB"]).start();
    let mut file = fs::File::create(server.base().join("wide.csv")).expect("the folder is ours");
    writeln!(file, "k,x").expect("it can be written");
    for row in 0..60_000 {
        writeln!(file, "1,{row}").expect("it can be written");
    }
    // Every row has 60,000 partners: more rows than any memory holds.
    let plan = json!({"plan": {"dataset": "wide.csv", "joins": [{"dataset": "wide.csv", "on": ["k"]}], "order": [{"col": "x"}]}, "output": "arrow"});
    let heavy = server.submit("query", &plan);
    let light: Vec<u64> = (0..4).map(|_| server.submit("infer_schema", &json!({"uri": "wide.csv"}))).collect();
    for token in light {
        assert_eq!(server.finished(token)["status"], "completed");
    }
    let record = server.finished(heavy);
    assert_eq!((&record["status"], &record["error"]["code"]), (&json!("failed"), &json!("RESOURCE_CAP")), "{record:#}");
    assert_eq!(record["attempts"], 1, "what a limit ended is not tried again");
}

#[test]
fn a_job_beyond_its_time_is_a_timeout() {
    let server = server();
    let mut body = slow(&server);
    body["limits"]["timeout_ms"] = json!(300);
    let record = server.finished(server.submit("transform", &body));
    assert_eq!((&record["error"]["code"], &record["code"]), (&json!("TIMEOUT"), &json!(504)), "{record:#}");
}
