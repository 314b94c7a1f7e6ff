//! `sandtable serve`, and the hidden `sandtable exec` that it starts.

use std::io::{IsTerminal, Write};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use cap_std::ambient_authority;
use cap_std::fs::Dir;
use sandtable_api::{ApiConfig, Auth, BodyConfig, ConnectionConfig, Parts};
use sandtable_core::{Error, Result};
use sandtable_datasets::{OutputDir, Sources};
use sandtable_executor::worker::{self, WorkerConfig};
use sandtable_executor::{Pipelines, Pool, PoolConfig, Transforms, TransformsConfig};
use sandtable_jobs::{JobStore, Options, RedisStore, SqliteStore};
use sandtable_objects::Store;
use sandtable_service::{Artifacts, Service, ServiceConfig, ServiceParts, Worker, WorkerParts};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;
use tracing_subscriber::EnvFilter;

use crate::args::{ExecArgs, ServeArgs, SharedArgs};
use crate::config::{RunnerSettings, ServiceSettings, Settings};
use crate::runner;
use crate::stores::{Stores, open_dir};

/// How far past its deadline an executor may still answer by itself, with the usage of the call, before it is killed.
const GRACE: Duration = Duration::from_millis(500);
/// Compiled code that the server keeps at hand for its executors.
const COMPILED_MEMORY_BYTES: u64 = 512 << 20;

/// Serves until SIGTERM or SIGINT, then drains.
///
/// # Errors
/// What keeps the server from starting.
pub(crate) fn serve(args: Box<ServeArgs>) -> Result<()> {
    init_log(args.shared.log_json);
    let settings = Settings::load(&args)?;
    let runtime = runtime()?;
    let pool = Pool::start(interactive(&settings), runtime.handle())?;
    tracing::info!(executors = settings.executors, walls = pool.walls().join(" "), data_dir = %settings.data_dir.display(), "executors are ready");
    if let Some(missing) = ["landlock", "seccomp"].into_iter().find(|wall| !pool.walls().iter().any(|up| up == wall)) {
        tracing::warn!("this kernel has no {missing}: executors stand behind fewer walls");
    }
    let stores = Stores::open(&settings)?;
    let transforms = Arc::new(open_transforms(&settings, &stores, pool)?);
    ready_languages(&transforms)?;
    let outputs = open_outputs(&settings)?;
    let pipelines = Pipelines::new(Arc::clone(&transforms), Some(outputs.clone()));
    let service = open_service(&settings, &stores, &transforms, &runtime)?;
    let jobs = Arc::new(transforms.beside(Pool::start(for_jobs(&settings), runtime.handle())?));
    let pipelines_of_jobs = Pipelines::new(Arc::clone(&jobs), Some(outputs));
    let worker = Arc::new(service.worker(WorkerParts { transforms: Arc::clone(&jobs), pipelines: pipelines_of_jobs, owner: owner(), alone: false }));
    let runner = settings.runner.as_ref().map(|runner| runner::open(runner, &transforms, for_runner(&settings, runner), runtime.handle())).transpose()?;
    let (door, engine) = runner.map(|opened| (opened.door, opened.engine)).unzip();
    let parts = Parts { transforms: Arc::clone(&transforms), pipelines, service, runner: door };
    let served = runtime.block_on(listen_and_serve(&settings, parts, worker));
    transforms.pool().drain();
    jobs.pool().drain();
    if let Some(engine) = engine {
        engine.drain();
    }
    runtime.shutdown_timeout(Duration::from_secs(1));
    served
}

/// Does jobs until SIGTERM or SIGINT, then lets them end or gives them back.
///
/// # Errors
/// What keeps the worker from starting.
pub(crate) fn work(args: Box<SharedArgs>) -> Result<()> {
    init_log(args.log_json);
    let settings = Settings::of_worker(*args)?;
    let runtime = runtime()?;
    let stores = Stores::open(&settings)?;
    let transforms = Arc::new(open_transforms(&settings, &stores, Pool::start(for_jobs(&settings), runtime.handle())?)?);
    ready_languages(&transforms)?;
    let service = open_service(&settings, &stores, &transforms, &runtime)?;
    let pipelines = Pipelines::new(Arc::clone(&transforms), Some(open_outputs(&settings)?));
    let worker = Arc::new(service.worker(WorkerParts { transforms: Arc::clone(&transforms), pipelines, owner: owner(), alone: true }));
    let worked = runtime.block_on(async {
        let (stop, stopping) = watch::channel(false);
        let working = tokio::spawn(worker.run(stopping));
        tracing::info!(workers = settings.service.config.workers, "working");
        stop_signal()?.await;
        // There is always a receiver: the worker's.
        let _ = stop.send(true);
        working.await.map_err(Error::internal)
    });
    transforms.pool().drain();
    runtime.shutdown_timeout(Duration::from_secs(1));
    worked
}

