//! What is known of runs: those that go on, and for a while those that have ended.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use serde::Serialize;
use tokio::sync::watch;

pub use crate::lines::Line as LogEvent;
use crate::lines::Lines;

/// Ended runs that are remembered at most, the oldest forgotten first.
const ENDED: usize = 1000;

/// The runs, by their ids.
pub(crate) struct Book {
    runs: Mutex<HashMap<String, Entry>>,
    kept: Duration,
    log_bytes: u64,
}

struct Entry {
    lines: Lines,
    cancel: watch::Sender<bool>,
    /// When its turn came.
    running: Option<Instant>,
    ended: Option<Instant>,
}

/// A run's own place in the book. Dropping it says that the run has ended.
pub(crate) struct Page {
    book: Arc<Book>,
    pub(crate) id: String,
    pub(crate) lines: Lines,
    pub(crate) cancelled: watch::Receiver<bool>,
}

/// What a run has written so far.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Logs {
    /// The run's id.
    pub execution_id: String,
    /// In the order in which they came.
    pub events: Vec<LogEvent>,
}

impl Book {
    pub(crate) fn new(kept: Duration, log_bytes: u64) -> Arc<Self> {
        Arc::new(Self { runs: Mutex::default(), kept, log_bytes })
    }

    /// A page for a run; none while another run of this id goes on.
    pub(crate) fn open(self: &Arc<Self>, id: &str) -> Option<Page> {
        let mut runs = self.lock();
        self.forget(&mut runs);
        if runs.get(id).is_some_and(|entry| entry.ended.is_none()) {
            return None;
        }
        let (cancel, cancelled) = watch::channel(false);
        let lines = Lines::new(self.log_bytes);
        runs.insert(id.to_owned(), Entry { lines: lines.clone(), cancel, running: None, ended: None });
        Some(Page { book: Arc::clone(self), id: id.to_owned(), lines, cancelled })
    }

    /// Whether there was a run to end.
    pub(crate) fn cancel(&self, id: &str) -> bool {
        match self.lock().get(id) {
            // There is a receiver as long as the run goes on.
            Some(entry) if entry.ended.is_none() => entry.cancel.send(true).is_ok(),
            _ => false,
        }
    }

    pub(crate) fn logs(&self, id: &str) -> Option<Logs> {
        let mut runs = self.lock();
        self.forget(&mut runs);
        let lines = runs.get(id)?.lines.clone();
        drop(runs);
        Some(Logs { execution_id: id.to_owned(), events: lines.all() })
    }

    /// How many runs have their turn, and the oldest of them.
    pub(crate) fn running(&self) -> (usize, Option<String>) {
        let runs = self.lock();
        let running = runs.iter().filter(|(_, entry)| entry.ended.is_none()).filter_map(|(id, entry)| entry.running.map(|since| (since, id)));
        let all: Vec<_> = running.collect();
        (all.len(), all.iter().min().map(|(_, id)| (*id).clone()))
    }

    fn forget(&self, runs: &mut HashMap<String, Entry>) {
        let kept = self.kept;
        runs.retain(|_, entry| entry.ended.is_none_or(|ended| ended.elapsed() < kept));
        if runs.len() > ENDED {
            let mut ended: Vec<(Instant, String)> = runs.iter().filter_map(|(id, entry)| entry.ended.map(|at| (at, id.clone()))).collect();
            ended.sort();
            let surplus = runs.len() - ENDED;
            ended.into_iter().take(surplus).for_each(|(_, id)| drop(runs.remove(&id)));
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Entry>> {
        self.runs.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Page {
    /// The run's turn has come.
    pub(crate) fn begin(&self) {
        if let Some(entry) = self.book.lock().get_mut(&self.id) {
            entry.running = Some(Instant::now());
        }
    }

    /// Returns when somebody asks for the run's end.
    pub(crate) async fn cancelled(&self) {
        let mut cancelled = self.cancelled.clone();
        if cancelled.wait_for(|cancelled| *cancelled).await.is_err() {
            // The sender is in the book as long as this page is open; without one nobody can ask.
            std::future::pending::<()>().await;
        }
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        if let Some(entry) = self.book.lock().get_mut(&self.id) {
            entry.ended = Some(Instant::now());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lines::Stream;

    #[test]
    fn logs_are_there_while_a_run_goes_on_and_for_a_while_after() {
        let book = Book::new(Duration::from_secs(600), 1 << 20);
        let page = book.open("a").unwrap();
        page.lines.add(Stream::Stdout, "hello");
        assert_eq!(book.logs("a").unwrap().events[0].message, "hello");
        assert!(book.open("a").is_none(), "it still goes on");
        drop(page);
        assert_eq!(book.logs("a").unwrap().events.len(), 1);
        assert!(book.logs("b").is_none() && !book.cancel("a"));
        let again = book.open("a").unwrap();
        assert!(book.logs("a").unwrap().events.is_empty(), "another run of the same id");
        drop(again);
        let forgetful = Book::new(Duration::ZERO, 1 << 20);
        drop(forgetful.open("a").unwrap());
        assert!(forgetful.logs("a").is_none());
    }

    #[test]
    fn ended_runs_are_not_remembered_without_end() {
        let book = Book::new(Duration::from_secs(600), 1 << 20);
        for number in 0..ENDED + 50 {
            drop(book.open(&number.to_string()).unwrap());
        }
        assert!(book.lock().len() <= ENDED + 1);
    }
}
