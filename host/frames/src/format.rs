//! The file formats, and how to tell them apart.

use std::fmt;
use std::str::FromStr;

use sandtable_core::{Error, text};
use serde::{Deserialize, Serialize};

/// A file format that tables are read from and written to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Format {
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
    /// An Arrow IPC file, also known as Feather version 2.
    ArrowFile,
}

/// Everything that is known about a format, in one row: name, other names, extensions, content types.
struct Row {
    format: Format,
    name: &'static str,
    aliases: &'static [&'static str],
    extensions: &'static [&'static str],
    content_types: &'static [&'static str],
}

const ROWS: [Row; 6] = [
    Row { format: Format::Csv, name: "csv", aliases: &[], extensions: &["csv"], content_types: &["text/csv", "application/csv"] },
    Row {
        format: Format::Jsonl,
        name: "jsonl",
        aliases: &["ndjson"],
        extensions: &["jsonl", "ndjson"],
        content_types: &["application/x-ndjson", "application/jsonl", "application/x-jsonlines", "application/jsonlines"],
    },
    Row { format: Format::Json, name: "json", aliases: &[], extensions: &["json"], content_types: &["application/json"] },
    Row {
        format: Format::Parquet,
        name: "parquet",
        aliases: &[],
        extensions: &["parquet", "pq"],
        content_types: &["application/vnd.apache.parquet", "application/x-parquet"],
    },
    Row {
        format: Format::Arrow,
        name: "arrow",
        aliases: &["arrow_stream", "ipc_stream"],
        extensions: &["arrows"],
        content_types: &["application/vnd.apache.arrow.stream"],
    },
    Row {
        format: Format::ArrowFile,
        name: "arrow_file",
        aliases: &["feather", "ipc"],
        extensions: &["arrow", "feather", "ipc"],
        content_types: &["application/vnd.apache.arrow.file"],
    },
];

impl Format {
    /// All formats.
    pub const ALL: [Format; 6] = [Self::Csv, Self::Jsonl, Self::Json, Self::Parquet, Self::Arrow, Self::ArrowFile];

    /// The name, as requests and answers use it.
    pub fn as_str(self) -> &'static str {
        self.row().name
    }

    /// The content type that answers carry.
    pub fn content_type(self) -> &'static str {
        self.row().content_types[0]
    }

    /// The extension for a new file, without the dot.
    pub fn extension(self) -> &'static str {
        self.row().extensions[0]
    }

    /// The format that a file's extension says, in any case, with or without a dot in front. `arrow` says file, as the
    /// registration of the content types does; [`Format::sniff`] tells a stream from a file by what is in it.
    pub fn from_extension(extension: &str) -> Option<Self> {
        let wanted = extension.trim_start_matches('.').to_ascii_lowercase();
        ROWS.iter().find(|row| row.extensions.contains(&wanted.as_str())).map(|row| row.format)
    }

    /// The format that a content type says; parameters such as `charset` are ignored.
    pub fn from_content_type(content_type: &str) -> Option<Self> {
        let essence = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        ROWS.iter().find(|row| row.content_types.contains(&essence.as_str())).map(|row| row.format)
    }

    /// The format that the first bytes say. CSV has no mark of its own, so that it is never the answer.
    pub fn sniff(first: &[u8]) -> Option<Self> {
        if first.starts_with(b"PAR1") {
            return Some(Self::Parquet);
        }
        if first.starts_with(b"ARROW1") {
            return Some(Self::ArrowFile);
        }
        if first.starts_with(&[0xFF; 4]) {
            return Some(Self::Arrow);
        }
        let text = first.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(first);
        match text.iter().find(|byte| !byte.is_ascii_whitespace()) {
            Some(b'[') => Some(Self::Json),
            Some(b'{') => Some(Self::Jsonl),
            _ => None,
        }
    }

    fn row(self) -> &'static Row {
        &ROWS[self as usize]
    }
}

impl FromStr for Format {
    type Err = Error;

    fn from_str(given: &str) -> Result<Self, Error> {
        let wanted = given.to_ascii_lowercase();
        ROWS.iter().find(|row| row.name == wanted || row.aliases.contains(&wanted.as_str())).map(|row| row.format).ok_or_else(|| {
            let allowed = ROWS.iter().map(|row| row.name).collect::<Vec<_>>().join(", ");
            Error::invalid("format", format!("{} is not a format; there are {allowed}", text::quote(given)))
        })
    }
}

impl TryFrom<String> for Format {
    type Error = Error;

    fn try_from(given: String) -> Result<Self, Error> {
        given.parse()
    }
}

impl From<Format> for String {
    fn from(format: Format) -> Self {
        format.as_str().to_owned()
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_is_found_by_each_of_its_marks() {
        for (index, format) in Format::ALL.into_iter().enumerate() {
            assert_eq!(ROWS[index].format, format, "the table follows the enum's order");
            assert_eq!(format.as_str().parse::<Format>().unwrap(), format);
            assert_eq!(Format::from_extension(format.extension()), Some(format));
            assert_eq!(Format::from_content_type(&format!("{}; charset=utf-8", format.content_type())), Some(format));
        }
    }

    #[test]
    fn an_unknown_format_is_told_what_there_is() {
        let error = "xls".parse::<Format>().unwrap_err();
        assert_eq!(error.message, "\"xls\" is not a format; there are csv, jsonl, json, parquet, arrow, arrow_file");
    }

    #[test]
    fn the_first_bytes_tell_all_but_csv() {
        for (bytes, format) in [
            (&b"PAR1\x15"[..], Some(Format::Parquet)),
            (b"ARROW1\0\0", Some(Format::ArrowFile)),
            (b"\xFF\xFF\xFF\xFF\x10", Some(Format::Arrow)),
            (b"  [ {", Some(Format::Json)),
            (b"\xEF\xBB\xBF{\"a\":1}", Some(Format::Jsonl)),
            (b"a,b\n1,2", None),
            (b"", None),
        ] {
            assert_eq!(Format::sniff(bytes), format, "{bytes:?}");
        }
    }
}
