//! Times out of numbers and text, as `to_datetime` finds them for `read_json`.

/// Times in nanoseconds since 1970, in UTC.
pub(super) struct Moments {
    pub(super) nanos: Vec<Option<i64>>,
    /// The zone that they are shown in; none when they are no instants but readings of a clock.
    pub(super) zone: Option<String>,
}

/// Smaller numbers are not taken for times: a year in seconds.
const LEAST: i64 = 31_536_000;

/// Nanoseconds of the units that are tried, in this order, and how many digits a fraction of one may have.
const UNITS: [(i64, i32); 4] = [(1_000_000_000, 9), (1_000_000, 6), (1_000, 3), (1, 0)];

/// Whole numbers as times, in the first unit that all of them fit in.
pub(super) fn of_integers(values: &[Option<i64>]) -> Option<Moments> {
    if values.iter().flatten().any(|value| *value <= LEAST) {
        return None;
    }
    UNITS.iter().find_map(|(unit, _)| {
        let nanos = values.iter().map(|value| value.map(|value| value.checked_mul(*unit)).map_or(Some(None), |nanos| nanos.map(Some)));
        nanos.collect::<Option<Vec<_>>>().map(|nanos| Moments { nanos, zone: None })
    })
}

/// The same for numbers with fractions, which count to the nanosecond.
pub(super) fn of_floats(values: &[Option<f64>]) -> Option<Moments> {
    if values.iter().flatten().any(|value| *value <= LEAST as f64) {
        return None;
    }
    let nanos_of = |value: f64, unit: i64, digits: i32| {
        let whole = value.trunc();
        let scale = 10_f64.powi(digits);
        let fraction = ((value - whole) * scale).round() / scale;
        let most = (i64::MAX / unit) as f64;
        (whole.abs() < most).then(|| whole as i64 * unit + (fraction * unit as f64) as i64)
    };
    UNITS.iter().find_map(|(unit, digits)| {
        let nanos = values.iter().map(|value| value.map(|value| nanos_of(value, *unit, *digits)).map_or(Some(None), |nanos| nanos.map(Some)));
        nanos.collect::<Option<Vec<_>>>().map(|nanos| Moments { nanos, zone: None })
    })
}

/// Text as times, when all of it is ISO 8601 and all or none of it has the same offset.
pub(super) fn of_texts(texts: &[Option<&str>]) -> Option<Moments> {
    let mut offset = None;
    let mut nanos = Vec::with_capacity(texts.len());
    for text in texts {
        let Some(text) = text.map(str::trim).filter(|text| !is_no_time(text)) else {
            nanos.push(None);
            continue;
        };
        let (local, own) = iso(text)?;
        if *offset.get_or_insert(own) != own {
            return None;
        }
        let shifted = local - i128::from(own.unwrap_or(0)) * 60_000_000_000;
        nanos.push(Some(i64::try_from(shifted).ok()?));
    }
    let zone = match offset.flatten() {
        None => None,
        Some(0) => Some("UTC".to_owned()),
        // A zone is a name; those of whole hours have one, with the sign turned around.
        Some(minutes) if minutes % 60 == 0 && (-12..=14).contains(&(minutes / 60)) => Some(format!("Etc/GMT{:+}", -(minutes / 60))),
        Some(_) => return None,
    };
    Some(Moments { nanos, zone })
}

fn is_no_time(text: &str) -> bool {
    ["", "nat", "nan", "none", "null"].iter().any(|word| text.eq_ignore_ascii_case(word))
}

/// `2024-01-31`, with `T` or a blank and a time of day behind it, and an offset in minutes behind that. The time in
/// nanoseconds as the clock shows it.
fn iso(text: &str) -> Option<(i128, Option<i32>)> {
    let bytes = text.as_bytes();
    let number = |from: usize, count: usize| -> Option<i64> {
        let digits = bytes.get(from..from + count)?;
        if digits.iter().all(u8::is_ascii_digit) { std::str::from_utf8(digits).ok()?.parse().ok() } else { None }
    };
    let is = |at: usize, wanted: u8| bytes.get(at) == Some(&wanted);
    let (year, month) = (number(0, 4)?, number(5, 2)?);
    let (day, mut at) = match (is(4, b'-'), is(7, b'-')) {
        (true, true) => (number(8, 2)?, 10),
        (true, false) if bytes.len() == 7 => (1, 7),
        _ => return None,
    };
    let days = days_of(year, month, day)?;
    let mut of_day: i128 = 0;
    if at < bytes.len() {
        if !(is(at, b'T') || is(at, b' ')) || at != 10 {
            return None;
        }
        let hour = number(11, 2)?;
        (of_day, at) = (i128::from(hour) * 3_600, 13);
        let (mut minute, mut second) = (0, 0);
        if is(at, b':') {
            (minute, at) = (number(at + 1, 2)?, at + 3);
            if is(at, b':') {
                (second, at) = (number(at + 1, 2)?, at + 3);
            }
        }
        if hour > 23 || minute > 59 || second > 59 {
            return None;
        }
        of_day = (of_day + i128::from(minute) * 60 + i128::from(second)) * 1_000_000_000;
        if is(at, b'.') {
            let digits = bytes[at + 1..].iter().take_while(|byte| byte.is_ascii_digit()).count();
            if !(1..=9).contains(&digits) {
                return None;
            }
            of_day += i128::from(number(at + 1, digits)?) * 10_i128.pow(9 - digits as u32);
            at += 1 + digits;
        }
    }
    Some((i128::from(days) * 86_400_000_000_000 + of_day, offset(&bytes[at..])?))
}

