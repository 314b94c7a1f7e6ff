//! The columns of a data set, and what is in them.

mod stats;

use sandtable_core::Result;
use sandtable_frames::ReadOptions;
use serde_json::{Value, json};

use self::stats::Stats;
use crate::attempt::{Failed, Guessed, Steps, attempt};
use crate::rows::{fields, rows, schema_json};
use crate::run::collect;
use crate::source::{DataSet, Scanned, Types};
use crate::work::{Given, Infer, Outcome};

/// Rows that the answer shows.
const SHOWN_ROWS: u32 = 20;

/// `{"schema": {"fields": […]}, "stats": {…}, "sample_preview": […]}`; of several files also `"files"`: how many there
/// are, how many were looked at, and where they differ.
pub(crate) fn infer(work: &Infer, given: &Given) -> Result<Outcome> {
    let Infer { source, sample_files, infer_rows, options } = work;
    let mut set = DataSet::open(source, &*given.files)?;
    let all = set.files.len();
    set.spread(*sample_files as usize);
    let steps = Steps::new(given);
    steps.tell(
        "file_found",
        if set.files.len() < all { format!("Found {} files, {} are looked at", all, set.describe()) } else { format!("Found {}", set.describe()) },
    );
    let options = ReadOptions { infer_rows: *infer_rows, ..options.clone() };
    let data = attempt(|types| look(&set, all, &options, types, given, &steps))?;
    Ok(Outcome { data, table: None })
}

fn look(set: &DataSet, all: usize, options: &ReadOptions, types: Types, given: &Given, steps: &Steps<'_>) -> Result<Value, Failed> {
    steps.tell("reading_file", "Reading file header and sample data");
    let scanned = set.scan(options, types, given.memory_bytes)?;
    let mut guessed = Guessed::default();
    guessed.add(&scanned, set.size()?);
    let mut data = describe(set, &scanned, given, steps).map_err(|error| guessed.explain(error))?;
    if all > 1 {
        data["files"] = json!({ "total": all, "sampled": set.files.len(), "differences": scanned.differences });
    }
    Ok(data)
}

fn describe(set: &DataSet, scanned: &Scanned, given: &Given, steps: &Steps<'_>) -> Result<Value> {
    let frame = collect(scanned.plan.clone().limit(SHOWN_ROWS), given.memory_bytes)?;
    let (sample, _) = rows(frame)?;
    steps.tell("analyzing_schema", "Analyzing data types and structure");
    let stats = Stats::find(set, scanned, given)?;
    let mut fields = fields(&scanned.schema)?;
    for (field, nulls) in fields.iter_mut().zip(&stats.nulls) {
        field.nullable = *nulls > 0;
    }
    let data = json!({ "schema": schema_json(&fields), "stats": stats.json(&scanned.schema), "sample_preview": sample });
    steps.tell("schema_complete", "Schema inference completed");
    Ok(data)
}
