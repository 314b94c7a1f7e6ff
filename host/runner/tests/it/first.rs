//! The first generation's files, fields and exit codes.

use std::fs;
use std::os::unix::fs::symlink;

use sandtable_runner::{FirstRequest, Refusal, RunnerConfig};
use serde_json::json;

use crate::support::Bench;

#[tokio::test]
async fn a_run_leaves_its_files_and_tells_of_them() {
    let bench = Bench::one_at_a_time();
    let answer = bench.first("print hello\ncomplain oh\nrows 2", json!({"request_id": 7})).await.unwrap();
    assert!(answer.success);
    let body = answer.body;
    assert_eq!((&body["exit_code"], &body["timeout"], &body["request_id"]), (&json!(0), &json!(false), &json!(7)));
    for (field, name, text) in [
        ("output_file", "output.csv", "x\n0\n1\n".to_owned()),
        ("stdout_file", "stdout.log", format!("hello\nSuccessfully saved 2 rows to {}\n", bench.path("work/output.csv"))),
        ("stderr_file", "stderr.log", "oh\n".to_owned()),
    ] {
        assert_eq!(body[field], json!(bench.path(&format!("work/{name}"))));
        assert_eq!(bench.text(&format!("work/{name}")).unwrap(), text, "{name}");
    }
    assert_eq!(bench.text("work/script.py").unwrap(), "print hello\ncomplain oh\nrows 2");
    assert!(!body.contains_key("error"));
    assert_eq!(fs::read_dir(bench.path("work")).unwrap().count(), 4, "nothing temporary is left");
}

#[tokio::test]
async fn what_the_code_did_is_on_stderr_and_no_table_of_an_earlier_run_is_left() {
    let bench = Bench::one_at_a_time();
    bench.first("rows 1", json!({})).await.unwrap();
    assert!(bench.text("work/output.csv").is_some());
    for (code, line) in [
        ("fail exception ValueError: boom", "ERROR: Transform function failed: boom\nTraceback (most recent call last):\nValueError: boom\n"),
        ("fail no-transform User script must define a 'transform()' function", "ERROR: User script must define a 'transform()' function\n"),
        (
            "fail bad-result Transform function must return a pandas DataFrame, got <class 'str'>",
            "ERROR: Transform function must return a pandas DataFrame, got <class 'str'>\n",
        ),
    ] {
        let answer = bench.first(code, json!({})).await.unwrap();
        assert_eq!((answer.success, &answer.body["exit_code"]), (false, &json!(1)));
        assert!(!answer.body.contains_key("output_file") && !answer.body.contains_key("error"));
        assert_eq!(bench.text("work/stderr.log").unwrap(), line);
        assert_eq!(bench.text("work/output.csv"), None);
    }
    let limit = bench.first("limit memory_mb", json!({})).await.unwrap();
    assert_eq!((&limit.body["exit_code"], &limit.body["error"]), (&json!(-9), &json!("limit memory_mb of 1024 reached")));
}

#[tokio::test]
async fn a_run_that_takes_its_limit_is_ended_and_told_so() {
    let bench = Bench::one_at_a_time();
    let answer = bench.first("print begun\nwait", json!({"timeout": 0.05})).await.unwrap();
    let body = answer.body;
    assert_eq!((&body["exit_code"], &body["timeout"], &body["execution_time"]), (&json!(-1), &json!(true), &json!(0.05)));
    assert_eq!(body["error"], "Script execution timed out after 0.05 seconds");
    assert_eq!(bench.text("work/stdout.log").unwrap(), "begun\n");
    crate::support::until(|| bench.seen.ended_early.load(std::sync::atomic::Ordering::SeqCst) == 1).await;
    assert_eq!(bench.runner.status().metrics.timeouts, 1);
}

