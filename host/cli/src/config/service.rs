//! The settings of the file-analytics service and its jobs.

use std::collections::BTreeMap;
use std::str::FromStr;
use std::time::Duration;

use sandtable_core::units::MIB;
use sandtable_core::{Error, Result, text};
use sandtable_datasets::{Declared, DeclaredSet};
use sandtable_service::ServiceConfig;
use serde::Deserialize;

use super::{FilesSection, PythonSection, SourceSection, Variables, at_least_one, bad, duration, size};
use crate::args::ServeArgs;

/// All that the service needs to know.
#[derive(Debug, Default)]
pub(crate) struct ServiceSettings {
    pub(crate) config: ServiceConfig,
    pub(crate) queue: u64,
    pub(crate) allowed_ext: Vec<String>,
    pub(crate) sources: BTreeMap<String, Declared>,
    pub(crate) redis_url: Option<String>,
    /// A variable of the contract that is set and means nothing here.
    pub(crate) unused: Option<&'static str>,
}

/// The keys below `sandtable.jobs`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Section {
    workers: Option<usize>,
    memory: Option<String>,
    timeout: Option<String>,
    ttl: Option<String>,
    lease: Option<String>,
    attempts: Option<u32>,
    queue: Option<u64>,
    preview_timeout: Option<String>,
    max_rows_json: Option<u64>,
    infer_rows: Option<u32>,
    sample_files: Option<u32>,
    allowed_ext: Option<Vec<String>>,
    redis_url: Option<String>,
}

/// Flags, then the contract's variables, then the file's own keys, then the contract's keys in it, then defaults.
///
/// # Errors
/// `VALIDATION_ERROR` naming the key.
pub(super) fn merge(
    serve: &ServeArgs,
    section: &Section,
    (python, files): (&PythonSection, &FilesSection),
    sources: BTreeMap<String, SourceSection>,
    variable: Variables<'_>,
) -> Result<ServiceSettings> {
    let args = &serve.shared.service;
    let usual = ServiceConfig::default();
    let seconds = |key| number::<u64>(key, variable).map(|seconds| seconds.map(Duration::from_secs));
    let mib = |mib: Option<u64>| mib.map(|mib| mib.saturating_mul(MIB));
    let workers = args.workers.or(number("PY_WORKERS", variable)?).or(section.workers).or(python.resource_limits.workers).unwrap_or(usual.workers);
    let memory_bytes = match args.job_memory.or(mib(number("PY_MEMORY_MB", variable)?)) {
        Some(bytes) => bytes,
        None => size("jobs.memory", None, section.memory.clone())?.or(mib(python.resource_limits.memory_mb)).unwrap_or(usual.memory_bytes),
    };
    // Less, and an executor has no room for itself.
    if memory_bytes < 64 * MIB {
        return Err(bad("job_memory", "it is less than 64MiB"));
    }
    let wall = match serve.preview_timeout.map(Ok).or_else(|| span("PY_TIMEOUT", variable).transpose()).transpose()? {
        Some(wall) => wall,
        None => duration("jobs.preview_timeout", None, section.preview_timeout.clone().or_else(|| python.timeout.clone()))?.unwrap_or(usual.wall),
    };
    let job_wall = match args.job_timeout.map(Ok).or_else(|| span("PY_JOB_TIMEOUT", variable).transpose()).transpose()? {
        Some(wall) => wall,
        None => duration("jobs.timeout", None, section.timeout.clone())?.unwrap_or(usual.job_wall),
    };
    let ttl = match args.job_ttl.or(seconds("PY_JOB_TTL_S")?) {
        Some(ttl) => ttl,
        None => duration("jobs.ttl", None, section.ttl.clone())?.unwrap_or(usual.ttl),
    };
    let lease = duration("jobs.lease", args.job_lease, section.lease.clone())?.unwrap_or(usual.lease);
    if lease < Duration::from_secs(1) {
        return Err(bad("job_lease", "it is less than 1s"));
    }
    let listed = variable("PY_ALLOWED_EXT").map(|list| list.split(',').map(str::to_owned).collect());
    let given = if args.allowed_ext.is_empty() { None } else { Some(args.allowed_ext.clone()) };
    let allowed_ext = given.or(listed).or_else(|| section.allowed_ext.clone()).or_else(|| files.allowed_ext.clone());
    let config = ServiceConfig {
        workers: at_least_one("workers", workers)?,
        memory_bytes,
        job_wall,
        wall,
        ttl,
        lease,
        max_attempts: at_least_one("job_attempts", args.job_attempts.or(section.attempts).unwrap_or(usual.max_attempts) as usize)? as u32,
        max_rows_json: args
            .max_rows_json
            .or(number("PY_MAX_ROWS_JSON", variable)?)
            .or(section.max_rows_json)
            .or(files.max_rows_return_json)
            .unwrap_or(usual.max_rows_json),
        infer_rows: args.infer_rows.or(number("PY_INFER_ROWS", variable)?).or(section.infer_rows).or(files.infer_rows).unwrap_or(usual.infer_rows),
        sample_files: args.sample_files.or(section.sample_files).unwrap_or(usual.sample_files),
        ..usual
    };
    Ok(ServiceSettings {
        config,
        queue: serve.job_queue.or(section.queue).unwrap_or(10_000),
        allowed_ext: extensions(allowed_ext)?,
        sources: declared(sources)?,
        redis_url: args.redis_url.clone().or_else(|| variable("REDIS_URL")).or_else(|| section.redis_url.clone()),
        unused: variable("CELERY_BROKER_URL").map(|_| "CELERY_BROKER_URL"),
    })
}

