//! The store in one SQLite file: the default, which needs nothing else.

mod ending;
mod queue;
mod reading;
mod row;
mod schema;
mod sweep;
mod thread;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use rusqlite::Connection;

use self::thread::{Durability, Thread};
use crate::arrivals::Bell;
use crate::{Arrivals, Beat, Cancel, Claim, Counts, Enqueued, Filter, Job, JobError, JobResult, Lease, NewJob, NewStep, Next, Page, Result, State, Step};
use crate::{JobStore, Options, StoreError, Swept, Token, check};

/// Threads that read. They never wait for the one that writes.
const READERS: usize = 2;

/// Jobs in `jobs.sqlite`. Several processes may open the same file.
///
/// What a caller was promised (a token, a cancel, a requeue) is on the disk before it is told so. What workers write
/// survives every crash of a process, but the last of it may not survive a power cut: such a job is then run again.
#[derive(Debug)]
pub struct SqliteStore {
    writer: Thread,
    readers: [Thread; READERS],
    next_reader: AtomicUsize,
    options: Arc<Options>,
    bell: Bell,
}

impl SqliteStore {
    /// Opens `jobs.sqlite` below a folder that is there, making or updating it when needed. Blocks for the disk.
    ///
    /// Errors: [`StoreError::Unavailable`] when it cannot be opened, [`StoreError::Invalid`] when a newer Sandtable wrote it.
    pub fn open(folder: &Path, options: Options) -> Result<Self> {
        let path = folder.join("jobs.sqlite");
        let writer = Thread::start("jobs-write", schema::open(&path)?)?;
        let reader = || Thread::start("jobs-read", schema::open_to_read(&path)?);
        Ok(Self { writer, readers: [reader()?, reader()?], next_reader: AtomicUsize::new(0), options: Arc::new(options), bell: Bell::new() })
    }

    async fn write<T: Send + 'static>(&self, durability: Durability, work: impl FnOnce(&Connection, &Options) -> Result<T> + Send + 'static) -> Result<T> {
        let options = Arc::clone(&self.options);
        self.writer.call(durability, move |connection| work(connection, &options)).await
    }

    async fn read<T: Send + 'static>(&self, work: impl FnOnce(&Connection, &Options) -> Result<T> + Send + 'static) -> Result<T> {
        let options = Arc::clone(&self.options);
        let reader = &self.readers[self.next_reader.fetch_add(1, Ordering::Relaxed) % READERS];
        reader.call(Durability::Process, move |connection| work(connection, &options)).await
    }
}

#[async_trait]
impl JobStore for SqliteStore {
    async fn enqueue(&self, new: NewJob) -> Result<Enqueued> {
        check::new_job(&new, &self.options)?;
        let enqueued = self.write(Durability::PowerCut, move |connection, options| queue::enqueue(connection, options, &new)).await?;
        self.bell.ring();
        Ok(enqueued)
    }

    async fn claim(&self, queue: &str, owner: &str, lease_for: Duration) -> Result<Option<Claim>> {
        check::name("owner", owner)?;
        let (queue, owner) = (queue.to_owned(), owner.to_owned());
        self.write(Durability::Process, move |connection, options| queue::claim(connection, options, &queue, &owner, lease_for)).await
    }

    async fn heartbeat(&self, lease: Lease, extend: Duration) -> Result<Beat> {
        self.write(Durability::Process, move |connection, options| queue::heartbeat(connection, options, lease, extend)).await
    }

    async fn append_step(&self, lease: Lease, step: NewStep) -> Result<u64> {
        let text = check::step(&step, &self.options)?;
        self.write(Durability::Process, move |connection, options| queue::append_step(connection, options, lease, &text)).await
    }

    async fn complete(&self, lease: Lease, result: JobResult) -> Result<()> {
        self.write(Durability::Process, move |connection, options| ending::complete(connection, options, lease, &result)).await
    }

    async fn fail(&self, lease: Lease, error: JobError, next: Next) -> Result<State> {
        let text = check::to_json(&error)?;
        let state = self.write(Durability::Process, move |connection, options| ending::fail(connection, options, lease, &text, next)).await?;
        self.bell.ring();
        Ok(state)
    }

    async fn release(&self, lease: Lease) -> Result<State> {
        let state = self.write(Durability::Process, move |connection, options| ending::release(connection, options, lease)).await?;
        self.bell.ring();
        Ok(state)
    }

    async fn cancel(&self, token: Token) -> Result<Cancel> {
        self.write(Durability::PowerCut, move |connection, options| ending::cancel(connection, options, token)).await
    }

    async fn cancelled(&self, token: Token) -> Result<bool> {
        let job = self.get(token).await?.ok_or(StoreError::Unknown(token))?;
        Ok(job.cancel_asked || job.state == State::Cancelled)
    }

    async fn get(&self, token: Token) -> Result<Option<Job>> {
        self.read(move |connection, options| reading::get(connection, options, token)).await
    }

    async fn payload(&self, token: Token) -> Result<Option<Vec<u8>>> {
        self.read(move |connection, options| reading::payload(connection, options, token)).await
    }

    async fn steps(&self, token: Token, from: u64, limit: u32) -> Result<Vec<Step>> {
        self.read(move |connection, options| reading::steps(connection, options, token, from, limit)).await
    }

    async fn list(&self, filter: Filter, limit: u32) -> Result<Page> {
        self.read(move |connection, options| reading::list(connection, options, &filter, limit)).await
    }

    async fn requeue(&self, token: Token) -> Result<()> {
        self.write(Durability::PowerCut, move |connection, options| ending::requeue(connection, options, token)).await?;
        self.bell.ring();
        Ok(())
    }

    async fn sweep(&self, limit: u32) -> Result<Swept> {
        let swept = self.write(Durability::Process, move |connection, options| sweep::sweep(connection, options, limit)).await?;
        if !swept.requeued.is_empty() {
            self.bell.ring();
        }
        Ok(swept)
    }

    async fn counts(&self) -> Result<Counts> {
        self.read(|connection, _| reading::counts(connection)).await
    }

    fn arrivals(&self) -> Arrivals {
        self.bell.arrivals()
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        let inside = format!("sqlite: {error}");
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DiskFull) => Self::DiskFull(inside),
            _ => Self::Unavailable(inside),
        }
    }
}
