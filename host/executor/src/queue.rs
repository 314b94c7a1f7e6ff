//! Jobs that wait for an executor, admitted within a memory budget, first come first served; and executors that wait for
//! a job, of which the one that worked last is taken: what it needs is still in the caches.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use sandtable_core::{Code, Error, Result};
use tokio::sync::Notify;

/// A bounded queue with a budget. What is taken holds its share until [`Queue::give_back`].
pub(crate) struct Queue<T> {
    state: Mutex<State<T>>,
    /// One for each taker.
    wake: Vec<Notify>,
    capacity: usize,
}

struct State<T> {
    waiting: VecDeque<(u64, T)>,
    /// Takers that wait, the one that came last at the end.
    idle: Vec<usize>,
    running: usize,
    free_bytes: u64,
    budget_bytes: u64,
    closed: bool,
}

impl<T> Queue<T> {
    /// For so many takers, numbered from 0.
    pub(crate) fn new(takers: usize, capacity: usize, budget_bytes: u64) -> Self {
        let state = State { waiting: VecDeque::new(), idle: Vec::new(), running: 0, free_bytes: budget_bytes, budget_bytes, closed: false };
        Self { state: Mutex::new(state), wake: (0..takers).map(|_| Notify::new()).collect(), capacity }
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
        self.wake_one(state);
        Ok(())
    }

    /// Waits for an item whose share is free. `None` once the queue is closed and empty. No two tasks may be the same
    /// taker at once.
    pub(crate) async fn pop(&self, taker: usize) -> Option<(u64, T)> {
        loop {
            if let Some(next) = self.try_pop(taker) {
                return next;
            }
            // A call to wake up that came meanwhile is kept.
            self.wake[taker].notified().await;
        }
    }

    /// The next item; `Some(None)` at the end; `None` when there is nothing yet, and then the taker is among the idle.
    fn try_pop(&self, taker: usize) -> Option<Option<(u64, T)>> {
        let mut state = self.lock();
        state.idle.retain(|idle| *idle != taker);
        if state.is_due()
            && let Some((bytes, item)) = state.waiting.pop_front()
        {
            state.free_bytes -= bytes;
            state.running += 1;
            self.wake_one(state);
            return Some(Some((bytes, item)));
        }
        if state.closed && state.waiting.is_empty() {
            return Some(None);
        }
        state.idle.push(taker);
        None
    }

    /// Wakes the taker that came last, if there is something for it; all of them when there never will be again.
    fn wake_one(&self, mut state: MutexGuard<'_, State<T>>) {
        if state.closed && state.waiting.is_empty() {
            drop(state);
            return self.wake.iter().for_each(Notify::notify_one);
        }
        let taker = if state.is_due() { state.idle.pop() } else { None };
        drop(state);
        if let Some(taker) = taker {
            self.wake[taker].notify_one();
        }
    }

    /// Returns the share of an item that has ended.
    pub(crate) fn give_back(&self, bytes: u64) {
        let mut state = self.lock();
        state.free_bytes += bytes;
        state.running -= 1;
        self.wake_one(state);
    }

    /// Takes out the waiting items that `doomed` picks.
    pub(crate) fn remove(&self, doomed: impl Fn(&T) -> bool) -> Vec<T> {
        let mut state = self.lock();
        let (out, stay) = std::mem::take(&mut state.waiting).into_iter().partition(|(_, item)| doomed(item));
        state.waiting = stay;
        self.wake_one(state);
        let out: VecDeque<(u64, T)> = out;
        out.into_iter().map(|(_, item)| item).collect()
    }

    /// Takes no more items; what waits is still handed out.
    pub(crate) fn close(&self) {
        let mut state = self.lock();
        state.closed = true;
        self.wake_one(state);
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

impl<T> State<T> {
    /// Whether the first in line may go. Only the first: a small call that overtakes could keep a large one waiting for
    /// ever.
    fn is_due(&self) -> bool {
        self.waiting.front().is_some_and(|(bytes, _)| *bytes <= self.free_bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_in_line_waits_for_its_share_and_is_not_overtaken() {
        let queue = Queue::new(1, 8, 100);
        queue.push(80, "large").unwrap();
        queue.push(80, "large too").unwrap();
        queue.push(1, "small").unwrap();
        assert_eq!(queue.try_pop(0).unwrap().unwrap(), (80, "large"));
        assert_eq!(queue.counts(), (2, 1));
        queue.give_back(80);
        assert_eq!(queue.try_pop(0).unwrap().unwrap(), (80, "large too"));
        assert_eq!(queue.try_pop(0).unwrap().unwrap(), (1, "small"));
    }

    #[test]
    fn what_cannot_be_admitted_is_refused_with_the_reason() {
        let queue = Queue::new(1, 1, 100);
        assert_eq!(queue.push(101, ()).unwrap_err().details["reason"], "memory_budget");
        queue.push(1, ()).unwrap();
        assert_eq!(queue.push(1, ()).unwrap_err().details["reason"], "queue_full");
        queue.close();
        assert_eq!(queue.push(1, ()).unwrap_err().code, Code::Unavailable);
        assert!(queue.try_pop(0).unwrap().is_some());
        queue.give_back(1);
        assert!(queue.try_pop(0).unwrap().is_none());
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn every_item_is_taken_however_takers_and_items_meet() {
        let queue = std::sync::Arc::new(Queue::new(4, 1000, 3));
        let takers: Vec<_> = (0..4)
            .map(|taker| {
                let queue = std::sync::Arc::clone(&queue);
                tokio::spawn(async move {
                    let mut taken = 0;
                    while let Some((bytes, item)) = queue.pop(taker).await {
                        taken += item;
                        queue.give_back(bytes);
                    }
                    taken
                })
            })
            .collect();
        for item in 0..1000_u64 {
            queue.push(1 + item % 3, item).unwrap();
            if item % 7 == 0 {
                tokio::task::yield_now().await;
            }
        }
        queue.close();
        let mut taken = 0;
        for taker in takers {
            taken += taker.await.unwrap();
        }
        assert_eq!(taken, 999 * 1000 / 2);
    }
}
