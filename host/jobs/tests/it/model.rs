//! What a store does, in the simplest way: a list of jobs and no cleverness.

use std::collections::BTreeMap;
use std::time::Duration;

use sandtable_jobs::{
    Beat, Cancel, Claim, Counts, Enqueued, ExpiredResult, Filter, Job, JobError, JobResult, Lease, NewJob, NewStep, Next, Options, Page, QueueCounts, Result,
    State, Step, StoreError, Swept, Token,
};

pub(crate) struct Model {
    pub(crate) now: i64,
    options: Options,
    jobs: Vec<Entry>,
    keys: BTreeMap<String, (Token, i64)>,
}

struct Entry {
    job: Job,
    fence: u64,
    payload: Vec<u8>,
    steps: Vec<NewStep>,
    swept: bool,
    forgotten: bool,
}

fn ms(duration: Duration) -> i64 {
    duration.as_millis() as i64
}

impl Model {
    pub(crate) fn new(now: i64, options: Options) -> Self {
        Self { now, options, jobs: Vec::new(), keys: BTreeMap::new() }
    }

    pub(crate) fn enqueue(&mut self, new: NewJob) -> Result<Enqueued> {
        if let Some((token, until)) = new.idempotency_key.as_ref().and_then(|key| self.keys.get(key))
            && *until > self.now
        {
            return Ok(Enqueued { token: *token, is_new: false });
        }
        if self.jobs.iter().filter(|entry| entry.job.state == State::Queued && entry.job.queue == new.queue).count() as u64 >= self.options.max_queued {
            return Err(StoreError::QueueFull { queue: new.queue, limit: self.options.max_queued });
        }
        let token = Token(self.jobs.len() as u64 + 1);
        if let Some(key) = new.idempotency_key {
            self.keys.insert(key, (token, self.now + ms(self.options.idempotency_ttl)));
        }
        let job = Job {
            token,
            queue: new.queue,
            job_type: new.job_type,
            state: State::Queued,
            priority: new.priority,
            attempts: 0,
            max_attempts: new.max_attempts,
            created_at_ms: self.now,
            updated_at_ms: self.now,
            started_at_ms: None,
            finished_at_ms: None,
            run_at_ms: (!new.delay.is_zero()).then(|| self.now + ms(new.delay)),
            ttl_ms: ms(new.ttl),
            expires_at_ms: None,
            expired: false,
            cancel_asked: false,
            owner: None,
            lease_until_ms: None,
            error: None,
            result: None,
            step_count: 0,
        };
        self.jobs.push(Entry { job, fence: 0, payload: new.payload, steps: Vec::new(), swept: false, forgotten: false });
        Ok(Enqueued { token, is_new: true })
    }

    pub(crate) fn claim(&mut self, queue: &str, owner: &str, lease_for: Duration) -> Option<Claim> {
        let now = self.now;
        for entry in self.jobs.iter_mut().filter(|entry| entry.job.queue == queue && entry.job.run_at_ms.is_some_and(|at| at <= now)) {
            entry.job.run_at_ms = None;
        }
        let ready = self.jobs.iter_mut().filter(|entry| entry.job.state == State::Queued && entry.job.queue == queue && entry.job.run_at_ms.is_none());
        let entry = ready.min_by_key(|entry| (-i64::from(entry.job.priority), entry.job.token))?;
        entry.fence += 1;
        let job = &mut entry.job;
        job.state = State::Running;
        job.attempts += 1;
        job.owner = Some(owner.to_owned());
        job.lease_until_ms = Some(now + ms(lease_for));
        job.started_at_ms = Some(now);
        job.updated_at_ms = now;
        Some(Claim { lease: Lease { token: job.token, fence: entry.fence }, job: job.clone(), payload: entry.payload.clone() })
    }

    pub(crate) fn heartbeat(&mut self, lease: Lease, extend: Duration) -> Result<Beat> {
        let until = self.now + ms(extend);
        let job = &mut self.held(lease)?.job;
        job.lease_until_ms = Some(until);
        Ok(Beat { lease_until_ms: until, cancel_asked: job.cancel_asked })
    }

    pub(crate) fn append_step(&mut self, lease: Lease, step: NewStep) -> Result<u64> {
        let (now, limit) = (self.now, self.options.max_steps);
        let entry = self.held(lease)?;
        if entry.job.step_count >= limit {
            return Err(StoreError::TooLarge { what: "steps", limit, given: limit + 1 });
        }
        entry.steps.push(step);
        entry.job.step_count += 1;
        entry.job.updated_at_ms = now;
        Ok(entry.job.step_count - 1)
    }

