//! What bad input gets: 4xx with code, place and what was allowed; never a 500, never a dead server.

use std::fs;
use std::os::unix::fs::symlink;

use reqwest::Method;
use sandtable_tests::{Answer, Server, data, guest};
use serde_json::{Value, json};

/// Posts, and gives status, code and message on one line.
fn refusal(server: &Server, name: &str, request: &Value) -> String {
    let answer = server.run(name, request);
    format!("{} {}: {}", answer.status.as_u16(), answer.code(), answer.message())
}

#[test]
fn a_request_that_does_not_fit_says_where_and_what_is_allowed() {
    let server = Server::start();
    server.upload("smallest");
    server.upload("top-per-group");
    server.upload("flight-delays");
    let table = json!([{"x": 1}]);
    for (name, request, wanted) in [
        ("smallest", json!({}), "400 VALIDATION_ERROR: input \"input\" is missing; smallest wants input"),
        ("smallest", json!({"inputs": {"tabel": {"rows": table}}}), "400 VALIDATION_ERROR: unknown input \"tabel\"; smallest wants input"),
        ("top-per-group", json!({"inputs": {"table": {"rows": table}}, "params": {"group": "x", "n": "two", "by": "x"}}), "params.n"),
        ("top-per-group", json!({"inputs": {"table": {"rows": table}}, "params": {"group": "x", "n": 2}}), "\"by\" is a required property"),
        ("top-per-group", json!({"inputs": {"table": {"rows": table}}, "params": {"group": "x", "by": "x", "n": 1, "m": 1}}), "'m' was unexpected"),
        ("smallest", json!({"inputs": {"input": {"rows": table}}, "params": {"k": 1}}), "unknown parameter \"k\"; the transform takes none"),
        ("flight-delays", json!({"inputs": {"flights": {"rows": [{"dep_delay": 1}]}}}), "input \"flights\""),
        ("flight-delays", json!({"inputs": {"flights": {"rows": [{"dep_delay": "x", "arr_delay": 1, "air_time": 1, "distance": 1}]}}}), "dep_delay"),
        ("smallest", json!({"inputs": {"input": {"rows": table}}, "limits": {"memory_mb": 999_999}}), "limits.memory_mb is 999999, above the ceiling of 1024"),
        ("smallest", json!({"inputs": {"input": {"rows": table, "uri": "x.csv"}}}), "VALIDATION_ERROR"),
        ("smallest", json!({"inputs": {"input": {}}}), "VALIDATION_ERROR"),
        ("smallest", json!({"inputs": {"input": {"rows": {"x": 1}}}}), "VALIDATION_ERROR"),
        ("smallest", json!({"inputs": {"input": {"rows": [{"x": 1}, {"x": "a"}]}}}), "row"),
        ("smallest", json!({"input": {}}), "unknown field `input`"),
        ("smallest", json!({"inputs": {"input": {"rows": table}}, "output": {"format": "xls"}}), "\"xls\""),
        ("smallest", json!({"inputs": {"input": {"rows": table}}, "limits": {"memroy_mb": 5}}), "memroy_mb"),
        ("none", json!({}), "404 NOT_FOUND: no transform \"none\""),
        ("No", json!({}), "400 VALIDATION_ERROR"),
    ] {
        let refusal = refusal(&server, name, &request);
        assert!(refusal.contains(wanted) && refusal.starts_with('4'), "{name} {request}: {refusal}");
    }
    server.assert_serving();
}

#[test]
fn no_file_outside_the_base_path_can_be_named() {
    let server = Server::start();
    server.upload("smallest");
    let outside = server.base().with_file_name("outside.csv");
    fs::write(&outside, "x\n1\n").expect("the folder is ours");
    symlink(&outside, server.base().join("link.csv")).expect("the folder is ours");
    symlink("..", server.base().join("up")).expect("the folder is ours");
    let absolute = outside.display().to_string();
    for uri in ["../outside.csv", "up/outside.csv", "link.csv", &absolute, "/etc/passwd", "file:///etc/passwd", "http://127.0.0.1/x.csv", "s3://b/k.csv", ""] {
        let refusal = refusal(&server, "smallest", &json!({"inputs": {"input": {"uri": uri}}}));
        assert!(refusal.starts_with("400 VALIDATION_ERROR"), "{uri}: {refusal}");
    }
    assert!(refusal(&server, "smallest", &json!({"inputs": {"input": {"uri": "none.csv"}}})).starts_with("404 NOT_FOUND"));
    fs::write(server.base().join("in.csv"), "x\n1\n").expect("the folder is ours");
    assert_eq!(server.run("smallest", &json!({"inputs": {"input": {"uri": server.base().join("in.csv")}}})).status, 200, "an absolute path under the base");
}

