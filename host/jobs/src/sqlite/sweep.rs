//! What time does to jobs.

use rusqlite::{Connection, params};

use super::ending::{back, end};
use super::row::{signed, unsigned};
use crate::clock::millis;
use crate::{ExpiredResult, Options, Result, State, Swept, Token};

pub(super) fn sweep(connection: &Connection, options: &Options, limit: u32) -> Result<Swept> {
    let now = options.clock.now_ms();
    let mut swept = Swept::default();
    give_up_owners(connection, options, now, limit, &mut swept)?;
    drop_expired(connection, now, limit, &mut swept)?;
    forget(connection, now - millis(options.record_ttl), limit, &mut swept)?;
    connection
        .prepare_cached("DELETE FROM idempotency WHERE key IN (SELECT key FROM idempotency WHERE expires_at <= ?1 LIMIT ?2)")?
        .execute(params![now, limit])?;
    Ok(swept)
}

fn give_up_owners(connection: &Connection, options: &Options, now: i64, limit: u32, swept: &mut Swept) -> Result<()> {
    let mut select = connection.prepare_cached(
        "SELECT token, attempts, max_attempts, cancel_asked FROM jobs WHERE state = 'running' AND lease_until <= ?1 ORDER BY lease_until, token LIMIT ?2",
    )?;
    let silent: Vec<(i64, u32, u32, bool)> =
        select.query_map(params![now, limit], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?.collect::<rusqlite::Result<_>>()?;
    for (token, attempts, max_attempts, cancel_asked) in silent {
        let token = Token(unsigned(token));
        if cancel_asked {
            end(connection, options, token, State::Cancelled)?;
            swept.cancelled.push(token);
        } else if attempts >= max_attempts {
            // A dead job without an error is one whose owner was lost; the record says so when it is read.
            connection.prepare_cached("UPDATE jobs SET error = NULL WHERE token = ?1")?.execute([signed(token.0)])?;
            end(connection, options, token, State::Dead)?;
            swept.dead.push(token);
        } else {
            back(connection, options, token, None, 0)?;
            swept.requeued.push(token);
        }
    }
    Ok(())
}

fn drop_expired(connection: &Connection, now: i64, limit: u32, swept: &mut Swept) -> Result<()> {
    let mut select = connection.prepare_cached("SELECT token, result FROM jobs WHERE expired = 0 AND expires_at <= ?1 ORDER BY expires_at, token LIMIT ?2")?;
    let over: Vec<(i64, Option<String>)> = select.query_map(params![now, limit], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<rusqlite::Result<_>>()?;
    for (token, reference) in over {
        connection.prepare_cached("DELETE FROM payloads WHERE token = ?1")?.execute([token])?;
        connection.prepare_cached("DELETE FROM steps WHERE token = ?1")?.execute([token])?;
        connection.prepare_cached("UPDATE jobs SET expired = 1, result = NULL, result_bytes = NULL WHERE token = ?1")?.execute([token])?;
        let token = Token(unsigned(token));
        swept.expired.push(token);
        swept.results.extend(reference.map(|reference| ExpiredResult { token, reference }));
    }
    Ok(())
}

/// Removes the records that expired before a time.
fn forget(connection: &Connection, before: i64, limit: u32, swept: &mut Swept) -> Result<()> {
    let mut select = connection.prepare_cached("SELECT token FROM jobs WHERE expired = 1 AND expires_at <= ?1 ORDER BY expires_at, token LIMIT ?2")?;
    let old: Vec<i64> = select.query_map(params![before, limit], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    for token in old {
        connection.prepare_cached("DELETE FROM jobs WHERE token = ?1")?.execute([token])?;
        swept.forgotten.push(Token(unsigned(token)));
    }
    Ok(())
}
