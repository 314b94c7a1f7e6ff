//! `/v1/transforms`, `/v1/check`: upload, look up, delete.

use sandtable_tests::{Server, guest};
use serde_json::{Value, json};

#[test]
fn an_upload_is_created_once_and_the_same_bytes_are_welcome_again() {
    let server = Server::start();
    let first = server.put("/v1/transforms/delays/1.0.0", guest("flight-delays"));
    assert_eq!(first.status, 201, "{}", first.text());
    let answer = first.json();
    assert_eq!((answer["name"].as_str(), answer["version"].as_str()), (Some("delays"), Some("1.0.0")));
    assert_eq!(answer["size_bytes"], guest("flight-delays").len());
    assert_eq!(answer["digest"].as_str().map(str::len), Some(64));
    assert_eq!(answer["describe"]["kind"], "rows");
    assert_eq!(answer["describe"]["inputs"][0]["name"], "flights");
    assert!(answer["imports"].as_array().is_some_and(|imports| !imports.is_empty()));
    assert_eq!(server.put("/v1/transforms/delays/1.0.0", guest("flight-delays")).status, 200);
}

#[test]
fn other_bytes_for_a_version_conflict() {
    let server = Server::start();
    assert_eq!(server.put("/v1/transforms/a/1.0.0", guest("flight-delays")).status, 201);
    let answer = server.put("/v1/transforms/a/1.0.0", guest("smallest"));
    assert_eq!((answer.status.as_u16(), answer.code().as_str()), (409, "CONFLICT"));
    assert_eq!(answer.message(), "a@1.0.0 exists with other bytes; upload them as another version");
}

#[test]
fn of_racing_uploads_of_different_bytes_one_wins() {
    let server = Server::start();
    let components = [guest("flight-delays"), guest("smallest"), guest("top-per-group")];
    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let racers: Vec<_> = components.iter().map(|bytes| scope.spawn(|| server.put("/v1/transforms/a/1.0.0", bytes.clone()).status.as_u16())).collect();
        racers.into_iter().map(|racer| racer.join().expect("no racer panics")).collect()
    });
    assert_eq!(statuses.iter().filter(|status| **status == 201).count(), 1, "{statuses:?}");
    assert_eq!(statuses.iter().filter(|status| **status == 409).count(), 2, "{statuses:?}");
}

#[test]
fn what_is_not_acceptable_is_refused_with_every_problem() {
    let server = Server::start();
    for (bytes, problem) in [(b"hello".to_vec(), "not-wasm"), (b"\0asm\x01\0\0\0".to_vec(), "core-module"), (guest("smallest")[..1000].to_vec(), "invalid")] {
        let answer = server.put("/v1/transforms/a/1.0.0", bytes);
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (422, "VALIDATION_ERROR"), "{}", answer.text());
        assert_eq!(answer.json()["error"]["details"]["problems"][0]["code"], problem, "{}", answer.text());
    }
    assert_eq!(server.get("/v1/transforms").json()["transforms"], json!([]));
    server.assert_serving();
}

#[test]
fn a_check_stores_nothing() {
    let server = Server::start();
    let check = |bytes: Vec<u8>| {
        let request = server.request(reqwest::Method::POST, "/v1/check").header("content-type", "application/wasm").body(bytes);
        sandtable_tests::Answer::from(request.send().expect("the server answers"))
    };
    let good = check(guest("top-per-group"));
    assert_eq!(good.status, 200, "{}", good.text());
    assert_eq!(good.json()["problems"], json!([]));
    assert_eq!(good.json()["kind"], "table");
    assert_eq!(check(b"hello".to_vec()).json()["problems"][0]["code"], "not-wasm");
    assert_eq!(server.get("/v1/transforms").json()["transforms"], json!([]));
}

