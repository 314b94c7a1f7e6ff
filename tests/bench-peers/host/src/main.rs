//! Runs the peer's kernels: `sandtable-bench-peer GUEST.wasm`. A line `KERNEL ROWS` on stdin is one repetition; the
//! nanoseconds that it took go to stdout. `sandtable-bench --peer` asks, and takes turns with it.

use std::io::Write;
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context, Result, bail, ensure};
use arrow_array::{Array, ArrayRef, Float64Array, Int64Array, RecordBatch};
use arrow_schema::DataType;
use arrow_udf_runtime::wasm::{FunctionHandle, Runtime};

/// Rows of a call where there are more: the size that was measured to suit this peer best.
const CALL_ROWS: usize = 8_192;

fn main() -> Result<()> {
    let path = std::env::args().nth(1).context("the guest's path is missing")?;
    let runtime = Runtime::new(&std::fs::read(&path).with_context(|| path.clone())?)?;
    let gcd = runtime.find_function("gcd", vec![DataType::Int64; 2], DataType::Int64)?;
    let arithmetic = runtime.find_function("arithmetic", vec![DataType::Float64; 4], DataType::Float64)?;
    let mut kept: Option<(String, Vec<RecordBatch>)> = None;
    for line in std::io::stdin().lines() {
        let line = line?;
        let (kernel, rows) = line.split_once(' ').context("a line is `KERNEL ROWS`")?;
        let rows = rows.parse()?;
        let function = match kernel {
            "gcd" => &gcd,
            "arithmetic" => &arithmetic,
            other => bail!("no kernel {other}"),
        };
        if kept.as_ref().is_none_or(|(made_for, _)| *made_for != line) {
            // What was made for another line goes first: ten million rows are 400 MB.
            drop(kept.take());
            let batches = if kernel == "gcd" { vec![pairs(rows)?] } else { wide(rows)? };
            check(kernel, &batches, &call(&runtime, function, &batches)?)?;
            kept = Some((line.clone(), batches));
        }
        let Some((_, batches)) = &kept else { continue };
        let start = Instant::now();
        let answers = call(&runtime, function, batches)?;
        let took = start.elapsed();
        drop(answers);
        let mut stdout = std::io::stdout().lock();
        writeln!(stdout, "{}", took.as_nanos())?;
        stdout.flush()?;
    }
    Ok(())
}

fn call(runtime: &Runtime, function: &FunctionHandle, batches: &[RecordBatch]) -> Result<Vec<RecordBatch>> {
    batches.iter().map(|batch| runtime.call(function, batch)).collect()
}

/// A fast wrong answer is worth nothing.
fn check(kernel: &str, batches: &[RecordBatch], answers: &[RecordBatch]) -> Result<()> {
    for (batch, answer) in batches.iter().zip(answers) {
        ensure!(answer.num_rows() == batch.num_rows(), "{} rows came out of {}", answer.num_rows(), batch.num_rows());
        let right = match kernel {
            "gcd" => {
                let (a, b, r) = (integers(batch, 0)?, integers(batch, 1)?, integers(answer, 0)?);
                (0..r.len()).all(|row| r.value(row) > 0 && a.value(row) % r.value(row) == 0 && b.value(row) % r.value(row) == 0)
            }
            _ => {
                let [a, b, c, d] = [floats(batch, 0)?, floats(batch, 1)?, floats(batch, 2)?, floats(batch, 3)?];
                let r = floats(answer, 0)?;
                (0..r.len()).all(|row| r.value(row) == a.value(row) * b.value(row) + c.value(row) - d.value(row))
            }
        };
        ensure!(right, "the answer of {kernel} is wrong");
    }
    Ok(())
}

fn integers(batch: &RecordBatch, column: usize) -> Result<&Int64Array> {
    batch.column(column).as_any().downcast_ref().context("a column of int64")
}

fn floats(batch: &RecordBatch, column: usize) -> Result<&Float64Array> {
    batch.column(column).as_any().downcast_ref().context("a column of float64")
}

/// SplitMix64, with the seeds of `sandtable-bench`: both sides compute the same.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}

fn pairs(rows: usize) -> Result<RecordBatch> {
    let column = |seed| {
        let mut numbers = Numbers(seed);
        Arc::new((0..rows).map(|_| Some((numbers.next() % 1_000_000) as i64 + 1)).collect::<Int64Array>()) as ArrayRef
    };
    Ok(RecordBatch::try_from_iter_with_nullable([("a", column(1), true), ("b", column(2), true)])?)
}

fn wide(rows: usize) -> Result<Vec<RecordBatch>> {
    let mut numbers: [Numbers; 4] = std::array::from_fn(|seed| Numbers(seed as u64));
    let starts = (0..rows).step_by(CALL_ROWS);
    let piece = |start: usize| {
        let rows = CALL_ROWS.min(rows - start);
        let columns = numbers.each_mut().map(|numbers| {
            let unit = |_| (numbers.next() >> 11) as f64 / (1_u64 << 53) as f64 * 1000.0;
            Arc::new(Float64Array::from_iter_values((0..rows).map(unit))) as ArrayRef
        });
        Ok(RecordBatch::try_from_iter_with_nullable(["a", "b", "c", "d"].into_iter().zip(columns).map(|(name, column)| (name, column, true)))?)
    };
    starts.map(piece).collect()
}
