//! The peer, `arrow-udf-runtime`, in the same run: a program of its own (`tests/bench-peers`), since it brings another
//! wasmtime and another arrow. The two take turns: the peer's program does one repetition when it is told to.

use std::cell::RefCell;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result};
use arrow::array::RecordBatch;

use crate::data;
use crate::measure::{Contestant, Timing, race};
use crate::report::{Report, Wanted};
use crate::setup::{Setup, limited};
use crate::tables::{Kept, One, run};

pub(crate) fn bench(setup: &Setup, report: &mut Report) -> Result<()> {
    let Some(program) = &setup.peer else { return Ok(()) };
    report.section(
        "peer",
        "The peer: arrow-udf-runtime 0.10",
        "Its wasm, with its own macro SDK, arrow batch in and arrow batch out. It has no fuel, no deadlines and no limits, and uses its \
         instance again for each call; ours is metered and has a fresh store for each call. At 1,024 and 1,000,000 rows gcd, one call; \
         `a * b + c - d` over 10,000,000 rows, the peer in calls of 8,192 rows, which suits it best.",
    );
    let peer = RefCell::new(Peer::start(program)?);
    let small = beside(setup, report, &peer, "gcd", &data::pairs(1024)?, 500)?;
    report.target("gcd, 1,024 rows, beside the peer", small, "x", Wanted::AtMost(1.5));
    let large = beside(setup, report, &peer, "gcd", &data::pairs(setup.rows(1_000_000))?, 21)?;
    report.target("gcd, 1 M rows, beside the peer", large, "x", Wanted::AtMost(1.0));
    let arithmetic = beside(setup, report, &peer, "arithmetic", &data::wide(4, setup.rows(10_000_000))?, 11)?;
    report.target("arithmetic, 10 M rows, beside the peer", arithmetic, "x", Wanted::AtMost(1.0));
    Ok(())
}

fn beside(setup: &Setup, report: &Report, peer: &RefCell<Peer>, kernel: &str, table: &RecordBatch, rounds: usize) -> Result<f64> {
    let transform = setup.transform("kernels")?;
    let params = format!(r#"{{"kernel": "{kernel}"}}"#);
    let rows = table.num_rows();
    let [theirs, ours] = race(
        setup.plan(rounds, 1),
        [
            Contestant::new(format!("arrow-udf, {kernel}, {rows} rows"), || peer.borrow_mut().go(kernel, rows)),
            Contestant::of(format!("sandtable, {kernel}, {rows} rows"), || {
                let kept = Kept::default();
                run(&transform, limited(&params, 1), One::of(table), Box::new(kept.clone()))?;
                Ok(kept)
            }),
        ],
    )?;
    let all: [&Timing; 2] = [&theirs, &ours];
    report.timings(&theirs, &all);
    Ok(ours.over(&theirs))
}

/// The peer's program: a line `KERNEL ROWS` in, a line of nanoseconds out.
struct Peer {
    child: Child,
    stdin: ChildStdin,
    stdout: BufReader<ChildStdout>,
}

impl Peer {
    fn start(program: &Path) -> Result<Self> {
        let mut child = Command::new(program).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().with_context(|| program.display().to_string())?;
        let stdin = child.stdin.take().context("its stdin is piped")?;
        let stdout = BufReader::new(child.stdout.take().context("its stdout is piped")?);
        Ok(Self { child, stdin, stdout })
    }

    fn go(&mut self, kernel: &str, rows: usize) -> Result<Duration> {
        writeln!(self.stdin, "{kernel} {rows}")?;
        let mut line = String::new();
        self.stdout.read_line(&mut line)?;
        let nanos = line.trim().parse().with_context(|| format!("the peer said {line:?}"))?;
        Ok(Duration::from_nanos(nanos))
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
