//! A pool of executors, each watched by a thread of its own.

use std::collections::HashMap;
use std::io;
use std::os::unix::process::ExitStatusExt;
use std::path::PathBuf;
use std::process::ExitStatus;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use sandtable_core::{Code, Error, Result};
use sandtable_tasks::{Done, Events, Files, Task};

use crate::cap::EXIT_CAP;
use crate::child::{Executor, Heard, Killer, Launch};
use crate::queue::Queue;
use crate::wire::{self, FromExecutor, Hello, ToExecutor};

/// What a pool is made of.
#[derive(Debug, Clone)]
pub struct PoolConfig {
    /// The program that is the executor, with the arguments that make it one.
    pub program: PathBuf,
    /// Arguments in front of those that the pool adds.
    pub args: Vec<String>,
    /// Executors.
    pub size: usize,
    /// Native memory that each may allocate.
    pub memory_bytes: u64,
    /// Guest memory that each may map on top.
    pub guest_memory_bytes: u64,
    /// Memory that all running calls together may be allowed.
    pub budget_bytes: u64,
    /// Calls that may wait.
    pub queue: usize,
    /// How far past its deadline an executor may answer before it is killed.
    pub grace: Duration,
}

/// A task for the pool.
pub struct Job {
    /// What to do.
    pub task: Task,
    /// With what.
    pub files: Files,
    /// How long the task may take, not counting the wait for an executor.
    pub wall: Duration,
    /// The share of the memory budget that it holds while it runs.
    pub memory_bytes: u64,
    /// Told what happens meanwhile, on the pool's thread: must not block.
    pub events: Events,
    /// Told the end, exactly once, on the pool's thread: must not block.
    pub done: Box<dyn FnOnce(Result<Done>) + Send>,
}

/// How busy a pool is, and what has become of its executors since it started.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PoolStatus {
    /// Executors.
    pub size: usize,
    /// Calls waiting.
    pub waiting: usize,
    /// Calls running.
    pub running: usize,
    /// Executors started.
    pub started: u64,
    /// Killed at a deadline.
    pub deadlines: u64,
    /// Killed for a cancel.
    pub cancels: u64,
    /// Ended at their memory cap.
    pub caps: u64,
    /// Ended in any other way.
    pub crashes: u64,
    /// Replaced because they held much memory after a task.
    pub recycled: u64,
}

/// `details.reason` of a task whose executor crashed.
const CRASHED: &str = "executor_crashed";

/// Executors, ready.
pub struct Pool {
    shared: Arc<Shared>,
    slots: Mutex<Vec<JoinHandle<()>>>,
    hello: Hello,
}

struct Shared {
    config: PoolConfig,
    launch: Launch,
    queue: Queue<Queued>,
    running: Mutex<HashMap<u64, Running>>,
    next_id: AtomicU64,
    counters: Counters,
}

struct Queued {
    id: u64,
    job: Job,
}

struct Running {
    killer: Arc<Killer>,
    cancelled: bool,
}

#[derive(Default)]
struct Counters {
    started: AtomicU64,
    deadlines: AtomicU64,
    cancels: AtomicU64,
    caps: AtomicU64,
    crashes: AtomicU64,
    recycled: AtomicU64,
}

/// A submitted job. Dropping it cancels the job, unless it has ended.
#[must_use = "dropping a ticket cancels its job"]
pub struct Ticket {
    id: u64,
    shared: Arc<Shared>,
}

impl Pool {
    /// Starts the executors. Returns when all are ready.
    ///
    /// # Errors
    /// `INTERNAL` when one cannot be started.
    pub fn start(config: PoolConfig) -> Result<Self> {
        let mut args = config.args.clone();
        args.extend([
            format!("--supervisor={}", std::process::id()),
            format!("--memory={}B", config.memory_bytes),
            format!("--guest-memory={}B", config.guest_memory_bytes),
        ]);
        let shared = Arc::new(Shared {
            launch: Launch { program: config.program.clone(), args },
            queue: Queue::new(config.queue, config.budget_bytes),
            running: Mutex::default(),
            next_id: AtomicU64::new(1),
            counters: Counters::default(),
            config,
        });
        let starting: Vec<_> = (0..shared.config.size.max(1)).map(|_| shared.start_executor()).collect();
        let first = starting.into_iter().collect::<Result<Vec<_>>>()?;
        let hello = first.first().map(|slot| slot.executor.hello.clone()).ok_or_else(|| Error::internal("a pool without executors"))?;
        let mut slots = Vec::new();
        for (index, slot) in first.into_iter().enumerate() {
            let shared = Arc::clone(&shared);
            let thread = std::thread::Builder::new().name(format!("executor-{index}")).spawn(move || shared.serve(slot));
            slots.push(thread.map_err(|error| Error::internal(format!("no thread for an executor: {error}")))?);
        }
        Ok(Self { shared, slots: Mutex::new(slots), hello })
    }

