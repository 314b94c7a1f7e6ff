//! `sandtable run`: a transform over files, in this process.

use std::io::{IsTerminal, Write};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use sandtable_core::limits::LimitPolicy;
use sandtable_core::{Error, Limits, LimitsRequest, Result, text};
use sandtable_frames::{Format, ReadOptions, WriteOptions};
use sandtable_sandbox::LogLevel;
use sandtable_tasks::{Done, Event, Events, Files, InputTask, OutputTask, Ran, RunTask, Source, Task, TaskHost};
use serde_json::{Map, Value};

use crate::args::RunArgs;
use crate::local;
use crate::preview::Destination;
use crate::script::{self, Runnable};

/// The command is the user's own: the ceilings are what the engine can do, not what a server would allow.
pub(crate) fn policy() -> LimitPolicy {
    let ceiling = Limits {
        memory_bytes: 4096 * sandtable_core::units::MIB,
        fuel: Some(u64::MAX),
        wall: Duration::from_secs(24 * 3600),
        cpu: Duration::from_secs(24 * 3600),
        output_rows: u64::MAX,
        output_bytes: u64::MAX,
        ..Limits::default()
    };
    let default = Limits { wall: Duration::from_secs(300), cpu: Duration::from_secs(300), ..Limits::default() };
    LimitPolicy { default, ceiling }
}

/// Runs it.
///
/// # Errors
/// What the call ran into; [`crate::exit`] makes an exit code of it.
pub(crate) fn run(args: Box<RunArgs>) -> Result<()> {
    let limits = policy().resolve(&LimitsRequest::default(), &args.limits())?;
    let params = params(&args)?;
    let sandbox = local::sandbox(limits.memory_bytes)?;
    let host = TaskHost::new(sandbox.clone());
    let Runnable { digest, code, description, program } = script::ready(&sandbox, &host, &args.component, &args.script, args.data_dir.clone())?;
    let wanted: Vec<String> = description.inputs.iter().map(|input| input.name.clone()).collect();

    let destination = Destination::new(args.output.as_deref(), args.format, args.limit)?;
    let share = |file: &std::fs::File| file.try_clone().map_err(|error| Error::io(format!("a file cannot be shared: {error}")));
    let mut files = Files { files: vec![share(code.file())?, share(&destination.file)?], helper: Some(Arc::new(local::Temporary)), ..Files::default() };
    let inputs = inputs(&args, &wanted, &mut files)?;
    let options = WriteOptions { limit: destination.limit, ..WriteOptions::default() };
    let task = RunTask {
        digest: digest.to_string(),
        compiled: 0,
        description: code.description(),
        inputs,
        params,
        limits,
        output: OutputTask { file: Some(1), format: destination.format, options },
        deterministic: args.deterministic,
        program,
    };
    let progress = Progress::new(args.quiet);
    let done = host.execute(Task::Run(Box::new(task)), &files, &progress.events());
    progress.finish();
    match done? {
        Done::Ran(ran) => {
            destination.finish(ran.total_rows)?;
            if !args.quiet {
                report(&ran);
            }
            Ok(())
        }
        other => Err(Error::internal(format!("a run gave {other:?}"))),
    }
}

/// `--params` with the single `--param`s on top.
fn params(args: &RunArgs) -> Result<String> {
    let mut all: Map<String, Value> = match &args.params {
        None => Map::new(),
        Some(text) => serde_json::from_str(text).map_err(|error| Error::invalid("params", format!("--params is not a JSON object: {error}")))?,
    };
    for param in &args.param {
        let (key, value) = param.split_once('=').ok_or_else(|| Error::invalid("param", format!("--param {} has no =; write KEY=VALUE", text::quote(param))))?;
        all.insert(key.to_owned(), serde_json::from_str(value).unwrap_or_else(|_| Value::from(value)));
    }
    serde_json::to_string(&all).map_err(Error::internal)
}

