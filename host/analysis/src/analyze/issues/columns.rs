//! Columns of too few values, whatever their type.

use super::Issue;
use crate::analyze::cells::percent;
use crate::analyze::column::Summary;
use crate::request::Severity;

/// The share of nulls that is worth knowing, and the one that is worth a look.
const NULLS: [f64; 2] = [0.05, 0.30];
/// The share of one value that makes a column nearly constant.
const NEARLY: f64 = 0.99;
/// Different strings that make a column one of names, when they are this share of the values.
const MANY: u64 = 50;
const MOSTLY: f64 = 0.9;

pub(super) fn find(column: &Summary, issues: &mut Vec<Issue>) {
    let Summary { name, rows, nulls, .. } = column;
    let count = column.count();
    let mut add = |issue: Issue| issues.push(issue.with("column", name.as_str()));
    if *rows > 0 && count == 0 {
        return add(Issue::new("ALL_NULL", Severity::Warning, *nulls, format!("{name} column has no values")));
    }
    let ratio = *nulls as f64 / (*rows).max(1) as f64;
    if ratio >= NULLS[0] {
        let severity = if ratio >= NULLS[1] { Severity::Warning } else { Severity::Info };
        add(Issue::new("HIGH_NULL_RATIO", severity, *nulls, format!("{name} column has {} null values", percent(*nulls, *rows))).with("null_ratio", ratio));
    }
    let Some(distinct) = column.distinct else { return };
    if distinct == 1 && count > 1 {
        return add(Issue::new("CONSTANT", Severity::Info, count, format!("{name} column has one value only")));
    }
    if distinct > 1 && column.most_frequent as f64 >= NEARLY * count as f64 {
        let detail = format!("{} of the values of {name} are equal", percent(column.most_frequent, count));
        add(Issue::new("NEAR_CONSTANT", Severity::Info, column.most_frequent, detail));
    }
    if column.texts().is_some() && distinct >= MANY && distinct as f64 >= MOSTLY * count as f64 {
        let detail = format!("{name} column has {distinct} different values in {count} rows");
        add(Issue::new("HIGH_CARDINALITY", Severity::Info, count, detail).with("distinct", distinct));
    }
}
