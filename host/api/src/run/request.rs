//! The JSON request.

use std::fmt;

use sandtable_core::units::count;
use sandtable_core::{Error, LimitsRequest, Result, text};
use sandtable_executor::{InputBody, RunInput};
use sandtable_frames::{Compression, Format, ReadOptions, WriteOptions};
use serde::de::{self, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;
use utoipa::ToSchema;

use crate::{json, schema};

/// Rows of a JSON answer when the request does not say.
const JSON_ROWS: u64 = 1000;

/// What to run a transform over, and how.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RunRequest, example = json!({
    "inputs": {"flights": {"uri": "flights.csv", "options": {"null_values": ["NA"]}}},
    "params": {"threshold": 15},
    "limits": {"memory_mb": 256, "timeout_ms": 5000},
    "output": {"format": "json", "limit": 100}
}))]
pub(crate) struct RunEnvelope {
    /// The tables, by the names that the transform's description gives its inputs.
    #[serde(default)]
    #[schema(value_type = std::collections::HashMap<String, InputSpec>)]
    pub(crate) inputs: Inputs,
    /// The parameters.
    #[serde(default)]
    #[schema(value_type = Option<Object>)]
    pub(crate) params: Option<Box<RawValue>>,
    /// The call's own limits, each at most the transform's and the server's.
    #[serde(default)]
    #[schema(value_type = schema::Limits)]
    pub(crate) limits: LimitsRequest,
    /// As what the table is answered.
    #[serde(default)]
    pub(crate) output: OutputSpec,
    /// Fixed clocks and random numbers.
    #[serde(default)]
    pub(crate) deterministic: bool,
}

/// A table: exactly one of `uri` and `rows`; in a multipart request neither, and a part of its name.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RunInput)]
pub(crate) struct InputSpec {
    /// A path under the server's base path, or `s3://BUCKET/KEY` of a bucket that the server is told of.
    #[serde(default)]
    #[schema(examples("flights.csv"))]
    pub(crate) uri: Option<String>,
    /// The rows themselves: an array of objects.
    #[serde(default)]
    #[schema(value_type = Option<Vec<Object>>)]
    pub(crate) rows: Option<Box<RawValue>>,
    /// What kind of file it is; else its extension or its beginning tells.
    #[serde(default, deserialize_with = "format")]
    #[schema(value_type = Option<schema::Format>)]
    pub(crate) format: Option<Format>,
    /// How to read it.
    #[serde(default)]
    #[schema(value_type = schema::ReadOptions)]
    pub(crate) options: ReadOptions,
}

/// As what a table is answered.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RunOutput)]
pub(crate) struct OutputSpec {
    /// The format: `json` unless given.
    #[serde(default, deserialize_with = "format")]
    #[schema(value_type = Option<schema::Format>)]
    pub(crate) format: Option<Format>,
    /// Rows to answer at most; the rest is only counted. 1000 for `json` unless given, null for all; all for the others.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<u64>)]
    pub(crate) limit: Option<Option<u64>>,
    /// Of `parquet` and `arrow`: `uncompressed`, `lz4`, `zstd`, and for `parquet` also `snappy` and `gzip`.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub(crate) compression: Option<Compression>,
    /// Of `csv`: what stands between two fields.
    #[serde(default)]
    pub(crate) separator: Option<char>,
    /// Of `csv`: whether the first line holds the columns' names.
    #[serde(default)]
    pub(crate) include_header: Option<bool>,
    /// Of `csv`: what a null is written as.
    #[serde(default)]
    pub(crate) null_value: Option<String>,
}

/// Tables by name, in the order of the request.
#[derive(Debug, Default)]
pub(crate) struct Inputs(pub(crate) Vec<(String, InputSpec)>);

impl RunEnvelope {
    /// The parameters as JSON text.
    ///
    /// # Errors
    /// `VALIDATION_ERROR` when they are no object.
    pub(crate) fn params_text(params: Option<Box<RawValue>>) -> Result<String> {
        match params {
            None => Ok("{}".to_owned()),
            Some(params) if params.get().starts_with('{') => Ok(own(params)),
            Some(params) => Err(Error::invalid("params", format!("params is {}, not an object", json::kind_of(params.get().as_bytes())))),
        }
    }
}

