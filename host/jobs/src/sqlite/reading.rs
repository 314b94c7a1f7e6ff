//! Questions that change nothing.

use rusqlite::{Connection, OptionalExtension, params, params_from_iter, types::Value};

use super::row::{self, COLUMNS, signed, unsigned};
use crate::{Counts, Filter, Job, Options, Page, Result, State, Step, StoreError, Token, check};

pub(super) fn get(connection: &Connection, options: &Options, token: Token) -> Result<Option<Job>> {
    let mut select = connection.prepare_cached(&format!("SELECT {COLUMNS} FROM jobs WHERE token = ?1"))?;
    let mut rows = select.query([signed(token.0)])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    Ok(Some(row::job(row)?.seen_at(options.clock.now_ms())))
}

pub(super) fn payload(connection: &Connection, options: &Options, token: Token) -> Result<Option<Vec<u8>>> {
    let now = options.clock.now_ms();
    Ok(connection
        .prepare_cached("SELECT body FROM payloads JOIN jobs USING (token) WHERE token = ?1 AND (expires_at IS NULL OR expires_at > ?2)")?
        .query_row(params![signed(token.0), now], |row| row.get(0))
        .optional()?)
}

pub(super) fn steps(connection: &Connection, options: &Options, token: Token, from: u64, limit: u32) -> Result<Vec<Step>> {
    let mut select = connection.prepare_cached(
        "SELECT position, body FROM steps JOIN jobs USING (token)
         WHERE token = ?1 AND position >= ?2 AND (expires_at IS NULL OR expires_at > ?3) ORDER BY position LIMIT ?4",
    )?;
    let mut rows = select.query(params![signed(token.0), signed(from), options.clock.now_ms(), limit])?;
    let mut steps = Vec::new();
    while let Some(row) = rows.next()? {
        let body: String = row.get(1)?;
        steps.push(Step { position: unsigned(row.get(0)?), entry: check::from_json(&body)? });
    }
    Ok(steps)
}

pub(super) fn list(connection: &Connection, options: &Options, filter: &Filter, limit: u32) -> Result<Page> {
    let Filter { states, job_type, before } = filter;
    let now = options.clock.now_ms();
    let mut query = format!("SELECT {COLUMNS} FROM jobs WHERE token < ?");
    let mut values = vec![Value::from(before.map_or(i64::MAX, |token| signed(token.0)))];
    if !states.is_empty() {
        query += &format!(" AND state IN ({})", vec!["?"; states.len()].join(", "));
        values.extend(states.iter().map(|state| Value::from(state.as_str().to_owned())));
    }
    if let Some(job_type) = job_type {
        query += " AND job_type = ?";
        values.push(Value::from(job_type.clone()));
    }
    query += " ORDER BY token DESC LIMIT ?";
    values.push(Value::from(i64::from(limit) + 1));

    let mut select = connection.prepare_cached(&query)?;
    let mut rows = select.query(params_from_iter(values))?;
    let mut jobs = Vec::new();
    while let Some(row) = rows.next()? {
        jobs.push(row::job(row)?.seen_at(now));
    }
    Ok(Page::cut(jobs, limit))
}

pub(super) fn counts(connection: &Connection) -> Result<Counts> {
    let last: Option<i64> = connection.prepare_cached("SELECT seq FROM sqlite_sequence WHERE name = 'jobs'")?.query_row([], |row| row.get(0)).optional()?;
    let mut counts = Counts::empty(last.map(unsigned).unwrap_or_default() + 1);

    let mut by_state = connection.prepare_cached("SELECT state, count(*) FROM jobs GROUP BY state")?;
    let mut rows = by_state.query([])?;
    while let Some(row) = rows.next()? {
        let state: State = row.get::<_, String>(0)?.parse().map_err(StoreError::Broken)?;
        counts.states.insert(state, unsigned(row.get(1)?));
    }

    let mut by_queue = connection.prepare_cached(
        "SELECT queue, sum(state = 'queued' AND run_at IS NULL), sum(state = 'queued' AND run_at IS NOT NULL), sum(state = 'running')
         FROM jobs WHERE state IN ('queued', 'running') GROUP BY queue",
    )?;
    let mut rows = by_queue.query([])?;
    while let Some(row) = rows.next()? {
        let numbers = crate::QueueCounts { ready: unsigned(row.get(1)?), delayed: unsigned(row.get(2)?), running: unsigned(row.get(3)?) };
        counts.queues.insert(row.get(0)?, numbers);
    }
    Ok(counts)
}
