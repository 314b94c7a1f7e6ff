//! A whole-table guest over files far larger than its memory: succeeds, and nobody's memory grows with the file.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result, ensure};
use arrow::array::{Float64Array, Int64Array, LargeStringArray, RecordBatch};
use sandtable_frames::{Compression, Format, TableWriter, WriteOptions};
use sandtable_tests::Server;

use crate::data::{self, Numbers};
use crate::http::{Client, post};
use crate::process;
use crate::report::{Report, Wanted};
use crate::setup::Setup;

/// The guest's limit.
const MEMORY_MB: usize = 16;
/// File sizes, in units of the limit.
const SIZES: [usize; 3] = [1, 10, 20];
const MIB: f64 = (1 << 20) as f64;
/// What counts as flat from the second size to the third, past what readers hold anyway (row groups, pieces of text). A
/// process that held the file would grow by 160.
const FLAT_MB: f64 = 16.0;
/// Rows that are made and written at once.
const PIECE_ROWS: usize = 20_000;

pub(crate) fn bench(setup: &Setup, report: &mut Report) -> Result<()> {
    report.section(
        "memory",
        "Files larger than the guest's memory",
        &format!(
            "Whole-table guests with `memory_mb: {MEMORY_MB}` over files of 1, 10 and 20 times that, over HTTP: `top-per-group` gives a few \
             rows, `roundtrip-rust-table` the whole table, as an Arrow stream. Memory is `VmHWM`, the most that a process has ever held, \
             so that a later line cannot be lower than an earlier one; of two executors the larger counts."
        ),
    );
    let top = ("top-per-group", "table", r#"{"group": "group", "by": "value", "n": 3}"#, "json");
    let whole = ("roundtrip-rust-table", "input", "{}", "arrow");
    // Components are compiled once; the processes are fresh each time.
    let data = tempfile::tempdir()?;
    for (format, extension, guest) in [(Format::Parquet, "parquet", top), (Format::Csv, "csv", top), (Format::Parquet, "parquet", whole)] {
        one(setup, report, data.path(), format, extension, guest)?;
    }
    Ok(())
}

fn one(setup: &Setup, report: &mut Report, data: &Path, format: Format, extension: &str, guest: (&str, &str, &str, &str)) -> Result<()> {
    let (name, input, params, answer) = guest;
    let server = Server::builder().data_dir(data).start();
    server.upload(name);
    let mut client = Client::connect(server.url().trim_start_matches("http://").parse()?)?;
    println!("| {name}, {extension} | file | rows | took | guest's peak | executor's peak | server's peak | answer |\n|---|---|---|---|---|---|---|---|");
    let mut peaks = Vec::new();
    for size in SIZES {
        let file = format!("table-{size}.{extension}");
        let (rows, bytes) = write(&server.base().join(&file), format, setup.rows(size * (MEMORY_MB << 20)) as u64)?;
        let request = format!(
            r#"{{"inputs": {{"{input}": {{"uri": "{file}"}}}}, "params": {params}, "limits": {{"memory_mb": {MEMORY_MB}}}, "output": {{"format": "{answer}"}}}}"#
        );
        let request = post(&format!("/v1/transforms/{name}/run"), &request);
        let start = std::time::Instant::now();
        // A table is not kept here. What the guest used stands in the answer, or in a header of it.
        let (answered, usage) = if answer == "json" {
            let body = client.ok(&request)?;
            (body.len(), serde_json::from_slice::<serde_json::Value>(body)?["usage"].take())
        } else {
            client.drain(&request)?
        };
        let took = start.elapsed();
        let executor = process::children(server.pid())?.into_values().max().context("the server has no executor")? as f64 / MIB;
        let of_server = process::peak_bytes(server.pid())? as f64 / MIB;
        ensure!(usage["rows_in"] == rows, "the guest read {} of {rows} rows", usage["rows_in"]);
        let guest_peak = usage["peak_memory_bytes"].as_f64().unwrap_or_default() / MIB;
        println!(
            "| {size} x the limit | {:.0} MiB | {rows} | {} | {guest_peak:.1} MiB | {executor:.0} MiB | {of_server:.0} MiB | {:.1} MiB |",
            bytes as f64 / MIB,
            crate::report::show(took),
            answered as f64 / MIB
        );
        peaks.push((executor, of_server));
        std::fs::remove_file(server.base().join(&file))?;
    }
    println!();
    let [_, first, last] = peaks.as_slice() else { return Ok(()) };
    let what = format!("{name}, {extension}: growth from 10 to 20 times the limit");
    report.target(&format!("{what}, executor"), last.0 - first.0, " MiB", Wanted::AtMost(FLAT_MB));
    report.target(&format!("{what}, server"), last.1 - first.1, " MiB", Wanted::AtMost(FLAT_MB));
    Ok(())
}

/// Writes rows until the file has that size; gives rows and bytes.
fn write(path: &Path, format: Format, bytes: u64) -> Result<(u64, u64)> {
    let file = File::create(path)?;
    let looked_at = file.try_clone()?;
    let options = WriteOptions { compression: (format == Format::Parquet).then_some(Compression::Uncompressed), ..WriteOptions::default() };
    let mut writer = TableWriter::new(file, format, &options)?;
    let mut numbers = Numbers::new(7);
    let mut rows = 0;
    while looked_at.metadata()?.len() < bytes {
        let piece = piece(&mut numbers, rows)?;
        if rows == 0 {
            writer.start(piece.schema())?;
        }
        rows += piece.num_rows() as u64;
        writer.push(piece)?;
    }
    Ok((rows, writer.finish()?.bytes))
}

fn piece(numbers: &mut Numbers, from: u64) -> Result<RecordBatch> {
    let group: LargeStringArray = (0..PIECE_ROWS).map(|_| Some(format!("g{:02}", numbers.next() % 20))).collect();
    let value: Float64Array = (0..PIECE_ROWS).map(|_| Some(numbers.unit())).collect();
    let id: Int64Array = (0..PIECE_ROWS as i64).map(|row| Some(from as i64 + row)).collect();
    let noise: Int64Array = (0..PIECE_ROWS).map(|_| Some(numbers.next() as i64)).collect();
    data::batch(vec![("group", Arc::new(group)), ("value", Arc::new(value)), ("id", Arc::new(id)), ("noise", Arc::new(noise))])
}
