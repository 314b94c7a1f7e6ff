//! One sandbox for all tests, guests by name, tables in memory.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, LazyLock, Mutex};

use arrow::array::{ArrayRef, Float64Array, Int64Array, RecordBatch};
use arrow::datatypes::SchemaRef;
use sandtable_core::{Error, Limits};
use sandtable_sandbox::{Call, Failure, Outcome, Problem, Report, Sandbox, SandboxConfig, TableSink, TableSource, Transform};

pub(crate) fn sandbox() -> &'static Sandbox {
    static SANDBOX: LazyLock<Sandbox> = LazyLock::new(|| Sandbox::new(SandboxConfig::default()).unwrap());
    &SANDBOX
}

/// A guest of the project, compiled once.
pub(crate) fn guest(name: &str) -> Transform {
    static GUESTS: LazyLock<Mutex<HashMap<String, Transform>>> = LazyLock::new(Mutex::default);
    let mut guests = GUESTS.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    guests.entry(name.to_owned()).or_insert_with(|| accepted(&guest_bytes(name)).1).clone()
}

pub(crate) fn guest_bytes(name: &str) -> Vec<u8> {
    let path = guests_dir().join(format!("{name}.wasm"));
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}; build the guests with `make guests`", path.display()))
}

fn guests_dir() -> PathBuf {
    if let Some(dir) = std::env::var_os("SANDTABLE_GUESTS") {
        return dir.into();
    }
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(target) => PathBuf::from(target).join("guests"),
        None => PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default()).join("../../target/guests"),
    }
}

/// What checking said, and the transform; fails when it was refused.
pub(crate) fn accepted(wasm: &[u8]) -> (Report, Transform) {
    let checked = sandbox().check(wasm, &Limits::default());
    assert_eq!(checked.report.problems, [], "refused");
    (checked.report, checked.transform.unwrap())
}

/// Why it was refused, as `code: message`.
pub(crate) fn refused(wasm: &[u8]) -> Vec<String> {
    let checked = sandbox().check(wasm, &Limits::default());
    assert!(checked.compiled.is_none() && checked.transform.is_none());
    checked.report.problems.iter().map(|Problem { code, message }| format!("{code}: {message}")).collect()
}

/// Batches in memory.
pub(crate) struct Batches {
    pub(crate) schema: SchemaRef,
    pub(crate) batches: std::vec::IntoIter<RecordBatch>,
    pub(crate) rows: Option<u64>,
}

impl Batches {
    pub(crate) fn of(batches: Vec<RecordBatch>) -> Box<dyn TableSource> {
        let rows = batches.iter().map(|batch| batch.num_rows() as u64).sum();
        Box::new(Self { schema: batches[0].schema(), batches: batches.into_iter(), rows: Some(rows) })
    }
}

impl TableSource for Batches {
    fn schema(&self) -> SchemaRef {
        SchemaRef::clone(&self.schema)
    }

    fn rows(&self) -> Option<u64> {
        self.rows
    }

    fn next(&mut self, _max_rows: usize) -> Result<Option<RecordBatch>, Error> {
        Ok(self.batches.next())
    }
}

/// A table to look at afterwards.
#[derive(Clone, Default)]
pub(crate) struct Collected(Arc<Mutex<(Option<SchemaRef>, Vec<RecordBatch>)>>);

impl Collected {
    pub(crate) fn schema(&self) -> SchemaRef {
        self.0.lock().unwrap().0.clone().unwrap()
    }

    pub(crate) fn rows(&self) -> usize {
        self.0.lock().unwrap().1.iter().map(RecordBatch::num_rows).sum()
    }

    /// All rows in one batch.
    pub(crate) fn table(&self) -> RecordBatch {
        let (schema, batches) = &*self.0.lock().unwrap();
        arrow::compute::concat_batches(schema.as_ref().unwrap(), batches).unwrap()
    }
}

impl TableSink for Collected {
    fn start(&mut self, schema: SchemaRef) -> Result<(), Error> {
        self.0.lock().unwrap().0 = Some(schema);
        Ok(())
    }

    fn push(&mut self, batch: RecordBatch) -> Result<(), Error> {
        self.0.lock().unwrap().1.push(batch);
        Ok(())
    }
}

/// Runs a transform over its only input, called `input`.
pub(crate) fn run(transform: &Transform, call: Call, batches: Vec<RecordBatch>) -> (Outcome, Collected) {
    let collected = Collected::default();
    let outcome = transform.run(call, vec![("input".to_owned(), Batches::of(batches))], Box::new(collected.clone()));
    (outcome, collected)
}

/// The failure of a call that must fail.
pub(crate) fn failure(transform: &Transform, call: Call, batches: Vec<RecordBatch>) -> Failure {
    run(transform, call, batches).0.result.unwrap_err()
}

pub(crate) fn batch(columns: Vec<(&str, ArrayRef)>) -> RecordBatch {
    RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, array)| (name, array, true))).unwrap()
}

/// `x` from `from`, float64.
pub(crate) fn numbers(from: usize, rows: usize) -> RecordBatch {
    let x: Float64Array = (from..from + rows).map(|x| Some(x as f64)).collect();
    batch(vec![("x", Arc::new(x))])
}

/// `a` and `b`, int64.
pub(crate) fn pairs(rows: i64) -> RecordBatch {
    let a: Int64Array = (1..=rows).map(|a| Some(a * 6)).collect();
    let b: Int64Array = (1..=rows).map(|b| Some(b * 4)).collect();
    batch(vec![("a", Arc::new(a)), ("b", Arc::new(b))])
}
