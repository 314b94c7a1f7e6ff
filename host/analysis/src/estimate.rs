//! How many rows files have: exactly where the file says so, from samples else.

use std::fs::File;
use std::os::unix::fs::FileExt;

use sandtable_core::{Error, Result};
use sandtable_frames::{Format, ReadOptions};
use serde_json::{Value, json};

use crate::count::Lines;
use crate::source::{DataFile, DataSet};
use crate::work::{Estimate, Given, Outcome, Source};

/// What is read of a text file at its beginning, in its middle and at its end.
const SAMPLE_BYTES: u64 = 256 << 10;
/// Arrow streams and JSON files up to this size are read to be counted.
const COUNTED_BYTES: u64 = 64 << 20;

/// `{"files": [{"path", "size_bytes", "estimated_rows", "exact", "error"?}, …]}`, by the request's order. A file that
/// cannot be read has null rows and an error; it spoils no other's answer.
pub(crate) fn estimate(work: &Estimate, given: &Given) -> Result<Outcome> {
    let answer = |(source, size): &(Source, u64)| match rows(source, given) {
        Ok((rows, exact)) => json!({ "path": source.shown, "size_bytes": size, "estimated_rows": rows, "exact": exact }),
        Err(error) => json!({ "path": source.shown, "size_bytes": size, "estimated_rows": null, "exact": false, "error": error.message }),
    };
    let files: Vec<Value> = work.files.iter().map(answer).collect();
    Ok(Outcome { data: json!({ "files": files }), table: None })
}

fn rows(source: &Source, given: &Given) -> Result<(u64, bool)> {
    let set = DataSet::open(source, &*given.files)?;
    let mut sum = (0, true);
    for file in &set.files {
        // One file's panic is that file's answer.
        let (rows, exact) = crate::guard::apart(|| of_file(file))?;
        sum = (sum.0 + rows, sum.1 && exact);
    }
    Ok(sum)
}

fn of_file(file: &DataFile) -> Result<(u64, bool)> {
    let (size, options) = (file.size()?, ReadOptions::default());
    if let Some(lines) = Lines::new(file.format, &options) {
        return of_text(file.file()?, size, &lines);
    }
    let table = match file.format {
        // Its rows are only known when it is read.
        Format::Json | Format::Arrow if size > COUNTED_BYTES => return of_head(file, size, &options),
        _ => file.table(&options)?,
    };
    if let Some(rows) = table.rows() {
        return Ok((rows, true));
    }
    let mut batches = table.batches(true, 0);
    let mut rows = 0;
    while let Some(batch) = batches.next(0)? {
        rows += batch.num_rows() as u64;
    }
    Ok((rows, true))
}

/// As many rows for a byte as the first batches have.
fn of_head(file: &DataFile, size: u64, options: &ReadOptions) -> Result<(u64, bool)> {
    let mut batches = file.table(options)?.batches(true, 0);
    let (mut rows, mut bytes) = (0, 0);
    while bytes < COUNTED_BYTES / 8
        && let Some(batch) = batches.next(0)?
    {
        rows += batch.num_rows() as u64;
        bytes += batch.get_array_memory_size() as u64;
    }
    Ok((scale(rows, size, bytes), false))
}

/// All lines of a small file; of a larger one those of three samples, by which the rest is judged.
pub(crate) fn of_text(file: &File, size: u64, lines: &Lines) -> Result<(u64, bool)> {
    if size <= 3 * SAMPLE_BYTES {
        check_text(file, size)?;
        return Ok((lines.count(file)?, true));
    }
    let first = read(file, 0, SAMPLE_BYTES)?;
    looks_like_text(&first)?;
    let tally = lines.tally([b'\n'; 2], &first);
    let (mut ends, mut bytes) = (tally.ends[0], SAMPLE_BYTES);
    let usual = SAMPLE_BYTES as f64 / (tally.ends[0].max(1)) as f64;
    for at in [size / 2 - SAMPLE_BYTES / 2, size - SAMPLE_BYTES] {
        let sample = read(file, at, SAMPLE_BYTES)?;
        let tally = lines.tally([0; 2], &sample);
        // Whether a sample begins inside quotes is not known: the reading whose rows are as long as the first ones wins.
        let length = |ends: u64| (SAMPLE_BYTES as f64 / ends.max(1) as f64 / usual).ln().abs();
        let [outside, inside] = tally.ends;
        ends += if length(inside) < length(outside) { inside } else { outside };
        bytes += SAMPLE_BYTES;
    }
    Ok((scale(ends, size, bytes).saturating_sub(lines.before()), false))
}

fn scale(rows: u64, size: u64, bytes: u64) -> u64 {
    (rows as f64 * size as f64 / bytes.max(1) as f64).round() as u64
}

fn check_text(file: &File, size: u64) -> Result<()> {
    looks_like_text(&read(file, 0, size.min(SAMPLE_BYTES))?)
}

/// A NUL stands in no text: a table of another format, or damage.
fn looks_like_text(bytes: &[u8]) -> Result<()> {
    match memchr::memchr(0, bytes) {
        Some(at) => Err(Error::new(sandtable_core::Code::ValidationError, format!("the file is no text: byte {at} is NUL"))),
        None => Ok(()),
    }
}

fn read(file: &File, at: u64, length: u64) -> Result<Vec<u8>> {
    let mut bytes = vec![0; length as usize];
    file.read_exact_at(&mut bytes, at).map_err(|error| Error::io(format!("a file cannot be read: {}", error.kind())).with_inside(error))?;
    Ok(bytes)
}