/// What stands behind a time: nothing, `Z`, `+02`, `+0200` or `+02:00`. Nothing else.
#[expect(clippy::option_option, reason = "no offset is one of the answers")]
fn offset(rest: &[u8]) -> Option<Option<i32>> {
    let sign = match rest.first() {
        None => return Some(None),
        Some(b'Z' | b'z') if rest.len() == 1 => return Some(Some(0)),
        Some(b'+') => 1,
        Some(b'-') => -1,
        Some(_) => return None,
    };
    let digits: Vec<i32> = rest[1..].iter().filter(|byte| **byte != b':').map(|byte| i32::from(*byte) - 48).collect();
    let colon = rest.iter().position(|byte| *byte == b':');
    if digits.iter().any(|digit| !(0..=9).contains(digit)) || colon.is_some_and(|at| at != 3 || rest.len() != 6) {
        return None;
    }
    let (hours, minutes) = match digits[..] {
        [a, b] => (a * 10 + b, 0),
        [a, b, c, d] => (a * 10 + b, c * 10 + d),
        _ => return None,
    };
    (hours < 24 && minutes < 60).then_some(Some(sign * (hours * 60 + minutes)))
}

/// Days since 1970-01-01, for a date that there is.
fn days_of(year: i64, month: i64, day: i64) -> Option<i64> {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let last = match month {
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        1..=12 => 31,
        _ => return None,
    };
    if !(1..=last).contains(&day) {
        return None;
    }
    // Howard Hinnant's days-from-civil: https://howardhinnant.github.io/date_algorithms.html
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * (if month > 2 { month - 3 } else { month + 9 }) + 2) / 5 + day - 1;
    Some(era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(texts: &[Option<&str>]) -> Option<(Option<i64>, Option<String>)> {
        of_texts(texts).map(|moments| (moments.nanos[0], moments.zone))
    }

    #[test]
    fn text_is_a_time_when_all_of_it_is_of_one_kind() {
        assert_eq!(first(&[Some("1970-01-02")]), Some((Some(86_400_000_000_000), None)));
        assert_eq!(first(&[Some("1970-01-01T00:00:01.5Z"), None]), Some((Some(1_500_000_000), Some("UTC".into()))));
        assert_eq!(first(&[Some("1970-01-01 02:00+02:00")]), Some((Some(0), Some("Etc/GMT-2".into()))));
        for mixed in [["2024-01-01", "2024-01-01T00:00:00Z"], ["2024-01-01T00:00:00+01:00", "2024-01-01T00:00:00+02:00"], ["nope", "2024-01-01"]] {
            assert_eq!(first(&mixed.map(Some)), None, "{mixed:?}");
        }
        for text in
            ["2024-02-30", "2024-13-01", "2024-01-01T25:00", "2024-01-01x", "2024-01-01T00:00:00.", "2024-01-01T00:00+2", "3000-01-01", "2024-01-01T1:00"]
        {
            assert_eq!(first(&[Some(text)]), None, "{text}");
        }
    }

    #[test]
    fn numbers_are_times_in_the_first_unit_that_fits() {
        let of = |value: i64| of_integers(&[Some(value)]).map(|moments| moments.nanos[0].unwrap());
        assert_eq!(of(1_700_000_000), Some(1_700_000_000_000_000_000));
        assert_eq!(of(1_700_000_000_000), Some(1_700_000_000_000_000_000));
        assert_eq!(of(31_536_000), None);
        let floats = of_floats(&[Some(1_700_000_000.5), None]).unwrap();
        assert_eq!(floats.nanos, [Some(1_700_000_000_500_000_000), None]);
    }
}
