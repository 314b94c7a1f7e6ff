//! The shapes of formats and of how files are read.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A format of tables.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Format {
    /// Comma-separated text with a header line, UTF-8.
    Csv,
    /// One JSON object a line.
    Jsonl,
    /// One JSON array of objects.
    Json,
    /// Apache Parquet.
    Parquet,
    /// An Arrow IPC stream.
    Arrow,
    /// An Arrow IPC file.
    ArrowFile,
}

/// How a table is read. What its format has no use for is ignored.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReadOptions {
    /// CSV: what stands between two fields, one ASCII character.
    #[schema(required = false, default = ",", value_type = String)]
    separator: char,
    /// CSV: whether the first line holds the columns' names.
    #[schema(required = false, default = true)]
    has_header: bool,
    /// CSV: what encloses fields that hold separators or line breaks; null for none.
    #[schema(required = false, default = "\"", value_type = Option<String>)]
    quote: Option<char>,
    /// CSV: fields that are read as null. An empty field always is.
    #[schema(required = false, example = json!(["NA"]))]
    null_values: Vec<String>,
    /// CSV: rows to skip before the header.
    #[schema(required = false, default = 0)]
    skip_rows: u64,
    /// CSV: whether text that looks like dates and times becomes dates and times.
    #[schema(required = false, default = false)]
    try_parse_dates: bool,
    /// CSV, JSONL and JSON: how many rows at least are looked at to find the columns' types.
    #[schema(required = false, default = 10000)]
    infer_rows: u32,
    /// CSV, JSONL and JSON: types that are given instead of found, by column.
    #[schema(required = false, example = json!({"time_hour": "timestamp[us]"}))]
    columns: HashMap<String, String>,
    /// The encoding of text.
    #[schema(required = false, default = "utf8")]
    encoding: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::same;

    #[test]
    fn the_shapes_are_theirs() {
        for format in sandtable_frames::Format::ALL {
            same::<_, Format>(&format);
        }
        same::<_, ReadOptions>(&sandtable_frames::ReadOptions { quote: None, ..Default::default() });
        let document = serde_json::to_value(crate::openapi()).unwrap();
        assert!(document["components"]["schemas"]["ReadOptions"]["required"].is_null(), "all of them may be left out");
    }
}
