//! One SQL query as a document: a scan for each table, and a step that runs the query.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::fault::{Fault, Result};
use crate::io::Format;
use crate::sql;

/// A query, and the files that it is about.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct SqlQuery {
    /// One `select`.
    pub query: String,
    /// Files by the names that the query has for them. Other tables that it names are files too, when their extension
    /// tells a format.
    pub tables: BTreeMap<String, SqlTable>,
    /// Fields of CSV files that mean null, where a table's own options say nothing of it.
    pub null_values: Vec<String>,
}

/// A file that a query has a name for.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct SqlTable {
    /// Where it is, under the base path: a file, a folder or a pattern.
    pub uri: String,
    /// Its format, as an extension has it; without it the extension tells.
    pub format: Option<String>,
    /// How it is read: keyword arguments of the `scan_…` or `read_…` operation.
    pub options: Map<String, Value>,
}

impl SqlQuery {
    /// The document of the query.
    pub(crate) fn document(&self) -> Result<Value> {
        let Self { query, tables, null_values } = self;
        let named = sql::tables(query)?;
        let own = named.iter().filter(|name| !tables.contains_key(*name) && Format::of_path(name).is_some());
        let own: BTreeMap<&String, SqlTable> = own.map(|name| (name, SqlTable { uri: name.clone(), ..SqlTable::default() })).collect();
        let mut steps = Vec::new();
        for (name, table) in tables.iter().chain(own.iter().map(|(name, table)| (*name, table))) {
            let reader = table.reader().map_err(|fault| fault.argument(format!("tables.{name}")))?;
            let mut options = table.options.clone();
            if reader == "scan_csv" && !null_values.is_empty() {
                options.entry("null_values").or_insert_with(|| json!(null_values));
            }
            steps.push(json!({ "operation": reader, "dataframe": name, "args": [literal(&table.uri)], "kwargs": options }));
        }
        steps.push(json!({ "operation": "sql", "args": [literal(query)] }));
        Ok(json!({ "steps": steps }))
    }
}

impl SqlTable {
    /// The operation that reads it.
    fn reader(&self) -> Result<&'static str> {
        let format = match &self.format {
            Some(format) => Format::of_path(&format!(".{format}")).ok_or_else(|| Fault::unknown("format", format, Format::NAMES).argument("format")),
            None => Format::of_path(&self.uri)
                .ok_or_else(|| Fault::new("no format is known by that extension; say which with `format`").given(&self.uri).allowed(Format::EXTENSIONS)),
        }?;
        Ok(match format {
            Format::Csv => "scan_csv",
            Format::Parquet => "scan_parquet",
            Format::NdJson => "scan_ndjson",
            Format::Json => "read_json",
            Format::Ipc => "scan_ipc",
            Format::IpcStream => "read_ipc_stream",
            Format::Avro => "read_avro",
            // No extension means lines of text.
            Format::Lines => return Err(Fault::new("lines of text are no table").given(&self.uri)),
        })
    }
}

/// A text that no document takes for a variable.
fn literal(text: &str) -> String {
    if text.starts_with('$') { format!("${text}") } else { text.to_owned() }
}
