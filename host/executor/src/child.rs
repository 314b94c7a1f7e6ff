//! One executor process, seen from the supervisor.

use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::{Pid, PidfdFlags, Signal, pidfd_open, pidfd_send_signal};
use sandtable_core::{Error, Result};

use crate::wire::{self, FromExecutor, Hello};

/// How an executor is started.
#[derive(Debug, Clone)]
pub(crate) struct Launch {
    pub(crate) program: PathBuf,
    pub(crate) args: Vec<String>,
}

/// How long an executor may take to say that it is ready: far more than it needs, even on a loaded machine.
const START_TIMEOUT: Duration = Duration::from_secs(60);

/// A process that waits for a task or does one.
pub(crate) struct Executor {
    child: Child,
    stream: UnixStream,
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
    Message(FromExecutor),
    /// Nothing, up to the time that was given.
    Silence,
    /// It closed its socket: it has ended, or is about to.
    Gone,
}

impl Executor {
    /// Starts a process and waits until it is ready.
    pub(crate) fn start(launch: &Launch) -> Result<Self> {
        let failed = |error: io::Error| Error::internal(format!("an executor cannot be started: {error}"));
        let (ours, theirs) = UnixStream::pair().map_err(failed)?;
        let mut command = Command::new(&launch.program);
        // No secrets: of the environment it gets what says where libraries and time zones are, and no more.
        command.args(&launch.args).stdin(Stdio::from(OwnedFd::from(theirs))).stdout(Stdio::null()).env_clear();
        for kept in ["PATH", "LD_LIBRARY_PATH", "TZ", "TZDIR", "RUST_LOG", "POLARS_MAX_THREADS"] {
            if let Some(value) = std::env::var_os(kept) {
                command.env(kept, value);
            }
        }
        let mut child = command.spawn().map_err(failed)?;
        match Self::await_ready(&ours) {
            Ok(hello) => Ok(Self { child, stream: ours, hello }),
            Err(why) => {
                let _ = child.kill();
                let status = child.wait().map_err(failed)?;
                Err(Error::internal(format!("an executor did not start ({status}): {why}")))
            }
        }
    }

    fn await_ready(stream: &UnixStream) -> Result<Hello, String> {
        match hear(stream, Some(Instant::now() + START_TIMEOUT)) {
            Heard::Message(FromExecutor::Ready(hello)) => Ok(hello),
            Heard::Message(other) => Err(format!("it said {other:?}")),
            Heard::Silence => Err(format!("it said nothing in {} s", START_TIMEOUT.as_secs())),
            Heard::Gone => Err("it ended".to_owned()),
        }
    }

    /// Whether an idle process is still there. It says nothing by itself, so all there can be to hear is its end.
    pub(crate) fn is_waiting(&self) -> bool {
        let mut fds = [PollFd::from_borrowed_fd(self.stream.as_fd(), PollFlags::IN)];
        matches!(poll(&mut fds, Some(&Timespec::default())), Ok(0))
    }

    pub(crate) fn stream(&self) -> &UnixStream {
        &self.stream
    }

    pub(crate) fn killer(&self) -> Result<Killer> {
        let pid = Pid::from_child(&self.child);
        pidfd_open(pid, PidfdFlags::empty()).map(Killer).map_err(|error| Error::internal(format!("no handle for an executor: {error}")))
    }

    /// The next message, or what stands in its place at `until`.
    pub(crate) fn hear(&self, until: Option<Instant>) -> Heard {
        hear(&self.stream, until)
    }

    /// Ends the process if it has not ended, and tells how it did.
    pub(crate) fn end(mut self) -> io::Result<ExitStatus> {
        let _ = self.child.kill();
        self.child.wait()
    }

    /// Lets an idle process end by itself, which it does when its socket closes; kills it when it does not.
    pub(crate) fn dismiss(self) {
        let Self { mut child, stream, .. } = self;
        drop(stream);
        let until = Instant::now() + Duration::from_secs(2);
        while matches!(child.try_wait(), Ok(None)) {
            if Instant::now() > until {
                let _ = child.kill();
                let _ = child.wait();
                return;
            }
            std::thread::sleep(Duration::from_millis(2));
        }
    }
}

fn hear(stream: &UnixStream, until: Option<Instant>) -> Heard {
    loop {
        let timeout = match until {
            None => None,
            Some(until) => {
                let left = until.saturating_duration_since(Instant::now());
                if left.is_zero() {
                    return Heard::Silence;
                }
                Timespec::try_from(left).ok()
            }
        };
        let mut fds = [PollFd::from_borrowed_fd(stream.as_fd(), PollFlags::IN)];
        match poll(&mut fds, timeout.as_ref()) {
            Ok(0) | Err(rustix::io::Errno::INTR) => continue,
            Err(_) => return Heard::Gone,
            Ok(_) => {}
        }
        return match wire::receive::<FromExecutor>(stream) {
            Ok(Some(message)) => Heard::Message(message.body),
            // A message that breaks off, or is none, is as final as an end: the process cannot be trusted with more.
            Ok(None) | Err(_) => Heard::Gone,
        };
    }
}
