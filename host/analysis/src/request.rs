//! What callers of the service send: JSON, every unknown field an error.

use std::collections::BTreeMap;

use sandtable_frames::ReadOptions;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

/// `POST /v1/py/discover`: which files there are.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DiscoverRequest {
    /// The data source that the path belongs to.
    #[serde(default)]
    pub datasource_id: Option<String>,
    /// A folder, a file or a pattern.
    pub uri: String,
    /// Whether folders below are looked into. Default true.
    #[serde(default = "yes")]
    #[schema(default = true)]
    pub recurse: bool,
    /// Files that are answered at most. Default 1,000.
    #[serde(default = "max_files")]
    #[schema(minimum = 1, maximum = 10_000, default = 1_000)]
    pub max_files: u32,
}

/// `POST /v1/py/infer_schema`: the columns of a data set, and what is in them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InferSchemaRequest {
    /// The data source that the path belongs to.
    #[serde(default)]
    pub datasource_id: Option<String>,
    /// A file, a folder, a pattern or the name of a data set.
    pub uri: String,
    /// How many files of the data set are looked at.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 10_000)]
    pub sample_files: Option<u32>,
    /// How many rows of a text file tell the types of its columns.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 10_000_000)]
    pub infer_rows: Option<u32>,
    /// How files are read.
    #[serde(default, deserialize_with = "read_options")]
    #[schema(value_type = Option<Object>)]
    pub options: Option<ReadOptions>,
}

/// `POST /v1/py/preview`: the first rows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PreviewRequest {
    /// The data source that the path belongs to.
    #[serde(default)]
    pub datasource_id: Option<String>,
    /// A file, a folder, a pattern or the name of a data set.
    pub path: String,
    /// Rows, at most 1,000. Default 100.
    #[serde(default = "preview_rows")]
    #[schema(minimum = 1, maximum = 1_000, default = 100)]
    pub limit: u32,
    /// How files are read.
    #[serde(default, deserialize_with = "read_options")]
    #[schema(value_type = Option<Object>)]
    pub options: Option<ReadOptions>,
}

/// `POST /v1/py/query`: a plan over data sets.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct QueryRequest {
    /// The data source that the plan's data sets belong to.
    #[serde(default)]
    pub datasource_id: Option<String>,
    /// What is asked.
    pub plan: QueryPlan,
    /// As what the rows are answered: `json` in the job's `data`, the others to be downloaded.
    #[serde(default)]
    pub output: OutputFormat,
}

/// As what the rows of a query are answered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OutputFormat {
    /// Rows as objects.
    #[default]
    Json,
    /// An Arrow IPC stream.
    Arrow,
    /// Apache Parquet.
    Parquet,
    /// Comma-separated text.
    Csv,
}

/// A query over data sets, in the order in which its parts apply: joins, cleaning, filters, grain, groups, order, limit.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct QueryPlan {
    /// A file, a folder, a pattern or the name of a data set.
    pub dataset: String,
    /// How its files are read. Without it dates and times are found in text.
    #[serde(default, deserialize_with = "read_options")]
    #[schema(value_type = Option<Object>)]
    pub options: Option<ReadOptions>,
    /// Other data sets, joined in order.
    #[serde(default)]
    pub joins: Vec<Join>,
    /// What is mended before anything else is done with the rows.
    #[serde(default)]
    pub clean: Option<Clean>,
    /// All must hold.
    #[serde(default)]
    pub filters: Vec<Filter>,
    /// The columns that are read, or without groups: answered, in this order. Without it all.
    #[serde(default)]
    pub select: Vec<String>,
    /// Groups: columns, the grain's column, parts of times.
    #[serde(default)]
    pub groupby: Vec<GroupKey>,
    /// What is calculated for each group, or for all rows.
    #[serde(default)]
    pub aggs: Vec<Aggregation>,
    /// Floors the time column, into a column called by the unit: `1 day`, `15 minutes`, `1 month`. A bucket of more than
    /// one unit, or of minutes and less, is called `bucket`.
    #[serde(default)]
    pub grain: Option<String>,
    /// The time column, when there are several.
    #[serde(default)]
    pub time_col: Option<String>,
    /// The zone that days and months are counted in, for times that have one. Default the column's own.
    #[serde(default)]
    pub timezone: Option<String>,
    /// The order of the rows.
    #[serde(default)]
    pub order: Vec<Order>,
    /// Rows that are answered at most.
    #[serde(default)]
    pub limit: Option<u64>,
}

/// What must hold for a row.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(untagged)]
pub enum Filter {
    /// All of them.
    And(AllOf),
    /// One of them.
    Or(AnyOf),
    /// Not this.
    Not(NoneOf),
    /// A comparison of a column.
    Compare(Comparison),
}

/// All of these hold.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AllOf {
    /// The parts.
    #[schema(no_recursion)]
    pub and: Vec<Filter>,
}

/// One of these holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AnyOf {
    /// The parts.
    #[schema(no_recursion)]
    pub or: Vec<Filter>,
}

/// This does not hold.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NoneOf {
    /// The part.
    #[schema(no_recursion)]
    pub not: Box<Filter>,
}

/// A comparison of a column with a value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Comparison {
    /// The column.
    pub col: String,
    /// `= == != <> < <= > >=`, `in`, `not_in`, `like`, `not_like`, `ilike`, `contains`, `starts_with`, `ends_with`,
    /// `regex`, `between` (both ends count), `is_null`, `not_null`.
    pub op: String,
    /// A value; a list for `in` and `not_in`; two values for `between`; absent for the null tests.
    #[serde(default, skip_serializing_if = "Value::is_null")]
    #[schema(value_type = Value)]
    pub val: Value,
}

