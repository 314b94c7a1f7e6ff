//! The conformance suite's transforms of whole tables, in Rust. `transform.py` and `index.js` beside it are the same ones.

mod explode;
mod lookup;
mod reverse;
mod running;
mod totals;

use sandtable_guest::prelude::*;

/// What a call asks for: `{"transform": "lookup", …}`.
#[derive(serde::Deserialize)]
#[serde(tag = "transform", rename_all = "kebab-case")]
enum Params {
    Explode,
    Lookup(lookup::Lookup),
    Reverse,
    Running,
    Totals,
}

struct Tables;

impl TableTransform for Tables {
    type Params = Params;

    fn describe() -> Description {
        let params = r#"{"type": "object", "required": ["transform"]}"#;
        Description::new().input(InputSpec::new("left")).input(InputSpec::new("right")).params(params).feature("views")
    }

    fn run(mut inputs: Inputs, params: Params, mut output: Output) -> Result<()> {
        let (left, right) = (inputs.take("left")?, inputs.take("right")?);
        match params {
            Params::Explode => explode::run(left, &mut output),
            Params::Lookup(lookup) => lookup.run(left, right, &mut output),
            Params::Reverse => reverse::run(left, &mut output),
            Params::Running => running::run(left, &mut output),
            Params::Totals => totals::run(left, &mut output),
        }
    }
}

sandtable_guest::register!(table Tables);
