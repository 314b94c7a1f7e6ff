//! Numbers that are far off, lopsided or below zero.

use super::Issue;
use crate::analyze::cells::{number, short};
use crate::analyze::column::Summary;
use crate::analyze::stats::numbers::Numbers;
use crate::request::{OutlierMethod, Severity};

/// Skewness either way, and how many numbers say anything about it.
const SKEWED: f64 = 2.0;
const ENOUGH: u64 = 8;
/// A smaller share of negative numbers looks like a mistake.
const FEW_NEGATIVE: f64 = 0.05;
/// Words of names that speak of what is never negative.
const AMOUNTS: [&str; 16] = [
    "age",
    "amount",
    "area",
    "capacity",
    "count",
    "distance",
    "height",
    "length",
    "population",
    "price",
    "qty",
    "quantity",
    "size",
    "volume",
    "weight",
    "width",
];

pub(super) fn find(column: &Summary, numbers: &Numbers, is_exploring: bool, issues: &mut Vec<Issue>) {
    let name = column.name.as_str();
    let mut add = |issue: Issue| issues.push(issue.with("column", name));
    if let Some(fence) = numbers.fence.as_ref().filter(|fence| fence.below + fence.above > 0) {
        let found = fence.below + fence.above;
        let what = match fence.method {
            OutlierMethod::Iqr => "more than 1.5 interquartile ranges outside the quartiles",
            OutlierMethod::Zscore => "more than 3 standard deviations from the mean",
        };
        let detail = format!("{name} has {found} values {what} (below {} or above {})", short(fence.lower), short(fence.upper));
        let issue = Issue::new("OUTLIERS", Severity::Warning, found, detail);
        add(issue.with("lower", number(fence.lower)).with("upper", number(fence.upper)).with("examples", fence.examples.clone()));
    }
    if let Some(skew) = numbers.skew.filter(|skew| is_exploring && skew.abs() > SKEWED && numbers.count >= ENOUGH) {
        let side = if skew > 0.0 { "right" } else { "left" };
        let detail = format!("{name} is skewed to the {side} (skewness {})", short(skew));
        add(Issue::new("SKEWED", Severity::Info, numbers.count, detail).with("skew", number(skew)));
    }
    let is_amount = || name.to_lowercase().split(|c: char| !c.is_alphanumeric()).any(|word| AMOUNTS.contains(&word));
    let is_rare = numbers.negatives as f64 / (numbers.count as f64) < FEW_NEGATIVE;
    if numbers.negatives > 0 && (is_rare || is_amount()) {
        let detail = format!("{name} has {} negative values, the smallest is {}", numbers.negatives, short(numbers.min));
        add(Issue::new("NEGATIVE_VALUES", Severity::Info, numbers.negatives, detail).with("min", number(numbers.min)));
    }
}
