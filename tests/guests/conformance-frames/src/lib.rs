//! The conformance suite's transforms by native frames, in Rust. `transform.py` and `index.js` beside it are the same ones.

use sandtable_guest::frames::{Args, Frame, col, len, lit, when};
use sandtable_guest::info;
use sandtable_guest::prelude::*;

/// What a call asks for: `{"transform": "rank", …}`.
#[derive(serde::Deserialize)]
#[serde(tag = "transform", rename_all = "kebab-case")]
enum Params {
    Rank { least: f64 },
    Notes,
    Delays { later_than: i64 },
}

struct Frames;

impl TableTransform for Frames {
    type Params = Params;

    fn describe() -> Description {
        let params = r#"{"type": "object", "required": ["transform"]}"#;
        Description::new().input(InputSpec::new("left")).input(InputSpec::new("right")).params(params).feature("frames")
    }

    fn run(mut inputs: Inputs, params: Params, mut output: Output) -> Result<()> {
        let (left, right) = (inputs.take("left")?.lazy(), inputs.take("right")?.lazy());
        match params {
            Params::Rank { least } => rank(&left, &right, least).push(&mut output).map(drop),
            Params::Notes => notes(&left, &mut output),
            Params::Delays { later_than } => delays(&left, &right, later_than).push(&mut output).map(drop),
        }
    }
}

/// Filtered, joined, grouped and sorted, with strings, times and lists on the way.
fn rank(sales: &Frame, shops: &Frame, least: f64) -> Frame {
    let kind = when(col("amount").ge(100.0)).then(lit("large")).otherwise(lit("small"));
    let sales = sales.filter(col("amount").ge(least)).with_columns([
        kind.alias("kind"),
        col("shop").call("str.to_uppercase", Args::new()).alias("sign"),
        col("at").call("dt.hour", Args::new()).alias("hour"),
    ]);
    let of_group = [
        len().alias("sales"),
        col("amount").sum().alias("total"),
        col("at").min().alias("first"),
        col("hour").call("unique", Args::new()).call("sort", Args::new()).alias("hours"),
        col("sign").max().alias("sign"),
    ];
    let joined = sales.join(shops, ["shop"], "left").group_by(["city", "kind"]).agg(of_group);
    joined.apply("sort", Args::new().arg(["city", "kind"]).kwarg("nulls_last", true))
}

/// Rows come in, go back as a frame, and stand beside rows of the guest's own; what is refused is handled.
fn notes(sales: &Frame, output: &mut Output) -> Result<()> {
    let known = sales.select(["shop", "amount"]).filter(col("amount").is_not_null());
    let refused = known.select(["amuont"]);
    if let Some(refusal) = refused.refusal() {
        info!("refused: {}", refusal.code);
    }
    let best = known.sort_descending(["amount"]).head(2).collect()?;
    let mut shops = Vec::new();
    for batch in best {
        shops.extend(batch?.strings("shop")?.iter().map(|shop| shop.map(str::to_owned)));
    }
    let ranks = Int64Array::from_iter_values(1..=shops.len() as i64);
    let shops: LargeStringArray = shops.into_iter().collect();
    let own = RecordBatch::try_from_iter_with_nullable([("shop", Arc::new(shops) as ArrayRef, true), ("rank", Arc::new(ranks) as ArrayRef, true)])?;
    info!("{} shops", own.num_rows());
    let own_frame = Frame::from_batches(&own.schema(), std::slice::from_ref(&own))?;
    let once = known.select(["shop"]).unique(["shop"]);
    once.join(&own_frame, ["shop"], "inner").sort("rank").push(output)?;
    output.push(&own)
}

/// The bench's: flights that left late enough, joined with the names of the airlines, grouped and sorted.
fn delays(flights: &Frame, airlines: &Frame, later_than: i64) -> Frame {
    let late = flights.filter(col("dep_delay").gt(later_than)).join(airlines, ["carrier"], "inner");
    let delays = late.group_by(["name"]).agg([
        len().alias("flights"),
        col("dep_delay").mean().alias("dep_delay"),
        col("arr_delay").mean().alias("arr_delay"),
        col("arr_delay").max().alias("worst"),
    ]);
    delays.sort("name")
}

sandtable_guest::register!(table Frames);
