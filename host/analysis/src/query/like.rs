//! SQL's `LIKE` as a regular expression.

use sandtable_core::{Result, text};

use crate::fault;

/// The pattern as a regular expression over the whole text: `%` is any text, `_` any one character, and after a
/// backslash each of them, and the backslash, is itself.
///
/// # Errors
/// `VALIDATION_ERROR` for a backslash in front of anything else.
pub(crate) fn to_regex(pattern: &str, any_case: bool) -> Result<String> {
    let mut regex = String::with_capacity(pattern.len() + 16);
    // `.` is a line's end, too; the anchors are those of the text, not of a line.
    regex.push_str(if any_case { r"(?si)\A" } else { r"(?s)\A" });
    let mut characters = pattern.chars();
    while let Some(character) = characters.next() {
        match character {
            '%' => regex.push_str(".*"),
            '_' => regex.push('.'),
            '\\' => match characters.next() {
                Some(escaped @ ('%' | '_' | '\\')) => literal(&mut regex, escaped),
                _ => {
                    let message = format!("{}: a backslash stands before %, _ or another backslash", text::quote(pattern));
                    return Err(fault::invalid("val", "a pattern of LIKE", message).with("given", text::sanitize(pattern, text::MAX_QUOTED_CHARS)));
                }
            },
            character => literal(&mut regex, character),
        }
    }
    regex.push_str(r"\z");
    Ok(regex)
}

fn literal(regex: &mut String, character: char) {
    if matches!(character, '\\' | '.' | '+' | '*' | '?' | '(' | ')' | '|' | '[' | ']' | '{' | '}' | '^' | '$' | '#' | '&' | '-' | '~') {
        regex.push('\\');
    }
    regex.push(character);
}
