//! The server's settings, from flags and variables, then the contract's variables, then a YAML or TOML file, then defaults.
//!
//! The only module that reads the environment, beside the command line's own `env` attributes.

mod runner;
mod service;
mod stores;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use sandtable_core::limits::LimitPolicy;
use sandtable_core::units::{MIB, parse_duration, parse_size};
use sandtable_core::{Code, Error, Limits, Result};
use serde::Deserialize;

pub(crate) use self::runner::RunnerSettings;
pub(crate) use self::service::ServiceSettings;
pub(crate) use self::stores::{SharedStore, StoreSettings};
use crate::args::{ServeArgs, SharedArgs};

/// All that `serve` needs to know.
#[derive(Debug)]
pub(crate) struct Settings {
    pub(crate) listen: Vec<SocketAddr>,
    pub(crate) data_dir: PathBuf,
    pub(crate) base_path: Option<PathBuf>,
    pub(crate) output_path: Option<PathBuf>,
    pub(crate) auth_secret: Option<String>,
    pub(crate) auth_issuer: Option<String>,
    pub(crate) auth_audience: Option<String>,
    pub(crate) allow_frames: bool,
    pub(crate) executors: usize,
    pub(crate) executor_memory_bytes: u64,
    pub(crate) memory_budget_bytes: u64,
    pub(crate) queue: usize,
    pub(crate) policy: LimitPolicy,
    pub(crate) max_component_bytes: u64,
    pub(crate) max_body_bytes: u64,
    pub(crate) compile_wall: Duration,
    pub(crate) drain: Duration,
    pub(crate) languages: Option<PathBuf>,
    pub(crate) service: ServiceSettings,
    pub(crate) stores: StoreSettings,
    /// None where its doors stay closed.
    pub(crate) runner: Option<RunnerSettings>,
}

/// Reads variables of the contract.
type Variables<'a> = &'a dyn Fn(&str) -> Option<String>;

