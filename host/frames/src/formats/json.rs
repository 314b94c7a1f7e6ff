//! JSON: an array of objects, one for each row.

use std::fs::File;

use polars::prelude::{DataFrame, DataType, Schema};
use sandtable_core::{Error, Result, text};
use serde::de::{Deserializer as _, SeqAccess, Visitor};

use super::json_columns::{Fields, Types};
use super::jsonl::{Row, Rows};
use super::pieces::{check_utf8, read_whole};
use super::{Opened, WHOLE_BYTES};
use crate::cast::Casts;
use crate::fault::{damaged, from_polars, guard, ours};
use crate::options::ReadOptions;
use crate::types::parse_type;

pub(crate) fn open(file: File, size: u64, options: &ReadOptions) -> Result<Opened> {
    if size <= WHOLE_BYTES {
        return read_bytes(&read_whole(&file, size, "json")?, options).map(Opened::Frame);
    }
    super::jsonl::open_large(file, options, Rows::array())
}

/// Reads an array that is in memory.
pub(crate) fn read_bytes(bytes: &[u8], options: &ReadOptions) -> Result<DataFrame> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    check_utf8("json", 1, bytes)?;
    let mut rows = ArrayOfRows { fields: Fields::ordered(&options.order), row: 0 };
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    deserializer
        .deserialize_seq(&mut rows)
        .and_then(|()| deserializer.end())
        .map_err(|error| wrong_json("json", &error, Some(rows.row as u64 + 1), error.line() as u64))?;
    let row = rows.row;
    frame("json", rows.fields, row, &given_types(options)?)
}

struct ArrayOfRows {
    fields: Fields,
    row: usize,
}

impl<'de> Visitor<'de> for &mut ArrayOfRows {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an array of objects, one for each row")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> std::result::Result<(), A::Error> {
        while items.next_element_seed(self.fields.seed(self.row, Types::Open))?.is_some() {
            self.row += 1;
        }
        Ok(())
    }
}

/// The types that the caller gives.
pub(super) fn given_types(options: &ReadOptions) -> Result<Vec<(String, DataType)>> {
    let given = options.columns.iter().map(|(name, given)| {
        let dtype = parse_type(given).map_err(|error| error.at(format!("columns, {}", text::quote(name))))?;
        Ok((name.clone(), dtype))
    });
    given.collect()
}

/// The grown columns as a frame, in the types that the caller gives. A column that only has a given type is all null.
pub(super) fn frame(what: &str, fields: Fields, rows: usize, given: &[(String, DataType)]) -> Result<DataFrame> {
    let mut fields = fields;
    for (name, _) in given {
        fields.add_missing(name, rows);
    }
    let read = guard(what, || {
        let columns = fields.finish().into_iter().map(|(name, array)| {
            let series = polars::prelude::Series::from_arrow(name.as_str().into(), array).map_err(ours)?;
            Ok(polars::prelude::Column::from(series))
        });
        DataFrame::new(rows, columns.collect::<Result<Vec<_>>>()?).map_err(|error| from_polars(what, error))
    })?;
    casts(read.schema(), given).apply(read).map_err(|error| error.at(what))
}

/// The casts from the found types to the given ones.
pub(super) fn casts(schema: &Schema, given: &[(String, DataType)]) -> Casts {
    let mut casts = Casts::default();
    for (name, dtype) in given {
        if let Some((index, _, _)) = schema.get_full(name.as_str()) {
            casts.add(index, dtype.clone());
        }
    }
    casts
}

/// What serde_json says of a value, with its place.
pub(super) fn wrong_json(what: &str, error: &serde_json::Error, row: Option<u64>, line: u64) -> Error {
    let full = error.to_string();
    let message = full.rsplit_once(" at line ").map_or(full.as_str(), |(message, _)| message);
    let row_text = row.map(|row| format!("row {row}, ")).unwrap_or_default();
    let place = format!("{row_text}line {line}, column {}", error.column());
    let message = match error.classify() {
        serde_json::error::Category::Io => return Error::io(format!("{what}: {full}")),
        serde_json::error::Category::Eof => "the text ends too early",
        serde_json::error::Category::Syntax | serde_json::error::Category::Data => message,
    };
    let error = damaged(what, format!("{message} ({place})")).with("line", line).with("place", error.column() as u64);
    match row {
        Some(row) => error.with("row", row),
        None => error,
    }
}

/// Takes one row from its text.
pub(super) fn take_row(fields: &mut Fields, index: usize, types: Types, row: &Row<'_>, what: &str, number: u64) -> Result<()> {
    use serde::de::DeserializeSeed;
    let mut deserializer = serde_json::Deserializer::from_slice(row.text);
    let taken = fields.seed(index, types).deserialize(&mut deserializer).and_then(|()| deserializer.end());
    taken.map_err(|error| wrong_json(what, &error, Some(number), row.line + error.line() as u64 - 1))
}
