//! Measures Sandtable beside what it stands on: bare wasmtime, a memcpy, a native loop, an echo server,
//! Polars by hand.
//!
//! `sandtable-bench [--smoke] [--peer PROGRAM] [--python PROGRAM] [--reference PROGRAM] [--data FOLDER] [NAME…]` runs all benches or those named. Contestants of a bench take
//! turns in one run, so that what disturbs the machine disturbs all of them; figures are medians. Markdown goes to
//! stdout. `--smoke` runs everything on tiny data a few times: it shows that the benches work, its figures mean nothing.
//!
//! The guests and the command under test are found as the behaviour tests find them: `SANDTABLE_GUESTS`, `SANDTABLE_BIN`.

mod arithmetic;
mod bare;
mod crossing;
mod data;
mod echo;
mod fuel;
mod guests;
mod http;
mod kernels;
mod measure;
mod memory;
mod native;
mod peer;
mod pipelines;
mod process;
mod report;
mod runner;
mod service;
mod setup;
mod source;
mod starts;
mod tables;
mod warm;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Result, bail};
use sandtable_executor::cap::CappedAllocator;
use sandtable_sandbox::{Sandbox, SandboxConfig};

use report::Report;
use setup::Setup;

// As in the executors: counting allocations is part of what a call costs.
#[global_allocator]
static ALLOCATOR: CappedAllocator = CappedAllocator;

type Bench = fn(&Setup, &mut Report) -> Result<()>;

/// Every bench, in the order of `docs/benchmarks.md`.
const BENCHES: [(&str, Bench); 23] = [
    ("warm-call", warm::bench),
    ("http", http::bench),
    ("crossing", crossing::bench),
    ("arithmetic", arithmetic::bench),
    ("kernels", kernels::bench),
    ("fuel", fuel::bench),
    ("memory", memory::bench),
    ("starts", starts::starts),
    ("kill", starts::kill),
    ("source", source::bench),
    ("peer", peer::bench),
    ("pipelines", pipelines::bench),
    ("pipeline-command", pipelines::command),
    ("pipeline-check", pipelines::check),
    ("pipeline-step", pipelines::step),
    ("frames", guests::frames),
    ("rows", guests::rows),
    ("service-jobs", service::jobs),
    ("service-health", service::health),
    ("service-preview", service::preview),
    ("service-profile", service::profile),
    ("service-query", service::query),
    ("runner", runner::bench),
];

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let done = if args.first().is_some_and(|first| first == echo::ARGUMENT) { echo::serve() } else { run(&args) };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("sandtable-bench: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// What the command line says.
#[derive(Default)]
struct Args {
    smoke: bool,
    peer: Option<PathBuf>,
    python: Option<PathBuf>,
    reference: Option<PathBuf>,
    data: Option<PathBuf>,
    names: Vec<String>,
}

fn run(args: &[String]) -> Result<()> {
    let mut parsed = Args::default();
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--smoke" => parsed.smoke = true,
            "--peer" => parsed.peer = args.next().map(Into::into),
            "--python" => parsed.python = args.next().map(Into::into),
            "--reference" => parsed.reference = args.next().map(Into::into),
            "--data" => parsed.data = args.next().map(Into::into),
            name if BENCHES.iter().any(|(known, _)| *known == name) => parsed.names.push(name.to_owned()),
            other => {
                let names = BENCHES.map(|(name, _)| name).join(" ");
                bail!("unknown argument {other}; there are --smoke, --peer PROGRAM, --python PROGRAM, --reference PROGRAM, --data FOLDER and {names}")
            }
        }
    }
    let sandbox = Sandbox::new(SandboxConfig::default())?;
    // On such a thread an executor does its tasks: guests run right there.
    let inner = sandbox.clone();
    sandbox.with_guest_stack(move || measure(inner, parsed))?
}

fn measure(sandbox: Sandbox, args: Args) -> Result<()> {
    let (smoke, names) = (args.smoke, args.names.clone());
    let setup = Setup::new(sandbox, args)?;
    let mut report = Report::start(smoke);
    for (name, bench) in BENCHES {
        if names.is_empty() || names.iter().any(|wanted| wanted == name) {
            bench(&setup, &mut report)?;
        }
    }
    report.end();
    Ok(())
}