/// The file. The keys `python` and `files` are the contract's.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct File {
    python: PythonSection,
    files: FilesSection,
    datasources: BTreeMap<String, SourceSection>,
    sandtable: Section,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct PythonSection {
    /// The backend's own: whether and where it calls us.
    #[serde(rename = "enabled")]
    _enabled: Option<bool>,
    #[serde(rename = "base_url")]
    _base_url: Option<String>,
    timeout: Option<String>,
    auth_shared_secret: Option<String>,
    resource_limits: ResourceSection,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct ResourceSection {
    memory_mb: Option<u64>,
    workers: Option<usize>,
}

/// A data source that is declared.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct SourceSection {
    root: String,
    #[serde(default)]
    datasets: BTreeMap<String, SetSection>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct SetSection {
    glob: String,
    #[serde(default)]
    format: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct FilesSection {
    allowed_ext: Option<Vec<String>>,
    max_rows_return_json: Option<u64>,
    infer_rows: Option<u32>,
    base_path: Option<PathBuf>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Section {
    listen: Vec<SocketAddr>,
    data_dir: Option<PathBuf>,
    base_path: Option<PathBuf>,
    output_path: Option<PathBuf>,
    auth_secret: Option<String>,
    auth_issuer: Option<String>,
    auth_audience: Option<String>,
    allow_anonymous: bool,
    allow_frames: bool,
    executors: Option<usize>,
    executor_memory: Option<String>,
    memory_budget: Option<String>,
    queue: Option<usize>,
    timeout: Option<String>,
    max_timeout: Option<String>,
    max_memory: Option<String>,
    max_component: Option<String>,
    max_body: Option<String>,
    compile_timeout: Option<String>,
    drain_timeout: Option<String>,
    languages: Option<PathBuf>,
    jobs: service::Section,
    runner: runner::Section,
    store: Option<String>,
    s3: stores::Section,
}

impl Settings {
    /// Puts the sources together and checks them.
    ///
    /// # Errors
    /// `VALIDATION_ERROR` naming the key.
    pub(crate) fn load(args: &ServeArgs) -> Result<Self> {
        Self::from_all(args, Self::merge)
    }

    /// The same for a worker, which has no doors: what concerns them stays as it is by default, whatever the file says.
    ///
    /// # Errors
    /// As [`Settings::load`].
    pub(crate) fn of_worker(shared: SharedArgs) -> Result<Self> {
        Self::from_all(&ServeArgs { shared, ..ServeArgs::default() }, Self::gather)
    }

    fn from_all(args: &ServeArgs, put_together: impl FnOnce(&ServeArgs, File, Variables<'_>) -> Result<Self>) -> Result<Self> {
        let file = args.shared.config.as_deref().map(read).transpose()?.unwrap_or_default();
        let mut settings = put_together(args, file, &|name| std::env::var(name).ok().filter(|value| !value.is_empty()))?;
        let text = |(name, value): (OsString, OsString)| Some((name.into_string().ok()?, value.into_string().ok()?));
        settings.stores.access = std::env::vars_os().filter_map(text).filter(|(name, value)| name.starts_with("AWS_") && !value.is_empty()).collect();
        Ok(settings)
    }

    fn merge(args: &ServeArgs, file: File, variable: Variables<'_>) -> Result<Self> {
        let allow_anonymous = args.allow_anonymous || file.sandtable.allow_anonymous;
        let mut settings = Self::gather(args, file, variable)?;
        let runner = settings.runner.take();
        settings.runner = runner.filter(|runner| settings.opens_runner(runner));
        settings.refuse_open_doors(allow_anonymous)?;
        // Where nobody signs tokens, whoever sits at this machine is its owner.
        settings.allow_frames |= settings.auth_secret.is_none() && settings.listen.iter().all(|address| address.ip().is_loopback());
        Ok(settings)
    }

    fn gather(args: &ServeArgs, file: File, variable: Variables<'_>) -> Result<Self> {
        let shared = &args.shared;
        let File { python, files, datasources, sandtable: section } = file;
        let service = service::merge(args, &section.jobs, (&python, &files), datasources, variable)?;
        let stores = stores::merge(&shared.stores, section.store.as_deref(), &section.s3)?;
        let runner = runner::merge(&args.runner, section.runner, variable)?;
        let executors = at_least_one("executors", args.executors.or(section.executors).unwrap_or_else(cores))?;
        let max_memory = size("max_memory", shared.max_memory, section.max_memory)?.unwrap_or(Limits::default().memory_bytes);
        let mut policy = LimitPolicy::default();
        (policy.default.memory_bytes, policy.ceiling.memory_bytes) = (max_memory, max_memory);
        policy.ceiling.wall = duration("max_timeout", shared.max_timeout, section.max_timeout)?.unwrap_or(policy.ceiling.wall);
        policy.default.wall = duration("timeout", shared.timeout, section.timeout)?.unwrap_or(policy.default.wall.min(policy.ceiling.wall));
        if policy.default.wall > policy.ceiling.wall {
            return Err(bad("timeout", "it is longer than max_timeout"));
        }
        Ok(Self {
            listen: match (args.listen.is_empty(), section.listen.is_empty()) {
                (false, _) => args.listen.clone(),
                (true, false) => section.listen,
                (true, true) => vec![SocketAddr::from(([127, 0, 0, 1], 9001))],
            },
            data_dir: shared.data_dir.clone().or(section.data_dir).or_else(default_data_dir).ok_or_else(|| bad("data_dir", "neither it nor HOME is set"))?,
            base_path: shared.base_path.clone().or_else(|| variable("PY_BASE_PATH").map(PathBuf::from)).or(section.base_path).or(files.base_path),
            output_path: shared.output_path.clone().or(section.output_path),
            auth_secret: args.auth_secret.clone().or_else(|| variable("PY_AUTH_SECRET")).or(section.auth_secret).or(python.auth_shared_secret),
            auth_issuer: args.auth_issuer.clone().or(section.auth_issuer),
            auth_audience: args.auth_audience.clone().or(section.auth_audience),
            allow_frames: shared.allow_frames || section.allow_frames,
            executors,
            executor_memory_bytes: size("executor_memory", args.executor_memory, section.executor_memory)?.unwrap_or(2048 * MIB),
            memory_budget_bytes: size("memory_budget", args.memory_budget, section.memory_budget)?.unwrap_or(max_memory * executors as u64),
            queue: at_least_one("queue", args.queue.or(section.queue).unwrap_or(256))?,
            policy,
            max_component_bytes: size("max_component", args.max_component, section.max_component)?.unwrap_or(64 * MIB),
            max_body_bytes: size("max_body", args.max_body, section.max_body)?.unwrap_or(4096 * MIB),
            compile_wall: duration("compile_timeout", shared.compile_timeout, section.compile_timeout)?.unwrap_or(Duration::from_secs(120)),
            drain: duration("drain_timeout", shared.drain_timeout, section.drain_timeout)?.unwrap_or(Duration::from_secs(30)),
            languages: languages_folder(shared.languages.languages.clone().or(section.languages)),
            service,
            stores,
            runner: Some(runner),
        })
    }

    /// The runner's doors are open where somebody asked for them, and where nobody but this machine's owner can come.
    fn opens_runner(&self, runner: &RunnerSettings) -> bool {
        let alone = self.auth_secret.is_none() && self.listen.iter().all(|address| address.ip().is_loopback());
        runner.token.is_some() || !runner.roots.is_empty() || alone
    }

    /// A server that runs strangers' code must not be reachable by strangers by mistake.
    fn refuse_open_doors(&self, allow_anonymous: bool) -> Result<()> {
        match self.listen.iter().find(|address| !address.ip().is_loopback()) {
            Some(address) if self.auth_secret.is_none() && !allow_anonymous => {
                Err(bad("listen", &format!("{address} is not a loopback address and there is no auth_secret; set one, or say --allow-anonymous")))
            }
            Some(address) if self.runner.as_ref().is_some_and(|runner| runner.token.is_none()) && !allow_anonymous => {
                let why =
                    format!("{address} is not a loopback address and the runner, which has a root, has no token; set AUTH_TOKEN, or say --allow-anonymous");
                Err(bad("listen", &why))
            }
            _ => Ok(()),
        }
    }
}

/// `$XDG_DATA_HOME/sandtable`, or `~/.local/share/sandtable`.
pub(crate) fn default_data_dir() -> Option<PathBuf> {
    let from = |name| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    from("XDG_DATA_HOME").or_else(|| from("HOME").map(|home| home.join(".local/share"))).map(|dir| dir.join("sandtable"))
}

/// The folder of languages: the one that is given, or the first of those that are beside the command.
pub(crate) fn languages_folder(given: Option<PathBuf>) -> Option<PathBuf> {
    given.or_else(|| {
        let command = std::env::current_exe().ok()?;
        let home = command.parent()?;
        [home.join("languages"), home.join("../share/sandtable/languages")].into_iter().find(|folder| folder.is_dir())
    })
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(2, usize::from)
}

fn read(path: &Path) -> Result<File> {
    let text = std::fs::read_to_string(path).map_err(|error| bad("config", &format!("{}: {error}", path.display())))?;
    parse(path, &text).map_err(|why| bad("config", &format!("{}: {why}", path.display())))
}

/// A name that ends in `.toml` is TOML, any other YAML. Both parsers name the key, the line and what is allowed.
fn parse(path: &Path, text: &str) -> Result<File, String> {
    match path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("toml")) {
        true => toml::from_str(text).map_err(|error| error.to_string().trim_end().to_owned()),
        false => serde_norway::from_str(text).map_err(|error| error.to_string()),
    }
}

fn size(key: &str, given: Option<u64>, text: Option<String>) -> Result<Option<u64>> {
    given.map(Ok).or_else(|| text.map(|text| parse_size(&text).map_err(|error| error.at(key)))).transpose()
}

fn duration(key: &str, given: Option<Duration>, text: Option<String>) -> Result<Option<Duration>> {
    given.map(Ok).or_else(|| text.map(|text| parse_duration(&text).map_err(|error| error.at(key)))).transpose()
}

fn at_least_one(key: &str, given: usize) -> Result<usize> {
    if given == 0 { Err(bad(key, "it is 0, at least 1 is needed")) } else { Ok(given) }
}

fn bad(key: &str, why: &str) -> Error {
    Error::new(Code::ValidationError, format!("{key}: {why}")).with("field", key)
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;
    use crate::args::{Cli, Command};

    fn merged(args: &[&str], yaml: &str, variables: &[(&str, &str)]) -> Result<Settings> {
        let Command::Serve(args) = Cli::parse_from([&["sandtable", "serve", "--data-dir", "d"], args].concat()).command else { unreachable!("it says serve") };
        let file = serde_norway::from_str(yaml).map_err(|error| bad("config", &error.to_string()))?;
        Settings::merge(&args, file, &|name| variables.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned()))
    }

    #[test]
    fn a_flag_beats_a_variable_beats_the_file() {
        let yaml = "{python: {auth_shared_secret: from-file}}";
        let secret = |args: &[&str], variables: &[(&str, &str)]| merged(args, yaml, variables).unwrap().auth_secret.unwrap();
        assert_eq!(secret(&[], &[]), "from-file");
        assert_eq!(secret(&[], &[("PY_AUTH_SECRET", "from-variable")]), "from-variable");
        assert_eq!(secret(&["--auth-secret", "from-flag"], &[("PY_AUTH_SECRET", "from-variable")]), "from-flag");
    }

    #[test]
    fn an_unknown_or_bad_key_is_named() {
        for (yaml, named) in [
            ("{sandtabel: {}}", "sandtabel"),
            ("{sandtable: {queue: 0}}", "queue"),
            ("{sandtable: {max_memory: 1 cow}}", "max_memory"),
            ("{files: {base: x}}", "base"),
        ] {
            let error = merged(&[], yaml, &[]).unwrap_err().to_string();
            assert!(error.contains(named), "{yaml}: {error}");
        }
    }

    #[test]
    fn toml_says_the_same_as_yaml() {
        let yaml = "{files: {allowed_ext: ['.csv']}, datasources: {a: {root: x, datasets: {b: {glob: '*.csv'}}}}, sandtable: {queue: 3, listen: ['127.0.0.1:0'], jobs: {workers: 4}}}";
        let toml = "files.allowed_ext = ['.csv']\n[datasources.a]\nroot = 'x'\ndatasets.b.glob = '*.csv'\n[sandtable]\nqueue = 3\nlisten = ['127.0.0.1:0']\njobs.workers = 4\n";
        let [yaml, toml] = [("c.yaml", yaml), ("c.TOML", toml)].map(|(name, text)| format!("{:?}", parse(Path::new(name), text).unwrap()));
        assert_eq!(yaml, toml);
        let error = parse(Path::new("c.toml"), "[sandtable]\nqueu = 3\n").unwrap_err();
        assert!(error.contains("line 2") && error.contains("queu"), "{error}");
    }

    #[test]
    fn native_frames_are_for_all_where_they_are_allowed_or_nobody_else_can_come() {
        for (flags, allowed) in [
            (&[][..], true),
            (&["--auth-secret", "s"], false),
            (&["--auth-secret", "s", "--allow-frames"], true),
            (&["--listen", "0.0.0.0:0", "--allow-anonymous"], false),
            (&["--listen", "127.0.0.1:0,0.0.0.0:0", "--allow-anonymous", "--allow-frames"], true),
        ] {
            assert_eq!(merged(flags, "{}", &[]).unwrap().allow_frames, allowed, "{flags:?}");
        }
        assert!(merged(&["--auth-secret", "s"], "{sandtable: {allow_frames: true}}", &[]).unwrap().allow_frames);
    }

    #[test]
    fn a_worker_has_no_doors_to_guard_and_grants_frames_only_when_told() {
        let worker = |flags: &[&str], yaml: &str| {
            let Command::Worker(shared) = Cli::parse_from([&["sandtable", "worker", "--data-dir", "d"], flags].concat()).command else {
                unreachable!("it says worker")
            };
            let file = serde_norway::from_str(yaml).unwrap();
            Settings::gather(&ServeArgs { shared: *shared, ..ServeArgs::default() }, file, &|_| None).unwrap()
        };
        assert!(!worker(&[], "{sandtable: {listen: ['0.0.0.0:1']}}").allow_frames);
        assert!(worker(&["--allow-frames"], "{}").allow_frames);
    }

    #[test]
    fn the_runner_is_open_where_somebody_asked_for_it_or_nobody_else_can_come() {
        let open = |flags: &[&str], variables: &[(&str, &str)]| merged(flags, "{}", variables).map(|settings| settings.runner.is_some());
        assert!(open(&[], &[]).unwrap());
        assert!(!open(&["--auth-secret", "s"], &[]).unwrap());
        assert!(!open(&["--auth-secret", "s", "--listen", "0.0.0.0:0"], &[]).unwrap());
        assert!(open(&["--auth-secret", "s", "--listen", "0.0.0.0:0"], &[("AUTH_TOKEN", "t")]).unwrap());
        assert!(open(&["--auth-secret", "s", "--runner-root", "/tmp"], &[]).unwrap());
        let error = open(&["--auth-secret", "s", "--listen", "0.0.0.0:0", "--runner-root", "/tmp"], &[]).unwrap_err();
        assert!(error.message.contains("AUTH_TOKEN"), "{}", error.message);
        assert!(open(&["--listen", "0.0.0.0:0", "--allow-anonymous", "--runner-root", "/tmp"], &[]).unwrap());
    }

    #[test]
    fn the_runners_settings_come_from_flags_variables_and_the_file() {
        let yaml = "{sandtable: {runner: {concurrency: 3, token: from-file, max_timeout: 100s, allow_hosts: [a], roots: [/tmp]}}}";
        let runner = |flags: &[&str], variables: &[(&str, &str)]| merged(flags, yaml, variables).unwrap().runner.unwrap();
        let usual = runner(&[], &[]);
        assert_eq!((usual.config.concurrency, usual.token.as_deref(), usual.config.second_wall), (3, Some("from-file"), Duration::from_secs(100)));
        let given = runner(&["--runner-concurrency", "1", "--runner-token", "t"], &[("AUTH_TOKEN", "from-variable")]);
        assert_eq!((given.config.concurrency, given.token.as_deref()), (1, Some("t")));
        assert_eq!(runner(&[], &[("AUTH_TOKEN", "from-variable")]).token.as_deref(), Some("from-variable"));
        assert!(merged(&["--runner-concurrency", "0"], "{}", &[]).unwrap_err().message.contains("runner.concurrency"));
        assert!(merged(&["--allow-hosts", "x/y"], "{}", &[]).unwrap_err().message.contains("x/y"));
    }

    #[test]
    fn an_open_address_needs_a_secret() {
        assert!(merged(&["--listen", "0.0.0.0:0"], "{}", &[]).unwrap_err().message.contains("--allow-anonymous"));
        assert!(merged(&["--listen", "0.0.0.0:0", "--allow-anonymous"], "{}", &[]).is_ok());
        assert!(merged(&["--listen", "0.0.0.0:0"], "{}", &[("PY_AUTH_SECRET", "s")]).is_ok());
        assert!(merged(&["--listen", "[::1]:0"], "{}", &[]).is_ok());
    }
}
