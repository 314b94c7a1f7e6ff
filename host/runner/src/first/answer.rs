//! The answer of the first generation.

use serde_json::{Map, Value, json};

use crate::run::{Answer, Outcome};

pub(super) const STDOUT: &str = "stdout.log";
pub(super) const STDERR: &str = "stderr.log";
pub(super) const OUTPUT: &str = "output.csv";

/// An answer about a run whose files have their places.
pub(super) fn ran(outcome: &Outcome, path: &dyn Fn(&str) -> String, id: &Value) -> Answer {
    let mut body = Map::new();
    let failed = outcome.result.as_ref().err();
    let exit_code = failed.map_or(0, |verdict| verdict.exit_code);
    body.insert("exit_code".into(), json!(exit_code));
    body.insert("execution_time".into(), json!(outcome.took.as_secs_f64()));
    body.insert("stdout_file".into(), path(STDOUT).into());
    body.insert("stderr_file".into(), path(STDERR).into());
    if failed.is_none() {
        body.insert("output_file".into(), path(OUTPUT).into());
    }
    body.insert("request_id".into(), id.clone());
    body.insert("timeout".into(), json!(failed.is_some_and(|verdict| verdict.timeout)));
    if let Some(verdict) = failed.filter(|verdict| !verdict.of_the_code) {
        body.insert("error".into(), verdict.error.clone().into());
    }
    if let Some(usage) = outcome.usage.as_ref().and_then(|usage| serde_json::to_value(usage).ok()) {
        body.insert("usage".into(), usage);
    }
    Answer { body, success: exit_code == 0 }
}

/// An answer when there is no folder to put anything into.
pub(super) fn nowhere(error: &str, id: &Value) -> Answer {
    let body = json!({"exit_code": -1, "execution_time": 0.0, "request_id": id, "timeout": false, "error": error});
    match body {
        Value::Object(body) => Answer { body, success: false },
        _ => Answer { body: Map::new(), success: false },
    }
}

/// The last line of stdout.
pub(super) fn saved(rows: u64, path: &str) -> String {
    format!("Successfully saved {rows} rows to {path}")
}