#[test]
fn versions_are_listed_and_the_newest_is_no_prerelease() {
    let server = Server::start();
    for version in ["1.0.0", "1.10.0", "1.9.0", "2.0.0-rc.1"] {
        assert_eq!(server.put(&format!("/v1/transforms/delays/{version}"), guest("flight-delays")).status, 201);
    }
    let list = server.get("/v1/transforms").json();
    assert_eq!(list["transforms"][0]["name"], "delays");
    assert_eq!(list["transforms"][0]["newest"], "1.10.0", "{list}");
    let one = server.get("/v1/transforms/delays").json();
    assert_eq!(one["versions"].as_array().map(Vec::len), Some(4), "{one}");
    assert_eq!(server.get("/v1/transforms/delays/1.9.0").json()["version"], "1.9.0");
    let missing = server.get("/v1/transforms/delays/3.0.0");
    assert_eq!((missing.status.as_u16(), missing.code().as_str()), (404, "NOT_FOUND"));
    assert!(missing.message().contains("1.10.0"), "{}", missing.message());
    assert_eq!(server.get("/v1/transforms/none").status, 404);
}

#[test]
fn a_component_comes_back_byte_for_byte() {
    let server = Server::start();
    server.upload("smallest");
    let answer = server.get("/v1/transforms/smallest/1.0.0/component");
    assert_eq!(answer.header("content-type"), Some("application/wasm"));
    assert!(answer.body == guest("smallest"));
}

#[test]
fn a_deleted_version_is_gone_and_stays_reserved() {
    let server = Server::start();
    server.upload("smallest");
    assert_eq!(server.delete("/v1/transforms/smallest/1.0.0").status, 200);
    assert_eq!(server.get("/v1/transforms/smallest/1.0.0").status, 404);
    assert_eq!(server.run("smallest", &json!({})).status, 404);
    assert_eq!(server.put("/v1/transforms/smallest/1.0.0", guest("flight-delays")).status, 409);
    assert_eq!(server.put("/v1/transforms/smallest/1.0.0", guest("smallest")).status, 201);
    assert_eq!(server.delete("/v1/transforms/smallest").status, 200);
    assert_eq!(server.get("/v1/transforms/smallest").status, 404);
}

#[test]
fn names_and_versions_that_are_none_are_refused() {
    let server = Server::start();
    for path in ["A/1.0.0", "a_b/1.0.0", "..%2f..%2fetc/1.0.0", "a/1", "a/v1.0.0", "a/1.0.0+build", "a/..%2f"] {
        let answer = server.put(&format!("/v1/transforms/{path}"), guest("smallest"));
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (400, "VALIDATION_ERROR"), "{path}: {}", answer.text());
    }
}

#[test]
fn everything_is_there_after_a_restart_and_nothing_is_compiled_again() {
    let data = tempfile::tempdir().expect("temporary folders can be made");
    {
        let server = Server::builder().data_dir(data.path()).start();
        server.upload("smallest");
    }
    let server = Server::builder().data_dir(data.path()).start();
    let answer = server.run("smallest", &json!({"inputs": {"input": {"rows": [{"x": 2}]}}}));
    assert_eq!(answer.json()["rows"][0]["doubled"], Value::from(4.0), "{}", answer.text());
    assert!(!server.log().contains("compiling"), "{}", server.log());
}

#[test]
fn compiled_code_that_was_tampered_with_is_compiled_anew_and_never_mapped() {
    let data = tempfile::tempdir().expect("temporary folders can be made");
    {
        let server = Server::builder().data_dir(data.path()).start();
        server.upload("smallest");
    }
    let mut found = 0;
    for engine in std::fs::read_dir(data.path().join("compiled")).expect("it is there").map_while(Result::ok).filter(|entry| entry.path().is_dir()) {
        for file in std::fs::read_dir(engine.path()).expect("it is a folder").map_while(Result::ok) {
            let mut bytes = std::fs::read(file.path()).expect("it is a file");
            let middle = bytes.len() / 2;
            bytes[middle] ^= 0x40;
            std::fs::write(file.path(), bytes).expect("it is ours");
            found += 1;
        }
    }
    assert_eq!(found, 1);
    let server = Server::builder().data_dir(data.path()).start();
    let answer = server.run("smallest", &json!({"inputs": {"input": {"rows": [{"x": 2}]}}}));
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert!(server.log().contains("not what this machine wrote"), "{}", server.log());
}