/// A variable of the contract that is a number.
fn number<T: FromStr<Err: std::fmt::Display>>(key: &str, variable: Variables<'_>) -> Result<Option<T>> {
    variable(key)
        .map(|given| given.trim().parse().map_err(|error: T::Err| bad(key, &format!("{} is no number that fits: {error}", text::quote(&given)))))
        .transpose()
}

/// A variable of the contract that is a duration: `90s`, or a number of seconds.
fn span(key: &str, variable: Variables<'_>) -> Result<Option<Duration>> {
    let Some(given) = variable(key) else { return Ok(None) };
    match given.trim().parse::<u64>() {
        Ok(seconds) => Ok(Some(Duration::from_secs(seconds))),
        Err(_) => duration(key, None, Some(given)),
    }
}

/// The formats that the service reads, by extension.
const KNOWN: [&str; 8] = [".csv", ".parquet", ".jsonl", ".ndjson", ".json", ".arrow", ".feather", ".ipc"];

fn extensions(given: Option<Vec<String>>) -> Result<Vec<String>> {
    let given = given.unwrap_or_else(|| [".csv", ".parquet", ".jsonl"].map(str::to_owned).to_vec());
    let clean = given.iter().map(|extension| {
        let extension = format!(".{}", extension.trim().trim_start_matches('.').to_ascii_lowercase());
        match KNOWN.contains(&extension.as_str()) {
            true => Ok(extension),
            false => Err(bad("allowed_ext", &format!("{} is not an extension that can be read; there are {}", text::quote(&extension), KNOWN.join(", ")))),
        }
    });
    clean.collect()
}

fn declared(sources: BTreeMap<String, SourceSection>) -> Result<BTreeMap<String, Declared>> {
    let of_set = |id: &str, name: &str, glob: String, format: Option<String>| {
        if glob.starts_with('/') || glob.split('/').any(|part| part == "..") {
            return Err(bad(&format!("datasources.{id}.datasets.{name}.glob"), "it leaves the source's folder"));
        }
        if let Some(format) = &format {
            format.parse::<sandtable_frames::Format>().map_err(|error: Error| bad(&format!("datasources.{id}.datasets.{name}.format"), &error.message))?;
        }
        Ok(DeclaredSet { glob, format })
    };
    let of_source = |(id, source): (String, SourceSection)| {
        let datasets = source.datasets.into_iter().map(|(name, set)| of_set(&id, &name, set.glob, set.format).map(|set| (name, set)));
        let datasets = datasets.collect::<Result<_>>()?;
        Ok((id, Declared { root: source.root, datasets }))
    };
    sources.into_iter().map(of_source).collect()
}

