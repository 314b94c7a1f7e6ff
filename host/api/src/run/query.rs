//! The request in a query string, for bodies that are a table.

use sandtable_core::units::count;
use sandtable_core::{LimitsRequest, Result};
use sandtable_frames::{Compression, Format, ReadOptions};
use serde::Deserialize;
use serde_json::value::RawValue;
use utoipa::IntoParams;

use super::request::{self, OutputSpec, RunEnvelope};
use crate::{json, schema};

/// What the JSON request would say. Only with bodies that are a table.
// The limits stand here one by one: a flattened struct gets no numbers from a query string.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct RunQuery {
    /// The parameters: a JSON object.
    #[param(example = "{\"threshold\": 15}")]
    pub(crate) params: Option<String>,
    /// How to read the table: a JSON object, as `options` of an input.
    #[param(example = "{\"separator\": \";\"}")]
    pub(crate) options: Option<String>,
    /// The answer's format: `json` unless given.
    #[serde(default, deserialize_with = "request::format")]
    #[param(value_type = Option<schema::Format>)]
    pub(crate) format: Option<Format>,
    /// Rows to answer at most; the rest is only counted. 1000 for `json` unless given; all for the others.
    #[serde(default, deserialize_with = "count")]
    pub(crate) limit: Option<u64>,
    /// Of `parquet` and `arrow`: `uncompressed`, `lz4`, `zstd`, and for `parquet` also `snappy` and `gzip`.
    #[param(value_type = Option<String>)]
    pub(crate) compression: Option<Compression>,
    /// Fixed clocks and random numbers.
    #[serde(default)]
    pub(crate) deterministic: bool,
    /// Mebibytes of guest memory.
    pub(crate) memory_mb: Option<u64>,
    /// Units of fuel.
    pub(crate) fuel: Option<u64>,
    /// Wall time in milliseconds.
    pub(crate) timeout_ms: Option<u64>,
    /// CPU time in milliseconds.
    pub(crate) cpu_ms: Option<u64>,
    /// Rows of the output.
    pub(crate) output_rows: Option<u64>,
    /// Bytes of the output.
    pub(crate) output_bytes: Option<u64>,
    /// Bytes of the inputs.
    pub(crate) input_bytes: Option<u64>,
    /// Bytes of log text that are kept.
    pub(crate) log_bytes: Option<u64>,
    /// Calls of imported functions.
    pub(crate) host_calls: Option<u64>,
    /// Resource handles alive at once.
    pub(crate) handles: Option<u64>,
    /// Instances side by side.
    pub(crate) instances: Option<u64>,
}

impl RunQuery {
    /// The request without its table, and how to read the table.
    ///
    /// # Errors
    /// `VALIDATION_ERROR` when `params` or `options` is not the JSON it should be.
    pub(crate) fn resolve(self) -> Result<(RunEnvelope, ReadOptions)> {
        let Self {
            params,
            options,
            format,
            limit,
            compression,
            deterministic,
            memory_mb,
            fuel,
            timeout_ms,
            cpu_ms,
            output_rows,
            output_bytes,
            input_bytes,
            log_bytes,
            host_calls,
            handles,
            instances,
        } = self;
        let params = params.map(|params| json::parse::<Box<RawValue>>(params.as_bytes(), "params")).transpose()?;
        let options = options.map(|options| json::parse_object(options.as_bytes(), "options")).transpose()?.unwrap_or_default();
        let limits = LimitsRequest { memory_mb, fuel, timeout_ms, cpu_ms, output_rows, output_bytes, input_bytes, log_bytes, host_calls, handles, instances };
        let output = OutputSpec { format, limit: limit.map(Some), compression, ..OutputSpec::default() };
        Ok((RunEnvelope { params, limits, output, deterministic, ..RunEnvelope::default() }, options))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query;

    fn read(text: &str) -> Result<(RunEnvelope, ReadOptions)> {
        query::parse::<RunQuery>(&format!("/run?{text}").parse().unwrap())?.resolve()
    }

    #[test]
    fn a_query_says_what_the_json_request_would() {
        let text = "params=%7B%22k%22%3A1%7D&options=%7B%22separator%22%3A%22%3B%22%7D&format=parquet&limit=5&deterministic=true&timeout_ms=50&instances=2";
        let (envelope, options) = read(text).unwrap();
        assert_eq!(envelope.params.unwrap().get(), r#"{"k":1}"#);
        assert_eq!(options.separator, ';');
        assert_eq!((envelope.limits.timeout_ms, envelope.limits.instances, envelope.deterministic), (Some(50), Some(2), true));
        let (format, options) = envelope.output.resolve();
        assert_eq!((format, options.limit), (Format::Parquet, Some(5)));
        assert_eq!(read("").unwrap().0.output.resolve().1.limit, Some(1000));
    }

    #[test]
    fn a_refusal_names_the_key() {
        for (text, said) in [
            ("timeout=5", "unknown field `timeout`"),
            ("timeout_ms=soon", "timeout_ms: invalid digit found in string"),
            ("format=xls", "format: \"xls\" is not a format"),
            ("params={", "params: EOF while parsing an object at line 1 column 1"),
            ("options=[1]", "options is an array, not an object"),
            ("options={\"sep\":1}", "unknown field `sep`"),
            ("limit=1&limit=2", "duplicate field `limit`"),
        ] {
            let text = text.replace('{', "%7B").replace('[', "%5B").replace('"', "%22");
            let error = read(&text).unwrap_err();
            assert!(error.message.contains(said), "{text}: {}", error.message);
        }
    }
}