impl InputSpec {
    /// The table where it says so itself. `None` when a part of the request must hold it.
    ///
    /// # Errors
    /// `VALIDATION_ERROR` when it says both, or rows that are no array.
    pub(crate) fn body(&mut self, name: &str) -> Result<Option<InputBody>> {
        let field = format!("inputs.{}", text::sanitize(name, text::MAX_QUOTED_CHARS));
        match (self.uri.take(), self.rows.take()) {
            (Some(_), Some(_)) => Err(Error::invalid(&field, format!("{field} has both uri and rows; exactly one is allowed"))),
            (Some(uri), None) => Ok(Some(InputBody::Uri(uri))),
            (None, Some(rows)) if rows.get().starts_with('[') => Ok(Some(InputBody::Rows(own(rows)))),
            (None, Some(rows)) => {
                Err(Error::invalid(&format!("{field}.rows"), format!("{field}.rows is {}, not an array of objects", json::kind_of(rows.get().as_bytes()))))
            }
            (None, None) => Ok(None),
        }
    }
}

impl Inputs {
    /// The tables, when all of them say where they are.
    ///
    /// # Errors
    /// `VALIDATION_ERROR` naming the one that does not.
    pub(crate) fn complete(self) -> Result<Vec<RunInput>> {
        let complete = |(name, mut spec): (String, InputSpec)| {
            let body = spec.body(&name)?.ok_or_else(|| lacking(&name, "neither uri nor rows; exactly one is needed"))?;
            Ok(RunInput { name: Some(name), body, format: spec.format, options: spec.options })
        };
        self.0.into_iter().map(complete).collect()
    }
}

impl OutputSpec {
    /// The format, and how to write it.
    pub(crate) fn resolve(self) -> (Format, WriteOptions) {
        let Self { format, limit, compression, separator, include_header, null_value } = self;
        let format = format.unwrap_or(Format::Json);
        let usual = WriteOptions::default();
        let options = WriteOptions {
            limit: limit.unwrap_or((format == Format::Json).then_some(JSON_ROWS)),
            compression,
            separator: separator.unwrap_or(usual.separator),
            include_header: include_header.unwrap_or(usual.include_header),
            null_value: null_value.unwrap_or(usual.null_value),
            pandas: false,
            decimals_as_numbers: false,
        };
        (format, options)
    }
}

/// The error of a table that is nowhere.
pub(crate) fn lacking(name: &str, what: &str) -> Error {
    let field = format!("inputs.{}", text::sanitize(name, text::MAX_QUOTED_CHARS));
    let message = format!("{field} has {what}");
    Error::invalid(&field, message)
}

fn own(raw: Box<RawValue>) -> String {
    let text: Box<str> = raw.into();
    text.into_string()
}

/// A format by its name. By hand, so that the error is the message alone.
pub(super) fn format<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Format>, D::Error> {
    let name = Option::<String>::deserialize(deserializer)?;
    name.map(|name| name.parse().map_err(|error: Error| de::Error::custom(error.message))).transpose()
}

/// Tells a null that was given from nothing given.
fn given<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<u64>>, D::Error> {
    count(deserializer).map(Some)
}

impl<'de> Deserialize<'de> for Inputs {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Tables;

