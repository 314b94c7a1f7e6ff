//! Measures Sandtable beside what it stands on: bare wasmtime, a memcpy, a native loop, an echo server.
//!
//! `sandtable-bench [--smoke] [--peer PROGRAM] [NAME…]` runs all benches or those named. Contestants of a bench take
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
mod http;
mod kernels;
mod measure;
mod memory;
mod native;
mod peer;
mod process;
mod report;
mod setup;
mod starts;
mod tables;
mod warm;

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
const BENCHES: [(&str, Bench); 10] = [
    ("warm-call", warm::bench),
    ("http", http::bench),
    ("crossing", crossing::bench),
    ("arithmetic", arithmetic::bench),
    ("kernels", kernels::bench),
    ("fuel", fuel::bench),
    ("memory", memory::bench),
    ("starts", starts::starts),
    ("kill", starts::kill),
    ("peer", peer::bench),
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

fn run(args: &[String]) -> Result<()> {
    let (mut smoke, mut peer, mut names) = (false, None, Vec::new());
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--smoke" => smoke = true,
            "--peer" => peer = args.next().map(Into::into),
            name if BENCHES.iter().any(|(known, _)| *known == name) => names.push(name.to_owned()),
            other => bail!("unknown argument {other}; there are --smoke, --peer PROGRAM and {}", BENCHES.map(|(name, _)| name).join(" ")),
        }
    }
    let sandbox = Sandbox::new(SandboxConfig::default())?;
    // On such a thread an executor does its tasks: guests run right there.
    let (inner, names) = (sandbox.clone(), names);
    sandbox.with_guest_stack(move || measure(Setup::new(inner, smoke, peer), &names))?
}

fn measure(setup: Setup, names: &[String]) -> Result<()> {
    let smoke = setup.smoke;
    let mut report = Report::start(smoke);
    for (name, bench) in BENCHES {
        if names.is_empty() || names.iter().any(|wanted| wanted == name) {
            bench(&setup, &mut report)?;
        }
    }
    report.end();
    Ok(())
}
