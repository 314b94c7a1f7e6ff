//! What the host does with programs in any language, shown on one whose programs are lists of commands.

use sandtable_tests::{Server, guest};
use serde_json::{Value, json};

use super::{once, printed, rows, script_folder, script_server, traceback};

const COPY: &str = "summary copies\ninput a\nparams {\"type\": \"object\", \"properties\": {\"n\": {\"type\": \"integer\"}}, \"additionalProperties\": false}\nlog-params\ncopy a";

fn upload(server: &Server, path: &str, source: &str) -> sandtable_tests::Answer {
    put(server, path, &json!({"language": "script", "source": source}))
}

fn put(server: &Server, path: &str, body: &Value) -> sandtable_tests::Answer {
    server.put_source(&format!("/v1/transforms/{path}"), "application/json", &body.to_string())
}

fn two_rows() -> Value {
    json!({"a": {"rows": [{"x": 1}, {"x": 2}]}})
}

#[test]
fn source_is_uploaded_shown_run_and_deleted_as_a_component_is() {
    let (server, _folder) = script_server(|server| server);
    let created = upload(&server, "copies/1.0.0", COPY);
    assert_eq!(created.status, 201, "{}", created.text());
    let shown = server.get("/v1/transforms/copies/1.0.0").json();
    assert_eq!((&shown["language"], &shown["describe"]["kind"], &shown["describe"]["summary"]), (&json!("script"), &json!("table"), &json!("copies")));
    assert_eq!(shown["size_bytes"], COPY.len());
    assert_eq!(upload(&server, "copies/1.0.0", COPY).status, 200);
    assert_eq!(upload(&server, "copies/1.0.0", "log other").status, 409);
    server.upload("smallest");
    let list = server.get("/v1/transforms").json();
    let languages: Vec<_> = list["transforms"].as_array().expect("a list").iter().map(|one| one["language"].clone()).collect();
    assert_eq!(languages, [json!("script"), Value::Null]);

    let source = server.get("/v1/transforms/copies/1.0.0/source");
    assert_eq!((source.text().as_str(), source.header("content-type")), (COPY, Some("text/plain; charset=utf-8")));
    assert_eq!(source.header("etag"), Some(format!("{}", shown["digest"]).as_str()));
    let component = server.get("/v1/transforms/copies/1.0.0/component");
    assert_eq!(
        (component.status.as_u16(), component.message().as_str()),
        (404, "copies@1.0.0 is source code in script, not a component; its path ends in /source")
    );
    assert_eq!(server.get("/v1/transforms/smallest/1.0.0/source").status, 404);

    let ran = server.run("copies", &json!({"inputs": two_rows(), "params": {"n": 3}}));
    assert_eq!(rows(&ran), json!([{"x": 1}, {"x": 2}]));
    let ran = ran.json();
    assert_eq!(ran["transform"], json!({"name": "copies", "version": "1.0.0", "digest": shown["digest"], "language": "script"}));
    assert_eq!(printed(&ran), [("guest".to_owned(), "{\"n\":3}".to_owned())]);
    // What the description says is held as with a component.
    for (request, said) in [
        (json!({"inputs": two_rows(), "params": {"m": 3}}), "parameters are not acceptable"),
        (json!({"inputs": {}}), "input \"a\" is missing; copies wants a"),
        (json!({"inputs": {"b": {"rows": []}}}), "unknown input \"b\"; copies wants a"),
    ] {
        let answer = server.run("copies", &request);
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (400, "VALIDATION_ERROR"), "{}", answer.text());
        assert!(answer.message().starts_with(said), "{}", answer.message());
    }
    assert_eq!(server.delete("/v1/transforms/copies/1.0.0").status, 200);
    assert_eq!(server.run("copies", &json!({"inputs": two_rows()})).status, 404);
    assert_eq!(upload(&server, "copies/1.0.0", "log other").status, 409, "a deleted version stays reserved");
    assert_eq!(upload(&server, "copies/1.0.0", COPY).status, 201);
}

