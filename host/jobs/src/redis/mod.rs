//! The store in Redis (6 or newer), which several machines share.
//!
//! Keys, all below the prefix: `token` (the last one), `job:T` (a hash: the record, its fencing number, the payload),
//! `steps:T` (a stream), `ready:QUEUE` (by priority, then token), `delayed:QUEUE` (by time), `leased` (by end of lease),
//! `running` (numbers by queue), `state:STATE` (by token, for lists and counts), `ending` and `gone` (by the time at which
//! jobs expired or will), `key:K` (idempotency), `queues`; and the channel `arrived`.
//!
//! Every change is one script, so that a crash leaves either all of it or nothing. The prefix has braces: on a cluster
//! all keys are then in one place.
//!
//! What Redis keeps is for its operator to say: `appendonly yes` with `appendfsync always` keeps all that was promised,
//! `everysec` may forget the last seconds in a crash, and with them tokens. `maxmemory-policy` must be `noeviction`.

mod record;
mod scripts;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use redis::aio::{ConnectionManager, ConnectionManagerConfig, SendError};
use redis::{ConnectionInfo, FromRedisValue, IntoConnectionInfo, ProtocolVersion, Script, ToRedisArgs};

use self::record::Fields;
use self::scripts::Scripts;
use crate::arrivals::Bell;
use crate::clock::millis;
use crate::{Arrivals, Beat, Cancel, Claim, Counts, Enqueued, Filter, Job, JobError, JobResult, Lease, NewJob, NewStep, Next, Page, Result, State, Step};
use crate::{ExpiredResult, JobStore, Options, QueueCounts, StoreError, Swept, Token, check};

/// The prefix that is usual.
const PREFIX: &str = "{sandtable}";

/// Records that one script looks at for a list: Redis does nothing else meanwhile.
const MOST_LISTED: usize = 500;

/// How long a request waits for an answer, and how long for a connection. Together with four tries this is how long a
/// caller waits while Redis is away; after that it hears [`StoreError::Unavailable`].
const ANSWER: Duration = Duration::from_secs(5);
const CONNECT: Duration = Duration::from_secs(2);

/// Jobs in Redis. It connects again by itself when the connection breaks. A request that a break interrupted is not sent
/// again: nobody knows whether it was done.
#[derive(Clone)]
pub struct RedisStore {
    connection: ConnectionManager,
    scripts: Arc<Scripts>,
    prefix: Arc<str>,
    options: Arc<Options>,
    bell: Bell,
}

impl fmt::Debug for RedisStore {
    /// Without the address: it may hold a password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedisStore").field("prefix", &self.prefix).finish_non_exhaustive()
    }
}

impl RedisStore {
    /// Connects to `redis://[user:password@]host:port[/database]`. All keys begin with the prefix, `{sandtable}` if none is given.
    ///
    /// Errors: [`StoreError::Invalid`] for an address that is none, [`StoreError::Unavailable`] when nobody answers.
    pub async fn connect(url: &str, prefix: Option<&str>, options: Options) -> Result<Self> {
        let invalid = |error: redis::RedisError| StoreError::Invalid { field: "redis_url", message: error.to_string() };
        let info: ConnectionInfo = url.into_connection_info().map_err(invalid)?;
        // The newer protocol lets one connection also hear of arrivals.
        let settings = info.redis_settings().clone().set_protocol(ProtocolVersion::RESP3);
        let client = redis::Client::open(info.set_redis_settings(settings)).map_err(invalid)?;

        let bell = Bell::new();
        let heard = bell.clone();
        let config = ConnectionManagerConfig::new()
            .set_number_of_retries(3)
            .set_max_delay(Duration::from_millis(500))
            .set_response_timeout(Some(ANSWER))
            .set_connection_timeout(Some(CONNECT))
            .set_push_sender(move |_| {
                // Whatever Redis says by itself, also that it is back, is a reason to look.
                heard.ring();
                Ok::<(), SendError>(())
            })
            .set_automatic_resubscription();
        let mut connection = client.get_connection_manager_with_config(config).await?;
        let prefix: Arc<str> = prefix.unwrap_or(PREFIX).into();
        connection.subscribe(format!("{prefix}:arrived")).await?;
        Ok(Self { connection, scripts: Arc::new(Scripts::new()), prefix, options: Arc::new(options), bell })
    }

    /// Calls a script. Its first argument is a test's time, or empty for that of the server.
    async fn call<T: FromRedisValue>(&self, script: &Script, arguments: &[&(dyn Argument + Sync)]) -> Result<T> {
        let mut call = script.prepare_invoke();
        call.key(&*self.prefix);
        call.arg(self.options.clock.fixed_ms().map(|now| now.to_string()).unwrap_or_default());
        for argument in arguments {
            argument.give(&mut call);
        }
        Ok(call.invoke_async(&mut self.connection.clone()).await?)
    }

    fn dead_ttl(&self) -> i64 {
        millis(self.options.dead_ttl)
    }

    fn record_ttl(&self) -> i64 {
        millis(self.options.record_ttl)
    }
}

