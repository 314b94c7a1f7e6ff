//! `wasi:clocks`: real, or a clock that only moves when it is looked at; and moments to wait for.

use std::future::poll_fn;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::Poll;
use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use wasmtime::component::Resource;
use wasmtime_wasi::HostWallClock;
use wasmtime_wasi::p2::bindings::clocks::monotonic_clock;
use wasmtime_wasi::p2::{DynPollable, Pollable, subscribe};

use crate::guest::Guest;
use crate::watch::Watch;

/// What a look at the fixed clock takes. Long enough that a guest which waits for time to pass gets somewhere.
const LOOK_NS: u64 = 100_000;
/// When a fixed call takes place: 2020-01-01.
const FIXED_EPOCH: Duration = Duration::from_secs(1_577_836_800);

/// A monotonic clock in nanoseconds and a calendar. Clones are the same one.
#[derive(Clone)]
pub(super) struct Clock(Arc<State>);

struct State {
    time: Time,
    /// The first moment that somebody waits for.
    awaited: AtomicU64,
}

enum Time {
    /// Since the call began.
    Real(Instant),
    /// Nanoseconds that have been made to pass.
    Fixed(AtomicU64),
}

impl Clock {
    pub(super) fn new(watch: &Watch) -> Self {
        let time = if watch.deterministic { Time::Fixed(AtomicU64::new(0)) } else { Time::Real(watch.started) };
        Self(Arc::new(State { time, awaited: AtomicU64::new(u64::MAX) }))
    }

    /// What time it is, without a look at the clock.
    fn time(&self) -> u64 {
        match &self.0.time {
            Time::Real(start) => u64::try_from(start.elapsed().as_nanos()).unwrap_or(u64::MAX),
            Time::Fixed(now) => now.load(Ordering::Relaxed),
        }
    }

    /// A look at the clock.
    pub(super) fn look(&self) -> u64 {
        if let Time::Fixed(now) = &self.0.time {
            // Only the instance's own thread moves it.
            now.store(now.load(Ordering::Relaxed).saturating_add(LOOK_NS), Ordering::Relaxed);
        }
        self.time()
    }

    /// Whether that moment has come; until then it is awaited.
    fn reached(&self, moment: u64) -> Poll<()> {
        if moment <= self.time() {
            return Poll::Ready(());
        }
        self.0.awaited.fetch_min(moment, Ordering::Relaxed);
        Poll::Pending
    }

    /// Lets time pass until the first moment that is awaited, no more than `most` of it. A fixed clock does not wait: it
    /// jumps.
    pub(super) fn pass(&self, most: Duration) {
        let moment = self.0.awaited.swap(u64::MAX, Ordering::Relaxed);
        match &self.0.time {
            Time::Real(_) => thread::sleep(Duration::from_nanos(moment.saturating_sub(self.time())).min(most)),
            Time::Fixed(now) => now.store(moment.max(now.load(Ordering::Relaxed)), Ordering::Relaxed),
        }
    }
}

impl HostWallClock for Clock {
    fn resolution(&self) -> Duration {
        Duration::from_nanos(1)
    }

    fn now(&self) -> Duration {
        match &self.0.time {
            Time::Real(_) => SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default(),
            Time::Fixed(_) => FIXED_EPOCH + Duration::from_nanos(self.look()),
        }
    }
}

/// Something to wait for.
struct Moment {
    clock: Clock,
    at: u64,
}

#[wasmtime_wasi::async_trait]
impl Pollable for Moment {
    async fn ready(&mut self) {
        poll_fn(|_| self.clock.reached(self.at)).await;
    }
}

impl monotonic_clock::Host for Guest {
    fn now(&mut self) -> wasmtime::Result<u64> {
        self.enter()?;
        Ok(self.clock().look())
    }

    fn resolution(&mut self) -> wasmtime::Result<u64> {
        self.enter()?;
        Ok(1)
    }

    fn subscribe_instant(&mut self, at: u64) -> wasmtime::Result<Resource<DynPollable>> {
        self.enter()?;
        let clock = self.clock().clone();
        let table = self.table();
        let moment = table.push(Moment { clock, at })?;
        subscribe(table, moment)
    }

    fn subscribe_duration(&mut self, duration: u64) -> wasmtime::Result<Resource<DynPollable>> {
        let at = self.clock().look().saturating_add(duration);
        self.subscribe_instant(at)
    }
}