/// A data set that is joined.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Join {
    /// A file, a folder, a pattern or the name of a data set.
    pub dataset: String,
    /// How its files are read. Without it dates and times are found in text.
    #[serde(default, deserialize_with = "read_options")]
    #[schema(value_type = Option<Object>)]
    pub options: Option<ReadOptions>,
    /// Columns of the same name on both sides.
    #[serde(default)]
    pub on: Vec<String>,
    /// Columns of the rows so far, when the names differ.
    #[serde(default)]
    pub left_on: Vec<String>,
    /// Columns of this data set, as many.
    #[serde(default)]
    pub right_on: Vec<String>,
    /// Which rows stay.
    #[serde(default)]
    pub how: JoinKind,
    /// What is added to a column's name that is there already. Default `_right`.
    #[serde(default)]
    pub suffix: Option<String>,
}

/// Which rows of a join stay.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum JoinKind {
    /// Those with a partner.
    #[default]
    Inner,
    /// All of the left side.
    Left,
    /// All of the right side.
    Right,
    /// All.
    Full,
    /// Those of the left side with a partner, without its columns.
    Semi,
    /// Those of the left side without a partner.
    Anti,
}

/// What rows are grouped by.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(untagged)]
pub enum GroupKey {
    /// A column, the grain's column, or a part of the time column by its name: `year`, `quarter`, `month`, `week`, `day`,
    /// `weekday`, `hour`, `minute`. A column of that name goes before.
    Name(String),
    /// A part of a time column.
    Part(TimePart),
}

/// A part of a time column.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TimePart {
    /// The column.
    pub col: String,
    /// `year`, `quarter`, `month`, `week`, `day`, `weekday`, `hour`, `minute`, `date`.
    pub part: String,
    /// What the part is called. Default its own name.
    #[serde(default, rename = "as")]
    pub named: Option<String>,
}

/// What is calculated of a group.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Aggregation {
    /// The column; `count` needs none.
    #[serde(default)]
    pub col: Option<String>,
    /// `sum mean avg min max count count_distinct median quantile std var first last`.
    #[serde(rename = "fn")]
    pub function: String,
    /// Of `quantile`: which, between 0 and 1.
    #[serde(default)]
    pub q: Option<f64>,
    /// What the result is called. Default `COL_FN`, and `count` for a count of rows.
    #[serde(default, rename = "as")]
    pub named: Option<String>,
}

/// An order of rows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Order {
    /// The column.
    pub col: String,
    /// Which end comes first. Nulls come last.
    #[serde(default)]
    pub dir: Direction,
}

/// Which end comes first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// The smallest.
    #[default]
    Asc,
    /// The largest.
    Desc,
}

/// What is mended before anything else is done with the rows, in the order of the fields.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Clean {
    /// Whether spaces around strings go.
    pub trim: bool,
    /// Strings that become null.
    pub null_values: Vec<String>,
    /// String columns that hold dates or times, with a format such as `%d.%m.%Y`, or null to find it.
    pub parse_dates: BTreeMap<String, Option<String>>,
    /// Types that columns are cast to, by the names of the types' table. A value that does not fit is an error.
    pub cast: BTreeMap<String, String>,
    /// Values in the place of nulls, by column.
    pub fill: BTreeMap<String, Value>,
    /// Whether equal rows after the first go.
    pub drop_duplicates: bool,
    /// Columns whose nulls make the row go.
    pub drop_nulls: Vec<String>,
}

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
impl<'de> Deserialize<'de> for Filter {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let given = Value::deserialize(deserializer)?;
        let has = |key: &str| given.get(key).is_some();
        let read = match (has("and"), has("or"), has("not")) {
            (true, _, _) => AllOf::deserialize(given).map(Self::And),
            (_, true, _) => AnyOf::deserialize(given).map(Self::Or),
            (_, _, true) => NoneOf::deserialize(given).map(Self::Not),
            _ => Comparison::deserialize(given).map(Self::Compare),
        };
        read.map_err(|error| D::Error::custom(format!("a filter is {{col, op, val}}, {{and: [...]}}, {{or: [...]}} or {{not: ...}}: {error}")))
    }
}

impl<'de> Deserialize<'de> for GroupKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Value::deserialize(deserializer)? {
            Value::String(name) => Ok(Self::Name(name)),
            part => TimePart::deserialize(part).map(Self::Part).map_err(|error| D::Error::custom(format!("a group key is a name or {{col, part}}: {error}"))),
        }
    }
}

/// How files are read when a request does not say: as [`ReadOptions::default`], but that text which looks like dates and
/// times becomes dates and times.
pub fn default_options() -> ReadOptions {
    ReadOptions { try_parse_dates: true, ..ReadOptions::default() }
}

/// How files are read, with what is not said as in [`default_options`].
fn read_options<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<ReadOptions>, D::Error> {
    let Some(mut given) = Option::<Map<String, Value>>::deserialize(deserializer)? else { return Ok(None) };
    given.entry("try_parse_dates").or_insert(default_options().try_parse_dates.into());
    ReadOptions::deserialize(Value::Object(given)).map(Some).map_err(D::Error::custom)
}

fn yes() -> bool {
    true
}

fn max_files() -> u32 {
    1_000
}

fn preview_rows() -> u32 {
    100
}