    /// The engine's compatibility hash, which keys compiled code.
    pub fn compatibility(&self) -> &str {
        &self.hello.compatibility
    }

    /// The walls that the kernel holds each executor to.
    pub fn walls(&self) -> &[String] {
        &self.hello.walls
    }

    /// Queues a job.
    ///
    /// # Errors
    /// `RESOURCE_CAP` when the queue is full, `UNAVAILABLE` when the pool is stopping. Then `done` is not called.
    pub fn submit(&self, job: Job) -> Result<Ticket> {
        let id = self.shared.next_id.fetch_add(1, Ordering::Relaxed);
        self.shared.queue.push(job.memory_bytes, Queued { id, job })?;
        Ok(Ticket { id, shared: Arc::clone(&self.shared) })
    }

    /// How busy it is.
    pub fn status(&self) -> PoolStatus {
        let (waiting, running) = self.shared.queue.counts();
        let Counters { started, deadlines, cancels, caps, crashes, recycled } = &self.shared.counters;
        let read = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        PoolStatus {
            size: self.shared.config.size,
            waiting,
            running,
            started: read(started),
            deadlines: read(deadlines),
            cancels: read(cancels),
            caps: read(caps),
            crashes: read(crashes),
            recycled: read(recycled),
        }
    }

    /// Takes no more jobs, finishes those it has, and ends the executors. Blocks meanwhile.
    pub fn drain(&self) {
        self.shared.queue.close();
        let slots = std::mem::take(&mut *self.slots.lock().unwrap_or_else(PoisonError::into_inner));
        for slot in slots {
            if slot.join().is_err() {
                tracing::error!("an executor's thread panicked");
            }
        }
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        self.drain();
    }
}

impl Ticket {
    /// Ends the job: a waiting one is taken out of the queue, a running one's executor is killed.
    pub fn cancel(&self) {
        let waiting = self.shared.queue.remove(|queued| queued.id == self.id);
        for queued in waiting {
            (queued.job.done)(Err(cancelled()));
        }
        if let Some(running) = self.shared.running().get_mut(&self.id) {
            running.cancelled = true;
            running.killer.kill();
        }
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        self.cancel();
    }
}

/// An executor and the means to end it.
struct Slot {
    executor: Executor,
    killer: Arc<Killer>,
}

impl Shared {
    fn start_executor(&self) -> Result<Slot> {
        let executor = Executor::start(&self.launch)?;
        let killer = Arc::new(executor.killer()?);
        self.counters.started.fetch_add(1, Ordering::Relaxed);
        Ok(Slot { executor, killer })
    }

    /// The life of one slot: a job, then a fresh executor if the last one is gone, then the next job.
    fn serve(&self, first: Slot) {
        let mut slot = Some(first);
        loop {
            let ready = match slot.take() {
                Some(slot) => Ok(slot),
                None => self.start_executor(),
            };
            let Some((bytes, Queued { id, job })) = self.queue.pop() else {
                if let Ok(slot) = ready {
                    slot.executor.dismiss();
                }
                return;
            };
            let Job { task, files, wall, events, done, .. } = job;
            let result = match ready.and_then(|slot| self.replace_dead(slot)) {
                Ok(ready) => {
                    let (result, left) = self.perform_or_retry(ready, id, task, &files, wall, &events);
                    slot = left;
                    self.running().remove(&id);
                    result
                }
                // The next job tries again: a machine out of processes may have some later.
                Err(error) => Err(error),
            };
            // Files are closed and the share is free before the caller hears of the end.
            drop(files);
            self.queue.give_back(bytes);
            done(result);
        }
    }

    /// The slot, or a fresh one when its process has ended while it waited: that was nobody's fault, least of all the
    /// next caller's.
    fn replace_dead(&self, slot: Slot) -> Result<Slot> {
        if slot.executor.is_waiting() {
            return Ok(slot);
        }
        let status = slot.executor.end();
        tracing::warn!(?status, "an idle executor ended");
        self.counters.crashes.fetch_add(1, Ordering::Relaxed);
        self.start_executor()
    }

