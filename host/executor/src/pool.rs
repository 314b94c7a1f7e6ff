//! A pool of executors, each watched by a task of its own.
//!
//! The tasks live on the runtime of those who call: handing a small call over and hearing of its end then changes
//! threads nowhere but in the executor.

use std::collections::HashMap;
use std::io;
use std::os::unix::process::ExitStatusExt;
use std::path::PathBuf;
use std::process::ExitStatus;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, mpsc};
use std::time::Duration;

use sandtable_core::{Code, Error, Result};
use sandtable_tasks::{Done, Events, Files, Helper, Task};
use tokio::runtime::Handle;
use tokio::time::Instant;

use crate::cap::EXIT_CAP;
use crate::child::{Executor, Heard, Killer, Launch, Nursery};
use crate::queue::Queue;
use crate::wire::{FromExecutor, Hello, ToExecutor};

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
    /// Whether a task whose executor crashed is done once more. Who keeps jobs tries again by rules of its own.
    pub retry_crashed: bool,
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
    /// Told what happens meanwhile, on the pool's runtime: must not block.
    pub events: Events,
    /// Answers what the task asks, on a thread that may block.
    pub helper: Arc<dyn Helper>,
    /// Told the end, exactly once, on the pool's runtime: must not block.
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
    /// Replaced because they held much memory after a task, or were still at work.
    pub recycled: u64,
}

/// How often a task may ask: far more than any needs, so that a broken executor does not keep us busy.
const MAX_ASKED: usize = 100_000;

/// `details.reason` of a task whose executor crashed.
pub const CRASHED: &str = "executor_crashed";

/// Executors, ready.
pub struct Pool {
    shared: Arc<Shared>,
    /// Closed when the last of the pool's tasks has ended.
    ended: Mutex<mpsc::Receiver<()>>,
    hello: Hello,
}

