//! Columns that stand in the names of folders: `year=2013/month=1/part.parquet`. The rules are those of pipelines, but
//! that dates are found too.

use polars::prelude::{DataType, Expr, Schema, StrptimeOptions, lit};
use sandtable_core::{Code, Error, Result, text};

/// What folders without a value are called.
const NULL: &str = "__HIVE_DEFAULT_PARTITION__";

/// The values of one file's folders, in the order of the path.
pub(super) type Parts = Vec<(String, Option<String>)>;

/// The `key=value` folders of a path, behind its first `from` bytes.
pub(super) fn parts(path: &str, from: usize) -> Parts {
    let rest = path.get(from..).unwrap_or(path);
    let (folders, _) = rest.rsplit_once('/').unwrap_or_default();
    let pairs = folders.split('/').filter_map(|folder| folder.split_once('='));
    pairs.filter(|(key, _)| !key.is_empty()).map(|(key, value)| (key.to_owned(), (value != NULL).then(|| decode(value)))).collect()
}

/// The columns and their types: the narrowest that reads all values.
///
/// # Errors
/// `VALIDATION_ERROR` naming the file whose folders differ from the first one's.
pub(super) fn schema<'a>(files: impl Iterator<Item = (&'a String, &'a Parts)> + Clone) -> Result<Schema> {
    let mut schema = Schema::default();
    let Some((first_path, first)) = files.clone().next() else { return Ok(schema) };
    for (path, parts) in files.clone() {
        if !parts.iter().map(|(key, _)| key).eq(first.iter().map(|(key, _)| key)) {
            let keys = |parts: &Parts| parts.iter().map(|(key, _)| key.as_str()).collect::<Vec<_>>().join("/");
            let message = format!(
                "the hive folders differ: {} has {}, {} has {}",
                text::quote(first_path),
                text::quote(&keys(first)),
                text::quote(path),
                text::quote(&keys(parts))
            );
            return Err(Error::new(Code::ValidationError, message).with("reason", "hive_folders_differ").with("file", path.as_str()));
        }
    }
    for (at, (key, _)) in first.iter().enumerate() {
        let values: Vec<&str> = files.clone().filter_map(|(_, parts)| parts.get(at)?.1.as_deref()).collect();
        schema.with_column(key.as_str().into(), infer(&values));
    }
    Ok(schema)
}

/// The columns of a file's folders.
pub(super) fn columns(parts: &Parts, schema: &Schema) -> Vec<Expr> {
    let column = |(key, value): &(String, Option<String>)| {
        let dtype = schema.get(key)?.clone();
        let value = match (value, &dtype) {
            (None, _) => lit(polars::prelude::NULL).cast(dtype),
            (Some(value), DataType::String) => lit(value.as_str()),
            (Some(value), DataType::Date) => lit(value.as_str()).str().to_date(StrptimeOptions::default()),
            (Some(value), DataType::Boolean) => lit(value == "true"),
            (Some(value), _) => match value.parse::<i64>() {
                Ok(value) if dtype == DataType::Int64 => lit(value).cast(dtype),
                _ => lit(value.parse::<f64>().unwrap_or(f64::NAN)),
            },
        };
        Some(value.alias(key.as_str()))
    };
    parts.iter().filter_map(column).collect()
}

fn infer(values: &[&str]) -> DataType {
    let all = |fits: fn(&str) -> bool| !values.is_empty() && values.iter().all(|value| fits(value));
    if all(|value| value.parse::<i64>().is_ok()) {
        DataType::Int64
    } else if all(|value| value.parse::<f64>().is_ok_and(f64::is_finite)) {
        DataType::Float64
    } else if all(|value| matches!(value, "true" | "false")) {
        DataType::Boolean
    } else if all(|value| value.len() == 10 && chrono::NaiveDate::parse_from_str(value, "%Y-%m-%d").is_ok()) {
        DataType::Date
    } else {
        DataType::String
    }
}

/// `%20` and its like.
fn decode(value: &str) -> String {
    let bytes = value.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let code = (bytes[at] == b'%').then(|| value.get(at + 1..at + 3).and_then(|hex| u8::from_str_radix(hex, 16).ok())).flatten();
        out.push(code.unwrap_or(bytes[at]));
        at += if code.is_some() { 3 } else { 1 };
    }
    String::from_utf8(out).unwrap_or_else(|_| value.to_owned())
}
