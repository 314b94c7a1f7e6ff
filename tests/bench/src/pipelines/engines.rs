//! The two sides that run in this process: a document, and a plan written by hand.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use polars::prelude::{DataFrame, Engine, ParquetReader, SerReader};
use rustix::time::{ClockId, clock_gettime};
use sandtable_pipeline::{Env, Return};
use serde_json::{Map, Value, json};

use super::files::Folder;
use super::plans::Pipeline;

/// Runs pipelines over the tables of a folder.
pub(crate) struct Engines {
    folder: PathBuf,
    env: Env,
}

impl Engines {
    pub(crate) fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), env: Env { files: Arc::new(Folder::new(folder)), ..Env::default() } }
    }

    /// From the document's text to its rows; of one that writes, the file's.
    pub(crate) fn document(&self, pipeline: &Pipeline) -> Result<Rows> {
        let document = sandtable_pipeline::Pipeline::parse(pipeline.document)?;
        let (variables, wanted) = match pipeline.writes {
            true => (Map::from_iter([("out".to_owned(), json!(OUT))]), Return::Nothing),
            false => (Map::<String, Value>::new(), Return::Default),
        };
        let ran = document.run(&variables, &self.env, &wanted)?;
        match pipeline.writes {
            true => Ok(Rows::Written(self.folder.join(OUT))),
            false => Ok(Rows::Held(ran.returned.context("no frame came back")?.collect(None)?)),
        }
    }

    /// The plan as one writes it in Rust.
    pub(crate) fn by_hand(&self, pipeline: &Pipeline, engine: Engine) -> Result<Rows> {
        let path = self.folder.join(OUT);
        let rows = (pipeline.plan)(&self.folder, &path)?.collect_with_engine(engine)?;
        match pipeline.writes {
            true => Ok(Rows::Written(path)),
            false => Ok(Rows::Held(rows.unwrap_single())),
        }
    }
}

/// What is written, written again and again under this name.
const OUT: &str = "out.parquet";

/// What came out.
pub(crate) enum Rows {
    Held(DataFrame),
    Written(PathBuf),
}

impl Rows {
    /// Of what was written, the file is read and goes.
    pub(crate) fn frame(self) -> Result<DataFrame> {
        match self {
            Self::Held(frame) => Ok(frame),
            Self::Written(path) => {
                let frame = ParquetReader::new(fs::File::open(&path)?).finish()?;
                fs::remove_file(path)?;
                Ok(frame)
            }
        }
    }
}

/// How long it takes and what it takes of all cores, dropping what was made not counted.
pub(crate) fn time(work: impl FnOnce() -> Result<Rows>) -> Result<Spent> {
    let (start, before) = (Instant::now(), cpu());
    let made = work()?;
    let spent = Spent { wall: start.elapsed(), cpu: cpu().saturating_sub(before) };
    drop(made);
    Ok(spent)
}

/// What a repetition took.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Spent {
    pub(crate) wall: Duration,
    /// Of all threads of its process.
    pub(crate) cpu: Duration,
}

/// CPU time of this process so far.
fn cpu() -> Duration {
    let now = clock_gettime(ClockId::ProcessCPUTime);
    Duration::new(now.tv_sec.unsigned_abs(), now.tv_nsec.unsigned_abs() as u32)
}
