//! The first rows of a data set, fast: of text no more is read as a table than is shown, the rest only counted.

use std::fs::File;
use std::os::unix::fs::FileExt;

use sandtable_core::{Code, Error, Result, text};
use sandtable_frames::ReadOptions;
use serde_json::json;

use crate::count::Lines;
use crate::fault;
use crate::rows::{fields, rows, schema_json};
use crate::run::collect;
use crate::source::{Content, DataFile, DataSet, Types};
use crate::work::{Given, Outcome, Preview};

/// Rows that are answered at most.
const MAX_ROWS: u32 = 1_000;
/// Rows of text that tell the types at least.
const TYPE_ROWS: u32 = 1_000;
/// What is read of a text file at first. It doubles until the rows are there.
const HEAD_BYTES: usize = 256 << 10;
/// Rows that do not fit into this have a quote left open, or are no rows.
const MAX_HEAD_BYTES: usize = 64 << 20;
/// A text file up to this size is looked at as a whole, so that its types are those that all its rows tell.
const WHOLE_BYTES: u64 = 1 << 20;

/// `{"rows": […], "schema": {"fields": […]}, "stats": {"sampled", "total_rows", "sample_size"}}`.
pub(crate) fn preview(work: &Preview, given: &Given) -> Result<Outcome> {
    let Preview { source, limit, options, total_rows } = work;
    if !(1..=MAX_ROWS).contains(limit) {
        let message = format!("limit is {limit}, it may be 1 to {MAX_ROWS}");
        return Err(fault::invalid("limit", &format!("1 to {MAX_ROWS}"), message).with("given", *limit).with("allowed", MAX_ROWS));
    }
    let mut set = DataSet::open(source, &*given.files)?;
    let total = match total_rows {
        Some(total) => *total,
        None => total(&set, options)?,
    };
    begin(&mut set, *limit, options)?;
    let options = ReadOptions { infer_rows: TYPE_ROWS.max(*limit), ..options.clone() };
    let scanned = set.scan(&options, Types::First, given.memory_bytes)?;
    let frame = collect(scanned.plan.limit(*limit), given.memory_bytes)?;
    let fields = fields(&scanned.schema)?;
    let shown = frame.height() as u64;
    let (rows, _) = rows(frame)?;
    let data = json!({
        "rows": rows,
        "schema": schema_json(&fields),
        "stats": { "sampled": shown < total, "total_rows": total, "sample_size": shown },
    });
    Ok(Outcome { data, table: None })
}

/// Rows of all files: from metadata where there is any, counted in text.
fn total(set: &DataSet, options: &ReadOptions) -> Result<u64> {
    let mut sum = 0;
    for file in &set.files {
        sum += match Lines::new(file.format, options) {
            Some(lines) => lines.count(file.file()?)?,
            None => {
                let table = file.table(options)?;
                match table.rows() {
                    Some(rows) => rows,
                    None => {
                        let (mut batches, mut rows) = (table.batches(true, 0), 0);
                        while let Some(batch) = batches.next(0)? {
                            rows += batch.num_rows() as u64;
                        }
                        rows
                    }
                }
            }
        };
    }
    Ok(sum)
}

/// Leaves the files, and of large text files the heads, that the first rows stand in.
fn begin(set: &mut DataSet, limit: u32, options: &ReadOptions) -> Result<()> {
    let mut left = u64::from(limit);
    let mut used = 0;
    for file in &mut set.files {
        if left == 0 {
            break;
        }
        used += 1;
        left = left.saturating_sub(match Lines::new(file.format, options) {
            Some(lines) => head(file, &lines, limit)?,
            None => file.table(options)?.rows().unwrap_or(0),
        });
    }
    set.files.truncate(used.max(1));
    Ok(())
}

/// Cuts a large text file down to its first rows; tells how many there are, of a small one how many are certain.
fn head(file: &mut DataFile, lines: &Lines, limit: u32) -> Result<u64> {
    let size = file.size()?;
    if size <= WHOLE_BYTES {
        return lines.count(file.file()?);
    }
    let wanted = lines.before() + u64::from(limit.max(TYPE_ROWS));
    let mut bytes = Vec::new();
    loop {
        let length = if bytes.is_empty() { HEAD_BYTES } else { bytes.len() * 2 };
        fill(file.file()?, &mut bytes, length)?;
        if bytes.len() as u64 >= size {
            break;
        }
        if let Some(end) = lines.end_of(wanted, &bytes) {
            bytes.truncate(end);
            break;
        }
        if bytes.len() >= MAX_HEAD_BYTES {
            let message = format!("{}: the first {wanted} lines are longer than {} MiB; is a quote left open?", text::quote(&file.path), MAX_HEAD_BYTES >> 20);
            return Err(Error::new(Code::ResourceCap, message).with("limit", "preview_bytes").with("allowed", MAX_HEAD_BYTES as u64));
        }
    }
    file.content = Content::Head(bytes);
    Ok(u64::from(limit))
}

/// Reads on until there are so many bytes, or the file ends.
fn fill(file: &File, bytes: &mut Vec<u8>, length: usize) -> Result<()> {
    let mut filled = bytes.len();
    bytes.resize(length, 0);
    while filled < length {
        match file.read_at(&mut bytes[filled..], filled as u64) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(Error::io(format!("a file cannot be read: {}", error.kind())).with_inside(error)),
        }
    }
    bytes.truncate(filled);
    Ok(())
}
