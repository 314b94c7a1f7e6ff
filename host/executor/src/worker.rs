//! The main loop of an executor process.

use std::fs::File;
use std::io;
use std::os::fd::AsFd;
use std::os::unix::net::UnixStream;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use sandtable_core::{Error, Result};
use sandtable_sandbox::{Sandbox, SandboxConfig};
use sandtable_tasks::{Answer, Ask, Done, Event, Events, Files, Helper, TaskHost};

use crate::wire::{self, FromExecutor, Hello, Message, ToExecutor};
use crate::{cap, walls};

/// What an executor is held to.
#[derive(Debug, Clone)]
pub struct WorkerConfig {
    /// The process that started it, and whose end is its own.
    pub supervisor: u32,
    /// Native memory that it may allocate.
    pub memory_bytes: u64,
    /// Guest memory that it may map on top.
    pub guest_memory_bytes: u64,
}

/// Writable memory that a process has beside its allocations and its guests': stacks, the engine's tables, the
/// program's own data.
const BASE_BYTES: u64 = 512 << 20;

/// The least time between two progress events: a guest may report on every row, nobody can read that.
const PROGRESS_INTERVAL: Duration = Duration::from_millis(50);

/// Serves tasks that come over standard input, a Unix socket, until it closes.
///
/// # Errors
/// `INTERNAL` when the walls cannot be put up or the supervisor cannot be reached.
pub fn serve(config: &WorkerConfig) -> Result<()> {
    let lost = |error: io::Error| Error::internal(format!("the supervisor cannot be reached: {error}"));
    let stream = UnixStream::from(io::stdin().as_fd().try_clone_to_owned().map_err(lost)?);
    let walls = walls::raise(config.supervisor, config.memory_bytes.saturating_add(config.guest_memory_bytes).saturating_add(BASE_BYTES))?;
    let sandbox = Sandbox::new(SandboxConfig { max_memory_bytes: config.guest_memory_bytes, ..SandboxConfig::default() })?;
    let host = TaskHost::new(sandbox.clone());
    let hello = Hello { compatibility: host.compatibility(), walls };
    let speaker = Arc::new(Mutex::new(stream.try_clone().map_err(lost)?));
    say(&speaker, &FromExecutor::Ready(hello)).map_err(lost)?;
    cap::set_cap_bytes(config.memory_bytes);
    // Where guests run, so that a small call changes threads nowhere.
    sandbox.with_guest_stack(move || work(&host, &stream, &speaker).map_err(lost))?
}

fn work(host: &TaskHost, stream: &UnixStream, speaker: &Arc<Speaker>) -> io::Result<()> {
    let supervisor: Arc<dyn Helper> = Arc::new(Supervisor { stream: Mutex::new(stream.try_clone()?), speaker: Arc::clone(speaker) });
    while let Some(message) = wire::receive::<ToExecutor>(stream)? {
        let ToExecutor::Task(task) = message.body else { return Err(unexpected()) };
        let files = Files { files: message.files, inline: message.inline, helper: Some(Arc::clone(&supervisor)) };
        let mut result = catch_unwind(AssertUnwindSafe(|| host.execute(task, &files, &events(speaker)))).unwrap_or_else(|panic| Err(panicked(&*panic)));
        drop(files);
        let held = result.as_mut().ok().and_then(Done::held).and_then(Option::take);
        let end = FromExecutor::End { result, held: held.is_some(), resident_bytes: cap::in_use_bytes(), busy: host.is_busy() };
        wire::send(&lock(speaker), &end, held.as_deref().unwrap_or_default(), &[])?;
    }
    Ok(())
}

/// The executor's end of the socket, for whichever thread has something to say.
type Speaker = Mutex<UnixStream>;

fn say(speaker: &Speaker, message: &FromExecutor) -> io::Result<()> {
    wire::send(&lock(speaker), message, &[], &[])
}

fn lock(speaker: &Speaker) -> MutexGuard<'_, UnixStream> {
    speaker.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The supervisor, as tasks ask it. While a task runs nothing else is read from the socket: the answer is what comes next.
struct Supervisor {
    stream: Mutex<UnixStream>,
    speaker: Arc<Speaker>,
}

impl Helper for Supervisor {
    fn answer(&self, ask: Ask) -> Result<(Answer, Vec<File>)> {
        let lost = |error: io::Error| Error::internal(format!("the supervisor gave no answer: {error}"));
        let stream = lock(&self.stream);
        say(&self.speaker, &FromExecutor::Ask(ask)).map_err(lost)?;
        match wire::receive::<ToExecutor>(&stream).map_err(lost)? {
            Some(Message { body: ToExecutor::Answer(answer), files, .. }) => answer.map(|answer| (answer, files)),
            _ => Err(lost(unexpected())),
        }
    }
}

fn unexpected() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "the supervisor said something else")
}

/// Sends events on; progress at a pace that can be read.
fn events(speaker: &Arc<Speaker>) -> Events {
    let speaker = Arc::clone(speaker);
    let last = Mutex::new(None::<Instant>);
    Arc::new(move |event| {
        if matches!(event, Event::Progress { .. }) {
            let mut last = last.lock().unwrap_or_else(PoisonError::into_inner);
            if last.is_some_and(|at| at.elapsed() < PROGRESS_INTERVAL) {
                return;
            }
            *last = Some(Instant::now());
        }
        // When the supervisor is gone the kernel ends this process; there is nobody to tell.
        let _ = say(&speaker, &FromExecutor::Event(event));
    })
}

/// A panic is a fault of ours, or of a library that met bytes it did not expect. The process goes on: the task's data
/// is gone with its stack.
fn panicked(panic: &(dyn std::any::Any + Send)) -> Error {
    let text = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    Error::internal(format!("a task panicked: {}", text.unwrap_or("no message"))).with("reason", "panic")
}
