//! What one call shares over all its instances: its clock, its cancel, its counters.

use std::cell::Cell;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use rustix::time::{ClockId, clock_gettime};
use sandtable_core::{Limits, Usage};

use crate::log::LogBook;
use crate::meter::Ledger;
use crate::{Call, Cancel, Failure, Frames, LogLine, Observer};

/// One call's state, shared by the threads that work on it.
pub(crate) struct Watch {
    pub(crate) limits: Limits,
    pub(crate) params: String,
    pub(crate) deterministic: bool,
    pub(crate) observer: Arc<dyn Observer>,
    pub(crate) frames: Option<Arc<dyn Frames>>,
    pub(crate) ledger: Arc<Ledger>,
    pub(crate) started: Instant,
    cancel: Cancel,
    /// Set when one instance of several has failed: the others are to stop, and what they say no longer matters.
    stopped: AtomicBool,
    log: Mutex<LogBook>,
    host_calls: AtomicU64,
    cpu_ns: AtomicU64,
    pub(crate) fuel: AtomicU64,
    pub(crate) bytes_in: AtomicU64,
    pub(crate) bytes_out: AtomicU64,
    pub(crate) rows_in: AtomicU64,
    pub(crate) rows_out: AtomicU64,
    pub(crate) instances: AtomicU64,
    /// Rows that native frames made, and the time that the guest waited for them.
    pub(crate) native_rows: AtomicU64,
    pub(crate) native_ns: AtomicU64,
}

impl Watch {
    /// The clock starts here.
    pub(crate) fn new(call: Call) -> Self {
        let Call { params, limits, cancel, deterministic, observer, workers: _, frames, program: _ } = call;
        Self {
            ledger: Arc::new(Ledger::new(limits.memory_bytes)),
            log: Mutex::new(LogBook::new(limits.log_bytes)),
            limits,
            params,
            deterministic,
            observer,
            frames,
            started: Instant::now(),
            cancel,
            stopped: AtomicBool::new(false),
            host_calls: AtomicU64::new(0),
            cpu_ns: AtomicU64::new(0),
            fuel: AtomicU64::new(0),
            bytes_in: AtomicU64::new(0),
            bytes_out: AtomicU64::new(0),
            rows_in: AtomicU64::new(0),
            rows_out: AtomicU64::new(0),
            instances: AtomicU64::new(0),
            native_rows: AtomicU64::new(0),
            native_ns: AtomicU64::new(0),
        }
    }

    /// Whether the call may go on: cheap enough for every host call.
    pub(crate) fn check(&self) -> Result<(), Failure> {
        if self.cancel.is_cancelled() || self.stopped.load(Ordering::Relaxed) {
            return Err(Failure::Cancelled);
        }
        if self.started.elapsed() >= self.limits.wall {
            return Err(Failure::Deadline { limit_ms: millis(self.limits.wall) });
        }
        Ok(())
    }

    /// [`Watch::check`], and the CPU time: a system call, so once a tick.
    pub(crate) fn check_cpu(&self, clock: &CpuClock) -> Result<(), Failure> {
        self.check()?;
        self.add_cpu(clock);
        if self.cpu_ns.load(Ordering::Relaxed) >= nanos(self.limits.cpu) {
            return Err(Failure::CpuTime { limit_ms: millis(self.limits.cpu) });
        }
        Ok(())
    }

    /// Counts what a thread has used since it last said so.
    pub(crate) fn add_cpu(&self, clock: &CpuClock) {
        self.cpu_ns.fetch_add(clock.lap(), Ordering::Relaxed);
    }

    /// Counts a call of an imported function.
    pub(crate) fn host_call(&self) -> Result<(), Failure> {
        let before = self.host_calls.fetch_add(1, Ordering::Relaxed);
        if before >= self.limits.host_calls {
            return Err(Failure::limit("host_calls", self.limits.host_calls, before, 1));
        }
        self.check()
    }

    /// Adds to a counter that has a limit, before the thing itself is done.
    pub(crate) fn spend(&self, counter: &AtomicU64, name: &str, limit: u64, amount: u64) -> Result<(), Failure> {
        let before = counter.fetch_add(amount, Ordering::Relaxed);
        if before.saturating_add(amount) <= limit {
            return Ok(());
        }
        counter.fetch_sub(amount, Ordering::Relaxed);
        Err(Failure::limit(name, limit, before, amount))
    }

    /// What of a limit is left.
    pub(crate) fn left(counter: &AtomicU64, limit: u64) -> u64 {
        limit.saturating_sub(counter.load(Ordering::Relaxed))
    }

    /// Tells the other instances to stop.
    pub(crate) fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
    }

    /// How long a wait may last from now.
    pub(crate) fn time_left(&self) -> Duration {
        self.limits.wall.saturating_sub(self.started.elapsed())
    }

    /// Works on the log, and shows the observer the lines that were kept.
    pub(crate) fn log(&self, write: impl FnOnce(&mut LogBook, u64) -> Vec<LogLine>) {
        let at_ms = millis(self.started.elapsed());
        // A poisoned log means that another thread panicked inside it; its lines are still lines.
        let kept = write(&mut self.log.lock().unwrap_or_else(std::sync::PoisonError::into_inner), at_ms);
        for line in &kept {
            self.observer.log(line);
        }
    }

    /// What the call used, at its end.
    pub(crate) fn usage(&self) -> Usage {
        let get = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        Usage {
            // A guest is stopped a little beyond its limit; more than the limit was never granted.
            fuel: get(&self.fuel).min(self.limits.fuel.unwrap_or(u64::MAX)),
            wall_ms: self.started.elapsed().as_secs_f64() * 1e3,
            cpu_ms: get(&self.cpu_ns) as f64 / 1e6,
            peak_memory_bytes: self.ledger.peak(),
            bytes_in: get(&self.bytes_in),
            bytes_out: get(&self.bytes_out),
            rows_in: get(&self.rows_in),
            rows_out: get(&self.rows_out),
            host_calls: get(&self.host_calls).min(self.limits.host_calls),
            instances: get(&self.instances) as u32,
            native_rows: get(&self.native_rows),
            native_ms: get(&self.native_ns) as f64 / 1e6,
        }
    }

    /// The log, at the end: the lines and how many were dropped. A last line without its break is shown to the observer now.
    pub(crate) fn take_log(&self) -> (Vec<LogLine>, u64) {
        self.log(|book, at_ms| book.flush(at_ms));
        self.log.lock().unwrap_or_else(std::sync::PoisonError::into_inner).take()
    }
}

/// The CPU time of the thread that made it.
pub(crate) struct CpuClock(Cell<u64>);

impl CpuClock {
    /// Starts now, on this thread.
    pub(crate) fn start() -> Self {
        Self(Cell::new(thread_cpu_ns()))
    }

    /// Nanoseconds since the start or the last lap. On another thread it is meaningless, which `Cell` prevents for
    /// sharing; a store is made, run and dropped on one thread.
    fn lap(&self) -> u64 {
        let now = thread_cpu_ns();
        now.saturating_sub(self.0.replace(now))
    }
}

fn thread_cpu_ns() -> u64 {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    time.tv_sec as u64 * 1_000_000_000 + time.tv_nsec as u64
}

/// Whole nanoseconds.
pub(crate) fn nanos(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)
}

/// Whole milliseconds.
pub(crate) fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
