//! Settings of a server, of a worker, and of an executor.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use sandtable_core::units::{MIB, parse_duration, parse_size};

use super::LanguagesArgs;

/// Absent values come from the configuration file, then from the defaults.
#[derive(Debug, Default, Args)]
pub(crate) struct ServeArgs {
    /// Where to listen; may be given several times. Port 0 takes a free one. [default: 127.0.0.1:9001]
    #[arg(long, env = "SANDTABLE_LISTEN", value_delimiter = ',', value_name = "ADDRESS")]
    pub(crate) listen: Vec<SocketAddr>,
    /// The secret that bearer tokens (JWT, HS256) are signed with. Without one only loopback addresses are served.
    #[arg(long, env = "SANDTABLE_AUTH_SECRET", hide_env_values = true, value_name = "SECRET")]
    pub(crate) auth_secret: Option<String>,
    /// The issuer that tokens must name.
    #[arg(long, env = "SANDTABLE_AUTH_ISSUER", value_name = "ISSUER")]
    pub(crate) auth_issuer: Option<String>,
    /// The audience that tokens must name.
    #[arg(long, env = "SANDTABLE_AUTH_AUDIENCE", value_name = "AUDIENCE")]
    pub(crate) auth_audience: Option<String>,
    /// Serve other than loopback addresses without a secret: anybody who can reach them can run code.
    #[arg(long, env = "SANDTABLE_ALLOW_ANONYMOUS")]
    pub(crate) allow_anonymous: bool,
    /// Executor processes for calls that someone waits for. [default: the number of cores]
    #[arg(long, env = "SANDTABLE_EXECUTORS", value_name = "N")]
    pub(crate) executors: Option<usize>,
    /// Native memory of each executor. [default: 2GiB]
    #[arg(long, env = "SANDTABLE_EXECUTOR_MEMORY", value_parser = parse_size, value_name = "SIZE")]
    pub(crate) executor_memory: Option<u64>,
    /// Guest memory of all running calls together. [default: 1GiB for each executor]
    #[arg(long, env = "SANDTABLE_MEMORY_BUDGET", value_parser = parse_size, value_name = "SIZE")]
    pub(crate) memory_budget: Option<u64>,
    /// Calls that may wait for an executor. [default: 256]
    #[arg(long, env = "SANDTABLE_QUEUE", value_name = "N")]
    pub(crate) queue: Option<usize>,
    /// The largest component that is taken. [default: 64MiB]
    #[arg(long, env = "SANDTABLE_MAX_COMPONENT", value_parser = parse_size, value_name = "SIZE")]
    pub(crate) max_component: Option<u64>,
    /// The largest request body of tables. [default: 4GiB]
    #[arg(long, env = "SANDTABLE_MAX_BODY", value_parser = parse_size, value_name = "SIZE")]
    pub(crate) max_body: Option<u64>,
    /// Jobs that may wait. [default: 10000]
    #[arg(long, env = "SANDTABLE_JOB_QUEUE", value_name = "N")]
    pub(crate) job_queue: Option<u64>,
    /// How long a preview may take. [default: 90s]
    #[arg(long, env = "SANDTABLE_PREVIEW_TIMEOUT", value_parser = parse_duration, value_name = "DURATION")]
    pub(crate) preview_timeout: Option<Duration>,
    #[command(flatten)]
    pub(crate) runner: RunnerArgs,
    #[command(flatten)]
    pub(crate) shared: SharedArgs,
}

