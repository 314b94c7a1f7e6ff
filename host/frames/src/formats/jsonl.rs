//! JSONL: one object a line. Large files of this kind and large JSON arrays are read by the same code, which only
//! differs in how it tells the rows apart.

use std::fs::File;

use polars::prelude::{DataFrame, DataType, Schema};
use polars_core::runtime::RAYON;
use rayon::prelude::*;
use sandtable_core::{Result, text};
use serde_json::value::RawValue;

use super::json::{casts, frame, given_types, take_row};
use super::json_columns::{Fields, Types};
use super::pieces::{Pieces, check_utf8, read_whole};
use super::{FrameReader, Opened, WHOLE_BYTES};
use crate::cast::Casts;
use crate::fault::{damaged, ours};
use crate::options::ReadOptions;

/// Rows of one task of the pool.
const TASK_ROWS: usize = 4096;

/// The bytes that a row is taken to have, before any was seen.
const GUESSED_ROW_BYTES: usize = 200;

pub(crate) fn open(file: File, size: u64, options: &ReadOptions) -> Result<Opened> {
    if size > WHOLE_BYTES {
        return open_large(file, options, Rows::Lines);
    }
    let bytes = read_whole(&file, size, "jsonl")?;
    let given = given_types(options)?;
    check_utf8("jsonl", 1, &bytes)?;
    let (rows, _) = Rows::Lines.split(1, strip_mark(&bytes))?;
    // Values of any kind have no type that the rest could be read in.
    let first = if options.mixed.is_empty() { rows.len().min((options.infer_rows as usize).max(TASK_ROWS)) } else { rows.len() };
    if first < rows.len() {
        // The rest in parallel, when the first rows have told its types; else all of it, one row after the other.
        let found = frame("jsonl", take_rows("jsonl", &rows[..first], options)?, first, &[])?;
        let rest = parse_fixed("jsonl", found.schema(), &rows[first..], first as u64 + 1);
        if let Ok(rest) = rest {
            let mut whole = found;
            whole.vstack_mut_owned(rest).map_err(ours)?;
            let casts = casts(whole.schema(), &given);
            if given.iter().all(|(name, _)| whole.schema().contains(name.as_str())) {
                return casts.apply(whole).map_err(|error| error.at("jsonl")).map(Opened::Frame);
            }
        }
    }
    frame("jsonl", take_rows("jsonl", &rows, options)?, rows.len(), &given).map(Opened::Frame)
}

/// The columns of a file whose values are of several kinds, in the order in which they appear. Rows that are no objects are
/// left to who reads them.
pub(crate) fn mixed(file: &File, size: u64) -> Result<Vec<String>> {
    let bytes = read_whole(file, size, "jsonl")?;
    let (rows, _) = Rows::Lines.split(1, strip_mark(&bytes))?;
    let mut seen: Vec<(String, Kinds)> = Vec::new();
    let mut by_name = std::collections::HashMap::new();
    for row in rows {
        let Ok(values) = serde_json::from_slice::<std::collections::BTreeMap<std::borrow::Cow<'_, str>, &RawValue>>(row.text) else { continue };
        for (name, value) in values {
            let index = *by_name.entry(name.to_string()).or_insert_with(|| {
                seen.push((name.to_string(), Kinds::default()));
                seen.len() - 1
            });
            seen[index].1.see(value.get());
        }
    }
    Ok(seen.into_iter().filter(|(_, kinds)| kinds.several()).map(|(name, _)| name).collect())
}

/// Which kinds of values a column has.
#[derive(Default)]
struct Kinds {
    boolean: bool,
    number: bool,
    text: bool,
    nested: bool,
}

impl Kinds {
    fn see(&mut self, json: &str) {
        match json.as_bytes().first() {
            Some(b't' | b'f') => self.boolean = true,
            Some(b'"') => self.text = true,
            Some(b'[' | b'{') => self.nested = true,
            Some(b'n') | None => {}
            Some(_) => self.number = true,
        }
    }

    /// What is nested may be of several kinds inside.
    fn several(&self) -> bool {
        self.nested || [self.boolean, self.number, self.text].into_iter().filter(|seen| *seen).count() > 1
    }
}

