//! `a * b + c - d`, row by row, from Polars frame to Polars frame.

use anyhow::{Context, Result, ensure};
use polars::prelude::DataFrame;
use sandtable_frames::{Table, bridge};
use sandtable_sandbox::Transform;

use crate::measure::{Contestant, race};
use crate::report::{Report, Wanted};
use crate::setup::{Setup, limited};
use crate::tables::{Framed, Kept, run};
use crate::{data, native};

const ROWS: usize = 10_000_000;
/// As tasks ask for them.
const BATCH_ROWS: usize = 16_384;
const PARAMS: &str = r#"{"kernel": "arithmetic"}"#;

pub(crate) fn bench(setup: &Setup, report: &mut Report) -> Result<()> {
    let rows = setup.rows(ROWS);
    report.section(
        "arithmetic",
        "Row by row: arithmetic",
        &format!(
            "Guest `kernels`, `a * b + c - d` over {rows} rows of four float64 columns, from Polars frame to Polars frame, every limit \
             on. Beside it a memcpy of the same five columns, into buffers that were used before and into fresh ones; one that uses memory as the guest does, four columns batch by \
             batch into the same buffers and one column into fresh ones; and the loop itself in native code."
        ),
    );
    let columns: [Vec<f64>; 4] = std::array::from_fn(|seed| data::floats(seed as u64, rows));
    let frame = data::frame(&columns)?;
    let expected = native::arithmetic(&columns);
    let transform = setup.transform("kernels")?;
    check(&through(&transform, &frame, 1)?, &expected)?;
    let slices: Vec<&[f64]> = columns.iter().map(Vec::as_slice).chain([expected.as_slice()]).collect();
    let mut copies: Vec<Vec<f64>> = slices.iter().map(|slice| slice.to_vec()).collect();
    let mut batch: [Vec<f64>; 4] = std::array::from_fn(|_| vec![0.0; BATCH_ROWS]);
    let timings = race(
        setup.plan(15, 1),
        [
            Contestant::of("memcpy of five columns, into buffers used before", || {
                copies.iter_mut().zip(&slices).for_each(|(to, from)| to.copy_from_slice(from));
                std::hint::black_box(&mut copies);
                Ok(())
            }),
            Contestant::of("memcpy of five columns, into fresh buffers", || Ok(native::copy_fresh(&slices))),
            Contestant::of("memcpy, four over one batch, one fresh", || Ok(copy_through(&columns, &mut batch))),
            Contestant::of("native loop", || Ok(native::arithmetic(&columns))),
            Contestant::of("sandtable, one worker", || through(&transform, &frame, 1)),
            Contestant::of("sandtable, two workers", || through(&transform, &frame, 2)),
        ],
    )?;
    let [floor, _fresh, _reused, _native, one, two] = &timings;
    report.timings(floor, &timings.each_ref());
    report.target("arithmetic beside a memcpy of the same bytes", one.over(floor), "x", Wanted::AtMost(1.3));
    report.target("arithmetic on two workers beside one", two.over(one), "x", Wanted::AtMost(0.65));
    Ok(())
}

/// The same bytes as a call moves, in the same places: input batches over each other, the output kept.
fn copy_through(columns: &[Vec<f64>; 4], batch: &mut [Vec<f64>; 4]) -> Vec<Vec<f64>> {
    let starts = (0..columns[0].len()).step_by(BATCH_ROWS);
    let piece = |start: usize| {
        let rows = BATCH_ROWS.min(columns[0].len() - start);
        for (from, to) in columns.iter().zip(batch.iter_mut()) {
            to[..rows].copy_from_slice(&from[start..start + rows]);
        }
        std::hint::black_box(&mut *batch)[0][..rows].to_vec()
    };
    starts.map(piece).collect()
}

/// A frame through the guest, and a frame again.
fn through(transform: &Transform, frame: &DataFrame, workers: usize) -> Result<DataFrame> {
    let batches = Table::from_frame(frame.clone())?.batches(false, BATCH_ROWS);
    let kept = Kept::default();
    run(transform, limited(PARAMS, workers), Box::new(Framed(batches)), Box::new(kept.clone()))?;
    let batches = kept.take();
    let schema = batches.first().context("no batch came out")?.schema();
    Ok(bridge::batches_to_frame(&schema, &batches)?)
}

/// A fast wrong answer is worth nothing.
fn check(frame: &DataFrame, expected: &[f64]) -> Result<()> {
    let column = frame.column("r")?.f64()?;
    ensure!(column.len() == expected.len(), "{} rows came out of {}", column.len(), expected.len());
    for (row, (given, expected)) in column.iter().zip(expected).enumerate() {
        ensure!(given == Some(*expected), "row {row} is {given:?}, not {expected}");
    }
    Ok(())
}
