//! Row by row in three languages: five columns in, five more out.

use std::sync::Arc;

use anyhow::Result;
use arrow::array::{Float32Array, Float64Array, Int8Array, Int64Array, RecordBatch, UInt64Array};

use super::languages;
use crate::data::{self, Numbers};
use crate::measure::{Contestant, race_all};
use crate::report::Report;
use crate::setup::{Setup, limited};
use crate::tables::{Dropped, One, run};

const ROWS: usize = 200_000;
const PARAMS: &str = r#"{"transform": "derive", "factor": 1.5, "above": 3}"#;

pub(crate) fn bench(setup: &Setup, report: &mut Report) -> Result<()> {
    let rows = setup.rows(ROWS);
    report.section(
        "rows",
        "Row by row in three languages",
        &format!(
            "The guests `conformance-rows…`, transform `derive`, over {rows} rows on one worker, every limit on: five columns of numbers in, five more out \
             that are made value by value. Beside them the same call over one row: what is left is the rows' own."
        ),
    );
    let (table, one) = (table(rows)?, table(1)?);
    let mut contestants = Vec::new();
    for (language, end) in languages(setup) {
        let transform = setup.transform(&format!("conformance-rows{end}"))?;
        for (what, table) in [("one row", &one), ("all rows", &table)] {
            let transform = transform.clone();
            contestants.push(Contestant::of(format!("{language}, {what}"), move || run(&transform, limited(PARAMS, 1), One::of(table), Box::new(Dropped))));
        }
    }
    let timings = race_all(setup.plan(15, 1), contestants)?;
    let Some(floor) = timings.get(1) else { return Ok(()) };
    report.timings(floor, &timings.iter().collect::<Vec<_>>());
    for ((language, _), pair) in languages(setup).iter().zip(timings.chunks(2)) {
        let [start, all] = pair else { continue };
        let each = all.median().saturating_sub(start.median()).as_secs_f64() * 1e9 / rows as f64;
        report.note(format!("{language}: {each:.0} ns a row."));
    }
    Ok(())
}

fn table(rows: usize) -> Result<RecordBatch> {
    let mut numbers = Numbers::new(11);
    let mut column = |most: u64| (0..rows).map(|_| numbers.next() % most).collect::<Vec<u64>>();
    let gap = |at: usize, value: u64| (at % 10 != 9).then_some(value);
    let some = |values: Vec<u64>| values.into_iter().enumerate().map(move |(at, value)| gap(at, value)).collect::<Vec<_>>();
    let (a, b, count, small, single) = (some(column(1 << 40)), some(column(1 << 20)), some(column(1 << 30)), some(column(127)), some(column(1 << 16)));
    data::batch(vec![
        ("a", Arc::new(a.into_iter().map(|value| value.map(|value| value as i64)).collect::<Int64Array>())),
        ("b", Arc::new(b.into_iter().map(|value| value.map(|value| value as f64)).collect::<Float64Array>())),
        ("count", Arc::new(count.into_iter().collect::<UInt64Array>())),
        ("small", Arc::new(small.into_iter().map(|value| value.map(|value| value as i8)).collect::<Int8Array>())),
        ("single", Arc::new(single.into_iter().map(|value| value.map(|value| value as f32)).collect::<Float32Array>())),
    ])
}
