//! Tables in memory: what guests here read from and write to.

use std::sync::{Arc, Mutex, PoisonError};

use arrow::array::{Array, AsArray, Float64Array, RecordBatch};
use arrow::datatypes::{DataType, Field, Float64Type, Schema, SchemaRef};
use sandtable_core::Error;
use sandtable_sandbox::{TableSink, TableSource};

/// As many numbers: 0, 1, 2 and so on.
pub(crate) fn numbers(rows: u32) -> Vec<f64> {
    (0..rows).map(f64::from).collect()
}

/// A table of one column of numbers, `x`.
pub(crate) struct Source {
    batches: std::vec::IntoIter<RecordBatch>,
    /// Called before each batch.
    before: Box<dyn FnMut() + Send>,
}

impl Source {
    /// All of it in one batch.
    pub(crate) fn of(values: Vec<f64>) -> Self {
        Self::in_batches(vec![values])
    }

    pub(crate) fn in_batches(batches: Vec<Vec<f64>>) -> Self {
        let batch = |values| RecordBatch::try_new(schema(), vec![Arc::new(Float64Array::from(values))]).expect("one column of its type");
        Self { batches: batches.into_iter().map(batch).collect::<Vec<_>>().into_iter(), before: Box::new(|| ()) }
    }

    /// Does something before each batch, such as waiting.
    pub(crate) fn before(mut self, act: impl FnMut() + Send + 'static) -> Self {
        self.before = Box::new(act);
        self
    }
}

fn schema() -> SchemaRef {
    Arc::new(Schema::new(vec![Field::new("x", DataType::Float64, true)]))
}

impl TableSource for Source {
    fn schema(&self) -> SchemaRef {
        schema()
    }

    fn rows(&self) -> Option<u64> {
        Some(self.batches.as_slice().iter().map(|batch| batch.num_rows() as u64).sum())
    }

    fn next(&mut self, _max_rows: usize) -> Result<Option<RecordBatch>, Error> {
        (self.before)();
        Ok(self.batches.next())
    }
}

/// What a guest wrote.
#[derive(Clone, Default)]
pub(crate) struct Kept(Arc<Mutex<Written>>);

#[derive(Default)]
struct Written {
    schema: Option<SchemaRef>,
    batches: Vec<RecordBatch>,
}

impl Kept {
    fn written(&self) -> std::sync::MutexGuard<'_, Written> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn started(&self) -> bool {
        self.written().schema.is_some()
    }

    pub(crate) fn rows(&self) -> usize {
        self.written().batches.iter().map(RecordBatch::num_rows).sum()
    }

    /// A column of numbers, over all batches.
    pub(crate) fn floats(&self, column: &str) -> Vec<f64> {
        let written = self.written();
        let columns = written.batches.iter().map(|batch| batch.column_by_name(column).expect("the column is there"));
        columns.flat_map(|column| column.as_primitive::<Float64Type>().values().to_vec()).collect()
    }

    /// The types of the columns, and how many rows came, for a test's eyes.
    pub(crate) fn shape(&self) -> String {
        let written = self.written();
        let Some(schema) = &written.schema else { return "nothing".to_owned() };
        let columns: Vec<String> = schema.fields().iter().map(|field| format!("{}: {}", field.name(), field.data_type())).collect();
        let rows: usize = written.batches.iter().map(RecordBatch::num_rows).sum();
        // Reading every value is what would show a batch that only looks right.
        let nulls: usize = written.batches.iter().flat_map(RecordBatch::columns).map(|column| column.logical_null_count()).sum();
        format!("{} | {rows} rows, {nulls} nulls", columns.join(", "))
    }
}

impl TableSink for Kept {
    fn start(&mut self, schema: SchemaRef) -> Result<(), Error> {
        self.written().schema = Some(schema);
        Ok(())
    }

    fn push(&mut self, batch: RecordBatch) -> Result<(), Error> {
        for column in batch.columns() {
            column.to_data().validate_full().map_err(|error| Error::internal(format!("the sandbox let it through: {error}")))?;
        }
        self.written().batches.push(batch);
        Ok(())
    }
}
