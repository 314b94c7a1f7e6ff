//! The JSON requests of pipelines.

use std::collections::BTreeMap;

use sandtable_core::{Error, LimitsRequest, Result};
use sandtable_executor::{PipelineDoor, PipelineRequest, PipelineSource, SqlQuery, SqlTable};
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::run::OutputSpec;
use crate::{json, schema};

/// A document, and what is to be done with it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PipelineRequest, example = json!({
    "document": {
        "variables": [{"key": "flights", "name": "Flights"}],
        "steps": [
            {"operation": "scan_csv", "args": ["$flights"], "kwargs": {"null_values": "NA"}},
            {"operation": "group_by", "args": ["carrier"]},
            {"operation": "agg", "kwargs": {"delay": {"expr": "mean", "on": {"expr": "col", "args": ["dep_delay"]}}}},
            {"operation": "sort", "args": ["delay"], "kwargs": {"descending": true}}
        ]
    },
    "variables": {"flights": "flights.csv"},
    "output": {"format": "json", "limit": 20}
}))]
pub(crate) struct PipelineEnvelope {
    /// The document, in the transformation format.
    #[schema(value_type = Object)]
    document: Box<RawValue>,
    /// Values of its variables.
    #[serde(default)]
    #[schema(value_type = Option<Object>)]
    variables: Option<Box<RawValue>>,
    /// The frame that comes back. Without it, when the document has no outputs: the frame without a name, else the one
    /// that was set last.
    #[serde(default, rename = "return")]
    #[schema(examples("df"))]
    returned: Option<String>,
    /// As what it comes back.
    #[serde(default)]
    output: OutputSpec,
    /// The pipeline's own limits, and those of each transform in it.
    #[serde(default)]
    #[schema(value_type = schema::Limits)]
    limits: LimitsRequest,
}

/// A query, and the tables it is about.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SqlRequest, example = json!({
    "query": "select name, count(*) as flights from f join airlines using (carrier) group by name order by flights desc",
    "tables": {"f": {"uri": "flights.csv", "options": {"null_values": "NA"}}, "airlines": "airlines.csv"},
    "output": {"format": "json", "limit": 20}
}))]
pub(crate) struct SqlEnvelope {
    /// One `select`. An uploaded row-by-row transform with one column in and one out is a function in it.
    query: String,
    /// Files under the base path by the names that the query has for them. Other tables are files too, by their path in
    /// quotes; under that path an entry here says how such a file is read.
    #[serde(default)]
    tables: BTreeMap<String, TableSpec>,
    /// Fields of CSV files that mean null, where a table's own `options` say nothing of it.
    #[serde(default)]
    #[schema(required = false, example = json!(["NA"]))]
    null_values: Vec<String>,
    /// As what the rows come back.
    #[serde(default)]
    output: OutputSpec,
    /// The query's own limits.
    #[serde(default)]
    #[schema(value_type = schema::Limits)]
    limits: LimitsRequest,
}

/// A file: its path, or its path and how it is read.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(untagged, expecting = "a table is a path, or an object of `uri`, `format` and `options`")]
#[schema(as = SqlTable)]
pub(crate) enum TableSpec {
    /// A path under the base path, or `s3://BUCKET/KEY` of a bucket that the server is told of.
    Path(String),
    /// More of it.
    File(TableFile),
}

/// A file and how it is read.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SqlFile)]
pub(crate) struct TableFile {
    /// A file, a folder or a pattern under the base path or in a bucket (`s3://BUCKET/sales/**/*.parquet`).
    uri: String,
    /// Its format, as an extension has it: `csv`, `parquet`, `jsonl` …; without it the extension of `uri` tells.
    #[serde(default)]
    #[schema(examples("parquet"))]
    format: Option<String>,
    /// Keyword arguments of the operation that reads it, such as `scan_csv`: `null_values`, `separator`, `has_header`,
    /// `schema_overrides` …; `GET /v1/operations` has them all.
    #[serde(default)]
    #[schema(required = false, value_type = Object)]
    options: Map<String, Value>,
}

impl From<TableSpec> for SqlTable {
    fn from(spec: TableSpec) -> Self {
        match spec {
            TableSpec::Path(uri) => Self { uri, ..Self::default() },
            TableSpec::File(TableFile { uri, format, options }) => Self { uri, format, options },
        }
    }
}

impl PipelineEnvelope {
    /// What it wants.
    ///
    /// # Errors
    /// `VALIDATION_ERROR` when the document or the variables are no object.
    pub(crate) fn resolve(self, door: PipelineDoor) -> Result<PipelineRequest> {
        let Self { document, variables, returned, output, limits } = self;
        let variables = match variables {
            Some(variables) => object("variables", variables)?,
            None => RawValue::from_string("{}".to_owned()).map_err(Error::internal)?,
        };
        let source = PipelineSource::Document { document: object("document", document)?, variables };
        let (format, options) = output.resolve();
        Ok(PipelineRequest { door, source, returned, limits, format, options })
    }
}

impl SqlEnvelope {
    pub(super) fn resolve(self) -> PipelineRequest {
        let Self { query, tables, null_values, output, limits } = self;
        let (format, options) = output.resolve();
        let tables = tables.into_iter().map(|(name, spec)| (name, spec.into())).collect();
        let source = PipelineSource::Sql(SqlQuery { query, tables, null_values });
        PipelineRequest { door: PipelineDoor::Run, source, returned: None, limits, format, options }
    }
}

fn object(field: &str, json: Box<RawValue>) -> Result<Box<RawValue>> {
    if json.get().starts_with('{') {
        return Ok(json);
    }
    Err(Error::invalid(field, format!("{field} is {}, not an object", json::kind_of(json.get().as_bytes()))))
}
