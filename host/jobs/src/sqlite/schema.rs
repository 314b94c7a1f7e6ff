//! Opening the file, and bringing its tables up to date.

use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::{Connection, OpenFlags};

use crate::{Result, StoreError};

/// How long a process waits for another one's transaction. They last milliseconds; this is for a disk that stands still.
const BUSY: Duration = Duration::from_secs(10);

/// What makes each version from the one before, the first from an empty file. A published one never changes.
const MIGRATIONS: [&str; 1] = [include_str!("schema-1.sql")];

/// Opens the file for writing, making it and its tables when they are not there.
pub(super) fn open(path: &Path) -> Result<Connection> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(BUSY)?;
    switch_to_wal(&connection)?;
    // What is left of the log after a burst of writes.
    connection.pragma_update(None, "journal_size_limit", 64 << 20)?;
    connection.set_prepared_statement_cache_capacity(64);
    migrate(&connection)?;
    Ok(connection)
}

/// Opens a file that [`open`] made, to read it.
pub(super) fn open_to_read(path: &Path) -> Result<Connection> {
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.busy_timeout(BUSY)?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(connection)
}

/// Two processes that do this at once on a new file make one fail at once: SQLite does not wait here.
fn switch_to_wal(connection: &Connection) -> Result<()> {
    let give_up = Instant::now() + BUSY;
    loop {
        match connection.pragma_update_and_check(None, "journal_mode", "wal", |row| row.get::<_, String>(0)) {
            Ok(mode) if mode == "wal" => return Ok(()),
            Ok(mode) => return Err(StoreError::Unavailable(format!("sqlite: the file system allows journal mode {mode} only, not wal"))),
            Err(error) if error.sqlite_error_code() == Some(rusqlite::ErrorCode::DatabaseBusy) && Instant::now() < give_up => {
                std::thread::sleep(Duration::from_millis(10));
            }
            Err(error) => return Err(error.into()),
        }
    }
}

fn migrate(connection: &Connection) -> Result<()> {
    let newest = MIGRATIONS.len() as i64;
    connection.execute_batch("BEGIN IMMEDIATE")?;
    let found: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    if found > newest {
        let message = format!("has schema version {found}, this version of sandtable knows {newest} and older");
        return Err(StoreError::Invalid { field: "jobs.sqlite", message });
    }
    for migration in MIGRATIONS.iter().skip(found.unsigned_abs() as usize) {
        connection.execute_batch(migration)?;
    }
    connection.pragma_update(None, "user_version", newest)?;
    connection.execute_batch("COMMIT")?;
    Ok(())
}
