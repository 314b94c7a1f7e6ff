//! Where a CSV file is wrong: Polars says what, this finds the line and the column.

use polars::prelude::{DataType, Schema};
use polars_io::csv::read::SplitLines;
use sandtable_core::{Code, Error, text};

use super::csv::{Dialect, Layout};

/// The first row that does not parse, as an error that names its place. Reads row by row, and is only called when
/// something is wrong.
pub(super) fn locate(dialect: &Dialect, layout: &Layout, first_line: u64, bytes: &[u8]) -> Option<Error> {
    let start = bytes.as_ptr().addr();
    for row in SplitLines::new(bytes, dialect.parse.quote_char, dialect.parse.eol_char, None) {
        if dialect.parse_rows(layout, row, 1).is_ok() {
            continue;
        }
        let offset = row.as_ptr().addr() - start;
        let line = first_line + bytes[..offset].iter().filter(|byte| **byte == b'\n').count() as u64;
        return Some(wrong_row(dialect, layout, line, row));
    }
    None
}

fn wrong_row(dialect: &Dialect, layout: &Layout, line: u64, row: &[u8]) -> Error {
    let invalid = |message: String| Error::new(Code::ValidationError, message).with("line", line);
    let quote = dialect.parse.quote_char;
    if quote.is_some_and(|quote| row.iter().filter(|byte| **byte == quote).count() % 2 == 1) {
        return invalid(format!("csv: line {line}: a quote is left open"));
    }
    let strings: Schema = layout.schema.iter_names().map(|name| (name.clone(), DataType::String)).collect();
    for (index, (name, dtype)) in layout.schema.iter().enumerate() {
        if dialect.parse_columns(layout, &layout.schema, row, &[index], 1).is_ok() {
            continue;
        }
        let given = dialect.parse_columns(layout, &strings, row, &[index], 1).ok().and_then(|frame| {
            let value = frame.columns()[0].get(0).ok()?;
            value.get_str().map(text::quote)
        });
        let type_name =
            crate::bridge::crossing_type(name, dtype, false).map_or_else(|_| dtype.to_string(), |data_type| crate::types::type_name(&data_type).to_owned());
        return match given {
            Some(given) => {
                invalid(format!("csv: line {line}, column {}: {given} is not a value of type {type_name}", text::quote(name))).with("reason", "type")
            }
            None => invalid(format!("csv: line {line}, column {}: a quote stands where no field starts or ends", text::quote(name))),
        }
        .with("column", name.as_str());
    }
    invalid(format!("csv: line {line}: more fields than the {} columns", layout.schema.len()))
}