        impl<'de> Visitor<'de> for Tables {
            type Value = Inputs;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of tables by name")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Inputs, A::Error> {
                let mut inputs: Vec<(String, InputSpec)> = Vec::new();
                while let Some((name, spec)) = map.next_entry::<String, InputSpec>()? {
                    // JSON lets a name stand twice; which one counts would be a guess.
                    if inputs.iter().any(|(known, _)| *known == name) {
                        return Err(de::Error::custom(format!("input {} is given twice", text::quote(&name))));
                    }
                    // Far more than any transform has, and what keeps the search above short.
                    if inputs.len() == 1000 {
                        return Err(de::Error::custom("more than 1000 inputs"));
                    }
                    inputs.push((name, spec));
                }
                Ok(Inputs(inputs))
            }
        }

        deserializer.deserialize_map(Tables)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(given: &str) -> String {
        let parsed = json::parse_object::<RunEnvelope>(given.as_bytes(), "the request");
        let done = parsed.and_then(|envelope| {
            RunEnvelope::params_text(envelope.params)?;
            envelope.inputs.complete()
        });
        done.map(|_| ()).unwrap_err().message
    }

    #[test]
    fn a_whole_request_is_read() {
        let given = br#"{"inputs": {"a": {"uri": "a.csv", "format": "csv", "options": {"separator": ";"}}, "b": {"rows": [{"x": 1.50}]}},
            "params": {"k": 1e400}, "limits": {"memory_mb": 64}, "output": {"format": "ndjson", "limit": 5}, "deterministic": true}"#;
        let envelope: RunEnvelope = json::parse(given, "the request").unwrap();
        assert_eq!(RunEnvelope::params_text(envelope.params).unwrap(), r#"{"k": 1e400}"#, "the text goes on as it came");
        assert_eq!((envelope.limits.memory_mb, envelope.deterministic), (Some(64), true));
        let (format, options) = envelope.output.resolve();
        assert_eq!((format, options.limit), (Format::Jsonl, Some(5)));
        let inputs = envelope.inputs.complete().unwrap();
        assert_eq!(inputs.len(), 2);
        assert!(matches!(&inputs[0].body, InputBody::Uri(uri) if uri == "a.csv"));
        assert_eq!((inputs[0].format, inputs[0].options.separator), (Some(Format::Csv), ';'));
        assert!(matches!(&inputs[1].body, InputBody::Rows(rows) if rows == r#"[{"x": 1.50}]"#));
    }

    #[test]
    fn an_empty_request_is_one() {
        let envelope: RunEnvelope = json::parse(b"{}", "the request").unwrap();
        assert_eq!(RunEnvelope::params_text(envelope.params).unwrap(), "{}");
        assert!(envelope.inputs.0.is_empty());
        assert_eq!(envelope.output.resolve(), (Format::Json, WriteOptions { limit: Some(1000), ..WriteOptions::default() }));
    }

    #[test]
    fn json_answers_are_cut_unless_the_caller_says_otherwise() {
        for (given, limit) in [
            (r#"{}"#, Some(1000)),
            (r#"{"limit": 7}"#, Some(7)),
            (r#"{"limit": 70000}"#, Some(70_000)),
            (r#"{"limit": null}"#, None),
            (r#"{"format": "csv"}"#, None),
            (r#"{"format": "arrow", "limit": 3}"#, Some(3)),
        ] {
            let output: OutputSpec = json::parse(given.as_bytes(), "output").unwrap();
            assert_eq!(output.resolve().1.limit, limit, "{given}");
        }
    }

    #[test]
    fn a_refusal_says_what_and_where() {
        for (given, said) in [
            (r#"{"inputs": {"a": {}}}"#, "inputs.a has neither uri nor rows; exactly one is needed"),
            (r#"{"inputs": {"a": {"uri": "x", "rows": []}}}"#, "inputs.a has both uri and rows; exactly one is allowed"),
            (r#"{"inputs": {"a": {"rows": {"x": 1}}}}"#, "inputs.a.rows is an object, not an array of objects"),
            (r#"[{}]"#, "the request is an array, not an object"),
            (r#"{"params": [1]}"#, "params is an array, not an object"),
            (r#"{"params": "x"}"#, "params is a string, not an object"),
            (r#"{"inputs": {"a": {"uri": "x"}, "a": {"uri": "y"}}}"#, "inputs: input \"a\" is given twice at line 1 column 49"),
            (r#"{"inputs": []}"#, "inputs: invalid type: sequence, expected an object of tables by name at line 1 column 11"),
            (r#"{"limits": {"memory_mb": -1}}"#, "limits.memory_mb: invalid value: integer `-1`, expected u64 at line 1 column 27"),
            (
                r#"{"inputs": {"a": {"uri": "x", "format": "xls"}}}"#,
                "inputs.a.format: \"xls\" is not a format; there are csv, jsonl, json, parquet, arrow, arrow_file at line 1 column 46",
            ),
        ] {
            assert_eq!(refusal(given), said, "{given}");
        }
        assert!(refusal(r#"{"input": {}}"#).starts_with("input: unknown field `input`, expected one of `inputs`"));
        assert!(refusal(r#"{"limits": {"memory": 1}}"#).starts_with("limits.memory: unknown field `memory`"));
    }
}
