//! Gives a whole table back, batch by batch, after reading every value.

#[path = "../../roundtrip-rust/src/rebuild.rs"]
mod rebuild;

use sandtable_guest::prelude::*;
use sandtable_guest::progress;

struct RoundTrip;

impl TableTransform for RoundTrip {
    type Params = ();

    fn describe() -> Description {
        Description::new().input(InputSpec::new("input").about("any table"))
    }

    fn run(mut inputs: Inputs, _: (), mut output: Output) -> Result<()> {
        let input = inputs.next_input()?;
        output.start(input.schema())?;
        let (mut done, total) = (0, input.rows());
        for batch in input {
            let batch = batch?;
            output.push(&rebuild::rebuild(&batch)?)?;
            done += batch.num_rows() as u64;
            progress(done, total);
        }
        Ok(())
    }
}

sandtable_guest::register!(table RoundTrip);
