//! Servers and workers that share a store: components and results are everybody's.

use std::fs;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use sandtable_tests::{RedisServer, S3Server, Server, bin, data, guest};
use serde_json::json;
use tempfile::TempDir;

/// What several machines share; each has a data directory of its own.
struct Shared {
    folder: TempDir,
    redis: Option<RedisServer>,
    bucket: Option<S3Server>,
    machines: usize,
}

/// A process that is gone with the test.
struct Worker(Child);

impl Drop for Worker {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Shared {
    fn new(redis: bool, bucket: bool) -> Self {
        let folder = tempfile::tempdir().expect("temporary folders can be made");
        fs::create_dir_all(folder.path().join("base")).expect("the folder is ours");
        fs::copy(data("airlines.csv"), folder.path().join("base/airlines.csv")).expect("the data is there");
        fs::write(folder.path().join("base/x.csv"), "x\n1.5\n").expect("the folder is ours");
        Self { folder, redis: redis.then(RedisServer::start), bucket: bucket.then(|| S3Server::start(&["store"])), machines: 0 }
    }

    fn store(&self) -> String {
        match &self.bucket {
            Some(_) => "s3://store/some/prefix".to_owned(),
            None => format!("file://{}", self.folder.path().join("store").display()),
        }
    }

    fn envs(&self) -> Vec<(&'static str, String)> {
        let mut envs = vec![("SANDTABLE_STORE", self.store())];
        envs.extend(self.bucket.iter().flat_map(S3Server::envs));
        envs.extend(self.redis.iter().map(|redis| ("REDIS_URL", redis.url())));
        envs
    }

    fn base(&self) -> PathBuf {
        self.folder.path().join("base")
    }

    fn machine(&mut self) -> PathBuf {
        self.machines += 1;
        self.folder.path().join(format!("data-{}", self.machines))
    }

    fn server(&mut self, args: &[&str]) -> Server {
        let data = self.machine();
        let builder = self.envs().iter().fold(Server::builder(), |builder, (name, value)| builder.env(name, value));
        builder.data_dir(&data).base_dir(&self.base()).args(&["--executors", "1"]).args(args).start()
    }

