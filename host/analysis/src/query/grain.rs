//! Resampling: times floored to buckets.

use polars::prelude::{Expr, lit};
use sandtable_core::{Result, text};

use super::time::TimeColumn;
use crate::fault;

/// Units by their names: what Polars calls them, the name of a column of one such unit, whether its buckets are days.
const UNITS: [(&[&str], &str, Option<&str>, bool); 8] = [
    (&["second", "seconds", "s"], "s", None, false),
    (&["minute", "minutes", "min", "m"], "m", None, false),
    (&["hour", "hours", "h"], "h", Some("hour"), false),
    (&["day", "days", "d"], "d", Some("day"), true),
    (&["week", "weeks", "w"], "w", Some("week"), true),
    (&["month", "months", "mo"], "mo", Some("month"), true),
    (&["quarter", "quarters", "q"], "q", Some("quarter"), true),
    (&["year", "years", "y"], "y", Some("year"), true),
];
/// Enough for every use, and far from where a duration overflows.
const MOST: u32 = 10_000;
const ALLOWED: &str = "a number and a unit: seconds, minutes, hours, days, weeks, months, quarters or years";

/// A bucket's size.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Grain {
    /// As Polars writes durations.
    every: String,
    /// What the column of buckets is called.
    pub(super) name: &'static str,
    /// Whether a bucket is known by its first day.
    by_day: bool,
}

impl Grain {
    /// `1 day`, `15 minutes`, `month`, `1h`.
    ///
    /// # Errors
    /// `VALIDATION_ERROR` of field `plan.grain`.
    pub(super) fn parse(given: &str) -> Result<Self> {
        let wrong = |why: &str| {
            let message = format!("{} is no grain: {why}, such as \"1 day\" or \"15 minutes\"", text::quote(given));
            fault::invalid("plan.grain", ALLOWED, message).with("given", text::sanitize(given, text::MAX_QUOTED_CHARS)).with("allowed", ALLOWED)
        };
        let normal = given.trim().to_lowercase();
        let digits = normal.bytes().take_while(u8::is_ascii_digit).count();
        let (count, unit) = normal.split_at(digits);
        let count = match count {
            "" => 1,
            count => count.parse::<u32>().ok().filter(|count| (1..=MOST).contains(count)).ok_or_else(|| wrong("the number may be 1 to 10000"))?,
        };
        let unit = unit.trim_start();
        let found = UNITS.iter().find(|(names, ..)| names.contains(&unit)).ok_or_else(|| wrong(&format!("wanted is {ALLOWED}")))?;
        let (_, short, name, by_day) = found;
        Ok(Self { every: format!("{count}{short}"), name: name.filter(|_| count == 1).unwrap_or("bucket"), by_day: *by_day })
    }

    /// The bucket of each time, by where it begins: a date for buckets of days and more, the time else.
    ///
    /// # Errors
    /// `VALIDATION_ERROR` for buckets of hours of dates.
    pub(super) fn floor(&self, time: &TimeColumn) -> Result<Expr> {
        if time.is_date() && !self.by_day {
            let message = format!("column {} holds dates, which have no hours; the grain of dates is a day or more", text::quote(time.name()));
            return Err(fault::invalid("plan.grain", "a day or more", message).with("given", self.every.as_str()));
        }
        let floored = time.expr().dt().truncate(lit(self.every.as_str()));
        let floored = if self.by_day && !time.is_date() { floored.dt().date() } else { floored };
        Ok(floored.alias(self.name))
    }
}
