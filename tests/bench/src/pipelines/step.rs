//! A wasm step in a pipeline, beside the bare transform.

use std::cell::RefCell;
use std::fs::File;
use std::io::Cursor;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result};
use arrow::array::{Float64Array, Int64Array, RecordBatch};
use polars::prelude::{DataFrame, IpcStreamReader, SerReader};
use sandtable_frames::{Format, TableWriter, WriteOptions};
use sandtable_tests::Server;
use serde_json::{Value, json};

use super::same;
use crate::data;
use crate::http::{Client, post};
use crate::measure::{Contestant, race};
use crate::report::{Report, Wanted};
use crate::setup::Setup;

/// Rows of a row group.
const PIECE_ROWS: usize = 100_000;

pub(crate) fn bench(setup: &Setup, report: &mut Report) -> Result<()> {
    report.section(
        "pipeline-step",
        "A transform as a step",
        "The same guest over the same Parquet file, over HTTP, its table as an Arrow stream: run bare (`/v1/transforms/…/run`), and as the \
         only step between a scan and the answer (`/v1/pipelines/run`). Row by row `kernels`, `a * b + c - d` over four float64 \
         columns; a whole table `top-per-group`, ten rows of each of 1,000 groups.",
    );
    let arithmetic = Guest { name: "kernels", input: "input", params: json!({"kernel": "arithmetic"}), operation: "map_batches" };
    one(setup, report, &arithmetic, &data::wide(4, setup.rows(4_000_000))?)?;
    let top = Guest { name: "top-per-group", input: "table", params: json!({"group": "a", "by": "b", "n": 10}), operation: "transform" };
    one(setup, report, &top, &grouped(setup.rows(4_000_000))?)
}

struct Guest {
    name: &'static str,
    input: &'static str,
    params: Value,
    operation: &'static str,
}

/// Integers in 1,000 groups, and floats.
fn grouped(rows: usize) -> Result<RecordBatch> {
    let groups = data::integers(5, rows).into_iter().map(|n| n % 1000).collect::<Vec<_>>();
    data::batch(vec![("a", Arc::new(Int64Array::from(groups))), ("b", Arc::new(Float64Array::from(data::floats(6, rows))))])
}

fn one(setup: &Setup, report: &mut Report, guest: &Guest, table: &RecordBatch) -> Result<()> {
    let server = Server::builder().start();
    server.upload(guest.name);
    write(&server.base().join("table.parquet"), table)?;
    let Guest { name, input, params, operation } = guest;
    let output = json!({"format": "arrow"});
    let bare = json!({"inputs": {*input: {"uri": "table.parquet"}}, "params": params, "output": output});
    let function = match *operation {
        "transform" => json!({"operation": "transform", "args": [name], "kwargs": {"params": params}}),
        other => json!({"operation": other, "args": [{"custom_function": name, "params": params}]}),
    };
    let piped = json!({"document": {"steps": [{"operation": "scan_parquet", "args": ["table.parquet"]}, function]}, "output": output});
    let (bare, piped) = (post(&format!("/v1/transforms/{name}/run"), &bare.to_string()), post("/v1/pipelines/run", &piped.to_string()));
    let client = RefCell::new(Client::connect(server.url().trim_start_matches("http://").parse()?)?);
    let frame = |request: &[u8]| -> Result<DataFrame> {
        let mut client = client.borrow_mut();
        Ok(IpcStreamReader::new(Cursor::new(client.ok(request)?)).finish()?)
    };
    same::check(&frame(&piped).context("in a pipeline")?, &frame(&bare).context("bare")?)?;
    let times = |request: &[u8]| client.borrow_mut().drain(request).map(|(bytes, _)| bytes);
    let rows = table.num_rows();
    let timings = race(
        setup.plan(15, 1),
        [Contestant::of(format!("{name}, {rows} rows, bare"), || times(&bare)), Contestant::of(format!("{name}, as a step"), || times(&piped))],
    )?;
    let [bare, step] = &timings;
    report.timings(bare, &timings.each_ref());
    report.target(&format!("{name} as a step beside the bare transform"), step.over(bare), "x", Wanted::AtMost(1.2));
    Ok(())
}

fn write(path: &Path, table: &RecordBatch) -> Result<()> {
    let mut writer = TableWriter::new(File::create(path)?, Format::Parquet, &WriteOptions::default())?;
    writer.start(table.schema())?;
    let mut at = 0;
    // In pieces, since each becomes a row group.
    while at < table.num_rows() {
        let rows = PIECE_ROWS.min(table.num_rows() - at);
        writer.push(table.slice(at, rows))?;
        at += rows;
    }
    writer.finish()?;
    Ok(())
}
