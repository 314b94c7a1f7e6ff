//! Jobs that wait for an executor, admitted within a memory budget, first come first served.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use sandtable_core::{Code, Error, Result};

/// A bounded queue with a budget. What is taken holds its share until [`Queue::give_back`].
pub(crate) struct Queue<T> {
    state: Mutex<State<T>>,
    changed: Condvar,
    capacity: usize,
}

struct State<T> {
    waiting: VecDeque<(u64, T)>,
    running: usize,
    free_bytes: u64,
    budget_bytes: u64,
    closed: bool,
}

impl<T> Queue<T> {
    pub(crate) fn new(capacity: usize, budget_bytes: u64) -> Self {
        let state = State { waiting: VecDeque::new(), running: 0, free_bytes: budget_bytes, budget_bytes, closed: false };
        Self { state: Mutex::new(state), changed: Condvar::new(), capacity }
    }

    /// Appends an item that will hold `bytes` of the budget while it runs.
    ///
    /// # Errors
    /// `RESOURCE_CAP` when the queue is full or the item alone is larger than the budget, `UNAVAILABLE` once it is closed.
    pub(crate) fn push(&self, bytes: u64, item: T) -> Result<()> {
        let mut state = self.lock();
        if state.closed {
            return Err(Error::new(Code::Unavailable, "the server is stopping"));
        }
        if bytes > state.budget_bytes {
            let budget = state.budget_bytes;
            return Err(Error::new(Code::ResourceCap, format!("the call may use {bytes} bytes of memory, the server has a budget of {budget}"))
                .with("reason", "memory_budget"));
        }
        if state.waiting.len() >= self.capacity {
            let waiting = state.waiting.len();
            return Err(
                Error::new(Code::ResourceCap, format!("{waiting} calls are waiting already, at most {} may", self.capacity)).with("reason", "queue_full")
            );
        }
        state.waiting.push_back((bytes, item));
        drop(state);
        self.changed.notify_one();
        Ok(())
    }

    /// Waits for an item whose share is free. `None` once the queue is closed and empty.
    pub(crate) fn pop(&self) -> Option<(u64, T)> {
        let mut state = self.lock();
        loop {
            // Only the first in line: a small call that overtakes could keep a large one waiting for ever.
            if state.waiting.front().is_some_and(|(bytes, _)| *bytes <= state.free_bytes)
                && let Some((bytes, item)) = state.waiting.pop_front()
            {
                state.free_bytes -= bytes;
                state.running += 1;
                return Some((bytes, item));
            }
            if state.closed && state.waiting.is_empty() {
                return None;
            }
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Returns the share of an item that has ended.
    pub(crate) fn give_back(&self, bytes: u64) {
        let mut state = self.lock();
        state.free_bytes += bytes;
        state.running -= 1;
        drop(state);
        self.changed.notify_all();
    }

    /// Takes out the waiting items that `doomed` picks.
    pub(crate) fn remove(&self, doomed: impl Fn(&T) -> bool) -> Vec<T> {
        let mut state = self.lock();
        let (out, stay) = std::mem::take(&mut state.waiting).into_iter().partition(|(_, item)| doomed(item));
        state.waiting = stay;
        drop(state);
        self.changed.notify_all();
        let out: VecDeque<(u64, T)> = out;
        out.into_iter().map(|(_, item)| item).collect()
    }

    /// Takes no more items; what waits is still handed out.
    pub(crate) fn close(&self) {
        self.lock().closed = true;
        self.changed.notify_all();
    }

    /// Items waiting and items running.
    pub(crate) fn counts(&self) -> (usize, usize) {
        let state = self.lock();
        (state.waiting.len(), state.running)
    }

    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_in_line_waits_for_its_share_and_is_not_overtaken() {
        let queue = Queue::new(8, 100);
        queue.push(80, "large").unwrap();
        queue.push(80, "large too").unwrap();
        queue.push(1, "small").unwrap();
        assert_eq!(queue.pop().unwrap(), (80, "large"));
        assert_eq!(queue.counts(), (2, 1));
        queue.give_back(80);
        assert_eq!(queue.pop().unwrap(), (80, "large too"));
        assert_eq!(queue.pop().unwrap(), (1, "small"));
    }

    #[test]
    fn what_cannot_be_admitted_is_refused_with_the_reason() {
        let queue = Queue::new(1, 100);
        assert_eq!(queue.push(101, ()).unwrap_err().details["reason"], "memory_budget");
        queue.push(1, ()).unwrap();
        assert_eq!(queue.push(1, ()).unwrap_err().details["reason"], "queue_full");
        queue.close();
        assert_eq!(queue.push(1, ()).unwrap_err().code, Code::Unavailable);
        assert!(queue.pop().is_some());
        queue.give_back(1);
        assert!(queue.pop().is_none());
    }
}
