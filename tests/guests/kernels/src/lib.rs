//! Compute kernels for benchmarks, one of which the parameter `kernel` chooses. All but `trivial` and
//! `spin` give one column `r`.

mod compute;

use sandtable_guest::prelude::*;

/// What to compute.
#[derive(Clone, Copy, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kernel {
    /// The input as it is.
    Trivial,
    /// `a * b + c - d` of four float64 columns.
    Arithmetic,
    /// The greatest common divisor of the int64 columns `a` and `b`.
    Gcd,
    /// The string column `s` as float64; what is no number becomes null.
    Parse,
    /// Never ends.
    Spin,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Params {
    kernel: Kernel,
}

impl RowTransform for Kernel {
    type Params = Params;

    fn describe() -> Description {
        Description::new().params(
            r#"{"type": "object", "required": ["kernel"], "additionalProperties": false, "properties":
                {"kernel": {"enum": ["trivial", "arithmetic", "gcd", "parse", "spin"]}}}"#,
        )
    }

    fn prepare(_: &SchemaRef, params: Params) -> Result<Self> {
        Ok(params.kernel)
    }

    fn schema(&self, input: &SchemaRef) -> Result<SchemaRef> {
        let data_type = match self {
            Self::Trivial | Self::Spin => return Ok(SchemaRef::clone(input)),
            Self::Arithmetic | Self::Parse => DataType::Float64,
            Self::Gcd => DataType::Int64,
        };
        Ok(Arc::new(Schema::new(vec![Field::new("r", data_type, true)])))
    }

    fn apply(&self, batch: RecordBatch) -> Result<RecordBatch> {
        let r: ArrayRef = match self {
            Self::Trivial => return Ok(batch),
            Self::Spin => loop {
                std::hint::black_box(&batch);
            },
            Self::Arithmetic => Arc::new(compute::arithmetic(
                batch.column_as::<Float64Array>("a")?,
                batch.column_as::<Float64Array>("b")?,
                batch.column_as::<Float64Array>("c")?,
                batch.column_as::<Float64Array>("d")?,
            )),
            Self::Gcd => Arc::new(compute::gcd(batch.column_as::<Int64Array>("a")?, batch.column_as::<Int64Array>("b")?)),
            Self::Parse => Arc::new(compute::parse(batch.strings("s")?)),
        };
        Ok(RecordBatch::try_new(self.schema(&batch.schema())?, vec![r])?)
    }
}

sandtable_guest::register!(rows Kernel);
