//! Names that nobody knows, with those that are near.

use sandtable_core::{Error, text};

/// How many names an error lists.
const LISTED: usize = 50;
/// How many it suggests.
const SUGGESTED: usize = 3;

/// There is no such column; `field` says which part of the request names it.
pub(super) fn unknown_column<'a>(field: &str, name: &str, columns: impl IntoIterator<Item = &'a str>) -> Error {
    unknown(field, "column", name, columns)
}

/// There is no such thing of a kind; these there are.
pub(super) fn unknown<'a>(field: &str, what: &str, name: &str, known: impl IntoIterator<Item = &'a str>) -> Error {
    let known: Vec<&str> = known.into_iter().collect();
    let near = near(name, &known);
    let mut message = format!("{field}: there is no {what} {}; there are {}", text::quote(name), text::list(known.iter().copied(), LISTED));
    if let Some(first) = near.first() {
        message.push_str(&format!("; did you mean {}", text::quote(first)));
    }
    let allowed: Vec<&str> = known.iter().take(LISTED).copied().collect();
    let error = Error::invalid(field, message).with("constraint", format!("known {what}")).with("given", name).with("allowed", allowed);
    if near.is_empty() { error } else { error.with("did_you_mean", near) }
}

fn near(name: &str, known: &[&str]) -> Vec<String> {
    let wanted: String = name.to_lowercase().chars().take(64).collect();
    let reach = (wanted.chars().count() / 3).clamp(1, 3);
    let mut found: Vec<(usize, &str)> = known
        .iter()
        .map(|other| (strsim::damerau_levenshtein(&wanted, &other.to_lowercase().chars().take(64).collect::<String>()), *other))
        .filter(|(distance, _)| *distance <= reach)
        .collect();
    found.sort_unstable();
    found.into_iter().take(SUGGESTED).map(|(_, other)| other.to_owned()).collect()
}
