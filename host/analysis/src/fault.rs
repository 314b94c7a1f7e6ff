//! What is wrong with a request or its data, as errors that name a field and a constraint.

use polars::prelude::{PolarsError, Schema};
use sandtable_core::{Code, Error, text};
use serde_json::Value;

/// The most names that an error lists.
const SHOWN_NAMES: usize = 50;
/// The most bytes of Polars' own words that a message repeats. They end in pages of advice about Python arguments.
const MAX_MESSAGE_BYTES: usize = 400;

/// A field of the request that does not meet a constraint.
pub(crate) fn invalid(field: &str, constraint: &str, message: impl Into<String>) -> Error {
    Error::invalid(field, message).with("constraint", constraint)
}

/// A name that nobody knows, with those that there are, the near ones first.
pub(crate) fn unknown<'a>(field: &str, what: &str, name: &str, known: impl IntoIterator<Item = &'a str>) -> Error {
    let known: Vec<&str> = known.into_iter().collect();
    let near = near(name, &known);
    let hint = near.first().map(|near| format!("; did you mean {}?", text::quote(near))).unwrap_or_default();
    let there = if known.is_empty() { "there are none".to_owned() } else { format!("there are {}", text::list(known.iter().copied(), SHOWN_NAMES)) };
    let listed: Vec<&str> = near.iter().copied().chain(known.iter().copied().filter(|name| !near.contains(name))).take(SHOWN_NAMES).collect();
    invalid(field, &format!("a {what} that exists"), format!("there is no {what} {}{hint}; {there}", text::quote(name)))
        .with("given", text::sanitize(name, text::MAX_QUOTED_CHARS))
        .with("allowed", listed)
        .with("did_you_mean", near)
}

/// A column that is not there, with those that are.
pub(crate) fn unknown_column(field: &str, name: &str, schema: &Schema) -> Error {
    unknown(field, "column", name, schema.iter_names().map(|name| name.as_str())).with("reason", "column_not_found")
}

/// A name that two columns would have.
pub(crate) fn clash(field: &str, name: &str, why: &str) -> Error {
    invalid(field, "names of columns are unique", format!("{why}: {} is there already", text::quote(name))).with("given", name)
}

/// A bound that was passed.
pub(crate) fn cap(limit: &str, message: impl Into<String>, allowed: u64) -> Error {
    Error::new(Code::ResourceCap, message).with("limit", limit).with("allowed", allowed)
}

/// Puts a place in front of the field that an error names: `val` becomes `plan.filters[0].val`.
pub(crate) fn under(place: &str, mut error: Error) -> Error {
    let field = match error.details.get("field").and_then(Value::as_str) {
        Some(field) if field.starts_with('[') => format!("{place}{field}"),
        Some(field) => format!("{place}.{field}"),
        None if error.code == Code::ValidationError => place.to_owned(),
        None => return error,
    };
    error.details.insert("field".to_owned(), field.into());
    error
}

/// What Polars says, as far as it helps whoever asked.
pub(crate) fn polars(error: PolarsError) -> Error {
    match error {
        PolarsError::Context { error, .. } | PolarsError::ExprContext { error, .. } => polars(*error),
        PolarsError::IO { error, msg } => match error.get_ref().and_then(|inner| inner.downcast_ref::<Error>()) {
            Some(ours) => ours.clone(),
            None if error.raw_os_error().is_none() => Error::new(Code::ValidationError, first_lines(&error.to_string())),
            None => Error::io(first_lines(msg.as_deref().unwrap_or(&error.to_string()))),
        },
        other => {
            let full = other.to_string();
            Error::new(Code::ValidationError, first_lines(&full)).with_inside(full)
        }
    }
}

/// The names within a third of the length, and those that begin or end alike; best first.
fn near<'a>(name: &str, known: &[&'a str]) -> Vec<&'a str> {
    let wanted: String = name.to_lowercase().chars().take(64).collect();
    let reach = (wanted.chars().count() / 3).clamp(1, 3);
    let mut found: Vec<(usize, &str)> = known
        .iter()
        .filter_map(|other| {
            let lower: String = other.to_lowercase().chars().take(64).collect();
            let distance = strsim::damerau_levenshtein(&lower, &wanted);
            let is_part = wanted.len() >= 3 && (lower.starts_with(&wanted) || lower.ends_with(&wanted));
            (distance <= reach).then_some(distance).or(is_part.then_some(reach + distance)).map(|distance| (distance, *other))
        })
        .collect();
    found.sort_unstable();
    found.into_iter().take(3).map(|(_, name)| name).collect()
}

/// Polars' messages go on with a trace of the plan and with hints for Python; the first paragraph says what is wrong.
fn first_lines(text: &str) -> String {
    let first = text.split("\n\n").next().unwrap_or(text).replace('\n', " ");
    text::sanitize(&first, MAX_MESSAGE_BYTES)
}
