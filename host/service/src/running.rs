//! The jobs that this process is doing, so that a cancel reaches them at once, and how those ended that it has done.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use sandtable_jobs::Token;
use tokio::sync::Notify;

/// Bells by token, and sums.
#[derive(Debug, Clone, Default)]
pub(crate) struct Running {
    bells: Arc<Mutex<HashMap<Token, Arc<Notify>>>>,
    attempts: Arc<Mutex<BTreeMap<&'static str, Attempts>>>,
}

/// Attempts at jobs that ended in one way, since this process began.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Attempts {
    /// How many.
    pub count: u64,
    /// How long they took together.
    pub took: Duration,
}

/// A job that is being done. Dropped, it is not any more.
#[derive(Debug)]
pub(crate) struct Entry {
    token: Token,
    began: Instant,
    bell: Arc<Notify>,
    running: Running,
}

impl Running {
    /// Says that a job is being done here.
    pub(crate) fn enter(&self, token: Token) -> Entry {
        let bell = Arc::new(Notify::new());
        self.lock().insert(token, Arc::clone(&bell));
        Entry { token, began: Instant::now(), bell, running: self.clone() }
    }

    /// Tells whoever does a job to look whether it is cancelled.
    pub(crate) fn ring(&self, token: Token) {
        if let Some(bell) = self.lock().get(&token) {
            bell.notify_one();
        }
    }

    /// How many there are.
    pub(crate) fn count(&self) -> usize {
        self.lock().len()
    }

    /// How the attempts ended, by the state that the job was left in, or `lost`.
    pub(crate) fn attempts(&self) -> BTreeMap<&'static str, Attempts> {
        self.attempts.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Token, Arc<Notify>>> {
        self.bells.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Entry {
    /// Waits for the bell.
    pub(crate) async fn rung(&self) {
        self.bell.notified().await;
    }

    /// Counts how it ended.
    pub(crate) fn ended(&self, how: &'static str) {
        let mut attempts = self.running.attempts.lock().unwrap_or_else(PoisonError::into_inner);
        let sum = attempts.entry(how).or_default();
        sum.count += 1;
        sum.took += self.began.elapsed();
    }
}

impl Drop for Entry {
    fn drop(&mut self) {
        self.running.lock().remove(&self.token);
    }
}
