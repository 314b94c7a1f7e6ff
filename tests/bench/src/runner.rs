//! The transform runner beside the same contract served by a process with pandas for each run.

mod many;
mod reference;
mod scripts;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use sandtable_tests::Server;
use serde_json::{Value, json};

use crate::http::{Client, post};
use crate::measure::{Contestant, Timing, race};
use crate::report::{Report, Wanted, show};
use crate::setup::Setup;
use reference::Reference;

pub(crate) fn bench(setup: &Setup, report: &mut Report) -> Result<()> {
    report.section(
        "runner",
        "The transform runner",
        "`POST /execute`: source code in, `output.csv` out. Beside it the same contract as callers have it today: an interpreter and `import \
         pandas` for each run (`tests/bench-peers/runner`, pandas 2.2.3), as many at once as there are cores. Both write the same bytes, which \
         is checked. `trivial` makes a frame of three rows; `join` merges 100,000 rows with 1,000, `groupby` sums and counts 100,000 rows by \
         1,000 keys, both out of JSONL files that each run reads anew.",
    );
    let folder = tempfile::tempdir()?;
    let tables = scripts::tables(folder.path(), setup.rows(100_000))?;
    let root = folder.path().display().to_string();
    let languages = sandtable_tests::languages().display().to_string();
    let server = Server::builder().args(&["--runner-root", &root, "--languages", &languages, "--runner-queue", "1000"]).start();
    let ours: SocketAddr = server.url().trim_start_matches("http://").parse()?;
    let theirs = setup.reference.as_ref().map(|program| Reference::start(program)).transpose()?;
    for script in &scripts::SCRIPTS {
        let mut sides = vec![Side::new("sandtable", ours, folder.path(), script, &tables)?];
        if let Some(theirs) = &theirs {
            sides.push(Side::new("a process with pandas", theirs.address, folder.path(), script, &tables)?);
        }
        same_bytes(&mut sides)?;
        judge(setup, report, script.name, sides)?;
    }
    timeout(setup, report, ours, folder.path())?;
    many::bench(setup, report, &server, theirs.as_ref(), folder.path())
}

/// One of the two, with a request that is ready to be sent.
struct Side {
    name: &'static str,
    client: Client,
    request: Vec<u8>,
    work: PathBuf,
}

impl Side {
    fn new(name: &'static str, address: SocketAddr, folder: &Path, script: &scripts::Script, tables: &Value) -> Result<Self> {
        let work = folder.join(format!("{}-{}", script.name, name.replace(' ', "-")));
        std::fs::create_dir_all(&work)?;
        let body = json!({"code": script.code, "working_dir": work, "timeout": 120, "table_mapping": tables});
        Ok(Self { name, client: Client::connect(address)?, request: post("/execute", &body.to_string()), work })
    }

    fn run(&mut self) -> Result<()> {
        self.client.ok(&self.request).map(drop)
    }
}

/// A contestant that writes something else is none.
fn same_bytes(sides: &mut [Side]) -> Result<()> {
    let mut written = Vec::new();
    for side in sides.iter_mut() {
        side.run()?;
        written.push(std::fs::read(side.work.join("output.csv"))?);
    }
    ensure!(written.windows(2).all(|pair| pair[0] == pair[1]), "the two wrote different tables");
    Ok(())
}

fn judge(setup: &Setup, report: &mut Report, name: &str, sides: Vec<Side>) -> Result<()> {
    let is_trivial = name == "trivial";
    let plan = setup.plan(7, if is_trivial { 8 } else { 1 });
    let mut sides = sides.into_iter();
    let (Some(mut ours), theirs) = (sides.next(), sides.next()) else { return Ok(()) };
    let Some(mut theirs) = theirs else {
        let [ours] = race(plan, [Contestant::of(format!("{name}, sandtable"), || ours.run())])?;
        report.timings(&ours, &[&ours]);
        return Ok(());
    };
    let beside = format!("{name}, {}", theirs.name);
    let [mine, other] = race(plan, [Contestant::of(format!("{name}, sandtable"), || ours.run()), Contestant::of(beside, || theirs.run())])?;
    report.timings(&mine, &[&mine, &other]);
    if is_trivial {
        report.note(format!(
            "That is one run after another. One right after a process with pandas, which had the caches of the processor to itself: {}.",
            after(&mut ours, &mut theirs, plan.rounds)?
        ));
    }
    let wanted = if is_trivial { 80.0 } else { 1.0 };
    report.target(&format!("runner, {name}: how many times faster than a process with pandas"), other.over(&mine), "x", Wanted::AtLeast(wanted));
    Ok(())
}

/// What ours takes each time that theirs has run.
fn after(ours: &mut Side, theirs: &mut Side, rounds: usize) -> Result<String> {
    let mut times = Vec::new();
    for _ in 0..rounds {
        theirs.run()?;
        let start = Instant::now();
        ours.run()?;
        times.push(start.elapsed());
    }
    Ok(show(Timing::new("after", times).median()))
}

/// How far past its limit an endless run is answered.
fn timeout(setup: &Setup, report: &Report, address: SocketAddr, folder: &Path) -> Result<()> {
    let work = folder.join("timeout");
    std::fs::create_dir_all(&work)?;
    let limit = Duration::from_millis(if setup.smoke { 100 } else { 1000 });
    let body = json!({"code": "def transform():\n    while True:\n        pass", "working_dir": work, "timeout": limit.as_secs_f64()});
    let (mut client, request) = (Client::connect(address)?, post("/execute", &body.to_string()));
    let mut over = Vec::new();
    for _ in 0..setup.plan(7, 1).rounds {
        let start = Instant::now();
        let (status, answer) = client.send(&request)?;
        let took = start.elapsed();
        let answer: Value = serde_json::from_slice(answer)?;
        ensure!(status == 500 && answer["timeout"] == true, "an endless run is not one that takes its limit: {answer}");
        over.push(took.saturating_sub(limit));
    }
    let over = Timing::new("over", over);
    report.note(format!("An endless loop with a limit of {}: answered {} after the limit, at most {}.", show(limit), show(over.median()), show(over.at(1.0))));
    Ok(())
}
