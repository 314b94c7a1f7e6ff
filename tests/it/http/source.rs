//! Source transforms, over HTTP: uploaded, looked at, run by every door, refused, and gone.

mod javascript;
mod memory;
mod python;
mod restart;
mod script;

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use sandtable_tests::{Answer, Server, ServerBuilder, guest_path, languages};
use serde_json::{Value, json};
use tempfile::TempDir;

/// A folder with the tests' own language, whose programs are lists of commands.
fn script_folder() -> TempDir {
    let folder = tempfile::tempdir().expect("temporary folders can be made");
    std::fs::copy(guest_path("script-language"), folder.path().join("script.wasm")).expect("the guest is there");
    folder
}

/// A server with that language.
fn script_server(change: impl FnOnce(ServerBuilder) -> ServerBuilder) -> (Server, TempDir) {
    let folder = script_folder();
    (change(Server::builder().languages(folder.path())).start(), folder)
}

/// A server with the languages that ship. Compiling Python takes a while: tests that run at the same time share one.
fn shared() -> Arc<Server> {
    static SHARED: Mutex<Weak<Server>> = Mutex::new(Weak::new());
    let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
    shared.upgrade().unwrap_or_else(|| {
        let server = Arc::new(with_languages(&languages()));
        *shared = Arc::downgrade(&server);
        server
    })
}

fn with_languages(folder: &Path) -> Server {
    Server::builder().languages(folder).start()
}

/// Runs source once over tables of rows, by name.
fn once(server: &Server, language: &str, source: &str, more: &Value) -> Answer {
    let mut request = json!({"language": language, "source": source});
    for (key, value) in more.as_object().into_iter().flatten() {
        request[key] = value.clone();
    }
    server.post("/v1/run", &request)
}

/// What it gave, when it must end well.
fn rows(answer: &Answer) -> Value {
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()["rows"].clone()
}

/// The lines of an error's traceback.
fn traceback(answer: &Answer) -> Vec<String> {
    let lines = answer.json()["error"]["details"]["traceback"].as_array().cloned().unwrap_or_default();
    lines.iter().map(|line| line.as_str().expect("lines are text").to_owned()).collect()
}

/// What was printed, with its stream.
fn printed(answer: &Value) -> Vec<(String, String)> {
    let logs = answer.get("logs").unwrap_or(&answer["error"]["details"]["logs"]);
    let text = |value: &Value| value.as_str().expect("text").to_owned();
    logs.as_array().expect("there are logs").iter().map(|line| (text(&line["source"]), text(&line["message"]))).collect()
}
