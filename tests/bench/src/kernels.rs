//! Kernels that compute or branch, beside the same loop in native code.

use anyhow::Result;
use arrow::array::{AsArray, RecordBatch};
use arrow::datatypes::Int64Type;

use crate::measure::{Contestant, race};
use crate::report::Report;
use crate::setup::{Setup, limited};
use crate::tables::{Kept, One, run};
use crate::{data, native};

const ROWS: usize = 1_000_000;

pub(crate) fn bench(setup: &Setup, report: &mut Report) -> Result<()> {
    let rows = setup.rows(ROWS);
    report.section("kernels", "Compute-bound kernels", &format!("Guest `kernels` over {rows} rows, every limit on, beside the same loop in native code."));
    let pairs = data::pairs(rows)?;
    let (a, b) = (pairs.column(0).as_primitive::<Int64Type>(), pairs.column(1).as_primitive::<Int64Type>());
    kernel(setup, report, "gcd", &pairs, || drop(std::hint::black_box(native::gcd(a.values(), b.values()))))?;
    let strings = data::strings(rows)?;
    let texts = strings.column(0).as_string::<i64>();
    kernel(setup, report, "parse", &strings, || drop(std::hint::black_box(native::parse(texts.iter()))))
}

fn kernel(setup: &Setup, report: &Report, name: &str, table: &RecordBatch, native: impl Fn()) -> Result<()> {
    let transform = setup.transform("kernels")?;
    let params = format!(r#"{{"kernel": "{name}"}}"#);
    let guest = |workers| {
        let kept = Kept::default();
        run(&transform, limited(&params, workers), One::of(table), Box::new(kept.clone()))?;
        Ok(kept)
    };
    let timings = race(
        setup.plan(21, 1),
        [
            Contestant::of("native", || {
                native();
                Ok(())
            }),
            Contestant::of(format!("{name}, one worker"), || guest(1)),
            Contestant::of(format!("{name}, two workers"), || guest(2)),
        ],
    )?;
    report.timings(&timings[0], &timings.each_ref());
    Ok(())
}
