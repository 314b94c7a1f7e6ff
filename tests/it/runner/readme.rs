//! The eight tests that the runner's own document names.

use std::fs;

use serde_json::json;

use super::{Runner, request};

const HELLO: &str = "import pandas as pd\ndef transform():\n    print('Hello, World!')\n    return pd.DataFrame({'result': [1, 2, 3]})";

#[test]
fn server_health_check() {
    let runner = Runner::start();
    let status = runner.server.get("/status");
    assert_eq!(status.status, 200);
    let body = status.json();
    assert_eq!((&body["healthy"], &body["queue_size"], &body["max_queue_size"]), (&json!(true), &json!(0), &json!(10)));
    assert_eq!((&body["currently_executing"], &body["current_execution_id"]), (&json!(false), &json!(null)));
}

#[test]
fn basic_transform_execution() {
    let runner = Runner::start();
    let ran = runner.run(HELLO, json!({"timeout": 30}));
    assert_eq!(ran.csv(), "result\n1\n2\n3\n");
    let body = ran.answer.json();
    for (field, name) in [("stdout_file", "stdout.log"), ("stderr_file", "stderr.log"), ("output_file", "output.csv")] {
        assert_eq!(body[field], json!(ran.work.join(name)));
    }
    assert!(body["execution_time"].as_f64().is_some_and(|seconds| seconds > 0.0));
    assert_eq!(body["request_id"].as_str().map(str::len), Some(36));
    let stdout = ran.text("stdout.log");
    assert_eq!(stdout.lines().next(), Some("Hello, World!"));
    assert!(stdout.lines().last().is_some_and(|last| last.contains("saved 3 rows")), "{stdout}");
    assert_eq!(ran.text("script.py"), HELLO);
}

#[test]
fn error_handling() {
    let runner = Runner::start();
    let stderr = runner.run("import pandas as pd\ndef transform():\n    raise ValueError('This is a test error')", json!({})).complaint();
    assert!(stderr.starts_with("ERROR: Transform function failed: This is a test error\nTraceback (most recent call last):\n"), "{stderr}");
    assert!(stderr.contains("File \"script.py\", line 3, in transform") && stderr.trim_end().ends_with("ValueError: This is a test error"), "{stderr}");
}

#[test]
fn timeout_enforcement() {
    let runner = Runner::start();
    let ran = runner.run("def transform():\n    print('begun', flush=True)\n    while True:\n        pass", json!({"timeout": 1}));
    let body = ran.answer.json();
    assert_eq!((ran.answer.status.as_u16(), &body["exit_code"], &body["timeout"], &body["execution_time"]), (500, &json!(-1), &json!(true), &json!(1.0)));
    assert_eq!(body["error"], "Script execution timed out after 1 seconds");
    assert!(ran.text("stdout.log").starts_with("begun\n"));
    assert!(!ran.work.join("output.csv").exists());
}

#[test]
fn json_processing() {
    let runner = Runner::start();
    let code = "import json\nimport pandas as pd\ndef transform():\n    data = json.loads('{\"users\": [{\"name\": \"Alice\", \"age\": 30}, {\"name\": \"Bob\", \"age\": 25}]}')\n    df = pd.DataFrame(data['users'])\n    return df[df['age'] > 26]";
    assert_eq!(runner.run(code, json!({})).csv(), "name,age\nAlice,30\n");
}

#[test]
fn transform_with_parameters() {
    let runner = Runner::start();
    fs::write(runner.path("orders.jsonl"), "{\"order_id\":1,\"customer_id\":10,\"amount\":5.5}\n{\"order_id\":2,\"customer_id\":20,\"amount\":7}\n")
        .expect("written");
    fs::write(runner.path("customers.jsonl"), "{\"customer_id\":10,\"name\":\"Ann\"}\n{\"customer_id\":30,\"name\":\"Cy\"}\n").expect("written");
    let tables = json!({"orders": runner.path("orders.jsonl"), "customers": runner.path("customers.jsonl"), "unused": runner.path("none.jsonl")});
    let code = "import pandas as pd\ndef transform(orders, customers):\n    return pd.merge(orders, customers, on='customer_id')";
    assert_eq!(runner.run(code, json!({"table_mapping": tables})).csv(), "order_id,customer_id,amount,name\n1,10,5.5,Ann\n");
}

#[test]
fn metrics_tracking() {
    let runner = Runner::start();
    runner.run(HELLO, json!({})).csv();
    runner.run("def transform():\n    return 'text'", json!({})).complaint();
    runner.run("def transform():\n    while True: pass", json!({"timeout": 0.3}));
    let metrics = runner.server.get("/status").json()["metrics"].clone();
    assert_eq!((&metrics["total_requests"], &metrics["completed"], &metrics["timeouts"], &metrics["rejected"]), (&json!(3), &json!(3), &json!(1), &json!(0)));
    assert!(metrics["success_rate"].as_f64().is_some_and(|rate| (rate - 1.0 / 3.0).abs() < 1e-9), "{metrics}");
    assert!(metrics["avg_execution_time"].as_f64().is_some_and(|seconds| seconds > 0.0));
}

#[test]
fn concurrent_request_queuing() {
    let runner = Runner::with(&["--runner-concurrency", "1"]);
    let code = "import time\nimport pandas as pd\ndef transform():\n    time.sleep(0.05)\n    return pd.DataFrame({'a': [1]})";
    let works: Vec<_> = (0..5).map(|_| runner.work()).collect();
    let codes: Vec<u16> = std::thread::scope(|scope| {
        let runs: Vec<_> = works.iter().map(|work| scope.spawn(|| runner.server.post("/execute", &request(work, code, json!({}))).status.as_u16())).collect();
        runs.into_iter().map(|run| run.join().expect("it ends")).collect()
    });
    assert_eq!(codes, [200; 5]);
    assert!(works.iter().all(|work| fs::read_to_string(work.join("output.csv")).is_ok_and(|text| text == "a\n1\n")));
}
