//! Constants as Python writes them.

use serde_json::Value;

use super::layout::Code;

/// Plain data.
pub(super) fn data(value: &Value) -> Code {
    match value {
        Value::Null => Code::text("None"),
        Value::Bool(true) => Code::text("True"),
        Value::Bool(false) => Code::text("False"),
        Value::Number(number) => Code::text(number.to_string()),
        Value::String(text) => Code::text(quoted(text)),
        Value::Array(items) => Code::group("[", items.iter().map(data).collect(), "]"),
        Value::Object(items) => {
            Code::group("{", items.iter().map(|(key, value)| Code::seq(vec![Code::text(format!("{}: ", quoted(key))), data(value)])).collect(), "}")
        }
    }
}

/// A string in double quotes.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if is_hidden(c) && u32::from(c) > 0xffff => out.push_str(&format!("\\U{:08x}", u32::from(c))),
            c if is_hidden(c) => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// A docstring: over several lines where it has some and nothing that needs an escape.
pub(super) fn docstring(text: &str) -> String {
    let is_simple = !text.contains(['\\', '"']) && !text.chars().any(|c| c != '\n' && is_hidden(c));
    if is_simple { format!("\"\"\"{text}\"\"\"") } else { quoted(text) }
}

/// Characters that a reader of the source would not see, or that change what he sees.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}