fn runtime() -> Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(Error::internal)
}

/// The pool for calls that somebody waits for.
fn interactive(settings: &Settings) -> PoolConfig {
    PoolConfig {
        program: PathBuf::from("/proc/self/exe"),
        args: vec!["exec".to_owned()],
        size: settings.executors,
        memory_bytes: settings.executor_memory_bytes,
        guest_memory_bytes: settings.policy.ceiling.memory_bytes,
        budget_bytes: settings.memory_budget_bytes,
        queue: settings.queue,
        grace: GRACE,
        retry_crashed: true,
    }
}

/// The pool for jobs: one executor for each that is done at once, so that none waits for memory or a turn here.
fn for_jobs(settings: &Settings) -> PoolConfig {
    let config = &settings.service.config;
    let guest_memory_bytes = settings.policy.ceiling.memory_bytes;
    PoolConfig {
        size: config.workers,
        memory_bytes: config.memory_bytes,
        budget_bytes: config.memory_bytes.max(guest_memory_bytes).saturating_mul(config.workers as u64),
        queue: config.workers,
        retry_crashed: false,
        ..interactive(settings)
    }
}

/// The pool for the runner: one executor for each run that goes on, so that none waits here.
fn for_runner(settings: &Settings, runner: &RunnerSettings) -> PoolConfig {
    let config = &runner.config;
    PoolConfig {
        size: config.concurrency,
        guest_memory_bytes: config.memory_bytes,
        budget_bytes: config.memory_bytes.saturating_mul(config.concurrency as u64),
        queue: config.concurrency.saturating_mul(2),
        ..interactive(settings)
    }
}

fn open_transforms(settings: &Settings, stores: &Stores, pool: Pool) -> Result<Transforms> {
    let config = TransformsConfig {
        data_dir: open_dir(&settings.data_dir)?,
        components: stores.shared.as_ref().map(|store| store.below("components")).transpose()?,
        files: Arc::clone(&stores.files),
        policy: settings.policy.clone(),
        compile_wall: settings.compile_wall,
        compiled_memory_bytes: COMPILED_MEMORY_BYTES,
        languages: settings.languages.as_deref().map(open_languages).transpose()?,
        allow_frames: settings.allow_frames,
    };
    Transforms::open(config, pool)
}

/// The folder of languages. It is read only, and not made when it is missing.
fn open_languages(path: &Path) -> Result<Dir> {
    let unusable = |error: std::io::Error| Error::invalid("languages", format!("languages: {}: {error}", path.display()));
    Dir::open_ambient_dir(path, ambient_authority()).map_err(unusable)
}

/// Has every language compiled, or read from the cache, while the server starts and serves.
fn ready_languages(transforms: &Arc<Transforms>) -> Result<()> {
    if transforms.languages().is_empty() {
        return Ok(());
    }
    // Weak: a server that ends does not wait for it.
    let transforms = Arc::downgrade(transforms);
    let ready = move || {
        if let Some(transforms) = transforms.upgrade() {
            transforms.ready_languages();
        }
    };
    std::thread::Builder::new()
        .name("languages".to_owned())
        .spawn(ready)
        .map(drop)
        .map_err(|error| Error::internal(format!("no thread for languages: {error}")))
}

fn open_outputs(settings: &Settings) -> Result<OutputDir> {
    let path = settings.output_path.clone().unwrap_or_else(|| settings.data_dir.join("outputs"));
    std::fs::create_dir_all(&path).map_err(|error| Error::io(format!("output path {}: {error}", path.display())))?;
    OutputDir::open(&path)
}

