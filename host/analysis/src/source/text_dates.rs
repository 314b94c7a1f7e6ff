//! How dates and times are written, found from some of them.

use polars::prelude::{DataType, Expr, StrptimeOptions, TimeUnit, TimeZone, lit};
use polars_arrow::legacy::kernels::NonExistent;

/// How the values of a text column are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Format {
    /// As `strftime` writes.
    pub(crate) pattern: String,
    /// What it becomes.
    pub(crate) dtype: DataType,
}

/// Patterns that are tried, each with what chrono reads it as.
const DATES: [&str; 4] = ["%Y-%m-%d", "%Y/%m/%d", "%d.%m.%Y", "%Y%m%d"];
/// Both read `03/04/2013`, each in its own way.
const SLASHED: [&str; 2] = ["%m/%d/%Y", "%d/%m/%Y"];
const TIMES: [&str; 6] = ["%H:%M:%S", "%H:%M:%S%.f", "%H:%M", "%H:%M:%SZ", "%H:%M:%S%.fZ", "%H:%M:%S%.f%:z"];

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Found {
    /// All values are written so.
    One(Format),
    /// They could be read in these ways.
    Several(Vec<String>),
    /// They are no dates.
    None,
}

/// How all of these values are written. ISO 8601 only, or also what people write.
pub(crate) fn find(values: &[&str], only_iso: bool) -> Found {
    if values.is_empty() {
        return Found::None;
    }
    let all = |format: &Format| values.iter().all(|value| reads(value, format));
    let (dates, separators): (&[&str], &[char]) = if only_iso { (&DATES[..1], &['T', ' ']) } else { (&DATES, &['T', ' ']) };
    for date in dates {
        if let Some(found) = with_times(date, separators).into_iter().find(|format| all(format)) {
            return Found::One(found);
        }
    }
    if only_iso {
        return Found::None;
    }
    let slashed: Vec<Format> = SLASHED.iter().filter_map(|date| with_times(date, &[' ']).into_iter().find(|format| all(format))).collect();
    match slashed.as_slice() {
        [] => Found::None,
        [one] => Found::One(one.clone()),
        several => Found::Several(several.iter().map(|format| format.pattern.clone()).collect()),
    }
}

/// A pattern that somebody gave.
pub(crate) fn given(pattern: &str) -> Format {
    let has = |marks: &[&str]| marks.iter().any(|mark| pattern.contains(mark));
    let dtype = if has(&["%z", "%:z", "%#z", "%+"]) || pattern.ends_with('Z') && has(&["%H", "%T"]) {
        DataType::Datetime(TimeUnit::Microseconds, Some(TimeZone::UTC))
    } else if has(&["%H", "%I", "%M", "%S", "%T", "%R", "%s", "%X", "%c"]) {
        DataType::Datetime(TimeUnit::Microseconds, None)
    } else {
        DataType::Date
    };
    Format { pattern: pattern.to_owned(), dtype }
}

impl Format {
    /// The column in its type. A value that is written in another way is an error.
    pub(crate) fn parse(&self, column: Expr) -> Expr {
        let options = StrptimeOptions { format: Some(self.pattern.as_str().into()), ..StrptimeOptions::default() };
        let raise = || lit("raise");
        match &self.dtype {
            DataType::Date => column.str().to_date(options),
            // A literal Z says nothing to the parser: the values are read as they stand, and stand for UTC.
            DataType::Datetime(unit, Some(zone)) if self.pattern.ends_with('Z') => {
                column.str().to_datetime(Some(*unit), None, options, raise()).dt().replace_time_zone(Some(zone.clone()), raise(), NonExistent::Raise)
            }
            DataType::Datetime(unit, zone) => column.str().to_datetime(Some(*unit), zone.clone(), options, raise()),
            other => column.strict_cast(other.clone()),
        }
    }
}

fn with_times(date: &str, separators: &[char]) -> Vec<Format> {
    let mut formats = vec![Format { pattern: date.to_owned(), dtype: DataType::Date }];
    for separator in separators {
        for time in TIMES {
            let zone = (time.ends_with('Z') || time.ends_with('z')).then_some(TimeZone::UTC);
            formats.push(Format { pattern: format!("{date}{separator}{time}"), dtype: DataType::Datetime(TimeUnit::Microseconds, zone) });
        }
    }
    formats
}

fn reads(value: &str, format: &Format) -> bool {
    use chrono::{DateTime, NaiveDate, NaiveDateTime};
    // chrono takes 2013-1-5 for %Y-%m-%d, and any number of digits for a year.
    let digits = value.bytes().take_while(u8::is_ascii_digit).count();
    let first = if format.pattern.starts_with("%Y%m") {
        8
    } else if format.pattern.starts_with("%Y") {
        4
    } else {
        digits
    };
    if digits != first {
        return false;
    }
    match &format.dtype {
        DataType::Date => NaiveDate::parse_from_str(value, &format.pattern).is_ok(),
        DataType::Datetime(_, Some(_)) if !format.pattern.ends_with('Z') => DateTime::parse_from_str(value, &format.pattern).is_ok(),
        _ => NaiveDateTime::parse_from_str(value, &format.pattern).is_ok(),
    }
}
