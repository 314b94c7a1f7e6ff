//! Jobs by integer token: a record, a step log, leases, retries, dead letters, time to live.
//!
//! [`JobStore`] is what a store can do; [`SqliteStore`] is one file and needs nothing else, [`RedisStore`] is shared by
//! several machines. One suite of tests (`tests/it`) holds both to the same behaviour, and to a small model of it.
//!
//! A job is *queued*, then *running* under a lease, then over: *completed*, *failed*, *cancelled* or *dead*. Who runs it
//! holds a [`Lease`]: the token and a fencing number that is larger with every claim. The number decides who may write,
//! not the clock: an owner that comes late but was not replaced may still finish its work, one that was replaced can
//! write nothing. The clock only decides when a silent owner is given up ([`JobStore::sweep`]).

mod arrivals;
mod check;
mod clock;
mod counts;
mod error;
mod job;
mod lease;
mod list;
mod new_job;
mod options;
mod redis;
mod sqlite;
mod step;
mod store;

pub use arrivals::Arrivals;
pub use clock::Clock;
pub use counts::{Counts, ExpiredResult, QueueCounts, Swept};
pub use error::{Result, StoreError};
pub use job::{Job, JobError, JobResult, State, Token};
pub use lease::{Beat, Cancel, Claim, Lease, Next};
pub use list::{Filter, Page};
pub use new_job::{Enqueued, NewJob};
pub use options::Options;
pub use redis::RedisStore;
pub use sqlite::SqliteStore;
pub use step::{NewStep, Step, StepStatus};
pub use store::JobStore;