    pub(crate) fn complete(&mut self, lease: Lease, result: JobResult) -> Result<()> {
        let again = self
            .known(lease.token)
            .is_some_and(|entry| entry.fence == lease.fence && entry.job.state == State::Completed && entry.job.result.as_ref() == Some(&result));
        if again {
            return Ok(());
        }
        let job = &mut self.held(lease)?.job;
        job.result = Some(result);
        job.error = None;
        self.end(lease.token, State::Completed);
        Ok(())
    }

    pub(crate) fn fail(&mut self, lease: Lease, error: JobError, next: Next) -> Result<State> {
        let job = &mut self.held(lease)?.job;
        job.error = Some(error);
        let state = match next {
            Next::Failed => State::Failed,
            Next::Dead => State::Dead,
            Next::Cancelled => State::Cancelled,
            Next::Retry { .. } if job.cancel_asked => State::Cancelled,
            Next::Retry { .. } if job.attempts >= job.max_attempts => State::Dead,
            Next::Retry { after } => {
                self.back(lease.token, after);
                return Ok(State::Queued);
            }
        };
        self.end(lease.token, state);
        Ok(state)
    }

    pub(crate) fn release(&mut self, lease: Lease) -> Result<State> {
        let job = &mut self.held(lease)?.job;
        if job.cancel_asked {
            self.end(lease.token, State::Cancelled);
            return Ok(State::Cancelled);
        }
        job.attempts -= 1;
        self.back(lease.token, Duration::ZERO);
        Ok(State::Queued)
    }

    pub(crate) fn cancel(&mut self, token: Token) -> Result<Cancel> {
        let job = &mut self.known(token).ok_or(StoreError::Unknown(token))?.job;
        match job.state {
            State::Queued => {
                self.end(token, State::Cancelled);
                Ok(Cancel::Ended)
            }
            State::Running => {
                job.cancel_asked = true;
                Ok(Cancel::Asked)
            }
            over => Ok(Cancel::WasOver(over)),
        }
    }

    pub(crate) fn requeue(&mut self, token: Token) -> Result<()> {
        let now = self.now;
        let job = &mut self.known(token).ok_or(StoreError::Unknown(token))?.job;
        if job.state != State::Dead {
            return Err(StoreError::NotDead(token, job.state));
        }
        if job.expires_at_ms.is_some_and(|at| at <= now) {
            return Err(StoreError::Expired(token));
        }
        (job.state, job.attempts, job.error, job.cancel_asked) = (State::Queued, 0, None, false);
        (job.started_at_ms, job.finished_at_ms, job.expires_at_ms, job.updated_at_ms) = (None, None, None, now);
        Ok(())
    }

    pub(crate) fn sweep(&mut self, limit: usize) -> Swept {
        let now = self.now;
        let mut swept = Swept::default();
        for token in self.first(limit, |entry| entry.job.lease_until_ms.filter(|at| *at <= now)) {
            let job = &mut self.jobs[token.0 as usize - 1].job;
            if job.cancel_asked {
                self.end(token, State::Cancelled);
                swept.cancelled.push(token);
            } else if job.attempts >= job.max_attempts {
                job.error = None;
                self.end(token, State::Dead);
                swept.dead.push(token);
            } else {
                self.back(token, Duration::ZERO);
                swept.requeued.push(token);
            }
        }
        for token in self.first(limit, |entry| entry.job.expires_at_ms.filter(|at| *at <= now && !entry.swept)) {
            let entry = &mut self.jobs[token.0 as usize - 1];
            entry.swept = true;
            swept.expired.push(token);
            swept.results.extend(entry.job.result.take().map(|result| ExpiredResult { token, reference: result.reference }));
        }
        let old = now - ms(self.options.record_ttl);
        for token in self.first(limit, |entry| entry.job.expires_at_ms.filter(|at| *at <= old && entry.swept && !entry.forgotten)) {
            self.jobs[token.0 as usize - 1].forgotten = true;
            swept.forgotten.push(token);
        }
        swept
    }

    pub(crate) fn get(&self, token: Token) -> Option<Job> {
        self.jobs.iter().find(|entry| entry.job.token == token && !entry.forgotten).map(|entry| self.seen(entry))
    }

    pub(crate) fn payload(&self, token: Token) -> Option<Vec<u8>> {
        self.readable(token).map(|entry| entry.payload.clone())
    }