#[test]
fn a_library_and_options_are_stored_with_it() {
    let (server, _folder) = script_server(|server| server);
    let body = json!({"language": "script", "source": "input a\nuse tools.first\ncopy a", "library": {"tools.first": "log from a library"}, "options": {"filename": "mine.txt"}});
    let created = put(&server, "both/1.0.0", &body);
    assert_eq!(created.status, 201, "{}", created.text());
    let ran = server.run("both", &json!({"inputs": two_rows()}));
    assert_eq!(printed(&ran.json()), [("guest".to_owned(), "from a library".to_owned())]);
    let source = server.get("/v1/transforms/both/1.0.0/source");
    assert_eq!(source.header("content-type"), Some("application/json"));
    assert_eq!(source.json()["program"]["library"], body["library"]);
    assert_eq!(put(&server, "both/1.0.0", &json!({"language": "script", "source": body["source"]})).status, 409, "without the library it is another");
    let failed = put(&server, "odd/1.0.0", &json!({"language": "script", "source": "fly", "options": {"filename": "mine.txt"}}));
    assert_eq!(traceback(&failed)[0], "  File \"mine.txt\", line 1");
}

#[test]
fn what_is_wrong_with_source_is_told_at_its_upload() {
    let (server, _folder) = script_server(|server| server.args(&["--executors", "1"]));
    for (source, code, message, lines) in [
        (
            "log x\nfly away",
            "syntax",
            "SyntaxError: there is no command fly",
            vec!["  File \"script.txt\", line 2", "    fly away", "SyntaxError: there is no command fly"],
        ),
        ("input a", "no-transform", "the program does nothing", vec![]),
        ("input a\ninput a\ncopy a", "describe-failed", "bad output: description: inputs: \"a\" stands there twice", vec![]),
    ] {
        let answer = upload(&server, "wrong/1.0.0", source);
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (422, "VALIDATION_ERROR"), "{}", answer.text());
        assert_eq!(answer.message(), format!("the source is not acceptable: {message}"));
        let details = &answer.json()["error"]["details"];
        assert_eq!(details["problems"], json!([{"code": code, "message": message}]));
        assert_eq!(traceback(&answer), lines, "{source}");
    }
    // What the top level does is held to limits, and nothing of it is left behind.
    for (source, said) in [("top trap\nlog x", "unreachable"), ("top allocate\nlog x", "memory_mb"), ("top spin\nlog x", "10000 ms")] {
        let answer = upload(&server, "wrong/1.0.0", source);
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (422, "VALIDATION_ERROR"), "{}", answer.text());
        assert!(answer.message().contains(said), "{source}: {}", answer.message());
    }
    assert_eq!(server.get("/v1/transforms").json()["transforms"], json!([]));
    assert_eq!(upload(&server, "wrong/1.0.0", COPY).status, 201);
}

#[test]
fn requests_that_bring_no_program_are_refused_with_what_is_missing() {
    let (server, _folder) = script_server(|server| server);
    let long = "x".repeat(2 << 20);
    for (content_type, body, status, said) in [
        ("text/x-python", "x = 1".to_owned(), 400, "no language \"python\"; there are script"),
        ("application/json", json!({"language": "../script", "source": "x"}).to_string(), 400, "no language \"../script\"; there are script"),
        ("application/json", json!({"source": "x"}).to_string(), 400, "missing field `language`"),
        ("application/json", json!({"language": "script", "source": " "}).to_string(), 400, "the source is empty"),
        ("application/json", json!({"language": "script", "source": "x", "libary": {}}).to_string(), 400, "unknown field `libary`"),
        ("text/x-python", long.clone(), 413, "the source is larger than the 1MiB that are allowed"),
        ("application/json", json!({"language": "script", "source": long}).to_string(), 400, "source has 2097152 bytes, at most 1048576 are taken"),
        ("text/x-ruby", "puts 1".to_owned(), 400, "source code as text/x-python, text/javascript or application/json"),
    ] {
        let answer = server.put_source("/v1/transforms/wrong/1.0.0", content_type, &body);
        assert_eq!(answer.status.as_u16(), status, "{}", answer.text());
        assert!(answer.message().contains(said), "{}", answer.message());
    }
    let bytes = server.request(reqwest::Method::PUT, "/v1/transforms/wrong/1.0.0").header("content-type", "text/x-python").body(vec![b'x', 0xff]);
    let answer: sandtable_tests::Answer = bytes.send().expect("it answers").into();
    assert_eq!(answer.message(), "the source is not UTF-8: it breaks off at byte 1");
    let refused = server.put("/v1/transforms/wrong/1.0.0", guest("script-language"));
    assert_eq!(refused.status, 422, "{}", refused.text());
    assert!(refused.message().contains("it is a language"), "{}", refused.message());
    let csv = server.request(reqwest::Method::POST, "/v1/run").header("content-type", "text/csv").body("a\n1\n");
    let answer: sandtable_tests::Answer = csv.send().expect("it answers").into();
    assert_eq!(answer.status, 400, "{}", answer.text());
}