/// Opens a file that is too large to be read whole.
pub(super) fn open_large(file: File, options: &ReadOptions, mut kind: Rows) -> Result<Opened> {
    let (what, given) = (kind.what(), given_types(options)?);
    let mut pieces = Pieces::new(file);
    let at_least = (options.infer_rows as usize).saturating_mul(GUESSED_ROW_BYTES);
    let Some((line, head)) = pieces.next(what, at_least, |bytes| kind.whole_rows(bytes))? else {
        return Err(damaged(what, "the file is empty"));
    };
    check_utf8(what, line, &head)?;
    let (rows, after) = kind.split(line, strip_mark(&head))?;
    let first = frame(what, take_rows(what, &rows, options)?, rows.len(), &[])?;
    let schema = fixed_schema(first.schema(), &given);
    // Once more, in the types that are fixed now.
    let first = if *first.schema().as_ref() == schema { first } else { parse_fixed(what, &schema, &rows, 1)? };
    let (row, casts) = (rows.len() as u64 + 1, casts(&schema, &given));
    kind = after;
    Ok(Opened::Reader(Box::new(Reader { kind, pieces, schema, casts, first: Some(first), row, infer_rows: options.infer_rows })))
}

struct Reader {
    kind: Rows,
    pieces: Pieces,
    /// As the rows are taken, before the casts.
    schema: Schema,
    casts: Casts,
    first: Option<DataFrame>,
    /// The number of the next row, from 1.
    row: u64,
    infer_rows: u32,
}

impl FrameReader for Reader {
    fn schema(&self) -> Schema {
        self.casts.schema(&self.schema)
    }

    fn rows(&self) -> Option<u64> {
        None
    }

    fn next(&mut self) -> Result<Option<DataFrame>> {
        if let Some(first) = self.first.take() {
            return self.casts.apply(first).map(Some);
        }
        let (what, kind) = (self.kind.what(), self.kind);
        let Some((line, piece)) = self.pieces.next(what, 0, |bytes| kind.whole_rows(bytes))? else {
            return if self.kind.may_end() { Ok(None) } else { Err(damaged(what, "the text ends too early")) };
        };
        check_utf8(what, line, &piece)?;
        let (rows, after) = self.kind.split(line, &piece)?;
        let frame = parse_fixed(what, &self.schema, &rows, self.row).map_err(|mut error| {
            error
                .message
                .push_str(&format!("; the types were found from the first {} rows or more, give the column's type or raise infer_rows", self.infer_rows));
            error
        })?;
        self.kind = after;
        self.row += rows.len() as u64;
        self.casts.apply(frame).map(Some).map_err(|error| error.at(what))
    }
}

/// The found types, made as wide as the given ones where a later row may need it.
fn fixed_schema(found: &Schema, given: &[(String, DataType)]) -> Schema {
    let mut schema = found.clone();
    for (name, dtype) in given {
        let taken = match dtype {
            DataType::Boolean | DataType::UInt64 => dtype.clone(),
            dtype if dtype.is_integer() => DataType::Int64,
            dtype if dtype.is_float() => DataType::Float64,
            _ => DataType::String,
        };
        match schema.get(name.as_str()) {
            Some(DataType::Int64) if taken == DataType::Float64 || taken == DataType::UInt64 => {}
            None | Some(DataType::Null) => {}
            // Another kind of value than the given type's own: cast as it is.
            Some(_) => continue,
        }
        schema.with_column(name.as_str().into(), taken);
    }
    schema
}

/// Takes the first rows one after the other, finding their types.
fn take_rows(what: &str, rows: &[Row<'_>], options: &ReadOptions) -> Result<Fields> {
    let mut fields = Fields::ordered(&options.order).with_raw(&options.mixed);
    for (index, row) in rows.iter().enumerate() {
        take_row(&mut fields, index, Types::Open, row, what, 1 + index as u64)?;
    }
    Ok(fields)
}

/// Takes rows in parallel, in types that are known.
fn parse_fixed(what: &str, schema: &Schema, rows: &[Row<'_>], first: u64) -> Result<DataFrame> {
    let frames: Vec<Result<DataFrame>> = RAYON.install(|| {
        let tasks = rows.par_chunks(TASK_ROWS).enumerate();
        let parsed = tasks.map(|(task, rows)| {
            let columns = schema.iter().map(|(name, dtype)| (name.to_string(), dtype.clone()));
            let mut fields = Fields::of(columns).ok_or_else(|| ours(format_args!("no builder for {}", text::quote(&format!("{schema:?}")))))?;
            for (index, row) in rows.iter().enumerate() {
                take_row(&mut fields, index, Types::Fixed, row, what, first + (task * TASK_ROWS + index) as u64)?;
            }
            frame(what, fields, rows.len(), &[])
        });
        parsed.collect()
    });
    let mut whole = DataFrame::empty_with_schema(schema);
    for frame in frames {
        let frame = frame?;
        if whole.height() == 0 {
            whole = frame;
        } else {
            whole.vstack_mut_owned(frame).map_err(ours)?;
        }
    }
    Ok(whole)
}

fn strip_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)
}

