//! What a test stands on: a store that can be opened again, and a clock.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use sandtable_core::Code;
use sandtable_jobs::{Claim, Clock, Job, JobError, JobResult, JobStore, NewJob, NewStep, Options, RedisStore, SqliteStore, StepStatus, StoreError, Token};
use sandtable_tests::RedisServer;
use tempfile::TempDir;

/// When the tests begin.
pub(crate) const START_MS: i64 = 1_800_000_000_000;
/// How long leases last in tests.
pub(crate) const LEASE: Duration = Duration::from_secs(30);
/// The queue that most tests use.
pub(crate) const QUEUE: &str = "work";

pub(crate) struct Ground {
    place: Place,
    pub(crate) options: Options,
}

enum Place {
    Sqlite(TempDir),
    Redis { server: Arc<RedisServer>, prefix: String },
    OwnRedis(RedisServer),
}

impl Ground {
    pub(crate) fn sqlite() -> Self {
        Self { place: Place::Sqlite(tempfile::tempdir().expect("a temporary folder")), options: options() }
    }

    /// A part of the shared server that nobody else uses.
    pub(crate) fn redis() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let prefix = format!("{{test-{}}}", NEXT.fetch_add(1, Ordering::Relaxed));
        Self { place: Place::Redis { server: RedisServer::shared(), prefix }, options: options() }
    }

    /// The same kind of ground, with nothing on it yet.
    pub(crate) fn fresh(&self) -> Self {
        match &self.place {
            Place::Sqlite(_) => Self::sqlite(),
            Place::Redis { .. } | Place::OwnRedis(_) => Self::redis(),
        }
    }

    pub(crate) async fn open(&self) -> Arc<dyn JobStore> {
        match &self.place {
            Place::Sqlite(folder) => Arc::new(SqliteStore::open(folder.path(), self.options.clone()).expect("the file opens")),
            Place::Redis { server, prefix } => Arc::new(RedisStore::connect(&server.url(), Some(prefix), self.options.clone()).await.expect("redis answers")),
            Place::OwnRedis(server) => Arc::new(RedisStore::connect(&server.url(), None, self.options.clone()).await.expect("redis answers")),
        }
    }

    /// Where another process finds the same store, as the arguments of `jobs-worker`.
    pub(crate) fn for_another_process(&self) -> Vec<String> {
        match &self.place {
            Place::Sqlite(folder) => vec!["sqlite".to_owned(), folder.path().display().to_string()],
            Place::Redis { server, prefix } => vec!["redis".to_owned(), server.url(), prefix.clone()],
            Place::OwnRedis(_) => panic!("a server that a test kills is not for workers"),
        }
    }

    /// Gives a Redis ground a server that can be killed.
    pub(crate) fn on_its_own(self) -> Self {
        match self.place {
            Place::Redis { .. } => Self { place: Place::OwnRedis(RedisServer::start()), options: self.options },
            Place::Sqlite(_) | Place::OwnRedis(_) => self,
        }
    }

    /// Kills what holds the data, where that is another process, and starts it again.
    pub(crate) fn restart(&mut self) {
        match &mut self.place {
            Place::Sqlite(_) => {}
            Place::OwnRedis(server) => {
                server.kill();
                server.start_again();
            }
            Place::Redis { .. } => panic!("the shared server is not ours to kill"),
        }
    }

    pub(crate) fn advance(&self, by: Duration) {
        self.options.clock.advance(by);
    }

    pub(crate) fn advance_s(&self, seconds: u64) {
        self.advance(Duration::from_secs(seconds));
    }
}

fn options() -> Options {
    Options { clock: Clock::manual(START_MS), ..Options::default() }
}

pub(crate) fn on_sqlite<F: Future<Output = ()>>(test: impl FnOnce(Ground) -> F) {
    runtime().block_on(test(Ground::sqlite()));
}

pub(crate) fn on_redis<F: Future<Output = ()>>(test: impl FnOnce(Ground) -> F) {
    runtime().block_on(test(Ground::redis()));
}

pub(crate) fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(4).enable_all().build().expect("a runtime starts")
}

/// A job with nothing special.
pub(crate) fn job() -> NewJob {
    NewJob::new(QUEUE, "query", br#"{"plan": 1}"#)
}

pub(crate) async fn enqueue(store: &Arc<dyn JobStore>, new: NewJob) -> Token {
    store.enqueue(new).await.expect("the job is taken").token
}

/// Claims a job that must be there.
pub(crate) async fn claim(store: &Arc<dyn JobStore>) -> Claim {
    claim_or_none(store).await.expect("a job is ready")
}

pub(crate) async fn claim_or_none(store: &Arc<dyn JobStore>) -> Option<Claim> {
    store.claim(QUEUE, "worker-1", LEASE).await.expect("the store answers")
}

pub(crate) async fn get(store: &Arc<dyn JobStore>, token: Token) -> Job {
    store.get(token).await.expect("the store answers").expect("the job is known")
}

pub(crate) fn result(reference: &str) -> JobResult {
    JobResult { reference: reference.to_owned(), size_bytes: reference.len() as u64 }
}

pub(crate) fn failure(message: &str) -> JobError {
    let details = serde_json::Map::from_iter([("path".to_owned(), "a/b.csv".into())]);
    JobError { code: Code::IoError, message: message.to_owned(), details, request_id: Some("req_1".to_owned()) }
}

pub(crate) fn step(name: &str) -> NewStep {
    NewStep {
        step: name.to_owned(),
        status: StepStatus::Completed,
        started_at_ms: START_MS,
        ended_at_ms: Some(START_MS + 5),
        duration_ms: 5,
        message: format!("{name} \u{2713} \"quoted\""),
        details: Some(serde_json::json!({"rows": 3, "names": ["a", null]})),
    }
}

/// The owner is told that it no longer holds the job, whatever it tries, and nothing has changed.
pub(crate) async fn can_write_nothing(store: &Arc<dyn JobStore>, lease: sandtable_jobs::Lease) {
    let before = (get(store, lease.token).await, store.steps(lease.token, 0, 100).await.expect("the store answers"));
    let lost = StoreError::LeaseLost(lease);
    assert_eq!(store.heartbeat(lease, LEASE).await, Err(lost.clone()), "heartbeat");
    assert_eq!(store.append_step(lease, step("late")).await, Err(lost.clone()), "append_step");
    assert_eq!(store.complete(lease, result("late")).await, Err(lost.clone()), "complete");
    assert_eq!(store.release(lease).await, Err(lost.clone()), "release");
    let retry = sandtable_jobs::Next::Retry { after: Duration::ZERO };
    for next in [retry, sandtable_jobs::Next::Failed, sandtable_jobs::Next::Dead, sandtable_jobs::Next::Cancelled] {
        assert_eq!(store.fail(lease, failure("late"), next).await, Err(lost.clone()), "fail with {next:?}");
    }
    let after = (get(store, lease.token).await, store.steps(lease.token, 0, 100).await.expect("the store answers"));
    assert_eq!(before, after);
}
