//! What metering costs: the same component on engines that differ in nothing else.

use anyhow::Result;
use arrow::array::RecordBatch;

use crate::bare::{self, Bare, Metering};
use crate::data;
use crate::measure::{Contestant, race};
use crate::report::Report;
use crate::setup::Setup;

const ROWS: usize = 1_000_000;
const BATCH_ROWS: usize = 65_536;

pub(crate) fn bench(setup: &Setup, report: &mut Report) -> Result<()> {
    let rows = setup.rows(ROWS);
    report.section(
        "fuel",
        "Fuel on and off",
        &format!("Bare wasmtime, guest `kernels` over {rows} rows on one instance; the engines differ in metering alone."),
    );
    let engine = |metering| Bare::new("kernels", metering);
    let (off, epochs, fuel, both) = (engine(Metering::Off)?, engine(Metering::Epochs)?, engine(Metering::Fuel)?, engine(Metering::Both)?);
    for (kernel, table) in [("arithmetic", data::wide(4, rows)?), ("gcd", data::pairs(rows)?), ("parse", data::strings(rows)?)] {
        let batches = bare::cut(&table, BATCH_ROWS)?;
        let params = format!(r#"{{"kernel": "{kernel}"}}"#);
        let timings = race(
            setup.plan(21, 1),
            [
                Contestant::of(format!("{kernel}, unmetered"), || through(&off, &batches, &params)),
                Contestant::of(format!("{kernel}, epochs"), || through(&epochs, &batches, &params)),
                Contestant::of(format!("{kernel}, fuel"), || through(&fuel, &batches, &params)),
                Contestant::of(format!("{kernel}, fuel and epochs"), || through(&both, &batches, &params)),
            ],
        )?;
        report.timings(&timings[0], &timings.each_ref());
    }
    Ok(())
}

fn through(bare: &Bare, batches: &[RecordBatch], params: &str) -> Result<u64> {
    let borrowed: Vec<_> = batches.iter().map(bare::borrow).collect();
    let Some(first) = batches.first() else { return Ok(0) };
    let mut instance = bare.start(first, params)?;
    let mut rows = 0_u64;
    for batch in &borrowed {
        rows += u64::from(instance.apply(batch)?.rows);
    }
    Ok(rows)
}
