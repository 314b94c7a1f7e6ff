//! What is calculated of one column.

pub(super) mod histogram;
pub(super) mod lengths;
pub(super) mod numbers;
pub(super) mod texts;
pub(super) mod times;

use serde_json::{Value, json};

/// Most frequent values as JSON: what, how often, and which share of the values that are there.
pub(super) fn top(values: impl IntoIterator<Item = (Value, u64)>, total: u64) -> Value {
    values.into_iter().map(|(value, count)| json!({"value": value, "count": count, "ratio": count as f64 / total.max(1) as f64})).collect()
}
