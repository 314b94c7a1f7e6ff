//! One SQL query as a document: a scan for each table, and a step that runs the query.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::fault::{Fault, Result};
use crate::io::Format;
use crate::sql;

/// A file that a query has a name for.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SqlTable {
    /// Where it is, under the base path; its extension tells the format.
    pub uri: String,
    /// How it is read: keyword arguments of the `scan_…` or `read_…` operation.
    #[serde(default)]
    pub options: Map<String, Value>,
}

/// The document of a query. `tables` are files by the names that the query has for them; other tables that it names are
/// files too, when their extension tells a format.
pub(crate) fn document(query: &str, tables: &BTreeMap<String, SqlTable>) -> Result<Value> {
    let none = Map::new();
    let mut files: BTreeMap<&str, (&str, &Map<String, Value>)> =
        tables.iter().map(|(name, table)| (name.as_str(), (table.uri.as_str(), &table.options))).collect();
    let named = sql::tables(query)?;
    for name in &named {
        if !files.contains_key(name.as_str()) && Format::of_path(name).is_some() {
            files.insert(name, (name, &none));
        }
    }
    let mut steps = Vec::new();
    for (name, (path, options)) in files {
        let reader = reader(path).map_err(|fault| fault.argument(format!("tables.{name}")))?;
        steps.push(json!({ "operation": reader, "dataframe": name, "args": [literal(path)], "kwargs": options }));
    }
    steps.push(json!({ "operation": "sql", "args": [literal(query)] }));
    Ok(json!({ "steps": steps }))
}

/// A text that no document takes for a variable.
fn literal(text: &str) -> String {
    if text.starts_with('$') { format!("${text}") } else { text.to_owned() }
}

/// The operation that reads a file, by its extension.
fn reader(path: &str) -> Result<&'static str> {
    Ok(match Format::of_path(path) {
        Some(Format::Csv) => "scan_csv",
        Some(Format::Parquet) => "scan_parquet",
        Some(Format::NdJson) => "scan_ndjson",
        Some(Format::Json) => "read_json",
        Some(Format::Ipc) => "scan_ipc",
        Some(Format::IpcStream) => "read_ipc_stream",
        Some(Format::Avro) => "read_avro",
        Some(Format::Lines) | None => return Err(Fault::new("no format is known by that extension").given(path).allowed(Format::EXTENSIONS)),
    })
}
