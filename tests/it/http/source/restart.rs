//! What is there after a restart.

use sandtable_tests::{Server, languages};
use serde_json::json;

use super::{rows, script_folder};

#[test]
fn source_and_compiled_languages_are_there_after_a_restart() {
    let (data, folder) = (tempfile::tempdir().expect("a folder"), script_folder());
    let start = || Server::builder().data_dir(data.path()).languages(folder.path()).start();
    let body = json!({"language": "script", "source": "input a\nuse m\ncopy a", "library": {"m": "log x"}}).to_string();
    let server = start();
    assert_eq!(server.put_source("/v1/transforms/copies/1.0.0", "application/json", &body).status, 201);
    assert!(server.log().contains("compiling a component"), "{}", server.log());
    drop(server);
    let server = start();
    let ran = server.run("copies", &json!({"inputs": {"a": {"rows": [{"x": 1}]}}}));
    assert_eq!(rows(&ran), json!([{"x": 1}]));
    assert!(!server.log().contains("compiling a component"), "its code is in the cache: {}", server.log());
    // What was tampered with is compiled anew.
    drop(server);
    for engine in std::fs::read_dir(data.path().join("compiled")).expect("it is there").flatten().filter(|entry| entry.path().is_dir()) {
        for code in std::fs::read_dir(engine.path()).expect("it is there").flatten() {
            let mut bytes = std::fs::read(code.path()).expect("it can be read");
            let last = bytes.len() - 1;
            bytes[last] ^= 1;
            std::fs::write(code.path(), bytes).expect("it can be written");
        }
    }
    let server = start();
    assert_eq!(rows(&server.run("copies", &json!({"inputs": {"a": {"rows": [{"x": 1}]}}}))), json!([{"x": 1}]));
    assert!(server.log().contains("dropped") && server.log().contains("compiling a component"), "{}", server.log());
}

#[test]
fn python_is_not_compiled_again_after_a_restart() {
    let data = tempfile::tempdir().expect("a folder");
    let start = || Server::builder().data_dir(data.path()).languages(&languages()).start();
    let server = start();
    let source = "def transform(orders: list):\n    return [{'n': len(orders)}]\n";
    let created = server.put_source("/v1/transforms/counts/1.0.0", "text/x-python", source);
    assert_eq!(created.status, 201, "{}", created.text());
    drop(server);
    let server = start();
    let ran = server.run("counts", &json!({"inputs": {"orders": {"rows": [{"x": 1}, {"x": 2}]}}}));
    assert_eq!(rows(&ran), json!([{"n": 2}]));
    assert!(!server.log().contains("compiling a component"), "its code is in the cache: {}", server.log());
}
