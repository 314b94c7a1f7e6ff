//! A runner, and a folder to work in.

use std::fs;
use std::io;
use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use cap_std::ambient_authority;
use cap_std::fs::Dir;
use futures::future::BoxFuture;
use sandtable_datasets::WorkRoots;
use sandtable_executor::Spool;
use sandtable_runner::{Answer, FetchLimits, Fetcher, FirstRequest, Refusal, Resolver, Runner, RunnerConfig, RunnerParts, SecondRequest, UrlPolicy};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::engine::{Seen, Told};

pub(crate) struct Bench {
    pub(crate) runner: Arc<Runner>,
    pub(crate) seen: Arc<Seen>,
    top: TempDir,
}

/// Names that mean what the test says: in a row, the last one for ever.
pub(crate) struct Names(pub(crate) std::sync::Mutex<Vec<IpAddr>>);

impl Resolver for Names {
    fn resolve(&self, _: String) -> BoxFuture<'static, io::Result<Vec<IpAddr>>> {
        let mut left = self.0.lock().unwrap();
        let next = if left.len() > 1 { left.remove(0) } else { left[0] };
        Box::pin(async move { Ok(vec![next]) })
    }
}

pub(crate) fn fetcher(hosts: &[&str], limits: FetchLimits, names: &[&str], spool: &TempDir) -> Fetcher {
    let policy = UrlPolicy::new(&hosts.iter().map(|host| (*host).to_owned()).collect::<Vec<_>>(), false).unwrap();
    let names = Names(std::sync::Mutex::new(names.iter().map(|name| name.parse().unwrap()).collect()));
    let spool = Spool::new(Dir::open_ambient_dir(spool.path(), ambient_authority()).unwrap());
    Fetcher::new(policy, limits, Arc::new(names), spool).unwrap()
}

impl Bench {
    pub(crate) fn new(config: RunnerConfig) -> Self {
        let top = tempfile::tempdir().unwrap();
        fs::create_dir(top.path().join("work")).unwrap();
        let fetcher = fetcher(&["127.0.0.1", "store"], FetchLimits::default(), &["127.0.0.1"], &top);
        let engine = Told::default();
        let roots = WorkRoots::open(&[top.path().to_owned()]).unwrap();
        let seen = Arc::clone(&engine.0);
        Self { runner: Arc::new(Runner::new(RunnerParts { config, engine: Arc::new(engine), roots, fetcher })), seen, top }
    }

    pub(crate) fn one_at_a_time() -> Self {
        Self::new(RunnerConfig { concurrency: 1, ..RunnerConfig::default() })
    }

    pub(crate) fn path(&self, below: &str) -> String {
        self.top.path().canonicalize().unwrap().join(below).display().to_string()
    }

    pub(crate) fn text(&self, below: &str) -> Option<String> {
        fs::read_to_string(PathBuf::from(self.path(below))).ok()
    }

    /// A request of the first generation in `work`, with more fields.
    pub(crate) fn request(&self, code: &str, more: Value) -> FirstRequest {
        let mut body = json!({"code": code, "working_dir": self.path("work")});
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        FirstRequest::parse(body.to_string().as_bytes()).unwrap()
    }

    pub(crate) async fn first(&self, code: &str, more: Value) -> Result<Answer, Refusal> {
        self.runner.first(self.request(code, more), "me").await
    }

    pub(crate) async fn second(&self, body: Value) -> Result<Answer, Refusal> {
        self.runner.second(SecondRequest::parse(body.to_string().as_bytes())?, "me").await
    }
}

/// Waits until something is so.
pub(crate) async fn until(what: impl Fn() -> bool) {
    while !what() {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}
