//! Rows that are there more than once.

use sandtable_core::text;

use super::Issue;
use crate::analyze::Findings;
use crate::analyze::cells::percent;
use crate::request::Severity;

pub(super) fn find(findings: &Findings<'_>, issues: &mut Vec<Issue>) {
    let Findings { rows, duplicates, key_duplicates, options, .. } = findings;
    if duplicates.rows > 0 {
        let detail = format!("{} rows ({}) are equal to a row before", duplicates.rows, percent(duplicates.rows, *rows));
        let issue = Issue::new("DUPLICATE_ROWS", Severity::Warning, duplicates.rows, detail);
        issues.push(issue.with("example_rows", duplicates.examples.clone()));
    }
    if let Some(of_key) = key_duplicates.as_ref().filter(|of_key| of_key.rows > 0) {
        let key = text::list(options.key.iter().map(String::as_str), 10);
        let issue = Issue::new("DUPLICATE_KEY", Severity::Error, of_key.rows, format!("{} rows have the {key} of a row before", of_key.rows));
        issues.push(issue.with("key", options.key.clone()).with("example_rows", of_key.examples.clone()));
    }
}
