//! What is asked of data sets: the plan of a query.

use std::collections::BTreeMap;

use sandtable_core::units::count;
use sandtable_frames::ReadOptions;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::read_options;

/// A query over data sets, in the order in which its parts apply: joins, cleaning, filters, grain, groups, order, limit.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct QueryPlan {
    /// A file, a folder, a pattern or the name of a data set; `s3://BUCKET/KEY` for what lies in a bucket.
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
    #[serde(default, deserialize_with = "count")]
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
    /// A file, a folder, a pattern or the name of a data set; `s3://BUCKET/KEY` for what lies in a bucket.
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
