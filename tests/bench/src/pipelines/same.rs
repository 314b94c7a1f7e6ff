//! Whether two frames hold the same rows. A fast wrong answer is worth nothing.

use anyhow::{Context, Result, ensure};
use polars::prelude::{Column, DataFrame, DataType, SortMultipleOptions};

/// How far sums of floats in another order may differ, as a share.
const TOLERANCE: f64 = 1e-9;

/// Compares columns, types and rows; in any order of rows, floats within a tolerance. All columns but floats together
/// must tell rows apart.
///
/// # Errors
/// The first difference.
pub(crate) fn check(given: &DataFrame, expected: &DataFrame) -> Result<()> {
    ensure!(given.schema() == expected.schema(), "columns {:?}, not {:?}", given.schema(), expected.schema());
    ensure!(given.height() == expected.height(), "{} rows, not {}", given.height(), expected.height());
    let (given, expected) = (sorted(given)?, sorted(expected)?);
    for (given, expected) in given.columns().iter().zip(expected.columns()) {
        column(given, expected).with_context(|| format!("column {}", expected.name()))?;
    }
    Ok(())
}

fn sorted(frame: &DataFrame) -> Result<DataFrame> {
    let keys: Vec<_> = frame.columns().iter().filter(|column| !column.dtype().is_float()).map(|column| column.name().clone()).collect();
    if keys.is_empty() {
        return Ok(frame.clone());
    }
    Ok(frame.sort(keys, SortMultipleOptions::default())?)
}

fn column(given: &Column, expected: &Column) -> Result<()> {
    if !expected.dtype().is_float() {
        ensure!(given.equals_missing(expected), "its values differ");
        return Ok(());
    }
    let (given, expected) = (given.cast(&DataType::Float64)?, expected.cast(&DataType::Float64)?);
    for (row, (given, expected)) in given.f64()?.iter().zip(expected.f64()?.iter()).enumerate() {
        let close = match (given, expected) {
            (Some(given), Some(expected)) => (given - expected).abs() <= TOLERANCE * given.abs().max(expected.abs()) || (given.is_nan() && expected.is_nan()),
            (given, expected) => given == expected,
        };
        ensure!(close, "row {row} is {given:?}, not {expected:?}");
    }
    Ok(())
}