    /// Does a task; once more on a fresh executor when the first one crashed, which may have been another's doing (the
    /// kernel short of memory, an administrator). Tasks can be done again: they read files and write one from its start.
    fn perform_or_retry(&self, slot: Slot, id: u64, task: Task, files: &Files, wall: Duration, events: &Events) -> (Result<Done>, Option<Slot>) {
        let deadline = Instant::now() + wall;
        let message = ToExecutor::Task(task);
        match self.perform(slot, id, &message, files, (deadline, wall), events) {
            (Err(error), None) if error.details.get("reason").is_some_and(|reason| reason == CRASHED) => match self.start_executor() {
                Ok(slot) => self.perform(slot, id, &message, files, (deadline, wall), events),
                Err(error) => (Err(error), None),
            },
            done => done,
        }
    }

    fn perform(
        &self,
        slot: Slot,
        id: u64,
        message: &ToExecutor,
        files: &Files,
        (deadline, wall): (Instant, Duration),
        events: &Events,
    ) -> (Result<Done>, Option<Slot>) {
        let was_cancelled = self.begin(id, &slot.killer);
        if was_cancelled {
            return (Err(self.count_cancel()), Some(slot));
        }
        let sent = wire::send(slot.executor.stream(), message, &files.inline, &files.files);
        let heard = match sent {
            Ok(()) => self.listen(&slot.executor, deadline + self.config.grace, events),
            Err(_) => Heard::Gone,
        };
        let was_cancelled = self.running().get(&id).is_some_and(|running| running.cancelled);
        match heard {
            // A cancel that came too late has killed an executor that had finished: it cannot be used again.
            Heard::Message(FromExecutor::End { result, resident_bytes }) if !was_cancelled => (result, self.keep(slot, resident_bytes)),
            Heard::Silence => {
                self.counters.deadlines.fetch_add(1, Ordering::Relaxed);
                let _ = slot.executor.end();
                let limit_ms = wall.as_millis() as u64;
                let error = Error::new(Code::Timeout, format!("the call took longer than {limit_ms} ms and was killed"));
                (Err(error.with("reason", "deadline").with("limit", "timeout_ms").with("allowed", limit_ms)), None)
            }
            Heard::Message(_) | Heard::Gone => {
                let status = slot.executor.end();
                (Err(if was_cancelled { self.count_cancel() } else { self.explain(&status) }), None)
            }
        }
    }

    /// From here on a cancel reaches this executor. Whether one has come before.
    fn begin(&self, id: u64, killer: &Arc<Killer>) -> bool {
        let mut running = self.running();
        let entry = running.entry(id).or_insert_with(|| Running { killer: Arc::clone(killer), cancelled: false });
        entry.killer = Arc::clone(killer);
        entry.cancelled
    }

    fn listen(&self, executor: &Executor, deadline: Instant, events: &Events) -> Heard {
        loop {
            match executor.hear(Some(deadline)) {
                Heard::Message(FromExecutor::Event(event)) => events(event),
                heard => return heard,
            }
        }
    }

    /// The slot, unless its process has grown so much that a fresh one is better.
    fn keep(&self, slot: Slot, resident_bytes: u64) -> Option<Slot> {
        if resident_bytes <= self.config.memory_bytes / 2 {
            return Some(slot);
        }
        self.counters.recycled.fetch_add(1, Ordering::Relaxed);
        slot.executor.dismiss();
        None
    }

    fn count_cancel(&self) -> Error {
        self.counters.cancels.fetch_add(1, Ordering::Relaxed);
        cancelled()
    }

    /// Why an executor that said nothing has ended.
    fn explain(&self, status: &io::Result<ExitStatus>) -> Error {
        let capped = matches!(status, Ok(status) if status.code() == Some(EXIT_CAP));
        if capped {
            self.counters.caps.fetch_add(1, Ordering::Relaxed);
            let allowed = self.config.memory_bytes;
            let message = format!("the call needed more than {} of memory outside the guest", sandtable_core::units::display_size(allowed));
            return Error::new(Code::ResourceCap, message).with("reason", "executor_memory").with("limit", "executor_memory_bytes").with("allowed", allowed);
        }
        self.counters.crashes.fetch_add(1, Ordering::Relaxed);
        let how = match status {
            Ok(status) => status.signal().map_or_else(|| status.to_string(), |signal| format!("signal {signal}")),
            Err(error) => error.to_string(),
        };
        tracing::error!(%how, "an executor crashed");
        Error::internal(format!("an executor crashed: {how}")).with("reason", CRASHED)
    }

    fn running(&self) -> MutexGuard<'_, HashMap<u64, Running>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn cancelled() -> Error {
    Error::new(Code::Cancelled, "the call was cancelled").with("reason", "cancelled")
}