/// What `serve` and `worker` both want to know.
#[derive(Debug, Default, Args)]
pub(crate) struct SharedArgs {
    /// Where components, compiled code and spool files are kept. [default: $XDG_DATA_HOME/sandtable]
    #[arg(long, env = "SANDTABLE_DATA_DIR", value_name = "DIR")]
    pub(crate) data_dir: Option<PathBuf>,
    /// The directory whose files may be read as inputs; without it none are.
    #[arg(long, env = "SANDTABLE_BASE_PATH", value_name = "DIR")]
    pub(crate) base_path: Option<PathBuf>,
    /// The directory that pipelines write below. [default: DATA_DIR/outputs]
    #[arg(long, env = "SANDTABLE_OUTPUT_PATH", value_name = "DIR")]
    pub(crate) output_path: Option<PathBuf>,
    /// Grant native frames to all transforms. Without it they are granted by the scope `frames` of who uploads one, and by a
    /// server without a secret that listens on loopback alone.
    #[arg(long, env = "SANDTABLE_ALLOW_FRAMES")]
    pub(crate) allow_frames: bool,
    /// Wall time of a call that asks for none. [default: 30s]
    #[arg(long, env = "SANDTABLE_TIMEOUT", value_parser = parse_duration, value_name = "DURATION")]
    pub(crate) timeout: Option<Duration>,
    /// Wall time that a call may ask for. [default: 300s]
    #[arg(long, env = "SANDTABLE_MAX_TIMEOUT", value_parser = parse_duration, value_name = "DURATION")]
    pub(crate) max_timeout: Option<Duration>,
    /// Guest memory that a call has, and may ask for. [default: 1GiB]
    #[arg(long, env = "SANDTABLE_MAX_MEMORY", value_parser = parse_size, value_name = "SIZE")]
    pub(crate) max_memory: Option<u64>,
    /// How long compiling an upload may take. [default: 120s]
    #[arg(long, env = "SANDTABLE_COMPILE_TIMEOUT", value_parser = parse_duration, value_name = "DURATION")]
    pub(crate) compile_timeout: Option<Duration>,
    #[command(flatten)]
    pub(crate) languages: LanguagesArgs,
    #[command(flatten)]
    pub(crate) service: ServiceArgs,
    #[command(flatten)]
    pub(crate) stores: StoreArgs,
    /// How long running calls may take to end after SIGTERM. [default: 30s]
    #[arg(long, env = "SANDTABLE_DRAIN_TIMEOUT", value_parser = parse_duration, value_name = "DURATION")]
    pub(crate) drain_timeout: Option<Duration>,
    /// A YAML or TOML file with the keys `python`, `files`, `datasources` and `sandtable`.
    #[arg(long, env = "SANDTABLE_CONFIG", value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Log lines as JSON.
    #[arg(long, env = "SANDTABLE_LOG_JSON")]
    pub(crate) log_json: bool,
}

/// The file-analytics service and its jobs. The contract's variables (`PY_…`, `REDIS_URL`) mean the same.
#[derive(Debug, Default, Args)]
pub(crate) struct ServiceArgs {
    /// Jobs that are done at once, each in an executor of its own. [default: 2]
    #[arg(long, env = "SANDTABLE_WORKERS", value_name = "N")]
    pub(crate) workers: Option<usize>,
    /// Memory of each of these executors. [default: 2GiB]
    #[arg(long, env = "SANDTABLE_JOB_MEMORY", value_parser = parse_size, value_name = "SIZE")]
    pub(crate) job_memory: Option<u64>,
    /// How long a job may take. [default: 600s]
    #[arg(long, env = "SANDTABLE_JOB_TIMEOUT", value_parser = parse_duration, value_name = "DURATION")]
    pub(crate) job_timeout: Option<Duration>,
    /// How long a job's steps and result are kept once it is over. [default: 24h]
    #[arg(long, env = "SANDTABLE_JOB_TTL", value_parser = parse_duration, value_name = "DURATION")]
    pub(crate) job_ttl: Option<Duration>,
    /// How long a worker may be silent before its job is given to another. [default: 30s]
    #[arg(long, env = "SANDTABLE_JOB_LEASE", value_parser = parse_duration, value_name = "DURATION")]
    pub(crate) job_lease: Option<Duration>,
    /// How often a job is tried when it fails by a fault that another attempt may mend. [default: 3]
    #[arg(long, env = "SANDTABLE_JOB_ATTEMPTS", value_name = "N")]
    pub(crate) job_attempts: Option<u32>,
    /// Rows of a JSON answer of the service. [default: 50000]
    #[arg(long, env = "SANDTABLE_MAX_ROWS_JSON", value_name = "ROWS")]
    pub(crate) max_rows_json: Option<u64>,
    /// Rows of a text file that tell the types of its columns. [default: 20000]
    #[arg(long, env = "SANDTABLE_INFER_ROWS", value_name = "ROWS")]
    pub(crate) infer_rows: Option<u32>,
    /// Files of a data set that a schema is inferred from. [default: 3]
    #[arg(long, env = "SANDTABLE_SAMPLE_FILES", value_name = "N")]
    pub(crate) sample_files: Option<u32>,
    /// Extensions of files that the service reads. [default: .csv,.parquet,.jsonl]
    #[arg(long, env = "SANDTABLE_ALLOWED_EXT", value_delimiter = ',', value_name = "EXTENSION")]
    pub(crate) allowed_ext: Vec<String>,
    /// A Redis that holds the jobs, so that several servers and workers share them. Without it they are in a file.
    #[arg(long, env = "SANDTABLE_REDIS_URL", hide_env_values = true, value_name = "URL")]
    pub(crate) redis_url: Option<String>,
}

