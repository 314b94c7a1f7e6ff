//! Query plans: built into plans of the engine, run as a stream, answered as rows or as a table to download.

mod arrow;
mod build;
mod clean;
pub(crate) mod constant;
pub(crate) mod filter;
mod grain;
mod group;
mod join;
mod json;
mod like;
mod table;
mod time;

use std::time::Instant;

use sandtable_core::Result;

pub(crate) use self::build::{Built, build};
use crate::attempt::{Failed, Steps, attempt};
use crate::request::OutputFormat;
use crate::rows::{fields, schema_json};
use crate::run::schema_of;
use crate::work::{Given, Outcome, Query};

/// Runs a plan. `json`: `{"rows": […], "schema": {"fields": […]}, "metrics": {"rows", "bytes", "execution_time_ms"}}`, with
/// `"truncated": true` and `"total_rows"` in the metrics where there were more rows than are answered. Other outputs: the
/// same without `rows`, with a `"sample"` of them; the table is in the file that [`Given::table`] made.
pub(crate) fn query(work: &Query, given: &Given) -> Result<Outcome> {
    let start = Instant::now();
    let steps = Steps::new(given);
    let file = match work.output {
        OutputFormat::Json => None,
        OutputFormat::Arrow | OutputFormat::Parquet | OutputFormat::Csv => Some((given.table)()?),
    };
    attempt(|types| {
        let Built { plan, guessed } = build(&work.plan, &work.sources, given, types, &|step, message| steps.tell(step, message))?;
        let schema = schema_of(&plan)?;
        let fields = fields(&schema)?;
        let answered = match &file {
            None => json::answer(plan, work.max_rows_json, given.memory_bytes),
            Some(file) => table::answer(plan, &schema, work.output, file),
        };
        let answered = answered.map_err(|error| guessed.explain(error))?;
        steps.tell("query_complete", "Query execution completed");
        Ok::<_, Failed>(answered.outcome(schema_json(&fields), fields, start.elapsed()))
    })
}
