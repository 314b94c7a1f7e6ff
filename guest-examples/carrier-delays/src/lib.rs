//! How late each airline is: flights that left late enough, joined with the names of the airlines, grouped and sorted.
//!
//! All of it is done by native frames: the plan is made here, and the host runs it as a whole. No row enters the guest,
//! and of a Parquet file only the columns that count are read.

use sandtable_guest::frames::{col, len};
use sandtable_guest::prelude::*;

struct CarrierDelays;

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Params {
    /// Flights that left later than this many minutes count.
    #[serde(default)]
    later_than: i64,
    /// The columns of `flights` and `airlines` that say which airline it is.
    #[serde(default = "carrier")]
    key: String,
}

fn carrier() -> String {
    "carrier".to_owned()
}

impl TableTransform for CarrierDelays {
    type Params = Params;

    fn describe() -> Description {
        Description::new()
            .input(InputSpec::new("flights").about("one row a flight, with dep_delay and arr_delay in minutes"))
            .input(InputSpec::new("airlines").about("one row an airline, with its name"))
            .params(
                r#"{"type": "object", "additionalProperties": false, "properties": {
                    "later_than": {"type": "integer", "default": 0, "description": "flights that left later than this many minutes count"},
                    "key": {"type": "string", "default": "carrier", "description": "the column of both tables that says which airline it is"}}}"#,
            )
            .feature("frames")
    }

    fn run(mut inputs: Inputs, params: Params, mut output: Output) -> Result<()> {
        let (flights, airlines) = (inputs.take("flights")?.lazy(), inputs.take("airlines")?.lazy());
        let key = params.key.as_str();
        let late = flights.filter(col("dep_delay").gt(params.later_than)).join(&airlines, [key], "inner");
        let delays = late.group_by(["name"]).agg([
            len().alias("flights"),
            col("dep_delay").mean().round(2).alias("dep_delay"),
            col("arr_delay").mean().round(2).alias("arr_delay"),
            col("arr_delay").max().alias("worst"),
        ]);
        delays.sort("name").push(&mut output)?;
        Ok(())
    }
}

sandtable_guest::register!(table CarrierDelays);
