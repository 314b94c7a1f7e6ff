//! What came of a job, and where it is kept.

use std::fs::File;

use sandtable_analysis::request::OutputFormat;
use sandtable_core::{Error, Result};
use sandtable_executor::TableBytes;
use sandtable_frames::Format;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::artifacts::Artifacts;

/// What a job gave.
#[derive(Debug)]
pub(crate) struct Outcome {
    /// The record's `data`: JSON.
    pub(crate) data: TableBytes,
    /// The table that is to be downloaded.
    pub(crate) table: Option<(ResultTable, TableBytes)>,
}

/// A table that is to be downloaded.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ResultTable {
    /// Its format.
    pub format: Format,
    /// Rows.
    pub rows: u64,
    /// The Arrow IPC message of its schema in base64, when it is known.
    pub arrow_schema: Option<String>,
}

/// A table that is being downloaded.
#[derive(Debug)]
pub struct Download {
    /// What it is.
    pub table: ResultTable,
    /// Its bytes.
    pub file: File,
}

/// What stands in the store of jobs: small answers themselves, else the keys of what is kept.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Reference {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) data: Option<Box<RawValue>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) data_key: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) table: Option<TableReference>,
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct TableReference {
    pub(crate) key: String,
    pub(crate) table: ResultTable,
}

/// Answers up to this size stand in the store of jobs themselves: a file more would be most of a small job's cost.
const INLINE_BYTES: usize = 16 << 10;

impl Reference {
    /// Keeps what a job gave, under keys that no other attempt has. Blocks for the disk.
    ///
    /// # Errors
    /// `IO_ERROR`.
    pub(crate) fn keep(outcome: Outcome, key: &str, artifacts: &Artifacts) -> Result<(Self, u64)> {
        let (mut kept, mut size_bytes) = (Self::default(), 0);
        if let Some((table, bytes)) = outcome.table {
            let key = format!("{key}.table");
            size_bytes += artifacts.put(&key, bytes)?;
            kept.table = Some(TableReference { key, table });
        }
        match outcome.data {
            TableBytes::Held(bytes) if bytes.len() <= INLINE_BYTES => {
                size_bytes += bytes.len() as u64;
                let text = String::from_utf8(bytes).map_err(Error::internal)?;
                kept.data = Some(RawValue::from_string(text).map_err(Error::internal)?);
            }
            large => {
                let key = format!("{key}.data");
                size_bytes += artifacts.put(&key, large)?;
                kept.data_key = Some(key);
            }
        }
        Ok((kept, size_bytes))
    }

    /// As it stands in the store.
    pub(crate) fn to_text(&self) -> Result<String> {
        serde_json::to_string(self).map_err(Error::internal)
    }

    /// From what stands in the store.
    pub(crate) fn from_text(text: &str) -> Result<Self> {
        serde_json::from_str(text).map_err(Error::internal)
    }

    /// Lets go of all that it stands for.
    pub(crate) fn remove(&self, artifacts: &Artifacts) {
        for key in self.data_key.iter().chain(self.table.as_ref().map(|table| &table.key)) {
            artifacts.remove(key);
        }
    }
}

/// The format of a file, of what a query asks for.
pub(crate) fn file_format(format: OutputFormat) -> Format {
    match format {
        OutputFormat::Json => Format::Json,
        OutputFormat::Arrow => Format::Arrow,
        OutputFormat::Parquet => Format::Parquet,
        OutputFormat::Csv => Format::Csv,
    }
}
