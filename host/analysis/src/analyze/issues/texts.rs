//! Strings that are not what they seem.

use serde_json::Value;

use super::Issue;
use crate::analyze::column::Summary;
use crate::analyze::stats::texts::{KINDS, Texts};
use crate::request::Severity;

/// The share of strings that are no text from which on a column is one of several kinds.
const NOT_TEXT: f64 = 0.1;

pub(super) fn find(column: &Summary, texts: &Texts, issues: &mut Vec<Issue>) {
    let name = column.name.as_str();
    let mut add = |issue: Issue| issues.push(issue.with("column", name));
    let total: u64 = texts.kinds.iter().sum();
    let most = texts.kinds.iter().copied().max().unwrap_or(0);
    let [.., text] = texts.kinds;
    if most < total && (total - text) as f64 >= NOT_TEXT * total as f64 {
        let parts = KINDS.iter().zip(texts.kinds).filter(|(_, count)| *count > 0);
        let shown: Vec<String> = parts.clone().map(|(kind, count)| format!("{count} {kind}")).collect();
        let kinds: Value = parts.map(|(kind, count)| ((*kind).to_owned(), Value::from(count))).collect();
        let examples: Vec<&str> = texts.kind_examples.iter().flatten().map(String::as_str).collect();
        let issue = Issue::new("MIXED_TYPES", Severity::Warning, total - most, format!("{name} holds values of several kinds: {}", shown.join(", ")));
        add(issue.with("kinds", kinds).with("examples", examples));
    }
    if texts.whitespace > 0 {
        let detail = format!("{} values of {name} begin or end with white space", texts.whitespace);
        let examples: Vec<&str> = texts.whitespace_example.iter().map(String::as_str).collect();
        add(Issue::new("WHITESPACE", Severity::Warning, texts.whitespace, detail).with("examples", examples));
    }
}
