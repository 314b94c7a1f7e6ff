//! Times as requests write them.

/// Nanoseconds since 1970 of a date or a time in ISO 8601: `2025-09-01`, `2025-09-01T00:00:00Z`, `2025-09-01 12:30:00.5+02:00`. Without
/// a zone it is taken as it stands.
pub(super) fn nanos(text: &str) -> Option<i128> {
    let (date, rest) = text.trim().split_at_checked(10)?;
    let days = i128::from(days(date)?);
    if rest.is_empty() {
        return Some(days * 86_400 * NANOS);
    }
    let rest = rest.strip_prefix(['T', 't', ' '])?;
    let (clock, offset) = match rest.find(['Z', 'z', '+', '-']) {
        Some(at) => (&rest[..at], offset_seconds(&rest[at..])?),
        None => (rest, 0),
    };
    Some(days * 86_400 * NANOS + i128::from(nanos_of_day(clock)?) - i128::from(offset) * NANOS)
}

/// Nanoseconds since midnight: `12:30`, `12:30:00`, `12:30:00.25`.
pub(super) fn nanos_of_day(clock: &str) -> Option<i64> {
    let mut parts = clock.trim().split(':');
    let hours = number(parts.next()?, 2, 23)?;
    let minutes = number(parts.next()?, 2, 59)?;
    let seconds = match parts.next() {
        None => 0,
        Some(seconds) => {
            let (whole, part) = seconds.split_once('.').unwrap_or((seconds, ""));
            if part.len() > 9 || seconds.ends_with('.') || !part.bytes().all(|byte| byte.is_ascii_digit()) {
                return None;
            }
            let part: i64 = format!("{part:0<9}").parse().ok()?;
            number(whole, 2, 59)? * NANOS as i64 + part
        }
    };
    if parts.next().is_some() {
        return None;
    }
    Some((hours * 3600 + minutes * 60) * NANOS as i64 + seconds)
}

const NANOS: i128 = 1_000_000_000;

fn offset_seconds(text: &str) -> Option<i64> {
    if text.eq_ignore_ascii_case("z") {
        return Some(0);
    }
    let sign = if text.starts_with('-') { -1 } else { 1 };
    let digits: String = text[1..].chars().filter(|c| *c != ':').collect();
    if text.len() > 6 || digits.len() != 4 || !digits.is_ascii() {
        return None;
    }
    Some(sign * (number(&digits[..2], 2, 23)? * 3600 + number(&digits[2..], 2, 59)? * 60))
}

/// Days since 1970 of a date of the Gregorian calendar.
fn days(date: &str) -> Option<i64> {
    let bytes = date.as_bytes();
    if !date.is_ascii() || bytes[4] != b'-' || bytes[7] != b'-' {
        return None;
    }
    let (year, month, day) = (number(&date[..4], 4, 9999)?, number(&date[5..7], 2, 12)?, number(&date[8..], 2, 31)?);
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let length = match month {
        2 => 28 + i64::from(is_leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    if month == 0 || day == 0 || day > length {
        return None;
    }
    // Years that begin in March, so that the leap day is their last.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * month + 2) / 5 + day - 1;
    Some(era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468)
}

fn number(digits: &str, length: usize, most: i64) -> Option<i64> {
    if digits.len() != length || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    digits.parse().ok().filter(|number| *number <= most)
}
