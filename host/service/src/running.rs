//! The jobs that this process is doing, so that a cancel reaches them at once.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use sandtable_jobs::Token;
use tokio::sync::Notify;

/// Bells by token.
#[derive(Debug, Clone, Default)]
pub(crate) struct Running {
    bells: Arc<Mutex<HashMap<Token, Arc<Notify>>>>,
}

/// A job that is being done. Dropped, it is not any more.
#[derive(Debug)]
pub(crate) struct Entry {
    token: Token,
    bell: Arc<Notify>,
    running: Running,
}

impl Running {
    /// Says that a job is being done here.
    pub(crate) fn enter(&self, token: Token) -> Entry {
        let bell = Arc::new(Notify::new());
        self.lock().insert(token, Arc::clone(&bell));
        Entry { token, bell, running: self.clone() }
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

    fn lock(&self) -> MutexGuard<'_, HashMap<Token, Arc<Notify>>> {
        self.bells.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Entry {
    /// Waits for the bell.
    pub(crate) async fn rung(&self) {
        self.bell.notified().await;
    }
}

impl Drop for Entry {
    fn drop(&mut self) {
        self.running.lock().remove(&self.token);
    }
}
