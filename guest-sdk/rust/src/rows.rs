//! Row-by-row transforms: one batch in, one batch out, nothing kept between.

use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use serde::de::DeserializeOwned;

use crate::bindings::types;
use crate::describe::Input;
use crate::lower::Column;
use crate::{Context as _, Description, Result, bail, lift, lower, params, schema};

/// A transform that gives exactly one row for each row it gets.
///
/// The host spreads batches over any number of instances, so that `apply` sees any of them in any order: a value of
/// this type holds what was prepared, never what was seen.
pub trait RowTransform: Sized + 'static {
    /// The parameters; `()` when there are none.
    type Params: DeserializeOwned + 'static;

    /// What to tell of the transform. By default the crate's name, version and description, and one input `input`.
    fn describe() -> Description {
        Description::new()
    }

    /// Called once, before the first batch: look up columns, check parameters.
    fn prepare(input: &SchemaRef, params: Self::Params) -> Result<Self>;

    /// The output's schema. By default the input's.
    fn schema(&self, input: &SchemaRef) -> Result<SchemaRef> {
        Ok(SchemaRef::clone(input))
    }

    /// Transforms a batch. The answer has as many rows, and the types that `schema` gave.
    fn apply(&self, batch: RecordBatch) -> Result<RecordBatch>;
}

/// A transform with the schemas that it was prepared for. Public for `register!` only.
#[cfg_attr(not(target_arch = "wasm32"), expect(unreachable_pub, reason = "re-exported in wasm"))]
pub struct Prepared<T> {
    transform: T,
    input: SchemaRef,
    output: SchemaRef,
}

impl<T: RowTransform> Prepared<T> {
    /// Prepares a transform, and gives the fields of its output.
    pub(crate) fn new(input: Vec<types::Field>, params: &str) -> Result<(Self, Vec<types::Field>)> {
        let input = schema::lift(input).context("read the input's schema")?;
        let transform = T::prepare(&input, params::read(params)?)?;
        let output = transform.schema(&input)?;
        let fields = schema::lower(&output).context("give the output's schema")?;
        Ok((Self { transform, input, output }, fields))
    }

    /// The output's schema.
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) fn output(&self) -> &SchemaRef {
        &self.output
    }

    /// Transforms a batch, and gives its row count and columns.
    pub(crate) fn apply(&self, batch: types::Batch) -> Result<(u32, Vec<Column>)> {
        let batch = lift::batch(&self.input, batch).context("read the batch")?;
        let rows = batch.num_rows();
        let answer = self.transform.apply(batch)?;
        if answer.num_rows() != rows {
            bail!("bad-output", "{} rows came out for {rows}; each row gives exactly one", answer.num_rows());
        }
        check_types(&self.output, &answer)?;
        Ok((lower::count(rows)?, lower::batch(&answer).context("give the batch")?))
    }
}

/// The description with what row transforms leave out.
pub(crate) fn describe<T: RowTransform>() -> Description {
    let description = T::describe();
    if description.has_inputs() { description } else { description.input(Input::new("input")) }
}

/// Whether a batch has the columns that were announced. Compared by type, since a batch may know more of nullability.
pub(crate) fn check_types(announced: &SchemaRef, batch: &RecordBatch) -> Result<()> {
    let (wanted, given) = (announced.fields(), batch.schema_ref().fields());
    if wanted.len() != given.len() {
        bail!("bad-output", "a batch has {} columns; the schema announced {}", given.len(), wanted.len());
    }
    for (wanted, column) in wanted.iter().zip(batch.columns()) {
        if wanted.data_type() != column.data_type() {
            let (name, wanted, given) = (wanted.name(), wanted.data_type(), column.data_type());
            bail!("bad-output", "column `{name}` is {given}; the schema announced {wanted}");
        }
    }
    Ok(())
}
