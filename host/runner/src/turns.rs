//! Whose turn it is: a bounded number of runs at once, a bounded number that wait, fair between callers, and one at a
//! time in one place.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::oneshot;

/// Hands out turns.
pub(crate) struct Turns {
    state: Mutex<State>,
    concurrency: usize,
    capacity: usize,
}

#[derive(Default)]
struct State {
    waiting: Vec<Waiting>,
    /// Turns that each caller has now, and the number of its last one.
    callers: HashMap<String, Caller>,
    /// Where a run is going on.
    places: Vec<String>,
    running: usize,
    next: u64,
}

#[derive(Default)]
struct Caller {
    running: usize,
    last: u64,
}

struct Waiting {
    number: u64,
    caller: String,
    place: Option<String>,
    wake: oneshot::Sender<Turn>,
}

/// A turn. Dropping it gives it to the next in line.
pub(crate) struct Turn {
    turns: Arc<Turns>,
    caller: String,
    place: Option<String>,
}

/// A place in the queue. Dropping it leaves the queue.
pub(crate) struct Queued {
    turns: Arc<Turns>,
    number: u64,
    told: oneshot::Receiver<Turn>,
}

/// The queue is full: so many wait.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Full(pub(crate) usize);

impl Turns {
    pub(crate) fn new(concurrency: usize, capacity: usize) -> Arc<Self> {
        Arc::new(Self { state: Mutex::default(), concurrency: concurrency.max(1), capacity })
    }

    /// Joins the queue. With a place, no other run of that place goes on at the same time.
    pub(crate) fn join(self: &Arc<Self>, caller: &str, place: Option<&str>) -> Result<Queued, Full> {
        let (wake, told) = oneshot::channel();
        let mut state = self.lock();
        state.next += 1;
        let number = state.next;
        let waiting = Waiting { number, caller: caller.to_owned(), place: place.map(str::to_owned), wake };
        if state.waiting.len() >= self.capacity && !self.may_go(&state, &waiting) {
            return Err(Full(state.waiting.len()));
        }
        state.waiting.push(waiting);
        self.hand_out(state);
        Ok(Queued { turns: Arc::clone(self), number, told })
    }

    /// How many wait.
    pub(crate) fn waiting(&self) -> usize {
        self.lock().waiting.len()
    }

    fn may_go(&self, state: &State, waiting: &Waiting) -> bool {
        state.running < self.concurrency && waiting.place.as_ref().is_none_or(|place| !state.places.contains(place))
    }

    /// Gives free turns to those who may go: first to who has the fewest, then to who had one longest ago, then to who
    /// came first.
    fn hand_out(self: &Arc<Self>, mut state: MutexGuard<'_, State>) {
        let mut given = Vec::new();
        loop {
            let order = |waiting: &Waiting| {
                let caller = state.callers.get(&waiting.caller);
                (caller.map_or(0, |caller| caller.running), caller.map_or(0, |caller| caller.last), waiting.number)
            };
            let next = state.waiting.iter().enumerate().filter(|(_, waiting)| self.may_go(&state, waiting)).min_by_key(|(_, waiting)| order(waiting));
            let Some(index) = next.map(|(index, _)| index) else { break };
            let Waiting { number, caller, place, wake } = state.waiting.remove(index);
            state.running += 1;
            let own = state.callers.entry(caller.clone()).or_default();
            (own.running, own.last) = (own.running + 1, number);
            state.places.extend(place.clone());
            given.push((wake, Turn { turns: Arc::clone(self), caller, place }));
        }
        drop(state);
        // Who has gone meanwhile does not take it: then it is dropped here, without the lock, and goes to the next.
        given.into_iter().for_each(|(wake, turn)| drop(wake.send(turn)));
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Queued {
    /// Waits for the turn.
    pub(crate) async fn turn(&mut self) -> Option<Turn> {
        // The sender is kept until it has sent.
        (&mut self.told).await.ok()
    }
}

impl Drop for Queued {
    fn drop(&mut self) {
        self.turns.lock().waiting.retain(|waiting| waiting.number != self.number);
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let mut state = self.turns.lock();
        state.running -= 1;
        if let Some(place) = self.place.take() {
            state.places.retain(|other| *other != place);
        }
        let last_of_all = state.callers.get_mut(&self.caller).is_some_and(|caller| {
            caller.running -= 1;
            caller.running == 0
        });
        let waits = state.waiting.iter().any(|waiting| waiting.caller == self.caller);
        // When nobody waits there is nobody to be fair to.
        if last_of_all && (state.waiting.is_empty() || !waits && state.callers.len() > 1000) {
            state.callers.remove(&self.caller);
        }
        self.turns.hand_out(state);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now(queued: &mut Queued) -> Option<Turn> {
        queued.told.try_recv().ok()
    }

    #[test]
    fn so_many_run_so_many_wait_and_the_next_is_refused() {
        let turns = Turns::new(2, 10);
        let mut all: Vec<Queued> = (0..12).map(|_| turns.join("a", None).unwrap()).collect();
        let running: Vec<Turn> = all.iter_mut().filter_map(now).collect();
        assert_eq!((running.len(), turns.waiting()), (2, 10));
        assert_eq!(turns.join("a", None).err(), Some(Full(10)));
        drop(running);
        assert_eq!(all.iter_mut().filter_map(now).count(), 10, "each turn that ends goes to the next, and these end at once");
    }

    #[test]
    fn a_caller_with_many_runs_does_not_keep_another_waiting() {
        let turns = Turns::new(1, 10);
        let mut many: Vec<Queued> = (0..4).map(|_| turns.join("many", None).unwrap()).collect();
        let mut one = turns.join("one", None).unwrap();
        let first = now(&mut many[0]).unwrap();
        assert!(now(&mut one).is_none());
        drop(first);
        let turn = now(&mut one).expect("it is the other's turn");
        assert!(many[1..].iter_mut().all(|queued| now(queued).is_none()));
        drop(turn);
        assert!(now(&mut many[1]).is_some());
    }

    #[test]
    fn two_runs_in_one_place_go_one_after_the_other() {
        let turns = Turns::new(4, 10);
        let (mut one, mut two, mut other) = (turns.join("a", Some("x")).unwrap(), turns.join("a", Some("x")).unwrap(), turns.join("a", Some("y")).unwrap());
        let running = now(&mut one).unwrap();
        assert!(now(&mut two).is_none() && now(&mut other).is_some());
        drop(running);
        assert!(now(&mut two).is_some());
    }

    #[test]
    fn who_goes_away_leaves_the_queue_and_takes_no_turn() {
        let turns = Turns::new(1, 2);
        let mut one = turns.join("a", None).unwrap();
        let running = now(&mut one).unwrap();
        drop(turns.join("a", None).unwrap());
        assert_eq!(turns.waiting(), 0);
        let two = turns.join("a", None).unwrap();
        let mut three = turns.join("a", None).unwrap();
        drop(running);
        // Its turn was given, and not taken.
        drop(two);
        assert!(now(&mut three).is_some());
    }
}