#[test]
fn source_is_run_once_with_every_shape_of_request_and_answer() {
    let (server, _folder) = script_server(|server| server);
    let ran = once(&server, "script", "log-params\ncopy a", &json!({"inputs": two_rows(), "params": {"k": [1]}}));
    assert_eq!(rows(&ran), json!([{"x": 1}, {"x": 2}]));
    let ran = ran.json();
    assert_eq!((&ran["transform"]["name"], &ran["transform"]["version"], &ran["transform"]["language"]), (&json!("script"), &json!("0.1.0"), &json!("script")));
    assert_eq!(printed(&ran), [("guest".to_owned(), "{\"k\":[1]}".to_owned())]);
    std::fs::write(server.base().join("t.csv"), "x\n5\n").expect("it can be written");
    let csv = once(&server, "script", "copy t", &json!({"inputs": {"t": {"uri": "t.csv"}}, "output": {"format": "csv"}}));
    assert_eq!((csv.status.as_u16(), csv.text().as_str()), (200, "x\n5\n"));
    assert_eq!(csv.header("x-sandtable-transform"), Some("script@0.1.0"));
    let form = reqwest::blocking::multipart::Form::new()
        .text("request", json!({"language": "script", "source": "use m", "library": {"m": "copy t"}}).to_string())
        .part("t", reqwest::blocking::multipart::Part::text("x\n7\n").mime_str("text/csv").expect("a media type"));
    let sent: sandtable_tests::Answer = server.request(reqwest::Method::POST, "/v1/run").multipart(form).send().expect("it answers").into();
    assert_eq!(rows(&sent), json!([{"x": 7}]));
    let failed = once(&server, "script", "fail exception ValueError: boom", &json!({}));
    assert_eq!((failed.status.as_u16(), failed.code().as_str(), failed.message().as_str()), (422, "GUEST_ERROR", "ValueError: boom"));
    assert_eq!(failed.json()["error"]["details"]["guest_code"], "exception");
    assert_eq!(traceback(&failed)[2], "ValueError: boom");
    let wrong = once(&server, "cobol", "x", &json!({}));
    assert_eq!((wrong.status.as_u16(), wrong.message().as_str()), (400, "no language \"cobol\"; there are script"));
}

#[test]
fn limits_hold_and_the_server_serves_on() {
    let (server, _folder) = script_server(|server| server);
    for (source, limits, status, code) in [
        ("spin", json!({"timeout_ms": 200}), 504, "TIMEOUT"),
        ("spin", json!({"cpu_ms": 100}), 504, "TIMEOUT"),
        ("spin", json!({"fuel": 10_000_000}), 422, "RESOURCE_CAP"),
        ("allocate", json!({"memory_mb": 64}), 422, "RESOURCE_CAP"),
        ("trap", json!({}), 422, "GUEST_TRAP"),
        ("copy a", json!({"output_rows": 1}), 422, "RESOURCE_CAP"),
        ("log x", json!({"memory_mb": 1_000_000}), 400, "VALIDATION_ERROR"),
    ] {
        let answer = once(&server, "script", source, &json!({"limits": limits, "inputs": two_rows()}));
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (status, code), "{source}: {}", answer.text());
    }
    let limited =
        server.put_source("/v1/transforms/limited/1.0.0?timeout_ms=300", "application/json", &json!({"language": "script", "source": "spin"}).to_string());
    assert_eq!(limited.status, 201, "{}", limited.text());
    assert_eq!(server.run("limited", &json!({})).status, 504);
    assert_eq!(server.run("limited", &json!({"limits": {"timeout_ms": 500}})).status, 400, "an uploader's limit is the ceiling");
    server.assert_serving();
}

