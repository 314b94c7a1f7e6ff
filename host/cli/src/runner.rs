//! The transform runner, put together.

use std::sync::Arc;

use sandtable_api::{RunnerDoor, RunnerToken};
use sandtable_core::limits::LimitPolicy;
use sandtable_core::{Limits, Result};
use sandtable_datasets::WorkRoots;
use sandtable_executor::{Pool, PoolConfig, Transforms};
use sandtable_runner::{Fetcher, Runner, RunnerParts, SystemResolver, TransformsEngine};
use tokio::runtime::Handle;

use crate::config::RunnerSettings;

/// The runner with its door, and its engine, to be drained at the end.
pub(crate) struct Opened {
    pub(crate) door: RunnerDoor,
    pub(crate) engine: Arc<TransformsEngine>,
}

/// Opens the runner. Its executors, made as `pool` says, are started with the first run.
///
/// # Errors
/// What is wrong with a root or with the token.
pub(crate) fn open(settings: &RunnerSettings, transforms: &Arc<Transforms>, pool: PoolConfig, runtime: &Handle) -> Result<Opened> {
    let RunnerSettings { token, roots, config, fetch, urls } = settings;
    let policy = policy(transforms.policy(), settings);
    let (shared, runtime) = (Arc::clone(transforms), runtime.clone());
    let start = move || {
        let pool = Pool::start(pool.clone(), &runtime)?;
        tracing::info!(executors = pool.status().size, "the runner's executors are ready");
        Ok(Arc::new(shared.beside(pool).with_policy(policy.clone())))
    };
    let engine = Arc::new(TransformsEngine::new(Box::new(start)));
    let parts = RunnerParts {
        config: config.clone(),
        engine: engine.clone(),
        roots: WorkRoots::open(roots)?,
        fetcher: Fetcher::new(urls.clone(), fetch.clone(), Arc::new(SystemResolver), transforms.spool().clone())?,
    };
    let token = token.as_deref().map(RunnerToken::new).transpose()?;
    Ok(Opened { door: RunnerDoor { runner: Arc::new(Runner::new(parts)), token }, engine })
}

/// The runner sees to its own ceilings before it asks: these let all of that through.
fn policy(usual: &LimitPolicy, settings: &RunnerSettings) -> LimitPolicy {
    let config = &settings.config;
    let raised = |limits: &Limits| Limits {
        memory_bytes: config.memory_bytes,
        wall: config.max_wall,
        cpu: config.max_cpu(),
        log_bytes: config.log_bytes,
        ..limits.clone()
    };
    LimitPolicy { default: raised(&usual.default), ceiling: raised(&usual.ceiling) }
}