/// The transform runner. Its doors are open when it has a token or a root, and on a server without a secret that listens
/// on loopback alone. The contract's variable AUTH_TOKEN means the same as SANDTABLE_RUNNER_TOKEN.
#[derive(Debug, Default, Args)]
pub(crate) struct RunnerArgs {
    /// The token that callers of the runner send, as it is.
    #[arg(long, env = "SANDTABLE_RUNNER_TOKEN", hide_env_values = true, value_name = "TOKEN")]
    pub(crate) runner_token: Option<String>,
    /// A folder below which runs may read tables and write files; may be given several times. Without one nothing runs
    /// over files.
    #[arg(long = "runner-root", env = "SANDTABLE_RUNNER_ROOTS", value_delimiter = ',', value_name = "DIR")]
    pub(crate) runner_roots: Vec<PathBuf>,
    /// Runs at once, each in an executor of its own. [default: the number of cores]
    #[arg(long, env = "SANDTABLE_RUNNER_CONCURRENCY", value_name = "N")]
    pub(crate) runner_concurrency: Option<usize>,
    /// Runs that may wait for their turn. [default: 10]
    #[arg(long, env = "SANDTABLE_RUNNER_QUEUE", value_name = "N")]
    pub(crate) runner_queue: Option<usize>,
    /// How long one may wait. [default: 60s]
    #[arg(long, env = "SANDTABLE_RUNNER_PATIENCE", value_parser = parse_duration, value_name = "DURATION")]
    pub(crate) runner_patience: Option<Duration>,
    /// How much longer than its time limit a request may take in all. [default: 60s]
    #[arg(long, env = "SANDTABLE_RUNNER_SLACK", value_parser = parse_duration, value_name = "DURATION")]
    pub(crate) runner_slack: Option<Duration>,
    /// The most wall time that a run may ask for. [default: 1800s]
    #[arg(long, env = "SANDTABLE_RUNNER_MAX_TIMEOUT", value_parser = parse_duration, value_name = "DURATION")]
    pub(crate) runner_max_timeout: Option<Duration>,
    /// CPU time of a run over files. [default: 60s]
    #[arg(long, env = "SANDTABLE_RUNNER_CPU", value_parser = parse_duration, value_name = "DURATION")]
    pub(crate) runner_cpu: Option<Duration>,
    /// Guest memory that a run has, and may ask for. [default: 1GiB]
    #[arg(long, env = "SANDTABLE_RUNNER_MEMORY", value_parser = parse_size, value_name = "SIZE")]
    pub(crate) runner_memory: Option<u64>,
    /// The largest table that is fetched from a URL. [default: 4GiB]
    #[arg(long, env = "SANDTABLE_RUNNER_MAX_TABLE", value_parser = parse_size, value_name = "SIZE")]
    pub(crate) runner_max_table: Option<u64>,
    /// Hosts that URLs may name although they are in a private network or speak no TLS: HOST, HOST:PORT, .SUFFIX or an
    /// address.
    #[arg(long, env = "SANDTABLE_ALLOW_HOSTS", value_delimiter = ',', value_name = "HOST")]
    pub(crate) allow_hosts: Vec<String>,
    /// Refuse URLs of all other hosts.
    #[arg(long, env = "SANDTABLE_ONLY_ALLOWED_HOSTS")]
    pub(crate) only_allowed_hosts: bool,
}

/// What machines share, and what is read from buckets. A store is reached by the usual variables: AWS_ENDPOINT_URL,
/// AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, AWS_ALLOW_HTTP.
#[derive(Debug, Default, Args)]
pub(crate) struct StoreArgs {
    /// Where components and results are kept, when several machines share them: file://DIR or s3://BUCKET[/PREFIX].
    /// [default: the data directory]
    #[arg(long, env = "SANDTABLE_STORE", value_name = "URL")]
    pub(crate) store: Option<String>,
    /// A bucket whose objects may be read, as s3://NAME/KEY; may be given several times.
    #[arg(long = "s3-bucket", env = "SANDTABLE_S3_BUCKETS", value_delimiter = ',', value_name = "NAME")]
    pub(crate) s3_buckets: Vec<String>,
    /// What objects that were read may take in the data directory. [default: 10GiB]
    #[arg(long, env = "SANDTABLE_S3_CACHE", value_parser = parse_size, value_name = "SIZE")]
    pub(crate) s3_cache: Option<u64>,
    /// The largest object that is read. [default: 4GiB]
    #[arg(long, env = "SANDTABLE_S3_MAX_OBJECT", value_parser = parse_size, value_name = "SIZE")]
    pub(crate) s3_max_object: Option<u64>,
}

#[derive(Debug, Args)]
pub(crate) struct ExecArgs {
    /// The process that started it.
    #[arg(long)]
    pub(crate) supervisor: u32,
    /// Native memory.
    #[arg(long, value_parser = parse_size, default_value_t = 2048 * MIB)]
    pub(crate) memory: u64,
    /// Guest memory.
    #[arg(long, value_parser = parse_size, default_value_t = 1024 * MIB)]
    pub(crate) guest_memory: u64,
}