#[test]
fn frames_are_for_those_who_may_grant_them() {
    let (server, _folder) = script_server(|server| server.secret("s"));
    let token = |scope: &str| Server::token("s", &json!({"exp": 4_102_444_800u64, "scope": scope}));
    let send = |scope: &str, method: reqwest::Method, path: &str, body: &Value| -> sandtable_tests::Answer {
        let client = reqwest::blocking::Client::new();
        client.request(method, format!("{}{path}", server.url())).bearer_auth(token(scope)).json(body).send().expect("it answers").into()
    };
    let program = |source: &str| json!({"language": "script", "source": source, "inputs": two_rows()});
    let run = |scope: &str, source: &str| send(scope, reqwest::Method::POST, "/v1/run", &program(source));
    assert_eq!(rows(&run("run", "copy a")), json!([{"x": 1}, {"x": 2}]));
    assert_eq!(rows(&run("run frames", "frame a")), json!([{"x": 1}, {"x": 2}]));
    let refused = run("run", "frame a");
    assert_eq!((refused.status.as_u16(), refused.message().as_str()), (422, "the transform used frames, which is not granted"));
    assert_eq!(run("read upload", "copy a").status, 403);
    let put = |scope: &str, source: &str| send(scope, reqwest::Method::PUT, "/v1/transforms/f/1.0.0", &json!({"language": "script", "source": source}));
    assert_eq!(put("upload", "input a\nfeature frames\nframe a").status, 403);
    assert_eq!(put("run frames", "input a\nfeature frames\nframe a").status, 403);
    assert_eq!(put("upload frames", "input a\nfeature frames\nframe a").status, 201);
    assert_eq!(rows(&send("run", reqwest::Method::POST, "/v1/transforms/f/run", &json!({"inputs": two_rows()}))), json!([{"x": 1}, {"x": 2}]));
    // A program that does not say so has none, whoever uploaded it.
    let silent = send("upload frames", reqwest::Method::PUT, "/v1/transforms/g/1.0.0", &json!({"language": "script", "source": "input a\nframe a"}));
    assert_eq!(silent.status, 201);
    assert_eq!(send("run", reqwest::Method::POST, "/v1/transforms/g/run", &json!({"inputs": two_rows()})).code(), "GUEST_TRAP");
}

#[test]
fn pipelines_and_jobs_run_it_too() {
    let (server, _folder) = script_server(|server| server);
    assert_eq!(upload(&server, "copies/1.0.0", COPY).status, 201);
    std::fs::write(server.base().join("t.csv"), "x\n5\n6\n").expect("it can be written");
    let document = json!({"steps": [
        {"operation": "scan_csv", "args": ["t.csv"], "dataframe": "t"},
        {"operation": "transform", "args": ["copies@1.0.0"], "kwargs": {"params": {"n": 1}}, "dataframe": "t"},
    ]});
    let piped = server.post("/v1/pipelines/run", &json!({"document": document, "return": "t"}));
    assert_eq!(rows(&piped), json!([{"x": 5}, {"x": 6}]));
    let done = server.done("transform", &json!({"transform": "copies", "inputs": {"a": {"uri": "t.csv"}}}));
    assert_eq!(done["rows"], json!([{"x": 5}, {"x": 6}]));
    assert_eq!(done["transform"], "copies@1.0.0");
}

#[test]
fn without_languages_source_is_refused_and_components_run() {
    let server = Server::start();
    for answer in [server.put_source("/v1/transforms/a/1.0.0", "text/x-python", "x = 1"), once(&server, "python", "x = 1", &json!({}))] {
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (503, "UNAVAILABLE"), "{}", answer.text());
        assert!(answer.message().contains("--languages FOLDER"), "{}", answer.message());
    }
    server.assert_serving();
    // A file that is no language is said to be none.
    let folder = script_folder();
    std::fs::copy(folder.path().join("script.wasm"), folder.path().join("other.wasm")).expect("it can be copied");
    std::fs::write(folder.path().join("broken.wasm"), "not wasm").expect("it can be written");
    let server = Server::builder().languages(folder.path()).start();
    // The second time its code is at hand.
    for _ in 0..2 {
        let other = once(&server, "other", "log x", &json!({}));
        assert_eq!((other.status.as_u16(), other.code().as_str()), (503, "UNAVAILABLE"), "{}", other.text());
        assert!(other.message().contains("calls itself \"script\""), "{}", other.message());
    }
    let broken = once(&server, "broken", "log x", &json!({}));
    assert_eq!(broken.status, 503, "{}", broken.text());
    assert_eq!(once(&server, "script", "copy a", &json!({"inputs": two_rows()})).status, 200);
}

#[test]
fn servers_that_share_a_store_share_source() {
    let (store, folder) = (tempfile::tempdir().expect("a folder"), script_folder());
    let url = format!("file://{}", store.path().display());
    let start = || Server::builder().languages(folder.path()).args(&["--store", &url]).start();
    let (one, two) = (start(), start());
    assert_eq!(upload(&one, "copies/1.0.0", COPY).status, 201);
    assert_eq!(rows(&two.run("copies", &json!({"inputs": two_rows()}))), json!([{"x": 1}, {"x": 2}]));
    assert_eq!(two.get("/v1/transforms/copies/1.0.0/source").text(), COPY);
    assert_eq!(upload(&two, "copies/1.0.0", "log other").status, 409);
}