#[test]
fn malformed_files_are_the_callers_error() {
    let server = Server::start();
    server.upload("smallest");
    server.upload("roundtrip-rust");
    fs::copy(data("planes.csv"), server.base().join("planes.csv")).expect("the data is there");
    let input = server.get("/v1/transforms/roundtrip-rust").json()["describe"]["inputs"][0]["name"].as_str().expect("it has one").to_owned();
    let written = |format: &str| {
        let request = json!({"inputs": {&input: {"uri": "planes.csv", "options": {"null_values": ["NA"]}}}, "output": {"format": format}});
        let answer = server.run("roundtrip-rust", &request);
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.body
    };
    let mut cases: Vec<(String, Vec<u8>)> = vec![
        ("empty.csv".into(), b"".to_vec()),
        ("ragged.csv".into(), b"a,b\n1\n1,2,3\n".to_vec()),
        ("latin.csv".into(), b"a\n\xff\xfe\n".to_vec()),
        ("broken.jsonl".into(), b"{\"a\":1}\n{\"a\":\n".to_vec()),
        ("not.json".into(), b"[1, 2".to_vec()),
        ("not.parquet".into(), b"PAR1 this is not parquet PAR1".to_vec()),
        ("not.arrow".into(), b"ARROW1 nor is this".to_vec()),
        ("zeros.parquet".into(), vec![0; 4096]),
        ("zeros.arrow".into(), vec![0; 4096]),
    ];
    for format in ["parquet", "arrow"] {
        let whole = written(format);
        for cut in [1, whole.len() / 3, whole.len() - 9] {
            cases.push((format!("cut-{cut}.{format}"), whole[..cut].to_vec()));
        }
        // Bits flipped all over the file: headers, metadata, pages.
        for step in 0..24 {
            let mut bad = whole.clone();
            let at = step * (bad.len() - 1) / 23;
            bad[at] ^= 0xff;
            cases.push((format!("flipped-{at}.{format}"), bad));
        }
    }
    for (name, bytes) in cases {
        fs::write(server.base().join(&name), bytes).expect("the folder is ours");
        let answer = server.run("roundtrip-rust", &json!({"inputs": {&input: {"uri": name}}, "limits": {"timeout_ms": 20_000}}));
        // A flipped bit may leave a file that is valid; whatever it is, it is not a fault of ours.
        let is_fine = answer.status == 200 && name.starts_with("flipped");
        assert!(is_fine || answer.status.is_client_error(), "{name}: {} {}", answer.status, answer.text());
    }
    server.assert_serving();
}

#[test]
fn bodies_that_are_not_requests_are_refused() {
    let server = Server::builder().args(&["--max-component", "1MiB", "--max-body", "1MiB"]).start();
    server.upload("smallest");
    let path = "/v1/transforms/smallest/run";
    let send = |content_type: &str, body: Vec<u8>| {
        Answer::from(server.request(Method::POST, path).header("content-type", content_type).body(body).send().expect("the server answers"))
    };
    for (content_type, body, status) in [
        ("application/json", b"{".to_vec(), 400),
        ("application/json", b"[]".to_vec(), 400),
        ("application/json", b"{\"inputs\": {\"input\": {\"rows\": []}, \"input\": {\"rows\": []}}}".to_vec(), 400),
        ("text/plain", b"x".to_vec(), 400),
        ("multipart/form-data", b"x".to_vec(), 400),
        ("multipart/form-data; boundary=b", b"--b\r\nbroken".to_vec(), 400),
        ("text/csv", vec![b'x'; 2 << 20], 413),
        ("application/json", vec![b' '; 9 << 20], 413),
    ] {
        let answer = send(content_type, body);
        assert_eq!(answer.status, status, "{content_type}: {}", answer.text());
        assert_eq!(answer.code(), "VALIDATION_ERROR", "{content_type}: {}", answer.text());
    }
    let answer = server.put("/v1/transforms/big/1.0.0", vec![0; 2 << 20]);
    assert_eq!((answer.status.as_u16(), answer.code().as_str()), (413, "VALIDATION_ERROR"));
    assert_eq!(server.get("/nowhere").status, 404);
    assert_eq!(server.get("/nowhere").code(), "NOT_FOUND");
    assert_eq!(Answer::from(server.request(Method::PATCH, "/healthz").send().expect("the server answers")).status, 405);
    server.assert_serving();
}

#[test]
fn a_failed_run_says_what_it_used_and_what_it_logged() {
    let server = Server::start();
    server.upload("flight-delays");
    let row = json!({"dep_delay": 1, "arr_delay": 1, "air_time": 1, "distance": 1});
    let answer = server.run("flight-delays", &json!({"inputs": {"flights": {"rows": [row]}}, "params": {"late_after": 90}}));
    assert_eq!((answer.status.as_u16(), answer.code().as_str()), (422, "GUEST_ERROR"));
    assert_eq!(answer.message(), "very_late_after is 60; at least late_after (90) is allowed (bad-parameter)");
    let details = &answer.json()["error"]["details"];
    assert_eq!(details["guest_code"], "bad-parameter", "{details}");
    assert!(details["usage"]["fuel"].as_u64() > Some(0), "{details}");
    assert!(details["logs"].is_array(), "{details}");
}

#[test]
fn uploads_that_look_like_paths_or_code_touch_nothing() {
    let server = Server::start();
    // A component's compiled form, as our own cache writes it, must never reach the loader as an upload.
    server.upload("smallest");
    let compiled = server.data_dir().join("compiled");
    let engine = fs::read_dir(&compiled).expect("it is there").map_while(Result::ok).find(|entry| entry.path().is_dir()).expect("one engine");
    let file = fs::read_dir(engine.path()).expect("it is a folder").map_while(Result::ok).next().expect("one component");
    let bytes = fs::read(file.path()).expect("it is ours");
    let elf = bytes.windows(4).position(|window| window == b"\x7fELF").expect("compiled code is an ELF file");
    let answer = server.put("/v1/transforms/evil/1.0.0", bytes[elf..].to_vec());
    assert_eq!(answer.json()["error"]["details"]["problems"][0]["code"], "not-wasm", "{}", answer.text());
    assert!(guest("smallest").starts_with(b"\0asm"));
}
