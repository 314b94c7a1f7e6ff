//! Into the queue, out of it, and what an owner writes while it works.

use std::time::Duration;

use rusqlite::{Connection, OptionalExtension, params};

use super::row::{self, COLUMNS, signed, unsigned};
use crate::clock::millis;
use crate::{Beat, Claim, Enqueued, Lease, NewJob, Options, Result, StoreError, Token};

pub(super) fn enqueue(connection: &Connection, options: &Options, new: &NewJob) -> Result<Enqueued> {
    let NewJob { queue, job_type, payload, priority, max_attempts, ttl, delay, idempotency_key } = new;
    let now = options.clock.now_ms();
    if let Some(key) = idempotency_key {
        let known = connection
            .prepare_cached("SELECT token FROM idempotency WHERE key = ?1 AND expires_at > ?2")?
            .query_row(params![key, now], |row| row.get(0))
            .optional()?;
        if let Some(token) = known {
            return Ok(Enqueued { token: Token(unsigned(token)), is_new: false });
        }
    }
    let waiting: i64 = connection
        .prepare_cached("SELECT count(*) FROM (SELECT 1 FROM jobs WHERE state = 'queued' AND queue = ?1 AND run_at IS NULL LIMIT ?2)")?
        .query_row(params![queue, signed(options.max_queued)], |row| row.get(0))?;
    let delayed: i64 = connection
        .prepare_cached("SELECT count(*) FROM (SELECT 1 FROM jobs WHERE state = 'queued' AND queue = ?1 AND run_at IS NOT NULL LIMIT ?2)")?
        .query_row(params![queue, signed(options.max_queued)], |row| row.get(0))?;
    if unsigned(waiting + delayed) >= options.max_queued {
        return Err(StoreError::QueueFull { queue: queue.clone(), limit: options.max_queued });
    }
    let run_at = (millis(*delay) > 0).then(|| now + millis(*delay));
    let token: i64 = connection
        .prepare_cached(
            "INSERT INTO jobs (queue, job_type, state, priority, max_attempts, created_at, updated_at, run_at, ttl)
             VALUES (?1, ?2, 'queued', ?3, ?4, ?5, ?5, ?6, ?7) RETURNING token",
        )?
        .query_row(params![queue, job_type, priority, max_attempts, now, run_at, millis(*ttl)], |row| row.get(0))?;
    connection.prepare_cached("INSERT INTO payloads (token, body) VALUES (?1, ?2)")?.execute(params![token, payload])?;
    if let Some(key) = idempotency_key {
        connection.prepare_cached("INSERT OR REPLACE INTO idempotency (key, token, expires_at) VALUES (?1, ?2, ?3)")?.execute(params![
            key,
            token,
            now + millis(options.idempotency_ttl)
        ])?;
    }
    Ok(Enqueued { token: Token(unsigned(token)), is_new: true })
}

pub(super) fn claim(connection: &Connection, options: &Options, queue: &str, owner: &str, lease_for: Duration) -> Result<Option<Claim>> {
    let now = options.clock.now_ms();
    connection
        .prepare_cached("UPDATE jobs SET run_at = NULL WHERE state = 'queued' AND queue = ?1 AND run_at IS NOT NULL AND run_at <= ?2")?
        .execute(params![queue, now])?;
    let mut update = connection.prepare_cached(&format!(
        "UPDATE jobs SET state = 'running', attempts = attempts + 1, fence = fence + 1, owner = ?2, lease_until = ?3, started_at = ?4, updated_at = ?4
         WHERE token = (SELECT token FROM jobs WHERE state = 'queued' AND queue = ?1 AND run_at IS NULL ORDER BY priority DESC, token LIMIT 1)
         RETURNING {COLUMNS}, fence"
    ))?;
    let mut rows = update.query(params![queue, owner, now + millis(lease_for), now])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    let job = row::job(row)?;
    let fence = unsigned(row.get("fence")?);
    let payload = connection
        .prepare_cached("SELECT body FROM payloads WHERE token = ?1")?
        .query_row([signed(job.token.0)], |row| row.get(0))
        .optional()?
        .ok_or_else(|| StoreError::Broken(format!("job {} has no payload", job.token)))?;
    Ok(Some(Claim { lease: Lease { token: job.token, fence }, job, payload }))
}

pub(super) fn heartbeat(connection: &Connection, options: &Options, lease: Lease, extend: Duration) -> Result<Beat> {
    let lease_until_ms = options.clock.now_ms() + millis(extend);
    let cancel_asked = connection
        .prepare_cached("UPDATE jobs SET lease_until = ?3 WHERE token = ?1 AND fence = ?2 AND state = 'running' RETURNING cancel_asked")?
        .query_row(params![signed(lease.token.0), signed(lease.fence), lease_until_ms], |row| row.get(0))
        .optional()?
        .ok_or(StoreError::LeaseLost(lease))?;
    Ok(Beat { lease_until_ms, cancel_asked })
}

pub(super) fn append_step(connection: &Connection, options: &Options, lease: Lease, step: &str) -> Result<u64> {
    let now = options.clock.now_ms();
    let count: i64 = connection
        .prepare_cached(
            "UPDATE jobs SET step_count = step_count + 1, updated_at = ?3 WHERE token = ?1 AND fence = ?2 AND state = 'running' RETURNING step_count",
        )?
        .query_row(params![signed(lease.token.0), signed(lease.fence), now], |row| row.get(0))
        .optional()?
        .ok_or(StoreError::LeaseLost(lease))?;
    if unsigned(count) > options.max_steps {
        return Err(StoreError::TooLarge { what: "steps", limit: options.max_steps, given: unsigned(count) });
    }
    connection.prepare_cached("INSERT INTO steps (token, position, body) VALUES (?1, ?2, ?3)")?.execute(params![signed(lease.token.0), count - 1, step])?;
    Ok(unsigned(count - 1))
}
