//! Starting and stopping: a server with a full cache, the command with compiled code at hand, a guest that will not end.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use sandtable_tests::Server;

use crate::http::{Client, post};
use crate::measure::{Contestant, Timing, race};
use crate::report::{Report, Wanted, ms};
use crate::setup::Setup;

const RUN: &str = r#"{"inputs": {"input": {"rows": [{"x": 1.5}]}}, "params": {"kernel": "trivial"}}"#;
const SPIN: &str = r#"{"inputs": {"input": {"rows": [{"x": 1.5}]}}, "params": {"kernel": "spin"}, "limits": {"timeout_ms": 100}}"#;
const DEADLINE: Duration = Duration::from_millis(100);
/// Calls after the first one that count as warm.
const WARM_CALLS: usize = 20;

pub(crate) fn starts(setup: &Setup, report: &mut Report) -> Result<()> {
    restart(setup, report)?;
    command(setup, report)
}

fn restart(setup: &Setup, report: &mut Report) -> Result<()> {
    report.section(
        "starts",
        "Restart with a full cache",
        "`sandtable serve` on a data directory that holds a known transform: the first call after the line `listening`, on a fresh \
         connection, beside the calls after it. Nothing is compiled.",
    );
    let data = tempfile::tempdir()?;
    Server::builder().data_dir(data.path()).start().upload("kernels");
    let request = post("/v1/transforms/kernels/run", RUN);
    let (mut up, mut first, mut warm) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..setup.plan(15, 1).rounds {
        let start = Instant::now();
        let server = Server::builder().data_dir(data.path()).start();
        up.push(start.elapsed());
        let start = Instant::now();
        let mut client = Client::connect(server.url().trim_start_matches("http://").parse()?)?;
        client.ok(&request)?;
        first.push(start.elapsed());
        for _ in 0..WARM_CALLS {
            let start = Instant::now();
            client.ok(&request)?;
            warm.push(start.elapsed());
        }
    }
    let (up, first, warm) = (Timing::new("start to `listening`", up), Timing::new("first call", first), Timing::new("warm call", warm));
    report.timings(&warm, &[&up, &first, &warm]);
    report.target("first call after a restart", ms(first.median()), " ms", Wanted::AtMost(10.0));
    Ok(())
}

fn command(setup: &Setup, report: &mut Report) -> Result<()> {
    report.section(
        "starts",
        "The command, whole process",
        "`sandtable run kernels.wasm` over one row, CSV in and out, compiled code cached. Beside it the process alone, `sandtable --version`.",
    );
    let folder = tempfile::tempdir()?;
    std::fs::write(folder.path().join("in.csv"), "x\n1.5\n")?;
    let cached = || run_command(folder.path());
    let [version, ours] = race(
        setup.plan(31, 1),
        [Contestant::of("`sandtable --version`", || run(Command::new(sandtable_tests::bin()).arg("--version"))), Contestant::of("`sandtable run`", cached)],
    )?;
    let written = std::fs::read_to_string(folder.path().join("out.csv"))?;
    ensure!(written == "x\n1.5\n", "the row did not come out: {written:?}");
    report.timings(&version, &[&version, &ours]);
    report.target("`sandtable run`, cached", ms(ours.median()), " ms", Wanted::AtMost(60.0));
    Ok(())
}

fn run_command(folder: &Path) -> Result<()> {
    let mut command = Command::new(sandtable_tests::bin());
    command.arg("run").arg(sandtable_tests::guest_path("kernels")).args(["--param", "kernel=trivial", "--quiet"]);
    command.arg("--input").arg(folder.join("in.csv")).arg("--output").arg(folder.join("out.csv"));
    run(command.arg("--data-dir").arg(folder.join("data")))
}

fn run(command: &mut Command) -> Result<()> {
    let output = command.stdin(Stdio::null()).output()?;
    ensure!(output.status.success(), "{}: {}", output.status, String::from_utf8_lossy(&output.stderr));
    Ok(())
}

pub(crate) fn kill(setup: &Setup, report: &mut Report) -> Result<()> {
    report.section(
        "kill",
        "A guest that will not end",
        "Guest `kernels` spins with `timeout_ms: 100`. How long after its deadline the answer is there, over HTTP.",
    );
    let server = Server::start();
    server.upload("kernels");
    let mut client = Client::connect(server.url().trim_start_matches("http://").parse()?)?;
    let request = post("/v1/transforms/kernels/run", SPIN);
    let mut late = Vec::new();
    for _ in 0..setup.plan(50, 1).rounds {
        let start = Instant::now();
        let (status, body) = client.send(&request)?;
        late.push(start.elapsed().saturating_sub(DEADLINE));
        ensure!(String::from_utf8_lossy(body).contains("TIMEOUT"), "status {status}: {}", String::from_utf8_lossy(body));
    }
    let late = Timing::new("past the deadline", late);
    let [p50, p99, most] = [0.5, 0.99, 1.0].map(|share| crate::report::show(late.at(share)));
    report.note(format!("Past the deadline, {} runs: p50 {p50}, p99 {p99}, at most {most}.", late.count()));
    Ok(())
}