/// What can be handed to a script.
trait Argument {
    fn give(&self, call: &mut redis::ScriptInvocation<'_>);
}

impl<T: ToRedisArgs> Argument for T {
    fn give(&self, call: &mut redis::ScriptInvocation<'_>) {
        call.arg(self);
    }
}

#[async_trait]
impl JobStore for RedisStore {
    async fn enqueue(&self, new: NewJob) -> Result<Enqueued> {
        check::new_job(&new, &self.options)?;
        let NewJob { queue, job_type, payload, priority, max_attempts, ttl, delay, idempotency_key } = new;
        let key = idempotency_key.unwrap_or_default();
        let key_ttl = millis(self.options.idempotency_ttl).max(1);
        let limit = self.options.max_queued;
        let (status, token): (String, u64) = self
            .call(&self.scripts.enqueue, &[&queue, &job_type, &payload, &priority, &max_attempts, &millis(ttl), &millis(delay), &limit, &key, &key_ttl])
            .await?;
        match status.as_str() {
            "new" => Ok(Enqueued { token: Token(token), is_new: true }),
            "known" => Ok(Enqueued { token: Token(token), is_new: false }),
            "full" => Err(StoreError::QueueFull { queue, limit }),
            other => Err(unexpected("enqueue", other)),
        }
    }

    async fn claim(&self, queue: &str, owner: &str, lease_for: Duration) -> Result<Option<Claim>> {
        check::name("owner", owner)?;
        let found: Option<(u64, Option<Vec<u8>>, Fields)> = self.call(&self.scripts.claim, &[&queue, &owner, &millis(lease_for)]).await?;
        let Some((fence, payload, fields)) = found else { return Ok(None) };
        // A claimed job has not expired, whatever the time.
        let job = record::job(fields, 0)?.ok_or_else(|| unexpected("claim", "no record"))?;
        let payload = payload.ok_or_else(|| StoreError::Broken(format!("job {} has no payload", job.token)))?;
        Ok(Some(Claim { lease: Lease { token: job.token, fence }, job, payload }))
    }

    async fn heartbeat(&self, lease: Lease, extend: Duration) -> Result<Beat> {
        let found: Option<(i64, bool)> = self.call(&self.scripts.heartbeat, &[&lease.token.0, &lease.fence, &millis(extend)]).await?;
        let (lease_until_ms, cancel_asked) = found.ok_or(StoreError::LeaseLost(lease))?;
        Ok(Beat { lease_until_ms, cancel_asked })
    }

    async fn append_step(&self, lease: Lease, step: NewStep) -> Result<u64> {
        let text = check::step(&step, &self.options)?;
        let limit = self.options.max_steps;
        let (status, number): (String, u64) = self.call(&self.scripts.append_step, &[&lease.token.0, &lease.fence, &text, &limit]).await?;
        match status.as_str() {
            "ok" => Ok(number),
            "lost" => Err(StoreError::LeaseLost(lease)),
            "full" => Err(StoreError::TooLarge { what: "steps", limit, given: number }),
            other => Err(unexpected("append_step", other)),
        }
    }

    async fn complete(&self, lease: Lease, result: JobResult) -> Result<()> {
        let JobResult { reference, size_bytes } = result;
        let done: bool =
            self.call(&self.scripts.complete, &[&lease.token.0, &lease.fence, &reference, &size_bytes, &self.dead_ttl(), &self.record_ttl()]).await?;
        if done { Ok(()) } else { Err(StoreError::LeaseLost(lease)) }
    }

    async fn fail(&self, lease: Lease, error: JobError, next: Next) -> Result<State> {
        let text = check::to_json(&error)?;
        let (next, delay) = match next {
            Next::Retry { after } => ("retry", millis(after)),
            Next::Failed => (State::Failed.as_str(), 0),
            Next::Dead => (State::Dead.as_str(), 0),
            Next::Cancelled => (State::Cancelled.as_str(), 0),
        };
        let state: Option<String> =
            self.call(&self.scripts.fail, &[&lease.token.0, &lease.fence, &text, &next, &delay, &self.dead_ttl(), &self.record_ttl()]).await?;
        state.ok_or(StoreError::LeaseLost(lease))?.parse().map_err(StoreError::Broken)
    }

    async fn release(&self, lease: Lease) -> Result<State> {
        let state: Option<String> = self.call(&self.scripts.release, &[&lease.token.0, &lease.fence, &self.dead_ttl(), &self.record_ttl()]).await?;
        state.ok_or(StoreError::LeaseLost(lease))?.parse().map_err(StoreError::Broken)
    }

    async fn cancel(&self, token: Token) -> Result<Cancel> {
        let (status, state): (String, String) = self.call(&self.scripts.cancel, &[&token.0, &self.dead_ttl(), &self.record_ttl()]).await?;
        match status.as_str() {
            "unknown" => Err(StoreError::Unknown(token)),
            "ended" => Ok(Cancel::Ended),
            "asked" => Ok(Cancel::Asked),
            "over" => Ok(Cancel::WasOver(state.parse().map_err(StoreError::Broken)?)),
            other => Err(unexpected("cancel", other)),
        }
    }

