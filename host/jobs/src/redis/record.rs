//! Hashes to records.

use std::str::FromStr;

use super::scripts::FIELDS;
use crate::{Job, JobResult, Result, StoreError, Token, check};

/// A job's fields as the scripts give them; absent ones are none.
pub(super) type Fields = Vec<Option<String>>;

/// The record, or none when there is no such job.
pub(super) fn job(fields: Fields, now_ms: i64) -> Result<Option<Job>> {
    let fields: [Option<String>; FIELDS.len()] =
        fields.try_into().map_err(|fields: Fields| StoreError::Broken(format!("a record of {} fields, not {}", fields.len(), FIELDS.len())))?;
    let [
        token,
        queue,
        job_type,
        state,
        priority,
        attempts,
        max_attempts,
        created_at,
        updated_at,
        started_at,
        finished_at,
        run_at,
        ttl,
        expires_at,
        cancel_asked,
        owner,
        lease_until,
        error,
        reference,
        size_bytes,
        step_count,
    ] = fields;
    let Some(token) = token else { return Ok(None) };
    let job = Job {
        token: Token(parsed("token", Some(token))?),
        queue: text("queue", queue)?,
        job_type: text("job_type", job_type)?,
        state: parsed("state", state)?,
        priority: parsed("priority", priority)?,
        attempts: parsed("attempts", attempts)?,
        max_attempts: parsed("max_attempts", max_attempts)?,
        created_at_ms: parsed("created_at", created_at)?,
        updated_at_ms: parsed("updated_at", updated_at)?,
        started_at_ms: started_at.map(|at| parsed("started_at", Some(at))).transpose()?,
        finished_at_ms: finished_at.map(|at| parsed("finished_at", Some(at))).transpose()?,
        run_at_ms: run_at.map(|at| parsed("run_at", Some(at))).transpose()?,
        ttl_ms: parsed("ttl", ttl)?,
        expires_at_ms: expires_at.map(|at| parsed("expires_at", Some(at))).transpose()?,
        expired: false,
        cancel_asked: cancel_asked.is_some(),
        owner,
        lease_until_ms: lease_until.map(|at| parsed("lease_until", Some(at))).transpose()?,
        error: error.as_deref().map(check::from_json).transpose()?,
        result: match reference {
            Some(reference) => Some(JobResult { reference, size_bytes: parsed("result_bytes", size_bytes)? }),
            None => None,
        },
        step_count: parsed("step_count", step_count)?,
    };
    Ok(Some(job.seen_at(now_ms)))
}

fn text(field: &str, found: Option<String>) -> Result<String> {
    found.ok_or_else(|| StoreError::Broken(format!("a job without {field}")))
}

/// A number, or whatever else can be written as text.
fn parsed<T: FromStr>(field: &str, found: Option<String>) -> Result<T> {
    let found = text(field, found)?;
    found.parse().map_err(|_| StoreError::Broken(format!("{field} of a job is {found:?}")))
}
