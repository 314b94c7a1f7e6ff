//! The first rows of a large text file.

use std::fs::File;
use std::io::{BufWriter, Read, Write};
use std::path::Path;
use std::time::Instant;

use anyhow::{Result, ensure};

use super::{address, server};
use crate::data::Numbers;
use crate::http::{Client, post};
use crate::measure::{Contestant, race};
use crate::report::{Report, Wanted, ms, show};
use crate::setup::Setup;

pub(crate) fn bench(setup: &Setup, report: &mut Report) -> Result<()> {
    report.section(
        "service-preview",
        "Preview of a large CSV file",
        "100 rows of a CSV file of 1 GB with 20 million rows, and their exact number, over HTTP. The first preview counts the lines; the number is \
         remembered until the file is written to. Beside it a read of the whole file that does nothing with it.",
    );
    let folder = setup.folder("service")?;
    let rows = setup.rows(20_000_000);
    let name = format!("large-{rows}.csv");
    write(&folder.join(&name), rows)?;
    let server = server(&folder, &[]);
    let mut client = Client::connect(address(&server)?)?;
    let request = post("/v1/py/preview", &format!(r#"{{"path": "{name}"}}"#));
    let mut once = || -> Result<()> {
        let answer: serde_json::Value = serde_json::from_slice(client.ok(&request)?)?;
        ensure!(answer["stats"]["total_rows"] == rows && answer["rows"].as_array().is_some_and(|rows| rows.len() <= 100), "another table: {}", answer["stats"]);
        Ok(())
    };
    let start = Instant::now();
    once()?;
    let first = start.elapsed();
    let start = Instant::now();
    let mut file = File::open(folder.join(&name))?;
    let mut buffer = vec![0; 1 << 20];
    while file.read(&mut buffer)? > 0 {}
    let whole = start.elapsed();
    let [again] = race(setup.plan(20, 5), [Contestant::of("every other preview", once)])?;
    report.timings(&again, &[&again]);
    report.note(format!("The first preview: {}; a read of the whole file: {}.", show(first), show(whole)));
    report.target("a preview after the first", ms(again.median()), " ms", Wanted::AtMost(50.0));
    Ok(())
}

/// Five columns, about 50 bytes a row.
fn write(path: &Path, rows: usize) -> Result<()> {
    if path.exists() {
        return Ok(());
    }
    let part = path.with_extension("part");
    let mut out = BufWriter::with_capacity(1 << 20, File::create(&part)?);
    let mut numbers = Numbers::new(7);
    writeln!(out, "id,site,kwh,cost,note")?;
    for row in 0..rows {
        let (site, kwh) = (numbers.next() % 1000, numbers.unit() * 1000.0);
        writeln!(out, "{row},site_{site:04},{kwh:.4},{:.4},\"a, note\"", kwh * 0.23)?;
    }
    out.flush()?;
    std::fs::rename(part, path)?;
    Ok(())
}
