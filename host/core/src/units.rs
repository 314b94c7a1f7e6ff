//! Durations and sizes as people write them: `30s`, `500ms`, `64MiB`.

use std::time::Duration;

use serde::de::{Deserialize, Deserializer, Error as _};

use crate::Error;

/// Bytes in a mebibyte.
pub const MIB: u64 = 1 << 20;

/// Reads `250ms`, `30s`, `5m`, `1h`. A bare number is refused: its unit would be a guess.
///
/// # Errors
/// `VALIDATION_ERROR` with what was given and what is allowed.
pub fn parse_duration(text: &str) -> Result<Duration, Error> {
    const UNITS: [(&str, f64); 4] = [("ms", 0.001), ("s", 1.0), ("m", 60.0), ("h", 3600.0)];
    let wrong = || Error::new(crate::Code::ValidationError, format!("{text:?} is not a duration; write it as 500ms, 30s, 5m or 1h"));
    let (number, unit) = split(text);
    let factor = UNITS.iter().find(|(name, _)| *name == unit).ok_or_else(wrong)?.1;
    let seconds = number.parse::<f64>().map_err(|_| wrong())? * factor;
    Duration::try_from_secs_f64(seconds).map_err(|_| wrong())
}

/// Reads `512`, `512B`, `64KiB`, `64MiB`, `2GiB`, and the decimal `kB`, `MB`, `GB`. A bare number is bytes.
///
/// # Errors
/// `VALIDATION_ERROR` with what was given and what is allowed.
pub fn parse_size(text: &str) -> Result<u64, Error> {
    const UNITS: [(&str, f64); 8] =
        [("", 1.0), ("B", 1.0), ("KiB", 1024.0), ("MiB", 1_048_576.0), ("GiB", 1_073_741_824.0), ("kB", 1e3), ("MB", 1e6), ("GB", 1e9)];
    let wrong = || Error::new(crate::Code::ValidationError, format!("{text:?} is not a size; write it as 512, 64KiB, 64MiB or 2GiB"));
    let (number, unit) = split(text);
    let factor = UNITS.iter().find(|(name, _)| *name == unit).ok_or_else(wrong)?.1;
    let bytes = number.parse::<f64>().map_err(|_| wrong())? * factor;
    // 2^53: beyond it a float is no longer exact, and no machine has it.
    if (0.0..=9_007_199_254_740_992.0).contains(&bytes) { Ok(bytes as u64) } else { Err(wrong()) }
}

/// A count that a caller may give or leave out: as large as a 64-bit signed integer may be, which is what the API's
/// description calls it.
///
/// # Errors
/// What was given and what is allowed.
pub fn count<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u64>, D::Error> {
    match Option::<u64>::deserialize(deserializer)? {
        Some(count) if count > i64::MAX as u64 => Err(D::Error::custom(format!("{count} is too large, at most {} is allowed", i64::MAX))),
        count => Ok(count),
    }
}

/// `67108864` as `64MiB`; what is no whole number of a unit stays in the next smaller one.
pub fn display_size(bytes: u64) -> String {
    for (unit, shift) in [("GiB", 30), ("MiB", 20), ("KiB", 10)] {
        if bytes >= 1 << shift && bytes.trailing_zeros() >= shift {
            return format!("{}{unit}", bytes >> shift);
        }
    }
    format!("{bytes}B")
}

fn split(text: &str) -> (&str, &str) {
    let text = text.trim();
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    (&text[..end], text[end..].trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_need_a_unit_that_is_known() {
        for (text, ms) in [("30s", 30_000), ("500ms", 500), ("1.5s", 1500), ("2m", 120_000), ("1h", 3_600_000)] {
            assert_eq!(parse_duration(text).unwrap(), Duration::from_millis(ms), "{text}");
        }
        for text in ["", "30", "s", "-1s", "1d", "1 s s", "1e400s", "NaNs", "."] {
            assert!(parse_duration(text).is_err(), "{text}");
        }
    }

    #[test]
    fn sizes_are_bytes_unless_a_unit_says_more() {
        for (text, bytes) in [("0", 0), ("512", 512), ("64KiB", 65_536), ("64 MiB", 67_108_864), ("2GiB", 2 << 30), ("1.5kB", 1500)] {
            assert_eq!(parse_size(text).unwrap(), bytes, "{text}");
        }
        for text in ["", "MiB", "-1", "1TiB", "1e9", "99999999999999999999"] {
            assert!(parse_size(text).is_err(), "{text}");
        }
    }

    #[test]
    fn sizes_are_shown_in_the_largest_whole_unit() {
        assert_eq!(display_size(64 * MIB), "64MiB");
        assert_eq!(display_size((64 << 20) + 1), "67108865B");
        assert_eq!(display_size(0), "0B");
    }
}
