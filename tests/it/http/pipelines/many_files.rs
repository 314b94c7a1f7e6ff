//! Data sets of thousands of files.

use std::fs;

use sandtable_tests::Server;
use serde_json::{Value, json};

/// More than fit one message to an executor, and more than a process may open by default.
const FILES: u64 = 3_000;

/// A folder of that many files, one row each, below as many months as there are.
fn server(folder: &str, files: u64) -> Server {
    let server = Server::start();
    for number in 0..files {
        let month = server.base().join(format!("{folder}/month={}", number % 12));
        if number < 12 {
            fs::create_dir_all(&month).expect("the folder is ours");
        }
        fs::write(month.join(format!("{number}.csv")), format!("x,y\n{number},NA\n")).expect("the folder is ours");
    }
    server
}

fn run(server: &Server, source: &str, more: &[Value]) -> sandtable_tests::Answer {
    let steps: Vec<Value> = [json!({"operation": "scan_csv", "args": [source]})].into_iter().chain(more.iter().cloned()).collect();
    server.post("/v1/pipelines/run", &json!({"document": {"steps": steps}}))
}

#[test]
fn a_folder_of_thousands_of_files_is_one_frame() {
    let server = server("set", FILES);
    let sum = json!({"operation": "select", "kwargs": {"rows": {"expr": "len"}, "sum": {"expr": "sum", "on": {"expr": "col", "args": ["x"]}}}});
    let whole = json!([{"rows": FILES, "sum": FILES * (FILES - 1) / 2}]);
    for source in ["set", "set/**/*.csv", "set/month=*"] {
        let answer = run(&server, source, std::slice::from_ref(&sum));
        match source.ends_with('*') {
            // Patterns name files; what they match of folders is left out.
            true => assert_eq!(answer.status, 404, "{}", answer.text()),
            false => assert_eq!(answer.json()["rows"], whole, "{source}: {}", answer.text()),
        }
    }
    let query = "select count(*) as n, sum(x) as s, count(y) as y from t";
    let sql = server.post("/v1/pipelines/sql", &json!({"query": query, "tables": {"t": {"uri": "set", "format": "csv"}}, "null_values": ["NA"]}));
    assert_eq!(sql.json()["rows"], json!([{"n": FILES, "s": FILES * (FILES - 1) / 2, "y": 0}]), "{}", sql.text());
    server.assert_serving();
}

#[test]
fn more_files_than_a_path_may_name_are_refused() {
    let server = server("set", 10_001);
    let answer = run(&server, "set", &[]);
    assert_eq!((answer.status.as_u16(), answer.code().as_str()), (422, "RESOURCE_CAP"), "{}", answer.text());
    assert_eq!(answer.json()["error"]["details"]["step"], 0, "{}", answer.text());
    server.assert_serving();
}
