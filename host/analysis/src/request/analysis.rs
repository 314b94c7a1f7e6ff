//! What is asked about a table: its analysis.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::QueryPlan;

/// `POST /v1/py/analyze`: what is in a table, and what is odd about it. Of `frame_ref` and `plan` one is given.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AnalyzeRequest {
    /// The data source that the plan's data sets belong to.
    #[serde(default)]
    pub datasource_id: Option<String>,
    /// A plan whose result is analyzed.
    #[serde(default)]
    pub plan: Option<QueryPlan>,
    /// A table that comes along.
    #[serde(default)]
    pub frame_ref: Option<FrameRef>,
    /// What is wanted.
    pub job_kind: AnalysisKind,
    /// How.
    #[serde(default)]
    pub options: AnalysisOptions,
}

/// A table that comes with the request.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FrameRef {
    /// `arrow`: an Arrow IPC stream or file.
    #[serde(rename = "type")]
    pub kind: FrameKind,
    /// Its bytes in base64.
    pub data: String,
}

/// What a table that comes along is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FrameKind {
    /// Arrow IPC.
    Arrow,
}

/// What is wanted of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AnalysisKind {
    /// Statistics, correlations, outliers, issues, chart hints.
    Eda,
    /// The same with histograms, quantiles and most frequent values of every column.
    Profile,
    /// Whether rules hold.
    Validation,
}

/// How a table is analyzed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct AnalysisOptions {
    /// Correlations from here on, up or down, are hinted at as charts. Default 0.7.
    pub correlation_threshold: f64,
    /// How correlations are calculated. Default Pearson.
    pub correlation_method: CorrelationMethod,
    /// What makes an outlier. Default `iqr`.
    pub outlier_method: OutlierMethod,
    /// Whether correlations are calculated. Default true.
    pub include_correlations: bool,
    /// Whether outliers are looked for. Default true.
    pub include_outliers: bool,
    /// Columns that are looked at, at most. Default 200.
    pub max_columns: u32,
    /// Columns that together name a row: their duplicates are an issue.
    pub key: Vec<String>,
    /// Rules of a validation.
    pub rules: Vec<Rule>,
}

impl Default for AnalysisOptions {
    fn default() -> Self {
        Self {
            correlation_threshold: 0.7,
            correlation_method: CorrelationMethod::default(),
            outlier_method: OutlierMethod::default(),
            include_correlations: true,
            include_outliers: true,
            max_columns: 200,
            key: Vec::new(),
            rules: Vec::new(),
        }
    }
}

/// How correlations are calculated.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CorrelationMethod {
    /// Of the values.
    #[default]
    Pearson,
    /// Of their ranks.
    Spearman,
}

/// What makes an outlier.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OutlierMethod {
    /// More than 1.5 interquartile ranges outside the quartiles.
    #[default]
    Iqr,
    /// More than 3 standard deviations from the mean.
    Zscore,
}

/// What must hold for a column.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// The column; `expr` needs none.
    #[serde(default)]
    pub col: Option<String>,
    /// `not_null unique min max between in regex type references expr`.
    pub rule: String,
    /// What the rule compares with: a number or time for `min` and `max`, two for `between`, a list for `in`, a pattern
    /// for `regex`, a type's name for `type`, `{"dataset": …, "col": …}` for `references`, a filter for `expr`.
    #[serde(default, skip_serializing_if = "Value::is_null")]
    #[schema(value_type = Value)]
    pub value: Value,
    /// How bad a violation is. Default `error`.
    #[serde(default)]
    pub severity: Severity,
}

/// How bad an issue is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Good to know.
    Info,
    /// Worth a look.
    Warning,
    /// Wrong.
    #[default]
    Error,
}

// By hand: of an untagged enum serde only says that nothing matched.