struct Shared {
    config: PoolConfig,
    nursery: Nursery,
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
    /// Starts the executors, with their tasks on a runtime. Returns when all are ready; must not be called on the runtime.
    ///
    /// # Errors
    /// `INTERNAL` when one cannot be started.
    pub fn start(config: PoolConfig, runtime: &Handle) -> Result<Self> {
        let mut args = config.args.clone();
        args.extend([
            format!("--supervisor={}", std::process::id()),
            format!("--memory={}B", config.memory_bytes),
            format!("--guest-memory={}B", config.guest_memory_bytes),
        ]);
        let shared = Arc::new(Shared {
            nursery: Nursery::open(Launch { program: config.program.clone(), args })?,
            queue: Queue::new(config.size.max(1), config.queue, config.budget_bytes),
            running: Mutex::default(),
            next_id: AtomicU64::new(1),
            counters: Counters::default(),
            config,
        });
        let (holds, ended) = mpsc::channel::<()>();
        let (tell, told) = mpsc::channel();
        for index in 0..shared.config.size.max(1) {
            let (shared, tell, holds) = (Arc::clone(&shared), tell.clone(), holds.clone());
            runtime.spawn(async move {
                let first = shared.start_executor().await;
                // The receiver is gone when another executor could not start: then the pool is given up.
                let _ = tell.send(first.as_ref().map(|slot| slot.executor.hello.clone()).map_err(Error::clone));
                drop(tell);
                if let Ok(first) = first {
                    shared.serve(index, first).await;
                }
                drop(holds);
            });
        }
        drop(tell);
        let hellos = told.into_iter().collect::<Result<Vec<_>>>();
        match hellos.map(|hellos| hellos.into_iter().next()) {
            Ok(Some(hello)) => Ok(Self { shared, ended: Mutex::new(ended), hello }),
            failed => {
                shared.queue.close();
                Err(failed.err().unwrap_or_else(|| Error::internal("a pool without executors")))
            }
        }
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

    /// Takes no more jobs, finishes those it has, and ends the executors. Blocks meanwhile, so it must not be called on
    /// the runtime.
    pub fn drain(&self) {
        self.shared.queue.close();
        // Nothing is ever sent: it ends when the last task drops its end.
        let _ = self.ended.lock().unwrap_or_else(PoisonError::into_inner).recv();
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

/// What a job brings, beside its task.
struct Context {
    files: Files,
    wall: Duration,
    events: Events,
    helper: Arc<dyn Helper>,
}

/// An executor and the means to end it.
struct Slot {
    executor: Executor,
    killer: Arc<Killer>,
}

impl Shared {
    async fn start_executor(&self) -> Result<Slot> {
        let executor = Executor::start(&self.nursery).await?;
        let killer = Arc::new(executor.killer()?);
        self.counters.started.fetch_add(1, Ordering::Relaxed);
        Ok(Slot { executor, killer })
    }

    /// The life of one slot: a job, then a fresh executor if the last one is gone, then the next job.
    async fn serve(&self, index: usize, first: Slot) {
        let mut slot = Some(first);
        loop {
            let ready = match slot.take() {
                Some(slot) => Ok(slot),
                None => self.start_executor().await,
            };
            let Some((bytes, Queued { id, job })) = self.queue.pop(index).await else {
                if let Ok(slot) = ready {
                    slot.executor.dismiss().await;
                }
                return;
            };
            let Job { task, files, wall, events, helper, done, .. } = job;
            let ready = match ready {
                Ok(slot) => self.replace_dead(slot).await,
                Err(error) => Err(error),
            };
            let result = match ready {
                Ok(ready) => {
                    let (result, left) = self.perform_or_retry(ready, id, task, Context { files, wall, events, helper }).await;
                    slot = left;
                    self.running().remove(&id);
                    result
                }
                // The next job tries again: a machine out of processes may have some later.
                Err(error) => Err(error),
            };
            // The share is free before the caller hears of the end.
            self.queue.give_back(bytes);
            done(result);
        }
    }

    /// The slot, or a fresh one when its process has ended while it waited: that was nobody's fault, least of all the
    /// next caller's.
    async fn replace_dead(&self, slot: Slot) -> Result<Slot> {
        if slot.executor.is_waiting() {
            return Ok(slot);
        }
        let status = slot.executor.end().await;
        tracing::warn!(?status, "an idle executor ended");
        self.counters.crashes.fetch_add(1, Ordering::Relaxed);
        self.start_executor().await
    }

    /// Does a task; once more on a fresh executor when the first one crashed, which may have been another's doing (the
    /// kernel short of memory, an administrator). Tasks can be done again: they read files and write one from its start.
    async fn perform_or_retry(&self, slot: Slot, id: u64, task: Task, context: Context) -> (Result<Done>, Option<Slot>) {
        let deadline = Instant::now() + context.wall;
        let message = ToExecutor::Task(task);
        match self.perform(slot, id, &message, &context, deadline).await {
            (Err(error), None) if self.config.retry_crashed && error.details.get("reason").is_some_and(|reason| reason == CRASHED) => {
                match self.start_executor().await {
                    Ok(slot) => self.perform(slot, id, &message, &context, deadline).await,
                    Err(error) => (Err(error), None),
                }
            }
            done => done,
        }
    }

    async fn perform(&self, mut slot: Slot, id: u64, message: &ToExecutor, context: &Context, deadline: Instant) -> (Result<Done>, Option<Slot>) {
        let was_cancelled = self.begin(id, &slot.killer);
        if was_cancelled {
            return (Err(self.count_cancel()), Some(slot));
        }
        let sent = slot.executor.channel.send(message, &context.files.inline, &context.files.files).await;
        let heard = match sent {
            Ok(()) => listen(&mut slot.executor, deadline + self.config.grace, context).await,
            Err(_) => Heard::Gone,
        };
        let was_cancelled = self.running().get(&id).is_some_and(|running| running.cancelled);
        match heard {
            // A cancel that came too late has killed an executor that had finished: it cannot be used again.
            Heard::Message(FromExecutor::End { result, held, resident_bytes, busy }, inline) if !was_cancelled => {
                let result = result.map(|mut done| {
                    if let Some(place) = done.held() {
                        *place = held.then_some(inline);
                    }
                    done
                });
                (result, self.keep(slot, resident_bytes, busy).await)
            }
            Heard::Silence => {
                self.counters.deadlines.fetch_add(1, Ordering::Relaxed);
                let _ = slot.executor.end().await;
                let limit_ms = context.wall.as_millis() as u64;
                let error = Error::new(Code::Timeout, format!("the call took longer than {limit_ms} ms and was killed"));
                (Err(error.with("reason", "deadline").with("limit", "timeout_ms").with("allowed", limit_ms)), None)
            }
            Heard::Message(..) | Heard::Gone => {
                let status = slot.executor.end().await;
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

    /// The slot, unless its process has grown so much that a fresh one is better, or still works for a call that is over:
    /// then it is killed.
    async fn keep(&self, slot: Slot, resident_bytes: u64, busy: bool) -> Option<Slot> {
        if resident_bytes <= self.config.memory_bytes / 2 && !busy {
            return Some(slot);
        }
        self.counters.recycled.fetch_add(1, Ordering::Relaxed);
        if busy {
            // Its status is of no matter: it did what it was asked.
            let _ = slot.executor.end().await;
        } else {
            slot.executor.dismiss().await;
        }
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
        // Who is told this has lost two executors, or has a job that is tried again: by then it is the data.
        Error::io("the process that did this work ended before it was done; a damaged file is the usual cause").with("reason", CRASHED).with_inside(how)
    }

    fn running(&self) -> MutexGuard<'_, HashMap<u64, Running>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Hears an executor out: events are passed on, what it asks for is given.
async fn listen(executor: &mut Executor, deadline: Instant, context: &Context) -> Heard {
    let mut asked = 0;
    loop {
        match executor.hear(deadline).await {
            Heard::Message(FromExecutor::Event(event), _) => (context.events)(event),
            Heard::Message(FromExecutor::Ask(ask), _) if asked < MAX_ASKED => {
                asked += 1;
                let helper = Arc::clone(&context.helper);
                let answering = tokio::task::spawn_blocking(move || helper.answer(ask));
                // An answer may take long, when it is fetched: a deadline or a cancel does not wait for it.
                let answered = tokio::select! {
                    answered = answering => answered.unwrap_or_else(|error| Err(Error::internal(error))),
                    () = tokio::time::sleep_until(deadline) => return Heard::Silence,
                    () = executor.ended() => return Heard::Gone,
                };
                let (answer, files) = match answered {
                    Ok((answer, files)) => (Ok(answer), files),
                    Err(error) => (Err(error), vec![]),
                };
                if executor.channel.send(&ToExecutor::Answer(answer), &[], &files).await.is_err() {
                    return Heard::Gone;
                }
            }
            heard => return heard,
        }
    }
}

fn cancelled() -> Error {
    Error::new(Code::Cancelled, "the call was cancelled").with("reason", "cancelled")
}
