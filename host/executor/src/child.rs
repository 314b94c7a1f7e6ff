//! One executor process, seen from the supervisor.

use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use rustix::process::{Pid, PidfdFlags, Signal, pidfd_open, pidfd_send_signal};
use sandtable_core::{Error, Result};
use tokio::sync::oneshot;
use tokio::time::{Instant, timeout_at};

use crate::wire::{Channel, FromExecutor, Hello, Message};

/// How an executor is started.
#[derive(Debug, Clone)]
pub(crate) struct Launch {
    pub(crate) program: PathBuf,
    pub(crate) args: Vec<String>,
}

/// How long an executor may take to say that it is ready: far more than it needs, even on a loaded machine.
const START_TIMEOUT: Duration = Duration::from_secs(60);

/// How often it is looked whether a process has ended that waits for an answer.
const END_POLL: Duration = Duration::from_millis(50);

/// A thread that starts processes. An executor dies with the thread that started it (that is how the kernel tells a
/// parent's death), so it must be one that stays: a runtime's come and go.
pub(crate) struct Nursery(mpsc::Sender<oneshot::Sender<io::Result<(Child, UnixStream)>>>);

impl Nursery {
    /// # Errors
    /// `INTERNAL` when there is no thread to be had.
    pub(crate) fn open(launch: Launch) -> Result<Self> {
        let (ask, asked) = mpsc::channel::<oneshot::Sender<_>>();
        // Who asked may have gone: then the child's socket closes, and it ends by itself.
        let work = move || asked.into_iter().for_each(|answer| drop(answer.send(spawn(&launch))));
        let thread = std::thread::Builder::new().name("executor-nursery".to_owned()).spawn(work);
        thread.map(|_| Self(ask)).map_err(|error| Error::internal(format!("no thread for executors: {error}")))
    }

    async fn spawn(&self) -> io::Result<(Child, UnixStream)> {
        let gone = || io::Error::other("the thread that starts executors is gone");
        let (answer, answered) = oneshot::channel();
        self.0.send(answer).map_err(|_| gone())?;
        answered.await.unwrap_or_else(|_| Err(gone()))
    }
}

fn spawn(launch: &Launch) -> io::Result<(Child, UnixStream)> {
    let (ours, theirs) = UnixStream::pair()?;
    let mut command = Command::new(&launch.program);
    // No secrets: of the environment it gets what says where libraries and time zones are, and no more.
    command.args(&launch.args).stdin(Stdio::from(OwnedFd::from(theirs))).stdout(Stdio::null()).env_clear();
    for kept in ["PATH", "LD_LIBRARY_PATH", "TZ", "TZDIR", "RUST_LOG", "POLARS_MAX_THREADS"] {
        if let Some(value) = std::env::var_os(kept) {
            command.env(kept, value);
        }
    }
    Ok((command.spawn()?, ours))
}

/// A process that waits for a task or does one.
pub(crate) struct Executor {
    child: Child,
    pub(crate) channel: Channel,
    pub(crate) hello: Hello,
}

/// Can end an executor from another thread, even after its number was given to another process.
#[derive(Debug)]
pub(crate) struct Killer(OwnedFd);

impl Killer {
    pub(crate) fn kill(&self) {
        // The only failure is that it has ended already.
        let _ = pidfd_send_signal(&self.0, Signal::KILL);
    }
}

/// What came from an executor.
pub(crate) enum Heard {
    /// And the raw bytes that came with it.
    Message(FromExecutor, Vec<u8>),
    /// Nothing, up to the time that was given.
    Silence,
    /// It closed its socket: it has ended, or is about to.
    Gone,
}

impl Executor {
    /// Starts a process and waits until it is ready.
    pub(crate) async fn start(nursery: &Nursery) -> Result<Self> {
        let failed = |error: io::Error| Error::internal(format!("an executor cannot be started: {error}"));
        let (child, stream) = nursery.spawn().await.map_err(failed)?;
        let mut channel = Channel::new(stream).map_err(failed)?;
        let why = match hear(&mut channel, Instant::now() + START_TIMEOUT).await {
            Heard::Message(FromExecutor::Ready(hello), _) => return Ok(Self { child, channel, hello }),
            Heard::Message(other, _) => format!("it said {other:?}"),
            Heard::Silence => format!("it said nothing in {} s", START_TIMEOUT.as_secs()),
            Heard::Gone => "it ended".to_owned(),
        };
        let status = end(child).await.map_err(failed)?;
        Err(Error::internal(format!("an executor did not start ({status}): {why}")))
    }

    /// Whether an idle process is still there.
    pub(crate) fn is_waiting(&self) -> bool {
        self.channel.is_quiet()
    }

    pub(crate) fn killer(&self) -> Result<Killer> {
        let pid = Pid::from_child(&self.child);
        pidfd_open(pid, PidfdFlags::empty()).map(Killer).map_err(|error| Error::internal(format!("no handle for an executor: {error}")))
    }

    /// The next message, or what stands in its place at `until`.
    pub(crate) async fn hear(&mut self, until: Instant) -> Heard {
        hear(&mut self.channel, until).await
    }

    /// Waits for the end of the process.
    pub(crate) async fn ended(&mut self) {
        while matches!(self.child.try_wait(), Ok(None)) {
            tokio::time::sleep(END_POLL).await;
        }
    }

    /// Ends the process if it has not ended, and tells how it did.
    pub(crate) async fn end(self) -> io::Result<ExitStatus> {
        end(self.child).await
    }

    /// Lets an idle process end by itself, which it does when its socket closes; kills it when it does not.
    pub(crate) async fn dismiss(self) {
        let Self { mut child, channel, .. } = self;
        drop(channel);
        let until = Instant::now() + Duration::from_secs(2);
        while matches!(child.try_wait(), Ok(None)) {
            if Instant::now() > until {
                let _ = end(child).await;
                return;
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    }
}

/// Waiting for a killed process blocks, as long as the kernel takes to free its memory.
async fn end(mut child: Child) -> io::Result<ExitStatus> {
    let ended = tokio::task::spawn_blocking(move || {
        let _ = child.kill();
        child.wait()
    });
    ended.await.map_err(io::Error::other)?
}

async fn hear(channel: &mut Channel, until: Instant) -> Heard {
    match timeout_at(until, channel.receive::<FromExecutor>()).await {
        Ok(Ok(Some(Message { body, inline, .. }))) => Heard::Message(body, inline),
        // A message that breaks off, or is none, is as final as an end: the process cannot be trusted with more.
        Ok(Ok(None) | Err(_)) => Heard::Gone,
        Err(_) => Heard::Silence,
    }
}