fn open_service(settings: &Settings, stores: &Stores, transforms: &Arc<Transforms>, runtime: &tokio::runtime::Runtime) -> Result<Arc<Service>> {
    let ServiceSettings { config, queue, allowed_ext, sources, redis_url, unused } = &settings.service;
    if let Some(unused) = unused {
        tracing::warn!("{unused} is set and means nothing here: jobs need no broker");
    }
    let options = Options { max_queued: *queue, ..Options::default() };
    let store: Arc<dyn JobStore> = match redis_url {
        Some(url) => Arc::new(runtime.block_on(RedisStore::connect(url, None, options)).map_err(|error| Error::from(error).at("redis"))?),
        None => Arc::new(SqliteStore::open(&settings.data_dir, options)?),
    };
    Stores::warn(settings);
    let artifacts = match &stores.shared {
        Some(shared) => shared.below("artifacts")?,
        None => Store::in_folder(open_dir(&settings.data_dir.join("artifacts"))?),
    };
    let files = transforms.files();
    let parts = ServiceParts {
        store,
        artifacts: Artifacts::new(artifacts, transforms.spool().clone()),
        sources: (!files.is_empty()).then(|| Arc::new(Sources::new(Arc::clone(files), sources.clone(), allowed_ext.clone()))),
        config: ServiceConfig { drain: settings.drain, ..config.clone() },
    };
    Ok(Arc::new(Service::new(parts, Arc::clone(transforms))))
}

/// What the store of jobs knows this process by.
fn owner() -> String {
    let host = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    format!("{}:{}", host.trim(), std::process::id())
}

async fn listen_and_serve(settings: &Settings, parts: Parts, worker: Arc<Worker>) -> Result<()> {
    let config = api_config(settings)?;
    let mut listeners = Vec::new();
    for address in &settings.listen {
        let listener = TcpListener::bind(address).await.map_err(|error| Error::invalid("listen", format!("{address}: {error}")))?;
        announce(listener.local_addr().map_err(Error::internal)?)?;
        listeners.push(listener);
    }
    let stop = stop_signal()?;
    let (tell, stopping) = watch::channel(false);
    let working = tokio::spawn(worker.run(stopping));
    let first = tell.clone();
    let stop = async move {
        stop.await;
        // New jobs are not begun while requests end.
        let _ = first.send(true);
    };
    let served = sandtable_api::serve(config, parts, listeners, stop).await;
    // Also when the server ended by itself.
    let _ = tell.send(true);
    working.await.map_err(Error::internal)?;
    served
}

/// The first line on stdout: whoever started the server with port 0 reads the address there.
fn announce(address: SocketAddr) -> Result<()> {
    let mut stdout = std::io::stdout().lock();
    writeln!(stdout, "listening on http://{address}").and_then(|()| stdout.flush()).map_err(|error| Error::io(format!("stdout: {error}")))
}

fn stop_signal() -> Result<impl Future<Output = ()>> {
    let mut terminate = signal(SignalKind::terminate()).map_err(Error::internal)?;
    let mut interrupt = signal(SignalKind::interrupt()).map_err(Error::internal)?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::info!("stopping: no new requests, running ones may end");
    })
}

fn api_config(settings: &Settings) -> Result<ApiConfig> {
    let hs256 = |secret: &String| Auth::hs256(secret.as_bytes(), settings.auth_issuer.as_deref(), settings.auth_audience.as_deref());
    Ok(ApiConfig {
        allow_frames: settings.allow_frames,
        auth: settings.auth_secret.as_ref().map(hs256).transpose()?,
        bodies: BodyConfig { component_bytes: settings.max_component_bytes, tables_bytes: settings.max_body_bytes, ..BodyConfig::default() },
        connections: ConnectionConfig { drain: settings.drain, ..ConnectionConfig::default() },
    })
}

/// Is an executor until its socket closes.
///
/// # Errors
/// What keeps it from starting.
pub(crate) fn execute(args: &ExecArgs) -> Result<()> {
    init_log(false);
    worker::serve(&WorkerConfig { supervisor: args.supervisor, memory_bytes: args.memory, guest_memory_bytes: args.guest_memory })
}

fn init_log(json: bool) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_ansi(std::io::stderr().is_terminal()).with_writer(std::io::stderr);
    if json { log.json().init() } else { log.init() }
}
