//! Rows in the answer itself.

use std::ops::ControlFlow;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use polars::prelude::{DataFrame, LazyFrame};
use sandtable_core::Result;
use sandtable_frames::FieldInfo;
use serde_json::{Value, json};

use crate::fault;
use crate::rows::rows;
use crate::run::{each_batch, schema_of};
use crate::work::{Outcome, TableInfo};

/// As JSON values, rows take many times the bytes of their text.
const VALUE_FACTOR: u64 = 8;

/// What a plan gave.
pub(super) struct Answered {
    /// All rows, or the first ones of a table.
    pub(super) rows: Vec<Value>,
    /// How many there are in all.
    pub(super) total_rows: u64,
    pub(super) bytes: u64,
    /// The table that they are the first rows of; without its columns, which are the same.
    pub(super) table: Option<TableInfo>,
}

impl Answered {
    pub(super) fn outcome(self, schema: Value, fields: Vec<FieldInfo>, took: Duration) -> Outcome {
        let Self { rows, total_rows, bytes, table } = self;
        let shown = rows.len() as u64;
        let mut metrics = json!({
            "rows": if table.is_some() { total_rows } else { shown },
            "bytes": bytes,
            "execution_time_ms": u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
        });
        let key = if table.is_some() { "sample" } else { "rows" };
        if table.is_none() && shown < total_rows {
            metrics["truncated"] = Value::Bool(true);
            metrics["total_rows"] = total_rows.into();
        }
        let data = json!({ key: rows, "schema": schema, "metrics": metrics });
        Outcome { data, table: table.map(|table| TableInfo { schema: fields, ..table }) }
    }
}

/// What is kept of the rows.
struct Kept {
    frame: DataFrame,
    total: u64,
    bytes: u64,
}

/// Runs a plan; keeps the first rows and counts the others.
///
/// # Errors
/// `RESOURCE_CAP` when the rows that are answered do not fit into memory.
pub(super) fn answer(plan: LazyFrame, most: u64, memory_bytes: u64) -> Result<Answered> {
    let schema = schema_of(&plan)?;
    let kept = Arc::new(Mutex::new(Kept { frame: DataFrame::empty_with_schema(&schema), total: 0, bytes: 0 }));
    let keep = Arc::clone(&kept);
    let most_bytes = memory_bytes / VALUE_FACTOR;
    each_batch(plan, move |batch| {
        let mut kept = keep.lock().unwrap_or_else(PoisonError::into_inner);
        let left = most.saturating_sub(kept.total);
        kept.total += batch.height() as u64;
        let taken = batch.head(Some(usize::try_from(left).unwrap_or(usize::MAX)));
        if taken.height() == 0 {
            return Ok(ControlFlow::Continue(()));
        }
        kept.bytes += taken.estimated_size() as u64;
        if kept.bytes > most_bytes {
            let message = format!("rows of more than {} MiB do not fit into a JSON answer; ask for arrow or parquet, or for fewer rows", most_bytes >> 20);
            return Err(fault::cap("memory_bytes", message, most_bytes));
        }
        kept.frame.vstack_mut_owned(taken).map_err(fault::polars)?;
        Ok(ControlFlow::Continue(()))
    })?;
    let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
    let (rows, bytes) = rows(std::mem::replace(&mut kept.frame, DataFrame::empty()))?;
    Ok(Answered { rows, total_rows: kept.total, bytes, table: None })
}