#[cfg(test)]
mod tests {
    use clap::Parser;
    use sandtable_core::Error;

    use super::*;
    use crate::args::{Cli, Command};
    use crate::config::{File, Settings};

    fn merged(args: &[&str], yaml: &str, variables: &[(&str, &str)]) -> Result<ServiceSettings, Error> {
        let Command::Serve(args) = Cli::parse_from([&["sandtable", "serve", "--data-dir", "d"], args].concat()).command else { unreachable!("it says serve") };
        let file: File = serde_norway::from_str(yaml).map_err(|error| bad("config", &error.to_string()))?;
        Settings::merge(&args, file, &|name| variables.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned()))
            .map(|settings| settings.service)
    }

    #[test]
    fn the_contracts_file_and_variables_mean_what_they_say() {
        let yaml = "
python: {enabled: true, base_url: 'http://x', timeout: 90s, auth_shared_secret: s, resource_limits: {memory_mb: 512, workers: 3}}
files: {allowed_ext: ['.csv', parquet], max_rows_return_json: 7, infer_rows: 8, base_path: /data/files}
datasources: {energy: {root: energy, datasets: {readings: {glob: '*.parquet', format: parquet}}}}
";
        let settings = merged(&[], yaml, &[]).unwrap();
        let ServiceConfig { workers, memory_bytes, max_rows_json, infer_rows, wall, .. } = settings.config;
        assert_eq!((workers, memory_bytes, max_rows_json, infer_rows, wall), (3, 512 * MIB, 7, 8, Duration::from_secs(90)));
        assert_eq!(settings.allowed_ext, [".csv", ".parquet"]);
        assert_eq!(settings.sources["energy"].datasets["readings"].glob, "*.parquet");
        let variables = [
            ("PY_WORKERS", "5"),
            ("PY_MEMORY_MB", "256"),
            ("PY_JOB_TTL_S", "60"),
            ("PY_TIMEOUT", "45"),
            ("PY_ALLOWED_EXT", ".json"),
            ("REDIS_URL", "redis://r"),
        ];
        let settings = merged(&["--job-timeout", "5s"], yaml, &variables).unwrap();
        assert_eq!((settings.config.workers, settings.config.memory_bytes, settings.config.ttl), (5, 256 * MIB, Duration::from_secs(60)));
        assert_eq!((settings.config.wall, settings.config.job_wall), (Duration::from_secs(45), Duration::from_secs(5)));
        assert_eq!((settings.allowed_ext, settings.redis_url.as_deref()), (vec![".json".to_owned()], Some("redis://r")));
        assert_eq!(merged(&["--workers", "1"], yaml, &variables).unwrap().config.workers, 1);
        assert_eq!(merged(&[], "{}", &[("CELERY_BROKER_URL", "x")]).unwrap().unused, Some("CELERY_BROKER_URL"));
    }

    #[test]
    fn a_bad_key_is_named() {
        for (yaml, variables, named) in [
            ("{python: {resource_limits: {memory: 1}}}", &[][..], "memory"),
            ("{files: {allowed_ext: ['.xls']}}", &[], "allowed_ext"),
            ("{sandtable: {jobs: {lease: 5ms}}}", &[], "job_lease"),
            ("{sandtable: {jobs: {workers: 0}}}", &[], "workers"),
            ("{datasources: {a: {root: a, datasets: {b: {glob: ../x}}}}}", &[], "datasources.a.datasets.b.glob"),
            ("{datasources: {a: {root: a, datasets: {b: {glob: x, format: xls}}}}}", &[], "datasources.a.datasets.b.format"),
            ("{}", &[("PY_WORKERS", "two")], "PY_WORKERS"),
            ("{}", &[("PY_MEMORY_MB", "1")], "job_memory"),
            ("{}", &[("PY_TIMEOUT", "soon")], "PY_TIMEOUT"),
        ] {
            let error = merged(&[], yaml, variables).unwrap_err().to_string();
            assert!(error.contains(named), "{yaml}: {error}");
        }
    }
}
