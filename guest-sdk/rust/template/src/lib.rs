//! Says of each row whether a number of it is large.

use sandtable_guest::prelude::*;
use serde::Deserialize;

#[derive(Deserialize)]
struct Params {
    /// The column.
    column: String,
    /// From here on a number is large.
    #[serde(default = "thousand")]
    from: f64,
}

fn thousand() -> f64 {
    1000.0
}

struct Large(Params);

impl RowTransform for Large {
    type Params = Params;

    fn describe() -> Description {
        Description::new()
            .input(InputSpec::new("input").about("any table with a column of numbers"))
            .params(
                r#"{"type": "object", "required": ["column"], "additionalProperties": false, "properties": {
                    "column": {"type": "string"},
                    "from": {"type": "number", "default": 1000}}}"#,
            )
            .output(Column::new("large", "boolean").about("whether the number is large; null where it is"))
    }

    fn prepare(input: &SchemaRef, params: Params) -> Result<Self> {
        if input.field_with_name(&params.column).is_err() {
            bail!("bad-parameter", "there is no column {:?}", params.column);
        }
        Ok(Self(params))
    }

    fn schema(&self, input: &SchemaRef) -> Result<SchemaRef> {
        Ok(with_field(input, Field::new("large", DataType::Boolean, true)))
    }

    fn apply(&self, batch: RecordBatch) -> Result<RecordBatch> {
        let numbers = batch.numbers(&self.0.column)?;
        let large: BooleanArray = numbers.iter().map(|number| number.map(|number| number >= self.0.from)).collect();
        batch.with_column("large", large)
    }
}

sandtable_guest::register!(rows Large);

#[cfg(test)]
mod tests {
    use sandtable_guest::arrow_array::cast::AsArray;
    use sandtable_guest::testing::run_rows;

    use super::*;

    #[test]
    fn nulls_stay() {
        let x: ArrayRef = Arc::new(Int64Array::from(vec![Some(2000), Some(3), None]));
        let batch = RecordBatch::try_from_iter([("x", x)]).unwrap();
        let outcome = run_rows::<Large>(r#"{"column": "x"}"#, &[batch]).unwrap();
        let large = outcome.batches[0].column_by_name("large").unwrap();
        assert_eq!(large.as_boolean(), &BooleanArray::from(vec![Some(true), Some(false), None]));
    }
}
