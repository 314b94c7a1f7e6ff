//! Where the time comes from.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The clock of a store.
///
/// SQLite's is this machine's. Redis' is the Redis server's (`TIME`, asked inside the script): leases of several machines
/// are then judged by one clock, and a machine whose clock is wrong neither steals jobs nor keeps them for ever.
#[derive(Debug, Clone, Default)]
pub enum Clock {
    /// The real time.
    #[default]
    System,
    /// A time that only moves when a test moves it: milliseconds since 1970.
    Manual(Arc<AtomicI64>),
}

impl Clock {
    /// A clock for tests.
    pub fn manual(now_ms: i64) -> Self {
        Self::Manual(Arc::new(AtomicI64::new(now_ms)))
    }

    /// Moves a manual clock forward. The real time takes no orders: then nothing happens.
    pub fn advance(&self, by: Duration) {
        match self {
            Self::System => {}
            Self::Manual(now) => {
                now.fetch_add(millis(by), Ordering::SeqCst);
            }
        }
    }

    /// The manual time, none for the real one.
    pub(crate) fn fixed_ms(&self) -> Option<i64> {
        match self {
            Self::System => None,
            Self::Manual(now) => Some(now.load(Ordering::SeqCst)),
        }
    }

    /// The time, by this machine's clock when it is the real one.
    pub(crate) fn now_ms(&self) -> i64 {
        self.fixed_ms().unwrap_or_else(|| SystemTime::now().duration_since(UNIX_EPOCH).map(millis).unwrap_or_default())
    }
}

/// A duration in whole milliseconds, at most a thousand years: sums of such times stay exact in 64 bits and in Redis' doubles.
pub(crate) fn millis(duration: Duration) -> i64 {
    const MOST: u128 = 1000 * 366 * 24 * 3600 * 1000;
    i64::try_from(duration.as_millis().min(MOST)).unwrap_or(i64::MAX)
}
