//! Each limit, reached and told.

use serde_json::json;

use super::Runner;

#[test]
fn memory_is_held_to_and_named() {
    let runner = Runner::start();
    let ran = runner.run(
        "def transform():\n    rows = []\n    while True:\n        rows.append('x' * 1_000_000 + str(len(rows)))",
        json!({"memory_mb": 128, "timeout": 60}),
    );
    let body = ran.answer.json();
    let told = format!("{} {}", body["error"], ran.text("stderr.log"));
    assert_ne!(body["exit_code"], 0);
    assert_eq!(body["timeout"], false, "{told}");
    assert!(told.contains("memory_mb") || told.contains("MemoryError"), "{told}");
}

#[test]
fn cpu_time_is_held_to_apart_from_wall_time() {
    let runner = Runner::with(&["--runner-cpu", "1s"]);
    let body = runner.run("def transform():\n    while True:\n        pass", json!({"timeout": 60})).answer.json();
    assert_eq!((&body["exit_code"], &body["timeout"]), (&json!(-24), &json!(false)), "{body}");
    assert!(body["error"].as_str().is_some_and(|error| error.contains("CPU time of 1000 ms")), "{body}");
}

#[test]
fn fuel_is_held_to_when_it_is_asked_for() {
    let runner = Runner::start();
    let body = runner.run("def transform():\n    while True:\n        pass", json!({"fuel": 50_000_000, "timeout": 60})).answer.json();
    assert_eq!(body["exit_code"], -9, "{body}");
    assert!(body["error"].as_str().is_some_and(|error| error.contains("fuel")), "{body}");
}

#[test]
fn what_is_above_a_ceiling_is_clamped_and_said() {
    let runner = Runner::with(&["--runner-max-timeout", "10s", "--runner-memory", "512MiB"]);
    let ran = runner.run("import pandas as pd\ndef transform():\n    return pd.DataFrame({'a': [1]})", json!({"timeout": 3600, "memory_mb": 4096}));
    ran.csv();
    let stderr = ran.text("stderr.log");
    assert!(
        stderr.contains("timeout of 3600 seconds is above the ceiling of 10") && stderr.contains("memory_mb of 4096 is above the ceiling of 512"),
        "{stderr}"
    );
}

#[test]
fn what_a_run_writes_is_bounded() {
    let runner = Runner::start();
    let ran = runner
        .run("import pandas as pd\ndef transform():\n    for _ in range(100_000):\n        print('x' * 100)\n    return pd.DataFrame({'a': [1]})", json!({}));
    ran.csv();
    let stdout = ran.text("stdout.log");
    assert!(stdout.len() < 2 << 20 && stdout.trim_end().ends_with("output.csv"), "{}", stdout.len());
}

/// The contract allows 256 descriptors. A program gets none, however it asks, and no thread and no process.
#[test]
fn a_program_holds_no_descriptors() {
    let runner = Runner::start();
    let code = "
import os, socket, tempfile, threading
import pandas as pd

def transform():
    ways = [lambda: os.pipe(), lambda: os.dup(1), lambda: socket.socket(), lambda: socket.socketpair(), lambda: os.open('/dev/null', os.O_RDONLY), lambda: tempfile.TemporaryFile(),
            lambda: open('script.py'), lambda: threading.Thread(target=print).start(), lambda: os.fork()]
    held, refused = [], 0
    for way in ways:
        try:
            for _ in range(300):
                held.append(way())
        except Exception:
            refused += 1
    return pd.DataFrame({'held': [len(held)], 'refused': [refused], 'ways': [len(ways)]})
";
    assert_eq!(runner.run(code, json!({})).csv(), "held,refused,ways\n0,9,9\n");
}

#[test]
fn every_answer_says_what_was_used() {
    let runner = Runner::start();
    let body = runner.run("import pandas as pd\ndef transform():\n    return pd.DataFrame({'a': [1]})", json!({})).answer.json();
    for field in ["fuel", "peak_memory_bytes", "rows_out"] {
        assert!(body["usage"][field].as_u64().is_some_and(|used| used > 0), "{field}: {body}");
    }
}