#[tokio::test]
async fn only_the_tables_that_the_code_names_are_read() {
    let bench = Bench::one_at_a_time();
    fs::write(bench.path("orders.jsonl"), "{\"a\":1}\n").unwrap();
    let mapping = json!({"table_mapping": {"orders": bench.path("orders.jsonl"), "other": bench.path("none.jsonl")}});
    assert!(bench.first("takes orders", mapping.clone()).await.unwrap().success);
    assert_eq!(*bench.seen.tables.lock().unwrap(), [("orders".to_owned(), "{\"a\":1}\n".to_owned())]);
    let dead = bench.first("takes orders other", mapping.clone()).await.unwrap();
    let error = dead.body["error"].as_str().unwrap();
    assert!(error.starts_with("table \"other\": ") && error.contains("does not exist"), "{error}");
    let none = bench.first("takes orders\nfail bad-input none was given", json!({})).await.unwrap();
    assert_eq!(none.body["exit_code"], 1);
    let stderr = bench.text("work/stderr.log").unwrap();
    assert!(stderr.starts_with("ERROR: Transform function failed: transform() missing 1 required positional argument: 'orders'\n"), "{stderr}");
    let missing = bench.first("takes orders customers", mapping).await.unwrap();
    assert_eq!(missing.body["exit_code"], 1);
    assert_eq!(
        bench.text("work/stderr.log").unwrap(),
        "ERROR: Transform function failed: transform() missing 1 required positional argument: 'customers'\nTraceback (most recent call \
         last):\nTypeError: transform() missing 1 required positional argument: 'customers'\n"
    );
}

#[tokio::test]
async fn folders_and_tables_outside_the_roots_are_refused() {
    let bench = Bench::one_at_a_time();
    symlink("/etc", bench.path("work/etc")).unwrap();
    for folder in ["/etc".to_owned(), bench.path("work/etc"), bench.path("work/../../x"), bench.path("none")] {
        let body = json!({"code": "rows 1", "working_dir": folder});
        let request = FirstRequest::parse(body.to_string().as_bytes()).unwrap();
        let answer = bench.runner.first(request, "me").await.unwrap();
        assert_eq!((answer.success, &answer.body["exit_code"]), (false, &json!(-1)));
        assert!(answer.body["error"].as_str().unwrap().contains(&folder), "{:?}", answer.body);
    }
    for table in ["/etc/passwd".to_owned(), bench.path("work/etc/passwd")] {
        let answer = bench.first("takes t", json!({"table_mapping": {"t": table}})).await.unwrap();
        assert!(answer.body["error"].as_str().unwrap().starts_with("table \"t\": "), "{:?}", answer.body);
    }
    assert_eq!(bench.seen.tables.lock().unwrap().len(), 0);
}

#[test]
fn what_is_missing_is_said_in_the_contracts_words() {
    for body in ["{}", r#"{"code": "x"}"#, r#"{"working_dir": "/tmp"}"#, r#"{"code": "", "working_dir": "/tmp"}"#, r#"{"code": null, "working_dir": null}"#] {
        assert_eq!(FirstRequest::parse(body.as_bytes()).unwrap_err(), Refusal::Invalid("code and working_dir are required".to_owned()), "{body}");
    }
    for body in ["", "x", "[]", r#"{"code": 1, "working_dir": "/tmp"}"#, r#"{"code": "x", "working_dir": "/tmp", "timeout": -1}"#] {
        assert!(matches!(FirstRequest::parse(body.as_bytes()), Err(Refusal::Invalid(_))), "{body}");
    }
}

#[tokio::test]
async fn what_is_above_a_ceiling_is_clamped_and_said_on_stderr() {
    let bench = Bench::new(RunnerConfig { concurrency: 1, ..RunnerConfig::default() });
    bench.first("rows 1", json!({"timeout": 5000, "memory_mb": 64})).await.unwrap();
    assert_eq!(bench.text("work/stderr.log").unwrap(), "WARNING: timeout of 5000 seconds is above the ceiling of 1800: the run has 1800\n");
    let limits = bench.seen.limits.lock().unwrap()[0].clone();
    assert_eq!((limits.memory_mb, limits.cpu_ms), (Some(64), Some(60_000)));
}
