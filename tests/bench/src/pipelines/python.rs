//! The Python side, `tests/bench-peers/python`: a process that does one repetition when it is told to.

use std::cell::RefCell;
use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use polars::prelude::{DataFrame, IpcReader, SerReader};
use serde_json::{Value, json};

use super::engines::{Rows, Spent};
use super::plans::Pipeline;

/// By what.
#[derive(Debug, Clone, Copy)]
pub(crate) enum How {
    Document,
    InMemory,
    Streaming,
}

impl How {
    pub(crate) const ALL: [Self; 3] = [Self::Document, Self::InMemory, Self::Streaming];

    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Document => "polars-as-config",
            Self::InMemory => "Python, in memory",
            Self::Streaming => "Python, streaming",
        }
    }

    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::InMemory => "in-memory",
            Self::Streaming => "streaming",
        }
    }
}

/// The process, at work in the folder of the tables.
pub(crate) struct Python {
    child: RefCell<Child>,
    pipes: RefCell<(ChildStdin, BufReader<ChildStdout>)>,
    out: PathBuf,
    kept: PathBuf,
}

impl Python {
    pub(crate) fn start(program: &Path, folder: &Path) -> Result<Self> {
        let spawned = Command::new(program).arg(folder).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
        let mut child = spawned.with_context(|| program.display().to_string())?;
        let stdin = child.stdin.take().context("its stdin is piped")?;
        let stdout = BufReader::new(child.stdout.take().context("its stdout is piped")?);
        let python =
            Self { child: RefCell::new(child), pipes: RefCell::new((stdin, stdout)), out: folder.join("python.parquet"), kept: folder.join("python.arrow") };
        let hello = python.line()?;
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        ensure!(hello["polars"] == "1.43.2" && hello["threads"] == cores, "the wheel is another, or has other threads: {hello}");
        Ok(python)
    }

    /// The rows, for comparison.
    pub(crate) fn frame(&self, pipeline: &Pipeline, how: How) -> Result<DataFrame> {
        self.go(pipeline, how, (!pipeline.writes).then_some(&self.kept))?;
        if pipeline.writes {
            return Rows::Written(self.out.clone()).frame();
        }
        let frame = IpcReader::new(File::open(&self.kept)?).finish()?;
        std::fs::remove_file(&self.kept)?;
        Ok(frame)
    }

    /// What it takes, by its own clocks.
    pub(crate) fn time(&self, pipeline: &Pipeline, how: How) -> Result<Spent> {
        self.go(pipeline, how, None)
    }

    fn go(&self, pipeline: &Pipeline, how: How, keep: Option<&PathBuf>) -> Result<Spent> {
        let mut request = request(pipeline, how)?;
        request["out"] = json!(self.out);
        request["keep"] = json!(keep);
        writeln!(self.pipes.borrow_mut().0, "{request}")?;
        let answer = self.line()?;
        let nanos = |clock: &str| answer[clock].as_u64().map(Duration::from_nanos).with_context(|| format!("{}: {answer}", how.title()));
        Ok(Spent { wall: nanos("nanos")?, cpu: nanos("cpu_nanos")? })
    }

    fn line(&self) -> Result<Value> {
        let mut line = String::new();
        self.pipes.borrow_mut().1.read_line(&mut line)?;
        serde_json::from_str(&line).with_context(|| format!("the Python side said {line:?}"))
    }
}

/// What the Python side is asked, but for where it writes.
pub(crate) fn request(pipeline: &Pipeline, how: How) -> Result<Value> {
    let document: Value = serde_json::from_str(pipeline.document)?;
    Ok(json!({ "pipeline": pipeline.name, "how": how.word(), "document": document }))
}

impl Drop for Python {
    fn drop(&mut self) {
        let mut child = self.child.borrow_mut();
        let _ = child.kill();
        let _ = child.wait();
    }
}