fn inputs(args: &RunArgs, wanted: &[String], files: &mut Files) -> Result<Vec<InputTask>> {
    let wants = || format!("the transform wants {}", text::list(wanted.iter().map(String::as_str), 20));
    let mut given: Vec<(String, String)> = Vec::new();
    for input in &args.input {
        // A file name may hold a `=` itself; a name that the transform wants decides.
        let (name, file) = match (input.split_once('='), wanted) {
            (Some((name, file)), _) if wanted.iter().any(|wanted| wanted == name) => (name.to_owned(), file),
            (None, [only]) => (only.clone(), input.as_str()),
            (Some(_), [only]) if Path::new(input).exists() => (only.clone(), input.as_str()),
            (Some((name, _)), _) => return Err(Error::invalid("input", format!("unknown input {}; {}", text::quote(name), wants()))),
            (None, _) => return Err(Error::invalid("input", format!("--input {} has no name; write NAME=FILE, {}", text::quote(input), wants()))),
        };
        if given.iter().any(|(known, _)| *known == name) {
            return Err(Error::invalid("input", format!("input {} is given twice", text::quote(&name))));
        }
        given.push((name, file.to_owned()));
    }
    let options = ReadOptions { null_values: args.null_value.clone(), separator: args.separator.unwrap_or(','), ..ReadOptions::default() };
    let mut tasks = Vec::new();
    for name in wanted {
        let (_, path) = given
            .iter()
            .find(|(given, _)| given == name)
            .ok_or_else(|| Error::invalid("input", format!("input {} is missing; {}", text::quote(name), wants())))?;
        let path = Path::new(path);
        files.files.push(local::open(path)?);
        let format = path.extension().and_then(|extension| Format::from_extension(extension.to_str()?));
        tasks.push(InputTask { name: name.clone(), source: Source::File(files.files.len() - 1), format, options: options.clone() });
    }
    Ok(tasks)
}

/// The guest's words and its progress, on stderr.
pub(crate) struct Progress {
    bar: ProgressBar,
    quiet: bool,
}

impl Progress {
    pub(crate) fn new(quiet: bool) -> Self {
        let bar = if quiet || !std::io::stderr().is_terminal() { ProgressBar::hidden() } else { ProgressBar::new_spinner() };
        Self { bar, quiet }
    }

    pub(crate) fn events(&self) -> Events {
        let (bar, quiet) = (self.bar.clone(), self.quiet);
        Arc::new(move |event| match event {
            Event::Log(line) if !quiet => {
                let text = format!("{} {}", word(line.level), line.message);
                // A hidden bar prints nothing.
                if bar.is_hidden() { drop(writeln!(std::io::stderr(), "{text}")) } else { bar.println(text) }
            }
            Event::Log(_) => {}
            Event::Progress { done, total } => {
                if let Some(total) = total.filter(|total| bar.length() != Some(*total)) {
                    bar.set_length(total);
                    bar.set_style(ProgressStyle::default_bar());
                }
                bar.set_position(done);
            }
            // Of the service's work, which is not done here.
            Event::Step { .. } => {}
        })
    }

    pub(crate) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

fn word(level: LogLevel) -> &'static str {
    match level {
        LogLevel::Trace => "trace",
        LogLevel::Debug => "debug",
        LogLevel::Info => "info",
        LogLevel::Warn => "warn",
        LogLevel::Error => "error",
    }
}

fn report(ran: &Ran) {
    let Ran { rows: _, total_rows, truncated: _, bytes: _, held: _, schema: _, usage, logs: _, logs_dropped } = ran;
    let mut stderr = std::io::stderr().lock();
    let peak = usage.peak_memory_bytes as f64 / (1 << 20) as f64;
    // When stderr is gone there is nobody to tell.
    let _ = writeln!(
        stderr,
        "{} rows in, {total_rows} out; fuel {}, wall {:.1} ms, cpu {:.1} ms, guest memory {peak:.1} MiB, {} instance{}",
        usage.rows_in,
        usage.fuel,
        usage.wall_ms,
        usage.cpu_ms,
        usage.instances,
        if usage.instances == 1 { "" } else { "s" },
    );
    if *logs_dropped > 0 {
        let _ = writeln!(stderr, "{logs_dropped} bytes of log text were beyond the limit and are not shown");
    }
}
