//! `sandtable serve`, and the hidden `sandtable exec` that it starts.

use std::io::{IsTerminal, Write};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use cap_std::ambient_authority;
use cap_std::fs::Dir;
use sandtable_api::{ApiConfig, Auth, BodyConfig, ConnectionConfig};
use sandtable_core::{Error, Result};
use sandtable_datasets::{BaseDir, OutputDir};
use sandtable_executor::worker::{self, WorkerConfig};
use sandtable_executor::{Pipelines, Pool, PoolConfig, Transforms, TransformsConfig};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::EnvFilter;

use crate::args::{ExecArgs, ServeArgs};
use crate::config::Settings;

/// How far past its deadline an executor may still answer by itself, with the usage of the call, before it is killed.
const GRACE: Duration = Duration::from_millis(500);
/// Compiled code that the server keeps at hand for its executors.
const COMPILED_MEMORY_BYTES: u64 = 512 << 20;

/// Serves until SIGTERM or SIGINT, then drains.
///
/// # Errors
/// What keeps the server from starting.
pub(crate) fn serve(args: Box<ServeArgs>) -> Result<()> {
    init_log(args.log_json);
    let settings = Settings::load(&args)?;
    let base = settings.base_path.as_deref().map(BaseDir::open).transpose()?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(Error::internal)?;
    let pool = PoolConfig {
        program: PathBuf::from("/proc/self/exe"),
        args: vec!["exec".to_owned()],
        size: settings.executors,
        memory_bytes: settings.executor_memory_bytes,
        guest_memory_bytes: settings.policy.ceiling.memory_bytes,
        budget_bytes: settings.memory_budget_bytes,
        queue: settings.queue,
        grace: GRACE,
    };
    let pool = Pool::start(pool, runtime.handle())?;
    tracing::info!(executors = settings.executors, walls = pool.walls().join(" "), data_dir = %settings.data_dir.display(), "executors are ready");
    if let Some(missing) = ["landlock", "seccomp"].into_iter().find(|wall| !pool.walls().iter().any(|up| up == wall)) {
        tracing::warn!("this kernel has no {missing}: executors stand behind fewer walls");
    }
    let unusable = |error: std::io::Error| Error::io(format!("data directory {}: {error}", settings.data_dir.display()));
    std::fs::create_dir_all(&settings.data_dir).map_err(unusable)?;
    let config = TransformsConfig {
        data_dir: Dir::open_ambient_dir(&settings.data_dir, ambient_authority()).map_err(unusable)?,
        base,
        policy: settings.policy.clone(),
        compile_wall: settings.compile_wall,
        compiled_memory_bytes: COMPILED_MEMORY_BYTES,
    };
    let transforms = Arc::new(Transforms::open(config, pool)?);
    let output_path = settings.output_path.clone().unwrap_or_else(|| settings.data_dir.join("outputs"));
    std::fs::create_dir_all(&output_path).map_err(|error| Error::io(format!("output path {}: {error}", output_path.display())))?;
    let pipelines = Pipelines::new(Arc::clone(&transforms), Some(OutputDir::open(&output_path)?));
    let served = runtime.block_on(listen_and_serve(&settings, Arc::clone(&transforms), pipelines));
    transforms.pool().drain();
    runtime.shutdown_timeout(Duration::from_secs(1));
    served
}

async fn listen_and_serve(settings: &Settings, transforms: Arc<Transforms>, pipelines: Pipelines) -> Result<()> {
    let config = api_config(settings)?;
    let mut listeners = Vec::new();
    for address in &settings.listen {
        let listener = TcpListener::bind(address).await.map_err(|error| Error::invalid("listen", format!("{address}: {error}")))?;
        announce(listener.local_addr().map_err(Error::internal)?)?;
        listeners.push(listener);
    }
    let stop = stop_signal()?;
    sandtable_api::serve(config, (transforms, pipelines), listeners, stop).await
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