    async fn cancelled(&self, token: Token) -> Result<bool> {
        let job = self.get(token).await?.ok_or(StoreError::Unknown(token))?;
        Ok(job.cancel_asked || job.state == State::Cancelled)
    }

    async fn get(&self, token: Token) -> Result<Option<Job>> {
        let (now_ms, fields): (i64, Fields) = self.call(&self.scripts.get, &[&token.0]).await?;
        record::job(fields, now_ms)
    }

    async fn payload(&self, token: Token) -> Result<Option<Vec<u8>>> {
        self.call(&self.scripts.payload, &[&token.0]).await
    }

    async fn steps(&self, token: Token, from: u64, limit: u32) -> Result<Vec<Step>> {
        let texts: Vec<String> = self.call(&self.scripts.steps, &[&token.0, &from, &limit]).await?;
        (from..).zip(texts).map(|(position, text)| Ok(Step { position, entry: check::from_json(&text)? })).collect()
    }

    async fn list(&self, filter: Filter, limit: u32) -> Result<Page> {
        let Filter { states, job_type, before } = filter;
        let states: Vec<&str> = if states.is_empty() { &State::ALL } else { states.as_slice() }.iter().map(|state| state.as_str()).collect();
        let job_type = job_type.unwrap_or_default();
        let wanted = (limit as usize).saturating_add(1);
        let chunk = if job_type.is_empty() { wanted.min(MOST_LISTED) } else { MOST_LISTED };
        let mut before = before.map(|token| token.to_string()).unwrap_or_default();
        let mut jobs = Vec::new();
        while jobs.len() < wanted {
            let (now_ms, last, records): (i64, String, Vec<Fields>) = self.call(&self.scripts.list, &[&before, &chunk, &job_type, &states]).await?;
            for fields in records {
                jobs.extend(record::job(fields, now_ms)?);
            }
            if last.is_empty() {
                break;
            }
            before = last;
        }
        jobs.truncate(wanted);
        Ok(Page::cut(jobs, limit))
    }

    async fn requeue(&self, token: Token) -> Result<()> {
        let (status, state): (String, String) = self.call(&self.scripts.requeue, &[&token.0]).await?;
        match status.as_str() {
            "ok" => Ok(()),
            "unknown" => Err(StoreError::Unknown(token)),
            "not dead" => Err(StoreError::NotDead(token, state.parse().map_err(StoreError::Broken)?)),
            "expired" => Err(StoreError::Expired(token)),
            other => Err(unexpected("requeue", other)),
        }
    }

    async fn sweep(&self, limit: u32) -> Result<Swept> {
        type Tokens = Vec<u64>;
        let (requeued, dead, cancelled, expired, results, forgotten): (Tokens, Tokens, Tokens, Tokens, Vec<String>, Tokens) =
            self.call(&self.scripts.sweep, &[&limit, &self.dead_ttl(), &self.record_ttl()]).await?;
        let tokens = |numbers: Tokens| numbers.into_iter().map(Token).collect();
        let result = |pair: &[String]| match pair {
            [token, reference] => Ok(ExpiredResult { token: Token(token.parse().map_err(|_| unexpected("sweep", token))?), reference: reference.clone() }),
            _ => Err(unexpected("sweep", "half a result")),
        };
        Ok(Swept {
            requeued: tokens(requeued),
            dead: tokens(dead),
            cancelled: tokens(cancelled),
            expired: tokens(expired),
            results: results.chunks(2).map(result).collect::<Result<_>>()?,
            forgotten: tokens(forgotten),
        })
    }

    async fn counts(&self) -> Result<Counts> {
        let states: Vec<&str> = State::ALL.iter().map(|state| state.as_str()).collect();
        let (last, numbers, queues): (u64, Vec<u64>, Vec<String>) = self.call(&self.scripts.counts, &[&states]).await?;
        let mut counts = Counts::empty(last + 1);
        counts.states.extend(State::ALL.into_iter().zip(numbers));
        for queue in queues.chunks(4) {
            let [name, ready, delayed, running] = queue else { return Err(unexpected("counts", "half a queue")) };
            let number = |text: &String| text.parse().map_err(|_| unexpected("counts", text));
            let numbers = QueueCounts { ready: number(ready)?, delayed: number(delayed)?, running: number(running)? };
            // Queues are never forgotten; empty ones are nobody's concern.
            if numbers != QueueCounts::default() {
                counts.queues.insert(name.clone(), numbers);
            }
        }
        Ok(counts)
    }

    fn arrivals(&self) -> Arrivals {
        self.bell.arrivals()
    }
}

fn unexpected(script: &str, answer: &str) -> StoreError {
    StoreError::Broken(format!("the script {script} answered {answer:?}"))
}

impl From<redis::RedisError> for StoreError {
    fn from(error: redis::RedisError) -> Self {
        Self::Unavailable(format!("redis: {error}"))
    }
}
