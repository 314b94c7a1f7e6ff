//! The conformance suite's transforms of rows, in Rust. `transform.py` and `index.js` beside it are the same ones.

mod derive;
mod tag;
mod times;

use sandtable_guest::prelude::*;

/// What a call asks for: `{"transform": "derive", …}`.
#[derive(serde::Deserialize)]
#[serde(tag = "transform", rename_all = "kebab-case")]
enum Params {
    Derive(derive::Derive),
    Tag(tag::Tag),
    Times(times::Times),
}

struct Rows(Params);

impl RowTransform for Rows {
    type Params = Params;

    fn describe() -> Description {
        Description::new().input(InputSpec::new("input")).params(r#"{"type": "object", "required": ["transform"]}"#)
    }

    fn prepare(_: &SchemaRef, params: Params) -> Result<Self> {
        Ok(Self(params))
    }

    fn schema(&self, input: &SchemaRef) -> Result<SchemaRef> {
        Ok(self.apply(RecordBatch::new_empty(SchemaRef::clone(input)))?.schema())
    }

    fn apply(&self, batch: RecordBatch) -> Result<RecordBatch> {
        match &self.0 {
            Params::Derive(derive) => derive.apply(&batch),
            Params::Tag(tag) => tag.apply(&batch),
            Params::Times(times) => times.apply(&batch),
        }
    }
}

sandtable_guest::register!(rows Rows);
