//! Whether two tables are the same, and where they are not.

use std::fs::File;
use std::io::{BufRead, BufReader, Seek};

use sandtable_core::{Error, Result, text};
use sandtable_frames::{Format, ReadOptions, Table, TableWriter, WriteOptions};
use serde_json::{Map, Value};

/// How far two numbers may lie apart, as a share of the larger: text does not hold all digits.
const TOLERANCE: f64 = 1e-9;
/// Rows that a batch has.
const BATCH: usize = 8192;

/// What is different, or nothing.
///
/// # Errors
/// `IO_ERROR`, and what a file that is no table of its format is refused with.
pub(super) fn difference(expected: File, given: File, format: Format) -> Result<Option<String>> {
    let (expected, given) = (Rows::read(expected, format)?, Rows::read(given, format)?);
    if expected.columns != given.columns {
        return Ok(Some(format!("the columns are {}, expected {}", listed(&given.columns), listed(&expected.columns))));
    }
    let (mut ours, mut theirs) = (expected.lines, given.lines);
    for row in 1u64.. {
        match (ours.next().transpose()?, theirs.next().transpose()?) {
            (None, None) => break,
            (Some(_), None) => return Ok(Some(format!("row {row} is missing; {} were expected", row + count(ours)?))),
            (None, Some(_)) => return Ok(Some(format!("row {row} is one too many"))),
            (Some(expected), Some(given)) => {
                let differing = expected.iter().find(|(name, value)| !given.get(*name).is_some_and(|other| alike(value, other)));
                if let Some((name, value)) = differing {
                    let other = given.get(name).unwrap_or(&Value::Null);
                    return Ok(Some(format!("row {row}, column {}: {other}, expected {value}", text::quote(name))));
                }
            }
        }
    }
    Ok(None)
}

/// A table as objects.
struct Rows {
    columns: Vec<String>,
    lines: Box<dyn Iterator<Item = Result<Map<String, Value>>>>,
}

impl Rows {
    fn read(mut file: File, format: Format) -> Result<Self> {
        let failed = |error: std::io::Error| Error::io(format!("a table cannot be read: {error}"));
        file.rewind().map_err(failed)?;
        let table = Table::open(file, Some(format), &ReadOptions::default())?;
        let columns = table.schema().fields().iter().map(|field| field.name().clone()).collect();
        let lines = tempfile::tempfile().map_err(failed)?;
        let mut writer = TableWriter::new(lines.try_clone().map_err(failed)?, Format::Jsonl, &WriteOptions::default())?;
        writer.start(table.schema().clone())?;
        let mut batches = table.batches(false, BATCH);
        while let Some(batch) = batches.next(BATCH)? {
            writer.push(batch)?;
        }
        writer.finish()?;
        let mut lines = BufReader::new(lines);
        lines.rewind().map_err(failed)?;
        let read = move |line: std::io::Result<String>| serde_json::from_str(&line.map_err(failed)?).map_err(Error::internal);
        Ok(Self { columns, lines: Box::new(lines.lines().map(read)) })
    }
}

fn count(rows: impl Iterator<Item = Result<Map<String, Value>>>) -> Result<u64> {
    rows.map(|row| row.map(|_| 1)).sum()
}

fn alike(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Array(one), Value::Array(other)) => one.len() == other.len() && one.iter().zip(other).all(|(one, other)| alike(one, other)),
        (Value::Object(one), Value::Object(other)) => {
            one.len() == other.len() && one.iter().all(|(name, one)| other.get(name).is_some_and(|other| alike(one, other)))
        }
        (Value::Number(a), Value::Number(b)) if a.is_f64() || b.is_f64() => match (a.as_f64(), b.as_f64()) {
            (Some(a), Some(b)) => a == b || (a - b).abs() <= TOLERANCE * a.abs().max(b.abs()),
            _ => false,
        },
        _ => one == other,
    }
}

fn listed(names: &[String]) -> String {
    text::list(names.iter().map(String::as_str), 50)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn csv(text: &str) -> File {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(text.as_bytes()).unwrap();
        file
    }

    fn told(expected: &str, given: &str) -> Option<String> {
        difference(csv(expected), csv(given), Format::Csv).unwrap()
    }

    #[test]
    fn the_first_difference_is_told() {
        assert_eq!(told("a,b\n1,x\n2,y\n", "a,b\n1,x\n2,y\n"), None);
        assert_eq!(told("a\n0.1\n", "a\n0.10000000000000002\n"), None, "the last digit");
        assert_eq!(told("a\n1\n", "b\n1\n").unwrap(), "the columns are b, expected a");
        assert_eq!(told("a,b\n1,x\n2,y\n", "a,b\n1,x\n2,z\n").unwrap(), "row 2, column \"b\": \"z\", expected \"y\"");
        assert_eq!(told("a\n1\n2\n3\n", "a\n1\n").unwrap(), "row 2 is missing; 3 were expected");
        assert_eq!(told("a\n1\n", "a\n1\n2\n").unwrap(), "row 2 is one too many");
        assert_eq!(told("a\n1\n", "a\n1.5\n").unwrap(), "row 1, column \"a\": 1.5, expected 1");
    }
}
