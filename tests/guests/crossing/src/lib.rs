//! Crosses the boundary one way and does nothing else, for benchmarks: reads a table and drops it, or writes the first
//! batch of it again and again.

use sandtable_guest::prelude::*;

struct Crossing;

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Params {
    /// How often the first batch is written; 0 reads all batches and writes none.
    #[serde(default)]
    pushes: u32,
}

impl TableTransform for Crossing {
    type Params = Params;

    fn describe() -> Description {
        Description::new().input(InputSpec::new("input").about("any table")).params(
            r#"{"type": "object", "additionalProperties": false, "properties":
                {"pushes": {"type": "integer", "minimum": 0, "default": 0}}}"#,
        )
    }

    fn run(mut inputs: Inputs, params: Params, mut output: Output) -> Result<()> {
        let mut input = inputs.next_input()?;
        output.start(input.schema())?;
        if params.pushes == 0 {
            return input.try_for_each(|batch| batch.map(drop));
        }
        let Some(batch) = input.next_batch(0)? else { return Ok(()) };
        (0..params.pushes).try_for_each(|_| output.push(&batch))
    }
}

sandtable_guest::register!(table Crossing);
