//! What is odd about a table.
//!
//! | code | severity | when | affected rows |
//! |---|---|---|---|
//! | `ALL_NULL` | warning | a column has no value | all |
//! | `HIGH_NULL_RATIO` | info, warning | at least 5 %, 30 % of a column are null | the nulls |
//! | `CONSTANT` | info | all values of a column are equal, two at least | the values |
//! | `NEAR_CONSTANT` | info | at least 99 % of the values are equal | the equal ones |
//! | `DUPLICATE_ROWS` | warning | a row is equal to one before | rows after the first |
//! | `DUPLICATE_KEY` | error | the columns of `options.key` are equal to those of a row before | rows after the first |
//! | `HIGH_CARDINALITY` | info | strings, 50 different ones at least, at least 90 % of the values | the values |
//! | `OUTLIERS` | warning | numbers outside the fence of `options.outlier_method` | those |
//! | `SKEWED` | info | the skewness of at least 8 numbers is beyond 2 either way | the values |
//! | `NEGATIVE_VALUES` | info | less than 5 % of the numbers are negative, or the column's name speaks of an amount | the negative ones |
//! | `MIXED_TYPES` | warning | strings of several kinds (numbers, times, truth values, text), at least 10 % not text | all but the most frequent kind |
//! | `WHITESPACE` | warning | strings begin or end with white space | those |
//! | `TIME_GAPS` | warning | steps of more than 1.5 usual ones, 20 where times are irregular | the gaps |
//! | `TIME_UNSORTED` | info | times go back, or forth where most go back | those |
//! | `RULE_VIOLATION` | the rule's | a rule does not hold | those |

mod columns;
mod numbers;
mod rows;
mod texts;
mod times;

use serde_json::{Map, Value};

use super::Findings;
use crate::request::{AnalysisKind, Severity};

/// Something odd.
#[derive(Debug)]
pub(super) struct Issue {
    pub(super) code: &'static str,
    pub(super) severity: Severity,
    /// For people.
    pub(super) detail: String,
    pub(super) affected_rows: u64,
    /// What a program can read beside: `column`, `examples`, bounds.
    pub(super) more: Map<String, Value>,
}

impl Issue {
    pub(super) fn new(code: &'static str, severity: Severity, affected_rows: u64, detail: impl Into<String>) -> Self {
        Self { code, severity, detail: detail.into(), affected_rows, more: Map::new() }
    }

    pub(super) fn with(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.more.insert(key.to_owned(), value.into());
        self
    }

    pub(super) fn json(&self) -> Value {
        let Self { code, severity, detail, affected_rows, more } = self;
        let severity = match severity {
            Severity::Info => "info",
            Severity::Warning => "warning",
            Severity::Error => "error",
        };
        let mut out = Map::new();
        super::cells::put(
            &mut out,
            [("code", (*code).into()), ("severity", severity.into()), ("detail", detail.as_str().into()), ("affected_rows", (*affected_rows).into())],
        );
        out.extend(more.clone());
        Value::Object(out)
    }
}

/// All issues but those of rules, column by column. A validation asks for the structure of the data, not for the
/// distribution of numbers.
pub(super) fn find(findings: &Findings<'_>) -> Vec<Issue> {
    let mut issues = Vec::new();
    rows::find(findings, &mut issues);
    for column in &findings.columns {
        columns::find(column, &mut issues);
        if let Some(of) = column.numbers() {
            let is_exploring = findings.kind != AnalysisKind::Validation;
            numbers::find(column, of, is_exploring, &mut issues);
        }
        if let Some(of) = column.texts() {
            texts::find(column, of, &mut issues);
        }
        if let Some(of) = column.times() {
            times::find(column, of, &mut issues);
        }
    }
    issues
}
