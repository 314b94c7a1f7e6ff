//! The settings of the transform runner.

use std::path::PathBuf;

use sandtable_core::Result;
use sandtable_runner::{FetchLimits, RunnerConfig, UrlPolicy};
use serde::Deserialize;

use super::{at_least_one, duration, size};
use crate::args::RunnerArgs;

/// All that the runner needs to know.
#[derive(Debug, Default)]
pub(crate) struct RunnerSettings {
    pub(crate) token: Option<String>,
    pub(crate) roots: Vec<PathBuf>,
    pub(crate) config: RunnerConfig,
    pub(crate) fetch: FetchLimits,
    pub(crate) urls: UrlPolicy,
}

/// The keys below `sandtable.runner`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Section {
    token: Option<String>,
    roots: Vec<PathBuf>,
    concurrency: Option<usize>,
    queue: Option<usize>,
    patience: Option<String>,
    slack: Option<String>,
    max_timeout: Option<String>,
    cpu: Option<String>,
    memory: Option<String>,
    max_table: Option<String>,
    allow_hosts: Vec<String>,
    only_allowed_hosts: bool,
}

/// Flags, then the contract's variable, then the file, then defaults.
///
/// # Errors
/// `VALIDATION_ERROR` naming the key.
pub(super) fn merge(args: &RunnerArgs, section: Section, variable: &dyn Fn(&str) -> Option<String>) -> Result<RunnerSettings> {
    let usual = RunnerConfig::default();
    let or = |given: &[String], other: Vec<String>| if given.is_empty() { other } else { given.to_vec() };
    let max_wall = duration("runner.max_timeout", args.runner_max_timeout, section.max_timeout)?.unwrap_or(usual.max_wall);
    let config = RunnerConfig {
        concurrency: at_least_one("runner.concurrency", args.runner_concurrency.or(section.concurrency).unwrap_or(usual.concurrency))?,
        queue: args.runner_queue.or(section.queue).unwrap_or(usual.queue),
        patience: duration("runner.patience", args.runner_patience, section.patience)?.unwrap_or(usual.patience),
        slack: duration("runner.slack", args.runner_slack, section.slack)?.unwrap_or(usual.slack),
        first_wall: usual.first_wall.min(max_wall),
        second_wall: usual.second_wall.min(max_wall),
        max_wall,
        cpu: duration("runner.cpu", args.runner_cpu, section.cpu)?.unwrap_or(usual.cpu),
        memory_bytes: size("runner.memory", args.runner_memory, section.memory)?.unwrap_or(usual.memory_bytes),
        ..usual
    };
    let fetch = FetchLimits::default();
    let table_bytes = size("runner.max_table", args.runner_max_table, section.max_table)?.unwrap_or(fetch.table_bytes);
    Ok(RunnerSettings {
        token: args.runner_token.clone().or_else(|| variable("AUTH_TOKEN")).or(section.token),
        roots: if args.runner_roots.is_empty() { section.roots } else { args.runner_roots.clone() },
        config,
        fetch: FetchLimits { table_bytes, ..fetch },
        urls: UrlPolicy::new(&or(&args.allow_hosts, section.allow_hosts), args.only_allowed_hosts || section.only_allowed_hosts)?,
    })
}