    pub(crate) fn steps(&self, token: Token) -> Vec<Step> {
        let steps = self.readable(token).map(|entry| entry.steps.clone()).unwrap_or_default();
        (0..).zip(steps).map(|(position, entry)| Step { position, entry }).collect()
    }

    pub(crate) fn list(&self, filter: &Filter, limit: usize) -> Page {
        let mut jobs: Vec<Job> = self.jobs.iter().rev().filter(|entry| !entry.forgotten).map(|entry| self.seen(entry)).collect();
        jobs.retain(|job| filter.states.is_empty() || filter.states.contains(&job.state));
        jobs.retain(|job| filter.job_type.as_ref().is_none_or(|wanted| *wanted == job.job_type));
        jobs.retain(|job| filter.before.is_none_or(|before| job.token < before));
        let next = if jobs.len() > limit { jobs.get(limit - 1).map(|job| job.token) } else { None };
        jobs.truncate(limit);
        Page { jobs, next }
    }

    pub(crate) fn counts(&self) -> Counts {
        let mut counts = Counts { next_token: self.jobs.len() as u64 + 1, ..Counts::default() };
        for state in State::ALL {
            counts.states.insert(state, self.jobs.iter().filter(|entry| entry.job.state == state && !entry.forgotten).count() as u64);
        }
        for Entry { job, .. } in self.jobs.iter().filter(|entry| !entry.job.state.is_over()) {
            let queue: &mut QueueCounts = counts.queues.entry(job.queue.clone()).or_default();
            match job.state {
                State::Running => queue.running += 1,
                _ if job.run_at_ms.is_some() => queue.delayed += 1,
                _ => queue.ready += 1,
            }
        }
        counts
    }

    pub(crate) fn tokens(&self) -> u64 {
        self.jobs.len() as u64
    }

    fn known(&mut self, token: Token) -> Option<&mut Entry> {
        self.jobs.iter_mut().find(|entry| entry.job.token == token && !entry.forgotten)
    }

    fn held(&mut self, lease: Lease) -> Result<&mut Entry> {
        let held = self.known(lease.token).filter(|entry| entry.job.state == State::Running && entry.fence == lease.fence);
        held.ok_or(StoreError::LeaseLost(lease))
    }

    fn readable(&self, token: Token) -> Option<&Entry> {
        self.jobs.iter().find(|entry| entry.job.token == token && !entry.forgotten && entry.job.expires_at_ms.is_none_or(|at| at > self.now))
    }

    fn seen(&self, entry: &Entry) -> Job {
        let mut job = entry.job.clone();
        if job.state == State::Dead && job.error.is_none() {
            let details = serde_json::json!({"reason": "lease_expired", "attempts": job.attempts});
            job.error = Some(JobError {
                code: sandtable_core::Code::IoError,
                message: format!("the worker that ran this job stopped answering, {0} of {0} attempts used", job.attempts),
                details: details.as_object().expect("it is an object").clone(),
                request_id: None,
            });
        }
        if job.expires_at_ms.is_some_and(|at| at <= self.now) {
            job.expired = true;
            job.result = None;
        }
        job
    }

    fn end(&mut self, token: Token, state: State) {
        let at_least = if state == State::Dead { ms(self.options.dead_ttl) } else { 0 };
        let now = self.now;
        let job = &mut self.jobs[token.0 as usize - 1].job;
        (job.state, job.owner, job.lease_until_ms, job.run_at_ms) = (state, None, None, None);
        (job.updated_at_ms, job.finished_at_ms, job.expires_at_ms) = (now, Some(now), Some(now + job.ttl_ms.max(at_least)));
    }

    fn back(&mut self, token: Token, after: Duration) {
        let now = self.now;
        let job = &mut self.jobs[token.0 as usize - 1].job;
        (job.state, job.owner, job.lease_until_ms, job.updated_at_ms) = (State::Queued, None, None, now);
        job.run_at_ms = (!after.is_zero()).then(|| now + ms(after));
    }

    /// The first tokens by the time that is asked about.
    fn first(&self, limit: usize, at: impl Fn(&Entry) -> Option<i64>) -> Vec<Token> {
        let mut found: Vec<(i64, Token)> = self.jobs.iter().filter_map(|entry| at(entry).map(|at| (at, entry.job.token))).collect();
        found.sort();
        found.into_iter().take(limit).map(|(_, token)| token).collect()
    }
}
