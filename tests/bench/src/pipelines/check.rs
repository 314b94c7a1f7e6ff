//! How long a check takes.

use std::sync::Arc;

use anyhow::{Result, ensure};
use sandtable_pipeline::{Env, Pipeline, Return};
use serde_json::{Map, Value, json};

use super::files::Folder;
use super::{FOLDER, generate};
use crate::measure::{Contestant, race};
use crate::report::{Report, Wanted, ms};
use crate::setup::Setup;

const STEPS: usize = 50;

pub(crate) fn bench(setup: &Setup, report: &mut Report) -> Result<()> {
    report.section(
        "pipeline-check",
        "Checking a document",
        &format!(
            "{STEPS} steps over `flights.csv` and `airlines.csv`: filters, derived columns, windows, joins, a group-by, sorts. From its text to the columns after each \
             step; the first rows of the CSV are read for their types. Beside it the same steps over rows that stand in the document."
        ),
    );
    let folder = setup.folder(FOLDER)?;
    generate::flights(&folder)?;
    let env = Env { files: Arc::new(Folder::new(&folder)), ..Env::default() };
    let csv = |name: &str| json!({"operation": "scan_csv", "args": [format!("{name}.csv")], "kwargs": {"null_values": ["NA"]}});
    let rows = |rows: Value| json!({"operation": "LazyFrame", "args": [rows]});
    let flight = json!({"carrier": ["UA"], "origin": ["EWR"], "dest": ["IAH"], "dep_delay": [2], "air_time": [227], "distance": [1400], "month": [1]});
    let scanned = document(csv("flights"), named("airlines", csv("airlines"))).to_string();
    let inline = document(rows(flight), named("airlines", rows(json!({"carrier": ["UA"], "name": ["United"]})))).to_string();
    let check = |text: &str| {
        let checked = Pipeline::parse(text)?.check(&Map::new(), &env, &Return::Default)?;
        ensure!(checked.steps.len() == STEPS, "{} steps were checked", checked.steps.len());
        Ok(checked)
    };
    let timings = race(
        setup.plan(51, 5),
        [Contestant::of("50 steps, from a CSV file", || check(&scanned)), Contestant::of("50 steps, from rows in the document", || check(&inline))],
    )?;
    let [scanned, _] = &timings;
    report.timings(scanned, &timings.each_ref());
    report.target("checking a document of 50 steps", ms(scanned.median()), " ms", Wanted::AtMost(2.0));
    Ok(())
}

fn named(frame: &str, mut step: Value) -> Value {
    step["dataframe"] = json!(frame);
    step
}

/// Two sources, rounds of six steps, heads, and four steps that sum it up.
fn document(flights: Value, airlines: Value) -> Value {
    let col = |name: &str| json!({"expr": "col", "args": [name]});
    let mean = |name: &str| json!({"expr": "mean", "on": col(name)});
    let mut steps = vec![flights, airlines];
    for round in 0..7 {
        let (speed, usual) = (format!("speed_{round}"), format!("usual_{round}"));
        steps.extend([
            json!({"operation": "filter", "args": [{"expr": "gt", "on": col("dep_delay"), "args": [round]}]}),
            json!({"operation": "with_columns", "kwargs": {&speed: {"expr": "truediv", "on": col("distance"), "args": [col("air_time")]}}}),
            json!({"operation": "with_columns", "kwargs": {usual: {"expr": "over", "on": mean(&speed), "args": ["origin", "dest"]}}}),
            json!({"operation": "join", "args": ["airlines"], "kwargs": {"on": "carrier", "how": "semi"}}),
            json!({"operation": "with_columns", "args": [{"expr": "str.strip_chars", "on": col("dest")}]}),
            json!({"operation": "sort", "args": ["month", "dep_delay"], "kwargs": {"descending": [false, true]}}),
        ]);
    }
    while steps.len() < STEPS - 4 {
        steps.push(json!({"operation": "head", "args": [100_000]}));
    }
    steps.extend([
        json!({"operation": "group_by", "args": ["carrier", "month"]}),
        json!({"operation": "agg", "args": [{"expr": "len"}, mean("dep_delay"), mean("speed_0")]}),
        json!({"operation": "join", "args": ["airlines"], "kwargs": {"on": "carrier"}}),
        json!({"operation": "sort", "args": ["name", "month"]}),
    ]);
    json!({ "steps": steps })
}
