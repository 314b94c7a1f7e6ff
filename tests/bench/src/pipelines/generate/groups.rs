//! As h2o's tables for group-bys and joins, with 100 groups of the small columns.

use anyhow::Result;
use polars::prelude::{Column, Int64Chunked, IntoColumn};

use super::{floats, integers, texts};

/// Groups of the small columns.
const FEW: u64 = 100;

/// Six columns to group by, half of them text, and three of values.
pub(super) fn groups(rows: usize) -> Result<Vec<Column>> {
    let many = (rows as u64 / FEW).max(1);
    Ok(vec![
        texts("id1", 11, rows, |n| format!("id{:03}", n % FEW + 1)),
        texts("id2", 12, rows, |n| format!("id{:03}", n % FEW + 1)),
        texts("id3", 13, rows, move |n| format!("id{:010}", n % many + 1)),
        integers("id4", 14, rows, |n| (n % FEW) as i64 + 1),
        integers("id5", 15, rows, |n| (n % FEW) as i64 + 1),
        integers("id6", 16, rows, move |n| (n % many) as i64 + 1),
        integers("v1", 17, rows, |n| (n % 5) as i64 + 1),
        integers("v2", 18, rows, |n| (n % 15) as i64 + 1),
        floats("v3", 19, rows, |n| (n % 100_000_000) as f64 / 1e6),
    ])
}

/// The rows of `medium` for as many of the others.
fn medium_rows(rows: usize) -> u64 {
    (rows as u64 / 1000).max(10)
}

/// Keys of the medium table and of the large one, of which it holds nine in ten.
pub(super) fn left(rows: usize) -> Result<Vec<Column>> {
    let (medium, large) = (medium_rows(rows), rows as u64 * 10 / 9);
    Ok(vec![
        integers("id2", 21, rows, move |n| (n % medium) as i64),
        integers("id3", 22, rows, move |n| (n % large) as i64),
        integers("v1", 23, rows, |n| (n % 1000) as i64),
    ])
}

/// One row a key, in no order: keys are walked by a step that shares no factor with their number.
pub(super) fn medium(rows: usize) -> Result<Vec<Column>> {
    let rows = medium_rows(rows);
    let keys = (0..rows).map(|row| (row * 7919 % rows) as i64).collect();
    Ok(vec![ints("id2", keys), texts("id5", 24, rows as usize, |n| format!("group {:02}", n % FEW)), integers("v2", 25, rows as usize, |n| (n % 1000) as i64)])
}

/// As `medium`, with as many rows as `left`.
pub(super) fn large(rows: usize) -> Result<Vec<Column>> {
    let rows = rows as u64;
    let keys = (0..rows).map(|row| (row * 7919 % rows) as i64).collect();
    Ok(vec![ints("id3", keys), floats("v3", 26, rows as usize, |n| (n % 1_000_000) as f64 / 1e4)])
}

fn ints(name: &str, values: Vec<i64>) -> Column {
    Int64Chunked::from_vec(name.into(), values).into_column()
}
