//! What tests share: files below a folder, guests in Rust, and short ways to run a document.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use polars::prelude::{AnyValue, DataFrame, DataType, IntoLazy, LazyFrame, Schema, SchemaRef, col, lit};
use sandtable_core::{Error, Usage};
use sandtable_pipeline::custom::{Function, Functions, Manner, Signature};
use sandtable_pipeline::io::{Files, Found, Opened, Output, Wanted};
use sandtable_pipeline::{Checked, Env, Pipeline, Return};
use serde_json::{Map, Value, json};

/// A folder that goes away with the test.
pub(crate) struct Folder {
    path: PathBuf,
}

impl Folder {
    pub(crate) fn new() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let path = std::env::temp_dir().join(format!("sandtable-pipeline-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed)));
        fs::create_dir_all(&path).unwrap();
        Self { path }
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Writes a file below the folder.
    pub(crate) fn with(self, name: &str, content: &str) -> Self {
        let path = self.path.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
        self
    }

    /// What a file holds.
    pub(crate) fn text(&self, name: &str) -> String {
        fs::read_to_string(self.path.join(name)).unwrap()
    }

    /// The names of all files, sorted.
    pub(crate) fn names(&self) -> Vec<String> {
        let mut names = Vec::new();
        walk(&self.path, &self.path, &mut names);
        names.sort();
        names
    }

    /// All that a pipeline gets.
    pub(crate) fn env(&self) -> Env {
        Env { files: Arc::new(Below::new(&self.path)), functions: Arc::new(Guests), ..Env::default() }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.path);
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

/// Files below one folder, read and written.
pub(crate) struct Below {
    root: PathBuf,
}

impl Below {
    pub(crate) fn new(root: &Path) -> Self {
        Self { root: root.to_owned() }
    }

    fn inside(&self, path: &str) -> Result<PathBuf, Error> {
        if path.starts_with('/') || path.split('/').any(|part| part == "..") {
            return Err(Error::invalid("path", format!("{path:?} leaves the folder")));
        }
        Ok(self.root.join(path))
    }
}

impl Files for Below {
    fn open(&self, wanted: Wanted<'_>) -> Result<Found, Error> {
        let path = self.inside(wanted.path)?;
        let missing = || Error::io(format!("there is no file {:?}", wanted.path));
        let open = |name: String| -> Result<Opened, Error> { Ok(Opened { file: File::open(self.root.join(&name)).map_err(|_| missing())?, path: name }) };
        if path.is_file() {
            return Ok(Found { files: vec![open(wanted.path.to_owned())?], folder: false });
        }
        let mut all = Vec::new();
        walk(&self.root, &self.root, &mut all);
        all.sort();
        let folder = path.is_dir();
        let prefix = format!("{}/", wanted.path.trim_end_matches('/'));
        let names: Vec<String> = all
            .into_iter()
            .filter(|name| if folder { name.starts_with(&prefix) } else { wanted.glob && matches(wanted.path.as_bytes(), name.as_bytes()) })
            .collect();
        if names.is_empty() {
            return Err(missing());
        }
        Ok(Found { files: names.into_iter().map(open).collect::<Result<_, _>>()?, folder })
    }

    fn create(&self, path: &str) -> Result<Box<dyn Output>, Error> {
        let to = self.inside(path)?;
        fs::create_dir_all(to.parent().unwrap()).map_err(|error| Error::io(error.to_string()))?;
        let temporary = to.with_extension("part");
        let file = File::create(&temporary).map_err(|error| Error::io(error.to_string()))?;
        Ok(Box::new(Part { file, temporary, to, finished: false }))
    }

    fn may_create(&self, path: &str) -> Result<(), Error> {
        self.inside(path).map(drop)
    }
}

/// `*`, `**`, `?` and nothing more.
fn matches(pattern: &[u8], name: &[u8]) -> bool {
    match (pattern, name) {
        ([], []) => true,
        ([b'*', b'*', b'/', rest @ ..], _) => {
            matches(rest, name) || name.iter().position(|byte| *byte == b'/').is_some_and(|at| matches(pattern, &name[at + 1..]))
        }
        ([b'*', rest @ ..], _) => matches(rest, name) || name.first().is_some_and(|byte| *byte != b'/' && matches(pattern, &name[1..])),
        ([b'?', rest @ ..], [byte, left @ ..]) if *byte != b'/' => matches(rest, left),
        ([first, rest @ ..], [byte, left @ ..]) if first == byte => matches(rest, left),
        _ => false,
    }
}

struct Part {
    file: File,
    temporary: PathBuf,
    to: PathBuf,
    finished: bool,
}

impl Write for Part {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Output for Part {
    fn finish(mut self: Box<Self>) -> Result<(), Error> {
        fs::rename(&self.temporary, &self.to).map_err(|error| Error::io(error.to_string()))?;
        self.finished = true;
        Ok(())
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        if !self.finished {
            let _ = fs::remove_file(&self.temporary);
        }
    }
}

/// Guests that are Rust: `double` doubles column `a` batch by batch, `stack` puts two tables over each other, `fails`
/// says no, `mute` tells no columns before it runs.
pub(crate) struct Guests;

impl Functions for Guests {
    fn find(&self, reference: &str, params: &Value) -> Result<Arc<dyn Function>, Error> {
        let (manner, inputs): (Manner, Vec<&str>) = match reference {
            "double" | "fails" | "mute" => (Manner::Rows, vec![]),
            "stack" => (Manner::Table, vec!["top", "bottom"]),
            _ => return Err(Error::not_found(format!("there is no custom function {reference:?}"))),
        };
        let signature = Signature { reference: format!("{reference}@1.0.0"), manner, inputs: inputs.into_iter().map(str::to_owned).collect() };
        Ok(Arc::new(Guest { signature, by: params.get("by").and_then(Value::as_i64).unwrap_or(2), rows: AtomicU64::new(0) }))
    }
}

struct Guest {
    signature: Signature,
    by: i64,
    rows: AtomicU64,
}

impl Function for Guest {
    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn schema(&self, inputs: &[(String, SchemaRef)]) -> Result<Option<Schema>, Error> {
        match self.signature.reference.as_str() {
            "mute@1.0.0" => Ok(None),
            "double@1.0.0" if !inputs[0].1.contains("a") && inputs[0].1.len() != 1 => Err(Error::invalid("a", "the input has no column \"a\"")),
            _ => Ok(Some((*inputs[0].1).clone())),
        }
    }

    fn rows(&self, batch: DataFrame) -> Result<DataFrame, Error> {
        if self.signature.reference.starts_with("fails") {
            return Err(Error::new(sandtable_core::Code::GuestError, "the guest says no"));
        }
        self.rows.fetch_add(batch.height() as u64, Ordering::Relaxed);
        let name = if batch.schema().contains("a") { "a".to_owned() } else { batch.get_column_names()[0].to_string() };
        batch.lazy().with_columns([(col(name) * lit(self.by)).cast(DataType::Int64)]).collect().map_err(Error::internal)
    }

    fn table(&self, inputs: Vec<(String, LazyFrame)>) -> Result<LazyFrame, Error> {
        let plans: Vec<LazyFrame> = inputs.into_iter().map(|(_, plan)| plan).collect();
        polars::prelude::concat(plans, Default::default()).map_err(Error::internal)
    }

    fn usage(&self) -> Usage {
        Usage { rows_in: self.rows.load(Ordering::Relaxed), ..Usage::default() }
    }
}

pub(crate) fn variables(value: Value) -> Map<String, Value> {
    value.as_object().cloned().unwrap_or_default()
}

/// A document of these steps.
pub(crate) fn document(steps: Value) -> Pipeline {
    Pipeline::from_value(&json!({"name": "test", "steps": steps})).unwrap()
}

/// Checks and runs steps; gives the rows of the frame that comes back, as an object of columns.
pub(crate) fn rows(env: &Env, steps: Value) -> Value {
    let pipeline = document(steps);
    let checked = pipeline.check(&Map::new(), env, &Return::Default).unwrap();
    let ran = pipeline.run(&Map::new(), env, &Return::Default).unwrap();
    // What ends in a file gives nothing back.
    let Some(returned) = &ran.returned else { return Value::Null };
    let frame = returned.collect(None).unwrap();
    if let Some((_, Some(schema))) = &checked.returned {
        assert_eq!(**schema, **frame.schema(), "the check foretells the columns");
    }
    as_json(&frame)
}

/// The error of steps, from the check when it finds it, else from the run.
pub(crate) fn error(env: &Env, steps: Value) -> Error {
    failing(env, &json!({"steps": steps}), json!({}))
}

/// The error of a document.
pub(crate) fn failing(env: &Env, document: &Value, given: Value) -> Error {
    let pipeline = match Pipeline::from_value(document) {
        Ok(pipeline) => pipeline,
        Err(error) => return error,
    };
    if let Err(error) = pipeline.check(&variables(given.clone()), env, &Return::Default) {
        return error;
    }
    match pipeline.run(&variables(given), env, &Return::Default) {
        Err(error) => error,
        Ok(ran) => ran.returned.as_ref().map(|returned| returned.collect(None)).unwrap().expect_err("the document runs"),
    }
}

pub(crate) fn check(env: &Env, steps: Value) -> Checked {
    document(steps).check(&Map::new(), env, &Return::Default).unwrap()
}

/// Columns to lists of values, in order.
pub(crate) fn as_json(frame: &DataFrame) -> Value {
    let columns = frame.columns().iter().map(|column| {
        let values = (0..frame.height()).map(|row| cell(&column.get(row).unwrap())).collect();
        (column.name().to_string(), Value::Array(values))
    });
    Value::Object(columns.collect())
}

fn cell(value: &AnyValue<'_>) -> Value {
    match value {
        AnyValue::Null => Value::Null,
        AnyValue::Boolean(flag) => json!(flag),
        AnyValue::String(text) => json!(text),
        AnyValue::StringOwned(text) => json!(text.as_str()),
        AnyValue::Float64(number) => json!(number),
        AnyValue::Float32(number) => json!(number),
        AnyValue::List(series) => Value::Array(series.iter().map(|value| cell(&value)).collect()),
        value if value.is_integer() => json!(value.extract::<i64>()),
        value => json!(value.to_string()),
    }
}
