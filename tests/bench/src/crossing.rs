//! Crossing the boundary, one way at a time.

use std::sync::Arc;

use anyhow::Result;
use arrow::array::{ArrayRef, Float64Array, LargeStringArray, RecordBatch, StringViewArray};

use crate::data::{self, Numbers};
use crate::measure::{Contestant, Timing, race};
use crate::report::{Report, Wanted};
use crate::setup::{Setup, limited};
use crate::tables::{Dropped, Kept, One, run};

const ROWS: usize = 1_000_000;
const COLUMNS: usize = 8;
/// Rows of a batch of eight columns of eight bytes, as the host cuts them.
const BATCH_ROWS: usize = 32_768;

pub(crate) fn bench(setup: &Setup, report: &mut Report) -> Result<()> {
    let rows = setup.rows(ROWS);
    report.section(
        "crossing",
        "Crossing the boundary",
        &format!(
            "Guest `crossing`, {rows} rows by {COLUMNS} columns. In: the guest pulls all batches and drops them; its memory is used \
             again for each batch, so the floor is a memcpy of the same bytes into one batch's buffers. Out: the guest pushes the same \
             batch again and again and the host drops what comes, so the floor is a memcpy of that batch into fresh buffers that are \
             dropped; or the host keeps all of it, and so does the floor."
        ),
    );
    let both = |name: &str, make: fn(usize) -> Result<RecordBatch>| {
        let inward = into(setup, report, name, &make(rows)?)?;
        Ok::<_, anyhow::Error>((inward, out(setup, report, name, &make(rows.min(BATCH_ROWS))?, rows.div_ceil(BATCH_ROWS))?))
    };
    let (inward, outward) = both("float64", floats)?;
    both("float64, a tenth of them null", nulls)?;
    both("string", strings)?;
    both("string, as views", views)?;
    report.target("into the guest, share of a memcpy's throughput", 100.0 * inward, " %", Wanted::AtLeast(75.0));
    report.target("out of the guest, share of a memcpy's throughput", 100.0 * outward, " %", Wanted::AtLeast(75.0));
    Ok(())
}

/// The share of a memcpy's throughput.
fn into(setup: &Setup, report: &Report, name: &str, table: &RecordBatch) -> Result<f64> {
    let guest = setup.transform("crossing")?;
    let pieces = buffers(table);
    let mut target = vec![0; BATCH_ROWS * COLUMNS * 8];
    let [floor, ours] = race(
        setup.plan(31, 1),
        [
            Contestant::of(format!("memcpy, {} MB", megabytes(&pieces)), || {
                copy_over(&pieces, &mut target);
                Ok(())
            }),
            Contestant::of(format!("in: {name}"), || run(&guest, limited("{}", 1), One::of(table), Box::new(Dropped))),
        ],
    )?;
    show(report, &floor, &[&ours], &pieces);
    Ok(1.0 / ours.over(&floor))
}

