//! JSON from strangers: errors that say the place.

use sandtable_core::{Error, text};
use serde::de::DeserializeOwned;

use crate::objects::Objects;

/// Reads JSON. `what` is what it is called in an error.
///
/// # Errors
/// `VALIDATION_ERROR` with the path, the line and the column in message and details.
pub(crate) fn parse<T: DeserializeOwned>(bytes: &[u8], what: &str) -> Result<T, Error> {
    let reader = &mut serde_json::Deserializer::from_slice(bytes);
    let read = T::deserialize(Objects(&mut *reader)).and_then(|read| reader.end().map(|()| read));
    // Keeping track of the path costs; what is fine needs none.
    read.or_else(|_| parse_tracked(bytes, what))
}

/// The same for an object, with an error that says what was given instead.
///
/// # Errors
/// As [`parse`].
pub(crate) fn parse_object<T: DeserializeOwned>(bytes: &[u8], what: &str) -> Result<T, Error> {
    match bytes.iter().find(|byte| !byte.is_ascii_whitespace()) {
        Some(b'[' | b'"' | b't' | b'f' | b'n' | b'0'..=b'9' | b'-') => {
            let kind = kind_of(bytes.trim_ascii_start());
            Err(Error::invalid(what, format!("{what} is {kind}, not an object")))
        }
        _ => parse(bytes, what),
    }
}

/// What a piece of JSON is, for a message.
pub(crate) fn kind_of(json: &[u8]) -> &'static str {
    match json.first() {
        Some(b'{') => "an object",
        Some(b'[') => "an array",
        Some(b'"') => "a string",
        Some(b't' | b'f') => "a boolean",
        Some(b'n') => "null",
        _ => "a number",
    }
}

fn parse_tracked<T: DeserializeOwned>(bytes: &[u8], what: &str) -> Result<T, Error> {
    let reader = &mut serde_json::Deserializer::from_slice(bytes);
    let parsed = serde_path_to_error::deserialize(Objects(&mut *reader)).map_err(|error| {
        let path = error.path().to_string();
        // A lone dot is the root; a question mark is what serde could not name.
        let place = if matches!(path.as_str(), "." | "?") { what.to_owned() } else { path };
        explain(&place, what, error.inner())
    })?;
    reader.end().map_err(|error| explain(what, what, &error))?;
    Ok(parsed)
}

fn explain(place: &str, what: &str, error: &serde_json::Error) -> Error {
    // The field's name is the caller's own text.
    let place = text::sanitize(place, text::MAX_QUOTED_CHARS);
    let message = text::sanitize(&error.to_string(), 1000);
    let (field, constraint) = violated(&place, what, &message);
    let told = Error::invalid(&field, format!("{place}: {message}")).with("line", error.line()).with("column", error.column());
    match constraint {
        Some(constraint) => told.with("constraint", constraint),
        None => told,
    }
}

/// The field that is wrong and what it violates, from what serde says: a missing field is named in the message alone.
fn violated(place: &str, what: &str, message: &str) -> (String, Option<&'static str>) {
    let below = |name: &str| if place == what { name.to_owned() } else { format!("{place}.{name}") };
    if let Some(name) = message.strip_prefix("missing field `").and_then(|rest| rest.split('`').next()) {
        return (below(name), Some("required"));
    }
    let constraints =
        [("unknown field", "known fields"), ("unknown variant", "one of"), ("invalid type", "type"), ("invalid value", "range"), ("duplicate field", "once")];
    let constraint = constraints.into_iter().find(|(front, _)| message.starts_with(front)).map(|(_, constraint)| constraint);
    (place.to_owned(), constraint)
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use serde_json::value::RawValue;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only parsed")]
    struct Outer {
        inner: Vec<Inner>,
        raw: Option<Box<RawValue>>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only parsed")]
    struct Inner {
        n: u32,
    }

    #[test]
    fn an_error_says_which_field_violates_what() {
        for (given, field, constraint) in [
            (r#"{"inner": [{}]}"#, "inner[0].n", "required"),
            ("{}", "inner", "required"),
            (r#"{"inner": [{"n": "two"}]}"#, "inner[0].n", "type"),
            (r#"{"inner": [{"n": -1}]}"#, "inner[0].n", "range"),
            (r#"{"inner": [], "outer": 1}"#, "outer", "known fields"),
        ] {
            let error = parse::<Outer>(given.as_bytes(), "the body").unwrap_err();
            assert_eq!((&error.details["field"], &error.details["constraint"]), (&field.into(), &constraint.into()), "{given}");
        }
    }

    #[test]
    fn an_error_names_the_field_the_line_and_the_column() {
        for (given, said) in [
            (r#"{"inner": [{"n": 1}, {"n": "two"}]}"#, r#"inner[1].n: invalid type: string "two", expected u32 at line 1 column 32"#),
            (r#"{"inner": [], "outer": 1}"#, "outer: unknown field `outer`, expected `inner` or `raw` at line 1 column 21"),
            (r#"{"inner": [], "raw": {"a": }}"#, "raw: expected value at line 1 column 28"),
            ("{\"inner\":\n nonsense}", "inner: expected ident at line 2 column 3"),
            (r#"{"inner": []} more"#, "the body: trailing characters at line 1 column 15"),
            ("", "the body: EOF while parsing a value at line 1 column 0"),
        ] {
            let error = parse::<Outer>(given.as_bytes(), "the body").unwrap_err();
            assert_eq!(error.message, said, "{given}");
            assert!(error.details.contains_key("line"));
        }
    }
}
