//! Numbers in text as Python's `float()` reads them, and as its `repr` writes them.

/// What `float(text)` gives: with blanks around, underscores between digits, `inf`, `nan`; nothing for other text.
pub(super) fn number(text: &str) -> Option<f64> {
    let text = text.trim();
    let bare = text.strip_prefix(['+', '-']).unwrap_or(text);
    if bare.is_empty() || !bare.is_ascii() {
        return None;
    }
    if ["inf", "infinity", "nan"].iter().any(|word| bare.eq_ignore_ascii_case(word)) {
        return text.parse().ok();
    }
    // Rust takes no more than Python does but for its words, which are gone.
    if !bare.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'e' | b'E' | b'+' | b'-' | b'_')) {
        return None;
    }
    if !bare.contains('_') {
        return text.parse().ok();
    }
    let bytes = bare.as_bytes();
    let between_digits = |at: usize| at > 0 && bytes[at - 1].is_ascii_digit() && bytes.get(at + 1).is_some_and(u8::is_ascii_digit);
    let fine = bytes.iter().enumerate().all(|(at, byte)| *byte != b'_' || between_digits(at));
    if fine { text.replace('_', "").parse().ok() } else { None }
}

/// Writes `repr(value)`. `exponent` is the number as Rust's `{:e}` writes it: the shortest digits that read back equal.
fn write(out: &mut Vec<u8>, exponent: &str) {
    let (mantissa, power) = exponent.split_once('e').unwrap_or((exponent, "0"));
    let power: i32 = power.parse().unwrap_or(0);
    let (sign, mantissa) = mantissa.strip_prefix('-').map_or(("", mantissa), |rest| ("-", rest));
    let digits: Vec<u8> = mantissa.bytes().filter(u8::is_ascii_digit).collect();
    out.extend_from_slice(sign.as_bytes());
    if !(-4..16).contains(&power) {
        out.push(digits[0]);
        if digits.len() > 1 {
            out.push(b'.');
            out.extend_from_slice(&digits[1..]);
        }
        return out.extend_from_slice(format!("e{}{:02}", if power < 0 { '-' } else { '+' }, power.abs()).as_bytes());
    }
    let point = power + 1;
    if point <= 0 {
        out.extend_from_slice(b"0.");
        out.extend(std::iter::repeat_n(b'0', point.unsigned_abs() as usize));
        return out.extend_from_slice(&digits);
    }
    let point = point.unsigned_abs() as usize;
    let (whole, fraction) = digits.split_at(point.min(digits.len()));
    out.extend_from_slice(whole);
    out.extend(std::iter::repeat_n(b'0', point - whole.len()));
    out.push(b'.');
    out.extend_from_slice(if fraction.is_empty() { b"0" } else { fraction });
}

/// `repr` of a float: `1.0`, `1e+16`, `inf`, `nan`.
pub(super) fn float64(out: &mut Vec<u8>, value: f64) {
    match value {
        value if value.is_nan() => out.extend_from_slice(b"nan"),
        value if value.is_infinite() => out.extend_from_slice(if value < 0.0 { b"-inf" } else { b"inf" }),
        value => write(out, &format!("{value:e}")),
    }
}

/// The same for one of 32 bits, which has fewer digits.
pub(super) fn float32(out: &mut Vec<u8>, value: f32) {
    if value.is_finite() { write(out, &format!("{value:e}")) } else { float64(out, f64::from(value)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_a_number_where_python_says_so() {
        for (text, value) in
            [("007", 7.0), (" 1 ", 1.0), ("1_000", 1000.0), ("1e3", 1000.0), (".5", 0.5), ("5.", 5.0), ("-inf", f64::NEG_INFINITY), ("+2", 2.0)]
        {
            assert_eq!(number(text), Some(value), "{text}");
        }
        assert!(number("NaN").unwrap().is_nan());
        for text in ["", " ", "0x10", "1__0", "_1", "1_", "1_.5", "true", "1 2", "é", "--1", "infinit", "1e", "."] {
            assert_eq!(number(text), None, "{text:?}");
        }
    }

    #[test]
    fn floats_are_written_as_python_writes_them() {
        for (value, text) in [
            (1.5, "1.5"),
            (1e16, "1e+16"),
            (1e15, "1000000000000000.0"),
            (1e-5, "1e-05"),
            (0.0001, "0.0001"),
            (-0.0, "-0.0"),
            (1e22, "1e+22"),
            (1.25e-7, "1.25e-07"),
            (123_456_789.123_456_79, "123456789.12345679"),
            (0.300_000_000_000_000_04, "0.30000000000000004"),
            (f64::MAX, "1.7976931348623157e+308"),
            (5e-324, "5e-324"),
            (9_007_199_254_740_992.0, "9007199254740992.0"),
            (f64::NAN, "nan"),
        ] {
            let mut out = Vec::new();
            float64(&mut out, value);
            assert_eq!(String::from_utf8(out).unwrap(), text);
        }
        let mut out = Vec::new();
        float32(&mut out, 0.1);
        assert_eq!(out, b"0.1");
    }
}
