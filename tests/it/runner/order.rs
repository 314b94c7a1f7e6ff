//! Many runs at once, runs that are cancelled, a server that dies.

use std::fs;
use std::time::Duration;

use rustix::process::Signal;
use serde_json::json;

use super::{Runner, request};

const FOREVER: &str = "print('begun', flush=True)\ndef transform():\n    print('running', flush=True)\n    while True:\n        pass";

fn until(mut what: impl FnMut() -> bool) {
    while !what() {
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn one_runs_ten_wait_and_the_next_comes_back_later() {
    let runner = Runner::with(&["--runner-concurrency", "1"]);
    let works: Vec<_> = (0..11).map(|_| runner.work()).collect();
    std::thread::scope(|scope| {
        for (number, work) in works.iter().enumerate() {
            let server = &runner.server;
            scope.spawn(move || server.post("/execute", &request(work, FOREVER, json!({"timeout": 120, "request_id": number}))));
        }
        until(|| runner.server.get("/status").json()["queue_size"] == 10);
        let status = runner.server.get("/status").json();
        let running = status["current_execution_id"].as_str().map(str::to_owned);
        assert_eq!(status["currently_executing"], true);
        let full = runner.server.post("/execute", &request(&runner.work(), FOREVER, json!({})));
        assert_eq!((full.status.as_u16(), full.json()), (503, json!({"error": "Server is at capacity, please retry later", "queue_size": 10})));
        let mut ids: Vec<String> = (0..11).map(|number| number.to_string()).filter(|number| Some(number) != running.as_ref()).collect();
        ids.extend(running);
        // Those that wait first, so that none of them begins.
        for id in ids {
            assert_eq!(runner.server.post("/v1/cancel", &json!({"request_id": id})).status, 200);
        }
    });
    assert_eq!(runner.server.get("/status").json()["metrics"]["rejected"], 1);
}

#[test]
fn a_run_is_cancelled_while_it_runs_and_its_executor_is_free() {
    let runner = Runner::with(&["--runner-concurrency", "1"]);
    let body = json!({"code": FOREVER, "request_id": 42, "timeout": 120});
    std::thread::scope(|scope| {
        let running = scope.spawn(|| runner.server.post("/v1/execute", &body));
        until(|| runner.server.get("/v1/logs?request_id=42").text().contains("running"));
        let logs = runner.server.get("/v1/logs?request_id=42").json();
        assert_eq!((&logs["execution_id"], &logs["events"][0]["message"], &logs["events"][0]["stream"]), (&json!("42"), &json!("begun"), &json!("stdout")));
        assert_eq!(runner.server.post("/v1/execute", &body).status, 409);
        assert_eq!(runner.server.post("/v1/cancel", &json!({"request_id": 42})).status, 200);
        let answer = running.join().expect("it ends");
        assert_eq!((answer.status.as_u16(), &answer.json()["exit_code"]), (500, &json!(-15)), "{}", answer.text());
    });
    assert_eq!(runner.server.post("/v1/cancel", &json!({"request_id": 42})).status, 404);
    assert_eq!(runner.server.get("/v1/logs?request_id=none").status, 404);
    runner.run("import pandas as pd\ndef transform():\n    return pd.DataFrame({'a': [1]})", json!({})).csv();
}

#[test]
fn runs_go_side_by_side_up_to_the_configured_number() {
    let runner = Runner::with(&["--runner-concurrency", "2"]);
    let works: Vec<_> = (0..3).map(|_| runner.work()).collect();
    std::thread::scope(|scope| {
        for (number, work) in works.iter().enumerate() {
            let server = &runner.server;
            scope.spawn(move || server.post("/execute", &request(work, FOREVER, json!({"timeout": 120, "request_id": number}))));
        }
        until(|| {
            let running = (0..3).filter(|number| runner.server.get(&format!("/v1/logs?request_id={number}")).text().contains("running")).count();
            running == 2 && runner.server.get("/status").json()["queue_size"] == 1
        });
        for number in 0..3 {
            runner.server.post("/v1/cancel", &json!({"request_id": number}));
            // The one that waited may have begun by now.
            until(|| runner.server.get(&format!("/v1/logs?request_id={number}")).status == 200);
        }
        until(|| {
            (0..3).for_each(|number| drop(runner.server.post("/v1/cancel", &json!({"request_id": number}))));
            runner.server.get("/status").json()["currently_executing"] == false
        });
    });
}

#[test]
fn a_server_that_is_killed_leaves_no_table_and_no_process() {
    let mut runner = Runner::start();
    let work = runner.work();
    let (url, body) = (format!("{}/execute", runner.server.url()), request(&work, FOREVER, json!({"timeout": 120, "request_id": 1})));
    let caller = std::thread::spawn(move || reqwest::blocking::Client::new().post(url).json(&body).send().is_err());
    until(|| runner.server.get("/v1/logs?request_id=1").text().contains("running"));
    let children = children(runner.server.pid());
    assert!(!children.is_empty(), "it has executors");
    runner.server.signal(Signal::KILL);
    runner.server.wait();
    assert!(caller.join().expect("it ends"), "the caller sees the connection break");
    for child in children {
        let stat = format!("/proc/{child}/stat");
        until(|| fs::read_to_string(&stat).map_or(true, |stat| stat.contains(") Z ")));
    }
    assert!(!work.join("output.csv").exists());
    let left: Vec<_> = fs::read_dir(&work).expect("it is there").filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect();
    assert_eq!(left, ["script.py"]);
}

/// The processes that any of a process' threads has started.
fn children(pid: u32) -> Vec<String> {
    let tasks = fs::read_dir(format!("/proc/{pid}/task")).expect("it runs");
    let of_task = |task: std::io::Result<fs::DirEntry>| fs::read_to_string(task.ok()?.path().join("children")).ok();
    tasks.filter_map(of_task).flat_map(|list| list.split_whitespace().map(str::to_owned).collect::<Vec<_>>()).collect()
}
