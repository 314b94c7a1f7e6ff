//! Every way out of the queue and out of running, and the way back from the dead.

use rusqlite::{Connection, OptionalExtension, params};

use super::row::signed;
use crate::clock::millis;
use crate::{Cancel, JobResult, Lease, Next, Options, Result, State, StoreError, Token};

/// What decides how a running job ends. Only its owner can ask for it.
struct Held {
    attempts: u32,
    max_attempts: u32,
    cancel_asked: bool,
}

pub(super) fn complete(connection: &Connection, options: &Options, lease: Lease, result: &JobResult) -> Result<()> {
    let JobResult { reference, size_bytes } = result;
    if held(connection, lease)?.is_none() {
        let again = connection
            .prepare_cached("SELECT 1 FROM jobs WHERE token = ?1 AND fence = ?2 AND state = 'completed' AND result = ?3")?
            .exists(params![signed(lease.token.0), signed(lease.fence), reference])?;
        return if again { Ok(()) } else { Err(StoreError::LeaseLost(lease)) };
    }
    connection.prepare_cached("UPDATE jobs SET result = ?2, result_bytes = ?3, error = NULL WHERE token = ?1")?.execute(params![
        signed(lease.token.0),
        reference,
        signed(*size_bytes)
    ])?;
    end(connection, options, lease.token, State::Completed)
}

pub(super) fn fail(connection: &Connection, options: &Options, lease: Lease, error: &str, next: Next) -> Result<State> {
    let Held { attempts, max_attempts, cancel_asked } = held(connection, lease)?.ok_or(StoreError::LeaseLost(lease))?;
    connection.prepare_cached("UPDATE jobs SET error = ?2 WHERE token = ?1")?.execute(params![signed(lease.token.0), error])?;
    let state = match next {
        Next::Failed => State::Failed,
        Next::Dead => State::Dead,
        Next::Cancelled => State::Cancelled,
        Next::Retry { .. } if cancel_asked => State::Cancelled,
        Next::Retry { .. } if attempts >= max_attempts => State::Dead,
        Next::Retry { after } => {
            let now = options.clock.now_ms();
            let run_at = (millis(after) > 0).then(|| now + millis(after));
            back(connection, options, lease.token, run_at, 0)?;
            return Ok(State::Queued);
        }
    };
    end(connection, options, lease.token, state)?;
    Ok(state)
}

pub(super) fn release(connection: &Connection, options: &Options, lease: Lease) -> Result<State> {
    if held(connection, lease)?.ok_or(StoreError::LeaseLost(lease))?.cancel_asked {
        end(connection, options, lease.token, State::Cancelled)?;
        return Ok(State::Cancelled);
    }
    back(connection, options, lease.token, None, 1)?;
    Ok(State::Queued)
}

pub(super) fn cancel(connection: &Connection, options: &Options, token: Token) -> Result<Cancel> {
    match state(connection, token)? {
        State::Queued => {
            end(connection, options, token, State::Cancelled)?;
            Ok(Cancel::Ended)
        }
        State::Running => {
            connection.prepare_cached("UPDATE jobs SET cancel_asked = 1 WHERE token = ?1")?.execute([signed(token.0)])?;
            Ok(Cancel::Asked)
        }
        over @ (State::Completed | State::Failed | State::Cancelled | State::Dead) => Ok(Cancel::WasOver(over)),
    }
}

pub(super) fn requeue(connection: &Connection, options: &Options, token: Token) -> Result<()> {
    let now = options.clock.now_ms();
    let state = state(connection, token)?;
    if state != State::Dead {
        return Err(StoreError::NotDead(token, state));
    }
    let changed = connection
        .prepare_cached(
            "UPDATE jobs SET state = 'queued', run_at = NULL, attempts = 0, error = NULL, cancel_asked = 0,
                 started_at = NULL, finished_at = NULL, expires_at = NULL, updated_at = ?2
             WHERE token = ?1 AND expired = 0 AND expires_at > ?2",
        )?
        .execute(params![signed(token.0), now])?;
    if changed == 0 { Err(StoreError::Expired(token)) } else { Ok(()) }
}

/// Ends a job that is not over.
pub(super) fn end(connection: &Connection, options: &Options, token: Token, state: State) -> Result<()> {
    let at_least = if state == State::Dead { millis(options.dead_ttl) } else { 0 };
    connection
        .prepare_cached(
            "UPDATE jobs SET state = ?2, owner = NULL, lease_until = NULL, run_at = NULL, finished_at = ?3, updated_at = ?3, expires_at = ?3 + max(ttl, ?4)
             WHERE token = ?1",
        )?
        .execute(params![signed(token.0), state.as_str(), options.clock.now_ms(), at_least])?;
    Ok(())
}

/// Puts a running job back into its queue.
pub(super) fn back(connection: &Connection, options: &Options, token: Token, run_at: Option<i64>, attempts_given_back: u32) -> Result<()> {
    connection
        .prepare_cached(
            "UPDATE jobs SET state = 'queued', owner = NULL, lease_until = NULL, run_at = ?2, attempts = attempts - ?3, updated_at = ?4 WHERE token = ?1",
        )?
        .execute(params![signed(token.0), run_at, attempts_given_back, options.clock.now_ms()])?;
    Ok(())
}

fn held(connection: &Connection, lease: Lease) -> Result<Option<Held>> {
    Ok(connection
        .prepare_cached("SELECT attempts, max_attempts, cancel_asked FROM jobs WHERE token = ?1 AND fence = ?2 AND state = 'running'")?
        .query_row(params![signed(lease.token.0), signed(lease.fence)], |row| {
            Ok(Held { attempts: row.get(0)?, max_attempts: row.get(1)?, cancel_asked: row.get(2)? })
        })
        .optional()?)
}

fn state(connection: &Connection, token: Token) -> Result<State> {
    let state: Option<String> =
        connection.prepare_cached("SELECT state FROM jobs WHERE token = ?1")?.query_row([signed(token.0)], |row| row.get(0)).optional()?;
    state.ok_or(StoreError::Unknown(token))?.parse().map_err(StoreError::Broken)
}
