//! Plans are run here: into memory within a bound, or batch by batch.

use std::ops::ControlFlow;
use std::sync::{Arc, Mutex, PoisonError};

use polars::prelude::{DataFrame, LazyFrame, SchemaRef};
use sandtable_core::Result;
use sandtable_pipeline::custom::for_each_batch;

use crate::fault;

/// The columns of a plan.
pub(crate) fn schema_of(plan: &LazyFrame) -> Result<SchemaRef> {
    plan.clone().collect_schema().map_err(fault::polars)
}

/// All rows of a plan in memory.
///
/// # Errors
/// `RESOURCE_CAP` as soon as there are more than `memory_bytes` of them; what the plan fails with.
pub(crate) fn collect(plan: LazyFrame, memory_bytes: u64) -> Result<DataFrame> {
    let schema = schema_of(&plan)?;
    let held = Arc::new(Mutex::new((DataFrame::empty_with_schema(&schema), 0_u64)));
    let keep = Arc::clone(&held);
    each_batch(plan, move |batch| {
        let mut held = keep.lock().unwrap_or_else(PoisonError::into_inner);
        held.1 += batch.estimated_size() as u64;
        if held.1 > memory_bytes {
            return Err(fault::cap("memory_bytes", format!("a result of more than {} MiB does not fit into memory", memory_bytes >> 20), memory_bytes));
        }
        if held.0.height() == 0 {
            held.0 = batch;
        } else {
            held.0.vstack_mut_owned(batch).map_err(fault::polars)?;
        }
        Ok(ControlFlow::Continue(()))
    })?;
    let mut held = held.lock().unwrap_or_else(PoisonError::into_inner);
    Ok(std::mem::replace(&mut held.0, DataFrame::empty()))
}

/// Runs a plan and hands over its batches in order.
pub(crate) fn each_batch(plan: LazyFrame, receive: impl FnMut(DataFrame) -> Result<ControlFlow<()>> + Send + 'static) -> Result<()> {
    for_each_batch(plan, receive)
}
