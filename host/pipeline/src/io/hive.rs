//! Columns that stand in the names of folders: `year=2013/month=1/part.parquet`.

use polars::prelude::{DataType, Expr, LazyFrame, Schema, TimeUnit, lit};

use crate::fault::{Fault, Result, quote};

/// What folders without a value are called.
const NULL: &str = "__HIVE_DEFAULT_PARTITION__";

/// The values of one file's folders, in the order of the path.
pub(crate) type Parts = Vec<(String, Option<String>)>;

/// The `key=value` folders of a path, behind its first `from` bytes.
pub(crate) fn parts(path: &str, from: usize) -> Parts {
    let rest = path.get(from..).unwrap_or(path);
    let mut folders: Vec<&str> = rest.split('/').collect();
    folders.pop();
    folders
        .into_iter()
        .filter_map(|folder| folder.split_once('='))
        .filter(|(key, value)| !key.is_empty() && !value.contains('=') && !key.contains('*'))
        .map(|(key, value)| (key.to_owned(), (value != NULL).then(|| decode(value))))
        .collect()
}

/// The columns and their types: the given ones, else the narrowest type that reads all values.
pub(crate) fn schema(files: &[Parts], given: Option<&Schema>, try_dates: bool) -> Result<Schema> {
    let Some(first) = files.first() else { return Ok(Schema::default()) };
    let mut schema = Schema::default();
    for (at, (key, _)) in first.iter().enumerate() {
        let mut values = Vec::new();
        for parts in files {
            match parts.get(at) {
                Some((other, value)) if other == key => values.extend(value.as_deref()),
                _ => return Err(Fault::new(format!("the hive folders differ: {} is not in every path", quote(key)))),
            }
        }
        let dtype = given.and_then(|given| given.get(key)).cloned().unwrap_or_else(|| infer(&values, try_dates));
        schema.with_column(key.as_str().into(), dtype);
    }
    Ok(schema)
}

/// Adds the columns of a file's folders to its rows.
pub(crate) fn add(plan: LazyFrame, parts: &Parts, schema: &Schema) -> LazyFrame {
    let columns: Vec<Expr> = schema
        .iter()
        .filter_map(|(name, dtype)| {
            let (_, value) = parts.iter().find(|(key, _)| key == name.as_str())?;
            let value = match value {
                Some(value) => text(value, dtype),
                None => lit(polars::prelude::NULL).cast(dtype.clone()),
            };
            Some(value.alias(name.clone()))
        })
        .collect();
    if columns.is_empty() { plan } else { plan.with_columns(columns) }
}

/// A folder's text as a value of a type.
fn text(value: &str, dtype: &DataType) -> Expr {
    use polars::prelude::StrptimeOptions;
    let value = lit(value.to_owned());
    match dtype {
        DataType::String => value,
        DataType::Date => value.str().to_date(StrptimeOptions::default()),
        DataType::Datetime(unit, zone) => value.str().to_datetime(Some(*unit), zone.clone(), StrptimeOptions::default(), lit("raise")),
        DataType::Boolean => value.eq(lit("true")),
        other => value.strict_cast(other.clone()),
    }
}

fn infer(values: &[&str], try_dates: bool) -> DataType {
    let all = |fits: fn(&str) -> bool| !values.is_empty() && values.iter().all(|value| fits(value));
    if all(|value| value.parse::<i64>().is_ok()) {
        DataType::Int64
    } else if all(|value| value.parse::<f64>().is_ok() && value.bytes().any(|byte| byte.is_ascii_digit())) {
        DataType::Float64
    } else if all(|value| matches!(value, "true" | "false")) {
        DataType::Boolean
    } else if try_dates && all(is_date) {
        DataType::Date
    } else if try_dates && all(is_datetime) {
        DataType::Datetime(TimeUnit::Microseconds, None)
    } else {
        DataType::String
    }
}

fn is_date(value: &str) -> bool {
    let bytes = value.as_bytes();
    bytes.len() == 10 && bytes.iter().enumerate().all(|(at, byte)| if at == 4 || at == 7 { *byte == b'-' } else { byte.is_ascii_digit() })
}

fn is_datetime(value: &str) -> bool {
    value.len() >= 19 && value.is_ascii() && is_date(&value[..10]) && matches!(value.as_bytes()[10], b' ' | b'T') && value.as_bytes()[13] == b':'
}

/// `%20` and its like.
fn decode(value: &str) -> String {
    let bytes = value.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let code = (bytes[at] == b'%').then(|| value.get(at + 1..at + 3).and_then(|hex| u8::from_str_radix(hex, 16).ok())).flatten();
        match code {
            Some(byte) => {
                out.push(byte);
                at += 3;
            }
            None => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| value.to_owned())
}
