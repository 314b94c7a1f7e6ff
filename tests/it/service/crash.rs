//! Servers and workers that are killed: no job is lost, none ends twice.

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use reqwest::Method;
use sandtable_tests::{Answer, RedisServer, Server, bin, data};
use serde_json::{Value, json};

/// Jobs that are submitted.
const JOBS: u64 = 200;
/// After so many a process is killed.
const BETWEEN_KILLS: u64 = 8;

/// What all processes share: folders, and perhaps a Redis.
struct Shared<'a> {
    data: &'a Path,
    base: &'a Path,
    redis: Option<String>,
}

impl Shared<'_> {
    fn args(&self) -> Vec<&str> {
        let mut args = vec!["--job-lease", "1s", "--job-attempts", "50", "--workers", "1", "--executors", "1"];
        if let Some(url) = &self.redis {
            args.extend(["--redis-url", url]);
        }
        args
    }

    fn server(&self) -> Server {
        Server::builder().data_dir(self.data).base_dir(self.base).args(&self.args()).start()
    }

    fn worker(&self) -> Worker {
        let mut command = Command::new(bin());
        command.arg("worker").arg("--data-dir").arg(self.data).arg("--base-path").arg(self.base).args(self.args());
        Worker(command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the command can be started"))
    }
}

/// A process that is gone with the test.
struct Worker(Child);

impl Drop for Worker {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Submits a job until the server has taken it. A key makes sure that it is taken once.
fn submit(server: &mut Server, shared: &Shared<'_>, number: u64) -> u64 {
    // Some take long enough to be hit.
    let (door, body) = if number.is_multiple_of(4) { ("infer_schema", json!({"uri": "flights.csv"})) } else { ("discover", json!({"uri": "."})) };
    loop {
        let request = server.request(Method::POST, &format!("/v1/py/{door}")).header("Idempotency-Key", format!("job-{number}")).json(&body);
        match request.send().map(Answer::from) {
            Ok(answer) if answer.status == 200 => return answer.json()["token"].as_u64().expect("a token is a number"),
            Ok(answer) => assert_eq!(answer.status, 503, "{}", answer.text()),
            Err(_) => *server = shared.server(),
        }
    }
}

fn all_jobs_end_once(redis: Option<&RedisServer>) {
    let folder = tempfile::tempdir().expect("temporary folders can be made");
    let (data_dir, base) = (folder.path().join("data"), folder.path().join("base"));
    fs::create_dir_all(&base).expect("the folder is ours");
    fs::copy(data("flights.csv"), base.join("flights.csv")).expect("the data is there");
    let shared = Shared { data: &data_dir, base: &base, redis: redis.map(RedisServer::url) };
    let mut server = shared.server();
    let mut workers: Vec<Worker> = (0..2).map(|_| shared.worker()).collect();
    let mut tokens = Vec::new();
    for number in 1..=JOBS {
        tokens.push(submit(&mut server, &shared, number));
        if number.is_multiple_of(BETWEEN_KILLS) {
            // Each in turn, the server too: dropping kills.
            match (number / BETWEEN_KILLS) % 3 {
                0 => server = shared.server(),
                at => workers[(at as usize - 1) % 2] = shared.worker(),
            }
        }
    }
    assert_eq!(tokens, (1..=JOBS).collect::<Vec<_>>(), "no gaps, no repeats");
    let mut again = 0;
    for token in tokens {
        let record = server.finished(token);
        assert_eq!(record["status"], "completed", "{record:#}");
        again += u64::from(record["attempts"].as_u64() > Some(1));
        let last = record["steps"].as_array().and_then(|steps| steps.last()).map(|step| step["step"].clone());
        let wanted = if record["job_type"] == "discover" { "discovery_complete" } else { "schema_complete" };
        assert_eq!(last, Some(Value::from(wanted)), "the log ends as the work did: {record:#}");
        assert!(!record["data"].is_null(), "{record:#}");
    }
    assert!(again > 0, "no job lost its worker, so nothing was tried");
}

#[test]
fn jobs_of_killed_processes_end_once_on_sqlite() {
    all_jobs_end_once(None);
}

#[test]
fn jobs_of_killed_processes_end_once_on_redis() {
    all_jobs_end_once(Some(&RedisServer::start()));
}

#[test]
fn a_redis_that_goes_away_and_comes_back_loses_nothing() {
    let mut redis = RedisServer::start();
    let server = Server::builder().args(&["--redis-url", &redis.url(), "--job-lease", "2s"]).start();
    fs::copy(data("flights.csv"), server.base().join("flights.csv")).expect("the data is there");
    let before: Vec<u64> = (0..5).map(|_| server.submit("infer_schema", &json!({"uri": "flights.csv"}))).collect();
    redis.kill();
    let away = server.post("/v1/py/infer_schema", &json!({"uri": "flights.csv"}));
    assert_eq!((away.status.as_u16(), away.code().as_str()), (503, "RESOURCE_CAP"), "{}", away.text());
    assert_eq!(away.json()["error"]["details"]["reason"], "store_unavailable");
    std::thread::sleep(Duration::from_secs(1));
    redis.start_again();
    // It answers again as soon as the connection is made anew.
    while server.get("/v1/py/health").status != 200 {
        std::thread::sleep(Duration::from_millis(50));
    }
    for token in before {
        assert_eq!(server.finished(token)["status"], "completed");
    }
    server.done("infer_schema", &json!({"uri": "flights.csv"}));
}

#[test]
fn a_server_that_is_told_to_stop_gives_its_jobs_back() {
    let folder = tempfile::tempdir().expect("temporary folders can be made");
    let (data_dir, base) = (folder.path().join("data"), folder.path().join("base"));
    fs::create_dir_all(base.join("nyc")).expect("the folder is ours");
    fs::copy(data("flights.csv"), base.join("nyc/flights.csv")).expect("the data is there");
    let start = || Server::builder().data_dir(&data_dir).base_dir(&base).args(&["--drain-timeout", "100ms"]).start();
    let mut server = start();
    let token = server.submit("transform", &super::slow(&server));
    // It runs when its first step is there.
    while server.get(&format!("/v1/py/jobs/{token}")).json()["steps"][0]["step"] == "queued" {
        std::thread::sleep(Duration::from_millis(10));
    }
    server.signal(rustix::process::Signal::TERM);
    assert!(server.wait().success());
    let server = start();
    let record = server.get(&format!("/v1/py/jobs/{token}")).json();
    assert_eq!((&record["status"], &record["error"]), (&json!("running"), &json!(null)), "{record:#}");
    assert!(record["attempts"].as_u64() <= Some(1), "an attempt that was given back does not count: {record:#}");
    server.delete(&format!("/v1/py/jobs/{token}"));
    assert_eq!(server.finished(token)["status"], "failed");
}
