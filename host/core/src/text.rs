//! Text that a guest or a stranger wrote, made fit for a log line or a terminal.

/// The most characters of a stranger's text that an error message repeats.
pub const MAX_QUOTED_CHARS: usize = 200;

/// Replaces control characters (ANSI escapes, NUL, newlines) with their escapes and cuts at `max_bytes`.
pub fn sanitize(text: &str, max_bytes: usize) -> String {
    let mut out = String::with_capacity(text.len().min(max_bytes));
    for c in text.chars() {
        let start = out.len();
        // Bidirectional overrides and zero-width marks can make a line read as another one.
        if c.is_control() && c != '\t' || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2028}' | '\u{2029}' | '\u{2066}'..='\u{2069}') {
            out.extend(c.escape_default());
        } else {
            out.push(c);
        }
        if out.len() > max_bytes {
            out.truncate(start);
            break;
        }
    }
    out
}

/// [`sanitize`], keeping line breaks: for messages and backtraces of several lines.
pub fn sanitize_lines(text: &str, max_bytes: usize) -> String {
    let mut out = String::new();
    for (index, line) in text.lines().enumerate() {
        let left = max_bytes.saturating_sub(out.len() + usize::from(index > 0));
        if left == 0 {
            break;
        }
        if index > 0 {
            out.push('\n');
        }
        out.push_str(&sanitize(line, left));
    }
    out
}

/// The text in quotes, short enough for a message.
pub fn quote(text: &str) -> String {
    let clean = sanitize(text, MAX_QUOTED_CHARS);
    if clean.len() < text.len() && text.len() > MAX_QUOTED_CHARS { format!("\"{clean}…\"") } else { format!("\"{clean}\"") }
}

/// A list for a message: at most `most` items, then how many more there are.
pub fn list<'a>(items: impl IntoIterator<Item = &'a str>, most: usize) -> String {
    let items: Vec<&str> = items.into_iter().collect();
    let mut out = items.iter().take(most).map(|item| sanitize(item, MAX_QUOTED_CHARS)).collect::<Vec<_>>().join(", ");
    if items.len() > most {
        out.push_str(&format!(" and {} more", items.len() - most));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_become_visible() {
        assert_eq!(sanitize("a\u{1b}[31mred\0\nnext", 100), "a\\u{1b}[31mred\\u{0}\\nnext");
        assert_eq!(sanitize("ok\u{202e}gnp", 100), "ok\\u{202e}gnp");
    }

    #[test]
    fn long_text_is_cut_at_a_character() {
        assert_eq!(sanitize("äöü", 3), "ä");
        assert_eq!(sanitize_lines("one\ntwo\nthree", 8), "one\ntwo");
        assert!(quote(&"x".repeat(1000)).len() < 220);
    }
}