    fn worker(&mut self) -> Worker {
        let data = self.machine();
        let mut command = Command::new(bin());
        command.arg("worker").arg("--data-dir").arg(data).arg("--base-path").arg(self.base()).args(["--workers", "1"]).envs(self.envs());
        Worker(command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the command can be started"))
    }
}

fn components_are_everybodys(bucket: bool) {
    let mut shared = Shared::new(false, bucket);
    let (one, two) = (shared.server(&[]), shared.server(&[]));
    let input = json!({"inputs": {"input": {"uri": "x.csv"}}});
    assert_eq!(two.run("smallest", &input).code(), "NOT_FOUND");
    one.upload("smallest");
    assert_eq!(two.run("smallest", &input).status, 200, "an upload is known at once");
    assert_eq!(two.get("/v1/transforms").json()["transforms"].as_array().map(Vec::len), Some(1));
    let there = two.get("/v1/transforms/smallest/1.0.0/component");
    assert!(there.body == guest("smallest"), "the same bytes");
    // The same version cannot be other bytes, wherever it is asked.
    let other = two.put("/v1/transforms/smallest/1.0.0", guest("kernels"));
    assert_eq!((other.status.as_u16(), other.code().as_str()), (409, "CONFLICT"), "{}", other.text());
    assert_eq!(two.put("/v1/transforms/smallest/1.0.0", guest("smallest")).status, 200, "the same bytes are no news");
    // Nor when both are asked at once.
    let answers = std::thread::scope(|scope| {
        let first = scope.spawn(|| one.put("/v1/transforms/raced/1.0.0", guest("smallest")).status.as_u16());
        let second = scope.spawn(|| two.put("/v1/transforms/raced/1.0.0", guest("kernels")).status.as_u16());
        let mut answers = [first.join().expect("no panic"), second.join().expect("no panic")];
        answers.sort_unstable();
        answers
    });
    assert_eq!(answers, [201, 409]);
    assert_eq!(one.get("/v1/transforms/raced/1.0.0").json()["digest"], two.get("/v1/transforms/raced/1.0.0").json()["digest"]);
    // A delete is seen, and the version stays reserved.
    assert_eq!(two.delete("/v1/transforms/smallest").status, 200);
    assert_eq!(one.get("/v1/transforms/smallest").code(), "NOT_FOUND");
    assert_eq!(one.run("smallest", &input).code(), "NOT_FOUND");
    assert_eq!(one.put("/v1/transforms/smallest/1.0.0", guest("kernels")).status, 409);
    assert_eq!(one.put("/v1/transforms/smallest/1.0.0", guest("smallest")).status, 201);
    assert_eq!(two.run("smallest", &input).status, 200);
    // A machine that comes later finds all of it.
    let three = shared.server(&[]);
    assert_eq!(three.run("smallest", &input).status, 200);
    assert_eq!(three.get("/v1/transforms").json()["transforms"].as_array().map(Vec::len), Some(2));
}

#[test]
fn components_in_a_bucket_are_everybodys() {
    components_are_everybodys(true);
}

#[test]
fn components_in_a_shared_folder_are_everybodys() {
    components_are_everybodys(false);
}

#[test]
fn bytes_that_are_not_those_of_their_digest_do_not_run() {
    let mut shared = Shared::new(false, true);
    let one = shared.server(&[]);
    one.upload("smallest");
    let bucket = shared.bucket.as_ref().expect("there is one");
    let blob = bucket.keys("store").into_iter().find(|key| key.contains("/sha256/")).expect("the bytes are there");
    let whole = bucket.get("store", &blob).expect("the bytes are there");
    bucket.put("store", &blob, whole[..whole.len() / 2].to_vec());
    let input = json!({"inputs": {"input": {"uri": "x.csv"}}});
    assert_eq!(one.run("smallest", &input).status, 200, "it is here already");
    let two = shared.server(&[]);
    assert_eq!(two.run("smallest", &input).code(), "IO_ERROR");
    shared.bucket.as_ref().expect("there is one").put("store", &blob, whole);
    assert_eq!(two.run("smallest", &input).status, 200);
}

#[test]
fn what_a_worker_did_is_downloaded_from_any_server() {
    let mut shared = Shared::new(true, true);
    let one = shared.server(&["--workers", "1", "--job-lease", "1s", "--job-attempts", "1"]);
    one.upload("smallest");
    one.upload("kernels");
    // The only worker that this server has is kept busy, and it is killed with that: what comes after it, another has to do.
    let busy = json!({"transform": "kernels", "params": {"kernel": "spin"}, "inputs": {"input": {"uri": "x.csv"}}, "limits": {"timeout_ms": 60_000}});
    let busy = one.submit("transform", &busy);
    while one.get(&format!("/v1/py/jobs/{busy}")).json()["attempts"] != 1 {
        std::thread::sleep(Duration::from_millis(20));
    }
    let query = json!({"plan": {"dataset": "airlines.csv"}, "output": "arrow"});
    let transform = json!({"transform": "smallest", "inputs": {"input": {"uri": "x.csv"}}, "output": {"format": "arrow"}});
    let tokens: Vec<u64> = [("query", &query), ("transform", &transform)].map(|(door, body)| one.submit(door, body)).to_vec();
    for token in &tokens {
        assert_eq!(one.get(&format!("/v1/py/jobs/{token}")).json()["attempts"], 0, "it is not begun");
    }
    drop(one);
    // The worker has never seen the component; that it fetches it into its own folder shows that it is the one who runs it.
    let worker = shared.worker();
    let fetched = shared.folder.path().join("data-2/components/sha256");
    while fetched.read_dir().map_or(0, Iterator::count) == 0 {
        std::thread::sleep(Duration::from_millis(20));
    }
    let two = shared.server(&[]);
    for token in &tokens {
        assert_eq!(two.finished(*token)["status"], "completed");
        let table = two.get(&format!("/v1/py/jobs/{token}/download"));
        assert_eq!(table.status, 200, "{}", table.text());
        assert!(table.body.len() > 100);
    }
    assert_eq!(two.finished(busy)["error"]["details"]["reason"], "lease_expired");
    drop(worker);
}

#[test]
fn a_large_result_comes_whole_out_of_a_bucket() {
    let mut shared = Shared::new(false, true);
    fs::copy(data("flights.csv"), shared.base().join("flights.csv")).expect("the data is there");
    let server = shared.server(&[]);
    let token = server.submit("query", &json!({"plan": {"dataset": "flights.csv", "options": {"null_values": ["NA"]}}, "output": "arrow"}));
    let record = server.finished(token);
    assert_eq!(record["status"], "completed", "{record:#}");
    let table = server.get(&format!("/v1/py/jobs/{token}/download"));
    assert_eq!((table.status.as_u16(), table.header("x-arrow-rows")), (200, Some("336776")));
    assert!(table.body.len() > 16 << 20, "{} bytes are no more than two parts", table.body.len());
    let bucket = shared.bucket.as_ref().expect("there is one");
    let key = bucket.keys("store").into_iter().find(|key| key.contains("/artifacts/")).expect("it is kept");
    assert!(bucket.get("store", &key).expect("it is kept") == table.body, "the same bytes");
}

#[test]
fn a_store_that_is_away_when_a_result_is_kept_loses_no_job() {
    let mut shared = Shared::new(false, true);
    let server = shared.server(&["--job-attempts", "20"]);
    shared.bucket.as_mut().expect("there is one").go_away();
    let token = server.submit("query", &json!({"plan": {"dataset": "airlines.csv"}, "output": "arrow"}));
    while server.get(&format!("/v1/py/jobs/{token}")).json()["attempts"].as_u64() < Some(2) {
        std::thread::sleep(Duration::from_millis(50));
    }
    shared.bucket.as_mut().expect("there is one").come_back();
    let record = server.finished(token);
    assert_eq!(record["status"], "completed", "{record:#}");
    assert_eq!(server.get(&format!("/v1/py/jobs/{token}/download")).status, 200);
}

#[test]
fn results_go_when_their_time_is_over() {
    let mut shared = Shared::new(false, true);
    let server = shared.server(&["--job-ttl", "1s"]);
    let token = server.submit("query", &json!({"plan": {"dataset": "airlines.csv"}, "output": "arrow"}));
    assert_eq!(server.finished(token)["status"], "completed");
    let bucket = shared.bucket.as_ref().expect("there is one");
    while bucket.keys("store").iter().any(|key| key.contains("/artifacts/")) {
        std::thread::sleep(Duration::from_millis(50));
    }
    assert_eq!(server.get(&format!("/v1/py/jobs/{token}/download")).status, 410);
}
