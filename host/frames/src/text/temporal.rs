//! Dates, times and durations in ISO 8601.

use arrow::datatypes::TimeUnit;

const NANOS_PER_DAY: i128 = 86_400 * 1_000_000_000;

/// Days since 1970-01-01 as `2013-01-31`. Years of more than four digits, and those before year 0, have a sign.
pub(crate) fn date(out: &mut Vec<u8>, days: i64) {
    // Howard Hinnant's days-from-civil, turned around: https://howardhinnant.github.io/date_algorithms.html
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    if (0..=9999).contains(&year) {
        digits(out, year, 4);
    } else {
        out.push(if year < 0 { b'-' } else { b'+' });
        let mut buffer = itoa::Buffer::new();
        let text = buffer.format(year.unsigned_abs());
        out.extend(std::iter::repeat_n(b'0', 6_usize.saturating_sub(text.len())));
        out.extend_from_slice(text.as_bytes());
    }
    out.push(b'-');
    digits(out, month, 2);
    out.push(b'-');
    digits(out, day, 2);
}

/// Nanoseconds since midnight as `23:59:59.5`.
pub(crate) fn time(out: &mut Vec<u8>, nanos: i64) {
    let seconds = nanos.div_euclid(1_000_000_000);
    digits(out, seconds / 3600, 2);
    out.push(b':');
    digits(out, seconds / 60 % 60, 2);
    out.push(b':');
    digits(out, seconds % 60, 2);
    let fraction = nanos.rem_euclid(1_000_000_000);
    for (count, size) in [(3, 1_000_000), (6, 1_000), (9, 1)] {
        if fraction == 0 {
            return;
        }
        if fraction % size == 0 {
            out.push(b'.');
            return digits(out, fraction / size, count);
        }
    }
}

/// A count of units since 1970 as a date and a time of day.
pub(super) fn timestamp(out: &mut Vec<u8>, value: i64, unit: TimeUnit) {
    let nanos = i128::from(value) * i128::from(nanos_per(unit));
    // Both fit: at most 2^63 seconds are some 10^14 days.
    date(out, nanos.div_euclid(NANOS_PER_DAY) as i64);
    out.push(b'T');
    time(out, nanos.rem_euclid(NANOS_PER_DAY) as i64);
}

/// A count of units as `P1DT2H3M4.5S`; a negative one has its sign in front, nothing is `PT0S`.
pub(super) fn duration(out: &mut Vec<u8>, value: i64, unit: TimeUnit) {
    let nanos = i128::from(value) * i128::from(nanos_per(unit));
    let sign = if nanos < 0 { "-P" } else { "P" };
    let nanos = nanos.unsigned_abs();
    let day = NANOS_PER_DAY.unsigned_abs();
    let (days, of_day) = (nanos / day, nanos % day);
    let (seconds, fraction) = (of_day / 1_000_000_000, of_day % 1_000_000_000);
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    let has_seconds = seconds > 0 || fraction > 0 || nanos == 0;

    out.extend_from_slice(sign.as_bytes());
    part(out, days, b'D');
    if hours > 0 || minutes > 0 || has_seconds {
        out.push(b'T');
    }
    part(out, hours, b'H');
    part(out, minutes, b'M');
    if has_seconds {
        out.extend_from_slice(itoa::Buffer::new().format(seconds).as_bytes());
        if fraction > 0 {
            let digits = format!("{fraction:09}");
            out.push(b'.');
            out.extend_from_slice(digits.trim_end_matches('0').as_bytes());
        }
        out.push(b'S');
    }
}

/// A part of a duration, where there is any.
fn part(out: &mut Vec<u8>, number: u128, mark: u8) {
    if number > 0 {
        out.extend_from_slice(itoa::Buffer::new().format(number).as_bytes());
        out.push(mark);
    }
}

/// How many nanoseconds a unit has.
pub(super) fn nanos_per(unit: TimeUnit) -> i64 {
    match unit {
        TimeUnit::Second => 1_000_000_000,
        TimeUnit::Millisecond => 1_000_000,
        TimeUnit::Microsecond => 1_000,
        TimeUnit::Nanosecond => 1,
    }
}

/// A number of exactly so many digits.
fn digits(out: &mut Vec<u8>, number: i64, count: u32) {
    for place in (0..count).rev() {
        out.push(b'0' + (number / 10_i64.pow(place) % 10) as u8);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(write: impl FnOnce(&mut Vec<u8>)) -> String {
        let mut out = Vec::new();
        write(&mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn dates_reach_beyond_four_digits() {
        for (days, wanted) in [
            (0, "1970-01-01"),
            (-1, "1969-12-31"),
            (15_706, "2013-01-01"),
            (11_016, "2000-02-29"),
            (2_932_896, "9999-12-31"),
            (2_932_897, "+010000-01-01"),
            (-719_528, "0000-01-01"),
            (-719_529, "-000001-12-31"),
        ] {
            assert_eq!(text(|out| date(out, days)), wanted);
        }
    }

    #[test]
    fn timestamps_have_the_digits_they_need() {
        use TimeUnit::{Microsecond, Millisecond, Nanosecond, Second};
        for (value, unit, wanted) in [
            (0, Second, "1970-01-01T00:00:00"),
            (-1, Millisecond, "1969-12-31T23:59:59.999"),
            (1_357_034_400_000_000, Microsecond, "2013-01-01T10:00:00"),
            (1_357_034_400_000_010, Microsecond, "2013-01-01T10:00:00.000010"),
            (1, Nanosecond, "1970-01-01T00:00:00.000000001"),
        ] {
            assert_eq!(text(|out| timestamp(out, value, unit)), wanted);
        }
        for unit in [Second, Millisecond, Microsecond, Nanosecond] {
            for value in [i64::MIN, i64::MAX] {
                assert!(!text(|out| timestamp(out, value, unit)).is_empty());
            }
        }
    }

    #[test]
    fn durations_leave_out_what_is_zero() {
        use TimeUnit::{Millisecond, Second};
        for (value, unit, wanted) in
            [(0, Second, "PT0S"), (86_400, Second, "P1D"), (93_784_500, Millisecond, "P1DT2H3M4.5S"), (-3_600_000, Millisecond, "-PT1H")]
        {
            assert_eq!(text(|out| duration(out, value, unit)), wanted);
        }
    }
}
