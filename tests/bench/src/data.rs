//! Data that is the same on every machine.

use std::sync::Arc;

use anyhow::Result;
use arrow::array::{ArrayRef, Float64Array, Int64Array, LargeStringArray, RecordBatch};
use polars::prelude::{Column, DataFrame, Float64Chunked, IntoSeries};

/// SplitMix64: small, even, and the same everywhere.
pub(crate) struct Numbers(u64);

impl Numbers {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From 0 to 1, 53 bits of it.
    pub(crate) fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// A column of floats.
pub(crate) fn floats(seed: u64, rows: usize) -> Vec<f64> {
    let mut numbers = Numbers::new(seed);
    (0..rows).map(|_| numbers.unit() * 1000.0).collect()
}

/// A column of integers from 1 to 1,000,000.
pub(crate) fn integers(seed: u64, rows: usize) -> Vec<i64> {
    let mut numbers = Numbers::new(seed);
    (0..rows).map(|_| (numbers.next() % 1_000_000) as i64 + 1).collect()
}

/// A column of decimal numbers as text, 3 to 9 characters.
pub(crate) fn texts(seed: u64, rows: usize) -> Vec<String> {
    let mut numbers = Numbers::new(seed);
    (0..rows).map(|_| format!("{:.3}", (numbers.next() % 100_000_000) as f64 / 10_f64.powi(3 + (numbers.next() % 4) as i32))).collect()
}

/// Arrays under the names `a`, `b`, … or those given.
pub(crate) fn batch(columns: Vec<(&str, ArrayRef)>) -> Result<RecordBatch> {
    Ok(RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, array)| (name, array, true)))?)
}

/// The int64 columns `a` and `b`.
pub(crate) fn pairs(rows: usize) -> Result<RecordBatch> {
    batch(vec![("a", Arc::new(Int64Array::from(integers(1, rows)))), ("b", Arc::new(Int64Array::from(integers(2, rows))))])
}

/// The string column `s`.
pub(crate) fn strings(rows: usize) -> Result<RecordBatch> {
    batch(vec![("s", Arc::new(LargeStringArray::from_iter_values(texts(3, rows))))])
}

/// Float64 columns `a`, `b`, `c` and so on.
pub(crate) fn wide(columns: usize, rows: usize) -> Result<RecordBatch> {
    const NAMES: [&str; 8] = ["a", "b", "c", "d", "e", "f", "g", "h"];
    let named = NAMES.into_iter().take(columns).enumerate();
    batch(named.map(|(seed, name)| (name, Arc::new(Float64Array::from(floats(seed as u64, rows))) as ArrayRef)).collect())
}

/// The float64 columns `a` to `d` as a Polars frame, each in one piece.
pub(crate) fn frame(columns: &[Vec<f64>; 4]) -> Result<DataFrame> {
    let named = ["a", "b", "c", "d"].into_iter().zip(columns);
    let columns: Vec<Column> = named.map(|(name, values)| Float64Chunked::from_vec(name.into(), values.clone()).into_series().into()).collect();
    let rows = columns.first().map_or(0, Column::len);
    Ok(DataFrame::new(rows, columns)?)
}
