//! A connection and the thread that it lives on: no call to SQLite happens on a thread of tokio.

use std::sync::mpsc;

use rusqlite::Connection;
use tokio::sync::oneshot;

use crate::{Result, StoreError};

/// Requests that one transaction may hold. Arbitrary: enough to share a sync, few enough that none waits long.
const MOST_AT_ONCE: usize = 64;

/// What a write survives once it is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Durability {
    /// The end of every process.
    Process,
    /// The end of the machine as well; costs a sync of the disk.
    PowerCut,
}

/// A thread that answers requests one after the other, and those that wait together in one transaction.
#[derive(Debug)]
pub(super) struct Thread {
    requests: mpsc::Sender<Box<dyn Request>>,
}

impl Thread {
    /// Starts it. It ends when this is dropped, with its connection.
    pub(super) fn start(name: &str, connection: Connection) -> Result<Self> {
        let (requests, waiting) = mpsc::channel();
        std::thread::Builder::new()
            .name(name.to_owned())
            .spawn(move || serve(&connection, &waiting))
            .map_err(|error| StoreError::Unavailable(format!("no thread for sqlite: {error}")))?;
        Ok(Self { requests })
    }

    /// Does the work in a transaction. An error undoes this work alone, and leaves what shares the transaction.
    pub(super) async fn call<T, F>(&self, durability: Durability, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> Result<T> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let gone = || StoreError::Unavailable("the thread of sqlite is gone".to_owned());
        self.requests.send(Box::new(Call { durability, work: Some(work), done: None, reply })).map_err(|_| gone())?;
        answer.await.map_err(|_| gone())?
    }
}

/// A [`Call`] without its types.
trait Request: Send {
    fn durability(&self) -> Durability;
    /// Does the work; whether to keep what it wrote.
    fn run(&mut self, connection: &Connection) -> bool;
    /// Tells the caller, once the transaction is over.
    fn answer(self: Box<Self>, committed: &Result<()>);
}

struct Call<T, F> {
    durability: Durability,
    work: Option<F>,
    done: Option<Result<T>>,
    reply: oneshot::Sender<Result<T>>,
}

impl<T, F> Request for Call<T, F>
where
    T: Send,
    F: FnOnce(&Connection) -> Result<T> + Send,
{
    fn durability(&self) -> Durability {
        self.durability
    }

    fn run(&mut self, connection: &Connection) -> bool {
        self.done = self.work.take().map(|work| work(connection));
        matches!(self.done, Some(Ok(_)))
    }

    fn answer(self: Box<Self>, committed: &Result<()>) {
        let answer = match (committed, self.done) {
            (Ok(()), Some(done)) | (Err(_), Some(done @ Err(_))) => done,
            (Err(error), Some(Ok(_)) | None) => Err(error.clone()),
            (Ok(()), None) => Err(StoreError::Unavailable("a request to sqlite was not run".to_owned())),
        };
        // A caller that went away does not want to know.
        let _ = self.reply.send(answer);
    }
}

fn serve(connection: &Connection, waiting: &mpsc::Receiver<Box<dyn Request>>) {
    let mut synced = None;
    while let Ok(first) = waiting.recv() {
        let mut batch = vec![first];
        batch.extend(waiting.try_iter().take(MOST_AT_ONCE - 1));
        let committed = run(connection, &mut batch, &mut synced);
        for request in batch {
            request.answer(&committed);
        }
    }
}

/// Runs a batch in one transaction, each request in a savepoint of its own.
fn run(connection: &Connection, batch: &mut [Box<dyn Request>], synced: &mut Option<bool>) -> Result<()> {
    let sync = batch.iter().any(|request| request.durability() == Durability::PowerCut);
    if *synced != Some(sync) {
        connection.execute_batch(if sync { "PRAGMA synchronous = FULL" } else { "PRAGMA synchronous = NORMAL" })?;
        *synced = Some(sync);
    }
    let read_only = connection.is_readonly("main")?;
    connection.execute_batch(if read_only { "BEGIN" } else { "BEGIN IMMEDIATE" })?;
    let done = steps(connection, batch);
    if done.is_err() && !connection.is_autocommit() {
        connection.execute_batch("ROLLBACK")?;
    }
    done
}

fn steps(connection: &Connection, batch: &mut [Box<dyn Request>]) -> Result<()> {
    for request in batch {
        connection.prepare_cached("SAVEPOINT request")?.execute([])?;
        let keep = request.run(connection);
        if connection.is_autocommit() {
            // A full disk, for one, ends the transaction by itself, and what came before in it.
            return Err(StoreError::Unavailable("sqlite gave up a transaction".to_owned()));
        }
        if !keep {
            connection.prepare_cached("ROLLBACK TO request")?.execute([])?;
        }
        connection.prepare_cached("RELEASE request")?.execute([])?;
    }
    connection.prepare_cached("COMMIT")?.execute([])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A disk that is full in the middle of a batch: who was told that it is written finds it, nobody else's is half there.
    #[test]
    fn a_full_disk_undoes_what_it_must_and_the_thread_goes_on() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let connection = Connection::open(folder.path().join("full.sqlite")).expect("the file opens");
        connection
            .execute_batch("PRAGMA journal_mode = wal; CREATE TABLE pages (number INTEGER, body BLOB); PRAGMA max_page_count = 40")
            .expect("it is set up");
        let thread = Thread::start("full", connection).expect("a thread starts");
        let insert = |number: i64| {
            move |connection: &Connection| {
                for _ in 0..2 {
                    connection.execute("INSERT INTO pages VALUES (?1, zeroblob(8000))", [number])?;
                }
                Ok(number)
            }
        };
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime starts");
        runtime.block_on(async {
            let answers = futures::future::join_all((0..30).map(|number| thread.call(Durability::PowerCut, insert(number)))).await;
            let written: Vec<i64> = answers.iter().flatten().copied().collect();
            assert!(written.len() < 30, "the disk was never full");
            let found = |connection: &Connection| -> Result<Vec<(i64, i64)>> {
                let mut select = connection.prepare("SELECT number, count(*) FROM pages GROUP BY number ORDER BY number")?;
                Ok(select.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<rusqlite::Result<_>>()?)
            };
            let expected: Vec<(i64, i64)> = written.iter().map(|number| (*number, 2)).collect();
            assert_eq!(thread.call(Durability::Process, found).await, Ok(expected));
            let room = |connection: &Connection| Ok(connection.execute_batch("PRAGMA max_page_count = 4000")?);
            thread.call(Durability::Process, room).await.expect("there is room again");
            assert_eq!(thread.call(Durability::PowerCut, insert(99)).await, Ok(99));
        });
    }
}
