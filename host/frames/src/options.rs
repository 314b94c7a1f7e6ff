//! How files are read and written.

use std::collections::BTreeMap;

use sandtable_core::{Error, Result, text};
use serde::{Deserialize, Serialize};

/// How a file is read. What a format has no use for is ignored, so that one set serves inputs of several formats.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ReadOptions {
    /// CSV: what stands between two fields, one ASCII character. Default `,`.
    pub separator: char,
    /// CSV: whether the first line holds the columns' names. Without it they are `column_1`, `column_2`, … Default true.
    pub has_header: bool,
    /// CSV: what encloses fields that hold separators or line breaks, one ASCII character; null for none. Default `"`.
    pub quote: Option<char>,
    /// CSV: fields that are read as null, such as `["NA"]`. An empty field is always null.
    pub null_values: Vec<String>,
    /// CSV: rows to skip before the header. Default 0.
    pub skip_rows: u64,
    /// CSV: whether text that looks like dates and times becomes dates and times. Default false.
    pub try_parse_dates: bool,
    /// CSV, JSONL and JSON files of more than 64 MiB: how many rows at least are looked at to find the columns' types. A
    /// later row that does not fit is an error. Smaller files have the types that all their rows tell. Default 10,000.
    pub infer_rows: u32,
    /// CSV, JSONL and JSON: types that are given instead of found, by column: `boolean int8…int64 uint8…uint64 float32
    /// float64 string date time timestamp timestamp_tz decimal(precision,scale)`. A unit and a zone stand in brackets:
    /// `timestamp[ms]`, `timestamp_tz[us,Europe/Berlin]`.
    pub columns: BTreeMap<String, String>,
    /// The encoding of text. Only UTF-8, with or without a byte order mark.
    pub encoding: Encoding,
    /// JSONL: types as the `read_json(lines=True)` of pandas 2.2 finds them. The file is read whole. Default false.
    #[serde(skip_serializing_if = "is_off")]
    pub pandas: bool,
    /// JSONL and JSON: columns that come first, in this order, whatever the rows begin with. One that has neither a row
    /// nor a given type is all null.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub order: Vec<String>,
    /// JSONL: columns whose values are of several kinds, which reading finds out. They are read as text, each value as JSON.
    #[serde(skip)]
    pub mixed: Vec<String>,
}

impl Default for ReadOptions {
    fn default() -> Self {
        Self {
            separator: ',',
            has_header: true,
            quote: Some('"'),
            null_values: Vec::new(),
            skip_rows: 0,
            try_parse_dates: false,
            infer_rows: 10_000,
            columns: BTreeMap::new(),
            encoding: Encoding::Utf8,
            pandas: false,
            order: Vec::new(),
            mixed: Vec::new(),
        }
    }
}

impl ReadOptions {
    /// The separator as a byte.
    ///
    /// # Errors
    /// `VALIDATION_ERROR` when it is not one ASCII character that can separate.
    pub(crate) fn separator_byte(&self) -> Result<u8> {
        ascii("separator", self.separator)
    }

    /// The quote as a byte.
    pub(crate) fn quote_byte(&self) -> Result<Option<u8>> {
        let quote = self.quote.map(|quote| ascii("quote", quote)).transpose()?;
        if quote == Some(self.separator_byte()?) {
            return Err(Error::invalid("quote", "quote and separator are the same character"));
        }
        Ok(quote)
    }
}

/// The encodings of text files.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Encoding {
    /// UTF-8.
    #[default]
    Utf8,
}

/// How a table is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct WriteOptions {
    /// Rows that are written; those beyond are counted only. Null writes all.
    pub limit: Option<u64>,
    /// Parquet (default `zstd`) and Arrow (default `uncompressed`, also `lz4` and `zstd`).
    pub compression: Option<Compression>,
    /// CSV: what stands between two fields, one ASCII character. Default `,`.
    pub separator: char,
    /// CSV: whether the first line holds the columns' names. Default true.
    pub include_header: bool,
    /// CSV: what a null is written as. Default nothing.
    pub null_value: String,
    /// CSV: the bytes that the `to_csv(index=False)` of pandas 2.2 writes, whatever the other options. Default false.
    #[serde(skip_serializing_if = "is_off")]
    pub pandas: bool,
    /// JSONL and JSON: decimals as numbers with all their digits, not as text. Default false.
    #[serde(skip_serializing_if = "is_off")]
    pub decimals_as_numbers: bool,
}

fn is_off(flag: &bool) -> bool {
    !flag
}

impl Default for WriteOptions {
    fn default() -> Self {
        Self { limit: None, compression: None, separator: ',', include_header: true, null_value: String::new(), pandas: false, decimals_as_numbers: false }
    }
}

impl WriteOptions {
    /// The separator as a byte.
    pub(crate) fn separator_byte(&self) -> Result<u8> {
        ascii("separator", self.separator)
    }
}

/// How the pages or buffers of a binary format are compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Compression {
    /// Not at all.
    Uncompressed,
    /// Parquet only.
    Snappy,
    /// Parquet only.
    Gzip,
    /// LZ4.
    Lz4,
    /// Zstandard.
    Zstd,
}

fn ascii(field: &str, given: char) -> Result<u8> {
    match u8::try_from(given) {
        Ok(byte) if byte.is_ascii() && !matches!(byte, b'\n' | b'\r' | 0) => Ok(byte),
        _ => Err(Error::invalid(field, format!("{field} {} is not one ASCII character other than a line break", text::quote(&given.to_string())))),
    }
}
