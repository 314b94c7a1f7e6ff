//! The shapes of the runner's requests and answers, for the description: the contract's own, read and made elsewhere.

use std::collections::HashMap;

use serde::Deserialize;
use utoipa::{IntoParams, IntoResponses, ToSchema};

/// Code to run over files.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only described")]
pub(crate) struct FirstBody {
    /// Python source with a function `transform`, JavaScript with `runtime`, or {"transform": "NAME@VERSION"}.
    #[schema(example = "import pandas as pd\ndef transform():\n    return pd.DataFrame({'a': [1]})")]
    code: serde_json::Value,
    /// A folder below one of the server's roots, by its absolute path.
    #[schema(example = "/tmp/work")]
    working_dir: String,
    /// Seconds.
    #[schema(required = false, default = 30)]
    timeout: f64,
    /// JSONL files by table, by their absolute paths; CSV, Parquet and Arrow by their extensions.
    #[schema(required = false)]
    table_mapping: HashMap<String, String>,
    /// A UUID by default.
    request_id: Option<String>,
    /// `python`, `javascript` or `wasm`.
    #[schema(required = false, default = "python")]
    runtime: String,
    /// Modules that the code may import: name, source.
    #[schema(required = false)]
    library: HashMap<String, String>,
    /// Mebibytes of memory.
    memory_mb: Option<u64>,
    /// Units of fuel: about one an instruction.
    fuel: Option<u64>,
}

/// Code to run over tables behind URLs.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only described")]
pub(crate) struct SecondBody {
    /// As in the first generation.
    #[schema(example = "import pandas as pd\ndef transform():\n    return pd.DataFrame({'a': [1]})")]
    code: serde_json::Value,
    /// Seconds.
    #[schema(required = false, default = 1800)]
    timeout: f64,
    /// Names the run, an integer or a string; a UUID by default.
    #[schema(required = false, example = "4711")]
    request_id: serde_json::Value,
    /// `python`, `javascript` or `wasm`.
    #[schema(required = false, default = "python")]
    runtime: String,
    /// Modules that the code may import: name, source.
    #[schema(required = false)]
    library: HashMap<String, String>,
    /// Where the table is put.
    output_url: Option<String>,
    /// Where its manifest is put.
    output_manifest_url: Option<String>,
    /// Where what the run wrote is put, as JSONL.
    events_url: Option<String>,
    /// URLs that tables are fetched from.
    #[schema(required = false)]
    table_mapping: HashMap<String, String>,
    /// URLs that their manifests are fetched from.
    #[schema(required = false)]
    manifest_mapping: HashMap<String, String>,
    /// As what the table is written, and what a table without a manifest is.
    #[schema(required = false, default = "jsonl")]
    data_format: String,
    /// Mebibytes of memory.
    memory_mb: Option<u64>,
    /// Units of fuel: about one an instruction.
    fuel: Option<u64>,
}

/// What became of a run.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only described")]
pub(crate) struct Executed {
    /// 0; 1 for what the code did; -1 for the time limit and for what kept it from running; -6, -9, -15, -24 as a signal
    /// would have ended it.
    exit_code: i32,
    /// Seconds.
    execution_time: f64,
    /// What the request was known by.
    #[schema(example = "4711")]
    request_id: serde_json::Value,
    /// Whether it reached its time limit.
    timeout: bool,
    /// What went wrong; in the first generation only what stderr alone does not say.
    error: Option<String>,
    /// First generation: the text of stdout.
    stdout_file: Option<String>,
    /// First generation: the text of stderr.
    stderr_file: Option<String>,
    /// First generation: the table, when there is one.
    output_file: Option<String>,
    /// What the run used.
    usage: Option<crate::schema::Usage>,
}

/// What went wrong.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only described")]
pub(crate) struct RunnerError {
    /// For people.
    #[schema(example = "code and working_dir are required")]
    error: String,
    /// Which request.
    #[schema(required = false)]
    request_id: serde_json::Value,
    /// How many wait, when none more may.
    queue_size: Option<u64>,
}

/// How the runner's requests fail without a run.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "the variants only describe the answers")]
pub(crate) enum RunnerFailures {
    /// The request is not acceptable
    #[response(status = 400)]
    Invalid(RunnerError),
    /// The token is missing or wrong
    #[response(status = 401)]
    Stranger(RunnerError),
    /// No such run, or no runner here
    #[response(status = 404)]
    Missing(RunnerError),
    /// The body paused too long
    #[response(status = 408)]
    Slow(RunnerError),
    /// A run with this `request_id` goes on
    #[response(status = 409)]
    Busy(RunnerError),
    /// The body is too large
    #[response(status = 413)]
    TooLarge(RunnerError),
    /// As many wait as may, or this one waited too long
    #[response(status = 503)]
    Full(RunnerError),
    /// It took more than `timeout` and 60 s
    #[response(status = 504)]
    TooLong(RunnerError),
}

/// How busy the runner is.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only described")]
pub(crate) struct StatusBody {
    /// Whether it takes requests.
    healthy: bool,
    /// Runs that wait.
    queue_size: u64,
    /// How many may.
    max_queue_size: u64,
    /// Whether anything runs.
    currently_executing: bool,
    /// The oldest of what runs.
    current_execution_id: Option<String>,
    /// What has become of requests.
    metrics: StatusMetrics,
}

/// What has become of requests since the start.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only described")]
pub(crate) struct StatusMetrics {
    /// Well-formed requests.
    total_requests: u64,
    /// Runs that have ended.
    completed: u64,
    /// Which part of them ended with exit code 0, from 0 to 1.
    success_rate: f64,
    /// Runs that reached their time limit.
    timeouts: u64,
    /// Requests that the queue had no room for.
    rejected: u64,
    /// Seconds.
    avg_execution_time: f64,
}

/// Which run.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct LogsQuery {
    /// As in its request.
    pub(crate) request_id: String,
}

/// What a run has written.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only described")]
pub(crate) struct LogsBody {
    /// Which run.
    execution_id: String,
    /// Its lines, in their order.
    events: Vec<LogsEvent>,
}

/// A line.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only described")]
pub(crate) struct LogsEvent {
    /// Milliseconds since 1970.
    timestamp: u64,
    /// `stdout` or `stderr`.
    stream: String,
    /// Its text.
    message: String,
}

/// Which run is to end.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only described")]
pub(crate) struct CancelBody {
    /// As in its request.
    #[schema(example = "4711")]
    request_id: serde_json::Value,
}

/// It is being ended.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only described")]
pub(crate) struct Cancelled {
    /// Which.
    request_id: String,
    /// Always true.
    cancelled: bool,
}
