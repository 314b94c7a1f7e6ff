//! Columns of lists and of bytes: how long the values are.

use polars::prelude::{DataType, ListNameSpaceImpl, Series};
use sandtable_core::Result;
use serde_json::{Map, Value, json};

use crate::analyze::cells::number;
use crate::analyze::engine;

/// Lengths of values: items, bytes or characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::analyze) struct Lengths {
    pub(in crate::analyze) min: u64,
    pub(in crate::analyze) max: u64,
    pub(in crate::analyze) total: u64,
    pub(in crate::analyze) count: u64,
}

impl Default for Lengths {
    fn default() -> Self {
        Self { min: u64::MAX, max: 0, total: 0, count: 0 }
    }
}

impl Lengths {
    pub(in crate::analyze) fn add(&mut self, length: u64, times: u64) {
        self.min = self.min.min(length);
        self.max = self.max.max(length);
        self.total += length * times;
        self.count += times;
    }

    /// Of a column of lists or bytes; `None` for others.
    pub(in crate::analyze) fn of(series: &Series) -> Result<Option<Self>> {
        let mut lengths = Self::default();
        match series.dtype() {
            DataType::List(_) => {
                series.list().map_err(engine)?.lst_lengths().iter().flatten().for_each(|length| lengths.add(length.into(), 1));
            }
            DataType::Array(_, size) => lengths.add(*size as u64, (series.len() - series.null_count()) as u64),
            DataType::Binary => series.binary().map_err(engine)?.iter().flatten().for_each(|bytes| lengths.add(bytes.len() as u64, 1)),
            _ => return Ok(None),
        }
        Ok(Some(lengths))
    }

    pub(in crate::analyze) fn put(&self, out: &mut Map<String, Value>) {
        let told = if self.count == 0 { Value::Null } else { json!({"min": self.min, "max": self.max, "mean": number(self.total as f64 / self.count as f64)}) };
        out.insert("lengths".to_owned(), told);
    }
}
