//! Times that are missing or out of order.

use serde_json::{Value, json};

use super::Issue;
use crate::analyze::cells::{number, short};
use crate::analyze::column::Summary;
use crate::analyze::stats::times::Times;
use crate::request::Severity;

pub(super) fn find(column: &Summary, times: &Times, issues: &mut Vec<Issue>) {
    let name = column.name.as_str();
    let mut add = |issue: Issue| issues.push(issue.with("column", name));
    if let Some(step) = times.step.as_ref().filter(|step| step.gaps > 0) {
        let manner = if step.is_regular { "" } else { "about " };
        let longest = step.examples.first().map(|(from, to)| format!(", the longest from {} to {}", plain(from), plain(to))).unwrap_or_default();
        let detail = format!("{name} has {} gaps in steps of {manner}{}{longest}", step.gaps, duration(step.seconds));
        let gaps: Vec<Value> = step.examples.iter().map(|(from, to)| json!({"from": from, "to": to})).collect();
        let issue = Issue::new("TIME_GAPS", Severity::Warning, step.gaps, detail);
        add(issue.with("step_seconds", number(step.seconds)).with("missing", step.missing).with("examples", gaps));
    }
    if times.unsorted > 0 {
        let detail = format!("{} of {} values of {name} are out of order", times.unsorted, times.count);
        add(Issue::new("TIME_UNSORTED", Severity::Info, times.unsorted, detail));
    }
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// A length of time for people.
fn duration(seconds: f64) -> String {
    for (unit, length) in [("days", 86_400.0), ("hours", 3_600.0), ("minutes", 60.0)] {
        if seconds >= length && (seconds / length).fract() == 0.0 {
            return if seconds == length { format!("1 {}", &unit[..unit.len() - 1]) } else { format!("{} {unit}", short(seconds / length)) };
        }
    }
    format!("{} seconds", short(seconds))
}
