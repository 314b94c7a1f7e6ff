//! Requests that ask for what is not theirs.

use std::fs;
use std::os::unix::fs::symlink;

use reqwest::Method;
use sandtable_tests::Server;
use serde_json::json;

use super::{Runner, request};

const ONE: &str = "import pandas as pd\ndef transform():\n    return pd.DataFrame({'a': [1]})";

#[test]
fn paths_outside_the_roots_are_refused_and_named() {
    let runner = Runner::start();
    symlink("/etc", runner.path("link")).expect("a link");
    for folder in ["/etc".into(), runner.path("link"), runner.path("x/../../y"), runner.path("none")] {
        let answer = runner.server.post("/execute", &request(&folder, ONE, json!({})));
        let body = answer.json();
        assert_eq!((answer.status.as_u16(), &body["exit_code"]), (500, &json!(-1)));
        assert!(body["error"].as_str().is_some_and(|error| error.contains(&folder.display().to_string())), "{body}");
    }
    let code = "def transform(t):\n    return t";
    for table in ["/etc/passwd".into(), runner.path("link/passwd"), runner.path("none.jsonl")] {
        let body = runner.run(code, json!({"table_mapping": {"t": table}})).answer.json();
        assert!(body["error"].as_str().is_some_and(|error| error.starts_with("table \"t\": ")), "{body}");
    }
}

#[test]
fn what_is_no_request_is_answered_in_the_contracts_way() {
    let runner = Runner::start();
    for body in [json!({}), json!({"code": ONE}), json!({"working_dir": runner.work()})] {
        let answer = runner.server.post("/execute", &body);
        assert_eq!((answer.status.as_u16(), answer.json()), (400, json!({"error": "code and working_dir are required"})));
    }
    let answer: sandtable_tests::Answer = runner.server.request(Method::POST, "/execute").body("{").send().expect("an answer").into();
    assert_eq!(answer.status, 400);
    assert!(answer.json()["error"].as_str().is_some_and(|error| error.contains("not JSON")));
    let answer = runner.server.post("/execute", &request(&runner.work(), ONE, json!({"runtime": "cobol"})));
    assert_eq!(
        (answer.status.as_u16(), answer.json()["error"].as_str()),
        (400, Some("runtime \"cobol\" is not available; there are python, javascript, wasm"))
    );
    assert_eq!(runner.server.get("/execute").status, 405);
}

#[test]
fn the_token_opens_both_generations_and_nothing_else_does() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::builder().env("AUTH_TOKEN", "s3cret").args(&["--runner-root", &folder.path().display().to_string()]).start();
    for (method, path) in [
        (Method::GET, "/status"),
        (Method::GET, "/v1/status"),
        (Method::POST, "/execute"),
        (Method::POST, "/v1/execute"),
        (Method::GET, "/v1/logs?request_id=1"),
        (Method::POST, "/v1/cancel"),
    ] {
        for token in [None, Some("wrong"), Some("s3cretx")] {
            let request = server.request(method.clone(), path).json(&json!({}));
            let request = token.map_or_else(|| server.request(method.clone(), path), |token| request.bearer_auth(token));
            let answer: sandtable_tests::Answer = request.send().expect("an answer").into();
            assert_eq!(answer.status, 401, "{path}");
            assert!(answer.json()["error"].is_string(), "{path}: {}", answer.text());
        }
        let answer: sandtable_tests::Answer = server.request(method, path).bearer_auth("s3cret").json(&json!({})).send().expect("an answer").into();
        assert_ne!(answer.status, 401, "{path}");
    }
    // The runner's token is no token for the rest, and the rest's none for the runner.
    let closed = Server::builder().secret("other").start();
    assert_eq!(closed.get("/status").status, 404);
}

#[test]
fn a_program_reaches_no_file_no_network_and_no_environment() {
    let runner = Runner::start();
    fs::write(runner.path("secret.txt"), "secret").expect("written");
    let path = runner.path("secret.txt").display().to_string();
    for code in [
        format!("def transform():\n    open({path:?}).read()"),
        "import os\ndef transform():\n    os.listdir('/')\n    raise ValueError('listed')".to_owned(),
        "import socket\ndef transform():\n    socket.create_connection(('127.0.0.1', 80))".to_owned(),
        "import subprocess\ndef transform():\n    subprocess.run(['id'])".to_owned(),
        "import os\ndef transform():\n    os.fork()".to_owned(),
    ] {
        let ran = runner.run(&code, json!({}));
        assert_eq!(ran.answer.status, 500, "{code}");
        let said = ran.text("stderr.log");
        assert!(!said.contains("listed") && !ran.work.join("output.csv").exists(), "{code}: {said}");
    }
    let code = "import os\nimport pandas as pd\ndef transform():\n    return pd.DataFrame({'n': [len(os.environ)]})";
    assert_eq!(runner.run(code, json!({})).csv(), "n\n0\n");
}
