//! Source transforms: a warm call of a trivial program, the first one after a restart, and what executors hold.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use sandtable_core::Program;
use sandtable_sandbox::Call;
use sandtable_tests::Server;
use serde_json::json;

use crate::data;
use crate::http::{Client, post};
use crate::measure::{Contestant, Timing, race_all};
use crate::process;
use crate::report::{Report, Wanted, ms};
use crate::setup::{Setup, limited};
use crate::tables::{Dropped, One, run};

const MIB: f64 = (1 << 20) as f64;
/// How long a server has after its start until it is asked, in the second of the two restarts.
const SETTLED: Duration = Duration::from_secs(2);

/// A language, and a trivial program in it: one row in, the same row out.
struct Trivial {
    language: &'static str,
    source: &'static str,
    options: &'static [(&'static str, &'static str)],
    /// Milliseconds that a warm call may take.
    most_ms: f64,
}

const LANGUAGES: [Trivial; 2] = [
    Trivial { language: "python", source: "def transform(input: list):\n    return input\n", options: &[], most_ms: 5.0 },
    // JavaScript has no annotation that asks for rows.
    Trivial { language: "javascript", source: "function transform(input) {\n  return input;\n}\n", options: &[("tables", "rows")], most_ms: 1.0 },
];

pub(crate) fn bench(setup: &Setup, report: &mut Report) -> Result<()> {
    let data = tempfile::tempdir()?;
    let folder = sandtable_tests::languages();
    // Compiled once, for all servers that follow.
    let server = start(data.path(), &folder);
    for trivial in &LANGUAGES {
        let program = trivial.program();
        let body = json!({"language": trivial.language, "source": program.source, "options": program.options});
        let answer = server.put_source(&format!("/v1/transforms/trivial-{}/1.0.0", trivial.language), "application/json", &body.to_string());
        ensure!(answer.status.is_success(), "{}", answer.text());
    }
    drop(server);
    warm(setup, report, data.path(), &folder)?;
    restart(setup, report, data.path(), &folder)?;
    idle(report, data.path(), &folder)
}

fn warm(setup: &Setup, report: &mut Report, data: &Path, folder: &Path) -> Result<()> {
    report.section(
        "source",
        "Source transforms, warm",
        "A trivial program in Python and in JavaScript, one row in and out: a fresh instance for each call, every limit on. On the thread of \
         an executor's tasks, and as an uploaded transform over HTTP on a kept connection. Beside it a process, `python3 -c \"import pandas\"`.",
    );
    let server = start(data, folder);
    let address = server.url().trim_start_matches("http://").parse()?;
    let row = data::wide(1, 1)?;
    let transforms = LANGUAGES.iter().map(|trivial| setup.transform(&format!("languages/{}", trivial.language))).collect::<Result<Vec<_>>>()?;
    let mut contestants = Vec::new();
    for (trivial, transform) in LANGUAGES.iter().zip(&transforms) {
        let program = Arc::new(trivial.program());
        let row = &row;
        let call = move || Call { program: Some(Arc::clone(&program)), ..limited("{}", 1) };
        contestants.push(Contestant::of(format!("{}, in the executor", trivial.language), move || run(transform, call(), One::of(row), Box::new(Dropped))));
        let request = trivial.request();
        let mut client = Client::connect(address)?;
        contestants.push(Contestant::of(format!("{}, over HTTP", trivial.language), move || client.ok(&request).and_then(assert_row)));
    }
    let mut timings = race_all(setup.plan(30, 10), contestants)?;
    if let Some(python) = python(setup) {
        let process = Contestant::of("`python3 -c \"import pandas\"`", || import_pandas(&python));
        timings.extend(race_all(setup.plan(10, 1), vec![process])?);
    }
    let floor = timings[1].clone();
    report.timings(&floor, &timings.iter().collect::<Vec<_>>());
    for (index, trivial) in LANGUAGES.iter().enumerate() {
        report.target(
            &format!("a warm call in {}, in the executor", trivial.language),
            ms(timings[2 * index].median()),
            " ms",
            Wanted::AtMost(trivial.most_ms),
        );
    }
    if let Some(process) = timings.get(2 * LANGUAGES.len()) {
        report.target("a process that imports pandas beside a warm call in Python, in the executor", process.over(&timings[0]), "x", Wanted::AtLeast(100.0));
    }
    Ok(())
}

