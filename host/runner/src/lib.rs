//! The transform runner: users' source code over their tables. Two generations of one contract, both served: files on a
//! shared disk ([`first`]), and presigned URLs ([`second`]).
//!
//! This crate knows neither HTTP's server nor how code is run: an [`Engine`] runs it, under limits, in an executor. What
//! is here is the order of the runs ([`turns`]), what is known of them ([`book`]), files and URLs, and what callers are told.

mod book;
mod config;
mod engine;
mod fetch;
mod first;
mod known;
mod lines;
mod metrics;
mod request;
mod run;
mod runner;
mod second;
mod status;
mod transforms;
mod turns;
mod verdict;

pub use book::{LogEvent, Logs};
pub use config::RunnerConfig;
pub use engine::{Code, Done, Engine, Held, Made, Takes, Wanted};
pub use fetch::{FetchLimits, Fetcher, Resolver, SystemResolver, UrlPolicy};
pub use first::FirstRequest;
pub use run::{Answer, Refusal};
pub use runner::{Runner, RunnerParts};
pub use second::SecondRequest;
pub use status::{MetricsReport, Status};
pub use transforms::{Start, TransformsEngine};