fn out(setup: &Setup, report: &Report, name: &str, sample: &RecordBatch, pushes: usize) -> Result<f64> {
    let guest = setup.transform("crossing")?;
    let params = format!(r#"{{"pushes": {pushes}}}"#);
    let once = buffers(sample);
    let all = once.repeat(pushes);
    let [floor, ours, kept_floor, ours_kept] = race(
        setup.plan(31, 1),
        [
            Contestant::of(format!("memcpy, {} MB", megabytes(&all)), || {
                (0..pushes).for_each(|_| drop(std::hint::black_box(crate::native::copy_fresh(&once))));
                Ok(())
            }),
            Contestant::of(format!("out: {name}"), || run(&guest, limited(&params, 1), One::of(sample), Box::new(Dropped))),
            Contestant::of("memcpy, all kept".to_owned(), || Ok(crate::native::copy_fresh(&all))),
            Contestant::of(format!("out: {name}, all kept"), || {
                let kept = Kept::default();
                run(&guest, limited(&params, 1), One::of(sample), Box::new(kept.clone()))?;
                Ok(kept)
            }),
        ],
    )?;
    show(report, &floor, &[&ours], &all);
    show(report, &kept_floor, &[&ours_kept], &all);
    Ok(1.0 / ours.over(&floor))
}

fn show(report: &Report, floor: &Timing, ours: &[&Timing], pieces: &[&[u8]]) {
    let bytes: usize = pieces.iter().map(|piece| piece.len()).sum();
    let all: Vec<&Timing> = std::iter::once(floor).chain(ours.iter().copied()).collect();
    report.timings(floor, &all);
    let speeds = all.iter().map(|timing| format!("{}: {:.1} GB/s", timing.name, bytes as f64 / timing.median().as_secs_f64() / 1e9));
    report.note(speeds.collect::<Vec<_>>().join("; "));
}

/// Batch by batch and column by column over the same memory, as a guest's allocator gives it out again.
fn copy_over(pieces: &[&[u8]], target: &mut [u8]) {
    let piece_bytes = target.len() / COLUMNS;
    let longest = pieces.iter().map(|piece| piece.len()).max().unwrap_or(0);
    for start in (0..longest).step_by(piece_bytes) {
        for (column, piece) in pieces.iter().enumerate() {
            let from = &piece[start.min(piece.len())..(start + piece_bytes).min(piece.len())];
            let at = (column % COLUMNS) * piece_bytes;
            target[at..at + from.len()].copy_from_slice(from);
        }
        std::hint::black_box(&mut *target);
    }
}

/// All buffers of a table, as they are in memory.
fn buffers(table: &RecordBatch) -> Vec<&[u8]> {
    use arrow::array::{Array, AsArray};
    use arrow::datatypes::{DataType, Float64Type};
    let mut found = Vec::new();
    for column in table.columns() {
        if let Some(nulls) = column.nulls() {
            found.push(nulls.validity());
        }
        match column.data_type() {
            DataType::Float64 => found.push(column.as_primitive::<Float64Type>().values().inner().as_slice()),
            DataType::LargeUtf8 => {
                let text = column.as_string::<i64>();
                let (first, last) = (text.offsets()[0] as usize, text.offsets()[text.len()] as usize);
                found.push(text.offsets().inner().inner().as_slice());
                found.push(&text.values().as_slice()[first..last]);
            }
            _ => {
                let views = column.as_string_view();
                found.push(views.views().inner().as_slice());
                found.extend(views.data_buffers().iter().map(|buffer| buffer.as_slice()));
            }
        }
    }
    found
}

fn megabytes(pieces: &[&[u8]]) -> usize {
    pieces.iter().map(|piece| piece.len()).sum::<usize>() / 1_000_000
}

fn named(column: impl Fn(u64) -> ArrayRef) -> Result<RecordBatch> {
    data::batch(["a", "b", "c", "d", "e", "f", "g", "h"].into_iter().zip(0..).map(|(name, seed)| (name, column(seed))).collect())
}

fn floats(rows: usize) -> Result<RecordBatch> {
    data::wide(COLUMNS, rows)
}

fn nulls(rows: usize) -> Result<RecordBatch> {
    named(|seed| {
        let mut numbers = Numbers::new(seed);
        Arc::new((0..rows).map(|_| (!numbers.next().is_multiple_of(10)).then(|| numbers.unit())).collect::<Float64Array>())
    })
}

fn strings(rows: usize) -> Result<RecordBatch> {
    named(|seed| Arc::new(LargeStringArray::from_iter_values(data::texts(seed, rows))))
}

fn views(rows: usize) -> Result<RecordBatch> {
    // Longer than what a view holds itself, so that there are data buffers.
    named(|seed| Arc::new(StringViewArray::from_iter_values(data::texts(seed, rows).into_iter().map(|text| format!("{text}, and some more")))))
}
