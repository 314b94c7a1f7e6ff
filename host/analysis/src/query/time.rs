//! Time columns: which one is meant, and what of a time.

use polars::prelude::{DataType, Expr, Schema, TimeZone};
use sandtable_core::{Result, text};

use crate::column::column;
use crate::fault;
use crate::source::type_text;

/// A column of dates or times, in the zone that days are counted in.
#[derive(Debug, Clone)]
pub(super) struct TimeColumn {
    name: String,
    dtype: DataType,
    zone: Option<TimeZone>,
}

/// The parts of a time by their names.
pub(super) const PARTS: [&str; 9] = ["year", "quarter", "month", "week", "day", "weekday", "hour", "minute", "date"];

impl TimeColumn {
    /// The only one, or the one that was named. `field` names it, `timezone` the plan's zone.
    ///
    /// # Errors
    /// `VALIDATION_ERROR` when there is none, when there are several and none was named, when the named one holds no times,
    /// and for a zone that nobody knows or the column has no use for.
    pub(super) fn find(field: &str, named: Option<&str>, timezone: Option<&str>, schema: &Schema) -> Result<Self> {
        let is_time = |dtype: &DataType| matches!(dtype, DataType::Date | DataType::Datetime(..));
        let there: Vec<&str> = schema.iter().filter(|(_, dtype)| is_time(dtype)).map(|(name, _)| name.as_str()).collect();
        let name = match (named, there.as_slice()) {
            (Some(name), _) => name,
            (None, [only]) => only,
            (None, []) => {
                let message = "there is no column of dates or times; clean.parse_dates makes one of text";
                return Err(fault::invalid(field, "a time column", message).with("allowed", Vec::<&str>::new()));
            }
            (None, several) => {
                let message = format!("there are several columns of dates and times: {}; name one in time_col", text::list(several.iter().copied(), 20));
                return Err(fault::invalid(field, "one time column", message).with("allowed", several.to_vec()));
            }
        };
        let dtype = schema.get(name).ok_or_else(|| fault::unknown_column(field, name, schema))?.clone();
        if !is_time(&dtype) {
            let has = type_text(&dtype);
            let message = format!("column {} is {has}, dates or times are wanted; there are {}", text::quote(name), text::list(there.iter().copied(), 20));
            return Err(fault::invalid(field, "a time column", message).with("given", name).with("type", has).with("allowed", there));
        }
        let zone = timezone.map(zone).transpose()?;
        if let (Some(zone), DataType::Date | DataType::Datetime(_, None)) = (&zone, &dtype) {
            let message = format!("column {} has no zone, so that {zone} says nothing about it", text::quote(name));
            return Err(fault::invalid("plan.timezone", "a zone for times that have one", message).with("given", zone.as_str()));
        }
        Ok(Self { name: name.to_owned(), dtype, zone })
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn is_date(&self) -> bool {
        self.dtype == DataType::Date
    }

    /// The column, in the zone that days are counted in.
    pub(super) fn expr(&self) -> Expr {
        match &self.zone {
            Some(zone) => column(&self.name).dt().convert_time_zone(zone.clone()),
            None => column(&self.name),
        }
    }

    /// A part of it.
    ///
    /// # Errors
    /// `VALIDATION_ERROR` of the field for a part that nobody knows, and for hours of dates.
    pub(super) fn part(&self, field: &str, part: &str) -> Result<Expr> {
        let time = self.expr().dt();
        if matches!(part, "hour" | "minute") && self.is_date() {
            let message = format!("column {} holds dates, which have no {part}", text::quote(&self.name));
            return Err(fault::invalid(field, "a part of a date", message).with("given", part));
        }
        Ok(match part {
            "year" => time.year(),
            "quarter" => time.quarter(),
            "month" => time.month(),
            "week" => time.week(),
            "day" => time.day(),
            "weekday" => time.weekday(),
            "hour" => time.hour(),
            "minute" => time.minute(),
            "date" => time.date(),
            other => return Err(fault::unknown(field, "part of a time", other, PARTS)),
        })
    }
}

/// A time zone by its name.
///
/// # Errors
/// `VALIDATION_ERROR` of field `plan.timezone`.
pub(super) fn zone(name: &str) -> Result<TimeZone> {
    let found = if name == "*" { None } else { TimeZone::opt_try_new(Some(name)).ok().flatten() };
    found.ok_or_else(|| {
        let message = format!("there is no time zone {}; zones are written as Europe/Berlin or UTC", text::quote(name));
        fault::invalid("plan.timezone", "a time zone", message).with("given", text::sanitize(name, text::MAX_QUOTED_CHARS))
    })
}
