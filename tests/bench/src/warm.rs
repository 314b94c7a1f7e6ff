//! A warm call of a trivial transform: what isolation costs when nothing is done.

use anyhow::Result;

use crate::bare::{self, Bare, Metering};
use crate::data;
use crate::measure::{Contestant, race};
use crate::report::{Report, Wanted};
use crate::setup::{Setup, limited};
use crate::tables::{Dropped, One, run};

const PARAMS: &str = r#"{"kernel": "trivial"}"#;

pub(crate) fn bench(setup: &Setup, report: &mut Report) -> Result<()> {
    report.section(
        "warm-call",
        "A warm call",
        "Guest `kernels`, kernel `trivial`, one row of one float64 column: fresh store, every limit on, instantiate, prepare, \
         apply, drop, on the thread of an executor's tasks. Bare wasmtime does the same, and counts and checks nothing.",
    );
    let transform = setup.transform("kernels")?;
    let (metered, unmetered) = (Bare::new("kernels", Metering::Both)?, Bare::new("kernels", Metering::Off)?);
    let row = data::wide(1, 1)?;
    let timings = race(
        setup.plan(100, 50),
        [
            Contestant::of("bare wasmtime, fuel and epochs", || call_bare(&metered, &row)),
            Contestant::of("bare wasmtime, unmetered", || call_bare(&unmetered, &row)),
            Contestant::of("sandtable", || run(&transform, limited(PARAMS, 1), One::of(&row), Box::new(Dropped))),
        ],
    )?;
    let [floor, unmetered, ours] = &timings;
    report.timings(floor, &[floor, unmetered, ours]);
    report.target("a warm call beside bare wasmtime", ours.over(floor), "x", Wanted::AtMost(1.5));
    report.target("a warm call", ours.median().as_secs_f64() * 1e6, " µs", Wanted::AtMost(60.0));
    Ok(())
}

fn call_bare(bare: &Bare, row: &arrow::array::RecordBatch) -> Result<()> {
    let batch = bare::borrow(row);
    let mut instance = bare.start(row, PARAMS)?;
    instance.apply(&batch)?;
    // Part of the call: what is thrown away must be given back to the pool.
    drop(instance);
    Ok(())
}
