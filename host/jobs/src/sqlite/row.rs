//! Rows to records.

use rusqlite::Row;

use crate::{Job, JobResult, Result, StoreError, Token, check};

/// What [`job`] reads, in its order.
pub(super) const COLUMNS: &str = "token, queue, job_type, state, priority, attempts, max_attempts, created_at, updated_at, started_at, finished_at, run_at, \
     ttl, expires_at, expired, cancel_asked, owner, lease_until, error, result, result_bytes, step_count";

pub(super) fn job(row: &Row<'_>) -> Result<Job> {
    let state: String = row.get(3)?;
    let error: Option<String> = row.get(18)?;
    let reference: Option<String> = row.get(19)?;
    let size_bytes: Option<i64> = row.get(20)?;
    Ok(Job {
        token: Token(unsigned(row.get(0)?)),
        queue: row.get(1)?,
        job_type: row.get(2)?,
        state: state.parse().map_err(StoreError::Broken)?,
        priority: row.get(4)?,
        attempts: row.get(5)?,
        max_attempts: row.get(6)?,
        created_at_ms: row.get(7)?,
        updated_at_ms: row.get(8)?,
        started_at_ms: row.get(9)?,
        finished_at_ms: row.get(10)?,
        run_at_ms: row.get(11)?,
        ttl_ms: row.get(12)?,
        expires_at_ms: row.get(13)?,
        expired: row.get(14)?,
        cancel_asked: row.get(15)?,
        owner: row.get(16)?,
        lease_until_ms: row.get(17)?,
        error: error.as_deref().map(check::from_json).transpose()?,
        result: reference.map(|reference| JobResult { reference, size_bytes: size_bytes.map(unsigned).unwrap_or_default() }),
        step_count: unsigned(row.get(21)?),
    })
}

/// SQLite's integers are signed. Ours that are not never come near the difference; a token that does is unknown.
pub(super) fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// The way back. We never write a negative one.
pub(super) fn unsigned(number: i64) -> u64 {
    u64::try_from(number).unwrap_or_default()
}