fn restart(setup: &Setup, report: &mut Report, data: &Path, folder: &Path) -> Result<()> {
    report.section(
        "source",
        "The first call in Python after a restart",
        "`sandtable serve` on a data directory that holds Python's compiled code, on a fresh connection: at once after the line `listening`, \
         while the server still reads the code and checks its MAC in the background; and two seconds later. Nothing is compiled.",
    );
    let request = LANGUAGES[0].request();
    let (mut up, mut at_once, mut settled) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..setup.plan(9, 1).rounds {
        for (times, wait) in [(&mut at_once, Duration::ZERO), (&mut settled, if setup.smoke { Duration::ZERO } else { SETTLED })] {
            let start_up = Instant::now();
            let server = start(data, folder);
            up.push(start_up.elapsed());
            std::thread::sleep(wait);
            let begin = Instant::now();
            let mut client = Client::connect(server.url().trim_start_matches("http://").parse()?)?;
            client.ok(&request).and_then(assert_row)?;
            times.push(begin.elapsed());
        }
    }
    let (up, at_once, settled) =
        (Timing::new("start to `listening`", up), Timing::new("first call, at once", at_once), Timing::new("first call, settled", settled));
    report.timings(&settled, &[&up, &at_once, &settled]);
    report.target("first call in Python after a restart", ms(settled.median()), " ms", Wanted::AtMost(30.0));
    Ok(())
}

fn idle(report: &Report, data: &Path, folder: &Path) -> Result<()> {
    report.section(
        "source",
        "What an idle executor holds",
        "Memory of one executor of `sandtable serve --executors 1`, after nothing, after calls in JavaScript, and after calls in Python: its own \
         pages, and all that it has mapped, shared pages included.",
    );
    let server = Server::builder().args(&["--executors", "1"]).data_dir(data).languages(folder).start();
    // The executors of jobs are idle beside it; whichever grows is the one that works.
    println!("| after | own pages | with shared pages |\n|---|---|---|");
    let mut client = Client::connect(server.url().trim_start_matches("http://").parse()?)?;
    for (what, trivial) in [("nothing", None), ("20 calls in JavaScript", LANGUAGES.get(1)), ("20 calls in Python", LANGUAGES.first())] {
        for _ in 0..20 {
            if let Some(trivial) = trivial {
                client.ok(&trivial.request()).and_then(assert_row)?;
            }
        }
        let largest = process::children(server.pid())?.into_keys().map(process::resident).collect::<Result<Vec<_>>>()?.into_iter().max();
        let (own, all) = largest.context("the server has no executor")?;
        println!("| {what} | {:.1} MiB | {:.1} MiB |", own as f64 / MIB, all as f64 / MIB);
    }
    println!();
    Ok(())
}

impl Trivial {
    fn program(&self) -> Program {
        let options = self.options.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect();
        Program { options, ..Program::of(self.source) }
    }

    fn request(&self) -> Vec<u8> {
        let body = json!({"inputs": {"input": {"rows": [{"x": 1.5}]}}, "limits": {"fuel": 1_u64 << 50}});
        post(&format!("/v1/transforms/trivial-{}/run", self.language), &body.to_string())
    }
}

fn start(data: &Path, folder: &Path) -> Server {
    Server::builder().data_dir(data).languages(folder).start()
}

fn assert_row(answer: &[u8]) -> Result<()> {
    let answer: serde_json::Value = serde_json::from_slice(answer)?;
    ensure!(answer["rows"][0]["x"] == 1.5, "the row did not come back: {answer}");
    Ok(())
}

/// The Python of the environment that pipelines are measured beside; it has pandas.
fn python(setup: &Setup) -> Option<PathBuf> {
    setup.python.as_deref()?.parent().map(|environment| environment.join("bin/python")).filter(|python| python.exists())
}

fn import_pandas(python: &Path) -> Result<()> {
    let output = Command::new(python).args(["-c", "import pandas"]).stdin(Stdio::null()).output()?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Ok(())
}
