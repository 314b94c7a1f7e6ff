//! Who runs when: queue, concurrency, cancelling, ids.

use std::fs;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use sandtable_runner::{Answer, FirstRequest, Refusal, RunnerConfig};
use serde_json::json;
use tokio::task::JoinSet;

use crate::support::{Bench, until};

/// Starts runs, each in a folder of its own unless told otherwise.
fn start(bench: &Arc<Bench>, set: &mut JoinSet<Result<Answer, Refusal>>, count: usize, caller: &'static str) {
    for _ in 0..count {
        let folder = bench.path(&format!("run{}", set.len()));
        fs::create_dir_all(&folder).unwrap();
        let body = json!({"code": "wait", "working_dir": folder});
        let (bench, request) = (Arc::clone(bench), FirstRequest::parse(body.to_string().as_bytes()).unwrap());
        set.spawn(async move { bench.runner.first(request, caller).await });
    }
}

#[tokio::test]
async fn ten_wait_and_the_next_is_told_to_come_back() {
    let bench = Arc::new(Bench::one_at_a_time());
    let mut set = JoinSet::new();
    start(&bench, &mut set, 11, "me");
    until(|| bench.runner.status().queue_size == 10 && bench.seen.running() == 1).await;
    let status = bench.runner.status();
    assert!(status.currently_executing && status.current_execution_id.is_some());
    assert_eq!((status.healthy, status.max_queue_size), (true, 10));
    assert_eq!(bench.first("rows 1", json!({})).await, Err(Refusal::Full(10)));
    bench.seen.open_gate();
    while let Some(done) = set.join_next().await {
        assert!(done.unwrap().unwrap().success);
    }
    assert_eq!(bench.seen.most.load(Ordering::SeqCst), 1, "one at a time");
    let metrics = bench.runner.status().metrics;
    assert_eq!((metrics.total_requests, metrics.completed, metrics.rejected), (12, 11, 1));
    assert!((metrics.success_rate - 1.0).abs() < f64::EPSILON);
}

#[tokio::test]
async fn as_many_run_at_once_as_are_allowed() {
    let bench = Arc::new(Bench::new(RunnerConfig { concurrency: 3, ..RunnerConfig::default() }));
    let mut set = JoinSet::new();
    start(&bench, &mut set, 8, "me");
    until(|| bench.seen.running() == 3 && bench.runner.status().queue_size == 5).await;
    bench.seen.open_gate();
    while let Some(done) = set.join_next().await {
        assert!(done.unwrap().unwrap().success);
    }
    assert_eq!(bench.seen.most.load(Ordering::SeqCst), 3);
}

#[tokio::test]
async fn two_runs_in_one_folder_go_one_after_the_other() {
    let bench = Arc::new(Bench::new(RunnerConfig { concurrency: 4, ..RunnerConfig::default() }));
    let mut set = JoinSet::new();
    for _ in 0..2 {
        let bench = Arc::clone(&bench);
        set.spawn(async move { bench.first("wait", json!({})).await });
    }
    until(|| bench.seen.running() == 1 && bench.runner.status().queue_size == 1).await;
    bench.seen.open_gate();
    while let Some(done) = set.join_next().await {
        assert!(done.unwrap().unwrap().success);
    }
    assert_eq!(bench.seen.most.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_cancelled_run_ends_whether_it_runs_or_waits() {
    let bench = Arc::new(Bench::one_at_a_time());
    let (one, two) = (Arc::clone(&bench), Arc::clone(&bench));
    let running = tokio::spawn(async move { one.second(json!({"code": "print begun\nwait", "request_id": 1})).await });
    until(|| bench.seen.running() == 1).await;
    let waiting = tokio::spawn(async move { two.second(json!({"code": "wait", "request_id": "two"})).await });
    until(|| bench.runner.status().queue_size == 1).await;
    assert_eq!(bench.second(json!({"code": "x", "request_id": "1"})).await, Err(Refusal::Busy("1".to_owned())), "it still runs");
    until(|| bench.runner.logs("1").unwrap().events.len() == 1).await;
    assert!(bench.runner.cancel("two"));
    assert_eq!(waiting.await.unwrap(), Err(Refusal::Cancelled(json!("two"))));
    assert!(bench.runner.cancel("1"));
    let ended = running.await.unwrap().unwrap();
    assert_eq!((&ended.body["exit_code"], &ended.body["error"]), (&json!(-15), &json!("Execution was cancelled")));
    until(|| bench.seen.ended_early.load(Ordering::SeqCst) == 1).await;
    assert!(!bench.runner.cancel("1") && bench.runner.logs("1").is_some() && bench.runner.logs("none").is_none());
}

#[tokio::test]
async fn who_goes_away_ends_its_run() {
    let bench = Arc::new(Bench::one_at_a_time());
    let one = Arc::clone(&bench);
    let running = tokio::spawn(async move { one.first("wait", json!({})).await });
    until(|| bench.seen.running() == 1).await;
    running.abort();
    until(|| bench.seen.ended_early.load(Ordering::SeqCst) == 1).await;
    bench.seen.open_gate();
    assert!(bench.first("rows 1", json!({})).await.unwrap().success, "its turn went to the next");
}

#[tokio::test]
async fn patience_has_an_end() {
    let config = RunnerConfig { concurrency: 1, patience: Duration::from_millis(20), ..RunnerConfig::default() };
    let bench = Arc::new(Bench::new(config));
    let one = Arc::clone(&bench);
    let running = tokio::spawn(async move { one.first("wait", json!({})).await });
    until(|| bench.seen.running() == 1).await;
    assert_eq!(bench.second(json!({"code": "rows 1", "request_id": 5})).await, Err(Refusal::Waited(json!(5))));
    bench.seen.open_gate();
    assert!(running.await.unwrap().unwrap().success);
}

#[tokio::test]
async fn a_request_takes_no_longer_than_its_limit_and_the_slack() {
    let config = RunnerConfig { concurrency: 1, slack: Duration::ZERO, ..RunnerConfig::default() };
    let bench = Bench::new(config);
    assert_eq!(bench.second(json!({"code": "wait", "timeout": 0.02, "request_id": "a"})).await, Err(Refusal::TooLong(json!("a"))));
    until(|| bench.seen.ended_early.load(Ordering::SeqCst) == 1).await;
}