/// The text of one row, and the line that it starts in.
pub(super) struct Row<'a> {
    pub(super) line: u64,
    pub(super) text: &'a [u8],
}

/// How rows are told apart, and where in the text the next one stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rows {
    Lines,
    Array(At),
}

/// Where in an array's text the next byte stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum At {
    Start,
    First,
    AfterRow,
    AfterComma,
    End,
}

impl Rows {
    pub(super) fn array() -> Self {
        Self::Array(At::Start)
    }

    fn what(self) -> &'static str {
        match self {
            Self::Lines => "jsonl",
            Self::Array(_) => "json",
        }
    }

    /// Whether the text may end here.
    fn may_end(self) -> bool {
        matches!(self, Self::Lines | Self::Array(At::End))
    }

    /// How many bytes are whole rows.
    fn whole_rows(self, bytes: &[u8]) -> usize {
        match self {
            Self::Lines => bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |last| last + 1),
            Self::Array(at) => match scan(at, 1, bytes) {
                Ok(Scan { rows, at, end, .. }) if !rows.is_empty() || at == At::End => end,
                Ok(_) => 0,
                // Handed out as it is: splitting it says what is wrong.
                Err(_) => bytes.len(),
            },
        }
    }

    /// The rows of a piece whose first line is `line`, and where the text stands after it.
    fn split(self, line: u64, bytes: &[u8]) -> Result<(Vec<Row<'_>>, Self)> {
        match self {
            Self::Lines => {
                let lines = (line..).zip(bytes.split(|byte| *byte == b'\n'));
                let rows = lines.filter(|(_, text)| !text.iter().all(u8::is_ascii_whitespace)).map(|(line, text)| Row { line, text });
                Ok((rows.collect(), self))
            }
            Self::Array(at) => {
                let Scan { rows, at, end } = scan(at, line, bytes)?;
                if end < bytes.len() {
                    return Err(damaged("json", "the text ends too early, inside a row"));
                }
                Ok((rows, Self::Array(at)))
            }
        }
    }
}

struct Scan<'a> {
    rows: Vec<Row<'a>>,
    at: At,
    /// How many bytes were whole.
    end: usize,
}

/// Finds the objects of an array without reading them: only brackets and text in quotes are looked at.
fn scan(mut at: At, first_line: u64, bytes: &[u8]) -> Result<Scan<'_>> {
    let (mut rows, mut end, mut line) = (Vec::new(), 0, first_line);
    let wrong = |line: u64, wanted: &str| Err(damaged("json", format!("line {line}: {wanted} is wanted")).with("line", line));
    while let Some(byte) = bytes.get(end) {
        match (at, byte) {
            (_, b'\n') => {
                line += 1;
                end += 1;
            }
            (_, byte) if byte.is_ascii_whitespace() => end += 1,
            (At::Start, b'[') => {
                at = At::First;
                end += 1;
            }
            (At::First | At::AfterRow, b']') => {
                at = At::End;
                end += 1;
            }
            (At::AfterRow, b',') => {
                at = At::AfterComma;
                end += 1;
            }
            (At::First | At::AfterComma, b'{') => {
                let Some(length) = object_length(&bytes[end..]) else { break };
                let text = &bytes[end..end + length];
                rows.push(Row { line, text });
                line += text.iter().filter(|byte| **byte == b'\n').count() as u64;
                end += length;
                at = At::AfterRow;
            }
            (At::Start, _) => return wrong(line, "an array of objects, one for each row,"),
            (At::First | At::AfterComma, _) => return wrong(line, "an object, one for each row,"),
            (At::AfterRow, _) => return wrong(line, "a comma or the array's end"),
            (At::End, _) => return wrong(line, "nothing more after the array"),
        }
    }
    Ok(Scan { rows, at, end })
}

/// The bytes of the object at the start, when its end is there.
fn object_length(bytes: &[u8]) -> Option<usize> {
    let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
    for (index, byte) in bytes.iter().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            _ if quoted => {}
            b'{' | b'[' => depth += 1,
            b'}' | b']' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some(index + 1);
                }
            }
            _ => {}
        }
    }
    None
}
